"""Whether the office's own words stand in a letter where its draft has them.

Each of them is approved, but not everywhere: "Yes, but I cannot give you a date" is true behind one question and false
behind another. So a letter is laid beside its draft, sentence by sentence. Nothing is asked of words that may stand in
any letter, such as thanks.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from enum import StrEnum
from itertools import dropwhile, groupby, takewhile

from drafter.english.messages import shortened
from drafter.facts.model import Abbreviation
from drafter.frozen import NamedTuple
from drafter.letter.acts import agreed
from drafter.letter.analysis import readings_of
from drafter.letter.clauses import asked_then, ways_of_answering
from drafter.letter.laws import Asked
from drafter.letter.record import sentence_hash
from drafter.letter.templates import TemplateContext
from drafter.letter.tree import Kind, Letter, Paragraph, Segment, Sentence
from drafter.patterns import late_pattern
from drafter.problems import Problem
from drafter.review.model import Passage, SentenceStatus
from drafter.review.rewritten import rewritten
from drafter.review.tokens import atoms, keys

_YES = agreed("")  # how an act begins that answers a request
_OWN = frozenset((Kind.COURTESY, Kind.GAP, Kind.ANSWER, Kind.JOIN))
_CONCERN = "?"  # before the names of questions and fears; before the id of a fact stands nothing

IT = r"it(?! (?:is|was|helps|will)\b)"
"""'It' where it may stand for something said before, as a pattern; in "it was good of you to write" it does not."""

_POINTS_BACK = late_pattern(
    rf"\b(?:they|them|their|those|these|this|that (?!you\b|i\b|we\b)|{IT}|too|either|so)\b", re.IGNORECASE
)


class Bound(StrEnum):
    """To what approved words are bound: thanks to nothing, words about a letter or its reader to that letter, and what
    else they say to its place.
    """

    NOTHING = "nothing"
    LETTER = "letter"
    PLACE = "place"


class _Item(NamedTuple):
    """One thing that a letter says: a fact by its id, a question or a fear by its names, or words of the office's.

    ``bound`` tells whether these are bound to their place, and ``polite`` whether they answer nothing.
    """

    what: str
    concern: bool = False
    own: bool = False
    bound: bool = False
    polite: bool = False


class _Place(NamedTuple):
    """Where something stands: behind what, whether it begins a paragraph, and the questions and fears that were
    repeated last, with nothing between them that answers one: if its paragraph repeats any, and in the letter.

    Those stand in any order, so that what is right behind them stands behind them all.
    """

    before: str | frozenset[str]
    first: bool
    concerns: frozenset[str]
    last: frozenset[str]

    def leans_on_other(self, stood: _Place) -> bool:
        """Whether something else stands before it than where it ``stood``."""
        return self.before != stood.before and not (self.first and stood.first)

    def answers_other(self, stood: _Place) -> bool:
        """Whether another question or fear is repeated before it than where it ``stood``."""
        return self.concerns not in (frozenset(), stood.concerns, stood.last)


def is_own(passage: Passage) -> bool:
    """Whether a sentence is in approved words of the office's own, and claims no fact."""
    kinds = {segment.kind for segment in passage.segments}
    return passage.standing is SentenceStatus.COURTESY and kinds <= _OWN and not (passage.heading or passage.facts)


def is_polite(passage: Passage) -> bool:
    """Whether a sentence in approved words answers nothing, and leaves nothing open."""
    return is_own(passage) and {segment.kind for segment in passage.segments} <= {Kind.COURTESY}


def not_drafted(passage: Passage) -> Problem:
    """A problem: approved words that the draft does not have."""
    message = f"\u201c{shortened(passage.text)}\u201d is approved, but the draft of this letter did not say it"
    return Problem(passage.where, "leaning-words", message, "take it out, unless it is so here, and fits")


def _moved(passage: Passage, how: str) -> Problem:
    message = f"\u201c{shortened(passage.text)}\u201d {how}"
    return Problem(passage.where, "leaning-words", message, "put it back where it stood, unless it fits")


def behind_claims(passages: Sequence[Passage], desk: TemplateContext) -> Iterator[Problem]:
    """The answers that stand behind claims told since their question or fear was repeated, or behind another question,
    or are said again. For a letter without a draft: each answer is written to stand right behind what it answers.
    """
    asked = Asked(desk)
    last: frozenset[str] = frozenset()
    told = False
    block = -1  # in which they were repeated
    said: set[str] = set()
    for passage in passages:
        repeated = asked.repeated(passage.text) if passage.may_repeat else frozenset()
        if repeated:
            last, told, block = repeated, False, passage.block
            said.clear()
        elif passage.facts:
            told = True
        elif last and is_own(passage) and (to := {name for one in asked.answers(passage.text) for name in one.to}):
            if passage.block != block and any("." not in name for name in to):
                last = frozenset()  # it answers a topic of which nothing is repeated
            elif last.isdisjoint(to):
                yield _moved(passage, "stands behind another question or fear than it answers")
            elif told:
                yield _moved(passage, "stands behind claims, and not directly behind what it answers")
            elif passage.text in said:
                yield _moved(passage, "is said twice")
            said.add(passage.text)


def misplaced_yes(passages: Sequence[Passage]) -> Iterator[Problem]:
    """Acts told with "yes" anywhere but at the beginning: there it answers what the reader wants done, elsewhere what
    stands before it.
    """
    first = next((passage for passage in passages if not passage.heading), None)
    for passage in passages:
        acts = any(segment.kind is Kind.ACT for segment in passage.segments)
        if passage is not first and acts and passage.text.startswith(_YES):
            yield _moved(passage, "begins with \u201cYes\u201d, and does not begin the letter")


def lead_of(segments: Sequence[Segment], desk: TemplateContext) -> str:
    """The approved words with which a sentence says on what it is ("on the regulations"); empty where it does not."""
    if not segments or segments[0].kind is not Kind.JOIN:
        return ""
    abbreviations = desk.base.abbreviations
    lead = compared(segments[0].text, abbreviations).rstrip(" ,")
    return lead if any(lead == compared(one, abbreviations) for one in desk.subject.courtesies) else ""


def is_led_astray(passage: Passage, desk: TemplateContext) -> bool:
    """Whether a sentence may not be on what it says that it is on: no claim of it has the last word of that."""
    lead = lead_of(passage.segments, desk)
    claims = (one.text for one in passage.segments if one.kind.about.cited)
    return bool(lead) and lead.split()[-1] not in compared(" ".join(claims), desk.base.abbreviations).split()


class Placing:
    """Lays a letter beside its draft. ``bound`` tells of approved words to what they are bound."""

    def __init__(self, desk: TemplateContext, bound: Callable[[str], Bound]) -> None:
        self._desk, self._bound = desk, bound
        self._asked = Asked(desk)
        self._drafted: frozenset[str] = frozenset()
        self._anywhere: set[str] = set()  # words of the draft that may stand in any letter
        self._abbreviations = desk.base.abbreviations
        asked = (way for one in desk.subject.open_questions for way in (one, asked_then(one)))
        self._open = sorted(map(self._key, asked), key=len, reverse=True)
        self._same = self._alike()

    def misplaced(self, passages: Sequence[Passage], draft: Letter, said: Collection[str]) -> Iterator[Problem]:
        """The sentences of a letter that its draft has nowhere or elsewhere, and claims that answer another question
        than in the draft. Paragraphs may change places, run on or be divided. ``said`` are hashes of what the draft is
        known to have said.
        """
        self._drafted = frozenset(self._key(_own_words(sentence.segments)) for sentence in draft.sentences())
        drafted = [
            [item for sentence in block.sentences for item in self._of_sentence(sentence)]
            for block in draft.blocks
            if isinstance(block, Paragraph)
        ]
        here = [
            [(item, passage) for passage in together for item in self._of_passage(passage)]
            for _, together in groupby(passages, key=lambda one: one.block)
        ]
        every = Counter(item.what for mine in drafted for item in mine)
        left = every.copy()
        common = left & Counter(item.what for mine in here for item, _ in mine)
        then = _placed([[item for item in mine if item.what in common] for mine in drafted])
        now = _placed([[item for item, _ in mine if item.what in common] for mine in here])
        yield from self._led_otherwise(passages, draft)
        yield from self._without_claims(drafted, here)
        told: set[tuple[frozenset[str], frozenset[str]]] = set()
        for item, passage in (pair for mine in here for pair in mine):
            if item.own and not every[item.what] and sentence_hash(passage.text) in said:
                continue
            if item.own and not left[item.what]:
                yield not_drafted(passage)
                continue
            left[item.what] -= 1
            if item.what not in now or item.concern:
                continue
            place, stood = now[item.what], then[item.what]
            to = place.concerns, stood.concerns
            if place.answers_other(stood) and to not in told:
                told.add(to)
                yield _moved(passage, "stands where another question or fear is answered than in the draft")
            elif item.bound and place.leans_on_other(stood):
                yield _moved(passage, "stands behind something else than in the draft")

    def _led_otherwise(self, passages: Sequence[Passage], draft: Letter) -> Iterator[Problem]:
        """The claims behind approved words that say on what they are ("On the regulations"), which the draft does not
        put before them.
        """
        led = {(lead_of(one.segments, self._desk), fact) for one in draft.sentences() for fact in one.facts}
        for passage in passages:
            lead = lead_of(passage.segments, self._desk)
            if lead and not any((lead, fact) in led for fact in passage.facts):
                yield _moved(passage, "says that it is on something of which the draft does not tell it")

    def _without_claims(
        self, drafted: Sequence[Sequence[_Item]], here: Sequence[Sequence[tuple[_Item, Passage]]]
    ) -> Iterator[Problem]:
        """The questions and fears that no longer stand before the claims with which the draft answers them."""
        then, now = _claims_behind(drafted), _claims_behind([[item for item, _ in mine] for mine in here])
        for item, passage in (pair for mine in here for pair in mine if pair[0].concern):
            drafted_behind = then.get(item.what, ())
            claims = self._answering(item.what, drafted_behind)
            # The draft itself may put another claim first, against which the answer is said.
            if claims and next(iter(now[item.what]), "") not in (*claims, *drafted_behind[:1]):
                asked = f"\u201c{shortened(passage.text)}\u201d"
                message = f"{asked} no longer stands right before the claims that answer it"
                hint = f"put back behind it what the draft told of '{claims[0]}'"
                yield Problem(passage.where, "leaning-words", message, hint)

    def _answering(self, concern: str, claims: Sequence[str]) -> Sequence[str]:
        """Those of the claims behind a question or a fear that are its answer, where some are known to be; else all."""
        names = concern.removeprefix(_CONCERN).split()
        answers = (one for name in names for one in self._desk.subject.answers_to(name) if not one.text)
        known = {id_ for one in answers for id_ in one.rests_on}
        return [id_ for id_ in claims if id_ in known] or claims

    def _of_sentence(self, sentence: Sentence) -> Iterator[_Item]:
        polite = sentence.all_of(Kind.COURTESY)
        return self._items(_own_words(sentence.segments), sentence.facts, polite=polite)

    def _of_passage(self, passage: Passage) -> Iterator[_Item]:
        if passage.facts or is_own(passage):
            yield from self._items(_own_words(passage.segments), passage.facts, polite=is_polite(passage))

    def _items(self, text: str, facts: Sequence[str], *, polite: bool) -> Iterator[_Item]:
        if facts:
            yield from map(_Item, facts)
            return
        concerns = self._asked.each_repeated(text).values()
        if concerns:
            yield from (_Item(f"{_CONCERN}{' '.join(sorted(names))}", concern=True) for names in concerns)
            return
        key = self._as_drafted(text)
        bound = self._bound(text) if polite else Bound.PLACE
        if bound is Bound.NOTHING or key in self._anywhere:
            self._anywhere.add(key)
            return
        open_ = next((one for one in self._open if one in key), "")
        placed = bound is Bound.PLACE or bool(_POINTS_BACK.search(text))
        yield _Item(self._same.get(open_ or key, open_ or key), own=True, bound=placed, polite=polite)

    def _as_drafted(self, text: str) -> str:
        return known_way(text, self._drafted | self._same.keys(), self._abbreviations)

    def _key(self, text: str) -> str:
        return compared(text, self._abbreviations)

    def _alike(self) -> Mapping[str, str]:
        """Words that say the same, each with those that stand for all of them: the ways in which templates vary a
        sentence, and in which an answer and an open question may be put.
        """
        return dict(_chosen(map(self._key, ways) for ways in self._ways()))

    def _ways(self) -> Iterator[Iterable[str]]:
        for reading in readings_of(self._desk.templates):
            for call in reading.calls:
                if call.name == "vary":
                    yield [one.value for one in call.args if isinstance(one.value, str)]
        for answer in self._desk.subject.worded_answers:
            yield ways_of_answering(answer.text)
        for question in self._desk.subject.open_questions:
            yield (question, asked_then(question))


def compared(text: str, abbreviations: tuple[Abbreviation, ...]) -> str:
    """A sentence as it is compared: its words, without its end."""
    return " ".join(keys(text.rstrip(".!"), abbreviations))


def known_way(text: str, known: Collection[str], abbreviations: tuple[Abbreviation, ...]) -> str:
    """A sentence as it is compared; as one of those known, where it only has other commas or contractions."""
    key = compared(text, abbreviations)
    if key in known:
        return key
    whole = atoms(f"{text.rstrip('.!')}.", abbreviations)
    ways = (" ".join(one.key for one in way[:-1]) for way in rewritten(whole))
    return next((way for way in ways if way in known), key)


def _own_words(segments: Sequence[Segment]) -> str:
    """A sentence without what only leads to it: 'However,', 'On the regulations'."""
    return "".join(one.text for number, one in enumerate(segments) if number or one.kind is not Kind.JOIN)


def _claims_behind(paragraphs: Sequence[Sequence[_Item]]) -> dict[str, tuple[str, ...]]:
    """The claims that stand right behind each question or fear in one paragraph, with no words of an answer between."""
    found: dict[str, tuple[str, ...]] = {}
    for number, items in enumerate(paragraphs):
        for place, concern in enumerate(items):
            if concern.concern:
                rest = (items[place + 1 :], *paragraphs[number + 1 :])
                said = (list(dropwhile(lambda one: one.concern or one.polite, mine)) for mine in rest)
                claims = takewhile(lambda one: not (one.concern or one.own), next(filter(None, said), ()))
                found.setdefault(concern.what, tuple(one.what for one in claims))
    return found


def _chosen(every: Iterable[Iterable[str]]) -> Iterator[tuple[str, str]]:
    for ways in every:
        first, *others = ways
        yield from ((one, first) for one in (first, *others))


def _placed(paragraphs: Iterable[Sequence[_Item]]) -> dict[str, _Place]:
    """The place of each thing that is said, by what it is. Of what is said twice the first place counts."""
    places: dict[str, _Place] = {}
    before: str | frozenset[str] = ""
    last: frozenset[str] = frozenset()
    answered = False
    for items in paragraphs:
        concerns: frozenset[str] = frozenset()
        for number, item in enumerate(items):
            places.setdefault(item.what, _Place(before, number == 0, concerns, last))
            if item.concern:
                concerns = last = frozenset((item.what,)) if answered else last | {item.what}
            before = last if item.concern else item.what
            answered = not item.concern and (answered or not item.polite)
    return places
