"""The copies in which a letter is written, and what a copy carries beside the letter."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from drafter import __version__
from drafter.letter.mailing import mailing_of
from drafter.letter.record import Record, reader_of
from drafter.letter.tree import Kind, Letter, Particulars, kinds_by

# In Word: how the properties begin that keep what was done for the reader.
DID: Final = "did_"


def kind_of_span(classes: str) -> Kind | None:
    """The kind of words that a span of these classes marks: of the first class that marks any."""
    kinds = kinds_by("span")
    return next((kinds[name] for name in classes.casefold().split() if name in kinds), None)


class Copy(StrEnum):
    """A reviewing copy carries comments and says DRAFT; a clean one only its marks; a final one neither.

    Marks say which passage is which fact, and which is of a kind that has marks (the member's view, an act); with them
    travels the record of how it was made.
    """

    REVIEWING = "reviewing"
    CLEAN = "clean"
    FINAL = "final"


def own_of(reader: Particulars, subject_line: str = "") -> dict[str, str]:
    """What the record remembers of a letter's reader, as hashes; ``subject_line`` is the letter's."""
    return {
        "reader": reader_of(reader.addressee, reader.salutation),
        "mail": mailing_of(reader.mailing, subject_line),
    }


def record_of(letter: Letter, *, large_print: bool = False) -> Record:
    """What a draft of this letter remembers."""
    own = own_of(letter.particulars, letter.subject_line)
    return Record(
        __version__, letter.date, **letter.answered(), large_print=large_print, reader=own["reader"], mail=own["mail"]
    )
