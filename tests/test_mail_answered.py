"""The post after its letters were approved: nobody is answered twice, and whoever writes again is answered again."""

from __future__ import annotations

import json
from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from edits import review_every_fact
from post import WANTED, decide, put, small_inbox
from running import run_drafter

DAY = ("--date", "2018-07-10")


@pytest.fixture
def answered(office: Path) -> Path:
    """An office whose post was sorted, answered by a batch, and approved."""
    review_every_fact(office, "R Okafor", date(2026, 11, 1))
    small_inbox(office / "inbox")
    decide(*WANTED)
    sort()
    assert run_drafter("batch", "sorted", "-o", "letters/first", *DAY).code == 0
    ran = run_drafter("approve", "letters/first", "--by", "R Okafor")
    assert ran.code == 0, ran.err
    return office


def sort():
    ran = run_drafter("mail", "sort", "inbox", "-o", "sorted")
    assert ran.code == 0, ran.err
    return ran


def piles() -> Counter[str]:
    return Counter(one["pile"] for one in json.loads(Path("sorted/sort.json").read_text("utf-8"))["messages"])


def test_what_was_answered_is_not_answered_again(answered):
    before = piles()
    sort()
    after = piles()
    assert after["replied"] == before["answer"] + before["ask-address"] > 3
    assert not after["answer"]
    assert {pile: count for pile, count in before.items() if pile not in ("answer", "ask-address")} == {
        pile: count for pile, count in after.items() if pile != "replied"
    }
    ran = run_drafter("batch", "sorted", "-o", "letters/second", *DAY)
    assert ran.code == 1
    assert "[empty-list]" in ran.err
    assert "by letter 1, approved on" in run_drafter("mail", "show", "sorted", "--pile", "replied").text


def test_who_is_new_and_who_writes_again_is_answered(answered):
    put(answered / "inbox", "20.eml", "Newcomer Person", address="9 Other Road, Westmere, WV1 9ZX")
    name, address = "Mrs Ann Again", "4 Long Row, Westmere, WV1 9ZY"
    put(answered / "inbox", "21.eml", name, address=address)
    sort()
    assert run_drafter("batch", "sorted", "-o", "letters/second", *DAY).code == 0
    assert run_drafter("approve", "letters/second", "--by", "R Okafor").code == 0
    sort()
    assert not piles()["answer"]
    later = (answered / "inbox" / "21.eml").read_bytes().replace(b" Jul 2018 ", b" Jul 2031 ")
    (answered / "inbox" / "22.eml").write_bytes(later.replace(b"before any contract", b"at once, before any contract"))
    sort()
    assert piles()["answer"] + piles()["again"] == 1


def test_a_register_that_cannot_be_read_stops_it(answered):
    Path("register/letters.sqlite").write_bytes(b"no database")
    for command in (("mail", "sort", "inbox", "-o", "sorted"), ("batch", "sorted", "-o", "letters/second", *DAY)):
        ran = run_drafter(*command)
        assert ran.code == 1
        assert "register/letters.sqlite: error:" in ran.err
    assert not Path("letters/second").exists()
