"""The labelled messages, read and recognised as 'drafter mail' does it, and counted."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from directly import load_facts
from running import ROOT

from drafter import office as offices
from drafter.facts.model import FactBase
from drafter.inbox.model import ParsedMessage, RawMessage
from drafter.inbox.parse import read_message
from drafter.inbox.signature import office_context
from drafter.inbox.topics import About, Recognised, Recogniser
from drafter.office import Office

FOLDER = Path(__file__).parent / "mail"


@cache
def base() -> FactBase:
    """The shipped facts. What is wrong with a fact is for other tests: by what post is known stands beside them."""
    return load_facts(ROOT / "facts").base


@cache
def office() -> Office:
    return offices.open_office(ROOT)


@cache
def labelled(name: str) -> list[dict[str, Any]]:
    return yaml.load((FOLDER / f"{name}.yaml").read_text("utf-8"), yaml.CSafeLoader)


@cache
def recogniser() -> Recogniser:
    return Recogniser.of(base())


def as_read(message: Mapping[str, Any]) -> ParsedMessage:
    head = f"From: x <x@example.org>\nSubject: {message['subject'] or ''}\nContent-Type: text/plain; charset=utf-8\n\n"
    return read_message(
        RawMessage(message["id"], ".eml", f"{head}{message['text']}".encode()), office_context(office())
    )


@cache
def recognised(name: str) -> list[tuple[dict[str, Any], Recognised]]:
    found = []
    for message in labelled(name):
        read = as_read(message)
        found.append((message, recogniser().recognise(read.subject, read.text, read.near)))
    return found


@dataclass
class Count:
    """True and false, found and missed."""

    right: int = 0
    wrong: int = 0
    missed: int = 0

    @property
    def precision(self) -> float:
        return self.right / max(1, self.right + self.wrong)

    @property
    def recall(self) -> float:
        return self.right / max(1, self.right + self.missed)


def answered(found: Recognised) -> frozenset[str]:
    """The topics that a letter would answer without a person having looked."""
    return frozenset(found.sure) if found.about is About.YES else frozenset()


def counts(name: str) -> dict[str, Count]:
    """Of each topic, and of all of them together."""
    found: dict[str, Count] = {topic: Count() for topic in [*recogniser().topics, "all"]}
    for message, one in recognised(name):
        want, got = frozenset(message["topics"]), answered(one)
        for topic in recogniser().topics:
            for count in (found[topic], found["all"]):
                count.right += topic in want and topic in got
                count.wrong += topic in got and topic not in want
                count.missed += topic in want and topic not in got
    return found


def exact(name: str) -> int:
    """How many messages have all their topics and no other."""
    return sum(frozenset(message["topics"]) == answered(one) for message, one in recognised(name))


def about(name: str) -> dict[tuple[bool, str], int]:
    """How many that are about the subject, and are not, were said to be, to be unsure, not to be."""
    found: dict[tuple[bool, str], int] = {}
    for message, one in recognised(name):
        key = (message["about"] is True, str(one.about))
        found[key] = found.get(key, 0) + 1
    return found


def plain(text: str | None) -> str:
    return " ".join(re.sub(r"[.,\"\u201c\u201d\u2018\u2019'*]", "", (text or "").lower()).split())


def fields_read(name: str) -> dict[str, int]:
    """How many messages have each thing read from them as it stands there."""
    found: dict[str, int] = {}
    for message in labelled(name):
        read = as_read(message)
        for field, right in _fields(message, read):
            found[field] = found.get(field, 0) + right
    return found


def _fields(message: Mapping[str, Any], read: ParsedMessage) -> Iterator[tuple[str, bool]]:
    writer, own = read.writer, plain(" ".join(read.paragraphs))
    couple = f"{plain(writer.name)} and {plain(writer.second)}"
    want, got = plain(message["name"]), plain(writer.name)
    yield "name", want in (got, couple)
    yield "(no name found)", bool(want) and not got
    yield "(another name found)", bool(got) and not set(got.split()) & set(want.split())
    yield "second signatory", plain(message["second"]) == plain(writer.second)
    yield "organisation", plain(message["organisation"]) == plain(writer.organisation)
    yield "postcode", (message["postcode"] or "").replace(" ", "").upper() == writer.postcode.replace(" ", "")
    if "address" in message:
        yield "address", list(map(plain, message["address"])) == list(map(plain, writer.address))
        yield "where the writer ends", own.endswith(plain(message["own_ends"]))
        yield "nothing of others", not any(plain(said) in own for said in message["not_own"])


def words_of_post() -> dict[str, Any]:
    return yaml.load((ROOT / "examples" / "post" / "words.yaml").read_text("utf-8"), yaml.CSafeLoader)


def table(head: Iterable[str], rows: Iterable[Iterable[object]]) -> str:
    """A table in Markdown."""
    head = list(head)
    lines = [head, ["---"] * len(head), *(list(map(str, row)) for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
