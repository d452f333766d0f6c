"""Looking at facts: listing, showing and searching them, where they are used, and their history."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Any

import click

from drafter.cli.common import (
    DayType,
    as_json,
    complete_fact,
    complete_source,
    complete_topic,
    fail,
    json_option,
    open_workspace,
    report,
    sound_facts,
    stop,
)
from drafter.cli.facts.common import (
    changed_words,
    correcting,
    echo_sentences,
    fact_as_json,
    fact_named,
    letters_saying,
    printed_sentences,
    reviews_of,
    wrapped,
)
from drafter.english.messages import counted
from drafter.english.names import name_key
from drafter.facts.claims import plain
from drafter.facts.edtf import day_in_words
from drafter.facts.log import BY_HAND, BY_UPGRADE, Event, Said, history, read_log
from drafter.facts.model import Fact, FactBase, Speaker
from drafter.facts.names import NameKind, known_as, wrong_name
from drafter.facts.search import search
from drafter.facts.tables import LEANINGS, SIDES
from drafter.facts.timeline import Status, Waiting, on, waiting
from drafter.problems import ProblemsFound, errors, nearest
from drafter.register.opening import find
from drafter.workspace import Workspace

if TYPE_CHECKING:
    from drafter.letter.templates import Templates

# ``drafter facts list``.


@click.command("list")
@click.option(
    "--topic",
    "topics",
    multiple=True,
    metavar="TOPIC",
    shell_complete=complete_topic,
    help="Only facts on this topic; again for each.",
)
@click.option("--source", metavar="SOURCE", shell_complete=complete_source, help="Only facts drawn from this document.")
@click.option("--speaker", metavar="TEXT", help="Only what is this speaker's word; a part of the name is enough.")
@click.option("--side", metavar="SIDE", help="Only what documents of this side say.")
@click.option("--since", type=DayType(), metavar="DATE", help="Only facts that began on this day or later.")
@click.option("--on", "day", type=DayType(), metavar="DATE", help="Only facts that held on this day.")
@json_option
@click.pass_obj
def list_facts(
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
    base = sound_facts(open_workspace(office_folder))
    speakers = {base.speaker(fact) for fact in base.facts.values()}
    for kind, value, known in (
        ("source", source, base.sources),
        ("side", side, SIDES),
    ):
        if value is not None and value not in known:
            hint = nearest(value, known) or f"known: {', '.join(known)}"
            fail(f"there is no {kind} '{value}'; {hint}")
    topics = known_as(topics, NameKind.TOPIC, base)
    for topic in topics:
        if wrong := wrong_name(topic, NameKind.TOPIC, base):
            fail(f"{wrong.message}; {wrong.hint}")
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
    click.echo(counted(len(found), "fact"), err=True)


def _is_named(text: str, speaker: Speaker) -> bool:
    """Whether a text is part of a speaker's name."""
    return name_key(text) in name_key(f"{speaker.full} / {speaker.short}")


# ``drafter facts show``.


@click.command("show")
@click.argument("id_", metavar="ID", shell_complete=complete_fact)
@click.option(
    "--on", "day", type=DayType(), metavar="DATE", help="As letters of this day say it; of today unless given."
)
@json_option
@click.pass_obj
def show_fact(office_folder: str | None, id_: str, day: date | None, json_: bool) -> None:
    """Show one fact: its claim, the sentences that letters make of it, its time, and what it rests on."""
    workspace = open_workspace(office_folder)
    base = sound_facts(workspace)
    fact = fact_named(id_, base)
    day = day or date.today()  # noqa: DTZ011 - the office's own day
    if json_:
        alone, after = printed_sentences(fact, base, day)
        as_json({**fact_as_json(fact, base), "alone": None if fact.only_after else alone, "after_another": after})
        return
    _print(fact, base, workspace.templates, day)
    click.echo()
    click.echo(wrapped(correcting(fact, workspace), "  "))


def _print(fact: Fact, base: FactBase, templates: Templates, day: date) -> None:
    from drafter.letter.finish import citation  # late: only what looks at templates needs Jinja

    speaker = base.speaker(fact)
    click.echo(f"{fact.id}  ({fact.where})")
    click.echo(wrapped(fact.claim, "  "))
    click.echo()
    echo_sentences(fact, base, day)
    rows = [
        ("topics", ", ".join(fact.topics)),
        ("speaker", speaker.told),
        ("occasion", base.occasion(fact)),
        ("side", str(base.sources[fact.source].side)),
        ("kind", str(fact.kind)),
        ("on record", "yes" if fact.on_record else ""),
        ("series", fact.series),
        ("from", day_in_words(fact.start)),
        ("until", day_in_words(fact.until) if fact.until else ""),
        ("review by", day_in_words(fact.review_by) if fact.review_by else ""),
        ("superseded by", fact.superseded_by),
        ("withdrawn", f"{day_in_words(fact.withdrawn.on)}: {fact.withdrawn.reason}" if fact.withdrawn else ""),
        *((field.replace("_", " "), getattr(fact, field)) for field in LEANINGS if field != "only_after"),
    ]
    click.echo()
    for name, value in rows:
        if value:
            click.echo(wrapped(f"{name}: {value}", "  "))
    for cite in fact.cites:
        source = base.sources[cite.source]
        runs = citation(cite, source, templates, first=True)
        click.echo()
        click.echo(wrapped(f"{''.join(run.text for run in runs)}  [{source.id}, block {cite.paragraph}]", "  "))
        click.echo(wrapped(f"\u201c{cite.quote}\u201d", "    "))
        if source.url:
            click.echo(f"    {source.url}")


# ``drafter facts search``.

_SHOWN = 10
_WORD = re.compile(r"\*[^*\s]+\*")


@click.command("search")
@click.argument("words", nargs=-1, required=True, metavar="WORDS...")
@click.option("--all", "all_", is_flag=True, help="Show all that were found, not only the best ten.")
@json_option
@click.pass_obj
def search_facts(office_folder: str | None, words: tuple[str, ...], all_: bool, json_: bool) -> None:
    """Find the facts that hold all the words, in any form; the last may be only begun. If none does, those with any.

    Claims, quotations, ids, topics and speakers' names are searched.
    """
    if not any(word.strip() for word in words):
        fail("say what to look for")
    base = sound_facts(open_workspace(office_folder))
    hits, problems = search(base, words)
    if problems:
        stop(problems)
    if json_:
        as_json([{**fact_as_json(hit.fact, base), "found": "".join(text for text, _ in hit.snippet)} for hit in hits])
        return
    shown = hits if all_ else hits[:_SHOWN]
    for hit in shown:
        click.echo(f"{hit.fact.id}  ({hit.fact.start}, {base.speaker(hit.fact).short}, {', '.join(hit.fact.topics)})")
        found = "".join(f"*{text}*" if is_word else text for text, is_word in hit.snippet).strip()
        click.echo(_WORD.sub(lambda m: click.style(m[0], bold=True), wrapped(found, "    ")))
    count = counted(len(hits), "fact")
    click.echo(count if len(shown) == len(hits) else f"the best {len(shown)} of {count}; --all shows all", err=True)


# ``drafter facts used``.


@click.command("used")
@click.argument("id_", metavar="ID", shell_complete=complete_fact)
@json_option
@click.pass_obj
def used_in(office_folder: str | None, id_: str, json_: bool) -> None:
    """Show what depends on a fact: places in templates, its series, what leans or rests on it, and letters."""
    from drafter.letter.analysis import dependents, topics_of, uses  # late: only what looks at templates needs Jinja

    workspace = open_workspace(office_folder)
    base = sound_facts(workspace)
    fact = fact_named(id_, base)
    used = uses(workspace.templates, base).get(fact.id, ())
    letters = letters_saying(fact.id, workspace)
    topics = topics_of(fact, used, base)
    if json_:
        places = [{"path": u.where.path, "line": u.where.line, "how": u.how, "name": u.name} for u in used]
        after = {field: [f.id for f in base.facts.values() if getattr(f, field) == fact.id] for field in LEANINGS}
        as_json({"id": fact.id, "templates": places, "topics": list(topics), **after, "letters": letters})
        return
    for line in dependents(fact, base, used):
        click.echo(line)
    if topics:
        click.echo(f"in letters on: {', '.join(topics)}")
    if letters is not None:
        many = counted(letters, "approved letter")
        click.echo(f"in {many} (drafter letters list --fact {fact.id})")


# ``drafter facts log``.


@click.command("log")
@click.argument("id_", metavar="ID", shell_complete=complete_fact)
@json_option
@click.pass_obj
def log_of_fact(office_folder: str | None, id_: str, json_: bool) -> None:
    """Show the history of a fact: what commands did to it, its reviews, and where it was changed by hand since."""
    workspace = open_workspace(office_folder)
    office = workspace.office
    base = sound_facts(workspace)
    fact = fact_named(id_, base)
    versions, problems = read_log(office.facts, office.path_of("facts"), workspace.facts_known)
    if errors(problems):
        stop(problems)
    report(problems)
    changed = BY_HAND if workspace.folder.is_own(fact) else BY_UPGRADE
    events = history(fact, versions, reviews_of(workspace), _said_of(fact, workspace), changed)
    if json_:
        as_json([_as_json(event) for event in events])
        return
    before = ""
    for event in events:
        click.echo(_heading(event))
        if not before:
            click.echo(wrapped(event.claim, "    "))
        elif event.claim != before:
            click.echo(changed_words(before, event.claim, "    "))
        elif event.what in (BY_HAND, BY_UPGRADE):
            click.echo("    not the claim, but its occasion, speaker, dates or citations")
        before = event.claim
    if not events:
        click.echo(f"nothing is known of '{fact.id}': no command changed it, and nobody reviewed it", err=True)


def _said_of(fact: Fact, workspace: Workspace) -> list[Said]:
    """The fact as approved letters said it; empty, with the reason printed, where the register cannot be read."""
    try:
        register = find(workspace.office, workspace.environment)
        if register is None:
            return []
        with register:
            said = register.versions_said(fact.id)
    except ProblemsFound as found:
        report(found.problems)
        return []
    return [Said(one.fact, one.last, one.fingerprint, one.statement, one.letters) for one in said]


def _heading(event: Event) -> str:
    if event.on is None:
        return f"{event.what}, some time after that"
    note = f": {event.note}" if event.note else ""
    by = f" by {event.by}" if event.by else ""
    return f"{day_in_words(event.on)}  {event.what}{by}{note}"


def _as_json(event: Event) -> dict[str, str | None]:
    return {
        "what": event.what,
        "on": event.on.isoformat() if event.on else None,
        "by": event.by or None,
        "note": event.note or None,
        "claim": event.claim,
    }


# ``drafter facts queue``.


@click.command("queue")
@click.option("--on", "day", type=DayType(), metavar="DATE", help="As if it were this day; today unless given.")
@json_option
@click.pass_obj
def queue_of_facts(office_folder: str | None, day: date | None, json_: bool) -> None:
    """List facts never reviewed, changed since they were, or past their 'review_by' with no review since.

    Those past 'review_by' come first, then those on which the letters of most topics depend, then the oldest.
    """
    from drafter.letter.analysis import topics_of, uses  # late: only what looks at templates needs Jinja

    workspace = open_workspace(office_folder)
    base = sound_facts(workspace)
    used = uses(workspace.templates, base)
    topics = {id_: topics_of(base.facts[id_], found, base) for id_, found in used.items()}
    reviews_of(workspace)
    found = waiting(workspace.on(day or date.today()), topics)  # noqa: DTZ011 - the office's own day
    if json_:
        as_json([_waiting_as_json(item) for item in found])
        return
    for item in found:
        fact = item.stands.fact
        click.echo(f"{fact.id}  ({_why(item)})")
        click.echo(wrapped(plain(fact.claim), "    "))
    verb = "waits" if len(found) == 1 else "wait"
    click.echo(f"{len(found)} of {len(base.facts)} facts {verb} for review", err=True)


def _why(item: Waiting) -> str:
    due, reviewed = item.stands.fact.review_by, item.stands.reviewed
    reasons = [f"due by {day_in_words(due)}"] if item.stands.is_overdue and due is not None else []
    if reviewed is not Status.HOLDS:
        reasons.append(str(reviewed))
    count = len(item.topics)
    reasons.append(f"in letters on {counted(count, 'topic')}" if count else "in no letter")
    return "; ".join(reasons)


_STATE = {Status.UNREVIEWED: "never", Status.CHANGED: "changed", Status.HOLDS: "reviewed"}


def _waiting_as_json(item: Waiting) -> dict[str, Any]:
    fact = item.stands.fact
    return {
        "id": fact.id,
        "state": _STATE[item.stands.reviewed],
        "overdue": item.stands.is_overdue,
        "review_by": fact.review_by.isoformat() if fact.review_by else None,
        "from": fact.start.isoformat(),
        "topics_depending": list(item.topics),
        "claim": fact.claim,
        "where": str(fact.where),
    }
