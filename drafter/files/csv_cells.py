"""Cells of CSV files that no spreadsheet takes for a formula."""

from __future__ import annotations

from typing import Final

# First characters that make a spreadsheet read a formula; see OWASP, 'CSV Injection'.
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")


def harmless(text: str) -> str:
    """The text as a cell; one that a spreadsheet would work out is marked as text, with an apostrophe before it."""
    return f"'{text}" if text.startswith(_FORMULA) else text
