"""Each sentence that came back read as the phrases that it is made of; what is none, laid beside the nearest claims."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from drafter.letter.realise import upper
from drafter.letter.returned import Block, Mark, ReturnedNote
from drafter.letter.tree import Kind, Segment
from drafter.review.changes import NOTHING, Changes, changes
from drafter.review.known import Form, Known, Role
from drafter.review.model import Standing
from drafter.review.tokens import Atom, atoms, bare, seen

_LIKE, _LIKE_WITH_A_MARK, _LIKE_FOR_A_VIEW = 0.6, 0.3, 0.75  # of a claim's words, those that stand there in order
_MOST_WORDS = 400  # in one sentence; what is longer is laid beside nothing
_MOST_MARKS = 8  # facts that one sentence may be marked as; what is marked as more is marked as nothing
_END = frozenset((".", "?", "!"))
# What may follow what in a sentence.
_AFTER: Mapping[Role | None, tuple[Role, ...]] = {
    None: (Role.OPENER, Role.ANSWER, Role.FRAME, Role.CLAIM, Role.HEAD),
    Role.OPENER: (Role.WHOLE, Role.ANSWER, Role.FRAME, Role.CLAIM, Role.HEAD),
    Role.WHOLE: (),
    Role.ANSWER: (Role.FRAME,),
    Role.FRAME: (Role.CLAIM,),
    Role.CLAIM: (Role.JOIN,),
    Role.JOIN: (Role.CLAIM, Role.ASKED),
    Role.HEAD: (Role.ASKED,),
    Role.ASKED: (Role.JOIN,),
}
_BEFORE_CLAIM: Mapping[Role | None, tuple[Role, ...]] = {
    None: (Role.OPENER, Role.ANSWER, Role.FRAME),
    Role.OPENER: (Role.ANSWER, Role.FRAME),
    Role.ANSWER: (Role.FRAME,),
    Role.FRAME: (),
}
_MAY_END = frozenset((Role.CLAIM, Role.ASKED))


@dataclass(frozen=True)
class Piece:
    """A run of a block's text, and what it was read as. ``start`` and ``end`` count characters of the block."""

    start: int
    end: int
    segment: Segment


@dataclass(frozen=True)
class Aligned:
    """A sentence and what it was found to be. ``start`` is its first character in the block.

    ``against`` is what it was held against where it says something else; ``nearest`` the fact that it is marked as, or
    most like, where it is none. ``how`` is of a view the position that has it, of an act whether nobody decided it.
    """

    text: str
    standing: Standing
    start: int
    pieces: tuple[Piece, ...] = ()
    changes: Changes = NOTHING
    against: str = ""
    nearest: str = ""
    how: tuple[str, ...] = ()

    @property
    def segments(self) -> tuple[Segment, ...]:
        """What it was read as."""
        return tuple(piece.segment for piece in self.pieces)


def align(block: Block, notes: Mapping[str, ReturnedNote], known: Known, more: Callable[[], Known]) -> list[Aligned]:
    """The sentences of a paragraph. ``more`` gives all that is known, where the likely does not suffice."""
    found = list(_sentences(block, notes, known))
    if any(sentence.standing in {Standing.NEW, Standing.CHANGED, Standing.REWORDED} for sentence in found):
        found = list(_sentences(block, notes, more()))
    return found


def _sentences(block: Block, notes: Mapping[str, ReturnedNote], known: Known) -> Iterator[Aligned]:
    words = atoms(block.text, known.abbreviations)
    at = 0
    while at < len(words):
        exact = _whole(words, at, known) or _composed(words, at, known)
        if exact:
            size = sum(len(form.keys) for form in exact)
            size += at + size < len(words) and words[at + size].key in _END and exact[-1].role is not Role.WHOLE
            yield _read(words[at : at + size], exact, block)
        else:
            size = next((n for n in range(1, len(words) - at) if words[at + n - 1].ends), len(words) - at)
            yield _judged(words[at : at + size], block, notes, known)
        at += size


def _whole(words: Sequence[Atom], at: int, known: Known) -> tuple[Form, ...]:
    """A sentence that stands there word for word."""
    return tuple(known.at(words, at, (Role.WHOLE,))[:1])


def _composed(words: Sequence[Atom], at: int, known: Known) -> tuple[Form, ...]:
    """A sentence of the program's making: phrases in order, up to its full stop."""
    failed: set[tuple[int, Role | None, str, str]] = set()

    def read(place: int, before: Form | None, rests: str = "") -> tuple[Form, ...] | None:
        role = before.role if before else None
        of = before.of if before and before.role in {Role.HEAD, Role.ASKED} else ""
        of = before.source if before and before.role is Role.FRAME else of
        key = (place, role, of, rests)
        if role is Role.WHOLE:
            return ()
        if key in failed or place >= len(words):
            return None
        if role in _MAY_END and words[place].key in _END and words[place].ends:
            return ()
        for form in known.at(words, place, _AFTER[role]):
            if form.role is Role.ASKED and before is not None and before.role is Role.HEAD and form.of != before.of:
                continue
            # 'He said' is whoever's claim follows; an answer stands before the claim that it rests on.
            if form.role is Role.CLAIM and ((role is Role.FRAME and form.source != of) or rests not in ("", form.fact)):
                continue
            still = form.fact if form.role is Role.ANSWER else rests if form.role is Role.FRAME else ""
            rest = read(place + len(form.keys), form, still)
            if rest is not None:
                return (form, *rest)
        failed.add(key)
        return None

    return read(at, None) or ()


def _read(words: Sequence[Atom], forms: Sequence[Form], block: Block) -> Aligned:
    """A sentence that is known to the last word."""
    pieces: list[Piece] = []
    place = 0
    for number, form in enumerate(forms):
        here = words[place : place + len(form.keys)]
        place += len(form.keys)
        following = words[place].start if number < len(forms) - 1 else words[-1].end
        segment = Segment(
            _between(block.text, here[0].start, following, last=number == len(forms) - 1),
            Kind(form.kind), form.fact, form.source, form.dated, form.past,
        )  # fmt: skip
        if pieces and form.role in {Role.ASKED, Role.JOIN} and forms[0].role is Role.HEAD:  # all that is asked is one
            whole = pieces[-1].segment
            segment = whole._replace(text=whole.text + segment.text)
            pieces[-1] = Piece(pieces[-1].start, following, segment)
            continue
        pieces.append(Piece(here[0].start, following, segment))
    text = seen(block.text[words[0].start : words[-1].end])
    kinds = {form.kind for form in forms}
    standing = Standing.COURTESY
    if "claim" in kinds:
        standing = Standing.FACT
    elif "view" in kinds:
        standing = Standing.VIEW
    elif "act" in kinds:
        standing = Standing.ACT
    return Aligned(text, standing, words[0].start, tuple(pieces), how=tuple(form.how for form in forms if form.how))


def _between(text: str, start: int, end: int, *, last: bool) -> str:
    """What is seen of a text from here to there; a space at its end stays, since another piece follows."""
    piece = text[start:end]
    shown = seen(piece)
    return f"{shown} " if not last and piece[-1:].isspace() else shown


# -- what is not known word for word


def _judged(words: Sequence[Atom], block: Block, notes: Mapping[str, ReturnedNote], known: Known) -> Aligned:
    text = seen(block.text[words[0].start : words[-1].end])
    hints, view = _marks(words, block, notes)
    found = Aligned(text, Standing.VIEW if view else Standing.NEW, words[0].start)
    kind = Kind.VIEW if view else Kind.COURTESY
    found = replace(found, pieces=(Piece(words[0].start, words[-1].end, Segment(text, kind)),))
    if len(words) > _MOST_WORDS:
        return found
    claims, nearest = _claims_in(words, hints, known, view=view)
    if not claims:
        return replace(found, nearest=nearest)
    head = _head(words, known)
    begun = sum(len(form.keys) for form in head)
    held = [word for form in head for word in form.text.split()]
    pieces = []
    place = 0
    for form in head:
        start, place = words[place].start, place + len(form.keys)
        cut = words[place].start if place < len(words) else words[-1].end
        segment = Segment(
            _between(block.text, start, cut, last=False), Kind(form.kind), form.fact, form.source, form.dated, form.past
        )
        pieces.append(Piece(start, cut, segment))
    places = [max(begun, place) for place, _ in claims]
    places[0] = begun
    for number, (_, form) in enumerate(claims):
        if number:
            held += _join_before(words, places[number], known)
        held += form.text.split()
        end = words[places[number + 1]].start if number + 1 < len(claims) else words[-1].end
        start = words[min(places[number], len(words) - 1)].start
        last = number == len(claims) - 1
        segment = Segment(_between(block.text, start, end, last=last), Kind.CLAIM, form.fact, form.source)
        pieces.append(Piece(start, end, segment))
    said = [atom.shown for atom in words if atom.key not in _END and atom.key not in ",;:"]
    changed = changes([bare_ for word in held if (bare_ := word.strip(",;:."))], said)
    standing = Standing.CHANGED if changed.grave else Standing.REWORDED
    against = upper(" ".join(held))
    return replace(found, standing=standing, pieces=tuple(pieces), changes=changed, against=f"{against}.")


def _head(words: Sequence[Atom], known: Known) -> list[Form]:
    """The phrases before a sentence's first claim that stand there word for word: an opener, an answer, a frame."""
    found: list[Form] = []
    place = 0
    while place < len(words):
        form = next(iter(known.at(words, place, _BEFORE_CLAIM[found[-1].role if found else None])), None)
        if form is None:
            break
        found.append(form)
        place += len(form.keys)
    return found


def _claims_in(
    words: Sequence[Atom], hints: Sequence[str], known: Known, *, view: bool
) -> tuple[list[tuple[int, Form]], str]:
    """The claims that a sentence most likely makes, by place; and the nearest fact where it makes none."""
    likely = [*hints, *(fact for fact in known.like(words) if fact not in hints)]
    scored = []
    for fact in likely:
        best = max((_covered(words, form) for form in known.of(fact)), default=None, key=_kept)
        if best is not None:
            scored.append((best, fact))
    scored.sort(key=lambda one: -one[0][0])
    taken: list[tuple[int, int, Form]] = []
    for (share, start, end, form), fact in scored:
        least = _LIKE_WITH_A_MARK if fact in hints else _LIKE_FOR_A_VIEW if view else _LIKE
        free = not any(start < other_end and other_start < end for other_start, other_end, _ in taken)
        if share >= least and free:
            taken.append((start, end, form))
    taken.sort(key=lambda one: one[0])
    nearest = scored[0][1] if scored and scored[0][0][0] > _LIKE_WITH_A_MARK else (hints[0] if hints else "")
    return [(start, form) for start, _, form in taken], nearest


def _kept(covered: tuple[float, int, int, Form]) -> float:
    """How many more words of a form stand there than are missing: of two, the whole claim and not only its end."""
    share, _, _, form = covered
    return (2 * share - 1) * len(form.keys)


def _covered(words: Sequence[Atom], form: Form) -> tuple[float, int, int, Form]:
    """How much of a form stands in a sentence in order, from where to where."""
    import difflib  # late: only what was edited needs it

    keys, mine = [bare(atom.key) for atom in words], [bare(key) for key in form.keys]
    blocks = [b for b in difflib.SequenceMatcher(None, mine, keys, autojunk=False).get_matching_blocks() if b.size]
    if not blocks:
        return 0.0, 0, 0, form
    share = sum(b.size for b in blocks) / len(mine)
    # A claim begins where its own beginning would stand.
    start = max(0, blocks[0].b - blocks[0].a)
    end = min(len(words), blocks[-1].b + blocks[-1].size + len(mine) - blocks[-1].a - blocks[-1].size)
    return share, start, end, form


def _join_before(words: Sequence[Atom], place: int, known: Known) -> list[str]:
    """The join that ends at a place, if one does."""
    for size in (4, 3, 2, 1):
        begin = place - size
        if begin >= 0 and any(len(f.keys) == size for f in known.at(words, begin, (Role.JOIN,))):
            return [atom.shown for atom in words[begin:place]]
    return []


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
