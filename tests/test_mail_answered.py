"""The post after its letters were approved: nobody is answered twice, and whoever writes again is answered again."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from datetime import date
from pathlib import Path
from types import MappingProxyType

import pytest
from edits import review_every_fact
from post import WANTED, decide, put, small_inbox
from running import run_drafter

from drafter.inbox.answered import ApprovedLetters, RegisterNames, Sent, Tally, begun
from drafter.inbox.decisions import NONE, Do, MessageDecision
from drafter.inbox.model import ParsedMessage
from drafter.inbox.personal import Personal
from drafter.inbox.piles import Pile, TriagedMessage
from drafter.inbox.store import StoredMessage
from drafter.inbox.topics import NOTHING
from drafter.letter.recipient import correspondent

DAY = ("--date", "2018-07-10")


def answering(office: Path) -> None:
    review_every_fact(office, "R Okafor", date(2026, 11, 1))
    small_inbox(office / "inbox")
    decide(*WANTED)
    sort()
    assert run_drafter("batch", "sorted", "-o", "letters/first", *DAY).code == 0
    ran = run_drafter("approve", "letters/first", "--by", "R Okafor")
    assert ran.code == 0, ran.err


@pytest.fixture
def answered(once: Callable[..., Path]) -> Path:
    """An office whose post was sorted, answered by a batch, and approved."""
    return once(answering)


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
    page = Path("sorted/summary.html").read_text("utf-8")
    assert "Answered already: " in page
    assert "by letter 1, approved on" in page.partition('id="replied"')[2]
    assert "by letter 1, approved on" in run_drafter("mail", "show", "sorted", "--pile", "replied").text
    found = json.loads(Path("sorted/sort.json").read_text("utf-8"))["messages"]
    asked = [one["name"] for one in found if one["left_open"]]
    assert asked == ["Mr Tom Bell"]
    assert [one["left_open"] for one in found if one["name"] in asked] == [
        "it was only asked for the address, and nothing is answered yet"
    ]
    assert "  1 message is answered in part, or not yet: see left_open.\n" in sort().text


def test_who_is_new_and_who_writes_again_is_answered(answered):
    put(answered / "inbox", "20.eml", "Newcomer Person", address="9 Other Road, Westmere, WV1 9ZX")
    name, address = "Mrs Ann Again", "4 Long Row, Westmere, WV1 9ZY"
    put(answered / "inbox", "21.eml", name, address=address)
    sort()
    assert run_drafter("batch", "sorted", "-o", "letters/second", *DAY).code == 0
    assert run_drafter("approve", "letters/second", "--by", "R Okafor").code == 0
    sort()
    assert not piles()["answer"]
    found = run_drafter("letters", "list", "--to", "MS ANN ÁGAIN OBE", "--postcode", "WV1 9ZY")
    assert found.err == "1 letter\n"
    later = (answered / "inbox" / "21.eml").read_bytes().replace(b" Jul 2018 ", b" Jul 2031 ")
    (answered / "inbox" / "22.eml").write_bytes(later.replace(b"before any contract", b"at once, before any contract"))
    sort()
    assert piles()["unsure"] == 1  # nobody writes in 2031 yet
    shown = run_drafter("mail", "show", "sorted", "--pile", "unsure").text
    assert "perhaps answered already by letter " in shown
    assert "the message is dated 3 July 2031, which is still to come" in shown


def test_what_counts_as_answered_can_be_brought_back(answered):
    sort()
    before = piles()
    number = next(
        one["number"]
        for one in json.loads(Path("sorted/sort.json").read_bytes())["messages"]
        if one["pile"] == "replied"
    )
    ran = run_drafter("mail", "decide", "sorted", str(number), "--answer", "--by", "R Okafor")
    assert (ran.code, ran.err) == (0, "")
    ran = run_drafter("mail", "decide", "sorted", str(number), "--length", "brief", "--by", "R Okafor")
    assert ran.code == 0
    sort()
    assert (piles()["answer"], piles()["replied"]) == (1, before["replied"] - 1)
    assert run_drafter("batch", "sorted", "-o", "letters/second", *DAY).code == 0
    assert run_drafter("approve", "letters/second", "--by", "R Okafor", "--confirm", "sent-already").code == 0
    sort()
    assert piles() == before


def test_a_register_that_cannot_be_read_stops_it(answered):
    Path("register/letters.sqlite").write_bytes(b"no database")
    for command in (("mail", "sort", "inbox", "-o", "sorted"), ("batch", "sorted", "-o", "letters/second", *DAY)):
        ran = run_drafter(*command)
        assert ran.code == 1
        assert "register/letters.sqlite: error:" in ran.err
    assert not Path("letters/second").exists()


APPROVED = date(2018, 7, 10)
LETTER = Sent(7, APPROVED, ("staff",))
BEGAN = date(2018, 6, 1)
PERHAPS = "perhaps answered already by letter 7, approved on 10 July 2018: "


def laid(
    day: date | None, name: str = "Mrs Zoë Brontë", decision: MessageDecision = NONE, topic: str = "staff", n: int = 1
) -> TriagedMessage:
    kept = StoredMessage(n, ParsedMessage(f"key{n}", "inbox", date=day), NOTHING, Personal(0.0, ()), campaign=1)
    return TriagedMessage(kept, Pile.ANSWER, (topic,), correspondent(name, "4 Row, WV1 9ZZ"), decision)


def tally(**sent: Sent) -> Tally:
    def known_as(name: str, postcode: str) -> RegisterNames:
        assert postcode == "WV1 9ZZ"
        return RegisterNames(frozenset((name,)), frozenset(("The Brontë",)) - {name})

    by = {"Mrs Zoë Brontë": (LETTER,)} if not sent else {name.replace("_", " "): (one,) for name, one in sent.items()}
    return Tally(ApprovedLetters(MappingProxyType(by), known_as, date(2018, 7, 20)), {1: BEGAN})


def to_answer(since: date, after: int | None = None) -> MessageDecision:
    return MessageDecision(do=Do.ANSWER, on=since, since=since, after=after)


@pytest.mark.parametrize(
    ("day", "why"),
    [
        (None, "the message has no date that can be read"),
        (date(2018, 8, 1), "the message is dated 1 August 2018, which is still to come"),
        (date(3018, 7, 1), "the message is dated 1 July 3018, which is still to come"),
        (date(1970, 1, 1), "the message is dated 1 January 1970, as by a computer whose clock stands still"),
        (date(2017, 7, 3), "the message is dated 3 July 2017, and its campaign began on 1 June 2018"),
    ],
)
def test_a_date_that_says_nothing_is_a_doubt(day, why):
    found = tally().over(laid(day))
    assert (found.pile, found.why) == (Pile.UNSURE, PERHAPS + why)
    # Nobody wrote to this reader, or on this: then there is nothing to doubt.
    assert tally(Mr_Tom_Bell=LETTER).over(laid(day)).pile is Pile.ANSWER
    assert tally().over(laid(day, topic="funding")).pile is Pile.ANSWER
    # A person has looked at it since, and a letter answers it after that.
    assert tally().over(laid(day, decision=to_answer(date(2018, 7, 11)))).pile is Pile.ANSWER
    assert tally().over(laid(day, decision=to_answer(APPROVED))).pile is Pile.REPLIED


@pytest.mark.parametrize(
    ("decision", "pile"),
    [
        (to_answer(date(2018, 7, 9)), Pile.REPLIED),
        (to_answer(APPROVED), Pile.REPLIED),  # decided on and answered in one day
        (to_answer(APPROVED, after=6), Pile.REPLIED),
        (to_answer(APPROVED, after=7), Pile.ANSWER),  # the letter was there, and somebody said: it is to be answered
        (to_answer(date(2018, 7, 11)), Pile.ANSWER),
        (to_answer(date(2018, 7, 9), after=7), Pile.ANSWER),
        (MessageDecision(do=Do.ANSWER), Pile.REPLIED),
    ],
)
def test_once_it_is_decided_to_answer_only_later_letters_count(decision, pile):
    for day in (date(2018, 7, 3), APPROVED, None):
        assert tally().over(laid(day, decision=decision)).pile is pile


def test_one_message_of_the_day_of_approval_is_answered_by_the_letter_and_a_second_is_not():
    one = tally()
    first = one.over(laid(APPROVED))
    assert first.pile is Pile.REPLIED
    assert first.why.endswith(", the day on which it was written")
    assert one.over(laid(APPROVED, n=2)).pile is Pile.ANSWER


def test_a_letter_answers_one_message_that_was_written_before_it():
    one = tally()
    assert one.over(laid(None)).pile is Pile.UNSURE
    assert one.over(laid(date(2018, 7, 9), n=2)).why == "by letter 7, approved on 10 July 2018"
    assert one.over(laid(date(2018, 7, 9), n=3)).pile is Pile.ANSWER
    assert one.over(laid(None, n=4)).pile is Pile.ANSWER
    assert tally().over(laid(date(2018, 7, 11))).pile is Pile.ANSWER


def test_a_letter_to_somebody_of_the_house_is_a_doubt():
    found = tally(The_Brontë=LETTER).over(laid(date(2018, 7, 3)))
    assert found.pile is Pile.UNSURE
    assert found.why == f"{PERHAPS}it went to somebody of this name and house with another title, or none"
    decided = to_answer(APPROVED)
    assert tally(The_Brontë=LETTER).over(laid(date(2018, 7, 3), decision=decided)).pile is Pile.ANSWER


def test_a_campaign_begins_where_its_messages_do():
    days = [
        date(1999, 1, 1),
        date(2018, 2, 1),
        date(2018, 6, 3),
        date(2018, 6, 4),
        date(2018, 7, 20),
        date(2018, 7, 21),
    ]
    assert begun([*((1, day) for day in days), (2, BEGAN), (2, date(2009, 1, 1))]) == {1: date(2018, 6, 3)}
