"""The letter as its reader will see it, a row to each paragraph, with the paragraph's cards beside it."""

from __future__ import annotations

from collections.abc import Iterator

from drafter.factbase.edtf import day_in_words
from drafter.formats.html import Element, Node, element
from drafter.letter.tree import POSTSCRIPT, Kind, Letter, Note
from drafter.review.model import Standing
from drafter.review.sheet.card import card
from drafter.review.sheet.numbered import Desk, Numbered, Row
from drafter.review.sheet.parts import lines, runs, shape, unseen
from drafter.review.sheet.words import LEFT_OPEN, PARTS, SHORT_ANSWER, STANDINGS, called, counted
from drafter.review.sheet.woven import class_of, parts_of, woven

_TOLD_APART = 2  # kinds of words from which on a legend tells of them


def paper(desk: Desk) -> Element:
    """The letter and its cards, as one part of the page."""
    return element(
        "section",
        element("h2", "The letter, sentence by sentence", id="letter-title"),
        _row(_head(desk), [_key(desk), _legend(desk), *([card(desk.subject, desk)] if desk.subject else [])], "first"),
        *_paragraphs(desk, postscripts=False),
        _row(_tail(desk), [], "last"),
        *_paragraphs(desk, postscripts=True),
        id="letter",
        class_="letter",
        aria_labelledby="letter-title",
    )


def _row(text: list[Node], cards: list[Node], name: str = "") -> Element:
    side = element("div", *cards, class_="cards") if cards else None
    return element(
        "div",
        element("div", element("div", *text, class_="text"), class_="paper"),
        side,
        class_=f"row {name}".strip(),
    )


def _head(desk: Desk) -> list[Node]:
    letter = desk.letter
    subject: Node = _sentence(desk.subject, desk) if desk.subject else letter.subject_line
    return [
        *_mail(letter),
        element("p", *lines(letter.above), class_="address") if letter.above else None,
        element("p", *lines(letter.addressee), class_="address") if letter.addressee else None,
        element("p", day_in_words(letter.date)),
        element("p", f"Our reference: {letter.reference}") if letter.reference else None,
        element("p", f"{letter.salutation},") if letter.salutation else None,
        element("p", element("strong", subject), class_="subject"),
    ]


def _mail(letter: Letter) -> Iterator[Node]:
    """Where an e-mail goes, and under which subject, as its reader will see it."""
    if letter.mailing is None:
        return
    rows = [f"To: {letter.mailing.to}", f"Subject: {letter.mailing.subject}"]
    if letter.attached:
        rows.append("Attached: this letter as a file")
    yield element("p", *lines(rows), class_="address")


def _tail(desk: Desk) -> list[Node]:
    letter = desk.letter
    first = {fact: one for one in reversed(desk.numbered()) for fact in one.passage.facts}
    return [
        element("p", f"{letter.close},", class_="close") if letter.close else None,
        element("p", *lines(letter.signature), class_="signature") if letter.signature else None,
        element("p", *lines(letter.below)) if letter.below else None,
        element("p", letter.small_print, class_="small-print") if letter.small_print else None,
        element("p", "Sources", class_="label") if letter.sources else None,
        *(element("p", *runs(source.runs), class_="source") for source in letter.sources),
        element("ol", *(_note(note, number, first) for number, note in enumerate(letter.notes, 1)), class_="notes")
        if letter.notes
        else None,
    ]


def _note(note: Note, number: int, first: dict[str, Numbered]) -> Element:
    one = first.get(note.facts[-1]) if note.facts else None
    back = element("a", f"sentence {one.number}", href=f"#{one.id}", class_="back") if one else None
    return element("li", *runs(note.runs), " ", back, id=f"n{number}")


def _key(desk: Desk) -> Element:
    """What the marks mean, and how many sentences bear each."""
    passages = [one.passage for one in desk.numbered() if not one.passage.heading]
    rows = []
    for name in (*list(STANDINGS.values())[:-1], SHORT_ANSWER, LEFT_OPEN, STANDINGS[Standing.COURTESY]):
        mine = [passage for passage in passages if called(passage) is name]
        if mine:
            count = element("span", counted(len(mine), name.single, name.several), class_="name")
            means = element("span", f" {name.means}", class_="means")
            rows.append(element("li", shape(mine[0]), count, means, class_=str(mine[0].standing)))
    title = element("h3", f"What the {counted(len(passages), 'sentence is', 'sentences are')}")
    return element("div", title, element("ul", *rows), class_="key")


def _legend(desk: Desk) -> Element | None:
    """How the words of each kind are set in the letter, each name set so itself."""
    there = {segment.kind for one in desk.numbered() for segment in parts_of(one.passage)}
    if len(there) < _TOLD_APART:
        return None
    rows = [
        element(
            "li",
            element("span", PARTS[kind].one, class_=f"part {class_of(kind)}"),
            element("span", f" {PARTS[kind].means}", class_="means"),
        )
        for kind in Kind
        if kind in there
    ]
    return element("div", element("h3", "Whose the words in them are"), element("ul", *rows), class_="legend")


def _paragraphs(desk: Desk, *, postscripts: bool) -> Iterator[Element]:
    """A row for each paragraph, with the heading over it; one for a heading of which something is said."""
    above: list[Node] = []
    for row, block in zip(desk.rows, desk.letter.blocks, strict=True):
        if (block.part == POSTSCRIPT) != postscripts:
            continue
        if row.heading:
            one = row.sentences[0]
            above.append(element("h3", _sentence(one, desk) if one.number else one.passage.text))
            if not one.number:
                continue
        else:
            above.append(element("p", "P.S. " if postscripts else None, *_sentences(row, desk)))
        yield _row(above, [card(one, desk) for one in row.sentences if one.number])
        above = []
    if above:
        yield _row(above, [])


def _sentences(row: Row, desk: Desk) -> Iterator[Node]:
    for position, one in enumerate(row.sentences):
        if position:
            yield " "
        yield _sentence(one, desk)


def _sentence(one: Numbered, desk: Desk) -> Element:
    passage = one.passage
    name = "heading, not approved" if passage.heading else called(passage).one
    mark = element(
        "a",
        shape(passage),
        unseen("Sentence "),
        str(one.number),
        unseen(f", {name[:1].lower()}{name[1:]}"),
        href=f"#{one.card}",
        class_="mark",
    )
    troubled = " troubled" if passage.findings and passage.standing is not Standing.NEW else ""
    return element(
        "span",
        mark,
        " ",
        element("span", *woven(passage, desk.notes), class_="words"),
        id=one.id,
        class_=f"sentence {passage.standing}{troubled}",
    )
