"""Each sentence that came back laid beside what it may be: by its marks where these are left, else by its words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from drafter.letter.returned import Block, Mark, ReturnedNote
from drafter.letter.tree import Kind
from drafter.review.changes import NOTHING, Changes, changes
from drafter.review.known import Form, Known
from drafter.review.model import Standing
from drafter.review.tokens import Token, bare, seen, tokens

_LIKE, _LIKE_WITH_A_MARK, _LIKE_FOR_A_VIEW = 0.6, 0.3, 0.75  # of 1, which is the same words in the same order
_MOST_WORDS = 400  # in one sentence; what is longer is laid beside nothing
_MOST_MARKS = 8  # facts that one sentence may be marked as; what is marked as more is marked as nothing


@dataclass(frozen=True)
class Aligned:
    """A sentence and what it was found to be. ``forms`` are the wordings it may be; several only where it is exact.

    ``notes`` are the notes that it calls; ``start`` is its first character in the block; ``nearest`` the fact that
    it is marked as, or most like, where it says something else; ``likeness`` is of 1; ``several`` are facts in one.
    """

    text: str
    standing: Standing
    start: int
    forms: tuple[Form, ...] = ()
    changes: Changes = NOTHING
    notes: tuple[ReturnedNote, ...] = ()
    nearest: str = ""
    likeness: float = 0.0
    several: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Piece:
    """A run of a block's words, and what they were found to be, if exactly known."""

    words: tuple[Token, ...]
    exact: tuple[Form, ...] = ()
    hints: tuple[str, ...] = ()
    view: bool = False
    notes: tuple[ReturnedNote, ...] = ()


def align(block: Block, notes: Mapping[str, ReturnedNote], known: Known, more: Callable[[], Known]) -> list[Aligned]:
    """The sentences of a paragraph. ``more`` gives all that is known, where the likely does not suffice."""
    pieces = [_with_marks(piece, block, notes) for piece in _pieces(block.text, known)]
    if any(not piece.exact for piece in pieces):
        known = more()
        pieces = [_with_marks(piece, block, notes) for piece in _pieces(block.text, known)]
    aligned = [_judged(piece, block, known) for piece in pieces]
    return list(_joined(aligned, pieces, block, known))


def _pieces(text: str, known: Known) -> Iterator[_Piece]:
    words = tokens(text, known.abbreviations)
    at = 0
    while at < len(words):
        forms = known.opening(words[at : at + known.longest])
        size = len(forms[0].words) if forms else 0
        if not size:
            size = next((n for n in range(1, len(words) - at) if words[at + n - 1].ends), len(words) - at)
        yield _Piece(words[at : at + size], tuple(forms))
        at += size


def _with_marks(piece: _Piece, block: Block, notes: Mapping[str, ReturnedNote]) -> _Piece:
    start, end = piece.words[0].start, piece.words[-1].end
    over = [mark for mark in block.marks if _covers(mark, start, end)]
    # A note is called at a sentence's end, or within it; before the next one begins.
    called = tuple(notes[call.note] for call in block.calls if start < call.at <= end + 1 and call.note in notes)
    hints = [mark.fact for mark in over if mark.kind is Kind.FACT]
    hints += [note.fact for note in called if note.fact]
    view = block.style == "position" or any(mark.kind is Kind.POSITION for mark in over)
    hints = list(dict.fromkeys(hints))
    return replace(piece, hints=tuple(hints if len(hints) <= _MOST_MARKS else ()), view=view, notes=called)


def _covers(mark: Mark, start: int, end: int) -> bool:
    """Whether a mark holds a good part of a sentence, or lies within it."""
    shared = min(mark.end, end) - max(mark.start, start)
    return shared > 0 and 3 * shared >= min(end - start, mark.end - mark.start)


def _judged(piece: _Piece, block: Block, known: Known) -> Aligned:
    text = seen(block.text[piece.words[0].start : piece.words[-1].end])
    found = Aligned(text, Standing.NEW, piece.words[0].start, notes=piece.notes)
    if piece.exact:
        return _exact(found, piece)
    shown = [word.shown for word in piece.words]
    form, likeness, nearest = _most_like(piece, known)
    found = replace(found, likeness=likeness)
    if form is None:
        standing = Standing.VIEW if piece.view else Standing.NEW
        return replace(found, standing=standing, nearest=piece.hints[0] if piece.hints else nearest)
    # Of the fact's wordings, the one that least was changed of.
    changed, form = min(((changes(f.shown, shown), f) for f in _near(form, known)), key=lambda pair: pair[0].weight)
    standing = Standing.CHANGED if changed.grave else Standing.REWORDED
    several = piece.hints if len(piece.hints) > 1 else ()
    return replace(found, standing=standing, forms=(form,), changes=changed, several=several)


def _near(form: Form, known: Known) -> Sequence[Form]:
    return [form, *(other for other in known.of(form.fact) if other is not form)]


def _exact(found: Aligned, piece: _Piece) -> Aligned:
    kinds = {form.kind for form in piece.exact}
    if Kind.FACT in kinds:
        facts = [form for form in piece.exact if form.kind is Kind.FACT]
        # Two facts may be worded alike where each leans on its own antecedent: the mark tells which is meant.
        meant = [form for form in facts if form.fact in piece.hints] or facts
        return replace(found, standing=Standing.FACT, forms=tuple(meant))
    standing = Standing.VIEW if Kind.POSITION in kinds or piece.view else Standing.COURTESY
    return replace(found, standing=standing, forms=piece.exact)


def _most_like(piece: _Piece, known: Known) -> tuple[Form | None, float, str]:
    """The fact's wording that a sentence is a rewording of, how like it is, and the nearest fact where it is none."""
    if len(piece.words) > _MOST_WORDS:
        return None, 0.0, ""
    words = [bare(word.word) for word in piece.words]
    likely = [form for form in known.like(piece.words) if form.kind is Kind.FACT]
    for hint in piece.hints:
        likely += [form for form in known.of(hint) if form not in likely]
    scored = sorted(((_likeness(words, form), form) for form in likely), key=lambda pair: -pair[0])
    for likeness, form in scored:
        least = _LIKE_WITH_A_MARK if form.fact in piece.hints else _LIKE_FOR_A_VIEW if piece.view else _LIKE
        if likeness >= least:
            return form, likeness, ""
    best = scored[0] if scored else (0.0, None)
    return None, best[0], best[1].fact if best[1] is not None and best[0] > _LIKE_WITH_A_MARK else ""


def _likeness(words: Sequence[str], form: Form) -> float:
    import difflib  # late: only what was edited needs it

    return difflib.SequenceMatcher(None, [bare(word) for word in form.words], words, autojunk=False).ratio()


def _joined(aligned: Sequence[Aligned], pieces: Sequence[_Piece], block: Block, known: Known) -> Iterator[Aligned]:
    """One fact that somebody parted into several sentences, as one again: a part alone lacks what the other says.

    They are one where together they are more like the fact than either is; a sentence that was added makes it less so.
    """
    at = 0
    while at < len(aligned):
        best, size = aligned[at], 1
        while at + size < len(aligned) and _may_be_part(best) and _may_be_part(aligned[at + size]):
            whole = _judged(_together(pieces[at : at + size + 1]), block, known)
            if not whole.forms or whole.several or whole.likeness <= max(best.likeness, aligned[at + size].likeness):
                break
            best, size = whole, size + 1
        yield best
        at += size


def _may_be_part(sentence: Aligned) -> bool:
    return sentence.standing in (Standing.NEW, Standing.CHANGED, Standing.REWORDED) and not sentence.several


def _together(pieces: Sequence[_Piece]) -> _Piece:
    return _Piece(
        tuple(word for piece in pieces for word in piece.words),
        hints=tuple(dict.fromkeys(hint for piece in pieces for hint in piece.hints)),
        view=all(piece.view for piece in pieces),
        notes=tuple(dict.fromkeys(note for piece in pieces for note in piece.notes)),
    )


def facts_named(blocks: Iterable[Block], notes: Mapping[str, ReturnedNote]) -> tuple[str, ...]:
    """The facts that marks and notes name, in order: what a letter most likely says."""
    named = [mark.fact for block in blocks for mark in block.marks if mark.fact]
    return tuple(dict.fromkeys([*named, *(note.fact for note in notes.values() if note.fact)]))
