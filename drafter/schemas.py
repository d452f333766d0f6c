"""JSON Schemas of the files that staff edit. Editors complete and check with them.

Those of facts and sources are made from the readers' tables; a test holds the others to what the readers take.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from drafter.catalogue import SETTINGS, checked
from drafter.facts.tables import FACT, ID_SCHEMA, schema_of_source
from drafter.files.fields import DAY, TEXT, TEXTS, schema_of
from drafter.office import CITATIONS, OUTWARD, WITHOUT_ADDRESS, OfficeSide
from drafter.retention import KINDS as KEPT
from drafter.retention import SPAN

_DRAFT = "https://json-schema.org/draft/2020-12/schema"
_LINES = {"anyOf": [TEXT, {"type": "array", "items": TEXT}]}
_CUES = "Words as people write them: either|or, begin*, and ... for up to four words between"

_PROPERTIES: Mapping[str, Mapping[str, Any]] = {
    "topic": {
        "id": ID_SCHEMA,
        "title": TEXT,
        "heading": TEXT,
        "about": TEXT,
        "questions": {"type": "array"},
        "fears": {"type": "array"},
        "phrases": {**TEXTS, "description": f"{_CUES}; one is enough to raise the concern"},
        "words": {**TEXTS, "description": f"{_CUES}; two raise the concern, one by itself is unsure"},
        "not": {**TEXTS, "description": f"{_CUES}; what they cover counts for nothing"},
        "examples": {**TEXTS, "description": "Sentences as people write them; one much like them is a hint too"},
        "alone": {"enum": ["yes", "no"], "description": "Whether it is what is answered where nothing else is raised"},
    },
    "concern": {
        "id": ID_SCHEMA,
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
        "within": {
            "type": "array",
            "items": ID_SCHEMA,
            "description": "Questions and fears of the topic whose answer is this one's too: only they are repeated",
        },
        "about": {**TEXT, "description": "What it is about, as in 'I will raise your points about waiting times'"},
        "phrases": {**TEXTS, "description": f"{_CUES}; one is enough"},
    },
    "action": {
        "id": ID_SCHEMA,
        "ask": {
            "type": "string",
            "pattern": r"^(?![Tt][Oo] )[\s\S]*\S",
            "description": "It follows 'to': sign Early Day Motion 123",
        },
        "ask_about": {
            "type": "string",
            "pattern": r"\{about\}",
            "description": "Said for 'ask' of what is to come; it names the reader's points: ask about {about}",
        },
        "done": {**TEXT, "description": "It follows 'I': signed Early Day Motion 123"},
        "phrases": {**TEXTS, "description": f"{_CUES}; one is enough"},
        "topic": {**ID_SCHEMA, "description": "The topic that it belongs to, which then is answered first"},
        "unasked": {
            "enum": ["yes", "no"],
            "default": "no",
            "description": "Whether all who write on the subject are told what is decided; always so with a topic",
        },
    },
    "words": {
        "subject": {**TEXT, "description": "Its name within a sentence, as in 'about hospital parking'"},
        "line": {**TEXT, "description": "The subject line of its letters; the name with a capital unless given"},
        "pronoun": {"enum": ["it", "they"], "description": "What letters say for it; told from the name unless given"},
        "abbreviations": {"type": "array"},
        "names": {**TEXTS, "description": "Proper names that need no citation"},
        "things": {"type": "array"},
        "glossary": {"type": "array"},
        "courtesies": {**TEXTS, "description": "Sentences of the subject's own templates; none makes a claim"},
        "open_questions": {**TEXTS, "description": "What the documents leave open, after 'does not say'"},
        "answers": {"type": "array"},
        "rubs": {"type": "array"},
        "recognised_by": {"type": "object"},
        "spoken_of": {"type": "object"},
    },
    "shared words": {
        "abbreviations": {"type": "array"},
        "names": {**TEXTS, "description": "Proper names that need no citation"},
        "courtesies": {**TEXTS, "description": "Sentences of the templates for all subjects; none makes a claim"},
    },
    "abbreviation": {
        "short": TEXT,
        "long": TEXT,
        "plural": {**TEXT, "description": "The long form with an s unless given"},
        "known": {"enum": ["yes", "no"], "description": "Whether readers know it, so that it need not be spelt out"},
    },
    "thing": {
        "names": {**TEXTS, "description": "Its name in full, as claims have it"},
        "then": {**TEXT, "description": "What letters say after that"},
        "near": {**TEXT, "description": "What they say in the paragraph that has named it"},
        "brought_in_by": {**TEXTS, "description": "Words of claims that name it too, and stay as they are"},
    },
    "term": {
        "term": TEXT,
        "plain": {**TEXT, "description": "What stands in its place: the same, no more and no less"},
        "gloss": {**TEXT, "description": "What explains it once, after its first use"},
        "approved_by": TEXT,
    },
    "answer": {
        "text": {
            **TEXT,
            "description": "What stands before the claim, or a sentence that rests on claims; without it the claims "
            "are the answer",
        },
        "rests_on": {**TEXTS, "description": "The facts on which it rests, by id"},
        "to": {**TEXTS, "description": "The questions, fears and topics that it answers first: 'closures.when'"},
        "open": {**TEXT, "description": "The open question of which it says itself that it is open"},
        "together": {
            "enum": ["yes", "no"],
            "default": "no",
            "description": "Whether it answers two or more of them at once, and never one alone",
        },
        "apart": {
            "enum": ["yes", "no"],
            "default": "no",
            "description": "Whether the claims may stand anywhere in the letter, since it says what papers do not hold",
        },
        "in_short": {**TEXT, "description": "What it tells, as a clause, for a letter that begins in short"},
        "cannot_tell": {**TEXT, "description": "What goes on from 'I cannot yet tell you' in a letter that does"},
        "elsewhere": {
            **TEXTS,
            "description": "Places; it is said only where the office's areas are known, and are none of these",
        },
        "said_again": {
            "enum": ["yes", "no"],
            "default": "no",
            "description": "Whether a letter that begins in short says the text too, behind what was asked",
        },
        "old": {
            "enum": ["yes", "no", "both"],
            "description": "Whether it is for letters whose papers are all half a year old, for others, or for both",
        },
    },
    "rub": {
        "id": ID_SCHEMA,
        "first": TEXTS,
        "yet": TEXTS,
        "beside": TEXTS,
        "question": {"type": "string", "pattern": r"\?\s*$", "description": "The question that they leave open"},
    },
    "recognised": {
        "phrases": {**TEXTS, "description": f"{_CUES}; any of them is enough"},
        "words": {**TEXTS, "description": f"{_CUES}; one of them with one of 'beside'"},
        "beside": TEXTS,
        "not": {**TEXTS, "description": "What has the same name and is something else"},
    },
    "spoken": {
        "names": {**TEXTS, "description": "People and bodies in the news of it"},
        "not_personal": {**TEXTS, "description": "What would be a sign of a personal case, and is this subject's own"},
        "words": {**TEXTS, "description": "Whole words of the matter, or beginnings with a star"},
        "also": TEXTS,
    },
    "office": {
        "member": TEXT,
        "signs_as": _LINES,
        "constituency": TEXT,
        "side": {"enum": [str(side) for side in OfficeSide], "description": "Of the House; none unless given"},
        "party": {**TEXT, "description": "The member's, where 'side' is given"},
        "addresses": {"type": "object", "additionalProperties": _LINES},
        "email": TEXT,
        "telephone": TEXT,
        "website": TEXT,
        "letterhead": TEXT,
        "subjects": {**TEXTS, "description": "Those on which the office answers; else those in its own folder alone"},
        "position": {**TEXT, "description": "A name from a subject's positions, or none; else the side's own"},
        "data_protection": TEXT,
        "decisions": {"type": "array"},
        "rules": {"type": "object"},
        "register": {**TEXT, "description": "An address of the register; a file of the office's own unless given"},
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
        "areas": {**_LINES, "description": "The towns and districts of the constituency, as papers name them"},
        "postcodes": {
            "type": "array",
            "items": {"type": "string", "pattern": f"^{OUTWARD}$"},
            "description": "The first halves of the constituency's postcodes; who lives elsewhere is told of",
        },
    },
    "decision": {
        "action": {**ID_SCHEMA, "description": "One of a subject's actions.yaml"},
        "subject": TEXT,
        "done": {**DAY, "description": "That it is done, and when"},
        "will": {"enum": ["yes"], "description": "That the member will do it"},
        "will_not": {**TEXT, "description": "That the member will not, and why: in the first person"},
        "decided": {**DAY, "description": "When that was decided"},
    },
}
_REQUIRED = {
    "topic": ["id", "title", "heading", "about"],
    "concern": ["id", "text"],
    "action": ["id", "ask", "done"],
    "words": ["subject"],
    "abbreviation": ["short", "long"],
    "thing": ["names", "then"],
    "term": ["term", "approved_by"],
    "answer": ["rests_on"],
    "rub": ["id", "first", "yet", "question"],
    "office": ["member", "constituency", "letterhead"],
    "decision": ["action", "subject"],
}
# Further conditions on an entry: exactly one of some fields, or one field required by another.
_FURTHER: Mapping[str, Mapping[str, Any]] = {
    "office": {
        "if": {"properties": {"side": {"const": str(OfficeSide.OPPOSITION)}}, "required": ["side"]},
        "then": {"required": ["party"]},
        "dependentSchemas": {
            "party": {"required": ["side"], "properties": {"side": {"not": {"const": str(OfficeSide.NONE)}}}}
        },
    },
    "term": {"oneOf": [{"required": ["plain"]}, {"required": ["gloss"]}]},
    "decision": {
        "oneOf": [
            {"required": ["done"], "not": {"required": ["decided"]}},
            {"required": ["will", "decided"]},
            {"required": ["will_not", "decided"]},
        ],
        "dependentSchemas": {"done": {"properties": {"will": False, "will_not": False}}},
    },
}


def schemas() -> dict[str, dict[str, Any]]:
    """The schemas by file name."""
    settings = {rule.id: {"enum": sorted(SETTINGS)} for rule in sorted(checked())}
    rules = {"type": "object", "properties": settings, "additionalProperties": False}
    words = _entry(
        "words",
        abbreviations=_list("abbreviation"),
        things=_list("thing"),
        glossary=_list("term"),
        answers=_list("answer"),
        rubs=_list("rub"),
        recognised_by=_entry("recognised"),
        spoken_of=_entry("spoken"),
    )
    topic = _entry("topic", questions=_list("concern"), fears=_list("concern"))
    return {
        "facts.json": _file("Facts", {"type": "array", "items": schema_of(FACT)}),
        "sources.json": _file(
            "The documents that facts are drawn from", {"type": "array", "items": schema_of_source()}
        ),
        "topics.json": _file("The concerns that letters answer", {"type": "array", "items": topic}),
        "actions.json": _file("What constituents ask the member to do", _list("action")),
        "words.json": _file("The words of one subject's letters", words),
        "shared-words.json": _file(
            "The words of letters on every subject", _entry("shared words", abbreviations=_list("abbreviation"))
        ),
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
