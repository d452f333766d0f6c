"""What the sheet says, in words for somebody who has never seen the program."""

from __future__ import annotations

from typing import NamedTuple

from drafter.letter.tree import Kind
from drafter.problems import Severity
from drafter.review.model import Passage, Standing


class Name(NamedTuple):
    """How a kind of sentence is called alone, how several of it are counted, and what it means."""

    one: str
    single: str
    several: str
    means: str


STANDINGS = {
    Standing.FACT: Name("Fact", "fact", "facts", "In words that the program itself could say, and cited."),
    Standing.REWORDED: Name(
        "Fact, reworded",
        "fact reworded",
        "facts reworded",
        "In other words, though its figures, dates and names are the same.",
    ),
    Standing.CHANGED: Name(
        "Fact, changed", "fact changed", "facts changed", "A figure, a date, a name or a word that weighs is another."
    ),
    Standing.NEW: Name(
        "New: nothing bears it out", "new sentence", "new sentences", "No fact, no view, no approved courtesy."
    ),
    Standing.VIEW: Name(
        "The member\u2019s own view", "own view", "own views", "The member\u2019s own words: not a fact, and not cited."
    ),
    Standing.ACT: Name(
        "The member\u2019s act",
        "act of the member\u2019s",
        "acts of the member\u2019s",
        "What the member did, does or will do, as the office entered it: not a fact, and not cited.",
    ),
    Standing.READER: Name(
        "To this reader only",
        "sentence to this reader",
        "sentences to this reader",
        "Said in this letter alone; it claims nothing of the subject.",
    ),
    Standing.COURTESY: Name("Courtesy", "courtesy", "courtesies", "Approved words that make no claim."),
}
LEFT_OPEN = Name(
    "Left open",
    "question left open",
    "questions left open",
    "What the papers do not say: an approved question, in a frame of the program\u2019s.",
)
SHORT_ANSWER = Name(
    "Short answer", "short answer", "short answers", "Approved words, which rest on claims told beside them."
)
HEADING = Name("Heading", "heading", "headings", "Words over an answer.")


def called(passage: Passage) -> Name:
    """What a sentence is called."""
    if passage.heading:
        return HEADING
    kinds = {segment.kind for segment in passage.segments}
    if passage.standing is Standing.COURTESY and Kind.GAP in kinds and kinds <= {Kind.GAP, Kind.FRAME, Kind.JOIN}:
        return LEFT_OPEN
    if passage.standing is Standing.COURTESY and Kind.ANSWER in kinds:
        return SHORT_ANSWER
    return STANDINGS[passage.standing]


class Part(NamedTuple):
    """How a part of a sentence is called, what a screen reader says before it, and what it means."""

    one: str
    heard: str
    means: str


PARTS = {
    Kind.CLAIM: Part("A claim", "claim: ", "What a document says, put plainly; the quotations stand beside it."),
    Kind.FRAME: Part(
        "Who says it, and when", "who says it: ", "The program\u2019s words, from the document\u2019s details."
    ),
    Kind.JOIN: Part("Joining words", "", "The program\u2019s, between two claims."),
    Kind.ANSWER: Part("A short answer", "short answer: ", "Approved words, which rest on the claim that follows them."),
    Kind.GAP: Part("Left open", "left open: ", "What the papers do not say."),
    Kind.VIEW: Part(
        "The member\u2019s view", "the member\u2019s view: ", "The member\u2019s own words; nothing is cited for them."
    ),
    Kind.ACT: Part(
        "The member\u2019s act", "the member\u2019s act: ", "The member\u2019s act, as the office entered it."
    ),
    Kind.READER: Part("To this reader", "to this reader: ", "Said in this letter alone."),
    Kind.COURTESY: Part("A courtesy", "", "Approved words that make no claim."),
}


def sentence(text: str) -> str:
    """A message as a sentence: with a capital and a full stop, unless it begins with a name in quotation marks."""
    begun = text[:1].upper() + text[1:]
    return begun if begun.endswith((".", "?", "!", "\u201d")) else f"{begun}."


def verdict(errors: int, questions: int = 0) -> str:
    """The whole review in a line; it promises no more than was looked at."""
    if errors:
        return f"{counted(errors, 'thing is', 'things are')} wrong with this letter"
    if questions:
        return f"{counted(questions, 'thing needs', 'things need')} your word"
    return "No fault was found: read the letter before you sign it"


def counted(number: int, one: str, several: str) -> str:
    """3 things; 1 thing."""
    return f"{number} {one if number == 1 else several}"


class Weight(NamedTuple):
    """How a finding is told by its severity: over many, over one, and as a class of the page."""

    several: str
    one: str
    name: str


WEIGHTS = {
    Severity.ERROR: Weight("What is wrong", "Wrong", "error"),
    Severity.QUESTION: Weight("What needs your word", "Needs your word", "warning"),
    Severity.NOTE: Weight("To know of", "To know of", "note"),
}
