"""Addresses that several writers of one campaign give: a platform's, or an organiser's, and no household's."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, NamedTuple

from drafter.letter.name_words import fold
from drafter.mail.model import Writer

HOUSEHOLD: Final = 2  # surnames in one household
_STREET: Final = 6  # surnames at one postcode, which fifteen houses have


class Given(NamedTuple):
    """Where a message of a campaign says that its writer lives, and the writer's surname; ``n`` is the message's."""

    n: int
    campaign: int
    postcode: str
    first_line: str
    name: str


class Shared(NamedTuple):
    """What writers of one campaign share, and the numbers of their messages."""

    campaign: int
    what: str
    numbers: tuple[int, ...]


@dataclass(frozen=True)
class SharedHomes:
    """Addresses and postcodes that too many give, by campaign and what they share."""

    addresses: dict[tuple[int, str], Shared]
    postcodes: tuple[Shared, ...]

    def doubt(self, writer: Writer, campaign: int) -> str:
        """Why an address is perhaps not the writer's; empty where nobody else gives it."""
        shared = self.addresses.get((campaign, _key(writer.postcode, writer.address[0] if writer.address else "")))
        if shared is None or not writer.address:
            return ""
        return f"{len(shared.numbers)} writers of different names give this address: {shared.what}"


def shared_homes(homes: Iterable[Given]) -> SharedHomes:
    """What writers share. ``homes`` come by campaign and postcode, so that no more than one postcode is held."""
    addresses: dict[tuple[int, str], Shared] = {}
    postcodes: list[Shared] = []
    some: list[Given] = []
    for home in homes:
        if some and (some[0].campaign, some[0].postcode) != (home.campaign, home.postcode):
            _look(some, addresses, postcodes)
            some = []
        some.append(home)
    if some:
        _look(some, addresses, postcodes)
    return SharedHomes(addresses, tuple(postcodes))


def _look(some: list[Given], addresses: dict[tuple[int, str], Shared], postcodes: list[Shared]) -> None:
    """What those share who give one postcode."""
    by_address: dict[str, list[Given]] = {}
    for home in some:
        if home.first_line:
            by_address.setdefault(_key(home.postcode, home.first_line), []).append(home)
    told = False
    for key, lives in by_address.items():
        if len({surname(home.name) for home in lives}) > HOUSEHOLD:
            what = f"{lives[0].first_line}, {lives[0].postcode}".strip(" ,")
            addresses[lives[0].campaign, key] = Shared(lives[0].campaign, what, tuple(home.n for home in lives))
            told = True
    if some[0].postcode and not told and len({surname(home.name) for home in some}) > _STREET:
        postcodes.append(Shared(some[0].campaign, some[0].postcode, tuple(home.n for home in some)))


def _key(postcode: str, first_line: str) -> str:
    return f"{postcode}|{''.join(filter(str.isalnum, fold(first_line)))}"


def surname(name: str) -> str:
    """The last word of a name, folded; empty for none."""
    words = fold(name).split()
    return words[-1] if words else ""
