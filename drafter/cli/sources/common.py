"""What the commands on sources share."""

from __future__ import annotations

from typing import Any

from drafter.cli.common import fail
from drafter.documents.texts import read_text
from drafter.factbase.model import Fact, FactBase, Source
from drafter.office import Office
from drafter.problems import nearest


def source_named(id_: str, base: FactBase) -> Source:
    """The source; ends the program where there is none, with the one that was probably meant."""
    source = base.sources.get(id_)
    if source is None:
        hint = nearest(id_, base.sources) or f"known: {', '.join(base.sources)}"
        fail(f"there is no source '{id_}'; {hint}")
    return source


def facts_of(source: Source, base: FactBase) -> list[Fact]:
    """The facts that cite a source, in the order of the files."""
    return [fact for fact in base.facts.values() if any(cite.source == source.id for cite in fact.cites)]


def text_state(source: Source, office: Office) -> str:
    """Whether the text is at hand, and is the right one: 'at hand', 'missing' or 'another text'."""
    text, problem = read_text(office.texts, source, office.path_of("texts"))
    return "another text" if problem is not None else "at hand" if text is not None else "missing"


def source_as_json(source: Source, base: FactBase, office: Office) -> dict[str, Any]:
    """A source for another program."""
    return {
        "id": source.id,
        "type": source.type,
        "title": source.title,
        "author": source.author or None,
        "publisher": source.publisher,
        "issued": source.issued.text,
        "number": source.number or None,
        "URL": source.url or None,
        "speaker": source.speaker._asdict(),
        "side": str(source.side),
        "party": source.party or None,
        "occasion": source.occasion,
        "stated": list(source.stated),
        "known_from": source.known_from or None,
        "sha256": source.sha256 or None,
        "counted_from": source.counted_from,
        "sections": [{"paragraph": number, "title": title} for number, title in source.sections],
        "furniture": sorted(source.furniture),
        "text": text_state(source, office),
        "facts": [fact.id for fact in facts_of(source, base)],
        "where": str(source.where),
    }
