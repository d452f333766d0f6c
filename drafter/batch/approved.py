"""The final copies of letters that are ready to go out, and what the register keeps of each."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING
from typing import Final as Constant

from drafter import __version__
from drafter.batch.reviewed import ReviewedText
from drafter.batch.texts import WantedLetter
from drafter.english.names import forms_of
from drafter.facts.edtf import day_in_words
from drafter.formats import WRITERS, LetterForm, on_paper
from drafter.formats.copies import Copy
from drafter.frozen import NamedTuple, dataclass
from drafter.letter.recipient import postcode
from drafter.letter.tree import Letter, ReaderDetails
from drafter.office import CITATIONS, Office
from drafter.problems import Problem, Severity, Where
from drafter.register.model import Approval, Constituent, RegisterEntry
from drafter.register.spool import Approved, FinalCopy
from drafter.review.final import Exempted, Weighed, exceptions_kept, final_letter, place_of, relied_on, weigh
from drafter.review.model import Review, SentenceStatus, weighed
from drafter.review.shown import seen_digest, shown
from drafter.workspace import Workspace

if TYPE_CHECKING:
    from drafter.register.store import Register


_MOST_SENT: Constant = 5  # letters that a question names


class Word(NamedTuple):
    """An approver's answer to a review's findings: exceptions, and questions answered by their places."""

    exempted: Sequence[Exempted] = ()
    confirmed: Collection[str] = ()


NO_WORD: Constant = Word()


@dataclass(frozen=True)
class WeighedTexts:
    """Each text with the findings that an approver's answer leaves. ``problems`` are errors in that answer."""

    texts: tuple[tuple[ReviewedText, Weighed], ...]
    problems: tuple[Problem, ...]


def weigh_texts(texts: Sequence[ReviewedText], word: Word) -> WeighedTexts:
    """Weigh the findings of all texts with an approver's answer. An exception counts for each text that it fits."""
    covering = {one: [t for t in texts if any(map(one.covers, t.review.errors))] for one in word.exempted}
    answering = {place: [t for t in texts if place in map(place_of, t.weighing.questions)] for place in word.confirmed}
    odd = [found for one in word.exempted for found in weigh(_nearest(covering[one], texts), [one]).problems]
    odd += [f for place in word.confirmed for f in weigh(_nearest(answering[place], texts), [], [place]).problems]
    found = [
        weigh(
            text.weighing,
            [one for one in word.exempted if text in covering[one]],
            [place for place in word.confirmed if text in answering[place]],
        )
        for text in texts
    ]
    return WeighedTexts(tuple(zip(texts, found, strict=True)), tuple(odd))


def _nearest(covered: Sequence[ReviewedText], texts: Sequence[ReviewedText]) -> Review:
    """The review against which to check an exception: one that has its error, else one that has any errors."""
    found = next(iter(covered), next((t for t in texts if t.weighing.errors or t.weighing.questions), texts[0]))
    return found.weighing


class Ready(NamedTuple):
    """A text that may go out: the letter, its form, and what the register keeps of it for any reader."""

    text: ReviewedText
    letter: Letter
    form: LetterForm
    approval: Approval


def make_ready(
    text: ReviewedText, workspace: Workspace, citations: str, by: str, now: datetime, word: Word = NO_WORD
) -> Ready:
    """The text as it goes out. Raises ProblemsFound where the letterhead cannot be used."""
    reviewed = text.review
    letter = final_letter(reviewed, workspace.base, workspace.templates, citations)
    letterhead = workspace.letterhead if on_paper(text.ending, letter) else b""
    form = WRITERS[text.ending](
        letter, letterhead, Copy.FINAL, large_print=text.large_print, letterhead_at=workspace.letterhead_at
    )
    warnings = {found.rule for found in text.weighing.problems if found.severity is not Severity.ERROR}
    answered = weigh(text.weighing, word.exempted, word.confirmed).answered
    mine = [exception for exception in word.exempted if any(map(exception.covers, reviewed.errors))]
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
        facts=relied_on(reviewed, workspace.base),
        accepted=exceptions_kept(mine, answered),
        warnings=tuple(sorted(warnings)),
        version=__version__,
        corrects=letter.corrects,
        corrects_fact=letter.corrects_fact,
        letterhead=workspace.paper.sha256 if letterhead else "",
        seen=seen_digest(shown(reviewed, workspace)),
        acts=tuple(passage.text for passage in reviewed.passages if passage.standing is SentenceStatus.ACT),
    )
    return Ready(text, letter, form, approval)


def finals(ready: Sequence[Ready], office: Office, target: Path, *, many: bool, force: bool) -> Iterator[FinalCopy]:
    """Make the final copies, one by one."""
    for one in ready:
        for file, reader in one.text.readers():
            data = one.form.filled(reader)
            path = target / file if many else target
            yield FinalCopy(_approval(one.approval, data, reader, office), data, path, replace=force)


def _approval(of_text: Approval, data: bytes, reader: ReaderDetails, office: Office) -> Approval:
    name = reader.addressee[0] if reader.addressee else ""
    return replace(
        of_text,
        sha256=hashlib.sha256(data).hexdigest(),
        reference=reader.reference,
        constituent=Constituent(forms_of(name).kept, postcode(reader.addressee)),
        name=name if office.keep_names else "",
    )


def wanted(ready: Sequence[Ready]) -> Iterator[WantedLetter]:
    """The letters for the printer, in order."""
    for number, one in enumerate(ready):
        yield from (WantedLetter(0, number, reader) for _, reader in one.text.readers())


def final_copies(
    texts: Sequence[ReviewedText], workspace: Workspace, now: datetime
) -> Iterator[tuple[str, list[bytes]]]:
    """Each letter's file, with its final copy in each way of citing. Shows which of them was approved."""
    for text in texts:
        forms = [make_ready(text, workspace, citations, "", now).form for citations in CITATIONS]
        for file, reader in text.readers():
            yield file, [form.filled(reader) for form in forms]


def asked_of_sent(
    texts: Sequence[ReviewedText], register: Register, workspace: Workspace, citations: str, now: datetime
) -> list[ReviewedText]:
    """The texts, each with a question where readers of it have an approved letter with its reference, or on its matter
    and of its day.

    No question is asked of corrections, nor of a file that was itself approved, which is refused. Raises ProblemsFound.
    """
    asked = []
    for text in texts:
        filled = partial(_filled, text, workspace, citations, now)
        about = () if text.review.letter.corrects else _asked_of(text, register, filled)
        asked.append(replace(text, asked=about) if about else text)
    return asked


def _asked_of(
    text: ReviewedText, register: Register, filled: Callable[[Sequence[ReaderDetails]], Collection[str]]
) -> tuple[Problem, ...]:
    """The question of one text, if any. ``filled`` gives the digests of the final copies for some readers."""
    readers: dict[str, list[ReaderDetails]] = {}
    for _, reader in text.readers():
        if reader.addressee:
            for form in forms_of(reader.addressee[0]).same:
                readers.setdefault(register.constituent(form, postcode(reader.addressee)), []).append(reader)
    found = [
        (entry, reader)
        for entry in register.sent_to(list(readers))
        for reader in readers[str(entry.constituent)]
        if _is_alike(entry, text.review.letter, reader)
    ]
    made = filled([reader for _, reader in found]) if found else ()
    entries = sorted({entry.number for entry, _ in found if entry.sha256 not in made})
    if not entries:
        return ()
    references = any(reader.reference and entry.reference == reader.reference for entry, reader in found)
    which = f"letter {entries[0]}" if len(entries) == 1 else f"letters {', '.join(map(str, entries[:_MOST_SENT]))}"
    which += f" and {len(entries) - _MOST_SENT} more" if len(entries) > _MOST_SENT else ""
    same = "with this reference" if references else "on this matter, of this day"
    whom = "this reader has" if len(text.group.members) == 1 else "some of these readers have"
    hint = f"'drafter letters show {entries[0]}' tells of it; of two edits of one draft only one should go out"
    return (weighed(Problem(Where(text.name), "sent-already", f"{whom} {which} already, {same}", hint)),)


def _is_alike(entry: RegisterEntry, letter: Letter, reader: ReaderDetails) -> bool:
    """Whether an approved letter to a reader may be another edit of this one."""
    if reader.reference and entry.reference == reader.reference:
        return True
    about = set(letter.topics) & set(entry.topics) or (letter.subject_line == entry.subject and not letter.topics)
    return entry.letter_date == letter.date and bool(about)


def _filled(
    text: ReviewedText, workspace: Workspace, citations: str, now: datetime, readers: Sequence[ReaderDetails]
) -> set[str]:
    form = make_ready(text, workspace, citations, "", now).form
    return {hashlib.sha256(form.filled(reader)).hexdigest() for reader in readers}


def clock_back(register: Register, now: datetime) -> list[Problem]:
    """A problem: the last letter was approved at a later time than now, so one of the two clocks is wrong."""
    last = register.last()
    if last is None or last.approved_at <= now:
        return []
    then = last.approved_at.astimezone()
    message = (
        f"letter {last.number} was approved on {day_in_words(then.date())} at {then:%H:%M}, which is still to come"
    )
    hint = "look at this machine's clock; what is entered bears its time"
    return [Problem(Where(register.name), "clock-back", message, hint)]


def all_already(approved: Approved, texts: Sequence[ReviewedText]) -> str:
    """A problem where all letters of a batch are approved already. Reported once; they can still be printed."""
    count = sum(len(text.group.members) for text in texts)
    found = [problem for problem in approved.problems if problem.rule == "already-approved"]
    if len(found) != count or len(found) != len(approved.problems):
        return ""
    return f"all {count} letters are approved already: {found[0].message.partition(': ')[2]}" if count > 1 else ""
