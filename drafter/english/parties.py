"""Parties with members in the House of Commons, as they are commonly called."""

from __future__ import annotations

from functools import cache

from drafter.english.lists import lists


@cache
def parties() -> tuple[str, ...]:
    """Their names."""
    return lists("parties").phrases("parties")


def party_as_called(typed: str) -> str:
    """A party as it is commonly called, however its capitals were typed; one that is not known stays as it is."""
    return next((one for one in parties() if one.casefold() == typed.casefold()), typed)
