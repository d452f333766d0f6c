"""Comparing facts with their documents, and reviewing them."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import date

import click

from drafter.cli.common import (
    FOUND,
    STOP,
    YES,
    as_json,
    complete_fact,
    day_or_today,
    fail,
    json_option,
    on_option,
    open_workspace,
    report,
    sound_facts,
    stop,
    typed_yes,
)
from drafter.cli.facts.common import (
    changed_words,
    correcting,
    echo_sentences,
    fact_named,
    name_of,
    passage,
    reviews_of,
    wrapped,
)
from drafter.cli.registers import made_seal
from drafter.english.names import name_key
from drafter.entering import enter_in_lock
from drafter.facts.edtf import day_in_words
from drafter.facts.log import author_of, read_log
from drafter.facts.model import Citation, Fact, FactBase
from drafter.facts.reviews import FactReview, append_review
from drafter.facts.tables import LEANINGS
from drafter.facts.timeline import FactStatus, Status, is_due
from drafter.letter.finish import citation
from drafter.problems import ProblemsFound, errors
from drafter.sources.quotations import DocumentText, find, missing_texts
from drafter.workspace import Workspace

# ``drafter facts review``.

_UNSEEN = "without the document's text at hand"


@click.command("review")
@click.argument("id_", metavar="[ID]", required=False, shell_complete=complete_fact)
@click.option(
    "--for", "letter", metavar="FILE", help="Look at the facts of a draft, or of a batch, that wait, one after another."
)
@click.option("--by", required=True, metavar="NAME", help="Who looks at it.")
@click.option("--note", default="", metavar="TEXT", help="What is to be remembered of it.")
@on_option
@click.pass_obj
def review_facts(
    office_folder: str | None, id_: str | None, letter: str | None, by: str, note: str, day: date | None
) -> None:
    """Show a fact, the sentences that letters make of it, what it rests on, and what changed since it was reviewed.

    Then ask: only 'yes', typed in full, enters the review in facts/reviews.yaml. Anything else enters nothing. With
    --for, the facts come that a letter says and that wait to be reviewed; 'stop' ends that, and what was entered stays.
    """
    if (id_ is None) == (letter is None):
        fail("say which fact, by its id, or --for which letter")
    by, day = name_of(by), day_or_today(day)
    workspace = open_workspace(office_folder, by)
    by = workspace.office.person(by)
    base = sound_facts(workspace)
    reviews_of(workspace)
    if letter is None:
        fact = fact_named(id_ or "", base)
        _tell_own([fact], by, workspace)
        if not _looked_at(fact, workspace, by, day, note):
            sys.exit(FOUND)
        return
    waits = [base.facts[name] for name in _waiting_in(letter, workspace, day)]
    if not waits:
        click.echo(f"{letter}: no fact of it waits to be reviewed")
    _tell_own(waits, by, workspace)
    entered = 0
    for number, fact in enumerate(waits, 1):
        click.echo(f"{number} of {len(waits)}")
        done = _looked_at(fact, workspace, by, day, note, goes_on=number < len(waits))
        if done is None:
            break
        entered += done
    if entered < len(waits):
        click.echo(f"{len(waits) - entered} of the letter's facts still wait", err=True)
        sys.exit(FOUND)


def _tell_own(facts: Sequence[Fact], by: str, workspace: Workspace) -> None:
    """Say, once, that somebody is about to review facts that they themselves put so."""
    versions, _ = read_log(workspace.office.facts, workspace.office.path_of("facts"))
    authors = ((fact, author_of(fact, versions)) for fact in facts)
    own = [fact.id for fact, version in authors if version is not None and name_key(version.by) == name_key(by)]
    if own:
        which = f"'{own[0]}' has" if len(own) == 1 else f"{len(own)} of these facts have"
        click.echo(
            f"note: {which} {by}'s own words. Another pair of eyes sees more: whether one may review what one has "
            "entered is for the office to say",
            err=True,
        )


def _waiting_in(path: str, workspace: Workspace, day: date) -> list[str]:
    """The facts of a letter, or a batch, that nobody has reviewed in their present form, or that are overdue on its
    date.
    """
    from drafter.cli.reading import reviewed  # late: a single fact needs no letter

    texts, workspace = reviewed(path, workspace, day)
    found: dict[str, None] = {}
    for text in texts:
        then = workspace.on(text.review.letter.date)
        found |= dict.fromkeys(id_ for id_ in text.review.facts if then.of(then.facts[id_]).waits)
    return list(found)


def _looked_at(
    fact: Fact, workspace: Workspace, by: str, day: date, note: str, *, goes_on: bool = False
) -> bool | None:
    """Show a fact and ask. Returns whether its review was entered; ``None`` where the user wants no more."""
    base, office = workspace.base, workspace.office
    click.echo(f"{fact.id}  ({fact.where})")
    _print_fact(fact, base, day)
    for cite in fact.cites:
        click.echo()
        _print_citation(cite, workspace)
    click.echo()
    _print_state(workspace.on(day).of(fact))
    answer = typed_yes("Does it stand, as claimed and told, by what the document says?", goes_on=goes_on)
    if answer != YES:
        click.echo("nothing was entered", err=True)
        if answer != STOP:
            click.echo(wrapped(correcting(fact, workspace), "  "), err=True)
        return None if answer == STOP else False
    if not all(_at_hand(cite, workspace) for cite in fact.cites):
        note = f"{note}; {_UNSEEN}" if note else _UNSEEN
    problems = append_review(office.facts, office.path_of("facts"), fact, by, day, note, made_seal(workspace))
    if problems:
        stop(problems)
    click.echo(f"entered: {fact.id}, reviewed by {by} on {day_in_words(day)}")
    return True


def _print_fact(fact: Fact, base: FactBase, day: date) -> None:
    click.echo(wrapped(f"claim: {fact.claim}", "  "))
    echo_sentences(fact, base, day)
    rows = [
        *((field.replace("_", " "), getattr(fact, field)) for field in LEANINGS if field != "only_after"),
        ("kind", str(fact.kind)),
        ("on record", "yes" if fact.on_record else ""),
        ("from", day_in_words(fact.start)),
        ("until", day_in_words(fact.until) if fact.until else ""),
        ("review by", day_in_words(fact.review_by) if fact.review_by else ""),
        ("superseded by", fact.superseded_by),
        ("withdrawn", fact.withdrawn.reason if fact.withdrawn else ""),
    ]
    for name, value in rows:
        if value:
            click.echo(wrapped(f"{name}: {value}", "  "))


def _print_citation(cite: Citation, workspace: Workspace) -> None:
    source = workspace.base.sources[cite.source]
    runs = citation(cite, source, workspace.templates, first=True)
    click.echo(wrapped("".join(run.text for run in runs), "  "))
    click.echo(wrapped(f"\u201c{cite.quote}\u201d", "    "))
    text, problem = workspace.text_of(source)
    if problem is not None:
        report([problem])
    elif text is None:
        address = f"; see {source.url}" if source.url else ""
        click.echo(wrapped(f"the text of '{source.id}' is not at hand, so the passage is not shown{address}", "    "))
    else:
        click.echo(_in_its_paragraph(cite, text, source.number_of(cite.paragraph)))


def _at_hand(cite: Citation, workspace: Workspace) -> bool:
    return workspace.text_of(workspace.base.sources[cite.source])[0] is not None


def _in_its_paragraph(cite: Citation, text: DocumentText, number: str) -> str:
    block = text.block(cite.paragraph)
    places = [place for place in find(cite.quote, text) if place.paragraph == cite.paragraph]
    place = next((p for p in places if p.occurrence == cite.occurrence), places[0] if places else None)
    if block is None or place is None:
        warning = click.style("the quotation does not stand in that paragraph of the text", fg="red")
        return f"    {warning}" + (f"\n{wrapped(block, '    ')}" if block else "")
    return f"    in its paragraph, {number}:\n" + passage(block, place.start, place.end, "    ")


def _print_state(stands: FactStatus) -> None:
    fact, review = stands.fact, stands.review
    if review is None:
        click.echo(f"  {stands.reviewed}")
    else:
        note = f": {review.note}" if review.note else ""
        click.echo(wrapped(f"last reviewed by {review.by} on {day_in_words(review.on)}{note}", "  "))
    if review is not None and stands.reviewed is Status.CHANGED:
        _print_changes(fact, review)
    if fact.review_by is not None and is_due(fact, stands.timeline.date):
        message = (
            f"it was to be looked at again by {day_in_words(fact.review_by)}; if it is to be looked at once more, set "
            f"a later 'review_by' first: drafter facts edit {fact.id}"
        )
        click.echo(wrapped(message, "  "))


def _print_changes(fact: Fact, review: FactReview) -> None:
    click.echo("  changed since:")
    quotes = tuple(cite.quote for cite in fact.cites)
    shown = False
    for old, new in ((review.claim, fact.claim), (" / ".join(review.quotes), " / ".join(quotes))):
        if old != new:
            click.echo(changed_words(old, new, "    "))
            shown = True
    if not shown:
        click.echo("    not the claim nor the quotations, but the occasion, the speaker, the dates or the places")


# ``drafter facts verify``.


@click.command("verify")
@click.argument("ids", nargs=-1, metavar="[ID]...", shell_complete=complete_fact)
@json_option
@click.pass_obj
def verify_facts(office_folder: str | None, ids: tuple[str, ...], json_: bool) -> None:
    """Look up the quotations of all facts, or of those named, in the texts of their documents.

    What was found is kept in facts/quotations.lock, so that 'drafter check' notices a change without the texts.
    Exit code 1 while one is not found, or could not be looked up.
    """
    workspace = open_workspace(office_folder)
    base = sound_facts(workspace)
    own = {fact.id for fact in base.facts.values() if workspace.folder.is_own(fact)}
    facts = [fact_named(id_, base) for id_ in ids] if ids else list(base.facts.values())
    if not ids:  # those that came with the program were looked up before it was built
        facts = [
            fact for fact in facts if fact.id in own or workspace.text_of(base.sources[fact.source])[0] is not None
        ]
    try:
        entered = enter_in_lock(workspace, facts, whole=not ids)
    except ProblemsFound as found:
        stop(found.problems)
    result, cited = entered.verified, {cite.source for fact in facts for cite in fact.cites}
    problems = [*entered.problems, *result.problems]
    missing = cited - entered.texts - {p.where.path for p in problems}
    problems += missing_texts(base.sources.values(), {}, missing)
    asked = sum(len(fact.cites) for fact in facts)
    if json_:
        as_json({"verified": len(result.lines), "problems": [p.as_json() for p in sorted(problems)]})
    else:
        report(sorted(problems))
        click.echo(f"{len(result.lines)} of {asked} quotations verified")
    sys.exit(FOUND if errors(problems) or len(result.lines) < asked else 0)
