"""The sheet as one self-contained file: the letter as its reader will see it, with a row for each paragraph."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import drafter
from drafter.facts.edtf import day_in_words
from drafter.formats.html import Element, Node, element, page, style
from drafter.letter.tree import POSTSCRIPT, Kind, Letter, Note
from drafter.review.model import Review, SentenceStatus
from drafter.review.sheet.card import (
    Numbered,
    SheetContext,
    SheetRow,
    card,
    class_of,
    lines_of,
    parts_of,
    set_runs,
    shape,
    sheet_context,
    unseen,
    verdict_shape,
    woven,
)
from drafter.review.sheet.summary import summary, to_know_of
from drafter.review.sheet.words import STANDINGS, count_in_words, name_of_passage, verdict
from drafter.review.shown import seen_digest, shown
from drafter.sources.quotations import DocumentText
from drafter.workspace import Workspace

# The letter as its reader will see it. Each paragraph has a row, with its cards beside it.

_TOLD_APART = 2  # kinds of words that a letter must have to get a legend


def paper(sheet: SheetContext) -> Element:
    """The letter and its cards, as one section of the page."""
    return element(
        "section",
        element("h2", "The letter, sentence by sentence", id="letter-title"),
        _row(
            _head(sheet),
            [_key(sheet), _legend(sheet), *([card(sheet.subject, sheet)] if sheet.subject else [])],
            "first",
        ),
        *_paragraphs(sheet, postscripts=False),
        _row(_tail(sheet), [], "last"),
        *_paragraphs(sheet, postscripts=True),
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


def _head(sheet: SheetContext) -> list[Node]:
    letter = sheet.letter
    subject: Node = _sentence(sheet.subject, sheet) if sheet.subject else letter.subject_line
    return [
        *_mail(letter),
        element("p", *lines_of(letter.above), class_="address") if letter.above else None,
        element("p", *lines_of(letter.addressee), class_="address") if letter.addressee else None,
        element("p", day_in_words(letter.date)),
        element("p", f"Our reference: {letter.reference}") if letter.reference else None,
        element("p", f"{letter.salutation},") if letter.salutation else None,
        element("p", element("strong", subject), class_="subject"),
    ]


def _mail(letter: Letter) -> Iterator[Node]:
    """The recipient and the subject of an e-mail, as its reader will see them."""
    if letter.mailing is None:
        return
    rows = [f"To: {letter.mailing.to}", f"Subject: {letter.mailing.subject}"]
    if letter.attached:
        rows.append("Attached: this letter as a file")
    yield element("p", *lines_of(rows), class_="address")


def _tail(sheet: SheetContext) -> list[Node]:
    letter = sheet.letter
    first = {fact: one for one in reversed(sheet.numbered()) for fact in one.passage.facts}
    return [
        element("p", f"{letter.close},", class_="close") if letter.close else None,
        element("p", *lines_of(letter.signature), class_="signature") if letter.signature else None,
        element("p", *lines_of(letter.below)) if letter.below else None,
        element("p", letter.small_print, class_="small-print") if letter.small_print else None,
        element("p", "Sources", class_="label") if letter.sources else None,
        *(element("p", *set_runs(source.runs), class_="source") for source in letter.sources),
        element("ol", *(_note(note, number, first) for number, note in enumerate(letter.notes, 1)), class_="notes")
        if letter.notes
        else None,
    ]


def _note(note: Note, number: int, first: dict[str, Numbered]) -> Element:
    one = first.get(note.facts[-1]) if note.facts else None
    back = element("a", f"sentence {one.number}", href=f"#{one.id}", class_="back") if one else None
    return element("li", *set_runs(note.runs), " ", back, id=f"n{number}")


def _key(sheet: SheetContext) -> Element:
    """What the marks mean, and how many sentences have each."""
    passages = [one.passage for one in sheet.numbered() if not one.passage.heading]
    rows = []
    *standings, courtesy = STANDINGS.values()
    for name in (*standings, *filter(None, (kind.about.alone for kind in reversed(Kind))), courtesy):
        mine = [passage for passage in passages if name_of_passage(passage) is name]
        if mine:
            count = element("span", count_in_words(len(mine), name.single, name.several), class_="name")
            means = element("span", f" {name.means}", class_="means")
            rows.append(element("li", shape(mine[0]), count, means, class_=str(mine[0].standing)))
    title = element("h3", f"What the {count_in_words(len(passages), 'sentence is', 'sentences are')}")
    return element("div", title, element("ul", *rows), class_="key")


def _legend(sheet: SheetContext) -> Element | None:
    """The legend of the styles for kinds of words; each name has its own style."""
    there = {segment.kind for one in sheet.numbered() for segment in parts_of(one.passage)}
    if len(there) < _TOLD_APART:
        return None
    rows = [
        element(
            "li",
            element("span", kind.about.label, class_=f"part {class_of(kind)}"),
            element("span", f" {kind.about.means}", class_="means"),
        )
        for kind in Kind
        if kind in there
    ]
    return element("div", element("h3", "Whose the words in them are"), element("ul", *rows), class_="legend")


def _paragraphs(sheet: SheetContext, *, postscripts: bool) -> Iterator[Element]:
    """A row for each paragraph, with the heading over it; also one for a heading with a finding."""
    above: list[Node] = []
    for row, block in zip(sheet.rows, sheet.letter.blocks, strict=True):
        if (block.part == POSTSCRIPT) != postscripts:
            continue
        if row.heading:
            one = row.sentences[0]
            above.append(element("h3", _sentence(one, sheet) if one.number else one.passage.text))
            if not one.number:
                continue
        else:
            above.append(element("p", "P.S. " if postscripts else None, *_sentences(row, sheet)))
        yield _row(above, [card(one, sheet) for one in row.sentences if one.number])
        above = []
    if above:
        yield _row(above, [])


def _sentences(row: SheetRow, sheet: SheetContext) -> Iterator[Node]:
    for position, one in enumerate(row.sentences):
        if position:
            yield " "
        yield _sentence(one, sheet)


def _sentence(one: Numbered, sheet: SheetContext) -> Element:
    passage = one.passage
    name = "heading, not approved" if passage.heading else name_of_passage(passage).one
    mark = element(
        "a",
        shape(passage),
        unseen("Sentence "),
        str(one.number),
        unseen(f", {name[:1].lower()}{name[1:]}"),
        href=f"#{one.card}",
        class_="mark",
    )
    troubled = " troubled" if passage.findings and passage.standing is not SentenceStatus.NEW else ""
    return element(
        "span",
        mark,
        " ",
        element("span", *woven(passage, sheet.notes), class_="words"),
        id=one.id,
        class_=f"sentence {passage.standing}{troubled}",
    )


# The file: no script, no picture, and nothing fetched from anywhere.

_STYLE = "review/sheet/sheet.css"
_OF_KINDS = "/* the kinds of words */\n"  # the place in it for the styles of kinds of words
_RULED_LINES = 3  # for remarks


def sheet(
    review: Review, workspace: Workspace, texts: Mapping[str, DocumentText], file: str, *, large_print: bool = False
) -> str:
    """The sign-off sheet as HTML. It is the same for the same review.

    ``texts`` are the available texts of documents, by their source's id. ``file`` is the letter's file name, without
    its folder.
    """
    made = sheet_context(review, workspace, texts, file)
    errors = len(review.errors)
    questions = len(review.questions)
    large = "large" if large_print else ""
    standing = "held" if errors else "clear weighing" if questions else "clear"
    title = f"{verdict(errors, questions)} \u2013 sign-off sheet, letter of {day_in_words(made.letter.date)}"
    return page(title, _css(), _body(made, errors, questions), " ".join(filter(None, (large, standing))))


def _css() -> str:
    """The style sheet of the page. The styles of the kinds of words stand in the table of kinds."""
    of_kinds = "".join(f".{class_of(kind)} {{ {kind.about.css} }}\n" for kind in Kind if kind.about.css)
    return style(_STYLE).replace(_OF_KINDS, of_kinds)


def _body(made: SheetContext, errors: int, questions: int) -> list[Node]:
    parts = summary(made)
    return [
        element("a", "Skip to the letter", href="#letter", class_="skip"),
        element(
            "header",
            element("p", element("strong", "Sign-off sheet"), f" {_of(made)}"),
            _contents(parts),
        ),
        element(
            "main",
            _verdict(made, errors, questions),
            *([element("div", *parts, class_="summary")] if any(parts) else []),
            paper(made),
            to_know_of(made),
            _to_sign(errors),
        ),
        _foot(made),
    ]


def _of(made: SheetContext) -> str:
    letter = made.letter
    reference = f", {letter.reference}" if letter.reference else ""
    return f"letter of {day_in_words(letter.date)}{reference}"


def _contents(parts: list[Node]) -> Element:
    """Links to the parts of the page."""
    names = {"in-the-way": "Wrong", "your-word": "Your word", "reader": "This reader", "left-out": "Left out"}
    there = [dict(part.attributes)["id"] for part in parts if isinstance(part, Element)]
    links = [*((names[id_], id_) for id_ in there), ("The letter", "letter"), ("To sign", "sign")]
    items = [element("li", element("a", name, href=f"#{id_}")) for name, id_ in links]
    return element("nav", element("ul", *items), aria_label="On this page")


def _verdict(made: SheetContext, errors: int, questions: int) -> Element:
    left_out = len(made.review.left_out)
    said = [
        count_in_words(questions, "thing that needs your word", "things that need your word")
        if questions and errors
        else "",
        count_in_words(left_out, "fact of the draft left out", "facts of the draft left out") if left_out else "",
    ]
    more = " and ".join(filter(None, said))
    status = "Draft: not to be sent." if errors else "Not yet approved: to be signed below."
    return element(
        "div",
        verdict_shape(errors, questions),
        element("h1", verdict(errors, questions)),
        element(
            "p",
            element("strong", status),
            f" There {_be(questions if questions and errors else left_out)} {more}." if more else None,
        ),
        class_="verdict",
    )


def _be(number: int) -> str:
    return "is" if number == 1 else "are"


def _to_sign(errors: int) -> Element:
    held = f"{count_in_words(errors, 'thing is', 'things are')} wrong above: the letter cannot be approved yet."
    return element(
        "section",
        element("h2", "To sign", id="sign-title"),
        element("p", held, class_="still") if errors else None,
        element("p", "I have read this letter, and what each of its sentences rests on."),
        *(element("p", element("span", name), class_=f"rule {name.lower()}") for name in ("Name", "Date", "Signature")),
        element("p", element("span", "Remarks"), class_="rule"),
        *(element("div", class_="rule", aria_hidden="true") for _ in range(_RULED_LINES - 1)),
        id="sign",
        class_="sign",
        aria_labelledby="sign-title",
    )


def _foot(made: SheetContext) -> Element:
    record = made.review.record
    rows = [
        ("File", made.file),
        ("Letter of", day_in_words(made.letter.date)),
        ("Reference", made.letter.reference),
        ("Drafted by", f"drafter {record.version}" if record and record.version else ""),
        ("The letterhead says", " \u00b7 ".join(made.workspace.paper.lines)),
        ("Checked with", f"drafter {drafter.__version__}"),
        ("Seen", seen_digest(shown(made.review, made.workspace))),
    ]
    return element(
        "footer",
        element("ul", *(element("li", f"{name}: ", element("strong", value)) for name, value in rows if value)),
        element(
            "p",
            "Where a fact itself is wrong, and not the letter, the office corrects it: ",
            element("code", "drafter facts edit ID"),
            ", with the ID that stands on the card of its sentence.",
        )
        if made.review.facts
        else None,
        element(
            "p",
            "For the office\u2019s own eyes: it quotes documents, and names whoever is written to. Keep it as you keep "
            "the letter.",
        ),
    )
