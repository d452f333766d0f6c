"""Checks everything of an office's at once: office, facts, templates, letterhead."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from pathlib import Path
from types import MappingProxyType

from drafter import office as offices
from drafter.facts.cache import FactsFolder
from drafter.facts.log import FILE as LOG
from drafter.facts.log import read_log
from drafter.facts.model import REVIEWS, SOURCES, WORDS
from drafter.facts.reviews import WORD_REVIEWS, of_no_fact, read_reviews, read_word_reviews
from drafter.files.layers import Layers
from drafter.files.located_yaml import UNREAD
from drafter.files.synced import conflict_copy, copies_of, original_of
from drafter.files.system import reason_of
from drafter.formats import LARGEST
from drafter.inbox.topics import check_cues
from drafter.letter.acts import unknown_actions
from drafter.letter.check_templates import check_templates
from drafter.letter.templates import SUFFIX
from drafter.problems import Problem, ProblemsFound, Severity, Where, errors, nearest
from drafter.register.opening import find, second_files
from drafter.rules import run as rules
from drafter.sources.quotations import LOCK
from drafter.workspace import Part, Workspace

_ENTRIES = "copy the entries that only this one has, whole, to the end of '{}', then delete this one"


def check(
    folder: Path,
    today: date,
    name: str = "",
    cache: Path | None = None,
    environment: Mapping[str, str] = MappingProxyType({}),
    shipped: Path | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> tuple[Problem, ...]:
    """Every problem of the office in a folder, sorted by place. ``name`` is the folder's name in problems.

    ``cache``, ``environment`` and ``shipped`` are those of ``Workspace``. ``today`` is the day of the last letter that
    is tried; ``progress`` is told how many letters are, and of how many.
    """
    office, problems = offices.load(folder, name)
    if office is None:
        return tuple(sorted({*problems, *_facts_alone(folder / "facts", str(Path(name, "facts")))}))
    workspace = Workspace(office, cache, environment, shipped)
    of_facts = workspace.problems(Part.FACTS)
    base, facts = workspace.base, workspace.facts_name
    problems = [*problems, *of_facts, *workspace.problems(Part.REVIEWS, Part.WORD_REVIEWS, Part.TEXTS)]
    known = None if errors(of_facts) else workspace.facts_known  # a fact that could not be read is not gone
    problems += of_no_fact(workspace.reviews, known) if known is not None else ()
    problems += read_log(office.facts, facts, known)[1]
    of_templates = check_templates(workspace.templates, base, sound=not errors(of_facts))
    problems += of_templates
    problems += _office(workspace)
    if not errors(of_facts):  # otherwise actions that could not be read would be reported as missing
        problems += unknown_actions(office, base)
        problems += _upgraded(workspace)
    problems += _in_two_places(workspace)
    problems += rules.check_settings(dict(office.rules), lambda _: Where(office.path_of(offices.FILE)))
    if not any(problem.rule in UNREAD for problem in of_facts):  # what is in no file that was read would seem missing
        problems += check_cues(base, facts)
        problems += rules.run(workspace.looked(), rules.sound(office.rules))
    if not errors((*of_facts, *of_templates)):  # faults that show only in letters, and that letters could show at all
        from drafter.trial import tried, unseen  # late: what is wrong in the text is told without waiting for letters

        problems += tried(workspace, today, progress or unseen)
    return tuple(sorted(set(problems)))


def _facts_alone(folder: Path, name: str) -> Iterator[Problem]:
    """What is wrong with the facts and their reviews, where the office itself cannot be read."""
    loaded = FactsFolder(folder, name).load()
    yield from loaded.problems
    known = None if errors(loaded.problems) else loaded.base.facts  # as above
    yield from read_reviews(folder, name, known)[1]
    yield from read_log(folder, name, known)[1]
    yield from read_word_reviews(folder, name)[1]


def _in_two_places(workspace: Workspace) -> Iterator[Problem]:
    """Conflict copies of the office's files, but those of facts, which are told where facts are read."""
    office = workspace.office
    letterhead = office.folder / office.letterhead
    single = (
        (office.folder, (offices.FILE,)),
        (office.facts, (SOURCES, WORDS, REVIEWS, WORD_REVIEWS, LOG, LOCK)),
        (letterhead.parent, (letterhead.name,) if office.letterhead else ()),
    )
    found = {path: original for folder, files in single for path, original in copies_of(folder, *files)}
    # An id has no capitals and no spaces, so that no template of an office is called like a copy of another.
    for path in office.templates.rglob(f"*{SUFFIX}"):
        original = original_of(path.name, {one.name for one in path.parent.iterdir()}, by_computer=True)
        if original and (path.name != path.name.lower() or " " in path.name):
            found[path] = original
    for path, original in sorted(found.items()):
        adds = _ENTRIES.format(original) if original in {REVIEWS, WORD_REVIEWS, LOG} else ""
        yield conflict_copy(office.path_of(*path.relative_to(office.folder).parts), original, adds)
    try:
        yield from second_files(office, workspace.environment, Severity.ERROR)
    except ProblemsFound as wrong:
        yield from wrong.problems


def _upgraded(workspace: Workspace) -> list[Problem]:
    """What an upgrade changed in facts that approved letters said."""
    if workspace.folder.below is None:
        return []
    from drafter.recall import changed_since_said  # late: most offices that check themselves have no register yet

    try:
        register = find(workspace.office, workspace.environment)
        if register is None:
            return []
        with register:
            return list(changed_since_said(workspace, register.versions_said()))
    except ProblemsFound as found:
        return list(found.problems)


def _office(workspace: Workspace) -> Iterator[Problem]:
    office, positions = workspace.office, workspace.positions
    where = Where(office.path_of(offices.FILE))
    known = [offices.NO_POSITION, *dict.fromkeys(name for names in positions.values() for name in names)]
    if office.position and office.position not in known:
        hint = nearest(office.position, known) or f"known: {', '.join(known)}"
        places = " or ".join(f"templates/{subject}/positions" for subject in positions) or "any subject's templates"
        yield Problem(where, "unknown-position", f"there is no position '{office.position}' in {places}", hint)
    for home in Layers(workspace.folder.layers.own).homes():
        if office.subjects is not None and home not in office.subjects:
            message = f"'subjects' does not list '{home}', so no letter answers on it"
            yield Problem(where, "unlisted-subject", message, f"add it, or take {office.path_of('facts', home)} away")
    if not office.letterhead:  # reported where office.yaml is read
        return
    path = office.folder / office.letterhead
    letterhead = workspace.letterhead_at
    try:
        if path.stat().st_size > LARGEST:
            yield Problem(letterhead, "not-a-document", "is far too large for a letterhead")
            return
        data = path.read_bytes()
    except OSError as failure:
        message = f"the letterhead cannot be read: {reason_of(failure)}"
        yield Problem(letterhead, "unreadable-file", message, f"'letterhead' in {where} names it")
        return
    from drafter.formats.docx.letterhead import check_letterhead, odd_letterhead

    yield from check_letterhead(data, letterhead, office.member)
    yield from odd_letterhead(data, office, letterhead)
