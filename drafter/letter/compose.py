"""A request and a fact base to a letter. Here the parts are put in order; what each says is its template's."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from drafter.factbase.day import on
from drafter.factbase.fingerprint import fingerprint
from drafter.factbase.model import FactBase, Topic
from drafter.letter import cite
from drafter.letter.abbreviations import in_full, spell_out
from drafter.letter.acts import claimed_acts
from drafter.letter.asked import topics_asked
from drafter.letter.caution import cautions
from drafter.letter.choose import Chosen, Section, choose, dissolved, most_words
from drafter.letter.marks import FactUse, Marks, Node, Point, Unbalanced
from drafter.letter.record import Said
from drafter.letter.request import LetterRequest
from drafter.letter.templates import SUFFIX, Templates
from drafter.letter.tree import Heading, Kind, Letter, Paragraph
from drafter.letter.typography import typeset
from drafter.letter.vocabulary import Desk, vocabulary
from drafter.letter.wording import POSITION, worded
from drafter.office import Office
from drafter.problems import Problem, ProblemsFound

SILENT, SAID = "silent", "said"


@dataclass(frozen=True)
class Composed:
    """A letter, and what the member of staff should know about it."""

    letter: Letter
    warnings: tuple[Problem, ...]


def compose(request: LetterRequest, base: FactBase, templates: Templates, office: Office) -> Composed:
    """Compose the reply. Raises ProblemsFound where the request asks for what there is not, or a template is wrong."""
    topics = topics_asked(request, base, templates)
    subject = base.subjects[topics[0].subject]
    desk = Desk(request, topics, subject, on(base, request.date), templates, office)
    sections = tuple(_sections(desk))
    empty = _envelope(desk)
    bound = most_words(request.length, len(topics))
    chosen = choose(sections, base.facts, bound, lambda parts: _room(_finish(empty, parts, desk)))
    letter = _typeset(_finish(empty, _instead(chosen, sections, desk), desk))
    _refuse_open_sentences(letter, sections, templates)
    _refuse_claimed_acts(letter, sections, desk)
    cited = [base.facts[s.fact] for s in letter.sentences() if s.kind is Kind.FACT]
    said = tuple(Said(fact.id, fingerprint(fact), desk.day.holds(fact)) for fact in cited)
    letter = replace(letter, notes=cite.notes(cited, base.sources, templates), said=said)
    silent = [topic for topic in topics if not _holds_anything(topic, sections)]
    return Composed(letter, tuple(cautions(request, cited, silent, base, letter)))


def _sections(desk: Desk) -> Iterator[Section]:
    """The parts of the letter in their order, as their templates give them."""
    home = desk.subject.id
    asked = {topic.id for topic in desk.topics}
    headings = {**desk.subject.headings, **{topic.id: topic.heading for topic in desk.topics}}

    def section(name: str, path: str) -> Section:
        heading = headings.get(name, "") if len(desk.topics) > 1 else ""
        paragraphs = _rendered(f"{path}{SUFFIX}", desk.topics, desk)
        return Section(name, heading, f"{path}{SUFFIX}", paragraphs, name in asked)

    yield section("thanks", "thanks")
    yield section("opening", f"{home}/opening")
    for topic in desk.topics:
        yield section(topic.id, f"{home}/{topic.id}")
    if desk.request.position:
        yield section(POSITION, f"positions/{desk.request.position}")
    yield section("next", f"{home}/next")
    yield section("close", "close")


def _rendered(path: str, topics: tuple[Topic, ...], desk: Desk) -> tuple[tuple[Node, ...], ...]:
    """The paragraphs of one template, which speaks of these topics."""
    marks = Marks()
    text = desk.templates.render(path, vocabulary(desk, topics, marks), marks)
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


def _instead(chosen: list[Chosen], sections: tuple[Section, ...], desk: Desk) -> list[Chosen]:
    """A topic that cites nothing says so: that the documents are silent, or that all was said above."""
    by_name = {topic.id: topic for topic in desk.topics}
    result = []
    for part in chosen:
        topic = by_name.get(part.name)
        if topic is None or part.cited:
            result.append(part)
            continue
        name = SAID if _holds_anything(topic, sections) else SILENT
        rendered = _rendered(f"{name}{SUFFIX}", (topic,), desk)
        result.append(replace(part, paragraphs=dissolved(rendered)))
    return result


def _room(letter: Letter) -> dict[str, int]:
    """The room that each part takes, in words; on one concern, which is to fit one page, notes take some too."""
    room = letter.lengths()
    if len(letter.topics) == 1:
        # Measured: the page has room for nine notes and six lines of address and reference; each one more takes the
        # place of a line of a dozen words.
        notes = sum(sentence.kind is Kind.FACT for sentence in letter.sentences())
        head = len(letter.addressee) + bool(letter.reference)
        room[""] += 12 * (max(0, notes - 9) + max(0, head - 6))
    return room


def _holds_anything(topic: Topic, sections: tuple[Section, ...]) -> bool:
    """Whether any fact on the topic holds on the day, be it said under another heading."""
    mine = next(section for section in sections if section.name == topic.id)
    return any(
        isinstance(inner, FactUse)
        for nodes in mine.paragraphs
        for node in nodes
        if isinstance(node, Point)
        for inner in node.nodes
    )


def _envelope(desk: Desk) -> Letter:
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


def _finish(letter: Letter, parts: list[Chosen], desk: Desk) -> Letter:
    """The letter's blocks: sentences worded, abbreviations spelt out, headings set."""
    blocks: list[Paragraph | Heading] = []
    for part, paragraphs in zip(parts, worded(parts, desk.day.facts), strict=True):
        if part.heading and paragraphs:
            blocks.append(Heading(part.heading, part.name))
        blocks += paragraphs
    texts = [s.text for block in blocks if isinstance(block, Paragraph) for s in block.sentences]
    spelt = iter(spell_out(texts, desk.subject.abbreviations))
    finished = tuple(
        replace(block, sentences=tuple(replace(s, text=next(spelt)) for s in block.sentences))
        if isinstance(block, Paragraph)
        else block
        for block in blocks
    )
    return replace(letter, blocks=finished)


def _typeset(letter: Letter) -> Letter:
    """The letter with printers' marks; only the finished one, since the length does not hang on them."""
    blocks = tuple(
        replace(block, sentences=tuple(replace(s, text=typeset(s.text)) for s in block.sentences))
        if isinstance(block, Paragraph)
        else replace(block, text=typeset(block.text))
        for block in letter.blocks
    )
    return replace(letter, blocks=blocks)


def _refuse_open_sentences(letter: Letter, sections: tuple[Section, ...], templates: Templates) -> None:
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


def _refuse_claimed_acts(letter: Letter, sections: tuple[Section, ...], desk: Desk) -> None:
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
