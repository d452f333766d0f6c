"""What is said to one reader alone: thanks, sympathy, an offer of help; known by what it does not hold."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property

from drafter.documents.quotations import fold
from drafter.factbase.model import Abbreviation, FactBase
from drafter.letter.acts import claimed_acts
from drafter.letter.tree import Kind
from drafter.office import Office
from drafter.review.align import Aligned
from drafter.review.assertions import BY_THE_WAY, assertions
from drafter.review.changes import is_any_figure
from drafter.review.everyday import EVERYDAY, KINDNESS, PUBLIC, PUBLIC_NAMES, YOURS
from drafter.review.model import Standing
from drafter.rules.courtesy import CLAIM

_WORD = re.compile(r"[^\W_]+(?:['\u2019-][^\W_]+)*")
_MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
_DATE = re.compile(
    rf"\b\d{{1,2}}(?:st|nd|rd|th)?(?: of)? (?:{_MONTHS})(?:,? \d{{4}})?\b"
    rf"|\b(?:{_MONTHS}) \d{{1,2}}(?:st|nd|rd|th)?(?:,? \d{{4}})?\b"
)
_CLOCK, _NOON = r"\b\d{1,2}(?:[.:]\d\d)?", r" ?[ap]\.?m\b"
_HOUR = re.compile(
    rf"{_CLOCK}(?={_NOON}| ?(?:-|\u2013|to|until|and) ?\d{{1,2}}(?:[.:]\d\d)?{_NOON})(?:{_NOON})?", re.IGNORECASE
)
_QUOTED = re.compile('["\u201c\u201d\u2018\u00ab\u00bb]')
_MONEY = re.compile("[\u00a3$\u20ac%]")
_COUNTED = frozenset(("one", "two", "three", "once", "first", "second"))  # of children, of meetings, of letters
# Verbs of claim that kindness says too.
_KIND = frozenset(
    """
    accept saying said say saw share shared sharing died dying improve improves improved lost losing bring brought delay
    """.split()
)
_TITLES = frozenset("mr mrs miss ms mx dr prof rev sir dame lord lady".split())


_POSTAL = frozenset(
    """
    received enclosed sent passed put made left tried saw said lost loved knocked missed looked kept returned read
    heard letter answered copied mislaid posted attached found took came was were
    """.split()
)
_YEARS = re.compile(
    r"\b(?:twice|(?:\w+-)?\w+(?= (?:years?|weeks?|months?|days?|times?|children|daughters|sons)\b))", re.IGNORECASE
)
_THANKS = re.compile(
    r"(?:very )?(?:many thanks|thank you|thanks|it was (?:good|kind) of you to write)\b", re.IGNORECASE
)
# Words that stand for what was said elsewhere, but in the ways in which thanks and sympathy have them.
_POINTS = re.compile(
    r"\b(?:they|them|those|these|what|which|who|whom|why|nothing|everything|everyone|everybody|nobody|anybody)\b"
    r"|\bit\b(?! (?:was|is|will be|would be|must|has taken|goes|helps|took you|went well))(?<!making it)(?<!hope it)"
    r"|\bthis\b(?! (?:helps|matters|is|must|letter|week|month|morning|year|to you|time|summer|with you))"
    r"(?<!about this)(?<!through this)(?<!raising this)(?<!of this)(?<!talk this)"
    r"|\bhow\b(?! (?:much this|much you|worried|worrying|hard|difficult|sad|sorry|kind|upsetting|painful|your|he"
    r"|she|you get|you are getting|long (?:your|he|she|you)))",
    re.IGNORECASE,
)


def _any_of(*patterns: str) -> re.Pattern[str]:
    return re.compile(rf"(?:{'|'.join(patterns)})", re.IGNORECASE)


_FIRST = _any_of(r"\b(?:i|me|my|we|us|our|myself)\b", r"\b(?:i|we)'(?:m|ve|d|ll|re)\b")
_SECOND = _any_of(r"\b(?:you|your|yours|yourself)\b", r"\byou'(?:re|ve|d|ll)\b")
_ABOUT = re.compile(r"\b(?:about|on|regarding|concerning) (.+?)(?= [.,;!?]|[.,;!?]|$)", re.IGNORECASE)

# -- how one writes to one reader

_VERY = r"(?:very |so |truly |deeply |really |most |extremely |always |such |only too |more than )*"
_WE_WILL = r"(?:i|we|my office|my team) (?:would|should|shall|will|can|could) "
_PLEASE = r"(?:please|do) (?:do |also |always )?"
_OPENS = _any_of(
    r"(?:very )?many thanks\b",
    r"(?:once )?again,? thank you\b",
    r"thank you\b",
    r"thanks (?:for|again|so much|to you)\b",
    r"congratulations\b",
    r"(?:this|it) must (?:be|have been) (?:a )?(?:very )?(?:difficult|hard|sad|worrying|trying|anxious)\b",
    r"my apologies\b",
    r"(?:happy|merry) \w+",
    r"(?:get|keep) well\b",
    r"with (?:my |our )?(?:very )?(?:best|kind|kindest|warm|warmest|good|all) (?:good )?(?:wishes|regards)\b",
    rf"{_PLEASE}(?:not hesitate|feel free|accept|give|pass|get in touch|let|ring|call|come)\b",
    rf"{_PLEASE}(?:write|contact|keep|remember|reply|phone|telephone|speak|ask|bring|send|thank)\b",
    rf"{_PLEASE}(?:take care|look after|stay in touch)\b",
    rf"i (?:was|am) {_VERY}(?:sorry|sad|saddened|glad|pleased|delighted|grateful|touched|moved|happy|relieved)\b",
    r"(?:i|we) (?:do |very much |sincerely |really )*(?:hope|wish|appreciate|enjoyed|look forward|enclose|remember)\b",
    r"(?:i|we) (?:do |very much )?(?:know|realise) (?:how|that you)\b",
    r"(?:i|we) (?:do |can |fully |well |quite |very well )*understand (?:how|your|why you|that you)\b",
    r"(?:i|we) apologise\b",
    r"(?:we|i) (?:spoke|met|talked)\b",
    rf"(?:i|we|my office|my team) (?:would|should|shall|will|can|could) be {_VERY}(?:glad|happy|pleased|delighted)\b",
    rf"{_WE_WILL}(?:gladly|willingly|help|try to help|be in touch)\b",
    rf"{_WE_WILL}(?:ring|call|telephone|contact|see|meet) you\b",
    rf"{_WE_WILL}(?:be thinking|be grateful|keep you|let you know)\b",
    r"(?:i|we) (?:would|should) like to (?:thank|help|hear|offer|meet|invite|wish|say how)\b",
    rf"it (?:was|is|will be|would be) {_VERY}(?:good|kind|lovely|nice|a (?:real )?pleasure|wonderful|thoughtful)\b",
    r"(?:if|should|were) (?:you|i|we|my office|there is anything)\b",
    rf"you (?:are|were) {_VERY}(?:welcome|kind|in my thoughts|good)\b",
    r"you (?:can|may|could) (?:always |also )?(?:reach|ring|call|telephone|contact|write|email|e-mail|visit|speak)\b",
    r"your \w+ (?:meant|touched|moved)\b",
    r"(?:my|our) (?:constituency )?(?:office|team|caseworkers?|staff|assistant|colleagues?|door|thoughts|telephone)\b",
    r"my (?:deepest |sincere |heartfelt |best |kind |warm )*(?:condolences|regards|wishes)\b",
    r"my (?:next |advice )*surger(?:y|ies)\b",
    r"(?:i|we) (?:hold|have) (?:a |regular |an )?(?:\w+ )?surger(?:y|ies)\b",
    r"(?:our|the) (?:office|team|next surgery|surgery)\b",
)

_ADDRESSES = _any_of(
    r"please\b", r"(?:do )?take (?:good )?care\b", r"there is no need to\b", r"no (?:appointment|reply) is needed\b",
    r"(?:what|how) (?:a|an|kind|good|thoughtful|lovely|sad)\b", r"(?:with |all |every )?(?:good|best|kind|deepest) \w+",
    r"with (?:many |deepest |sincere |heartfelt )*(?:sympathy|thanks|love|condolences)\b",
    r"well done\b", r"good luck\b", r"sorry (?:to|for|not)\b",
)  # fmt: skip

# -- how one claims

# That something is so, is promised, or is known: nobody says that to a reader but with a fact.
_VOUCHES = _any_of(
    r"\b(?:promis|assur)\w*(?<!as promised)\b"
    r"(?!(?: you)?(?: that)? (?:i|your letter|to (?:keep|write|ring|be in touch))\b)",
    r"\b(?:guarante|confirm|reassur|swear|vouch|warn)\w*",
    r"\b(?:can|may|must) (?:tell|say)\b(?! (?:how sorry|how sad|to ease|will make))",
    r"\b(?:is|are|was|were) (?:true|false|untrue|a fact|clear|certain|safe|wrong)\b",
    r"\bthe (?:fact|truth|reality)\b",
    r"\b(?:nothing|nobody|no one|everything|everyone|all|they|there|this|that|it)"
    r" (?:will|would|can|could|must|has|have|had)"
    r" (?!taken (?:me|us)|be (?:good|kind|helpful|useful|possible|easier|nice|lovely|welcome))\w+",
)
_WISHES = _any_of(r"\b(?:hope|wish|trust|if|whether|let me know)\b", r"\bhow (?:very )?\w+ $")
# That something is hard for the reader is sympathy, and no claim.
_HARD_FOR_YOU = re.compile(
    r"\bmust (?:be|have been)(?= (?:a )?(?:very )?(?:difficult|hard|sad|worrying|trying|anxious)\b[^,;:]* for you)",
    re.IGNORECASE,
)
_OF_BOTH = _any_of(
    r"\bwe (?:had )?(?:met|spoke|talked)\b",
    r"\bI (?:met|saw|rang|called|told|wrote to|spoke (?:to|with)) you\b",
)  # acts of which the reader knows


class Reading(StrEnum):
    """What a sentence is as one to this reader alone."""

    CALM = "calm"  # it can hold nothing but kindness and the office's own details
    ASKS = "asks"  # whoever signs says that it is so: a name, an hour, an act of feeling of which nobody can tell
    OTHER = "other"  # it says something of the subject, of public life, or of the world


@dataclass(frozen=True)
class ToReader:
    """Reads sentences that nothing else accounts for, against what an office's facts and details hold."""

    base: FactBase
    office: Office

    def reading_of(self, text: str) -> tuple[Reading, str]:
        """What a sentence is as one to this reader alone, and why it is none, or what there is to look at.

        There is no reason where nothing in it speaks to anybody.
        """
        said = BY_THE_WAY.sub("", fold(text).strip()) or fold(text).strip()
        if _THANKS.match(said):
            said = self._without_about(said)
        left = self._without_details(said)
        if not (_FIRST.search(said) or _SECOND.search(said) or _OPENS.match(said) or _ADDRESSES.match(said)):
            return Reading.OTHER, ""
        asserted = list(assertions(said))
        reason = next(self._of_the_world(said, left), "") or next((one.why for one in asserted if one.sure), "")
        if reason:
            return Reading.OTHER, reason
        doubt = next((one.why for one in asserted), "") or next(self._to_look_at(said, left), "")
        return (Reading.ASKS, doubt) if doubt else (Reading.CALM, "")

    def _of_the_world(self, said: str, left: str) -> Iterator[str]:
        """Why a sentence claims something. ``left`` is what stands in it beside dates and the office's details."""
        if _QUOTED.search(said):
            yield "it quotes somebody"
        yield from self._of_its_words(said, left)
        for act in claimed_acts(_OF_BOTH.sub(" ", said), ()):
            if not _of_the_post(act, said):
                yield f"'{act}' claims an act of the member's"
        yield from _that_it_is_so(said)

    def _of_its_words(self, said: str, left: str) -> Iterator[str]:
        """Words that are none between two people: of the subject, of public life, figures."""
        for word in _WORD.findall(left):
            low = word.casefold().removesuffix("'s")
            if low in PUBLIC or word in PUBLIC_NAMES:
                yield f"'{word}' is of public life"
            elif low in self._vocabulary:
                yield f"'{word}' is a word of the letter's subject"
        for name in self._speakers:
            if re.search(rf"(?<!\w){re.escape(name)}(?!\w)", said):
                yield f"'{name}' speaks in documents"
        figure = next(filter(_is_figure, _HOUR.sub(" ", _YEARS.sub(" ", left)).split()), "")
        if figure:
            yield f"'{figure.strip('.,;:()')}' is a figure, and none of the office's own details"

    def _to_look_at(self, said: str, left: str) -> Iterator[str]:
        """What a person should look at in a sentence that claims nothing of the world."""
        hour = _HOUR.search(left)
        if hour:
            yield f"'{hour[0]}' is no hour that office.yaml has"
        claiming = next((m[0] for m in CLAIM.finditer(said) if m[0].casefold() not in _KIND), "")
        if claiming:
            yield f"'{claiming}' may be a claim"
        pointing = _POINTS.search(said)
        if pointing:
            yield f"'{pointing[0]}' may point to a claim"
        for word in _WORD.findall(left):
            low = word.casefold().removesuffix("'s")
            if low not in KINDNESS | _TITLES and low not in self._house and not low.isdigit():
                yield f"'{word}' is a name, or a word that such sentences seldom hold"

    def _without_details(self, text: str) -> str:
        """The text without dates and without the office's details, as they stand in office.yaml."""
        for detail in self._details:
            text = re.sub(rf"(?<!\w){re.escape(detail)}(?!\w)", " ", text, flags=re.IGNORECASE)
        return _DATE.sub(" ", text)

    def _without_about(self, text: str) -> str:
        """The text without what it says that the message was about, in the fact base's own words for that."""
        for match in _ABOUT.finditer(text):
            topics = [topic.removeprefix("the ") for topic in re.split(r", (?:and )?| and ", match[1].casefold())]
            if all(topic in self._topics for topic in topics):
                return text[: match.start()] + text[match.end() :]
        return text

    @cached_property
    def _topics(self) -> frozenset[str]:
        """What a message may be about: subjects and topics, in small letters."""
        names = [name for s in self.base.subjects.values() for name in (s.name, *_shorts(s.abbreviations))]
        abouts = [part for t in self.base.topics.values() for part in (t.about, *re.split(r", | and ", t.about))]
        return frozenset(fold(name).casefold().removeprefix("the ") for name in (*names, *abouts))

    @cached_property
    def _details(self) -> tuple[str, ...]:
        """The office's details as they may stand in a sentence, the longest first."""
        every = (*self.office.details, *self.office.surgeries, *self.office.enclosures)
        return tuple(sorted({fold(one) for one in every}, key=lambda one: (-len(one), one)))

    @cached_property
    def _house(self) -> frozenset[str]:
        """The words that the office's own details hold, in small letters."""
        return _words(self._details)

    @cached_property
    def _speakers(self) -> tuple[str, ...]:
        """The names of those who speak in documents."""
        voices = {self.base.speaker(fact) for fact in self.base.facts.values()}
        names = (fold(name) for voice in voices for name in (voice.full, voice.short))
        return tuple(sorted(set(names)))

    @cached_property
    def _vocabulary(self) -> frozenset[str]:
        """The words of the subjects: of their names, claims and questions, but for those of ordinary life."""
        subjects = self.base.subjects.values()
        texts = [name for s in subjects for name in (s.name, *_shorts(s.abbreviations))]
        texts += [fact.claim for fact in self.base.facts.values()]
        for topic in self.base.topics.values():
            texts += [topic.heading, topic.about, *(one.text for one in (*topic.questions, *topic.fears))]
        return _words(texts) - EVERYDAY - YOURS - _TITLES


def to_reader(sentence: Aligned, reads: ToReader) -> Aligned:
    """A sentence that nothing accounts for, as one to this reader alone, where it can be that."""
    if sentence.standing is not Standing.NEW or sentence.forms:
        return sentence
    reading, doubt = reads.reading_of(sentence.text)
    if reading is Reading.OTHER:
        return replace(sentence, doubt=doubt)
    pieces = tuple(replace(p, segment=p.segment._replace(kind=Kind.READER)) for p in sentence.pieces)
    return replace(sentence, standing=Standing.READER, pieces=pieces, nearest="", doubt=doubt)


def _that_it_is_so(said: str) -> Iterator[str]:
    """Ways in which a sentence says that something is so, of the world or of the reader."""
    plain = _HARD_FOR_YOU.sub("is", said)
    vouched = _VOUCHES.search(plain)
    if vouched and not _WISHES.search(plain[: vouched.start()]):
        yield f"'{vouched[0]}' says that something is so"


def _of_the_post(act: str, said: str) -> bool:
    """Whether an act is one of dealing with the reader's letters and calls, of which the reader knows."""
    verb = act.casefold().split()[-1]
    asked = verb == "asked" and re.search(
        r"\basked (?:my|our|one of my) (?:office|caseworker|team|staff|colleague)", said
    )
    return verb in _POSTAL or bool(asked)


def _is_figure(word: str) -> bool:
    bare = word.strip(".,;:()!?'\"").casefold()
    return bool(bare) and bare not in _COUNTED and (is_any_figure(bare) or bool(_MONEY.search(bare)))


def _shorts(abbreviations: Iterable[Abbreviation]) -> Iterator[str]:
    for one in abbreviations:
        yield from (one.short, one.long, one.plural, f"{one.short}s")


def _words(texts: Iterable[str]) -> frozenset[str]:
    return frozenset(word.casefold().removesuffix("'s") for text in texts for word in _WORD.findall(fold(text)))
