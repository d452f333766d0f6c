"""Reads each sentence that came back as known phrases, and compares an unknown one with the nearest."""

from __future__ import annotations

import difflib
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from drafter.frozen import dataclass
from drafter.letter.clauses import Voice
from drafter.letter.returned import Block, Mark, ReturnedNote
from drafter.letter.tree import Kind, Segment, upper
from drafter.review.changes import NOTHING, Changes, changes
from drafter.review.model import SentenceStatus
from drafter.review.phrases import (
    BEFORE_FRAMES,
    CLAIMS,
    EITHER,
    NOW,
    THEN,
    Before,
    Phrase,
    PhraseIndex,
    Role,
    read_whole,
)
from drafter.review.rewritten import rewritten, with_commas_of
from drafter.review.tokens import Atom, atoms, seen, seen_within, without_marks

if TYPE_CHECKING:
    from drafter.review.changes import Changes


_MOST_WORDS = 400  # in one sentence; a longer one is compared with nothing
_MOST_MARKS = 8  # facts that one sentence may be marked as; with more marks, all are ignored
_SIGNS = frozenset((",", ";"))
_OF_SPEAKERS = frozenset((Kind.FRAME, Kind.BASIS))  # these name a speaker and a day, in whatever words

IsPast = Callable[[str], bool]
More = Callable[[Iterable[Sequence[Atom]]], PhraseIndex]


@dataclass(frozen=True)
class ReadRun:
    """A run of a block's text, and how it was read. ``start`` and ``end`` count characters of the block."""

    start: int
    end: int
    segment: Segment


@dataclass(frozen=True)
class Aligned:
    """A sentence and how it was read. ``start`` is its first character in the block.

    ``forms`` are the phrases that it is made of, or is nearest to. ``against`` is the wording with which it was
    compared, where it says something else. ``nearest`` is the fact that it is marked as or most like, where it says no
    fact. ``framed`` are the words in the place of a frame, and ``frames`` are frames that would be right. ``how`` names
    the position of a view; of an act it says whether nobody has decided it. ``doubt`` says why the sentence cannot be
    one to this reader alone, or what to look at if it is.
    """

    text: str
    standing: SentenceStatus
    start: int
    pieces: tuple[ReadRun, ...] = ()
    forms: tuple[Phrase, ...] = ()
    changes: Changes | None = None
    against: str = ""
    nearest: str = ""
    framed: str = ""
    frames: tuple[str, ...] = ()
    how: tuple[str, ...] = ()
    doubt: str = ""

    @property
    def segments(self) -> tuple[Segment, ...]:
        """How its pieces were read."""
        return tuple(piece.segment for piece in self.pieces)

    @property
    def heard(self) -> tuple[Segment, ...]:
        """What it says, in the program's own words for the phrases that it is nearest to. With these, one changed word
        in this sentence does not make the next sentences look like another speaker's.
        """
        asks = self.forms and self.forms[0].role is Role.HEAD and self.forms[0].kind is not Kind.JOIN
        if not self.forms or asks:
            return self.segments if self.standing is not SentenceStatus.NEW else _left_open(self)
        own = len(self.forms) == len(self.pieces)
        past = {s.fact: s.past for s in self.segments if s.kind.about.cited}
        return tuple(
            Segment(
                self.segments[number].text if own and not _is_told_by_words(form) else f"{form.text.strip()} ",
                form.kind, form.fact, form.source, form.dated, past.get(form.fact, form.tense == THEN),
            )
            for number, form in enumerate(self.forms)
        )  # fmt: skip


def _is_told_by_words(form: Phrase) -> bool:
    """Whether its speaker, or what it answers in short, is found by its words, which stand there in whatever way."""
    return form.kind in _OF_SPEAKERS or (form.kind is Kind.ANSWER and not form.fact)


def _left_open(sentence: Aligned) -> tuple[Segment, ...]:
    """A gap of which only the beginning is known, read as a gap."""
    head = sentence.forms[0] if sentence.forms else None
    return (Segment(sentence.text, Kind.GAP, "", head.source),) if head else sentence.segments


def align(
    block: Block,
    notes: Mapping[str, ReturnedNote],
    known: PhraseIndex,
    more: More,
    is_past: IsPast = lambda _: False,
    *,
    alone: bool = False,
) -> list[Aligned]:
    """Read the sentences of a paragraph. ``more`` adds the phrases that unknown words are most like.

    ``is_past`` tells whether a letter of that day tells a claim as of its own day, where the words alone do not show
    it. ``alone`` tells that the text before is unknown.
    """
    words = atoms(block.text, known.abbreviations)
    before = Before(anything=alone)
    unknown = [mine for mine, forms in _divided(words, known, before) if not forms]
    if unknown:
        known = more(unknown)
    found: list[Aligned] = []
    for mine, forms in _divided(words, known, before, lambda: found[-1].forms):
        one = _read(mine, forms, block, is_past) if forms else _judged(mine, block, notes, known, is_past)
        if one.standing is SentenceStatus.REWORDED and one.against and not one.changes:
            right = with_commas_of(mine, atoms(one.against, known.abbreviations))
            known_whole = _read_to_its_end(right, known, Before(anything=True)) if right else ()
            one = _read(right, known_whole, block, is_past) if known_whole else one
        found.append(one)
    return found


def _divided(
    words: Sequence[Atom], known: PhraseIndex, before: Before, instead: Callable[[], tuple[Phrase, ...]] = tuple
) -> Iterator[tuple[Sequence[Atom], tuple[Phrase, ...]]]:
    """The sentences, each with its phrases; no phrases where a sentence is not known to the last word.

    ``instead`` gives the phrases that the last sentence was found to be like, where it is not known.
    """
    at = 0
    while at < len(words):
        forms = read_whole(words, at, known, before)
        if forms:
            size = sum(len(form.keys) for form in forms) + (forms[-1].role is not Role.WHOLE)
        else:
            size = next((n for n in range(1, len(words) - at) if words[at + n - 1].ends), len(words) - at)
        mine = words[at : at + size]
        if not forms and size <= _MOST_WORDS:
            for other in rewritten(mine):
                forms = _read_to_its_end(other, known, before)
                if forms:
                    mine = other
                    break
            if not forms and mine[-1].key == "!":
                forms, mine = _without_its_cry(mine, known, before)
        yield mine, forms
        before = before.after(forms or instead())
        at += size


def _without_its_cry(
    words: Sequence[Atom], known: PhraseIndex, before: Before
) -> tuple[tuple[Phrase, ...], Sequence[Atom]]:
    """A courtesy with an exclamation mark, which says no more than with a full stop; no phrases for anything else."""
    calm = (*words[:-1], words[-1]._replace(key=".", shown="."))
    forms = _read_to_its_end(calm, known, before)
    return (forms, calm) if forms and all(form.kind is Kind.COURTESY for form in forms) else ((), words)


def _read_to_its_end(words: Sequence[Atom], known: PhraseIndex, before: Before) -> tuple[Phrase, ...]:
    """The phrases of a sentence that is all of the words; none where it is not known to the last word."""
    forms = read_whole(words, 0, known, before)
    size = sum(len(form.keys) for form in forms) + (bool(forms) and forms[-1].role is not Role.WHOLE)
    return forms if size == len(words) else ()


def _read(words: Sequence[Atom], forms: Sequence[Phrase], block: Block, is_past: IsPast) -> Aligned:
    """Read a sentence that is known to the last word."""
    places = _places(words, forms)
    past = _past(forms, is_past)
    pieces: list[ReadRun] = []
    head = next((form for form in forms if form.role is Role.HEAD), None)
    for form, (start, end) in zip(forms, places, strict=True):
        text = seen_within(block.text[start:end])
        segment = Segment(text, form.kind, form.fact, form.source, form.dated, past.get(form, False))
        # All questions together are one piece. Of what is answered in short each part rests on claims of its own. A
        # comma, and the space behind it, stand in the piece before them.
        asked = head is not None and head.kind is not Kind.JOIN
        if pieces and (not text.strip() or (asked and form is not head and form.role is not Role.OPENER)):
            whole = pieces[-1].segment
            pieces[-1] = ReadRun(pieces[-1].start, end, whole._replace(text=whole.text + text))
        else:
            pieces.append(ReadRun(start, end, segment))
    kinds = {form.kind for form in forms}
    standing = next(
        (kind.about.standing for kind in Kind if kind in kinds and kind.about.standing), SentenceStatus.COURTESY
    )
    text = seen(block.text[words[0].start : words[-1].end])
    how = tuple(form.how for form in forms if form.how and form.role is Role.WHOLE)
    return Aligned(text, SentenceStatus(standing), words[0].start, tuple(pieces), tuple(forms), how=how)


def _places(words: Sequence[Atom], forms: Sequence[Phrase]) -> list[tuple[int, int]]:
    """Where each phrase begins and ends. A comma belongs to the phrase before it, and so does a space before a join."""
    starts, place = [], 0
    for number, form in enumerate(forms):
        joins = number > 0 and form.role is Role.JOIN
        sign = joins and form.keys[0] in _SIGNS
        starts.append(words[place].end if sign else words[place - 1].end if joins else words[place].start)
        place += len(form.keys)
    return list(zip(starts, [*starts[1:], words[-1].end], strict=True))


def _past(forms: Sequence[Phrase], is_past: IsPast) -> dict[Phrase, bool]:
    """Which phrases are told as of their day: by their own words, else by the others' words, else as the program would
    tell them.
    """
    told = [form for form in forms if form.role in CLAIMS or form.role is Role.FRAME]
    common = EITHER
    for form in told:
        common &= form.tense
    doubt = any(is_past(form.fact) for form in told if form.fact)
    sure = common == THEN if common not in (0, EITHER) else doubt
    return {form: sure if form.tense == EITHER else form.tense == THEN for form in told}


# -- sentences that are not known word for word


def _judged(
    words: Sequence[Atom], block: Block, notes: Mapping[str, ReturnedNote], known: PhraseIndex, is_past: IsPast
) -> Aligned:
    text = seen(block.text[words[0].start : words[-1].end])
    hints, own = _marks(words, block, notes)
    standing = SentenceStatus(own.about.standing) if own else SentenceStatus.NEW
    whole = ReadRun(words[0].start, words[-1].end, Segment(text, own or Kind.COURTESY))
    found = Aligned(text, standing, words[0].start, (whole,))
    if len(words) > _MOST_WORDS:
        return found

    near = like(words, hints, known, is_past, view=own is not None)
    if not near.forms:
        head = next(iter(known.at(words, 0, (Role.HEAD,))), None)
        left_open = head is not None and head.kind is Kind.GAP and own is None
        return replace(found, nearest=near.nearest, forms=(head,) if head and left_open else ())
    return replace(
        found,
        standing=SentenceStatus.CHANGED if near.changes.grave or near.framed else SentenceStatus.REWORDED,
        pieces=tuple(_pieces(words, near, block, is_past)),
        forms=tuple(form for _, form in near.forms),
        changes=near.changes,
        against=near.against,
        framed=near.framed,
        frames=near.frames,
    )


def _pieces(words: Sequence[Atom], near: Nearest, block: Block, is_past: IsPast) -> Iterator[ReadRun]:
    """The sentence as it stands, cut where its nearest phrases begin."""
    starts = [words[min(place, len(words) - 1)].start for place, _ in near.forms]
    starts[0] = words[0].start
    for (_, form), start, end in zip(near.forms, starts, [*starts[1:], words[-1].end], strict=True):
        if start < end:
            text = seen_within(block.text[start:end])
            past = form.tense == THEN if form.tense != EITHER else bool(form.fact) and is_past(form.fact)
            yield ReadRun(start, end, Segment(text, form.kind, form.fact, form.source, form.dated, past))


def _marks(
    words: Sequence[Atom], block: Block, notes: Mapping[str, ReturnedNote]
) -> tuple[tuple[str, ...], Kind | None]:
    """The facts that marks and notes name for a sentence, in order, and the kind of words as which it is marked."""
    start, end = words[0].start, words[-1].end
    over = [mark for mark in block.marks if _covers(mark, start, end)]
    # A note is called within a sentence or at its end, always before the next sentence begins.
    called = [notes[call.note] for call in block.calls if start < call.at <= end + 1 and call.note in notes]
    hints = [mark.fact for mark in over if mark.kind.about.cited]
    hints += [note.fact for note in called if note.fact and not hints]
    hints = list(dict.fromkeys(hints))
    believed = [kind for kind in Kind if kind.about.believed]
    marked = {mark.kind for mark in over}
    own = (kind for kind in believed if kind in marked or block.style == kind.about.paragraph.lower() != "")
    return tuple(hints if len(hints) <= _MOST_MARKS else ()), next(own, None)


def _covers(mark: Mark, start: int, end: int) -> bool:
    """Whether a mark covers a good part of a sentence, or lies within it."""
    common = min(mark.end, end) - max(mark.start, start)
    return common > 0 and (3 * common >= min(end - start, mark.end - mark.start))


def facts_named(blocks: Iterable[Block], notes: Mapping[str, ReturnedNote]) -> tuple[str, ...]:
    """The facts that marks and notes name, in order: most likely the ones that the letter says."""
    named = [mark.fact for block in blocks for mark in block.marks if mark.fact]
    return tuple(dict.fromkeys([*named, *(note.fact for note in notes.values() if note.fact)]))


# Likeness: a sentence that is not known word for word is compared with claims, frames and joins.

# The share of a claim's words that must stand there in order.
_LIKE, _LIKE_WITH_A_MARK, _LIKE_FOR_A_VIEW = 0.6, 0.3, 0.75
_LED = 0.2  # how much nearer a claim is whose own frame the sentence begins with
_FRAMED = 0.4  # how like a frame the words before a claim must be
_STRAYS = 8  # words by which a piece of a claim may have moved; anything further off belongs to another claim
_SHOWN = 3  # right frames to suggest
_PAUSES = frozenset((",", ";", ":", "."))
_NO_MATTER = frozenset((*_PAUSES, "that"))  # words that may come and go in a frame


@dataclass(frozen=True)
class Nearest:
    """The phrases that a sentence is nearest to, each with the word at which it begins. The other fields are as in
    ``drafter.review.align.Aligned``.
    """

    forms: tuple[tuple[int, Phrase], ...] = ()
    changes: Changes = NOTHING
    against: str = ""
    nearest: str = ""
    framed: str = ""
    frames: tuple[str, ...] = ()


def like(
    words: Sequence[Atom], hints: Sequence[str], known: PhraseIndex, is_past: Callable[[str], bool], *, view: bool
) -> Nearest:
    """Find what a sentence is nearest to. ``hints`` are the facts that its marks name."""
    claims, nearest = _claims_in(words, hints, known, is_past, view=view)
    if not claims:
        return Nearest(nearest=nearest)
    head, begun, framed, frames = _head(words, claims, known)
    row = [*head]
    for number, (place, form) in enumerate(claims):
        here = max(begun, place) if number else begun
        if number:
            join = _join_before(words, here, known)
            if join is not None:
                row.append((here - len(join.keys), join))
            else:  # a join was mistyped: without any, the two would run into each other
                behind = any(one.role is Role.FRAME for _, one in row)
                row.append((here, known.joining(form, framed=behind)))
        row.append((here, form))
    told = [form for place, form in row if place >= begun]
    held = _shown(atoms(" ".join(form.text for form in told), known.abbreviations))
    changed = changes(held, _shown(words[begun:]))
    said = _as_one([form for _, form in row])
    sound = _read_to_its_end(atoms(said, known.abbreviations), known, Before(anything=True))
    return Nearest(tuple(row), changed, said if sound else "", nearest, framed, frames)


def _as_one(forms: Sequence[Phrase]) -> str:
    """Phrases joined into one sentence."""
    text = ""
    for form in forms:
        said = form.text.strip()
        space = "" if not text or said[:1] in _PAUSES else " "
        text = f"{text}{space}{said}"
    return f"{upper(text.strip())}."


def _shown(words: Sequence[Atom]) -> list[str]:
    """The words as they stand, without pauses. Question and exclamation marks stay."""
    return [atom.shown for atom in words if atom.key not in _PAUSES]


# -- before the first claim


def _head(
    words: Sequence[Atom], claims: Sequence[tuple[int, Phrase]], known: PhraseIndex
) -> tuple[list[tuple[int, Phrase]], int, str, tuple[str, ...]]:
    """The phrases before the first claim and where it begins; the words in the place of a frame, and right frames."""
    begun, first = claims[0]
    row: list[tuple[int, Phrase]] = []
    place = 0
    for opener in known.at(words, 0, (Role.OPENER,))[:1]:
        leads = len(opener.keys) < begun and known.at(words, len(opener.keys), (Role.FRAME,))
        if leads or opener.text not in BEFORE_FRAMES:
            row.append((0, opener))
            place = len(opener.keys)
    resting = {form.fact for _, form in claims}
    answers = known.at(words, place, (Role.ANSWER,)) if place < len(words) else []
    for answer in sorted(answers, key=lambda form: form.fact not in resting)[:1]:
        row.append((place, answer))
        place += len(answer.keys)
    exact = [f for f in known.at(words, place, (Role.FRAME,)) if f.voice == first.voice] if place < len(words) else []
    # 'He said to the House that A' holds 'he said', and is another frame all the same: it goes on up to its 'that'.
    goes_on = bool(exact) and exact[0].how == "short" and place + len(exact[0].keys) < begun
    if exact and not (goes_on and words[begun - 1].key == "that"):
        row.append((place, exact[0]))
        return row, place + len(exact[0].keys), "", ()
    if begun <= place:
        return row, place, "", ()
    colon = next((n for n in range(place, begun) if words[n].key == ":"), None)
    after = len(words) if colon is None else colon + 1
    right = [f for f in known.at(words, after, (Role.FRAME,)) if f.voice == first.voice] if after < len(words) else []
    if right:  # the words before the frame are no answer of the program's; the frame itself is right
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


def _turned(words: Sequence[Atom], form: Phrase) -> bool:
    mine = [atom.key for atom in words if atom.key not in _NO_MATTER]
    return mine != [key for key in form.keys if key not in _NO_MATTER]


def _nearest_frames(words: Sequence[Atom], voice: Voice | None, known: PhraseIndex) -> list[Phrase]:
    """The frames that are most like some words, best first."""
    mine = [atom.key for atom in words]
    scored = [
        (difflib.SequenceMatcher(None, mine, form.keys, autojunk=False).ratio(), -number, form)
        for number, form in enumerate(known.frames(voice))
        if form.how != "short"  # only what the program itself would say is suggested
    ]
    return [form for ratio, _, form in sorted(scored, reverse=True, key=lambda one: one[:2]) if ratio >= _FRAMED]


# -- claims


def _claims_in(
    words: Sequence[Atom], hints: Sequence[str], known: PhraseIndex, is_past: Callable[[str], bool], *, view: bool
) -> tuple[list[tuple[int, Phrase]], str]:
    """The claims that a sentence is like, each with the word where it begins; and the fact that it is slightly like."""
    here = Counter(without_marks(atom.key) for atom in words)
    # A mark may have been cut or typed by hand, so names that are no facts are ignored.
    hints = [fact for fact in hints if known.of(fact)]
    likely = [*hints, *(fact for fact in known.like(words) if fact not in hints)]
    # What nobody could say yet on that day is no better wording, unless the sentence is marked as it.
    likely = [fact for fact in likely if fact in hints or not known.is_early(fact)] or likely
    led = {form.voice for form in known.at(words, 0, (Role.FRAME,))}
    least_of = {fact: _LIKE_WITH_A_MARK if fact in hints and not view else _LIKE for fact in likely}
    scored = []
    for fact in likely:
        # A form that shares too few words with the sentence is not compared.
        forms = [form for form in known.of(fact) if _common(form, here) > _LIKE_WITH_A_MARK]
        usual = THEN if is_past(fact) else NOW
        best = max(
            (_covered(words, form) for form in forms),
            default=None,
            key=lambda one: (_kept(one), bool(one[3].tense & usual)),
        )
        if best is not None:
            scored.append((best, fact))
    # Who the sentence says is speaking decides between claims that are about as near.
    scored.sort(key=lambda one: -one[0][0] - _LED * (one[0][3].voice in led))
    taken: list[tuple[int, int, Phrase]] = []
    for (share, start, end, form), fact in scored:
        least = _LIKE_FOR_A_VIEW if view else least_of[fact]
        free = not any(start < other_end and other_start < end for other_start, other_end, _ in taken)
        if share >= least and free:
            taken.append((start, end, form))
    taken.sort(key=lambda one: one[0])
    nearest = scored[0][1] if scored and scored[0][0][0] > _LIKE_WITH_A_MARK else (hints[0] if hints else "")
    return [*_with_rests([(start, form) for start, _, form in taken], words, known)], nearest


def _with_rests(
    claims: Sequence[tuple[int, Phrase]], words: Sequence[Atom], known: PhraseIndex
) -> Iterator[tuple[int, Phrase]]:
    """The claims, each with those behind it that share its subject and stand there without it, word for word or nearly.

    Of claims that share a subject the one that stands first has it, whichever the words are nearer to.
    """
    keys = tuple(atom.key for atom in words)
    told: set[str] = set()
    for number, (start, form) in enumerate(claims):
        if form.fact in told:
            continue
        sharing = {rest.fact for rest in known.rests(form)}
        ends = next((at for at, claim in claims[number + 1 :] if claim.fact not in sharing), len(keys))
        found = list(_rests_in(keys, start + len(form.keys) // 2, ends, known.rests(form), told))
        own = _place_of(known.keys(form.predicate), keys, start, ends)
        whole = form
        first = next((one for place, one in found if place < own), None)
        if first is not None:
            ways = (way for way in known.of(first.fact) if way.predicate == first.predicate and way.tense & form.tense)
            whole = next(ways, form)
            found = list(_rests_in(keys, start + len(whole.keys) // 2, ends, known.rests(whole), {*told, whole.fact}))
        done = {*told, whole.fact, *(claim.fact for _, claim in claims), *(one.fact for _, one in found)}
        begun = min(start + len(whole.keys), *(at for at, _ in found), ends)
        found += _rests_like(words, begun, ends, [one for one in known.rests(whole) if one.fact not in done], found)
        found.sort(key=lambda one: one[0])
        yield start, whole
        yield from found
        told |= {whole.fact, *(one.fact for _, one in found)}


def _place_of(wanted: tuple[str, ...], keys: tuple[str, ...], start: int, ends: int) -> int:
    """Where some words stand; the beginning where they do not."""
    places = (place for place in range(start, ends - len(wanted) + 1) if keys[place : place + len(wanted)] == wanted)
    return next(places, start)


def _rests_in(
    keys: Sequence[str], place: int, ends: int, rests: Iterable[Phrase], told: Collection[str]
) -> Iterator[tuple[int, Phrase]]:
    """The phrases of facts not told yet that stand there, with their places, the longest at each."""
    left = sorted((rest for rest in rests if rest.fact not in told), key=lambda rest: -len(rest.keys))
    while place < ends:
        here = next((one for one in left if tuple(keys[place : place + len(one.keys)]) == one.keys), None)
        if here is None or place + len(here.keys) > ends:
            place += 1
            continue
        yield place, here
        left = [one for one in left if one.fact != here.fact]
        place += len(here.keys)


def _rests_like(
    words: Sequence[Atom], begun: int, ends: int, rests: Iterable[Phrase], found: Sequence[tuple[int, Phrase]]
) -> Iterator[tuple[int, Phrase]]:
    """The phrases that words behind a claim are like, where a word slipped, with their places. ``found`` are those that
    stand there word for word.
    """
    free = [range(at, at + len(one.keys)) for at, one in found]
    by_fact: dict[str, list[Phrase]] = defaultdict(list)
    for rest in rests:
        by_fact[rest.fact].append(rest)
    for same in by_fact.values():
        tries = (_covered(words[begun:ends], rest) for rest in same)
        share, start, end, form = max(tries, key=_kept)
        here = range(begun + start, begun + end)
        if share >= _LIKE and not any(other.start < here.stop and here.start < other.stop for other in free):
            free.append(here)
            yield here.start, form


def _common(form: Phrase, here: Counter[str]) -> float:
    """The share of a form's words that stand anywhere in the sentence."""
    mine = Counter(map(without_marks, form.keys))
    return (mine & here).total() / len(form.keys)


_Covered = tuple[float, int, int, Phrase]


def _kept(covered: _Covered) -> float:
    """How many more words of a form are there than are missing, or stand between them. This prefers a whole claim to
    its end alone, and 'the Department has' to the full name, where only a frame before it has that.
    """
    share, start, end, form = covered
    return (2 * share - 1) * len(form.keys) - max(0, end - start - len(form.keys))


def _covered(words: Sequence[Atom], form: Phrase) -> _Covered:
    """How much of a form stands in a sentence in order, and from where to where."""
    keys, mine = [without_marks(atom.key) for atom in words], [without_marks(key) for key in form.keys]
    blocks = [b for b in difflib.SequenceMatcher(None, mine, keys, autojunk=False).get_matching_blocks() if b.size]
    if not blocks:
        return 0.0, 0, 0, form
    most = max(blocks, key=lambda b: b.size)
    blocks = [b for b in blocks if abs((b.b - b.a) - (most.b - most.a)) <= _STRAYS]
    share = sum(b.size for b in blocks) / len(mine)
    # A claim begins where its first word would stand.
    start = max(0, blocks[0].b - blocks[0].a)
    end = min(len(words), blocks[-1].b + blocks[-1].size + len(mine) - blocks[-1].a - blocks[-1].size)
    return share, start, end, form


def _join_before(words: Sequence[Atom], place: int, known: PhraseIndex) -> Phrase | None:
    """The join that ends at a place, if there is one."""
    for size in (4, 3, 2, 1):
        found = _ending(words, place - size, size, known) if place >= size else ()
        for form in found:
            return form
    return None


def _ending(words: Sequence[Atom], begin: int, size: int, known: PhraseIndex) -> Iterator[Phrase]:
    return (form for form in known.at(words, begin, (Role.JOIN,)) if len(form.keys) == size)
