"""Files of facts: entries to ``Fact``, every field converted and every reference followed."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from drafter.factbase.claims import OddMark, parse
from drafter.factbase.model import Citation, Fact, FactKind, Source, Subject, Topic, Withdrawal
from drafter.factbase.read_sources import read_id, read_speaker
from drafter.fields import Fields, entries
from drafter.located_yaml import Document
from drafter.problems import Problem, nearest

LONGEST_QUOTE = 25  # words; a short passage may be quoted, a document may not be copied
LEANINGS = ("only_after", "but_after", "so_after")
FIELDS = (
    "id", "topics", "series", "kind", "claim", "occasion", "speaker", *LEANINGS, "from", "until", "review_by", "cites",
    "superseded_by", "withdrawn",
)  # fmt: skip
CITATION_FIELDS = ("source", "quote", "paragraph", "occurrence")
OLD_FIELDS = ("statement", "wordings", "voice")
_SAYING = (
    r"(?:said|says|say|told|tells|tell|stated|states|wrote|writes|replied|replies|added|adds|reports|reported|noted|"
    r"notes|explained|explains|claimed|claims|pointed out)"
)
_ATTRIBUTION = re.compile(
    rf"\baccording to\b|\bin (?:the|his|her|its|their) (?:view|opinion|words)\b|\b{_SAYING}(?: \w+){{0,3}} that\b"
    rf"|, (?:he|she|it|they|[A-Z]\w+(?: [A-Z]\w+)*) {_SAYING}\b|\b(?:he|she) {_SAYING}\b",
)
_TOLD_OF = re.compile(rf"^.*?\b{_SAYING}(?: \w+){{0,3}} that (.+)$|^according to [^,]+, (.+)$", re.IGNORECASE)
_KINDS = tuple(FactKind)


@dataclass(frozen=True)
class Known:
    """What facts may refer to. ``unread`` are sources that have a problem of their own."""

    sources: Mapping[str, Source]
    topics: Mapping[str, Topic]
    subject: Subject
    unread: frozenset[str] = frozenset()


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
    id_ = read_id(fields)
    if _of_old_shape(fields):
        return None
    fields.allow(FIELDS)
    topics = fields.texts("topics", required=True)
    for index, topic in enumerate(topics):
        if topic not in known.topics:
            hint = nearest(topic, known.topics) or f"known: {', '.join(known.topics)}"
            fields.problem("unknown-topic", f"there is no topic '{topic}'", "topics", index, hint=hint)
    kind = fields.choice("kind", _KINDS, "unknown-kind", default=FactKind.CLAIM)
    claim = _claim(fields)
    start = fields.day("from", required=True)
    until = fields.day("until")
    review_by = fields.day("review_by")
    named = [_citation(part, known) for part in fields.each("cites", required=True)]
    cites = tuple(cite for cite in named if cite is not None)
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
    if len(fields.problems) > before or start is None or len(cites) < len(named):
        return None
    return Fact(
        id=id_,
        subject=known.subject.id,
        topics=topics,
        series=fields.text("series"),
        kind=FactKind(kind),
        claim=claim,
        start=start,
        until=until,
        review_by=review_by,
        cites=cites,
        where=fields.entry,
        speaker=read_speaker(fields),
        occasion=fields.text("occasion"),
        only_after=fields.text("only_after"),
        but_after=fields.text("but_after"),
        so_after=fields.text("so_after"),
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


def _of_old_shape(fields: Fields) -> bool:
    """Whether an entry is of the shape that facts had before; says what to write instead."""
    old = [name for name in OLD_FIELDS if name in fields.value]
    if not old or "claim" in fields.value:
        for name in old:
            message = f"a fact has no '{name}' any more: its claim is one clause, and the program says whose it is"
            fields.problem("old-fact", message, name, hint=f"take '{name}' out")
        return bool(old)
    told = _TOLD_OF.match(fields.text("statement"))
    clause = next(filter(None, told.groups()), "") if told else ""
    example = clause.rstrip(".") or "an ACO is not a new type of legal entity"
    message = "this fact is of the old shape: a fact is one claim now, without its speaker and without other wordings"
    hint = (
        f"write 'claim: {example}' in place of {', '.join(old)}, in the present of the document's day; "
        "the document's entry in sources.yaml says whose word it is"
    )
    fields.problem("old-fact", message, old[0], hint=hint)
    return True


def _claim(fields: Fields) -> str:
    """A clause that could stand after 'said that'."""
    text = fields.text("claim", required=True)
    if not text:
        return ""
    if text.endswith((".", "?", "!")):
        message = "a claim is a clause, without a full stop"
        fields.problem("not-a-clause", message, "claim", hint="the program makes the sentence")
    attribution = _ATTRIBUTION.search(text)
    if attribution:
        told = _TOLD_OF.match(text)
        clause = next(filter(None, told.groups()), "") if told else ""
        instead = f": '{clause.rstrip('.')}'" if clause else ""
        message = f"'{attribution[0].strip(' ,')}' says whose claim it is, which the program does from the document"
        hint = f"write what is claimed alone{instead}; 'occasion' is what the document does, 'speaker' whom it reports"
        fields.problem("attribution-in-claim", message, "claim", hint=hint)
    try:
        parse(text)
    except OddMark as failure:
        fields.problem(failure.rule, str(failure), "claim", hint=failure.hint)
    return text


def _citation(fields: Fields, known: Known) -> Citation | None:
    fields.allow(CITATION_FIELDS)
    source = fields.text("source", required=True)
    if source and source not in known.sources and source not in known.unread:
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
