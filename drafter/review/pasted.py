"""A letter that was pasted as bare text: numbers of notes in the text, and the notes as a list below it.

The final copy has its own notes. So the numbers are taken away where they count 1, 2, 3 through the letter, and a line
of the list where it reads as a citation of the office's sources; nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from drafter.documents.quotations import fold
from drafter.factbase.model import Citation, FactBase
from drafter.letter.cite import citation
from drafter.letter.returned import Block, Returned
from drafter.letter.templates import Templates

# Behind the sign that ends a claim, before which no figure stands: '9.30' and '1,000' are none.
_CALL = re.compile("(?<=[^\\d\\s][.?!,;\u201d\"'\u2019)])(?:\\[(\\d{1,2})\\]|(\\d{1,2}))(?=\\s|\\Z)")
_RAISED = str.maketrans("\u00b9\u00b2\u00b3\u2070\u2074\u2075\u2076\u2077\u2078\u2079", "1230456789")
_RAISED_CALL = re.compile("(?<=\\S)[\u00b9\u00b2\u00b3\u2070\u2074-\u2079]{1,2}(?=\\s|\\Z)")
_LISTED = re.compile(
    "\\s*(?:\\[?\\^?\\d{1,2}[\\].):]?\\s+|[\u00b9\u00b2\u00b3\u2070\u2074-\u2079]{1,2}\\s*)?(\\S.*)", re.DOTALL
)
_WHERE = re.compile(
    r"(?:,? (?:and )?(?:question|title|summary|paragraphs? [\d ,and\u2013-]+|under (?:(?:, | and )?\"[^\"]*\")+))*"
)
_HEADING = re.compile(r'"([^"]*)"')
_YEAR = re.compile(r"\b(?:19|20)\d\d\b|\bparagraph \d")
_MOST_LISTED = 40
_RULE = re.compile(r"\s*(?:_{3,}|-{3,}|notes:?|sources:?)\s*", re.IGNORECASE)


def without_typed_notes(returned: Returned, base: FactBase, templates: Templates) -> Returned:
    """The letter without numbers and lists of notes that were pasted as text; as it is where it has real notes."""
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
    """Where numbers of notes stand in a text, and which."""
    found = [(*m.span(), int(m[1] or m[2])) for m in _CALL.finditer(text)]
    found += [(*m.span(), int(m[0].translate(_RAISED))) for m in _RAISED_CALL.finditer(text)]
    yield from sorted(found)


def _without(block: Block, spans: Sequence[tuple[int, int]]) -> Block:
    """A paragraph without some stretches; what stands behind them keeps its place in the file."""
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
    """Whether a line is citations that notes can be, several with a semicolon between; of headings, its document's."""
    match = _LISTED.fullmatch(text)
    return match is not None and all(_is_one(piece, known) for piece in _plain(match[1]).split("; "))


def _is_one(plain: str, known: Mapping[str, frozenset[str]]) -> bool:
    for begins, headings in known.items():
        if plain.startswith(begins):
            where = plain[len(begins) :]
            if _WHERE.fullmatch(where) and all(heading in headings for heading in _HEADING.findall(where)):
                return True
    return False


def _citations(base: FactBase, templates: Templates) -> dict[str, frozenset[str]]:
    """How citations begin, in full and short, up to the place in the document; each with the document's headings."""
    made: dict[str, frozenset[str]] = {}
    for source in base.sources.values():
        headings = frozenset(_plain(heading) for _, heading in source.sections)
        for first in (True, False):
            runs = citation(Citation(source.id, "", source.counted_from), source, templates, first=first)
            text = _plain("".join(run.text for run in runs))
            made[re.split(r", (?:summary|paragraphs?|under|question|title)\b", text)[0]] = headings
    return made


def _plain(text: str) -> str:
    return " ".join(fold(text).casefold().split()).rstrip(".")
