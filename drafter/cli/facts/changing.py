"""What the commands that change and review facts share: who, when, where, and the letters that depend on a fact."""

from __future__ import annotations

import getpass
import re
from collections.abc import Iterable, Sequence

import click

from drafter.cli.common import fail, need, report
from drafter.cli.facts.common import wrapped
from drafter.english.differences import difference
from drafter.facts.cache import FactsFolder
from drafter.facts.reviews import Review, of_no_fact
from drafter.files.atomic import sweep
from drafter.files.yaml_text import cleaned
from drafter.problems import ProblemsFound
from drafter.workspace import Part, Workspace

_MARKED = re.compile(r"\[-.*?-\]|\{\+.*?\+\}", re.DOTALL)
_PASSAGE = re.compile(r"»[^»«]*«")


def name_of(given: str | None, option: str = "--by") -> str:
    """The person acting: the given name, or the user's login name."""
    if given is None:
        try:
            given = getpass.getuser()
        except (KeyError, OSError, ImportError):
            fail(f"say who you are: {option} NAME")
    name = cleaned(given)
    if not isinstance(name, str) or not name:
        fail(f"{option}: a name is needed")
    return name


def folder_of(workspace: Workspace) -> FactsFolder:
    """The office's facts, for writing. Removes what a killed run left there."""
    facts = workspace.office.facts
    for folder in (facts, *(path for path in facts.glob("*") if path.is_dir())):
        sweep(folder)
    return FactsFolder(facts, workspace.facts_name)


def reviews_of(workspace: Workspace) -> Sequence[Review]:
    """The reviews. Ends the program where they cannot be read."""
    need(workspace, Part.REVIEWS)
    report(of_no_fact(workspace.reviews, workspace.base.facts))
    return workspace.reviews


def relied_on(workspace: Workspace, fact: str) -> str:
    """How many approved letters say a fact, and what to do about it; empty where none does."""
    from drafter.register.opening import find  # late: a database's library is slow to import

    try:
        register = find(workspace.office, workspace.environment)
        if register is None:
            return ""
        with register:
            count = register.counts([fact])[fact]
    except ProblemsFound as found:
        report(found.problems)
        return ""
    letters = f"{count} approved letter{'s' if count != 1 else ''}"
    return f"{letters} relied on it: 'drafter recall {fact}' lists them, and drafts corrections" if count else ""


def indented(lines: Iterable[str]) -> str:
    """Indented lines for under a heading."""
    return "\n".join(f"  {line}" for line in lines)


def changed_words(old: str, new: str, indent: str) -> str:
    """The difference of two texts by words, in lines, in colour where possible."""
    return _MARKED.sub(
        lambda m: click.style(m[0], fg="red" if m[0].startswith("[") else "green"),
        wrapped(difference(old, new), indent),
    )


def passage(block: str, start: int, end: int, indent: str) -> str:
    """A paragraph of a document with a passage marked, in lines."""
    text = wrapped(f"{block[:start]}»{block[start:end]}«{block[end:]}", indent)
    return _PASSAGE.sub(lambda m: click.style(m[0], bold=True), text)
