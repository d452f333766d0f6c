"""A subject of one's own: what is asked, what is written, and what its letters say without a template."""

from __future__ import annotations

import contextlib
import json
import os
import re
import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from directly import load_facts
from hypothesis import given
from hypothesis import strategies as st
from running import ROOT, run_drafter
from shipped import READER

from drafter import moving
from drafter import office as offices
from drafter.facts.ids import ID, id_from
from drafter.facts.model import Abbreviation
from drafter.facts.reviews import append_review
from drafter.formats import WRITERS
from drafter.formats.copies import Copy
from drafter.formats.reading import read_letter
from drafter.letter.compose import compose
from drafter.letter.request import Length, LetterRequest
from drafter.problems import ProblemsFound, Severity, errors
from drafter.review.reviewing import review
from drafter.subjects import NewConcern, NewSubject, cues_of, odd_name, odd_question, subject_id, turned, with_subject
from drafter.trial import _WAITS, Trials, tried
from drafter.workspace import NO_PAPER, Part, Workspace

GARDENS = ROOT / "tests" / "gardens"
TODAY = date(2018, 7, 10)
CONCERNS = (
    "--concern", "What it costs: whether trams will cost more | Will trams cost more?",
    "--concern", "Who pays: who pays for them",
    "--concern", "Blue Badge holders: when people with a Blue Badge may travel",
)  # fmt: skip


@pytest.mark.parametrize(
    ("name", "id_"),
    [
        ("hospital parking", "hospital-parking"),
        ("Łódź trams", "lodz-trams"),
        ("Hôpital à Paris", "hopital-a-paris"),
        ("O\u2019Brien's law", "obriens-law"),
        ("CON", "con-subject"),
        ("Больница", "subject"),
        ("!!!", "subject"),
    ],
)
def test_an_id_is_made_of_a_name_in_any_script(name, id_):
    assert subject_id(name) == id_
    assert subject_id(name, [id_.upper()]) == f"{id_}-2"


@given(st.text(max_size=60))
def test_every_name_gives_an_id(name):
    assert ID.match(subject_id(name))


@pytest.mark.parametrize(
    ("question", "asks"),
    [
        ("Will hospital parking be free?", "whether hospital parking will be free"),
        ("How much is it?", "how much it is"),
        ("Who pays?", "who pays"),
        ("When will PCNs open?", "when PCNs will open"),
        ("How much does it cost?", ""),
        ("Parking", ""),
    ],
)
def test_a_question_is_turned_where_that_is_sure(question, asks):
    network = Abbreviation("PCN", "primary care network", "primary care networks")
    assert turned(question, NewSubject("p", "hospital parking", abbreviation=network)) == asks


def test_what_cannot_follow_you_ask_is_told():
    new = NewSubject("p", "hospital parking")
    for asks in ("", "Will it close?", "does it cost more", "it is dear.", "parking is too dear", "If it closes"):
        assert odd_question(asks, new), asks
    for asks in ("whether it will close", "how much it costs", "to whom it belongs", "who pays"):
        assert odd_question(asks, new) == ""


@pytest.fixture
def small(office: Path) -> Path:
    """The shipped office without its own subject, so that nothing but the new one is tried."""
    shutil.rmtree(office / "facts" / "aco")
    shutil.rmtree(office / "templates" / "aco")
    return office


def test_a_subject_passes_its_checks_from_the_first_minute(small):
    ran = run_drafter("subject", "new", "trams", "--yes", "--by", "R Okafor", *CONCERNS)
    assert ran.code == 0, ran.err
    assert "names in its words, which facts/trams/words.yaml lists: Blue Badge\n" in ran.text
    checked = run_drafter("check")
    assert checked.code == 0
    assert all("[empty-topic]" in row or "[no-facts]" in row for row in checked.err.splitlines()[:-1]), checked.err
    drafted = run_drafter("draft", "--topic", "who-pays", "--asks", "who-pays.pays", "--to", "Kim Lee", "-o", "a.md")
    assert "'drafter facts new --topic who-pays' enters what one says" in drafted.err
    text = Path("a.md").read_text("utf-8")
    assert "who pays for trams" in text
    assert "I have found nothing yet that answers this" in text
    reviewed = run_drafter("review", "a.md")
    assert "0 errors, 0 questions" in reviewed.text


@pytest.mark.parametrize(
    ("name", "line", "cues"),
    [
        ("trams", "", ["trams"]),
        ("the future of Harcombe Baths", "", ["future of harcombe baths", "harcombe baths"]),
        ("the closing of the Baths", "Harcombe Baths", ["closing of the baths", "harcombe baths"]),
        ("bus fares in North Somerset", "Buses", ["bus fares in north somerset"]),  # not all that is said of a county
    ],
)
def test_post_is_about_what_the_subjects_name_names(name, line, cues):
    assert cues_of(NewSubject("s", name, line)) == cues


def test_a_letter_that_names_the_matter_is_about_the_subject(small):
    asks = ("The closing: whether Harcombe Baths will close | Will Harcombe Baths close?", "Costs: what it costs",
            "Jobs: what will happen to the staff")  # fmt: skip
    concerns = [part for one in asks for part in ("--concern", one)]
    ran = run_drafter("subject", "new", "the future of Harcombe Baths", "--id", "baths", "--yes", *concerns)
    assert "names in its words, which facts/baths/words.yaml lists: Harcombe Baths\n" in ran.text
    assert "post is about it where it says: future of harcombe baths, harcombe baths (" in ran.text
    Path("m.txt").write_text("Dear Ms Marsh,\n\nPlease save Harcombe Baths.\n\nYours,\nMr Kim Lee\n", "utf-8")
    assert "about the subject: yes (Harcombe Baths)" in run_drafter("mail", "read", "m.txt").text


def test_a_message_that_asks_the_subjects_own_question_is_answered_on_it(small):
    run_drafter("subject", "new", "trams", "--yes", "--by", "R Okafor", *CONCERNS)
    Path("m.txt").write_text(
        "Dear Ms Marsh,\n\nI write about trams. Who pays for them?\n\nYours,\nMr Kim Lee\n", "utf-8"
    )
    read = run_drafter("mail", "read", "m.txt")
    assert "who-pays.pays" in read.text
    assert "no topic knows" not in read.text + read.err


def test_all_that_somebody_stands_for_was_shown(small):
    ran = run_drafter(
        "subject", "new", "village trams", *CONCERNS, "--abbreviation", "VT=village tram", "--yes", "--by", "R Okafor"
    )
    assert ran.code == 0, ran.err
    for file in ("topics.yaml", "words.yaml"):
        for said in re.findall(
            r"(?m)^ +(?:- )?(?:heading|about|text|directly): (.*)|\b(?:long|plural): ([\w ]+)|^line: (.*)",
            re.sub(r"(?m)^#.*", "", (small / "facts" / "village-trams" / file).read_text("utf-8")),
        ):
            assert "".join(said).strip() in ran.err, said


def test_words_that_nobody_stands_for_wait(small):
    run_drafter("subject", "new", "trams", "--yes", *CONCERNS)
    run_drafter("draft", "--topic", "who-pays", "--asks", "who-pays.pays", "--to", "Kim Lee", "-o", "a.md")
    ran = run_drafter("review", "a.md")
    assert "nobody has reviewed the name of a subject \u201ctrams\u201d" in ran.err
    assert "nobody has reviewed the question that people ask \u201cwho pays for them\u201d" in ran.err
    run_drafter("words", "review", "--for", "a.md", "--by", "R Okafor", typed="yes\n" * 20)
    assert "0 errors, 0 questions" in run_drafter("review", "a.md").text


def test_nothing_that_is_there_is_replaced(small):
    assert run_drafter("subject", "new", "trams", "--yes", *CONCERNS).code == 0
    before = (small / "facts" / "trams" / "words.yaml").read_bytes()
    again = run_drafter("subject", "new", "Trams", "--yes", *CONCERNS)
    assert (again.code, again.text) == (2, "")
    assert "there is a subject 'trams' already, in facts/trams" in again.err
    taken = run_drafter("subject", "new", "other trams", "--id", "trams", "--yes", *CONCERNS)
    assert (taken.code, taken.text) == (2, "")
    (small / "templates" / "buses").mkdir()
    run_drafter("subject", "new", "buses", "--yes", *CONCERNS)
    assert (small / "facts" / "buses-2").is_dir()
    assert (small / "facts" / "trams" / "words.yaml").read_bytes() == before
    assert [path.name for path in (small / "facts").glob(".*") if path.name != ".lock"] == []


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (("trams", "--yes"), "a subject has 3 concerns or more, and 0 are given"),
        (("trams: now", "--yes", *CONCERNS), "without a stop or a colon"),
        (("trams", "--yes", *CONCERNS[:4], "--concern", "Why: Why is it late?"), "it goes on from 'You ask'"),
        (("trams", "--yes", *CONCERNS[:4], "--concern", "Why: whether 300 trams are late"), "'300' is a figure"),
        (("trams", "--yes", *CONCERNS[:4], "--concern", "Late: that they are late"), "with a word such as whether"),
        (("trams", "--yes", *CONCERNS, "--abbreviation", "TR"), "say what 'TR' stands for"),
        (("--yes", *CONCERNS), "--name is needed"),
    ],
)
def test_what_cannot_be_used_is_one_line_and_nothing_is_written(given, said, small):
    before = sorted(small.rglob("*"))
    ran = run_drafter("subject", "new", *given)
    assert (ran.code, ran.text) == (2, "")
    (line,) = [row for row in ran.err.splitlines() if "error: " in row]
    assert said in line
    assert sorted(small.rglob("*")) == before


TO = ("--to", "Mrs Asha Patel", "--address", "1 Long Row, Westmere, WV1 9ZZ", "--date", "2018-07-10")


@pytest.mark.parametrize(
    "name",
    [
        "residents' parking permits", "parking permits", "bus cuts", "the number 14 bus", "the A12 works", "HS2",
        "assisted dying", "the two-child limit", "Heathrow's third runway", "winter fuel payments", "Sunday trading",
        "20mph zones", "proposed library closures", "closing the library", "public spending", "railway fares in May",
    ],
)  # fmt: skip
def test_a_name_is_a_name_though_it_has_a_figure_or_a_word_that_may_be_a_verb(name, small):
    ran = run_drafter(
        "subject", "new", name, "--id", "own", "--yes", "--by", "R Okafor",
        "--concern", f"What it means: what will become of {name}",
        "--concern", f"Money: how {name} will be paid for | How will {name} be paid for?",
        "--concern", f"{name[0].upper() + name[1:]} and us: who decides on {name}",
    )  # fmt: skip
    assert ran.code == 0, ran.err
    ran = run_drafter("check")
    assert ran.code == 0, ran.err
    ran = run_drafter("draft", "--topic", "what-it-means", "--topic", "money", *TO, "-o", "letter.md")
    assert ran.code == 0, ran.err
    ran = run_drafter("review", "letter.md")
    assert " 0 errors, 0 questions" in ran.text, (ran.text, ran.err)
    assert "'" not in Path("letter.md").read_text("utf-8").split("Dear ")[1].split("\n[^")[0]  # as it is printed


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("hospitals that will close", "'will'"), ("the council cuts the buses", "'cuts the'"),
        ("buses, which nobody wants", "', which'"), ("\u00a3500 permits", "'\u00a3'"), ("4,000 lost jobs", "'4,000'"),
        ("the 30 percent rise", "'percent'"), ("two million patients", "'million'"), ("the library is closed", "'is'"),
        ("how the library closed", "'closed'"),
    ],
)  # fmt: skip
def test_a_claim_is_no_name(name, said, small):
    ran = run_drafter("subject", "new", name, *CONCERNS, "--yes")
    assert ran.code == 2, ran.err
    assert said in ran.err


def test_questions_are_asked_again_until_they_can_be_used(small):
    typed = (
        "trams\n\nTR\n\n\nWhat it costs\nHow much is it?\nhow much it is\n\nWho pays\nthe council\nwho pays\nWho pays?\n"
        "When\nwhen it opens\n\n\ny\n"
    )
    ran = run_drafter("subject", "new", typed=typed)
    assert ran.code == 0, ran.err
    assert "letters then say 'You ask how much it is.'" in ran.err
    assert "Thank you for writing to me about trams. You ask who pays." in ran.err
    words = (small / "facts" / "trams" / "words.yaml").read_text("utf-8")
    assert "{ short: TR, long: trams, plural: trams }" in words


@pytest.mark.parametrize(("said", "told"), [
    ("R Okafor\n", "5 of its words are entered as read by R Okafor"),
    ("\n", "its words wait to be read"),
    ("", "its words wait to be read"),
])  # fmt: skip
def test_whoever_sets_it_up_stands_for_its_words(said, told, small):
    concerns = "What it costs\nhow much it is\n\nWho pays\nwho pays\n\nWhen\nwhen it opens\n\n\ny\n"
    ran = run_drafter("subject", "new", typed=f"trams\n\n\n{concerns}{said}")
    assert ran.code == 0, ran.err
    assert "Who is setting it up, and stands for these words in letters?" in ran.err
    assert told in ran.text
    assert "drafter sources add FILE" in ran.text


def test_a_name_written_as_a_heading_is_small_within_sentences(small):
    concerns = "What it costs\nhow much it is\n\nWho pays\nwho pays\n\nWhen\nwhen it opens\n\n\ny\n"
    ran = run_drafter("subject", "new", typed=f"Village Libraries\n\n\n\n{concerns}")
    assert ran.code == 0, ran.err
    assert "Thank you for writing to me about village libraries.\n" in ran.err
    assert (
        "\nsubject: village libraries\nline: Village libraries\n"
        in (small / "facts/village-libraries/words.yaml").read_text()
    )
    run_drafter("subject", "new", typed=f"Heathrow expansion\nHeathrow expansion\n\n\n{concerns}")
    assert "\nsubject: Heathrow expansion\n" in (small / "facts/heathrow-expansion/words.yaml").read_text()
    concerns = concerns.replace("What it costs\n", "Mobile Library\n\n")
    ran = run_drafter("subject", "new", typed=f"books\n\n\n{concerns}")
    assert "Thank you for writing to me about books, and about mobile library.\n" in ran.err
    assert "title: Mobile library\n" in (small / "facts/books/topics.yaml").read_text()
    ran = run_drafter("subject", "new", "Tram Routes", "--yes", *CONCERNS)
    assert "if 'Tram Routes' is no name, give it as 'tram routes'" in ran.err
    ran = run_drafter("subject", "new", "GPs in May and Westmere Vale", "--yes", *CONCERNS)
    assert "is no name, give it" not in ran.err


def test_a_name_in_another_script_needs_an_id_from_a_person(small):
    concerns = "What it costs\nhow much it is\n\nWho pays\nwho pays\n\nWhen\nwhen it opens\n\n\ny\n"
    ran = run_drafter("subject", "new", typed=f"больница\nA Hospital\nhospital\n\n\n{concerns}")
    assert ran.code == 0, ran.err
    assert "an id has small letters" in ran.err
    assert (small / "facts" / "hospital").is_dir()
    ran = run_drafter("subject", "new", "школа", "--yes", *CONCERNS)
    assert (ran.code, ran.err.splitlines()[-1]) == (2, "drafter: error: --id is needed, where nothing is asked (--yes)")


def test_what_is_broken_off_leaves_nothing(small):
    before = sorted(small.rglob("*"))
    ran = run_drafter("subject", "new", typed="trams\n\n\nWhat it costs\n")
    assert (ran.code, ran.text) == (1, "")
    assert "nothing was written" in ran.err
    assert sorted(small.rglob("*")) == before


def shared(folder: Path) -> Workspace:
    """An office with the gardens and the words of all letters, and with no template for any topic."""
    shutil.copytree(GARDENS, folder)
    (folder / "templates").mkdir()
    for path in (ROOT / "templates").glob("*.*"):
        shutil.copy(path, folder / "templates")
    shutil.copy(ROOT / "facts" / "words.yaml", folder / "facts")
    words = folder / "facts" / "gardens" / "words.yaml"
    words.write_text(words.read_text("utf-8").replace("names: [Westmere]", "names: [Westmere, Mill Lane]"), "utf-8")
    return opened(folder)


def opened(folder: Path) -> Workspace:
    return Workspace(offices.open_office(folder, "")).holding(paper=NO_PAPER)


@pytest.fixture(scope="module")
def gardens(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("subject") / "office"
    shared(folder)
    return folder


TYPED = st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "Zs")), min_size=1, max_size=30)


@given(TYPED, st.lists(st.tuples(TYPED, TYPED), min_size=3, max_size=3))
def test_whatever_is_typed_is_read_back_as_it_was_typed(gardens, name, concerns):
    def folded(text: str) -> str:
        return " ".join(text.split())

    name = folded(name)
    if odd_name(name):
        return
    made = tuple(
        NewConcern(id_from(title, (), f"c{n}") + f"-{n}", f"T {folded(title)}", f"whether {folded(asks)} x")
        for n, (title, asks) in enumerate(concerns)
    )
    base, problems = with_subject(NewSubject("trams", name, line=name, concerns=made), opened(gardens))
    assert problems == []
    assert (base.subjects["trams"].name, base.subjects["trams"].line) == (name, name)
    told = [topic for topic in base.topics.values() if topic.subject == "trams"]
    assert [topic.questions[0].text for topic in told] == [one.asks for one in made]


@pytest.mark.parametrize("day", [date(2018, 5, 20), date(2018, 6, 28), TODAY])
def test_without_a_template_every_fact_of_a_concern_is_said(gardens, day):
    workspace = opened(gardens)
    base = workspace.base
    for topic in base.topics.values():
        request = LetterRequest((topic.id,), READER, day, length=Length.FULL)
        letter = compose(request, base, workspace.templates, workspace.office).letter
        may = {fact.id for fact in base.on_topic(topic) if workspace.on(day).holds(fact) and fact.start <= day}
        said = set(letter.claims)
        assert said <= may
        overdue = {id_ for id_ in may if (due := base.facts[id_].review_by) and due < day}
        assert may - overdue <= said


def test_an_answer_and_an_open_question_need_no_template(gardens, tmp_path):
    folder = tmp_path / "office"
    shutil.copytree(gardens, folder)
    topics = folder / "facts" / "gardens" / "topics.yaml"
    asked = "  questions:\n    - { id: cost, text: what a register would cost }\n    - { id: who, text: who would keep it }\n"
    topics.write_text(topics.read_text("utf-8") + asked, "utf-8")
    words = folder / "facts" / "gardens" / "words.yaml"
    text = words.read_text("utf-8").replace("open_questions:\n", "open_questions:\n  - who would keep it\n")
    answer = "{ text: There is an estimate., to: [register.cost], rests_on: register-would-cost }"
    words.write_text(f"{text}\nanswers:\n  - {answer}\n", "utf-8")
    workspace = opened(folder)
    request = LetterRequest((), READER, date(2018, 5, 20), asks=("register.cost",))
    text = " ".join(
        sentence.text
        for sentence in compose(request, workspace.base, workspace.templates, workspace.office).letter.sentences()
    )
    assert "and for asking what a register would cost. There is an estimate. " in text
    assert errors(tried(workspace, TODAY)) == []


# What passes the check passes the review.

COURTESY = "  - Thank you again for taking the trouble to write.\n"
FAULTS = {
    "nothing": ("facts/words.yaml", "", ""),
    "a courtesy that another subject's words hold": ("templates/close.md.j2", "{# The", "Thank you again for taking the trouble to write.\n{# The"),
    "a courtesy that nobody approved": ("facts/words.yaml", "  - I take that worry seriously.\n", ""),
    "a question that comes twice": ("facts/gardens/topics.yaml", "  heading: A register of gardens", "  heading: Will gardens be closed?"),
    "a name that is a sign": ("facts/gardens/words.yaml", "subject: reading gardens", "subject: gardens, and more gardens"),
    "an abbreviation": ("facts/gardens/words.yaml", "subject: reading gardens", "subject: RGs\nabbreviations:\n  - { short: RG, long: reading garden }"),
    "another subject's abbreviation": ("facts/words.yaml", "{ short: EDM, long: Early Day Motion }", "{ short: MOT, long: reading garden }"),
    "a thing": ("facts/gardens/words.yaml", "names:", "things:\n  - { names: [a register], then: it }\nnames:"),
    "a term": ("facts/gardens/words.yaml", "names:", "glossary:\n  - { term: reading gardens, plain: gardens, approved_by: A }\nnames:"),
    "an answer": ("facts/gardens/words.yaml", "names:", "answers:\n  - { text: In short, rests_on: register-would-cost }\nnames:"),
    "a claim with a colon": ("facts/gardens/gardens.yaml", "reading gardens have no keeper and no opening hours", "reading gardens have no keeper: and no opening hours"),
    "a claim of two sentences": ("facts/gardens/gardens.yaml", "reading gardens have no keeper and no opening hours", "reading gardens have no keeper. They have no opening hours"),
    "an occasion": ("facts/gardens/gardens.yaml", "occasion: estimates", "occasion: estimates, but"),
    "a speaker": ("facts/sources.yaml", "occasion: says", "occasion: tells everybody"),
    "a speaker like another": ("facts/sources.yaml", "speaker: { full: ", "speaker: { full: You ask "),
    "a template": ("templates/close.md.j2", "{# The", "{{ subject }} is what you ask.\n{# The"),
    "a template that tells nothing": ("templates/thanks.md.j2", "{# The", "{% if false %}\n{# The"),
    "a correction": ("templates/correction.md.j2", "Matters have moved on since.", "Matters have moved on."),
}  # fmt: skip


@pytest.mark.parametrize("fault", FAULTS)
def test_what_passes_the_check_passes_the_review(fault, gardens, tmp_path, monkeypatch):
    folder = tmp_path / "office"
    shutil.copytree(gardens, folder)
    file, old, new = FAULTS[fault]
    text = (folder / file).read_text("utf-8")
    assert old in text
    (folder / file).write_text(text.replace(old, new, 1) if old else text, "utf-8")
    monkeypatch.chdir(folder)
    monkeypatch.setenv("DRAFTER_NO_CACHE", "1")
    if run_drafter("check").code:
        assert fault != "nothing"
        return
    workspace = opened(folder)
    assert not errors(workspace.problems(Part.FACTS))
    for day in (date(2018, 5, 31), date(2018, 7, 1), date(2019, 3, 1)):
        for topics in [*((topic,) for topic in workspace.base.topics), tuple(workspace.base.topics)]:
            for length in Length:
                request = LetterRequest(topics, READER, day, length=length)
                try:
                    letter = compose(request, workspace.base, workspace.templates, workspace.office).letter
                except ProblemsFound as found:
                    pytest.fail(f"{fault}: {found}")
                data = WRITERS[".md"](letter, b"", Copy.REVIEWING).filled(letter.particulars)
                returned, problems = read_letter("letter.md", data)
                made = review(returned, workspace, "letter.md", day)
                wrong = [
                    p for p in (*problems, *made.problems) if p.severity is Severity.ERROR and p.rule not in _WAITS
                ]
                assert wrong == [], f"{fault}, {day}, {topics}, {length}"


def test_the_pattern_of_courtesies_is_shared_by_all_subjects():
    own = (ROOT / "facts" / "aco" / "words.yaml").read_text("utf-8")
    assert not re.search(r"\{subject\}", own)


def test_letters_of_the_other_sides_are_tried_where_there_is_a_text_for_them(gardens, tmp_path):
    folder = tmp_path / "office"
    shutil.copytree(gardens, folder)
    positions = folder / "templates" / "gardens" / "positions"
    positions.mkdir(parents=True, exist_ok=True)
    for side in ("government", "opposition"):
        (positions / f"{side}.md.j2").write_text("", "utf-8")
    workspace = Workspace(replace(offices.open_office(folder), side=offices.OfficeSide.GOVERNMENT))
    letters = Trials(workspace, "gardens", TODAY).letters()
    assert {str(one.office.side) for one in letters} == {"government", "opposition"}
    (other,) = (one for one in letters if one.office.side == "opposition")
    assert other.what.endswith("(standard, position opposition, side opposition)")
    # What is wanted was done after the first documents came out, and is no fault of the letters.
    assert errors(tried(workspace, TODAY)) == []


# Another id, and none.


@pytest.fixture
def two(once) -> Path:
    """An office with a subject of its own, of which facts, templates, a position and office.yaml have something."""
    office = once(make_two)
    for folder in ("facts/aco", "templates/aco"):
        shutil.rmtree(office / folder, ignore_errors=True)
    return office


def make_two(small: Path) -> None:
    for folder in ("facts/aco", "templates/aco"):
        shutil.rmtree(small / folder)
    assert run_drafter("subject", "new", "trams", "--yes", "--by", "R Okafor", *CONCERNS).code == 0
    assert run_drafter("subject", "new", "buses", "--yes", *CONCERNS).code == 0
    position = small / "templates" / "trams" / "positions" / "mine.md.j2"
    position.parent.mkdir(parents=True)
    position.write_text("", "utf-8")
    with (small / "facts/trams/actions.yaml").open("w", encoding="utf-8") as file:
        file.write(
            "- id: ask-the-council\n  ask: ask the council\n  done: asked the council\n  phrases: [ask the council]\n"
        )
    (small / "facts/trams/costs.yaml").write_text(
        "- id: free\n  topics: [trams/who-pays]\n  claim: nobody pays for trams/buses\n  from: 2018-07-06\n  cites:\n"
        "    - { source: cbp-8190, quote: nobody pays, paragraph: 2 }\n", "utf-8",
    )  # fmt: skip
    text = re.sub(r"(?ms)^decisions:.*?(?=^\S|\Z)", "", (small / "office.yaml").read_text("utf-8"))
    decided = "decisions:  # what was asked\n  - { action: trams/ask-the-council, subject: trams, done: 2018-02-03 }\n"
    (small / "office.yaml").write_text(f"{text}\nsubjects: [trams, buses] # both\n{decided}", "utf-8")


def everything(office: Path) -> dict[str, bytes]:
    """Every file of an office but locks and what commands log."""
    files = (path for path in office.rglob("*") if path.is_file() and path.name != ".lock")
    return {path.relative_to(office).as_posix(): path.read_bytes() for path in files}


def test_all_that_names_a_subject_follows_its_new_id(two):
    before = everything(two)
    ran = run_drafter("subject", "rename", "trams", "trams-and-more")
    assert ran.code == 0, ran.err
    after = everything(two)
    assert set(after) == {name.replace("/trams/", "/trams-and-more/") for name in before}
    assert "topics: [trams-and-more/who-pays]\n  claim: nobody pays for trams/buses\n" in (
        after["facts/trams-and-more/costs.yaml"].decode()
    )
    office = after["office.yaml"].decode()
    assert "subjects: [trams-and-more, buses] # both\ndecisions:  # what was asked\n" in office
    assert "  - { action: trams-and-more/ask-the-council, subject: trams-and-more, done: 2018-02-03 }\n" in office
    assert run_drafter("subject", "rename", "trams-and-more", "trams").code == 0
    assert everything(two) == before


class Killed(BaseException):
    """The program ends here."""


@pytest.mark.usefixtures("uncomposed")
@pytest.mark.parametrize("step", range(6))
@pytest.mark.parametrize("command", [("rename", "trams", "trolleys"), ("remove", "trams", "--yes")])
def test_a_kill_at_any_step_is_mended_by_the_next_command(command, step, two, monkeypatch):
    (two / "facts/trams/costs.yaml").unlink()
    steps = iter(range(10))

    def until(real):
        def stepping(*args, **kwargs):
            if next(steps) == step:
                raise Killed
            return real(*args, **kwargs)

        return stepping

    with monkeypatch.context() as patch:
        patch.setattr(moving.os, "rename", until(os.rename))
        patch.setattr(moving, "write_atomically", until(moving.write_atomically))
        with contextlib.suppress(Killed):
            run_drafter("subject", *command)
    there = {"trams", "buses"} if step == 0 else {"trolleys", "buses"} if command[0] == "rename" else {"buses"}
    assert "unknown-subject" not in run_drafter("check").err
    told = run_drafter("subject", "list", "--json")
    assert {one["id"] for one in json.loads(told.text)} == there
    assert not (two / ".moving-subject").exists()
    assert (two / "templates" / "trams").exists() == (step == 0)
    assert ("trams" in (two / "office.yaml").read_text("utf-8").partition("subjects:")[2]) == (step == 0)


def test_what_cannot_be_moved_is_put_back(two, monkeypatch):
    before = everything(two)

    def refuse(source, target):
        if "templates" in str(source):
            raise PermissionError(13, "in use")
        real(source, target)

    real = os.rename
    monkeypatch.setattr(moving.os, "rename", refuse)
    for command in (("rename", "trams", "trolleys"), ("remove", "trams", "--yes")):
        ran = run_drafter("subject", *command)
        assert (ran.code, ran.text) == (1, "")
        assert "nothing was changed" in ran.err
        assert everything(two) == before


def test_a_subject_is_removed_whole_and_kept(two):
    before = everything(two)
    assert run_drafter("subject", "remove", "trams", typed="y\n").code == 1
    assert everything(two) == before
    fact = next(iter(load_facts(two / "facts").base.facts.values()))
    assert append_review(two / "facts", "facts", fact, "Ann Lee", TODAY, "") == []
    assert run_drafter("subject", "remove", "trams", typed="yes\n").code == 0
    assert "there is no fact" not in run_drafter("check").err  # though a review and the log go on telling of it
    kept = everything(two / "removed" / "trams")
    assert {name.replace("/trams/", "/") for name in before if "/trams/" in name} | {"office.yaml.before"} == set(kept)
    assert kept["office.yaml.before"] == before["office.yaml"]
    assert "trams" not in (two / "office.yaml").read_text("utf-8")
    assert run_drafter("subject", "list").text.startswith("buses ")


@pytest.mark.parametrize(
    ("command", "said"),
    [
        (("rename", "tram", "x"), "there is no subject 'tram'; did you mean 'trams'?"),
        (("rename", "trams", "trams"), "both ids are the same"),
        (("rename", "trams", "Light Rail"), "'Light Rail' cannot be an id: it has small letters"),
        (("rename", "trams", "buses"), "'buses' is taken already"),
        (("remove", "rams"), "there is no subject 'rams'"),
    ],
)
def test_what_cannot_be_renamed_or_removed_is_told(command, said, two):
    before = everything(two)
    ran = run_drafter("subject", *command)
    assert (ran.code, ran.text) == (2, "")
    assert said in ran.err
    assert everything(two) == before


@pytest.mark.parametrize(
    "command",
    [
        ("draft", "--topic", "who-pays", "--to", "A Reader", "-o", "-"),
        ("office", "decide", "ask-the-council", "--will"),
        ("mail", "show", "post", "--pile", "answer"),
        ("mail", "decide", "post", "abc", "--answer", "--by", "R Okafor"),
    ],
)
def test_a_subject_that_is_not_there_is_told_alike_everywhere(command, two):
    before = everything(two)
    ran = run_drafter(*command, "--subject", "tram")
    assert (ran.code, ran.text) == (2, "")
    assert ran.err == "--subject: error: there is no subject 'tram'; did you mean 'trams'? [unknown-subject]\n"
    assert everything(two) == before
