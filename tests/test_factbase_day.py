from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st
from shipped import base

from drafter.facts.model import FactBase
from drafter.facts.timeline import first_day, on

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
