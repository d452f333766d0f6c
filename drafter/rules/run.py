"""The rules run: over a whole office, or over what is about to be written."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from drafter import catalogue
from drafter.catalogue import OFF, SETTINGS
from drafter.catalogue.model import Scope
from drafter.files.atomic import write_atomically
from drafter.problems import Problem, Severity, Where, errors, nearest

if TYPE_CHECKING:
    from drafter.rules.looked import Looked

# Runs the rules by which ``drafter check`` judges facts and templates. An office may choose each rule's severity.


def run(looked: Looked, settings: Mapping[str, str], *scopes: Scope) -> list[Problem]:
    """The problems that the rules of some scopes find; without scopes, those of all rules.

    ``settings`` maps a rule's id to ``off``, ``warning`` or ``error``.
    """
    from pkgutil import resolve_name  # late: mostly it is known already that no rule finds anything

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
    return errors(findings_on(looked, facts, settings))


def findings_on(looked: Looked, facts: Iterable[str], settings: Mapping[str, str]) -> list[Problem]:
    """The errors of these facts alone, by id, and what a person should know of them."""
    base = replace(looked.base, facts={id_: looked.base.facts[id_] for id_ in facts if id_ in looked.base.facts})
    return run(replace(looked, base=base), sound(settings.items()), Scope.FACT)


# Checks by the rules before something is written: a letter, or a change of a fact.


def wrong_before_drafting(cited: Iterable[str], looked: Callable[[], Looked], kept: Path | None) -> list[Problem]:
    """The errors in the templates' own words and in the cited facts, by id.

    ``kept`` is a file in the user's cache. It records that the templates had no error, and which facts had none. Its
    name must change with everything that the rules look at. ``looked`` is only called where the file does not have the
    answer.
    """
    cited = set(cited)
    clean = _clean(kept)
    if clean is not None and cited <= clean:
        return []
    what = looked()
    settings = sound(what.office.rules)
    found = errors(run(what, settings, Scope.TEMPLATES)) if clean is None else []
    found = found or run_on(what, sorted(cited), settings)
    if kept is not None and not found:
        write_atomically(kept, "\n".join(sorted(cited | (clean or set()))).encode(), kept.name, replace=True)
    return found


def odd_words(looked: Callable[[], Looked], kept: Path | None) -> tuple[tuple[str, Problem], ...]:
    """What the rules find wrong with the letters' own words, each with these words. With the office's severities, and
    errors only.
    """
    if not errors(wrong_before_drafting((), looked, kept)):
        return ()
    from drafter.rules.templates import claiming_words

    what = looked()
    lighter = {id_ for id_, weight in what.office.rules if weight in {OFF, Severity.WARNING}}
    return tuple((text, odd) for text, odd in claiming_words(what) if odd.rule not in lighter)


def _clean(kept: Path | None) -> set[str] | None:
    """The facts that were found without error, and the templates with them; ``None`` where there is no record."""
    try:
        return set(kept.read_text(encoding="utf-8").split()) if kept is not None else None
    except (OSError, UnicodeDecodeError):
        return None


def wrong_facts(looked: Looked, facts: Iterable[str], name: str = "") -> list[Problem]:
    """What is wrong with some facts, by id, with the office's severities.

    ``name`` is the changed file's name in problems. Conflicts between facts show only when all facts are checked; those
    found in this file came with the change.
    """
    settings = sound(looked.office.rules)
    alone = run_on(looked, facts, settings)
    if not name:
        return alone
    return [*alone, *errors(problem for problem in run(looked, settings, Scope.FACTS) if problem.where.path == name)]
