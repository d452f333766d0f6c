"""A request and a fact base to a letter. Here the parts are put in order; what each says is its template's."""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from dataclasses import dataclass, fields, replace
from operator import attrgetter

from drafter.factbase.day import on
from drafter.factbase.model import FactBase, Topic
from drafter.letter.asked import topics_asked
from drafter.letter.caution import cautions
from drafter.letter.choose import Chosen, Section, choose, dissolved, most_words
from drafter.letter.finish import cited_and_set, envelope, finish, rendered
from drafter.letter.marks import FactUse, Marks, Node, Point
from drafter.letter.request import LetterRequest
from drafter.letter.templates import SUFFIX, Templates
from drafter.letter.tree import Kind, Letter
from drafter.letter.vocabulary import Desk, vocabulary
from drafter.letter.wording import POSITION
from drafter.office import Office
from drafter.problems import Problem

SILENT, SAID, ASKING = "silent", "said", "asking"
_GREETING = 3  # words: "Dear Mrs Patel"
_HEAD_LINES, _NOTES = 6, 9  # what one page has room for beside a letter of the length that is asked for
# What of a request is its text's and not its reader's.
_of_text = attrgetter(*(field.name for field in fields(LetterRequest) if field.name not in ("to", "reference")))


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
    if request.asks_address:
        return Composed(_asking(desk), ())
    sections = tuple(_sections(desk))
    empty = envelope(desk)
    bound = most_words(request.length, len(topics))
    chosen = choose(sections, base.facts, bound, lambda parts: _room(finish(empty, parts, desk)))
    letter = cited_and_set(finish(empty, _instead(chosen, sections, desk), desk), sections, desk)
    cited = [base.facts[note.fact] for note in letter.notes]
    silent = [topic for topic in topics if not _holds_anything(topic, sections)]
    return Composed(letter, tuple(cautions(request, cited, silent, base, letter)))


def text_key(request: LetterRequest) -> Hashable:
    """What a letter's text hangs on: requests of one key have one text to the last word, whoever they are to.

    Of its reader that is only how it closes, and the room that an address of many lines takes.
    """
    to = request.to
    return _of_text(request), to.close, _lines_too_many(to.addressee, request.reference)


def _lines_too_many(addressee: tuple[str, ...], reference: str) -> int:
    return max(0, len(addressee) + bool(reference) - _HEAD_LINES)


def _asking(desk: Desk) -> Letter:
    """The letter to whoever gave no address."""
    path = f"{ASKING}{SUFFIX}"
    section = Section(ASKING, "", path, _said_of(path, desk.topics, desk))
    chosen = Chosen(ASKING, "", dissolved(section.paragraphs), cited=False)
    letter = replace(envelope(desk), topics=(), position="", length="")
    return cited_and_set(finish(letter, [chosen], desk), (section,), desk)


def _sections(desk: Desk) -> Iterator[Section]:
    """The parts of the letter in their order, as their templates give them."""
    home = desk.subject.id
    asked = {topic.id for topic in desk.topics}
    headings = {**desk.subject.headings, **{topic.id: topic.heading for topic in desk.topics}}

    def section(name: str, path: str) -> Section:
        heading = headings.get(name, "") if len(desk.topics) > 1 else ""
        paragraphs = _said_of(f"{path}{SUFFIX}", desk.topics, desk)
        return Section(name, heading, f"{path}{SUFFIX}", paragraphs, name in asked)

    yield section("thanks", "thanks")
    yield section("opening", f"{home}/opening")
    for topic in desk.topics:
        yield section(topic.id, f"{home}/{topic.id}")
    if desk.request.position:
        yield section(POSITION, f"positions/{desk.request.position}")
    yield section("next", f"{home}/next")
    yield section("close", "close")


def _said_of(path: str, topics: tuple[Topic, ...], desk: Desk) -> tuple[tuple[Node, ...], ...]:
    """The paragraphs of one template, which speaks of these topics."""
    marks = Marks()
    return rendered(path, vocabulary(desk, topics, marks), marks, desk)


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
        paragraphs = _said_of(f"{name}{SUFFIX}", (topic,), desk)
        result.append(replace(part, paragraphs=dissolved(paragraphs)))
    return result


def _room(letter: Letter) -> dict[str, int]:
    """The room that each part takes, in words; on one concern, which is to fit one page, notes take some too.

    A greeting takes its line, however many words it has: else somebody of a longer name would be told less.
    """
    room = letter.lengths()
    room[""] += _GREETING - len(letter.salutation.split())
    if len(letter.topics) == 1:
        # Measured: the page has room for nine notes and six lines of address and reference; each one more takes the
        # place of a line of a dozen words.
        notes = sum(sentence.kind is Kind.FACT for sentence in letter.sentences())
        room[""] += 12 * (max(0, notes - _NOTES) + _lines_too_many(letter.addressee, letter.reference))
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
