"""``drafter facts new``."""

from __future__ import annotations

import sys
from dataclasses import replace
from datetime import date

import click

from drafter.cli.common import FOUND, day_of, on_option, open_facts, open_office, stop
from drafter.cli.facts.answers import Answers, refused
from drafter.cli.facts.asking import Questions
from drafter.cli.facts.changing import name_of, shelf_of, wrong_claim, wrong_facts
from drafter.cli.facts.common import echo_sentences
from drafter.cli.reading import passage_at
from drafter.factbase.edit import Hand, add_fact, appended, read_file, with_change
from drafter.factbase.log import ADDED
from drafter.factbase.model import Citation, Fact, FactBase, FactKind
from drafter.factbase.new_fact import NewFact, home_of, propose_id
from drafter.letter.sentences import lower
from drafter.office import Office


@click.command("new", short_help="Enter a new fact, question by question.")
@click.option("--source", metavar="SOURCE", help="The document that says it.")
@click.option("--quote", metavar="TEXT", help="The document's own words, 25 at most.")
@click.option("--paragraph", metavar="N", help="The paragraph they stand in; found where the text is at hand.")
@click.option("--claim", metavar="TEXT", help="What it claims: a clause that could stand after 'said that'.")
@click.option("--occasion", default="", metavar="TEXT", help="What the document does here, if not what it mostly does.")
@click.option("--topic", "topics", multiple=True, metavar="TOPIC", help="What it is about; the first is its home.")
@click.option("--kind", metavar="KIND", help="claim, status, plan or forecast; claim unless given.")
@click.option("--series", metavar="SERIES", help="The facts that replace one another.")
@click.option("--review-by", metavar="DATE", help="When a person is to look again.")
@click.option(
    "--from",
    "start",
    metavar="DATE|LETTER@PLACE",
    help="Its first day, the document's own unless given; or a letter's sentence to begin with (letter.docx@8:5).",
)
@click.option("--id", "id_", metavar="ID", help="Its id; made from the claim unless given.")
@click.option("--file", metavar="FILE", help="The file; that of most facts on the topic unless given.")
@click.option("--by", metavar="NAME", help="Who you are, for the log; your login name unless given.")
@on_option
@click.pass_obj
def command(
    office_folder: str | None,
    source: str | None,
    quote: str | None,
    paragraph: str | None,
    claim: str | None,
    occasion: str,
    topics: tuple[str, ...],
    kind: str | None,
    series: str | None,
    review_by: str | None,
    start: str | None,
    id_: str | None,
    file: str | None,
    by: str | None,
    day: date | None,
) -> None:
    """Enter a new fact. What is not given is asked; with source, quote, claim and topic, nothing is.

    Where the document's text is at hand, the quotation is looked up in it, and refused where it is not there. The claim
    is shown as letters will tell it before anything is written. With a letter's sentence, its words are proposed as
    the claim; the document that says so is asked for as ever.
    """
    hand = Hand(name_of(by), day_of(day), ADDED)
    office = open_office(office_folder, hand.by)
    hand = replace(hand, by=office.person(hand.by))
    begun = ""
    if start is not None and "@" in start:
        _, passage, _ = passage_at(start, office)
        begun, start = lower(passage.text.rstrip(".")), None
        click.echo(f"the letter says: {passage.text}", err=True)
    base = open_facts(office)
    shelf = shelf_of(office)
    ask = Questions(asks=not (topics and source and quote and claim))
    uses = Answers(office, base, shelf)
    try:
        document = ask.answer("--source", source, f"Document ({', '.join(base.sources)})", uses.source)
        places = ask.answer(
            "--quote", quote, "Paste the document's own words", lambda text: uses.quote(text, document), pasted=True
        )
        settled = places.only if paragraph is None else None
        cite = settled or ask.answer(
            "--paragraph", paragraph, places.question, lambda text: uses.paragraph(text, places)
        )
        drafted = ask.answer(
            "--claim", claim, "What it claims, as a clause after 'said that'",
            lambda text: _sound(uses.claim(text, cite, occasion, topics), base, office), begun, pasted=not begun,
        )  # fmt: skip
        echo_sentences(drafted, _with(drafted, base), hand.on, err=True)
        about = ask.answer("--topic", ", ".join(topics) or None, f"Topics ({', '.join(base.topics)})", uses.topics)
        sort = ask.answer(
            "--kind", kind, f"Kind ({', '.join(FactKind)})", lambda text: uses.known(text, list(FactKind), "kind"),
            str(FactKind.CLAIM),
        )  # fmt: skip
        ages = Questions(asks=ask.asks and sort != FactKind.CLAIM)
        line = ages.answer("--series", series, "Series, if it is of one", str)
        again = ages.answer(
            "--review-by", review_by, "To be looked at again by", lambda text: uses.review_day(text, sort)
        )
        # What follows is asked of nobody: it can be said, and is shown before anything is written.
        given = Questions(asks=False)
        first = document.issued.latest
        begins = given.answer("--from", start, "", lambda text: uses.first_day(text, first), first.isoformat())
        named = given.answer("--id", id_, "", uses.id, propose_id(drafted.claim, base.facts))
        subject = base.topics[about[0]].subject
        path = given.answer("--file", file, "", lambda text: uses.file(text, subject), home_of(about, base))
        fact = NewFact(named, about, line, sort, drafted.claim, begins, again, cite, occasion)
        _show(fact, cite, looked_up=places.looked_up)
        if ask.asks and not click.confirm(f"Write it to {shelf.name_of(path)}?", default=True, err=True):
            raise click.Abort
    except click.Abort:
        click.echo("\nnothing was written", err=True)
        sys.exit(FOUND)
    old, problems = read_file(path, shelf.name_of(path))
    text = appended(old, fact.entry())
    _, after, found = with_change(shelf, path, text)
    problems = problems or found or wrong_facts(office, after, [fact.id], shelf.name_of(path), text)
    problems = problems or add_fact(shelf, path, fact.entry(), hand)
    if problems:
        stop(problems)
    click.echo(f"{shelf.name_of(path)}: '{fact.id}' is added")
    click.echo(f"its quotation is to be entered as verified: drafter facts verify {fact.id}")
    click.echo(f"it waits for review: drafter facts review {fact.id} --by NAME")


def _sound(fact: Fact, base: FactBase, office: Office) -> Fact:
    """The fact, where no rule has anything against its claim."""
    problems = wrong_claim(office, _with(fact, base), fact)
    if problems:
        raise refused(problems)
    return fact


def _with(fact: Fact, base: FactBase) -> FactBase:
    return replace(base, facts={**base.facts, fact.id: fact})


def _show(fact: NewFact, cite: Citation, *, looked_up: bool) -> None:
    click.echo(fact.entry(), nl=False)
    if looked_up:
        click.echo(f"the quotation stands in paragraph {cite.paragraph} of '{cite.source}'", err=True)
    else:
        click.echo(f"the text of '{cite.source}' is not at hand, so the quotation was not looked up", err=True)
