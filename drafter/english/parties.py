"""Parties with members in the House of Commons, as they are commonly called."""

from __future__ import annotations

from functools import cache

from drafter.english.lists import lists
from drafter.problems import nearest


@cache
def parties() -> tuple[str, ...]:
    """Their names."""
    return lists("parties").phrases("parties")


def party_as_called(typed: str) -> str:
    """A party as it is commonly called, however its capitals were typed; one that is not known stays as it is."""
    return next((one for one in parties() if one.casefold() == typed.casefold()), typed)


def likely_party(typed: str) -> str:
    """A hint at the party that was meant by another name for it: "Lib Dems", "SNP", "Labour Party", "Concervative".

    Empty where the name is a party's as it is commonly called, or may be that of another, such as one of a single town.
    """
    called = party_as_called(typed)
    words = [word for word in called.casefold().split() if word not in {"the", "party"}]
    if called in parties() or not words:
        return ""
    alike = [one for one in parties() if len(_words(one)) == len(words)]
    for one in alike:
        if all(name.startswith(word.removesuffix("s")) for name, word in zip(_words(one), words, strict=True)):
            return f"did you mean '{one}'?"
    for one in parties():
        if called == "".join(word[0] for word in one.split() if word[0].isupper()) and len(called) > 2:
            return f"did you mean '{one}'?"
    return nearest(" ".join(words), alike)


def _words(party: str) -> list[str]:
    return [word for word in party.casefold().split() if word != "party"]
