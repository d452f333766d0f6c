"""Which paragraph is what: address, date, salutation, body, close. By style where that is left, else by words."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from drafter.documents.quotations import fold
from drafter.factbase.edtf import day_in_words
from drafter.letter.correspondent import Unusable, correspondent
from drafter.letter.record import reader_of
from drafter.letter.returned import Block
from drafter.office import Office
from drafter.problems import Problem, Severity, Where
from drafter.review import furniture
from drafter.review.reader import GREETING, odd_reader

_SHORT = 5  # words of a line that may end with a full stop: "12a High St."
_MOST_WORDS = 14  # of a line that can be part of an address or of a greeting at all
_LATEST = 25  # the salutation stands among the first so many paragraphs
_HEADING = ("heading", "title", "subtitle")


@dataclass(frozen=True)
class Parts:
    """A letter's paragraphs by what they are; lines are without what is typed around them.

    ``above`` are lines over the address, ``below`` lines under the signature. ``body`` are numbered as in the file,
    from 0; those of them that are ``postscripts`` stand at the end. ``stray`` stand where no sentence of a letter may.
    """

    above: tuple[str, ...]
    addressee: tuple[str, ...]
    day: date | None
    reference: str
    salutation: str
    subject_line: tuple[int, Block] | None
    body: tuple[tuple[int, Block], ...]
    close: str
    signature: tuple[str, ...]
    small_print: str
    below: tuple[str, ...]
    postscripts: frozenset[int]
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
    backwards = range(len(numbered) - 1, -1, -1)
    closes = next((at for at in backwards if furniture.closes(_line(numbered[at][1].text))), None)
    if closes is None:
        closes = next((at for at in backwards if furniture.seems_to_close(_line(numbered[at][1].text))), None)
    if closes is not None and greets is not None and closes < greets:
        closes = None
    begins = _begins(numbered) if greets is None else greets + 1
    ends = _ends(numbered, office) if closes is None else closes
    head = numbered[: begins if greets is None else greets]
    body = numbered[begins : max(begins, ends)]
    tail = numbered[max(begins, ends) if closes is None else closes + 1 :]
    over = _Head(name)
    over.read(head)
    subject = next((pair for pair in body[:1] if _is_subject(pair[1], subjects)), None)
    under = _Tail(name, office)
    under.read(tail)
    parts = Parts(
        above=tuple(over.above),
        addressee=tuple(over.addressee),
        day=over.day,
        reference=over.reference,
        salutation=_line(numbered[greets][1].text).rstrip(" ,:;") if greets is not None else "",
        subject_line=subject,
        body=(*(pair for pair in body if pair is not subject), *under.postscripts),
        close=_line(numbered[closes][1].text).rstrip(" ,.") if closes is not None else "",
        signature=tuple(under.signature),
        small_print=under.small_print,
        below=tuple(under.below),
        postscripts=frozenset(number for number, _ in under.postscripts),
        stray=(*over.stray, *under.stray),
        problems=(),
    )
    problems = [*over.problems, *under.problems, *_problems(parts, office, name)]
    if reader != reader_of(parts.addressee, parts.salutation):
        if reader and _only_greets_otherwise(parts, reader):
            message = f"greets '{parts.salutation}', and was drafted with another greeting to the same reader"
            problems.append(Problem(Where(name), "other-greeting", message, severity=Severity.WARNING))
        elif reader and parts.salutation:
            message = "the address or the greeting was changed since the letter was drafted"
            problems.append(Problem(Where(name), "other-reader", message, severity=Severity.WARNING))
        problems += odd_reader(
            parts.addressee,
            parts.salutation,
            Where(name, *numbered[greets or 0][1].places[0][1:]) if numbered else Where(name),
        )
    return replace(parts, problems=tuple(problems))


def _only_greets_otherwise(parts: Parts, reader: str) -> bool:
    """Whether the address is the one that was drafted, and the greeting another of the same person's names."""
    try:
        usual = correspondent(parts.addressee[0]).salutation if parts.addressee else ""
    except Unusable:
        return False
    words = set(re.findall(r"[^\W_]+", parts.addressee[0].casefold())) if parts.addressee else set()
    greeted = re.findall(r"[^\W_]+", parts.salutation.casefold())[1:]
    return bool(greeted) and reader_of(parts.addressee, usual) == reader and words.issuperset(greeted)


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


def _is_long(block: Block) -> bool:
    """Whether a line of a paragraph is too long for an address or a greeting."""
    return any(len(line.split()) > _MOST_WORDS for line in block.text.split("\n"))


def _is_text(line: str) -> bool:
    """Whether a line can be none of an address: it is too long, or ends as a sentence does."""
    words = len(line.split())
    return words > _MOST_WORDS or (words > _SHORT and line.endswith((".", "?")))


def _is_subject(block: Block, subjects: Iterable[str]) -> bool:
    text = fold(furniture.without_re(block.text)).casefold()
    return block.style in ("subject line", "strong") or text in {fold(subject).casefold() for subject in subjects}


class _Around:
    """Gathers what stands around a letter's text, line by line, and what is odd about it."""

    def __init__(self, name: str) -> None:
        self._name = name
        self.stray: list[tuple[int, Block]] = []
        self.problems: list[Problem] = []

    def _odd(self, odd: furniture.Odd, block: Block) -> None:
        where = Where(self._name, *block.places[0][1:])
        if odd.asks:
            self.problems.append(Problem(where, "unknown-enclosure", odd.message, odd.hint, Severity.WARNING))
        else:
            self.problems.append(Problem(where, "odd-furniture", odd.message, odd.hint))

    def _furnishes(self, found: furniture.Odd | bool, block: Block) -> bool:
        """Whether a line is furniture, be it odd."""
        if isinstance(found, furniture.Odd):
            self._odd(found, block)
        return bool(found)


class _Head(_Around):
    """What stands over the salutation: the address, the date, the reference, and how the letter is sent."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.above: list[str] = []
        self.addressee: list[str] = []
        self.day: date | None = None
        self.reference = ""

    def read(self, head: Iterable[tuple[int, Block]]) -> None:
        """Read the paragraphs."""
        for number, block in head:
            lines = _lines(block.text)
            if len(lines) == 1 and self._dates(number, block, lines[0]):
                continue
            if any(_is_text(line) for line in lines):
                self.stray.append((number, block))
                continue
            for line in lines:
                if furniture.stands_above(line):
                    self.above.append(line)
                elif not self._refers(line, block) and not self._dates(number, block, line):
                    self.addressee.append(line)

    def _dates(self, number: int, block: Block, line: str) -> bool:
        day, other = furniture.day_of(line)
        if day is None:
            return False
        if self.day is not None and self.day != day:
            self.stray.append((number, block))
        if self.day is None and other is not None:
            message = f"'{line}' is {day_in_words(day)}, or {day_in_words(other)}; it is held against the first"
            where = Where(self._name, *block.places[0][1:])
            hint = f"write {day_in_words(day)}, if that is meant"
            self.problems.append(Problem(where, "either-date", message, hint, Severity.WARNING))
        self.day = self.day or day
        return True

    def _refers(self, line: str, block: Block) -> bool:
        found = furniture.reference_in(line)
        if isinstance(found, furniture.Odd):
            self._odd(found, block)
        elif found is not None and furniture.is_theirs(line):
            self.above.append(line)
        elif found is not None and self.reference not in ("", found):
            self._odd(furniture.Odd("a second reference of the office's", "take one of them out"), block)
        elif found is not None:
            self.reference = found
        return found is not None


class _Tail(_Around):
    """What stands under the close: the signature, postscripts, enclosures and copies, the small print."""

    def __init__(self, name: str, office: Office) -> None:
        super().__init__(name)
        self._office = office
        self.signature: list[str] = []
        self.small_print = ""
        self.below: list[str] = []
        self.postscripts: list[tuple[int, Block]] = []

    def read(self, tail: Iterable[tuple[int, Block]]) -> None:
        """Read the paragraphs."""
        small_print = fold(self._office.data_protection).casefold()
        signs = {fold(line).casefold() for line in self._office.signs_as}
        for number, block in tail:
            if furniture.begins_postscript(block):
                self.postscripts.append((number, furniture.without_label(block)))
            elif fold(block.text).casefold() == small_print or block.style == "small print":
                self.small_print = _line(block.text)
            elif self._furnishes(furniture.stands_below(_line(block.text), self._office), block):
                self.below.append(_line(block.text))
            elif not self._line_by_line(block, signs):
                self.stray.append((number, block))

    def _line_by_line(self, block: Block, signs: Collection[str]) -> bool:
        """Take the lines in; nothing of a paragraph of which a line is neither a signature nor furniture."""
        lines = _lines(block.text)
        below = [line for line in lines if self._furnishes(furniture.stands_below(line, self._office), block)]
        signature = [line for line in lines if line not in below]
        known = all(
            fold(line).casefold() in signs or self._furnishes(furniture.signs_for(line), block) for line in signature
        )
        if not known and block.style != "signature":
            return False
        self.signature += signature
        self.below += below
        return True


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
    elif not furniture.closes(parts.close):
        message = f"'{parts.close}' is none of the ways in which a letter closes"
        yield Problem(where, "odd-furniture", message, "write 'Yours sincerely,'")
    if parts.close and _signed(parts.signature) != tuple(map(fold, office.signs_as)):
        hint = f"office.yaml has: {' / '.join(office.signs_as)}"
        yield Problem(where, "other-signature", "is not signed as the office's letters are", hint)
    if office.data_protection and not parts.small_print:
        message = "lacks the small print that office.yaml has"
        yield Problem(where, "other-small-print", message, severity=Severity.WARNING)
    elif parts.small_print and fold(parts.small_print) != fold(office.data_protection):
        yield Problem(where, "other-small-print", "has other small print than office.yaml", "that is what was agreed")


def _signed(signature: Iterable[str]) -> tuple[str, ...]:
    """A signature without the line of who signed in whose place."""
    return tuple(fold(line) for line in signature if furniture.signs_for(line) is False)


def _line(text: str) -> str:
    return " ".join(text.split())


def _lines(text: str) -> list[str]:
    return [line for raw in text.split("\n") if (line := _line(raw).rstrip(","))]
