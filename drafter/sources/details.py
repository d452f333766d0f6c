"""What a document's text says about itself: proposals for its entry, and paragraphs that are nobody's statement."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence

from drafter.facts import edtf
from drafter.facts.ids import id_from, simple_words
from drafter.sources.quotations import fold_quotation
from drafter.sources.text import Detail, Extracted

# Ids for new sources, proposed from a reader's name for the document.

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
    return id_from(wanted, taken, "document")


def _slug(text: str) -> str:
    return "-".join(simple_words(text))


def _initials(name: str) -> str:
    """The initials of a long name, as the office would call it; a short name whole."""
    words = [word for word in _slug(name).split("-") if word]
    if len(words) < 3:
        return "-".join(words)
    return "".join(word[0] for word in words if word not in _SMALL)


# Dates in running text, only as precise as they are written.

_MONTH = "|".join(f"{name[:3]}(?:{name[3:]})?" if len(name) > 3 else name for name in edtf.MONTHS)
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
            month = next(n for n, name in enumerate(edtf.MONTHS, 1) if name.startswith(match["month"][:3]))
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
# Lines that say what kind of document it is, and no more.
_KIND = re.compile(
    r"""(?:press|news|media)\ (?:release|notice|statement) | for\ immediate\ release | petition
    | statutory\ instruments? | (?:19|20)\d\d\ no\.\ \d+.{0,12} | hansard | house\ of\ (?:commons|lords)
    | written\ statement | (?:accredited\ )?(?:national|official)\ statistics | statistical\ (?:release|bulletin)
    | notes\ to\ editors | ends | -\ ?ends\ ?-""",
    re.VERBOSE | re.IGNORECASE,
)
_PUBLISHED = re.compile(r"(?:first )?published\b.{0,60}", re.IGNORECASE)
_IN_CONTENTS = re.compile(r".{1,160}?[\s.…]+\d{1,4}\Z")
_ASKED = re.compile(r"\(?asked on .{1,80}|question (?:to|for) .{3,120}|uin \d+.{0,60}", re.IGNORECASE)
_ANSWERED_BY = re.compile(r"answered by\b.{0,80}", re.IGNORECASE)
_ANSWERED_ON = re.compile(r"(?:this question was )?answered on\b.{0,60}", re.IGNORECASE)
_ANSWERED_ON_BY = re.compile(r"(?:this question was )?answered on\b.{0,40}? by:? (.{3,60})", re.IGNORECASE)
_PARAGRAPH = re.compile(r"(\d{1,3})(?:\.\d{1,2})?[.)]? ")  # as a document numbers its own


def furniture_of(blocks: Sequence[str], title: str = "", marks: Collection[int] = ()) -> tuple[tuple[int, ...], int]:
    """The numbers of these blocks, and the number of the block that a reader would count as the first paragraph.

    ``marks`` are the numbers of lines that only give the document's details.
    """
    found = {number for number, block in enumerate(blocks, 1) if is_furniture(block)}
    found |= {number for number, block in enumerate(blocks[:5], 1) if title and _same(block, title)}
    found |= _cover(blocks) | set(marks)
    answered = _answer_head(blocks)
    found |= {n for n, b in enumerate(blocks, 1) if n in answered or (answered and _ASKED.fullmatch(b))}
    first = 1
    while first in found or (first <= len(blocks) and _is_date(blocks[first - 1])):
        found.add(first)
        first += 1
    if answered:
        first = max(answered) + 1
    first = _own_first(blocks) or first
    return tuple(sorted(found)), first if first <= len(blocks) else 1


_AROUND_DATE = re.compile(
    r"\W*(?:(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|dated?|issued|published|(?:last )?updated|on)\W*)*",
    re.IGNORECASE,
)


def _is_date(block: str) -> bool:
    """Whether a line is a date, and nothing else."""
    return bool(only_date(block)) and bool(_AROUND_DATE.fullmatch(_DATE.sub("", block)))


def _own_first(blocks: Sequence[str]) -> int:
    """The block that would be paragraph 1 by the document's own numbers; 0 where it does not number its paragraphs so.

    Three in a row are enough: a reader looks for the number that is printed.
    """
    printed = [int(match[1]) if (match := _PARAGRAPH.match(block)) else 0 for block in blocks]
    for place in range(len(printed) - 2):
        if printed[place : place + 3] == [1, 2, 3]:
            return place + 1
    return 0


def answered_between(blocks: Sequence[str]) -> tuple[int, int]:
    """The numbers of the blocks 'Answered by' and 'answered on' of a written answer; zeros if it is none.

    They are the same where one line says both.
    """
    for number, block in enumerate(blocks[:40], 1):
        if _ANSWERED_BY.fullmatch(block):
            for last in range(number, min(number + 6, len(blocks)) + 1):
                if _ANSWERED_ON.fullmatch(blocks[last - 1]):
                    return number, last
    # Saved pages often have both in one line, below the question's number.
    for number, block in enumerate(blocks[:40], 1):
        asked = any(map(_ASKED.fullmatch, blocks[: number - 1]))
        if _ANSWERED_ON_BY.fullmatch(block) or (asked and _ANSWERED_ON.fullmatch(block)):
            return number, number
    return 0, 0


def _answer_head(blocks: Sequence[str]) -> range:
    first, last = answered_between(blocks)
    return range(first, last + 1) if first else range(0)


def is_furniture(block: str) -> bool:
    """Whether a paragraph by itself seems to be nobody's statement."""
    return len(block) <= _LONGEST_LABEL and bool(
        _WHOLE.fullmatch(block)
        or _KIND.fullmatch(block)
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

HEAD = 40  # blocks from the beginning in which a document describes itself
SHORT = 150  # characters in the longest block that could be a title or hold a date of issue
_LABELS = {
    "title": re.compile(r"title\s*:\s*(.+)", re.IGNORECASE),
    "author": re.compile(r"(?:[Aa]uthors?|Written by)\s*:\s*(.+)|[Bb]y ((?:[A-Z][\w.'’-]+ ?){2,4})"),
    "publisher": re.compile(r"(?:publisher\s*:|published by)\s*(.+)", re.IGNORECASE),
}
# A body's name, as it may stand on a line of its own.
BODY = re.compile(
    r"""(?:(?:[A-Z][\w'\u2019-]*|and|of|for|the|&),?\ ){0,8}
    (?:Trust|Council|Department|Ministry|Office|Committee|Commission|Agency|Authority|Association|Society|Institute
    |Foundation|Federation|Union|Service|Board|Treasury|College|University|Charity|Campaign|Alliance|Group|Partnership)
    (?:\ (?:of|for)(?:\ (?:[A-Z][\w'\u2019-]*|and|the|of)){1,6})?""",
    re.VERBOSE,
)
_UNDATED = re.compile(rf"[\s,;:(\u2013-]*(?:\b(?:on|in)\s+)?{_DATE.pattern}[)\s.]*\Z")  # a date that ends a line
_ISSUED = re.compile(
    r"(?:(?:publication|issue|release) date|date of (?:publication|issue)|(?:first )?published|issued|released"
    r"|(?:date |petition )?(?:opened|created|launched|started)|opening date|made)\b"
)
_NOT_ISSUED = re.compile(
    r"\b(?:asked|tabled|updated|accessed|retrieved|printed|revised|due|review|coming into force|laid before)\b",
    re.IGNORECASE,
)
# The last day to sign or to answer, which is never the document's own date. The label may stand alone, on a line above.
CLOSES = re.compile(
    r"""\b(?:clos(?:es|ed|ing)(?:\ (?:date|on|at))? | will\ close | deadline | final\ date | last\ (?:day|date)
    | end(?:s|ed)?(?:\ on)? | expires? | (?:open|runs?|ran)\ (?:until|till|to)
    | (?:responses?|replies|comments|submissions|signatures?|views)\ (?:(?:are|is|should\ be|must\ be|to\ be)\ )?
      (?:invited\ |received\ |sent\ |submitted\ |made\ )?(?:by|before|until)
    | (?:respond|reply|sign)\ (?:it\ )?(?:by|before|until))\b""",
    re.VERBOSE | re.IGNORECASE,
)
LABEL = 40  # characters in a label on a line of its own
_LEAST_OF_SENTENCE = 3  # words beside a date; more of them, with a full stop, are a sentence
_NUMBERS = (
    re.compile(r"\b((?:CBP|CDP|SN|LLN)[- ]?\d{3,5})\b"),
    re.compile(r"\b(?:UIN|[Ww]ritten [Qq]uestion|Question number)\s*:?\s*(?:no\.? ?)?(\d{3,6})\b"),
    re.compile(r"\b((?:HC|HL|Cm|CP|Cmnd) \d{1,4}(?:-[IVX]+)?)\b"),
)
_ASKED_OF = re.compile(r"Question (?:to|for) (?:the )?(.+?):?")
LIBRARY = "House of Commons Library"
_NAME = re.compile(r"[A-Z][\w.'’-]*(?: [\w.'’-]+){1,5}")


def states(document: Extracted, name: str, value: str) -> bool:
    """Whether a detail that a person gave stands in the document itself: as whole words, or as the same date."""
    if name in document.found and document.found[name].value == value:
        return True
    if name in {"issued", "closes"}:
        return any(value in dates_in(block) for block in document.blocks)
    if name == "number" and _numbers_stand(value, document):  # "SI 2018/12" may stand there as "2018 No. 12"
        return True
    return stands(value, document.blocks)


def _numbers_stand(value: str, document: Extracted) -> bool:
    """Whether a number was found, in another form, and all its figures stand in the document."""
    figures = re.findall(r"\d+", value)
    said = [set(re.findall(r"\d+", block)) for block in document.blocks]
    return "number" in document.found and bool(figures) and all(any(one in block for block in said) for one in figures)


def stands(value: str, blocks: Sequence[str]) -> bool:
    """Whether a text stands in these paragraphs as whole words; an empty one never does."""
    wanted = fold_quotation(value).casefold()
    said = (fold_quotation(block).casefold() for block in blocks)
    return bool(wanted) and any(
        re.search(rf"(?<!\w){re.escape(wanted)}(?!\w)", block) for block in said if wanted in block
    )


def answer_of(blocks: Sequence[str]) -> Iterator[tuple[str, Detail]]:
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
    by = _ANSWERED_ON_BY.fullmatch(blocks[last - 1])
    if by:
        yield "author", Detail(by[1].rstrip("."), f"paragraph {last}")
    for number, block in enumerate(blocks[: first - 1], 1):
        asked = _ASKED_OF.fullmatch(block)
        if asked:
            yield "publisher", Detail(asked[1], f"paragraph {number}")


def labelled(head: Sequence[tuple[int, str]]) -> Iterator[tuple[str, str, int]]:
    """Title, author and publisher on lines that name them: the detail, its value, the number of the block."""
    for number, block in head:
        for name, label in _LABELS.items():
            match = label.fullmatch(block)
            if match:
                said = next(group for group in match.groups() if group).strip()
                yield name, said if name == "title" else _UNDATED.sub("", said), number


def dated(head: Sequence[tuple[int, str]]) -> Iterator[tuple[str, str, int]]:
    """The day of issue: first one that is labelled so, then a date that stands on a line almost alone."""
    above = ""  # a label on a line of its own belongs to the line after it
    alone = []
    for number, block in head:
        label = f"{above} {block}".strip()
        date = only_date(block)
        if date and _ISSUED.match(label.casefold()) and not CLOSES.search(label):
            yield "issued", date, number
        elif date and _stands_alone(block) and not _NOT_ISSUED.search(label) and not CLOSES.search(label):
            alone.append(("issued", date, number))
        above = block if len(block) <= LABEL and not date else ""
    yield from alone


def _stands_alone(block: str) -> bool:
    """Whether a date stands on a line almost alone, and in no sentence: "It will open by March 2031."."""
    sentence = block.endswith((".", "!", "?")) and len(_DATE.sub(" ", block).split()) > _LEAST_OF_SENTENCE
    return len(block) <= 60 and not sentence


def numbered(blocks: Sequence[str]) -> Iterator[tuple[str, str, int]]:
    """Numbers as documents are cited by them."""
    for pattern in _NUMBERS:
        for number, block in enumerate(blocks[:15], 1):
            match = pattern.search(block)
            if match and len(block) <= SHORT:
                yield "number", match[1], number


def titled(blocks: Sequence[str]) -> Iterator[tuple[str, str, int]]:
    """The first line, if it is short, is no sentence, is not furniture, and is no body's name with a day."""
    furniture, _ = furniture_of(blocks)
    for number, block in enumerate(blocks[:3], 1):
        if number not in furniture:
            short = len(blocks) > 1 and len(block) <= SHORT and not block.endswith((".", ",", ";", ":"))
            if short and not (only_date(block) and BODY.fullmatch(_UNDATED.sub("", block))):
                yield "title", block, number
            return
