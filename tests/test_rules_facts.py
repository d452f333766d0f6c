"""Deliberate corruptions of the fact base, three of each kind: each is caught, at its own line."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from running import run_drafter

TEXTS = os.environ.get("DRAFTER_TEXTS", "")


def change(office: Path, file: str, old: str, new: str) -> int:
    """Change one passage of a file; the line where it stands."""
    path = office / "facts" / file
    text = path.read_text("utf-8")
    assert text.count(old) == 1, (old, text.count(old))
    path.write_text(text.replace(old, new), "utf-8")
    return text[: text.index(old)].count("\n") + 1 + old[: len(old) - len(old.lstrip("\n"))].count("\n")


def caught(rule: str, file: str, line: int, within: int = 3) -> None:
    ran = run_drafter("check")
    assert ran.code == 1, ran.err
    rows = [row for row in ran.err.splitlines() if f"[{rule}]" in row]
    assert rows, ran.err
    places = [int(row.split(":")[1]) for row in rows if row.startswith(f"facts/{file}:")]
    assert any(abs(place - line) <= within for place in places), (line, rows)


CHANGED_WORDS = [
    ("aco/staff.yaml", "what the implications will be for NHS staff", "what the implications are for NHS staff"),
    ("aco/before.yaml", "to agree how to spend increasing investment", "to agree how to spend growing investment"),
    ("aco/accountability.yaml", "An ACO is not a new type of legal entity", "An ACO is a new type of legal entity"),
]


@pytest.mark.parametrize(("file", "old", "new"), CHANGED_WORDS)
def test_a_changed_word_in_a_quotation_is_noticed_without_the_texts(file, old, new, office):
    caught("changed-quotation", file, change(office, file, old, new))


FIGURES = [
    (
        "aco/before.yaml",
        "told Parliament that some of the\n    44 local plans",
        "told Parliament that some of the\n    45 local plans",
    ),
    (
        "aco/accountability.yaml",
        "lays on local commissioners.\n  wordings",
        "of 2012 lays on local commissioners.\n  wordings",
    ),
    ("aco/parliament.yaml", "they concluded in May and in July 2018", "they concluded in May and in August 2018"),
]


@pytest.mark.parametrize(("file", "old", "new"), FIGURES, ids=range(3))
def test_a_changed_figure_in_a_sentence(file, old, new, office):
    if old not in (office / "facts" / file).read_text("utf-8"):
        old, new = old.replace("\n    ", " "), new.replace("\n    ", " ")
    caught("unsupported-detail", file, change(office, file, old, new))


UNATTRIBUTED = [
    ("aco/accountability.yaml", "An ACO, Mr Barclay said, was no new kind of legal body.", "An ACO was no new kind of legal body."),
    ("aco/patients.yaml", "Care, the guide said, would go on being free at the point of need.",
     "Care would go on being free at the point of need."),
    ("aco/private-companies.yaml", "Integration within a public system would, Mr Gapes argued, make private contracting less likely, not\n      more.",
     "Integration within a public system would make private contracting less likely, not more."),
]  # fmt: skip


@pytest.mark.parametrize(("file", "old", "new"), UNATTRIBUTED, ids=range(3))
def test_an_unattributed_opinion(file, old, new, office):
    text = (office / "facts" / file).read_text("utf-8")
    if old not in text:
        old = old.replace("\n      ", " ")
    caught("unnamed-speaker", file, change(office, file, old, new))


@pytest.mark.parametrize("word", ["currently", "now", "recently", "will"])
def test_words_that_age(word, office):
    old = "Care, the guide said, would go on being free at the point of need."
    line = change(office, "aco/patients.yaml", old, old.replace("would go", f"would {word} go"))
    caught("ageing-words", "aco/patients.yaml", line)


def test_words_that_are_the_documents_own(office):
    line = change(office, "aco/staff.yaml", "Some might work in different but local places, and alongside different teams.",
                  "It may mean some health professionals work in different (but local) locations and alongside different teams.")  # fmt: skip
    caught("copied-words", "aco/staff.yaml", line)


def test_supersession_and_series(office):
    path = office / "facts" / "aco" / "money.yaml"
    path.write_text(
        path.read_text("utf-8")
        .replace("  from: 2018-01-31\n  review_by: 2018-07-31\n", "  superseded_by: hoped-to-save\n  from: 2018-01-31\n  review_by: 2018-07-31\n")
        .replace("- id: hoped-to-save-money\n", "- id: hoped-to-save-money\n  superseded_by: savings-hoped-from-prevention\n")
        .replace("- id: savings-hoped-from-prevention\n", "- id: savings-hoped-from-prevention\n  superseded_by: hoped-to-save-money\n"),
        "utf-8",
    )  # fmt: skip
    err = run_drafter("check").err
    assert (
        "is superseded by 'hoped-to-save', which is no fact; did you mean 'hoped-to-save-money'? [bad-supersession]"
        in err
    )
    assert err.count("goes round in a circle") == 2
    change(
        office,
        "aco/areas.yaml",
        "  series: trial-areas\n  kind: plan\n",
        "  series: trial-areas\n  kind: plan\n  until: 2018-12-31\n",
    )
    assert "holds until 2018-12-31, but 'trials-only-in-two-areas-july-2018'" in run_drafter("check").err


def test_an_unused_fact_is_a_warning_and_weighs_what_the_office_says(office):
    path = office / "templates" / "aco" / "overview.md.j2"
    text = path.read_text("utf-8")
    path.write_text(text.replace('{% point 3 %}\n{{ fact("england-only") }}\n{% endpoint %}\n', ""), "utf-8")
    ran = run_drafter("check")
    assert "warning: no template says 'england-only'" in ran.err
    assert ran.code == 0
    with (office / "office.yaml").open("a", encoding="utf-8") as file:
        file.write("rules: { unused-fact: error }\n")
    assert run_drafter("check").code == 1
    text = (office / "office.yaml").read_text("utf-8")
    (office / "office.yaml").write_text(
        text.replace("unused-fact: error", "unused-fact: off, unused-fcat: off"), "utf-8"
    )
    ran = run_drafter("check")
    assert "there is no rule 'unused-fcat' to set; did you mean 'unused-fact'?" in ran.err
    assert "england-only" not in ran.err


@pytest.fixture
def texts(office: Path) -> Path:
    """The office with the five texts attached by content, as a user would."""
    assert TEXTS, "DRAFTER_TEXTS names no folder: 'make texts' sets it"
    for source, start in (
        ("wq-124049", "000"),
        ("wq-55081", "001"),
        ("cbp-8190", "002"),
        ("dhsc-brief-guide", "003"),
        ("gapes-reply", "004"),
    ):
        (file,) = Path(TEXTS).glob(f"{start}_*.txt")
        (office / "texts").mkdir(exist_ok=True)
        shutil.copy(file, office / "texts" / f"{source}.txt")
    return office


needs_texts = pytest.mark.texts


@needs_texts
def test_every_shipped_quotation_verifies_and_every_paragraph_is_accounted_for(texts):
    lock = (texts / "facts" / "quotations.lock").read_text("utf-8")
    ran = run_drafter("facts", "verify")
    assert (ran.code, ran.err) == (0, "")
    assert (texts / "facts" / "quotations.lock").read_text("utf-8") == lock, "the shipped lock is what verifying makes"
    assert run_drafter("sources", "coverage").code == 0
    assert run_drafter("check").code == 0


@needs_texts
@pytest.mark.parametrize(("file", "old", "new"), CHANGED_WORDS)
def test_a_changed_word_is_shown_as_a_difference(file, old, new, texts):
    line = change(texts, file, old, new)
    caught("quotation-not-found", file, line)
    assert old.split()[0] in run_drafter("facts", "verify").err


@needs_texts
@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("aco/staff.yaml", "quote: what the implications will be for NHS staff\n      paragraph: 7", "quote: what the implications will be for NHS staff\n      paragraph: 8"),
        ("aco/patients.yaml", "quote: Care will continue to be delivered free at point of need just as it is now.\n      paragraph: 36", "quote: Care will continue to be delivered free at point of need just as it is now.\n      paragraph: 35"),
        ("aco/accountability.yaml", "quote: An ACO is not a new type of legal entity\n      paragraph: 12", "quote: An ACO is not a new type of legal entity\n      paragraph: 11"),
    ],
)  # fmt: skip
def test_a_wrong_paragraph(file, old, new, texts):
    caught("wrong-paragraph", file, change(texts, file, old, new) + 1)


@needs_texts
@pytest.mark.parametrize("source", ["cbp-8190", "wq-55081", "gapes-reply"])
def test_a_swapped_document(source, texts):
    other = "dhsc-brief-guide"
    shutil.copy(texts / "texts" / f"{other}.txt", texts / "texts" / f"{source}.txt")
    ran = run_drafter("facts", "verify")
    assert ran.code == 1
    assert f"texts/{source}.txt: error: is not the text that facts/sources.yaml names for '{source}'" in ran.err


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("author: David Mowat", "author: Somebody Else"),
        ("number: CBP 8190", "number: CBP 9999"),
        ("counted_from: 25", "counted_from: 3"),
    ],
)
def test_details_of_a_document_that_were_changed_are_noticed_without_the_texts(old, new, office):
    change(office, "sources.yaml", old, new)
    ran = run_drafter("check")
    assert ran.code == 1
    assert "were changed since" in ran.err
    assert "[changed-document]" in ran.err
