"""What a letter is to answer, from the options and from the constituent's message together."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from drafter.factbase.model import FactBase
from drafter.letter.concerns import topics_named

if TYPE_CHECKING:
    from drafter.cli.draft_from import Taken

NOTHING = "none"  # in an option: what the message says of this sort counts for nothing


class Named(NamedTuple):
    """Topics, and what is asked, feared and wanted."""

    topics: tuple[str, ...]
    asks: tuple[str, ...]
    fears: tuple[str, ...]
    wants: tuple[str, ...]


def named(given: Named, taken: Taken | None, base: FactBase) -> Named:
    """What the letter answers: what the message says, with what the options add; its topics in their order.

    Where topics are given, of the message counts only what it asks and fears of these.
    """
    asks = _of_topics(taken.asks, given.topics) if taken else ()
    fears = _of_topics(taken.fears, given.topics) if taken else ()
    asks, fears = _added(given.asks, asks), _added(given.fears, fears)
    topics = topics_named(asks, fears, taken.topics if taken else given.topics, base)
    return Named(topics, asks, fears, _added(given.wants, taken.wants if taken else ()))


def _of_topics(found: tuple[str, ...], topics: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(name for name in found if not topics or name.partition(".")[0] in topics)


def _added(given: tuple[str, ...], found: tuple[str, ...]) -> tuple[str, ...]:
    kept = () if NOTHING in given else found
    return tuple(dict.fromkeys(name for name in (*kept, *given) if name != NOTHING))
