"""An office that holds only what is its own, laid over the subjects that came with the program; and its upgrades."""

from __future__ import annotations

import hashlib
import shutil
from datetime import date
from pathlib import Path

import pytest
from directly import load_facts
from registers import approval, copy_of, in_file
from running import ROOT, run_drafter
from shipped import base

from drafter.cli import check as checking
from drafter.cli import common
from drafter.facts.claims import plain
from drafter.facts.model import fingerprint
from drafter.register.model import RegisteredFact
from drafter.register.spool import FinalCopy, approve_all

LEGAL, STAFF = "aco-not-new-legal-entity", "no-contract-before-consultation"
FACT = """\
- id: {id}
  topics: [{topic}]
  claim: {claim}
  from: 2018-01-25
  cites:
    - {{ source: wq-124049, quote: "An ACO is not a new type of legal entity", paragraph: 12 }}
"""


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An office with nothing of its own but who it is; it is the current directory."""
    folder = tmp_path / "own"
    (folder / "templates").mkdir(parents=True)
    (folder / "facts").mkdir()
    shutil.copy(ROOT / "templates" / "letterhead.docx", folder / "templates")
    (folder / "office.yaml").write_text(f"{(ROOT / 'office.yaml').read_text('utf-8')}\nsubjects: [aco]\n", "utf-8")
    monkeypatch.chdir(folder)
    return folder


@pytest.fixture
def upgraded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """What came with the program, to be changed as an upgrade would."""
    folder = tmp_path / "newer"
    for name in ("facts", "templates"):
        shutil.copytree(ROOT / name, folder / name)
    for module in (common, checking):
        monkeypatch.setattr(module, "shipped_folder", lambda: folder)
    return folder


def changed(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


def everything(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file()
    }


def draft(*more: str) -> str:
    ran = run_drafter(
        "draft", "--topic", "accountability", "--to", "Ms Ann Lee", "--date", "2018-02-03", "--length", "full", "-o", "-",
        *more,
    )  # fmt: skip
    assert ran.code == 0, ran.err
    return ran.text


def test_an_office_with_nothing_of_its_own_drafts_what_is_shipped(own, monkeypatch):
    mine = draft()
    monkeypatch.chdir(ROOT)
    assert draft() == mine


def test_such_an_office_is_sound_and_nothing_is_written_to_it(own, uncomposed):
    before = everything(own)
    ran = run_drafter("check")
    assert (ran.code, ran.err) == (0, "")
    assert everything(own) == before


def test_without_the_list_an_office_takes_nothing_from_the_program(own):
    changed(own / "office.yaml", "subjects: [aco]\n", "")
    ran = run_drafter("topics")
    assert ran.code == 1
    assert "facts/sources.yaml" in ran.err


def test_a_subject_that_nobody_has(own):
    changed(own / "office.yaml", "[aco]", "[aoc]")
    ran = run_drafter("topics")
    assert ran.code == 1
    assert "office.yaml: error: 'subjects' lists 'aoc', and there is no such subject; did you mean 'aco'?" in ran.err


def test_a_subject_that_is_not_listed_is_told(own, uncomposed):
    shutil.copytree(ROOT / "facts" / "aco", own / "facts" / "trams")
    ran = run_drafter("check")
    assert (
        "office.yaml: warning: 'subjects' does not list 'trams', so no letter answers on it; add it, or take "
        "facts/trams away [unlisted-subject]"
    ) in ran.err
    assert ran.code == 0


def test_a_fact_and_a_template_of_the_offices_own(own):
    (own / "facts" / "aco").mkdir()
    text = FACT.format(id="our-own", topic="accountability", claim="an ACO is no new type of legal entity")
    (own / "facts" / "aco" / "ours.yaml").write_text(text, "utf-8")
    shown = run_drafter("facts", "show", "our-own")
    assert shown.text.splitlines()[0] == "our-own  (facts/aco/ours.yaml:1:3)"
    (own / "templates" / "close.md.j2").write_text("Write to me again.\n", "utf-8")
    (own / "facts" / "aco" / "words.yaml").write_text("courtesies: [Write to me again.]\n", "utf-8")
    assert "Write to me again." in draft()


def test_words_of_the_offices_own_are_added_to_those_that_came(own):
    (own / "facts" / "aco").mkdir()
    words = "subject: care groups\nabbreviations:\n  - { short: ACO, long: Care Group }\nnames: [Westmere Arms]\n"
    (own / "facts" / "aco" / "words.yaml").write_text(words, "utf-8")
    assert run_drafter("topics").code == 0
    letter = draft()
    assert "care groups" in letter
    assert "Care Group" in letter
    assert "new kind of legal body" in letter


def test_an_answer_of_the_offices_own_stands_in_place_of_one_for_the_same_letters(own):
    (own / "facts" / "aco").mkdir()
    words = """
answers:
  - text: I have found nothing on profit so far.
    rests_on: [proposals-taxpayer-funded]
    to: [privatisation.profit]
  - text: I can tell you a little of both.
    rests_on: [staff-may-work-differently]
    to: [staff.happens, staff.terms]
    together: "yes"
  - rests_on: [staff-may-work-differently]
    to: [staff.happens]
"""
    (own / "facts" / "aco" / "words.yaml").write_text(words, "utf-8")

    def asking(day: str, *asks: str) -> str:
        asked = [word for ask in asks for word in ("--asks", ask)]
        return run_drafter("draft", *asked, "--date", day, "--to", "Kim Lee", "-o", "-").text

    assert "nothing on profit so far." in asking("2018-07-10", "privatisation.profit")
    assert "I can tell you who was to pay." in asking("2026-11-30", "privatisation.profit")
    assert "a little of both." in asking("2018-07-10", "staff.happens", "staff.terms")
    alone = asking("2018-07-10", "staff.happens")
    assert "a little of both." not in alone
    assert "I can tell you something of how they would work" not in alone
    assert "I can tell you only part of the answer." in asking("2026-11-30", "staff.happens")


def test_an_id_that_came_with_the_program_too(own, uncomposed):
    """After an upgrade this may happen to anybody: the office's own stands, and it is told."""
    (own / "facts" / "aco").mkdir()
    text = FACT.format(id=LEGAL, topic="accountability", claim="an ACO is no new type of legal entity")
    (own / "facts" / "aco" / "ours.yaml").write_text(text, "utf-8")
    ran = run_drafter("facts", "show", LEGAL)
    assert ran.text.startswith(f"{LEGAL}  (facts/aco/ours.yaml:1:3)")
    told = run_drafter("check").err
    assert f"facts/aco/ours.yaml:1:3: warning: the fact '{LEGAL}' also came with drafter (shipped/facts/aco/" in told


def test_a_shipped_fact_is_withdrawn_in_the_offices_own_folder(own):
    before = draft()
    assert "new kind of legal body" in before
    ran = run_drafter("facts", "withdraw", LEGAL, "--reason", "It was: wrong.", "--by", "Ann")
    assert ran.code == 0, ran.err
    assert ran.text.startswith(f"facts/aco/overrules.yaml: '{LEGAL}' is withdrawn\n")
    assert (own / "facts" / "aco" / "overrules.yaml").read_text("utf-8").endswith(
        f'- fact: {LEGAL}\n  of: {fingerprint(base().facts[LEGAL])}\n  withdrawn:\n    on: {date.today()}\n'  # noqa: DTZ011
        '    reason: "It was: wrong."\n'
    )  # fmt: skip
    assert "new kind of legal body" not in draft()
    again = run_drafter("facts", "withdraw", LEGAL, "--reason", "x", "--by", "Ann")
    assert (again.code, "was withdrawn already" in again.err) == (2, True)
    assert "withdrawn by Ann" in run_drafter("facts", "log", LEGAL).text


def test_a_second_overrule_joins_the_first(own):
    later = "trials-only-in-two-areas-july-2018"
    for id_ in (LEGAL, "aco-characteristics-local"):
        assert run_drafter("facts", "supersede", id_, "--by", later, "--who", "Ann").code == 0
    assert run_drafter("facts", "withdraw", LEGAL, "--reason", "Wrong.", "--by", "Ann").code == 0
    text = (own / "facts" / "aco" / "overrules.yaml").read_text("utf-8")
    assert text.count("- fact:") == text.count(f"superseded_by: {later}") == 2
    assert text.count("withdrawn:") == 1


@pytest.mark.parametrize("command", [("edit", LEGAL), ("edit", STAFF)])
def test_the_words_of_a_shipped_fact_are_not_changed(own, command):
    before = everything(own)
    ran = run_drafter("facts", *command, "--by", "Ann")
    assert ran.code == 1
    assert "[shipped-fact]" in ran.err
    assert everything(own) == before


def test_an_overrule_stays_when_an_upgrade_changes_its_fact(own, upgraded, uncomposed):
    assert run_drafter("facts", "withdraw", LEGAL, "--reason", "Wrong.", "--by", "Ann").code == 0
    changed(
        upgraded / "facts" / "aco" / "accountability.yaml",
        "would be no new kind of legal body",
        "would be no new legal body",
    )
    ran = run_drafter("check")
    assert "was overruled here, and what came with drafter has changed since (shipped/facts/aco/" in ran.err
    assert "[overruled-changed]" in ran.err
    assert "legal body" not in draft()
    text = (own / "facts" / "aco" / "overrules.yaml").read_text("utf-8")
    mark = ran.err.partition("put 'of: ")[2].partition("'")[0]
    (own / "facts" / "aco" / "overrules.yaml").write_text(text.replace(fingerprint(base().facts[LEGAL]), mark), "utf-8")
    assert "overruled" not in run_drafter("check").err


def test_an_overrule_of_what_came_no_more(own, uncomposed):
    (own / "facts" / "aco").mkdir()
    (own / "facts" / "aco" / "overrules.yaml").write_text("- fact: gone-by\n  superseded_by: x\n- fact: y\n", "utf-8")
    told = run_drafter("check").err.splitlines()
    gone, empty = told[:2]
    assert gone == (
        "facts/aco/overrules.yaml:1:3: warning: there is no fact 'gone-by' any more in what came with drafter; take "
        "the entry out [overruled-gone]"
    )
    assert empty == (
        "facts/aco/overrules.yaml:3:3: error: says nothing: give 'superseded_by' or 'withdrawn'; "
        "'drafter facts withdraw' and 'supersede' write such an entry [missing-field]"
    )


def approved(folder: Path, *facts: str) -> None:
    """Enter a letter that says these facts, as they came with the program."""
    known = [base().facts[id_] for id_ in facts]
    said = tuple(RegisteredFact(fact.id, fingerprint(fact), plain(fact.claim)) for fact in known)
    place = in_file(folder)
    with place.open() as register:
        final = FinalCopy(approval(1, facts=said), copy_of(1), place.letters / "one.md", replace=False)
        assert not approve_all(register, [final], place.spool).problems


def test_an_upgrade_tells_what_it_changed_of_what_letters_say(own, upgraded, uncomposed):
    approved(own, LEGAL, STAFF)
    before = everything(own / "facts")
    assert run_drafter("check").err == ""
    path = upgraded / "facts" / "aco" / "accountability.yaml"
    changed(path, "would be no new kind of legal body", "would be no new legal body")
    told = run_drafter("check").err
    assert (
        f"'{LEGAL}' was changed by an upgrade; it stands in other words in 1 approved letter, the last of 2 April 2019"
    ) in told
    assert "[shipped-changed]" in told
    assert STAFF not in told
    log = run_drafter("facts", "log", LEGAL).text
    assert "2 April 2019  said in letters: 1 approved letter, the last of this day" in log
    assert "changed by an upgrade of drafter, some time after that" in log
    assert "new" in run_drafter("recall", LEGAL).text
    assert everything(own / "facts") == before


def test_what_an_upgrade_took_away_is_recalled(own, upgraded, uncomposed):
    approved(own, STAFF, LEGAL)
    for path in (upgraded / "facts" / "aco").glob("*.yaml"):
        text = path.read_text("utf-8")
        path.write_text(text.replace(LEGAL, "another-legal"), "utf-8")
    ran = run_drafter("recall", LEGAL)
    assert ran.code == 1
    assert ran.text.startswith(f"'{LEGAL}' is no longer in the fact base; letters said: an ACO would be")
    assert "1 approved letter relied on it:" in ran.text


def test_an_upgrade_withdraws_a_fact_and_recall_drafts_nothing_new_to_it(own, upgraded):
    approved(own, LEGAL)
    changed(
        upgraded / "facts" / "aco" / "accountability.yaml",
        f"- id: {LEGAL}\n",
        f"- id: {LEGAL}\n  withdrawn: {{ on: 2019-06-01, reason: it was wrong }}\n",
    )
    ran = run_drafter("recall", LEGAL)
    assert ran.code == 1
    assert "was withdrawn on 1 June 2019: it was wrong" in ran.text


def test_the_version_tells_where_the_facts_lie():
    ran = run_drafter("--version")
    assert ran.text.splitlines() == ["drafter 0.1.0", f"from a checkout: {ROOT}"]


def test_a_topic_twice_in_the_offices_own_file_is_told(own):
    (own / "facts" / "aco").mkdir()
    topic = "- { id: parking, title: Parking, heading: Parking, about: parking }\n"
    (own / "facts" / "aco" / "topics.yaml").write_text(topic * 2, "utf-8")
    assert (
        "error: the topic 'parking' stands already at facts/aco/topics.yaml:1:3 [repeated-id]"
        in run_drafter("topics").err
    )


def test_every_file_can_be_read_from_another_text_than_the_one_on_the_disk(tmp_path):
    """So that an edit is looked at whole before it is written: facts, sources, topics, actions and words alike."""
    facts = tmp_path / "facts"
    shutil.copytree(ROOT / "facts", facts)
    for name, old, new, told in (
        ("aco/topics.yaml", "heading: ", "headng: ", "headng"),
        ("aco/actions.yaml", "ask: ", "asks: ", "asks"),
        ("aco/words.yaml", "glossary:", "glosary:", "glosary"),
        ("words.yaml", "courtesies:", "courtesy:", "courtesy"),
        ("sources.yaml", "issued: ", "isued: ", "isued"),
        ("aco/staff.yaml", "claim: ", "clam: ", "clam"),
    ):
        path = facts / name
        text = path.read_text("utf-8")
        assert old in text, name
        problems = load_facts(facts, "facts", {path: text.replace(old, new, 1)}).problems
        assert any(problem.where.path == f"facts/{name}" and told in problem.message for problem in problems), name
        path.unlink()
        assert not load_facts(facts, "facts", {path: text}).problems
        path.write_text(text, "utf-8")
