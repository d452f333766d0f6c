"""Clauses and frames: a claim in its tense, who said it, and when, all told from the letter's day."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import field
from datetime import date
from enum import StrEnum
from functools import cached_property, lru_cache
from itertools import product

from drafter.facts.claims import AUXILIARIES, QUOTED, Month, Piece, Verb, is_plural, parse_claim, past
from drafter.facts.edtf import MONTHS, Issued
from drafter.facts.model import SOURCE_TYPES, Fact, FactBase, Side, Source, Speaker, Subject, Term, Thing
from drafter.frozen import NamedTuple, Same, dataclass

# Dates as a reader says them: 'this month', 'in January', 'last winter'. The year is given only if it is not the
# letter's.

_NEAR_SEASON, _LAST_SEASON = 45, 300  # days after its end up to which a season is 'this' one, and 'last'
_SEASONS = {12: "winter", 1: "winter", 2: "winter", 3: "spring", 4: "spring", 5: "spring", 6: "summer", 7: "summer",
            8: "summer", 9: "autumn", 10: "autumn", 11: "autumn"}  # fmt: skip


def when_issued(issued: Issued, day: date) -> str:
    """When a document was issued: "last month", "in January", "in the winter of 2017-18"."""
    name = _season(issued, day)
    if name:
        return f"in {name}" if name.startswith("the ") else name
    return _at("in", issued.latest.year, issued.latest.month, day)


def when_said(issued: Issued, day: date) -> str:
    """When something was said of which the day is known: "on 25 January"; in a letter of another year the month."""
    if issued.earliest == issued.latest and issued.latest.year == day.year:
        return day_in_letter(issued.latest, day)
    return when_issued(issued, day)


def of_issued(issued: Issued, day: date) -> str:
    """The same, after a paper's name: "of April", "of last month", "of the winter of 2017-18"."""
    name = _season(issued, day)
    if name:
        return f"of {name}"
    return _at("of", issued.latest.year, issued.latest.month, day)


def month(piece: Month, day: date) -> str:
    """A month within a claim: "in March", "by February 2018", "from this month"."""
    return _at(piece.word, piece.year, piece.month, day)


def ago(since: date, day: date) -> str:
    """How long ago a paper was issued that is half a year old or older: "more than eight years ago"."""
    years = day.year - since.year - ((day.month, day.day) <= (since.month, since.day))
    if years < 1:
        return "more than half a year ago"
    if years == 1:
        return "more than a year ago"
    return f"more than {NUMBERS[years - 2]} years ago" if years - 2 < len(NUMBERS) else "many years ago"


def day_in_letter(on: date, day: date) -> str:
    """A day within a sentence: "on 16 January"; with its year if that is not the letter's."""
    year = "" if on.year == day.year else f" {on.year}"
    return f"on {on.day} {MONTHS[on.month - 1]}{year}"


def _at(word: str, year: int, number: int, day: date) -> str:
    apart = (day.year - year) * 12 + day.month - number
    if apart in (0, 1) and word:
        name = "last month" if apart else "this month"
        return name if word == "in" else f"{word} {name}"
    name = MONTHS[number - 1] if year == day.year else f"{MONTHS[number - 1]} {year}"
    return f"{word} {name}" if word else name


def _season(issued: Issued, day: date) -> str:
    """The season of a document whose month is unknown; empty if its month is known."""
    if "/" not in issued.text or (issued.earliest.year, issued.earliest.month) == (
        issued.latest.year,
        issued.latest.month,
    ):
        return ""
    season = _SEASONS[issued.latest.month]
    ago = (day - issued.latest).days
    if ago <= _NEAR_SEASON:
        return f"this {season}"
    if ago <= _LAST_SEASON:
        return f"last {season}"
    first, last = issued.earliest.year, issued.latest.year
    years = str(last) if first == last else f"{first}-{last % 100:02}"
    return f"the {season} of {years}"


# Claims as a letter tells them: tense, months from the letter's day, names for things, plain words for terms.

_QUOTED = re.compile(f"({QUOTED.pattern})")  # in brackets, so that splitting keeps the quoted words


class ToldClaim(NamedTuple):
    """A claim's words: its subject, its predicate, and the things and terms that they name."""

    subject: str
    predicate: str
    things: frozenset[int]
    terms: frozenset[str]

    @property
    def text(self) -> str:
        """The whole clause."""
        return f"{self.subject}{self.predicate}"


@dataclass(frozen=True)
class Clauses:
    """Tells claims of one subject in a letter of one day."""

    subject: Subject
    day: date
    _memory: dict[tuple[object, ...], ToldClaim] = field(default_factory=dict, compare=False, repr=False)

    def told(
        self, claim: str, *, past: bool, known: frozenset[int] = frozenset(), near: frozenset[int] = frozenset(),
        glossed: frozenset[str] = frozenset(),
    ) -> ToldClaim:  # fmt: skip
        """A claim's words.

        ``known`` and ``near`` are the things that the letter and its paragraph have named; ``glossed`` are the terms
        that the letter has explained.
        """
        key = (claim, past, known, near, glossed)
        if key not in self._memory:  # many letters are tried, mostly with the same claims
            self._memory[key] = self._told(claim, past=past, known=known, near=near, glossed=glossed)
        return self._memory[key]

    def _told(
        self, claim: str, *, past: bool, known: frozenset[int], near: frozenset[int], glossed: frozenset[str]
    ) -> ToldClaim:
        parsed = parse_claim(claim)
        things: set[int] = set()
        terms: set[str] = set()
        parts = []
        for pieces, last in ((parsed.subject, bool(parsed.predicate)), (parsed.predicate, True)):
            text = "".join(self._piece(piece, past=past) for piece in pieces)
            text, named = self._things(text, known, near)
            text, explained = self._terms(text, glossed | terms, ends=last)
            things |= named
            terms |= explained
            parts.append(text)
        return ToldClaim(parts[0], parts[1].rstrip(), frozenset(things), frozenset(terms))

    def every(self, claim: str, tenses: Sequence[bool] = (False, True)) -> Iterator[ToldClaim]:
        """Every way in which a letter of this day may tell a claim, in these tenses (``True`` for the past)."""
        seen: set[tuple[str, str]] = set()
        things = sorted(self.told(claim, past=False).things)
        terms = frozenset(term.term for term in self.subject.glossary)
        for as_past in tenses:
            for how in product(range(3), repeat=len(things)):
                known = frozenset(thing for thing, step in zip(things, how, strict=True) if step)
                near = frozenset(thing for thing, step in zip(things, how, strict=True) if step == 2)
                for glossed in (frozenset[str](), terms):
                    told = self.told(claim, past=as_past, known=known, near=near, glossed=glossed)
                    if (told.subject, told.predicate) not in seen:
                        seen.add((told.subject, told.predicate))
                        yield told

    def _piece(self, piece: Piece, *, past: bool) -> str:
        match piece:
            case Verb(now=now, then=then):
                return then if past else now
            case Month():
                return month(piece, self.day)
            case _:
                return piece

    @cached_property
    def _names(self) -> tuple[tuple[str, int], ...]:
        """The names of things, the longest first."""
        names = [(name, number) for number, thing in enumerate(self.subject.things) for name in thing.names]
        return tuple(sorted(names, key=lambda pair: -len(pair[0])))

    @cached_property
    def _bringing(self) -> tuple[tuple[str, int], ...]:
        """The words that name a thing and stay as they are."""
        things = enumerate(self.subject.things)
        return tuple((words, number) for number, thing in things for words in thing.brought_in_by)

    def things_in(self, text: str) -> frozenset[int]:
        """The things that a text names in full."""
        return frozenset(number for name, number in self._names if name in text)

    def _things(self, text: str, known: frozenset[int], near: frozenset[int]) -> tuple[str, set[int]]:
        named: set[int] = set()
        for name, number in self._names:
            if name not in text or number in named:
                continue
            named.add(number)
            thing: Thing = self.subject.things[number]
            if number in known:
                text = text.replace(name, thing.near if number in near else thing.then, 1)
        brought = (number for words, number in self._bringing if words in text)
        return text, named.union(brought)

    def _terms(self, text: str, glossed: frozenset[str], *, ends: bool) -> tuple[str, set[str]]:
        """Put official terms plainly. ``ends`` tells whether a pause may follow the text."""
        explained: set[str] = set()
        for term in self.subject.glossary:
            if term.term not in text:
                continue
            if term.plain:
                text = _outside_quotes(text, _pattern(term), term.plain)
            elif term.term not in glossed:
                changed = self._glossed(text, term, ends=ends)
                explained |= {term.term} if changed != text else set()
                text = changed
        return text, explained

    def _glossed(self, text: str, term: Term, *, ends: bool) -> str:
        """A term with its meaning. In the middle of a clause the meaning would break the clause, so it is left out."""
        whole = text.rstrip()
        if not ends or not re.search(rf"\b{re.escape(term.term)}\Z", whole) or '"' in whole:
            return text
        space = text[len(whole) :]
        return f"{whole}, {term.gloss},{space}" if space else f"{whole}, {term.gloss}"


def _pattern(term: Term) -> re.Pattern[str]:
    return re.compile(rf"\b{re.escape(term.term)}\b")


def _outside_quotes(text: str, pattern: re.Pattern[str], instead: str) -> str:
    pieces = _QUOTED.split(text)
    return "".join(piece if number % 2 else pattern.sub(instead, piece) for number, piece in enumerate(pieces))


def asked_then(question: str) -> str:
    """A question as of another day: "whether Parliament was to have a vote"."""
    said = []
    for piece in parse_claim(question).pieces:
        match piece:
            case Verb(then=then):
                said.append(then)
            case Month(word=word, year=year, month=number):
                said.append(f"{word} {MONTHS[number - 1]} {year}")
            case _:
                said.append(piece)
    return "".join(said)


def subject_of(claim: str) -> str:
    """A claim's subject, as it is written; empty if it is not known."""
    return "".join(piece for piece in parse_claim(claim).subject if isinstance(piece, str)).strip()


def shared(first: str, second: str) -> str:
    """The second predicate without the beginning that both share: 'will set out how A and how B'."""
    one, two = first.split(), second.split()
    same = 0
    while same < min(len(one), len(two)) and one[same] == two[same]:
        same += 1
    while same and two[same - 1] in {"how", "that", "whether", "the", "a", "an", "to", "not", "no"}:
        same -= 1
    return " ".join(two[same:]) if same > 1 and same < len(two) else second


# Frames: who said it and when, told from the letter's day. All their words are the program's own.

# Documents of these types are named with their date: 'the guide of April'.
_PAPERS = frozenset(name for name, type_ in SOURCE_TYPES.items() if type_.paper)
_HAPPENED = frozenset(
    "told said replied answered asked was announced wrote gave admitted promised confirmed explained added set".split()
)
_LATER = 365  # days after a document from which on its speaker may have another name, "the then Health Minister"
THIS_MONTH = "this month"
# How a letter repeats what was asked and feared: the first one, and a further one.
ECHOES = (
    ("You ask", "You also ask", "And you ask"),
    ("You are worried", "You are also worried", "And you are worried"),
)
ANSWER_THAT = "answer that"
# How many years. The list begins with two.
NUMBERS = tuple("two three four five six seven eight nine ten eleven twelve".split())
# 'They' where nothing before it could be meant: 'how soon they', and not 'whether patients can choose where they'.
_ASKING_WORDS = (
    "whether|that|what|when|where|why|how|who|whom|which|if|to|from|for|by|of|in|on|with|at|under|much|many|soon|long"
    "|will|would|may|might|can|could|should|shall|do|did|are|were|have|had"
)
_THEY = re.compile(rf"(\A(?:(?i:{_ASKING_WORDS}) )*)they\b|(\b)(?<!among )them\b")
_PARTICIPLES = {"gave": "given", "wrote": "written", "was": "been"}
_ASKING = frozenset(("asked", "asks", "inquired"))  # these verbs take an indirect question, without 'that'


class Place(StrEnum):
    """Where a frame may stand.

    First in a letter, again in a later paragraph, back after another speaker, or going on with the same speaker.
    ``HERE`` is back, where the paragraph has named no other person. ``REPLY`` follows the question that this answers,
    whose sentence has given the day. ``HAD`` is for history beside what is known since.
    """

    LEAD = "lead"
    AGAIN = "again"
    BACK = "back"
    HERE = "here"
    REPLY = "reply"
    MORE = "more"
    HAD = "had"


class Frame(NamedTuple):
    """One way of saying who said it. It begins with a small letter unless that is a name, and ends with a space.

    ``dated`` tells whether it says when; ``past`` whether its claim is told as of its day. ``shape`` is the same for
    frames that sound alike.
    """

    text: str
    place: Place
    shape: str
    dated: bool
    past: bool


@dataclass(frozen=True)
class Voice:
    """Who makes a claim: a speaker in a document. Claims of one voice may stand in one sentence."""

    source: str
    speaker: Speaker
    occasion: str
    own: bool  # whether the occasion belongs to the document itself
    reported: bool  # whether the document reports somebody else
    paper: bool  # whether the date belongs to the paper, not to the statement
    body: bool = False  # whether the short name of a paper is that of the body it is from: "the Council"

    def __hash__(self) -> int:
        """Of what nearly always tells voices apart: a review asks for it thousands of times."""
        return hash((self.source, self.occasion))

    @cached_property
    def happened(self) -> bool:
        """Whether it was said on a day ("told Parliament"), and does not stand in a paper ("says")."""
        return self.occasion.split()[0] in _HAPPENED

    @cached_property
    def asks(self) -> bool:
        """Whether the voice asked a question, or was asked one."""
        return self.was_asked or self.occasion.split()[0] in _ASKING

    @cached_property
    def was_asked(self) -> bool:
        """Whether the question was put to this voice: "was asked in Parliament"."""
        return self.occasion.startswith("was asked")

    @property
    def dates_itself(self) -> bool:
        """Whether the document's day is the day on which this was said: what an answer repeats was asked before it."""
        return self.own and not self.asks

    @cached_property
    def key(self) -> tuple[str, str]:
        """The same for two claims if one speaker makes both."""
        return self.source, self.speaker.full

    def stands_in(self, frame: str) -> bool:
        """Whether a frame names a person by 'he' or 'she' alone, and may mean this one."""
        return self.speaker.is_person and frame.startswith(f"{self.speaker.pronoun} ")


def voice_of(fact: Fact, base: FactBase) -> Voice:
    """The voice of a fact: who says it, and how a letter reports it."""
    return _voice_of(Same(fact), Same(base))


@lru_cache(maxsize=2048)  # a letter asks for the same voices thousands of times
def _voice_of(of: Same[Fact], within: Same[FactBase]) -> Voice:
    fact, base = of.it, within.it
    source = base.sources[fact.source]
    reported = fact.speaker is not None
    paper, body = (False, False) if reported else _speaks_itself(source)
    return _first_of(
        Voice(source.id, base.speaker(fact), base.occasion(fact), not fact.occasion, reported, paper, body)
    )


@lru_cache(maxsize=512)
def _first_of(voice: Voice) -> Voice:
    """Of equal voices the first, since one that is the very same is found faster than one that is only equal."""
    return voice


def as_itself(fact: Fact, voice: Voice) -> str:
    """The pronoun for the subject of a claim that its speaker makes of itself: 'the Council says that it will ask'.

    Empty for any other claim.
    """
    subject = subject_of(fact.claim)
    own = subject.casefold() in {name.casefold() for name in voice.speaker.names} and not voice.reported
    return voice.speaker.pronoun if own and is_plural(subject) is (voice.speaker.pronoun == "they") else ""


def _speaks_itself(source: Source) -> tuple[bool, bool]:
    """Whether a document itself speaks ('the guide of April says'), and no body ('the Council said in April'); and
    whether it is called in short as the body it is from all the same ('the Council', of Westmere Council's report).
    """
    speaker = source.speaker
    bodies = [name.casefold().removeprefix("the ") for name in (source.author, source.publisher)]
    full, short = (name.casefold().removeprefix("the ") for name in (speaker.full, speaker.short))
    paper = source.type in _PAPERS and full not in bodies and speaker.pronoun in ("it", "they")
    return paper, paper and any(f" {body}".endswith(f" {short}") for body in bodies if short)


def own_voice(base: FactBase, source: str, full: str) -> Voice:
    """The voice of a document itself, or of the person with this full name whom it reports."""
    return _own_voice(Same(base), source, full)


@lru_cache(maxsize=512)
def _own_voice(within: Same[FactBase], source: str, full: str) -> Voice:
    base = within.it
    document = base.sources[source]
    if document.speaker.full == full:
        occasion = document.occasion
        paper, body = _speaks_itself(document)
        return Voice(source, document.speaker, occasion, own=True, reported=False, paper=paper, body=body)
    fact = next(f for f in base.facts.values() if f.source == source and f.speaker and f.speaker.full == full)
    return voice_of(fact, base)


def frames(voice: Voice, base: FactBase, day: date, *, told_past: bool) -> Iterator[Frame]:
    """Every frame of a voice in a letter of a day. ``told_past`` tells whether its claims are told as of their day."""
    issued = base.sources[voice.source].issued
    when, of = when_issued(issued, day), of_issued(issued, day)
    later = (day - issued.latest).days > _LATER
    # 'Reports this month', but 'reported last month': a past day needs a past verb.
    then = told_past or not (voice.paper or when == THIS_MONTH)
    now = voice.occasion if voice.happened or not then else _past(voice.occasion)
    that = "" if voice.asks else " that"
    said = when_said(issued, day) if voice.happened and voice.dates_itself else when
    for place, text, shape in _dated(voice, said, when, of, now, told_past=told_past, then=then, later=later):
        past = told_past or place is Place.HAD
        yield Frame(f"{text}{that} ", place, shape, dated=True, past=past)
    for place, text, shape in _undated(voice, now, told_past=told_past):
        joint = "" if shape == "according" else that
        yield Frame(f"{text}{joint} ", place, shape, dated=False, past=told_past)


_Made = tuple[Place, str, str]  # where the frame may stand, its words without 'that', and its shape


def _dated(
    voice: Voice, said: str, when: str, of: str, now: str, *, told_past: bool, then: bool, later: bool
) -> Iterator[_Made]:
    """The frames that say when: a paper is 'of April'; a speech was made 'on 4 April'."""
    speaker, occasion = voice.speaker, voice.occasion
    had = f"had {_participle(occasion)}"
    full = _full(speaker, later=later)
    for place, name in ((Place.LEAD, full), (Place.AGAIN, speaker.short)):
        if voice.paper and not (voice.body and place is Place.AGAIN):
            yield place, f"{name} {of} {now}", "of"
            if told_past:  # 'last month the guide said', but a guide that is still current 'says'
                yield place, f"{when} {name} {_past(occasion)}", "ahead"
            yield Place.HAD, f"{name} {of} {had}", f"had {place}"
        elif voice.reported and voice.asks and not voice.was_asked:
            # The day is the document's: "a question that was answered in January asked ...".
            yield place, f"{name} {when} {now}", "of"
            yield Place.HAD, f"{name} {when} {had}", f"had {place}"
        else:
            now = _past(occasion) if voice.paper and when != THIS_MONTH else now  # of a body: its paper said it then
            yield place, f"{name} {now} {said}", "when"
            if then or voice.happened:  # 'this month the Library says' sounds odd
                yield place, f"{said} {name} {now}", "ahead"
            yield Place.HAD, f"{name} {had} {said}", f"had {place}"
        if voice.happened and voice.own and not voice.asks:
            yield Place.REPLY, f"{name} answered", f"reply {place}"  # the question before it says when
    if voice.happened and voice.own and occasion != "said":
        yield Place.AGAIN, f"{speaker.short} said {said}", "said"


def _full(speaker: Speaker, *, later: bool) -> str:
    """The full name of a speaker, in a letter of much ``later``: "the then Minister", where it has such a name."""
    return speaker.later if later and speaker.later else speaker.full


def _undated(voice: Voice, now: str, *, told_past: bool) -> Iterator[_Made]:
    """The frames that do not say when: back after another speaker, and going on."""
    name, it = voice.speaker.short, voice.speaker.pronoun
    ending = "" if it == "they" else "s"
    reported = voice.happened or told_past
    says, adds = ("said", "added") if reported else (f"say{ending}", f"add{ending}")
    if not voice.own:
        says = now
    yield Place.BACK, f"{name} {says}", "back"
    yield Place.BACK, f"{name} also {says}", "back also"
    yield Place.MORE, f"{it} also {says}", "also"
    if not voice.own:
        yield Place.MORE, f"{it} {says}", "plain"
        yield Place.MORE, f"{name} {says}", "name plain"
        yield Place.MORE, f"{name} also {says}", "name also"
    elif not voice.asks:
        if voice.speaker.is_person:
            yield Place.HERE, f"{it} {says}", "here"
            yield Place.HERE, f"{it} also {says}", "here also"
            yield Place.HERE, f"{it} {adds}", "here adds"
        yield Place.BACK, f"according to {name},", "according"
        yield Place.MORE, f"according to {name},", "according"
        yield Place.MORE, f"{it} {adds}", "adds"
        yield Place.MORE, f"{name} {adds}", "adds"
        yield Place.MORE, f"{it} {says} too", "too"


def introductions(voice: Voice, base: FactBase, day: date, *, told_past: bool) -> Iterator[Frame]:
    """Sentences that say whose words the next sentences are: "Here is what the guide of April says."."""
    known = frames(voice, base, day, told_past=told_past)
    for frame in known if voice.own and not voice.asks else ():
        if frame.shape in {"of", "when", "back"}:
            said = frame.text.removesuffix(" that ")
            yield frame._replace(text=f"here is what {said}.", shape="introduction")


DRAWS = "I draw mainly on"


def bases(voice: Voice, base: FactBase, day: date) -> Iterator[str]:
    """Sentences that name the document that most of a letter is from."""
    issued = base.sources[voice.source].issued
    full = _full(voice.speaker, later=(day - issued.latest).days > _LATER)
    told = f"what {full} {_past(voice.occasion)} {when_issued(issued, day)}"
    named = f"{full} {of_issued(issued, day)}" if voice.paper else told
    yield f"my main source is {named}."
    yield f"{DRAWS} {named}."


def may_be_basis(voice: Voice, base: FactBase) -> bool:
    """Whether a letter may say that most of it is from this voice's document: not a party's, and its only one."""
    party = base.sources[voice.source].side is Side.PARTY
    return voice.own and not voice.asks and not party and dated_once(voice, base)


def is_mainly_of(source: str, told: Collection[Fact]) -> bool:
    """Whether more than half of what a letter tells is from this document."""
    return 2 * sum(fact.source == source for fact in told) > len(told)


def _past(occasion: str) -> str:
    """The past of a verb phrase: "reported", "told Parliament"."""
    first, space, rest = occasion.partition(" ")
    if first in _HAPPENED:
        return occasion
    return f"{AUXILIARIES.get(first) or past(first)}{space}{rest}"


def _participle(occasion: str) -> str:
    first, space, rest = _past(occasion).partition(" ")
    return f"{_PARTICIPLES.get(first, first)}{space}{rest}"


def says_nothing(name: str, question: str, *, told_past: bool) -> str:
    """The sentence that somebody does not say it: "He did not say who might bid elsewhere".

    An empty ``question`` gives "He did not answer that".
    """
    does = "did" if told_past else "do" if name == "they" else "does"
    return f"{name} {does} not {f'say {question}' if question else ANSWER_THAT}"


def silences(here: Sequence[str], named: int, question: str, *, claimed: bool, old: bool) -> Iterator[str]:
    """Sentences that nobody answers a question, the best first.

    ``claimed`` is whether it stands behind a claim, which leaves the question open. ``here`` are the names of the
    paragraph's speakers; without them the sentence speaks of all papers that the letter quotes (``named``), or says
    that no paper was found.
    """
    says = f"{'said' if old else 'says'} {question}" if question else "answered that" if old else "answers that"
    if claimed and question:
        yield f"that {'left' if old else 'leaves'} open {question}"
        yield f"that {'did' if old else 'does'} not tell us {question}"
    if len(here) == 2:
        yield f"neither {here[0]} nor {here[1]} {says}"
    elif len(here) > 2:
        yield f"none of these papers {says}"
    elif here:
        return  # 'says_nothing' tells of one speaker alone
    elif not question:  # the reader has just seen the question
        yield (
            "I cannot yet tell you, as none of the papers that I quote answers that"
            if named
            else "I cannot yet tell you"
        )
    else:
        yield f"I cannot yet tell you {question}"
        if named:
            yield f"none of the papers that I quote {says}"
            yield f"none of the papers that I quote {'let' if old else 'lets'} me tell you {question}"
        else:  # nothing is said of papers: the office may have one that it does not quote
            yield f"I have no answer yet on {question}"


def dated_once(voice: Voice, base: FactBase) -> bool:
    """Whether one date is enough to show which words are meant: the speaker has only one document."""
    if voice.reported:
        return False
    return sum(source.speaker.short == voice.speaker.short for source in base.sources.values()) <= 1


_SO = "So "
_AFRAID = ("I am afraid that ", "I am afraid ", "I am sorry, but ")
_NO_ANSWER = (
    "I cannot", "I have found nothing", "I can tell you only", "Nothing that I have read", "None of the papers that I",
)  # fmt: skip
_SOFT = (*_NO_ANSWER, "I have found no ")
_BUT_NO_ANSWER = re.compile(rf"(?<=, (?:but|and) )(?=(?:{'|'.join(_NO_ANSWER)})\b)")


@lru_cache(maxsize=4096)
def ways_of_answering(answer: str) -> tuple[str, ...]:
    """An approved answer as a letter may say it: as it is, or without its first 'So', or softened where it has to
    disappoint: 'I am afraid that I cannot ...', 'Yes, but I am afraid that I cannot ...'. The program itself says it as
    it is.
    """
    within = answer if answer.startswith("I ") else f"{answer[:1].lower()}{answer[1:]}"
    softened = [f"{afraid}{within}" for afraid in _AFRAID] if answer.startswith(_SOFT) else []
    # That there is no plan, or no bidder, may be no misfortune to the reader; that there is no answer is one.
    softened += [f"Unfortunately, {within}"] if answer.startswith(_NO_ANSWER) else []
    if (but := _BUT_NO_ANSWER.search(answer)) is not None:
        before, after = answer[: but.start()], answer[but.start() :]
        softened += [f"{before}{afraid}{after}" for afraid in (*_AFRAID[:2], "unfortunately ")]
    rest = answer.removeprefix(_SO)
    shorter = [f"{rest[:1].upper()}{rest[1:]}"] if rest != answer else []
    return (answer, *shorter, *softened)


_SOFTENING = (*_AFRAID, "Unfortunately, ", "unfortunately ")


def core_of_answer(said: str) -> str:
    """What all ways of saying an approved answer have in common, and few other answers have: its words in small
    letters, without a first 'so', and without what softens it.
    """
    core = said.casefold()
    for words in _SOFTENING:
        core = core.replace(words.casefold(), "")
    return core.removeprefix(_SO.casefold())


def gives_no_answer(answer: str) -> bool:
    """Whether an approved answer says only that nothing is known: "I have found nothing on that yet"."""
    return answer.startswith(_NO_ANSWER)


def listed(questions: Sequence[str]) -> str:
    """Several questions or fears in one sentence."""
    return f"{', '.join(questions[:-1])}, and {questions[-1]}" if len(questions) > 1 else questions[0]


def named_in_full(text: str, subject: Subject) -> str:
    """A question, in either form, with the subject's name in place of its first 'they', where nothing has named the
    subject yet.

    A 'they' stays that may mean somebody else ("where patients hope that they"), and so does an 'it', which may mean
    nothing ("whether it is fair").
    """
    return _THEY.sub(lambda m: f"{m[1] or ''}{subject.name}", text, count=1) if subject.plural else text
