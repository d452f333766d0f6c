"""``drafter sources export``."""

from __future__ import annotations

import json
import re
from pathlib import Path

import click

from drafter.cli.common import open_facts, open_office, stop
from drafter.documents.csl import as_csl
from drafter.files import write_atomically
from drafter.letter.names import read

FORMATS = {"csl-json": as_csl}
_PARTY = re.compile(r"\s*\([^()]*\)\Z")  # "Mike Gapes MP (Labour)": citation styles have no place for it
_AND = re.compile(r", | and | & ")


@click.command("export", short_help="Write the documents' details for citation programs.")
@click.option(
    "--format", "format_", type=click.Choice(list(FORMATS)), default="csl-json", show_default=True, help="The format."
)
@click.option("-o", "--output", metavar="FILE", help="A file to write; else standard output.")
@click.option("--force", is_flag=True, help="Replace the file if there is one.")
@click.pass_obj
def command(office_folder: str | None, format_: str, output: str | None, force: bool) -> None:
    """Write the documents' details as CSL-JSON, which pandoc --citeproc and Zotero read."""
    base = open_facts(open_office(office_folder))
    text = json.dumps(FORMATS[format_](base.sources.values(), csl_names), ensure_ascii=False, indent=2) + "\n"
    if output in {None, "-"}:
        click.echo(text, nl=False)
        return
    problem = write_atomically(Path(str(output)), text.encode("utf-8"), str(output), replace=force, shared=True)
    if problem is not None:
        stop([problem])
    click.echo(output)


def csl_names(author: str) -> list[dict[str, str]]:
    """An author as CSL's names: people by their parts; whatever may be an institution, or is not sure, as it stands."""
    people = [_person(name) for name in _AND.split(author)]
    return [person for person in people if person] if all(people) else [{"literal": author}]


def _person(name: str) -> dict[str, str]:
    name = _PARTY.sub("", name)
    greeting = read(name).greeting
    words = greeting.split()
    # Without a title a person is greeted by the name itself; "NHS England" and "King's Fund" are no people's names.
    plain = all(re.fullmatch(r"[^\W\d_]+(?:['’-][^\W\d_]{2,})*|[A-Z]\.?", word) for word in words)
    capitals = any(len(word) > 1 and word.isupper() for word in words)
    if not 2 <= len(words) <= 3 or not name.startswith(greeting) or not plain or capitals:
        return {}
    person = {"family": words[-1], "given": " ".join(words[:-1])}
    letters = name.removeprefix(greeting).strip(" ,")
    if not all(word.isupper() for word in letters.replace(",", " ").split()):
        return {}
    return {**person, "suffix": letters} if letters else person
