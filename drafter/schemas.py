"""JSON Schemas of the files that staff edit, for editors to complete and check by, made from the readers' tables."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from drafter.factbase import read_facts, read_sources, read_subject
from drafter.factbase.model import FactKind
from drafter.office import ACT_FIELDS, CITATIONS, FIELDS, WITHOUT_ADDRESS
from drafter.rules import RULES, WEIGHTS

_DRAFT = "https://json-schema.org/draft/2020-12/schema"
_TEXT = {"type": "string", "minLength": 1}
_TEXTS = {"anyOf": [_TEXT, {"type": "array", "items": _TEXT, "minItems": 1}]}
_LINES = {"anyOf": [_TEXT, {"type": "array", "items": _TEXT}]}
# YAML readers of editors make dates and numbers of what drafter keeps as text, so both are let pass.
_DAY = {"type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}$", "description": "A day: 2018-07-10"}
_ISSUED = {
    "type": "string",
    "pattern": r"^\d{4}-\d{2}(-\d{2})?(/\d{4}-\d{2}(-\d{2})?)?$",
    "description": "A day, a month (2018-04), or an interval in which the day lies (2017-11-23/2018-01-31)",
}
_NUMBER = {"type": ["integer", "string"], "pattern": r"^[1-9]\d*$", "minimum": 1}
_ID = {"type": "string", "pattern": r"^[a-z0-9]+(-[a-z0-9]+)*$", "maxLength": 60}
_SENTENCE = {**_TEXT, "description": "A whole sentence"}
_CUES = "Words as people write them: either|or, begin*, and ... for up to four words between"
_RUNS = {"type": "array", "items": {"type": ["integer", "string"], "pattern": r"^\d{1,5}(-\d{1,5})?$"}}

_PROPERTIES: Mapping[str, Mapping[str, Any]] = {
    "fact": {
        "id": _ID,
        "topics": {**_TEXTS, "description": "The first is its home"},
        "series": _TEXT,
        "kind": {"enum": [str(kind) for kind in FactKind]},
        "voice": {**_TEXT, "description": "Whose word it is, as words.yaml names them; 'record' for the record"},
        "statement": {**_SENTENCE, "description": "A sentence that stays true for ever: it names speaker and date"},
        "wordings": {"type": "object"},
        "from": {**_DAY, "description": "The first day on which a letter may say it"},
        "until": _DAY,
        "review_by": _DAY,
        "cites": {"type": "array", "minItems": 1},
        "superseded_by": _ID,
        "withdrawn": {"type": "object"},
    },
    "citation": {
        "source": _ID,
        "quote": {**_TEXT, "description": f"The document's own words, {read_facts.LONGEST_QUOTE} at most"},
        "paragraph": {**_NUMBER, "description": "The line of the text, blank ones not counted"},
        "occurrence": _NUMBER,
    },
    "wordings": {"again": _TEXTS, "same": _TEXTS, "after": {"type": "object", "additionalProperties": _SENTENCE}},
    "withdrawn": {"on": _DAY, "reason": _TEXT},
    "source": {
        "id": _ID,
        "type": {"enum": list(read_sources.TYPES)},
        "title": _TEXT,
        "author": _TEXT,
        "publisher": _TEXT,
        "issued": _ISSUED,
        "number": {"type": ["string", "integer"]},
        "URL": {"type": "string", "pattern": "^https?://"},
        "stated": {"type": "array", "items": {"enum": list(read_sources.STATABLE)}},
        "known_from": _TEXT,
        "sha256": {"type": "string", "pattern": "^[0-9a-f]{64}$"},
        "counted_from": _NUMBER,
        "sections": {"type": "array"},
        "furniture": _RUNS,
        "unused": {"type": "array"},
    },
    "section": {"paragraph": _NUMBER, "title": _TEXT},
    "unused": {"paragraphs": _RUNS, "because": _TEXT},
    "topic": {
        "id": _ID,
        "title": _TEXT,
        "heading": _TEXT,
        "about": _TEXT,
        "phrases": {**_TEXTS, "description": f"{_CUES}; one is enough to raise the concern"},
        "words": {**_TEXTS, "description": f"{_CUES}; two raise the concern, one by itself is unsure"},
        "not": {**_TEXTS, "description": f"{_CUES}; what they cover counts for nothing"},
        "examples": {**_TEXTS, "description": "Sentences as people write them; one much like them is a hint too"},
        "alone": {"enum": ["yes", "no"], "description": "Whether it is what is answered where nothing else is raised"},
    },
    "office": {
        "member": _TEXT,
        "signs_as": _LINES,
        "constituency": _TEXT,
        "addresses": {"type": "object", "additionalProperties": _LINES},
        "email": _TEXT,
        "telephone": _TEXT,
        "website": _TEXT,
        "letterhead": _TEXT,
        "position": {**_TEXT, "description": "A name from templates/positions, or none"},
        "data_protection": _TEXT,
        "acts": {"type": "array"},
        "rules": {
            "type": "object",
            "properties": {rule.id: {"enum": sorted(WEIGHTS)} for rule in RULES},
            "additionalProperties": False,
        },
        "register": {**_TEXT, "description": "An address of the register; a file of the office's own unless given"},
        "keep_names": {"enum": ["yes", "no"], "description": "Whether the register has the constituents' names"},
        "citations": {"enum": list(CITATIONS), "description": "How a final copy cites: footnotes unless given"},
        "without_address": {
            "enum": list(WITHOUT_ADDRESS),
            "description": "What becomes of a message without a postal address: it is asked for unless given",
        },
    },
    "act": {"id": _TEXT, "on": _DAY, "sentence": {"type": "string", "pattern": r"^I [\s\S]*\.\s*$"}},
}
_REQUIRED = {
    "fact": ["id", "topics", "voice", "statement", "from", "cites"],
    "citation": ["source", "quote", "paragraph"],
    "withdrawn": ["on", "reason"],
    "source": ["id", "type", "title", "publisher", "issued"],
    "section": ["paragraph", "title"],
    "unused": ["paragraphs", "because"],
    "topic": ["id", "title", "heading", "about"],
    "office": ["member", "constituency", "letterhead"],
    "act": ["id", "on", "sentence"],
}
# Which fields the readers let an entry have; the tables above are held to them by a test.
READ: Mapping[str, tuple[str, ...]] = {
    "fact": read_facts.FIELDS,
    "citation": read_facts.CITATION_FIELDS,
    "wordings": read_facts.WORDING_FIELDS,
    "source": read_sources.FIELDS,
    "topic": read_subject.TOPIC_FIELDS,
    "office": FIELDS,
    "act": ACT_FIELDS,
}


def schemas() -> dict[str, dict[str, Any]]:
    """The schemas by file name."""
    fact = _entry("fact", cites=_list("citation"), wordings=_entry("wordings"), withdrawn=_entry("withdrawn"))
    source = _entry("source", sections=_list("section"), unused=_list("unused"))
    return {
        "facts.json": _file("Facts", {"type": "array", "items": fact}),
        "sources.json": _file("The documents that facts are drawn from", {"type": "array", "items": source}),
        "topics.json": _file("The concerns that letters answer", _list("topic")),
        "office.json": _file("The office", _entry("office", acts=_list("act"))),
    }


def fields(name: str) -> tuple[str, ...]:
    """The fields that the schema of an entry names."""
    return tuple(_PROPERTIES[name])


def _entry(name: str, **inner: Any) -> dict[str, Any]:
    entry: dict[str, Any] = {"type": "object", "properties": {**_PROPERTIES[name], **inner}}
    if name in _REQUIRED:
        entry["required"] = _REQUIRED[name]
    return {**entry, "additionalProperties": False}


def _list(name: str) -> dict[str, Any]:
    return {"type": "array", "items": _entry(name)}


def _file(title: str, schema: dict[str, Any]) -> dict[str, Any]:
    return {"$schema": _DRAFT, "title": title, **schema}
