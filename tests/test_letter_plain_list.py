"""A subject whose templates merely list their facts: its letters are good letters, and what is wrong is one line."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from itertools import combinations, pairwise
from pathlib import Path

import pytest
from directly import load_facts
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from running import run_drafter
from shipped import READER, ROOT

from drafter import office as offices
from drafter.facts.model import FactBase, Side
from drafter.facts.timeline import on
from drafter.letter.compose import compose
from drafter.letter.laws import broken
from drafter.letter.request import Length, LetterRequest
from drafter.letter.templates import TemplateContext, Templates
from drafter.letter.tree import Heading, Kind, Letter, opening_of
from drafter.office import Office, OfficeSide

GARDENS = ROOT / "tests" / "gardens"
DAYS = [date(2018, 5, 20), date(2018, 6, 28), date(2018, 7, 10), date(2019, 2, 1), date(2026, 11, 28)]
CLOSURES = (
    "what-a-reading-garden-is", "gardens-have-no-keeper", "forty-gardens-open", "none-closed-before-consultation-ends",
    "consultation-opened",
)  # fmt: skip
REGISTER = ("register-would-cost", "trust-disputes-cost")


def listing(*ids: str) -> str:
    return "{{ claims(" + ", ".join(f'"{id_}"' for id_ in ids) + ") }}\n"


def made(folder: Path) -> Path:
    """An office of the gardens, with the shipped frame of a letter, and a template of one line for each topic."""
    shutil.copytree(GARDENS, folder)
    (folder / "templates" / "gardens").mkdir(parents=True)
    for path in (ROOT / "templates").glob("*.*"):
        shutil.copy(path, folder / "templates")
    for name, text in (("closures", listing(*CLOSURES)), ("register", listing(*REGISTER)), ("next", "")):
        (folder / "templates" / "gardens" / f"{name}.md.j2").write_text(text, "utf-8")
    words = folder / "facts" / "gardens" / "words.yaml"
    own = words.read_text("utf-8").replace("names: [Westmere]", "names: [Westmere, Mill Lane]")
    own = own.replace("  - You ask whether yours may go before anybody has been heard.\n", "")
    words.write_text(own, "utf-8")
    shutil.copy(ROOT / "facts" / "words.yaml", folder / "facts" / "words.yaml")
    return folder


@pytest.fixture(scope="module")
def gardens(tmp_path_factory) -> Path:
    return made(tmp_path_factory.mktemp("plain") / "office")


def parts(folder: Path) -> tuple[FactBase, Templates, Office]:
    loaded = load_facts(folder / "facts")
    assert not loaded.problems
    return loaded.base, Templates.under(folder / "templates"), offices.open_office(folder)


@pytest.fixture(scope="module")
def listed(gardens) -> tuple[FactBase, Templates, Office]:
    """The office of the gardens, read once for all tests that change nothing of it."""
    return parts(gardens)


def letter_of(request: LetterRequest, base: FactBase, templates: Templates, office: Office) -> Letter:
    """The letter, with the laws of every letter looked at."""
    letter = compose(request, base, templates, office).letter
    topics = tuple(base.topics[id_] for id_ in letter.topics)
    desk = TemplateContext(request, topics, base.subjects["gardens"], base, on(base, request.date), templates, office)
    assert [*broken(letter, desk)] == []
    return letter


# A good letter.


def test_a_list_of_facts_makes_a_letter(listed):
    base, templates, office = listed
    letter = letter_of(LetterRequest(("closures",), READER, DAYS[2]), base, templates, office)
    text = " ".join(sentence.text for sentence in letter.sentences())
    assert set(letter.claims) >= {*CLOSURES} - {"consultation-opened"}
    for name in ("he Gardens Minister Tom Ferris", "he County Library"):
        assert text.count(name) == 1
    assert all(len(sentence.text.split()) <= 40 for sentence in letter.sentences())
    openings = [opening_of(sentence.text) for sentence in letter.sentences()]
    assert all(one != two for one, two in pairwise(openings))
    frames = [s for sentence in letter.sentences() for s in sentence.segments if s.kind is Kind.FRAME]
    assert len(frames) < len(letter.claims) + 1


@given(st.sampled_from([*Length]), st.dates(date(2018, 4, 30), date(2030, 1, 1)) | st.sampled_from(DAYS), st.data())
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_laws_hold_for_lists(listed, length, day, data):
    base, templates, office = listed
    topics = tuple(data.draw(st.permutations(["closures", "register"])))[: data.draw(st.integers(1, 2))]
    wants = data.draw(st.sampled_from([(), ("visit-mill-lane",)])) if day >= date(2018, 6, 30) else ()
    letter = letter_of(LetterRequest(topics, READER, day, length=length, wants=wants), base, templates, office)
    told = [s.fact for sentence in letter.sentences() for s in sentence.segments if s.kind is Kind.CLAIM]
    assert len(told) == len(set(told))
    assert [id_ for note in letter.notes for id_ in note.facts] == told
    assert not any(isinstance(block, Heading) for block in letter.blocks)


def test_a_topic_of_which_nothing_is_known_yet_says_so(listed):
    base, templates, office = listed
    composed = compose(LetterRequest(("closures",), READER, date(2018, 5, 1)), base, templates, office)
    text = " ".join(sentence.text for sentence in composed.letter.sentences())
    assert "I have found nothing yet that answers this" in text
    assert [warning.rule for warning in composed.warnings] == ["silent-topic"]


def test_the_order_of_a_list_is_its_order_of_importance(gardens, tmp_path):
    """Where room is short what stands last goes first, whatever stands there."""
    for number, ids in enumerate(combinations(CLOSURES, 4)):
        folder = tmp_path / str(number)
        shutil.copytree(gardens, folder)
        (folder / "templates" / "gardens" / "closures.md.j2").write_text(listing(*ids), "utf-8")
        base, templates, office = parts(folder)
        brief, full = (
            set(letter_of(LetterRequest(("closures",), READER, DAYS[2], length=length), base, templates, office).claims)
            for length in (Length.BRIEF, Length.FULL)
        )
        told = [id_ for id_ in ids if id_ in full]
        kept = [id_ for id_ in told if id_ in brief]
        assert kept == told[: len(kept)]


def test_the_sides_are_those_of_the_documents(listed):
    base, templates, office = listed
    source = replace(base.sources["trust-letter"], side=Side.PARTY, party="Garden")
    sided = replace(base, sources={**base.sources, source.id: source})
    request = LetterRequest(("register",), READER, DAYS[2], length=Length.FULL)
    for side, party, tells in (
        (OfficeSide.NONE, "", False),
        (OfficeSide.GOVERNMENT, "Lawn", False),
        (OfficeSide.OPPOSITION, "Lawn", False),
        (OfficeSide.OPPOSITION, "Garden", True),
    ):
        theirs = replace(office, side=side, party=party)
        assert ("trust-disputes-cost" in letter_of(request, sided, templates, theirs).claims) == tells


# What is wrong is told in one clear line.


def old_shape(folder: Path) -> None:
    claim = "claim: reading gardens have no keeper and no opening hours"
    change(folder / "facts/gardens/gardens.yaml", claim, "statement: The Library said that no garden has a keeper.")


def attribution(folder: Path) -> None:
    change(
        folder / "facts/gardens/gardens.yaml",
        "claim: reading gardens have",
        "claim: the Library says that reading gardens have",
    )


def two_verbs(folder: Path) -> None:
    change(folder / "facts/gardens/gardens.yaml", "neighbours {plant} and {keep}", "neighbours {will} {plant}")


def no_speaker(folder: Path) -> None:
    change(
        folder / "facts/sources.yaml", "  speaker: { full: the County Library, short: the Library, pronoun: it }\n", ""
    )


def no_side(folder: Path) -> None:
    change(
        folder / "facts/sources.yaml", "side: independent\n  occasion: reports", "side: neutral\n  occasion: reports"
    )


def office_side(folder: Path) -> None:
    change(folder / "office.yaml", "position: none", "position: none\nside: oposition")


def no_template(folder: Path) -> None:
    (folder / "templates/thanks.md.j2").unlink()


def contradiction(folder: Path) -> None:
    change(
        folder / "office.yaml",
        "done: 2018-06-30 }",
        "done: 2018-06-30 }\n  - { action: visit-mill-lane, subject: gardens, decided: 2018-07-02, will_not: I have no time }",
    )


def unknown_decision(folder: Path) -> None:
    change(folder / "office.yaml", "action: visit-mill-lane", "action: visit-mill-land")


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert text.count(old) == 1, old
    path.write_text(text.replace(old, new), "utf-8")


WRONG: list[tuple[Callable[[Path], None], str, str]] = [
    (old_shape, "facts/gardens/gardens.yaml:", "old-fact"),
    (attribution, "facts/gardens/gardens.yaml:", "attribution-in-claim"),
    (two_verbs, "facts/gardens/gardens.yaml:", "two-verbs"),
    (no_speaker, "facts/sources.yaml:", "missing-speaker"),
    (no_side, "facts/sources.yaml:", "unknown-side"),
    (office_side, "office.yaml:", "unknown-side"),
    (no_template, "templates/thanks.md.j2:", "missing-template"),
    (contradiction, "office.yaml:", "contradictory-decisions"),
    (unknown_decision, "office.yaml:", "unknown-action"),
]


@pytest.fixture
def wrong(gardens, tmp_path, monkeypatch) -> Path:
    shutil.copytree(gardens, tmp_path / "office")
    monkeypatch.chdir(tmp_path / "office")
    return tmp_path / "office"


@pytest.mark.parametrize(("spoil", "place", "rule"), WRONG, ids=[spoil.__name__ for spoil, _, _ in WRONG])
def test_what_is_wrong_with_an_office_is_one_line(spoil, place, rule, wrong):
    spoil(wrong)
    ran = run_drafter("check")
    errors = [row for row in ran.err.splitlines() if ": error: " in row]
    assert ran.code == 1
    assert [row for row in errors if row.endswith(f"[{rule}]")] == errors, errors
    assert len(errors) == 1, errors
    assert errors[0].startswith(place)


@pytest.mark.parametrize(
    ("args", "place", "rule"),
    [
        (("--wants", "visit-mill-land"), "--wants", "unknown-action"),
        (("--asks", "closures.who"), "--asks", "unknown-question"),
        (("--fears", "closures.who"), "--fears", "unknown-question"),
        (("--topic", "closure"), "--topic", "unknown-topic"),
        (("--topic", "closures", "--position", "labour"), "--position", "unknown-position"),
        (("--wants", "visit-mill-lane"), "office.yaml", "decision-after-letter"),
    ],
)
def test_what_is_wrong_with_a_request_is_one_line(args, place, rule, wrong):
    ran = run_drafter("draft", *args, "--to", "Kim Lee", "--date", "2018-06-28", "-o", "-")
    assert ran.code in {1, 2}
    assert ran.text == ""
    (row,) = ran.err.splitlines()
    assert row.startswith(place)
    assert row.endswith(f"[{rule}]")


def test_the_office_of_lists_has_no_problems(wrong):
    ran = run_drafter("check")
    assert (ran.code, [row for row in ran.err.splitlines() if ": error: " in row]) == (0, [])


def test_that_letters_can_be_composed_is_remembered_while_nothing_changes(wrong, tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    (tmp_path / "cache").mkdir(mode=0o700)

    def remembered() -> int:
        run_drafter("check")
        return len(list((tmp_path / "cache" / "drafter").glob("tried-*")))

    assert [remembered(), remembered()] == [1, 1]
    path = wrong / "templates" / "gardens" / "next.md.j2"
    path.write_text("{# Changed, and nothing else. #}\n", "utf-8")
    assert remembered() == 2
    path.write_text("{% if %}\n", "utf-8")
    assert (run_drafter("check").code, remembered()) == (1, 2)


def test_days_after_the_last_document_are_told_too(listed):
    base, templates, office = listed
    day = DAYS[0]
    while day < date(2019, 7, 1):
        letter_of(LetterRequest(("closures", "register"), READER, day), base, templates, office)
        day += timedelta(9)


# A subject without templates, of which people ask things. An answer of its words is to what it says it is to.

QUESTIONS = """\
  questions:
    - { id: closed, text: whether gardens will be closed, directly: "Will gardens be closed?" }
    - { id: asked, text: whether anybody will be asked, directly: "Will anybody be asked?" }
  fears:
    - { id: gone, text: that they will all be gone }
"""
ANSWERED = """\
answers:
  - text: There is a consultation first.
    to: [closures.asked]
    rests_on: [none-closed-before-consultation-ends]
"""


def plain_office(folder: Path, *, topic: str = QUESTIONS, words: str = ANSWERED) -> tuple[FactBase, Templates, Office]:
    """The office of the gardens without a template for its topics, with these questions and answers."""
    made(folder)
    shutil.rmtree(folder / "templates" / "gardens")
    topics = folder / "facts" / "gardens" / "topics.yaml"
    topics.write_text(topics.read_text("utf-8").replace("become of them\n", f"become of them\n{topic}"), "utf-8")
    with (folder / "facts" / "gardens" / "words.yaml").open("a", encoding="utf-8") as file:
        file.write(words)
    return parts(folder)


def told_to(asks: tuple[str, ...], fears: tuple[str, ...], office: tuple[FactBase, Templates, Office]) -> list[str]:
    request = LetterRequest((), READER, DAYS[1], asks=asks, fears=fears)
    return [sentence.text for sentence in letter_of(request, *office).sentences()]


def test_an_answer_is_said_once_and_only_to_what_it_is_to(tmp_path):
    plain = plain_office(tmp_path / "office")
    closed = told_to(("closures.closed",), (), plain)
    asked = told_to(("closures.asked",), (), plain)
    both = told_to(("closures.closed", "closures.asked"), ("closures.gone",), plain)
    assert "There is a consultation first." not in closed
    answer = "There is a consultation first."
    assert asked[[one.endswith("for asking whether anybody will be asked.") for one in asked].index(True) + 1] == answer
    assert both[both.index("Will anybody be asked?") + 1] == answer
    assert all(text.count(answer) == 1 for text in (asked, both))


def test_what_has_no_answer_of_its_own_is_told_to_whoever_drafts(tmp_path):
    plain = plain_office(tmp_path / "office")
    request = LetterRequest((), READER, DAYS[1], asks=("closures.closed", "closures.asked"), fears=("closures.gone",))
    unanswered = [str(one) for one in compose(request, *plain).warnings if one.rule == "no-answer"]
    assert [text.partition("“")[2].partition("”")[0] for text in unanswered] == [
        "whether gardens will be closed",
        "that they will all be gone",
    ]
    for asked, told in (("closures.closed", 1), ("closures.asked", 0)):  # the topic's claims may be of its others
        alone = replace(request, asks=(asked,), fears=())
        assert sum(one.rule == "no-answer" for one in compose(alone, *plain).warnings) == told, asked


def test_what_has_no_answer_follows_what_has_one_and_the_other_claims_follow_it(tmp_path):
    """A question that hangs before the answer to another seems to be passed over."""
    plain = plain_office(tmp_path / "office")
    told = told_to(("closures.closed", "closures.asked"), ("closures.gone",), plain)
    places = [
        next(at for at, text in enumerate(told) if text.startswith(words))
        for words in (
            "Will anybody be asked?",
            "There is a consultation first.",
            "Will gardens be closed?",
            "You are worried",
        )
    ]
    assert places == sorted(places)
    assert len(told) > places[-1] + 1


SHORT = "answers:\n  - { text: not yet, rests_on: none-closed-before-consultation-ends }\n"
ONE_QUESTION = QUESTIONS.partition("    - { id: asked")[0]


@pytest.mark.parametrize(("topic", "said"), [(ONE_QUESTION, True), (QUESTIONS, False)])
def test_a_short_answer_is_said_only_where_one_thing_is_asked(topic, said, tmp_path, monkeypatch):
    """Of several, nobody knows which it is to: "Will the Government limit the charges? Perhaps: ... will cost more"."""
    plain = plain_office(tmp_path / "office", topic=topic, words=SHORT)
    text = " ".join(told_to(("closures.closed",), (), plain))
    assert ("Not yet: " in text) is said
    monkeypatch.chdir(tmp_path / "office")
    found = [row for row in run_drafter("check").err.splitlines() if "[unsaid-answer]" in row]
    assert len(found) == (not said)
    assert said or "{ text: Not yet., to: [closures.closed], ... }" in found[0]


def test_what_answers_a_question_settles_it_and_no_other(tmp_path):
    words = ANSWERED + "  - { text: not yet, rests_on: gardens-have-no-keeper }\n"
    plain = plain_office(tmp_path / "office", words=words)
    words_file = tmp_path / "office" / "facts" / "gardens" / "words.yaml"
    open_ = "open_questions:\n  - whether gardens will be closed\n  - whether anybody will be asked\n"
    words_file.write_text(words_file.read_text("utf-8").replace("open_questions:\n", open_), "utf-8")
    plain = parts(tmp_path / "office")
    text = " ".join(told_to(("closures.closed",), (), plain))
    assert "whether anybody will be asked" not in text
    assert text.count("whether gardens will be closed") == 2  # asked, and left open


def test_a_fact_takes_the_place_of_the_one_that_it_supersedes(listed):
    base, _, _ = listed
    topic = base.topics["closures"]
    ids = [fact.id for fact in base.on_topic(topic)]
    first, last = base.facts[ids[0]], base.facts[ids[-1]]
    facts = {**base.facts, first.id: replace(first, superseded_by=last.id)}
    assert [fact.id for fact in replace(base, facts=facts).on_topic(topic)] == [ids[0], ids[-1], *ids[1:-1]]


def test_that_nothing_was_found_on_two_topics_is_said_once(listed):
    base, templates, office = listed
    request = LetterRequest(("closures", "register"), READER, date(2018, 5, 1))
    text = " ".join(sentence.text for sentence in letter_of(request, base, templates, office).sentences())
    assert text.count("I have found nothing yet that answers this") == 1
    assert "Also," not in text


@pytest.mark.parametrize(
    ("claim", "said"),
    [
        ("the Library will not keep the gardens", "that it will not keep the gardens"),
        ("the County Library | {asks} for help", "that it asks for help"),
        ("the Library's readers {ask} for help", "that the Library’s readers ask for help"),
    ],
)
def test_what_a_speaker_says_of_itself_is_said_of_it(claim, said, tmp_path, monkeypatch):
    """Not 'According to the Library, the Library will not': and the review reads both."""
    plain_office(tmp_path / "office", topic="", words="")
    path = tmp_path / "office" / "facts" / "gardens" / "gardens.yaml"
    facts = path.read_text("utf-8").replace("reading gardens have no keeper and no opening hours", claim).split("\n\n")
    kept = [fact for fact in facts if claim in fact or "library-9001" not in fact]  # else "Here is what it reports."
    path.write_text("\n\n".join(kept), "utf-8")
    monkeypatch.chdir(tmp_path / "office")
    drafted = run_drafter("draft", "--topic", "closures", "--to", "Kim Lee", "--date", "2018-06-28", "-o", "a.md")
    assert drafted.code == 0, drafted.err
    letter = Path("a.md").read_text("utf-8")
    assert said in letter
    subject = claim.partition(" will")[0].partition(" |")[0]
    for other in (letter, letter.replace("that it ", f"that {subject.replace('County ', '')} ")):
        Path("b.md").write_text(other, "utf-8")
        assert "[reworded]" not in run_drafter("review", "b.md").err
    if "that it " in said:
        Path("b.md").write_text(letter.replace(said, said.replace("that it ", "that they ")), "utf-8")
        assert "[changed-detail]" in run_drafter("review", "b.md").err
