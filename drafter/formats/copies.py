"""The kinds of copies of a letter, and what a copy holds besides the letter."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from drafter import __version__
from drafter.letter.mailing import mailing_of
from drafter.letter.record import Record, reader_of, sentences_of
from drafter.letter.tree import Kind, Letter, ReaderDetails, Sentence, kinds_by

# In Word: the prefix of the properties that keep what was done for the reader.
DID: Final = "did_"


def kind_of_span(classes: str) -> Kind | None:
    """The kind of words that a span of these classes marks; the first class that marks any kind counts."""
    kinds = kinds_by("span")
    return next((kinds[name] for name in classes.casefold().split() if name in kinds), None)


class Copy(StrEnum):
    """A reviewing copy has marks and comments and says DRAFT; a clean copy has only marks; a final copy has neither.

    Marks say which passage is which fact, and which is of another kind with marks (the member's view, an act). The
    record of how the draft was made goes with them.
    """

    REVIEWING = "reviewing"
    CLEAN = "clean"
    FINAL = "final"


def own_of(reader: ReaderDetails, subject_line: str = "") -> dict[str, str]:
    """The hashes by which the record remembers a letter's reader; ``subject_line`` is the letter's."""
    return {
        "reader": reader_of(reader.addressee, reader.salutation),
        "mail": mailing_of(reader.mailing, subject_line),
    }


def record_of(letter: Letter, *, large_print: bool = False) -> Record:
    """The record of a draft of this letter."""
    own = own_of(letter.particulars, letter.subject_line)
    return Record(
        __version__,
        letter.date,
        **letter.answered(),
        large_print=large_print,
        reader=own["reader"],
        mail=own["mail"],
        sentences=hashes_of(letter),
    )


def hashes_of(letter: Letter) -> str:
    """The hashes of a letter's sentences, one behind the other; not of those in the member's or the reader's words."""
    return sentences_of((one.facts, one.text) for one in letter.sentences() if one.facts or not _is_of_others(one))


def _is_of_others(sentence: Sentence) -> bool:
    """Whether a sentence holds the member's words, or those to this reader, which the office may change."""
    return any(segment.kind.about.others for segment in sentence.segments)
