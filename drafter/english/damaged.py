"""Text that a program decoded wrongly, put right where it is plain what stood there: "ZoÃ«" is "Zoë".

UTF-8 writes each letter with an accent as two bytes or more. A program that takes these for another encoding shows
each as a sign of its own. If all such signs of a line, turned back, are UTF-8 of ordinary letters, that is no chance.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

_READ_AS: Final = ("cp1252", "mac_roman", "cp850", "cp437", "iso8859_2", "cp1250", "iso8859_15", "cp1251", "latin-1")
_RUN: Final = re.compile(r"[^\x00-\x7f]+")
# The first sign of each pair: what the bytes from C2 to C5, and E2, are in these encodings.
_MAY_BE: Final = re.compile(
    "[\u00c2-\u00c5\u00e2\u252c\u251c\u2500\u253c\u00d4\u0393\u0102\u0139\u0412-\u0415\u0432\u221a\u00ac\u0192\u2248\u201a]"
)
_USUAL: Final = frozenset(
    "\u2018\u2019\u201c\u201d\u2013\u2014\u2026\u2022\u00a3\u20ac\u00a7\u00b0\u00b7\u00bd\u00bc\u00be\u00ab\u00bb\u00a9\u00ae\u2122\u00a0"
)
_ESCAPES: Final = re.compile(r"(?:=[0-9A-F]{2}){2,}")
_LONGEST: Final = 2_000  # characters of a line


def repaired(line: str) -> str:
    """The line as it was before a program decoded it wrongly; unchanged where that is not plain."""
    if line.isascii() or len(line) > _LONGEST or not _MAY_BE.search(line):
        return line
    runs = set(_RUN.findall(line))
    for encoding in _READ_AS:
        again = {run: _again(run, encoding) for run in runs}
        if all(again.values()):
            pieces = _RUN.split(line)
            return "".join(
                f"{piece}{again.get(run, '')}" for piece, run in zip(pieces, [*_RUN.findall(line), ""], strict=True)
            )
    return line


def unescaped(line: str) -> str:
    """The line without the signs in which mail writes letters ("Zo=C3=AB"), where they are letters."""
    return _ESCAPES.sub(lambda match: _letters(bytes.fromhex(match[0].replace("=", ""))) or match[0], line)


def _again(run: str, encoding: str) -> str:
    """What signs are if their bytes in an encoding are UTF-8; empty if they are not, or no ordinary text."""
    held = bytearray()
    for sign in run:
        try:
            held += sign.encode(encoding)
        except UnicodeEncodeError:
            if encoding != "cp1252" or ord(sign) > 0x9F:
                return ""
            held.append(ord(sign))  # a byte that this encoding leaves free
    return _letters(bytes(held))


def _letters(data: bytes) -> str:
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return ""
    is_usual = all(sign in _USUAL or unicodedata.category(sign)[0] == "L" for sign in text)
    return text if text and is_usual and not text.isascii() else ""
