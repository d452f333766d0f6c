"""Whether the templates' own words claim nothing: asked before every draft, and remembered while nothing changes."""

from __future__ import annotations

import contextlib
import hashlib
from pathlib import Path

from drafter import __version__
from drafter import office as offices
from drafter.factbase.model import FactBase
from drafter.files import write_atomically
from drafter.letter.templates import Templates
from drafter.office import Office
from drafter.problems import Problem, errors


def check_own_words(office: Office, base: FactBase, templates: Templates, cache: Path | None) -> list[Problem]:
    """The errors in the templates' own words; ``cache`` is a folder of the user's where a clean answer is kept."""
    kept = cache / f"own-words-{_key(office)}" if cache is not None else None
    if kept is not None and kept.exists():
        return []
    found = errors(_check(office, base, templates))
    if kept is not None and not found:
        write_atomically(kept, b"", kept.name, replace=True)
    return found


def _check(office: Office, base: FactBase, templates: Templates) -> list[Problem]:
    from drafter import rules  # late: they are many, and a clean answer is mostly at hand
    from drafter.factbase.places import Places
    from drafter.rules.looked import Looked

    known = {rule.id for rule in rules.OF_TEMPLATES}
    settings = {id_: weight for id_, weight in office.rules if id_ in known and weight in rules.WEIGHTS}
    places = Places(office.facts, office.path_of("facts"))
    return rules.run(Looked(base, templates, office, {}, "", places), settings, rules.OF_TEMPLATES)


def _key(office: Office) -> str:
    """A hash of all that the answer hangs on: while it stays, so does the answer."""
    digest = hashlib.sha256(__version__.encode())
    paths = [*office.templates.rglob("*.j2"), *office.facts.glob("*/words.yaml"), *office.facts.glob("*/topics.yaml")]
    for path in sorted((*paths, office.folder / offices.FILE)):
        digest.update(f"\0{path.relative_to(office.folder)}\0".encode())
        with contextlib.suppress(OSError):  # told when it is read for its own sake
            digest.update(path.read_bytes())
    return digest.hexdigest()
