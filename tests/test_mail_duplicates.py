"""Who is taken for one person in the post, and who is not: of two taken for one, the second would never be answered."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from drafter.inbox.campaigns import Home, find_duplicates, identities_of
from drafter.inbox.decisions import NONE
from drafter.inbox.model import STORE, ParsedMessage, Writer
from drafter.inbox.piles import ANSWERED, Pile, TriagedMessage, triage
from drafter.inbox.store import Store
from drafter.inbox.topics import NOTHING, Matter
from drafter.letter.mailing import usable_address

CAMPAIGN = Matter(("privatisation",))
SAID = "Please vote against this contract."
MORE = "It should not be secret."


def read(
    name: str = "",
    where: str = "",
    sender: str = "",
    email: str = "",
    reply_to: str = "",
    said: Sequence[str] = (SAID,),
) -> ParsedMessage:
    """A message; ``where`` is its address in one line, its postcode after a semicolon."""
    lines, _, code = where.partition(";")
    writer = Writer(name, address=tuple(filter(None, map(str.strip, lines.split(",")))), postcode=code.strip())
    replies = tuple(reply_to.split())
    return ParsedMessage(
        "", "", sender=sender, sender_address=email, writer=writer, paragraphs=tuple(said), reply_to=replies
    )


def laid(*reads: ParsedMessage, campaigns: Sequence[int] = ()) -> list[TriagedMessage]:
    """Messages of one campaign (or of several) as they are laid; their keys count from 1001."""
    with TemporaryDirectory() as folder, closing(Store(Path(folder), write=True)) as store:
        for n, one in enumerate(reads):
            where = {"key": str(1001 + n), "where": f"{n}.eml"}
            store.update(
                store.add(ParsedMessage(**{**vars(one), **where}), NOTHING, "")[0], campaign=(campaigns or [1] * 99)[n]
            )
        find_duplicates(store)
        return [triage(kept, NONE, CAMPAIGN, "ask") for kept in store.messages()]


def told(*reads: ParsedMessage, campaigns: Sequence[int] = ()) -> list[str]:
    return [f"{one.pile} {one.why}".strip() for one in laid(*reads, campaigns=campaigns)]


OAK, ELM = "1 Oak Road, Westmere; WV1 9AA", "2 Elm Road, Westmere; WV1 9BB"
PLATFORM = {"sender": "ActNow", "email": "campaigns@actnow.example"}
OWN = {"sender": "Ivo Reed", "email": "ivo.reed@post.example"}


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        # A platform's address is nobody's: who lives elsewhere, or is answered elsewhere, is another.
        (read("Ivo Reed", OAK, **PLATFORM), read("Ivo Reed", ELM, **PLATFORM), ["answer", "answer"]),
        (read("Ivo Reed", OAK, **PLATFORM), read("Ivo Reed", ELM, **PLATFORM, said=(SAID, MORE)), ["answer", "answer"]),
        (read("Ivo Reed", ";WV1 9AA", **PLATFORM), read("Ivo Reed", ";WV1 9BB", **PLATFORM), ["ask-address"] * 2),
        (
            read("Ivo Reed", **PLATFORM, reply_to="i1@a.example"),
            read("Ivo Reed", **PLATFORM, reply_to="reed@b.example"),
            ["ask-address"] * 2,
        ),
        (read("Ivo Reed", **PLATFORM), read("Ivo Reed", **PLATFORM), ["ask-address"] * 2),
        (read("", **PLATFORM), read("", **PLATFORM), ["unsigned nobody signed it"] * 2),
        (
            read("Ivo Reed", **PLATFORM, reply_to="i1@a.example"),
            read("Ivo Reed", sender="ActNow", email="other@actnow.example", reply_to="I1@a.example"),
            ["ask-address", "duplicate the same as 1001"],
        ),
        # Of one house.
        (
            read("Ivo Reed", OAK, **OWN),
            read("Mr Ivo Reed", "1 Oak Rd, Westmere; WV1 9AA", email="ir@b.example"),
            ["answer", "duplicate the same as 1001"],
        ),
        (
            read("Ivo Reed", OAK, **OWN),
            read("Ivo Reed", "3 Oak Road, Westmere; WV1 9AA", email="ir@b.example"),
            ["answer", "answer"],
        ),
        (read("Ivo and Ada Reed", OAK, **OWN), read("Ivo Reed", OAK, **OWN), ["answer", "answer"]),
        # One e-mail address, two homes: one is wrong.
        (
            read("Ivo Reed", OAK, **OWN),
            read("Ivo Reed", ELM, **OWN),
            ["answer", "unsure its writer also gave another address: 1 Oak Road, Westmere, WV1 9AA"],
        ),
        (
            read("Ivo Reed", OAK, **OWN),
            read("Ivo Reed", ELM, **OWN, said=(MORE,)),
            ["answer", "unsure its writer also gave another address: 1 Oak Road, Westmere, WV1 9AA"],
        ),
        # The one with an address counts.
        (read("Ivo Reed", **OWN), read("Ivo Reed", OAK, **OWN), ["duplicate the same as 1002", "answer"]),
        (read("Ivo Reed", OAK, **OWN), read("Ivo Reed", **OWN), ["answer", "duplicate the same as 1001"]),
        (
            read("Ivo Reed", OAK, **OWN),
            read("Ivo Reed", **OWN, said=(SAID, MORE)),
            ["answer", "again its writer also wrote 1001"],
        ),
        (
            read("Ivo Reed", sender="Ivo Reed", email="no-reply@actnow.example"),
            read("Ivo Reed", OAK, sender="Ivo Reed", email="no-reply@actnow.example"),
            ["duplicate the same as 1002", "answer"],
        ),
    ],
)
def test_one_writer_or_two(one: ParsedMessage, other: ParsedMessage, expected: list[str]) -> None:
    assert told(one, other) == expected


def test_an_address_that_many_write_from_is_nobodys() -> None:
    many = {"sender": "Ivo Reed", "email": "hub@actnow.example"}
    others = [read(name, OAK, **many) for name in ("Ada Hill", "Bo Lane", "Cy Dunn")]
    assert told(read("Ivo Reed", **many), read("Ivo Reed", **many), *others)[:2] == ["ask-address"] * 2
    family = [read(f"{name} Reed", **many) for name in ("Ada", "Bo", "Cy", "Di")]
    assert told(read("Ivo Reed", **many), read("Ivo Reed", **many), *family)[1] == "duplicate the same as 1001"


def test_who_moved_is_told_in_another_campaign_too_and_of_the_later_message() -> None:
    here, there = read("Ivo Reed", OAK, **OWN), read("Ivo Reed", ELM, **OWN)
    assert told(here, there, campaigns=(1, 2))[1].startswith("unsure its writer also gave")
    assert told(here, here, campaigns=(1, 2)) == ["answer", "answer"]


def test_what_is_the_same_as_one_that_does_not_count_is_the_same_as_the_one_that_does() -> None:
    reads = [read("Ivo Reed", **OWN), read("Ivo Reed", **OWN), read("Ivo Reed", OAK, **OWN)]
    assert told(*reads) == ["duplicate the same as 1003", "duplicate the same as 1003", "answer"]


@pytest.mark.parametrize(("version", "lacks"), [(1, ("elsewhere", "danger")), (2, ("danger",))])
def test_a_sorting_of_before_can_be_gone_on_with(tmp_path: Path, version: int, lacks: tuple[str, ...]) -> None:
    with closing(Store(tmp_path, write=True)) as store:
        store.add(read("Ivo Reed", OAK, **OWN), NOTHING, "")
    with closing(sqlite3.connect(tmp_path / STORE)) as file:
        for column in lacks:
            file.execute(f"ALTER TABLE message DROP COLUMN {column}")
        file.execute(f"PRAGMA user_version = {version}")
        file.commit()
    for write in (False, True):
        with closing(Store(tmp_path, write=write)) as store:
            assert [(kept.elsewhere, kept.danger) for kept in store.messages()] == [((), ())]


EMAILS = ("", "ivo.reed@post.example", "i.reed@b.example", "campaigns@actnow.example", "no-reply@actnow.example")
PLACES = (
    "", ";WV1 9AA", ";WV1 9BB", OAK, ELM, "3 Oak Road, Westmere; WV1 9AA", "1 Oak Rd", "Rose Cottage, Mill Lane;WV1 9AA",
    "Mill Lane; WV1 9AA", "Flat 2, 1 Oak Road; WV1 9AA", "Westmere; WV1 9AA", "1 Elm Road, Westmere",
)  # fmt: skip
READS = st.lists(
    st.builds(
        read,
        st.sampled_from(("Ivo Reed", "Mr Ivo Reed", "Ada Reed", "Ivo and Ada Reed", "Ivo", "")),
        st.sampled_from(PLACES),
        st.sampled_from(("Ivo Reed", "ActNow", "Save Our Ward", "")),
        st.sampled_from(EMAILS),
        st.sampled_from(("", "", "i1@a.example", "reed@b.example")),
        st.sampled_from(((SAID,), (SAID, MORE), (MORE,))),
    ),
    min_size=2,
    max_size=6,
)


@settings(max_examples=150, deadline=None)
@given(READS)
def test_nobody_is_lost(reads: list[ParsedMessage]) -> None:
    found = {one.kept.read.key: one for one in laid(*reads)}
    assert len(found) == len(reads)
    for one in found.values():
        if one.pile is not Pile.DUPLICATE:
            assert one.pile in ANSWERED or one.why
            continue
        mine, theirs = one.kept.read, found[one.kept.duplicate].kept.read
        assert found[theirs.key].pile is not Pile.DUPLICATE
        assert {who.partition("|")[0] for who in identities_of(mine, ())} & {
            who.partition("|")[0] for who in identities_of(theirs, ())
        }
        assert not Home(mine.writer).contradicts(Home(theirs.writer))
        assert not (mine.reply_to and theirs.reply_to and mine.reply_to != theirs.reply_to)
        assert not mine.writer.postal or theirs.writer.postal


@given(
    st.tuples(st.integers(1, 99), st.integers(1, 99)),
    st.tuples(st.sampled_from(("WV1 9AA", "WV1 9BB")), st.sampled_from(("WV1 9AA", "WV1 9BB"))),
    st.booleans(),
)
def test_who_lives_elsewhere_and_writes_from_elsewhere_is_another(
    numbers: tuple[int, int], codes: tuple[str, str], platform: bool
) -> None:
    homes = [f"{number} Oak Road, Westmere; {code}" for number, code in zip(numbers, codes, strict=True)]
    emails = ("ivo.reed@a.example", "reed@b.example")
    assert all(map(usable_address, emails))
    one, other = (
        read("Ivo Reed", home, **(PLATFORM if platform else {"email": email}), reply_to=email if platform else "")
        for home, email in zip(homes, emails, strict=True)
    )
    apart = homes[0] != homes[1]
    if apart or platform:
        assert told(one, other) == ["answer", "answer"]
    else:
        assert told(one, other)[1] == "duplicate the same as 1001"
