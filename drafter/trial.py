"""Letters on trial: drafts and reviews letters of an office in memory, so that what passes ``check`` passes review."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Final

from drafter import __version__
from drafter.english.messages import shortened
from drafter.facts.claims import plain
from drafter.facts.edtf import day_in_words
from drafter.facts.model import Fact, Topic, Withdrawal
from drafter.files.atomic import write_atomically
from drafter.formats import WRITERS
from drafter.formats.copies import Copy
from drafter.formats.reading import NoLetter, read_letter
from drafter.frozen import NamedTuple, dataclass
from drafter.letter import correction
from drafter.letter.analysis import uses
from drafter.letter.compose import compose
from drafter.letter.recipient import correspondent
from drafter.letter.request import Length, LetterRequest
from drafter.letter.templates import CORRECTION
from drafter.letter.tree import Letter
from drafter.office import Office, OfficeSide
from drafter.problems import Problem, ProblemsFound, Severity, Where
from drafter.review.model import Passage
from drafter.review.reviewing import review
from drafter.shipped import code_of_checkout
from drafter.workspace import NO_PAPER, Workspace

READER: Final = correspondent("A Reader")
_MOST_DAYS: Final = 5  # of a topic
_NAME: Final = "letter.md"
# What a review finds because a person has not looked yet, or because of the day on which it is made.
_WAITS: Final = frozenset(
    """
    unreviewed unreviewed-words past-review undecided unverified-quotation changed-quotation changed-document
    old-documents old-date date-ahead
    """.split()
)


def unseen(_done: int, _total: int) -> None:
    """The progress of trials where nobody watches."""


class Trial(NamedTuple):
    """One letter to be drafted and reviewed, and what it is, in words. ``office`` may sit on another side."""

    what: str
    topics: tuple[str, ...]
    request: LetterRequest
    office: Office


@dataclass(frozen=True)
class Trials:
    """The letters to be tried on one subject. ``today`` counts as a day on which something changes."""

    workspace: Workspace
    subject: str
    today: date

    @property
    def _topics(self) -> list[Topic]:
        return [topic for topic in self.workspace.base.topics.values() if topic.subject == self.subject]

    @property
    def key(self) -> str:
        """A hash of all that these letters say, and of what makes them. What a day changes is looked at once a month.

        It leaves out where the office and its letterhead lie, of which these letters have nothing, and other subjects:
        whoever adds one need not wait for the others' letters.
        """
        base, templates = self.workspace.base, self.workspace.templates
        digest = hashlib.sha256(f"{__version__}\0{code_of_checkout()}\0{self.subject}\0{self.today:%Y-%m}".encode())
        facts = [fact for fact in base.facts.values() if fact.subject == self.subject]
        sources = sorted({cite.source for fact in facts for cite in fact.cites})
        held = (
            replace(self.workspace.office, folder=Path(), name="", letterhead=""), base.subjects[self.subject],
            self._topics, base.courtesies, facts,
            [one for one in base.actions.values() if one.subject == self.subject],
            [base.sources[id_] for id_ in sources if id_ in base.sources],
        )  # fmt: skip
        digest.update(repr(held).encode())
        for path in templates.paths():
            if "/" not in path or path.startswith(f"{self.subject}/"):
                digest.update(f"\0{path}\0{templates.text(path)}".encode())
        return digest.hexdigest()

    def letters(self) -> list[Trial]:
        """Each topic by itself on the days on which something changes for it, in every length, and all together."""
        topics = self._topics
        if not topics:
            return []
        return list(dict.fromkeys((*self._alone(topics), *self._together(topics))))

    def _alone(self, topics: Sequence[Topic]) -> Iterator[Trial]:
        told = self._told()
        for place, topic in enumerate(topics):
            days = self._days(told.get(topic.name, []))
            asks = tuple(f"{topic.id}.{one.id}" for one in topic.questions)
            fears = tuple(f"{topic.id}.{one.id}" for one in topic.fears)
            # Lengths, questions and fears change from day to day, so that each comes with several of the others.
            for number in range(max(len(days), len(Length))):
                day = days[number % len(days)]
                length = list(Length)[(number + place) % len(Length)]
                asked = asks[number % (len(asks) + 1) :][: 1 + number % 2]
                feared = fears[number % (len(fears) + 1) :][: number % 3]
                yield self._trial((topic,), day, length, asks=asked, fears=feared)

    def _together(self, topics: Sequence[Topic]) -> Iterator[Trial]:
        base = self.workspace.base
        days = self._days([fact for fact in base.facts.values() if fact.subject == self.subject])
        wants = tuple(one.id for one in base.actions.values() if one.subject == self.subject)
        yield self._trial(topics, days[-1], Length.FULL)
        yield self._trial(topics[:3], days[0], Length.STANDARD)
        yield self._trial(topics[-2:], days[len(days) // 2], Length.BRIEF)
        asks = tuple(f"{topic.id}.{topic.questions[0].id}" for topic in topics[:4] if topic.questions)
        yield self._trial(topics[:4], days[-1], Length.STANDARD, asks=asks)
        if wants:
            yield self._trial(topics[:1], days[-1], Length.STANDARD, wants=wants[:2], asks=asks[:1])
        for position in self.workspace.positions.get(self.subject, ()):
            # Even a brief letter places a view among its claims, and it is composed faster.
            yield self._trial(topics, days[-1], Length.BRIEF, position=position)
            yield self._trial(topics[:1], days[0], Length.STANDARD, position=position)
            # The last day: a decision of today is in no letter of an earlier one.
            yield self._trial(topics[:1], days[-1], Length.STANDARD, position=position, wants=wants[:1])
        for side in self._other_sides():
            yield self._trial(topics, days[-1], Length.STANDARD, position=str(side), side=side)
        yield self._trial(topics, days[-1], Length.STANDARD, asks_address=True)

    def _other_sides(self) -> list[OfficeSide]:
        """The sides on which the member does not sit, and for which the subject has a text of its own."""
        office = self.workspace.office
        known = self.workspace.positions.get(self.subject, ())
        return [
            side for side in (OfficeSide.GOVERNMENT, OfficeSide.OPPOSITION) if side != office.side and side in known
        ]

    def _of_side(self, side: OfficeSide) -> Office:
        """The office as if its member sat on a side; on the opposition's, for the party whose papers are cited."""
        base = self.workspace.base
        cited = (base.sources[fact.source].party for fact in base.facts.values() if fact.subject == self.subject)
        party = next(filter(None, cited), "") if side is OfficeSide.OPPOSITION else ""
        return replace(self.workspace.office, side=side, party=party)

    def _told(self) -> dict[str, list[Fact]]:
        """The facts of which letters on a topic may tell, by the topic's name within the subject."""
        base = self.workspace.base
        found: dict[str, list[Fact]] = {}
        for id_, used in uses(self.workspace.templates, base).items():
            own = [use.template for use in used if use.template.startswith(f"{self.subject}/")]
            for topic in dict.fromkeys(path.rpartition("/")[2].partition(".")[0] for path in own):
                found.setdefault(topic, []).append(base.facts[id_])
        return found

    def _days(self, facts: Sequence[Fact]) -> list[date]:
        """The days on which what may be told changes, and today, sorted. Of more than five, five are taken that lie
        evenly among them, with the first and the last.
        """
        every = [fact.start for fact in facts]
        every += [fact.until + timedelta(days=1) for fact in facts if fact.until]
        every += [fact.review_by + timedelta(days=1) for fact in facts if fact.review_by]
        first = min((fact.start for fact in self.workspace.base.facts.values()), default=self.today)
        days = sorted({day for day in every if day >= first} | {max(first, self.today)})
        room = _MOST_DAYS - 1
        if len(days) > _MOST_DAYS:
            days = [days[round(number * (len(days) - 1) / room)] for number in range(room + 1)]
        return days

    def _trial(
        self,
        topics: Iterable[Topic],
        day: date,
        length: Length,
        *,
        position: str = "",
        asks: tuple[str, ...] = (),
        fears: tuple[str, ...] = (),
        wants: tuple[str, ...] = (),
        asks_address: bool = False,
        side: OfficeSide | None = None,
    ) -> Trial:
        ids = tuple(topic.id for topic in topics)
        request = LetterRequest(
            ids, READER, day, position, length, asks=asks, fears=fears, wants=wants, asks_address=asks_address
        )
        about = f"on '{ids[0]}'" if len(ids) == 1 else f"on {len(ids)} topics"
        view = f", position {position}" if position else ""
        other = f", side {side}" if side is not None else ""
        office = self._of_side(side) if side is not None else self.workspace.office
        return Trial(f"a letter of {day_in_words(day)} {about} ({length}{view}{other})", ids, request, office)


def tried(workspace: Workspace, today: date, progress: Callable[[int, int], None] = unseen) -> list[Problem]:
    """What only letters show: each subject's letters drafted and reviewed, and a correction of one of its facts.

    A subject whose letters passed is not tried again until something of it changes. ``progress`` is told how many
    letters are done, and of how many. The facts and the templates have no errors of their own.
    """
    workspace = workspace.holding(paper=NO_PAPER)
    waiting: list[tuple[Trials, str]] = []
    for subject in workspace.base.subjects:
        trials = Trials(workspace, subject, today)
        key = trials.key
        kept = workspace.cache / f"tried-{key}" if workspace.cache is not None else None
        if kept is None or not kept.is_file():
            waiting.append((trials, key))
    plans = [(trials, key, trials.letters()) for trials, key in waiting]
    total, done = sum(len(letters) for _, _, letters in plans), 0
    found: list[Problem] = []
    for trials, key, letters in plans:
        wrong: dict[tuple[str, str], Problem] = {}
        for one in letters:
            for said, problem in _tried(one, workspace):
                wrong.setdefault((problem.rule, said or problem.message), problem)
            done += 1
            progress(done, total)
        for said, problem in _corrected(trials):
            wrong.setdefault((problem.rule, said or problem.message), problem)
        found += wrong.values()
        if not wrong and workspace.cache is not None:
            kept = workspace.cache / f"tried-{key}"
            write_atomically(kept, b"", kept.name, replace=True)
    return list(dict.fromkeys(found))


def _tried(trial: Trial, workspace: Workspace) -> Iterator[tuple[str, Problem]]:
    """What is wrong with one letter, each with the sentence that it is about."""
    if trial.office != workspace.office:
        workspace = workspace.as_if(trial.office)
    try:
        letter = compose(trial.request, workspace.base, workspace.templates, workspace.office).letter
    except ProblemsFound as found:
        yield from (("", _of_letter(problem, trial, workspace)) for problem in found.problems)
        return
    yield from _reviewed(letter, trial.what, trial.topics, workspace)


def _of_letter(problem: Problem, trial: Trial, workspace: Workspace) -> Problem:
    """A problem of composing. One of the letter as a whole gets the place of its topic."""
    if problem.where.line or problem.where.path.endswith((".yaml", ".j2")):
        return problem
    where = workspace.base.topics[trial.topics[0]].where
    return replace(problem, where=where, message=f"{trial.what} cannot be drafted: {problem.message}")


def _reviewed(letter: Letter, what: str, topics: Sequence[str], workspace: Workspace) -> Iterator[tuple[str, Problem]]:
    """What a review finds in a letter that nobody has edited, apart from what waits for a person."""
    data = WRITERS[".md"](letter, b"", Copy.REVIEWING).filled(letter.particulars)
    try:
        returned, problems = read_letter(_NAME, data)
    except NoLetter as why:
        yield "", Problem(workspace.base.topics[topics[0]].where, "not-a-letter", f"{what} cannot be read back: {why}")
        return
    made = review(returned, workspace, _NAME, letter.date)
    passages: list[tuple[Passage | None, Problem]] = [(None, one) for one in (*problems, *made.general)]
    passages += [(passage, one) for passage in made.passages for one in passage.findings]
    for passage, one in passages:
        if one.rule in _WAITS or one.severity is Severity.NOTE:
            continue
        said = passage.text if passage is not None else ""
        quoted = f" \u201c{shortened(said, 80)}\u201d" if said else ""
        message = f"{what} would not pass its review:{quoted} {one.message}"
        severity = Severity.ERROR if one.severity is Severity.ERROR else Severity.WARNING
        where = _place(passage, said, topics, workspace)
        yield said, Problem(where, one.rule, message, "" if _NAME in one.hint else one.hint, severity)


def _place(passage: Passage | None, said: str, topics: Sequence[str], workspace: Workspace) -> Where:
    """Where a sentence comes from: its fact, the template that has its words, or else the topic."""
    base, templates = workspace.base, workspace.templates
    if passage is not None and passage.facts:
        return base.facts[passage.facts[0]].where
    for path in templates.paths() if said else ():
        if " ".join(said.split()) in " ".join(templates.text(path).split()):
            return templates.where_text(path, said)
    return base.topics[topics[0]].where


def _corrected(trials: Trials) -> Iterator[tuple[str, Problem]]:
    """What is wrong with corrections of a fact that was withdrawn and of one that was overtaken."""
    workspace = trials.workspace
    base, templates, office = workspace.base, workspace.templates, workspace.office
    facts = [fact for fact in base.facts.values() if fact.subject == trials.subject and not fact.withdrawn]
    if not facts or not templates.has(CORRECTION):
        return
    fact = facts[0]
    topics = (fact.topics[0],)
    earlier = correction.Earlier(1, fact.start, plain(fact.claim), READER, topics, "")
    for gone in (fact, replace(fact, withdrawn=Withdrawal(fact.start, "an example"))):
        try:
            correction.compose_correction(earlier, gone, fact.start, base, templates, office)
        except ProblemsFound as found:
            yield from (("", problem) for problem in found.problems)
