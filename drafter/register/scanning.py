"""Every letter held against its seal, one after another: as few questions as can be, and no more read than is sealed.

Of most letters the text that is sealed is put together without a look at single facts. Where that is not possible, or
does not give the seal, it is worked out once more from each row, as it was when the letter was entered.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Connection, Select, Text, cast, func, select

from drafter.register.database import rows_of
from drafter.register.keys import Key, canonical
from drafter.register.rows import LATER, SEALED, has_its_name, is_sound
from drafter.register.tables import exceptions, letter_facts, letters

_AT_ONCE = 2_000  # letters; a few megabytes
_TEXTS = 500  # numbers in one question
_SEAL = re.compile("[0-9a-f]{64}")
_COLUMNS = (*SEALED, *LATER, "hash", "name")
_HELD = letter_facts.c.held
_PLACES = (func.max(letter_facts.c.place), func.sum(letter_facts.c.place), func.count())


class Scanned(NamedTuple):
    """A letter's place in the chain, and whether its row, with its facts and exceptions, is what was entered."""

    number: int
    previous: str
    hash: str
    is_sound: bool


class Strays(NamedTuple):
    """Rows of letters that are not there: of how many facts and exceptions."""

    letter_facts: int = 0
    exceptions: int = 0


def scanned(
    connection: Connection, key: Key, versions: Mapping[int, str], purged: str, strays: list[Strays]
) -> Iterator[Scanned]:
    """Each letter, in the order of the numbers. ``versions`` has the seal of each fact's words, by its id.

    ``strays`` learns of rows that belong to no letter.
    """
    known = ((id_, seal) for id_, seal in versions.items() if _SEAL.fullmatch(seal))
    seals = {f"{id_ * 2 + held}": f'"{seal}",{held}]' for id_, seal in known for held in (0, 1)}
    # Only where nothing but 0 and 1 says what is held, one number can stand for it and the version.
    is_plain = not rows_of(connection, select(_HELD).where(_HELD.not_in((0, 1))).limit(1))
    above: int | None = None
    while True:
        question = select(*(letters.c[name] for name in _COLUMNS)).order_by(letters.c.number).limit(_AT_ONCE)
        rows = rows_of(connection, question if above is None else question.where(letters.c.number > above))
        last = rows[-1][0] if rows else None
        facts = _facts(connection, above, last)
        excepted = _excepted(connection, above, last)
        found = []
        for row in rows:
            said, let = facts.pop(row[0], None), excepted.pop(row[0], ())
            is_quick = is_plain and _is_sealed(key, row, said, let, seals, purged)
            found.append((row, let, is_quick))
        exact = _exactly(connection, [row[0] for row, _, is_quick in found if not is_quick])
        for row, let, is_quick in found:
            named = dict(zip(_COLUMNS, row, strict=True))
            held = [(place, versions.get(version, ""), held) for place, version, held in exact.get(row[0], ())]
            yield Scanned(row[0], named["previous"], named["hash"], is_quick or is_sound(key, named, held, let, purged))
        left = Strays(sum(said[-1] for said in facts.values()), sum(map(len, excepted.values())))
        if any(left):
            strays.append(left)
        if not rows:
            return
        above = last


def _is_sealed(
    key: Key,
    row: Sequence[Any],
    said: Sequence[Any] | None,
    let: Sequence[Sequence[Any]],
    seals: Mapping[str, str],
    purged: str,
) -> bool:
    """Whether a letter is as it was entered; False also where this is no quick matter."""
    *sealed, letterhead, seen, acts, seal, name = row
    text = _text_of(sealed, (letterhead, seen), acts)
    facts = _facts_text(said, seals)
    if text is None or facts is None:
        return False
    excepted = canonical(list(map(list, let))) if let else "[]"
    number, day, name_seal = sealed[0], sealed[3], sealed[12]
    is_whole = key.seal_text(f'["letter",[{text},{facts},{excepted}]]') == seal
    return is_whole and has_its_name(key, number, name, name_seal, day, purged)


def _text_of(sealed: Sequence[Any], later: tuple[Any, Any], acts: Any) -> str | None:
    """The sealed columns as JSON writes them; none where a text needs more than quotation marks around it."""
    number, *texts, corrects, previous = sealed
    written = (texts[5], texts[12])  # lists of topics and of warnings, which are JSON themselves
    try:
        topics, warnings = map(_json_text, written)
        done = canonical(acts) if acts else ""
        plain = "\0".join((*texts[:5], *texts[6:12], texts[13], previous, *later))
    except TypeError:
        return None
    if type(number) is not int or type(corrects) is not int:
        return None
    # As many parts as there were texts, and in them nothing that JSON writes otherwise.
    parts = plain.split("\0")
    if len(parts) != 15 or '"' in plain or "\\" in plain or not plain.isascii() or not "".join(parts).isprintable():
        return None
    before, between, after = '","'.join(parts[:5]), '","'.join(parts[5:11]), parts[11]
    ends = '","'.join(parts[13:]) if any(later) or acts else None
    text = f'[{number},"{before}",{topics},"{between}",{warnings},"{after}",{corrects},"{parts[12]}"'
    if ends is None:
        return f"{text}]"
    return f'{text},"{ends}",{done}]' if acts else f'{text},"{ends}"]'


def _facts_text(said: Sequence[Any] | None, seals: Mapping[str, str]) -> str | None:
    """A letter's facts as JSON writes them: ``said`` is their versions and what is held, and what tells the places."""
    if said is None:
        return "[]"
    versions, last, total, count = said
    # Numbers that are all different, none above n - 1, and together as many as 0 to n - 1, are those.
    if last != count - 1 or total != count * last // 2:
        return None
    try:
        return _template(count) % tuple(map(seals.__getitem__, versions.split(",")))
    except (KeyError, TypeError):  # words that are not known, or not as many as were counted
        return None


@functools.cache
def _template(count: int) -> str:
    return f"[{','.join(f'[{place},%s' for place in range(count))}]"


@functools.lru_cache(maxsize=10_000)
def _json_text(text: str) -> str:
    if not isinstance(text, str):
        raise TypeError(text)
    return canonical(text)


def _between(question: Select[Any], column: Any, above: int | None, last: int | None) -> Select[Any]:
    """Only rows of letters above one, up to another; without them, from the first, or to the last."""
    if above is not None:
        question = question.where(column > above)
    return question if last is None else question.where(column <= last)


def _facts(connection: Connection, above: int | None, last: int | None) -> dict[int, Sequence[Any]]:
    """Of each letter its versions with what is held, in the order of their places, and what tells these places.

    The database need not keep that order; then the seal is not found, and each row is looked at.
    """
    one = func.aggregate_strings(cast(letter_facts.c.version * 2 + _HELD, Text), ",")
    question = select(letter_facts.c.letter, one, *_PLACES).group_by(letter_facts.c.letter)
    return {
        letter: said for letter, *said in rows_of(connection, _between(question, letter_facts.c.letter, above, last))
    }


def _excepted(connection: Connection, above: int | None, last: int | None) -> dict[int, list[tuple[Any, ...]]]:
    """Place, rule and reason of each exception, by letter."""
    found: dict[int, list[tuple[Any, ...]]] = {}
    columns = (exceptions.c.letter, exceptions.c.place, exceptions.c.rule, exceptions.c.because)
    question = select(*columns).order_by(exceptions.c.letter, exceptions.c.place)
    for letter, *rest in rows_of(connection, _between(question, exceptions.c.letter, above, last)):
        found.setdefault(letter, []).append(tuple(rest))
    return found


def _exactly(connection: Connection, numbers: Sequence[int]) -> dict[int, list[tuple[Any, ...]]]:
    """Place, version and what is held of each fact of some letters."""
    found: dict[int, list[tuple[Any, ...]]] = {}
    columns = (letter_facts.c.letter, letter_facts.c.place, letter_facts.c.version, _HELD)
    question = select(*columns).order_by(letter_facts.c.letter, letter_facts.c.place)
    for start in range(0, len(numbers), _TEXTS):
        for letter, *rest in rows_of(
            connection, question.where(letter_facts.c.letter.in_(numbers[start : start + _TEXTS]))
        ):
            found.setdefault(letter, []).append(tuple(rest))
    return found
