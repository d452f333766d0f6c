"""``drafter facts list``."""

from __future__ import annotations

from datetime import date

import click

from drafter.cli.common import Day, as_json, fail, json_option, open_facts, open_office
from drafter.cli.facts.common import fact_as_json, wrapped
from drafter.factbase.claims import plain
from drafter.factbase.day import on
from drafter.factbase.model import Speaker
from drafter.factbase.read_sources import SIDES
from drafter.problems import nearest


@click.command("list", short_help="List facts by topic, document, speaker, side and date.")
@click.option("--topic", "topics", multiple=True, metavar="TOPIC", help="Only facts on this topic; again for each.")
@click.option("--source", metavar="SOURCE", help="Only facts drawn from this document.")
@click.option("--speaker", metavar="TEXT", help="Only what is this speaker's word; a part of the name is enough.")
@click.option("--side", metavar="SIDE", help="Only what documents of this side say.")
@click.option("--since", type=Day(), metavar="DATE", help="Only facts that began on this day or later.")
@click.option("--on", "day", type=Day(), metavar="DATE", help="Only facts that held on this day.")
@json_option
@click.pass_obj
def command(
    office_folder: str | None,
    topics: tuple[str, ...],
    source: str | None,
    speaker: str | None,
    side: str | None,
    since: date | None,
    day: date | None,
    json_: bool,
) -> None:
    """List facts: id, first day, whose word it is, document, and the claim."""
    base = open_facts(open_office(office_folder))
    speakers = {base.speaker(fact) for fact in base.facts.values()}
    for kind, value, known in (
        *(("topic", topic, base.topics) for topic in topics),
        ("source", source, base.sources),
        ("side", side, SIDES),
    ):
        if value is not None and value not in known:
            hint = nearest(value, known) or f"known: {', '.join(known)}"
            fail(f"there is no {kind} '{value}'; {hint}")
    spoken = {one for one in speakers if speaker is None or _is_named(speaker, one)}
    if speaker is not None and not spoken:
        names = sorted({name for one in speakers for name in (one.short, one.full)})
        hint = nearest(speaker, names) or f"known: {', '.join(sorted(one.short for one in speakers))}"
        fail(f"there is no speaker '{speaker}'; {hint}")
    held = on(base, day) if day is not None else None
    found = [
        fact
        for fact in base.facts.values()
        if (not topics or set(topics) & set(fact.topics))
        and (source is None or any(cite.source == source for cite in fact.cites))
        and base.speaker(fact) in spoken
        and (side is None or base.sources[fact.source].side == side)
        and (since is None or fact.start >= since)
        and (held is None or held.holds(fact))
    ]
    found.sort(key=lambda fact: (fact.start, fact.id))
    if json_:
        as_json([fact_as_json(fact, base) for fact in found])
        return
    for fact in found:
        sources = ", ".join(dict.fromkeys(c.source for c in fact.cites))
        click.echo(f"{fact.id}  ({fact.start}, {base.speaker(fact).short}, {sources})")
        click.echo(wrapped(plain(fact.claim), "    "))
    click.echo(f"{len(found)} fact{'s' if len(found) != 1 else ''}", err=True)


def _is_named(text: str, speaker: Speaker) -> bool:
    """Whether a text is a part of a speaker's name."""
    return text.casefold() in f"{speaker.full} / {speaker.short}".casefold()
