"""The plan of a letter: which of its templates' facts it tells, and the steps in which it says them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import field, replace
from functools import cached_property, partial
from itertools import takewhile
from typing import TypeAlias

from drafter.english.sentences import sentences_in
from drafter.facts.edtf import day_in_words
from drafter.facts.model import Answer, Concern, Fact, FactBase, Rub, Subject, Topic, bare
from drafter.facts.names import NameKind, ids_of, wrong_name
from drafter.facts.timeline import first_day
from drafter.frozen import dataclass
from drafter.letter.acts import acts_in_a_template, after_letter, are_declined, decision_on, later
from drafter.letter.clauses import Voice, gives_no_answer, voice_of
from drafter.letter.finish import rendered
from drafter.letter.request import Length, LetterRequest, topics_of
from drafter.letter.templates import (
    SUFFIX,
    Data,
    Gap,
    InFull,
    Marks,
    Node,
    Rest,
    Rubs,
    Short,
    SumUp,
    Tell,
    TemplateContext,
    Templates,
    TemplateWords,
    Turn,
    Vary,
    asking,
)
from drafter.letter.tree import Kind, Segment, is_past
from drafter.office import Office
from drafter.problems import Problem, ProblemsFound, Where, nearest

# The request: whether its topics, questions, actions and position exist, and whether its day has anything to say.


def asked(
    request: LetterRequest, base: FactBase, templates: Templates, office: Office
) -> tuple[Subject, tuple[Topic, ...]]:
    """The subject and the topics that a request names, each once, in the order of the letter.

    Raises ProblemsFound with everything that is wrong with the request.
    """
    problems = [
        *_topics(request, base),
        *_concerns(request, base),
        *_actions(request, base, office),
        *_day(request, base),
    ]
    if not any((request.topics, request.asks, request.fears, request.wants)):
        hint = f"known: {', '.join(base.topics)}"
        problems.append(Problem(Where("--topic"), "no-topic", "a letter needs a topic", hint))
    if problems:
        raise ProblemsFound(problems)
    concerned = topics_of(request.asks, request.fears, request.topics)
    # A letter about an act begins with its topic, and then with the request's own; any other with what is asked. Who is
    # told no wants to know about what they wrote, before what else there is to say of the act.
    order = dict.fromkeys((*request.topics, *concerned)) if request.wants else concerned
    acted = {base.actions[id_].topic for id_ in request.wants}
    raised = {name.partition(".")[0] for name in (*request.asks, *request.fears)}
    declined = are_declined(request.wants, base, office, request.date)

    def place(name: str) -> int:
        if base.topics[name].name not in acted:
            return 1
        return 2 if declined and raised and name not in raised else 0

    unique = sorted(order, key=place)
    topics = tuple(base.topics[name] for name in unique)
    subjects = {topic.subject for topic in topics} | {base.actions[id_].subject for id_ in request.wants}
    if len(subjects) > 1:
        message = "what is asked belongs to different subjects; write a letter on each"
        raise ProblemsFound([Problem(Where("--topic"), "mixed-subjects", message)])
    subject = base.subjects[subjects.pop()]
    known = templates.named(f"{subject.id}/positions")
    if request.position and request.position not in known:
        listed = f"on {subject.name} there is {', '.join(known) or 'none'}"
        hint = "; ".join(filter(None, (nearest(request.position, known), listed)))
        message = f"there is no position '{request.position}' in {templates.name}/{subject.id}/positions"
        raise ProblemsFound([Problem(Where("--position"), "unknown-position", message, hint)])
    return subject, topics


def _topics(request: LetterRequest, base: FactBase) -> Iterator[Problem]:
    for name in request.topics:
        if name not in base.topics:
            yield from _wrong("--topic", name, NameKind.TOPIC, base)


def _concerns(request: LetterRequest, base: FactBase) -> Iterator[Problem]:
    """Questions and fears in the request that no topic has."""
    asked = (("--asks", request.asks, NameKind.QUESTION), ("--fears", request.fears, NameKind.FEAR))
    for option, given, kind in asked:
        known = ids_of(kind, base) if given else {}
        for name in given:
            if name not in known:
                yield from _wrong(option, name, kind, base)


def _actions(request: LetterRequest, base: FactBase, office: Office) -> Iterator[Problem]:
    """Actions that nobody defined, and those that were decided only after the letter's date."""
    for name in request.wants:
        action = base.actions.get(name)
        if action is None:
            yield from _wrong("--wants", name, NameKind.ACTION, base)
        elif decision_on(name, action.subject, office, request.date) is None:
            after = later(name, action.subject, office, request.date)
            if after is not None:
                yield after_letter(after)


def _wrong(option: str, name: str, kind: NameKind, base: FactBase) -> Iterator[Problem]:
    none_yet = "" if base.topics else "'drafter subject new' sets up a subject and its topics"
    wrong = wrong_name(name, kind, base, none_yet)
    if wrong is not None:
        yield Problem(Where(option), *wrong)


def _day(request: LetterRequest, base: FactBase) -> Iterator[Problem]:
    first = first_day(base)
    if first is not None and request.date < first:
        hint = f"the first document that facts are drawn from is of {day_in_words(first)}"
        message = f"on {day_in_words(request.date)} there was nothing yet that a letter could cite"
        yield Problem(Where("--date"), "before-first-document", message, hint)


# Choosing: of the facts that the templates place, a letter tells those that hold on its day and for which there is
# room, once each. A template puts the important facts first: if room is short, the last ones are left out first.

_FRAME, _ADDS, _GAP = 8, 3, 5  # about the words of a frame, of a further claim's link, and of a gap


@dataclass(frozen=True)
class Section:
    """One part of a letter as its template gave it. ``name`` is a topic's id, ``thanks``, ``next`` or ``close``."""

    name: str
    heading: str
    path: str
    paragraphs: tuple[tuple[Node, ...], ...]
    topic: bool = False


@dataclass(frozen=True)
class Bundle:
    """What is told together: facts, the gaps that they leave, and the words before them. ``words`` have no facts.

    ``early`` history is told before what is known since, in the order of time. ``answers`` are the questions and fears
    that it begins to answer. ``needs`` are facts on which these answers rest, and which are left out last. What is
    ``ahead`` is told at the beginning of its paragraph, though it is left out for room by its own place.
    """

    facts: tuple[Fact, ...] = ()
    since: tuple[str, ...] = ()
    ahead: bool = False
    early: bool = False
    short: bool = False
    rub: Rub | None = None
    gaps: tuple[Gap, ...] = ()
    turn: str = ""
    words: tuple[str, ...] = ()
    sums: Answer | None = None
    begins: bool = False  # whether it begins a paragraph
    answers: tuple[str, ...] = ()
    needs: frozenset[str] = frozenset()


@dataclass(frozen=True)
class PlannedPart:
    """A part of the letter with the bundles that it tells, in order.

    ``replies`` are the answers that it begins with: to questions and fears ("closures.when"), or to the topic itself.
    """

    section: Section
    bundles: tuple[Bundle, ...]
    replies: Mapping[str, Answer] = field(default_factory=dict)

    @property
    def facts(self) -> tuple[Fact, ...]:
        """The facts that it tells."""
        return tuple(fact for bundle in self.bundles for fact in bundle.facts)


def bundles_of(section: Section, desk: TemplateContext) -> tuple[Bundle, ...]:
    """A part's paragraphs as bundles."""
    made: list[Bundle] = []
    turn = ""
    for paragraph in section.paragraphs:
        begins, text = True, ""
        for node in [*paragraph, None]:
            if isinstance(node, TemplateWords | Data):
                text += node.text
                continue
            for sentence in sentences_in(text):
                made.append(Bundle(words=(sentence,), begins=begins))
                begins = False
            text = ""
            match node:
                case InFull() if desk.request.length is not Length.FULL:
                    return tuple(made)
                case None | InFull():
                    continue
                case Turn(text=turn):
                    begins = True
                    continue
                case Gap() if made and not begins and not made[-1].words:
                    made[-1] = replace(made[-1], gaps=(*made[-1].gaps, node))
                    continue
                case Rest(topics=ids):
                    told = frozenset(fact.id for bundle in made for fact in bundle.facts)
                    rest = list(plain_plan(ids, desk, told))
                    made += [replace(rest[0], begins=begins, turn=turn), *rest[1:]] if rest else []
                    begins, turn = begins and not rest, ""
                    continue
            made.append(replace(_bundle(node, desk), begins=begins, turn=turn))
            begins, turn = False, ""
    return tuple(made)


# Leading: a question or a fear is answered with the claims that its answer rests on, and these stand right behind it,
# wherever the template places them.


@dataclass
class _Lead:
    """Questions and fears that the same claims answer, with the bundles that tell these, and the claims needed.

    ``opens`` are the questions that the answers leave open, and that no bundle does. ``further`` are questions and
    fears whose answers stand behind the claims.
    """

    names: list[str] = field(default_factory=list)
    further: list[str] = field(default_factory=list)
    bundles: list[Bundle] = field(default_factory=list)
    needs: set[str] = field(default_factory=set)
    opens: list[str] = field(default_factory=list)


def led(section: Section, bundles: tuple[Bundle, ...], desk: TemplateContext) -> tuple[Bundle, ...]:
    """The bundles, with those that tell what each answer rests on in front, in the order of what is asked.

    What the template puts together stays together. Its other bundles follow, in a paragraph of their own where they
    stood in one, or where more than one question is answered before them.
    """
    names = concerns_of(desk.base.topics[section.name], desk) if section.topic else {}
    runs = list(_runs(bundles))
    leads = _leads(tuple(names), runs, desk)
    if not leads:
        return bundles
    taken = [bundle for lead in leads for bundle in lead.bundles]
    rest = [bundle for bundle in bundles if not any(bundle is one for one in taken)]
    if rest:
        last = max((_paragraph_of(one, bundles) for one in leads[0].bundles), default=0)
        apart = len(leads) > 1 or _paragraph_of(rest[0], bundles) != last
        rest[0] = replace(rest[0], begins=apart)
    made: list[Bundle] = []
    for lead in leads:
        needs = frozenset(lead.needs)
        first, *others = (_needed_first(bundle, needs, desk.base) for bundle in lead.bundles)
        made.append(replace(first, begins=True, answers=tuple(lead.names)))
        here, numbers = len(first.facts), [_paragraph_of(bundle, bundles) for bundle in lead.bundles]
        for bundle, before, number in zip(others, numbers, numbers[1:], strict=False):
            parts = bool(number != before and bundle.facts and here >= _ROOM)  # as the template does
            made.append(replace(bundle, begins=parts))
            here = len(bundle.facts) + (0 if parts else here)
        made += [Bundle(begins=True, answers=tuple(lead.further), needs=needs)] if lead.further else []
    return (*made, *rest)


def _needed_first(bundle: Bundle, needs: frozenset[str], base: FactBase) -> Bundle:
    """A bundle of an answer, with the facts on which that rests in front, and a question before what answers it."""

    def follows(fact: Fact) -> bool:
        return fact.id not in needs and not voice_of(fact, base).asks

    order = bundle.facts if bundle.rub else tuple(sorted(bundle.facts, key=follows))
    return replace(bundle, facts=order, needs=needs)


def _paragraph_of(bundle: Bundle, bundles: Iterable[Bundle]) -> int:
    """In which paragraph of the template a bundle stands; one that the template lacks stands before all."""
    number = 0
    for one in bundles:
        number += bool(one.begins or one.turn)
        if one is bundle:
            return number
    return 0


def _runs(bundles: Iterable[Bundle]) -> Iterator[list[Bundle]]:
    """Bundles with facts, each with the words, sums and gaps that follow it in its paragraph.

    History stays with what is known since, before it or behind it.
    """
    run: list[Bundle] = []
    for bundle in bundles:
        since = {id_ for one in run for id_ in one.since}
        ends = bundle.facts and not bundle.since and since.isdisjoint(fact.id for fact in bundle.facts)
        if run and (ends or bundle.begins or bundle.turn):
            yield run
            run = []
        run.append(bundle)
    if run:
        yield run


def _leads(names: Sequence[str], runs: Sequence[list[Bundle]], desk: TemplateContext) -> list[_Lead]:
    """For each question and fear the bundles of its answer; one that is answered with another stands with that.

    The bundles of one answer stand in the order of what it rests on, those of several in the template's.
    """
    leads: list[_Lead] = []
    places = {id(bundle): place for place, bundle in enumerate(bundle for run in runs for bundle in run)}
    answers = desk.subject.answers_for(names, desk.may_say)
    for name, answer in ((name, answers[name]) for name in names if name in answers):
        kin = _with_kin(answer.rests_on, desk)
        if answer.apart and all(any(_tells(run, fact.id, desk) for run in runs) for fact in kin):
            kin = ()
        needs = tuple(fact.id for fact in kin)
        told_by = [next((run for run in runs if _tells(run, id_, desk)), []) for id_ in needs]
        mine = [bundle for place, run in enumerate(told_by) if run not in told_by[:place] for bundle in run]
        placed = {fact.id for bundle in mine for fact in bundle.facts}
        missing = tuple(fact for fact in kin if fact.id not in placed)
        if missing or not kin:
            mine = [Bundle(missing), *mine]
        theirs = {id(bundle) for bundle in mine}
        home = next((lead for lead in leads if lead.needs.intersection(needs) or _shares(lead, theirs)), None)
        if home is None:
            home = _Lead()
            leads.append(home)
        home.names.append(name)
        home.needs.update(needs)
        told = [bundle for lead in leads for bundle in lead.bundles]
        home.bundles += [bundle for bundle in mine if not any(bundle is one for one in told)]
        if len(home.names) > 1:
            home.bundles.sort(key=lambda bundle: places.get(id(bundle), -1))
        gaps = {gap.question for bundle in home.bundles for gap in bundle.gaps}
        home.opens += [answer.open] if answer.open and answer.open not in (*gaps, *home.opens) else []
    for lead in leads:
        lead.names, lead.further = _first_answered(lead.names, answers)
        lead.bundles += [Bundle(gaps=tuple(map(Gap, lead.opens)))] if lead.opens else []
    return [lead for lead in leads if lead.bundles]


def _first_answered(names: Sequence[str], answers: Mapping[str, Answer]) -> tuple[list[str], list[str]]:
    """Questions and fears that some claims answer: those whose one answer stands before the claims, and the others.

    Claims that are the answer themselves stand right behind what was asked, and no claims stand behind the words that
    nothing was found, where they answer something else.
    """
    groups: dict[Answer, list[str]] = {}
    for name in names:
        groups.setdefault(answers[name], []).append(name)
    first = min(groups, key=lambda answer: (bool(answer.text), gives_no_answer(answer.text)))
    return groups.pop(first), [name for group in groups.values() for name in group]


def _shares(lead: _Lead, bundles: set[int]) -> bool:
    """Whether one of these bundles, by identity, tells the answer already."""
    return any(id(bundle) in bundles for bundle in lead.bundles)


def _tells(run: Iterable[Bundle], fact: str, desk: TemplateContext) -> bool:
    """Whether a fact stands there as what holds; claims that conflict do only if all of them may be told."""
    whole = (one for one in run if one.rub is None or all(desk.may_tell(each) for each in one.facts))
    whole = (one for one in whole if not one.since)
    return any(each.id == fact for one in whole for each in one.facts)


def _leaning(fact: str, desk: TemplateContext) -> Iterator[str]:
    """A claim, after the claims that it may only be told after."""
    before = desk.base.facts[fact].only_after
    if before:
        yield from _leaning(before, desk)
    yield fact


def _with_kin(facts: Iterable[str], desk: TemplateContext) -> tuple[Fact, ...]:
    """Facts, each after those on which it leans, and before those that were said against it."""
    found: dict[str, Fact] = {}
    for id_ in facts:
        for one in _leaning(id_, desk):
            found.setdefault(one, desk.base.facts[one])
            against = (fact for fact in desk.day.facts.values() if fact.but_after == one and desk.may_tell(fact))
            found |= {fact.id: fact for fact in against if fact.id not in found}
    return tuple(found.values())


def concerns_of(topic: Topic, desk: TemplateContext) -> dict[str, Concern]:
    """The topic's questions and fears in the request, by name, in the order in which the reader raised them. Where that
    is not known, the questions come first, each in the order in which they are given.
    """
    raised = desk.request.raised
    places = {name: place for place, name in enumerate(raised, start=-len(raised))}
    given = sorted((*desk.request.asks, *desk.request.fears), key=lambda name: places.get(name, 0))
    every = {f"{topic.id}.{one.id}": one for one in (*topic.questions, *topic.fears)}
    return {name: every[name] for name in given if name in every}


_ROOM = 3  # facts in a paragraph from which on the next document begins one of its own


def plain_plan(topics: Iterable[str], desk: TemplateContext, told: Collection[str] = ()) -> Iterator[Bundle]:
    """The facts that are entered on some topics, but for those ``told``, in an order that reads well.

    First comes the one on which an approved short answer rests, if the only question that there is was asked: of
    several nobody knows which a short answer is to. Then follow the others, document by document, in the order of
    their files, which is that of importance; a fact that depends on another stands right behind it. Approved sentences
    that draw facts together, and questions that people ask and that the documents leave open, stand last.
    """
    every = [desk.base.topics[id_] for id_ in topics]
    mine = [fact for topic in every for fact in desk.base.on_topic(topic)]
    facts = [fact for fact in dict.fromkeys(mine) if fact.id not in told and desk.may_tell(fact)]
    ids = {fact.id for fact in mine}
    alone = [topic for topic in every if topic.only_question and concerns_of(topic, desk)]
    answering = [fact for topic in alone for fact in desk.base.on_topic(topic) if desk.subject.short_answer(fact.id)]
    short = next((fact for fact in facts if fact in answering and not fact.only_after), None)
    room = 0
    for number, group in enumerate(_by_document(facts, short)):
        yield Bundle(tuple(group), short=short is not None and not number, begins=bool(number) and room >= _ROOM)
        room = (0 if number and room >= _ROOM else room) + len(group)
    for answer in desk.subject.sums:
        if ids.issuperset(answer.rests_on):
            yield Bundle(sums=answer)
    for topic in every:
        for question in topic.questions:
            if question.text in desk.subject.open_questions:
                yield Bundle(gaps=(Gap(question.text, tuple(sorted(desk.subject.settles(topic, question)))),))


def _by_document(facts: Sequence[Fact], first: Fact | None) -> list[list[Fact]]:
    """Facts in groups, a group for each document, in the order in which the documents come."""
    groups: dict[str, list[Fact]] = {}
    for fact in sorted(facts, key=lambda fact: fact is not first):
        groups.setdefault(fact.source, []).append(fact)
    return [_each_behind(group) for group in groups.values()]


def _each_behind(facts: Sequence[Fact]) -> list[Fact]:
    """Facts of one document in their order, but each right behind the one on which it depends."""
    ids = {fact.id for fact in facts}

    def rests_on(fact: Fact) -> str:
        return next((id_ for id_ in (fact.only_after, fact.but_after, fact.so_after) if id_ in ids), "")

    ordered: list[Fact] = []

    def put(fact: Fact) -> None:
        if fact not in ordered:
            ordered.append(fact)
            for other in facts:
                if rests_on(other) == fact.id:
                    put(other)

    for fact in facts:
        if not rests_on(fact):
            put(fact)
    return [*ordered, *(fact for fact in facts if fact not in ordered)]  # those that go round in a circle


def _bundle(node: Node, desk: TemplateContext) -> Bundle:
    facts = desk.day.facts
    match node:
        case Tell(facts=ids, since=since, ahead=ahead):
            return Bundle(tuple(facts[id_] for id_ in ids), since, ahead=ahead)
        case Short(fact=id_):
            return Bundle((facts[id_],), short=True)
        case Rubs(id=id_, answer=answer):
            rub = next(one for one in desk.subject.rubs if one.id == id_)
            short = answer == rub.told_first[0] and bool(desk.subject.short_answer(answer))
            # In the order of time, unless a short answer comes first, beside the claim that it rests on.
            first = (rub.first[0], *rub.beside, *rub.first[1:]) if short else (*rub.beside, *rub.first)
            return Bundle(tuple(facts[i] for i in (*first, *rub.yet)), rub=rub, short=short)
        case SumUp(text=text):
            return Bundle(sums=next(one for one in desk.subject.answers if one.text == text))
        case Gap():
            return Bundle(gaps=(node,))
        case Vary(options=options):
            return Bundle(words=options)
        case _:
            return Bundle()


def plans(sections: Iterable[Section], desk: TemplateContext) -> Iterator[list[PlannedPart]]:
    """What may be told: everything, and then less and less, each time without the last of the longest topic."""
    parts = [(section, led(section, bundles_of(section, desk), desk)) for section in sections]
    dropped: set[tuple[str, int, str]] = set()
    while True:
        chosen = list(_told(parts, desk, dropped))
        yield chosen
        victim = _least(chosen, desk)
        if victim is None:
            return
        dropped.add(victim)


def choose(
    every: Iterable[Sequence[PlannedPart]], fits: Callable[[Sequence[PlannedPart]], bool]
) -> Sequence[PlannedPart]:
    """The first plan for which the letter has room, or the last."""
    chosen: Sequence[PlannedPart] = ()
    for chosen in every:
        if fits(chosen):
            break
    return chosen


def _told(
    parts: Sequence[tuple[Section, tuple[Bundle, ...]]], desk: TemplateContext, dropped: set[tuple[str, int, str]]
) -> Iterator[PlannedPart]:
    """The facts that each part tells, and the gaps that remain. A fact is told once, where it first comes."""
    told: set[str] = set()
    chosen: list[tuple[Section, list[Bundle]]] = []
    homes = _homes(parts)
    to_come = {section.name for section, _ in parts}
    for section, bundles in parts:
        to_come.discard(section.name)
        kept_for_later = {id_ for id_, home in homes.items() if home in to_come} - told
        gone_here = _gone(section, dropped)
        mine = []
        here: list[str] = []  # facts told in this paragraph
        last = ""  # the fact told just before
        for number, bundle in enumerate(bundles):
            if bundle.begins or bundle.turn:
                here, last = [], ""
            gone_for_room = gone_here.get(number, set())
            # A claim is not told without what was said against it.
            against = {fact.but_after for fact in bundle.facts if fact.id in gone_for_room and fact.but_after}
            kept = bundle
            if bundle.since and not any(id_ in here for id_ in bundle.since):
                early = _comes_early(bundle, bundles[number + 1 :], desk, told.union(*gone_here.values()))
                kept = bundle if early == bundle.early else replace(bundle, early=early)
            kept = _kept(kept, desk, told | gone_for_room | against | kept_for_later, here, last)
            told |= {fact.id for fact in kept.facts}
            here += [fact.id for fact in kept.facts]
            last = "" if kept.gaps else kept.facts[-1].id if kept.facts else last
            if bundle.facts and not kept.facts and any(fact.id in gone_for_room for fact in bundle.facts):
                kept = replace(kept, gaps=())
            mine.append(kept)
        chosen.append((section, mine))
    asked: set[str] = set()
    summed: set[str] = set()
    so_far: set[str] = set()  # facts told in this part or an earlier one
    for section, mine in chosen:
        finished = []
        here_told = {fact.id for bundle in mine for fact in bundle.facts}
        so_far |= here_told
        just: Sequence[Fact] = ()  # the facts told just before in this paragraph
        for bundle in mine:
            just = () if bundle.begins or bundle.turn else just
            gaps = tuple(g for g in bundle.gaps if g.question not in asked and not told.intersection(g.unless))
            asked |= {gap.question for gap in gaps}
            sums = bundle.sums
            if sums is not None and (sums.text in summed or not here_told.issuperset(sums.rests_on)):
                sums = None
            if sums is not None and not any(one.is_or_leans_on(sums.rests_on) for one in just):
                sums = None
            just = bundle.facts or just
            summed |= {sums.text} if sums is not None else set()
            same = gaps == bundle.gaps and sums is bundle.sums
            finished.append(bundle if same else replace(bundle, gaps=gaps, sums=sums))
        left_open = {gap.question for bundle in finished for gap in bundle.gaps}
        replies = _replies(section, desk, so_far, told, left_open)
        yield PlannedPart(section, tuple(_after_replies(finished, replies, section, desk)), replies)


def _homes(parts: Iterable[tuple[Section, tuple[Bundle, ...]]]) -> dict[str, str]:
    """The section whose answers rest on a fact, by its id: the first, where there are several. No part before it tells
    the fact: its answer would stand without it. But what leans on a claim of another part goes with that.
    """
    homes: dict[str, str] = {}
    for section, bundles in parts:
        for bundle in bundles:
            for fact in bundle.facts:
                home = homes.get(fact.only_after, section.name)
                if fact.id in bundle.needs and home == section.name:
                    homes.setdefault(fact.id, section.name)
    return homes


def _gone(section: Section, dropped: Iterable[tuple[str, int, str]]) -> dict[int, set[str]]:
    """The facts of a section that have no room, by the number of their bundle."""
    gone: dict[int, set[str]] = {}
    for name, number, id_ in dropped:
        if name == section.name:
            gone.setdefault(number, set()).add(id_)
    return gone


def _comes_early(history: Bundle, following: Iterable[Bundle], desk: TemplateContext, gone: Collection[str]) -> bool:
    """Whether what is known since comes later in the paragraph, and the history reads as such without it."""
    ahead = takewhile(lambda bundle: not (bundle.begins or bundle.turn), following)
    to_come = {
        fact.id
        for bundle in ahead
        for fact in bundle.facts
        if not bundle.since and not fact.only_after and fact.id not in gone and desk.may_tell(fact)
    }
    past = all(is_past(fact, desk.base, desk.day.date) for fact in history.facts)
    return past and not to_come.isdisjoint(history.since)


def _after_replies(
    bundles: Iterable[Bundle], replies: Mapping[str, Answer], section: Section, desk: TemplateContext
) -> Iterator[Bundle]:
    """The bundles, without gaps on a question that is answered there, or that an answer to the reader says is open.

    The answer to a topic of which nothing was asked is more general, and leaves the gap to say what is open.
    """
    questions = desk.base.topics[section.name].questions if replies else ()
    answered = {one.text for one in questions if f"{section.name}.{one.id}" in replies}
    answered |= {reply.open for name, reply in replies.items() if name != section.name}
    for bundle in bundles:
        gaps = tuple(gap for gap in bundle.gaps if gap.question not in answered)
        yield bundle if gaps == bundle.gaps else replace(bundle, gaps=gaps)


def _replies(
    section: Section, desk: TemplateContext, told: set[str], in_all: set[str], left_open: set[str]
) -> dict[str, Answer]:
    """The answers that a topic begins with: to each question and fear one that rests on what is ``told`` by then; one
    that stands apart from its claims, on what the letter tells ``in_all``.

    A topic of which nothing is asked or feared begins with the topic's own answer. It has none where it is there only
    for an act that was refused: that was answered first.
    """
    if not section.topic:
        return {}
    raised = (*desk.request.asks, *desk.request.fears)
    concerns = [one for one in raised if one.partition(".")[0] == section.name]
    if raised and not concerns and _is_of_refusal(section.name, desk):
        return {}
    right = partial(_rests, desk=desk, told=told, in_all=in_all, left_open=left_open)
    return desk.subject.answers_for(concerns or [section.name], right)


def _is_of_refusal(topic: str, desk: TemplateContext) -> bool:
    """Whether the member will do nothing of what is wanted, and some of it is of this topic."""
    acted = {desk.base.actions[id_].topic for id_ in desk.request.wants}
    return desk.declined and desk.base.topics[topic].name in acted


def _rests(answer: Answer, desk: TemplateContext, told: set[str], in_all: set[str], left_open: set[str]) -> bool:
    """Whether the letter tells everything that an answer rests on, and leaves open what it says is open."""
    return (
        (in_all if answer.apart else told).issuperset(answer.rests_on)
        and (not answer.open or answer.open in left_open)
        and desk.may_say(answer)
    )


def _kept(bundle: Bundle, desk: TemplateContext, told: set[str], here: Sequence[str], last: str) -> Bundle:
    """A bundle with only the facts that are told. Those in ``told`` are told already, or have no room.

    ``here`` are the facts of its paragraph so far, ``last`` is the fact just before it.
    """
    if bundle.rub is not None:
        whole = all(desk.may_tell(fact) for fact in bundle.facts)
        free = not any(fact.id in told for fact in bundle.facts)
        return bundle if whole and free else replace(bundle, facts=(), rub=None, short=False)
    if bundle.since and not bundle.early and not any(id_ in here for id_ in bundle.since):
        return replace(bundle, facts=())
    may = desk.may_tell_of if bundle.since else desk.may_tell
    kept: list[Fact] = []
    for fact in bundle.facts:
        before = (kept[-1].id, kept[-1].only_after) if kept else (last,)
        leans = fact.only_after and fact.only_after not in before
        if fact.id not in told and may(fact) and not leans:
            kept.append(fact)
    if len(kept) == len(bundle.facts) and (kept or not bundle.short):
        return bundle
    return replace(bundle, facts=tuple(kept), short=bundle.short and bool(kept))


def _least(chosen: Sequence[PlannedPart], desk: TemplateContext) -> tuple[str, int, str] | None:
    """The fact to leave out next: the last one of the longest topic. Parts that are no topics are cut first.

    Claims that conflict are left out last, and only together. Those on which the answer to a question or a fear rests
    stay: a letter is rather too long than without its answer. Of a topic without one a claim stays. What comes next
    keeps the claims that its template places first, and those that lean on them: readers are told where things stand.
    A brief letter need not tell that.
    """
    keeps = desk.request.length is not Length.BRIEF
    needed = {id_ for part in chosen for bundle in part.bundles for id_ in _needed(bundle)}  # wherever it is told
    longest: tuple[int, tuple[str, int, str]] | None = None
    for part in chosen:
        facts = [(number, fact.id) for number, bundle in enumerate(part.bundles) for fact in bundle.facts]
        firsts = sum(begins or leans for begins, leans in _places(part)) if keeps else 0
        least = (0 if part.replies else 1) if part.section.topic else firsts
        if len(facts) <= least:
            continue
        free = [(number, id_) for number, id_ in facts if id_ not in needed]
        if not free:
            continue
        number, id_ = free[-1]
        together = part.bundles[number].rub is not None
        weight = planned_words(part) + (1000 if not part.section.topic else 0) - (1000 if together else 0)
        if longest is None or weight > longest[0]:
            longest = (weight, (part.section.name, number, id_))
    return longest[1] if longest else None


def _needed(bundle: Bundle) -> frozenset[str]:
    """The facts on which an answer rests, with those that go where these go: conflicting claims do."""
    together = frozenset(fact.id for fact in bundle.facts) if bundle.rub is not None and bundle.needs else frozenset()
    return bundle.needs | together


def _places(part: PlannedPart) -> Iterator[tuple[bool, bool]]:
    """For each fact of a part: whether it is in its first bundle, words apart, and whether it leans on one in that."""
    begins = next((number for number, bundle in enumerate(part.bundles) if not bundle.words), 0)
    first = {fact.id for bundle in part.bundles[begins : begins + 1] for fact in bundle.facts}
    for number, bundle in enumerate(part.bundles):
        yield from ((number == begins, fact.only_after in first) for fact in bundle.facts)


def in_order(bundles: Iterable[Bundle]) -> Iterator[Bundle]:
    """The bundles, with what is told ahead at the beginning of its paragraph, unless an answer to the reader is."""
    for paragraph in _paragraphs(bundles):
        if paragraph[0].answers or not any(bundle.ahead and bundle.facts for bundle in paragraph):
            yield from paragraph
            continue
        first = paragraph[0]
        plain = [replace(first, begins=False, turn=""), *paragraph[1:]]
        ordered = sorted(plain, key=lambda bundle: not bundle.ahead)
        yield replace(ordered[0], begins=first.begins, turn=first.turn)
        yield from ordered[1:]


def _paragraphs(bundles: Iterable[Bundle]) -> Iterator[list[Bundle]]:
    """The bundles of each paragraph."""
    paragraph: list[Bundle] = []
    for bundle in bundles:
        if paragraph and (bundle.begins or bundle.turn):
            yield paragraph
            paragraph = []
        paragraph.append(bundle)
    if paragraph:
        yield paragraph


def planned_words(part: PlannedPart) -> int:
    """About how many words a part will take."""
    words = sum(len(answer.text.split()) for answer in set(part.replies.values()))
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


def passages(facts: Iterable[Fact], desk: TemplateContext) -> int:
    """How many notes these facts will need, one after another."""
    count, before = 0, None
    for fact in facts:
        cite = fact.cites[0]
        here = (cite.source, desk.day.sources[cite.source].locator(cite.paragraph))
        count += here != before
        before = here
    return count


# Steps: what is to be said, in order, before it has words.


@dataclass(frozen=True)
class Begin:
    """Begin a paragraph of a part. ``opener`` stands before its first frame ("On the regulations")."""

    part: str
    opener: str = ""


@dataclass(frozen=True)
class HeadStep:
    """A heading over what follows."""

    text: str
    part: str


@dataclass(frozen=True)
class Say:
    """Claims of one voice, in order. ``had`` tells that they are history. ``answer`` rests on the first of them.

    ``apart``: they are of something else than the claims before them, and begin a sentence of their own.
    """

    voice: Voice
    facts: tuple[Fact, ...]
    had: bool = False
    answer: str = ""
    apart: bool = False


@dataclass(frozen=True)
class Silence:
    """A question that the cited documents leave open. ``asked``: the letter has just repeated the same question."""

    question: str
    asked: bool = False


@dataclass(frozen=True)
class Put:
    """Ready words: for each sentence its options, of which the best is taken. ``of`` are the claims that it sums up."""

    options: tuple[tuple[Segment, ...], ...]
    of: tuple[str, ...] = ()


@dataclass(frozen=True)
class Yet:
    """The next claims conflict with those before."""


@dataclass(frozen=True)
class Basis:
    """Name the document that most of what follows is from."""

    voice: Voice


Step: TypeAlias = "Begin | HeadStep | Say | Silence | Put | Yet | Basis"


# Views: the sentences of the member's position, topic by topic, placed where they belong.

MOST, MOST_OF_A_TOPIC = 3, 2  # sentences
FOLDER = "positions"


def position_path(subject: str, position: str) -> str:
    """The path of a subject's position among the templates."""
    return f"{subject}/{FOLDER}/{position}{SUFFIX}"


@dataclass
class Views:
    """The sentences of a position that are still to be said. Each is said once."""

    desk: TemplateContext
    said: list[str] = field(default_factory=list)

    @cached_property
    def _topics(self) -> frozenset[str]:
        """The topics on which a view is said. If there are too many, those that the position names come first."""
        source = self.desk.templates.text(position_path(self.desk.subject.id, self.desk.request.position))
        room = MOST - bool(self.desk.request.wants)
        place = {topic.id: source.find(f'"{topic.name}"') for topic in self.desk.topics}
        # Sentences on all topics come after those on the topics that the position names.
        mine = sorted(place, key=lambda id_: (place[id_] < 0, place[id_]))
        return frozenset(mine[:room])

    def lead(self) -> list[Step]:
        """The view beside the answer to a constituent who asks the member to act."""
        return self._steps("", 1)

    def of(self, topic: Topic) -> list[Step]:
        """The view on a topic."""
        if not self.desk.request.position or topic.id not in self._topics:
            return []
        # Keep a sentence for each topic that is still to come.
        left = sum(one.id in self._topics for one in self.desk.topics[self.desk.topics.index(topic) + 1 :])
        return self._steps(topic.id, max(1, min(MOST_OF_A_TOPIC, MOST - len(self.said) - left)))

    def _steps(self, topic: str, most: int) -> list[Step]:
        if not self.desk.request.position:
            return []
        texts = [text for text in _rendered(topic, self.desk) if text not in self.said]
        texts = texts[: max(0, min(most, MOST - len(self.said)))]
        self.said += texts
        return [Put(((Segment(text, Kind.VIEW),),)) for text in texts]


def _rendered(topic: str, desk: TemplateContext) -> list[str]:
    """A position's sentences on a topic; with no topic, those for constituents who ask the member to act.

    Raises ProblemsFound if the template claims an act, because the letter would claim it over the member's signature.
    """
    marks = Marks()
    mine = tuple(one for one in desk.topics if one.id == topic)
    names = {
        **asking(desk, mine, desk.request.fears),
        "topic": bare(topic),
        "topics": [one.name for one in desk.topics],
        "count": len(desk.topics),
        "old": desk.old,
        "declined": desk.declined,
        "constituency": desk.office.constituency,
        "member": desk.office.member,
    }
    path = position_path(desk.subject.id, desk.request.position)
    found: list[str] = []
    for nodes in rendered(path, names, marks, desk):
        text = "".join(node.text for node in nodes if isinstance(node, TemplateWords | Data))
        found += sentences_in(text)
    claimed = list(acts_in_a_template(desk.templates, path, desk.templates.text(path)))
    if claimed:
        raise ProblemsFound(claimed)
    return found
