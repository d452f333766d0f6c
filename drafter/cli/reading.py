"""What the commands share that read a letter as it came back."""

from __future__ import annotations

import hashlib
import re
from dataclasses import replace
from datetime import date
from pathlib import Path

from drafter.cli.common import cache_folder, fail, open_facts, read_letterhead, report, stop
from drafter.cli.registers import seal_of
from drafter.documents.verify import read_lock
from drafter.factbase.model import FactBase
from drafter.factbase.reviews import read_reviews
from drafter.factbase.word_reviews import read_word_reviews, shipped_words
from drafter.files import read_regular
from drafter.formats import FORMATS, READERS, one_of
from drafter.formats.by_office import as_word
from drafter.letter.returned import Returned
from drafter.letter.templates import Templates
from drafter.office import Office
from drafter.own_words import odd_words
from drafter.problems import Problem, ProblemsFound, Where, errors
from drafter.review.model import Passage, Review
from drafter.review.standing import Shelf

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
        from drafter.formats.letterhead_words import drawn_on, lines_of  # late: Markdown needs none

        letterhead = read_letterhead(office)
        paper, whole, drawn = lines_of(letterhead), hashlib.sha256(letterhead).hexdigest(), drawn_on(letterhead)
    # What letters say of their own is held to the same rules here as where it is drafted.
    odd = odd_words(office, base, templates, cache_folder())
    return Shelf(base, office, templates, reviews, read_lock(office.facts), known, odd, paper, whole, drawn)
