"""What the commands that change and review facts share: who, when, where, and what depends on a fact."""

from __future__ import annotations

import getpass
import re
from collections.abc import Iterable, Sequence

import click

from drafter.catalogue.model import Scope
from drafter.cli.common import fail, report, stop
from drafter.cli.facts.common import wrapped
from drafter.cli.registers import seal_of
from drafter.english.differences import difference
from drafter.facts.edit import Shelf
from drafter.facts.model import Fact, FactBase
from drafter.facts.places import Places
from drafter.facts.reviews import Review, read_reviews
from drafter.files.atomic import sweep
from drafter.files.yaml_text import cleaned
from drafter.letter.analysis import Use, uses
from drafter.letter.templates import Templates
from drafter.office import Office
from drafter.problems import Problem, ProblemsFound, errors
from drafter.rules.looked import Looked
from drafter.rules.run import run, run_on
from drafter.sources.quotations import read_text

_LEANING = {
    "only_after": "is told only straight after it",
    "but_after": "differs from it",
    "so_after": "follows from it",
}
_MARKED = re.compile(r"\[-.*?-\]|\{\+.*?\+\}", re.DOTALL)
_PASSAGE = re.compile(r"»[^»«]*«")


def name_of(given: str | None, option: str = "--by") -> str:
    """Who does this: the name given, or the one the user is logged in by."""
    if given is None:
        try:
            given = getpass.getuser()
        except (KeyError, OSError, ImportError):
            fail(f"say who you are: {option} NAME")
    name = cleaned(given)
    if not isinstance(name, str) or not name:
        fail(f"{option}: a name is needed")
    return name


def shelf_of(office: Office) -> Shelf:
    """The office's facts, to be written to."""
    for folder in (office.facts, *(path for path in office.facts.glob("*") if path.is_dir())):
        sweep(folder)
    return Shelf(office.facts, office.path_of("facts"))


def reviews_of(office: Office, base: FactBase) -> list[Review]:
    """The reviews; ends the program where they cannot be read."""
    reviews, problems = read_reviews(office.facts, office.path_of("facts"), base.facts, seal=seal_of(office))
    if errors(problems):
        stop(problems)
    report(problems)
    return reviews


def wrong_facts(office: Office, after: FactBase, facts: Iterable[str], name: str, text: str) -> list[Problem]:
    """What is wrong with facts as they would stand in this text of the file of this name."""
    texts = {}
    for source in after.sources.values():
        kept, _ = read_text(office.texts, source)
        if kept is not None:
            texts[source.id] = kept
    places = Places(office.facts, office.path_of("facts"), {name: text})
    templates = Templates.under(office.templates, office.path_of("templates"))
    looked = Looked(after, templates, office, texts, "", places)
    # What facts do to one another shows only in the whole; of that, what is told of this file is this change's.
    together = errors(problem for problem in run(looked, {}, Scope.FACTS) if problem.where.path == name)
    return [*run_on(looked, facts, dict(office.rules)), *together]


def wrong_claim(office: Office, base: FactBase, fact: Fact) -> list[Problem]:
    """What the rules have against a fact of the base that stands in no file yet."""
    text, _ = read_text(office.texts, base.sources[fact.source])
    texts = {fact.source: text} if text is not None else {}
    places = Places(office.facts, office.path_of("facts"), {fact.where.path: ""})
    templates = Templates.under(office.templates, office.path_of("templates"))
    return run_on(Looked(base, templates, office, texts, "", places), [fact.id], dict(office.rules))


def uses_of(office: Office, base: FactBase) -> dict[str, tuple[Use, ...]]:
    """Which templates use which facts."""
    return uses(Templates.under(office.templates, office.path_of("templates")), base)


def affected(fact: Fact, base: FactBase, used: Sequence[Use]) -> list[str]:
    """Lines on what depends on a fact: templates, its series, claims that lean on it, words that rest on it."""
    lines = [str(use) for use in used] or ["no template uses it"]
    if fact.series:
        others = [f.id for f in base.facts.values() if f.series == fact.series and f is not fact]
        lines.append(f"series {fact.series}: {', '.join(others) or 'no other fact'}")
    for other in base.facts.values():
        for field, how in _LEANING.items():
            if getattr(other, field) == fact.id:
                lines.append(f"{other.where}: '{other.id}' {how}")
        if other.superseded_by == fact.id:
            lines.append(f"{other.where}: '{other.id}' is superseded by it")
    for subject in base.subjects.values():
        rests = [f"the answer '{answer.text}'" for answer in subject.answers if fact.id in answer.rests_on]
        rests += [f"the rub '{rub.id}'" for rub in subject.rubs if fact.id in {*rub.first, *rub.yet, *rub.beside}]
        lines += [f"words.yaml of {subject.id}: {what} rests on it" for what in rests]
    return lines


def relied_on(office: Office, fact: str) -> str:
    """How many approved letters say a fact, and what to do; empty where none does."""
    from drafter.cli.registers import find_register_of  # late: a database's library is slow to import

    try:
        register = find_register_of(office)
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
    """Lines under a heading."""
    return "\n".join(f"  {line}" for line in lines)


def changed_words(old: str, new: str, indent: str) -> str:
    """A word difference, in lines, in colour where there is any."""
    return _MARKED.sub(
        lambda m: click.style(m[0], fg="red" if m[0].startswith("[") else "green"),
        wrapped(difference(old, new), indent),
    )


def passage(block: str, start: int, end: int, indent: str) -> str:
    """A paragraph of a document with a passage marked, in lines."""
    text = wrapped(f"{block[:start]}»{block[start:end]}«{block[end:]}", indent)
    return _PASSAGE.sub(lambda m: click.style(m[0], bold=True), text)
