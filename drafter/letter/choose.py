"""What a letter tells, of all that its templates place: what holds that day, once each, and what there is room for.

The order of a template is its order of importance: where room is short, what stands last goes first.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from drafter.factbase.model import Answer, Fact, Rub
from drafter.letter.marks import Data, Gap, InFull, Node, Rubs, Short, SumUp, Tell, Turn, Vary, Words
from drafter.letter.request import Length
from drafter.letter.typography import parted
from drafter.letter.vocabulary import Desk

_FRAME, _ADDS, _GAP = 8, 3, 5  # words that these take, about


@dataclass(frozen=True)
class Section:
    """One part of a letter as its template gave it. ``name`` is a topic's id, ``thanks``, ``next``, ``close``."""

    name: str
    heading: str
    path: str
    paragraphs: tuple[tuple[Node, ...], ...]
    topic: bool = False


@dataclass(frozen=True)
class Bundle:
    """What is told together: facts, what they leave open, and the words before them. ``words`` stand for themselves."""

    facts: tuple[Fact, ...] = ()
    since: tuple[str, ...] = ()
    short: bool = False
    rub: Rub | None = None
    gaps: tuple[Gap, ...] = ()
    turn: str = ""
    words: tuple[str, ...] = ()
    sums: Answer | None = None
    begins: bool = False  # a paragraph


@dataclass(frozen=True)
class Chosen:
    """A part with what it tells, in order. ``rest`` tells whether there was more that holds."""

    section: Section
    bundles: tuple[Bundle, ...]

    @property
    def facts(self) -> tuple[Fact, ...]:
        """The facts that it tells."""
        return tuple(fact for bundle in self.bundles for fact in bundle.facts)


def bundles_of(section: Section, desk: Desk) -> tuple[Bundle, ...]:
    """A part's paragraphs as bundles."""
    made: list[Bundle] = []
    turn = ""
    for paragraph in section.paragraphs:
        begins, text = True, ""
        for node in [*paragraph, None]:
            if isinstance(node, Words | Data):
                text += node.text
                continue
            for sentence in parted(text):
                made.append(Bundle(words=(sentence,), begins=begins))
                begins = False
            text = ""
            match node:
                case None:
                    continue
                case InFull() if desk.request.length is not Length.FULL:
                    return tuple(made)
                case InFull():
                    continue
                case Turn(text=turn):
                    begins = True
                    continue
                case Gap() if made and not begins and not made[-1].words:
                    made[-1] = replace(made[-1], gaps=(*made[-1].gaps, node))
                    continue
            made.append(replace(_bundle(node, desk), begins=begins, turn=turn))
            begins, turn = False, ""
    return tuple(made)


def _bundle(node: Node, desk: Desk) -> Bundle:
    facts = desk.day.facts
    match node:
        case Tell(facts=ids, since=since):
            return Bundle(tuple(facts[id_] for id_ in ids), since)
        case Short(fact=id_):
            return Bundle((facts[id_],), short=True)
        case Rubs(id=id_, answer=answer):
            rub = next(one for one in desk.subject.rubs if one.id == id_)
            short = answer == rub.told_first[0] and bool(desk.subject.short_answer(answer))
            return Bundle(tuple(facts[i] for i in (*rub.told_first, *rub.yet)), rub=rub, short=short)
        case SumUp(text=text):
            return Bundle(sums=next(one for one in desk.subject.answers if one.text == text))
        case Gap():
            return Bundle(gaps=(node,))
        case Vary(options=options):
            return Bundle(words=options)
        case _:
            return Bundle()


def choose(
    sections: Iterable[Section],
    desk: Desk,
    fits: Callable[[Sequence[Chosen]], bool],
) -> list[Chosen]:
    """What is told, cut from the end of the longest topic until ``fits`` says that it has room."""
    parts = [(section, bundles_of(section, desk)) for section in sections]
    dropped: set[tuple[str, int, str]] = set()
    while True:
        chosen = list(_told(parts, desk, dropped))
        if fits(chosen):
            return chosen
        victim = _least(chosen)
        if victim is None:
            return chosen
        dropped.add(victim)


def _told(
    parts: Sequence[tuple[Section, tuple[Bundle, ...]]], desk: Desk, dropped: set[tuple[str, int, str]]
) -> Iterator[Chosen]:
    """The facts that each part tells: those that hold, once each, where they first come; and the gaps that remain."""
    told: set[str] = set()
    chosen: list[tuple[Section, list[Bundle]]] = []
    for section, bundles in parts:
        mine = []
        here: list[str] = []  # the facts told in this paragraph
        last = ""  # the one told just before
        for number, bundle in enumerate(bundles):
            if bundle.begins or bundle.turn:
                here, last = [], ""
            gone_for_room = {id_ for name, at, id_ in dropped if (name, at) == (section.name, number)}
            before = bool(here)
            kept = _kept(bundle, desk, told | gone_for_room, here, last)
            told |= {fact.id for fact in kept.facts}
            here += [fact.id for fact in kept.facts]
            last = "" if kept.gaps else kept.facts[-1].id if kept.facts else last
            gone = bool(bundle.facts) and not kept.facts
            if gone and not before and any((section.name, number, fact.id) in dropped for fact in bundle.facts):
                kept = replace(kept, gaps=())
            mine.append(kept)
        chosen.append((section, mine))
    asked: set[str] = set()
    for section, mine in chosen:
        finished = []
        for bundle in mine:
            gaps = tuple(g for g in bundle.gaps if g.question not in asked and not told.intersection(g.unless))
            asked |= {gap.question for gap in gaps}
            sums = bundle.sums if bundle.sums is not None and told.issuperset(bundle.sums.rests_on) else None
            finished.append(replace(bundle, gaps=gaps, sums=sums))
        yield Chosen(section, tuple(finished))


def _kept(bundle: Bundle, desk: Desk, told: set[str], here: Sequence[str], last: str) -> Bundle:
    """A bundle with those of its facts that are told: not those in ``told``, which are told or have no room.

    ``here`` are the facts of its paragraph so far, ``last`` the one just before it.
    """
    if bundle.rub is not None:
        whole = all(desk.may_tell(fact) for fact in bundle.facts)
        free = not any(fact.id in told for fact in bundle.facts)
        return bundle if whole and free else replace(bundle, facts=(), rub=None)
    if bundle.since and not any(id_ in here for id_ in bundle.since):
        return replace(bundle, facts=())
    may = desk.may_tell_of if bundle.since else desk.may_tell
    kept: list[Fact] = []
    for fact in bundle.facts:
        before = (kept[-1].id, kept[-1].only_after) if kept else (last,)
        leans = fact.only_after and fact.only_after not in before
        if fact.id not in told and may(fact) and not leans:
            kept.append(fact)
    return replace(bundle, facts=tuple(kept), short=bundle.short and bool(kept))


def _least(chosen: Sequence[Chosen]) -> tuple[str, int, str] | None:
    """The fact to leave out next: the last of the longest topic; what comes next goes before that.

    Claims that rub stand or fall together: they go last.
    """
    longest: tuple[int, tuple[str, int, str]] | None = None
    for part in chosen:
        facts = [(number, fact.id) for number, bundle in enumerate(part.bundles) for fact in bundle.facts]
        least = 1 if part.section.topic else 0
        if len(facts) <= least:
            continue
        number, id_ = facts[-1]
        rubs = part.bundles[number].rub is not None
        weight = words_of(part) + (1000 if not part.section.topic else 0) - (1000 if rubs else 0)
        if longest is None or weight > longest[0]:
            longest = (weight, (part.section.name, number, id_))
    return longest[1] if longest else None


def words_of(part: Chosen) -> int:
    """About how many words a part will take."""
    words = 0
    before: object = None
    for bundle in part.bundles:
        words += len(bundle.words[0].split()) if bundle.words else 0
        for fact in bundle.facts:
            words += len(fact.claim.split()) + (_ADDS if fact.source == before else _FRAME)
            before = fact.source
        words += sum(len(gap.question.split()) + _GAP for gap in bundle.gaps)
        words += len(bundle.rub.question.split()) if bundle.rub else 0
        words += len(bundle.sums.text.split()) if bundle.sums else 0
    return words


def passages(facts: Iterable[Fact], desk: Desk) -> int:
    """How many notes these facts will want, one after another."""
    count, before = 0, None
    for fact in facts:
        cite = fact.cites[0]
        here = (cite.source, desk.day.sources[cite.source].locator(cite.paragraph))
        count += here != before
        before = here
    return count
