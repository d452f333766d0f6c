"""The notation of claims: what a letter tells of one on its day and afterwards, and the marks that cannot be read."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from shipped import base

from drafter.facts.claims import (
    AUXILIARIES,
    Month,
    OddMark,
    Verb,
    as_of_its_day,
    irregular,
    left_as_they_are,
    parse_claim,
    past,
    plain,
)
from drafter.rules.claims import afterwards


def subject(claim: str) -> str:
    return "".join(map(as_of_its_day, parse_claim(claim).subject)).strip()


@pytest.mark.parametrize(
    ("claim", "later"),
    [
        ("NHS England will launch a consultation", "NHS England would launch a consultation"),
        ("an ACO is not a new type of body", "an ACO was not a new type of body"),
        ("no contracts are awarded", "no contracts were awarded"),
        ("the model has no owner, and areas have begun", "the model had no owner, and areas had begun"),
        ("staff may work elsewhere, if they can", "staff might work elsewhere, if they could"),
        ("nobody cannot see it", "nobody could not see it"),
        ("it does not say so, nor do they", "it did not say so, nor did they"),
        ("the proposals would change nothing", "the proposals would change nothing"),
        ("the paper was published", "the paper was published"),
    ],
)
def test_auxiliaries_turn_without_a_mark(claim, later):
    assert plain(claim) == claim
    assert afterwards(claim) == later


@pytest.mark.parametrize(
    "claim",
    [
        "an area would have to obey the law",
        "the law should do no harm",
        "it meant to have one body",
        "they might not have begun",
        "it could only have one owner",
        "it did not have a name",
    ],
)
def test_an_infinitive_stays(claim):
    assert afterwards(claim) == claim


@pytest.mark.parametrize(
    ("claim", "now", "later"),
    [
        ("an ACO usually {receives} a budget", "an ACO usually receives a budget", "an ACO usually received a budget"),
        ("if they {feel} that it is best", "if they feel that it is best", "if they felt that it was best"),
        ("no ACO {exists at present|existed at that time}", "no ACO exists at present", "no ACO existed at that time"),
        ("it {seeks|sought} a way and {carries} on", "it seeks a way and carries on", "it sought a way and carried on"),
        ('the "contract is" what it {is|was}', 'the "contract is" what it is', 'the "contract is" what it was'),
        ("what “will be” is said", "what “will be” is said", "what “will be” was said"),
    ],
)
def test_marked_verbs_and_alternatives(claim, now, later):
    assert plain(claim) == now
    assert afterwards(claim) == later


@pytest.mark.parametrize(
    ("claim", "months"),
    [
        ("it will begin in March 2018", [Month("in", 2018, 3)]),
        ("it began by February 2018 and ran until May 2019", [Month("by", 2018, 2), Month("until", 2019, 5)]),
        ("it began in September [2017]", [Month("in", 2017, 9)]),
        ("the guide of April 2018 says so", [Month("of", 2018, 4)]),
        ("June 2018 is when it ends", [Month("", 2018, 6)]),
        ("marches in March and may end in May", []),
        ('it "will begin in March 2018"', []),
    ],
)
def test_months_carry_their_year(claim, months):
    assert [piece for piece in parse_claim(claim).pieces if isinstance(piece, Month)] == months


def test_a_year_that_was_worked_out_is_read_without_its_brackets():
    assert plain("it began in September [2017]") == "it began in September 2017"


@pytest.mark.parametrize(
    ("claim", "said"),
    [
        ("an ACO is a model", "an ACO"),
        ("an ACO usually {receives} a budget", "an ACO"),
        ("any area that wants an ACO contract | would have to obey the law", "any area that wants an ACO contract"),
        ("the consultation | began on 3 April 2018", "the consultation"),
        ("as people live longer, it is important", ""),
        ("if introduced, ACOs will help", ""),
        ("there is support", ""),
        ("the aim was to help", ""),
    ],
)
def test_the_subject_ends_at_a_bar_or_before_the_first_verb(claim, said):
    assert subject(claim) == said


def test_a_bar_is_not_read_aloud():
    assert plain("the consultation | began") == "the consultation began"


@pytest.mark.parametrize(
    ("claim", "rule", "said"),
    [
        ("it {will} {launch} a plan", "two-verbs", "the second is 'launch'"),
        ("it {has}{begun}", "two-verbs", "the second is 'begun'"),
        ("it {feels", "odd-mark", "'{' stands there"),
        ("it feels} so", "odd-mark", "'}' stands there"),
        ("it {} so", "odd-mark", "'{' stands there"),
        ("it | began | again", "odd-mark", "two bars"),
        ("it|began", "odd-mark", "'|' stands there"),
        ("it began in [2017]", "odd-mark", "'[' stands there"),
        ("it {is|was|were} so", "odd-mark", "'|' stands there"),
    ],
)
def test_a_mark_that_cannot_be_read(claim, rule, said):
    with pytest.raises(OddMark) as odd:
        parse_claim(claim)
    assert odd.value.rule == rule
    assert said in str(odd.value)
    assert odd.value.hint


@pytest.mark.parametrize(
    ("verb", "then"),
    [
        ("will", "would"), ("is", "was"), ("cannot", "could not"), ("feels", "felt"), ("receive", "received"),
        ("receives", "received"), ("carries", "carried"), ("plays", "played"), ("reaches", "reached"),
        ("goes", "went"), ("passes", "passed"), ("gives up", "gave up"), ("lets", "let"), ("chooses", "chose"),
        ("argues", "argued"), ("says that", "said that"), ("relies on", "relied on"), ("seeks", "sought"),
        ("undertakes", "undertook"), ("raises", "raised"), ("focuses", "focused"), ("makes", "made"),
        ("discusses", "discussed"), ("agrees", "agreed"), ("use", "used"), ("loses", "lost"), ("leads", "led"),
        ("costs", "cost"), ("teaches", "taught"), ("buys", "bought"), ("catches", "caught"), ("flies", "flew"),
        ("stops", "stopped"), ("drops out", "dropped out"), ("refers to", "referred to"), ("travels", "travelled"),
        ("commits", "committed"), ("visits", "visited"), ("opens", "opened"), ("shows", "showed"), ("hears", "heard"),
        ("benefits", "benefited"), ("dies", "died"), ("cancels", "cancelled"), ("sees", "saw"), ("withdraws", "withdrew"),
    ],
)  # fmt: skip
def test_what_a_verb_becomes(verb, then):
    assert past(verb) == then


def test_every_irregular_past_is_found_from_both_present_forms():
    for stem, then in irregular().items():
        ending = "es" if stem.endswith(("s", "x", "ch", "sh", "o")) else "s"
        third = f"{stem[:-1]}ies" if stem.endswith("y") and stem[-2] not in "aeiou" else f"{stem}{ending}"
        assert past(stem) == past(third) == then, (stem, third)


@given(st.text(alphabet='ab {}|[]"“” iswl2017March', max_size=40))
def test_whatever_is_written_is_read_or_told(claim):
    try:
        pieces = parse_claim(claim).pieces
    except OddMark:
        return
    assert not [piece for piece in pieces if isinstance(piece, Verb) and not piece.then]


def test_no_shipped_claim_keeps_a_present_verb_once_its_day_is_past():
    for fact in base().facts.values():
        turned = [piece for piece in parse_claim(fact.claim).pieces if isinstance(piece, Verb)]
        assert all(piece.now not in AUXILIARIES or piece.then != piece.now for piece in turned), fact.id
        assert not set("{}|[]") & set(plain(fact.claim) + afterwards(fact.claim)), fact.id


@pytest.mark.parametrize(
    ("claim", "stay"),
    [
        ("it {charges} those who pay, and they stay free", ["pay", "stay"]),
        ("the board {meets} and decides what it spends", ["spends"]),
        ("visitors {pay} \u00a33 and the money goes to care", ["goes"]),
        ("those who also work at night {should} park free", ["work"]),
        ("it {charges}, which they {know}", []),
        ("it {is} for each trust to decide, and has the means to pay", []),
        ("one model in which services {come} together is led by nurses", []),
        ("it {says} \u201cthey pay\u201d", []),
        ("the council who HAS spoken", []),
    ],
)
def test_verbs_that_no_past_form_is_known_of(claim, stay):
    assert [claim[start:end] for start, end in left_as_they_are(claim)] == stay
