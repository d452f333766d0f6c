"""Postal addresses as people write them: the lines that end with a postcode and belong to one address."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final

from drafter.english.lists import lists
from drafter.frozen import NamedTuple

_ADDRESSES: Final = lists("addresses")
_CODE: Final = re.compile(
    r"(?<![\w/.\-])(?:([A-Z]{1,2}[0-9][A-Z0-9]?)[\s.\-]{0,2}([0-9])\s?([A-Z]{2})|(BFPO)\s{0,2}([0-9]{1,4}))(?![\w/]|-\w)",
    re.IGNORECASE,
)
# Text that may follow a postcode at the end of an address: the country, a telephone number or the like, a bracket.
_COUNTRIES: Final = _ADDRESSES.pattern("home countries")
_BEHIND: Final = re.compile(
    rf"(?:[\s,;.|*\-\u2013)\]]++|{_COUNTRIES}(?![\w])|(?:e-?mail|tel(?:ephone)?|phone|mob(?:ile)?|[etm])\s?[:.]|"
    r"<?\S+@\S+\.\S+|\+?\(?\d[\d() ]{8,}+)*+\Z",
    re.IGNORECASE,
)
_STREET: Final = _ADDRESSES.pattern("streets and houses")
_SHORT: Final = _ADDRESSES.pattern("short streets")
_WELSH: Final = _ADDRESSES.pattern("welsh streets")
_STREETS: Final = re.compile(
    rf"(?<![\w\-']){_STREET}(?![\w\-'])|(?<!\w){_WELSH}(?!\w)|\S {_SHORT}\.?\Z",
    re.IGNORECASE,
)
_NUMBERED: Final = re.compile(
    r"(?:(?:flat|apartment|apt|unit|room|no\.?|c/o)\s*)?\d{1,4}[A-Za-z]?(?:\s*[-/]\s*\d{1,4})?[\s,]+\S", re.IGNORECASE
)
_QUOTES: Final = "\"'\u201c\u2018"
_PRISON: Final = re.compile(r"(?:HMP|HMYOI|HM Prison|YOI)\s+\w")
_SENTENCE: Final = re.compile(r"[.?!][\s\"')]*$")
# The pattern never gives back characters; otherwise the time for a line of digits would double with every few digits.
_PHONE: Final = re.compile(
    r"(?:(?:tel(?:ephone)?|phone|mob(?:ile)?|[tmhwf]|home|work|fax)?+[.:\s]*+\+?+[\d() ]{9,}+[/|,\s]*+)++\Z",
    re.IGNORECASE,
)
_NET: Final = re.compile(r"\S+@\S+\.\S+|https?://|www\.", re.IGNORECASE)
# Labels before an address that say whose it is. "Home" is the writer's, and so is "Address".
_WORK: Final = _ADDRESSES.pattern("at work")
_HOME: Final = _ADDRESSES.pattern("at home")
_LABEL: Final = re.compile(
    rf"(?:(?:(?P<work>{_WORK})\s+|{_HOME}\s+)?address\b(?:\s+is\b)?\s*[:\-\u2013]?|"
    rf"(?:(?P<at_work>{_WORK})|{_HOME})\s?[:\-\u2013])\s*",
    re.IGNORECASE,
)
_POSTCODE_LABEL: Final = re.compile(r"(?:my |our )?post\s?code(?:\s+is)?\s*[:\-\u2013]*\s*", re.IGNORECASE)
# Lines above an address in signatures that are not part of it: a label, "and", a client's name, a number.
_FOREIGN: Final = re.compile(
    r"^[A-Za-z][\w ]{1,20}:|^(?:and|&)$|\b(?:to|for) (?:the|rt)\b|\bmember for\b|\b(?:charity|company) (?:no|number)\b|"
    r"\b(?:MP|CBE|OBE|MBE|KBE|DL|QC|RGN)$|^(?:on behalf of|for my)\b"
)
_DATE: Final = re.compile(
    r"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day,? )?(?:\d{1,2}(?:st|nd|rd|th)? [a-z]{3,9},? (?:19|20)\d\d|"
    r"\d{1,2}[/.-]\d{1,2}[/.-](?:19|20)?\d\d)",
    re.IGNORECASE,
)
_LONGEST: Final = 70
_REACHED: Final = re.compile(rf"{_ADDRESSES.pattern('reached by')}\s*[:.]\s*\S+(?: \S+){{0,4}}", re.IGNORECASE)
_CODE_AND_MORE: Final = 120  # characters at a line's end that are searched for a postcode
_MOST_LINES: Final = 6  # lines of an address above its postcode
_ABROAD: Final = re.compile(_ADDRESSES.pattern("abroad"), re.IGNORECASE)


class Found(NamedTuple):
    """An address: its lines without the postcode, the postcode in the post's form, and where it begins and ends.

    ``whose`` is ``home`` or ``work`` if a label says so; ``behind`` is the rest of its last line.
    """

    lines: tuple[str, ...]
    postcode: str
    start: int
    end: int
    whose: str = ""
    behind: str = ""

    @property
    def said(self) -> str:
        """The address on one line."""
        return ", ".join((*self.lines, *([self.postcode] if self.postcode else [])))

    def is_of(self, other: Found) -> bool:
        """Whether both are the same place: the same postcode, and no contradiction in the lines before it."""
        if self.postcode != other.postcode and self.postcode and other.postcode:
            return False
        one, two = ({_folded(line) for line in found.lines} for found in (self, other))
        houses = [set(re.findall(r"\d+", " ".join(found.lines))) for found in (self, other)]
        alike = one <= two or two <= one
        return alike or (self.postcode == other.postcode != "" and (not all(houses) or bool(houses[0] & houses[1])))


class Code(NamedTuple):
    """A line divided at its postcode: the text before it, the postcode in the post's form, and the text behind it."""

    before: str
    postcode: str
    behind: str


def is_place(line: str) -> bool:
    """Whether a line has the form of a line of an address: a number and a street, a house's name."""
    said = line.strip(" ,.")
    if not said or len(said) > _LONGEST or _NET.search(said) or is_phone(said):
        return False
    if (_NUMBERED.match(said) and any(map(str.isalpha, said))) or _PRISON.match(said):
        return True
    words = said.split()
    return (
        len(words) <= 6
        and (words[0][:1].isupper() or words[0][:1].isdigit() or words[0].casefold() == "c/o" or said[:1] in _QUOTES)
        and bool(_STREETS.search(said))
        and (
            words[-1][:1].isupper() or words[-1][:1].isdigit() or said.islower() or bool(_STREETS.fullmatch(words[-1]))
        )
    )


def is_date(line: str) -> bool:
    """Whether a line is a day: "3 July 2018"."""
    return _DATE.fullmatch(line.strip(" .,")) is not None


def is_phone(line: str) -> bool:
    """Whether a line is a telephone number."""
    return bool(_PHONE.match(line.strip())) and sum(map(str.isdigit, line)) >= 9


def is_address_label(line: str) -> bool:
    """Whether a line begins with a label for the writer's address: "Home:", "My address is"."""
    return bool(_LABEL.match(line.strip()) or _POSTCODE_LABEL.match(line.strip()))


def is_home_label(line: str) -> bool:
    """Whether a line begins with a label that says that the address is the writer's home: "Home:", "Permanent:"."""
    match = _LABEL.match(line.strip())
    named = match is not None and not (match["work"] or match["at_work"])
    return named and not line.strip().casefold().startswith("address")


def is_reached(line: str) -> bool:
    """Whether a line is a label and a way to reach somebody: "Mobile: 07700 900123", "Twitter: @name"."""
    return bool(_REACHED.fullmatch(line.strip()))


def ends_with_postcode(line: str) -> bool:
    """Whether a line ends with a postcode. A country, a telephone number or an e-mail address may follow it."""
    code = _code_in(line)
    return code is not None and bool(_BEHIND.fullmatch(code.behind))


def split_postcode(line: str) -> tuple[str, str]:
    """The text of a line before its postcode, and the postcode in the post's form. Text behind it is left out."""
    code = _address_code(line)
    return (line.strip(" ,"), "") if code is None else (code.before, code.postcode)


def told_behind(line: str) -> tuple[str, str]:
    """A line up to the end of its postcode, and the words behind it: "..., WV1 3CC. Please ring me, I ..."."""
    code = _address_code(line)
    behind = code.behind.strip(" .,;)]-\u2013") if code is not None else ""
    return (line[: line.rindex(behind)].rstrip(" .,;-\u2013"), behind) if len(behind.split()) > 3 else (line, "")


def _code_in(line: str) -> Code | None:
    """The line divided at its last postcode."""
    before = max(0, len(line) - 4 * _CODE_AND_MORE)
    matches = list(_CODE.finditer(line[before:]))
    if not matches:
        return None
    match = matches[-1]
    bare = line[: before + match.start()].strip(" ,.;|([*-\u2013")
    code = f"{match[1]} {match[2]}{match[3]}" if match[1] else f"{match[4]} {match[5]}"
    return Code(_POSTCODE_LABEL.sub("", bare), code.upper(), line[before + match.end() :])


def _address_code(line: str) -> Code | None:
    """The line divided at its postcode, if an address ends there and nothing behind it belongs to the address."""
    code = _code_in(line)
    if code is None or _BEHIND.fullmatch(code.behind):
        return code
    parts = [part.strip() for part in _LABEL.sub("", code.before, count=1).split(",") if part.strip()]
    plain = all(len(part) <= _LONGEST and not _SENTENCE.search(part) for part in parts)
    placed = any(map(is_place, parts)) or all(part[:1].isupper() and len(part.split()) <= 4 for part in parts)
    return code if plain and placed else None


def addresses_in(lines: Sequence[str]) -> list[Found]:
    """The addresses in lines, in their order.

    Empty lines divide blocks, and an address stands in one block, unless it was typed with an empty line between all of
    its lines.
    """
    found: list[Found] = []
    done = 0
    for at in range(len(lines)):
        if at < done:
            continue
        code = _address_code(lines[at])
        if code is None:
            continue
        code = code._replace(before=_last_part(code.before))
        start, kept = _upwards(lines, at, done, [code.before] if code.before else [])
        end, behind = at + 1, code.behind.strip(" ,.;)]")
        if not kept:  # the postcode came first, and the address follows
            first = [behind] if behind and any(map(is_place, behind.split(","))) else []
            behind = "" if first else behind
            while end < len(lines) and _goes_on(lines[end]) and (is_place(lines[end]) or first):
                first.append(lines[end].strip(" ,."))
                end += 1
            kept = first
        kept, whose = _unlabelled(kept)
        found.append(Found(tuple(_parted(kept)), code.postcode, start, end, whose, behind))
        done = end
    return found or _without_postcode(lines)


def _last_part(before: str) -> str:
    """The text before a postcode, without a sentence or words above the address on the same line."""
    parts = before.split(",")
    long = [at for at, part in enumerate(parts) if len(part) > _LONGEST or re.search(r"[a-z]{2}[.?!]\s", part)]
    return ",".join(parts[long[-1] + 1 :]).strip() if long else before


def _upwards(lines: Sequence[str], at: int, done: int, kept: list[str]) -> tuple[int, list[str]]:
    """Where the address begins whose postcode stands on a line, and its lines."""
    start = at
    while start > done and len(kept) <= _MOST_LINES:
        if kept and _LABEL.match(kept[0]):
            break
        above = start - 1
        alone = start == at or not lines[start + 1].strip()
        if alone and above > done and not lines[above].strip():
            if above - 1 > done and lines[above - 2].strip():
                break
            above -= 1
        if not _goes_on(lines[above]):
            break
        start = above
        kept = [lines[above].strip(" ,.(*"), *kept]
    return start, kept


def _unlabelled(kept: Sequence[str]) -> tuple[list[str], str]:
    """The lines without their label, and whose address they are according to the label."""
    whose = ""
    lines = list(kept)
    if lines and (match := _LABEL.match(lines[0])):
        whose = "work" if match["work"] or match["at_work"] else "home"
        lines[0] = lines[0][match.end() :].strip(" ,.")
    return [line for line in lines if line], whose


def _goes_on(line: str) -> bool:
    said = line.strip()
    return (
        bool(said)
        and len(said) <= _LONGEST
        and (not _SENTENCE.search(said) or (said.endswith(".") and len(said.split()) < 5))
        and not is_phone(said)
        and not _DATE.fullmatch(said)
        and not _NET.search(said)
        and not ends_with_postcode(said)
        and (is_place(said) or bool(_LABEL.match(said)) or not _FOREIGN.search(said))
    )


def _without_postcode(lines: Sequence[str]) -> list[Found]:
    """An address without a postcode, if one is found.

    It is a number and a street with the lines that follow; or two lines of an address together; or lines that end with
    a country abroad.
    """
    for at, line in enumerate(lines):
        numbered = _NUMBERED.match(line.strip()) and _STREETS.search(line) and len(line) <= _LONGEST
        two = is_place(line) and at + 1 < len(lines) and is_place(lines[at + 1])
        parts = [part.strip() for part in line.split(",")]
        two = two or (len(parts) > 1 and sum(map(is_place, parts)) > 1 and len(line) <= _LONGEST)
        labelled = _LABEL.match(line.strip()) and _numbered_behind(line)
        abroad = ends_abroad(line)
        if abroad:
            start, kept = _upwards(lines, at, 0, [line.strip(" ,.")])
            kept, whose = _unlabelled(kept)
            if len(_parted(kept)) > 2 and any(map(str.isdigit, " ".join(kept))):
                return [Found(tuple(_parted(kept)), "", start, at + 1, whose)]
        if (numbered or two or labelled) and not is_phone(line) and not _leads_abroad(lines, at):
            end = at + 1
            while end < len(lines) and end - at < 4 and _goes_on(lines[end]) and lines[end].strip()[:1].isupper():
                end += 1
            kept, whose = _unlabelled([line.strip(" ,.()") for line in lines[at:end]])
            return [Found(tuple(_parted(kept)), "", at, end, whose)]
    return []


def _numbered_behind(line: str) -> bool:
    match = _LABEL.match(line.strip())
    said = line.strip()[match.end() :] if match else ""
    return bool(_NUMBERED.match(said) and _STREETS.search(said))


def ends_abroad(line: str) -> bool:
    """Whether a line is, or ends with, a country abroad: the last line of an address without a postcode."""
    return bool(_ABROAD.fullmatch(line.strip(" .").split(",")[-1].strip()))


def _leads_abroad(lines: Sequence[str], at: int) -> bool:
    """Whether an address that begins on a line ends with a country."""
    for line in lines[at : at + _MOST_LINES]:
        if not _goes_on(line):
            return False
        if ends_abroad(line):
            return True
    return False


def _folded(line: str) -> str:
    return re.sub(r"[^\w]", "", line.casefold())


def _parted(lines: Iterable[str]) -> list[str]:
    """The lines of an envelope: parts between commas become lines of their own."""
    parts = [part.strip() for line in lines for part in re.split(r"[,;]", line) if part.strip()]
    joined: list[str] = []
    for part in parts:
        if joined and re.fullmatch(r"\d{1,4}[A-Za-z]?", joined[-1]):  # "14, Market Row"
            joined[-1] = f"{joined[-1]} {part}"
        else:
            joined.append(part)
    return joined
