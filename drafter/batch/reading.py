"""One row of a list read: the recipient that it stands for, or everything that is wrong with it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from drafter.batch import columns as named
from drafter.batch.called import fold
from drafter.batch.cells import EMPTY, NO, NO_NAME, ODD, YES, Cell, Kind, typed
from drafter.batch.model import NO_POSITION, Recipient
from drafter.batch.spoilt import Part, is_house, odd_postcode, spoilt
from drafter.batch.tables import Row
from drafter.letter.concerns import topics_of
from drafter.letter.correspondent import UnusableAddress, UnusableName, clean, correspondent, postcodes
from drafter.letter.mailing import Mailing, nobody_reads, usable_address
from drafter.letter.names import FAULTS, Fault, fault_of, read_parts
from drafter.letter.request import Length, LetterRequest
from drafter.problems import Problem, Severity, Where, errors, nearest

if TYPE_CHECKING:
    from drafter.batch.recipients import Listed

_KNOWN: Final = 1_000  # cells of names that are remembered: mostly there are a few
_NOUNS: Final = {named.TOPICS: "topic", named.ASKS: "question", named.FEARS: "fear", named.WANTS: "action"}
_RULES: Final = {
    named.TOPICS: "unknown-topic",
    named.ASKS: "unknown-question",
    named.FEARS: "unknown-question",
    named.WANTS: "unknown-action",
}
_PARTS: Final = {
    **dict.fromkeys((named.NAME, named.TITLE, named.FORENAME, named.SURNAME_FIRST), Part.NAME),
    named.SURNAME: Part.SURNAME,
    named.SALUTATION: Part.SALUTATION,
    named.ADDRESS: Part.ADDRESS,
    named.POSTCODE: Part.POSTCODE,
    named.REFERENCE: Part.REFERENCE,
}
_BETWEEN_NAMES: Final = re.compile(r"[;/\n\r|]|\s{3,}")
_TOTAL: Final = re.compile(r"(?:(?:grand|sub)[ -]?)?totals?\b(?:\W*|.*\d\W*)", re.IGNORECASE)
_TOGETHER: Final = re.compile(r"&|\band\b", re.IGNORECASE)


@dataclass(slots=True)
class Reading:
    """One row being read."""

    of: Listed
    row: Row
    problems: list[Problem] = field(default_factory=list)
    seen: dict[str | int, Cell] = field(default_factory=dict)  # cells that were looked at, and told of

    def made(self) -> list[Recipient | Problem]:
        """The recipient, unless something is wrong; and what is."""
        if (stray := self.of.columns.stray(self.row.cells)) is not None:  # then the others may be shifted
            between = any(self.of.columns.headings[stray:])
            what = "has a cell under no heading" if between else "has more cells than there are headings"
            hint = "give the column a heading; or " if between else ""
            hint += "is a comma within an address not in quotation marks?"
            self._problem(stray, "extra-cells", what, hint)
            return list(self.problems)
        defaults = self.of.defaults
        name, address = self._name(), self._address()
        asks, fears, wants = self._names(named.ASKS), self._names(named.FEARS), self._names(named.WANTS)
        topics = self._topics(asks, fears)
        position, length = self._position(topics, wants), self._length()
        large_print, reference = self._large_print(), clean(self._text(named.REFERENCE))
        mailing = self._mailing() if defaults.by_email else None
        if errors(self.problems):
            return list(self.problems)
        try:
            to = correspondent(name, address, self._text(named.SALUTATION) or self._greeting())
        except UnusableName as failure:
            self._problem(named.NAME, "unusable-name", failure.as_problem)
            return list(self.problems)
        except UnusableAddress as failure:
            self._problem(named.ADDRESS, "unusable-address", failure.as_problem)
            return list(self.problems)
        request = LetterRequest(
            topics,
            to,
            defaults.date,
            position,
            length,
            reference,
            asks=asks,
            fears=fears,
            wants=wants,
            mailing=mailing,
            attached=defaults.attached,
        )
        return [*self.problems, Recipient(self.row.number, request, large_print)]

    def _mailing(self) -> Mailing | None:
        """Where the letter goes by e-mail: to the one address of its row."""
        text = clean(self._text(named.EMAIL))
        address = usable_address(text)
        if not text:
            self._problem(named.EMAIL, "no-recipient", "has no e-mail address", "a row without one has no e-mail")
        elif text.count("@") > 1:
            self._problem(named.EMAIL, "two-people", "has more than one e-mail address", "a row for each")
        elif not address:
            self._problem(named.EMAIL, "no-recipient", "has no e-mail address that can be written to")
        elif nobody_reads(address):
            self._problem(named.EMAIL, "no-recipient", "has an e-mail address that nobody reads")
        return Mailing(address) if address else None

    def _name(self) -> str:
        title, forename, surname = (self._word(field) for field in (named.TITLE, named.FORENAME, named.SURNAME))
        whole = self._word(named.NAME) or self._turned()
        name = " ".join(filter(None, (title, forename, surname) if surname or not whole else (title, whole)))
        if whole and not surname and title and whole.casefold().startswith(title.casefold()):
            name = whole
        if errors(self.problems):  # told of its cells already
            return name
        if not name or _TOTAL.fullmatch(name):
            first = next((cell.text for cell in self.row.cells if cell.text), "")
            hint = "is it a total? take it out" if first.casefold().startswith("total") or name else ""
            self._problem(named.NAME, "no-name", "has no name", hint)
        elif name.startswith("="):
            self._problem(named.NAME, "unusable-name", "begins with '=', as a formula does and no name")
        elif _BETWEEN_NAMES.search(name) or name.count("@") > 1:
            hint = "a row for each; those who wrote together are 'Mr A and Mrs B Patel'"
            self._problem(named.NAME, "two-people", "seems to hold more than one person", hint)
        elif not self._text(named.SALUTATION):
            self._half(name, forename if title and not (surname or whole) else "", surname)
        return name

    def _half(self, name: str, forename: str, surname: str) -> None:
        """Tell of a name that is half a name; ``forename`` where it follows a title and the surname's cell is empty."""
        fault = Fault.NO_SURNAME if forename and " " not in forename else fault_of(name)
        if fault is None or (fault is Fault.FORENAME_ALONE and surname):
            return
        severity = Severity.WARNING if fault is Fault.FORENAME_ALONE else Severity.ERROR
        lacking = named.FORENAME if fault is Fault.SIR_WITHOUT_FORENAME else named.SURNAME
        self._problem(
            lacking if lacking in self.of.columns.fields else named.NAME, "half-a-name", *FAULTS[fault], severity
        )

    def _greeting(self) -> str:
        """The greeting where title, forename and surname have columns of their own: they are believed."""
        title, forename, surname = (self._word(field) for field in (named.TITLE, named.FORENAME, named.SURNAME))
        greeting = read_parts(title, forename, surname) if title and surname else ""
        return f"Dear {greeting}" if greeting else ""

    def _turned(self) -> str:
        """The name of a column that has surnames first: "Patel, Asha" is "Asha Patel"."""
        typed = self._word(named.SURNAME_FIRST)
        surname, *forenames = [part.strip() for part in typed.split(",")]
        if len(forenames) > 1 or (not forenames and " " in typed) or _TOGETHER.search(surname):
            message = "is not a surname, a comma and forenames"
            self._problem(named.SURNAME_FIRST, "unusable-name", message, "write it like 'Patel, Asha'")
        return " ".join(filter(None, (*forenames, surname)))

    def _address(self) -> str:
        lines = [(at, text) for at in self.of.columns.address if (text := self._text(at))]
        whole = "\n".join(self._line(lines, index) for index in range(len(lines))) or self._text(named.ADDRESS)
        code = self._text(named.POSTCODE)
        if code and clean(code).casefold().replace(" ", "") not in clean(whole).casefold().replace(" ", ""):
            whole = f"{whole}\n{code}" if "\n" in whole or not whole else f"{whole}, {code}"
        if len(set(postcodes(whole))) > 1:
            self._problem(named.ADDRESS, "two-people", "the address has two postcodes", "a row for each household")
        at = self.of.columns.postcode
        alone = 0 <= at < len(self.row.cells)
        wrong = odd_postcode(self.row.cells[at].text if alone else whole, alone=alone)
        if wrong and not any(problem.where.column == at + 1 for problem in self.problems):
            self._problem(at if alone else named.ADDRESS, *wrong)
        return whole

    def _line(self, lines: Sequence[tuple[int, str]], index: int) -> str:
        """A line of the address that has a column of its own. A house number needs its street."""
        at, text = lines[index]
        if not is_house(text):
            return text
        if at in self.of.columns.flats:
            return f"Flat {text}"
        below = lines[index + 1][0] if index + 1 < len(lines) else self.of.columns.postcode
        if below in self.of.columns.beyond_street:
            message, hint = f"'{text[:20]}' is a house number without a street", "is the street missing?"
            self._problem(at, "doubtful-cell", message, hint, Severity.WARNING)
        return text

    def _topics(self, asks: tuple[str, ...], fears: tuple[str, ...]) -> tuple[str, ...]:
        """The topics: of what is asked and feared, and those named; where a row names none, those for all."""
        topics = topics_of(asks, fears, self._names(named.TOPICS)) or self.of.defaults.topics
        if not topics and not any(self._text(field).strip(",;|/ \n") for field in _NOUNS):
            self._problem(named.TOPICS, "no-topic", "has no topic", "give one for all with --topic")
        return topics

    def _names(self, field: str) -> tuple[str, ...]:
        """The ids of what a cell names."""
        text = self._text(field)
        if (field, text) in self.of.known:
            return self.of.known[field, text]
        ids: Mapping[str, str] = getattr(self.of.called, field)
        # A question may have a comma in it: the whole cell is looked up first.
        said = [text] if fold(text) in ids else [part for part in re.split(r"[,;|/\n]", text) if part.strip()]
        found = tuple(dict.fromkeys(ids[fold(word)] for word in said if fold(word) in ids))
        wrong = [word.strip() for word in said if fold(word) not in ids]
        for word in wrong:
            hint = nearest(word, ids.values()) or "'drafter topics' lists them"
            self._problem(field, _RULES[field], f"there is no {_NOUNS[field]} '{word[:40]}'", hint)
        if not wrong and len(self.of.known) < _KNOWN:
            self.of.known[field, text] = found
        return found

    def _position(self, topics: tuple[str, ...], wants: tuple[str, ...]) -> str:
        word = self._text(named.POSITION).casefold()
        if not word:
            subject = next((self.of.base.topics[topic].subject for topic in topics), "")
            subject = subject or next((self.of.base.actions[action].subject for action in wants), "")
            return self.of.views.get(subject, self.of.defaults.position)
        if word != NO_POSITION and word not in self.of.positions:
            hint = nearest(word, self.of.positions) or f"known: {', '.join((NO_POSITION, *self.of.positions))}"
            self._problem(named.POSITION, "unknown-position", f"there is no position '{word[:40]}'", hint)
        return "" if word == NO_POSITION else word

    def _length(self) -> Length:
        word = self._text(named.LENGTH).casefold()
        if not word:
            return self.of.defaults.length
        if word not in set(Length):
            hint = f"known: {', '.join(Length)}"
            self._problem(named.LENGTH, "unknown-length", f"there is no length '{word[:40]}'", hint)
            return self.of.defaults.length
        return Length(word)

    def _large_print(self) -> bool:
        word = self._text(named.LARGE_PRINT).casefold()
        if word not in YES and word not in NO:
            self._problem(named.LARGE_PRINT, "odd-cell", f"'{word[:40]}' is neither yes nor no")
        return word in YES or self.of.defaults.large_print

    def _word(self, field: str) -> str:
        """A part of a name: no number and no day is one."""
        if field not in self.of.columns.fields:
            return ""
        cell = self._cell(field)
        if cell.kind in NO_NAME or (cell.text and cell.kind not in ODD and not any(map(str.isalpha, cell.text))):
            what = NO_NAME.get(cell.kind, "number or sign")
            self._problem(field, "unusable-name", f"'{cell.text[:20]}' is a {what}, not a name")
        return cell.text

    def _text(self, field: str | int) -> str:
        if isinstance(field, str) and field not in self.of.columns.fields:
            return ""
        cell = self._cell(field)
        if cell.kind is Kind.DAY and field != named.REFERENCE:
            meant = f"was {found} meant? " if (found := typed(cell)) else ""
            self._problem(
                field, "odd-cell", f"'{cell.text[:20]}' is a date", f"{meant}set the cell as text and type it anew"
            )
        return cell.text

    def _cell(self, field: str | int) -> Cell:
        if field in self.seen:
            return self.seen[field]
        at = field if isinstance(field, int) else self.of.columns.fields.get(field, -1)
        cell = self.seen[field] = self.row.cells[at] if 0 <= at < len(self.row.cells) else EMPTY
        if cell.kind in ODD:
            rule, message, hint = ODD[cell.kind]
            which = f" ({cell.text})" if cell.kind in {Kind.ERROR, Kind.SHORTENED} and cell.text else ""
            meant = f"was {found} meant? " if (found := typed(cell)) else ""
            self._problem(field, rule, f"{message}{which}", meant + hint)
        elif cell.text and cell.kind is not Kind.DAY and (part := self._part(field)):
            for wrong in spoilt(cell.text, part):
                self._problem(field, *wrong)
        return cell

    def _part(self, field: str | int) -> Part | None:
        if isinstance(field, int):
            return Part.POSTCODE if field == self.of.columns.postcode else Part.ADDRESS
        return _PARTS.get(field)

    def _problem(
        self, field: str | int, rule: str, message: str, hint: str = "", severity: Severity = Severity.ERROR
    ) -> None:
        at = field if isinstance(field, int) else self.of.columns.fields.get(field, -1)
        if at < 0 and field == named.ADDRESS and self.of.columns.address:
            at = self.of.columns.address[0]
        found = Problem(Where(self.of.table.name, self.row.number, at + 1 or 1), rule, message, hint, severity)
        if found not in self.problems:
            self.problems.append(found)
