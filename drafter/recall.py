"""Which approved letters relied on a fact that no longer stands, and the drafts of their corrections."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import field
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from drafter.english.messages import counted
from drafter.facts.claims import plain
from drafter.facts.edtf import day_in_words
from drafter.facts.model import Fact, FactBase, fingerprint
from drafter.facts.timeline import FactStatus, on
from drafter.files.atomic import write_atomically
from drafter.files.digests import file_sha256
from drafter.formats import LARGEST, READERS
from drafter.frozen import dataclass
from drafter.problems import Problem, ProblemsFound, Severity, Where
from drafter.register.model import RegisterEntry
from drafter.workspace import NO_PAPER, Workspace

if TYPE_CHECKING:
    from drafter.register.store import Register, VersionSaid


@dataclass(frozen=True)
class Recalled:
    """How a fact stands, the letters that rely on it, and by which letters each was corrected on this fact.

    ``unclear`` are corrections of these letters that were entered without saying of which fact they tell: they may
    be about another. ``refused`` are entries of the register that are not as they were entered.
    """

    stands: FactStatus
    entries: Sequence[RegisterEntry] = ()
    corrections: Mapping[int, Sequence[int]] = field(default_factory=dict)
    refused: tuple[Problem, ...] = ()
    unclear: Mapping[int, Sequence[int]] = field(default_factory=dict)

    def said_otherwise(self, entry: RegisterEntry) -> str:
        """The words of a letter's fact, if the fact base has had others since; empty if it has the same."""
        mark, claim = self._now
        return next((one.statement for one in entry.facts if one.fingerprint != mark and one.statement != claim), "")

    @cached_property
    def _now(self) -> tuple[str, str]:
        """The fact's fingerprint and claim as the fact base has them, made once for all letters."""
        return fingerprint(self.fact), plain(self.fact.claim)

    @property
    def fact(self) -> Fact:
        """The fact that they rely on."""
        return self.stands.fact

    @property
    def why(self) -> str:
        """How the fact stands, in words that follow its name."""
        return self.stands.why(self.stands.in_time)

    @cached_property
    def since(self) -> date | None:
        """The day from which on it should not have been said; ``None`` where it still holds."""
        return None if self.stands.holds else self.stands.since

    def open(self) -> list[RegisterEntry]:
        """Those that nobody has corrected since."""
        return [entry for entry in self.entries if not self.corrections.get(entry.number)]

    def said_too_late(self, entry: RegisterEntry) -> bool:
        """Whether a letter said the fact when it no longer held."""
        after = self.since is not None and entry.letter_date >= self.since
        return after and self.fact.withdrawn is None


def recall(fact: Fact, base: FactBase, register: Register | None, day: date) -> Recalled:
    """The letters that rely on a fact; none where there is no register. Raises ProblemsFound."""
    stands = on(base, day).of(fact)
    if register is None:
        return Recalled(stands)
    looked, correcting, altered = register.recalled(fact.id)
    refused = (*register.wrong, *dict.fromkeys((*looked.refused, *correcting.refused, *altered)))
    entries = list(looked.entries)
    if fact.withdrawn is None:  # what was said as history stays true when time moves on
        entries = [entry for entry in entries if any(said.held for said in entry.facts)]
    corrections: dict[int, list[int]] = {}
    unclear: dict[int, list[int]] = {}
    for entry in correcting.entries:
        if entry.corrects_fact in {fact.id, ""} and (stands.holds or entry.approved_at.date() >= stands.since):
            found = corrections if entry.corrects_fact else unclear
            found.setdefault(entry.corrects, []).append(entry.number)
    return Recalled(stands, entries, corrections, refused, unclear)


def changed_since_said(workspace: Workspace, said: Iterable[VersionSaid]) -> Iterator[Problem]:
    """Shipped facts that an upgrade changed or took away after approved letters said them.

    Nothing is told of a fact that somebody of the office has reviewed in its new words.
    """
    for one in said:
        fact = workspace.base.facts.get(one.fact)
        letters = f"{counted(one.letters, 'approved letter')}, the last of {day_in_words(one.last)}"
        look = f"'drafter recall {one.fact}' lists them"
        if fact is None:
            message = f"'{one.fact}' is in the fact base no more; it stands in {letters}"
            yield Problem(Where(workspace.facts_name), "shipped-changed", message, look)
        elif not workspace.folder.is_own(fact) and one.fingerprint != fingerprint(fact):
            review = workspace.last_review(fact)
            if review is None or review.fingerprint != fingerprint(fact):
                message = f"'{fact.id}' was changed by an upgrade; it stands in other words in {letters}"
                if plain(fact.claim) == one.statement:
                    message = (
                        f"what '{fact.id}' rests on, or its dates, were changed by an upgrade; it stands in {letters}"
                    )
                hint = f"{look}, 'drafter facts log {fact.id}' shows both; a review of the new words ends this"
                yield Problem(fact.where, "shipped-changed", message, hint)


def draft_corrections(
    fact: Fact, entries: Sequence[RegisterEntry], workspace: Workspace, folder: Path, places: Sequence[str], day: date
) -> Iterator[Path | Problem]:
    """Draft the correction of each letter whose final copy is found in these places: its file, or what is wrong.

    A letter may need a correction for each of several facts, so where the folder has one for another fact, the file's
    name ends with this one's id.
    """
    workspace = workspace.holding(paper=NO_PAPER)  # what the final copies were set on is not looked at again
    copies = _final_copies({entry.sha256 for entry in entries}, places)
    for entry in entries:
        path = copies.get(entry.sha256)
        if path is None:
            message = f"the final copy of letter {entry.number} is not there, so its correction is not drafted"
            yield Problem(Where("register"), "no-final-copy", message, "say where it lies with --letters FOLDER")
            continue
        target = folder / f"correction-of-{entry.number}{entry.kind}"
        if _corrects(target) not in {fact.id, ""}:
            target = target.with_stem(f"{target.stem}-{fact.id}")
        try:
            data, told = _drafted(fact, entry, path, workspace, day)
        except ProblemsFound as found:
            yield from found.problems
            continue
        yield from told
        problem = write_atomically(target, data, str(target), replace=False, make_folder=True)
        if problem is None:
            yield target
        elif problem.rule == "file-exists":
            message = f"is there already, and is left as it is{'' if _corrects(target) else '; ' + _UNNAMED}"
            yield Problem(problem.where, problem.rule, message, severity=Severity.WARNING)
        else:
            yield problem


_UNNAMED = "it does not say of which fact it tells"


def _corrects(path: Path) -> str:
    """The fact of which a correction in this file tells; empty where there is no file, or it does not say."""
    from drafter.formats.reading import read_letter  # late: as in _drafted

    try:
        returned, _ = read_letter(str(path), path.read_bytes()) if path.is_file() else (None, [])
    except (OSError, ProblemsFound):
        return ""
    return returned.record.corrects_fact if returned is not None and returned.record is not None else ""


def _drafted(
    fact: Fact, entry: RegisterEntry, path: Path, workspace: Workspace, day: date
) -> tuple[bytes, list[Problem]]:
    # Late: to list the letters, nothing need be read, reviewed or worded.
    from drafter.drafting import draft_of
    from drafter.formats.reading import read_letter
    from drafter.letter.correction import compose_correction
    from drafter.review.final import earlier_letter

    returned, told = read_letter(str(path), path.read_bytes())
    earlier = earlier_letter(entry, returned, fact, workspace, str(path))
    letter = compose_correction(earlier, fact, day, workspace.base, workspace.templates, workspace.office)
    return draft_of(letter, entry.kind, workspace).filled(letter.particulars), told


def _final_copies(wanted: set[str], places: Sequence[str]) -> dict[str, Path]:
    """Where the files of these SHA-256 lie, in folders and those below."""
    found: dict[str, Path] = {}
    for place in places:
        for path in sorted(Path(place).rglob("*")):
            if path.suffix.lower() in READERS and path.is_file() and path.stat().st_size <= LARGEST:
                digest = file_sha256(path)
                if digest in wanted:
                    found.setdefault(digest, path)
    return found
