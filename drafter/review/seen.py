"""What a review showed, as a short digest: an approval names it, so that what is approved is what was read."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from drafter.factbase.fingerprint import fingerprint
from drafter.review.model import Review
from drafter.review.standing import Shelf

_SIGNS = 12
_DIGEST = re.compile(rf"[0-9a-f]{{{_SIGNS}}}")


class Shown(NamedTuple):
    """One thing that was shown: what people call it, and a hash of it."""

    name: str
    hash: str


def shown(review: Review, shelf: Shelf) -> tuple[Shown, ...]:
    """All that a review shows of a letter: its lines and sentences, how each is read, what is wrong or asked, the
    letterhead, the facts as they are now.
    """
    return tuple(Shown(name, _hash(text)) for name, text in _texts(review, shelf))


def digest_of(things: Iterable[Shown]) -> str:
    """Twelve hex digits in three groups, as they are read out: ``ab12-cd34-ef56``."""
    whole = _hash("\n".join(f"{one.name}\0{one.hash}" for one in things), _SIGNS)
    return _grouped(whole)


def _grouped(signs: str) -> str:
    return "-".join(signs[start : start + 4] for start in range(0, _SIGNS, 4))


def read_digest(typed: str) -> str:
    """A digest as somebody typed it, with or without its hyphens; empty for what is none."""
    signs = "".join(typed.casefold().split()).replace("-", "")
    return _grouped(signs) if _DIGEST.fullmatch(signs) else ""


def written(things: Iterable[Shown]) -> str:
    """What was shown, to be kept: names and hashes, and no word of a letter's."""
    return "".join(f"{one.hash} {one.name}\n" for one in things)


def read(text: str) -> tuple[Shown, ...]:
    """What was kept."""
    pairs = (line.partition(" ") for line in text.splitlines())
    return tuple(Shown(name, hash_) for hash_, _, name in pairs if name)


def changed(then: Iterable[Shown], now: Iterable[Shown]) -> Iterator[str]:
    """What is another thing now than it was, or was not shown, in words."""
    then, now = list(then), list(now)
    before = {one.hash for one in then}
    named = {one.name for one in then}
    for one in now:
        if one.hash not in before:
            yield f"{one.name} is {'another' if one.name in named else 'new'}"
    after = {one.hash for one in now}
    gone = [one for one in then if one.hash not in after and one.name not in {mine.name for mine in now}]
    yield from (f"{one.name} is gone" for one in gone)


def _texts(review: Review, shelf: Shelf) -> Iterator[tuple[str, str]]:
    letter = review.letter
    yield "the date", letter.date.isoformat()
    for name, lines in (
        ("what stands above the address", letter.above),
        ("the address", letter.addressee),
        ("the greeting", (letter.salutation,)),
        ("the reference", (letter.reference,)),
        ("the subject line", (letter.subject_line,)),
        ("the close", (letter.close, *letter.signature)),
        ("what stands below the signature", letter.below),
        ("the small print", (letter.small_print,)),
        ("the letterhead", (*shelf.letterhead, shelf.letterhead_hash)),
        ("the way of citing", (shelf.office.citations,)),
    ):
        yield name, "\n".join(lines)
    if letter.mailing is not None:
        yield "the e-mail's address", letter.mailing.to
        yield "the e-mail's subject", letter.mailing.subject
        yield "the message that the e-mail answers", "\n".join((letter.mailing.answers, *letter.mailing.references))
    if letter.attached:
        yield "what is attached", letter.attached
    for passage in review.passages:
        yield f"{passage.where.line}:{passage.where.column}", f"{passage.standing}\0{passage.text}"
    for found in (*review.errors, *review.questions):
        yield (
            f"what is to be mended or answered ({found.rule})",
            f"{found.where.line}:{found.where.column}\0{found.rule}",
        )
    for id_ in review.facts:
        yield f"the fact '{id_}'", fingerprint(shelf.base.facts[id_])


def _hash(text: str, signs: int = 16) -> str:
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:signs]
