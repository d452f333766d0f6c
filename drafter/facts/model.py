"""The types of the fact base. All are frozen; nothing here reads a file or knows today's date."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Collection, Container, Iterator, Mapping, Sequence
from dataclasses import field
from datetime import date
from enum import StrEnum
from functools import lru_cache
from typing import Final

from drafter.facts.edtf import Issued
from drafter.frozen import NamedTuple, Same, dataclass
from drafter.problems import Problem, Where

SOURCES, REVIEWS = "sources.yaml", "reviews.yaml"
TOPICS, WORDS, ACTIONS = "topics.yaml", "words.yaml", "actions.yaml"  # in each subject's folder
OVERRULES = "overrules.yaml"  # in a subject's folder that is laid over one that came with the program


class Side(StrEnum):
    """For which side a document speaks. A party's paper is evidence only in that party's own letters."""

    GOVERNMENT = "government"
    PARLIAMENT = "parliament"
    INDEPENDENT = "independent"
    PARTY = "party"


class SourceType(NamedTuple):
    """A type of document.

    ``occasion`` is the verb phrase for what its speaker does in it, unless its entry gives another. A ``paper`` is of a
    day ("the guide of April says"); in the others somebody speaks on a day ("told Parliament in April"). ``needs`` are
    the details that its citation prints beside title, publisher and date. ``side`` is whose side it speaks for where
    nobody says otherwise. ``csl`` and ``genre`` are its type for citation programs.
    """

    occasion: str
    paper: bool = False
    needs: tuple[str, ...] = ()
    side: str = ""
    csl: str = "report"
    genre: str = ""


# CSL 1.0.2 has no type for most of these. 'bill', 'hearing' and 'legislation' mean other things, styles print them
# without number or publisher, and some leave a 'personal_communication' out. A 'report' is printed whole, with its
# genre.
SOURCE_TYPES: Final[Mapping[str, SourceType]] = {
    "parliamentary-answer": SourceType(
        "told Parliament", needs=("author", "number"), side=Side.GOVERNMENT, genre="Answer to written question"
    ),
    "briefing": SourceType("reports", needs=("number",), genre="Briefing paper"),
    "report": SourceType("says", paper=True, needs=("author",)),
    "webpage": SourceType("says", paper=True, needs=("author",), csl="webpage"),
    "press-release": SourceType("says", paper=True, genre="Press release"),
    "letter": SourceType("wrote", needs=("author",), genre="Letter"),
    "petition": SourceType("says", paper=True, side=Side.INDEPENDENT, genre="Petition"),
    "debate": SourceType("told Parliament", needs=("author", "number"), genre="Parliamentary debate (Hansard)"),
    "committee-report": SourceType(
        "says", paper=True, needs=("author",), side=Side.PARLIAMENT, genre="Select committee report"
    ),
    "statutory-instrument": SourceType(
        "provide", paper=True, needs=("number",), side=Side.GOVERNMENT, genre="Statutory instrument"
    ),
    "statistics": SourceType("show", paper=True, side=Side.INDEPENDENT, csl="dataset", genre="Statistics"),
}


class Speaker(NamedTuple):
    """How letters name a speaker: in full at first, then shortly, then by a pronoun (he, she, it, they).

    ``later`` is the full name in letters of a year after the document and more: an office passes to somebody else.
    """

    full: str
    short: str
    pronoun: str = "it"
    later: str = ""

    @property
    def names(self) -> tuple[str, ...]:
        """All names that letters give it, without the pronoun."""
        return tuple(filter(None, (self.full, self.later, self.short)))

    @property
    def told(self) -> str:
        """How letters name it, for a person who looks at the fact base."""
        later = f" ({self.later}, a year later)" if self.later else ""
        return f"{self.full}{later}; then {self.short}, {self.pronoun}"

    @property
    def is_person(self) -> bool:
        """Whether it is a person, whom 'he' or 'she' may mean."""
        return self.pronoun in {"he", "she"}

    @property
    def entry(self) -> dict[str, str]:
        """Its entry in the fact base: the fields that are given."""
        return {name: value for name, value in self._asdict().items() if value}


class FactKind(StrEnum):
    """What sort of claim a fact is. All but ``claim`` become outdated, so they need a day for the next review."""

    CLAIM = "claim"
    STATUS = "status"
    PLAN = "plan"
    FORECAST = "forecast"


@dataclass(frozen=True)
class Source:
    """A document that facts are drawn from. Field names are those of CSL, the Citation Style Language.

    ``counted_from`` is the block of the text that a reader would count as paragraph 1. ``sections`` are pairs of a
    heading's block and the heading. ``furniture`` are the blocks that are no statement of anybody, such as headers;
    ``unused`` are those that no fact is drawn from, with the reason. Blocks are the text's lines that are not blank,
    counted from 1. ``speaker`` and ``occasion`` (a verb phrase, as in "told Parliament") are how letters say whose word
    it is. ``party`` is the party of a paper whose ``side`` is a party's. ``closes`` is the last day of a petition or a
    consultation.
    """

    id: str
    type: str
    title: str
    author: str
    publisher: str
    issued: Issued
    number: str
    url: str
    stated: tuple[str, ...]
    known_from: str
    sha256: str
    counted_from: int
    sections: tuple[tuple[int, str], ...]
    furniture: frozenset[int]
    unused: tuple[tuple[frozenset[int], str], ...]
    where: Where
    speaker: Speaker
    side: Side
    occasion: str
    party: str = ""
    closes: date | None = None

    def number_of(self, block: int) -> str:
        """The number by which a paragraph is shown to people: the one by which it is cited. What stands before
        paragraph 1 has 'h' for the head, and the number of its block.
        """
        number = block - self.counted_from + 1
        return str(number) if number > 0 else f"h{block}"

    def block_of(self, shown: str) -> int:
        """The block of the paragraph that is shown by a number; 0 where no paragraph is."""
        digits = shown.removeprefix("h")
        if not (digits.isascii() and digits.isdigit() and len(digits) < 6):
            return 0
        block = int(digits) if shown != digits else int(digits) + self.counted_from - 1
        return block if block > 0 and self.number_of(block) == shown else 0

    def locator(self, paragraph: int) -> tuple[str, str]:
        """How a reader finds a paragraph: ``("section", heading)``, ``("paragraph", "3")`` or ``("", "")``."""
        before = [heading for block, heading in self.sections if block <= paragraph]
        if before:
            return "section", before[-1]
        number = paragraph - self.counted_from + 1
        return ("paragraph", str(number)) if number > 0 else ("", "")


class Citation(NamedTuple):
    """One passage of one document: ``quote`` is word for word, ``paragraph`` is the number of its block.

    If the passage stands more than once in its paragraph, ``occurrence`` is the number of the one that is meant, or 0.
    """

    source: str
    quote: str
    paragraph: int
    occurrence: int = 0


class Withdrawal(NamedTuple):
    """A fact was found to be wrong: when, and why. Letters of any date no longer tell it."""

    on: date
    reason: str


@dataclass(frozen=True)
class Fact:
    """One claim, its time, and what it rests on. ``start`` is the first day on which a letter may tell it.

    ``claim`` is a clause without attribution, in the present tense of its document's day; its notation is in
    ``drafter.facts.claims``. ``speaker`` and ``occasion`` are given only if they differ from the document's.
    ``only_after``, ``but_after`` and ``so_after`` name a claim of the same document: one that this claim needs before
    it, one from which it differs, and one from which the document concludes it. ``on_record`` tells that nobody
    disputes it, so that letters need not say whose word it is. ``superseded_by`` is the fact that replaced it as time
    moved on: from that fact's first day on, this one is history.
    """

    id: str
    subject: str
    topics: tuple[str, ...]
    series: str
    kind: FactKind
    claim: str
    start: date
    until: date | None
    review_by: date | None
    cites: tuple[Citation, ...]
    where: Where = field(compare=False)
    speaker: Speaker | None = None
    occasion: str = ""
    only_after: str = ""
    but_after: str = ""
    so_after: str = ""
    on_record: bool = False
    superseded_by: str = ""
    withdrawn: Withdrawal | None = None

    @property
    def source(self) -> str:
        """The document whose word it is: that of its first citation."""
        return self.cites[0].source

    def is_or_leans_on(self, ids: Container[str]) -> bool:
        """Whether it is one of these facts, or needs one of them before it."""
        return self.id in ids or (bool(self.only_after) and self.only_after in ids)


class Concern(NamedTuple):
    """What a constituent may ask or fear, as it stands in running text: "whether private companies will run them".

    By its ``phrases`` it is recognised in a message. ``directly`` is its form before its answer, where there are
    several: "Will private companies run them?" It is ``within`` other questions and fears of its topic where an answer
    to one of them answers it too: a letter on both repeats only the other. ``about`` is what it is about, in few words.
    """

    id: str
    text: str
    phrases: tuple[str, ...] = ()
    directly: str = ""
    within: tuple[str, ...] = ()
    about: str = ""


def bare(id_: str) -> str:
    """A name without its subject: ``costs`` for ``parking/costs``."""
    return id_.rpartition("/")[2]


@dataclass(frozen=True)
class Topic:
    """A concern that constituents raise. ``about`` follows 'about trams and'; ``heading`` stands over its answer.

    ``questions`` and ``fears`` are what people ask and fear about it. In a message it is recognised by one of
    ``phrases``, or by two of ``words``; text that ``not_`` covers does not count. ``alone`` recognises it only in a
    message that raises no other concern. ``id`` is its name, with the subject where another subject has the name too.
    """

    id: str
    subject: str
    title: str
    heading: str
    about: str
    where: Where
    phrases: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    not_: tuple[str, ...] = ()
    examples: tuple[str, ...] = ()
    alone: bool = False
    questions: tuple[Concern, ...] = ()
    fears: tuple[Concern, ...] = ()

    @property
    def name(self) -> str:
        """What its own subject calls it: the name of its template, and what templates and facts of the subject say."""
        return bare(self.id)

    @property
    def points(self) -> tuple[str, ...]:
        """What it, and what is asked and feared of it, are about, in few words."""
        return self.about, *(one.about for one in (*self.questions, *self.fears) if one.about)

    @property
    def only_question(self) -> Concern | None:
        """Its question, where nothing else is asked or feared about it."""
        return self.questions[0] if len(self.questions) == 1 and not self.fears else None


@dataclass(frozen=True)
class Action:
    """What constituents ask the member to do. ``ask`` follows 'to' ("sign Early Day Motion 123"); ``done`` follows 'I'.
    ``ask_about`` is said for ``ask`` of what is still to come, where what the reader's points are about can be named.

    By its ``phrases`` it is recognised in a message. ``topic`` is the one that it belongs to, if any. What is decided
    on it is told to all who write on the subject if it has a topic, or is told ``unasked``; else to who wants it.
    """

    id: str
    subject: str
    ask: str
    done: str
    where: Where
    phrases: tuple[str, ...] = ()
    topic: str = ""
    unasked: bool = False
    ask_about: str = ""

    @property
    def name(self) -> str:
        """What its own subject calls it."""
        return bare(self.id)


class Abbreviation(NamedTuple):
    """A short form and what it stands for, in singular and plural; ``known`` ones need not be spelt out."""

    short: str
    long: str
    plural: str
    known: bool = False


class Thing(NamedTuple):
    """A thing that is named in full once: ``names`` come first in claims, ``then`` later, ``near`` close by.

    ``brought_in_by`` are words that name it as well ("a consultation"). They stay as they are wherever they stand.
    """

    names: tuple[str, ...]
    then: str
    near: str
    brought_in_by: tuple[str, ...] = ()


class Term(NamedTuple):
    """An official term put plainly. Exactly one of two fields is given: ``plain`` replaces it, ``gloss`` explains it.

    A gloss stands after the term's first use. The person in ``approved_by`` found that it says no more than the term
    does.
    """

    term: str
    plain: str
    gloss: str
    approved_by: str


class Answer(NamedTuple):
    """An approved short answer, which ``rests_on`` claims: "The Government's answer is no".

    An answer without a full stop stands before the first of these claims, with a colon. A whole sentence stands by
    itself, in a letter that tells all of them. ``to`` are the questions and fears ("closures.when"), or the topics,
    that it answers first. ``open`` is a question of which it says that it is open; no claim of the letter may answer
    it. ``old``: "yes" is only for letters whose papers are all old, "no" only for others, "both" for either.
    ``elsewhere`` are places; it is said only where the office's own areas are known, and are none of these.
    ``together``: it answers two or more of them at once, in place of the answers that they have alone. Without a text
    the claims are the answer, and stand right behind what was asked. ``apart``: it says what papers do not hold, and
    the claims may stand anywhere in the letter.

    A letter on several questions begins in short. ``in_short`` is the answer as a clause ("the Government says that
    care will stay free"), ``cannot_tell`` what goes on from "I cannot yet tell you" ("whether you may stay"); either or
    both. Such a letter says the text only if that is to be ``said_again``.
    """

    text: str
    rests_on: tuple[str, ...]
    to: tuple[str, ...] = ()
    open: str = ""
    old: str = "no"
    together: bool = False
    in_short: str = ""
    cannot_tell: str = ""
    said_again: bool = False
    elsewhere: tuple[str, ...] = ()
    apart: bool = False

    @property
    def shorts(self) -> tuple[str, ...]:
        """What a letter that begins in short may say of it: what is known, and what is not."""
        return tuple(filter(None, (self.in_short, self.cannot_tell)))

    def suits(self, *, old: bool) -> bool:
        """Whether it may stand in a letter whose papers are all years old, or in one whose papers are not."""
        return self.old == "both" or (self.old == "yes") is old

    @property
    def is_whole(self) -> bool:
        """Whether it is a sentence of its own, or none."""
        return not self.text or self.text.endswith((".", "?"))

    def is_to(self, concerns: Collection[str]) -> bool:
        """Whether it answers one of some questions, fears or topics; two, where it answers them together."""
        return len(set(map(bare, concerns)).intersection(self.to)) > self.together


class Rub(NamedTuple):
    """Claims that conflict, set side by side: ``first``, and yet ``yet``. ``beside`` is told between them.

    ``question`` is the question that they leave open, an approved sentence.
    """

    id: str
    first: tuple[str, ...]
    yet: tuple[str, ...]
    beside: tuple[str, ...]
    question: str

    @property
    def told_first(self) -> tuple[str, ...]:
        """The claims before the "yet"."""
        return (*self.first, *self.beside)


@dataclass(frozen=True)
class Subject:
    """The subject of one folder of facts. ``name`` is as it stands in 'about NAME'.

    ``line`` is the subject line of its letters. ``plural`` tells whether letters say 'they' and 'them' for it.
    ``names`` are names that need no citation. ``courtesies`` and ``open_questions`` are sentences and questions of
    templates in which a person has found no claim; ``answers`` and ``rubs`` were approved likewise. ``things`` and
    ``glossary`` are how claims name things and terms. ``recognised_by`` recognises a message about the subject;
    ``spoken_of`` tells that it speaks of the subject itself, and not of a personal problem of its writer.
    """

    id: str
    name: str
    abbreviations: tuple[Abbreviation, ...]
    names: tuple[str, ...] = ()
    courtesies: tuple[str, ...] = ()
    open_questions: tuple[str, ...] = ()
    answers: tuple[Answer, ...] = ()
    rubs: tuple[Rub, ...] = ()
    things: tuple[Thing, ...] = ()
    glossary: tuple[Term, ...] = ()
    recognised_by: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    spoken_of: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    line: str = ""
    plural: bool = True

    def answers_to(self, concern: str, among: Collection[str] | None = None) -> Iterator[Answer]:
        """The answers to a question or a fear, or to a topic, in the order of the file.

        Those are left out that answer together what is not ``among`` some questions and fears; by default none is.
        """
        name = bare(concern)
        return (one for one in self.answers if name in one.to and (among is None or one.is_to(among)))

    def answers_for(self, concerns: Sequence[str], may_say: Callable[[Answer], bool]) -> dict[str, Answer]:
        """The answer to each of some questions and fears, or to a topic, if there is one that may be said.

        Alone each has the first of the file. What would have different answers alone is answered together, if an answer
        that stands before them can do so: by the answer to most of it, and of those to as many by the first.
        """
        alone = {name: next(filter(may_say, self.answers_to(name, (name,))), None) for name in concerns}
        found = {name: one for name, one in alone.items() if one is not None}
        place = self.answers.index
        groups = []
        for answer in (one for one in self.answers if one.together and may_say(one)):
            to = (name for name in concerns if bare(name) in answer.to)
            groups.append((answer, [name for name in to if name not in found or place(answer) < place(found[name])]))
        for answer, group in sorted(groups, key=lambda each: -len(each[1])):
            free = [name for name in group if found.get(name) is alone[name]]
            apart = {alone[name] for name in free}
            if len(free) > 1 and (len(apart) > 1 or None in apart):
                found |= dict.fromkeys(free, answer)
        return found

    @property
    def worded_answers(self) -> tuple[Answer, ...]:
        """The answers that have words of their own."""
        return tuple(one for one in self.answers if one.text)

    @property
    def sums(self) -> tuple[Answer, ...]:
        """The sentences that draw claims together, and answer no question of their own."""
        return tuple(one for one in self.answers if one.is_whole and not one.to)

    def short_answer(self, fact: str) -> str:
        """The approved short answer that stands before a claim; empty if there is none."""
        return next((one.text for one in self.answers if one.rests_on[0] == fact and not one.is_whole), "")

    def settles(self, topic: Topic, question: Concern) -> frozenset[str]:
        """The facts on which answers to a topic's question rest: a letter that tells one does not leave it open."""
        answers = [one for one in self.answers_to(f"{topic.id}.{question.id}") if one.open != question.text]
        short = [one for one in self.answers if not one.is_whole and topic.only_question is question]
        return frozenset(id_ for one in (*answers, *short) for id_ in one.rests_on)


@dataclass(frozen=True)
class FactBase:
    """Everything that may be said, by id; mappings keep the order of the files."""

    sources: Mapping[str, Source]
    subjects: Mapping[str, Subject]
    topics: Mapping[str, Topic]
    facts: Mapping[str, Fact]
    actions: Mapping[str, Action] = field(default_factory=dict)
    courtesies: tuple[str, ...] = ()  # of ``facts/words.yaml``, which letters on every subject may say

    @property
    def abbreviations(self) -> tuple[Abbreviation, ...]:
        """The abbreviations of all subjects."""
        return tuple(one for subject in self.subjects.values() for one in subject.abbreviations)

    def on_topic(self, topic: Topic) -> tuple[Fact, ...]:
        """The facts that are entered on a topic, in the order of their files: first those whose home it is.

        A fact that supersedes another takes its place, and so is as important.
        """
        mine = [one for one in self.facts.values() if one.subject == topic.subject and topic.id in one.topics]
        place = {fact.id: number for number, fact in enumerate(mine)}
        for fact in mine:
            if fact.superseded_by in place:
                place[fact.superseded_by] = min(place[fact.id], place[fact.superseded_by])
        return tuple(sorted(mine, key=lambda fact: (fact.topics[0] != topic.id, place[fact.id])))

    def speaker(self, fact: Fact) -> Speaker:
        """Who says a fact."""
        return fact.speaker or self.sources[fact.source].speaker

    def occasion(self, fact: Fact) -> str:
        """What its speaker does: "told Parliament", "says"."""
        return fact.occasion or self.sources[fact.source].occasion


@dataclass(frozen=True)
class Loaded:
    """What was read, and its problems. If there are errors, ``base`` holds the entries without any."""

    base: FactBase
    problems: tuple[Problem, ...]


# Fingerprints: sixteen hex digits for the content of a fact.


def fingerprint(fact: Fact) -> str:
    """Sixteen hex digits that change with everything that a reader relies on, but not with topics, series or layout."""
    return _fingerprint(Same(fact))


@lru_cache(maxsize=4096)  # a batch asks for those of the same facts again with each letter
def _fingerprint(of: Same[Fact]) -> str:
    fact = of.it
    relied_on = {
        "claim": fact.claim,
        "occasion": fact.occasion,
        "speaker": [*fact.speaker.entry.values()] if fact.speaker is not None else None,
        "after": [fact.only_after, fact.but_after, fact.so_after],
        "cites": [[cite.source, cite.quote, cite.paragraph, cite.occurrence] for cite in fact.cites],
        "from": fact.start.isoformat(),
        "until": fact.until.isoformat() if fact.until else "",
        "review_by": fact.review_by.isoformat() if fact.review_by else "",
    }
    if fact.on_record:  # the fingerprints of all others are as they were before there was such a thing
        relied_on["on_record"] = "yes"
    text = json.dumps(relied_on, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()[:16]
