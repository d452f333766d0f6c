"""Pasted letters: as bare text they have numbers of notes in the text, and the notes as a list below.

The final copy has notes of its own. So numbers are removed where they count 1, 2, 3 through the letter, and a line of
the list where it reads as a citation of the office's sources. Everything else stays.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from drafter.facts.model import Citation, FactBase
from drafter.letter.finish import citation
from drafter.letter.returned import Block, Returned
from drafter.letter.templates import Templates
from drafter.patterns import late_pattern
from drafter.sources.quotations import fold_quotation

# A number follows the sign that ends a claim, with no figure before the sign: '9.30' and '1,000' are no notes.
_CALL = late_pattern("(?<=[^\\d\\s][.?!,;\u201d\"'\u2019)])(?:\\[(\\d{1,2})\\]|(\\d{1,2}))(?=\\s|\\Z)")
_RAISED = str.maketrans("\u00b9\u00b2\u00b3\u2070\u2074\u2075\u2076\u2077\u2078\u2079", "1230456789")
_RAISED_CALL = late_pattern("(?<=\\S)[\u00b9\u00b2\u00b3\u2070\u2074-\u2079]{1,2}(?=\\s|\\Z)")
_LISTED = late_pattern(
    "\\s*(?:\\[?\\^?\\d{1,2}[\\].):]?\\s+|[\u00b9\u00b2\u00b3\u2070\u2074-\u2079]{1,2}\\s*)?(\\S.*)", re.DOTALL
)
_WHERE = late_pattern(
    r"(?:,? (?:and )?(?:question|title|summary|paragraphs? [\d ,and\u2013-]+|under (?:(?:, | and )?\"[^\"]*\")+))*"
)
_HEADING_NAMED = late_pattern(r'"([^"]*)"')
_RULE = late_pattern(r"\s*(?:_{3,}|-{3,}|notes:?|sources:?)\s*", re.IGNORECASE)


def without_typed_notes(returned: Returned, base: FactBase, templates: Templates) -> Returned:
    """The letter without pasted numbers and lists of notes; unchanged where it has real notes."""
    if returned.notes:
        return returned
    calls = [list(_calls(block.text)) for block in returned.blocks]
    numbers = [number for mine in calls for *_, number in mine]
    if not numbers or numbers != list(range(1, len(numbers) + 1)):
        calls = [[] for _ in returned.blocks]
    blocks = [
        _without(block, [(start, end) for start, end, _ in mine])
        for block, mine in zip(returned.blocks, calls, strict=True)
    ]
    listed = [number for number, block in enumerate(blocks) if _LISTED.fullmatch(block.text)]
    if listed:
        known = _citations(base, templates)
        listed = [number for number in listed if _is_cited(blocks[number].text, known)]
    if listed:
        rules = {number for number, block in enumerate(blocks) if number + 1 in listed and _RULE.fullmatch(block.text)}
        blocks = [block for number, block in enumerate(blocks) if number not in {*listed, *rules}]
    return replace(returned, blocks=tuple(blocks))


def _calls(text: str) -> Iterator[tuple[int, int, int]]:
    """The places and numbers of note calls in a text."""
    found = [(*m.span(), int(m[1] or m[2])) for m in _CALL.finditer(text)]
    found += [(*m.span(), int(m[0].translate(_RAISED))) for m in _RAISED_CALL.finditer(text)]
    yield from sorted(found)


def _without(block: Block, spans: Sequence[tuple[int, int]]) -> Block:
    """A paragraph without some stretches. The text behind them keeps its place in the file."""
    for start, end in reversed(spans):
        size = end - start

        def moved(at: int, start: int = start, size: int = size) -> int:
            return at if at <= start else max(start, at - size)

        at, line, column = next(place for place in reversed(block.places) if place[0] <= start)
        behind = (start, line, column + end - at) if column > 1 or at else (start, line, column)
        places = sorted({*((moved(a), n, c) for a, n, c in block.places if not start < a < end), behind})
        block = Block(
            block.text[:start] + block.text[end:],
            block.style,
            tuple(places),
            tuple(mark._replace(start=moved(mark.start), end=moved(mark.end)) for mark in block.marks),
            tuple(call._replace(at=moved(call.at)) for call in block.calls),
        )
    return block


def _is_cited(text: str, known: Mapping[str, frozenset[str]]) -> bool:
    """Whether a line is one or more citations of possible notes, separated by semicolons; the headings are the
    documents'.
    """
    match = _LISTED.fullmatch(text)
    return match is not None and all(_is_one(piece, known) for piece in _plain(match[1]).split("; "))


def _is_one(plain: str, known: Mapping[str, frozenset[str]]) -> bool:
    for begins, headings in known.items():
        if plain.startswith(begins):
            where = plain[len(begins) :]
            if _WHERE.fullmatch(where) and all(heading in headings for heading in _HEADING_NAMED.findall(where)):
                return True
    return False


def _citations(base: FactBase, templates: Templates) -> dict[str, frozenset[str]]:
    """The beginnings of citations, full and short, up to the place in the document; each with the document's
    headings.
    """
    made: dict[str, frozenset[str]] = {}
    for source in base.sources.values():
        headings = frozenset(_plain(heading) for _, heading in source.sections)
        for first in (True, False):
            runs = citation(Citation(source.id, "", source.counted_from), source, templates, first=first)
            text = _plain("".join(run.text for run in runs))
            made[re.split(r", (?:summary|paragraphs?|under|question|title)\b", text)[0]] = headings
    return made


def _plain(text: str) -> str:
    return " ".join(fold_quotation(text).casefold().split()).rstrip(".")
