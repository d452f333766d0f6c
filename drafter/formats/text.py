"""Text as it stands in Word's XML: escaped, without what XML refuses, and its right-to-left stretches marked."""

from __future__ import annotations

import re

_ENTITIES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;"})
_BREAK = re.compile(r"[\t\n\r\v\f\x85\u2028\u2029]")
# What XML refuses (lone surrogates are among it), and the controls that it suffers but Word shows as boxes.
_NOT_XML = "[^\x20-\x7e\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]"
_RIGHT_TO_LEFT = "\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff"
# A stretch takes in the spaces and signs between its words, but not those around it: these follow the English.
_STRETCH = f"([{_RIGHT_TO_LEFT}]+(?:[^\\w{_RIGHT_TO_LEFT}]+[{_RIGHT_TO_LEFT}]+)*)"


def escape(text: str) -> str:
    """The text as it stands in XML, between tags or in an attribute."""
    if "&" in text or "<" in text or ">" in text or '"' in text:
        return text.translate(_ENTITIES)
    return text  # as most is, and looking is quicker than copying


def clean(text: str) -> str:
    """The text as XML can hold it: line ends and tabs become spaces, and what XML refuses is dropped."""
    # Most text has nothing of the kind, and patterns over all of Unicode take milliseconds to compile.
    return text if text.isprintable() else re.sub(_NOT_XML, "", _BREAK.sub(" ", text))


def run_xml(text: str, style: str = "") -> str:
    """The text as runs, in a character style where its id is given; right-to-left stretches are marked as such."""
    if not style and text.isascii() and text.isprintable() and text:
        return f'<w:r><w:t xml:space="preserve">{escape(text)}</w:t></w:r>'
    named = f'<w:rStyle w:val="{escape(style)}"/>' if style else ""
    runs = []
    text = clean(text)
    plain = text.isascii() or max(text, default="") < _RIGHT_TO_LEFT[0]
    pieces = [text] if plain else re.split(_STRETCH, text)
    for index, piece in enumerate(pieces):
        if piece:
            properties = f"{named}<w:rtl/>" if index % 2 else named
            properties = f"<w:rPr>{properties}</w:rPr>" if properties else ""
            runs.append(f'<w:r>{properties}<w:t xml:space="preserve">{escape(piece)}</w:t></w:r>')
    return "".join(runs)


def line_of(text: str) -> str:
    """The text as one line, its white space as single spaces; without what XML, and so a page, cannot hold."""
    return " ".join(clean(text).split())
