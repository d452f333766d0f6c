"""The summary: errors, questions, sentences for this reader alone, and what the letter no longer says."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from drafter.catalogue import gravity, on_sheet
from drafter.facts.claims import plain as plain_claim
from drafter.formats.html import Element, Node, element
from drafter.frozen import NamedTuple
from drafter.problems import Problem, Severity
from drafter.review.model import SentenceStatus
from drafter.review.sheet.card import Numbered, SheetContext, difference, shape, unseen
from drafter.review.sheet.words import WEIGHTS, count_in_words, sentence

_SHOWN, _SHORT = 160, 80  # characters of a sentence; the second number holds where a rule has ...
_MANY = 3  # ... more sentences than this
_BY_DIFFERENCE = ("changed-detail", "other-words", "reworded")


class _Found(NamedTuple):
    finding: Problem
    one: Numbered | None


def summary(sheet: SheetContext) -> list[Node]:
    """The parts of the page before the letter. Each is there only if it has something to say."""
    wrong, asked = (_found(sheet, severity) for severity in (Severity.ERROR, Severity.QUESTION))
    return [
        _section("in-the-way", WEIGHTS[Severity.ERROR].several, _groups(wrong)) if wrong else None,
        _section("your-word", WEIGHTS[Severity.QUESTION].several, _groups(asked)) if asked else None,
        _only_for_this_reader(sheet),
        _left_out(sheet) if sheet.review.left_out else None,
    ]


def to_know_of(sheet: SheetContext) -> Element | None:
    """Notes that are neither errors nor questions, shown after the letter."""
    notes = _found(sheet, Severity.NOTE)
    return _section("notes", WEIGHTS[Severity.NOTE].several, _groups(notes)) if notes else None


def _found(sheet: SheetContext, severity: Severity) -> list[_Found]:
    """The findings of one severity, the gravest first."""
    every = [*(_Found(found, None) for found in dict.fromkeys(sheet.review.general)), *_of_sentences(sheet)]
    return sorted(
        (one for one in every if one.finding.severity is severity),
        key=lambda one: (gravity(one.finding.rule), one.finding.rule),
    )


def _only_for_this_reader(sheet: SheetContext) -> Element | None:
    """The sentences that are for this reader alone, in full, so that the signatory reads them."""
    # Sentences with an error or a question stand above already, with their words.
    mine = [
        one for one in sheet.numbered() if one.passage.standing is SentenceStatus.READER and not one.passage.findings
    ]
    around = [("Over the address", sheet.letter.above), ("Under the signature", sheet.letter.below)]
    if not mine and not any(lines for _, lines in around):
        return None
    advice = element("p", "No paper of the office\u2019s tells whether these are so: read them.", class_="advice")
    items = [element("li", _link(one), " ", element("span", one.passage.text, class_="said")) for one in mine]
    items += [
        element("li", element("span", f"{where}: ", class_="name"), element("span", line, class_="said"))
        for where, lines in around
        for line in lines
    ]
    return _section("reader", "Only for this reader", [element("div", advice, element("ul", *items), class_="group")])


def _of_sentences(sheet: SheetContext) -> Iterator[_Found]:
    for one in sheet.numbered():
        for found in dict.fromkeys(one.passage.findings):
            yield _Found(found, one)


def _section(id_: str, title: str, content: list[Node]) -> Element:
    heading = element("h2", title, id=f"{id_}-title")
    return element("section", heading, *content, id=id_, class_="told", aria_labelledby=f"{id_}-title")


def _groups(found: list[_Found]) -> list[Node]:
    """Findings grouped by their message: a title, what to do, and the sentences."""
    return [_group(list(group)) for _, group in groupby(found, key=lambda one: on_sheet(one.finding.rule))]


def _group(found: list[_Found]) -> Element:
    words = on_sheet(found[0].finding.rule)
    times = (
        element("span", f" \u2013 {count_in_words(len(found), 'time', 'times')}", class_="times")
        if len(found) > 1
        else None
    )
    shown = _SHORT if len(found) > _MANY else _SHOWN
    return element(
        "div",
        element("h3", words.title, times),
        element("p", words.advice, class_="advice") if words.advice else None,
        element("ul", *(_item(one, shown, whole=words.whole) for one in found)),
        class_="group",
    )


def _item(found: _Found, shown: int, *, whole: bool) -> Element:
    one, message = found.one, sentence(found.finding.message)
    if one is None:
        hint = f" {sentence(found.finding.hint)}" if found.finding.hint else ""
        return element("li", element("p", message, hint))
    passage = one.passage
    if found.finding.rule in _BY_DIFFERENCE and passage.against:
        said = difference(passage.against, passage.text)
    else:
        said = [_short(passage.text, shown)]
    return element(
        "li",
        _link(one),
        " ",
        element("span", *said, class_="said"),
        None if whole else element("p", message, class_="message"),
    )


def _link(one: Numbered) -> Element:
    """A link to the sentence: its mark and number."""
    passage = one.passage
    name = element("span", "Heading" if passage.heading else f"Sentence {one.number}", class_="name")
    return element("a", shape(passage), name, unseen(": "), href=f"#{one.id}", class_=f"to {passage.standing}")


def _short(text: str, shown: int) -> str:
    return text if len(text) <= shown else f"{text[: max(text.rfind(' ', 0, shown), shown // 2)].rstrip()} \u2026"


def _left_out(sheet: SheetContext) -> Element:
    """Facts that the draft said, and that the letter no longer says."""
    facts = sheet.workspace.base.facts
    items: list[Node] = []
    for id_ in sheet.review.left_out:
        said = element("span", plain_claim(facts[id_].claim), class_="said") if id_ in facts else None
        items.append(element("li", said, " ", element("code", id_)))
    advice = element("p", "The draft said these; the letter says them no more.", class_="advice")
    return _section(
        "left-out", "What was left out of the draft", [element("div", advice, element("ul", *items), class_="group")]
    )
