"""The post sorted: read, recognised, grouped, compared. Run again on a grown inbox, only what is new is read."""

from __future__ import annotations

import hashlib
import os
from collections import Counter
from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Final, NamedTuple

from drafter import __version__
from drafter.engines import Engine
from drafter.files import make_private, open_private, sweep
from drafter.mail.answered import Answers, Tally, begun
from drafter.mail.campaigns import compare_all
from drafter.mail.decisions import Decisions
from drafter.mail.duplicates import find_duplicates
from drafter.mail.gather import UNUSABLE, gather
from drafter.mail.grouping import place
from drafter.mail.left_alone import Left
from drafter.mail.model import Raw, Read
from drafter.mail.piles import Laid, Pile, lay
from drafter.mail.reading import key_of, read_message
from drafter.mail.sentences import digest_of, words_of
from drafter.mail.shared import SharedHomes, shared_homes
from drafter.mail.store import FILE, Group, Store
from drafter.mail.surroundings import Surroundings
from drafter.mail.topics import NOTHING, Matter, Recognised, Recogniser
from drafter.problems import Problem

IGNORED: Final = ".gitignore"
_PIECE, _BYTES = 250, 4_000_000  # messages that are read together at most, and about how many bytes of them


class Task(NamedTuple):
    """Messages to be read, with all that is needed for it."""

    around: Surroundings
    recogniser: Recogniser
    messages: tuple[Raw, ...]


class Prepared(NamedTuple):
    """A message read and recognised, and the digest by which it is grouped."""

    read: Read
    recognised: Recognised
    digest: tuple[int, ...]


def prepare(task: Task) -> list[Prepared]:
    """Read some messages."""
    known: dict[tuple[str, str, str], tuple[Recognised, tuple[int, ...]]] = {}  # many in a campaign write the very same
    found = []
    for raw in task.messages:
        read = read_message(raw, task.around)
        said = read.subject, read.text, read.near
        if said not in known:
            known[said] = (
                (NOTHING, ()) if read.fault else (task.recogniser.recognise(*said), digest_of(words_of(read.text)))
            )
        found.append(Prepared(read, *known[said]))
    return found


class Came(NamedTuple):
    """What became of all that came in: each message and each file is counted in one place, and in no other.

    ``again`` are files that lie there a second time, byte for byte; ``left`` are files that are no post; ``unusable``
    are files and folders that could not be opened. ``gone`` did not come in: they were sorted before, and lie there no
    longer.
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
        """Messages that were not known."""
        return self.read + self.unreadable

    @property
    def messages(self) -> int:
        """All messages that came in."""
        return self.new + self.known + self.again

    @property
    def all(self) -> int:
        """All that came in."""
        return self.messages + self.left + self.unusable


@dataclass(frozen=True)
class Sorted:
    """What a sorting came to: what came in, how many messages there are now, and what is wrong."""

    came: Came
    total: int
    problems: tuple[Problem, ...]


def sort_post(
    paths: Iterable[str],
    store: Store,
    recogniser: Recogniser,
    around: Surroundings,
    engine: Engine,
    progress: Callable[[int], None],
) -> Sorted:
    """Read what is new, recognise again what was recognised by other rules, group and compare. Raises ProblemsFound."""
    problems: list[Problem] = []
    rules = rules_of(recogniser)
    counts: Counter[str] = Counter()

    def unseen() -> Iterator[Raw]:
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
            n = store.add(one.read, one.recognised, rules)
            if not one.read.fault:
                place(store, n, one.read, one.digest)
            counts["unreadable" if one.read.fault else "read"] += 1
        progress(len(made))
    store.count_copies()
    for n, read in store.stale(rules):
        store.update(n, rules=rules, recognised=recogniser.recognise(read.subject, read.text, read.near))
    compare_all(store, around.names)
    find_duplicates(store)
    total = store.total()
    gone = total - counts["read"] - counts["unreadable"] - counts["known"]
    return Sorted(Came(**counts, gone=gone), total, tuple(problems))


def _tasks(messages: Iterator[Raw], recogniser: Recogniser, around: Surroundings) -> Iterator[Task]:
    some: list[Raw] = []
    size = 0
    for message in messages:
        some.append(message)
        size += len(message.data)
        if len(some) == _PIECE or size > _BYTES:
            yield Task(around, recogniser, tuple(some))
            some, size = [], 0
    if some:
        yield Task(around, recogniser, tuple(some))


def rules_of(recogniser: Recogniser) -> str:
    """What tells one set of words and phrases from another."""
    said = [cue.text for cue in recogniser.cues.cues] + [repr(meaning) for meaning in recogniser.meanings]
    said += recogniser.examples.all
    said += [cue.text for cue in recogniser.concerns.cues.cues] + [one.id for one in recogniser.concerns.meanings]
    return hashlib.sha256("\0".join([__version__, *said]).encode()).hexdigest()[:16]


@dataclass(frozen=True)
class Sorting:
    """A sorted post to look at: its messages in their piles, as often as they are asked for.

    ``common`` is what the common text of each campaign surely raises.
    """

    store: Store
    decisions: Decisions
    groups: Mapping[int, Group]
    common: Mapping[int, Matter]
    without_address: str
    answers: Answers | None = None
    settled: Container[str] = frozenset()

    @classmethod
    def of(
        cls,
        store: Store,
        decisions: Decisions,
        recogniser: Recogniser,
        without_address: str,
        answers: Answers | None = None,
        settled: Container[str] = frozenset(),
    ) -> Sorting:
        """The post as it lies, with what staff have decided, and the letters that were approved.

        ``settled`` are the actions on which the member has decided.
        """
        groups = {group.id: group for group in store.groups()}
        common = {
            group.id: Matter.of(recogniser.recognise(group.name, "\n".join(group.common))) for group in groups.values()
        }
        return cls(store, decisions, groups, common, without_address, answers, settled)

    @cached_property
    def shared(self) -> SharedHomes:
        """The addresses and postcodes that too many writers of a campaign give."""
        return shared_homes(self.store.homes())

    @cached_property
    def numbers(self) -> dict[int, int]:
        """How people count the campaigns: the largest is the first."""
        return {id_: number for number, id_ in enumerate(self.groups, 1)}

    @cached_property
    def piles(self) -> Counter[Pile]:
        """How many messages lie on each pile."""
        return Counter(laid.pile for laid in self.laid())

    def laid(self) -> Iterator[Laid]:
        """The messages in their piles, in the order in which they were read."""
        tally = Tally(self.answers, begun(self.store.days()) if self.answers else {})
        counts: Counter[Pile] = Counter()
        for kept in self.store.messages():
            group = self.groups.get(kept.campaign)
            decision = self.decisions.of(kept.read.key, group.seed if group else "")
            common = self.common.get(kept.campaign, Matter())
            shared = self.shared.doubt(kept.read.writer, kept.campaign)
            laid = tally.over(lay(kept, decision, common, self.without_address, self.settled, shared))
            counts[laid.pile] += 1
            yield laid
        self.__dict__["piles"] = counts  # as whoever asks for them first would have them counted


def open_store(folder: Path, *, make: bool) -> Store:
    """The store in a folder: made where there is none, or only looked into. Raises OSError and sqlite3.Error."""
    if make:
        make_private(folder)
        sweep(folder)
        ignored = folder / IGNORED
        if not ignored.exists():
            with os.fdopen(open_private(ignored), "wb") as file:
                file.write(b"*\n")  # whatever repository it lies in: this is the post of people
        os.close(open_private(folder / FILE))  # before SQLite would make it for everybody to read
    return Store(folder, write=make)
