"""Checks by the rules before something is written: a letter, or a change of a fact."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from drafter.files.atomic import write_atomically
from drafter.problems import Problem, Severity, errors

if TYPE_CHECKING:
    from drafter.rules.looked import Looked


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
    from drafter.catalogue.model import Scope

    # Late: there are many rules, and usually the file already says that nothing is wrong.
    from drafter.rules import run as rules

    what = looked()
    settings = rules.sound(what.office.rules)
    found = errors(rules.run(what, settings, Scope.TEMPLATES)) if clean is None else []
    found = found or rules.run_on(what, sorted(cited), settings)
    if kept is not None and not found:
        write_atomically(kept, "\n".join(sorted(cited | (clean or set()))).encode(), kept.name, replace=True)
    return found


def odd_words(looked: Callable[[], Looked], kept: Path | None) -> tuple[tuple[str, Problem], ...]:
    """What the rules find wrong with the letters' own words, each with these words. With the office's severities, and
    errors only.
    """
    if not errors(wrong_before_drafting((), looked, kept)):
        return ()
    from drafter.catalogue import OFF
    from drafter.rules.templates import odd_words as found_in

    what = looked()
    lighter = {id_ for id_, weight in what.office.rules if weight in {OFF, Severity.WARNING}}
    return tuple((text, odd) for text, odd in found_in(what) if odd.rule not in lighter)


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
    from drafter.catalogue.model import Scope
    from drafter.rules.run import run, run_on

    alone = run_on(looked, facts, dict(looked.office.rules))
    if not name:
        return alone
    return [*alone, *errors(problem for problem in run(looked, {}, Scope.FACTS) if problem.where.path == name)]
