"""Names, months and years that a document says elsewhere than in the quotation; and the first words of sentences."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from directly import load_facts
from running import ROOT

from drafter.english.names import name_key
from drafter.facts.model import Citation, Fact
from drafter.facts.places import FieldPlaces
from drafter.files.layers import Layers
from drafter.register.keys import Key
from drafter.register.model import Constituent
from drafter.rules.looked import Looked
from drafter.rules.support import capital_in_claim, detail_elsewhere, said_elsewhere, unsupported_detail
from drafter.sources.quotations import DocumentText, borne_out, rows_of, verify

GARDEN = load_facts(ROOT / "tests" / "gardens" / "facts").base
TEXT = DocumentText(
    "trust-letter",
    (
        "Parking At Northport Infirmary",
        "Charges were brought in by the Northport Trust in March 2016. Hospitals may set their own charges.",
        "Anybody may park. Free spaces are few, and Jane Aldous keeps them. Blue Badge holders pay since 2017.",
        "We ask for 40 pence. Call 2019 now. Parking is dear. Mr O\u2019Brien was there.",
        "Cookies of Leeds",
    ),
    "f" * 64,
)


def looked(claim: str, texts: bool = True, **more: object) -> tuple[Fact, Looked]:
    fact = replace(
        GARDEN.facts["trust-disputes-cost"], claim=claim, cites=(Citation(TEXT.source, "may set their own charges", 2),)
    )
    source = replace(GARDEN.sources[TEXT.source], furniture=frozenset({5}), sha256=TEXT.sha256)
    base = replace(GARDEN, facts={fact.id: fact}, sources={**GARDEN.sources, source.id: source})
    places = FieldPlaces(Layers.alone(Path("nowhere"), "nowhere"), {fact.where.path: ""})
    return fact, Looked(base, None, None, {TEXT.source: TEXT} if texts else {}, "", places, **more)


def found(claim: str, texts: bool = True, **more: object) -> dict[str, str]:
    _, what = looked(claim, texts, **more)
    return {p.rule: p.message for rule in (unsupported_detail, detail_elsewhere, capital_in_claim) for p in rule(what)}


@pytest.mark.parametrize(
    "claim",
    [
        "the Northport Trust may set charges",
        "Northport may set charges",
        "Jane Aldous may set charges",
        "Mrs Aldous may set charges",
        "Blue Badge holders may pay",
        "charges may be as in 2016",
        "charges may be as in March 2016",
        "charges may be as since 2017",
        "Mr O'Brien may pay",
    ],
)
def test_what_the_document_says_elsewhere_is_a_remark(claim):
    assert set(found(claim)) == {"detail-elsewhere"}
    # Without the text nobody knows, unless the lock does.
    assert "unsupported-detail" in found(claim, texts=False) or "capital-in-claim" in found(claim, texts=False)


@pytest.mark.parametrize(
    ("claim", "word"),
    [
        ("40 may pay", "40"),
        ("it may be 40 at Northport", "40"),
        ("forty may pay", "forty"),
        ("charges may be as in April 2016", "April"),
        ("charges may be as in 2015", "2015"),
        ("charges may be as in 2019", "2019"),  # the document has it as a number
        ("2016 patients may pay", "2016"),
        ("it may be Jane Northport", "Jane"),
        ("the Manchester Trust may pay", "Manchester"),
        ("people of Leeds may pay", "Leeds"),  # only page furniture has it
    ],
)
def test_what_it_does_not_say_stays_an_error(claim, word):
    assert f"'{word}'" in found(claim)["unsupported-detail"]


@pytest.mark.parametrize(
    ("quote", "claim"), [("fourteen hospitals", "14 hospitals"), ("14 hospitals", "fourteen hospitals")]
)
def test_a_number_up_to_twenty_is_the_same_in_figures_and_in_letters(quote, claim):
    fact, what = looked(f"{claim} may pay", texts=False)
    fact = replace(fact, cites=(Citation(TEXT.source, quote, 2),))
    places = FieldPlaces(Layers.alone(Path("nowhere"), "nowhere"), {fact.where.path: ""})
    assert not list(unsupported_detail(Looked(replace(what.base, facts={fact.id: fact}), None, None, {}, "", places)))


@pytest.mark.parametrize("word", ["Anybody", "Hospitals", "Free", "Parking", "Visitors", "Manchester"])
def test_the_first_word_of_a_claim_is_a_name_only_where_the_document_shows_it(word):
    assert set(found(f"{word} may pay")) == {"capital-in-claim"}
    assert not found(f"{word.lower()} may pay")


def test_the_lock_knows_what_was_found_elsewhere():
    fact, what = looked("Jane Aldous may set charges")
    result = verify([fact], what.base.sources, what.texts, what.cite, lambda fact: said_elsewhere(fact, what))
    (line,) = result.lines
    assert line.endswith(" elsewhere=Jane,Aldous")
    kept = borne_out(rows_of(line), what.base.sources)
    assert set(found(fact.claim, texts=False, borne_out=kept)) == {"detail-elsewhere"}
    assert "'Leeds'" in found("Jane Leeds may set charges", texts=False, borne_out=kept)["unsupported-detail"]
    # Of another text, the lock says nothing.
    other = {**what.base.sources, TEXT.source: replace(what.base.sources[TEXT.source], sha256="0" * 64)}
    assert not borne_out(rows_of(line), other)


def test_an_apostrophe_of_words_and_a_typed_one_are_one_name():
    assert name_key("Siobhan O\u2019Connor") == name_key("siobhan  o'connor") == name_key("Siobhan O\u02bcConnor")
    key = Key(b"k" * 32)
    hashes = {key.constituent(Constituent(f"Mrs O{mark}Connor", "WV1 9ZZ")) for mark in "'\u2019\u02bc\u00b4`"}
    assert len(hashes) == 1
