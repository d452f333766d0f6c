"""Which templates use a fact, and where: read from their syntax trees, so that every branch is seen."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath

import jinja2
from jinja2 import nodes

from drafter.factbase.model import Fact, FactBase
from drafter.letter.templates import SUFFIX, Templates
from drafter.letter.vocabulary import FACT_FUNCTIONS, OR_SERIES
from drafter.problems import Where

_SERIES_FUNCTIONS = ("series",)
_NAMED = "named"  # in a list, say, whose items are facts


@dataclass(frozen=True, slots=True)
class Use:
    """One place where a template names a fact or its series. ``how`` is the function that it is given to."""

    where: Where
    template: str
    how: str
    name: str

    def __str__(self) -> str:
        return f"{self.where.path}:{self.where.line}: {self.how}({self.name})"


def uses(templates: Templates, base: FactBase) -> dict[str, tuple[Use, ...]]:
    """The uses of every fact that has any, in the order of the files. A template that cannot be read uses nothing."""
    series: dict[str, list[str]] = {}
    for fact in base.facts.values():
        if fact.series:
            series.setdefault(fact.series, []).append(fact.id)
    found: dict[str, list[Use]] = {}
    for path in sorted(templates.folder.rglob(f"*{SUFFIX}")):
        for use in _of(templates, path.relative_to(templates.folder).as_posix(), base, series):
            for id_ in series.get(use.name, ()) if use.name not in base.facts else (use.name,):
                found.setdefault(id_, []).append(use)
    return {id_: tuple(dict.fromkeys(found[id_])) for id_ in base.facts if id_ in found}


def answers_of(templates: Templates) -> dict[str, frozenset[str]]:
    """The questions that templates leave open, each with the facts that answer it wherever it stands."""
    found: dict[str, frozenset[str]] = {}
    for path in sorted(templates.folder.rglob(f"*{SUFFIX}")):
        try:
            tree = templates.tree(path.relative_to(templates.folder).as_posix())
        except (OSError, UnicodeDecodeError, RecursionError, jinja2.TemplateSyntaxError):
            continue  # 'drafter check' says so
        for call in tree.find_all(nodes.Call):
            if isinstance(call.node, nodes.Name) and call.node.name == "gap":
                told = [const.value for const in call.find_all(nodes.Const) if isinstance(const.value, str)]
                question, ids = told[0].strip().rstrip(".?") if told else "", frozenset(told[1:])
                found[question] = found.get(question, ids) & ids
    return found


def _of(templates: Templates, path: str, base: FactBase, series: Mapping[str, object]) -> Iterator[Use]:
    try:
        tree = templates.tree(path)
    except (OSError, UnicodeDecodeError, RecursionError, jinja2.TemplateSyntaxError):
        return  # 'drafter check' says so
    seen = set()
    for call in tree.find_all(nodes.Call):
        how = call.node.name if isinstance(call.node, nodes.Name) else ""
        known: Mapping[str, object] = (
            series if how in _SERIES_FUNCTIONS else base.facts if how in FACT_FUNCTIONS else {}
        )
        if how in OR_SERIES:
            known = {**base.facts, **series}
        for arg in call.args:
            if isinstance(arg, nodes.Const) and arg.value in known:
                seen.add(id(arg))
                yield Use(templates.where(path, arg.lineno), path, how, arg.value)
            elif isinstance(arg, nodes.Const) and how == "rub":
                rubs = [rub for subject in base.subjects.values() for rub in subject.rubs if rub.id == arg.value]
                for id_ in (id_ for rub in rubs for id_ in (*rub.told_first, *rub.yet)):
                    yield Use(templates.where(path, arg.lineno), path, how, id_)
    for const in tree.find_all(nodes.Const):
        if id(const) not in seen and isinstance(const.value, str) and const.value in base.facts:
            yield Use(templates.where(path, const.lineno), path, _NAMED, const.value)


def topics_of(fact: Fact, used: tuple[Use, ...], base: FactBase) -> tuple[str, ...]:
    """The topics whose letters depend on a fact: those of the templates; all, where every letter has the template."""
    mine = [topic.id for topic in base.topics.values() if topic.subject == fact.subject]
    stems = {PurePosixPath(use.template).name.removesuffix(SUFFIX) for use in used}
    return tuple(mine) if stems - set(mine) else tuple(topic for topic in mine if topic in stems)
