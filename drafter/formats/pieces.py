"""A sentence as pieces with one mark each, and text in Word's XML."""

from __future__ import annotations

import re
from collections.abc import Mapping

from drafter.frozen import NamedTuple
from drafter.letter.tree import Kind, Letter, Note, Paragraph, Segment, Sentence
from drafter.patterns import late_pattern

# Text in Word's XML: escaped, without what XML refuses, and with its right-to-left stretches marked.

_ENTITIES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;"})
_BREAK = late_pattern(r"[\t\n\r\v\f\x85\u2028\u2029]")
# The characters that XML refuses (lone surrogates are among them), and controls that Word shows as boxes.
_NOT_XML = "[^\x20-\x7e\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]"
_RIGHT_TO_LEFT = "\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff"
# A stretch includes the spaces and punctuation between its words, but not those around it, which belong to the English.
_TYPESET = str.maketrans(dict.fromkeys("\u2013\u2014\u2018\u2019\u201c\u201d\u2026"))  # signs that stand in any letter
_STRETCH = f"([{_RIGHT_TO_LEFT}]+(?:[^\\w{_RIGHT_TO_LEFT}]+[{_RIGHT_TO_LEFT}]+)*)"


def escape(text: str) -> str:
    """The text as it stands in XML, between tags or in an attribute."""
    if "&" in text or "<" in text or ">" in text or '"' in text:
        return text.translate(_ENTITIES)
    return text  # true of most text, and looking is quicker than copying


def clean_xml(text: str) -> str:
    """The text as XML can hold it: line ends and tabs become spaces, and characters that XML refuses are dropped."""
    # Most text needs no change, and patterns over all of Unicode take milliseconds to compile.
    return text if text.isprintable() else re.sub(_NOT_XML, "", _BREAK.sub(" ", text))


RUN, RUN_END = '<w:r><w:t xml:space="preserve">', "</w:t></w:r>"  # around text that stands in Word's XML as it is


def is_bare(text: str) -> bool:
    """Whether a text stands in Word's XML as it is: nothing in it is escaped, dropped, or marked as right-to-left."""
    return text.isascii() and text.isprintable() and escape(text) is text


def run_xml(text: str, style: str = "") -> str:
    """The text as runs, in the character style with this id, if any. Right-to-left stretches are marked as such."""
    if not style and text.isascii() and text.isprintable() and text:
        return f"{RUN}{escape(text)}{RUN_END}"
    named = f'<w:rStyle w:val="{escape(style)}"/>' if style else ""
    runs = []
    text = clean_xml(text)
    plain = text.isascii() or max(text.translate(_TYPESET), default="") < _RIGHT_TO_LEFT[0]
    pieces = [text] if plain else re.split(_STRETCH, text)
    for index, piece in enumerate(pieces):
        if piece:
            properties = f"{named}<w:rtl/>" if index % 2 else named
            properties = f"<w:rPr>{properties}</w:rPr>" if properties else ""
            runs.append(f'<w:r>{properties}<w:t xml:space="preserve">{escape(piece)}</w:t></w:r>')
    return "".join(runs)


def one_line(text: str) -> str:
    """The text as one line with single spaces, without the characters that XML and pages cannot hold."""
    return " ".join(clean_xml(text).split())


def bare_address(address: str) -> str:
    """An address of the web or for mail without the parts that nobody prints, in small letters: for comparing two."""
    return re.sub(r"^(https?://|mailto:)", "", address.strip().casefold()).rstrip("/")


# Pieces: each stretch of a sentence has one mark, and the reference to its note stands behind it.

_BLANK = late_pattern(r"(\[DECIDE\b[^\]]*\]?)")  # "[DECIDE: whether to sign]"


class Piece(NamedTuple):
    """A stretch of a sentence. ``space`` is the white space before it.

    ``last`` tells that no later piece of the sentence belongs to the same claim. Only such a piece has a ``note``.
    """

    space: str
    text: str
    kind: Kind
    fact: str = ""
    last: bool = True
    note: Note | None = None

    @property
    def stretches(self) -> list[str]:
        """Its text divided into words and blanks, in turn. Everybody who opens the letter must see a blank."""
        return _BLANK.split(self.text) if self.kind.about.blanks else [self.text]


def called_behind(letter: Letter) -> dict[str, Note]:
    """The letter's notes, each by the claim behind which its reference stands: the last claim of its run."""
    return {note.facts[-1]: note for note in letter.notes if note.facts}


def pieces(sentence: Sentence, called: Mapping[str, Note]) -> list[Piece]:
    """The pieces of a sentence: its segments without empty ones, and with neighbours joined if their kind ``flows``.

    There is no space before the first piece, and none behind the last.
    """
    ends = {s.fact: number for number, s in enumerate(sentence.segments) if s.kind.about.cited and _says(s)}
    found: list[Piece] = []
    space = ""
    for number, segment in enumerate(sentence.segments):
        if not _says(segment):
            space += segment.text
            continue
        text = segment.text.strip()
        before, _, after = segment.text.partition(text)
        space += before
        if segment.kind.about.flows and found and found[-1].kind is segment.kind:
            found[-1] = found[-1]._replace(text=f"{found[-1].text}{space}{text}")
        elif segment.kind.about.cited:
            last = ends[segment.fact] == number
            note = called.get(segment.fact) if last else None
            found.append(Piece(space if found else "", text, segment.kind, segment.fact, last, note))
        else:
            found.append(Piece(space if found else "", text, segment.kind))
        space = after
    return found


def in_a_row(paragraph: Paragraph, called: Mapping[str, Note]) -> list[Piece]:
    """The pieces of all sentences of a paragraph, with a space between two sentences."""
    row: list[Piece] = []
    for sentence in paragraph.sentences:
        made = pieces(sentence, called)
        row += [made[0]._replace(space=" "), *made[1:]] if row and made else made
    return row


def calls(letter: Letter) -> int:
    """How many references to notes the letter has."""
    called = called_behind(letter)
    return sum(piece.note is not None for sentence in letter.sentences() for piece in pieces(sentence, called))


def _says(segment: Segment) -> bool:
    return bool(clean_xml(segment.text).strip())
