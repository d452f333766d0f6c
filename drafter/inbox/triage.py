"""The sorting of the post: reads new messages, recognises, groups and compares them, and lays them in piles."""

from __future__ import annotations

import hashlib
import os
from collections import Counter
from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from dataclasses import field, replace
from functools import cached_property
from pathlib import Path
from typing import Final

from drafter import __version__
from drafter.engines import Engine
from drafter.files.atomic import make_private, open_private, sweep
from drafter.frozen import NamedTuple, dataclass
from drafter.inbox.answered import ApprovedLetters, Tally, begun
from drafter.inbox.campaigns import compare_all, find_duplicates, place, words_digest, words_of
from drafter.inbox.danger import Danger, dangers
from drafter.inbox.decisions import Decisions, MessageDecision
from drafter.inbox.gather import UNUSABLE, Left, gather
from drafter.inbox.model import STORE, ParsedMessage, RawMessage
from drafter.inbox.parse import key_of, read_message
from drafter.inbox.personal import PublicMatter
from drafter.inbox.piles import ANSWERED, Pile, TriagedMessage, triage
from drafter.inbox.signature import OfficeContext
from drafter.inbox.store import CampaignGroup, SharedHomes, Store, StoredMessage, shared_homes
from drafter.inbox.topics import NOTHING, Matter, Recognised, Recogniser
from drafter.problems import Problem

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


_REVISION: Final = "5"  # changes where the same cues lead to something else than before


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
    def dangers(self) -> Mapping[int, tuple[Danger, ...]]:
        """The signs of danger in the common text of each campaign, by its id."""
        return {id_: dangers((group.name, *group.common)) for id_, group in self.groups.items()}

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

    @cached_property
    def unread(self) -> int:
        """How many messages ask something of their own that no topic knows."""
        return sum(bool(laid.kept.recognised.unread) for laid in self.laid())

    @cached_property
    def left_open(self) -> int:
        """How many messages get, or got, a letter that leaves a part of them unanswered."""
        return sum(bool(laid.open_) for laid in self.laid())

    def _with_open(self, laid: TriagedMessage, subjects: tuple[str, ...], tally: Tally) -> TriagedMessage:
        """The message, with what its letter leaves open: ``subjects`` that it raises, and no letter answers."""
        if len(subjects) < 2 or laid.pile not in (*ANSWERED, Pile.REPLIED):
            return laid
        mine = {self.homes.get(topic, "") for topic in laid.topics}
        others = [id_ for id_ in subjects if id_ not in mine and not tally.has_letter(laid, self._topics_of(id_))]
        if not others:
            return laid
        named = " and ".join(self.subjects.get(id_, id_) for id_ in others)
        told = f"what it says on {named} is not answered"
        return replace(laid, open_="; ".join(filter(None, (laid.open_, told))))

    def _topics_of(self, subject: str) -> frozenset[str]:
        return frozenset(topic for topic, home in self.homes.items() if home == subject)

    def laid(self) -> Iterator[TriagedMessage]:
        """The messages in their piles, in the order in which they were read."""
        tally = Tally(self.answers, begun(self.store.days()) if self.answers else {})
        counts: Counter[Pile] = Counter()
        unread = left_open = 0
        for stored in self.store.messages():
            group = self.groups.get(stored.campaign)
            decision, common = self._decided(stored, group)
            own = stored.recognised.without(self.raised[group.id]) if group is not None else stored.recognised
            kept = replace(stored, recognised=own)
            shared = self.shared.doubt(kept.read.writer, kept.campaign)
            danger = self.dangers.get(kept.campaign, ())
            laid = tally.over(triage(kept, decision, common, self.without_address, self.settled, shared, danger))
            laid = self._with_open(laid, stored.recognised.subjects, tally)
            left_open += bool(laid.open_)
            counts[laid.pile] += 1
            unread += bool(laid.kept.recognised.unread)
            yield laid
        self.__dict__["piles"] = counts  # so that the counts need no second pass
        self.__dict__["unread"] = unread
        self.__dict__["left_open"] = left_open


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
