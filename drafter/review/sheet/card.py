"""Cards: what stands beside a sentence. A card says what the sentence is, what it rests on, and what was found."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby

from drafter.catalogue import gravity, on_sheet
from drafter.english.differences import word_changes
from drafter.facts.claims import plain as plain_claim
from drafter.facts.model import Citation, Fact
from drafter.facts.timeline import Status
from drafter.formats.html import Element, Node, element, is_address
from drafter.formats.pieces import Piece
from drafter.frozen import NamedTuple, dataclass
from drafter.letter.finish import citation
from drafter.letter.remarks import aged, reviewed, sentences_of
from drafter.letter.tree import Kind, Letter, Run, Segment
from drafter.problems import Problem
from drafter.review.final import final_letter
from drafter.review.model import Passage, Review, SentenceStatus
from drafter.review.sheet.words import WEIGHTS, name_of_passage, sentence
from drafter.sources.quotations import DocumentText, find
from drafter.workspace import Workspace

# Small pieces of the sheet: shapes, words for screen readers, differences, citations.

# Each shape fills a square of 16 and differs from the others by its outline alone. A full circle is a fact, half a
# circle a fact in part, a ring makes no claim, an open ring asks. A flag is an act, an envelope is for its reader. A
# triangle, and a square with a question mark, need a look.
_SHAPES = {
    SentenceStatus.FACT: "M8 .5a7.5 7.5 0 1 0 0 15 7.5 7.5 0 0 0 0-15z",
    SentenceStatus.REWORDED: "M8 .5a7.5 7.5 0 1 0 0 15 7.5 7.5 0 0 0 0-15zM8 2.3a5.7 5.7 0 0 1 0 11.4z",
    SentenceStatus.CHANGED: "M8 .5 16 15.5H0zM7.1 5.5v5h1.8v-5zM7.1 11.7v1.8h1.8v-1.8z",
    SentenceStatus.NEW: "M0 0h16v16H0zM5.4 6h1.8c.1-.7.4-1.1 1-1.1.5 0 .9.3.9.8s-.2.7"
    "-.8 1.1c-.8.5-1.1 1.1-1.1 2v.5H9V9c0"
    "-.6.2-.9.8-1.2.8-.5 1.2-1.2 1.2-2.1 0-1.4-1.1-2.4-2.7-2.4-1.7 0-2.9 1-2.9 2.7zM7.1 10.8v1.9H9v-1.9z",
    SentenceStatus.VIEW: "M2 1h12a2 2 0 0 1 2 2v7a2 2 0 0 1-2 2H8l-4 4v-4H2a2 2 0 0 1-"
    "2-2V3a2 2 0 0 1 2-2zM3 4v1.5h10V4z"
    "M3 7.5V9h7V7.5z",
    SentenceStatus.ACT: "M2 0h2v1h11l-3 4 3 4H4v7H2z",
    SentenceStatus.READER: "M2 2h12a2 2 0 0 1 2 2v8a2 2 0 0 1-2 2H2a2 2 0 0 1-2-2V4a2 2 0 0 1 2-2zm.6 2L8 8.2 13.4 4z",
    SentenceStatus.COURTESY: "M8 3a5 5 0 1 0 0 10A5 5 0 0 0 8 3zM8 4.8a3.2 3.2 0 1 1 0 6.4 3.2 3.2 0 0 1 0-6.4z",
}


_DONE = "M8 0a8 8 0 1 0 0 16A8 8 0 0 0 8 0zM6.9 11.9 3.2 8.2l1.4-1.4 2.3 2.3 4.6-4.6 1.4 1.4z"


def shape(passage: Passage) -> Element:
    """The shape for a kind of sentence. Words beside it say the same."""
    return _drawn(name_of_passage(passage).shape or _SHAPES[passage.standing])


def verdict_shape(errors: int, questions: int) -> Element:
    """The shape for the whole review: a warning triangle, half a circle where something needs a word, or a tick."""
    if errors:
        return _drawn(_SHAPES[SentenceStatus.CHANGED])
    return _drawn(_SHAPES[SentenceStatus.REWORDED] if questions else _DONE)


def _drawn(path: str) -> Element:
    return element("svg", element("path", d=path), class_="shape", viewBox="0 0 16 16", aria_hidden="true")


def unseen(text: str) -> Element:
    """Words for screen readers, invisible on the page."""
    return element("span", text, class_="unseen")


def lines_of(texts: Iterable[str]) -> list[Node]:
    """The lines of one paragraph."""
    result: list[Node] = []
    for text in texts:
        result += [element("br"), text] if result else [text]
    return result


def difference(old: str, new: str) -> list[Node]:
    """What was removed from a text and what was added, visibly and audibly."""
    result: list[Node] = []
    for piece in word_changes(old, new):
        if result:
            result.append(" ")
        if piece.sign == "-":
            result.append(element("del", unseen("taken out: "), piece.text, unseen(", ")))
        elif piece.sign == "+":
            result.append(element("ins", unseen("put in: "), piece.text, unseen(", ")))
        else:
            result.append(piece.text)
    return result


def set_runs(given: Iterable[Run]) -> list[Node]:
    """A citation for the page; its address becomes a link where it is a web address."""
    return [_run(run) for run in given]


def _run(run: Run) -> Node:
    text: Node = element("em", run.text) if run.emphasis else run.text
    return element("a", text, href=run.url, rel="noopener noreferrer") if is_address(run.url) else text


# The sentence as its reader sees it; the style of each part shows whose words it is.


def parts_of(passage: Passage) -> tuple[Segment, ...]:
    """The parts of a sentence whose words have a known origin; empty where nothing supports the sentence."""
    whole = "".join(segment.text for segment in passage.segments)
    return passage.segments if whole == passage.text and passage.standing is not SentenceStatus.NEW else ()


def woven(passage: Passage, notes: Mapping[str, int]) -> Iterator[Node]:
    """The words of a sentence, with each note's mark after the last words of its claim.

    ``notes`` gives the numbers of notes by the fact after which each is called.
    """
    parts = parts_of(passage)
    if not parts:
        yield passage.text
        for fact in passage.facts:
            yield _mark(notes.get(fact, 0))
        return
    ends = {segment.fact: at for at, segment in enumerate(parts) if segment.kind.about.cited}
    several = len({segment.kind for segment in parts}) > 1
    for at, segment in enumerate(parts):
        words = segment.text.strip()
        before, _, after = segment.text.partition(words) if words else ("", "", segment.text)
        heard = segment.kind.about.heard if several else ""
        said = [unseen(heard) if heard else None, *_said(words, segment.kind)]
        yield before
        yield element("span", *said, class_=f"part {class_of(segment.kind)}")
        if ends.get(segment.fact) == at:
            yield _mark(notes.get(segment.fact, 0))
        yield after


def class_of(kind: Kind) -> str:
    """The style sheet's class for a kind of part."""
    return f"of-{kind}"


def _said(words: str, kind: Kind) -> Iterator[Node]:
    """The words of a part. In an act, undecided words stand out."""
    for number, stretch in enumerate(Piece("", words, kind).stretches):
        yield element("strong", stretch, class_="blank") if number % 2 else stretch


def _mark(number: int) -> Element | None:
    """A note's mark, with a link to the note."""
    return element("sup", element("a", unseen("note "), str(number), href=f"#n{number}")) if number else None


# Quotations in their paragraph, with enough around them to show the context.

_SHOWN = 600  # characters of a paragraph
_LEAST = 60  # around a quotation on each side, however many there are
_SPACE = re.compile(r"\s+")


class Extract(NamedTuple):
    """Words of a paragraph. ``quoted`` words belong to a quotation; a ``gap`` stands for omitted words."""

    text: str
    quoted: bool = False
    gap: bool = False


def extract_of(cites: Sequence[Citation], text: DocumentText) -> tuple[Extract, ...]:
    """The quotations of one paragraph in their context; empty where the paragraph lacks one of them."""
    block = text.block(cites[0].paragraph)
    spans = [_span(cite, text) for cite in cites]
    found = sorted(span for span in spans if span is not None)
    if block is None or len(found) < len(cites):
        return ()
    marked = _joined(found)
    room = max(_LEAST, (_SHOWN - sum(end - start for start, end in marked)) // (2 * len(marked)))
    whole = [(0, len(block))]
    shown = whole if len(block) <= _SHOWN else _joined([_around(block, start, end, room) for start, end in marked])
    return tuple(_pieces(block, shown, marked))


def _span(cite: Citation, text: DocumentText) -> tuple[int, int] | None:
    places = [place for place in find(cite.quote, text) if place.paragraph == cite.paragraph]
    place = next((p for p in places if p.occurrence == cite.occurrence), places[0] if places else None)
    return (place.start, place.end) if place is not None else None


def _around(block: str, start: int, end: int, room: int) -> tuple[int, int]:
    """Context in whole words. If one side has too few words, the other gets its share."""
    after = min(len(block) - end, 2 * room - min(start, room))
    first, last = max(0, start - 2 * room + after), end + after
    if first:
        space = _SPACE.search(block, first, start)
        first = space.end() if space else start
    if last < len(block):
        spaces = list(_SPACE.finditer(block, end, last))
        last = spaces[-1].start() if spaces else end
    return first, last


def _joined(spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Sorted spans, joined where they overlap or touch."""
    joined: list[tuple[int, int]] = []
    for start, end in spans:
        if joined and start <= joined[-1][1] + 1:
            joined[-1] = joined[-1][0], max(end, joined[-1][1])
        else:
            joined.append((start, end))
    return joined


def _pieces(block: str, shown: Sequence[tuple[int, int]], marked: Sequence[tuple[int, int]]) -> Iterator[Extract]:
    for number, (first, last) in enumerate(shown):
        if first and not number:
            yield Extract("", gap=True)
        at = first
        for start, end in marked:
            if first <= start < last:
                if start > at:
                    yield Extract(block[at:start])
                yield Extract(block[start:end], quoted=True)
                at = end
        if last > at:
            yield Extract(block[at:last])
        if last < len(block):
            yield Extract("", gap=True)


# The letter's sentences with their numbers on the sheet, in rows.


class Numbered(NamedTuple):
    """A sentence and its number, from 1. An approved heading has the number 0: nothing is said about it."""

    number: int
    passage: Passage

    @property
    def id(self) -> str:
        """The id of its element on the page."""
        return f"s{self.number}"

    @property
    def card(self) -> str:
        """The id of its card's element on the page."""
        return f"c{self.number}"


class SheetRow(NamedTuple):
    """One paragraph, or one heading."""

    sentences: tuple[Numbered, ...]

    @property
    def heading(self) -> bool:
        """Whether it is a heading."""
        return self.sentences[0].passage.heading


@dataclass(frozen=True)
class SheetContext:
    """Everything from which a sheet is made. ``texts`` are the available texts of documents, by their source's id.
    ``file`` is the letter's file name.

    ``subject`` is the subject line where there is a finding on it. ``notes`` gives the numbers of notes by the fact
    after which each is called: the last of its run.
    """

    review: Review
    workspace: Workspace
    texts: Mapping[str, DocumentText]
    file: str
    letter: Letter
    rows: tuple[SheetRow, ...]
    subject: Numbered | None
    notes: Mapping[str, int]

    def numbered(self) -> list[Numbered]:
        """The sentences with a number, in order."""
        every = [*([self.subject] if self.subject else []), *(one for row in self.rows for one in row.sentences)]
        return [one for one in every if one.number]


def sheet_context(review: Review, workspace: Workspace, texts: Mapping[str, DocumentText], file: str) -> SheetContext:
    """Number a review's sentences, and arrange the letter that goes out."""
    letter = final_letter(review, workspace.base, workspace.templates, workspace.office.citations)
    numbered, last = [], 0
    for passage in review.passages:
        told = not passage.heading or passage.standing is not SentenceStatus.COURTESY or bool(passage.findings)
        last += told
        numbered.append(Numbered(last if told else 0, passage))
    rows = [SheetRow(tuple(group)) for _, group in groupby(numbered, key=lambda one: one.passage.block)]
    # A subject line is among the passages only where nobody has approved it. It is never among the letter's blocks.
    subject = rows.pop(0).sentences[0] if len(rows) > len(letter.blocks) else None
    notes = {note.facts[-1]: number for number, note in enumerate(letter.notes, 1) if note.facts}
    return SheetContext(review, workspace, texts, file, letter, tuple(rows), subject, notes)


_NOT_AT_HAND = "The document\u2019s text is not at hand, so the quotation is shown alone."
_TELLS_OF_ITSELF = (SentenceStatus.VIEW, SentenceStatus.ACT, SentenceStatus.READER, SentenceStatus.COURTESY)
_ORDER = list(WEIGHTS)
_NOT_THERE = "The quotation does not stand in that paragraph of the document\u2019s text."


def card(one: Numbered, sheet: SheetContext) -> Element:
    """The card of one sentence."""
    passage = one.passage
    back = element(
        "a",
        shape(passage),
        unseen("Sentence "),
        element("span", str(one.number), class_="number"),
        unseen(": "),
        element("span", name_of_passage(passage).one, class_="name"),
        href=f"#{one.id}",
    )
    title = element("h3", back, id=f"h{one.number}")
    facts = passage.facts
    return element(
        "article",
        element("div", title, _id(facts[0]) if len(facts) == 1 else None, class_="card-head"),
        _findings(passage),
        *_about(passage, sheet),
        class_=f"card {passage.standing}",
        id=one.card,
        aria_labelledby=f"h{one.number}",
    )


def _id(fact: str) -> Element:
    return element("code", unseen("its fact: "), fact)


def _about(passage: Passage, sheet: SheetContext) -> Iterator[Element]:
    """What a sentence rests on, claim by claim. For a sentence without claims, what it is."""
    facts = [sheet.workspace.base.facts[id_] for id_ in passage.facts]
    if not facts:
        decided = not any(found.rule == "undecided" for found in passage.findings)
        if passage.standing in _TELLS_OF_ITSELF and not passage.heading and decided:
            yield element("p", name_of_passage(passage).means, class_="means")
        return
    if passage.standing in (SentenceStatus.CHANGED, SentenceStatus.REWORDED):
        change = element("p", *difference(passage.against, passage.text), class_="difference")
        yield element("dl", *_row("Change", change))
    for number, fact in enumerate(facts, 1):
        rows = element("dl", *_of_fact(passage, fact, sheet, alone=len(facts) == 1))
        if len(facts) == 1:
            yield rows
            continue
        title = element("h4", f"Claim {number} of {len(facts)}")
        yield element("div", element("div", title, _id(fact.id), class_="card-head"), rows, class_="one-claim")
    others = list(_beside(passage))
    if others:
        yield element("dl", *others)


def _of_fact(passage: Passage, fact: Fact, sheet: SheetContext, *, alone: bool) -> Iterator[Node]:
    workspace, letter = sheet.workspace, sheet.letter
    if not alone:
        words = [s.text.strip() for s in passage.segments if s.kind.about.cited and s.fact == fact.id]
        yield from _row("Said here", element("p", " \u2026 ".join(words), class_="said-here"))
    yield from _row("The claim", element("p", plain_claim(fact.claim), class_="claim"), quiet=alone)
    told, after = sentences_of(fact, workspace.base, letter.date)
    yield from _row(
        "In letters",
        element("p", element("span", "Alone: ", class_="way"), told, class_="in-letters"),
        element("p", element("span", "Going on: ", class_="way"), after, class_="in-letters"),
        quiet=True,
    )
    for segment in passage.segments:
        if segment.kind is Kind.ANSWER and segment.fact == fact.id:
            yield from _row(Kind.ANSWER.about.label, *_words_of(segment))
    yield from _row("Rests on", *_figures(fact, sheet))
    stands = workspace.on(letter.date).of(fact)
    is_reviewed = stands.reviewed is Status.HOLDS
    looked = "looked" if is_reviewed else "not-looked"
    age = aged(fact, workspace.base, letter.date)
    yield from _row(
        "Review",
        element("p", element("span", reviewed(stands), class_=looked), f" {age}", class_="meta"),
        quiet=is_reviewed,
    )


def _beside(passage: Passage) -> Iterator[Node]:
    """What a sentence says beside its claims, apart from frames and the like."""
    for segment in passage.segments:
        if segment.kind.about.beside:
            yield from _row(segment.kind.about.label, *_words_of(segment))


def _words_of(segment: Segment) -> Iterator[Node]:
    yield element("p", segment.text.strip(), class_="said-here")
    yield element("p", segment.kind.about.means, class_="means")


def _figures(fact: Fact, sheet: SheetContext) -> Iterator[Element]:
    """The quoted passages in the order of each document, above their shared citation."""
    workspace = sheet.workspace
    order = list(dict.fromkeys(cite.source for cite in fact.cites))
    by_place = sorted(fact.cites, key=lambda cite: (order.index(cite.source), cite.paragraph))
    shared: dict[tuple[str, tuple[str, str]], list[list[Citation]]] = {}
    for (source, paragraph), group in groupby(by_place, key=lambda cite: (cite.source, cite.paragraph)):
        shared.setdefault((source, workspace.base.sources[source].locator(paragraph)), []).append(list(group))
    for (source, _), paragraphs in shared.items():
        place = Citation(source, "", paragraphs[0][0].paragraph)
        made = citation(place, workspace.base.sources[source], workspace.templates, first=True)
        quotations = [element("blockquote", *_quotation(cites, sheet)) for cites in paragraphs]
        yield element("figure", *quotations, element("figcaption", *set_runs(made), "."))


def _row(name: str, *content: Node, quiet: bool = False) -> Iterator[Node]:
    """A row of a card. A quiet row is for closer reading, and is not printed."""
    class_ = "quiet" if quiet else ""
    yield element("dt", name, class_=class_)
    yield element("dd", *content, class_=class_)


def _quotation(cites: list[Citation], sheet: SheetContext) -> Iterator[Node]:
    """The quotations in their paragraph where its text is available, otherwise alone."""
    text = sheet.texts.get(cites[0].source)
    found = extract_of(cites, text) if text is not None else ()
    if found:
        within: list[Node] = []
        for piece in found:
            if piece.gap:
                within.append("\u00a0\u2026 " if within else "\u2026 ")
            elif piece.quoted:
                within.append(element("mark", unseen("quoted: "), piece.text, unseen(" (end of the quotation) ")))
            else:
                within.append(piece.text)
        yield element("p", *within)
        return
    for cite in cites:
        yield element("p", "\u201c", element("mark", cite.quote), "\u201d")
    yield element("p", _NOT_THERE if text is not None else _NOT_AT_HAND, class_="aside")


def _findings(passage: Passage) -> Element | None:
    if not passage.findings:
        return None
    found = sorted(dict.fromkeys(passage.findings), key=lambda f: (_ORDER.index(f.severity), gravity(f.rule), f.rule))
    return element("ul", *(_finding(one, passage) for one in found), class_="findings")


def _finding(found: Problem, passage: Passage) -> Element:
    words = on_sheet(found.rule)
    weight = WEIGHTS[found.severity]
    place = f"{found.rule}@{found.where.line}:{found.where.column}"
    # The hint is left out where the card shows the same anyway.
    hint = "" if passage.against and passage.against in found.hint else found.hint
    return element(
        "li",
        element("p", element("strong", f"{weight.one}: {words.title}"), class_="title"),
        None if words.whole else element("p", sentence(found.message)),
        element("p", words.advice) if words.advice else None,
        element("p", "For the office: ", f"{hint} " if hint else None, element("code", f"[{place}]"), class_="office"),
        class_=weight.name,
    )
