"""Letters drafted, one or many in the same way: composed, and refused where what they say breaks a rule."""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from drafter import __version__
from drafter import office as offices
from drafter.facts.model import Fact, FactBase
from drafter.files.atomic import write_atomically
from drafter.letter.compose import Composed, compose
from drafter.letter.request import LetterRequest
from drafter.letter.templates import Templates
from drafter.office import Office
from drafter.problems import Problem, ProblemsFound, Severity, errors
from drafter.sources.quotations import check_lock

# What must hold before a letter is drafted: asked every time, and remembered while nothing changes.


def check_before_drafting(
    office: Office, base: FactBase, templates: Templates, cited: Iterable[str], cache: Path | None
) -> list[Problem]:
    """The errors in the templates' own words and in the facts that are cited, by id.

    ``cache`` is a folder of the user's where it is kept, while nothing changes, that the templates and which of the
    facts were without error.
    """
    kept = cache / f"clean-{key_of(office, templates)}" if cache is not None else None
    clean = _clean(kept)
    cited = set(cited)
    if clean is not None and cited <= clean:
        return []
    from drafter.catalogue.model import Scope
    from drafter.facts.places import Places
    from drafter.rules import run as rules  # late: they are many, and a clean answer is mostly at hand
    from drafter.rules.looked import Looked

    settings = rules.sound(office.rules)
    looked = Looked(base, templates, office, {}, "", Places(office.facts, office.path_of("facts")))
    found = errors(rules.run(looked, settings, Scope.TEMPLATES)) if clean is None else []
    found = found or rules.run_on(looked, sorted(cited), settings)
    if kept is not None and not found:
        write_atomically(kept, "\n".join(sorted(cited | (clean or set()))).encode(), kept.name, replace=True)
    return found


def odd_words(
    office: Office, base: FactBase, templates: Templates, cache: Path | None
) -> tuple[tuple[str, Problem], ...]:
    """What the rules find wrong with the letters' own words, each with the words; nothing while they are clean.

    As the office weighs the rules: errors only.
    """
    if not errors(check_before_drafting(office, base, templates, (), cache)):
        return ()
    from drafter.catalogue import OFF
    from drafter.facts.places import Places
    from drafter.rules.looked import Looked
    from drafter.rules.templates import odd_words as found_in

    looked = Looked(base, templates, office, {}, "", Places(office.facts, office.path_of("facts")))
    lighter = {id_ for id_, weight in office.rules if weight in {OFF, Severity.WARNING}}
    return tuple((text, odd) for text, odd in found_in(looked) if odd.rule not in lighter)


def _clean(kept: Path | None) -> set[str] | None:
    """The facts that were found without error, and the templates with them; ``None`` where nothing was looked at."""
    try:
        return set(kept.read_text(encoding="utf-8").split()) if kept is not None else None
    except (OSError, UnicodeDecodeError):
        return None


def key_of(office: Office, templates: Templates) -> str:
    """A hash of all that the answer hangs on: while it stays, so does the answer."""
    digest = hashlib.sha256(__version__.encode())
    paths = [*office.facts.glob("*/*.yaml"), office.facts / "sources.yaml", office.folder / offices.FILE]
    paths += [office.templates / path for path in templates.paths()]
    for path in sorted(paths):
        digest.update(f"\0{path.relative_to(office.folder)}\0".encode())
        with contextlib.suppress(OSError):  # told when it is read for its own sake
            digest.update(path.read_bytes())
    return digest.hexdigest()


@dataclass(frozen=True)
class Drafting:
    """What drafts are made from. ``lock`` is the text of the quotations' lock; ``cache`` a folder of the user's own."""

    office: Office
    base: FactBase
    templates: Templates
    lock: str
    cache: Path | None

    def composed(self, request: LetterRequest) -> Composed:
        """The letter. Raises ProblemsFound for what there is not, and for what no letter may rest on."""
        composed = compose(request, self.base, self.templates, self.office)
        cited = composed.letter.claims
        wrong = check_before_drafting(self.office, self.base, self.templates, cited, self.cache)
        wrong = wrong or self._doubts(cited)
        if wrong:
            raise ProblemsFound(wrong)
        return composed

    def cited(self, composed: Composed) -> list[Fact]:
        """The facts that a letter cites, in order."""
        return [self.base.facts[id_] for id_ in composed.letter.claims]

    def _doubts(self, cited: Iterable[str]) -> list[Problem]:
        facts = [self.base.facts[id_] for id_ in cited]
        return list(check_lock(facts, self.base.sources, self.lock, lambda fact, *_: fact.where))
