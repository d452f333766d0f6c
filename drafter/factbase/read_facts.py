"""Files of facts: entries to ``Fact``, every field converted and every reference followed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from drafter.factbase.model import Citation, Fact, FactKind, Source, Subject, Topic, Withdrawal, Wordings
from drafter.factbase.read_sources import read_id
from drafter.factbase.read_subject import RECORD
from drafter.fields import Fields, entries
from drafter.located_yaml import Document
from drafter.problems import Problem, nearest

LONGEST_QUOTE = 25  # words; a short passage may be quoted, a document may not be copied
FIELDS = (
    "id", "topics", "series", "kind", "voice", "statement", "wordings", "from", "until", "review_by", "cites",
    "superseded_by", "withdrawn",
)  # fmt: skip
CITATION_FIELDS = ("source", "quote", "paragraph", "occurrence")
WORDING_FIELDS = ("again", "same", "after")
_KINDS = tuple(FactKind)


@dataclass(frozen=True)
class Known:
    """What facts may refer to."""

    sources: Mapping[str, Source]
    topics: Mapping[str, Topic]
    subject: Subject


def read_facts(document: Document, known: Known, problems: list[Problem]) -> list[Fact]:
    """The facts of one file, in its order; those with a problem are left out."""
    facts = []
    for fields in entries(document, problems):
        fact = _fact(fields, known)
        if fact is not None:
            facts.append(fact)
    return facts


def _fact(fields: Fields, known: Known) -> Fact | None:
    before = len(fields.problems)
    fields.allow(FIELDS)
    id_ = read_id(fields)
    topics = fields.texts("topics", required=True)
    for index, topic in enumerate(topics):
        if topic not in known.topics:
            hint = nearest(topic, known.topics) or f"known: {', '.join(known.topics)}"
            fields.problem("unknown-topic", f"there is no topic '{topic}'", "topics", index, hint=hint)
    kind = fields.choice("kind", _KINDS, "unknown-kind", default=FactKind.CLAIM)
    voice = fields.choice("voice", known.subject.voices, "unknown-voice")
    statement = _sentence(fields, "statement")
    wordings = _wordings(fields.inner("wordings"), voice)
    start = fields.day("from", required=True)
    until = fields.day("until")
    review_by = fields.day("review_by")
    cites = tuple(c for c in (_citation(part, known) for part in fields.each("cites", required=True)) if c is not None)
    if start is not None:
        if until is not None and until < start:
            fields.problem("until-before-from", f"'until' ({until}) lies before 'from' ({start})", "until")
        for cite in cites:
            latest = known.sources[cite.source].issued.latest
            if start < latest:
                message = f"'from' ({start}) lies before the document '{cite.source}' existed"
                fields.problem("from-before-document", message, "from", hint=f"{latest} is the earliest possible")
                break
    withdrawn = _withdrawal(fields)
    if len(fields.problems) > before or start is None:
        return None
    return Fact(
        id=id_,
        subject=known.subject.id,
        topics=topics,
        series=fields.text("series"),
        kind=FactKind(kind),
        voice=voice,
        statement=statement,
        wordings=wordings,
        start=start,
        until=until,
        review_by=review_by,
        cites=cites,
        where=fields.entry,
        superseded_by=fields.text("superseded_by"),
        withdrawn=withdrawn,
    )


def _withdrawal(fields: Fields) -> Withdrawal | None:
    if fields.value.get("withdrawn") is None:
        return None
    inner = fields.inner("withdrawn")
    inner.allow(("on", "reason"))
    on, reason = inner.day("on", required=True), inner.text("reason", required=True)
    return Withdrawal(on, reason) if on is not None else None


def _wordings(fields: Fields, voice: str) -> Wordings:
    fields.allow(WORDING_FIELDS)
    if voice == RECORD and (fields.value.get("again") or fields.value.get("same")):
        message = "a fact on the record names no speaker, so a letter never comes back to one: leave its wordings out"
        fields.problem("idle-wording", message)
    after = fields.inner("after")
    return Wordings(
        again=_sentences(fields, "again"),
        same=_sentences(fields, "same"),
        after={fact: _sentence(after, fact) for fact in after.value},
    )


def _sentence(fields: Fields, name: str) -> str:
    text = fields.text(name, required=True)
    if text:
        _check_sentence(fields, text, name)
    return text


def _sentences(fields: Fields, name: str) -> tuple[str, ...]:
    texts = fields.texts(name)
    for text in texts:
        _check_sentence(fields, text, name)
    return texts


def _check_sentence(fields: Fields, text: str, name: str) -> None:
    if not text.rstrip("\u201d\u2019'\")").endswith((".", "?", "!")):
        fields.problem("not-a-sentence", f"'{name}' must be a whole sentence and end like one", name)


def _citation(fields: Fields, known: Known) -> Citation | None:
    fields.allow(CITATION_FIELDS)
    source = fields.text("source", required=True)
    if source and source not in known.sources:
        message = f"source '{source}' is not in facts/sources.yaml"
        fields.problem("unknown-source", message, "source", hint=nearest(source, known.sources))
    quote = fields.text("quote", required=True)
    if len(quote.split()) > LONGEST_QUOTE:
        message = f"the quotation has {len(quote.split())} words; {LONGEST_QUOTE} at most"
        fields.problem("long-quotation", message, "quote", hint="quote the shortest run that carries the claim")
    paragraph = fields.number("paragraph")
    if paragraph is None:
        if "paragraph" not in fields.value:
            fields.problem("missing-field", "'paragraph' is missing or empty")
    elif source in known.sources and paragraph in known.sources[source].furniture:
        fields.problem(
            "quoted-furniture",
            f"paragraph {paragraph} of '{source}' is page furniture, nobody's statement",
            "paragraph",
        )
    if source not in known.sources or not quote or paragraph is None:
        return None
    return Citation(source, quote, paragraph, fields.number("occurrence") or 0)
