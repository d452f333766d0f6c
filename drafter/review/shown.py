"""What a review showed: an approval names its digest, so that the approved letter is the one that was read."""

from __future__ import annotations

import difflib
import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence

from drafter.facts.model import fingerprint
from drafter.frozen import NamedTuple
from drafter.review.model import Review
from drafter.workspace import Workspace

_SIGNS = 12
_DIGEST = re.compile(rf"[0-9a-f]{{{_SIGNS}}}")
_PLACE = re.compile(r"(?:.* )?\d+:\d+")  # of a sentence; before it, in a batch, the letter's file


class ShownItem(NamedTuple):
    """One thing that a review showed: its name for people, and a hash of it."""

    name: str
    hash: str


def shown(review: Review, workspace: Workspace) -> tuple[ShownItem, ...]:
    """Everything that a review shows of a letter: its lines and sentences, how each is read, findings, the letterhead,
    and the current facts.
    """
    return tuple(ShownItem(name, _hash(text)) for name, text in _texts(review, workspace))


def seen_digest(things: Iterable[ShownItem]) -> str:
    """Twelve hex digits in three groups, easy to read out: ``ab12-cd34-ef56``."""
    whole = _hash("\n".join(f"{one.name}\0{one.hash}" for one in things), _SIGNS)
    return _grouped(whole)


def _grouped(signs: str) -> str:
    return "-".join(signs[start : start + 4] for start in range(0, _SIGNS, 4))


def read_digest(typed: str) -> str:
    """A digest as somebody typed it, with or without hyphens; empty for anything else."""
    signs = "".join(typed.casefold().split()).replace("-", "")
    return _grouped(signs) if _DIGEST.fullmatch(signs) else ""


def shown_as_text(things: Iterable[ShownItem]) -> str:
    """What was shown, for keeping: names and hashes, without a word of the letter."""
    return "".join(f"{one.hash} {one.name}\n" for one in things)


def read_shown(text: str) -> tuple[ShownItem, ...]:
    """Read what was kept."""
    pairs = (line.partition(" ") for line in text.splitlines())
    return tuple(ShownItem(name, hash_) for hash_, _, name in pairs if name)


def changes_since(then: Iterable[ShownItem], now: Iterable[ShownItem]) -> Iterator[str]:
    """What differs from what was shown, is new or is gone, in words: sentences by their places, all else by name."""
    then, now = list(then), list(now)
    told = [
        *_changed_by_name([one for one in then if not _is_place(one)], [one for one in now if not _is_place(one)]),
        *_changed_in_order([one for one in then if _is_place(one)], [one for one in now if _is_place(one)]),
    ]
    order = {one.name: number for number, one in enumerate(now)}
    yield from (text for _, text in sorted(told, key=lambda one: order.get(one[0], len(order))))


def _is_place(one: ShownItem) -> bool:
    return _PLACE.fullmatch(one.name) is not None


def _changed_by_name(then: Sequence[ShownItem], now: Sequence[ShownItem]) -> Iterator[tuple[str, str]]:
    """What has another hash under its own name, each with this name. Several findings may have one name."""
    before, after = _by_name(then), _by_name(now)
    for name, hashes in after.items():
        if name not in before:
            yield name, f"{name} is new"
        elif hashes != before[name]:
            yield name, f"{name} is another"
    yield from ((name, f"{name} is gone") for name in before if name not in after)


def _by_name(things: Iterable[ShownItem]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for one in things:
        found.setdefault(one.name, []).append(one.hash)
    return found


def _changed_in_order(then: Sequence[ShownItem], now: Sequence[ShownItem]) -> Iterator[tuple[str, str]]:
    """The sentences that are another, moved, new or gone, each with its place.

    A sentence that others only pushed along is not named.
    """
    matcher = difflib.SequenceMatcher(None, [one.hash for one in then], [one.hash for one in now], autojunk=False)
    steps = [(then[a:b], now[c:d]) for step, a, b, c, d in matcher.get_opcodes() if step != "equal"]
    stood: dict[str, list[str]] = {}  # where each sentence stood that is not there any more
    for were, _ in steps:
        for one in were:
            stood.setdefault(one.hash, []).append(one.name)
    moved = {one.name: stood[one.hash].pop(0) for _, are in steps for one in are if stood.get(one.hash)}
    for were, are in steps:
        left = [one for one in were if one.name in stood.get(one.hash, ())]
        for one in are:
            if moved.get(one.name) == one.name:
                yield one.name, f"what stands around {one.name} is another"
            elif one.name in moved:
                yield one.name, f"{one.name} is what stood at {moved[one.name]}"
            elif left:
                left.pop(0)
                yield one.name, f"{one.name} is another"
            else:
                yield one.name, f"{one.name} is new"
        yield from ((one.name, f"what stood at {one.name} is gone") for one in left)


def _texts(review: Review, workspace: Workspace) -> Iterator[tuple[str, str]]:
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
        ("the letterhead", (*workspace.paper.lines, workspace.paper.sha256)),
        ("the way of citing", (workspace.office.citations,)),
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
        yield f"the fact '{id_}'", fingerprint(workspace.base.facts[id_])


def _hash(text: str, signs: int = 16) -> str:
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:signs]
