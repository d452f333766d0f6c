"""Typewriter marks to printers' marks: curly quotation marks, and a dash between years."""

from __future__ import annotations

import re
from collections.abc import Iterator

_OPENING = re.compile(r"(?:(?<=\A)|(?<=[\s(\u201c\u2018]))(['\"])(?=\w)")
_YEARS = re.compile(r"\b(\d{4})-(\d{2})\b(?!-)")
# A full stop, a question or exclamation mark, perhaps a closing quotation mark; then space and what begins a sentence.
_SENTENCE_END = re.compile(r"(?<=[.?!])[\"\u201d\u2019')]?\s+(?=[\"\u201c\u2018(\[]?[A-Z0-9])")
_CURLY = {"'": ("\u2018", "\u2019"), '"': ("\u201c", "\u201d")}


def typeset(text: str) -> str:
    """The text as it is printed; what is typeset already stays as it is."""
    text = _OPENING.sub(lambda m: _CURLY[m[1]][0], text)
    for straight, (_, closing) in _CURLY.items():
        text = text.replace(straight, closing)
    return _YEARS.sub("\\1\u2013\\2", text)


def parted(text: str) -> Iterator[str]:
    """The sentences of a text, each with the quotation mark that closes it, its white space folded."""
    at = 0
    text = text.strip()
    for match in _SENTENCE_END.finditer(text):
        yield " ".join((text[at : match.start()] + match[0].strip()).split())
        at = match.end()
    if text[at:]:
        yield " ".join(text[at:].split())
