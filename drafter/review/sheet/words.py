"""The words on the sheet, for somebody who has never seen the program."""

from __future__ import annotations

from drafter.frozen import NamedTuple
from drafter.letter.tree import Kind, Name
from drafter.problems import Severity
from drafter.review.model import Passage, SentenceStatus

STANDINGS = {
    SentenceStatus.FACT: Name("Fact", "fact", "facts", "In words that the program itself could say, and cited."),
    SentenceStatus.REWORDED: Name(
        "Fact, reworded",
        "fact reworded",
        "facts reworded",
        "In other words, though its figures, dates and names are the same.",
    ),
    SentenceStatus.CHANGED: Name(
        "Fact, changed", "fact changed", "facts changed", "A figure, a date, a name or a word that weighs is another."
    ),
    SentenceStatus.NEW: Name(
        "New: nothing bears it out", "new sentence", "new sentences", "No fact, no view, no approved courtesy."
    ),
    SentenceStatus.VIEW: Name(
        "The member\u2019s own view", "own view", "own views", "The member\u2019s own words: not a fact, and not cited."
    ),
    SentenceStatus.ACT: Name(
        "The member\u2019s act",
        "act of the member\u2019s",
        "acts of the member\u2019s",
        "What the member did, does or will do, as the office entered it: not a fact, and not cited.",
    ),
    SentenceStatus.READER: Name(
        "To this reader only",
        "sentence to this reader",
        "sentences to this reader",
        "Said in this letter alone; it claims nothing of the subject.",
    ),
    SentenceStatus.COURTESY: Name("Courtesy", "courtesy", "courtesies", "Approved words that make no claim."),
}
HEADING = Name("Heading", "heading", "headings", "Words over an answer.")


def name_of_passage(passage: Passage) -> Name:
    """The name of a sentence's kind."""
    if passage.heading:
        return HEADING
    if passage.standing is SentenceStatus.COURTESY:
        kinds = {segment.kind for segment in passage.segments}
        # A short answer also links parts, but it says more than the way in which something else is told.
        said = [kind for kind in Kind if kind in kinds and (kind.about.alone or not kind.about.links)]
        if len(said) == 1 and said[0].about.alone:
            return said[0].about.alone
    return STANDINGS[passage.standing]


def sentence(text: str) -> str:
    """A message as a sentence: with a capital and a full stop. A quoted name at its beginning stays as it is."""
    begun = text[:1].upper() + text[1:]
    return begun if begun.endswith((".", "?", "!", "\u201d")) else f"{begun}."


def verdict(errors: int, questions: int = 0) -> str:
    """The whole review in one line. It promises no more than was checked."""
    if errors:
        return f"{count_in_words(errors, 'thing is', 'things are')} wrong with this letter"
    if questions:
        return f"{count_in_words(questions, 'thing needs', 'things need')} your word"
    return "No fault was found: read the letter before you sign it"


def count_in_words(number: int, one: str, several: str) -> str:
    """A count with its noun: 3 things; 1 thing."""
    return f"{number} {one if number == 1 else several}"


class Weight(NamedTuple):
    """The words for a severity: over many findings, over one, and the class on the page."""

    several: str
    one: str
    name: str


WEIGHTS = {
    Severity.ERROR: Weight("What is wrong", "Wrong", "error"),
    Severity.QUESTION: Weight("What needs your word", "Needs your word", "warning"),
    Severity.NOTE: Weight("To know of", "To know of", "note"),
}
