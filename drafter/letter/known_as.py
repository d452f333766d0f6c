"""By which forms of a name somebody is known again: in the register, which keeps a keyed hash of one, and in the post.

Titles and letters after a name do not make a second person. But "Mr J Patel" and "Mrs J Patel" of one house are two.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from typing import Final, NamedTuple

from drafter.letter import name_words as known
from drafter.letter.correspondent import clean
from drafter.letter.name_words import fold, is_initials
from drafter.letter.names import person_of

_MEN: Final = frozenset(("Mr", "Sir", "Lord", "Fr"))
_WOMEN: Final = frozenset(("Mrs", "Miss", "Ms", "Dame", "Lady", "Baroness", "Sister"))
# Titles as letters of before the register dropped them may have them; the same for either sex, then for one.
_EITHER: Final = (
    "", "Mx", "Dr", "Doctor", "Prof", "Professor", "Rev", "Revd", "Reverend", "Canon", "Cllr", "Councillor", "Major",
)  # fmt: skip
_OLD: Final = {"m": ("Mr", "Sir", "Lord", "Fr", "Father"), "f": ("Mrs", "Miss", "Ms", "Dame", "Lady", "Baroness")}
_KEPT: Final = {"m": "Mr", "f": "Mrs", "": ""}
_OF_ONE: Final = frozenset(("jr", "jnr", "snr", "sr", "ii", "iii", "iv"))  # which tell a father from his son


class Forms(NamedTuple):
    """The forms of a name. ``kept`` is the one that is kept of it; ``same`` are that and the others, older ones too,
    which are surely of this person, ``perhaps`` those which may be. Two names that share one of ``shared`` are surely
    one person's.
    """

    kept: str
    same: tuple[str, ...]
    perhaps: tuple[str, ...] = ()
    shared: tuple[str, ...] = ()


@lru_cache(maxsize=10_000)
def forms_of(name: str) -> Forms:
    """The forms of a name as a letter has it. Case, accents and spaces are the register's to fold."""
    typed = clean(name)
    words = typed.replace("&", " and ").split()
    if known.AND.intersection(map(str.casefold, words)):  # those who wrote together are so named
        together = plain(" ".join(words))
        without = " ".join(word for word in together.split() if word.casefold() not in known.AND)
        return Forms(
            together, _each((together, typed, without)), shared=(together,)
        )  # whose "&" was no word to the register before
    one = person_of(typed)
    ends = [word for word in typed.split()[-2:] if fold(word).strip(".,()") in _OF_ONE and word not in one.words]
    bare = plain(" ".join((*one.words, *ends)))
    if not bare or one.rule is known.Rule.PEERAGE:  # "Lord Hill" has no other name
        return Forms(plain(typed), _each((plain(typed), typed)), shared=(plain(typed),))
    titles = {title.usual for title in one.titles}
    side = "m" if titles & _MEN else "f" if titles & _WOMEN else ""
    sides = (side,) if side else ("m", "f")
    titled = [f"{title} {bare}".strip() for title in (*_EITHER, *(t for s in sides for t in _OLD[s]))]
    if len(one.words) < 2 or is_initials(one.words[0]):  # of one house there may be several
        own = plain(typed)
        perhaps = tuple(form for form in titled if form.casefold() != own.casefold())
        return Forms(own, _each((own, typed)), perhaps, (own,))
    kept = f"{_KEPT[side]} {bare}".strip()
    return Forms(kept, _each((kept, typed, *titled)), shared=tuple(f"{_KEPT[one]} {bare}" for one in sides))


def plain(name: str) -> str:
    """A name whose apostrophes and hyphens are all of one kind, whatever sign was typed for them."""
    return "".join("'" if letter in _APOSTROPHES else "-" if _is_dash(letter) else letter for letter in name)


_APOSTROPHES: Final = frozenset("'\u2018\u2019\u201b\u02bb\u02bc\u02b9\u2032\u00b4`\uff07")


def _is_dash(letter: str) -> bool:
    return letter == "\u2212" or (not letter.isascii() and unicodedata.category(letter) == "Pd")


def _each(forms: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(forms))
