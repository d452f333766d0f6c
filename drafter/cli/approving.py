"""The final copies of letters that nothing stands in the way of, and what the register keeps of each."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from drafter import __version__
from drafter.cli.batches import ReviewedText
from drafter.cli.common import read_letterhead, stop
from drafter.formats import WRITERS, Form, on_paper
from drafter.formats.copies import Copy
from drafter.letter.correspondent import postcode
from drafter.letter.known_as import forms_of
from drafter.letter.tree import Letter, Particulars
from drafter.office import Office
from drafter.problems import ProblemsFound, Severity, Where
from drafter.register.model import Approval, Constituent
from drafter.register.placing import Final
from drafter.review.final import Exempted, exceptions_kept, final_letter, relied_on, weigh
from drafter.review.model import Standing
from drafter.review.seen import digest_of, shown
from drafter.review.standing import Shelf


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
