"""Everything of an office's that can be wrong, looked at at once: office, facts, templates, letterhead."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from drafter import office as offices
from drafter.drafting import key_of
from drafter.facts import load as factbase
from drafter.facts.log import read_log
from drafter.facts.model import FactBase
from drafter.facts.places import Places
from drafter.facts.reviews import Seal, read_reviews, read_word_reviews
from drafter.files.atomic import write_atomically
from drafter.inbox.topics import check_cues
from drafter.letter.acts import unknown_actions
from drafter.letter.check_templates import check_templates
from drafter.letter.templates import Templates
from drafter.office import Office
from drafter.problems import Problem, Where, errors, nearest
from drafter.rules import run as rules
from drafter.rules.looked import Looked
from drafter.sources.quotations import read_lock, read_text

_LARGEST_LETTERHEAD = 20_000_000  # bytes; what is larger is not read at all


def check(folder: Path, name: str = "", cache: Path | None = None, seal: Seal | None = None) -> tuple[Problem, ...]:
    """Every problem of the office in a folder, sorted by place. ``name`` is how problems call the folder.

    ``cache`` is a folder of the user's where it is kept, while nothing changes, that letters can be composed. With
    ``seal``, of the office's key, reviews that do not bear it are told.
    """
    office, problems = offices.load(folder, name)
    facts = str(Path(name, "facts"))
    loaded = factbase.load(folder / "facts", facts)
    problems = [*problems, *loaded.problems]
    problems += read_reviews(folder / "facts", facts, loaded.base.facts, seal=seal)[1]
    problems += read_log(folder / "facts", facts, loaded.base.facts)[1]
    problems += read_word_reviews(folder / "facts", facts, seal)[1]
    if office is not None:
        templates = Templates.under(office.templates, office.path_of("templates"))
        problems += _templates(templates, loaded.base, office, cache, sound=not loaded.problems)
        problems += _office(office, loaded.base, templates)
        if not errors(loaded.problems):  # an action that could not be read would be missed here without cause
            problems += unknown_actions(office, loaded.base)
        problems += check_cues(loaded.base, facts)
        problems += _rules(office, loaded.base, templates)
    return tuple(sorted(set(problems)))


def _templates(
    templates: Templates, base: FactBase, office: Office, cache: Path | None, *, sound: bool
) -> list[Problem]:
    """What is wrong with the templates: to compose letters takes seconds, and is done once while nothing changes."""
    kept = cache / f"composed-{key_of(office, templates)}" if cache is not None and sound else None
    known = kept is not None and kept.is_file()
    problems = check_templates(templates, base, office, sound=sound, composes=not known)
    if kept is not None and not known and not problems:
        write_atomically(kept, b"", kept.name, replace=True)
    return problems


def _rules(office: Office, base: FactBase, templates: Templates) -> Iterator[Problem]:
    """What the rules find, as the office weighs them, with the texts that are at hand."""
    texts = {}
    for source in base.sources.values():
        text, problem = read_text(office.texts, source, office.path_of("texts"))
        if text is not None:
            texts[source.id] = text
        if problem is not None:
            yield problem
    yield from rules.check_settings(dict(office.rules), lambda _: Where(office.path_of(offices.FILE)))
    places = Places(office.facts, office.path_of("facts"))
    yield from rules.run(
        Looked(base, templates, office, texts, read_lock(office.facts), places), rules.sound(office.rules)
    )


def _office(office: Office, base: FactBase, templates: Templates) -> Iterator[Problem]:
    where = Where(office.path_of(offices.FILE))
    folders = [f"{subject}/positions" for subject in base.subjects]
    known = [offices.NO_POSITION, *dict.fromkeys(name for folder in folders for name in templates.named(folder))]
    if office.position and office.position not in known:
        hint = nearest(office.position, known) or f"known: {', '.join(known)}"
        places = " or ".join(f"templates/{folder}" for folder in folders) or "any subject's templates"
        yield Problem(where, "unknown-position", f"there is no position '{office.position}' in {places}", hint)
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
    from drafter.formats.docx.letterhead import (
        check_letterhead,  # late: lxml is slow to import
        odd_letterhead,
    )

    yield from check_letterhead(data, letterhead, office.member)
    yield from odd_letterhead(data, office, letterhead)
