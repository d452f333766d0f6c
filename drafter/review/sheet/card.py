"""What stands beside a sentence: what it is, what it rests on, and what was found of it."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from drafter.factbase.claims import plain as plain_claim
from drafter.factbase.model import Citation, Fact
from drafter.factbase.reviews import State, state_of
from drafter.formats.html import Element, Node, element
from drafter.letter.cite import citation
from drafter.letter.remarks import aged, reviewed
from drafter.letter.shown import sentences_of
from drafter.letter.tree import Kind, Segment
from drafter.problems import Problem
from drafter.review.model import Passage, Standing
from drafter.review.sheet.extract import extract
from drafter.review.sheet.numbered import Desk, Numbered
from drafter.review.sheet.parts import difference, runs, shape, unseen
from drafter.review.sheet.words import PARTS, WEIGHTS, called, gravity, plain, sentence

_NOT_AT_HAND = "The document\u2019s text is not at hand, so the quotation is shown alone."
_TELLS_OF_ITSELF = (Standing.VIEW, Standing.ACT, Standing.READER, Standing.COURTESY)
_BESIDE = frozenset((Kind.VIEW, Kind.ACT, Kind.GAP, Kind.READER))  # what a sentence may say beside what it claims
_ORDER = list(WEIGHTS)
_NOT_THERE = "The quotation does not stand in that paragraph of the document\u2019s text."


def card(one: Numbered, desk: Desk) -> Element:
    """The card of one sentence."""
    passage = one.passage
    back = element(
        "a",
        shape(passage),
        unseen("Sentence "),
        element("span", str(one.number), class_="number"),
        unseen(": "),
        element("span", called(passage).one, class_="name"),
        href=f"#{one.id}",
    )
    title = element("h3", back, id=f"h{one.number}")
    facts = passage.facts
    return element(
        "article",
        element("div", title, _id(facts[0]) if len(facts) == 1 else None, class_="card-head"),
        _findings(passage),
        *_about(passage, desk),
        class_=f"card {passage.standing}",
        id=one.card,
        aria_labelledby=f"h{one.number}",
    )


def _id(fact: str) -> Element:
    return element("code", unseen("its fact: "), fact)


def _about(passage: Passage, desk: Desk) -> Iterator[Element]:
    """What a sentence rests on, claim by claim; of one that claims nothing, what it is."""
    facts = [desk.shelf.base.facts[id_] for id_ in passage.facts]
    if not facts:
        decided = not any(found.rule == "undecided" for found in passage.findings)
        if passage.standing in _TELLS_OF_ITSELF and not passage.heading and decided:
            yield element("p", called(passage).means, class_="means")
        return
    if passage.standing in (Standing.CHANGED, Standing.REWORDED):
        change = element("p", *difference(passage.against, passage.text), class_="difference")
        yield element("dl", *_row("Change", change))
    for number, fact in enumerate(facts, 1):
        rows = element("dl", *_of_fact(passage, fact, desk, alone=len(facts) == 1))
        if len(facts) == 1:
            yield rows
            continue
        title = element("h4", f"Claim {number} of {len(facts)}")
        yield element("div", element("div", title, _id(fact.id), class_="card-head"), rows, class_="one-claim")
    others = list(_beside(passage))
    if others:
        yield element("dl", *others)


def _of_fact(passage: Passage, fact: Fact, desk: Desk, *, alone: bool) -> Iterator[Node]:
    shelf, letter = desk.shelf, desk.letter
    if not alone:
        words = [s.text.strip() for s in passage.segments if s.kind is Kind.CLAIM and s.fact == fact.id]
        yield from _row("Said here", element("p", " \u2026 ".join(words), class_="said-here"))
    yield from _row("The claim", element("p", plain_claim(fact.claim), class_="claim"), quiet=alone)
    told, after = sentences_of(fact, shelf.base, letter.date)
    yield from _row(
        "In letters",
        element("p", element("span", "Alone: ", class_="way"), told, class_="in-letters"),
        element("p", element("span", "Going on: ", class_="way"), after, class_="in-letters"),
        quiet=True,
    )
    for segment in passage.segments:
        if segment.kind is Kind.ANSWER and segment.fact == fact.id:
            yield from _row(PARTS[Kind.ANSWER].one, *_words_of(segment))
    yield from _row("Rests on", *_figures(fact, desk))
    is_reviewed = state_of(fact, shelf.reviews) is State.REVIEWED
    looked = "looked" if is_reviewed else "not-looked"
    age = aged(fact, shelf.base, letter.date)
    yield from _row(
        "Review",
        element("p", element("span", reviewed(fact, shelf.reviews), class_=looked), f" {age}", class_="meta"),
        quiet=is_reviewed,
    )


def _beside(passage: Passage) -> Iterator[Node]:
    """What a sentence says beside its claims that is not merely how it says them."""
    for segment in passage.segments:
        if segment.kind in _BESIDE:
            yield from _row(PARTS[segment.kind].one, *_words_of(segment))


def _words_of(segment: Segment) -> Iterator[Node]:
    yield element("p", segment.text.strip(), class_="said-here")
    yield element("p", PARTS[segment.kind].means, class_="means")


def _figures(fact: Fact, desk: Desk) -> Iterator[Element]:
    """The passages, as they follow in each document, over the citation that they share."""
    shelf = desk.shelf
    order = list(dict.fromkeys(cite.source for cite in fact.cites))
    by_place = sorted(fact.cites, key=lambda cite: (order.index(cite.source), cite.paragraph))
    shared: dict[tuple[str, tuple[str, str]], list[list[Citation]]] = {}
    for (source, paragraph), group in groupby(by_place, key=lambda cite: (cite.source, cite.paragraph)):
        shared.setdefault((source, shelf.base.sources[source].locator(paragraph)), []).append(list(group))
    for (source, _), paragraphs in shared.items():
        place = Citation(source, "", paragraphs[0][0].paragraph)
        made = citation(place, shelf.base.sources[source], shelf.templates, first=True)
        quotations = [element("blockquote", *_quotation(cites, desk)) for cites in paragraphs]
        yield element("figure", *quotations, element("figcaption", *runs(made), "."))


def _row(name: str, *content: Node, quiet: bool = False) -> Iterator[Node]:
    """A row of a card; a quiet one is for whoever looks closer, and is not printed."""
    class_ = "quiet" if quiet else ""
    yield element("dt", name, class_=class_)
    yield element("dd", *content, class_=class_)


def _quotation(cites: list[Citation], desk: Desk) -> Iterator[Node]:
    """The quotations in their paragraph where its text is at hand, else alone."""
    text = desk.texts.get(cites[0].source)
    found = extract(cites, text) if text is not None else ()
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
    found = sorted(dict.fromkeys(passage.findings), key=lambda f: (_ORDER.index(f.severity), *gravity(f)))
    return element("ul", *(_finding(one, passage) for one in found), class_="findings")


def _finding(found: Problem, passage: Passage) -> Element:
    words = plain(found.rule)
    weight = WEIGHTS[found.severity]
    place = f"{found.rule}@{found.where.line}:{found.where.column}"
    # What the card shows anyway need not be told again.
    hint = "" if passage.against and passage.against in found.hint else found.hint
    return element(
        "li",
        element("p", element("strong", f"{weight.one}: {words.title}"), class_="title"),
        None if words.whole else element("p", sentence(found.message)),
        element("p", words.advice) if words.advice else None,
        element("p", "For the office: ", f"{hint} " if hint else None, element("code", f"[{place}]"), class_="office"),
        class_=weight.name,
    )
