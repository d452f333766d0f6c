"""A draft's custom properties, as names and values."""

from __future__ import annotations

from xml.etree import ElementTree

from drafter.letter.record import PREFIX


def properties(root: ElementTree.Element | None) -> dict[str, str]:
    """The values of drafter's own properties, without the beginning of their names; of two the first."""
    found: dict[str, str] = {}
    for element in () if root is None else root:
        name = element.get("name", "")
        if name.startswith(PREFIX):
            found.setdefault(name.removeprefix(PREFIX), "".join(element.itertext()).strip())
    return found
