"""``drafter approve``."""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import click

from drafter import __version__
from drafter.batch.members import is_batch
from drafter.batch.texts import Wanted
from drafter.cli.common import fail, open_office, read_letterhead, report, stop
from drafter.cli.facts.changing import name_of
from drafter.cli.reading import ReviewedText, gathered, not_as_seen, review_texts, seen_of, told
from drafter.cli.registers import APPROVED, register_of, spool_of
from drafter.cli.writing import check_print, write_print
from drafter.english.names import forms_of
from drafter.facts.edtf import day_in_words
from drafter.formats import WRITERS, Form, on_paper, written_as
from drafter.formats.copies import Copy
from drafter.letter.recipient import postcode
from drafter.letter.tree import Letter, Particulars
from drafter.office import CITATIONS, Office
from drafter.problems import Problem, ProblemsFound, Severity, Where, errors
from drafter.register.model import Approval, Constituent
from drafter.register.spool import Approved, Final, approve_all
from drafter.review.final import Exempted, Weighed, exceptions_kept, final_letter, place_of, relied_on, weigh
from drafter.review.model import Review, Standing
from drafter.review.reviewing import digest_of, shown
from drafter.review.standing import Shelf

if TYPE_CHECKING:
    from drafter.register.store import Register
    from drafter.review.standing import Shelf


# The final copies of letters that nothing stands in the way of, and what the register keeps of each.


class Ready(NamedTuple):
    """A text that may go out: the letter, its form, what the register keeps of it whoever it is to."""

    text: ReviewedText
    letter: Letter
    form: Form
    approval: Approval


def make_ready(
    text: ReviewedText,
    shelf: Shelf,
    office: Office,
    citations: str,
    by: str,
    now: datetime,
    exempted: Sequence[Exempted],
    confirmed: Collection[str],
) -> Ready:
    """The text as it goes out; ends the program where the letterhead cannot be used."""
    reviewed = text.review
    letter = final_letter(reviewed, shelf.base, shelf.templates, citations)
    large_print = reviewed.record is not None and reviewed.record.large_print
    where = Where(office.path_of(office.letterhead))
    letterhead = read_letterhead(office) if on_paper(text.ending, letter) else b""
    try:
        form = WRITERS[text.ending](letter, letterhead, Copy.FINAL, large_print=large_print, letterhead_at=where)
    except ProblemsFound as found:
        stop(found.problems)
    warnings = {found.rule for found in reviewed.problems if found.severity is not Severity.ERROR}
    answered = weigh(reviewed, exempted, confirmed).answered
    mine = [exception for exception in exempted if any(map(exception.covers, reviewed.errors))]
    approval = Approval(
        approved_at=now,
        by=by,
        letter_date=letter.date,
        sha256="",
        kind=text.ending,
        subject=letter.subject_line,
        topics=letter.topics,
        position=letter.position,
        length=letter.length,
        facts=relied_on(reviewed, shelf.base),
        accepted=exceptions_kept(mine, answered),
        warnings=tuple(sorted(warnings)),
        version=__version__,
        corrects=letter.corrects,
        letterhead=shelf.letterhead_hash if letterhead else "",
        seen=digest_of(shown(reviewed, shelf)),
        acts=tuple(passage.text for passage in reviewed.passages if passage.standing is Standing.ACT),
    )
    return Ready(text, letter, form, approval)


def finals(ready: Sequence[Ready], office: Office, target: Path, *, many: bool, force: bool) -> Iterator[Final]:
    """The final copies, one by one."""
    for one in ready:
        for file, reader in one.text.readers():
            data = one.form.filled(reader)
            path = target / file if many else target
            yield Final(_approval(one.approval, data, reader, office), data, path, replace=force)


def _approval(of_text: Approval, data: bytes, reader: Particulars, office: Office) -> Approval:
    name = reader.addressee[0] if reader.addressee else ""
    return replace(
        of_text,
        sha256=hashlib.sha256(data).hexdigest(),
        reference=reader.reference,
        constituent=Constituent(forms_of(name).kept, postcode(reader.addressee)),
        name=name if office.keep_names else "",
    )


@click.command("approve", short_help="Write the final copy of a letter, and enter it in the register.")
@click.argument("file", metavar="FILE")
@click.option("--by", required=True, metavar="NAME", help="Who approves it.")
@click.option(
    "--accept",
    "rules",
    multiple=True,
    metavar="RULE",
    help="Take an error upon yourself, by its rule and place (RULE@6:1); each needs a --because.",
)
@click.option("--because", "reasons", multiple=True, metavar="TEXT", help="Why; in the order of the --accept.")
@click.option(
    "--confirm",
    "confirmed",
    multiple=True,
    metavar="PLACE",
    help="Answer a question of the review: it is meant. By its place (8:5), or its rule where it has none.",
)
@click.option(
    "--seen", metavar="DIGEST", help="What the sheet or the review that you read shows at its end: ab12-cd34-ef56."
)
@click.option("--citations", type=click.Choice(CITATIONS), help="How it cites; else as office.yaml says.")
@click.option(
    "-o",
    "--output",
    metavar="FILE",
    help="The final copy (of a batch, a folder); else of its name in letters/approved.",
)
@click.option("--force", is_flag=True, help="Replace the file if there is one, unless it is an approved letter.")
@click.option("--print", "print_", metavar="FILE.docx", help="Of a batch: also one document of all, for the printer.")
@click.option("--single-sided", is_flag=True, help="The printer prints on one side only: no letter need begin a sheet.")
@click.pass_obj
def command(
    office_folder: str | None,
    file: str,
    by: str,
    rules: tuple[str, ...],
    reasons: tuple[str, ...],
    confirmed: tuple[str, ...],
    seen: str | None,
    citations: str | None,
    output: str | None,
    force: bool,
    print_: str | None,
    single_sided: bool,
) -> None:
    """Review a letter once more; where nothing stands in its way, write the final copy and enter it in the register.

    What needs your word is asked one by one, where you sit at the keyboard; a script answers with --confirm. Your
    answers are kept in the register with the sentences that they are about.

    The final copy holds no comments, no marks and no DRAFT. Both are done, or neither. FILE may be a batch, a folder or
    a ZIP file: each of its texts is reviewed once, and all of its letters are approved, or none.
    """
    by = name_of(by)
    exempted = _exempted(rules, reasons)
    office = open_office(office_folder, by)
    by = office.person(by)
    many = is_batch(Path(file))
    _check_names(file, output, print_, many=many)
    today, now = date.today(), datetime.now(UTC)  # noqa: DTZ011 - the office's own day is meant
    texts, shelf = review_texts(file, office, today)
    _as_seen(seen, texts, shelf)
    places = _weigh(texts, exempted, [place.strip() for place in confirmed], many=many)
    ready = [
        make_ready(text, shelf, office, citations or office.citations, by, now, exempted, places) for text in texts
    ]
    name = Path(file).stem if many else Path(file).with_suffix(texts[0].ending).name
    target = Path(output) if output else office.letters / APPROVED / name
    with register_of(office) as register:
        report(_clock(register, now))
        approved = approve_all(register, finals(ready, office, target, many=many, force=force), spool_of(office))
        # Told, and gone on: what was added stands on the last letter alone. Who looks next need not verify all again.
        report(register.altered())
    already = _all_already(approved, texts) if many else None
    if already:
        click.echo(f"{file}: {already}", err=True)
    else:
        report(approved.problems)
        _say(approved, office, target, output, by, many=many)
    if errors(approved.problems) and not (already and print_):
        stop([])
    if print_:
        _print(print_, ready, office, both_sides=not single_sided)


def _as_seen(seen: str | None, texts: Sequence[ReviewedText], shelf: Shelf) -> None:
    """Say what the letter is, by its digest; ends the program where that is not what whoever signs has read."""
    if seen is not None:
        problem = not_as_seen(seen, texts, shelf)
        if problem is not None:
            stop([problem])
        return
    digest = seen_of(texts, shelf)
    click.echo(f"seen: {digest}", err=True)
    if _at_the_keyboard() and not click.confirm(
        "Does the sheet, or the review, that you read end with this?", default=False, err=True
    ):
        click.echo("not approved: it was changed since; 'drafter review' shows it as it is", err=True)
        stop([])


def _clock(register: Register, now: datetime) -> list[Problem]:
    """That the last letter was approved later than it is now: one of the two clocks is wrong."""
    last = register.last()
    if last is None or last.approved_at <= now:
        return []
    then = last.approved_at.astimezone()
    message = (
        f"letter {last.number} was approved on {day_in_words(then.date())} at {then:%H:%M}, which is still to come"
    )
    hint = "look at this machine's clock; what is entered bears its time"
    return [Problem(Where(register.name), "clock-back", message, hint)]


def _check_names(file: str, output: str | None, print_: str | None, *, many: bool) -> None:
    ending = "" if many else written_as(Path(file).suffix.lower())
    if output and Path(output).suffix.lower() != ending:
        fail("-o names a folder, where a batch is approved" if many else f"-o must end in {ending}, as the letter does")
    if print_ and not many:
        fail("--print is for a batch; one letter is its own print document")
    check_print(print_, file)


def _all_already(approved: Approved, texts: Sequence[ReviewedText]) -> str:
    """That all letters of a batch are approved already, if they are: told once, and they can still be printed."""
    count = sum(len(text.group.members) for text in texts)
    found = [problem for problem in approved.problems if problem.rule == "already-approved"]
    if len(found) != count or len(found) != len(approved.problems):
        return ""
    return f"all {count} letters are approved already: {found[0].message.partition(': ')[2]}" if count > 1 else ""


def _exempted(rules: tuple[str, ...], reasons: tuple[str, ...]) -> list[Exempted]:
    if len(rules) != len(reasons):
        fail("each --accept needs a --because of its own, in the same order")
    made = [Exempted(rule.strip(), " ".join(because.split())) for rule, because in zip(rules, reasons, strict=True)]
    if any(not exempted.because for exempted in made):
        fail("--because: a reason is needed; it is kept with the letter")
    return made


def _weigh(texts: Sequence[ReviewedText], exempted: list[Exempted], confirmed: list[str], *, many: bool) -> list[str]:
    """Say what was found, and ask what needs an answer; ends the program while anything is left. Gives the answers."""
    covering = {exception: [t for t in texts if any(map(exception.covers, t.review.errors))] for exception in exempted}
    answering = {place: [t for t in texts if place in map(place_of, t.review.questions)] for place in confirmed}
    odd = [
        found for exception in exempted for found in weigh(_nearest(covering[exception], texts), [exception]).problems
    ]
    odd += [found for place in confirmed for found in weigh(_nearest(answering[place], texts), [], [place]).problems]
    if odd:
        stop(odd)

    def of(text: ReviewedText) -> Weighed:
        return weigh(
            text.review, [e for e in exempted if text in covering[e]], [p for p in confirmed if text in answering[p]]
        )

    weighed = [of(text) for text in texts]
    if many:
        told(list(texts))
        report(gathered([(text, found.left) for text, found in zip(texts, weighed, strict=True)]))
        for rule, because in dict.fromkeys((e.rule, e.because) for e in exempted):
            click.echo(f"accepted: {rule}, because {because}", err=True)
    else:
        _tell(texts[0], weighed[0])
        if len(weighed[0].left) == len(weighed[0].asked) and _at_the_keyboard():
            return [*confirmed, *_asked_one_by_one(texts[0], weighed[0])]
    _stop_if_left([found for one in weighed for found in one.left])
    return confirmed


def _stop_if_left(left: Sequence[Problem]) -> None:
    """End the program while errors, or questions that nobody answered, stand in the way."""
    wrong = len(errors(left))
    asked = list(dict.fromkeys(place_of(found) for found in left if found.severity is Severity.QUESTION))
    if wrong:
        click.echo(f"not approved: {wrong} error{'s' if wrong > 1 else ''} {_stand(wrong)} in the way", err=True)
    elif asked:
        confirm = " ".join(f"--confirm {place}" for place in asked)
        what = f"{len(asked)} question{'s' if len(asked) > 1 else ''} {'need' if len(asked) > 1 else 'needs'} your word"
        click.echo(f"not approved: {what}; where each is meant as it stands: {confirm}", err=True)
    if wrong or asked:
        stop([])


def _stand(count: int) -> str:
    return "stand" if count > 1 else "stands"


def _at_the_keyboard() -> bool:
    """Whether a person can be asked."""
    return sys.stdin.isatty() and sys.stderr.isatty()


def _asked_one_by_one(text: ReviewedText, weighed: Weighed) -> list[str]:
    """The places of the questions, each answered by a person with yes; ends the program at the first no."""
    places = []
    for place in dict.fromkeys(map(place_of, weighed.asked)):
        mine = [found for found in weighed.asked if place_of(found) == place]
        words = next((passage.text for passage in text.review.passages if mine[0] in passage.findings), "")
        click.echo(f"\n{place}  {words}".rstrip(), err=True)
        for found in mine:
            click.echo(f"  {found.message}", err=True)
        if not click.confirm("  Is it meant as it stands?", default=False, err=True):
            click.echo("not approved: change the letter, and review it again", err=True)
            stop([])
        places.append(place)
    return places


def _nearest(covered: Sequence[ReviewedText], texts: Sequence[ReviewedText]) -> Review:
    """The review to hold an exception against: one that it is of, else one that has errors at all."""
    return next(iter(covered), next((t for t in texts if t.review.errors or t.review.questions), texts[0])).review


def _tell(text: ReviewedText, weighed: Weighed) -> None:
    notes = [found for found in text.review.problems if found.severity is Severity.NOTE]
    report(sorted([*weighed.left, *notes]))
    for found in weighed.accepted:
        click.echo(f"accepted: {found}", err=True)
    for found, words in weighed.answered:
        click.echo(f"confirmed: {place_of(found)} {words}", err=True)


def _say(approved: Approved, office: Office, target: Path, output: str | None, by: str, *, many: bool) -> None:
    """Where the final copies are, and which letters they are."""

    def shown(path: Path) -> str:
        return str(path) if output else office.path_of(str(path.relative_to(office.folder)))

    if not many:
        for entry, path in zip(approved.entries, approved.paths, strict=True):
            click.echo(f"{shown(path)}: letter {entry.number}, approved by {by}")
    elif approved.entries:
        first, last = approved.entries[0].number, approved.entries[-1].number
        count = len(approved.entries)
        which = f"{count} letters, {first} to {last}" if count > 1 else f"letter {first}"
        click.echo(f"{shown(target)}: {which}, approved by {by}")


def _print(path: str, ready: Sequence[Ready], office: Office, *, both_sides: bool) -> None:
    """The print document of what was approved; ends the program where it cannot be written."""

    def letters() -> Iterator[Wanted]:
        for number, one in enumerate(ready):
            yield from (Wanted(0, number, reader) for _, reader in one.text.readers())

    texts = [(one.letter, bool(one.text.review.record and one.text.review.record.large_print)) for one in ready]
    try:
        write_print(path, texts, letters, office, copy=Copy.FINAL, both_sides=both_sides)
    except ProblemsFound as found:
        stop(found.problems)
