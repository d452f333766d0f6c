"""Search for facts by words, best first: SQLite's full-text search over a fact base in memory."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

from drafter.facts.claims import plain
from drafter.facts.model import Fact, FactBase
from drafter.frozen import dataclass
from drafter.problems import Problem, Where

if TYPE_CHECKING:
    from sqlite3 import Connection

# The columns and their weights. Claims weigh most, because people remember what is claimed.
_WEIGHTS = {"id": 5.0, "topics": 3.0, "claim": 10.0, "speaker": 2.0, "quotations": 4.0}
_BEGIN, _END = "\x02", "\x03"
_WORD = re.compile(r"\w+")
_BEGUN = 3  # letters; fewer would match too many words
_MOST_ENDINGS = 200  # words that begin with the last one typed


@dataclass(frozen=True, slots=True)
class FoundFact:
    """A fact that was found. ``snippet`` are pieces of the text found; ``True`` marks a word that was searched for."""

    fact: Fact
    snippet: tuple[tuple[str, bool], ...]


def search(base: FactBase, words: Iterable[str]) -> tuple[list[FoundFact], list[Problem]]:
    """The facts that hold all the words, in any form; if there are none, those that hold any of them.

    The last word may be incomplete. What a person typed is data: each word is quoted, and none is an operator.
    """
    import sqlite3  # late: only searching needs it

    typed = _WORD.findall(" ".join(words))
    wanted = [word for word in typed if len(word) > 1] or typed  # the s of "the town's" is no word to search for
    if not wanted:
        return [], []
    connection = sqlite3.connect(":memory:")
    try:
        connection.execute(
            f"create virtual table facts using fts5({', '.join(_WEIGHTS)}, "
            "tokenize = 'porter unicode61 remove_diacritics 2')"
        )
    except sqlite3.OperationalError as failure:
        connection.close()
        return [], [Problem(Where("sqlite"), "no-full-text-search", f"this Python cannot search: {failure}")]
    facts = list(base.facts.values())
    rows = [_row(fact, base) for fact in facts]
    places = ", ".join("?" for _ in ("rowid", *_WEIGHTS))
    connection.executemany(f"insert into facts(rowid, {', '.join(_WEIGHTS)}) values ({places})",  # noqa: S608
                           [(number, *row) for number, row in enumerate(rows)])  # fmt: skip
    terms = [*(_quoted(word) for word in wanted[:-1]), _begun(wanted[-1], rows)]
    found = _found(connection, " AND ".join(terms))
    if not found:
        # Words that most facts hold do not help to choose.
        held = {term: len(_found(connection, term)) for term in terms}
        telling = [term for term in terms if held[term] * 2 < len(facts)] or terms
        found = _found(connection, " OR ".join(telling))
    connection.close()
    return [FoundFact(facts[number], _pieces(snippet)) for number, snippet in found], []


def _found(connection: Connection, wanted: str) -> list[tuple[int, str]]:
    return connection.execute(
        "select rowid, highlight(facts, 2, ?, ?) from facts where facts match ? "  # noqa: S608
        f"order by bm25(facts, {', '.join(map(str, _WEIGHTS.values()))}), rowid",
        (_BEGIN, _END, wanted),
    ).fetchall()


def _row(fact: Fact, base: FactBase) -> tuple[str, ...]:
    speaker = base.speaker(fact)
    return (
        fact.id,
        " ".join(fact.topics),
        plain(fact.claim),
        f"{speaker.full} / {speaker.short}",
        " ".join(cite.quote for cite in fact.cites),
    )


def _quoted(word: str) -> str:
    return f'"{word.replace(chr(34), chr(34) * 2)}"'


def _begun(start: str, rows: Iterable[tuple[str, ...]]) -> str:
    """The last word, or any word that begins with it. The index has only stems, so it cannot do this itself."""
    low = start.casefold()
    words = {word.casefold() for row in rows for text in row for word in _WORD.findall(text)}
    longer = sorted(word for word in words if word.startswith(low) and word != low) if len(low) >= _BEGUN else []
    return f"({' OR '.join(map(_quoted, [start, *longer[:_MOST_ENDINGS]]))})"


def _pieces(snippet: str) -> tuple[tuple[str, bool], ...]:
    pieces = re.split(f"({_BEGIN}[^{_END}]*{_END})", snippet)
    return tuple((piece.strip(_BEGIN + _END), piece.startswith(_BEGIN)) for piece in pieces if piece)
