"""What the member decided: read, entered so that nothing else in the file moves, and told to letters of their day."""

from __future__ import annotations

import json
import os
import re
import stat
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from pathlib import Path
from types import SimpleNamespace

import pytest
import time_machine
from directly import load_facts
from hypothesis import given
from hypothesis import strategies as st
from running import run_drafter

from drafter import office as offices
from drafter.decisions import Decision, How
from drafter.files import located_yaml
from drafter.letter.acts import (
    act_in_words,
    after_letter,
    claimed_acts,
    decision_on,
    enter_decision,
    later,
    read_did,
    unknown_actions,
    with_decision,
)
from drafter.letter.recipient import correspondent
from drafter.letter.request import Did, LetterRequest, subjects_of, topics_named
from drafter.office import Office, OfficeSide

HEAD = "member: Eleanor Marsh MP\nconstituency: Westmere Vale\nletterhead: templates/letterhead.docx\n"
TOPICS = """- id: closures
  title: Whether gardens are closed
  heading: Will gardens be closed?
  about: what might become of them
  questions:
    - { id: when, text: "when a garden is closed, and by whom" }
    - { id: heard, text: whether anybody is heard before }
  fears:
    - { id: for-ever, text: that a garden once closed stays closed }
- id: cost
  title: Who pays
  heading: Who pays for the gardens
  about: their cost
  questions:
    - { id: who, text: who pays for the gardens }
"""
ACTIONS = """- { id: sign-edm-660, ask: sign Early Day Motion 660, done: signed Early Day Motion 660 }
- { id: press-for-vote, ask: press for a vote, done: pressed for a vote }
- { id: meet, ask: meet you, done: met those who wrote to me }
"""
SIGNED = Decision("sign-edm-660", "gardens", How.DONE, date(2018, 1, 16))
WILL = Decision("press-for-vote", "gardens", How.WILL, date(2018, 1, 20))
WHY = "I meet constituents at my surgeries, and would be glad to see you there"
WILL_NOT = Decision("meet", "gardens", How.WILL_NOT, date(2018, 1, 20), WHY)
LONG = Decision(
    "meet", "gardens", How.WILL_NOT, date(2018, 1, 20), f'{WHY}: "any Friday", #2 {{or}} Monday, \\ if you ask'
)


def read(text: str) -> tuple[Office, list[str]]:
    document, problems = located_yaml.parse_yaml(HEAD + text, "office.yaml")
    assert document is not None, problems
    office, found = offices.read(document, Path())
    return office, [str(problem) for problem in sorted(found)]


def rules(told: list[str]) -> list[str]:
    return [line[line.rindex("[") + 1 : -1] for line in told]


@pytest.fixture
def gardens(tmp_path, monkeypatch) -> Path:
    """An office with topics and actions, which is the current directory."""
    home = tmp_path / "facts" / "gardens"
    home.mkdir(parents=True)
    (tmp_path / "office.yaml").write_text(f"{HEAD}\n# What was decided.\ndecisions: []  # nothing yet\n", "utf-8")
    (home / "topics.yaml").write_text(TOPICS, "utf-8")
    (home / "actions.yaml").write_text(ACTIONS, "utf-8")
    (home / "words.yaml").write_text("subject: reading gardens\n", "utf-8")
    (home / "closures.yaml").write_text(
        "- id: none-closed\n  topics: [closures]\n  claim: no garden is closed yet\n  from: 2018-01-25\n"
        '  cites:\n    - { source: a-1, quote: "No garden has been closed", paragraph: 1 }\n',
        "utf-8",
    )
    (tmp_path / "facts" / "sources.yaml").write_text(
        "- id: a-1\n  type: parliamentary-answer\n  title: Gardens\n  publisher: House of Commons\n"
        "  issued: 2018-01-25\n  stated: [title, publisher, issued]\n  side: government\n"
        "  speaker: { full: the Minister Jo Lee, short: Ms Lee, pronoun: she }\n",
        "utf-8",
    )
    monkeypatch.chdir(tmp_path)
    assert not load_facts(Path("facts")).problems
    return tmp_path


# What an office says.


def test_nothing_said_is_no_side_and_no_decision():
    office, problems = read("")
    assert not problems
    assert (office.side, office.party, office.decisions, office.position) == (OfficeSide.NONE, "", (), "")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("side: goverment\n", "office.yaml:4:7: error: 'goverment' is not a known side; did you mean 'government'?"),
        ("side: opposition\n", "office.yaml:4:7: error: 'party' must say which party the member sits for"),
        ("party: Labour\n", "office.yaml:4:8: error: 'party' says nothing where 'side' is none"),
        ("acts: []\n", "stands under 'decisions'; write 'decisions: []' in its place [old-acts]"),
        (
            "acts:\n  - id: signed\n    on: 2018-01-16\n    sentence: I signed it.\n",
            "for example '- { action: visit-the-library, subject: libraries, done: 2018-01-16 }'",
        ),
        ("acts: signed\n", "[old-acts]"),
    ],
)
def test_what_is_wrong_is_one_line(text, told):
    _, problems = read(text)
    assert len(problems) == 1
    assert told in problems[0]


def test_a_side_and_its_party():
    assert read("side: opposition\nparty: Labour\n")[1] == []
    assert read("side: government\n")[1] == []
    office, problems = read("side: government\nparty: Conservative\n")
    assert not problems
    assert (office.side, office.party) == (OfficeSide.GOVERNMENT, "Conservative")


@pytest.mark.parametrize(
    ("text", "known", "view"),
    [
        ("", ["opposition"], ""),
        ("side: opposition\nparty: Labour\n", ["blank", "opposition"], "opposition"),
        ("side: opposition\nparty: Labour\n", ["government"], ""),
        ("side: opposition\nparty: Labour\nposition: none\n", ["opposition"], ""),
        ("side: government\nposition: mine\n", ["government"], "mine"),
        ("side: none\n", ["none"], ""),
    ],
)
def test_the_position_is_the_one_set_or_that_of_the_side(text, known, view):
    assert read(text)[0].view(known) == view


ENTRIES = {
    "done": "{ action: a, subject: s, done: 2018-01-16 }",
    "done later": "{ action: a, subject: s, done: 2018-02-16 }",
    "will": '{ action: a, subject: s, decided: 2018-01-16, will: "yes" }',
    "not": "{ action: a, subject: s, decided: 2018-01-16, will_not: I do not sign }",
    "not, otherwise": "{ action: a, subject: s, decided: 2018-01-16, will_not: we do not sign }",
    "not later": "{ action: a, subject: s, decided: 2018-03-16, will_not: I do not sign }",
    "not before": "{ action: a, subject: s, decided: 2018-01-10, will_not: I do not sign }",
    "other": "{ action: b, subject: s, decided: 2018-01-16, will_not: I do not sign }",
    "other subject": "{ action: a, subject: t, decided: 2018-01-16, will_not: I do not sign }",
}


@pytest.mark.parametrize(
    ("entries", "lines"),
    [
        (("done", "done"), [6]),
        (("done", "done", "done"), [6, 7]),
        (("done", "will"), [6]),
        (("will", "not"), [6]),
        (("not", "not, otherwise"), [6]),
        (("done", "not later"), [6]),
        (("not later", "done"), [6]),
        (("done", "done later"), []),
        (("will", "done later"), []),
        (("not before", "done"), []),
        (("done", "other", "other subject"), []),
    ],
)
def test_decisions_that_cannot_stand_together(entries, lines):
    _, problems = read("decisions:\n" + "".join(f"  - {ENTRIES[entry]}\n" for entry in entries))
    assert [int(problem.split(":")[1]) for problem in problems] == lines
    assert set(rules(problems)) <= {"contradictory-decisions"}


@pytest.mark.parametrize(
    ("entry", "rule"),
    [
        ("{ action: a, subject: s }", "odd-decision"),
        ('{ action: a, subject: s, done: 2018-01-16, will: "yes" }', "odd-decision"),
        ("{ action: a, subject: s, done: 2018-01-16, decided: 2018-01-16 }", "odd-decision"),
        ("{ action: a, subject: s, decided: 2018-01-16, will: no }", "odd-decision"),
        ("{ action: a, subject: s, will: yes }", "missing-field"),
        ("{ action: a, subject: s, will_not: I do not }", "missing-field"),
        ('{ action: a, subject: s, decided: 2018-01-16, will_not: "" }', "missing-field"),
        ("{ subject: s, done: 2018-01-16 }", "missing-field"),
        ("{ action: a, done: 2018-01-16 }", "missing-field"),
        ("{ action: a, subject: s, done: 2018-02-30 }", "impossible-date"),
        ("{ action: a, subject: s, decided: 2018-01-16, will_not: it does no good }", "odd-reason"),
        ("{ action: a, subject: s, decided: 2018-01-16, will_not: I do not. I never did }", "odd-reason"),
        ("{ action: a, subject: s, done: 2018-01-16, by: Ann }", "unknown-field"),
        ("signed", "wrong-type"),
    ],
)
def test_an_entry_that_does_not_say_what_was_decided_and_when(entry, rule):
    _, problems = read(f"decisions:\n  - {entry}\n")
    assert rules(problems) == [rule]


# What a letter of a day may tell.


def office_with(*decisions: Decision) -> Office:
    return Office(Path(), "", "M", ("M",), "W", (), "", "", "", "l", "", "", decisions)


def test_the_latest_decision_by_the_day_holds():
    before = Decision("meet", "gardens", How.WILL, date(2018, 1, 1))
    office = office_with(WILL_NOT, before, SIGNED)
    of = ("meet", "gardens", office)
    assert decision_on(*of, date(2017, 12, 31)) is None
    assert later(*of, date(2017, 12, 31)) == before
    assert decision_on(*of, date(2018, 1, 19)) == before
    assert later(*of, date(2018, 1, 19)) == WILL_NOT
    assert decision_on(*of, date(2018, 1, 20)) == WILL_NOT
    assert later(*of, date(2018, 1, 20)) is None
    assert decision_on("meet", "parks", office, date(2018, 7, 1)) is None
    assert "the decision on 'meet' is of 20 January 2018, after the letter's date" in str(after_letter(WILL_NOT))


def test_a_decision_on_what_there_is_not(gardens):
    base = load_facts(Path("facts")).base
    wrong = office_with(
        SIGNED, Decision("sign-edm-66", "gardens", How.WILL, date(2018, 1, 1)), Decision("meet", "aco", How.WILL, date(2018, 1, 1))
    )  # fmt: skip
    told = [str(problem) for problem in unknown_actions(wrong, base)]
    assert len(told) == 2
    assert "did you mean 'sign-edm-660'? [unknown-action]" in told[0]
    assert "'meet' is of the subject 'gardens', not of 'aco'" in told[1]
    Path("office.yaml").write_text(
        f"{HEAD}decisions:\n  - {{ action: sign-edm-66, subject: gardens, done: 2018-01-16 }}\n", "utf-8"
    )
    ran = run_drafter("check")
    assert "office.yaml:5:5: error: there is no action 'sign-edm-66'" in ran.text + ran.err


def test_what_names_the_topics_of_a_letter_says_where(gardens):
    path = Path("facts/gardens/actions.yaml")
    for words, rules_ in (("vote with {about} in mind", []), ("vote with that in mind", ["not-a-clause"])):
        path.write_text(ACTIONS.replace(", done:", f', ask_about: "{words}", done:', 1), "utf-8")
        told = [str(problem) for problem in load_facts(Path("facts")).problems]
        assert rules(told) == rules_, told


def test_acts_that_a_text_claims():
    text = (
        "I signed Early Day Motion 660 on 16 January. I have already signed Early Day Motion 660. I wrote to the Minister’s "
        "office. I will press for a vote. I do not sign petitions. I believed you. I pressed for a vote."
    )  # fmt: skip
    assert list(claimed_acts(text)) == ["I signed", "I have already signed", "I wrote", "I pressed"]


# What the member did for one reader.


@pytest.mark.parametrize(
    ("typed", "what"),
    [
        ("wrote to the Minister 2018-02-03", "wrote to the Minister"),
        ("I wrote to the Minister on 3 February 2018.", "wrote to the Minister"),
        ("Wrote to Mr. Barclay, Saturday 3 February 2018", "wrote to Mr. Barclay"),
        ("  wrote to the\nMinister 3rd Feb 2018 ", "wrote to the Minister"),
        ("I have written to the Minister 2018-02-03", "have written to the Minister"),
        ("have already raised this with the trust 2018-02-03", "have already raised this with the trust"),
        ("raised this at Prime Minister’s Questions 2018-02-03", "raised this at Prime Minister’s Questions"),
    ],
)
def test_an_act_and_its_day(typed, what):
    assert read_did(typed, date(2018, 2, 3)) == Did(what, date(2018, 2, 3))


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("wrote to the Minister", "does not end in a day"),
        ("wrote to the Minister 03/02/2018", "does not end in a day"),
        ("wrote to the Minister in February 2018", "does not end in a day"),
        ("", "does not end in a day"),
        ("2018-02-03", "says when, and not what"),
        ("on 2018-02-03", "says when, and not what"),
        (": , 2018-02-03", "says when, and not what"),
        ("- 2018-02-03", "says when, and not what"),
        ("wrote to the Minister 2018-07-11", "after the letter's date"),
        ("wrote to him. Spoke to her 2018-02-03", "more than one sentence"),
        ("wrote to him! 2018-02-03", "more than one sentence"),
        (f"wrote {'again ' * 25}2018-02-03", "has 26 words; 25 at most"),
        ("write to the Minister 2018-02-03", "does not go on from 'I' in the past"),
        ("will write 2018-02-03", "does not go on from 'I' in the past"),
        ("I I wrote 2018-02-03", "does not go on from 'I' in the past"),
        ("wrote to him on 3 July 2018-02-03", "holds a day of its own"),
        ("wrote to him and he agreed 2018-02-03", "what somebody else did"),
        ("wrote to the trust, which will help 2018-02-03", "what somebody else did"),
        ("have a word with him 2018-02-03", "does not go on from 'I' in the past"),
        ("have to write to him 2018-02-03", "does not go on from 'I' in the past"),
        ("writing to him 2018-02-03", "does not go on from 'I' in the past"),
        ("answered the letter of 3 February 2018", "breaks off"),
    ],
)
def test_an_act_that_is_none(typed, told):
    problem = read_did(typed, date(2018, 7, 10))
    assert not isinstance(problem, Did)
    assert told in str(problem)
    assert str(problem).startswith("--did: error: ")
    assert str(problem).endswith("[odd-act]")


@given(st.text(max_size=80), st.dates())
def test_whatever_is_typed_is_an_act_or_a_problem(typed, day):
    read = read_did(f"{typed} {day.isoformat()}", day)
    assert isinstance(read, Did) is ("[odd-act]" not in str(read))
    if isinstance(read, Did):
        assert read.on <= day
        assert 0 < len(read.what.split()) <= 25
        assert read.what.isprintable() or not read.what.isascii()


# What a request names.


def request(**said) -> LetterRequest:
    return LetterRequest((), correspondent("Mrs A Patel"), date(2018, 2, 1), **said)


def test_topics_of_questions_and_fears_come_first_in_the_order_in_which_they_are_named(gardens):
    base = load_facts(Path("facts")).base
    asked, feared = ["cost.who"], ["closures.for-ever"]
    assert topics_named(asked, feared, [], base) == ("cost", "closures")
    assert topics_named(asked, feared, ["x", "closures", "cost"], base) == ("closures", "cost", "x")
    assert topics_named(asked, feared, ["closures", "x"], base) == ("cost", "closures", "x")
    assert topics_named(["cost.whom", "parks.who"], [], ["closures"], base) == ("closures",)
    assert subjects_of(request(wants=("meet",)), base) == ("gardens",)
    assert subjects_of(request(asks=("cost.who",)), base) == ("gardens",)
    assert subjects_of(request(asks=("cost",), wants=("met",)), base) == ()


# A decision entered.

FILES = [
    "a: b\ndecisions: []  # none yet\n",
    "a: b\ndecisions: []\n# the end",
    "a: b\ndecisions:\n",
    "a: b\ndecisions:\n  # - { action: example }\nc: d\n",
    "decisions: null",
    "decisions: ~\n\n\nc: d\n",
    "a: b",
    "decisions:\n- { action: x, subject: y, done: 2018-01-01 } # here\n\n# end\nz: 1\n",
    "decisions:\n    - { action: x, subject: y, done: 2018-01-01 }",
    "decisions:\r\n  - action: x\r\n    will_not: >-\r\n      I do\r\n      not\r\n\r\n# c\r\nz: 1",
    "decisions:\n  - action: x\n    will_not: |\n      I do\n\n\nz: 1\n",
    "decisions: [ { action: x }, # here\n ]\nz: 1\n",
    '"decisions": []\n',
    '\ufeffa: “curly”\r\ndecisions: []\r\nz: "a\u2028b"\r\n',
]
REFUSED = [
    "{ a: b }",
    "{ decisions: [] }",
    "decisions: # lost\n  []\n",
    "a: b\n...\n",
    "decisions: x\n",
    "- a\n",
    "a: [\n",
    "",
]


@pytest.mark.parametrize("text", FILES)
@pytest.mark.parametrize("decision", [SIGNED, WILL, WILL_NOT, LONG], ids=["done", "will", "will not", "long"])
def test_an_entry_is_added_and_nothing_else_moves(text, decision):
    after, problem = with_decision(text, decision, "office.yaml")
    assert problem is None
    old, new = (located_yaml.parse_yaml(one.removeprefix("\ufeff"), "")[0].root for one in (text, after))
    added = new["decisions"].pop()
    assert (new["decisions"] or None, {**new, "decisions": 0}) == (
        old.get("decisions") or None,
        {**old, "decisions": 0},
    )
    assert added["action"] == decision.action
    assert added.get("will_not", "") == decision.reason
    # Byte for byte: what was there is there still, in its order, around one run of new lines.
    kept = re.sub(r"(?m)(?<=^decisions:) ?(\[\]|null|~)|(?<=^\"decisions\":) \[\]", "", text)
    start = next((at for at, pair in enumerate(zip(kept, after, strict=False)) if len(set(pair)) > 1), len(kept))
    assert after.endswith(kept[start:])
    assert "\r" not in text or not re.search(r"(?<!\r)\n", after)
    twice, problem = with_decision(after, WILL, "office.yaml")
    assert problem is None
    assert (
        len(located_yaml.parse_yaml(twice.removeprefix("\ufeff"), "")[0].root["decisions"]) == len(new["decisions"]) + 2
    )


@pytest.mark.parametrize("text", REFUSED)
def test_a_file_that_cannot_be_added_to_is_left_alone(text):
    after, problem = with_decision(text, SIGNED, "office.yaml")
    assert after == text
    assert problem is not None
    assert problem.rule in ("odd-layout", "broken-yaml")


@given(st.text(min_size=1, max_size=300), st.sampled_from(FILES))
def test_whatever_a_reason_holds_is_read_back_or_refused(reason, text):
    decision = Decision("meet", "gardens", How.WILL_NOT, date(2018, 1, 20), f"I {reason}")
    after, problem = with_decision(text, decision, "office.yaml")
    assert (after == text) is (problem is not None)
    if problem is None:
        entry = located_yaml.parse_yaml(after.removeprefix("\ufeff"), "")[0].root["decisions"][-1]
        assert entry.keys() == {"action", "subject", "decided", "will_not"}
        assert entry["will_not"].split()[0] == "I"


def test_decide_enters_it(gardens):
    with time_machine.travel("2018-02-01"):
        ran = run_drafter("office", "decide", "sign-edm-660", "--done", "16 January 2018")
        assert (ran.code, ran.err) == (0, "")
        assert ran.text == "office.yaml: 'sign-edm-660' (sign Early Day Motion 660): done on 16 January 2018\n"
        assert run_drafter("office", "decide", "press-for-vote", "--will", "--subject", "gardens").code == 0
        assert run_drafter("office", "decide", "meet", "--will-not", WHY, "--on", "2018-01-20").code == 0
    assert Path("office.yaml").read_text("utf-8") == (
        f"{HEAD}\n# What was decided.\ndecisions:  # nothing yet\n"
        "  - { action: sign-edm-660, subject: gardens, done: 2018-01-16 }\n"
        '  - { action: press-for-vote, subject: gardens, decided: 2018-02-01, will: "yes" }\n'
        "  - action: meet\n    subject: gardens\n    decided: 2018-01-20\n"
        f"    will_not: {WHY}\n"
    )  # fmt: skip
    office, problems = offices.load(Path())
    assert not problems
    assert [one.how for one in office.decisions] == [How.DONE, How.WILL, How.WILL_NOT]


@pytest.mark.parametrize(
    ("args", "code", "told"),
    [
        (("sign-edm-60", "--will"), 2, "there is no action 'sign-edm-60'; did you mean 'sign-edm-660'?"),
        (("meet", "--will", "--subject", "parks"), 2, "--subject: error: there is no subject 'parks'; known: gardens [unknown-subject]"),
        (("meet",), 2, "say one of --done DATE, --will and --will-not REASON"),
        (("meet", "--will", "--will-not", "I do not"), 2, "say one of"),
        (("--will",), 2, "say which action is decided"),
        (("meet", "--done", "2018-01-16", "--on", "2018-01-16"), 2, "what is done has its own day"),
        (("meet", "--done", "2999-01-16"), 2, "--done: 2999-01-16 lies ahead"),
        (("meet", "--will", "--on", "2999-01-16"), 2, "--on: 2999-01-16 lies ahead"),
        (("meet", "--will-not", " \u200b "), 2, "--will-not: a reason is needed"),
        (("meet", "--will-not", "it does no good"), 2, "--will-not: error: 'will_not' gives the member's reason in the first person"),
        (("meet", "--will-not", "I do not. Never"), 2, "--will-not: error: 'will_not' gives the member's reason in one sentence"),
    ],
)  # fmt: skip
def test_what_cannot_be_entered_changes_nothing(args, code, told, gardens):
    before = Path("office.yaml").read_bytes()
    ran = run_drafter("office", "decide", *args)
    assert ran.code == code
    assert told in ran.err
    assert Path("office.yaml").read_bytes() == before


def test_what_contradicts_is_refused(gardens):
    decide = ("office", "decide", "meet")
    assert run_drafter(*decide, "--done", "2018-01-16").code == 0
    before = Path("office.yaml").read_bytes()
    for args, told in (
        (("--done", "2018-01-16"), "stands already in line 7"),
        (("--will", "--on", "2018-01-16"), "line 7 decides otherwise"),
        (
            ("--will-not", "I do not", "--on", "2018-01-17"),
            "cannot be refused on 2018-01-17: it was done on 2018-01-16",
        ),
    ):
        ran = run_drafter(*decide, *args)
        assert ran.code == 1
        assert ran.err.startswith("office.yaml: error: ")
        assert ran.err.count("\n") == 1
        assert told in ran.err
    assert Path("office.yaml").read_bytes() == before


@pytest.mark.skipif(getattr(os, "geteuid", lambda: 0)() == 0, reason="nothing is forbidden to root")
def test_a_folder_that_cannot_be_written(gardens):
    gardens.chmod(stat.S_IRUSR | stat.S_IXUSR)
    try:
        ran = run_drafter("office", "decide", "meet", "--will")
    finally:
        gardens.chmod(stat.S_IRWXU)
    assert ran.code == 1
    assert "[unwritable-file]" in ran.err


def test_many_at_once_lose_nothing(gardens):
    office = offices.open_office(Path())
    days = [date(2018, 1, day) for day in range(1, 21)]
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda day: enter_decision(office, Decision("meet", "gardens", How.DONE, day)), days))
    assert found == [[]] * len(days)
    assert sorted(one.on for one in offices.open_office(Path()).decisions) == days


def test_what_was_decided_is_listed(gardens):
    Path("office.yaml").write_text(
        f"{HEAD}decisions:\n  - {{ action: meet, subject: gardens, decided: 2018-01-20, will_not: I do not }}\n"
        "  - { action: meet, subject: gardens, decided: 2018-01-10, will: yes }\n"
        "  - { action: sign-edm-660, subject: gardens, done: 2018-01-16 }\n",
        "utf-8",
    )
    listed = run_drafter("office", "decisions").text
    assert listed == run_drafter("office", "decide").text
    assert listed.splitlines() == [
        "sign-edm-660    sign Early Day Motion 660: done on 16 January 2018",
        "press-for-vote  press for a vote: undecided",
        "meet            meet you: will not, decided on 20 January 2018: I do not",
    ]
    assert run_drafter("office", "decisions", "--on", "2018-01-15").text.count("undecided") == 2
    told = json.loads(run_drafter("office", "decisions", "--json").text)
    assert told[2] == {
        "id": "meet", "subject": "gardens", "ask": "meet you", "decided": "will_not", "on": "2018-01-20", "reason": "I do not",
    }  # fmt: skip
    assert [one["decided"] for one in told] == ["done", None, "will_not"]


def test_topics_lists_what_people_ask_fear_and_want(gardens):
    listed = run_drafter("topics").text
    assert "  asks   closures.when      when a garden is closed, and by whom\n" in listed
    assert "  fears  closures.for-ever  that a garden once closed stays closed\n" in listed
    assert "  sign-edm-660    sign Early Day Motion 660: undecided\n" in listed
    told = json.loads(run_drafter("topics", "--json").text)
    assert [topic["id"] for topic in told["topics"]] == ["closures", "cost"]
    assert told["topics"][0]["fears"] == [
        {"id": "closures.for-ever", "text": "that a garden once closed stays closed"}
    ]  # fmt: skip
    assert [action["decided"] for action in told["actions"]] == [None, None, None]


# What the shell offers.


@pytest.fixture
def completed(monkeypatch, capsys):
    def complete(*words: str) -> list[str]:
        monkeypatch.setenv("_DRAFTER_COMPLETE", "bash_complete")
        monkeypatch.setenv("COMP_WORDS", " ".join(("drafter", *words)))
        monkeypatch.setenv("COMP_CWORD", str(len(words)))
        ran = run_drafter()
        assert ran.err == ""
        return [line.partition(",")[2] for line in ran.text.splitlines() if line]

    return complete


def test_the_shell_completes_names(gardens, completed):
    assert completed("draft", "--asks", "c") == ["closures.when", "closures.heard", "cost.who"]
    assert completed("draft", "--fears", "closures.") == ["closures.for-ever"]
    assert completed("draft", "--wants", "s") == ["sign-edm-660"]
    assert completed("draft", "--topic", "co") == ["cost"]
    assert completed("draft", "--position", "n") == ["none"]
    assert completed("office", "decide", "m") == ["meet"]
    assert completed("office", "decide", "meet", "--subject", "") == ["gardens"]


def test_a_shell_that_completes_is_told_of_nothing_that_is_wrong(gardens, completed):
    Path("facts/gardens/actions.yaml").write_text("- id: [\n", "utf-8")
    assert completed("draft", "--wants", "s") == []
    Path("office.yaml").unlink()
    assert completed("draft", "--wants", "s") == []


def test_a_reason_begins_small_behind_its_colon(gardens):
    said = replace(WILL_NOT, reason="This is for the Council to settle")
    base = load_facts(Path("facts")).base
    desk = SimpleNamespace(request=SimpleNamespace(date=date(2018, 2, 1)))
    told = act_in_words(base.actions["meet"], said, desk)
    assert told == "I will not meet you: this is for the Council to settle."
    told = act_in_words(base.actions["meet"], replace(WILL_NOT, reason="Because I am a Minister."), desk)
    assert told.endswith("I will not meet you: I am a Minister.")
    told = act_in_words(base.actions["meet"], WILL_NOT, desk)
    assert told.endswith(f"I will not meet you: {WHY}.")
