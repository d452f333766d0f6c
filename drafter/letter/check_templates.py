"""Templates looked at as a whole: first as text, branch by branch, then by composing letters of every time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import PurePosixPath

import jinja2
from jinja2 import nodes

from drafter.facts.claims import plain
from drafter.facts.model import FactBase, Withdrawal
from drafter.letter import correction, finish
from drafter.letter.acts import acts_in_a_template
from drafter.letter.analysis import is_position
from drafter.letter.compose import ASKING, SAID, SILENT, compose
from drafter.letter.recipient import correspondent
from drafter.letter.request import Length, LetterRequest
from drafter.letter.templates import (
    CITATION_NAMES,
    CONCERN_FUNCTIONS,
    CORRECTION,
    CORRECTION_NAMES,
    FACT_FUNCTIONS,
    LETTER_NAMES,
    OR_SERIES,
    POSITION_NAMES,
    SUFFIX,
    Templates,
    TooLarge,
)
from drafter.office import Office
from drafter.problems import Problem, ProblemsFound, Where, nearest

_NEEDED = (*(f"{name}{SUFFIX}" for name in ("thanks", "close", SILENT, SAID, ASKING)), finish.TEMPLATE)


def check_templates(
    templates: Templates, base: FactBase, office: Office, *, sound: bool, composes: bool = True
) -> list[Problem]:
    """Every problem of the templates. Only where the facts are ``sound`` are letters composed to find the rest, unless
    that is known (``composes``).
    """
    problems = list(_missing(templates, base))
    for path in templates.paths():
        problems += _Reading(templates, base, path, sound).problems()
    if sound and composes and not problems:
        problems += _composed(templates, base, office)
    return problems


def _missing(templates: Templates, base: FactBase) -> Iterator[Problem]:
    homes = [f"{subject}/next{SUFFIX}" for subject in base.subjects]
    for path in (*_NEEDED, *homes):
        if not templates.has(path):
            yield Problem(templates.where(path, 0), "missing-template", "is missing; every letter needs it")
    for topic in base.topics.values():
        path = f"{topic.subject}/{topic.id}{SUFFIX}"
        if not templates.has(path):
            message = f"the topic '{topic.id}' has no template"
            yield Problem(topic.where, "missing-template", message, f"write {templates.name}/{path}")


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
            reason = (failure.strerror or str(failure)).lower()
            yield Problem(self._where(0), "unreadable-file", f"cannot be read: {reason}")
            return
        except RecursionError:
            yield Problem(self._where(0), "template-syntax", "is too deep for a template")
            return
        yield from self.templates.unbounded(self.path)
        yield from self._names(tree)
        yield from self._topics(tree)
        if self.sound:  # else a fact that could not be read would seem to be none
            yield from self._references(tree)
        yield from acts_in_a_template(self.templates, self.path, self.templates.text(self.path))

    def _where(self, line: int) -> Where:
        return self.templates.where(self.path, line)

    def _names(self, tree: nodes.Template) -> Iterator[Problem]:
        own_names = {finish.TEMPLATE: CITATION_NAMES, CORRECTION: CORRECTION_NAMES}
        known = own_names.get(self.path, POSITION_NAMES if is_position(self.path) else LETTER_NAMES)
        own = {n.name for n in tree.find_all(nodes.Name) if n.ctx in {"store", "param"}}
        own |= {macro.name for macro in tree.find_all(nodes.Macro)}
        for name in tree.find_all(nodes.Name):
            if name.ctx == "load" and name.name not in known and name.name not in own:
                message = f"'{name.name}' is undefined"
                hint = nearest(name.name, known) or f"known here: {', '.join(sorted(known))}"
                yield Problem(self._where(name.lineno), "undefined-name", message, hint)
        for kind in (nodes.Include, nodes.Import, nodes.FromImport, nodes.Extends):
            for node in tree.find_all(kind):
                message = "a template stands by itself: it includes, imports and extends no other"
                yield Problem(self._where(node.lineno), "unsafe-template", message)

    def _references(self, tree: nodes.Template) -> Iterator[Problem]:
        for call in tree.find_all(nodes.Call):
            if not isinstance(call.node, nodes.Name):
                continue
            noun, known = self._known(call.node.name)
            beside = [kw.value for kw in call.kwargs if kw.key in {"since", "unless", "answer"}]
            yield from self._strangers(call.args if noun else [], noun, known)
            yield from self._strangers(beside, "fact", set(self.base.facts))

    def _known(self, function: str) -> tuple[str, set[str]]:
        """What a function takes, as a word, and by which names; nothing where it takes no names."""
        series = {fact.series for fact in self.base.facts.values() if fact.series}
        if function in CONCERN_FUNCTIONS:
            return "question", self._concerns(function)
        if function in FACT_FUNCTIONS:
            return "fact", {*self.base.facts, *(series if function in OR_SERIES else ())}
        rubs = {rub.id for subject in self.base.subjects.values() for rub in subject.rubs}
        return {
            "series": ("series", series),
            "rub": ("rub", rubs),
            "wants": ("action", set(self.base.actions)),
        }.get(function, ("", set()))

    def _strangers(self, args: Iterable[nodes.Node], noun: str, known: set[str]) -> Iterator[Problem]:
        """Names that nothing has."""
        for arg in (inner for node in args for inner in _constants(node)):
            if arg.value not in known:
                message, hint = f"there is no {noun} '{arg.value}'", nearest(str(arg.value), known)
                yield Problem(self._where(arg.lineno), f"unknown-{noun}", message, hint)

    def _concerns(self, function: str) -> set[str]:
        """The questions or fears that a template may ask for: those of its topic, in a position those of all."""
        topic = self.base.topics.get(PurePosixPath(self.path).name.removesuffix(SUFFIX))
        topics = [topic] if topic is not None else list(self.base.topics.values())
        kind = "questions" if function == "asks" else "fears"
        return {concern.id for one in topics for concern in getattr(one, kind)}

    def _topics(self, tree: nodes.Template) -> Iterator[Problem]:
        for compare in tree.find_all(nodes.Compare):
            sides = [compare.expr, *(operand.expr for operand in compare.ops)]
            if not any(isinstance(side, nodes.Name) and side.name in {"topic", "topics"} for side in sides):
                continue
            for name in (side.value for side in sides if isinstance(side, nodes.Const)):
                if name and name not in self.base.topics:
                    hint = nearest(str(name), self.base.topics)
                    yield Problem(self._where(compare.lineno), "unknown-topic", f"there is no topic '{name}'", hint)


def _composed(templates: Templates, base: FactBase, office: Office) -> list[Problem]:
    """What shows only in letters: each topic alone and all together, as of every day on which a fact began."""
    problems: dict[Problem, None] = {}
    reader = correspondent("A Reader")
    days: list[date] = sorted({fact.start for fact in base.facts.values()})
    everything = [tuple(t.id for t in base.topics.values() if t.subject == subject) for subject in base.subjects]
    for day in days:
        for topics in [*everything, *((topic,) for topic in base.topics)]:
            home = base.topics[topics[0]].subject
            # A view stands among claims as well in a brief letter, which is sooner composed.
            lengths = {"": Length.FULL} | dict.fromkeys(templates.named(f"{home}/positions"), Length.BRIEF)
            for position, length in lengths.items() if len(topics) > 1 else [("", Length.FULL)]:
                request = LetterRequest(topics, reader, day, position, length)
                problems.update(dict.fromkeys(_composing(request, base, templates, office)))
    for topics in everything if days else ():
        request = LetterRequest(topics, reader, days[-1], asks_address=True)
        problems.update(dict.fromkeys(_composing(request, base, templates, office)))
    problems.update(dict.fromkeys(_corrections(templates, base, office)))
    return list(problems)


def _composing(request: LetterRequest, base: FactBase, templates: Templates, office: Office) -> tuple[Problem, ...]:
    try:
        compose(request, base, templates, office)
    except ProblemsFound as found:
        return found.problems
    return ()


def _corrections(templates: Templates, base: FactBase, office: Office) -> Iterator[Problem]:
    """What shows only in a correction, of a fact that was withdrawn and of one that was overtaken."""
    if not base.facts or not templates.has(CORRECTION):
        return
    fact = next(iter(base.facts.values()))
    earlier = correction.Earlier(1, fact.start, plain(fact.claim), correspondent("A Reader"), (fact.topics[0],), "")
    for gone in (fact, replace(fact, withdrawn=Withdrawal(fact.start, "an example"))):
        try:
            correction.compose_correction(earlier, gone, fact.start, base, templates, office)
        except ProblemsFound as found:
            yield from found.problems


def _constants(node: nodes.Node) -> Iterator[nodes.Const]:
    """The constants of an argument, those in lists too."""
    if isinstance(node, nodes.Const):
        yield node
    elif isinstance(node, nodes.List | nodes.Tuple):
        for item in node.items:
            yield from _constants(item)
