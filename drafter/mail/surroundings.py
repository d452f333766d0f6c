"""What in a letter to an office is not its writer's."""

from __future__ import annotations

import re
from dataclasses import dataclass

from drafter.letter.correspondent import postcodes
from drafter.office import Office


@dataclass(frozen=True)
class Surroundings:
    """What is not the writer's, in small letters: the office's own streets, words of the member's name, towns.

    ``areas`` are the letters with which the postcodes here begin, in large letters.
    """

    lines: frozenset[str] = frozenset()
    member: frozenset[str] = frozenset()
    towns: frozenset[str] = frozenset()
    areas: frozenset[str] = frozenset()

    @property
    def names(self) -> frozenset[str]:
        """The words of the member's name and of the towns."""
        return self.member | {word for town in self.towns for word in town.split()}


def surroundings(office: Office) -> Surroundings:
    """What in a letter to an office is not its writer's."""
    lines = [line for _, address in office.addresses for line in address]
    parts = [part.strip().casefold() for line in lines for part in line.split(",")]
    streets = {part for part in parts if any(map(str.isdigit, part)) and not postcodes(part)} | {"house of commons"}
    towns = {part for part in parts if part and not any(map(str.isdigit, part))} - streets
    member = {word.casefold().strip(".") for word in office.member.split()} | {"mp", "ms", "mrs", "miss", "mr", "dr"}
    codes = [code for line in lines if line.casefold() not in streets for code in postcodes(line)]
    areas = {re.sub(r"\d.*", "", code) for code in codes if not code.startswith("SW1A")}  # the House's is nobody's home
    named = frozenset({*towns, office.constituency.casefold(), "uk"})
    return Surroundings(frozenset(streets), frozenset(member), named, frozenset(areas))
