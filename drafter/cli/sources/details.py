"""The details of a document that is added: found, given by option or typed; each knows which."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

import click

from drafter.documents.dates import only_date
from drafter.documents.details import states
from drafter.documents.extracted import DETAILS, Extracted
from drafter.factbase import edtf
from drafter.factbase.edtf import day_in_words
from drafter.factbase.model import Side, Source, Speaker
from drafter.factbase.read_sources import OCCASIONS, PRONOUNS, SIDES, TYPES
from drafter.problems import Problem, Where

# What a citation prints of each type, beside title, publisher and date ('templates/citation.md.j2').
_CITED = {"parliamentary-answer": ("author", "number"), "briefing": ("number",)}
_WANTED = {
    "type": f"what sort of document it is: known: {', '.join(TYPES)}",
    "title": "its title",
    "author": "who speaks in it: give the publisher's name where a body does",
    "publisher": "who published it",
    "issued": "when it was issued: write 2018-01-25, 2018-04, or 2017-11-23/2018-01-31 for a guess",
    "number": "its number: give it as it is cited",
    "speaker": "how letters name what speaks in it: for example 'the Health Minister Jo Lee', or 'the Board's report'",
    "short": "how letters name its speaker afterwards: for example 'Ms Lee'",
    "pronoun": f"which word stands for its speaker: known: {', '.join(PRONOUNS)}",
    "side": f"on whose side it speaks: known: {', '.join(SIDES)}",
    "party": "whose paper it is: for example 'Labour'",
    "occasion": "what its speaker does in it: for example 'told Parliament', 'says' or 'reports'",
}
_CHOICES: Mapping[str, tuple[str, ...]] = {"type": TYPES, "pronoun": PRONOUNS, "side": SIDES}


def complete(document: Extracted, given: Mapping[str, str], *, asks: bool) -> tuple[dict[str, str], list[Problem]]:
    """What was given, else what was found; what is missing is asked for, or is a problem that names its option."""
    details = {name: document.found[name].value for name in DETAILS if name in document.found}
    details |= {name: " ".join(value.split()) for name, value in given.items() if value.strip()}
    problems = []
    for name in ("issued", "url"):
        value, wrong = _sound(name, details.get(name, ""))
        problems += [Problem(Where(f"--{name}"), "odd-value", wrong)] if wrong else []
        details[name] = value
    for name in ("type", "title", "publisher", "issued", "author", "number"):
        optional = name in {"author", "number"} and name not in _CITED.get(details.get("type", ""), ("author",))
        if details.get(name) or optional or any(p.where.path == f"--{name}" for p in problems):
            continue
        if asks:
            details[name] = _asked(name)
        else:
            what, _, how = _WANTED[name].partition(": ")
            message = f"the document does not say {what}"
            problems.append(Problem(Where(f"--{name}"), "missing-detail", message, how or f"say it with --{name}"))
    for name, default in _of_speaker(details, asks=asks):
        if details.get(name):
            continue
        if asks:
            details[name] = _asked(name, default)
        elif default:
            details[name] = default
        else:
            what, _, how = _WANTED[name].partition(": ")
            problems.append(Problem(Where(f"--{name}"), "missing-detail", f"the document does not say {what}", how))
    return {name: value for name, value in details.items() if value}, problems


def _of_speaker(details: Mapping[str, str], *, asks: bool) -> Iterator[tuple[str, str]]:
    """What letters need to say whose word it is, and what it is where nobody says; no person is called 'it' unasked."""
    answer = details.get("type") == "parliamentary-answer"
    yield "speaker", (details.get("author") or details.get("publisher", "")) if asks else ""
    if details.get("speaker"):
        yield "short", details["speaker"]
    yield "pronoun", "it" if asks or not answer else ""
    yield "side", Side.GOVERNMENT if answer else ""
    if details.get("side") == Side.PARTY:
        yield "party", ""
    if details.get("type") in OCCASIONS:
        yield "occasion", OCCASIONS[details["type"]]


def _sound(name: str, value: str) -> tuple[str, str]:
    """The value as it is kept, and what is wrong with it."""
    if name == "issued" and value:
        try:
            return edtf.parse(value).text, ""
        except ValueError as failure:
            day = only_date(value)  # "10 July 2018"
            return day, "" if day else str(failure)
    if name == "url" and value and not value.startswith(("https://", "http://")):
        return "", f"'{value}' is not an address: write it whole, from 'https://' on"
    if value and value not in _CHOICES.get(name, (value,)):
        return "", f"known: {', '.join(_CHOICES[name])}"
    return value, ""


def _asked(name: str, default: str = "") -> str:
    while True:
        typed = " ".join(str(click.prompt(f"{name} - {_WANTED[name]}", default=default or None)).split())
        value, wrong = _sound(name, typed)
        if value:
            return value
        click.echo(wrong or "something must be said here")


def source_of(id_: str, details: Mapping[str, str], document: Extracted, today: date) -> Source:
    """The source; what a person gave and the document does not say is told in ``known_from``, with the day."""
    names = [name for name in DETAILS if name != "type" and details.get(name)]
    stated = [name for name in names if states(document, name, details[name])]
    entered = [_field(name) for name in names if name not in stated]
    known_from = ""
    if entered:
        known_from = f"Entered by hand when the document was added, on {day_in_words(today)}: {', '.join(entered)}."
    return Source(
        id=id_,
        type=details["type"],
        title=details["title"],
        author=details.get("author", ""),
        publisher=details["publisher"],
        issued=edtf.parse(details["issued"]),
        number=details.get("number", ""),
        url=details.get("url", ""),
        stated=tuple(map(_field, stated)),
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
    )


def _field(name: str) -> str:
    return "URL" if name == "url" else name
