"""Facts found by words, however they are typed; and where templates use them."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from shipped import base, templates

from drafter.facts.claims import plain
from drafter.facts.model import Citation, Speaker
from drafter.facts.search import search
from drafter.letter.analysis import topics_of, uses
from drafter.letter.templates import Templates

BASE = base()


def ids(*words: str) -> list[str]:
    hits, problems = search(BASE, words)
    assert not problems
    return [hit.fact.id for hit in hits]


def test_every_fact_is_found_by_its_own_claim_and_first():
    for fact in BASE.facts.values():
        assert ids(plain(fact.claim))[0] == fact.id


@pytest.mark.parametrize("words", ["judicial reviews", "JUDICIAL review", "judicial-reviews-rejected", "judicial rev"])
def test_forms_capitals_and_beginnings_do_not_matter(words):
    assert ids(words)[0] == "judicial-reviews-rejected"


def test_a_word_that_is_begun_is_found_though_its_stem_is_shorter():
    assert set(ids("launched", "consultatio")) >= {"nhs-england-consultation-not-launched-july-2018"}
    assert ids("consultatio") == ids("consultation")


def test_all_words_or_else_any():
    assert ids("judicial", "zebra") == ids("judicial")
    assert ids("zebra") == []


def test_the_claim_weighs_most():
    one = next(iter(BASE.facts.values()))
    said, quoted = "a zebra came by", "nobody came by"
    facts = {
        id_: replace(one, id=id_, claim=first, cites=(Citation("wq-55081", second, 1),))
        for id_, first, second in (("quoted", quoted, said), ("said", said, quoted))
    }
    hits, _ = search(replace(BASE, facts=facts), ["zebra"])
    assert [hit.fact.id for hit in hits] == ["said", "quoted"]


def test_a_fact_is_found_by_whoever_says_it():
    assert set(ids("barclay")) == {f.id for f in BASE.facts.values() if BASE.speaker(f).short == "Mr Barclay"}
    one = BASE.facts["judicial-reviews-rejected"]
    other = replace(one, id="other", speaker=Speaker("the Zebra Committee", "the Committee"))
    hits, _ = search(replace(BASE, facts={one.id: one, other.id: other}), ["zebra"])
    assert [hit.fact.id for hit in hits] == ["other"]


def test_marks_of_the_notation_are_not_searched_nor_shown():
    fact = replace(BASE.facts["judicial-reviews-rejected"], claim="no {zebra exists|zebra existed} | in March [2018]")
    (hit,), _ = search(replace(BASE, facts={fact.id: fact}), ["zebra"])
    assert "".join(piece for piece, _ in hit.snippet) == "no zebra exists in March 2018"


def test_the_words_are_marked():
    hits, _ = search(BASE, ["judicial"])
    text = "".join(piece for piece, _ in hits[0].snippet)
    assert "judicial" in text
    assert {piece.casefold() for piece, marked in hits[0].snippet if marked} == {"judicial"}


@given(
    st.text() | st.sampled_from(['"', "a AND", "NOT b", "x*", "id:y", "NEAR(a b)", "(", "a OR", "-c", "^d", "'; --"])
)
def test_what_is_typed_is_data(words):
    assert ids(words) == ids(*re.findall(r"\w+", words))


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ('"judicial reviews"', "judicial reviews"),
        ("judicial AND reviews", "judicial and reviews"),
        ("judicial OR consultation", "judicial or consultation"),
        ("reviews NOT judicial", "reviews not judicial"),
        ("NEAR(judicial reviews, 2)", "near judicial reviews 2"),
        ("judic*", "judic"),
        ("claim:judicial", "claim judicial"),
        ("{claim id}:judicial", "claim id judicial"),
        ("^judicial -reviews", "judicial reviews"),
        ("judicial' OR 1=1; --", "judicial or 1 1"),
    ],
)
def test_an_operator_finds_what_its_plain_words_find(typed, words):
    assert ids(typed) == ids(words) != []


def test_nothing_is_found_by_no_words():
    assert ids() == ids("...", '"') == []


def test_every_use_that_the_checks_know_of_is_found():
    used = uses(templates(), BASE)
    assert set(used) >= {f.id for f in BASE.facts.values() if f.withdrawn is None and not f.superseded_by}
    for found in used.values():
        for use in found:
            line = (templates().folder / use.template).read_text("utf-8").splitlines()[use.where.line - 1]
            assert ("rub(" if use.how == "rub" else use.name) in line


def test_uses_by_id_series_list_and_branch(tmp_path):
    (tmp_path / "aco").mkdir()
    (tmp_path / "aco" / "staff.md.j2").write_text(
        '{% if false %}\n{{ series("regulations") }}\n{% endif %}\n'
        '{{ claims("judicial-reviews-rejected",\n   "committee-report-june-2018") }}\n'
        '{% for id in ["committee-report-june-2018"] %}{{ claims(id) }}{% endfor %}\n',
        "utf-8",
    )
    (tmp_path / "aco" / "broken.md.j2").write_text("{% if %}", "utf-8")
    every = uses(Templates.under(tmp_path), BASE)  # topics without a template tell all that is entered on them
    told = {id_: [use for use in found if use.template == "aco/staff.md.j2"] for id_, found in every.items()}
    used = {id_: found for id_, found in told.items() if found}
    members = {f.id for f in BASE.facts.values() if f.series == "regulations"}
    assert set(used) == members | {"judicial-reviews-rejected", "committee-report-june-2018"}
    assert [str(use) for use in used["committee-report-june-2018"]] == [
        "templates/aco/staff.md.j2:5: claims(committee-report-june-2018)",
        "templates/aco/staff.md.j2:6: named(committee-report-june-2018)",
    ]
    fact = BASE.facts["judicial-reviews-rejected"]
    assert topics_of(fact, used[fact.id], BASE) == ("staff",)


def test_a_template_of_every_letter_concerns_every_topic():
    used = uses(templates(), BASE)
    fact = next(BASE.facts[id_] for id_, found in used.items() if any("next" in use.template for use in found))
    assert topics_of(fact, used[fact.id], BASE) == tuple(BASE.topics)
    assert topics_of(fact, (), BASE) == ()
