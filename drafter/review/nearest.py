"""A sentence that is not known word for word, laid beside the claims, the frame and the joins that it is nearest to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from drafter.letter.frames import Voice
from drafter.letter.sentences import upper
from drafter.review.changes import NOTHING, Changes, changes
from drafter.review.known import NOW, THEN, Form, Known, Role
from drafter.review.tokens import Atom, atoms, bare

_LIKE, _LIKE_WITH_A_MARK, _LIKE_FOR_A_VIEW = 0.6, 0.3, 0.75  # of a claim's words, those that stand there in order
_FRAMED = 0.4  # how like a frame the words before a claim are at least
_STRAYS = 8  # words by which a piece of a claim may have moved; what lies further off is another claim's
_SHOWN = 3  # frames that would be right
_PAUSES = frozenset((",", ";", ":", "."))
_NO_MATTER = frozenset((*_PAUSES, "that"))  # what may come and go in a frame


@dataclass(frozen=True)
class Like:
    """What a sentence is nearest to: phrases, each with the word at which it begins. The other fields are as in
    ``drafter.review.align.Aligned``.
    """

    forms: tuple[tuple[int, Form], ...] = ()
    changes: Changes = NOTHING
    against: str = ""
    nearest: str = ""
    framed: str = ""
    frames: tuple[str, ...] = ()


def like(
    words: Sequence[Atom], hints: Sequence[str], known: Known, is_past: Callable[[str], bool], *, view: bool
) -> Like:
    """What a sentence is nearest to; ``hints`` are the facts that its marks name."""
    claims, nearest = _claims_in(words, hints, known, is_past, view=view)
    if not claims:
        return Like(nearest=nearest)
    head, begun, framed, frames = _head(words, claims, known)
    row = [*head]
    for number, (place, form) in enumerate(claims):
        here = max(begun, place) if number else begun
        if number:
            join = _join_before(words, here, known)
            row += [(here - len(join.keys), join)] if join else []
        row.append((here, form))
    told = [form for place, form in row if place >= begun]
    held = _shown(atoms(" ".join(form.text for form in told), known.abbreviations))
    changed = changes(held, _shown(words[begun:]))
    return Like(tuple(row), changed, _as_one([form for _, form in row]), nearest, framed, frames)


def _as_one(forms: Sequence[Form]) -> str:
    """Phrases as one sentence."""
    text = ""
    for form in forms:
        space = "" if not text or form.text[:1] in _PAUSES else " "
        text = f"{text.rstrip()}{space}{form.text}"
    return f"{upper(text.strip())}."


def _shown(words: Sequence[Atom]) -> list[str]:
    """The words as they stand, without pauses; what asks or exclaims stays."""
    return [atom.shown for atom in words if atom.key not in _PAUSES]


# -- before the first claim


def _head(
    words: Sequence[Atom], claims: Sequence[tuple[int, Form]], known: Known
) -> tuple[list[tuple[int, Form]], int, str, tuple[str, ...]]:
    """The phrases before the first claim, where that begins; the words that should be a frame, and what would be."""
    begun, first = claims[0]
    row: list[tuple[int, Form]] = []
    place = 0
    for opener in known.at(words, 0, (Role.OPENER,))[:1]:
        row.append((0, opener))
        place = len(opener.keys)
    resting = {form.fact for _, form in claims}
    answers = known.at(words, place, (Role.ANSWER,)) if place < len(words) else []
    for answer in sorted(answers, key=lambda form: form.fact not in resting)[:1]:
        row.append((place, answer))
        place += len(answer.keys)
    exact = [f for f in known.at(words, place, (Role.FRAME,)) if f.voice == first.voice] if place < len(words) else []
    if exact:
        row.append((place, exact[0]))
        return row, place + len(exact[0].keys), "", ()
    if begun <= place:
        return row, place, "", ()
    colon = next((n for n in range(place, begun) if words[n].key == ":"), None)
    after = place if colon is None else colon + 1
    right = [f for f in known.at(words, after, (Role.FRAME,)) if f.voice == first.voice] if after < len(words) else []
    if right:  # an answer, or what stands in its place, is none of the program's; who says it is
        row += [(place, answer) for answer in [*known.answers(resting)][:1]]
        row.append((after, right[0]))
        return row, place, "", ()
    near = _nearest_frames(words[place:begun], first.voice, known)
    if not near:
        return row, place, "", ()
    row.append((place, near[0]))
    stand = {atom.key for atom in words[place:begun]} - _NO_MATTER
    if stand == set(near[0].keys) - _NO_MATTER and not _turned(words[place:begun], near[0]):
        return row, begun, "", ()
    framed = " ".join(atom.shown for atom in words[place:begun] if atom.key not in _PAUSES)
    return row, begun, framed, tuple(upper(form.text.strip()) for form in near[:_SHOWN])


def _turned(words: Sequence[Atom], form: Form) -> bool:
    mine = [atom.key for atom in words if atom.key not in _NO_MATTER]
    return mine != [key for key in form.keys if key not in _NO_MATTER]


def _nearest_frames(words: Sequence[Atom], voice: Voice | None, known: Known) -> list[Form]:
    """The frames that are most like some words, best first."""
    import difflib  # late: only what was edited needs it

    mine = [atom.key for atom in words]
    scored = [
        (difflib.SequenceMatcher(None, mine, form.keys, autojunk=False).ratio(), -number, form)
        for number, form in enumerate(known.frames(voice))
        if form.how != "short"  # what the program itself would say is offered
    ]
    return [form for ratio, _, form in sorted(scored, reverse=True, key=lambda one: one[:2]) if ratio >= _FRAMED]


# -- claims


def _claims_in(
    words: Sequence[Atom], hints: Sequence[str], known: Known, is_past: Callable[[str], bool], *, view: bool
) -> tuple[list[tuple[int, Form]], str]:
    """The claims that a sentence is like, each with where it begins; and the fact that it is a little like."""
    here = Counter(bare(atom.key) for atom in words)
    # A mark may have been cut or typed by hand: what names no fact of the base is no hint.
    hints = [fact for fact in hints if known.of(fact)]
    likely = [*hints, *(fact for fact in known.like(words) if fact not in hints)]
    least_of = {fact: _LIKE_WITH_A_MARK if fact in hints and not view else _LIKE for fact in likely}
    scored = []
    for fact in likely:
        # What shares too few words with the sentence need not be laid beside it.
        forms = [form for form in known.of(fact) if _common(form, here) > _LIKE_WITH_A_MARK]
        usual = THEN if is_past(fact) else NOW
        best = max(
            (_covered(words, form) for form in forms),
            default=None,
            key=lambda one: (_kept(one), bool(one[3].tense & usual)),
        )
        if best is not None:
            scored.append((best, fact))
    scored.sort(key=lambda one: -one[0][0])
    taken: list[tuple[int, int, Form]] = []
    for (share, start, end, form), fact in scored:
        least = _LIKE_FOR_A_VIEW if view else least_of[fact]
        free = not any(start < other_end and other_start < end for other_start, other_end, _ in taken)
        if share >= least and free:
            taken.append((start, end, form))
    taken.sort(key=lambda one: one[0])
    nearest = scored[0][1] if scored and scored[0][0][0] > _LIKE_WITH_A_MARK else (hints[0] if hints else "")
    return [(start, form) for start, _, form in taken], nearest


def _common(form: Form, here: Counter[str]) -> float:
    """The share of a form's words that stand in the sentence at all."""
    mine = Counter(map(bare, form.keys))
    return (mine & here).total() / len(form.keys)


_Covered = tuple[float, int, int, Form]


def _kept(covered: _Covered) -> float:
    """How many more words of a form stand there than are missing: of two, the whole claim and not only its end."""
    share, _, _, form = covered
    return (2 * share - 1) * len(form.keys)


def _covered(words: Sequence[Atom], form: Form) -> _Covered:
    """How much of a form stands in a sentence in order, from where to where."""
    import difflib  # late: only what was edited needs it

    keys, mine = [bare(atom.key) for atom in words], [bare(key) for key in form.keys]
    blocks = [b for b in difflib.SequenceMatcher(None, mine, keys, autojunk=False).get_matching_blocks() if b.size]
    if not blocks:
        return 0.0, 0, 0, form
    most = max(blocks, key=lambda b: b.size)
    blocks = [b for b in blocks if abs((b.b - b.a) - (most.b - most.a)) <= _STRAYS]
    share = sum(b.size for b in blocks) / len(mine)
    # A claim begins where its own beginning would stand.
    start = max(0, blocks[0].b - blocks[0].a)
    end = min(len(words), blocks[-1].b + blocks[-1].size + len(mine) - blocks[-1].a - blocks[-1].size)
    return share, start, end, form


def _join_before(words: Sequence[Atom], place: int, known: Known) -> Form | None:
    """The join that ends at a place, if one does."""
    for size in (4, 3, 2, 1):
        found = _ending(words, place - size, size, known) if place >= size else ()
        for form in found:
            return form
    return None


def _ending(words: Sequence[Atom], begin: int, size: int, known: Known) -> Iterator[Form]:
    return (form for form in known.at(words, begin, (Role.JOIN,)) if len(form.keys) == size)
