"""The letter as a tree: composing makes it, writers write it, and reviewing reads it back."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from enum import StrEnum
from functools import lru_cache
from typing import Literal, Self

from drafter.facts.claims import AUXILIARIES, Verb, parse_claim, plain
from drafter.facts.model import Fact, FactBase, FactKind, Side
from drafter.facts.timeline import is_due
from drafter.frozen import NamedTuple, dataclass
from drafter.letter.clauses import Voice
from drafter.letter.mailing import NO_MAILBOX, Mailbox, Mailing
from drafter.letter.record import Answered

# Every sentence is a row of segments. Each segment knows whose words it is.


class Name(NamedTuple):
    """The sign-off sheet's names for sentences of one sort: alone, counted as one, counted as several; and a meaning.

    ``shape`` is the path of its mark, as SVG draws it in a square of 16; if empty, the mark is that of what the
    sentence rests on.
    """

    one: str
    single: str
    several: str
    means: str
    shape: str = ""


class About(NamedTuple):
    """Everything that writers, readers, reviews and the sign-off sheet know about a kind of words.

    ``label`` and ``means`` are the sheet's texts about it, ``heard`` is what a screen reader says before it, ``css`` is
    how the sheet sets its words, and ``alone`` names a sentence that consists only of such words. ``standing`` is what
    a sentence with such words rests on, in the terms of ``review/model.py``; empty for approved words.

    ``cited``: each such segment tells a fact, and notes and marks name that fact. ``links``: it only says how claims
    are told, so that one note may serve the claims on both sides of it. ``turns``: after it the next speaker must be
    named again. ``others``: it may speak of other people, so that "he" is nobody after it. ``beside``: the sheet
    mentions it beside a sentence's claims. ``flows``: neighbours of this kind get one mark together. ``blanks``: it may
    hold blanks, "[DECIDE: ...]".

    ``span`` is the class of its spans in Markdown, plain text and HTML, and ``whose`` is a hint's name for such words.
    ``mark`` is the prefix of its bookmarks in Word, ``style`` the character style by which an editor marks it, and
    ``paragraph`` the style of paragraphs with nothing else. ``believed``: words that a person marks so count as this
    kind.
    """

    label: str
    means: str
    heard: str = ""
    css: str = ""
    alone: Name | None = None
    standing: str = ""
    cited: bool = False
    links: bool = False
    turns: bool = False
    others: bool = False
    beside: bool = False
    flows: bool = False
    blanks: bool = False
    span: str = ""
    whose: str = ""
    mark: str = ""
    style: str = ""
    paragraph: str = ""
    believed: bool = False


class Kind(StrEnum):
    """Whose words a segment is, and what it may hold. An entry gives it its Word style, its mark and its name.

    A claim comes from the fact base. A frame says who said it and when, a join connects two claims, a basis names the
    document that most of the letter is from: all are the program's own words. An answer is approved, and rests on the
    claim that follows it. A gap says what papers leave open. A view is the member's, an act the office's. ``READER`` is
    said to this reader alone. A courtesy holds no claim.
    """

    about: About

    def __new__(cls, name: str, about: About = About("", "")) -> Self:  # noqa: B008 - it cannot change
        """Make a kind with this name, which ``Kind("claim")`` finds again."""
        kind = str.__new__(cls, name)
        kind._value_ = name
        kind.about = about
        return kind

    CLAIM = (
        "claim",
        About(
            "A claim",
            "What a document says, put plainly; the quotations stand beside it.",
            heard="claim: ",
            css="text-decoration: underline solid 1px var(--fact);",
            standing="fact",
            cited=True,
        ),
    )
    FRAME = (
        "frame",
        About(
            "Who says it, and when",
            "The program\u2019s words, from the document\u2019s details.",
            heard="who says it: ",
            css="font-style: italic;",
            links=True,
        ),
    )
    BASIS = (
        "basis",
        About(
            "The main document",
            "The program\u2019s words: which document most of the letter is from.",
            heard="the main document: ",
            css="font-style: italic; font-weight: 650;",
            alone=Name(
                "Main document",
                "sentence on the main document",
                "sentences on the main document",
                "The program\u2019s words: from which document most of the letter is.",
            ),
            beside=True,
        ),
    )
    JOIN = (
        "join",
        About("Joining words", "The program\u2019s, between two claims.", css="letter-spacing: .14em;", links=True),
    )
    GAP = (
        "gap",
        About(
            "Left open",
            "What the papers do not say.",
            heard="left open: ",
            css="text-decoration: underline dashed 1px var(--quiet);",
            alone=Name(
                "Left open",
                "question left open",
                "questions left open",
                "What the papers do not say: an approved question, in a frame of the program\u2019s.",
                "M11.83 4.79A5 5 0 1 0 11.83 11.21L10.45 10.06A3.2 3.2 0 1 1 10.45 5.94z",
            ),
            beside=True,
        ),
    )
    ANSWER = (
        "answer",
        About(
            "A short answer",
            "Approved words, which rest on the claim that follows them.",
            heard="short answer: ",
            css="font-weight: 650;",
            alone=Name(
                "Short answer",
                "short answer",
                "short answers",
                "Approved words, which rest on claims told beside them.",
            ),
            links=True,
        ),
    )
    VIEW = (
        "view",
        About(
            "The member\u2019s view",
            "The member\u2019s own words; nothing is cited for them.",
            heard="the member\u2019s view: ",
            css="text-decoration: underline dotted 2px var(--view);",
            standing="view",
            turns=True,
            others=True,
            beside=True,
            flows=True,
            span="position",
            whose="the member's words",
            mark="view_",
            style="Position Sentence",
            paragraph="Position",
            believed=True,
        ),
    )
    ACT = (
        "act",
        About(
            "The member\u2019s act",
            "The member\u2019s act, as the office entered it.",
            heard="the member\u2019s act: ",
            css="padding: 0 .2em; border: 1px solid var(--act); border-radius: 3px;",
            standing="act",
            turns=True,
            others=True,
            beside=True,
            blanks=True,
            span="act",
            whose="the words of an act",
            mark="act_",
        ),
    )
    READER = (
        "reader",
        About(
            "To this reader",
            "Said in this letter alone.",
            heard="to this reader: ",
            css="padding: 0 .2em; border: 1px dashed var(--edge); border-radius: 3px;",
            standing="reader",
            turns=True,
            others=True,
            beside=True,
            span="reader",
            whose="the words to this reader",
            mark="reader_",
            style="Reader Sentence",
        ),
    )
    COURTESY = "courtesy", About("A courtesy", "Approved words that make no claim.", turns=True)


def kinds_by(what: Literal["span", "mark", "style", "paragraph"]) -> dict[str, Kind]:
    """The kinds that a file can mark, by the name of the mark."""
    return {name: kind for kind in Kind if (name := getattr(kind.about, what))}


class Segment(NamedTuple):
    """A part of a sentence, with the space and the punctuation that belong to it.

    ``fact`` is the fact of a claim, or the one on which an answer rests. ``source`` is the document of a frame, of a
    claim, or of a gap that speaks of one paper. ``dated`` marks a frame that gives the day; ``past`` marks a claim
    that is told as of its day.
    """

    text: str
    kind: Kind
    fact: str = ""
    source: str = ""
    dated: bool = False
    past: bool = False


class Sentence(NamedTuple):
    """One sentence, as a row of segments. Their joined texts are the sentence, without space around it."""

    segments: tuple[Segment, ...]

    @property
    def text(self) -> str:
        """The sentence as it is read."""
        return "".join(segment.text for segment in self.segments)

    @property
    def facts(self) -> tuple[str, ...]:
        """The facts that it claims, in order."""
        return tuple(dict.fromkeys(s.fact for s in self.segments if s.kind.about.cited))

    def all_of(self, *kinds: Kind) -> bool:
        """Whether every segment is of one of these kinds."""
        return all(segment.kind in kinds for segment in self.segments)


POSTSCRIPT = "postscript"


@dataclass(frozen=True)
class Paragraph:
    """Consecutive sentences.

    ``part`` is the part of the letter: a topic's id, ``opening``, ``close`` or ``postscript``. A postscript stands
    under the signature.
    """

    sentences: tuple[Sentence, ...]
    part: str


@dataclass(frozen=True)
class Heading:
    """A short heading over a topic's answer."""

    text: str
    part: str


class Run(NamedTuple):
    """A piece of a note's text with one setting. ``url`` makes it a link."""

    text: str
    emphasis: bool = False
    url: str = ""


class Note(NamedTuple):
    """The source of a run of claims from one passage: in full at a document's first citation, later in short.

    Its mark stands behind the last of its ``facts``. The first of them is its label.
    """

    facts: tuple[str, ...]
    sources: tuple[str, ...]
    runs: tuple[Run, ...]

    @property
    def label(self) -> str:
        """Its name within the letter."""
        return self.facts[0] if self.facts else ""

    @property
    def text(self) -> str:
        """The note without its setting."""
        return "".join(run.text for run in self.runs)


class ReaderDetails(NamedTuple):
    """The parts of a letter that belong to one reader, while its text is for many. Each line is plain text, and data.

    ``above`` stands over the address: "By email". ``mailing`` is where it goes by e-mail, if it does.
    """

    addressee: tuple[str, ...]
    salutation: str
    reference: str = ""
    above: tuple[str, ...] = ()
    mailing: Mailing | None = None

    @property
    def can_be_posted(self) -> bool:
        """Whether there is an address for an envelope, and not just a name."""
        return len(self.addressee) > 1


@dataclass(frozen=True)
class Letter(Answered):
    """A whole letter. Lines are plain text; what a person typed is in ``addressee`` and ``salutation`` as data.

    ``sources`` is a closing list of documents, if the office wants that instead of notes. ``above`` are lines over the
    address, ``below`` lines under the signature: enclosures, copies. ``sender`` is who sends an e-mail, ``mailing``
    where it goes; ``attached`` is the ending of the letter's file that goes with it (".docx"), if one does.
    """

    date: date
    subject_line: str
    office: str
    addressee: tuple[str, ...]
    salutation: str
    blocks: tuple[Paragraph | Heading, ...]
    close: str
    signature: tuple[str, ...]
    small_print: str
    notes: tuple[Note, ...]
    sources: tuple[Note, ...] = ()
    above: tuple[str, ...] = ()
    below: tuple[str, ...] = ()
    sender: Mailbox = NO_MAILBOX
    mailing: Mailing | None = None
    attached: str = ""

    @property
    def particulars(self) -> ReaderDetails:
        """The parts that belong to its reader."""
        return ReaderDetails(self.addressee, self.salutation, self.reference, self.above, self.mailing)

    @property
    def body(self) -> tuple[Paragraph | Heading, ...]:
        """The part between the subject line and the close."""
        return tuple(block for block in self.blocks if block.part != POSTSCRIPT)

    @property
    def postscripts(self) -> tuple[Paragraph, ...]:
        """The paragraphs under the signature, each after 'P.S.'."""
        return tuple(b for b in self.blocks if isinstance(b, Paragraph) and b.part == POSTSCRIPT)

    def to(self, reader: ReaderDetails) -> Letter:
        """The same text, to another reader."""
        return replace(
            self,
            addressee=reader.addressee,
            salutation=reader.salutation,
            reference=reader.reference,
            above=reader.above,
            mailing=reader.mailing,
        )

    def sentences(self) -> Iterator[Sentence]:
        """Every sentence of the body, in order."""
        for block in self.blocks:
            if isinstance(block, Paragraph):
                yield from block.sentences

    @property
    def claims(self) -> tuple[str, ...]:
        """The facts that it claims, each once, in order."""
        return tuple(dict.fromkeys(fact for sentence in self.sentences() for fact in sentence.facts))

    def lengths(self) -> dict[str, int]:
        """Words by part, with headings. The salutation, the close and the signature count under the empty name."""
        lengths = {"": sum(len(text.split()) for text in (self.salutation, self.close, *self.signature))}
        for block in self.blocks:
            texts = [block.text] if isinstance(block, Heading) else [s.text for s in block.sentences]
            lengths[block.part] = lengths.get(block.part, 0) + sum(len(text.split()) for text in texts)
        return lengths

    def words(self) -> int:
        """The length in words, from the salutation to the signature, without notes."""
        return sum(self.lengths().values())


# Sentences: how one begins, whether a claim is told as past, and whether it may stand without a tag.

MOST_BARE = 2  # sentences in a row without a tag
MOST_INTRODUCED = 3  # of these after "Here is what the guide says."
OPENERS = ("Also", "Besides")  # put before a sentence that would begin like the one before it
STATUS_NEW, NEW = 45, 185  # days during which a document's statements are told in their own tense
_TWO_WORDS = frozenset(("the", "a", "an", "in", "on", "as", "no", "last", "this", "i", "you", "please", "mr", "if"))
# 'Are meant to be': whoever means it is not the letter. In 'first intended by May, are late' nobody does.
_HELD = re.compile(r"\b(?:is|are) (?:(?:meant|hoped|expected|intended) to|aimed)\b")
_DENYING = re.compile(r"\b(?:no|not|never|nothing|nobody|neither|only)\b")
_HOPED = re.compile(r"\A(?:the (?:hope|aim) is|it is hoped) (?:that|to)\b")
_PROPOSED = re.compile(r"\b(?:would|(?:is|are) (?:meant|intended))\b")
_THEN = frozenset((*AUXILIARIES.values(),))


def is_past(fact: Fact, base: FactBase, day: date) -> bool:
    """Whether a letter of a day tells a claim as of its day: it may have passed, or its document is no longer new.

    How things stand is soon old; what a proposal on record is stays longer so.
    """
    age = (day - base.sources[fact.source].issued.latest).days
    stands = fact.kind is FactKind.STATUS and not (fact.on_record and proposes(fact.claim))
    return is_due(fact, day) or age > (STATUS_NEW if stands else NEW)


@lru_cache(maxsize=4096)
def sounds_reported(claim: str) -> tuple[bool, bool]:
    """Whether a claim sounds reported, so that it needs no tag of its own: first as it stands, then in the past.

    'Would' sounds reported, and so does an event of a day ('was published in August'), what may be, and what is meant
    or hoped to be. 'Is' does not, but 'was' does.
    """
    pieces = parse_claim(claim).pieces
    words = {word for piece in pieces if isinstance(piece, str) for word in piece.split()}
    verbs = [piece for piece in pieces if isinstance(piece, Verb)]
    hedged = is_held(claim) or (bool(verbs) and verbs[0].now == "may")
    now = "would" in words or hedged or not (verbs or "should" in words)
    return now, now or any(verb.then in _THEN for verb in verbs)


def is_held(claim: str) -> bool:
    """Whether a claim says itself that somebody means or hopes it: 'is meant to', 'the hope is that'."""
    said = plain(claim)
    return _HELD.search(said) is not None or _HOPED.search(said) is not None


@lru_cache(maxsize=4096)
def promises(claim: str) -> tuple[bool, bool]:
    """Whether a claim says what will or should be, first as it stands, then in the past: 'will' is 'would' there.

    Without a tag it would sound like the letter's own promise. A hope that says that it is one does not.
    """
    if _HOPED.search(plain(claim)):
        return False, False
    pieces = parse_claim(claim).pieces
    should = any(isinstance(piece, str) and "should" in piece.split() for piece in pieces)
    return should or any(isinstance(piece, Verb) and piece.now == "will" for piece in pieces), should


@lru_cache(maxsize=4096)
def denies(claim: str) -> bool:
    """Whether a claim denies something, or rules something out: 'would not affect', 'no new kind', 'only'."""
    return _DENYING.search(plain(claim)) is not None


@lru_cache(maxsize=4096)
def proposes(claim: str) -> bool:
    """Whether a claim says of itself that it is not yet so, but proposed: 'would', 'is meant to'."""
    return _PROPOSED.search(plain(claim)) is not None


def is_told_plainly(fact: Fact, *, past: bool) -> bool:
    """Whether a letter may tell a claim without saying whose word it is: a matter of record, of today or of a day.

    "No depot exists at present" is one while its document is new; later "no depot existed at that time" is what that
    document said, and so is what was proposed then. "A draft was published in August" stays one.
    """
    verbs = (piece for piece in parse_claim(fact.claim).pieces if isinstance(piece, Verb))
    ages = past and (proposes(fact.claim) or any(verb.now != verb.then for verb in verbs))
    return fact.on_record and not ages


def may_stand_bare(
    facts: Sequence[Fact], voice: Voice, base: FactBase, *, past: bool, introduced: bool = False, directly: bool = False
) -> bool:
    """Whether a sentence of these claims may follow one of the same speaker without a tag.

    Claims from a party's paper always need a tag, and so does what somebody promises, or that there is something. Past
    claims need one unless they sound reported. Otherwise they would sound like this letter's own word.
    After a sentence that introduces them (``introduced``) they need none, but a promise must follow it directly
    (``directly``).
    """
    if not voice.own or base.sources[voice.source].side is Side.PARTY:
        return False
    if any(promises(fact.claim)[past] for fact in facts) and not directly:
        return False
    if introduced:
        return True
    if any(fact.claim.startswith("there ") for fact in facts):
        return False
    return not past or all(sounds_reported(fact.claim)[past] for fact in facts)


def may_begin_bare(facts: Sequence[Fact], voice: Voice, base: FactBase, *, past: bool) -> bool:
    """Whether a sentence of these claims may be the first in its paragraph without a tag, where the letter has named
    their document as the one that most of it is from: it may stand bare, and sounds reported. What promises or
    denies something needs a tag there, since it would sound like the letter's own assurance.
    """
    assuring = any(promises(fact.claim)[0] or denies(fact.claim) for fact in facts)
    reported = all(sounds_reported(fact.claim)[0] for fact in facts)  # also as it stands: 'it was so' is not enough
    return reported and not assuring and may_stand_bare(facts, voice, base, past=past)


def claims_of(segments: Iterable[Segment]) -> Iterator[tuple[str, str]]:
    """Each fact that a sentence claims, with the words of its claim, without the punctuation around them."""
    for segment in segments:
        if segment.kind.about.cited:
            yield segment.fact, segment.text.strip(" .,;:")


def introduces(segments: Sequence[Segment]) -> bool:
    """Whether a sentence only says whose words the next ones are: "Here is what the guide says."."""
    return bool(segments) and all(segment.kind is Kind.FRAME for segment in segments)


def lower(text: str) -> str:
    """The text as it stands within a sentence."""
    return text[:1].lower() + text[1:]


def upper(text: str) -> str:
    """The text as it begins a sentence."""
    return text[:1].upper() + text[1:]


def opening_of(text: str) -> str:
    """The beginning of a sentence as a reader hears it: one word, or two if the first says little."""
    words = text.casefold().replace(",", "").split(maxsplit=2)
    return " ".join(words[:2] if words[0] in _TWO_WORDS else words[:1])
