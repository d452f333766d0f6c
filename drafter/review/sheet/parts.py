"""Small pieces that the whole sheet is set with: shapes, words for the ear alone, differences, citations."""

from __future__ import annotations

from collections.abc import Iterable

from drafter.factbase.wordiff import pieces
from drafter.formats.html import Element, Node, element, is_address
from drafter.letter.tree import Run
from drafter.review.model import Passage, Standing
from drafter.review.sheet.words import LEFT_OPEN, called

# Each in a square of 16, told apart by their outline alone: a full circle is a fact, half of one a fact in part, a ring
# makes no claim, an open one asks, a flag is an act, an envelope is for its reader; a triangle and a square with a
# question are to be looked at.
_SHAPES = {
    Standing.FACT: "M8 .5a7.5 7.5 0 1 0 0 15 7.5 7.5 0 0 0 0-15z",
    Standing.REWORDED: "M8 .5a7.5 7.5 0 1 0 0 15 7.5 7.5 0 0 0 0-15zM8 2.3a5.7 5.7 0 0 1 0 11.4z",
    Standing.CHANGED: "M8 .5 16 15.5H0zM7.1 5.5v5h1.8v-5zM7.1 11.7v1.8h1.8v-1.8z",
    Standing.NEW: "M0 0h16v16H0zM5.4 6h1.8c.1-.7.4-1.1 1-1.1.5 0 .9.3.9.8s-.2.7-.8 1.1c-.8.5-1.1 1.1-1.1 2v.5H9V9c0"
    "-.6.2-.9.8-1.2.8-.5 1.2-1.2 1.2-2.1 0-1.4-1.1-2.4-2.7-2.4-1.7 0-2.9 1-2.9 2.7zM7.1 10.8v1.9H9v-1.9z",
    Standing.VIEW: "M2 1h12a2 2 0 0 1 2 2v7a2 2 0 0 1-2 2H8l-4 4v-4H2a2 2 0 0 1-2-2V3a2 2 0 0 1 2-2zM3 4v1.5h10V4z"
    "M3 7.5V9h7V7.5z",
    Standing.ACT: "M2 0h2v1h11l-3 4 3 4H4v7H2z",
    Standing.READER: "M2 2h12a2 2 0 0 1 2 2v8a2 2 0 0 1-2 2H2a2 2 0 0 1-2-2V4a2 2 0 0 1 2-2zm.6 2L8 8.2 13.4 4z",
    Standing.COURTESY: "M8 3a5 5 0 1 0 0 10A5 5 0 0 0 8 3zM8 4.8a3.2 3.2 0 1 1 0 6.4 3.2 3.2 0 0 1 0-6.4z",
}


_LEFT_OPEN = "M11.83 4.79A5 5 0 1 0 11.83 11.21L10.45 10.06A3.2 3.2 0 1 1 10.45 5.94z"
_DONE = "M8 0a8 8 0 1 0 0 16A8 8 0 0 0 8 0zM6.9 11.9 3.2 8.2l1.4-1.4 2.3 2.3 4.6-4.6 1.4 1.4z"


def shape(passage: Passage) -> Element:
    """The mark of a kind of sentence; words beside it say the same."""
    return _drawn(_LEFT_OPEN if called(passage) is LEFT_OPEN else _SHAPES[passage.standing])


def verdict_shape(errors: int, questions: int) -> Element:
    """The mark of the whole: a triangle that warns, half a circle where something needs a word, or a tick."""
    if errors:
        return _drawn(_SHAPES[Standing.CHANGED])
    return _drawn(_SHAPES[Standing.REWORDED] if questions else _DONE)


def _drawn(path: str) -> Element:
    return element("svg", element("path", d=path), class_="shape", viewBox="0 0 16 16", aria_hidden="true")


def unseen(text: str) -> Element:
    """Words that a screen reader says and that nobody sees."""
    return element("span", text, class_="unseen")


def lines(texts: Iterable[str]) -> list[Node]:
    """Lines of one paragraph."""
    result: list[Node] = []
    for text in texts:
        result += [element("br"), text] if result else [text]
    return result


def difference(old: str, new: str) -> list[Node]:
    """What was taken out of a text and what was put in, to be seen and to be heard."""
    result: list[Node] = []
    for piece in pieces(old, new):
        if result:
            result.append(" ")
        if piece.sign == "-":
            result.append(element("del", unseen("taken out: "), piece.text, unseen(", ")))
        elif piece.sign == "+":
            result.append(element("ins", unseen("put in: "), piece.text, unseen(", ")))
        else:
            result.append(piece.text)
    return result


def runs(given: Iterable[Run]) -> list[Node]:
    """A citation as it is set, its address a link where it is one of the web."""
    return [_run(run) for run in given]


def _run(run: Run) -> Node:
    text: Node = element("em", run.text) if run.emphasis else run.text
    return element("a", text, href=run.url, rel="noopener noreferrer") if is_address(run.url) else text
