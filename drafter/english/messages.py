"""Pieces of messages: words as a list."""

from __future__ import annotations

from collections.abc import Iterable


def listed(words: Iterable[str], last: str = "and") -> str:
    """Words as a sentence lists them: "costs, staff and waiting". ``last`` stands before the last of several."""
    *others, final = [*words] or [""]
    return f"{', '.join(others)} {last} {final}" if others else final
