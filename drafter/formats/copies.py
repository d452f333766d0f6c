"""The copies in which a letter is written, and what a copy carries beside the letter."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from drafter import __version__
from drafter.letter.mailing import mailing_of
from drafter.letter.record import Record, reader_of
from drafter.letter.tree import Kind, Letter, Particulars

# In Word: how the bookmarks begin of the office's acts and of what is said to this reader alone, and the properties
# that keep what was done for the reader.
ACT_MARK: Final = "act_"
READER_MARK: Final = "reader_"
DID: Final = "did_"
# In text with spans: the class of those that hold the member's words, the office's acts, what is said to this reader.
SPANS: Final = {Kind.VIEW: "position", Kind.ACT: "act", Kind.READER: "reader"}


class Copy(StrEnum):
    """A reviewing copy carries comments and says DRAFT; a clean one only its marks; a final one neither.

    Marks say which passage is which fact, the member's view, or an act of the office's; with them travels the record of
    how it was made.
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
