"""``facts/sources.yaml``: the documents, in CSL's field names."""

from __future__ import annotations

import re

from drafter.factbase import edtf
from drafter.factbase.model import Side, Source, Speaker
from drafter.fields import Fields, entries
from drafter.located_yaml import Document
from drafter.problems import Problem

ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*\Z")
# What a document of each type does, where its entry says nothing else.
OCCASIONS = {"parliamentary-answer": "told Parliament", "briefing": "reports", "report": "says", "webpage": "says"}
TYPES = tuple(OCCASIONS)
PRONOUNS = ("he", "she", "it", "they")
SIDES = tuple(Side)
FIELDS = (
    "id", "type", "title", "author", "publisher", "issued", "number", "URL", "stated", "known_from", "sha256",
    "counted_from", "sections", "furniture", "unused", "speaker", "side", "party", "occasion",
)  # fmt: skip
STATABLE = ("title", "author", "publisher", "issued", "number", "URL")


def read_sources(document: Document, problems: list[Problem]) -> dict[str, Source]:
    """The sources of the file, by id; those with a problem are left out."""
    sources: dict[str, Source] = {}
    for fields in entries(document, problems):
        before = len(problems)
        source = _source(fields)
        if source is not None and source.id in sources:
            first = sources[source.id].where
            fields.problem("repeated-id", f"the source '{source.id}' stands already in line {first.line}", "id")
        elif source is not None and len(problems) == before:
            sources[source.id] = source
    return sources


def read_id(fields: Fields) -> str:
    """An id: small letters, digits and single hyphens, 60 at most; it becomes the label of a footnote."""
    value = fields.text("id", required=True)
    if value and (not ID.match(value) or len(value) > 60):
        hint = "use small letters, digits and single hyphens, 60 at most"
        fields.problem("odd-id", f"'{value}' cannot be an id", "id", hint=hint)
    return value


def _source(fields: Fields) -> Source | None:
    fields.allow(FIELDS)
    id_ = read_id(fields)
    kind = fields.choice("type", TYPES, "unknown-type")
    issued_text = fields.text("issued", required=True)
    issued = None
    if issued_text:
        try:
            issued = edtf.parse(issued_text)
        except ValueError as failure:
            fields.problem("impossible-date", str(failure), "issued")
    stated = fields.texts("stated")
    for index, name in enumerate(stated):
        if name not in STATABLE:
            hint = f"known: {', '.join(STATABLE)}"
            fields.problem(
                "unknown-field", f"'{name}' is no detail that a document can state", "stated", index, hint=hint
            )
    url = fields.text("URL")
    if url and not url.startswith(("https://", "http://")):
        fields.problem("odd-url", f"'{url}' is not an address", "URL", hint="write it whole, from 'https://' on")
    sections = []
    for part in fields.each("sections"):
        part.allow(("paragraph", "title"))
        sections.append((part.number("paragraph") or 0, part.text("title", required=True)))
    details = {
        name: fields.text(key, required=key in {"title", "publisher"})
        for name, key in (("title", "title"), ("author", "author"), ("publisher", "publisher"), ("number", "number"))
    }
    known_from = fields.text("known_from")
    if not known_from and any(fields.value.get(n) and n not in stated for n in STATABLE if n != "URL"):
        fields.problem("missing-field", "'known_from' must say where the details that are not 'stated' were found")
    furniture = _blocks(fields, "furniture")
    unused = []
    for part in fields.each("unused"):
        part.allow(("paragraphs", "because"))
        unused.append((_blocks(part, "paragraphs"), part.text("because", required=True)))
    speaker = read_speaker(fields, required=True)
    side, party = _side(fields)
    if issued is None or speaker is None or not side:
        return None
    return Source(
        id=id_,
        type=kind,
        title=details["title"],
        author=details["author"],
        publisher=details["publisher"],
        issued=issued,
        number=details["number"],
        url=url,
        stated=stated,
        known_from=known_from,
        sha256=fields.text("sha256"),
        counted_from=fields.number("counted_from") or 1,
        sections=tuple(sorted(sections)),
        furniture=furniture,
        unused=tuple(unused),
        where=fields.entry,
        speaker=speaker,
        side=Side(side),
        occasion=fields.text("occasion") or OCCASIONS.get(kind, ""),
        party=party,
    )


def _side(fields: Fields) -> tuple[str, str]:
    """On whose side a document speaks, and whose paper it is where that is a party's."""
    side = fields.choice("side", SIDES, "unknown-side")
    party = fields.text("party")
    if side == Side.PARTY and not party:
        fields.problem("missing-field", "'party' must say whose paper it is, since its side is a party's")
    elif party and side and side != Side.PARTY:
        fields.problem("idle-field", "'party' is for a document whose side is 'party'", "party")
    return side, party


def read_speaker(fields: Fields, *, required: bool = False) -> Speaker | None:
    """Whose word it is: a mapping of ``full``, ``short`` and ``pronoun``."""
    if fields.value.get("speaker") is None:
        if required:
            hint = "for example { full: the Health Minister Jo Lee, short: Ms Lee, pronoun: she }"
            fields.problem("missing-speaker", "'speaker' must say how letters name whoever speaks here", hint=hint)
        return None
    inner = fields.inner("speaker")
    inner.allow(("full", "short", "pronoun"))
    full = inner.text("full", required=True)
    pronoun = inner.choice("pronoun", PRONOUNS, "unknown-pronoun", default="it")
    return Speaker(full, inner.text("short") or full, pronoun) if full else None


def _blocks(fields: Fields, name: str) -> frozenset[int]:
    """Numbers and runs of numbers: ``1-9`` or ``15``."""
    found: set[int] = set()
    for index, text in enumerate(fields.texts(name)):
        match = re.fullmatch(r"(\d{1,5})(?:-(\d{1,5}))?", text)
        if match is None or int(match[2] or match[1]) < int(match[1]):
            fields.problem("wrong-type", f"'{text}' is no run of paragraphs", name, index, hint="write 4 or 1-9")
            continue
        found.update(range(int(match[1]), int(match[2] or match[1]) + 1))
    return frozenset(found)
