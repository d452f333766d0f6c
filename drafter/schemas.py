"""JSON Schemas of the files that staff edit, for editors to complete and check by, made from the readers' tables."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from drafter import decisions
from drafter.catalogue import SETTINGS, checked
from drafter.facts import load
from drafter.facts.model import FactKind, Side
from drafter.office import CITATIONS, FIELDS, WITHOUT_ADDRESS, OfficeSide
from drafter.retention import KINDS as KEPT
from drafter.retention import SPAN

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
_OCCASION = {**_TEXT, "description": "A verb phrase without 'that': told Parliament, reports"}
_CLAIM_ABOVE = "A claim of the same document"
_CUES = "Words as people write them: either|or, begin*, and ... for up to four words between"
_RUNS = {"type": "array", "items": {"type": ["integer", "string"], "pattern": r"^\d{1,5}(-\d{1,5})?$"}}

_PROPERTIES: Mapping[str, Mapping[str, Any]] = {
    "fact": {
        "id": _ID,
        "topics": {**_TEXTS, "description": "The first is its home"},
        "series": _TEXT,
        "kind": {"enum": [str(kind) for kind in FactKind]},
        "claim": {
            "type": "string",
            "pattern": r"[^.?!\s]\s*$",
            "description": "One clause that could stand after 'said that', in the present of the document's day",
        },
        "occasion": {**_OCCASION, "description": "Where the document does something else here than it mostly does"},
        "speaker": {"type": "object"},
        "only_after": {**_ID, "description": f"{_CLAIM_ABOVE} on which it leans: it is told straight after that one"},
        "but_after": {**_ID, "description": f"{_CLAIM_ABOVE} from which it differs"},
        "so_after": {**_ID, "description": f"{_CLAIM_ABOVE} from which, the document says, it follows"},
        "from": {**_DAY, "description": "The first day on which a letter may tell it"},
        "until": _DAY,
        "review_by": _DAY,
        "cites": {"type": "array", "minItems": 1},
        "superseded_by": _ID,
        "withdrawn": {"type": "object"},
    },
    "citation": {
        "source": _ID,
        "quote": {**_TEXT, "description": f"The document's own words, {load.LONGEST_QUOTE} at most"},
        "paragraph": {**_NUMBER, "description": "The line of the text, blank ones not counted"},
        "occurrence": _NUMBER,
    },
    "speaker": {
        "full": {**_TEXT, "description": "As letters name the speaker first: the Health Minister Jo Lee"},
        "short": {**_TEXT, "description": "And then: Ms Lee"},
        "pronoun": {"enum": list(load.PRONOUNS)},
    },
    "withdrawn": {"on": _DAY, "reason": _TEXT},
    "source": {
        "id": _ID,
        "type": {"enum": list(load.TYPES)},
        "title": _TEXT,
        "author": _TEXT,
        "publisher": _TEXT,
        "issued": _ISSUED,
        "number": {"type": ["string", "integer"]},
        "URL": {"type": "string", "pattern": "^https?://"},
        "stated": {"type": "array", "items": {"enum": list(load.STATABLE)}},
        "known_from": _TEXT,
        "sha256": {"type": "string", "pattern": "^[0-9a-f]{64}$"},
        "counted_from": _NUMBER,
        "sections": {"type": "array"},
        "furniture": _RUNS,
        "unused": {"type": "array"},
        "speaker": {"type": "object"},
        "side": {"enum": [str(side) for side in Side]},
        "party": {**_TEXT, "description": "Whose paper it is, where its side is a party's"},
        "occasion": _OCCASION,
    },
    "section": {"paragraph": _NUMBER, "title": _TEXT},
    "unused": {"paragraphs": _RUNS, "because": _TEXT},
    "topic": {
        "id": _ID,
        "title": _TEXT,
        "heading": _TEXT,
        "about": _TEXT,
        "questions": {"type": "array"},
        "fears": {"type": "array"},
        "phrases": {**_TEXTS, "description": f"{_CUES}; one is enough to raise the concern"},
        "words": {**_TEXTS, "description": f"{_CUES}; two raise the concern, one by itself is unsure"},
        "not": {**_TEXTS, "description": f"{_CUES}; what they cover counts for nothing"},
        "examples": {**_TEXTS, "description": "Sentences as people write them; one much like them is a hint too"},
        "alone": {"enum": ["yes", "no"], "description": "Whether it is what is answered where nothing else is raised"},
    },
    "concern": {
        "id": _ID,
        "text": {
            "type": "string",
            "pattern": r"[^.?\s]\s*$",
            "description": "It runs on in a sentence: whether private companies will run them",
        },
        "directly": {
            "type": "string",
            "pattern": r"\?\s*$",
            "description": "The question as a letter on several puts it: Will private companies run them?",
        },
        "phrases": {**_TEXTS, "description": f"{_CUES}; one is enough"},
    },
    "action": {
        "id": _ID,
        "ask": {
            "type": "string",
            "pattern": r"^(?![Tt][Oo] )[\s\S]*\S",
            "description": "It follows 'to': sign Early Day Motion 123",
        },
        "done": {**_TEXT, "description": "It follows 'I': signed Early Day Motion 123"},
        "phrases": {**_TEXTS, "description": f"{_CUES}; one is enough"},
    },
    "office": {
        "member": _TEXT,
        "signs_as": _LINES,
        "constituency": _TEXT,
        "side": {"enum": [str(side) for side in OfficeSide], "description": "Of the House; none unless given"},
        "party": {**_TEXT, "description": "The member's, where 'side' is given"},
        "addresses": {"type": "object", "additionalProperties": _LINES},
        "email": _TEXT,
        "telephone": _TEXT,
        "website": _TEXT,
        "letterhead": _TEXT,
        "position": {**_TEXT, "description": "A name from a subject's positions, or none; else the side's own"},
        "data_protection": _TEXT,
        "decisions": {"type": "array"},
        "rules": {"type": "object"},
        "register": {**_TEXT, "description": "An address of the register; a file of the office's own unless given"},
        "keep_names": {"enum": ["yes", "no"], "description": "Whether the register has the constituents' names"},
        "citations": {"enum": list(CITATIONS), "description": "How a final copy cites: footnotes unless given"},
        "without_address": {
            "enum": list(WITHOUT_ADDRESS),
            "description": "What becomes of a message without a postal address: it is asked for unless given",
        },
        "surgeries": {**_LINES, "description": "Surgeries, each as a letter may say it: day, hours, place"},
        "opening_hours": {**_LINES, "description": "When the office is open, as a letter may say it"},
        "letterhead_says": {**_LINES, "description": "What the letterhead says beside the details in this file"},
        "enclosures": {**_LINES, "description": "What letters may enclose, each by its name"},
        "people": {**_LINES, "description": "Who may review, change facts and approve, by name; anybody unless given"},
        "retention": {
            "type": "object",
            "properties": {kind: {"type": "string", "pattern": f"^{SPAN}$"} for kind in KEPT},
            "additionalProperties": False,
            "description": "For how long personal data is kept: letters: 24 months",
        },
    },
    "decision": {
        "action": {**_ID, "description": "One of a subject's actions.yaml"},
        "subject": _TEXT,
        "done": {**_DAY, "description": "That it is done, and when"},
        "will": {"enum": ["yes"], "description": "That the member will do it"},
        "will_not": {**_TEXT, "description": "That the member will not, and why: in the first person"},
        "decided": {**_DAY, "description": "When that was decided"},
    },
}
_REQUIRED = {
    "fact": ["id", "topics", "claim", "from", "cites"],
    "citation": ["source", "quote", "paragraph"],
    "withdrawn": ["on", "reason"],
    "speaker": ["full"],
    "source": ["id", "type", "title", "publisher", "issued", "speaker", "side"],
    "section": ["paragraph", "title"],
    "unused": ["paragraphs", "because"],
    "topic": ["id", "title", "heading", "about"],
    "concern": ["id", "text"],
    "action": ["id", "ask", "done"],
    "office": ["member", "constituency", "letterhead"],
    "decision": ["action", "subject"],
}
# What an entry must be besides: exactly one of some fields, or one field where another is.
_FURTHER: Mapping[str, Mapping[str, Any]] = {
    "source": {
        "if": {"properties": {"side": {"const": str(Side.PARTY)}}, "required": ["side"]},
        "then": {"required": ["party"]},
        "else": {"not": {"required": ["party"]}},
    },
    "office": {
        "if": {"properties": {"side": {"const": str(OfficeSide.OPPOSITION)}}, "required": ["side"]},
        "then": {"required": ["party"]},
        "dependentSchemas": {
            "party": {"required": ["side"], "properties": {"side": {"not": {"const": str(OfficeSide.NONE)}}}}
        },
    },
    "decision": {
        "oneOf": [
            {"required": ["done"], "not": {"required": ["decided"]}},
            {"required": ["will", "decided"]},
            {"required": ["will_not", "decided"]},
        ],
        "dependentSchemas": {"done": {"properties": {"will": False, "will_not": False}}},
    },
}
# Which fields the readers let an entry have; the tables above are held to them by a test.
READ: Mapping[str, tuple[str, ...]] = {
    "fact": load.FACT_FIELDS,
    "citation": load.CITATION_FIELDS,
    "source": load.SOURCE_FIELDS,
    "topic": load.TOPIC_FIELDS,
    "concern": load.CONCERN_FIELDS,
    "action": load.ACTION_FIELDS,
    "office": FIELDS,
    "decision": decisions.FIELDS,
}


def schemas() -> dict[str, dict[str, Any]]:
    """The schemas by file name."""
    speaker = _entry("speaker")
    fact = _entry("fact", speaker=speaker, cites=_list("citation"), withdrawn=_entry("withdrawn"))
    source = _entry("source", speaker=speaker, sections=_list("section"), unused=_list("unused"))
    settings = {rule.id: {"enum": sorted(SETTINGS)} for rule in sorted(checked())}
    rules = {"type": "object", "properties": settings, "additionalProperties": False}
    topic = _entry("topic", questions=_list("concern"), fears=_list("concern"))
    return {
        "facts.json": _file("Facts", {"type": "array", "items": fact}),
        "sources.json": _file("The documents that facts are drawn from", {"type": "array", "items": source}),
        "topics.json": _file("The concerns that letters answer", {"type": "array", "items": topic}),
        "actions.json": _file("What constituents ask the member to do", _list("action")),
        "office.json": _file("The office", _entry("office", decisions=_list("decision"), rules=rules)),
    }


def fields(name: str) -> tuple[str, ...]:
    """The fields that the schema of an entry names."""
    return tuple(_PROPERTIES[name])


def _entry(name: str, **inner: Any) -> dict[str, Any]:
    entry: dict[str, Any] = {"type": "object", "properties": {**_PROPERTIES[name], **inner}}
    if name in _REQUIRED:
        entry["required"] = _REQUIRED[name]
    return {**entry, **_FURTHER.get(name, {}), "additionalProperties": False}


def _list(name: str) -> dict[str, Any]:
    return {"type": "array", "items": _entry(name)}


def _file(title: str, schema: dict[str, Any]) -> dict[str, Any]:
    return {"$schema": _DRAFT, "title": title, **schema}
