"""The fields of a fact and of a source: one table each, used by reader, writer and schemas.

To add a field, add a row: it can then be read, set, and offered by editors. The reader (``load.py``) checks what
depends on several fields.
"""

from __future__ import annotations

import re
from typing import Any, Final

from drafter.facts import edtf
from drafter.facts.ids import MOST, why_no_id
from drafter.facts.model import SOURCE_TYPES, FactKind, Side, Speaker, Withdrawal
from drafter.files.fields import Field, Fields, choice, day, each, number, read_entry, schema_of, text, texts
from drafter.files.yaml_text import Layout, Shape

LONGEST_QUOTE: Final = 25  # words; a short passage may be quoted, a document may not be copied

OCCASIONS: Final = {name: type_.occasion for name, type_ in SOURCE_TYPES.items()}
TYPES: Final = tuple(SOURCE_TYPES)
PRONOUNS: Final = ("he", "she", "it", "they")
SIDES: Final = tuple(Side)
STATABLE: Final = ("title", "author", "publisher", "issued", "number", "URL")
LEANINGS: Final = ("only_after", "but_after", "so_after")

ID_SCHEMA: Final = {"type": "string", "pattern": r"^[a-z0-9]+(-[a-z0-9]+)*$", "maxLength": MOST}
_ISSUED: Final = {
    "type": "string",
    "pattern": r"^\d{4}-\d{2}(-\d{2})?(/\d{4}-\d{2}(-\d{2})?)?$",
    "description": "A day, a month (2018-04), or an interval in which the day lies (2017-11-23/2018-01-31)",
}
_RUNS: Final = {"type": "array", "items": {"type": ["integer", "string"], "pattern": r"^\d{1,5}(-\d{1,5})?$"}}
_OCCASION: Final = "A verb phrase without 'that': told Parliament, reports"
_ABOVE: Final = "A claim of the same document"


def read_id(fields: Fields, name: str = "id", required: bool = True) -> str:
    """An id: small letters, digits and single hyphens, 60 at most. It becomes the label of a footnote."""
    value = fields.text(name, required=required)
    if value and (why := why_no_id(value)):
        fields.problem("odd-id", f"'{value}' cannot be an id", name, hint=why)
    return value


def _issued(fields: Fields, name: str, required: bool) -> edtf.Issued | None:
    value = fields.text(name, required=required)
    try:
        return edtf.parse_edtf(value) if value else None
    except ValueError as failure:
        fields.problem("impossible-date", str(failure), name)
        return None


def _url(fields: Fields, name: str, required: bool) -> str:
    url = fields.text(name, required=required)
    if url and not url.startswith(("https://", "http://")):
        fields.problem("odd-url", f"'{url}' is not an address", name, hint="write it whole, from 'https://' on")
    return url


def _stated(fields: Fields, name: str, required: bool) -> tuple[str, ...]:
    stated = fields.texts(name, required=required)
    for index, one in enumerate(stated):
        if one not in STATABLE:
            hint = f"known: {', '.join(STATABLE)}"
            fields.problem("unknown-field", f"'{one}' is no detail that a document can state", name, index, hint=hint)
    return stated


def _runs(fields: Fields, name: str, required: bool) -> frozenset[int]:
    """Numbers and runs of numbers: ``1-9`` or ``15``."""
    found: set[int] = set()
    for index, run in enumerate(fields.texts(name, required=required)):
        match = re.fullmatch(r"(\d{1,5})(?:-(\d{1,5}))?", run)
        if match is None or int(match[2] or match[1]) < int(match[1]):
            fields.problem("wrong-type", f"'{run}' is no run of paragraphs", name, index, hint="write 4 or 1-9")
            continue
        found.update(range(int(match[1]), int(match[2] or match[1]) + 1))
    return frozenset(found)


SPEAKER: Final = (
    text("full", required=True, about="As letters name the speaker first: the Health Minister Jo Lee"),
    text("short", about="And then: Ms Lee"),
    choice("pronoun", PRONOUNS, "unknown-pronoun", default="it"),
    text("later", about="In place of 'full' a year after the document and later: the then Health Minister Jo Lee"),
)


def _speaker(fields: Fields, name: str, required: bool) -> Speaker | None:
    """Who says it."""
    if fields.value.get(name) is None:
        if required:
            hint = "for example { full: the Health Minister Jo Lee, short: Ms Lee, pronoun: she }"
            fields.problem("missing-speaker", "'speaker' must say how letters name whoever speaks here", hint=hint)
        return None
    said = read_entry(fields.inner(name), SPEAKER)
    if not said["full"]:
        return None
    return Speaker(said["full"], said["short"] or said["full"], said["pronoun"], said["later"])


WITHDRAWN: Final = (day("on", required=True), text("reason", required=True))


def _withdrawn(fields: Fields, name: str, _required: bool) -> Withdrawal | None:
    if fields.value.get(name) is None:
        return None
    said = read_entry(fields.inner(name), WITHDRAWN)
    return Withdrawal(said["on"], said["reason"]) if said["on"] is not None else None


def _id_of_other(name: str, about: str = "", *, required: bool = False) -> Field:
    """An id of another entry. The reader checks that the entry exists."""
    return text(name, required=required, about=about, schema=ID_SCHEMA)


_SECTION: Final = (number("paragraph", required=True), text("title", required=True))
_UNUSED: Final = (Field("paragraphs", _runs, _RUNS, required=True), text("because", required=True))

SOURCE: Final = (
    Field("id", read_id, ID_SCHEMA, required=True),
    choice("type", TYPES, "unknown-type", required=True),
    text("title", required=True),
    text("author"),
    text("publisher", required=True),
    Field("issued", _issued, _ISSUED, required=True),
    text("number", schema={"type": ["string", "integer"]}),
    Field("URL", _url, {"type": "string", "pattern": "^https?://"}),
    day("closes", about="The last day to sign a petition or to answer a consultation; never the document's own date"),
    Field("stated", _stated, {"type": "array", "items": {"enum": list(STATABLE)}}),
    text("known_from", shape=Shape.FOLDED),
    text("sha256", schema={"type": "string", "pattern": "^[0-9a-f]{64}$"}),
    number("counted_from"),
    each("sections", _SECTION),
    Field("furniture", _runs, _RUNS, shape=Shape.BRACKETS),
    each("unused", _UNUSED),
    Field("speaker", _speaker, schema_of(SPEAKER), required=True, shape=Shape.BRACES),
    choice("side", SIDES, "unknown-side", required=True),
    text("party", about="Whose paper it is, where its side is a party's"),
    text("occasion", about=_OCCASION),
)
SOURCE_FIELDS: Final = tuple(field.name for field in SOURCE)
CITATION: Final = (
    _id_of_other("source", required=True),
    text("quote", required=True, about=f"The document's own words, {LONGEST_QUOTE} at most"),
    number("paragraph", required=True, about="The line of the text, blank ones not counted"),
    number("occurrence"),
)
FACT: Final = (
    Field("id", read_id, ID_SCHEMA, required=True),
    texts("topics", required=True, about="The first is its home"),
    text("series"),
    choice("kind", tuple(FactKind), "unknown-kind", default=FactKind.CLAIM),
    text(
        "claim",
        required=True,
        about="One clause that could stand after 'said that', in the present of the document's day",
        schema={"type": "string", "pattern": r"[^.?!\s]\s*$"},
    ),
    text("occasion", about="Where the document does something else here than it mostly does"),
    Field("speaker", _speaker, schema_of(SPEAKER)),
    _id_of_other("only_after", f"{_ABOVE} on which it leans: it is told straight after that one"),
    _id_of_other("but_after", f"{_ABOVE} from which it differs"),
    _id_of_other("so_after", f"{_ABOVE} from which, the document says, it follows"),
    choice(
        "on_record",
        ("yes", "no"),
        "wrong-type",
        default="no",
        about="Whether nobody disputes it, so that letters may tell it without saying whose word it is",
    ),
    day("from", required=True, about="The first day on which a letter may tell it"),
    day("until"),
    day("review_by"),
    each("cites", CITATION, required=True),
    _id_of_other("superseded_by"),
    Field("withdrawn", _withdrawn, schema_of(WITHDRAWN)),
)
OVERRULE: Final = (
    _id_of_other("fact", "A fact that came with drafter", required=True),
    text("of", about="Its fingerprint when this was entered, so that a change by an upgrade is noticed"),
    _id_of_other("superseded_by"),
    Field("withdrawn", _withdrawn, schema_of(WITHDRAWN)),
)
FACT_FIELDS: Final = tuple(field.name for field in FACT)

OVERRULE_FIELDS: Final = tuple(field.name for field in OVERRULE)
OVERRULE_LAYOUT: Final = Layout(shapes={field.name: field.shape for field in OVERRULE})
FACT_LAYOUT: Final = Layout(shapes={field.name: field.shape for field in FACT})
# A value that begins with a digit could be read as a number or a date, so only days, runs and hashes stay unquoted.
SOURCE_LAYOUT: Final = Layout(
    bare=re.compile(r"\D.*|\d{4}-\d{2}[-/\d]*|\d+-\d+|[0-9a-f]{64}"),
    shapes={field.name: field.shape for field in SOURCE},
)


def schema_of_source() -> dict[str, Any]:
    """The JSON Schema of a source's entry. It ties ``party`` to a side that is a party's."""
    return schema_of(
        SOURCE,
        {
            "if": {"properties": {"side": {"const": str(Side.PARTY)}}, "required": ["side"]},
            "then": {"required": ["party"]},
            "else": {"not": {"required": ["party"]}},
        },
    )
