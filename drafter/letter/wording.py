"""The words of each sentence: which wording of a fact fits what the letter has just said."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from drafter.factbase.model import Fact
from drafter.factbase.read_subject import RECORD
from drafter.letter.choose import Chosen, Flat
from drafter.letter.marks import Data, FactUse, Gap, Words
from drafter.letter.tree import Kind, Paragraph, Sentence

# A full stop, a question or exclamation mark, perhaps a closing quotation mark; then space and what begins a sentence.
_SENTENCE_END = re.compile(r"(?<=[.?!])[\"\u201d\u2019')]?\s+(?=[\"\u201c\u2018(]?[A-Z0-9])")
GAPS = (
    "The documents that I have seen do not say {}.",
    "I have found nothing in the documents that says {}.",
    "The documents leave open {}.",
)
POSITION = "position"


@dataclass(slots=True)
class _Said:
    """What the letter has said so far: who has been named, what came just before, how the last sentence began."""

    named: set[tuple[str, str]] = field(default_factory=set)
    before: Fact | None = None
    opening: str = ""
    gaps: int = 0


def worded(parts: Iterable[Chosen], facts: Mapping[str, Fact]) -> list[list[Paragraph]]:
    """The paragraphs of every part, in order, each sentence worded for its place in the whole."""
    said = _Said()
    return [_paragraphs(part, facts, said) for part in parts]


def _paragraphs(part: Chosen, facts: Mapping[str, Fact], said: _Said) -> list[Paragraph]:
    kind = Kind.POSITION if part.name == POSITION else Kind.COURTESY
    result = []
    for nodes in part.paragraphs:
        said.before = None
        sentences: list[Sentence] = []
        for group in _groups(nodes):
            if isinstance(group, str):
                sentences += _plain(group, kind, said)
            elif isinstance(group, Gap):
                sentences += _plain(_gap(group, said), Kind.COURTESY, said)
            else:
                sentences.append(_worded(facts[group.fact], said))
        if sentences:
            result.append(Paragraph(tuple(sentences), part.name))
    return result


def _groups(nodes: Iterable[Flat]) -> list[str | Gap | FactUse]:
    """Words and data run together to texts; facts and gaps stand alone."""
    groups: list[str | Gap | FactUse] = []
    text = ""
    for node in nodes:
        if isinstance(node, Words | Data):
            text += node.text
            continue
        if text.strip():
            groups.append(text)
        text = ""
        groups.append(node)
    return [*groups, text] if text.strip() else groups


def _plain(text: str, kind: Kind, said: _Said) -> list[Sentence]:
    texts = [" ".join(piece.split()) for piece in _parted(text.strip())]
    said.before = None
    said.opening = _opening(texts[-1])
    return [Sentence(piece, kind) for piece in texts]


def _parted(text: str) -> Iterator[str]:
    """The sentences of a text, each with the quotation mark that closes it."""
    at = 0
    for match in _SENTENCE_END.finditer(text):
        yield text[at : match.start()] + match[0].strip()
        at = match.end()
    yield text[at:]


def _gap(gap: Gap, said: _Said) -> str:
    said.gaps += 1
    return GAPS[0 if said.gaps == 1 else 1 + said.gaps % 2].format(gap.question)


def _worded(fact: Fact, said: _Said) -> Sentence:
    options = _options(fact, said)
    text = next((option for option in options if _opening(option) != said.opening), options[0])
    said.before = fact
    said.opening = _opening(text)
    if fact.voice != RECORD:
        said.named.add((fact.cites[0].source, fact.voice))
    return Sentence(text, Kind.FACT, fact.id)


def _options(fact: Fact, said: _Said) -> tuple[str, ...]:
    """The wordings that are true where the letter stands, the shortest reach first."""
    wordings, before = fact.wordings, said.before
    source = fact.cites[0].source
    if before is not None and before.id in wordings.after:
        return (wordings.after[before.id],)
    if (source, fact.voice) not in said.named:
        return (fact.statement,)
    found: tuple[str, ...] = ()
    if before is not None and before.voice == fact.voice and before.cites[0].source == source:
        found = wordings.same
    return (*found, *wordings.again) or (fact.statement,)


def _opening(text: str) -> str:
    """What a sentence begins with, for the ear: one word, or two where the first is only an article."""
    words = text.split(maxsplit=2)
    return " ".join(words[:2] if words[0] in {"The", "A", "An"} else words[:1]).rstrip(",").casefold()
