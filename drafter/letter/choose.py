"""Which points a letter makes: no fact twice, each where it matters most, and no more than there is room for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import count
from typing import NamedTuple

from drafter.factbase.model import Fact
from drafter.letter.marks import Data, FactUse, Gap, Node, Point, Words
from drafter.letter.request import Length


@dataclass(frozen=True)
class Section:
    """One part of a letter as its template gave it. ``name`` is a topic's id, ``opening``, ``position`` ..."""

    name: str
    heading: str
    path: str
    paragraphs: tuple[tuple[Node, ...], ...]
    topic: bool = False


Flat = Words | Data | FactUse | Gap


@dataclass(frozen=True)
class Chosen:
    """A part with what is said in it, in order, points dissolved. ``cited`` tells whether any fact is among it."""

    name: str
    heading: str
    paragraphs: tuple[tuple[Flat, ...], ...]
    cited: bool


class _Place(NamedTuple):
    """A point's address: the number of its part, and its number within the letter."""

    part: int
    order: int
    point: Point


def most_words(length: Length, topics: int) -> int | None:
    """How many words a letter may have: ``None`` for no bound, 0 for as few as may be.

    One concern gets a page; the house's rule is 220 to 320 words for one and 480 at most for three.
    """
    if length is Length.FULL:
        return None
    if length is Length.BRIEF:
        return 0
    return {1: 318, 2: 400}.get(topics, 480 + 100 * (topics - 3))


def choose(
    parts: Iterable[Section],
    facts: Mapping[str, Fact],
    bound: int | None,
    lengths: Callable[[list[Chosen]], Mapping[str, int]],
) -> list[Chosen]:
    """Drop the points that matter least, one by one, until the letter is within the bound.

    ``lengths`` counts the words of each part, by its name. Points of rank 0 and 1 stay whatever the bound.
    """
    parts = tuple(parts)
    dropped: set[int] = set()
    while True:
        chosen = _settle(parts, facts, dropped)
        if bound is None:
            return chosen
        now = lengths(chosen)
        victim = _least(parts, dropped, now, _only(parts, facts, dropped)) if sum(now.values()) > bound else None
        if victim is None:
            return chosen
        dropped.add(victim)


def dissolved(paragraphs: Iterable[Iterable[Node]]) -> tuple[tuple[Flat, ...], ...]:
    """Paragraphs that are said whole, their points dissolved."""
    return tuple(
        tuple(
            inner
            for node in nodes
            for inner in (node.nodes if isinstance(node, Point) else (node,))
            if not isinstance(inner, Point)
        )
        for nodes in paragraphs
    )


def _points(parts: tuple[Section, ...]) -> Iterator[_Place]:
    order = 0
    for number, part in enumerate(parts):
        for paragraph in part.paragraphs:
            for node in paragraph:
                if isinstance(node, Point):
                    yield _Place(number, order, node)
                    order += 1


def _settle(parts: tuple[Section, ...], facts: Mapping[str, Fact], dropped: set[int]) -> list[Chosen]:
    """The letter without the dropped points: every fact at the one place where it matters most."""
    said = _homes(parts, facts, dropped)
    order = count()
    chosen = []
    for part in parts:
        paragraphs = tuple(
            flat for nodes in part.paragraphs if _says_something(flat := _flat(nodes, order, said, dropped))
        )
        cited = any(isinstance(node, FactUse) for flat in paragraphs for node in flat)
        chosen.append(Chosen(part.name, part.heading, paragraphs, cited))
    return chosen


def _homes(parts: tuple[Section, ...], facts: Mapping[str, Fact], dropped: set[int]) -> dict[str, int]:
    """Each fact's point: of the lowest rank, then under the fact's own first topic, then the first."""
    homes: dict[str, tuple[int, bool, int]] = {}
    for place in _points(parts):
        if place.order not in dropped:
            for fact in (node.fact for node in place.point.nodes if isinstance(node, FactUse)):
                elsewhere = parts[place.part].name != facts[fact].topics[0]
                key = (place.point.rank, elsewhere, place.order)
                homes[fact] = min(homes.get(fact, key), key)
    return {fact: order for fact, (_, _, order) in homes.items()}


def _flat(nodes: Iterable[Node], orders: Iterator[int], said: dict[str, int], dropped: set[int]) -> tuple[Flat, ...]:
    """A paragraph with its points dissolved; takes one number from ``orders`` for each point."""
    flat: list[Flat] = []
    for node in nodes:
        if not isinstance(node, Point):
            flat.append(node)
        elif (order := next(orders)) not in dropped:
            flat += _dissolve(node, order, said)
    return tuple(flat)


def _says_something(nodes: Iterable[Flat]) -> bool:
    return any(not isinstance(node, Words) or node.text.strip() for node in nodes)


def _dissolve(point: Point, order: int, said: dict[str, int]) -> list[Flat]:
    """What a point comes to: its words and facts; where none of its facts is left, what it says otherwise."""
    mine = [n for n in point.nodes if not isinstance(n, FactUse) or said.get(n.fact) == order]
    if not point.asks or any(isinstance(node, FactUse) for node in mine):
        return [node for node in mine if not isinstance(node, Point)]
    rest = [n for n in point.otherwise if not isinstance(n, FactUse) or said.setdefault(n.fact, order) == order]
    if point.otherwise_asks and not any(isinstance(node, FactUse) for node in rest):
        return []
    return [node for node in rest if not isinstance(node, Point)]


def _only(parts: tuple[Section, ...], facts: Mapping[str, Fact], dropped: set[int]) -> set[int]:
    """Points that are the last of their topic to cite anything: without them a question would go unanswered."""
    homes = set(_homes(parts, facts, dropped).values())
    citing: dict[int, list[int]] = {}
    for place in _points(parts):
        if place.order in homes and parts[place.part].topic:
            citing.setdefault(place.part, []).append(place.order)
    return {orders[0] for orders in citing.values() if len(orders) == 1}


def _least(parts: tuple[Section, ...], dropped: set[int], lengths: Mapping[str, int], kept: set[int]) -> int | None:
    """The point to drop next: of the highest rank, in the part that is longest now, the last."""

    def weight(place: _Place) -> tuple[int, int, int]:
        return place.point.rank, lengths.get(parts[place.part].name, 0), place.order

    left = [p for p in _points(parts) if p.order not in dropped and p.order not in kept and p.point.rank > 1]
    return max(left, key=weight).order if left else None
