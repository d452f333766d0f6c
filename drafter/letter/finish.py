"""A letter put together from its parts: rendered, spelt out, typeset, cited, and refused where a template is wrong."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from drafter.factbase.fingerprint import fingerprint
from drafter.letter import cite
from drafter.letter.abbreviations import in_full, spell_out
from drafter.letter.mailing import Mailbox
from drafter.letter.marks import Marks, Node
from drafter.letter.record import Said
from drafter.letter.tree import Heading, Letter, Paragraph, Segment, Sentence
from drafter.letter.typography import typeset
from drafter.letter.vocabulary import Desk


def rendered(path: str, names: Mapping[str, Any], marks: Marks, desk: Desk) -> tuple[tuple[Node, ...], ...]:
    """The paragraphs of one template; ``names`` is what it may say, whose values become ``marks``."""
    return tuple(marks.paragraphs(desk.templates.render_bounded(path, names, marks)))


def envelope(desk: Desk) -> Letter:
    """The letter without its body."""
    request, office = desk.request, desk.office
    return Letter(
        date=request.date,
        reference=request.reference,
        topics=tuple(topic.id for topic in desk.topics),
        position=request.position,
        length=str(request.length),
        subject_line=in_full(desk.subject.name, desk.subject.abbreviations),
        office=f"Office of {office.member}",
        addressee=request.to.addressee,
        salutation=request.to.salutation,
        blocks=(),
        close=request.to.close,
        signature=office.signs_as,
        small_print=office.data_protection,
        notes=(),
        asks=request.asks,
        fears=request.fears,
        wants=request.wants,
        did=tuple(map(str, request.did)),
        sender=Mailbox(office.member, office.email),
        mailing=request.mailing,
        attached=request.attached,
    )


def spelt_out(letter: Letter, desk: Desk) -> Letter:
    """The letter with its abbreviations in full where they come first."""
    texts = [segment.text for sentence in letter.sentences() for segment in sentence.segments]
    return _with_texts(letter, spell_out(texts, desk.subject.abbreviations))


def cited_and_set(letter: Letter, desk: Desk) -> Letter:
    """The finished letter: typeset, with its notes."""
    texts = [segment.text for sentence in letter.sentences() for segment in sentence.segments]
    letter = _with_texts(letter, [typeset(text) for text in texts])
    paragraphs = [block.sentences for block in letter.blocks if isinstance(block, Paragraph)]
    facts = [desk.day.facts[id_] for id_ in letter.claims]
    runs = cite.runs_of_claims(paragraphs, desk.day.facts, desk.day.sources)
    said = tuple(Said(fact.id, fingerprint(fact), desk.day.holds(fact)) for fact in facts)
    return replace(letter, notes=cite.notes(runs, desk.day.sources, desk.templates), said=said)


def _with_texts(letter: Letter, texts: list[str]) -> Letter:
    """The letter with other texts in its segments, in order."""
    left = iter(texts)

    def sentence(old: Sentence) -> Sentence:
        return Sentence(tuple(_in_words(segment, next(left)) for segment in old.segments))

    blocks = tuple(
        Paragraph(tuple(map(sentence, block.sentences)), block.part)
        if isinstance(block, Paragraph)
        else Heading(typeset(block.text), block.part)
        for block in letter.blocks
    )
    return replace(letter, blocks=blocks)


def _in_words(segment: Segment, text: str) -> Segment:
    return segment if segment.text == text else segment._replace(text=text)
