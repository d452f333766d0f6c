"""``drafter words``: the letters' own words, and who reviewed them."""

from __future__ import annotations

import sys
from collections.abc import Collection, Mapping
from datetime import date

import click

from drafter.cli.common import (
    FOUND,
    STOP,
    YES,
    as_json,
    day_or_today,
    json_option,
    on_option,
    open_workspace,
    sound_facts,
    stop,
    typed_yes,
)
from drafter.cli.facts.common import name_of, wrapped
from drafter.cli.lazy import LazyGroup
from drafter.cli.registers import made_seal
from drafter.facts.edtf import day_in_words
from drafter.facts.reviews import WordReview, append_word_review, shipped_words
from drafter.letter.wordings import Wording, WordingKind, of_paper, views, wordings
from drafter.review.model import SentenceStatus
from drafter.review.unread import Unread
from drafter.workspace import Part, Workspace, unsound

# ``drafter words``.

COMMANDS: Mapping[str, tuple[str, str]] = {
    "list": ("drafter.cli.words:list_words", "List what letters say in words of their own, and who stands for it."),
    "review": ("drafter.cli.words:review_words", "Look at words that wait, one by one, and stand for them by name."),
}


@click.group("words", cls=LazyGroup, table=COMMANDS)
def command() -> None:
    """What letters say that is no fact: courtesies, open questions, answers, plain words for terms, the member's views.

    They stand in words.yaml and in the positions' templates. No document bears them out; a person reads each of them.
    """


# ``drafter words list``.

_AUTHORS = "the authors of drafter"


@click.command("list")
@click.option("--waiting", is_flag=True, help="Only what nobody has reviewed as it is now.")
@json_option
@click.pass_obj
def list_words(office_folder: str | None, waiting: bool, json_: bool) -> None:
    """List courtesies, open questions, answers, plain words for terms, and the sentences of positions."""
    workspace = open_workspace(office_folder)
    office = workspace.office
    base = sound_facts(workspace)
    _need_reviews(workspace)
    last = {review.fingerprint: review for review in workspace.word_reviews}
    every = list(dict.fromkeys((*wordings(base), *views(base, workspace.templates), *of_paper(office.letterhead_says))))
    shipped = shipped_words()
    shown = [one for one in every if not (waiting and one.fingerprint in last.keys() | shipped)]
    if json_:
        as_json([_as_json(one, last.get(one.fingerprint), shipped) for one in shown])
        return
    kind = ""
    for one in shown:
        name = f"{one.kind} of the position '{one.position}'" if one.position else str(one.kind)
        if name != kind:
            click.echo(name)
            kind = name
        click.echo(wrapped(one.text, "  "))
        for beside in one.beside:
            click.echo(wrapped(f"beside: {beside}", "      "))
        seen = last.get(one.fingerprint)
        by = f"{seen.by}, {day_in_words(seen.on)}" if seen else "nobody has reviewed it"
        if seen is None and one.fingerprint in shipped:
            by = _AUTHORS
        click.echo(f"      {by}")
    left = sum(one.fingerprint not in last.keys() | shipped for one in every)
    verb = "waits" if left == 1 else "wait"
    click.echo(f"{left} of {len(every)} {verb} for review", err=True)


def _as_json(one: Wording, seen: WordReview | None, shipped: Collection[str]) -> dict[str, object]:
    return {
        "kind": str(one.kind),
        "text": one.text,
        "beside": list(one.beside),
        "position": one.position or None,
        "reviewed_by": seen.by if seen else _AUTHORS if one.fingerprint in shipped else None,
        "reviewed_on": seen.on.isoformat() if seen else None,
    }


# ``drafter words review``.

_ASKED = {
    WordingKind.COURTESY: "Does it claim nothing that somebody could doubt?",
    WordingKind.QUESTION: "Does it presume nothing that is not known?",
    WordingKind.ANSWER: "Does it say no more than the claims beside it?",
    WordingKind.RUB: "Does it follow from the claims beside it, and is it fair to both?",
    WordingKind.TERM: "Does it say the same as the term, no more and no less?",
    WordingKind.PAPER: "Is it true, and may it stand on every letter?",
    WordingKind.VIEW: "Is it the member's own view, and no claim?",
    WordingKind.NAME: "Is it what the letters are about, and named fairly?",
    WordingKind.ASKED: "Does it put fairly what people ask, and claim nothing?",
    WordingKind.FEARED: "Does it put fairly what people fear, and claim nothing?",
}


@click.command("review")
@click.option("--for", "letter", metavar="FILE", help="Only those that a draft, or a batch, says.")
@click.option("--by", required=True, metavar="NAME", help="Who looks at them.")
@click.option("--note", default="", metavar="TEXT", help="What is to be remembered of them.")
@on_option
@click.pass_obj
def review_words(office_folder: str | None, letter: str | None, by: str, note: str, day: date | None) -> None:
    """Show each wording that nobody has reviewed as it is now, with what it must be read beside.

    Then ask: only 'yes', typed in full, enters the review in facts/word-reviews.yaml. Anything else enters nothing;
    'stop' ends it, and what was entered stays. Words that are changed later wait again; so do answers whose claims are.
    """
    by, day = name_of(by), day_or_today(day)
    workspace = open_workspace(office_folder, by)
    office = workspace.office
    by = office.person(by)
    waits = _waiting(workspace, letter, day)
    if not waits:
        click.echo(f"{letter}: no words of it wait to be reviewed" if letter else "no words wait to be reviewed")
    entered = 0
    for number, one in enumerate(waits, 1):
        click.echo(f"{number} of {len(waits)}: {one.kind}" + (f" ({one.position})" if one.position else ""))
        click.echo(wrapped(one.text, "  "))
        for beside in one.beside:
            click.echo(wrapped(f"beside: {beside}", "    "))
        answer = typed_yes(_ASKED[one.kind], goes_on=number < len(waits))
        if answer == STOP:
            break
        if answer != YES:
            click.echo("nothing was entered", err=True)
            continue
        problems = append_word_review(
            office.facts,
            office.path_of("facts"),
            str(one.kind),
            one.text,
            one.fingerprint,
            by,
            day,
            note,
            made_seal(workspace),
        )
        if problems:
            stop(problems)
        click.echo(f"entered: reviewed by {by} on {day_in_words(day)}")
        entered += 1
    if entered < len(waits):
        left = len(waits) - entered
        click.echo(f"{left} still {'waits' if left == 1 else 'wait'}", err=True)
        sys.exit(FOUND)


def _need_reviews(workspace: Workspace) -> None:
    """End the program where the reviews of words cannot be read."""
    problems = unsound(workspace, Part.WORD_REVIEWS)
    if problems:
        stop(problems)


def _waiting(workspace: Workspace, letter: str | None, day: date) -> list[Wording]:
    """The wordings that still need a review: all of them, or those that a letter says."""
    _need_reviews(workspace)
    says = workspace.office.letterhead_says
    if letter is None:
        return list(Unread(sound_facts(workspace), workspace.templates, workspace.words or frozenset(), says))
    from drafter.cli.reading import reviewed  # late: few calls name a letter

    texts, workspace = reviewed(letter, workspace, day)
    says = says if workspace.paper.lines else ()
    unread = Unread(workspace.base, workspace.templates, workspace.words or frozenset(), says)
    said = (
        wording
        for text in texts
        for passage in text.review.passages
        for wording in unread.said_in(
            passage.text, claims=bool(passage.facts), view=passage.standing is SentenceStatus.VIEW
        )
    )
    return list(dict.fromkeys((*unread.of_paper(), *said)))
