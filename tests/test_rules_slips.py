"""Attempts to slip an unsourced claim into a letter, past the check. Each is caught, with the template's own line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from running import ROOT, run_drafter


@pytest.fixture(autouse=True)
def as_text(monkeypatch: pytest.MonkeyPatch) -> None:
    """No letters are composed, and no cues tried: what slips into words is seen in the words."""
    monkeypatch.setattr("drafter.trial.tried", lambda *_: [])
    monkeypatch.setattr("drafter.check.check_cues", lambda *_: [])


SLIPS = {
    "plainly": ("Patients are safe.", "unapproved-courtesy"),
    "a figure": ("There are 44 of them.", "figure-in-courtesy"),
    "a figure in words": ("There are forty of them.", "figure-in-courtesy"),
    "a figure in another script": ("There are ٤٤ of them.", "figure-in-courtesy"),
    "a figure as a fraction": ("It is ½ of the whole.", "figure-in-courtesy"),
    "a figure with a sign": ("It will be £5bn.", "figure-in-courtesy"),
    "a roman figure": ("See part XIV of it.", "name-in-courtesy"),
    "a date": ("It will happen in March.", "figure-in-courtesy"),
    "a weekday": ("It will happen on Monday.", "figure-in-courtesy"),
    "a name": ("I have thought about Sheffield.", "name-in-courtesy"),
    "a name at the head": ("Sheffield is first.", "unapproved-courtesy"),
    "a verb of claim": ("The matter was announced before.", "claim-in-courtesy"),
    "a verb of claim in capitals": ("It WAS ANNOUNCED.", "claim-in-courtesy"),
    "a promise": ("This is what they promised.", "claim-in-courtesy"),
    "a question that presumes": ('{{ gap("why the hospitals are being closed") }}', "unapproved-courtesy"),
    "a question that asks why": ('{{ gap("why the hospitals are being closed") }}', "claim-in-courtesy"),
    "a question with a figure": ('{{ gap("where the 300 went") }}', "figure-in-courtesy"),
    "a question with a name": ('{{ gap("where the nurses of Sheffield went") }}', "name-in-courtesy"),
    "a question that is none": ('{{ gap("that the hospitals are safe") }}', "claim-in-courtesy"),
    "a question that goes on": ('{{ gap("who might bid elsewhere, since nurses left") }}', "claim-in-courtesy"),
    "a question by its name": ('{{ gap(question="why ministers lied") }}', "unusual-template"),
    "a question put together": ('{{ gap("who might " ~ "lie") }}', "unusual-template"),
    "a question from a value": ("{{ gap(about) }}", "unusual-template"),
    "what a gap is unless": ('{{ gap("who might bid elsewhere", unless="patients are safe") }}', "unknown-fact"),
    "words before a frame": ('{{ turn("As everybody knows") }}', "unapproved-courtesy"),
    "words before a frame that claim": ('{{ turn("After the Government lied") }}', "claim-in-courtesy"),
    "words before a frame with a figure": ('{{ turn("In 2018") }}', "figure-in-courtesy"),
    "words before a frame, by their name": ('{{ turn(text="As everybody knows") }}', "unusual-template"),
    "one of several": ('{{ vary("Thank you for asking about {about}.", "It is safe.") }}', "unapproved-courtesy"),
    "one of several that claims": ('{{ vary("Patients suffer.") }}', "claim-in-courtesy"),
    "one of several with a figure": ('{{ vary("Thank you 300 times.") }}', "figure-in-courtesy"),
    "one of several with a name": ('{{ vary("I was in Sheffield.") }}', "name-in-courtesy"),
    "one of several that fills another value": ('{{ vary("Thank you for {claims}.") }}', "unapproved-courtesy"),
    "one of several in a list": ('{{ vary(["It is safe."]) }}', "unusual-template"),
    "one of several in a choice": ('{{ vary("It is safe." if count else "It is.") }}', "unusual-template"),
    "where a fact's id stands": ('{{ claims("patients are safe") }}', "unknown-fact"),
    "where one of several ids stands": ('{{ first(["patients are safe"], ["care-stays-free-at-point-of-need"]) }}',
                                        "unknown-fact"),
    "where the id of an answer stands": ('{{ answer("the answer is no") }}', "unknown-fact"),
    "where the id of a rub stands": ('{{ rub("both are lies") }}', "unknown-rub"),
    "where the name of a series stands": ('{{ series("hospitals that closed") }}', "unknown-series"),
    "beside history": ('{{ history("no-contract-before-consultation", since="it is safe") }}', "unknown-fact"),
    "through what only asks": ('{{ asks("who") }}', "unusual-template"),
    "as what a fact is": ('{{ claims("care-stays-free-at-point-of-need").text }}', "unusual-template"),
    "under what only full letters have": ('{{ in_full("It is safe.") }}', "unusual-template"),
    "a text in an expression": ('{{ "Patients are safe." }}', "unusual-template"),
    "put together": ('{{ "Patients are " ~ "safe." }}', "unusual-template"),
    "through a filter": ('{{ "patients are safe."|upper }}', "unusual-template"),
    "behind a fact": ('{{ claims("staff-may-work-differently") ~ " Not so." }}', "unusual-template"),
    "in a choice": ('{{ "Patients are safe." if count else "" }}', "unusual-template"),
    "as a number": ("There are {{ 44 }} of them.", "unusual-template"),
    "as a sum": ("There are {{ 40 + 4 }} of them.", "unusual-template"),
    "as a count": ("There are {{ count }} of them.", "unusual-template"),
    "as a list": ('{{ ["Patients", "are", "safe"] }}', "unusual-template"),
    "by assignment": ('{% set about = "safe patients" %}{{ about }}', "unusual-template"),
    "by block assignment": ("{% set about %}safe patients{% endset %}{{ about }}", "unusual-template"),
    "by a macro": ("{% macro m() %}Safe.{% endmacro %}{{ m() }}", "unusual-template"),
    "by a loop": ("{% for t in topics %}Safe.{% endfor %}", "unusual-template"),
    "by with": ("{% with about = 'safe' %}{{ about }}{% endwith %}", "unusual-template"),
    "in a filter block": ("{% filter upper %}safe{% endfilter %}", "unusual-template"),
    "in raw": ("{% raw %}Patients are safe.{% endraw %}", "unapproved-courtesy"),
    "in a branch never taken now": ('{% if "nothing" in topics %}Patients are safe.{% endif %}', "unapproved-courtesy"),
    "in otherwise": ("{% if holds('staff-may-work-differently') %}{% else %}Safe now.{% endif %}", "unapproved-courtesy"),
    "after a claim": ("{{ claims('staff-may-work-differently') }} It is safe.", "unapproved-courtesy"),
    "before a claim": ("It is safe to say that {{ claims('staff-may-work-differently') }}", "unapproved-courtesy"),
    "cut in two": ("Pat{% if count %}ients are safe.{% endif %}", "unapproved-courtesy"),
    "turning an approved one round": ("It held on the day of {% if count %}no {% endif %}letter.",
                                      "unapproved-courtesy"),
    "with a hidden character": ("You are s\u200bafe.", "unapproved-courtesy"),
    "with letters that look alike": ("Р\u0430tients are \u0455\u0430fe.", "unapproved-courtesy"),
    "with a symbol": ("This is → that.", "unapproved-courtesy"),
    "with an emoji": ("This is 👍.", "unapproved-courtesy"),
    "after an honest beginning": ("Thank you for writing about safe hospitals.", "unapproved-courtesy"),
    "hyphenated": ("It is cost-free.", "unapproved-courtesy"),
    "in quotation marks": ("I would call it “safe”.", "unapproved-courtesy"),
    "of courtesy's own words": ("It is.", "unapproved-courtesy"),
    "of courtesy's own words, after a question": ('{{ gap("who might bid elsewhere") }} They will.',
                                                 "unapproved-courtesy"),
    "with a value": ("{{ subject }} will never be free.", "unapproved-courtesy"),
    "behind an approved one": ("Matters have moved on since. It is.", "unapproved-courtesy"),
    "glued to an approved one": ("Matters have moved on since{% if count %}, and it is.{% endif %}",
                                 "unapproved-courtesy"),
    "asking why": ('{{ gap("why ministers lied") }}', "unapproved-courtesy"),
    "an act where no view is": ('{{ act("signed-edm-660") }}', "unusual-template"),
    "over two lines": ("I know that all\nof you are safe.", "unapproved-courtesy"),
}  # fmt: skip


def test_a_slip_is_caught_with_its_line(office: Path) -> None:
    """Each in a template of its own, at the end of an honest one."""
    honest = (office / "templates" / "aco" / "staff.md.j2").read_text("utf-8")
    line = honest.count("\n") + 3
    for number, (source, _) in enumerate(SLIPS.values()):
        (office / "templates" / "aco" / f"slip-{number}.md.j2").write_text(f"{honest}\n\n{source}\n", "utf-8")
    ran = run_drafter("check")
    assert ran.code == 1
    missed = [
        (slip, rule)
        for number, (slip, (_, rule)) in enumerate(SLIPS.items())
        if not caught(ran.err, f"templates/aco/slip-{number}.md.j2", {line, line + 1}, rule)
    ]
    assert missed == [], ran.err


def caught(printed: str, path: str, lines: set[int], rule: str) -> bool:
    """Whether the rule is told of one of these lines of a file."""
    rows = [row for row in printed.splitlines() if f"[{rule}]" in row]
    return any(row.startswith(f"{path}:{line}:") for row in rows for line in lines)


POSITIONS = [
    ("I believe that 300 beds were lost.", "figure-in-position"),
    ("I believe that three hundred beds were lost.", "figure-in-position"),
    ("I said so in January.", "figure-in-position"),
    ("I have signed the motion.", "claimed-act"),
    ("I also voted against it.", "claimed-act"),
    ("I recently\nmet the Minister.", "claimed-act"),
    ("There were {{ 300 }} of them.", "unusual-template"),
    ("A tenth of them went.", "figure-in-position"),
    ("Costs trebled.", "figure-in-position"),
    ("It was Monday's news.", "figure-in-position"),
    ("It was so last Christmas.", "figure-in-position"),
    ("I put down a motion.", "claimed-act"),
    ("I held a meeting with the Minister.", "claimed-act"),
    ("I myself voted against it.", "claimed-act"),
    ("I very strongly and openly campaigned against it.", "claimed-act"),
    ("I was among those who signed it.", "claimed-act"),
    ("My vote was cast against it.", "claimed-act"),
]


def test_a_slip_into_a_position(office: Path) -> None:
    """Each in a position of its own."""
    positions = office / "templates" / "aco" / "positions"
    honest = (positions / "opposition.md.j2").read_text("utf-8")
    line = honest.count("\n") + 2
    for number, (said, _) in enumerate(POSITIONS):
        (positions / f"slip-{number}.md.j2").write_text(f"{honest}\n{said}\n", "utf-8")
    ran = run_drafter("check")
    missed = [
        (said, rule)
        for number, (said, rule) in enumerate(POSITIONS)
        if not caught(ran.err, f"templates/aco/positions/slip-{number}.md.j2", {line, line + 1}, rule)
    ]
    assert missed == [], ran.err


ANSWER = "answers:\n  - rests_on: changes-proposed-without-vote\n    text:"
WORDS = {
    "subject: a figure": ("subject: ACOs", "subject: ACOs, which cost 4,000 jobs", "figure-in-courtesy"),
    "subject: a name": ("subject: ACOs", "subject: ACOs, which Sheffield abolished", "name-in-courtesy"),
    "abbreviation: a date": ("long: Accountable Care Organisation", "long: Accountable Care Organisation of 2018",
                             "figure-in-courtesy"),
    "abbreviation: a claim": ("long: Clinical Commissioning Group }", "long: 'Clinical Commissioning Group, which it is right to join' }",
                              "claim-in-courtesy"),
    "courtesy: a claim": ("courtesies:", "courtesies:\n  - It was announced that all is well.", "claim-in-courtesy"),
    "open question: why": ("open_questions:", "open_questions:\n  - why ministers lied", "claim-in-courtesy"),
    "open question: why, later": ("open_questions:", "open_questions:\n  - who knows why nurses left", "claim-in-courtesy"),
    "open question: none": ("open_questions:", "open_questions:\n  - that it is safe", "claim-in-courtesy"),
    "open question: more": ("open_questions:", "open_questions:\n  - who pays, although it is safe", "claim-in-courtesy"),
    "open question: two": ("open_questions:", "open_questions:\n  - who pays. It is safe", "claim-in-courtesy"),
    "answer: a figure": ("answers:", f"{ANSWER} it has not begun for 300 days", "figure-in-courtesy"),
    "answer: a figure in words": ("answers:", f"{ANSWER} half of it has begun", "figure-in-courtesy"),
    "answer: a date": ("answers:", f"{ANSWER} not before March", "figure-in-courtesy"),
    "answer: a name": ("answers:", f"{ANSWER} it has begun in Sheffield", "name-in-courtesy"),
    "answer: more": ("answers:", f"{ANSWER} 'it has not begun, because nobody wants it'", "claim-in-courtesy"),
    "answer: two sentences": ("answers:", f"{ANSWER} 'it has not begun. It is unsafe'", "claim-in-courtesy"),
    "answer: another claim": ("answers:", f"{ANSWER} ministers refused it", "claim-in-courtesy"),
    "answer: a claim beside what is not said": ("answers:", f"{ANSWER} It does not say who refused it, and ministers refused it.", "claim-in-courtesy"),
    "answer: what two documents do not say": ("answers:", "answers:\n  - rests_on: [changes-proposed-without-vote, no-contract-before-consultation]\n    text: The paper does not say who pays.", "claim-in-courtesy"),
    "answer: a claim beside what was not found": ("answers:", f"{ANSWER} I have found nothing and ministers refused it.", "claim-in-courtesy"),
    "rub: a figure": ("question: If both", "question: If all 44", "figure-in-courtesy"),
    "rub: a name": ("question: If both are right", "question: If Sheffield and both are right", "name-in-courtesy"),
    "rub: a claim": ("question: If both are right, why", "question: Ministers lied. Why", "claim-in-courtesy"),
    "rub: no question": ("question: If both are right, why not wait for that consultation before the rules are changed?",
                         "question: Both are untrue.", "not-a-sentence"),
    "thing: a figure": ("then: the Committee", "then: the Committee of 11", "more-than-the-term"),
    "thing: a name": ("then: the Committee", "then: the Sheffield Committee", "more-than-the-term"),
    "thing: a word": ("then: the Committee", "then: the biased Committee", "claim-in-courtesy"),
    "thing: near": ("near: the consultation", "near: the sham consultation", "claim-in-courtesy"),
    "thing: two sentences": ("near: the consultation", "near: 'the consultation. The consultation'", "claim-in-courtesy"),
    "term: a figure": ("plain: invite bids", "plain: invite 3 bids", "more-than-the-term"),
    "term: a name": ("plain: invite bids", "plain: invite bids from Sheffield", "more-than-the-term"),
    "term: a hedge": ("plain: invite bids", "plain: perhaps invite bids", "more-than-the-term"),
    "term: two sentences": ("plain: invite bids", "plain: invite bids. They are rigged", "claim-in-courtesy"),
}  # fmt: skip


ASKED = {
    "heading: a figure": ("topics", "heading: Staff", "heading: Staff who lost 300 jobs", "figure-in-courtesy"),
    "about: a name": ("topics", "about: those who work in the NHS", "about: the end of care in Sheffield", "name-in-courtesy"),
    "heading: a claim goes on": ("topics", "heading: Staff", "heading: 'Staff, who are leaving'", "claim-in-courtesy"),
    "question: a figure": ("topics", "text: who will employ NHS staff", "text: who will employ the 300 left",
                           "figure-in-courtesy"),
    "question: a name": ("topics", "text: who will employ NHS staff", "text: who in Sheffield will employ staff",
                         "name-in-courtesy"),
    "question: none": ("topics", "text: who will employ NHS staff", "text: ministers will employ staff",
                       "claim-in-courtesy"),
    "question: it presumes": ("topics", "text: who will employ NHS staff", "text: why ministers lied",
                              "claim-in-courtesy"),
    "question: two sentences": ("topics", "text: who will employ NHS staff", "text: who knows. It is unsafe",
                                "claim-in-courtesy"),
    "question: ended": ("topics", "text: who will employ NHS staff", "text: who knows?", "not-a-clause"),
    "question: it goes on": ("topics", "text: who will employ NHS staff",
                             "text: 'who will employ staff, since nurses left'", "claim-in-courtesy"),
    "fear: a figure": ("topics", "text: that staff will leave", "text: that a third of staff will leave",
                       "figure-in-courtesy"),
    "fear: a name": ("topics", "text: that staff will leave", "text: that Sheffield will leave", "name-in-courtesy"),
    "fear: none": ("topics", "text: that staff will leave", "text: staff are leaving", "claim-in-courtesy"),
    "fear: it goes on": ("topics", "text: that staff will leave", "text: 'that staff will leave, which is so'",
                         "claim-in-courtesy"),
    "fear: another": ("topics", "text: that staff will leave", "text: that staff will leave and it is so",
                      "claim-in-courtesy"),
    "fear: in brackets": ("topics", "text: that staff will leave", "text: 'that staff will leave (it is so)'",
                          "claim-in-courtesy"),
    "act: a figure": ("actions", "ask: meet you", "ask: meet you and 300 others", "figure-in-courtesy"),
    "act: another motion": ("actions", "ask: sign Early Day Motion 660", "ask: sign Early Day Motion 661",
                            "figure-in-courtesy"),
    "act: a figure beside a motion's": ("actions", "ask: sign Early Day Motion 660",
                                        "ask: sign Early Day Motion 660 for 660 nurses", "figure-in-courtesy"),
    "act: a name": ("actions", "done: met you", "done: met you in Sheffield", "name-in-courtesy"),
    "act: a date": ("actions", "done: met you", "done: met you in March", "figure-in-courtesy"),
    "act: a reason": ("actions", "ask: meet you", "ask: meet you because nurses are leaving", "claim-in-courtesy"),
    "act: two sentences": ("actions", "done: met you", "done: met you. It is unsafe", "claim-in-courtesy"),
    "act: a figure beside its topics": ("actions", "ask_about: raise with", "ask_about: raise 300 times with", "figure-in-courtesy"),
    "point: a name": ("topics", "about: free care", "about: free care in Sheffield", "name-in-courtesy"),
    "point: it goes on": ("topics", "about: waiting times", "about: 'waiting times, which are long'", "claim-in-courtesy"),
}  # fmt: skip


Change = tuple[str, str, str, str]  # a file of the facts, its old words and its new ones, and the rule that they break
FILES = ("actions", "topics", "words")


def rounds(changes: dict[str, Change]) -> Iterator[dict[str, Change]]:
    """Changes that can be made together: no two of them are of the same words, or break one rule in one file."""
    left = dict(changes)
    while left:
        together: dict[str, Change] = {}
        for slip, (file, old, new, rule) in left.items():
            others = together.values()
            if not any(old in its or its in old or (file, rule) == (of, breaks) for of, its, _, breaks in others):
                together[slip] = (file, old, new, rule)
        yield together
        left = {slip: change for slip, change in left.items() if slip not in together}


def test_a_slip_through_the_words_and_through_what_is_asked(office: Path) -> None:
    changes = {f"words: {slip}": ("words", *change) for slip, change in WORDS.items()} | ASKED
    for together in rounds(changes):
        texts = {file: (ROOT / "facts" / "aco" / f"{file}.yaml").read_text("utf-8") for file in FILES}
        for file, old, new, _ in together.values():
            assert old in texts[file]
            texts[file] = texts[file].replace(old, new, 1)
        for file, text in texts.items():
            (office / "facts" / "aco" / f"{file}.yaml").write_text(text, "utf-8")
        printed = run_drafter("check").err
        rows = [row for row in printed.splitlines() if row.startswith("facts/aco/")]
        for slip, (file, old, new, rule) in together.items():
            line = texts[file].count("\n", 0, texts[file].index(new)) + 1
            added = set(re.findall(r"\w+", new)) - set(re.findall(r"\w+", old))
            told = [row for row in rows if row.startswith(f"facts/aco/{file}.yaml:") and f"[{rule}]" in row]
            # It is quoted, or told of by its line.
            assert any(f"yaml:{line}:" in row or added & set(re.findall(r"\w+", row)) for row in told), (slip, printed)


def test_a_slip_into_the_citation(office: Path) -> None:
    path = office / "templates" / "citation.md.j2"
    path.write_text(path.read_text("utf-8") + ", which adds that nurses will be sacked", "utf-8")
    assert "[claim-in-citation]" in run_drafter("check").err


def test_a_slip_behind_a_link(office: Path) -> None:
    (office / "elsewhere").mkdir()
    (office / "templates" / "aco").rename(office / "elsewhere" / "aco")
    (office / "templates" / "aco").symlink_to(office / "elsewhere" / "aco")
    path = office / "templates" / "aco" / "patients.md.j2"
    path.write_text(path.read_text("utf-8") + "\nHospitals closed.\n", "utf-8")
    assert "[unapproved-courtesy]" in run_drafter("check").err
    ran = run_drafter("draft", "--topic", "patients", "--to", "Kim Lee", "--date", "2018-07-10", "-o", "-")
    assert (ran.code, ran.text) == (1, "")


@pytest.mark.parametrize(
    ("said", "rule"),
    [
        ('ministers "sacked nurses" in secret', "misquoted"),
        ("8190 nurses lost their jobs", "unsupported-detail"),
        ("660 nurses lost their jobs", "unsupported-detail"),
        ("6 hospitals closed", "unsupported-detail"),
        ("a tenth of them went", "unsupported-detail"),
        ("the Library says that it is safe", "attribution-in-claim"),
        ("it is safe, the Library notes", "speaker-in-claim"),
    ],
)
def test_a_slip_into_a_fact_is_caught_and_not_drafted(said: str, rule: str, office: Path) -> None:
    path = office / "facts" / "aco" / "what-they-are.yaml"
    text = path.read_text("utf-8")
    start = text.index("- id: aco-definition-library")
    begin = text.index("  claim:", start)
    end = text.index("\n  from:", begin) + 1
    path.write_text(f"{text[:begin]}  claim: '{said}'\n{text[end:]}", "utf-8")
    assert f"[{rule}]" in run_drafter("check").err
    ran = run_drafter("draft", "--topic", "overview", "--to", "Kim Lee", "--date", "2018-07-10", "-o", "-")
    assert (ran.code, ran.text) == (1, "")
    assert f"[{rule}]" in ran.err
