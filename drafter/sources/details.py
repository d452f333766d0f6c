"""What a document's text says about itself: proposals for its entry, and paragraphs that are nobody's statement."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterator, Mapping, Sequence

from drafter.facts import edtf
from drafter.files.inputs import Input
from drafter.sources.quotations import fold_quotation
from drafter.sources.text import Contents, Detail, Extracted

# Ids for new sources, proposed from a reader's name for the document.

_LONGEST = 40  # characters; an id may have 60, but people type it
_SMALL = frozenset("a an and for in of on or the to".split())


def propose_id(details: Mapping[str, str], taken: Collection[str]) -> str:
    """An id that no source has yet: ``wq-124049``, ``cbp-8190``, ``dcms-public-libraries``."""
    number = _slug(details.get("number", ""))
    if number and details.get("type") == "parliamentary-answer":
        wanted = f"wq-{number}"
    elif number and not number.isdigit():
        wanted = number
    else:
        maker = details.get("publisher") or details.get("author") or ""
        wanted = "-".join(part for part in (_initials(maker), _slug(details.get("title", ""))) if part)
    wanted = _shortened(wanted) or "document"
    names = (wanted, *(f"{wanted}-{again}" for again in range(2, len(taken) + 3)))
    return next(name for name in names if name not in taken)


def _slug(text: str) -> str:
    ascii_ = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return "-".join(re.findall(r"[a-z0-9]+", ascii_.replace("'", "")))


def _initials(name: str) -> str:
    """The initials of a long name, as the office would call it; a short name whole."""
    words = [word for word in _slug(name).split("-") if word]
    if len(words) < 3:
        return "-".join(words)
    return "".join(word[0] for word in words if word not in _SMALL)


def _shortened(slug: str) -> str:
    while len(slug) > _LONGEST and "-" in slug:
        slug = slug.rpartition("-")[0]
    return slug[:_LONGEST]


# Dates in running text, only as precise as they are written.

_NAMES = "January February March April May June July August September October November December".split()
_MONTH = "|".join(f"{name[:3]}(?:{name[3:]})?" if len(name) > 3 else name for name in _NAMES)
_DATE = re.compile(
    rf"\b(?:(?P<iso>\d{{4}}-\d{{2}}(?:-\d{{2}})?)(?![\d-])"
    rf"|(?:(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?)?(?P<month>{_MONTH})\b\.?,?\s+"
    rf"(?:(?P<after>\d{{1,2}})(?:st|nd|rd|th)?,?\s+)?(?P<year>\d{{4}})(?!\d))"
)


def dates_in(text: str) -> Iterator[str]:
    """The dates of a text as EDTF, in their order: ``2018-01-25`` for 25th January 2018, ``2018-04`` for April 2018."""
    for match in _DATE.finditer(text):
        found = match["iso"]
        if not found:
            month = next(n for n, name in enumerate(_NAMES, 1) if name.startswith(match["month"][:3]))
            day = match["day"] or match["after"]
            found = f"{match['year']}-{month:02}" + (f"-{int(day):02}" if day else "")
        try:
            edtf.parse_edtf(found)
        except ValueError:
            continue
        yield found


def only_date(text: str) -> str:
    """The date of a text that holds exactly one date; otherwise empty."""
    found = set(dates_in(text))
    return found.pop() if len(found) == 1 else ""


# Furniture: paragraphs that seem to be no statement of anybody, such as notices, links, labels, lists of contents.
# These are only proposals.

_LONGEST_LABEL = 400  # characters; a longer paragraph is a statement
_WHOLE = re.compile(
    r"""reticulating\ splines | loading(?:\.{3}|…)? | documents\ to\ download | view\ source | read\ more | menu | home
    | search | contents | table\ of\ contents | advertisement | top | (?:back\ to|return\ to)\ top
    | related\ (?:posts|pages|links|content|documents|articles|briefings|news|publications)
    | skip\ to\ (?:the\ )?(?:main\ )?(?:content|navigation) | (?:share|print|email|save|cite)(?:\ this(?:\ \w+)?)?
    | you\ are\ here:?.* | (?:follow|contact)\ us.* | sign\ (?:up|in).* | subscribe.* | log\ in.*
    | download(?:\ the)?\ (?:pdf|document|full).* | all\ rights\ reserved\.? | (?:©|\(c\)\ |copyright\ ©).*
    | page\ \d+(?:\ of\ \d+)? | \d{1,4} | (?:https?://|www\.)\S+ | published\ to\ gov\.uk.* | \S*\ ?portrait
    | (?:accept|reject|manage|allow)\ (?:all\ |additional\ )?cookies""",
    re.VERBOSE | re.IGNORECASE,
)
_COOKIES = re.compile(
    r"\bcookies?\b.*\b(use|uses|using|accept|acceptance|place|settings|policy|privacy|computer|site|website|collect)\b"
    r"|\b(use|uses|using|accept|place|store|about)\b.*\bcookies\b",
    re.IGNORECASE,
)
_LICENCE = re.compile(r"you may re-?use (?:the text of )?this|.{0,60}open government licence", re.IGNORECASE)
_LABEL = re.compile(
    r"""(?:title|author|authors|publication\ date|published(?:\ on)?|last\ updated|updated|first\ published|date
    |document\ purpose|target\ audience|contact(?:\ details)?|reference|isbn|description|cross\ reference
    |action\ required|superseded\ documents|subject|from|sent|to|cc)\s*:\s.{1,200}""",
    re.VERBOSE | re.IGNORECASE,
)
_PUBLISHED = re.compile(r"(?:first )?published\b.{0,60}", re.IGNORECASE)
_IN_CONTENTS = re.compile(r".{1,160}?[\s.…]+\d{1,4}\Z")
_ASKED = re.compile(r"\(?asked on .{1,80}|question (?:to|for) .{3,120}|uin \d+.{0,60}", re.IGNORECASE)
_ANSWERED_BY = re.compile(r"answered by\b.{0,80}", re.IGNORECASE)
_ANSWERED_ON = re.compile(r"(?:this question was )?answered on\b.{0,60}", re.IGNORECASE)


def furniture_of(blocks: Sequence[str], title: str = "") -> tuple[tuple[int, ...], int]:
    """The numbers of these blocks, and the number of the block that a reader would count as the first paragraph."""
    found = {number for number, block in enumerate(blocks, 1) if _is_furniture(block)}
    found |= {number for number, block in enumerate(blocks[:5], 1) if title and _same(block, title)}
    found |= _cover(blocks)
    answered = _answer_head(blocks)
    found |= {n for n, b in enumerate(blocks, 1) if n in answered or (answered and _ASKED.fullmatch(b))}
    first = 1
    while first in found:
        first += 1
    if answered:
        first = max(answered) + 1
    return tuple(sorted(found)), first if first <= len(blocks) else 1


def answered_between(blocks: Sequence[str]) -> tuple[int, int]:
    """The numbers of the blocks 'Answered by' and 'answered on' of a written answer; zeros if it is none."""
    for number, block in enumerate(blocks[:40], 1):
        if _ANSWERED_BY.fullmatch(block):
            for last in range(number, min(number + 6, len(blocks)) + 1):
                if _ANSWERED_ON.fullmatch(blocks[last - 1]):
                    return number, last
    return 0, 0


def _answer_head(blocks: Sequence[str]) -> range:
    first, last = answered_between(blocks)
    return range(first, last + 1) if first else range(0)


def _is_furniture(block: str) -> bool:
    return len(block) <= _LONGEST_LABEL and bool(
        _WHOLE.fullmatch(block)
        or _COOKIES.search(block)
        or _LICENCE.match(block)
        or _LABEL.fullmatch(block)
        or (_PUBLISHED.fullmatch(block) and only_date(block))
    )


def _same(one: str, other: str) -> bool:
    return re.sub(r"\W+", "", one).casefold() == re.sub(r"\W+", "", other).casefold()


def _cover(blocks: Sequence[str]) -> set[int]:
    """A list of contents, and the cover before it if nothing there is long enough to be a paragraph."""
    for number, block in enumerate(blocks[:60], 1):
        if block.casefold() in {"contents", "table of contents"}:
            last = number
            while last < len(blocks) and _IN_CONTENTS.fullmatch(blocks[last]):
                last += 1
            cover = all(len(before) <= _LONGEST_LABEL for before in blocks[:number])
            return set(range(1 if cover and last > number else number, last + 1))
    return set()


# Details: proposals for a document's entry, each with the paragraph in which it was found.

_HEAD = 40  # blocks from the beginning in which a document describes itself
_SHORT = 150  # characters in the longest block that could be a title or hold a date of issue
_LABELS = {
    "title": re.compile(r"title\s*:\s*(.+)", re.IGNORECASE),
    "author": re.compile(r"(?:[Aa]uthors?|Written by)\s*:\s*(.+)|[Bb]y ((?:[A-Z][\w.'’-]+ ?){2,4})"),
    "publisher": re.compile(r"(?:publisher\s*:|published by)\s*(.+)", re.IGNORECASE),
}
_ISSUED = re.compile(r"(?:(?:publication|issue) date|date of (?:publication|issue)|(?:first )?published|issued)\b")
_NOT_ISSUED = re.compile(r"\b(?:asked|tabled|updated|accessed|retrieved|printed|revised|due|review)\b", re.IGNORECASE)
_NUMBERS = (
    re.compile(r"\b((?:CBP|CDP|SN|LLN)[- ]?\d{3,5})\b"),
    re.compile(r"\b(?:UIN|[Ww]ritten [Qq]uestion|Question number)\s*:?\s*(?:no\.? ?)?(\d{3,6})\b"),
    re.compile(r"\b((?:HC|HL|Cm|CP|Cmnd) \d{1,4}(?:-[IVX]+)?)\b"),
)
_ASKED_OF = re.compile(r"Question (?:to|for) (?:the )?(.+?):?")
_LIBRARY = "House of Commons Library"
_NAME = re.compile(r"[A-Z][\w.'’-]*(?: [\w.'’-]+){1,5}")


def with_details(given: Input, contents: Contents) -> Extracted:
    """The document with its proposals. ``given`` is the kind of its file."""
    blocks = contents.blocks
    found = {name: Detail(value, given.own_data) for name, value in contents.own.items() if value}
    answer = dict(_answer(blocks))
    # A page's data name the page's own author and day; a written answer's text names the minister and the day of the
    # answer.
    found = {**found, **answer}
    head = [(number, block) for number, block in enumerate(blocks[:_HEAD], 1) if len(block) <= _SHORT]
    for name, value, number in [*_labelled(head), *_dated(head), *_numbered(blocks), *_titled(blocks)]:
        found.setdefault(name, Detail(value, f"paragraph {number}"))
    if "publisher" not in found:
        for number, block in head:
            if _LIBRARY in block:
                found["publisher"] = Detail(_LIBRARY, f"paragraph {number}")
    type_ = _type(given, found, bool(answer))
    if type_:
        found["type"] = Detail(type_, "proposed")
    title = found["title"].value if "title" in found else ""
    furniture, counted_from = furniture_of(blocks, title)
    return Extracted(given.kind, blocks, found, furniture, counted_from, contents.notes, contents.doubtful)


def states(document: Extracted, name: str, value: str) -> bool:
    """Whether a detail that a person gave stands in the document itself: as whole words, or as the same date."""
    if name in document.found and document.found[name].value == value:
        return True
    if name == "issued":
        return any(value in dates_in(block) for block in document.blocks)
    wanted = fold_quotation(value).casefold()
    said = (fold_quotation(block).casefold() for block in document.blocks)
    return any(re.search(rf"(?<!\w){re.escape(wanted)}(?!\w)", block) for block in said if wanted in block)


def _answer(blocks: Sequence[str]) -> Iterator[tuple[str, Detail]]:
    """A written answer: who answered, on which day, for which department."""
    first, last = answered_between(blocks)
    day = only_date(blocks[last - 1]) if last else ""
    if not day:
        return
    yield "issued", Detail(day, f"paragraph {last}")
    for number in range(first + 1, last):
        if _NAME.fullmatch(blocks[number - 1]) and not blocks[number - 1].endswith("Portrait"):
            yield "author", Detail(blocks[number - 1], f"paragraph {number}")
            break
    for number, block in enumerate(blocks[: first - 1], 1):
        asked = _ASKED_OF.fullmatch(block)
        if asked:
            yield "publisher", Detail(asked[1], f"paragraph {number}")


def _labelled(head: Sequence[tuple[int, str]]) -> Iterator[tuple[str, str, int]]:
    for number, block in head:
        for name, label in _LABELS.items():
            match = label.fullmatch(block)
            if match:
                yield name, next(group for group in match.groups() if group).strip(), number


def _dated(head: Sequence[tuple[int, str]]) -> Iterator[tuple[str, str, int]]:
    """The day of issue: first one that is labelled so, then a date that stands on a line almost alone."""
    for number, block in head:
        if _ISSUED.match(block.casefold()) and (date := only_date(block)):
            yield "issued", date, number
    for number, block in head:
        if len(block) <= 60 and not _NOT_ISSUED.search(block) and (date := only_date(block)):
            yield "issued", date, number


def _numbered(blocks: Sequence[str]) -> Iterator[tuple[str, str, int]]:
    for pattern in _NUMBERS:
        for number, block in enumerate(blocks[:15], 1):
            match = pattern.search(block)
            if match and len(block) <= _SHORT:
                yield "number", match[1], number


def _titled(blocks: Sequence[str]) -> Iterator[tuple[str, str, int]]:
    """The first line, if it is short, is no sentence and is not furniture."""
    furniture, _ = furniture_of(blocks)
    for number, block in enumerate(blocks[:3], 1):
        if number not in furniture:
            if len(blocks) > 1 and len(block) <= _SHORT and not block.endswith((".", ",", ";", ":")):
                yield "title", block, number
            return


def _type(given: Input, found: Mapping[str, Detail], answer: bool) -> str:
    if answer:
        return "parliamentary-answer"
    number = found["number"].value if "number" in found else ""
    if number.startswith(("CBP", "CDP", "SN", "LLN")) or (
        "publisher" in found and found["publisher"].value == _LIBRARY
    ):
        return "briefing"
    return given.type
