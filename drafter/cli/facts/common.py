"""What the commands on facts share."""

from __future__ import annotations

import getpass
import re
import sys
import textwrap
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import click

from drafter.cli.common import fail, need, report, width_of
from drafter.english.differences import difference
from drafter.english.messages import counted
from drafter.facts.cache import FactsFolder
from drafter.facts.model import Fact, FactBase
from drafter.facts.reviews import FactReview, of_no_fact
from drafter.files.atomic import sweep
from drafter.files.yaml_text import cleaned
from drafter.problems import ProblemsFound, nearest
from drafter.workspace import Part, Workspace


def fact_named(id_: str, base: FactBase) -> Fact:
    """The fact. Ends the program where there is none, and suggests the one that was probably meant."""
    fact = base.facts.get(id_)
    if fact is None:
        fail(f"there is no fact '{id_}'; {nearest(id_, base.facts) or 'drafter facts list shows them all'}")
    return fact


def wrapped(text: str, indent: str) -> str:
    """A text in indented lines of 100 characters, or as many as the terminal has."""
    return textwrap.fill(
        text, width_of(sys.stdout, 100), initial_indent=indent, subsequent_indent=indent, break_on_hyphens=False
    )


def printed_sentences(fact: Fact, base: FactBase, day: date) -> tuple[str, str]:
    """What letters of a day say of a fact: once where it stands alone, and once after another fact of its document."""
    # Late: this composes sentences, which listing facts does not need.
    from drafter.letter.remarks import sentences_of as told

    return told(fact, base, max(day, fact.start))


def echo_sentences(fact: Fact, base: FactBase, day: date, *, err: bool = False) -> None:
    """Show what letters say of a fact. One that leans on another is shown only after that."""
    alone, after = printed_sentences(fact, base, day)
    if fact.only_after:
        click.echo(wrapped(f"only straight after '{fact.only_after}': {after}", "  "), err=err)
        return
    click.echo(wrapped(f"alone: {alone}", "  "), err=err)
    click.echo(wrapped(f"after another of its document: {after}", "  "), err=err)


def correcting(fact: Fact, workspace: Workspace) -> str:
    """How a fact that is wrong is put right, with the commands for it."""
    if workspace.folder.is_own(fact):
        letter = f"drafter facts reword {fact.id} --from LETTER@PLACE"
        return f"if it is wrong: drafter facts edit {fact.id}; where a letter puts it better: {letter}"
    instead = f"drafter facts supersede {fact.id} --by NEW"
    return (
        f"it came with drafter; if it is wrong: drafter facts withdraw {fact.id} --reason TEXT, "
        f"or enter your own (drafter facts new), then {instead}"
    )


def fact_as_json(fact: Fact, base: FactBase) -> dict[str, Any]:
    """A fact for another program."""
    source = base.sources[fact.source]
    return {
        "id": fact.id,
        "subject": fact.subject,
        "topics": list(fact.topics),
        "series": fact.series or None,
        "kind": str(fact.kind),
        "claim": fact.claim,
        "speaker": base.speaker(fact).entry,
        "side": str(source.side),
        "party": source.party or None,
        "occasion": base.occasion(fact),
        "only_after": fact.only_after or None,
        "but_after": fact.but_after or None,
        "so_after": fact.so_after or None,
        "on_record": fact.on_record,
        "from": fact.start.isoformat(),
        "until": fact.until.isoformat() if fact.until else None,
        "review_by": fact.review_by.isoformat() if fact.review_by else None,
        "cites": [{"source": c.source, "quote": c.quote, "paragraph": c.paragraph} for c in fact.cites],
        "where": str(fact.where),
    }


# What the commands that change and review facts share: who, when, where, and the letters that depend on a fact.

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
    if not name:
        fail(f"{option}: a name is needed")
    return name


def folder_of(workspace: Workspace) -> FactsFolder:
    """The office's facts, for writing. Removes what a killed run left there."""
    facts = workspace.office.facts
    for folder in (facts, *(path for path in facts.glob("*") if path.is_dir())):
        sweep(folder)
    return replace(workspace.folder, cache=None)


def reviews_of(workspace: Workspace) -> Sequence[FactReview]:
    """The reviews. Ends the program where they cannot be read."""
    need(workspace, Part.REVIEWS)
    report(of_no_fact(workspace.reviews, workspace.facts_known))
    return workspace.reviews


def letters_saying(fact: str, workspace: Workspace) -> int | None:
    """How many approved letters say a fact. ``None``, with the reason printed, where the register cannot be read."""
    from drafter.register.opening import find  # late: most commands on facts do not ask the register

    try:
        register = find(workspace.office, workspace.environment)
        if register is None:
            return 0
        with register:
            return register.counts([fact])[fact]
    except ProblemsFound as found:
        report(found.problems)
        return None


def to_recall(fact: str, workspace: Workspace) -> str:
    """How many approved letters say a fact, and what to do about it; empty where none does, or that is not known."""
    count = letters_saying(fact, workspace)
    if not count:
        return ""
    letters = counted(count, "approved letter")
    return f"{letters} relied on it: 'drafter recall {fact}' lists them, and drafts corrections"


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
