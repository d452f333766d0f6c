"""Choosing a document and a passage for a new fact."""

from __future__ import annotations

from pathlib import Path

import pytest
from directly import load_facts
from running import run_drafter

from drafter.cli.common import open_workspace
from drafter.english.sentences import sentence_spans
from drafter.entering import NewFactAnswers, cut_short
from drafter.sources.details import furniture_of
from drafter.sources.entry import has_closing_day

LIBRARY = """Libraries at night

Thursday, 5 July 2018

The town has six libraries. Mr. Hill, who keeps the largest, wrote on 3 May. Each is open on two evenings a week.

The council will ask its readers in the autumn. No library will close before then.
"""
TRAMS = "Trams\n\nA tram runs every ten minutes between the station and the town hall.\n"


@pytest.fixture
def library(office):
    """An office with two documents of its own: nothing is drawn from either."""
    for name, text in (("library", LIBRARY), ("trams", TRAMS)):
        Path(f"{name}.txt").write_text(text, "utf-8")
        ran = run_drafter(
            "sources", "add", f"{name}.txt", "--yes", "--id", name, "--type", "report", "--title", text.partition("\n")[0],
            "--author", "Westmere Council", "--publisher", "Westmere Council", "--issued", "2018-07-05", "--side",
            "independent", "--speaker", "the Council's report", "--url", "https://www.example.org/x",
        )  # fmt: skip
        assert ran.code == 0, ran.err
    return office


def answers() -> NewFactAnswers:
    workspace = open_workspace(None)
    return NewFactAnswers(workspace, workspace.folder)


ASKED = "--topic", "staff", "--by", "Ann", "--claim"


def drawn(quote: str):
    return run_drafter("facts", "new", "--source", "library", "--quote", quote, *ASKED, "libraries {are} there")


def test_a_first_line_that_is_only_a_date_is_no_statement(library):
    assert "counted_from: 3\n  furniture: [1-2]" in Path("facts/sources.yaml").read_text("utf-8")
    blocks = ["The charges", "10 July 2018", "On 10 July 2018 the board met.", "11 July 2018"]
    assert furniture_of(blocks, "The charges") == ((1, 2), 3)
    for line in ("Published: 10 July 2018", "Tuesday 10 July 2018", "July 2018"):
        assert furniture_of([line, "The board met."]) == ((1,), 2)
    assert furniture_of(["The board met on 10 July 2018.", "x"])[1] == 1


@pytest.mark.parametrize(
    ("number", "quote"),
    [
        ("1", "The town has six libraries"),
        ("2", "Mr. Hill, who keeps the largest, wrote on 3 May"),
        ("2-3", "Mr. Hill, who keeps the largest, wrote on 3 May. Each is open on two evenings a week"),
    ],
)
def test_a_quotation_is_the_number_of_a_sentence(number, quote, library):
    ran = run_drafter(
        "facts",
        "new",
        "--topic",
        "staff",
        "--by",
        "Ann",
        typed=f"1\n1\n{number}\nlibraries {{are}} there\n\n\n\ny\n",
    )
    assert ran.code == 0, ran.err
    assert "   2  Mr. Hill, who keeps the largest, wrote on 3 May.\n" in ran.err
    assert "paragraph 1\nWhat it claims" in ran.err  # as it is cited, and as it was chosen
    (fact,) = (one for one in load_facts(Path("facts")).base.facts.values() if one.source == "library")
    assert (fact.cites[0].quote, fact.cites[0].paragraph) == (quote, 3)


def test_verbs_that_stay_in_the_present_are_marked(library):
    ran = run_drafter(
        "facts", "new", "--topic", "staff", "--by", "Ann",
        typed="1\n1\n3\neach {opens} to those who read at night\neach {opens} to those who {read} at night\n\n\n\ny\n",
    )  # fmt: skip
    assert ran.code == 0, ran.err
    told = " ".join(ran.err.split())
    assert told.count("stays in the present where letters tell it as past") == 1
    assert (
        "as past: each {opens} to those who \u00bbread\u00ab at night {...} around a second verb lets it follow: {read}"
        in told
    )


@pytest.mark.parametrize(("option", "value"), [("--topic", "stuff"), ("--id", "A b"), ("--kind", "statsu")])
def test_an_option_that_cannot_be_used_is_told_before_anything_is_asked(option, value, library):
    ran = run_drafter("facts", "new", "--by", "Ann", option, value, typed="1\n1\n1\n")
    assert ran.code == 2
    assert ran.err.startswith(f"{option}: error: ")


def test_half_a_clause_is_asked_about_once(library):
    ran = run_drafter(
        "facts",
        "new",
        "--topic",
        "staff",
        "--by",
        "Ann",
        typed="1\n1\nsix libraries\n\n1\nthe town {has} six libraries\n\n\n\ny\n",
    )
    assert ran.code == 0, ran.err
    assert "\u201csix libraries\u201d has only 2 words" in ran.err
    assert load_facts(Path("facts")).base.facts["town-six-libraries"].cites[0].quote == "The town has six libraries"


@pytest.mark.parametrize(
    ("quote", "lacks"),
    [
        ("open on two", "has only 3 words"),
        ("evenings a week for all", "has no verb"),
        ("Each is open on two evenings", ""),
        ("readers sit free of charge", ""),  # a clause of its own, whatever its verb
        ("in the hall of the", "has no verb"),
    ],
)
def test_what_a_quotation_lacks(quote, lacks):
    block = (
        "Each is open on two evenings a week for all. It says that readers sit free of charge, in the hall of the town."
    )
    assert cut_short(quote, block) == lacks


def test_only_documents_of_the_subject_and_new_ones_are_offered(library):
    read = answers()
    assert {one.id for one in read.offered(["staff"]).near} == {"library", "trams"}
    assert read.offered(["staff"]).absent == len(read.base.sources) - 2
    concerns = [
        f"--concern={one}"
        for one in ("Where they go: where trams go", "What they cost: what trams cost", "When: when they run")
    ]
    assert run_drafter("subject", "new", "trams", "--yes", *concerns).code == 0
    assert drawn("The town has six libraries").code == 0
    read = answers()
    for topic, near in (("staff", ["trams", "library"]), ("where-they-go", ["trams"])):
        assert [one.id for one in read.offered([topic]).near] == near
    ran = run_drafter("facts", "new", "--topic", "where-they-go", "--by", "Ann", typed="all\n2\n")
    assert (
        "\nDocument (its number or id; 'all' for 1 more, which other subjects draw from):    2  library:"
        in f"\n{ran.err}"
    )
    assert "1 of the 4 paragraphs of 'library' are not drawn from yet\n   2  The council will ask" in ran.err
    assert "week. (one fact drawn)\n" in ran.err.replace("\n      ", " ")


def test_numbers_of_paragraphs_are_read_as_they_are_shown(library):
    source = open_workspace(None).base.sources["library"]
    for block in range(1, 9):
        assert source.block_of(source.number_of(block)) == block
    assert [source.number_of(block) for block in (1, 2, 3, 4)] == ["h1", "h2", "1", "2"]
    assert [source.block_of(odd) for odd in ("0", "h3", "h0", "", "h", "-1", "01", "\u0661", "9" * 9)] == [0] * 9


def test_sentences_are_where_they_stand():
    text = " Mr. Hill came.  \u201cNo.\u201d He left at 3.15 p.m. "
    assert [text[start:end] for start, end in sentence_spans(text)] == [
        "Mr. Hill came.",
        "\u201cNo.\u201d",
        "He left at 3.15 p.m.",
    ]
    assert sentence_spans(" ") == []


def test_the_last_question_of_a_new_document_changes_its_id_and_where_counting_begins(office):
    Path("paper.txt").write_text(
        "Parking\n\nA consultation was held.\n\nParking is dear.\n\nIt costs 3 pounds.\n", "utf-8"
    )
    given = (
        "--type", "report", "--title", "Parking", "--publisher", "Westmere Borough Council", "--issued", "2018-07-05",
        "--author", "Westmere Borough Council", "--side", "independent", "--url", "https://www.example.org/x",
    )  # fmt: skip
    # The speaker, its short form, the pronoun and the occasion take what is proposed; no closing day is asked.
    ran = run_drafter(
        "sources", "add", "paper.txt", *given, typed="\n\n\n\n\ncounted_from\n9\n3\nid\nA b\nparking-paper\n\n"
    )
    assert ran.code == 0, ran.err
    assert "[the Westmere Borough Council]: " in ran.err
    assert "the last day" not in ran.err
    assert "('counted_from' changes it):\n   2   A consultation was held.\n" in ran.err
    assert "  there are 1 to 4\n" in ran.err
    assert "('counted_from' changes it):\n   3   Parking is dear.\n" in ran.err
    assert "'A b' cannot be an id; use small letters" in ran.err
    source = open_workspace(None).base.sources["parking-paper"]
    assert (source.counted_from, source.speaker.full) == (3, "the Westmere Borough Council")
    assert Path("texts/parking-paper.txt").exists()


@pytest.mark.parametrize(
    ("details", "closes"),
    [
        ({"type": "petition"}, True),
        ({"type": "webpage", "title": "Consultation on the tram"}, True),
        ({"type": "webpage", "title": "Early Day Motion 7"}, True),
        ({"type": "report", "title": "Trams"}, False),
    ],
)
def test_only_what_can_be_signed_or_answered_has_a_last_day(details, closes):
    assert has_closing_day(details) == closes


def test_what_is_refused_in_a_claim_is_told_by_the_id_that_was_given(library):
    quote = "wrote on 3 May. Each is open on two evenings a week"
    said = ("facts", "new", "--source", "library", "--quote", quote, *ASKED)
    ran = run_drafter(
        *said, "the town has six libraries and each {is} open on two evenings a week, or more", "--id", "own-id"
    )
    assert ran.code == 2
    assert ran.err.startswith("--claim: error: 'own-id' "), ran.err
