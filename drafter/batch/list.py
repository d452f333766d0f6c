"""A list of people: each row as a recipient, or with all its problems."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import field
from datetime import date
from functools import cached_property
from typing import Final, Protocol

from drafter.batch.columns import (
    ADDRESS,
    ASKS,
    EMAIL,
    FEARS,
    FORENAME,
    LARGE_PRINT,
    LENGTH,
    NAME,
    POSITION,
    POSTCODE,
    REFERENCE,
    SALUTATION,
    SURNAME,
    SURNAME_FIRST,
    TITLE,
    TOPICS,
    WANTS,
    Columns,
    fold_heading,
)
from drafter.batch.plain import PlainRows
from drafter.batch.spoilt import CellRole, has_lost_zero, is_house, odd_postcode, spoilt
from drafter.batch.tables import EMPTY, NO, NO_NAME, ODD, YES, Cell, CellKind, Table, TableRow, typed
from drafter.batch.twice import RowsBefore
from drafter.english.lists import lists
from drafter.english.names import (
    FAULTS,
    NameFault,
    fault_of,
    is_not_written_to,
    may_be_not_written_to,
    read_parts,
)
from drafter.english.words import clean_line
from drafter.facts.model import FactBase, bare
from drafter.facts.names import NameKind, ids_of, qualified, shared_name
from drafter.frozen import NamedTuple, dataclass
from drafter.letter.mailing import Mailing, nobody_reads, usable_address
from drafter.letter.recipient import (
    Correspondent,
    UnusableAddress,
    UnusableName,
    correspondent,
    has_two_postcodes,
    why_odd,
)
from drafter.letter.request import Length, LetterRequest, fears, questions, topics_of
from drafter.office import NO_POSITION
from drafter.patterns import late_pattern
from drafter.problems import Problem, Severity, Where, errors, nearest

# The types of a batch: who is to get a letter, and what a letter is where nobody says.


class Recipient(NamedTuple):
    """One wanted letter: the row for which it is, counted as a person counts, and what it is to be."""

    row: int
    request: LetterRequest
    large_print: bool = False


class Recipients(Protocol):
    """The people to be answered. They can be read any number of times, so nothing needs all of them at once."""

    def each(self) -> Iterator[Recipient | Problem]:
        """The recipients in order. A row that cannot be used gives its problems instead."""
        ...


@dataclass(frozen=True)
class Defaults:
    """What a letter is where its row does not say: from the command line, or the office's own settings.

    ``by_email`` tells that each letter goes to an e-mail address. ``attached`` is the ending of the letter's file that
    goes with it.
    """

    topics: tuple[str, ...]
    date: date
    position: str
    length: Length
    large_print: bool
    by_email: bool = False
    attached: str = ""


# Names: what cells may call topics, questions, fears and actions, and the id of each name.


class Called(NamedTuple):
    """Ids by folded name: those that a name may mean. A cell with a name of more than one is refused."""

    topics: Mapping[str, tuple[str, ...]]
    asks: Mapping[str, tuple[str, ...]]
    fears: Mapping[str, tuple[str, ...]]
    wants: Mapping[str, tuple[str, ...]]


def names_of_concerns(base: FactBase) -> Called:
    """The names of everything that letters answer: ids, titles and headings, and the words in which it is asked or
    feared.
    """
    topics = {id_: (one.title, one.heading) for id_, one in base.topics.items()}
    actions = {id_: (one.ask,) for id_, one in base.actions.items()}
    asked, feared = questions(base), fears(base)
    return Called(
        _meanings(NameKind.TOPIC, topics, base),
        _meanings(NameKind.QUESTION, {id_: (id_.rpartition(".")[2], one.text) for id_, one in asked.items()}, base),
        _meanings(NameKind.FEAR, {id_: (id_.rpartition(".")[2], one.text) for id_, one in feared.items()}, base),
        _meanings(NameKind.ACTION, actions, base),
    )


def fold_name(name: str) -> str:
    """A name of a topic or question in the form for looking it up. Unlike a heading's, its commas and signs stay: they
    part the names in a cell.
    """
    return " ".join(name.casefold().split())


def _meanings(kind: NameKind, texts: Mapping[str, Iterable[str]], base: FactBase) -> dict[str, tuple[str, ...]]:
    """What each name may mean: a thing's id, with its subject or without, and its texts. An id goes before a text."""
    by_text: dict[str, dict[str, None]] = {}
    by_name: dict[str, dict[str, None]] = {}
    for id_, subject in ids_of(kind, base).items():
        for text in texts[id_]:
            by_text.setdefault(fold_name(text), {})[id_] = None
        for name in (id_, bare(id_), qualified(id_, subject)):
            by_name.setdefault(fold_name(name), {})[id_] = None
    return {name: tuple(ids) for name, ids in (by_text | by_name).items()}


def _names_in(text: str, known: Collection[str]) -> Iterator[str]:
    """The names in a cell. A question may contain a comma, and a name a stroke ("parking/costs"): what is known as it
    stands is not parted.
    """
    if fold_name(text) in known:
        yield text
        return
    for part in re.split(r"[,;|\n]", text):
        if fold_name(part) in known:
            yield part
        else:
            yield from (word for word in part.split("/") if word.strip())


# Rows: each is read as a recipient, or gives everything that is wrong with it.

_KNOWN: Final = 1_000  # cached cells with names, and rows of cells; mostly there are few different ones
_NOUNS: Final = {
    TOPICS: NameKind.TOPIC,
    ASKS: NameKind.QUESTION,
    FEARS: NameKind.FEAR,
    WANTS: NameKind.ACTION,
}
_RULES: Final = {
    TOPICS: "unknown-topic",
    ASKS: "unknown-question",
    FEARS: "unknown-question",
    WANTS: "unknown-action",
}
_PARTS: Final = {
    **dict.fromkeys((NAME, TITLE, FORENAME, SURNAME_FIRST), CellRole.NAME),
    SURNAME: CellRole.SURNAME,
    SALUTATION: CellRole.SALUTATION,
    ADDRESS: CellRole.ADDRESS,
    POSTCODE: CellRole.POSTCODE,
    REFERENCE: CellRole.REFERENCE,
}
# The columns that say what a letter is, whoever gets it.
_OF_TEXT: Final = (TOPICS, ASKS, FEARS, WANTS, POSITION, LENGTH, LARGE_PRINT)
_BETWEEN_NAMES: Final = late_pattern(r"[;/\n\r|]|\s{3,}")
_TOTAL: Final = late_pattern(r"(?:(?:grand|sub)[ -]?)?totals?\b(?:\W*|.*\d\W*)", re.IGNORECASE)
_NAMES: Final = lists("names")
_OTHERS_END: Final = rf"(?!\w)(?!\s+{_NAMES.pattern('of somebody else')})"
_NOTED: Final = late_pattern(
    rf"\b{_NAMES.first('not written to')}{_NAMES.pattern('not written to')}{_OTHERS_END}", re.IGNORECASE
)
_NOTED_FIRST: Final = late_pattern(r"\W*(?:now |is |has |please |\d+ )*", re.IGNORECASE)
_TOGETHER: Final = late_pattern(r"&|\band\b", re.IGNORECASE)


class Wish(NamedTuple):
    """What a row says of the letter itself: all but its reader."""

    topics: tuple[str, ...]
    asks: tuple[str, ...]
    fears: tuple[str, ...]
    wants: tuple[str, ...]
    position: str
    length: Length
    large_print: bool


@dataclass(slots=True)
class RowReader:
    """One row while it is being read."""

    of: RecipientList
    row: TableRow
    problems: list[Problem] = field(default_factory=list)
    seen: dict[str | int, Cell] = field(default_factory=dict)  # cells that were checked and reported

    def made(self) -> tuple[Recipient | None, list[Problem]]:
        """The recipient, unless something is wrong, and all problems."""
        if (stray := self.of.columns.stray(self.row.cells)) is not None:  # then the other cells may be shifted
            between = any(self.of.columns.headings[stray:])
            what = "has a cell under no heading" if between else "has more cells than there are headings"
            hint = "give the column a heading; or " if between else ""
            hint += "is a comma within an address not in quotation marks?"
            self._problem(stray, "extra-cells", what, hint)
            return None, self.problems
        said = tuple([self.row.cells[at] if at < len(self.row.cells) else EMPTY for at in self.of.of_text])
        known = self.of.wishes.get(said)
        self._look_for_notes(self.of.of_text if known else ())
        name, address = self._name(), self._address()
        wish = known or self._wish(said)
        reference = clean_line(self._text(REFERENCE))
        mailing = self._mailing() if self.of.defaults.by_email else None
        if self.problems and errors(self.problems):
            return None, self.problems
        try:
            to = correspondent(name, address, self._text(SALUTATION) or self._greeting())
        except UnusableName as failure:
            self._problem(NAME, "unusable-name", failure.as_problem)
            return None, self.problems
        except UnusableAddress as failure:
            self._problem(ADDRESS, "unusable-address", failure.as_problem)
            return None, self.problems
        if why := why_odd(to):
            self._problem(NAME, "odd-name", why, "is it written so?")
        return self.of.recipient(self.row, to, reference, wish, mailing), self.problems

    def _look_for_notes(self, looked_at: Collection[int]) -> None:
        """Report a row any cell of which says that somebody is dead, or is not to be written to. The columns that were
        ``looked_at`` say what another row has said.
        """
        hint = "take the row out, or mend the cell"
        for at, cell in enumerate(self.row.cells):
            text = cell.text
            if not text or at in looked_at or at >= len(self.of.columns.headings):
                continue
            if at in self.of.flags:
                if text.casefold() not in NO:
                    message = f"'{self.of.columns.headings[at][:40]}' is '{text[:40]}'"
                    self._problem(at, "not-written-to", message, hint)
            elif at in self.of.named:
                if is_not_written_to(text):
                    message = f"'{text[:40]}' says that somebody is dead, or is not to be written to"
                    self._problem(at, "not-written-to", message, hint)
            elif may_be_not_written_to(text) and (found := _NOTED.search(text)):
                # What a note begins with is said of the row's own person; within it, it may be said of another.
                of_them = _NOTED_FIRST.fullmatch(text[: found.start()]) is not None
                message = f"'{text[:40]}' says that somebody is dead, or is not to be written to"
                severity = Severity.ERROR if of_them else Severity.WARNING
                self._problem(at, "not-written-to", message, hint if of_them else "is it this person?", severity)

    def _wish(self, said: tuple[Cell, ...]) -> Wish:
        """What the letter is to be. It is remembered by the cells that say it: most rows say what another has said."""
        asks, fears, wants = self._names(ASKS), self._names(FEARS), self._names(WANTS)
        topics = self._topics(asks, fears)
        wish = Wish(topics, asks, fears, wants, self._position(topics, wants), self._length(), self._large_print())
        if not self.problems and len(self.of.wishes) < _KNOWN:  # else they would be told for the first row alone
            self.of.wishes[said] = wish
        return wish

    def _mailing(self) -> Mailing | None:
        """Where the letter goes by e-mail: to the single address in its row."""
        text = clean_line(self._text(EMAIL))
        address = usable_address(text)
        if not text:
            self._problem(EMAIL, "no-recipient", "has no e-mail address", "a row without one has no e-mail")
        elif text.count("@") > 1:
            self._problem(EMAIL, "two-people", "has more than one e-mail address", "a row for each")
        elif not address:
            self._problem(EMAIL, "no-recipient", "has no e-mail address that can be written to")
        elif nobody_reads(address):
            self._problem(EMAIL, "no-recipient", "has an e-mail address that nobody reads")
        return Mailing(address) if address else None

    def _name(self) -> str:
        title, forename, surname = (self._word(field) for field in (TITLE, FORENAME, SURNAME))
        whole = self._word(NAME) or self._turned()
        name = " ".join(filter(None, (title, forename, surname) if surname or not whole else (title, whole)))
        if whole and not surname and title and whole.casefold().startswith(title.casefold()):
            name = whole
        elif title and surname and forename.casefold().startswith(f"{title.casefold()} "):
            name = f"{forename} {surname}"  # the title is in both columns
        if self.problems and errors(self.problems):  # its cells are reported already
            return name
        if not name or _TOTAL.fullmatch(name):
            first = next((cell.text for cell in self.row.cells if cell.text), "")
            hint = "is it a total? take it out" if first.casefold().startswith("total") or name else ""
            self._problem(NAME, "no-name", "has no name", hint)
        elif any(part.startswith("=") for part in (name, forename, surname, whole)):
            self._problem(NAME, "unusable-name", "begins with '=', as a formula does and no name")
        elif _BETWEEN_NAMES.search(name) or name.count("@") > 1:
            hint = "a row for each; those who wrote together are 'Mr A and Mrs B Patel'"
            self._problem(NAME, "two-people", "seems to hold more than one person", hint)
        elif not self._text(SALUTATION):
            self._half(name, forename if title and not (surname or whole) else "", surname)
        return name

    def _half(self, name: str, forename: str, surname: str) -> None:
        """Report a name that is only half a name. ``forename``: it follows a title, and the surname's cell is empty."""
        fault = NameFault.NO_SURNAME if forename and " " not in forename else fault_of(name)
        if fault is None:
            return
        if fault is NameFault.FORENAME_ALONE and surname:
            if TITLE in self.of.columns.fields or FORENAME in self.of.columns.fields:
                told = ("has a surname alone, by which it greets", "is the title or the forename missing?")
                self._problem(SURNAME, "half-a-name", *told, Severity.WARNING)
            return
        severity = Severity.WARNING if fault is NameFault.FORENAME_ALONE else Severity.ERROR
        lacking = FORENAME if fault is NameFault.SIR_WITHOUT_FORENAME else SURNAME
        self._problem(lacking if lacking in self.of.columns.fields else NAME, "half-a-name", *FAULTS[fault], severity)

    def _greeting(self) -> str:
        """The greeting where title, forename and surname have their own columns, which are trusted."""
        if TITLE not in self.of.columns.fields or SURNAME not in self.of.columns.fields:
            return ""
        title, forename, surname = (self._word(field) for field in (TITLE, FORENAME, SURNAME))
        greeting = read_parts(title, forename, surname) if title and surname else ""
        return f"Dear {greeting}" if greeting else ""

    def _turned(self) -> str:
        """A name from a column that has surnames first: "Patel, Asha" becomes "Asha Patel"."""
        typed = self._word(SURNAME_FIRST)
        if not typed:
            return ""
        surname, *forenames = [part.strip() for part in typed.split(",")]
        if len(forenames) > 1 or (not forenames and " " in typed) or _TOGETHER.search(surname):
            message = "is not a surname, a comma and forenames"
            self._problem(SURNAME_FIRST, "unusable-name", message, "write it like 'Patel, Asha'")
        return " ".join(filter(None, (*forenames, surname)))

    def _address(self) -> str:
        lines = [(at, text) for at in self.of.columns.address if (text := self._text(at))]
        whole = "\n".join(self._line(lines, index) for index in range(len(lines))) or self._text(ADDRESS)
        code = self._text(POSTCODE)
        if code and clean_line(code).casefold().replace(" ", "") not in clean_line(whole).casefold().replace(" ", ""):
            whole = f"{whole}\n{code}" if "\n" in whole or not whole else f"{whole}, {code}"
        if has_two_postcodes(whole):
            self._problem(ADDRESS, "two-people", "the address has two postcodes", "a row for each household")
        at = self.of.columns.postcode
        typed_there = self.row.cells[at].text.strip() if 0 <= at < len(self.row.cells) else ""
        wrong = odd_postcode(typed_there or whole, alone=bool(typed_there))
        # With the postcode's own cell empty, it stands at the end of the address, which may have lines of its own.
        place = at if typed_there else lines[-1][0] if lines else self.of.columns.fields.get(ADDRESS, -1)
        if wrong and not any(problem.where.column == place + 1 for problem in self.problems):
            self._problem(place, *wrong)
        return whole

    def _line(self, lines: Sequence[tuple[int, str]], index: int) -> str:
        """An address line with its own column. A house number needs its street."""
        at, text = lines[index]
        if not is_house(text):
            return text
        if at in self.of.columns.flats:
            return f"Flat {text}"
        below = lines[index + 1][0] if index + 1 < len(lines) else self.of.columns.postcode
        if below in self.of.columns.beyond_street:
            message, hint = f"'{text[:20]}' is a house number without a street", "is the street missing?"
            self._problem(at, "doubtful-cell", message, hint)
        return text

    def _topics(self, asks: tuple[str, ...], fears: tuple[str, ...]) -> tuple[str, ...]:
        """The topics: those of what is asked and feared, and those named. A row that names none gets the common
        ones.
        """
        topics = topics_of(asks, fears, self._names(TOPICS)) or self.of.defaults.topics
        if not topics and not any(self._text(field).strip(",;|/ \n") for field in _NOUNS):
            self._problem(TOPICS, "no-topic", "has no topic", "give one for all with --topic")
        return topics

    def _names(self, field: str) -> tuple[str, ...]:
        """The ids that a cell names."""
        text = self._text(field)
        if (field, text) in self.of.known:
            return self.of.known[field, text]
        ids: Mapping[str, tuple[str, ...]] = getattr(self.of.called, field)
        said = list(_names_in(text, ids))
        found = tuple(dict.fromkeys(ids[word][0] for word in map(fold_name, said) if len(ids.get(word, ())) == 1))
        wrong = [word.strip() for word in said if len(ids.get(fold_name(word), ())) != 1]
        for word in wrong:
            if fold_name(word) in ids:
                self._problem(field, *shared_name(word[:40], _NOUNS[field], ids[fold_name(word)]))
                continue
            hint = nearest(word, dict.fromkeys(id_ for some in ids.values() for id_ in some))
            hint = hint or "'drafter topics' lists them"
            self._problem(field, _RULES[field], f"there is no {_NOUNS[field]} '{word[:40]}'", hint)
        if not wrong and len(self.of.known) < _KNOWN:
            self.of.known[field, text] = found
        return found

    def _position(self, topics: tuple[str, ...], wants: tuple[str, ...]) -> str:
        word = self._text(POSITION).casefold()
        if not word:
            subject = next((self.of.base.topics[topic].subject for topic in topics), "")
            subject = subject or next((self.of.base.actions[action].subject for action in wants), "")
            return self.of.views.get(subject, self.of.defaults.position)
        if word != NO_POSITION and word not in self.of.positions:
            hint = nearest(word, self.of.positions) or f"known: {', '.join((NO_POSITION, *self.of.positions))}"
            self._problem(POSITION, "unknown-position", f"there is no position '{word[:40]}'", hint)
        return "" if word == NO_POSITION else word

    def _length(self) -> Length:
        word = self._text(LENGTH).casefold()
        if not word:
            return self.of.defaults.length
        if word not in set(Length):
            hint = f"known: {', '.join(Length)}"
            self._problem(LENGTH, "unknown-length", f"there is no length '{word[:40]}'", hint)
            return self.of.defaults.length
        return Length(word)

    def _large_print(self) -> bool:
        word = self._text(LARGE_PRINT).casefold()
        if word not in YES and word not in NO:
            self._problem(LARGE_PRINT, "odd-cell", f"'{word[:40]}' is neither yes nor no")
        return word in YES or self.of.defaults.large_print

    def _word(self, field: str) -> str:
        """A part of a name. A number or a day is not one."""
        if field not in self.of.columns.fields:
            return ""
        cell = self.seen.get(field) or self._cell(field)
        is_word = cell.text[:1].isalpha() or cell.kind in ODD or not cell.text or any(map(str.isalpha, cell.text))
        if cell.kind in NO_NAME or not is_word:
            what = NO_NAME.get(cell.kind, "number or sign")
            self._problem(field, "unusable-name", f"'{cell.text[:20]}' is a {what}, not a name")
        return cell.text

    def _text(self, field: str | int) -> str:
        if isinstance(field, str) and field not in self.of.columns.fields:
            return ""
        cell = self.seen.get(field) or self._cell(field)
        if cell.kind is CellKind.DAY and field != REFERENCE:
            meant = f"was {found} meant? " if (found := typed(cell)) else ""
            self._problem(
                field, "odd-cell", f"'{cell.text[:20]}' is a date", f"{meant}set the cell as text and type it anew"
            )
        return cell.text

    def _cell(self, field: str | int) -> Cell:
        """A cell that was not seen yet. What is wrong with it is reported."""
        at, part = self.of.places[field]
        cell = self.seen[field] = self.row.cells[at] if at < len(self.row.cells) else EMPTY
        if cell.kind in ODD:
            rule, message, hint = ODD[cell.kind]
            which = f" ({cell.text})" if cell.kind in {CellKind.ERROR, CellKind.SHORTENED} and cell.text else ""
            meant = f"was {found} meant? " if (found := typed(cell)) else ""
            self._problem(field, rule, f"{message}{which}", meant + hint)
        elif part and cell.text and cell.kind is not CellKind.DAY:
            for wrong in spoilt(cell.text, part):
                self._problem(field, *wrong)
        return cell

    def _problem(
        self, field: str | int, rule: str, message: str, hint: str = "", severity: Severity = Severity.OF_ITS_RULE
    ) -> None:
        at = field if isinstance(field, int) else self.of.columns.fields.get(field, -1)
        if at < 0 and field == ADDRESS and self.of.columns.address:
            at = self.of.columns.address[0]
        found = Problem(Where(self.of.table.name, self.row.number, at + 1 or 1), rule, message, hint, severity)
        if found not in self.problems:
            self.problems.append(found)


# Recipients: read row by row, with every row that cannot be used.

_MOST_TOLD: Final = 1_000  # bad rows that are listed; a list with more has the wrong columns


@dataclass(frozen=True)
class RecipientList:
    """Recipients from a table. ``positions`` are all that exist; ``views`` are what letters on a subject add.

    A subject without an entry in ``views`` has the position of ``defaults``.
    """

    table: Table
    columns: Columns
    defaults: Defaults
    base: FactBase
    positions: tuple[str, ...]
    views: Mapping[str, str] = field(default_factory=dict)
    known: dict[tuple[str, str], tuple[str, ...]] = field(default_factory=dict)  # cached cells with names
    wishes: dict[tuple[Cell, ...], Wish] = field(default_factory=dict)  # cached cells of the columns ``of_text``

    @cached_property
    def called(self) -> Called:
        """The names that cells may use for topics, questions, fears and actions."""
        return names_of_concerns(self.base)

    @cached_property
    def places(self) -> Mapping[str | int, tuple[int, CellRole | None]]:
        """The column of each field, and of each line of the address; and the part of a letter that it becomes."""
        columns = self.columns
        places: dict[str | int, tuple[int, CellRole | None]] = {
            at: (at, CellRole.POSTCODE if at == columns.postcode else CellRole.ADDRESS) for at in columns.address
        }
        places.update((field, (at, _PARTS.get(field))) for field, at in columns.fields.items())
        return places

    @cached_property
    def named(self) -> frozenset[int]:
        """The columns that hold names."""
        fields = (NAME, TITLE, FORENAME, SURNAME, SURNAME_FIRST, SALUTATION)
        return frozenset(self.columns.fields[field] for field in fields if field in self.columns.fields)

    @cached_property
    def flags(self) -> frozenset[int]:
        """The columns that are headed as what nobody is written to for: "Deceased", "Do not contact"."""
        used = {*self.columns.fields.values(), *self.columns.address}
        headed = enumerate(map(fold_heading, self.columns.headings))
        return frozenset(at for at, heading in headed if at not in used and _NOTED.match(heading))

    @cached_property
    def of_text(self) -> tuple[int, ...]:
        """The columns that say what a letter is, whoever gets it."""
        return tuple(self.columns.fields[field] for field in _OF_TEXT if field in self.columns.fields)

    @cached_property
    def plain_rows(self) -> PlainRows | None:
        """Tells rows with nothing odd in them by one look; ``None`` where no row of these columns counts as such."""
        return None if self.defaults.by_email else PlainRows.of(self.columns, self.of_text, self.flags)

    def plain(self, row: TableRow) -> Recipient | None:
        """The recipient of a row with nothing odd in it, whose letter another row has wished for; else ``None``."""
        if self.plain_rows is None:
            return None
        wish = self.wishes.get(tuple([row.cells[at] if at < len(row.cells) else EMPTY for at in self.of_text]))
        reader = self.plain_rows.reader(row.cells) if wish else None
        return self.recipient(row, reader.to, reader.reference, wish) if reader and wish else None

    def recipient(
        self, row: TableRow, to: Correspondent, reference: str, wish: Wish, mailing: Mailing | None = None
    ) -> Recipient:
        """The recipient of a row, from all that it says."""
        request = LetterRequest(
            wish.topics,
            to,
            self.defaults.date,
            wish.position,
            wish.length,
            reference,
            asks=wish.asks,
            fears=wish.fears,
            wants=wish.wants,
            mailing=mailing,
            attached=self.defaults.attached,
        )
        return Recipient(row.number, request, wish.large_print)

    def each(self) -> Iterator[Recipient | Problem]:
        """The recipients in order. A row that cannot be used gives its problems instead."""
        before = RowsBefore(self.table.name)
        telephones = set(self.columns.telephones)
        for row in self.table.rows():
            if row.number <= self.columns.row:
                continue
            for at in [at for at in telephones if at < len(row.cells) and has_lost_zero(row.cells[at].text)]:
                telephones.remove(at)  # reported once, since no letter uses it
                message, hint = (
                    "telephone numbers have lost their first zeros",
                    "look at house numbers and references too",
                )
                yield Problem(Where(self.table.name, row.number, at + 1), "lost-zeros", message, hint)
            recipient = self.plain(row)
            if recipient is None:
                recipient, problems = RowReader(self, row).made()
                yield from problems
                if recipient is None or (problems and errors(problems)):
                    continue
            again = before.take(row.number, recipient.request)
            if again is not None:
                yield again
            if again is None or again.severity is Severity.WARNING:
                yield recipient


def few_bad(recipients: Iterable[Recipient | Problem]) -> Iterator[Recipient | Problem]:
    """The recipients, and what is wrong with rows. Reading stops after the first thousand bad ones.

    The first thousand doubtful rows are reported too, and then the number of the others.
    """
    count = doubtful = 0
    last: Problem | None = None
    for found in recipients:
        if isinstance(found, Problem) and found.severity is Severity.WARNING:
            doubtful, last = doubtful + 1, found
            if doubtful > _MOST_TOLD:
                continue
        elif isinstance(found, Problem):
            count += 1
            if count > _MOST_TOLD:
                message = f"more than {_MOST_TOLD:,} rows cannot be used; the rest is not listed"
                yield Problem(Where(found.where.path), "many-bad-rows", message, "are the columns the right ones?")
                return
        yield found
    if last is not None and doubtful > _MOST_TOLD:
        message = f"{doubtful - _MOST_TOLD:,} more cells are doubtful; they are not listed"
        hint = "are the columns the right ones?"
        yield Problem(Where(last.where.path), "many-doubtful-cells", message, hint)
