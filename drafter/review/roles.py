"""Which paragraph is what: address, date, salutation, body, close. By style where that is left, else by words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from drafter.documents.quotations import fold
from drafter.factbase.edtf import parse_day
from drafter.letter.record import reader_of
from drafter.letter.returned import Block
from drafter.office import Office
from drafter.problems import Problem, Severity, Where
from drafter.review.reader import GREETING, odd_reader

_CLOSE = re.compile(
    r"(?:yours(?: \w+){0,2}|(?:with )?(?:my |our )?(?:very )?(?:best|kind|kindest|warm|warmest|good) (?:wishes|regards)"
    r"|regards|sincerely(?: yours)?)[,.]?$",
    re.IGNORECASE,
)
_REFERENCE = re.compile(r"(?:our )?ref(?:erence)?\s*[:.]\s*\S{1,40}(?: \S{1,40}){0,2}", re.IGNORECASE)
_SHORT = 5  # words of a line that may end with a full stop: "12a High St."
_MOST_WORDS = 14  # of a line that can be part of an address or of a greeting at all
_LATEST = 25  # the salutation stands among the first so many paragraphs
_HEADING = ("heading", "title", "subtitle")


@dataclass(frozen=True)
class Parts:
    """A letter's paragraphs by what they are; lines are without what is typed around them.

    ``body`` are numbered as in the file, from 0. ``stray`` stand where no sentence of a letter stands.
    """

    addressee: tuple[str, ...]
    day: date | None
    reference: str
    salutation: str
    subject_line: tuple[int, Block] | None
    body: tuple[tuple[int, Block], ...]
    close: str
    signature: tuple[str, ...]
    small_print: str
    stray: tuple[tuple[int, Block], ...]
    problems: tuple[Problem, ...]


def is_heading(block: Block) -> bool:
    """Whether the file has a paragraph as a heading."""
    return block.style.startswith(_HEADING)


def part(blocks: Iterable[Block], office: Office, subjects: Iterable[str], name: str, reader: str = "") -> Parts:
    """A letter's parts. ``subjects`` are what its subject line may say; ``name`` is how problems call the file.

    ``reader`` is what its record remembers of whom it is to, which is believed where it is still so.
    """
    numbered = list(enumerate(blocks))
    greets = _greeting(numbered)
    closes = next((at for at in range(len(numbered) - 1, -1, -1) if _closes(numbered[at][1])), None)
    if closes is not None and greets is not None and closes < greets:
        closes = None
    begins = _begins(numbered) if greets is None else greets + 1
    ends = _ends(numbered, office) if closes is None else closes
    head = numbered[: begins if greets is None else greets]
    body = numbered[begins : max(begins, ends)]
    tail = numbered[max(begins, ends) if closes is None else closes + 1 :]
    addressee, day, reference, stray = _head(head)
    subject = next((pair for pair in body[:1] if _is_subject(pair[1], subjects)), None)
    signature, small_print, after = _tail(tail, office)
    parts = Parts(
        addressee=tuple(addressee),
        day=day,
        reference=reference,
        salutation=_line(numbered[greets][1].text).rstrip(" ,:;") if greets is not None else "",
        subject_line=subject,
        body=tuple(pair for pair in body if pair is not subject),
        close=_line(numbered[closes][1].text).rstrip(" ,.") if closes is not None else "",
        signature=signature,
        small_print=small_print,
        stray=(*stray, *after),
        problems=(),
    )
    problems = [*_problems(parts, office, name)]
    if reader != reader_of(parts.addressee, parts.salutation):
        if reader and parts.salutation:
            message = "the address or the greeting was changed since the letter was drafted"
            problems.append(Problem(Where(name), "other-reader", message, severity=Severity.WARNING))
        problems += odd_reader(
            parts.addressee,
            parts.salutation,
            Where(name, *numbered[greets or 0][1].places[0][1:]) if numbered else Where(name),
        )
    return replace(parts, problems=tuple(problems))


def _greeting(numbered: Sequence[tuple[int, Block]]) -> int | None:
    """Where the salutation stands: what is styled as one, else the last paragraph above the text that greets."""
    found = None
    for at, (_, block) in enumerate(numbered[:_LATEST]):
        if block.style == "salutation":
            return at
        if _is_long(block) or block.style.startswith(("strong", "subject line", "heading")):
            break  # the letter has begun
        if GREETING.match(_line(block.text)):
            found = at
    return found


def _begins(numbered: Sequence[tuple[int, Block]]) -> int:
    """Where the text begins of a letter that greets nobody: what stands above it is address and date all the same."""
    for at, (_, block) in enumerate(numbered[:_LATEST]):
        if _is_long(block) or block.text.rstrip().endswith((".", "?", "!")) or block.style == "strong":
            return at
    return 0


def _ends(numbered: Sequence[tuple[int, Block]], office: Office) -> int:
    """Where the text ends of a letter without a close: before its signature or small print."""
    known = {fold(line).casefold() for line in (*office.signs_as, office.data_protection)}
    for at, (_, block) in enumerate(numbered):
        lines = {fold(line).casefold() for line in (*_lines(block.text), block.text)}
        if block.style == "signature" or (len(block.text) > 3 and lines & known):
            return at
    return len(numbered)


def _closes(block: Block) -> bool:
    return bool(_CLOSE.match(_line(block.text)))


def _is_long(block: Block) -> bool:
    """Whether a line of a paragraph is too long for an address or a greeting."""
    return any(len(line.split()) > _MOST_WORDS for line in block.text.split("\n"))


def _is_text(line: str) -> bool:
    """Whether a line can be none of an address: it is too long, or ends as a sentence does."""
    words = len(line.split())
    return words > _MOST_WORDS or (words > _SHORT and line.endswith((".", "?")))


def _is_subject(block: Block, subjects: Iterable[str]) -> bool:
    text = fold(block.text).casefold()
    return block.style in ("subject line", "strong") or text in {fold(subject).casefold() for subject in subjects}


def _head(head: Iterable[tuple[int, Block]]) -> tuple[list[str], date | None, str, list[tuple[int, Block]]]:
    addressee: list[str] = []
    stray = []
    day, reference = None, ""
    for number, block in head:
        lines = _lines(block.text)
        parsed = parse_day(lines[0]) if len(lines) == 1 else None
        if parsed is not None and day is not None:
            stray += [(number, block)] if parsed != day else []
        elif parsed is not None:
            day = parsed
        elif len(lines) == 1 and _REFERENCE.fullmatch(lines[0]) and not reference:
            reference = lines[0].partition(":")[2].strip() or lines[0].split(maxsplit=1)[-1]
        elif any(_is_text(line) for line in lines):
            stray.append((number, block))
        else:
            addressee += lines
    return addressee, day, reference, stray


def _tail(tail: Iterable[tuple[int, Block]], office: Office) -> tuple[tuple[str, ...], str, list[tuple[int, Block]]]:
    signature: list[str] = []
    small_print = ""
    stray = []
    expected = fold(office.data_protection).casefold()
    signs = {fold(line).casefold() for line in office.signs_as}
    for number, block in tail:
        lines = _lines(block.text)
        if fold(block.text).casefold() == expected or block.style == "small print":
            small_print = _line(block.text)
        elif block.style == "signature" or {fold(line).casefold() for line in lines} <= signs:
            signature += lines
        else:
            stray.append((number, block))
    return tuple(signature), small_print, stray


def _problems(parts: Parts, office: Office, name: str) -> Iterator[Problem]:
    where = Where(name)
    if not parts.salutation and parts.day is None and not parts.close:
        message = "has neither a date nor a greeting nor a close: is it a letter?"
        yield Problem(where, "not-a-letter", message)
        return
    if not parts.salutation:
        yield Problem(where, "no-salutation", "greets nobody", "begin it with 'Dear ...,' in a paragraph of its own")
    if parts.day is None:
        hint = "write it in a paragraph of its own above the salutation: 10 July 2018"
        yield Problem(where, "no-date", "has no date that can be read", hint)
    if not parts.close:
        yield Problem(where, "no-close", "has no close", "end it with 'Yours sincerely,' in a paragraph of its own")
    elif tuple(map(fold, parts.signature)) != tuple(map(fold, office.signs_as)):
        hint = f"office.yaml has: {' / '.join(office.signs_as)}"
        yield Problem(where, "other-signature", "is not signed as the office's letters are", hint)
    if office.data_protection and not parts.small_print:
        message = "lacks the small print that office.yaml has"
        yield Problem(where, "other-small-print", message, severity=Severity.WARNING)
    elif parts.small_print and fold(parts.small_print) != fold(office.data_protection):
        yield Problem(where, "other-small-print", "has other small print than office.yaml", "that is what was agreed")


def _line(text: str) -> str:
    return " ".join(text.split())


def _lines(text: str) -> list[str]:
    return [line for raw in text.split("\n") if (line := _line(raw).rstrip(","))]
