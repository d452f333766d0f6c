"""Abbreviations and typography."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drafter.english.sentences import sentences_in
from drafter.facts.model import Abbreviation
from drafter.letter.finish import in_full, spell_out, typeset

SHORT = (
    Abbreviation("ACO", "Accountable Care Organisation", "Accountable Care Organisations"),
    Abbreviation("STP", "Sustainability and Transformation Plan", "Sustainability and Transformation Plans"),
    Abbreviation("EDM", "Early Day Motion", "Early Day Motions"),
    Abbreviation("NHS", "National Health Service", "", known=True),
)


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (["ACOs. An ACO."], ["Accountable Care Organisations (ACOs). An ACO."]),
        (["One ACO only."], ["One Accountable Care Organisation only."]),
        (["A STP.", "The STP's."], ["A Sustainability and Transformation Plan (STP).", "The STP's."]),
        (["an EDM 660"], ["an Early Day Motion 660"]),
        (["a ACO", "ACO"], ["an Accountable Care Organisation (ACO)", "ACO"]),
        (['She said "ACOs". ACOs came, ACOs went.'], [
            'She said "ACOs". Accountable Care Organisations (ACOs) came, ACOs went.']),
        (["The NHS and TACOS."], ["The NHS and TACOS."]),
    ],
)  # fmt: skip
def test_an_abbreviation_is_spelt_out_where_it_comes_first(texts, expected):
    assert spell_out(texts, SHORT) == expected


@given(st.lists(st.sampled_from(["ACO", "ACOs", "an ACO", "STP", "the NHS", "word"]), max_size=12))
def test_spelling_out_loses_no_word(words):
    text = " ".join(words)
    assert in_full(
        spell_out([text], SHORT)[0].replace(" (ACO)", "").replace(" (ACOs)", "").replace(" (STP)", ""), SHORT
    ) == (in_full(text, SHORT))


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ('He said "No".', "He said “No”."),
        ("O'Brien's and patients' own", "O’Brien’s and patients’ own"),
        ("in 2017-18, on 2018-07-10", "in 2017–18, on 2018-07-10"),
        ("('quoted')", "(‘quoted’)"),
        ("already “set”", "already “set”"),
    ],
)
def test_printers_marks(typed, printed):
    assert typeset(typed) == printed


@given(st.text(alphabet="ab'\" -2018(“”", max_size=30))
def test_what_is_typeset_stays(text):
    assert typeset(typeset(text)) == typeset(text)


def test_a_sentence_keeps_the_quotation_mark_that_closes_it():
    found = list(sentences_in("It reads: \u201cAll is well.\u201d That is so. \u2018No.\u2019 Yes."))
    assert found == ["It reads: \u201cAll is well.\u201d", "That is so.", "\u2018No.\u2019", "Yes."]
