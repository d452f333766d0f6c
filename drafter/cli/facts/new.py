"""``drafter facts new``."""

from __future__ import annotations

import sys
from datetime import date

import click

from drafter.cli.common import FOUND, day_of, on_option, open_facts, open_office, stop
from drafter.cli.facts.answers import Answers
from drafter.cli.facts.asking import Questions
from drafter.cli.facts.changing import name_of, shelf_of, wrong_facts
from drafter.factbase.edit import Hand, add_fact, appended, read_file, with_change
from drafter.factbase.log import ADDED
from drafter.factbase.model import Citation, FactKind
from drafter.factbase.new_fact import NewFact, home_of, propose_id


@click.command("new", short_help="Enter a new fact, question by question.")
@click.option("--topic", "topics", multiple=True, metavar="TOPIC", help="What it is about; the first is its home.")
@click.option("--source", metavar="SOURCE", help="The document that says it.")
@click.option("--quote", metavar="TEXT", help="The document's own words, 25 at most.")
@click.option("--paragraph", metavar="N", help="The paragraph they stand in; found where the text is at hand.")
@click.option("--statement", metavar="TEXT", help="The sentence; it names its speaker and its date.")
@click.option("--voice", metavar="VOICE", help="Whose word it is.")
@click.option("--kind", metavar="KIND", help="claim, status, plan or forecast; claim unless given.")
@click.option("--series", metavar="SERIES", help="The facts that replace one another.")
@click.option("--from", "start", metavar="DATE", help="Its first day; the document's own unless given.")
@click.option("--review-by", metavar="DATE", help="When a person is to look again.")
@click.option("--id", "id_", metavar="ID", help="Its id; made from the sentence unless given.")
@click.option("--file", metavar="FILE", help="The file; that of most facts on the topic unless given.")
@click.option("--by", metavar="NAME", help="Who you are, for the log; your login name unless given.")
@on_option
@click.pass_obj
def command(
    office_folder: str | None,
    topics: tuple[str, ...],
    source: str | None,
    quote: str | None,
    paragraph: str | None,
    statement: str | None,
    voice: str | None,
    kind: str | None,
    series: str | None,
    start: str | None,
    review_by: str | None,
    id_: str | None,
    file: str | None,
    by: str | None,
    day: date | None,
) -> None:
    """Enter a new fact. What is not given is asked; with topic, source, quote, statement and voice, nothing is.

    Where the document's text is at hand, the quotation is looked up in it, and refused where it is not there.
    """
    hand = Hand(name_of(by), day_of(day), ADDED)
    office = open_office(office_folder)
    base = open_facts(office)
    shelf = shelf_of(office)
    ask = Questions(asks=not (topics and source and quote and statement and voice))
    uses = Answers(office, base, shelf)
    try:
        about = ask.answer("--topic", ", ".join(topics) or None, f"Topics ({', '.join(base.topics)})", uses.topics)
        subject = base.subjects[base.topics[about[0]].subject]
        document = ask.answer("--source", source, f"Document ({', '.join(base.sources)})", uses.source)
        places = ask.answer(
            "--quote", quote, "Paste the document's own words", lambda text: uses.quote(text, document), pasted=True
        )
        settled = places.only if paragraph is None else None
        cite = settled or ask.answer(
            "--paragraph", paragraph, places.question, lambda text: uses.paragraph(text, places)
        )
        sentence = ask.answer("--statement", statement, "The sentence", uses.sentence, pasted=True)
        spoken = ask.answer(
            "--voice", voice, f"Whose word is it ({', '.join(subject.voices)})",
            lambda text: uses.known(text, subject.voices, "voice"),
        )  # fmt: skip
        sort = ask.answer(
            "--kind", kind, f"Kind ({', '.join(FactKind)})", lambda text: uses.known(text, list(FactKind), "kind"),
            str(FactKind.CLAIM),
        )  # fmt: skip
        first = document.issued.latest
        begins = ask.answer("--from", start, "First day", lambda text: uses.first_day(text, first), first.isoformat())
        line = ask.answer("--series", series, "Series, if it is of one", str)
        again = ask.answer(
            "--review-by", review_by, "To be looked at again by", lambda text: uses.review_day(text, sort)
        )
        named = ask.answer("--id", id_, "Its id", uses.id, propose_id(sentence, base.facts))
        path = ask.answer("--file", file, "File", lambda text: uses.file(text, subject.id), home_of(about, base))
        fact = NewFact(named, about, line, sort, spoken, sentence, begins, again, cite)
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
    click.echo(f"more wordings, for where it does not come first: drafter facts edit {fact.id}")
    click.echo(f"it waits for review: drafter facts review {fact.id} --by NAME")


def _show(fact: NewFact, cite: Citation, *, looked_up: bool) -> None:
    click.echo(fact.entry(), nl=False)
    if looked_up:
        click.echo(f"the quotation stands in paragraph {cite.paragraph} of '{cite.source}'", err=True)
    else:
        click.echo(f"the text of '{cite.source}' is not at hand, so the quotation was not looked up", err=True)
