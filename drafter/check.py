"""Everything of an office's that can be wrong, looked at at once: office, facts, templates, letterhead."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from drafter import office as offices
from drafter.factbase import load as factbase
from drafter.factbase.check import check_facts
from drafter.letter.check_templates import check_templates
from drafter.letter.templates import Templates
from drafter.office import Office
from drafter.problems import Problem, Where, nearest

_LARGEST_LETTERHEAD = 20_000_000  # bytes; what is larger is not read at all


def check(folder: Path, name: str = "") -> tuple[Problem, ...]:
    """Every problem of the office in a folder, sorted by place. ``name`` is how problems call the folder."""
    office, problems = offices.load(folder, name)
    facts = str(Path(name, "facts"))
    loaded = factbase.load(folder / "facts", facts)
    problems = [*problems, *loaded.problems, *check_facts(loaded.base)]
    if office is not None:
        templates = Templates.under(office.templates, office.path_of("templates"))
        problems += check_templates(templates, loaded.base, office, sound=not loaded.problems)
        problems += _office(office, templates)
    return tuple(sorted(set(problems)))


def _office(office: Office, templates: Templates) -> Iterator[Problem]:
    where = Where(office.path_of(offices.FILE))
    known = templates.named("positions")
    if office.position and office.position not in known:
        hint = nearest(office.position, known) or f"known: none, {', '.join(known)}"
        yield Problem(
            where, "unknown-position", f"there is no position '{office.position}' in templates/positions", hint
        )
    path = office.folder / office.letterhead
    letterhead = Where(office.path_of(office.letterhead))
    try:
        if path.stat().st_size > _LARGEST_LETTERHEAD:
            yield Problem(letterhead, "not-a-document", "is far too large for a letterhead")
            return
        data = path.read_bytes()
    except OSError as failure:
        message = f"the letterhead cannot be read: {(failure.strerror or str(failure)).lower()}"
        yield Problem(letterhead, "unreadable-file", message, f"'letterhead' in {where} names it")
        return
    from drafter.formats.letterhead import check_letterhead  # late: lxml is slow to import

    yield from check_letterhead(data, letterhead)
