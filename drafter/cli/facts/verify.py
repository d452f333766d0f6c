"""``drafter facts verify``."""

from __future__ import annotations

import sys

import click

from drafter.cli.common import FOUND, as_json, json_option, open_facts, open_office, report, stop
from drafter.cli.facts.common import fact_named
from drafter.documents.texts import Text, read_text
from drafter.documents.verify import LOCK, lock_text, missing, read_lock, verify
from drafter.factbase.places import Places
from drafter.files import locked, write_atomically
from drafter.problems import Problem, errors


@click.command("verify", short_help="Look up every quotation in its document's text, word for word.")
@click.argument("ids", nargs=-1, metavar="[ID]...")
@json_option
@click.pass_obj
def command(office_folder: str | None, ids: tuple[str, ...], json_: bool) -> None:
    """Look up the quotations of all facts, or of those named, in the texts of their documents.

    What was found is kept in facts/quotations.lock, so that 'drafter check' notices a change without the texts.
    """
    office = open_office(office_folder)
    base = open_facts(office)
    facts = [fact_named(id_, base) for id_ in ids] if ids else list(base.facts.values())
    cited = {cite.source for fact in facts for cite in fact.cites}
    texts: dict[str, Text] = {}
    problems: list[Problem] = []
    for source in base.sources.values():
        text, problem = read_text(office.texts, source, office.path_of("texts")) if source.id in cited else (None, None)
        if text is not None:
            texts[source.id] = text
        if problem is not None:
            problems.append(problem)
    places = Places(office.facts, office.path_of("facts"))
    result = verify(facts, base.sources, texts, lambda fact, number, key: places.of(fact, "cites", number, key))
    problems += result.problems
    problems += missing(base.sources.values(), texts, cited - {p.where.path for p in problems})
    with locked(office.facts):
        kept = read_lock(office.facts) if ids or len(texts) < len(cited) else ""
        looked = {fact.id for fact in facts if all(cite.source in texts for cite in fact.cites)}
        gone = {row.split()[0] for row in kept.splitlines() if row and not row.startswith("#")} - set(base.facts)
        data = lock_text(result.lines, kept, looked | gone).encode()
        problem = write_atomically(office.facts / LOCK, data, office.path_of("facts", LOCK), replace=True, shared=True)
    if problem is not None:
        stop([problem])
    if json_:
        as_json({"verified": len(result.lines), "problems": [p.as_json() for p in sorted(problems)]})
    else:
        report(sorted(problems))
        click.echo(f"{len(result.lines)} of {sum(len(fact.cites) for fact in facts)} quotations verified")
    sys.exit(FOUND if errors(problems) else 0)
