"""Each sentence that came back read as the phrases that it is made of; what is none, laid beside the nearest claims."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from drafter.letter.returned import Block, Mark, ReturnedNote
from drafter.letter.tree import Kind, Segment
from drafter.review.grammar import Before, read_whole
from drafter.review.known import CLAIMS, EITHER, THEN, Form, Known, Role
from drafter.review.model import Standing
from drafter.review.tokens import Atom, atoms, seen, seen_within

if TYPE_CHECKING:
    from drafter.review.changes import Changes
    from drafter.review.nearest import Like

_MOST_WORDS = 400  # in one sentence; what is longer is laid beside nothing
_MOST_MARKS = 8  # facts that one sentence may be marked as; what is marked as more is marked as nothing
_SIGNS = frozenset((",", ";"))
_STANDINGS = (("claim", Standing.FACT), ("view", Standing.VIEW), ("act", Standing.ACT))

IsPast = Callable[[str], bool]
More = Callable[[Iterable[Sequence[Atom]]], Known]


@dataclass(frozen=True)
class Piece:
    """A run of a block's text, and what it was read as. ``start`` and ``end`` count characters of the block."""

    start: int
    end: int
    segment: Segment


@dataclass(frozen=True)
class Aligned:
    """A sentence and what it was found to be. ``start`` is its first character in the block.

    ``forms`` are the phrases that it is made of, or is nearest to. ``against`` is what it was held against where it
    says something else; ``nearest`` the fact that it is marked as, or most like, where it is none. ``framed`` are the
    words that stand where a frame should, and ``frames`` those that would be right. ``how`` is of a view the position
    that has it, of an act whether nobody decided it. ``doubt`` is why it cannot be said to this reader
    alone, or what there is to look at if it is.
    """

    text: str
    standing: Standing
    start: int
    pieces: tuple[Piece, ...] = ()
    forms: tuple[Form, ...] = ()
    changes: Changes | None = None
    against: str = ""
    nearest: str = ""
    framed: str = ""
    frames: tuple[str, ...] = ()
    how: tuple[str, ...] = ()
    doubt: str = ""

    @property
    def segments(self) -> tuple[Segment, ...]:
        """What it was read as."""
        return tuple(piece.segment for piece in self.pieces)

    @property
    def heard(self) -> tuple[Segment, ...]:
        """What it says by the phrases that it is nearest to, in the program's own words: so that one word that was
        changed in it does not make the next sentences somebody else's.
        """
        if not self.forms or self.forms[0].role is Role.HEAD:
            return self.segments if self.standing is not Standing.NEW else _left_open(self)
        exact = len(self.forms) == len(self.pieces)
        past = {s.fact: s.past for s in self.segments if s.kind is Kind.CLAIM}
        return tuple(
            Segment(
                self.segments[number].text if exact and form.role is not Role.FRAME else f"{form.text.strip()} ",
                Kind(form.kind), form.fact, form.source, form.dated, past.get(form.fact, form.tense == THEN),
            )
            for number, form in enumerate(self.forms)
        )  # fmt: skip


def _left_open(sentence: Aligned) -> tuple[Segment, ...]:
    """A gap of which only the beginning is known, as one."""
    head = sentence.forms[0] if sentence.forms else None
    return (Segment(sentence.text, Kind.GAP, "", head.source),) if head else sentence.segments


def align(
    block: Block,
    notes: Mapping[str, ReturnedNote],
    known: Known,
    more: More,
    is_past: IsPast = lambda _: False,
    *,
    alone: bool = False,
) -> list[Aligned]:
    """The sentences of a paragraph. ``more`` takes in what words that are not known are most like.

    ``is_past`` tells whether a letter of the day tells a claim as of its day, where the words alone do not; ``alone``
    that what stood before is not known.
    """
    words = atoms(block.text, known.abbreviations)
    before = Before(anything=alone)
    unknown = [mine for mine, forms in _divided(words, known, before) if not forms]
    if unknown:
        known = more(unknown)
    found: list[Aligned] = []
    for mine, forms in _divided(words, known, before, lambda: found[-1].forms):
        found.append(_read(mine, forms, block, is_past) if forms else _judged(mine, block, notes, known, is_past))
    return found


def _divided(
    words: Sequence[Atom], known: Known, before: Before, instead: Callable[[], tuple[Form, ...]] = tuple
) -> Iterator[tuple[Sequence[Atom], tuple[Form, ...]]]:
    """The sentences, each with the phrases that it is made of: none where it is not known to the last word.

    ``instead`` gives those that the sentence which came last was found to be like, where it is not known.
    """
    at = 0
    while at < len(words):
        forms = read_whole(words, at, known, before)
        if forms:
            size = sum(len(form.keys) for form in forms) + (forms[-1].role is not Role.WHOLE)
        else:
            size = next((n for n in range(1, len(words) - at) if words[at + n - 1].ends), len(words) - at)
        mine = words[at : at + size]
        yield mine, forms
        before = before.after(forms or instead())
        at += size


def _read(words: Sequence[Atom], forms: Sequence[Form], block: Block, is_past: IsPast) -> Aligned:
    """A sentence that is known to the last word."""
    places = _places(words, forms)
    past = _past(forms, is_past)
    pieces: list[Piece] = []
    head = next((form for form in forms if form.role is Role.HEAD), None)
    for form, (start, end) in zip(forms, places, strict=True):
        text = seen_within(block.text[start:end])
        segment = Segment(text, Kind(form.kind), form.fact, form.source, form.dated, past.get(form, False))
        if head is not None and form is not head and form.role is not Role.OPENER:  # all that is asked is one
            whole = pieces[-1].segment
            pieces[-1] = Piece(pieces[-1].start, end, whole._replace(text=whole.text + text))
        else:
            pieces.append(Piece(start, end, segment))
    kinds = {form.kind for form in forms}
    standing = next((standing for kind, standing in _STANDINGS if kind in kinds), Standing.COURTESY)
    text = seen(block.text[words[0].start : words[-1].end])
    how = tuple(form.how for form in forms if form.how and form.role is Role.WHOLE)
    return Aligned(text, standing, words[0].start, tuple(pieces), tuple(forms), how=how)


def _places(words: Sequence[Atom], forms: Sequence[Form]) -> list[tuple[int, int]]:
    """Where each phrase begins and ends. A comma belongs to what stands before it, a space before a join to that."""
    starts, place = [], 0
    for number, form in enumerate(forms):
        joins = number > 0 and form.role is Role.JOIN
        sign = joins and form.keys[0] in _SIGNS
        starts.append(words[place].end if sign else words[place - 1].end if joins else words[place].start)
        place += len(form.keys)
    return list(zip(starts, [*starts[1:], words[-1].end], strict=True))


def _past(forms: Sequence[Form], is_past: IsPast) -> dict[Form, bool]:
    """Which phrases are told as of their day: by their own words, else by the others', else as the program would."""
    told = [form for form in forms if form.role in CLAIMS or form.role is Role.FRAME]
    common = EITHER
    for form in told:
        common &= form.tense
    doubt = any(is_past(form.fact) for form in told if form.fact)
    sure = common == THEN if common not in (0, EITHER) else doubt
    return {form: sure if form.tense == EITHER else form.tense == THEN for form in told}


# -- what is not known word for word


def _judged(
    words: Sequence[Atom], block: Block, notes: Mapping[str, ReturnedNote], known: Known, is_past: IsPast
) -> Aligned:
    text = seen(block.text[words[0].start : words[-1].end])
    hints, view = _marks(words, block, notes)
    whole = Segment(text, Kind.VIEW if view else Kind.COURTESY)
    found = Aligned(
        text, Standing.VIEW if view else Standing.NEW, words[0].start, (Piece(words[0].start, words[-1].end, whole),)
    )
    if len(words) > _MOST_WORDS:
        return found
    from drafter.review.nearest import like  # late: a letter that nobody edited needs it not

    near = like(words, hints, known, is_past, view=view)
    if not near.forms:
        head = next(iter(known.at(words, 0, (Role.HEAD,))), None)
        left_open = head is not None and head.kind == "gap" and not view
        return replace(found, nearest=near.nearest, forms=(head,) if head and left_open else ())
    return replace(
        found,
        standing=Standing.CHANGED if near.changes.grave or near.framed else Standing.REWORDED,
        pieces=tuple(_pieces(words, near, block, is_past)),
        forms=tuple(form for _, form in near.forms),
        changes=near.changes,
        against=near.against,
        framed=near.framed,
        frames=near.frames,
    )


def _pieces(words: Sequence[Atom], near: Like, block: Block, is_past: IsPast) -> Iterator[Piece]:
    """The sentence as it stands, cut where the phrases that it is nearest to begin."""
    starts = [words[min(place, len(words) - 1)].start for place, _ in near.forms]
    starts[0] = words[0].start
    for (_, form), start, end in zip(near.forms, starts, [*starts[1:], words[-1].end], strict=True):
        if start < end:
            text = seen_within(block.text[start:end])
            past = form.tense == THEN if form.tense != EITHER else bool(form.fact) and is_past(form.fact)
            yield Piece(start, end, Segment(text, Kind(form.kind), form.fact, form.source, form.dated, past))


def _marks(words: Sequence[Atom], block: Block, notes: Mapping[str, ReturnedNote]) -> tuple[tuple[str, ...], bool]:
    """The facts that marks and notes name for a sentence, in order, and whether it is marked as the member's view."""
    start, end = words[0].start, words[-1].end
    over = [mark for mark in block.marks if _covers(mark, start, end)]
    # A note is called at a sentence's end, or within it; before the next one begins.
    called = [notes[call.note] for call in block.calls if start < call.at <= end + 1 and call.note in notes]
    hints = [mark.fact for mark in over if mark.kind is Kind.CLAIM]
    hints += [note.fact for note in called if note.fact and not hints]
    hints = list(dict.fromkeys(hints))
    view = block.style == "position" or any(mark.kind is Kind.VIEW for mark in over)
    return tuple(hints if len(hints) <= _MOST_MARKS else ()), view


def _covers(mark: Mark, start: int, end: int) -> bool:
    """Whether a mark holds a good part of a sentence, or lies within it."""
    common = min(mark.end, end) - max(mark.start, start)
    return common > 0 and (3 * common >= min(end - start, mark.end - mark.start))


def facts_named(blocks: Iterable[Block], notes: Mapping[str, ReturnedNote]) -> tuple[str, ...]:
    """The facts that marks and notes name, in order: what a letter most likely says."""
    named = [mark.fact for block in blocks for mark in block.marks if mark.fact]
    return tuple(dict.fromkeys([*named, *(note.fact for note in notes.values() if note.fact)]))
