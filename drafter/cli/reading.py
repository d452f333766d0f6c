"""What the commands share that read letters as they came back, one or a batch; and the sheet as a file."""

from __future__ import annotations

import contextlib
import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path, PurePosixPath
from typing import Any

import click

from drafter.batch.members import Group, Member, groups, is_batch
from drafter.cli.batch import answers
from drafter.cli.common import cache_folder, fail, open_facts, read_letterhead, report, stop
from drafter.cli.registers import seal_of
from drafter.drafting import odd_words
from drafter.facts.model import FactBase
from drafter.facts.reviews import read_reviews, read_word_reviews, shipped_words
from drafter.files.atomic import read_regular, write_atomically
from drafter.formats import FORMATS, READERS, as_word, format_of, one_of, written_as
from drafter.letter.request import Did
from drafter.letter.returned import Returned
from drafter.letter.templates import Templates
from drafter.letter.tree import Particulars
from drafter.office import Office
from drafter.problems import Problem, ProblemsFound, Severity, Where, errors
from drafter.review.model import Passage, Review
from drafter.review.reviewing import Shown, changed, digest_of, read, read_digest, review, shown, written
from drafter.review.sheet.page import sheet as sheet_of
from drafter.review.standing import Shelf
from drafter.sources.quotations import Text, read_lock, read_text

# What the commands share that read a letter as it came back.

_OTHER_KINDS = frozenset((".pages", ".docm", ".dotx"))
LARGEST = 20_000_000  # bytes of a letter, pictures and all


def read_file(path: str) -> bytes:
    """A file's bytes; ends the program where it cannot be read or is far too large for a letter."""
    try:
        if Path(path).stat().st_size > LARGEST:
            stop([Problem(Where(path), "too-large", "is longer than any letter")])
        return read_regular(Path(path))
    except OSError as failure:
        reason = (failure.strerror or str(failure)).lower()
        stop([Problem(Where(path), "unreadable-file", f"cannot be read: {reason}")])


def read_letter(path: str, data: bytes) -> Returned:
    """The letter in a file, as it came back; ends the program where there is none that can be read."""
    ending = Path(path).suffix.lower()
    through = FORMATS[ending].through if ending in FORMATS else ""
    converted = bool(through)
    if converted:
        try:
            data, ending = as_word(data, ending, path), through
        except ProblemsFound as found:
            stop(found.problems)
    if ending not in READERS:
        how = "; save it as a .docx from the program that you wrote it in" if ending in _OTHER_KINDS else ""
        fail(f"a letter is a {one_of(READERS)} file, not '{ending or path}'{how}")
    returned, problems = READERS[ending](data, path)
    if returned is None:
        stop(problems)
    report(problems)
    if converted:  # such formats set by hand what a style sets in Word: nobody did that
        returned = replace(returned, oddities=tuple(o for o in returned.oddities if o.rule != "set-by-hand"))
    return returned


def passage_at(place: str, office: Office) -> tuple[Review, Passage, FactBase]:
    """The sentence of a letter that is named by its place ("letter.docx@8:5"), with the letter's review.

    Ends the program where there is none.
    """
    path, _, at = place.rpartition("@")
    numbers = re.fullmatch(r"(\d{1,6}):(\d{1,6})", at)
    if not path or numbers is None:
        fail(f"--from: '{place}' names no sentence; write the file, '@' and the place: letter.docx@8:5")
    from drafter.review.reviewing import review  # late: few who enter facts read letters

    shelf = shelf_of(office)
    reviewed = review(read_letter(path, read_file(path)), shelf, path, date.today())  # noqa: DTZ011 - the office's day
    line, column = int(numbers[1]), int(numbers[2])
    found = [one for one in reviewed.passages if (one.where.line, one.where.column) == (line, column)]
    if not found:
        there = ", ".join(f"{one.where.line}:{one.where.column}" for one in reviewed.passages if one.where.line == line)
        hint = f"; in that paragraph there is {there}" if there else "; 'drafter review' shows the places"
        fail(f"--from: no sentence begins at {at} of {path}{hint}")
    return reviewed, found[0], shelf.base


def shelf_of(office: Office, *, word: bool = False) -> Shelf:
    """What letters are held against, those in Word with their paper; ends the program where it is not sound."""
    base = open_facts(office)
    seal = seal_of(office)
    reviews, problems = read_reviews(office.facts, office.path_of("facts"), seal=seal)
    words, unread = read_word_reviews(office.facts, office.path_of("facts"), seal)
    problems += unread
    if errors(problems):
        stop(problems)
    report(problems)
    known = shipped_words() | {one.fingerprint for one in words}
    templates = Templates.under(office.templates, office.path_of("templates"), cache_folder())
    paper: tuple[str, ...] = ()
    whole, drawn = "", None
    if word:
        from drafter.formats.docx.letterhead import drawn_on, lines_of  # late: Markdown needs none

        letterhead = read_letterhead(office)
        paper, whole, drawn = lines_of(letterhead), hashlib.sha256(letterhead).hexdigest(), drawn_on(letterhead)
    # What letters say of their own is held to the same rules here as where it is drafted.
    odd = odd_words(office, base, templates, cache_folder())
    return Shelf(base, office, templates, reviews, read_lock(office.facts), known, odd, paper, whole, drawn)


# Letters reviewed, one or a batch: each distinct text once, with how many letters have it.

_MOST_CHANGES = 12  # that are told


@dataclass(frozen=True)
class ReviewedText:
    """One text of a batch: the review of the first letter that has it, and all that do. ``name`` is that file's."""

    number: int
    name: str
    group: Group
    review: Review

    @property
    def ending(self) -> str:
        """The ending of its final copies: what came back in another program's format goes out as Word's."""
        return written_as(format_of(self.name).ending)

    @property
    def about(self) -> str:
        """How many letters have it, from which file on, and what it is."""
        letter, count = self.review.letter, len(self.group.members)
        what = [answers(letter) or "no topic", f"position {letter.position}" if letter.position else ""]
        what += [letter.length, "edited" if self.group.members[0].reader is None else ""]
        letters = f"{count} letters, the first {self.group.file}" if count > 1 else self.group.file
        return f"{letters}: {'; '.join(filter(None, what))}"

    def readers(self) -> Iterator[tuple[str, Particulars]]:
        """The files, and whom each letter is to."""
        for member in self.group.members:
            yield member.file, member.reader or self.review.letter.particulars


def _on_paper(name: str, returned: Returned) -> bool:
    """Whether a letter goes out on the letterhead, or one that is set on it goes with it."""
    return format_of(name).letterhead or bool(returned.mail and returned.mail.attached)


def _reviewed(returned: Returned, shelf: Shelf, name: str, today: date, **given: Any) -> Review:
    """The review; that an e-mail has nobody to go to is an error, which a letter that never was one has not."""
    made = review(returned, shelf, name, today, **given)
    if not format_of(name).addressed or made.letter.mailing or any(f.rule == "other-recipient" for f in made.general):
        return made
    hint = "draft it from the constituent's message, or with --email"
    problem = Problem(Where(name), "no-recipient", "has no address that it could be sent to", hint)
    return replace(made, general=tuple(sorted((*made.general, problem))))


def review_texts(given: str, office: Office, today: date, did: Sequence[Did] = ()) -> tuple[list[ReviewedText], Shelf]:
    """Review a letter, or each text of a batch once; ends the program where they cannot be read.

    ``did`` is what the member did for the reader of a single letter, beside what its record tells.
    """
    if not is_batch(Path(given)):
        data = read_file(given)
        found, name = [Group(data, [Member(Path(given).name, None)])], given
        returned = read_letter(name, data)
        shelf = shelf_of(office, word=_on_paper(name, returned))
        return [ReviewedText(1, name, found[0], _reviewed(returned, shelf, name, today, did=did))], shelf
    try:
        found, problems = groups(Path(given), given)
    except ProblemsFound as broken:
        stop(broken.problems)
    report(problems)
    names = [f"{given.rstrip('/')}/{group.file}" for group in found]
    letters = [read_letter(name, group.first) for name, group in zip(names, found, strict=True)]
    shelf = shelf_of(office, word=any(map(_on_paper, names, letters)))
    texts = [
        ReviewedText(number, name, group, _reviewed(returned, shelf, name, today, many=len(group.members) > 1))
        for number, (name, returned, group) in enumerate(zip(names, letters, found, strict=True), 1)
    ]
    return texts, shelf


def told(texts: Sequence[ReviewedText]) -> None:
    """Say of each text who has it, and then what was found: what many texts have in common is told once."""
    for text in texts:
        click.echo(f"text {text.number} of {len(texts)}, {text.about}: {counted(text.review)}")
    for found in gathered([(text, text.review.problems) for text in texts]):
        click.echo(f"  {found}")
    count = sum(len(text.group.members) for text in texts)
    letters = f"{count} letter{'s' if count > 1 else ''} of {len(texts)} text{'s' if len(texts) > 1 else ''}"
    click.echo(f"{letters}: {counted(*(text.review for text in texts))}")


def gathered(found: Sequence[tuple[ReviewedText, Sequence[Problem]]]) -> list[Problem]:
    """What was found in texts, each thing once, where it was found first, with how many more texts it is in."""
    first: dict[tuple[str, str, str, Severity], Problem] = {}
    texts: dict[tuple[str, str, str, Severity], set[int]] = {}
    for text, problems in found:
        for problem in problems:
            plain = _of_batch(problem, text.name)
            key = (plain.rule, plain.message, plain.hint, plain.severity)
            first.setdefault(key, plain)
            texts.setdefault(key, set()).add(text.number)
    return [_with_count(problem, len(texts[key]) - 1) for key, problem in first.items()]


def _with_count(problem: Problem, more: int) -> Problem:
    where = f" (and in {more} more text{'s' if more > 1 else ''})" if more else ""
    return replace(problem, message=f"{problem.message}{where}")


def _of_batch(problem: Problem, name: str) -> Problem:
    """A finding whose hint speaks of the batch, and not of the one letter that was looked at."""
    return replace(problem, hint=problem.hint.replace(name, str(PurePosixPath(name).parent)))


def counted(*reviews: Review) -> str:
    """How many errors, questions and notes there are: "1 error, 2 questions, 0 notes"."""
    found = [problem for review in reviews for problem in review.problems]
    kinds = (("error", Severity.ERROR), ("question", Severity.QUESTION), ("note", Severity.NOTE))
    counts = [(name, sum(problem.severity is severity for problem in found)) for name, severity in kinds]
    return ", ".join(f"{count} {name}{'s' if count != 1 else ''}" for name, count in counts)


def seen_of(texts: Sequence[ReviewedText], shelf: Shelf) -> str:
    """The digest of what a review showed, of all texts together."""
    return digest_of(_shown(texts, shelf))


def keep_seen(texts: Sequence[ReviewedText], shelf: Shelf) -> None:
    """Remember what was shown, by hashes alone: should a letter change before it is approved, it can be told what did.

    What cannot be kept is not: that something changed is told all the same.
    """
    cache = cache_folder()
    if cache is not None:
        things = _shown(texts, shelf)
        write_atomically(cache / f"seen-{digest_of(things)}", written(things).encode(), "seen", replace=True)


def not_as_seen(typed: str, texts: Sequence[ReviewedText], shelf: Shelf) -> Problem | None:
    """That a letter is not the one that somebody saw, and what changed since, as far as it is remembered here."""
    things = _shown(texts, shelf)
    digest, seen = digest_of(things), read_digest(typed)
    if seen == digest:
        return None
    cache, told_ = cache_folder(), ""
    if not seen:
        told_ = "what was typed is no digest, which looks like ab12-cd34-ef56"
    elif cache is not None:
        with contextlib.suppress(OSError, UnicodeDecodeError):
            then = read((cache / f"seen-{seen}").read_text("utf-8"))
            told_ = "; ".join(list(changed(then, things))[:_MOST_CHANGES])
    message = f"is {digest} now, and not '{typed.strip()[:40]}'{f': {told_}' if told_ else ''}"
    hint = "read it again: 'drafter review' shows it as it is, with what it is now"
    return Problem(Where(texts[0].name), "not-as-seen", message, hint)


def _shown(texts: Sequence[ReviewedText], shelf: Shelf) -> list[Shown]:
    several = len(texts) > 1
    return [
        Shown(f"{text.group.file} {one.name}" if several else one.name, one.hash)
        for text in texts
        for one in shown(text.review, shelf)
    ]


# The sign-off sheet as a file, and in the browser.

_ENDINGS = (".html", ".htm")
_BESIDE = ".review.html"


def write_sheet(
    file: str,
    sheet: str | None,
    reviewed: Review,
    shelf: Shelf,
    *,
    large_print: bool,
    force: bool,
    open_: bool,
    aside: bool = False,
) -> None:
    """Write the sheet of a letter and say where; ends the program where it cannot be written.

    ``aside`` says it on standard error, where standard output is for another program.

    Without ``sheet`` it goes beside the letter as NAME.review.html, and takes the place of the one before.
    """
    if sheet is not None and Path(sheet).suffix.lower() not in _ENDINGS:
        fail(f"--sheet: a sheet is an .html file, not '{sheet}'")
    path = Path(sheet) if sheet is not None else Path(file).with_suffix(_BESIDE)
    texts, problems = _texts(reviewed, shelf)
    report(problems)
    data = sheet_of(reviewed, shelf, texts, Path(file).name, large_print=large_print).encode("utf-8")
    problem = write_atomically(path, data, str(path), replace=force or sheet is None)
    if problem is not None:
        stop([problem])
    click.echo(str(path), err=aside)
    if open_:
        show_page(path)


def _texts(reviewed: Review, shelf: Shelf) -> tuple[dict[str, Text], list[Problem]]:
    """The texts that are at hand of the documents that a letter rests on, and what is wrong with others."""
    cites = [cite for id_ in reviewed.facts for cite in shelf.base.facts[id_].cites]
    texts: dict[str, Text] = {}
    problems: list[Problem] = []
    for source in dict.fromkeys(cite.source for cite in cites):
        text, problem = read_text(shelf.office.texts, shelf.base.sources[source], shelf.office.path_of("texts"))
        if text is not None:
            texts[source] = text
        if problem is not None:
            problems.append(problem)
    return texts, problems


def show_page(path: Path) -> None:
    """Open a page in the browser."""
    import webbrowser  # late: only who asks for it needs it

    if not webbrowser.open(path.resolve().as_uri()):
        click.echo(f"no browser was found; open {path} in one yourself", err=True)
