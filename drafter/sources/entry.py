"""The entry of a document that is added: each detail in the form in which it is kept, and what its type proposes."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from datetime import date

from drafter.english.parties import likely_party, party_as_called
from drafter.facts import edtf
from drafter.facts.edtf import day_in_words
from drafter.facts.model import SOURCE_TYPES, Side, Source, Speaker
from drafter.facts.tables import PRONOUNS, SIDES, STATABLE, TYPES
from drafter.problems import Where, nearest
from drafter.sources.details import only_date, states
from drafter.sources.text import DETAILS, Extracted

CHOICES: Mapping[str, tuple[str, ...]] = {"type": TYPES, "pronoun": PRONOUNS, "side": tuple(map(str, SIDES))}


def publisher_of(details: Mapping[str, str]) -> str:
    """Who publishes documents of a type where nobody says otherwise."""
    return {
        "debate": "House of Commons",
        "committee-report": "House of Commons",
        "statutory-instrument": "legislation.gov.uk",
        "letter": details.get("author", ""),
    }.get(details.get("type", ""), "")


_WITH_ARTICLE = re.compile(
    r"\b(?:Department|Ministry|Office|Committee|Commission|Agency|Authority|Association|Society|Institute|Library|"
    r"Foundation|Federation|Union|Trust|Service|Board|Treasury|Group|Inspectorate|Ombudsman)\b"
)
_KIND_OF_LAW = re.compile(r"(Regulations|Order|Rules|Scheme|Directions) \d{4}\Z")
_MINISTER = re.compile(r"\b(?:Secretary of State|Minister|Chancellor of the Exchequer)\b(?!.*\b[Ss]hadow)")
_STATE = re.compile(
    r"\A(?:the )?(?:Department|Ministry|HM |Home Office|Cabinet Office|Foreign|Prime Minister)", re.IGNORECASE
)


def speaker_of(details: Mapping[str, str]) -> tuple[str, str, str, str]:
    """How letters name what speaks in a document of a type: in full, shortly, by a pronoun; and what it does.

    Empty for a type in which somebody speaks whom only the document knows. No name holds a comma.
    """
    body = _the(details.get("author") or details.get("publisher", ""))
    publisher = _the(details.get("publisher", ""))
    law = _KIND_OF_LAW.search(details.get("title", ""))
    match details.get("type"):
        case "press-release" if publisher:
            said = (f"{_of_whom(publisher)} press release", "the press release", "it", "")
        case "petition":
            whom = " to Parliament" if "Parliament" in publisher else ""
            said = (f"a petition{whom}", "the petition", "it", "")
        case "committee-report" if body:
            short = "the Committee's report" if body.endswith("Committee") else "the report"
            said = (f"{_of_whom(body)} report", short, "it", "")
        case "statistics" if publisher:
            said = (f"figures from {publisher}", "the figures", "they", "")
        case "statutory-instrument" if law:
            one = law[1] in {"Order", "Scheme"}
            whole = _the(details["title"], always=True)
            short = f"the {law[1]}"
            said = (short if "," in whole else whole, short, "it" if one else "they", "provides" if one else "provide")
        case "letter" | "debate":
            return details.get("author", ""), "", "", ""
        case _:
            return "", "", "", ""
    return said if "," not in said[0] else ("", "", said[2], said[3])


def _the(name: str, *, always: bool = False) -> str:
    if name[:4].casefold() == "the ":
        return f"the {name[4:]}"
    return f"the {name}" if name and (always or _WITH_ARTICLE.search(name)) else name


_COUNCIL = re.compile(r"\bCouncil\b")


def body_of(details: Mapping[str, str]) -> str:
    """Who speaks in a document, as letters may name them: a department or a council with its article."""
    name = details.get("author") or details.get("publisher", "")
    return _the(name, always=_COUNCIL.search(name) is not None)


_CLOSES = re.compile(r"\b(?:petition|consultation|call for evidence|early day motion|EDM)\b", re.IGNORECASE)


def has_closing_day(details: Mapping[str, str]) -> bool:
    """Whether a document is of a kind that has a last day to sign it or to answer it."""
    return details.get("type") == "petition" or bool(_CLOSES.search(details.get("title", "")))


def _of_whom(name: str) -> str:
    return f"{name}'" if name.endswith("s") else f"{name}'s"


def side_of(details: Mapping[str, str]) -> str:
    """On whose side a document of a type speaks, where nobody says otherwise."""
    type_ = SOURCE_TYPES.get(details.get("type", ""))
    if details.get("type") == "debate" and _MINISTER.search(details.get("speaker", "")):
        return str(Side.GOVERNMENT)
    if details.get("type") in {"press-release", "statistics"} and _STATE.search(details.get("publisher", "")):
        return str(Side.GOVERNMENT)
    return type_.side if type_ is not None else ""


def sound_value(name: str, value: str, type_: str = "") -> tuple[str, str]:
    """The value in the form in which it is kept, and what is wrong with it."""
    if name == "issued" and value:
        try:
            return edtf.parse_edtf(value).text, ""
        except ValueError as failure:
            day = only_date(value)  # "10 July 2018"
            return day, "" if day else str(failure)
    if name == "closes" and value:
        last = edtf.parse_day(value)
        return (last.isoformat(), "") if last else ("", f"'{value}' is no day: write 2018-05-03 or '3 May 2018'")
    if name == "number" and type_ in {"debate", "statutory-instrument"}:
        return _cited_number(value, type_)
    if name == "url" and value and not value.startswith(("https://", "http://")):
        return "", f"'{value}' is not an address: write it whole, from 'https://' on"
    if name == "party" and value:
        called, likely = party_as_called(value), likely_party(value)
        return ("", f"'{value}' is no party that drafter knows; {likely}") if likely else (called, "")
    if name == "type" and value.isdigit() and 0 < int(value) <= len(TYPES):
        return TYPES[int(value) - 1], ""
    if value and value not in CHOICES.get(name, (value,)):
        return "", f"there is no {name} '{value}'; {nearest(value, CHOICES[name]) or known(CHOICES[name])}"
    return value, ""


def known(words: Collection[str]) -> str:
    """Which words there are, for a message."""
    return f"known: {', '.join(words)}"


_COLUMNS = re.compile(r"(?:columns?|cols?\.?)? ?(\d{1,4}\w{0,2}(?:[-\u2013]\d{1,4}\w{0,2})?)", re.IGNORECASE)


def _cited_number(value: str, type_: str) -> tuple[str, str]:
    """A column or the number of a statutory instrument, as it is cited: 'col 123', 'SI 2018/123'."""
    if type_ == "debate":
        columns = _COLUMNS.fullmatch(value)
        several = "s" if columns and re.search(r"[-\u2013]", columns[1]) else ""
        return (f"col{several} {columns[1]}" if columns else value), ""
    number = re.search(r"\b((?:19|20)\d\d)(?:/| [Nn]o\.? ?)(\d{1,4})\b", value)
    if value and not number:
        return "", f"'{value}' is no statutory instrument's number: write it as 'SI 2018/123'"
    return (f"SI {number[1]}/{number[2]}" if number else ""), ""


def source_of(
    id_: str, details: Mapping[str, str], document: Extracted, today: date, url_stated: Collection[str] = ()
) -> Source:
    """The source. ``known_from`` records, with the day, what a person gave that the document does not say.

    ``url_stated`` holds 'url' where a person says that the document itself gives the address.
    """
    names = [name for name in DETAILS if name != "type" and details.get(name)]
    stated = [name for name in names if name in url_stated or states(document, name, details[name])]
    entered = [field_name(name) for name in names if name not in stated]
    known_from = ""
    if entered:
        known_from = f"Entered by hand when the document was added, on {day_in_words(today)}: {', '.join(entered)}."
    return Source(
        id=id_,
        type=details["type"],
        title=details["title"],
        author=details.get("author", ""),
        publisher=details["publisher"],
        issued=edtf.parse_edtf(details["issued"]),
        number=details.get("number", ""),
        url=details.get("url", ""),
        stated=tuple(field for field in map(field_name, stated) if field in STATABLE),
        known_from=known_from,
        sha256="",
        counted_from=document.counted_from,
        sections=(),
        furniture=frozenset(document.furniture),
        unused=(),
        where=Where(""),
        speaker=Speaker(details["speaker"], details["short"], details["pronoun"]),
        side=Side(details["side"]),
        occasion=details["occasion"],
        party=details.get("party", ""),
        closes=date.fromisoformat(details["closes"]) if details.get("closes") else None,
    )


def field_name(name: str) -> str:
    """The field of an entry that holds a detail."""
    return "URL" if name == "url" else name
