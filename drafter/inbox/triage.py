"""The sorting of the post: reads new messages, recognises, groups and compares them, and lays them in piles."""

from __future__ import annotations

import hashlib
import os
from collections import Counter
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import field, replace
from datetime import date, timedelta
from functools import cached_property
from pathlib import Path
from typing import Final, NamedTuple

from drafter import __version__
from drafter.engines import Engine
from drafter.facts.edtf import day_in_words
from drafter.files.atomic import make_private, open_private, sweep
from drafter.frozen import dataclass
from drafter.inbox.campaigns import compare_all, find_duplicates, place, words_digest, words_of
from drafter.inbox.decisions import Decisions, Do, MessageDecision
from drafter.inbox.gather import UNUSABLE, Left, gather
from drafter.inbox.model import STORE, ParsedMessage, RawMessage
from drafter.inbox.parse import key_of, read_message
from drafter.inbox.personal import PublicMatter
from drafter.inbox.piles import ANSWERED, Pile, TriagedMessage, triage
from drafter.inbox.signature import OfficeContext
from drafter.inbox.store import CampaignGroup, SharedHomes, Store, StoredMessage, shared_homes
from drafter.inbox.topics import NOTHING, Matter, Recognised, Recogniser
from drafter.letter.recipient import postcode
from drafter.problems import Problem

# Answered messages: which ones were answered already, by approved letters to their writers.
#
# In doubt a person decides: a wrong date must not leave anybody without an answer.

_FIRST: Final = date(2000, 1, 1)  # a computer whose clock has stopped starts from 1970, 1980 or 1999
_ZONES: Final = timedelta(days=1)  # the day at the sender's place may be this far ahead
_QUIET: Final = timedelta(days=60)  # a campaign in which nobody writes for so long is over


class Sent(NamedTuple):
    """An approved letter: its number in the register, the day of approval, its topics."""

    number: int
    approved: date
    topics: tuple[str, ...]


class RegisterNames(NamedTuple):
    """The register's names for somebody: those that are surely this person's, and those that may be another's in the
    house.
    """

    same: frozenset[str]
    perhaps: frozenset[str] = frozenset()


@dataclass(frozen=True)
class ApprovedLetters:
    """The approved letters, by the person to whom they went. ``known_as`` gives the register's names for a name and
    postcode, which the register itself does not keep. ``today`` is the last day on which a message can have been
    written.
    """

    sent: Mapping[str, Sequence[Sent]]
    known_as: Callable[[str, str], RegisterNames]
    today: date

    @property
    def last(self) -> int:
        """The highest number of a letter; 0 where there is none."""
        return max((letter.number for letters in self.sent.values() for letter in letters), default=0)


def begun(days: Iterable[tuple[int, date]]) -> dict[int, date]:
    """The day on which each campaign began: back from its middle message to a gap of two months without messages.

    A campaign of two messages has no such day, since nobody could say which of two distant dates is wrong.
    """
    of: dict[int, list[date]] = {}
    for campaign, day in days:
        of.setdefault(campaign, []).append(day)
    first: dict[int, date] = {}
    for campaign, some in of.items():
        if len(some) > 2:
            some.sort()
            at = len(some) // 2
            while at and some[at] - some[at - 1] <= _QUIET:
                at -= 1
            first[campaign] = some[at]
    return first


class Tally:
    """Pairs messages with letters, one to one, in the order in which the messages were read.

    A letter answers what was written up to the day of its approval. Who writes again afterwards is answered again. A
    person decides where a message's date is missing or impossible, or where the letter may be another person's. Once a
    person has decided to answer a message, only letters approved since then count.
    """

    def __init__(self, answers: ApprovedLetters | None, begun: Mapping[int, date] | None = None) -> None:
        self._answers = answers
        self._begun = begun or {}
        self._used: set[int] = set()

    def over(self, laid: TriagedMessage) -> TriagedMessage:
        """The message, moved to the answered pile if it is answered, or to the doubtful one if that is unclear."""
        if laid.pile not in ANSWERED or laid.to is None or self._answers is None or not self._answers.sent:
            return laid
        known = self._answers.known_as(laid.to.addressee[0], postcode(laid.to.addressee))
        same, perhaps = self._letters(known.same, laid), self._letters(known.perhaps, laid)
        day, doubt = laid.kept.read.date, self._doubt(laid)
        if laid.decision.do is Do.ANSWER:
            answer = next((letter for letter in same if _since(letter, laid.decision)), None)
            return laid if answer is None else self._replied(laid, answer)
        if doubt:
            return _unsure(laid, (same or perhaps)[0], doubt) if same or perhaps else laid
        assert day is not None
        for letter in same:
            # On the same day the letter counts as the later one: post may be answered on the day on which it comes. A
            # second message of that day finds no letter left.
            if letter.approved >= day:
                return self._replied(laid, letter)
        for letter in perhaps:
            if letter.approved >= day:
                return _unsure(laid, letter, "it went to somebody of this name and house with another title, or none")
        return laid

    def _letters(self, known: frozenset[str], laid: TriagedMessage) -> list[Sent]:
        """The letters to somebody on a message's matter that answer no other message yet, the oldest first."""
        assert self._answers is not None
        found = (letter for who in known for letter in self._answers.sent.get(who, ()))
        return sorted(letter for letter in found if letter.number not in self._used and _on_this(letter, laid))

    def _doubt(self, laid: TriagedMessage) -> str:
        """Why a message's date proves nothing; empty where it can be trusted."""
        assert self._answers is not None
        day = laid.kept.read.date
        if day is None:
            return "the message has no date that can be read"
        if day > self._answers.today + _ZONES:
            return f"the message is dated {day_in_words(day)}, which is still to come"
        if day < _FIRST:
            return f"the message is dated {day_in_words(day)}, as by a computer whose clock stands still"
        first = self._begun.get(laid.kept.campaign)
        if first is not None and day < first - _QUIET:
            return f"the message is dated {day_in_words(day)}, and its campaign began on {day_in_words(first)}"
        return ""

    def _replied(self, laid: TriagedMessage, letter: Sent) -> TriagedMessage:
        self._used.add(letter.number)
        that_day = ", the day on which it was written" if letter.approved == laid.kept.read.date else ""
        return replace(laid, pile=Pile.REPLIED, why=f"by {_told(letter)}{that_day}")


def _on_this(letter: Sent, laid: TriagedMessage) -> bool:
    return not letter.topics or not set(letter.topics).isdisjoint(laid.topics)


def _since(letter: Sent, decision: MessageDecision) -> bool:
    """Whether a letter was approved after a decision. Where the decision does not name the last letter before it, the
    day must do; on the same day the letter is the later one, as when the post is decided on and answered in one day.
    """
    if decision.after is not None:
        return letter.number > decision.after
    return decision.since is None or letter.approved >= decision.since


def _told(letter: Sent) -> str:
    return f"letter {letter.number}, approved on {day_in_words(letter.approved)}"


def _unsure(laid: TriagedMessage, letter: Sent, why: str) -> TriagedMessage:
    return replace(laid, pile=Pile.UNSURE, why=f"perhaps answered already by {_told(letter)}: {why}")


# Sorting: when it runs again on a grown inbox, only new messages are read.

IGNORED: Final = ".gitignore"
_PIECE, _BYTES = 250, 4_000_000  # the most messages that are read together, and about the most bytes


class ReadingTask(NamedTuple):
    """Messages to be read, with everything needed for that."""

    around: OfficeContext
    recogniser: Recogniser
    messages: tuple[RawMessage, ...]


class Prepared(NamedTuple):
    """A message read and recognised, and its digest for grouping."""

    read: ParsedMessage
    recognised: Recognised
    digest: tuple[int, ...]


def prepare(task: ReadingTask) -> list[Prepared]:
    """Read some messages."""
    # Many messages of a campaign have the very same text.
    known: dict[tuple[str, str, str], tuple[Recognised, tuple[int, ...]]] = {}
    found = []
    for raw in task.messages:
        read = read_message(raw, task.around)
        said = read.subject, read.text, read.near
        if said not in known:
            known[said] = (
                (NOTHING, ()) if read.fault else (task.recogniser.recognise(*said), words_digest(words_of(read.text)))
            )
        found.append(Prepared(read, *known[said]))
    return found


class Came(NamedTuple):
    """What became of everything that came in. Each message and file is counted in exactly one place.

    ``again`` counts files that are byte for byte the same as another; ``left`` counts files that are no post;
    ``unusable`` counts files and folders that could not be opened. ``gone`` did not come in: these messages were sorted
    before, and are no longer there.
    """

    read: int = 0
    unreadable: int = 0
    known: int = 0
    again: int = 0
    left: int = 0
    unusable: int = 0
    gone: int = 0

    @property
    def new(self) -> int:
        """The messages that are new."""
        return self.read + self.unreadable

    @property
    def messages(self) -> int:
        """All messages that came in."""
        return self.new + self.known + self.again

    @property
    def all(self) -> int:
        """The count of everything that came in."""
        return self.messages + self.left + self.unusable


@dataclass(frozen=True)
class Sorted:
    """The result of a sorting: what came in, how many messages there are now, and problems."""

    came: Came
    total: int
    problems: tuple[Problem, ...]


def sort_post(
    paths: Iterable[str],
    store: Store,
    recogniser: Recogniser,
    around: OfficeContext,
    engine: Engine,
    progress: Callable[[int], None],
) -> Sorted:
    """Read what is new, recognise again what older rules recognised, group and compare. What could not be read
    before is read again: it may be of a kind that a newer drafter or another package reads. Raises ProblemsFound.
    """
    problems: list[Problem] = []
    rules = rules_of(recogniser)
    counts: Counter[str] = Counter()

    def unseen() -> Iterator[RawMessage]:
        for found in gather(paths):
            if isinstance(found, Problem):
                problems.append(found)
                counts["left"] += found.count if isinstance(found, Left) else 0
                counts["unusable"] += found.rule in UNUSABLE
                continue
            key = key_of(found)
            again, known = store.lies(key) > 1, store.seen(key)
            if again or known:
                counts["again" if again else "known"] += 1
                progress(1)
            else:
                yield found

    for made in engine(prepare, _tasks(unseen(), recogniser, around)):
        for one in made:
            n, new = store.add(one.read, one.recognised, rules)
            if not one.read.fault:
                place(store, n, one.read, one.digest)
                counts["read"] += 1
            else:
                counts["unreadable" if new else "known"] += 1
        progress(len(made))
    store.count_copies()
    for n, read in store.stale(rules):
        store.update(n, rules=rules, recognised=recogniser.recognise(read.subject, read.text, read.near))
    compare_all(store, PublicMatter.of(recogniser.subjects.values(), around.names))
    find_duplicates(store)
    total = store.total()
    gone = total - counts["read"] - counts["unreadable"] - counts["known"]
    return Sorted(Came(**counts, gone=gone), total, tuple(problems))


def _tasks(messages: Iterator[RawMessage], recogniser: Recogniser, around: OfficeContext) -> Iterator[ReadingTask]:
    some: list[RawMessage] = []
    size = 0
    for message in messages:
        some.append(message)
        size += len(message.data)
        if len(some) == _PIECE or size > _BYTES:
            yield ReadingTask(around, recogniser, tuple(some))
            some, size = [], 0
    if some:
        yield ReadingTask(around, recogniser, tuple(some))


_REVISION: Final = "2"  # changes where the same cues lead to something else than before


def rules_of(recogniser: Recogniser) -> str:
    """A hash of the cues and rules: if it differs, messages are recognised again."""
    said = [cue.text for cue in recogniser.cues.cues] + [repr(meaning) for meaning in recogniser.meanings]
    said += recogniser.examples.all
    said.append(_REVISION)
    said += [cue.text for cue in recogniser.concerns.cues.cues] + [one.id for one in recogniser.concerns.meanings]
    return hashlib.sha256("\0".join([__version__, *said]).encode()).hexdigest()[:16]


@dataclass(frozen=True)
class Sorting:
    """A sorted post for reading: its messages in their piles, as often as needed.

    ``common`` is what the common text of each campaign surely raises, and ``raised`` all that was found in it.
    ``subjects`` are the office's, by id, each with its name; ``homes`` are the topics, each with its subject.
    """

    store: Store
    decisions: Decisions
    groups: Mapping[int, CampaignGroup]
    common: Mapping[int, Matter]
    without_address: str
    answers: ApprovedLetters | None = None
    settled: Container[str] = frozenset()
    raised: Mapping[int, Recognised] = field(default_factory=dict)
    subjects: Mapping[str, str] = field(default_factory=dict)
    homes: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(
        cls,
        store: Store,
        decisions: Decisions,
        recogniser: Recogniser,
        without_address: str,
        answers: ApprovedLetters | None = None,
        settled: Container[str] = frozenset(),
    ) -> Sorting:
        """Open the post as it was sorted, with staff's decisions and the approved letters.

        ``settled`` are the actions on which the member has decided.
        """
        groups = {group.id: group for group in store.groups()}
        raised = {id_: recogniser.recognise(group.name, "\n".join(group.common)) for id_, group in groups.items()}
        common = {id_: Matter.of(found) for id_, found in raised.items()}
        subjects = {id_: subject.name for id_, subject in recogniser.subjects.items()}
        homes = {id_: topic.subject for id_, topic in recogniser.topics.items()}
        return cls(store, decisions, groups, common, without_address, answers, settled, raised, subjects, homes)

    def subject_of(self, laid: TriagedMessage) -> str:
        """The subject of the letter that would answer a message; empty where there is none, or more than one."""
        found = {self.homes[topic] for topic in laid.topics if topic in self.homes}
        return found.pop() if len(found) == 1 else ""

    def subjects_of(self, laid: TriagedMessage) -> tuple[str, ...]:
        """The subjects of a message: that of the letter, otherwise those that the message seems to be about."""
        return (mine,) if (mine := self.subject_of(laid)) else laid.kept.recognised.subjects

    def on(self, laid: TriagedMessage) -> str:
        """The subjects of a message by name, for an office that has more than one; otherwise empty."""
        if len(self.subjects) < 2:
            return ""
        return " and ".join(self.subjects.get(id_, id_) for id_ in self.subjects_of(laid))

    def _decided(self, kept: StoredMessage, group: CampaignGroup | None) -> tuple[MessageDecision, Matter]:
        """The decision that holds for a message, and what its campaign's text raises. The subject that was chosen for a
        campaign is that of its text: it settles nothing for a writer who raises another one beside.
        """
        decision = self.decisions.of(kept.read.key, group.seed if group else "")
        common = self.common.get(kept.campaign, Matter())
        if decision.common_subject and group is not None:
            raised = self.raised[group.id]
            common = Matter.of(raised.among(decision.common_subject))
            if not decision.subject and set(kept.recognised.subjects) <= {*raised.subjects, decision.common_subject}:
                decision = replace(decision, subject=decision.common_subject)
        return decision, common

    @cached_property
    def shared(self) -> SharedHomes:
        """The addresses and postcodes that too many writers of a campaign give."""
        return shared_homes(self.store.homes())

    @cached_property
    def numbers(self) -> dict[int, int]:
        """The campaigns' numbers for people: the largest is number 1."""
        return {id_: number for number, id_ in enumerate(self.groups, 1)}

    @cached_property
    def piles(self) -> Counter[Pile]:
        """How many messages lie on each pile."""
        return Counter(laid.pile for laid in self.laid())

    def laid(self) -> Iterator[TriagedMessage]:
        """The messages in their piles, in the order in which they were read."""
        tally = Tally(self.answers, begun(self.store.days()) if self.answers else {})
        counts: Counter[Pile] = Counter()
        for kept in self.store.messages():
            group = self.groups.get(kept.campaign)
            decision, common = self._decided(kept, group)
            shared = self.shared.doubt(kept.read.writer, kept.campaign)
            laid = tally.over(triage(kept, decision, common, self.without_address, self.settled, shared))
            counts[laid.pile] += 1
            yield laid
        self.__dict__["piles"] = counts  # so that the counts need no second pass


def open_store(folder: Path, *, make: bool) -> Store:
    """Open the store in a folder; make it where there is none, unless it is only read. Raises OSError and
    sqlite3.Error.
    """
    if make:
        make_private(folder)
        sweep(folder)
        ignored = folder / IGNORED
        if not ignored.exists():
            with os.fdopen(open_private(ignored), "wb") as file:
                file.write(b"*\n")  # keeps people's post out of any git repository around it
        os.close(open_private(folder / STORE))  # made private here, before SQLite would make it readable for everybody
    return Store(folder, write=make)
