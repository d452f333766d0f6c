"""The copies in which a letter is written, and what a copy carries beside the letter."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from drafter import __version__
from drafter.letter.mailing import mailing_of
from drafter.letter.record import Record, reader_of
from drafter.letter.tree import Kind, Letter

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


def record_of(letter: Letter, *, large_print: bool = False) -> Record:
    """What a draft of this letter remembers."""
    return Record(
        version=__version__,
        date=letter.date,
        reference=letter.reference,
        topics=letter.topics,
        position=letter.position,
        length=letter.length,
        large_print=large_print,
        said=letter.said,
        corrects=letter.corrects,
        reader=reader_of(letter.addressee, letter.salutation),
        asks=letter.asks,
        fears=letter.fears,
        wants=letter.wants,
        did=letter.did,
        mail=mailing_of(letter.mailing, letter.subject_line),
    )
