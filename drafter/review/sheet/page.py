"""The sheet as one file that needs nothing else: no script, no picture, nothing fetched from anywhere."""

from __future__ import annotations

from collections.abc import Mapping

import drafter
from drafter.documents.texts import Text
from drafter.factbase.edtf import day_in_words
from drafter.formats.html import Element, Node, element
from drafter.formats.page import page, style
from drafter.review.model import Review
from drafter.review.seen import digest_of, shown
from drafter.review.sheet.numbered import Desk, desk
from drafter.review.sheet.paper import paper
from drafter.review.sheet.parts import verdict_shape
from drafter.review.sheet.summary import summary, to_know_of
from drafter.review.sheet.words import counted, verdict
from drafter.review.standing import Shelf

_STYLE = "review/sheet/sheet.css"
_RULED_LINES = 3  # for remarks


def sheet(review: Review, shelf: Shelf, texts: Mapping[str, Text], file: str, *, large_print: bool = False) -> str:
    """The sign-off sheet as HTML, the same for the same review.

    ``texts`` are the documents' texts that are at hand, by their source's id; ``file`` is the letter's own name,
    without its folder.
    """
    made = desk(review, shelf, texts, file)
    errors = len(review.errors)
    questions = len(review.questions)
    large = "large" if large_print else ""
    standing = "held" if errors else "clear weighing" if questions else "clear"
    title = f"{verdict(errors, questions)} \u2013 sign-off sheet, letter of {day_in_words(made.letter.date)}"
    return page(title, style(_STYLE), _body(made, errors, questions), " ".join(filter(None, (large, standing))))


def _body(made: Desk, errors: int, questions: int) -> list[Node]:
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


def _of(made: Desk) -> str:
    letter = made.letter
    reference = f", {letter.reference}" if letter.reference else ""
    return f"letter of {day_in_words(letter.date)}{reference}"


def _contents(parts: list[Node]) -> Element:
    """Where the parts of the page are."""
    names = {"in-the-way": "Wrong", "your-word": "Your word", "reader": "This reader", "left-out": "Left out"}
    there = [dict(part.attributes)["id"] for part in parts if isinstance(part, Element)]
    links = [*((names[id_], id_) for id_ in there), ("The letter", "letter"), ("To sign", "sign")]
    items = [element("li", element("a", name, href=f"#{id_}")) for name, id_ in links]
    return element("nav", element("ul", *items), aria_label="On this page")


def _verdict(made: Desk, errors: int, questions: int) -> Element:
    left_out = len(made.review.left_out)
    said = [
        counted(questions, "thing that needs your word", "things that need your word") if questions and errors else "",
        counted(left_out, "fact of the draft left out", "facts of the draft left out") if left_out else "",
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
    held = f"{counted(errors, 'thing is', 'things are')} wrong above: the letter cannot be approved yet."
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


def _foot(made: Desk) -> Element:
    record = made.review.record
    rows = [
        ("File", made.file),
        ("Letter of", day_in_words(made.letter.date)),
        ("Reference", made.letter.reference),
        ("Drafted by", f"drafter {record.version}" if record and record.version else ""),
        ("The letterhead says", " \u00b7 ".join(made.shelf.letterhead)),
        ("Checked with", f"drafter {drafter.__version__}"),
        ("Seen", digest_of(shown(made.review, made.shelf))),
    ]
    return element(
        "footer",
        element("ul", *(element("li", f"{name}: ", element("strong", value)) for name, value in rows if value)),
        element(
            "p",
            "For the office\u2019s own eyes: it quotes documents, and names whoever is written to. Keep it as you keep "
            "the letter.",
        ),
    )
