"""A letter put together from its parts: rendered, worded, spelt out, typeset, and refused where a template is wrong."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from drafter.factbase.fingerprint import fingerprint
from drafter.letter import cite
from drafter.letter.abbreviations import in_full, spell_out
from drafter.letter.acts import claimed_acts
from drafter.letter.choose import Chosen, Section
from drafter.letter.marks import FactUse, Marks, Node, Unbalanced
from drafter.letter.record import Said
from drafter.letter.templates import Templates
from drafter.letter.tree import Heading, Kind, Letter, Paragraph, Sentence
from drafter.letter.typography import typeset
from drafter.letter.vocabulary import Desk
from drafter.letter.wording import worded
from drafter.problems import Problem, ProblemsFound


def rendered(path: str, names: Mapping[str, Any], marks: Marks, desk: Desk) -> tuple[tuple[Node, ...], ...]:
    """The paragraphs of one template; ``names`` is what it may say, whose values become ``marks``."""
    text = desk.templates.render(path, names, marks)
    try:
        paragraphs = tuple(marks.paragraphs(text))
    except Unbalanced:
        message = "a point runs over the end of its paragraph"
        where = desk.templates.where_point_is_cut(path)
        hint = "close it before the blank line"
        raise ProblemsFound([Problem(where, "point-over-paragraphs", message, hint)]) from None
    for node in (node for nodes in paragraphs for node in nodes if isinstance(node, FactUse)):
        message = f"the fact '{node.fact}' stands outside any point, where it could be said twice"
        hint = "put it between {% point %} and {% endpoint %}"
        raise ProblemsFound([Problem(desk.templates.where_text(path, node.fact), "fact-outside-point", message, hint)])
    return paragraphs


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
    )


def finish(letter: Letter, parts: list[Chosen], desk: Desk) -> Letter:
    """The letter's blocks: sentences worded, abbreviations spelt out, headings set."""
    blocks: list[Paragraph | Heading] = []
    for part, paragraphs in zip(parts, worded(parts, desk.day.facts), strict=True):
        if part.heading and paragraphs:
            blocks.append(Heading(part.heading, part.name))
        blocks += paragraphs
    texts = [s.text for block in blocks if isinstance(block, Paragraph) for s in block.sentences]
    spelt = iter(spell_out(texts, desk.subject.abbreviations))
    finished = tuple(
        Paragraph(tuple(_in_words(s, next(spelt)) for s in block.sentences), block.part)
        if isinstance(block, Paragraph)
        else block
        for block in blocks
    )
    return replace(letter, blocks=finished)


def _in_words(sentence: Sentence, text: str) -> Sentence:
    return sentence if sentence.text == text else sentence._replace(text=text)


def cited_and_set(letter: Letter, sections: Iterable[Section], desk: Desk) -> Letter:
    """The finished letter: typeset, with its notes. Raises ProblemsFound for what no letter may say."""
    sections = tuple(sections)
    letter = _typeset(letter)
    _refuse_open_sentences(letter, sections, desk.templates)
    _refuse_claimed_acts(letter, sections, desk)
    facts = [desk.day.facts[s.fact] for s in letter.sentences() if s.kind is Kind.FACT]
    said = tuple(Said(fact.id, fingerprint(fact), desk.day.holds(fact)) for fact in facts)
    return replace(letter, notes=cite.notes(facts, desk.day.sources, desk.templates), said=said)


def _typeset(letter: Letter) -> Letter:
    """The letter with printers' marks; only the finished one, since the length does not hang on them."""
    blocks = tuple(
        Paragraph(tuple(_in_words(s, typeset(s.text)) for s in block.sentences), block.part)
        if isinstance(block, Paragraph)
        else Heading(typeset(block.text), block.part)
        for block in letter.blocks
    )
    return replace(letter, blocks=blocks)


def _refuse_open_sentences(letter: Letter, sections: Iterable[Section], templates: Templates) -> None:
    """A sentence that does not end would run into the next, and a fact into words that nobody vouches for."""
    paths = {section.name: section.path for section in sections}
    problems = [
        Problem(
            templates.where_text(paths[block.part], " ".join(sentence.text.split()[-3:])),
            "open-sentence",
            f"'{sentence.text[-60:]}' does not end as a sentence does",
            "a fact is a whole sentence: let the words before it end with a full stop",
        )
        for block in letter.blocks
        if isinstance(block, Paragraph)
        for sentence in block.sentences
        if not sentence.text.rstrip("\"'\u201d\u2019)").endswith((".", "?", "!"))
    ]
    if problems:
        raise ProblemsFound(problems)


def _refuse_claimed_acts(letter: Letter, sections: Iterable[Section], desk: Desk) -> None:
    """No sentence says that the member signed, voted or met, unless the office has entered it."""
    paths = {section.name: section.path for section in sections}
    entered = [act.sentence for act in desk.office.acts]
    problems = []
    for block in letter.blocks:
        if isinstance(block, Paragraph):
            own = " ".join(s.text for s in block.sentences if s.kind is not Kind.FACT)
            for act in claimed_acts(own, entered):
                message = f"'{act}' claims an act of the member's"
                hint = "enter it under 'acts' in office.yaml, and say it here with act(...)"
                where = desk.templates.where_text(paths[block.part], act)
                problems.append(Problem(where, "claimed-act", message, hint))
    if problems:
        raise ProblemsFound(problems)
