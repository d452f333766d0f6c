"""Reports of a sorting, for people and for programs: a page, CSV and JSON."""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import IO, Any, Final

from drafter.facts.edtf import day_in_words
from drafter.facts.model import FactBase
from drafter.files.csv_cells import harmless
from drafter.formats.html import Element, Node, Written, element, page, style, written
from drafter.frozen import NamedTuple
from drafter.inbox.concerns import concerns_by_id
from drafter.inbox.decisions import CONCERNS
from drafter.inbox.piles import ANSWERED, Pile, TriagedMessage, answered, name_of, told_to
from drafter.inbox.store import CampaignGroup, WriterChanges
from drafter.inbox.topics import Matter, Recognised
from drafter.inbox.triage import Came, Sorting

# The page: what to look at first, then the campaigns, then the rest.

_STYLE: Final = "inbox/summary.css"
_MOST: Final = 1000  # messages of a pile, and additions to a campaign, that the page shows
_SHORT: Final = 400  # letters shown of a message of its own
_TITLES: Final = {
    Pile.DANGER: (
        "Threats, and danger to life",
        "Read these first, today. No letter of a batch answers them.",
    ),
    Pile.PERSONAL: (
        "Personal cases",
        "Each tells of a trouble of its writer\u2019s own. No letter of a batch answers them.",
    ),
    Pile.UNSURE: ("Unsure", "Whether they are about this, or what they raise, is for a person to say."),
    Pile.UNSIGNED: (
        "Nobody to write to",
        "They are signed by nobody, or by no name that a letter can be addressed to.",
    ),
    Pile.BY_HAND: ("Taken on by hand", "Decided so."),
    Pile.ANSWER: ("To be answered", "A batch answers them."),
    Pile.ASK_ADDRESS: ("No postal address", "A batch asks them for it, as the office\u2019s setting says."),
    Pile.NOT_ABOUT: ("About something else", "No letter is drafted."),
    Pile.AGAIN: ("Wrote more than once", "Each goes beyond what the same writer sent before."),
    Pile.REPLIED: ("Answered already", "A letter to each was approved after it was written."),
    Pile.DUPLICATE: ("Sent twice", "The same from the same writer; one of them counts."),
    Pile.LEFT: ("Left", "Decided so."),
    Pile.UNREADABLE: ("Could not be read", ""),
}
_SHOWN: Final = (
    Pile.DANGER,
    Pile.PERSONAL,
    Pile.UNSURE,
    Pile.UNSIGNED,
    Pile.AGAIN,
    Pile.NOT_ABOUT,
    Pile.UNREADABLE,
    Pile.BY_HAND,
    Pile.LEFT,
)

# The page shows only names and addresses of these.
_FOLDED: Final = (Pile.ANSWER, Pile.ASK_ADDRESS, Pile.REPLIED, Pile.DUPLICATE)
_LISTS: Final = {
    Pile.ANSWER: "Who is answered, and where",
    Pile.ASK_ADDRESS: "Who is asked",
    Pile.REPLIED: "Who was answered, and by which letter",
    Pile.DUPLICATE: "Who they are, and the same as which message",
}
_PAGE: Final = (*_SHOWN, *_FOLDED)
_ASKS: Final = "Asks something that no topic knows:"
_FIRST: Final = (Pile.DANGER, Pile.PERSONAL)  # before the campaigns
_NO_ADDRESS: Final = "no address"


def summary(sorting: Sorting, base: FactBase, came: Came, *, large_print: bool = False) -> str:
    """The page. It is the same for the same post and decisions. ``came`` tells what became of everything that came
    in.
    """
    counts: Counter[Pile] = Counter()
    by_subject: dict[Pile, Counter[str]] = {pile: Counter() for pile in Pile}
    shown: dict[Pile, list[_Shown]] = {pile: [] for pile in _PAGE}
    said: dict[int, _Said] = {}
    for laid in sorting.laid():
        counts[laid.pile] += 1
        by_subject[laid.pile][sorting.on(laid)] += 1
        if laid.pile in shown and len(shown[laid.pile]) < _MOST:
            shown[laid.pile].append(_shown(laid, sorting))
        if laid.kept.changes is not None and any(laid.kept.changes):
            said.setdefault(laid.kept.campaign, _Said(Counter(), Counter(), Counter())).take(laid.kept.changes)
    total = sum(counts.values())
    answered = sum(counts[pile] for pile in ANSWERED)
    title = f"{total:,} messages, {answered:,} to be answered by a batch"
    piles = [pile for pile in _PAGE if counts[pile]]
    for rows in shown.values():
        rows.sort(key=lambda row: row.place)  # a stable sort keeps the order of reading among equals
    body: list[Node] = [
        element("a", "Skip to the piles", href="#piles", class_="skip"),
        element("header", element("p", element("strong", "The post, sorted")), _contents(piles, sorting)),
        element(
            "main",
            element("h1", title),
            _counts(counts, piles, came, by_subject, sorting.unread, sorting.left_open),
            *(_pile(pile, shown[pile], counts[pile]) for pile in piles if pile in _FIRST),
            *(
                _campaign(number, group, said.get(group.id), sorting, base)
                for number, group in enumerate(sorting.groups.values(), 1)
            ),
            *(_pile(pile, shown[pile], counts[pile]) for pile in piles if pile not in _FIRST),
        ),
        element(
            "footer",
            element(
                "p",
                "For the office\u2019s own eyes: it holds what constituents wrote. Delete it when they are answered.",
            ),
        ),
    ]
    return page(title, style(_STYLE), body, "large" if large_print else "")


def _contents(piles: Sequence[Pile], sorting: Sorting) -> Element:
    links = [(_TITLES[pile][0], f"#{pile}") for pile in piles]
    if sorting.groups:
        links.insert(sum(pile in _FIRST for pile in piles), ("Campaigns", "#campaign-1"))
    items = [element("li", element("a", name, href=where)) for name, where in links]
    return element("nav", element("ul", *items), aria_label="On this page")


def by_subject_told(counts: Counter[str]) -> str:
    """How many messages of a pile are on each subject: "trams 8, reading gardens 3". Empty for an office with one."""
    return ", ".join(f"{name} {count:,}" for name, count in sorted(counts.items()) if name)


def _counts(
    counts: Counter[Pile],
    piles: Sequence[Pile],
    came: Came,
    by_subject: Mapping[Pile, Counter[str]],
    unread: int,
    left_open: int,
) -> Element:
    """How many messages lie in each pile and on which subjects, and that everything that came in is in some pile."""
    rows = []
    for pile in Pile:
        if counts[pile]:
            name = _TITLES[pile][0]
            link: Node = element("a", name, href=f"#{pile}") if pile in piles else name
            told = by_subject_told(by_subject[pile])
            more = f" ({told})" if told else None
            rows.append(element("li", element("strong", f"{counts[pile]:,}"), " ", link, more, class_=str(pile)))
    return element(
        "section",
        element("h2", "The piles", id="piles-title"),
        element("ul", *rows),
        element("p", _accounted_for(sum(counts.values()), came), class_="meta"),
        element("p", _unread_counted(unread), class_="meta") if unread else None,
        element("p", left_open_counted(left_open), class_="meta") if left_open else None,
        id="piles",
        class_="piles",
        aria_labelledby="piles-title",
    )


def _accounted_for(total: int, came: Came) -> str:
    """What became of everything that came in, whether new or sorted before."""
    here = total - came.gone
    said = [f"{here:,} {_of(here, 'message')} on the piles"]
    if came.again:
        said.append(f"{came.again:,} {_of(came.again, 'file')} that {'lies' if came.again == 1 else 'lie'} there twice")
    if came.left:
        said.append(f"{came.left:,} {_of(came.left, 'file')} that {'is' if came.left == 1 else 'are'} no post")
    if came.unusable:
        said.append(f"{came.unusable:,} that could not be opened")
    gone = (
        f" {came.gone:,} that came before {'lies' if came.gone == 1 else 'lie'} there no longer." if came.gone else ""
    )
    return f"Came in: {came.all:,}. {'; '.join(said)}.{gone}"


def _unread_counted(count: int) -> str:
    ask = "asks" if count == 1 else "ask"
    return f"{count:,} {_of(count, 'message')} {ask} something that no topic knows, which no letter of a batch answers."


def left_open_counted(count: int) -> str:
    """How many messages are answered in part only, in a sentence."""
    be = "is" if count == 1 else "are"
    return f"{count:,} {_of(count, 'message')} {be} answered in part, or not yet: see left_open."


def _of(count: int, what: str) -> str:
    return what if count == 1 else f"{what}s"


class _Shown(NamedTuple):
    """A message on the page, and its place in its pile. It is written at once, for a message itself holds much more."""

    place: tuple[float, str]
    written: Written


def _shown(laid: TriagedMessage, sorting: Sorting) -> _Shown:
    whole = laid.pile in _SHOWN
    place = (-laid.kept.personal.weight if whole else 0, sorting.on(laid))
    return _Shown(place, written(_message(laid, sorting) if whole else _brief(laid, sorting)))


def _pile(pile: Pile, shown: Sequence[_Shown], count: int) -> Element:
    name, about = _TITLES[pile]
    more = f"{count - len(shown):,} more are in messages.csv." if count > len(shown) else ""
    rows = element("ol", *(row.written for row in shown))
    return element(
        "section",
        element("h2", f"{name}: {count:,}", id=f"{pile}-title"),
        element("p", about, class_="about") if about else None,
        rows if pile in _SHOWN else element("details", element("summary", _LISTS[pile]), rows),
        element("p", more) if more else None,
        id=str(pile),
        class_="pile",
        aria_labelledby=f"{pile}-title",
    )


def _brief(laid: TriagedMessage, sorting: Sorting) -> Element:
    """One message in a line: who wrote, where a letter goes, its key, and its subject where the office has several."""
    name, address = told_to(laid)
    parts: list[Node] = [element("strong", name or "Nobody named"), f", {address or _NO_ADDRESS} "]
    parts.append(element("code", laid.kept.read.key))
    told = (sorting.on(laid), laid.why, laid.open_, _unread(laid.kept.recognised))
    return element("li", *parts, "".join(f" \u00b7 {text}" for text in told if text))


def _unread(found: Recognised) -> str:
    """The questions that are none of the known ones, in a line; empty where there are none."""
    return f"{_ASKS} {'; '.join(found.unread)}" if found.unread else ""


def _message(laid: TriagedMessage, sorting: Sorting) -> Element:
    """One message: who wrote, its place, and the writer's own part of it."""
    kept, read = laid.kept, laid.kept.read
    group = sorting.groups.get(kept.campaign)
    facts = [
        ", ".join(filter(None, (*read.writer.address, read.writer.postcode))),
        day_in_words(read.date) if read.date else "",
        f"in \u201c{group.name}\u201d" if group else read.subject,
        sorting.on(laid),
        f"{kept.copies} copies" if kept.copies > 1 else "",
    ]
    return element(
        "li",
        element("h3", name_of(read) or read.sender or "Nobody named", " ", element("code", read.key)),
        element("p", " \u00b7 ".join(filter(None, facts)), class_="meta"),
        *_own(laid),
        element("p", element("span", "Rests on: "), laid.why, class_="why") if laid.why else None,
        element("p", _unread(kept.recognised), class_="meta") if kept.recognised.unread else None,
        element("p", read.where, class_="file"),
        class_="message",
    )


def _own(laid: TriagedMessage) -> Iterator[Node]:
    changes, read = laid.kept.changes, laid.kept.read
    if changes is None:
        text = read.text if len(read.text) <= _SHORT * 3 else f"{read.text[: _SHORT * 3]} \u2026"
        yield from (element("p", part, class_="own") for part in text.split("\n\n") if part)
        return
    for part in changes.added:
        yield element("p", element("ins", part), class_="own")
    for old, new in changes.changed:
        yield element("p", element("del", old), " ", element("ins", new), class_="own")


class _Said(NamedTuple):
    """What the writers of a campaign did to its text, and how many did each."""

    added: Counter[str]
    removed: Counter[str]
    changed: Counter[str]

    def take(self, changes: WriterChanges) -> None:
        """Count what one of them did. Only the first thousand changes are counted: memory must not grow with the
        post.
        """
        for counter, texts in zip(self, (*changes[:2], [new for _, new in changes.changed]), strict=True):
            counter.update(text for text in texts if text in counter or len(counter) < _MOST)


def _campaign(number: int, group: CampaignGroup, said: _Said | None, sorting: Sorting, base: FactBase) -> Element:
    common, raised = sorting.common[group.id], sorting.raised[group.id]
    topics = [base.topics[topic].title for topic in common.topics if topic in base.topics]
    added, removed, changed = said or (Counter(), Counter(), Counter())
    return element(
        "section",
        element(
            "h2", f"Campaign {number}: \u201c{group.name}\u201d, {group.size:,} messages", id=f"campaign-{number}-title"
        ),
        element(
            "p",
            "Raises: ",
            element("strong", "; ".join(topics) or "nothing that is known"),
            ". ",
            element("code", group.key),
        ),
        *(
            element("p", f"{what}: ", "; ".join(texts), ".", class_="meta")
            for what, texts in _said_of(common, base)
            if texts
        ),
        element("p", _unread(raised), class_="meta") if raised.unread else None,
        *(element("p", f"Goes on to other business: {text}", class_="meta") for text in raised.beside),
        element(
            "details",
            element("summary", "The common text"),
            *(element("p", text, class_="own") for text in group.common),
        ),
        _said("What its writers added", added, "ins"),
        _said("What its writers took out", removed, "del"),
        _said("What its writers put in other words", changed, "ins"),
        id=f"campaign-{number}",
        class_="campaign",
        aria_labelledby=f"campaign-{number}-title",
    )


def _said_of(common: Matter, base: FactBase) -> Iterator[tuple[str, list[str]]]:
    """What a common text asks, fears and wants, in running text."""
    for name, what in (("asks", "Asks"), ("fears", "Fears"), ("wants", "Wants the member to")):
        known = concerns_by_id(base, CONCERNS[name])
        yield what, [known[id_] for id_ in getattr(common, name) if id_ in known]


def _said(title: str, counts: Counter[str], mark: str) -> Node:
    if not counts:
        return None
    rows = [
        element("li", element("strong", f"{count:,}"), " ", element(mark, text))
        for text, count in counts.most_common(_MOST)
    ]
    return element("details", element("summary", f"{title}: {len(counts):,}"), element("ul", *rows))


# For other programs: messages and campaigns as CSV, everything as JSON. Written line by line.

MESSAGE_FIELDS: Final = (
    "number", "key", "pile", "why", "campaign", "file", "date", "name", "second", "organisation", "address",
    "postcode", "sender", "email", "subject", "reference", "about", "subjects", "topics", "asks", "fears", "wants",
    "unsure", "rests_on", "unread_questions", "other_business", "danger", "personal", "added", "taken_out", "changed",
    "answered_with", "to", "duplicate_of", "also_wrote", "copies", "decided_by", "because", "left_open",
)  # fmt: skip
CAMPAIGN_FIELDS: Final = (
    "campaign", "key", "name", "messages", "topics", "asks", "fears", "wants", "unread_questions", "other_business",
    "sentences", "with_additions", "text",
)  # fmt: skip


def messages_csv(sorting: Sorting, as_json: IO[bytes]) -> Iterator[bytes]:
    """A row for each message. They go into ``as_json`` too, for ``whole_json``: to read and lay them takes longest."""
    yield _row(MESSAGE_FIELDS)
    for number, laid in enumerate(sorting.laid()):
        told = sorting_as_json(laid, sorting)
        comma = ",\n" if number else "\n"
        as_json.write((comma + json.dumps(told, ensure_ascii=False)).encode("utf-8", "replace"))
        yield _row(_cell(told[name]) for name in MESSAGE_FIELDS)


def campaigns_csv(sorting: Sorting) -> Iterator[bytes]:
    """A row for each campaign."""
    yield _row(CAMPAIGN_FIELDS)
    for told in campaigns(sorting):
        yield _row(_cell(told[name]) for name in CAMPAIGN_FIELDS)


def whole_json(sorting: Sorting, messages: IO[bytes]) -> Iterator[bytes]:
    """The whole sorting as JSON; ``messages`` are as ``messages_csv`` put them down."""
    head = json.dumps({"campaigns": campaigns(sorting)}, ensure_ascii=False)
    yield f'{head[:-1]}, "messages": ['.encode()
    messages.seek(0)
    yield from messages
    yield b"\n]}\n"


def campaigns(sorting: Sorting) -> list[dict[str, Any]]:
    """The facts about each campaign, the largest first."""
    added = dict(
        sorting.store.db.execute(
            "SELECT campaign, count(*) FROM message WHERE changes NOT IN ('', '[[], [], []]') GROUP BY campaign"
        ).fetchall()
    )
    return [
        {
            "campaign": sorting.numbers[group.id],
            "key": group.key,
            "name": group.name,
            "messages": group.size,
            **{name: list(ids) for name, ids in sorting.common[group.id]._asdict().items()},
            "unread_questions": list(sorting.raised[group.id].unread),
            "other_business": list(sorting.raised[group.id].beside),
            "sentences": len(group.common),
            "with_additions": added.get(group.id, 0),
            "text": " ".join(group.common),
        }
        for group in sorting.groups.values()
    ]


def sorting_as_json(laid: TriagedMessage, sorting: Sorting) -> dict[str, Any]:
    """The facts about one message of a sorting."""
    kept, read, changes = laid.kept, laid.kept.read, laid.kept.changes
    return {
        "number": kept.n,
        "key": read.key,
        "pile": str(laid.pile),
        "why": laid.why,
        "campaign": sorting.numbers.get(kept.campaign),
        "file": read.where,
        "date": read.date.isoformat() if read.date else None,
        "name": read.writer.name or None,
        "second": read.writer.second or None,
        "organisation": read.writer.organisation or None,
        "address": list(read.writer.address),
        "postcode": read.writer.postcode or None,
        "sender": read.sender or None,
        "email": read.sender_address or None,
        "subject": read.subject,
        "reference": read.reference or None,
        "about": str(kept.recognised.about),
        "subjects": list(sorting.subjects_of(laid)),
        "topics": list(kept.recognised.sure),
        "asks": list(laid.asks),
        "fears": list(laid.fears),
        "wants": list(laid.wants),
        "unsure": [found.id for found in kept.recognised.unsure],
        "rests_on": [f"{found.id}: {', '.join(found.evidence)}" for found in kept.recognised.all],
        "unread_questions": list(kept.recognised.unread),
        "other_business": list(kept.recognised.beside),
        "danger": [f"{'' if one.sure else 'perhaps '}{one.kind}: {one.words}" for one in kept.danger],
        "personal": "likely" if kept.personal.likely else "doubtful" if kept.personal.doubtful else None,
        "added": list(changes.added) if changes else [],
        "taken_out": list(changes.removed) if changes else [],
        "changed": [list(pair) for pair in changes.changed] if changes else [],
        "answered_with": list(laid.topics),
        "to": answered(laid) or None,
        "duplicate_of": kept.duplicate or None,
        "also_wrote": kept.again or None,
        "copies": kept.copies,
        "decided_by": laid.decision.by or None,
        "because": laid.decision.because or None,
        "left_open": laid.open_ or None,
    }


def _cell(value: Any) -> str:
    """A value as one cell, so that no spreadsheet takes it for a formula."""
    if value is None:
        return ""
    if isinstance(value, list):
        text = "; ".join(" -> ".join(item) if isinstance(item, list) else str(item) for item in value)
    else:
        text = str(value)
    return harmless(text)


def _row(cells: Iterable[str]) -> bytes:
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerow(cells)
    return out.getvalue().encode("utf-8", "replace")
