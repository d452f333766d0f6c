"""Phrases of which letters are made: finds them in texts, and joins them to sentences."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import field
from enum import StrEnum
from functools import cached_property, lru_cache

from drafter.english.lists import lists
from drafter.facts.model import Abbreviation
from drafter.frozen import NamedTuple, dataclass
from drafter.letter.clauses import (
    Voice,
    shared,
)
from drafter.letter.tree import Kind, upper
from drafter.review.tokens import Atom, keys_with, same_words, without_marks
from drafter.sources.quotations import fold_quotation

# Known phrases: claims, frames, and the words of the office's letters, found by how they begin.

NOW, THEN, EITHER = 1, 2, 3  # the tenses that a phrase may be in


class Role(StrEnum):
    """What part of a sentence a phrase may be."""

    WHOLE = "whole"  # a sentence by itself
    OPENER = "opener"  # 'On the regulations,' or 'Yet'
    ANSWER = "answer"  # stands before a colon
    FRAME = "frame"
    CLAIM = "claim"
    THEY = "they"  # a claim whose subject was named just before
    ITSELF = "itself"  # a claim of its own speaker, right behind the frame that names it
    REST = "rest"  # the rest of a claim, after another claim with the same subject
    JOIN = "join"
    HEAD = "head"  # 'You ask', 'He did not say': stands before what is asked
    ASKED = "asked"  # a question or a fear, after 'You ask'; the question of a gap


UNDECIDED = "undecided"  # how a blank is read that still waits for a decision
THANKED = "thanked"  # how thanks for this reader's own are read, as they were drafted
CLAIMS = frozenset((Role.CLAIM, Role.THEY, Role.ITSELF, Role.REST))
_WHOLE = frozenset((Role.WHOLE, Role.ASKED))
_AND = ", and"
# What people put before a sentence without saying anything by it.
CALM = ("As you may know,", "As you know,", "As you will know,", "As you may be aware,", "As you may remember,")
ADDING = tuple(f"{upper(words)}," for words in lists("wording").phrases("adding"))
# Between two claims it says what 'but' does. Before 'the guide also says' it only goes on to something else.
HOWEVER = "However,"
# Before a claim itself they would say of it what its document does not: that it is more, or the last word.
BEFORE_FRAMES = frozenset((*ADDING, HOWEVER))


class Phrase(NamedTuple):
    """One phrase. ``keys`` are its words as they are compared. ``kind`` is the kind of the letter's segment made from
    it.

    ``of`` links a head to the phrases that may follow it: both have the same value. Of a gap's question it is the
    question itself. ``voice`` is the speaker of a claim or a frame. ``subject`` and ``predicate`` are a claim's;
    ``speaker`` is who says what is answered in short.
    """

    text: str
    keys: tuple[str, ...]
    role: Role
    kind: Kind
    fact: str = ""
    source: str = ""
    dated: bool = False
    tense: int = EITHER
    of: str = ""
    how: str = ""
    voice: Voice | None = None
    subject: str = ""
    predicate: str = ""
    speaker: str = ""


class PhraseGroup(NamedTuple):
    """Phrases that were made once, to be added to any number of indexes.

    ``free`` are those that are always added, by their words, and ``sizes`` how many words those have that begin alike.
    ``bound`` are those that are only added where the letter has their last word: what makes each is called first then.
    ``claims``, ``frames`` and ``answers`` are free ones that are also found in other ways.
    """

    free: Mapping[tuple[str, ...], tuple[Phrase, ...]]
    sizes: Mapping[str, frozenset[int]]
    bound: tuple[tuple[str, Callable[[], Phrase]], ...]
    claims: tuple[Phrase, ...]
    frames: tuple[Phrase, ...]
    answers: tuple[Phrase, ...]


class _Late:
    """A phrase that is made when it is first called for. ``functools.cache`` takes longer than most are ever asked."""

    __slots__ = ("_made", "_make")

    def __init__(self, make: Callable[[], Phrase]) -> None:
        self._make = make
        self._made: Phrase | None = None

    def __call__(self) -> Phrase:
        if self._made is None:
            self._made = self._make()
        return self._made


class Phrases:
    """Phrases in the making. Of several that are the same the first counts."""

    def __init__(self, abbreviations: tuple[Abbreviation, ...]) -> None:
        self._keys = keys_with(abbreviations)
        self._free: dict[tuple[object, ...], Phrase] = {}
        self._bound: list[tuple[str, Callable[[], Phrase]]] = []

    def add(self, text: str, role: Role, kind: Kind, *, written: str = "", **details: object) -> None:
        """Add one more phrase. ``written`` is how people write it, where that is in other words."""

        def made() -> Phrase:
            return Phrase(text, self._keys(written or text), role, kind, **details)  # type: ignore[arg-type]

        if role in _WHOLE:
            if text.strip():
                self._bound.append((_last_word(written or text), _Late(made)))
            return
        form = made()
        if form.keys:
            self._free.setdefault((form.keys, *_mark(form)), form)

    def group(self) -> PhraseGroup:
        """All that was added, in that order."""
        free: dict[tuple[str, ...], tuple[Phrase, ...]] = {}
        sizes: dict[str, set[int]] = defaultdict(set)
        always = self._free.values()
        for form in always:
            free[form.keys] = (*free.get(form.keys, ()), form)
            sizes[form.keys[0]].add(len(form.keys))
        return PhraseGroup(
            free,
            {first: frozenset(some) for first, some in sizes.items()},
            tuple(self._bound),
            tuple(form for form in always if form.role is Role.CLAIM),
            tuple(form for form in always if form.role is Role.FRAME and form.voice is not None),
            tuple(form for form in always if form.role is Role.ANSWER),
        )


def _mark(form: Phrase) -> tuple[object, ...]:
    """What tells phrases of the same words apart."""
    return form.role, form.fact, form.source, form.voice, form.tense, form.of


@dataclass
class PhraseIndex:
    """Phrases, found by their first words; claims also by likeness."""

    abbreviations: tuple[Abbreviation, ...]
    words: frozenset[str] = frozenset()  # words of the letter; a phrase that ends with any other word need not be added
    _by_keys: dict[tuple[str, ...], tuple[Phrase, ...]] = field(default_factory=dict)
    _sizes: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))  # of the phrases that begin so
    _by_word: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    _unlisted: list[Phrase] = field(default_factory=list)  # claims that are not found by their words yet
    _by_fact: dict[str, list[Phrase]] = field(default_factory=lambda: defaultdict(list))
    _by_voice: dict[Voice, list[Phrase]] = field(default_factory=lambda: defaultdict(list))
    _answers: list[Phrase] = field(default_factory=list)
    _rests: dict[tuple[str, str], list[Phrase]] = field(default_factory=dict)
    _early: set[str] = field(default_factory=set)  # facts that nobody could tell on the letter's day yet

    def add(self, group: PhraseGroup) -> None:
        """Add phrases, but for those that are there already, and those that stand nowhere in the letter."""
        doubles = self._add_free(group)
        for first, sizes in group.sizes.items():
            self._sizes[first].update(sizes)
        for last, made in group.bound:
            if not self.words or last in self._last_words:
                self._add_bound(made())
        for form in group.claims:
            if form not in doubles:
                self._by_fact[form.fact].append(form)
                self._unlisted.append(form)
        if group.claims:
            self._rests.clear()
        for form in group.frames:
            if form.voice is not None and form not in doubles:
                self._by_voice[form.voice].append(form)
        self._answers += [form for form in group.answers if form not in doubles]

    def _add_free(self, group: PhraseGroup) -> Collection[Phrase]:
        """Add a group's free phrases, and give those that were there before: few, since groups differ."""
        there = {keys: self._by_keys[keys] for keys in self._by_keys.keys() & group.free.keys()}
        self._by_keys.update(group.free)
        doubles: list[Phrase] = []
        for keys, before in there.items():
            marks = [_mark(form) for form in before]
            doubles += [form for form in group.free[keys] if _mark(form) in marks]
            self._by_keys[keys] = (*before, *(form for form in group.free[keys] if _mark(form) not in marks))
        return doubles

    def _add_bound(self, form: Phrase) -> None:
        before = self._by_keys.get(form.keys, ())
        if form.keys and _mark(form) not in map(_mark, before):
            self._by_keys[form.keys] = (*before, form)
            self._sizes[form.keys[0]].add(len(form.keys))

    @cached_property
    def _last_words(self) -> frozenset[str]:
        """The words that a phrase of the letter may end with."""
        return self.words | self._spelt_out

    def may_hold(self, text: str) -> bool:
        """Whether the letter may hold a text: it has each of its words."""
        return not self.words or self.words.issuperset(self.keys(text))

    @cached_property
    def _spelt_out(self) -> frozenset[str]:
        """The last words of abbreviated names: a letter may have the short form."""
        return frozenset(
            form.rsplit(maxsplit=1)[-1].casefold() for a in self.abbreviations for form in (a.long, a.plural, "an")
        )

    def keys(self, text: str) -> tuple[str, ...]:
        """A text's words as they are compared."""
        return self._keys(text)

    @cached_property
    def _keys(self) -> Callable[[str], tuple[str, ...]]:
        return keys_with(self.abbreviations)

    def has(self, fact: str) -> bool:
        """Whether a fact's forms were added."""
        return fact in self._by_fact

    def is_early(self, fact: str) -> bool:
        """Whether a fact begins only after the letter's day."""
        return fact in self._early

    def mark_early(self, fact: str) -> None:
        """Remember that a fact begins only after the letter's day."""
        self._early.add(fact)

    def of(self, fact: str) -> Sequence[Phrase]:
        """The ways of telling a fact as a whole clause."""
        return self._by_fact.get(fact, ())

    @property
    def voices(self) -> Sequence[Voice]:
        """The speakers whose frames were added."""
        return tuple(self._by_voice)

    def frames(self, voice: Voice | None) -> Sequence[Phrase]:
        """The frames of a speaker."""
        return self._by_voice.get(voice, ()) if voice is not None else ()

    def answers(self, facts: Iterable[str]) -> Iterator[Phrase]:
        """The answers that rest on one of these facts."""
        wanted = set(facts)
        return (form for form in self._answers if form.fact in wanted)

    def at(self, text: Sequence[Atom], place: int, roles: Iterable[Role]) -> list[Phrase]:
        """The phrases of these roles that stand at a place, the longest first."""
        wanted = set(roles)
        sizes = self._sizes.get(text[place].key, ())
        keys = tuple([atom.key for atom in text[place : place + max(sizes, default=0)]])
        return [
            form
            for size in sorted(sizes, reverse=True)
            if size <= len(keys)
            for form in self._by_keys.get(keys[:size], ())
            if form.role in wanted
        ]

    def joining(self, form: Phrase, *, framed: bool) -> Phrase:
        """The join before a claim that says nothing by itself. ``framed`` tells that a frame stands before both."""
        that = framed and form.role is not Role.REST
        text = f"{_AND} that" if that else _AND
        return Phrase(text, self.keys(text), Role.JOIN, Kind.JOIN, how="that" if that else "")

    def rests(self, before: Phrase) -> Sequence[Phrase]:
        """What may be left of the claims that share this claim's subject, if they follow it directly."""
        mark = (before.fact, before.predicate)
        if mark not in self._rests:
            self._rests[mark] = list(self._left_of(before)) if before.subject else []
        return self._rests[mark]

    def _left_of(self, before: Phrase) -> Iterator[Phrase]:
        seen: set[tuple[str, str, int]] = set()
        for fact, ways in self._by_fact.items():
            if fact == before.fact or ways[0].subject != before.subject or ways[0].voice != before.voice:
                continue
            for way in ways:
                text = shared(before.predicate, way.predicate)
                if (fact, text, way.tense) not in seen:
                    seen.add((fact, text, way.tense))
                    yield way._replace(text=text, keys=self.keys(text), role=Role.REST)

    def like(self, text: Sequence[Atom], most: int = 6) -> list[str]:
        """The facts that share most of the rarer words with these, best first. A rare word counts for more."""
        for form in self._unlisted:  # only now: of most letters nothing is unlike its phrases
            for word in filter(None, map(without_marks, form.keys)):
                self._by_word[word].add(form.fact)
        self._unlisted.clear()
        return likest({without_marks(atom.key) for atom in text}, self._by_word, len(self._by_fact), most)


@lru_cache(maxsize=10_000)
def _last_word(text: str) -> str:
    """A phrase's last word, as it is compared. Remembered, since each letter is compared with the same phrases."""
    return same_words(without_marks(fold_quotation(text).rsplit(maxsplit=1)[-1]).casefold())[-1]


def stands(form: Phrase, text: Sequence[Atom], place: int) -> bool:
    """Whether a phrase stands at a place."""
    keys, end = form.keys, place + len(form.keys)
    # The last word first: many phrases begin alike.
    return (
        end <= len(text)
        and text[end - 1].key == keys[-1]
        and all(text[place + n].key == key for n, key in enumerate(keys))
    )


def likest(words: Iterable[str], holding: Mapping[str, set[str]], facts: int, most: int) -> list[str]:
    """The facts that share most of the rarer words, best first. ``holding`` gives the facts that have a word."""
    counts: Counter[str] = Counter()
    for word in words:
        mine = holding.get(word, ())
        if len(mine) * 3 > max(30, facts):  # so common a word tells nothing
            continue
        for fact in mine:
            counts[fact] += 1000 // (1 + len(mine))
    # Equal ones are sorted by name, so that a letter always gets the same findings.
    return sorted(counts, key=lambda fact: (-counts[fact], fact))[:most]


# Sentences: how phrases make one. Examples are a frame and its claims, a claim that shares the subject of the one
# before, a gap.

_MOST_PHRASES, _MOST_WORDS = 24, 400  # in one sentence
_STOP = "."
BEHIND = "behind"  # how a short answer stands that does not name its speaker: "that care will stay free"
DIRECTLY = "directly"  # what links two questions that are asked in one sentence
# What links the parts of a sentence that answers several questions in short. An "or" links only what is not known.
KNOWN, UNKNOWN, OR_UNKNOWN = "known", "unknown", "or-unknown"
_LEADS_ON = {KNOWN: {UNKNOWN: UNKNOWN}, UNKNOWN: {OR_UNKNOWN: UNKNOWN, KNOWN: KNOWN}}
_ONE_MORE = (",", _AND)
_PLAIN = frozenset(("and", ";"))
_BEGIN: Mapping[Role | None, tuple[Role, ...]] = {
    None: (Role.OPENER, Role.ANSWER, Role.FRAME, Role.CLAIM, Role.THEY, Role.HEAD),
    Role.OPENER: (Role.WHOLE, Role.ANSWER, Role.FRAME, Role.CLAIM, Role.THEY, Role.HEAD),
    Role.ANSWER: (Role.FRAME,),
    Role.FRAME: (Role.CLAIM, Role.ITSELF),
    Role.HEAD: (Role.ASKED,),
    Role.ASKED: (Role.JOIN,),
    Role.WHOLE: (),
}


class Before(NamedTuple):
    """What a sentence may refer back to: the last speaker and the last subject, where there is one.

    ``anything`` is for a lone sentence whose neighbours are unknown.
    """

    voice: Voice | None = None
    subject: str = ""
    anything: bool = False

    def after(self, forms: Sequence[Phrase]) -> Before:
        """What the next sentence may refer back to."""
        if not any(form.voice for form in forms):
            return Before()
        voice = next((form.voice for form in reversed(forms) if form.voice is not None), None)
        subject = next((form.subject for form in reversed(forms) if form.role in CLAIMS), self.subject)
        return Before(voice, subject)


class _State(NamedTuple):
    """The state of reading a sentence."""

    last: Phrase | None = None
    voice: Voice | None = None
    framed: bool = False
    rests: str = ""  # the fact on which the answer just read rests
    claim: Phrase | None = None  # the last claim
    asked: str = ""  # what links the question or the short answer read last to the next
    speaker: str = ""  # who says the short answer read last

    @property
    def role(self) -> Role | None:
        """The role of the last phrase read."""
        return self.last.role if self.last else None

    def key(self, place: int) -> tuple[object, ...]:
        """Everything on which the rest of the reading depends."""
        claim = (self.claim.fact, self.claim.predicate) if self.claim else None
        last = (self.last.role, self.last.of, self.last.how) if self.last else None
        return place, last, self.voice, self.framed, self.rests, claim, self.asked, self.speaker

    def then(self, form: Phrase) -> _State:
        """The state after one more phrase."""
        told = form.role in CLAIMS
        return _State(
            form,
            form.voice or self.voice,
            self.framed or form.role is Role.FRAME,
            form.fact if form.role is Role.ANSWER else "" if told else self.rests,
            form if told else self.claim,
            form.of if form.role is Role.ASKED else self.asked,
            form.speaker if form.role is Role.ASKED else self.speaker,
        )


def read_whole(words: Sequence[Atom], at: int, known: PhraseIndex, before: Before) -> tuple[Phrase, ...]:
    """The phrases of a sentence that is known to the last word, up to its full stop; empty where it is not known."""
    whole = known.at(words, at, (Role.WHOLE,))
    if whole:
        return (min(whole, key=lambda form: (-len(form.keys), form.voice != before.voice)),)
    failed: set[tuple[object, ...]] = set()

    def read(place: int, state: _State, left: int) -> tuple[Phrase, ...] | None:
        if state.role is Role.WHOLE:
            return ()
        key = state.key(place)
        if key in failed or place >= len(words) or not left or place - at > _MOST_WORDS:
            return None
        may_end = state.role in CLAIMS or state.role is Role.ASKED
        stop = "?" if state.last and state.last.of == DIRECTLY else _STOP
        if may_end and words[place].key == stop and words[place].ends:
            return ()
        for form in _next(words, place, state, known, before):
            rest = read(place + len(form.keys), state.then(form), left - 1)
            if rest is not None:
                return (form, *rest)
        failed.add(key)
        return None

    return read(at, _State(), _MOST_PHRASES) or ()


def _next(words: Sequence[Atom], place: int, state: _State, known: PhraseIndex, before: Before) -> Iterator[Phrase]:
    """The phrases that may come next, the longest first."""
    role = state.role
    if role in CLAIMS:
        yield from known.at(words, place, (Role.JOIN,))
    elif role is Role.JOIN:
        if state.claim is None:
            yield from (form for form in known.at(words, place, (Role.ASKED,)) if _goes_on(form, state))
        else:
            yield from _joined(words, place, state, known)
    else:
        found = [form for form in known.at(words, place, _BEGIN[role]) if _may_begin(form, state, before)]
        # Of two phrases with the same words, the current speaker's comes first.
        yield from sorted(found, key=lambda form: (-len(form.keys), form.voice != before.voice))


def _may_begin(form: Phrase, state: _State, before: Before) -> bool:
    """Whether a phrase may stand before or as the first claim."""
    if state.last is not None and state.last.text in BEFORE_FRAMES:
        return form.role is Role.FRAME and (state.last.text != HOWEVER or "also" in form.keys)
    if form.role is Role.ASKED:
        return state.last is not None and form.of == state.last.of and form.how != BEHIND
    if form.role is Role.THEY:
        return before.anything or (form.subject == before.subject and form.voice == before.voice)
    # 'He said' needs a claim of the same speaker; an answer needs the claim that it rests on.
    if form.role in {Role.CLAIM, Role.ITSELF}:
        return (not state.framed or form.voice == state.voice) and state.rests in ("", form.fact)
    return True


def _goes_on(form: Phrase, state: _State) -> bool:
    """Whether one more question may follow, or one more answer in short. A statement that papers leave something open
    has only one question. Between what is known in short and what is not stands "but".
    """
    if state.last is None or form.of == "gap" or (form.how == BEHIND and form.speaker != state.speaker):
        return False
    if state.asked in _LEADS_ON:
        more = not state.last.of and state.last.text in _ONE_MORE
        return form.of == (state.asked if more else _LEADS_ON[state.asked].get(state.last.of))
    return not state.last.of and form.of not in _LEADS_ON


def _joined(words: Sequence[Atom], place: int, state: _State, known: PhraseIndex) -> Iterator[Phrase]:
    """The claims that may follow a join: 'and that' begins a clause, 'and' says more about the same subject."""
    join, claim = state.last, state.claim
    if join is None or claim is None or join.of:
        return
    # 'He said that A, and B' gives both as his words, as 'He said that A. B.' does; 'but' and 'so' say more.
    plain = join.keys[-1] in _PLAIN
    clauses = bool(join.how) or plain or not state.framed or (state.voice is not None and state.voice.asks)
    found = [form for form in known.rests(claim) if stands(form, words, place)] if not join.how else []
    if clauses:
        found += [f for f in known.at(words, place, (Role.CLAIM,)) if f.voice == state.voice]
        they = known.at(words, place, (Role.THEY,))
        found += [f for f in they if f.voice == state.voice and f.subject == claim.subject]
    yield from sorted(found, key=lambda form: -len(form.keys))
