"""Every quotation of the fact base looked up in its document's text, and what was found kept in a lock file.

The lock, ``facts/quotations.lock``, lets a check on a machine without the texts still notice that a quotation, the
paragraph it names, or the document was changed since. A line of it: fact, number of the citation, source, paragraph,
the first 16 hex digits of the SHA-256 of the text, of the folded quotation, and of the document's details.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import NamedTuple

from drafter.documents.quotations import Place, find_all, fold, nearest_passage
from drafter.documents.texts import Text
from drafter.factbase.model import Citation, Fact, Source
from drafter.problems import Problem, Severity, Where

LOCK = "quotations.lock"
UNVERIFIED = "unverified-quotation"
_HEADER = "# Written by 'drafter facts verify': which quotation was found where, in which text. Not to be edited.\n"
Locate = Callable[[Fact, int, str], Where]


class Verified(NamedTuple):
    """What a look-up came to: one line of the lock for each quotation that was found, and the problems."""

    lines: tuple[str, ...]
    problems: tuple[Problem, ...]
    looked_up: int


def verify(facts: Iterable[Fact], sources: Mapping[str, Source], texts: Mapping[str, Text], locate: Locate) -> Verified:
    """Look up the quotations of these facts, where their texts are at hand. ``locate`` places a field."""
    wanted: dict[str, list[tuple[Fact, int, Citation]]] = defaultdict(list)
    for fact in facts:
        for number, cite in enumerate(fact.cites):
            if cite.source in texts:
                wanted[cite.source].append((fact, number, cite))
    lines, problems = [], []
    for source, cites in wanted.items():
        text = texts[source]
        for (fact, number, cite), places in zip(cites, find_all([c.quote for *_, c in cites], text), strict=True):
            found = list(_problems(cite, places, text, partial(_of, locate, fact, number)))
            problems += found
            if not found:
                lines.append(line_of(fact, number, cite, sources[source], text.sha256))
    return Verified(tuple(sorted(lines)), tuple(sorted(problems)), sum(map(len, wanted.values())))


def _of(locate: Locate, fact: Fact, number: int, key: str) -> Where:
    return locate(fact, number, key)


def _problems(
    cite: Citation, places: tuple[Place, ...], text: Text, where: Callable[[str], Where]
) -> Iterator[Problem]:
    here = [place for place in places if place.paragraph == cite.paragraph]
    if not places:
        number, passage = nearest_passage(cite.quote, text.blocks)
        message = f"the quotation is not in the text of '{cite.source}'"
        hint = f"paragraph {number} has \u201c{passage}\u201d" if passage else "nothing in it is like it"
        yield Problem(where("quote"), "quotation-not-found", message, hint)
    elif not here:
        numbers = ", ".join(str(number) for number in dict.fromkeys(place.paragraph for place in places))
        message = f"the quotation does not stand in paragraph {cite.paragraph} of '{cite.source}'"
        yield Problem(where("paragraph"), "wrong-paragraph", message, f"it stands in paragraph {numbers}")
    elif len(here) > 1 and not cite.occurrence:
        message = f"the quotation stands {len(here)} times in paragraph {cite.paragraph} of '{cite.source}'"
        hint = "say which with 'occurrence: 1', or quote a few words more"
        yield Problem(where("quote"), "ambiguous-quotation", message, hint)
    elif cite.occurrence > len(here):
        message = f"the quotation stands only {len(here)} time(s) in paragraph {cite.paragraph} of '{cite.source}'"
        yield Problem(where("occurrence"), "wrong-occurrence", message)


def line_of(fact: Fact, number: int, cite: Citation, source: Source, text_sha256: str) -> str:
    """The lock's line for a quotation that was found in the text with this hash."""
    quote = _hash(fold(cite.quote), cite.occurrence)
    details = _hash(
        source.type, source.title, source.author, source.publisher, source.issued.text, source.number, source.url,
        source.counted_from, source.sections, sorted(source.furniture), *source.speaker, source.side, source.party,
        source.occasion,
    )  # fmt: skip
    return f"{fact.id} {number + 1} {cite.source} {cite.paragraph} {text_sha256[:16]} {quote} {details}"


def _hash(*values: object) -> str:
    return hashlib.sha256("\0".join(map(str, values)).encode()).hexdigest()[:16]


def lock_text(lines: Iterable[str], kept: str, verified: set[str]) -> str:
    """The lock with these lines; lines of ``kept``, the lock as it was, stay for facts that were not looked up now."""
    lines = list(lines)
    anew = {tuple(line.split()[:2]) for line in lines}
    old = [
        row
        for row in kept.splitlines()
        if row and not row.startswith("#") and row.split()[0] not in verified and tuple(row.split()[:2]) not in anew
    ]
    return _HEADER + "".join(f"{row}\n" for row in sorted({*old, *lines}))


def check_lock(facts: Iterable[Fact], sources: Mapping[str, Source], lock: str, locate: Locate) -> Iterator[Problem]:
    """What no longer is as it was verified, or never was."""
    facts = list(facts)
    wanted = {fact.id for fact in facts}
    rows: dict[tuple[str, ...], list[str]] = {}
    for line in lock.splitlines():
        if line.partition(" ")[0] in wanted:
            rows[tuple(line.split()[:2])] = line.split()
    for fact in facts:
        for number, cite in enumerate(fact.cites):
            row = rows.get((fact.id, str(number + 1)))
            if row is None or len(row) != 7:
                message = f"citation {number + 1} of '{fact.id}' was never verified"
                yield Problem(locate(fact, number, "quote"), UNVERIFIED, message, "run 'drafter facts verify'")
                continue
            source = sources[cite.source]
            now = line_of(fact, number, cite, source, source.sha256).split()
            for index, key, what in (
                (2, "source", "document"),
                (3, "paragraph", "paragraph"),
                (5, "quote", "quotation"),
            ):
                if row[index] != now[index]:
                    message = f"the {what} of citation {number + 1} of '{fact.id}' was changed since it was verified"
                    yield Problem(locate(fact, number, key), "changed-quotation", message, "run 'drafter facts verify'")
                    break
            else:
                if row[6] != now[6]:
                    message = f"the details of '{cite.source}' were changed since '{fact.id}' was verified"
                    yield Problem(
                        source.where, "changed-document", message, "look at them, then 'drafter facts verify'"
                    )
                if row[4] != now[4]:
                    message = f"the text of '{cite.source}' is another than the one '{fact.id}' was verified against"
                    yield Problem(
                        locate(fact, number, "source"), "changed-document", message, "run 'drafter facts verify'"
                    )


def read_lock(folder: Path) -> str:
    """The lock file's text; empty where there is none."""
    try:
        return (folder / LOCK).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return ""


def missing(sources: Iterable[Source], texts: Mapping[str, Text], cited: set[str]) -> Iterator[Problem]:
    """A warning for each document that is cited and whose text is not at hand."""
    for source in sources:
        if source.id in cited and source.id not in texts:
            message = f"the text of '{source.id}' is not at hand: its quotations were not looked up"
            hint = "'drafter sources attach FOLDER' finds it among your files"
            yield Problem(source.where, "no-text", message, hint, Severity.WARNING)
