from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st
from shipped import base

from drafter.facts.model import Fact, FactBase, Withdrawal, fingerprint
from drafter.facts.reviews import FactReview
from drafter.facts.timeline import FactStatus, Status, first_day, in_series, last_of, on, successors
from drafter.problems import Problem, Where

SERIES = "nhs-england-consultation"


def held(day: str) -> str:
    return on(base(), date.fromisoformat(day)).holding[SERIES].id


def test_a_series_gives_the_newest_fact_that_had_begun():
    assert held("2018-01-25") == "nhs-england-consultation-planned-march-2018"
    assert held("2018-04-29") == "nhs-england-consultation-planned-march-2018"
    assert held("2018-04-30") == "nhs-england-consultation-announced-april-2018"
    assert held("2018-07-06") == "nhs-england-consultation-not-launched-july-2018"
    assert SERIES not in on(base(), date(2018, 1, 24)).holding


def test_what_no_longer_holds_is_history():
    day = on(base(), date(2018, 7, 10))
    planned = base().facts["nhs-england-consultation-planned-march-2018"]
    assert day.sayable(planned)
    assert not day.holds(planned)
    assert day.is_history(planned)
    assert not on(base(), date(2018, 1, 1)).is_history(planned)


def test_until_ends_a_fact_and_leaves_its_series_without_one_that_holds():
    fact = base().facts["nhs-england-consultation-planned-march-2018"]
    ended = replace(fact, until=date(2018, 3, 31))
    changed = FactBase(base().sources, base().subjects, base().topics, {ended.id: ended})
    assert on(changed, date(2018, 3, 31)).holds(ended)
    assert not on(changed, date(2018, 4, 1)).holds(ended)


def test_nothing_can_be_said_before_the_first_document():
    assert first_day(base()) == date(2016, 12, 1)


@given(st.randoms(use_true_random=False), st.dates(date(2016, 1, 1), date(2020, 1, 1)))
def test_what_holds_does_not_depend_on_the_order_of_the_files(random, day):
    items = list(base().facts.items())
    random.shuffle(items)
    shuffled = FactBase(base().sources, base().subjects, base().topics, dict(items))
    first, second = on(base(), day), on(shuffled, day)
    assert {f.id for f in base().facts.values() if first.holds(f)} == {
        f.id for f in items_of(shuffled) if second.holds(f)
    }


@given(st.dates(date(2016, 1, 1), date(2020, 1, 1)))
def test_once_sayable_a_fact_stays_sayable(day):
    today, tomorrow = on(base(), day), on(base(), day + timedelta(days=1))
    assert all(tomorrow.sayable(fact) for fact in base().facts.values() if today.sayable(fact))


def items_of(changed: FactBase):
    return changed.facts.values()


PLANNED = replace(base().facts["nhs-england-consultation-planned-march-2018"], until=None)
FOLLOWER = "nhs-england-consultation-announced-april-2018"
DAY = date(2018, 7, 10)


def looked_at(fact: Fact, day: date, by: str = "Ann Lee") -> FactReview:
    return FactReview(fact.id, fingerprint(fact), by, day, "", fact.claim, (), Where("reviews.yaml"))


def stands(
    fact: Fact, *others: Fact, day: date = DAY, reviews: tuple[FactReview, ...] = (), bad: bool = False
) -> FactStatus:
    found = replace(base(), facts={one.id: one for one in (fact, *others)})
    wrong = [Problem(Where("x"), "changed-quotation", "is another")] if bad else []
    return on(found, day, last_of(reviews), lambda _: wrong).of(fact)


def test_the_one_word_for_a_fact_is_the_gravest_and_it_says_since_when():
    alone = replace(PLANNED, series="", review_by=date(2018, 6, 30))
    newer = replace(base().facts[FOLLOWER], series="")
    seen = (looked_at(alone, date(2018, 7, 1)),)
    gone = replace(alone, withdrawn=Withdrawal(date(2018, 7, 2), "it was wrong"))
    cases = [
        (stands(alone, reviews=seen), Status.HOLDS, alone.start),
        (stands(alone), Status.OVERDUE, alone.start),
        (stands(alone, day=date(2018, 6, 30)), Status.UNREVIEWED, alone.start),
        (stands(alone, reviews=seen, bad=True), Status.UNVERIFIED, alone.start),
        (stands(replace(alone, claim="other"), reviews=seen), Status.CHANGED, alone.start),
        (stands(alone, day=date(2018, 1, 1)), Status.NOT_YET, alone.start),
        (stands(replace(alone, until=date(2018, 7, 9))), Status.ENDED, date(2018, 7, 9)),
        (stands(replace(alone, superseded_by=newer.id), newer), Status.SUPERSEDED, newer.start),
        (stands(PLANNED, base().facts[FOLLOWER]), Status.FOLLOWED, newer.start),
        (stands(gone, newer, bad=True), Status.WITHDRAWN, date(2018, 7, 2)),
    ]
    assert [(found.status, found.since) for found, _, _ in cases] == [(status, since) for _, status, since in cases]
    assert {status for _, status, _ in cases} == set(Status)


def test_on_whose_word_a_fact_stands():
    reviews = (looked_at(PLANNED, DAY), looked_at(PLANNED, DAY, "Bo Ray"))
    found = stands(PLANNED, reviews=reviews)
    assert found.review is not None
    assert found.review.by == "Bo Ray"
    assert stands(PLANNED).review is None


def test_a_fact_that_has_not_begun_was_not_followed_by_the_one_before_it():
    found = stands(base().facts[FOLLOWER], PLANNED, day=date(2018, 4, 1))
    assert (found.status, found.follower) == (Status.NOT_YET, None)
    assert found.why(found.status) == "does not hold yet: it begins on 30 April 2018"


def test_what_a_status_means_in_words():
    found = stands(replace(PLANNED, review_by=date(2018, 6, 30)), base().facts[FOLLOWER])
    assert found.against == (Status.FOLLOWED, Status.OVERDUE, Status.UNREVIEWED)
    assert [found.why(status) for status in found.against] == [
        f"no longer holds: '{FOLLOWER}' took its place on 30 April 2018",
        "was to be looked at again by 30 June 2018, and nobody has",
        "was never reviewed",
    ]


def test_of_a_large_fact_base_only_what_is_asked_for_is_worked_out():
    """Ten thousand facts: neither reviews nor quotations are looked at but of the one that is asked about."""
    many = {f"fact-{n}": replace(PLANNED, id=f"fact-{n}", series=f"s{n}") for n in range(10_000)}
    asked: list[str] = []

    def nothing(fact: Fact) -> tuple[Problem, ...]:
        asked.append(fact.id)
        return ()

    day = on(replace(base(), facts=many), DAY, lambda fact: asked.append(fact.id), nothing)
    assert "holding" not in day.__dict__
    assert all(day.holds(fact) for fact in many.values())
    assert asked == []
    assert day.of(many["fact-7"]).status in {Status.OVERDUE, Status.UNREVIEWED}
    assert asked == ["fact-7", "fact-7"]


@given(st.dates(date(2016, 1, 1), date(2020, 1, 1)))
def test_a_fact_holds_or_is_history_or_cannot_be_said(day):
    then = on(base(), day)
    for fact in base().facts.values():
        found = then.of(fact)
        assert then.holds(fact) + then.is_history(fact) + (not then.sayable(fact)) == 1
        assert found.holds == then.holds(fact)
        assert (found.status is Status.HOLDS) == (not found.against)


def test_a_chain_of_facts_is_followed_and_a_circle_ends():
    first, second, third = (replace(PLANNED, id=id_, superseded_by=by) for id_, by in ("ab", "bc", "ca"))
    facts = {fact.id: fact for fact in (first, second, third)}
    assert [fact.id for fact in successors(first, facts)] == ["b", "c", "a"]
    assert [fact.id for fact in successors(first, {"a": first, "b": second})] == ["b"]
    assert in_series([first, replace(second, withdrawn=Withdrawal(DAY, ""))]) == {PLANNED.series: [first]}
