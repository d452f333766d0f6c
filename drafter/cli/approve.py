"""``drafter approve``."""

from __future__ import annotations

import hashlib
from datetime import UTC, date, datetime
from pathlib import Path

import click

from drafter import __version__
from drafter.cli.common import fail, open_office, read_letterhead, report, stop
from drafter.cli.facts.changing import name_of
from drafter.cli.reading import read_file, review_file
from drafter.cli.registers import register_of, spool_of
from drafter.formats import WRITERS
from drafter.formats.copies import Copy
from drafter.letter.correspondent import postcode
from drafter.office import CITATIONS, Office
from drafter.problems import ProblemsFound, Severity, Where, errors
from drafter.register.model import Approval, Constituent
from drafter.register.placing import Final, approve_all
from drafter.review.final import Exempted, Weighed, exceptions_kept, final_letter, relied_on, weigh
from drafter.review.model import Review
from drafter.review.standing import Shelf

APPROVED = "approved"


@click.command("approve", short_help="Write the final copy of a letter, and enter it in the register.")
@click.argument("file", metavar="FILE")
@click.option("--by", required=True, metavar="NAME", help="Who approves it.")
@click.option(
    "--accept",
    "rules",
    multiple=True,
    metavar="RULE",
    help="Take the errors of a rule upon yourself, or (RULE@6:1) the one at a place; each needs a --because.",
)
@click.option("--because", "reasons", multiple=True, metavar="TEXT", help="Why; in the order of the --accept.")
@click.option("--citations", type=click.Choice(CITATIONS), help="How it cites; else as office.yaml says.")
@click.option("-o", "--output", metavar="FILE", help="The final copy; else one of the same name in letters/approved.")
@click.option("--force", is_flag=True, help="Replace the file if there is one, unless it is an approved letter.")
@click.pass_obj
def command(
    office_folder: str | None,
    file: str,
    by: str,
    rules: tuple[str, ...],
    reasons: tuple[str, ...],
    citations: str | None,
    output: str | None,
    force: bool,
) -> None:
    """Review a letter once more; where nothing stands in its way, write the final copy and enter it in the register.

    The final copy holds no comments, no marks and no DRAFT. Both are done, or neither.
    """
    by = name_of(by)
    exempted = _exempted(rules, reasons)
    office = open_office(office_folder)
    ending = Path(file).suffix.lower()
    if output and Path(output).suffix.lower() != ending:
        fail(f"-o must end in {ending}, as the letter does")
    today, now = date.today(), datetime.now(UTC)  # noqa: DTZ011 - the office's own day is meant
    reviewed, shelf = review_file(file, read_file(file), office, today)
    weighed = weigh(reviewed, exempted)
    if weighed.problems:
        stop(weighed.problems)
    _tell(reviewed, weighed)
    data = _final_copy(reviewed, shelf, office, ending, citations or office.citations)
    approval = _approval(reviewed, shelf, office, by, now, exempted, data, ending)
    target = Path(output) if output else office.letters / APPROVED / Path(file).name
    with register_of(office) as register:
        approved = approve_all(register, [Final(approval, data, target, replace=force)], spool_of(office))
    report(approved.problems)
    for entry, path in zip(approved.entries, approved.paths, strict=True):
        name = str(path) if output else office.path_of(office.letters.name, APPROVED, path.name)
        click.echo(f"{name}: letter {entry.number}, approved by {by}")
    if errors(approved.problems):
        stop([])


def _exempted(rules: tuple[str, ...], reasons: tuple[str, ...]) -> list[Exempted]:
    if len(rules) != len(reasons):
        fail("each --accept needs a --because of its own, in the same order")
    made = [Exempted(rule.strip(), " ".join(because.split())) for rule, because in zip(rules, reasons, strict=True)]
    if any(not exempted.because for exempted in made):
        fail("--because: a reason is needed; it is kept with the letter")
    return made


def _tell(reviewed: Review, weighed: Weighed) -> None:
    """Say what was found; ends the program while errors are left."""
    warnings = [found for found in reviewed.problems if found.severity is Severity.WARNING]
    report(sorted([*weighed.left, *warnings]))
    for found in weighed.accepted:
        click.echo(f"accepted: {found}", err=True)
    if weighed.left:
        count = len(weighed.left)
        verb = "stands" if count == 1 else "stand"
        click.echo(f"not approved: {count} error{'s' if count > 1 else ''} {verb} in the way", err=True)
        stop([])


def _final_copy(reviewed: Review, shelf: Shelf, office: Office, ending: str, citations: str) -> bytes:
    letter = final_letter(reviewed, shelf.base, shelf.templates, citations)
    large_print = reviewed.record is not None and reviewed.record.large_print
    where = Where(office.path_of(office.letterhead))
    letterhead = read_letterhead(office) if ending == ".docx" else b""
    try:
        form = WRITERS[ending](letter, letterhead, Copy.FINAL, large_print=large_print, letterhead_at=where)
        return form.filled(letter.particulars)
    except ProblemsFound as found:
        stop(found.problems)


def _approval(
    reviewed: Review,
    shelf: Shelf,
    office: Office,
    by: str,
    now: datetime,
    exempted: list[Exempted],
    data: bytes,
    ending: str,
) -> Approval:
    letter = reviewed.letter
    name = letter.addressee[0] if letter.addressee else ""
    warnings = {found.rule for found in reviewed.problems if found.severity is Severity.WARNING}
    return Approval(
        approved_at=now,
        by=by,
        letter_date=letter.date,
        sha256=hashlib.sha256(data).hexdigest(),
        kind=ending,
        reference=letter.reference,
        subject=letter.subject_line,
        topics=letter.topics,
        position=letter.position,
        length=letter.length,
        constituent=Constituent(name, postcode(letter.addressee)),
        name=name if office.keep_names else "",
        facts=relied_on(reviewed, shelf.base),
        accepted=exceptions_kept(exempted),
        warnings=tuple(sorted(warnings)),
        version=__version__,
        corrects=letter.corrects,
    )
