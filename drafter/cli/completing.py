"""What the shell offers where a name of the office's is to be typed. Nothing here prints, whatever is wrong."""

from __future__ import annotations

import contextlib
import io
from collections.abc import Callable, Iterable
from typing import TypeAlias

import click
from click.shell_completion import CompletionItem

from drafter.cli.common import open_facts, open_office
from drafter.factbase.model import FactBase
from drafter.letter.concerns import fears, questions
from drafter.office import NO_POSITION, Office

Offered: TypeAlias = Iterable[tuple[str, str]]
Completion: TypeAlias = Callable[[click.Context, click.Parameter, str], list[CompletionItem]]


def _completes(offer: Callable[[FactBase, Office], Offered]) -> Completion:
    """Completion from pairs of a word and what it means."""

    def complete(ctx: click.Context, _: click.Parameter, incomplete: str) -> list[CompletionItem]:
        try:
            with contextlib.redirect_stderr(io.StringIO()):
                office = open_office(ctx.find_root().params.get("office"))
                pairs = list(offer(open_facts(office), office))
        except (Exception, SystemExit):  # noqa: BLE001 - a shell that is completing is no place to complain
            return []
        return [CompletionItem(word, help=about) for word, about in pairs if word.startswith(incomplete)]

    return complete


def _positions(base: FactBase, office: Office) -> Offered:
    from drafter.letter.templates import Templates  # late: most completions need none of it

    templates = Templates.under(office.templates)
    names = {name for subject in base.subjects for name in templates.named(f"{subject}/positions")}
    return [(name, "") for name in (NO_POSITION, *sorted(names))]


complete_topic = _completes(lambda base, _: ((topic.id, topic.title) for topic in base.topics.values()))
complete_question = _completes(lambda base, _: ((name, one.text) for name, one in questions(base).items()))
complete_fear = _completes(lambda base, _: ((name, one.text) for name, one in fears(base).items()))
complete_action = _completes(lambda base, _: ((action.id, action.ask) for action in base.actions.values()))
complete_subject = _completes(lambda base, _: ((subject.id, subject.name) for subject in base.subjects.values()))
complete_position = _completes(_positions)
