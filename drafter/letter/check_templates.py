"""Checks of whole templates: their text, branch by branch."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import TypeVar

import jinja2

from drafter.facts.model import Action, FactBase, Topic
from drafter.files.system import reason_of
from drafter.frozen import dataclass
from drafter.letter import finish
from drafter.letter.acts import acts_in_a_template
from drafter.letter.analysis import (
    Constant,
    Reading,
    home_of,
    is_position,
    names_given,
    reading_of,
    series_named,
    with_rubs,
)
from drafter.letter.compose import ASKING, SILENT
from drafter.letter.templates import CORRECTION, SAID, SUFFIX, Templates, TooLarge
from drafter.letter.vocabulary import BESIDE, Given, TemplateValue, given_to, names_of
from drafter.problems import Problem, Where, nearest

EntryT = TypeVar("EntryT", Topic, Action)
_NEEDED = (*(f"{name}{SUFFIX}" for name in ("thanks", "close", SILENT, SAID, ASKING)), finish.TEMPLATE)


def check_templates(templates: Templates, base: FactBase, *, sound: bool) -> list[Problem]:
    """Every problem of the templates' text. ``sound`` tells that the facts have no errors, so that all are known."""
    problems = list(_missing(templates))
    for path in templates.paths():
        problems += _Reading(templates, base, path, sound).problems()
    return problems


def _missing(templates: Templates) -> Iterator[Problem]:
    for path in _NEEDED:
        if not templates.has(path):
            yield Problem(templates.where(path, 0), "missing-template", "is missing; every letter needs it")


@dataclass(frozen=True, slots=True)
class _Reading:
    """One template, read as a syntax tree."""

    templates: Templates
    base: FactBase
    path: str
    sound: bool

    def problems(self) -> Iterator[Problem]:
        try:
            tree = self.templates.tree(self.path)
        except TooLarge as failure:
            yield Problem(self._where(failure.lineno), "too-large", str(failure.message))
            return
        except jinja2.TemplateSyntaxError as failure:
            yield Problem(self._where(failure.lineno), "template-syntax", str(failure.message).rstrip("."))
            return
        except UnicodeDecodeError:
            hint = "save the file with encoding UTF-8"
            yield Problem(self._where(0), "not-utf-8", "is not UTF-8 text", hint)
            return
        except OSError as failure:
            reason = reason_of(failure)
            yield Problem(self._where(0), "unreadable-file", f"cannot be read: {reason}")
            return
        except RecursionError:
            yield Problem(self._where(0), "template-syntax", "is too deep for a template")
            return
        yield from self.templates.unbounded(self.path)
        reading = reading_of(self.templates, self.path, tree)
        yield from self._names(reading)
        if self.sound:  # otherwise a fact or a topic with an error would seem unknown
            yield from self._topics(reading)
            yield from self._references(reading)
        yield from acts_in_a_template(self.templates, self.path, self.templates.text(self.path))

    def _where(self, line: int) -> Where:
        return self.templates.where(self.path, line)

    def _names(self, reading: Reading) -> Iterator[Problem]:
        kinds = {finish.TEMPLATE: TemplateValue.CITATION, CORRECTION: TemplateValue.CORRECTION}
        known = names_of(
            kinds.get(self.path, TemplateValue.POSITION if is_position(self.path) else TemplateValue.LETTER)
        )
        for name, line in reading.used:
            if name not in known and name not in reading.own:
                hint = nearest(name, known) or f"known here: {', '.join(sorted(known))}"
                yield Problem(self._where(line), "undefined-name", f"'{name}' is undefined", hint)
        for line in reading.includes:
            message = "a template stands by itself: it includes, imports and extends no other"
            yield Problem(self._where(line), "unsafe-template", message)

    def _references(self, reading: Reading) -> Iterator[Problem]:
        for call in reading.calls:
            noun, known = self._known(call.name)
            yield from self._strangers(call.args if noun else (), noun, known)
            for key in BESIDE & set(call.named):
                yield from self._strangers(call.named[key], "fact", self.base.facts)

    def _known(self, function: str) -> tuple[str, Collection[str]]:
        """The kind of name that a function takes, as a word, and the known names; empty if it takes no names."""
        given = given_to(function)
        match given:
            case Given.QUESTION:
                return given.value, self._concerns(function)
            case Given.ACTION:
                return given.value, {name for one in self._own(self.base.actions) for name in (one.name, one.id)}
            case Given.RUB:
                return given.value, {rub.id for subject in with_rubs(self.home, self.base) for rub in subject.rubs}
            case Given.FACT | Given.FACT_OR_SERIES | Given.SERIES:
                series = series_named(self.home, self.base)
                noun = Given.SERIES if given is Given.SERIES else Given.FACT
                return noun.value, names_given(function, self.base, series)
        return "", ()

    def _strangers(self, given: Iterable[Constant], noun: str, known: Collection[str]) -> Iterator[Problem]:
        """Report the names that do not exist."""
        for one in given:
            if one.value not in known:
                message, hint = f"there is no {noun} '{one.value}'", nearest(str(one.value), known)
                yield Problem(self._where(one.line), f"unknown-{noun}", message, hint)

    def _concerns(self, function: str) -> set[str]:
        """The questions or fears that a template may ask about: its topic's; in a position, all topics'."""
        every = self._own(self.base.topics)
        topics = [topic for topic in every if self.path == f"{topic.subject}/{topic.name}{SUFFIX}"] or every
        kind = "questions" if function == "asks" else "fears"
        return {concern.id for one in topics for concern in getattr(one, kind)}

    @property
    def home(self) -> str:
        """The subject in whose folder the template stands; empty for those of all subjects."""
        return home_of(self.path)

    def _own(self, entries: Mapping[str, EntryT]) -> list[EntryT]:
        """The topics or actions of which a template may speak: its own subject's, or all subjects'."""
        return [one for one in entries.values() if self.home in ("", one.subject)]

    def _topics(self, reading: Reading) -> Iterator[Problem]:
        for name, one in reading.compared:
            known = {topic.name for topic in self._own(self.base.topics)}
            if name in {"topic", "topics"} and one.value and one.value not in known:
                hint = nearest(str(one.value), known)
                yield Problem(self._where(one.line), "unknown-topic", f"there is no topic '{one.value}'", hint)
