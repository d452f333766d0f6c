"""Ids of subjects, facts and documents: ASCII, made from words in any script."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from typing import Final

from drafter.files.system import is_odd_name

ID: Final = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*\Z")
MOST: Final = 60  # characters of an id
LONGEST: Final = 40  # characters of one that is made, and of a subject's: people type it
# Letters that have no simpler form in Unicode, as they are written where they cannot be typed.
_LETTERS: Final = str.maketrans(
    {"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ð": "d", "đ": "d", "þ": "th", "ł": "l", "ħ": "h", "ı": "i"}
)


def is_written_as_id(text: str, most: int = MOST) -> bool:
    """Whether a text has the form of an id: small letters, digits and single hyphens, ``most`` characters at most."""
    return len(text) <= most and ID.match(text) is not None


def why_no_id(text: str) -> str:
    """Why a text cannot be an id, as a hint; empty where it can be one."""
    if not is_written_as_id(text):
        return f"use small letters, digits and single hyphens, {MOST} at most"
    return "files are called after ids, and Windows keeps this name for itself" if is_odd_name(text) else ""


def id_from(text: str, taken: Iterable[str], instead: str, longest: int = LONGEST) -> str:
    """A free id made from a text; from ``instead`` where no letter of the text has a simple form."""
    made = ""
    for word in simple_words(text):
        longer = f"{made}-{word}" if made else word[:longest]
        if len(longer) > longest:
            break
        made = longer
    made = made or instead
    if is_odd_name(made):
        made = f"{made}-{instead}"
    used = {id_.casefold() for id_ in taken}
    number, free = 1, made
    while free in used:
        number += 1
        free = f"{made}-{number}"
    return free


def simple_words(text: str) -> list[str]:
    """The words of a text in plain letters and digits; none where no letter has a simple form, as in Cyrillic."""
    plain = unicodedata.normalize("NFKD", text.casefold().translate(_LETTERS).replace("'", "").replace("’", ""))
    return re.findall(r"[a-z0-9]+", plain.encode("ascii", "ignore").decode())
