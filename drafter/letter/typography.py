"""Typewriter marks to printers' marks: curly quotation marks, and a dash between years."""

from __future__ import annotations

import re

_OPENING = re.compile(r"(?:(?<=\A)|(?<=[\s(\u201c\u2018]))(['\"])(?=\w)")
_YEARS = re.compile(r"\b(\d{4})-(\d{2})\b(?!-)")
_CURLY = {"'": ("\u2018", "\u2019"), '"': ("\u201c", "\u201d")}


def typeset(text: str) -> str:
    """The text as it is printed; what is typeset already stays as it is."""
    text = _OPENING.sub(lambda m: _CURLY[m[1]][0], text)
    for straight, (_, closing) in _CURLY.items():
        text = text.replace(straight, closing)
    return _YEARS.sub("\\1\u2013\\2", text)
