"""Runs the rules by which ``drafter check`` judges facts and templates. An office may choose each rule's severity."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from pkgutil import resolve_name

from drafter import catalogue
from drafter.catalogue import OFF, SETTINGS
from drafter.catalogue.model import Scope
from drafter.problems import Problem, Severity, Where, errors, nearest
from drafter.rules.looked import Looked


def run(looked: Looked, settings: Mapping[str, str], *scopes: Scope) -> list[Problem]:
    """The problems that the rules of some scopes find; without scopes, those of all rules.

    ``settings`` maps a rule's id to ``off``, ``warning`` or ``error``.
    """
    problems: list[Problem] = []
    for rule in catalogue.checked(*scopes):
        weight = settings.get(rule.id, rule.severity)
        if weight != OFF:
            check: Callable[[Looked], Iterator[Problem]] = resolve_name(rule.check)
            found = check(looked)
            problems += found if weight is None else [replace(one, severity=Severity(weight)) for one in found]
    return problems


def sound(settings: Iterable[tuple[str, str]]) -> dict[str, str]:
    """The valid ones of an office's settings. ``check_settings`` reports what is wrong with the others."""
    known = {rule.id for rule in catalogue.checked()}
    return {id_: weight for id_, weight in settings if id_ in known and weight in SETTINGS}


def check_settings(settings: Mapping[str, str], where: Callable[[str], Where]) -> Iterator[Problem]:
    """What is wrong with an office's settings; ``where`` is the place of a rule's setting."""
    known = [rule.id for rule in catalogue.checked()]
    for id_, weight in settings.items():
        if id_ not in known:
            hint = nearest(id_, known) or f"known: {', '.join(known)}"
            yield Problem(where(id_), "unknown-rule", f"there is no rule '{id_}' to set", hint)
        elif weight not in SETTINGS:
            hint = "write off, warning or error"
            yield Problem(where(id_), "unknown-rule", f"a rule cannot be set to '{weight}'", hint)


def run_on(looked: Looked, facts: Iterable[str], settings: Mapping[str, str]) -> list[Problem]:
    """The errors of these facts alone, by id. Only rules on single facts are run."""
    base = replace(looked.base, facts={id_: looked.base.facts[id_] for id_ in facts if id_ in looked.base.facts})
    return errors(run(replace(looked, base=base), sound(settings.items()), Scope.FACT))
