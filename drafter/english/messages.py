"""Pieces of messages: words as a list, a text cut short, a number of things."""

from __future__ import annotations

from collections.abc import Iterable


def listed(words: Iterable[str], last: str = "and") -> str:
    """Words as a sentence lists them: "costs, staff and waiting". ``last`` stands before the last of several."""
    *others, final = [*words] or [""]
    return f"{', '.join(others)} {last} {final}" if others else final


def shortened(text: str, most: int = 60) -> str:
    """A text as a message quotes it: of no more than so many letters, the last of which are dots where it was cut."""
    return text if len(text) <= most else f"{text[: most - 3].rstrip()}..."


def counted(number: int, noun: str) -> str:
    """So many things: "1 letter", "2 letters". The noun is one that takes an 's'."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
