"""What a document is, by the marks of its kind, and what documents of the kind say of themselves: proposals only."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence

from drafter.english.sentences import ENDS, sentences_in
from drafter.files.inputs import OF_FILE, Input
from drafter.sources.details import (
    BODY,
    CLOSES,
    HEAD,
    LABEL,
    LIBRARY,
    SHORT,
    answer_of,
    dated,
    furniture_of,
    is_furniture,
    labelled,
    numbered,
    only_date,
    stands,
    titled,
)
from drafter.sources.text import Contents, Detail, Extracted


def with_details(given: Input, contents: Contents) -> Extracted:
    """The document with its proposals. ``given`` is the kind of its file."""
    blocks = contents.blocks
    own = dict(contents.own)
    # A file's author is mostly the program that wrote it, or whoever sat at it, unless its text has the name too.
    if given.own_data == OF_FILE and not stands(own.get("author", ""), blocks):
        own["author"] = ""
    found = {name: Detail(value, given.own_data) for name, value in own.items() if value}
    answer = dict(answer_of(blocks))
    closes = _closing(blocks)
    # A petition's page may give its closing date as its own.
    if closes is not None and "issued" in found and found["issued"].value == closes.value:
        del found["issued"]
    # A page's data name the page's own author and day; a written answer's text names the minister and the day of the
    # answer.
    found = {**found, **answer}
    type_ = "parliamentary-answer" if answer else type_of(blocks)
    # Of its title the text itself knows best: a page's data often have the site's name in it.
    said = dict(_of_type(type_, blocks))
    found = {**said, **found, **({"title": said["title"]} if "title" in said else {})}
    for name, detail in _of_any(blocks):
        found.setdefault(name, detail)
    if closes is not None:
        found["closes"] = closes
    type_ = type_ or _by_number(found) or given.type
    if type_:
        found["type"] = Detail(type_, "proposed")
    title = found["title"].value if "title" in found else ""
    marks = _marks(type_, found, blocks)
    furniture, counted_from = furniture_of(blocks, title, marks)
    return Extracted(given.kind, blocks, found, furniture, counted_from, contents.notes, contents.doubtful)


def _marks(type_: str, found: Mapping[str, Detail], blocks: Sequence[str]) -> set[int]:
    """The short lines of a document of a known kind that only give its details: its number, its day, its author."""
    if type_ not in _SAYS:
        return set()
    places = {detail.place.removeprefix("paragraph ") for detail in found.values()}
    lines = {number: blocks[number - 1] for number in map(int, filter(str.isdecimal, places))}
    details = {number for number, line in lines.items() if len(line) <= _OF_ITSELF and not ENDS.search(line)}
    return details | {number for number, line in enumerate(blocks, 1) if any(mark.fullmatch(line) for mark in _FORM)}


_ADDRESS = re.compile(
    r"(?:(?:source|url|address|web page|available at|from)\s*:?\s*)?(https?://\S*[^\s.,;)>])[.>]?", re.IGNORECASE
)


def _of_any(blocks: Sequence[str]) -> Iterator[tuple[str, Detail]]:
    """What documents of any kind may say of themselves."""
    head = [(number, block) for number, block in enumerate(blocks[:HEAD], 1) if len(block) <= SHORT]
    for name, value, number in (*labelled(head), *dated(head), *numbered(blocks), *titled(blocks)):
        yield name, Detail(value, f"paragraph {number}")
    for number, block in head:
        if LIBRARY in block:
            yield "publisher", Detail(LIBRARY, f"paragraph {number}")
    numbered_blocks = list(enumerate(blocks, 1))
    for number, block in (*numbered_blocks[:8], *numbered_blocks[-8:]):
        address = _ADDRESS.fullmatch(block)
        if address:
            yield "url", Detail(address[1], f"paragraph {number}")


def _by_number(found: Mapping[str, Detail]) -> str:
    number = found["number"].value if "number" in found else ""
    library = "publisher" in found and found["publisher"].value == LIBRARY
    return "briefing" if library or number.startswith(("CBP", "CDP", "SN", "LLN")) else ""


# The closing date.

_FOR_SIGNING = re.compile(r"\b(?:petition|consultation|signatures?|responses?|replies)\b", re.IGNORECASE)
_OF_ITSELF = 80  # characters in a line by which a document says when it closes


def _closing(blocks: Sequence[str]) -> Detail | None:
    """The last day of a petition or a consultation, where a short line says it, or a sentence on it."""
    above = ""
    for number, block in enumerate(blocks, 1):
        for sentence in sentences_in(block):
            label = CLOSES.search(sentence)
            day = _day(sentence[label.start() :]) if label else ""
            if day and ((number <= HEAD and len(sentence) <= _OF_ITSELF) or _FOR_SIGNING.search(sentence)):
                return Detail(day, f"paragraph {number}")
        if above and len(block) <= LABEL and (day := _day(block)):
            return Detail(day, f"paragraph {number}")
        above = block if len(block) <= LABEL and CLOSES.search(block) else ""
    return None


def _day(text: str) -> str:
    """The only date of a text, if it is a whole day."""
    date = only_date(text)
    return date if len(date) == len("2018-01-25") else ""


# The kind.

_PARTIES = r"\((?:Con|Lab|Lab/Co-op|LD|Lib Dem|SNP|PC|DUP|SDLP|Green|GP|Ind|Non-Afl|CB)\)"
_HANSARD = re.compile(r"\b(?:Hansard|H[CL] Deb)\b")
_HOUSE = re.compile(r"\bHouse of (Commons|Lords)\b|\b(H[CL]) Deb\b", re.IGNORECASE)
_DEBATE = re.compile(r"\b(?:House of (?:Commons|Lords)|debate)\b", re.IGNORECASE)
_COLUMN = re.compile(r"\b(?:[Cc]olumns?|[Cc]ols?\.?) ?(\d{1,4}(?:WH|WS|GC|W)?(?:[-\u2013]\d{1,4}(?:WH|WS|GC|W)?)?)\b")
_VOLUME = re.compile(r"\b[Vv]ol(?:ume|\.)? ?(\d{1,4})\b")
_WORDS_OF_NAME = r"[A-Z][\w.'\u2019-]*(?: [A-Z][\w.'\u2019-]*){1,4}"
_SPEAKS = re.compile(
    rf"(?:(?P<office>The [A-Z][^()]{{3,100}}) \((?P<holder>{_WORDS_OF_NAME})\)"
    rf"|(?P<member>{_WORDS_OF_NAME}) \([A-Z][^()]{{2,50}}\)(?: ?{_PARTIES})?|(?P<peer>{_WORDS_OF_NAME}) ?{_PARTIES}):?"
)
_REPORT_OF_SESSION = re.compile(
    r"\b((?:[A-Z][a-z]+(?:-[a-z]+)?) (?:Special )?Report of Session \d{4}[-\u2013]\d{2,4})\b"
)
_PAPER = re.compile(r"\b(H[CL] \d{1,4}(?:-[IVX]+)?)\b")
_COMMITTEE = re.compile(r"(?:The )?([A-Z][\w,'\u2019 -]{3,70} Committee)")
_INSTRUMENT = re.compile(r"(?:The )?[A-Z].{3,140}\b(?:Regulations|Order|Rules|Scheme|Directions) (?:19|20)\d\d")
_INSTRUMENT_NUMBER = re.compile(r"\b(?:((?:19|20)\d\d) [Nn]o\. ?(\d{1,4})|(?:SI|S\.I\.) ((?:19|20)\d\d/\d{1,4}))\b")
_PETITION = re.compile(r"\bpetition\b", re.IGNORECASE)
_SIGNED_BY_MANY = re.compile(r"\bsignatures?\b|\bsign this petition\b", re.IGNORECASE)
_PETITION_NUMBER = re.compile(r"\b[Pp]etition(?:s/| (?:number |no\.? ?)?)(\d{3,7})\b")
_BY_WHOM = re.compile(r"(?:petition )?(?:created|started|launched|begun) by:? (.{3,60})", re.IGNORECASE)
_TO_PARLIAMENT = re.compile(r"\bpetition\.parliament\.uk\b|\bParliament\b")
_PRESS = re.compile(
    r"(?:press|news|media) (?:release|notice|statement)\b.{0,60}|for immediate release\b.{0,40}", re.IGNORECASE
)
_PRESS_FROM = re.compile(
    r"(?:press|news|media) (?:release|notice|statement)(?: from|:| by|,)? (?:the )?([A-Z].{3,80})", re.IGNORECASE
)
_STATISTICS = re.compile(
    r"\b(?:(?:accredited )?(?:national|official|experimental) statistics"
    r"|statistical (?:first )?(?:release|bulletin|notice|report)|statistics? on\b|statistics[,:])",
    re.IGNORECASE,
)
_REPORT = re.compile(
    r"(?:(?:annual|final|interim|officers?'?|joint) )?(?:report|paper) (?:to|by|of|for|from)\b.{0,120}", re.IGNORECASE
)
_DEAR = re.compile(r"Dear \S.{1,60}")
_YOURS = re.compile(
    r"(?:yours (?:sincerely|faithfully|truly|ever)|(?:with )?(?:best|kind) (?:wishes|regards)),?", re.IGNORECASE
)
_SIGNED = re.compile(
    rf"(?:(?:Rt Hon|Mr|Mrs|Ms|Miss|Mx|Dr|Sir|Dame|Cllr|Prof|Professor|Lord|Lady|Baroness) )*{_WORDS_OF_NAME}"
)
_ABOUT = re.compile(r"(?:re|subject)\s*:\s*(.+)", re.IGNORECASE)
_FORM = (_DEAR, _YOURS, CLOSES)  # lines that are a letter's form, or a label of the line below
_TOP = 12  # blocks in which a document says what it is


def type_of(blocks: Sequence[str]) -> str:
    """The type of a document by the marks of its kind; empty if it has none."""
    top = [block for block in blocks[:_TOP] if len(block) <= SHORT]
    return next((type_ for type_, has_marks in _MARKS.items() if has_marks(top, blocks)), "")


def _is_instrument(top: Sequence[str], _blocks: Sequence[str]) -> bool:
    called = any(block.casefold() in {"statutory instruments", "statutory instrument"} for block in top)
    return called or (_any(_INSTRUMENT_NUMBER, top) and any(map(_INSTRUMENT.fullmatch, top)))


def _is_committees(top: Sequence[str], _blocks: Sequence[str]) -> bool:
    return _any(_REPORT_OF_SESSION, top) or (_any(_PAPER, top) and any(map(_COMMITTEE.fullmatch, top)))


def _is_debate(top: Sequence[str], _blocks: Sequence[str]) -> bool:
    return _any(_HANSARD, top) or (_any(_COLUMN, top) and _any(_DEBATE, top))


def _is_petition(top: Sequence[str], blocks: Sequence[str]) -> bool:
    return _any(_PETITION, top) and _any(_SIGNED_BY_MANY, blocks[:HEAD])


def _is_press_release(top: Sequence[str], _blocks: Sequence[str]) -> bool:
    return any(map(_PRESS.fullmatch, top))


def _is_statistics(top: Sequence[str], _blocks: Sequence[str]) -> bool:
    return _any(_STATISTICS, top)


def _is_letter(_top: Sequence[str], blocks: Sequence[str]) -> bool:
    greeted = next((number for number, block in enumerate(blocks[:25]) if _DEAR.fullmatch(block)), None)
    return greeted is not None and any(map(_YOURS.fullmatch, blocks[greeted:]))


def _is_report(top: Sequence[str], _blocks: Sequence[str]) -> bool:
    return any(map(_REPORT.fullmatch, top))


def _any(pattern: re.Pattern[str], blocks: Sequence[str]) -> bool:
    return any(map(pattern.search, blocks))


# In this order, since a press release may speak of a petition, and a committee's report of a debate.
_MARKS: Mapping[str, Callable[[Sequence[str], Sequence[str]], bool]] = {
    "statutory-instrument": _is_instrument,
    "press-release": _is_press_release,
    "committee-report": _is_committees,
    "debate": _is_debate,
    "petition": _is_petition,
    "statistics": _is_statistics,
    "letter": _is_letter,
    "report": _is_report,
}


# What it says of itself.

_Found = Iterator[tuple[str, str, int]]  # name, value, number of the block, or 0 where no block says it in these words


def _of_type(type_: str, blocks: Sequence[str]) -> Iterator[tuple[str, Detail]]:
    """What a document of a type says of itself, each where it says it first."""
    seen: set[str] = set()
    for name, value, number in _SAYS[type_](blocks) if type_ in _SAYS else ():
        if name not in seen and value.strip():
            seen.add(name)
            yield name, Detail(value.strip(), f"paragraph {number}" if number else "proposed")


def _first(pattern: re.Pattern[str], blocks: Sequence[str]) -> tuple[re.Match[str] | None, int]:
    found = ((match, number) for number, block in enumerate(blocks, 1) if (match := pattern.search(block)))
    return next(found, (None, 0))


def _bodies(blocks: Sequence[str]) -> _Found:
    """A body's name on a line of its own, as a letterhead has it: it publishes what follows."""
    for number, block in enumerate(blocks[:8], 1):
        if BODY.fullmatch(block):
            yield "publisher", block, number


def _titles(blocks: Sequence[str], *marks: re.Pattern[str], whole: Sequence[re.Pattern[str]] = ()) -> _Found:
    """The first short line that is no mark of the kind, no name and no date."""
    for number, block in enumerate(blocks[:15], 1):
        if len(block) > SHORT or is_furniture(block) or only_date(block) or block.endswith((",", ";", ":")):
            continue
        if not any(mark.search(block) for mark in marks) and not any(mark.fullmatch(block) for mark in whole):
            yield "title", block.rstrip("."), number
            return


def _of_instrument(blocks: Sequence[str]) -> _Found:
    for number, block in enumerate(blocks[:20], 1):
        if _INSTRUMENT.fullmatch(block):
            yield "title", block, number
    match, number = _first(_INSTRUMENT_NUMBER, blocks[:20])
    if match:
        yield "number", f"SI {match[3] or f'{match[1]}/{match[2]}'}", number


def _of_committee(blocks: Sequence[str]) -> _Found:
    found = [_first(pattern, blocks[:25]) for pattern in (_REPORT_OF_SESSION, _PAPER)]
    parts = [match[1] for match, _ in found if match]
    yield "number", ", ".join(parts), next((number for match, number in found if match), 0)
    for number, block in enumerate(blocks[:15], 1):
        committee = _COMMITTEE.fullmatch(block)
        if committee:
            yield "author", committee[1], number
    yield from _houses(blocks)
    yield from _titles(blocks, _REPORT_OF_SESSION, whole=(_COMMITTEE, _PAPER))


def _houses(blocks: Sequence[str]) -> _Found:
    match, number = _first(_HOUSE, blocks[:20])
    if match:
        name = match[1] or {"HC": "Commons", "HL": "Lords"}[match[2].upper()]
        yield "publisher", f"House of {name.capitalize()}", number


def _of_debate(blocks: Sequence[str]) -> _Found:
    volume, at = _first(_VOLUME, blocks[:20])
    column, number = _first(_COLUMN, blocks[:60])
    several = "s" if column and re.search(r"[-\u2013]", column[1]) else ""
    parts = [f"vol {volume[1]}" if volume else "", f"col{several} {column[1]}" if column else ""]
    yield "number", ", ".join(filter(None, parts)), number or at
    yield from _houses(blocks)
    speakers = dict(_speakers(blocks))
    if len(speakers) == 1:  # where several speak, nobody knows which of them will be quoted
        yield from (("author", name, number) for name, (_, number) in speakers.items())
        yield from (("speaker", f"{office} {name}", at) for name, (office, at) in speakers.items() if office)
    yield from _titles(blocks, _HANSARD, _COLUMN, _VOLUME, whole=(_SPEAKS,))


def _speakers(blocks: Sequence[str]) -> Iterator[tuple[str, tuple[str, int]]]:
    """Who speaks, with the office that the record gives to a minister."""
    for number, block in enumerate(blocks, 1):
        match = _SPEAKS.match(block) if len(block) > SHORT else _SPEAKS.fullmatch(block)
        if match and (block.endswith(":") or match.end() == len(block) or block[match.end() - 1] == ":"):
            office = match["office"] or ""
            name = match["holder"] or match["member"] or match["peer"]
            yield name, (f"the {office.removeprefix('The ')}" if office and "," not in office else "", number)


def _of_petition(blocks: Sequence[str]) -> _Found:
    for name, pattern in (("number", _PETITION_NUMBER), ("author", _BY_WHOM)):
        match, number = _first(pattern, blocks)
        if match:
            yield name, match[1].rstrip("."), number
    match, number = _first(_TO_PARLIAMENT, blocks)
    if match:
        yield "publisher", "UK Parliament", 0
    yield from _titles(blocks, _PETITION_NUMBER, _BY_WHOM, CLOSES)


def _of_press_release(blocks: Sequence[str]) -> _Found:
    for number, block in enumerate(blocks[:10], 1):
        match = _PRESS_FROM.fullmatch(block)
        if match and not only_date(match[1]):
            yield "publisher", match[1], number
    yield from _bodies(blocks)
    yield from _titles(blocks, whole=(_PRESS, BODY))


def _of_statistics(blocks: Sequence[str]) -> _Found:
    """Statistics, and reports: a body's name above, then the title."""
    yield from _bodies(blocks)
    yield from _titles(blocks, whole=(BODY,))


def _of_letter(blocks: Sequence[str]) -> _Found:
    yield from _bodies(blocks)
    for number, block in enumerate(blocks, 1):
        if _YOURS.fullmatch(block):
            signed = next(
                (at for at in range(number, min(number + 3, len(blocks))) if _SIGNED.fullmatch(blocks[at])), None
            )
            if signed is not None:
                yield "author", blocks[signed], signed + 1
                yield "publisher", blocks[signed], signed + 1
    for number, block in enumerate(blocks[:25], 1):
        match = _ABOUT.fullmatch(block)
        if match:
            yield "title", match[1], number
        elif _DEAR.fullmatch(block):
            following = blocks[number] if number < len(blocks) else ""
            if len(following) <= 100 and not following.endswith((".", ",", ":", "?", "!")):
                yield "title", following, number + 1
            return


_SAYS: Mapping[str, Callable[[Sequence[str]], _Found]] = {
    "statutory-instrument": _of_instrument,
    "committee-report": _of_committee,
    "debate": _of_debate,
    "petition": _of_petition,
    "press-release": _of_press_release,
    "statistics": _of_statistics,
    "letter": _of_letter,
    "report": _of_statistics,
}
