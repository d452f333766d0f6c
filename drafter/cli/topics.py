"""``drafter topics``."""

from __future__ import annotations

from datetime import date

import click

from drafter.cli.common import as_json, json_option, open_workspace, sound_facts
from drafter.cli.office import action_as_json, actions_told
from drafter.facts.edtf import day_in_words
from drafter.facts.model import FactBase, Topic


@click.command("topics")
@json_option
@click.pass_obj
def command(office_folder: str | None, json_: bool) -> None:
    """List the topics of each subject, with what people ask and fear of each, and what they ask the member to do.

    The names are those that --topic, --asks, --fears and --wants of 'drafter draft' know.
    """
    workspace = open_workspace(office_folder)
    office = workspace.office
    base, today = sound_facts(workspace), date.today()  # noqa: DTZ011 - the office's own day is meant
    if json_:
        topics = [_as_json(topic, base) for topic in base.topics.values()]
        as_json({"topics": topics, "actions": [action_as_json(one, office, today) for one in base.actions.values()]})
        return
    width = max(map(len, base.topics), default=0)
    for number, subject in enumerate(base.subjects.values()):
        several = len(base.subjects) > 1
        if several:
            click.echo(f"{chr(10) if number else ''}{subject.id}: {subject.name}\n")
        for topic in base.topics.values():
            if topic.subject == subject.id:
                _print(topic, base, width)
        actions = actions_told(base, office, today, subject.id)
        if actions:
            click.echo("\nwants")
            for line in actions:
                click.echo(f"  {line}")


def _print(topic: Topic, base: FactBase, width: int) -> None:
    number, first = _facts(topic, base)
    since = f", from {day_in_words(first)} on" if first else ""
    click.echo(f"{topic.id:<{width}}  {topic.title} ({number} facts{since})")
    _list(topic)


def _list(topic: Topic) -> None:
    """Print what people ask and fear about each topic."""
    concerns = [("asks", one) for one in topic.questions] + [("fears", one) for one in topic.fears]
    width = max((len(f"{topic.id}.{one.id}") for _, one in concerns), default=0)
    for heading, one in concerns:
        click.echo(f"  {heading:<5}  {f'{topic.id}.{one.id}':<{width}}  {one.text}")


def _facts(topic: Topic, base: FactBase) -> tuple[int, date | None]:
    """The number of facts on a topic, and the day of the first."""
    days = [fact.start for fact in base.facts.values() if topic.id in fact.topics]
    return len(days), min(days, default=None)


def _as_json(topic: Topic, base: FactBase) -> dict[str, object]:
    number, first = _facts(topic, base)
    return {
        "id": topic.id,
        "subject": topic.subject,
        "title": topic.title,
        "facts": number,
        "from": first.isoformat() if first else None,
        "questions": [{"id": f"{topic.id}.{one.id}", "text": one.text} for one in topic.questions],
        "fears": [{"id": f"{topic.id}.{one.id}", "text": one.text} for one in topic.fears],
    }
