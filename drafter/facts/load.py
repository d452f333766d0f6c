"""From folders of YAML files to a ``FactBase``: all problems are returned at once, and nothing is raised."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

from drafter.facts.model import (
    ACTIONS,
    OVERRULES,
    SOURCES,
    TOPICS,
    WORDS,
    Action,
    Answer,
    Fact,
    FactBase,
    Loaded,
    Source,
    Subject,
    Topic,
    Withdrawal,
    fingerprint,
)
from drafter.facts.names import qualified, shared_names
from drafter.facts.reading import (
    References,
    SharedWords,
    read_actions,
    read_facts,
    read_shared_words,
    read_sources,
    read_topics,
    read_words,
)
from drafter.facts.tables import LEANINGS, OVERRULE
from drafter.files import located_yaml
from drafter.files.fields import entries, read_entry
from drafter.files.layers import Layer, Layers
from drafter.files.located_yaml import Document
from drafter.files.synced import conflict_copy, is_of_a_program, original_of
from drafter.frozen import dataclass
from drafter.problems import Problem, Where, errors, nearest

_IDS = re.compile(rb"^[ \t]*-[ \t]+id:[ \t]*(\S+)", re.MULTILINE)


def load_layers(layers: Layers, overlay: Mapping[Path, str] = {}) -> Loaded:
    """Read ``sources.yaml`` and every subject's folder, in each layer.

    What the upper layer says of a topic, an action, a source or a fact stands instead of what the lower one says under
    the same id; its words are added to the lower one's. A file in ``overlay`` is read from the text there, even if it
    is not on the disk.
    """
    problems: list[Problem] = []
    sources, unread = _sources(layers, problems, overlay)
    subjects: dict[str, Subject] = {}
    facts: dict[str, Fact] = {}
    shared = _shared(layers, problems, overlay)
    overrules: list[Overrule] = []
    homes = layers.homes({path.parent for path in overlay})
    found_topics: list[Topic] = []
    found_actions: list[Action] = []
    for id_, home in homes.items():
        subject = _subject(id_, home, found_topics, problems, overlay)
        if subject is None:
            continue
        subjects[id_] = shared.added_to(subject)
        _actions(id_, home, found_actions, problems, overlay)
    # Only when all subjects are read is it known which names two of them share.
    topics = {topic.id: topic for topic in _with_ids(found_topics)}
    actions = {action.id: action for action in _with_ids(found_actions)}
    problems += _topicless(actions.values(), topics)
    for id_, subject in subjects.items():
        home = homes[id_]
        known = References(sources, topics, subject, unread)
        for layer in home:
            below = home[0].name if layer is not home[0] else ""
            for path, document in _documents(layer, overlay, problems):
                if path.name == OVERRULES:
                    overrules += read_overrules(document, problems)
                else:
                    _add(facts, read_facts(document, known, problems), problems, below)
    problems += [_no_such_subject(id_, layers) for id_ in layers.subjects or () if id_ not in homes]
    problems += _overruled(facts, overrules)
    facts = dict(_with_own_series(facts.values()))
    problems += _rivals(facts.values())
    if not errors(problems):  # facts with a problem are left out, and would seem to be missing
        problems += _strangers(facts, subjects.values())
        problems += _odd_answers(topics.values(), subjects.values())
    if not facts and not problems:
        hint = "'drafter subject new' sets up a subject, 'drafter facts new' enters what a document says"
        problems.append(Problem(Where(layers.own.name), "no-facts", "holds no facts yet", hint))
    used = _used(sources, facts.values(), layers)
    return Loaded(FactBase(used, subjects, topics, facts, actions, shared.courtesies), tuple(sorted(problems)))


def _topicless(actions: Iterable[Action], topics: Mapping[str, Topic]) -> Iterator[Problem]:
    """Actions of a topic that their subject does not have."""
    for action in actions:
        mine = [topic.name for topic in topics.values() if topic.subject == action.subject]
        if action.topic and action.topic not in mine:
            hint = nearest(action.topic, mine) or f"known: {', '.join(mine) or 'none'}"
            message = f"'{action.name}' belongs to a topic that there is not, '{action.topic}'"
            yield Problem(action.where, "unknown-topic", message, hint)


def _documents(
    home: Layer, overlay: Mapping[Path, str], problems: list[Problem]
) -> Iterator[tuple[Path, located_yaml.Document]]:
    """The files of facts of a subject's folder that can be read, in the order of their names."""
    there = [path for path in home.folder.glob("*.yaml") if not is_of_a_program(path.name)]
    names = {path.name for path in there}
    for path in sorted({*there, *(p for p in overlay if p.parent == home.folder)}):
        original = original_of(path.name, names, by_computer=True)
        if original and _is_copy(path, original):
            problems.append(conflict_copy(home.name_of(path), original))
        elif path.name not in {TOPICS, WORDS, ACTIONS}:
            document, found = _read(path, home.name_of(path), overlay)
            problems += found
            if document is not None:
                yield path, document


def _is_copy(path: Path, original: str) -> bool:
    """Whether a file of facts that may be called after another is its conflict copy: they have an entry in common.

    A file that has one name, and one whose name says what it is, need no such proof.
    """
    if original_of(path.name) or original in {TOPICS, WORDS, ACTIONS, OVERRULES}:
        return True
    try:
        texts = [one.read_bytes() for one in (path, path.with_name(original))]
    except OSError:
        return False
    mine, its = (set(_IDS.findall(text)) for text in texts)
    return not mine.isdisjoint(its)


def _no_such_subject(id_: str, layers: Layers) -> Problem:
    """What is said of a subject that ``office.yaml`` lists and that no layer has."""
    known = Layers(layers.own, layers.below).homes()
    place = Where(str(Path(layers.own.name).parent / "office.yaml"))
    message = f"'subjects' lists '{id_}', and there is no such subject"
    hint = nearest(id_, known) or f"take it out there, or put its folder back; known: {', '.join(known)}"
    return Problem(place, "unknown-subject", message, hint)


def _used(sources: dict[str, Source], facts: Iterable[Fact], layers: Layers) -> dict[str, Source]:
    """The sources without those that came with the program for subjects on which this office does not answer."""
    if layers.below is None:
        return sources
    cited = {cite.source for fact in facts for cite in fact.cites}
    return {
        id_: source
        for id_, source in sources.items()
        if id_ in cited or layers.layer_of(source.where.path) is layers.own
    }


def _read(path: Path, name: str, overlay: Mapping[Path, str]) -> tuple[located_yaml.Document | None, list[Problem]]:
    text = overlay.get(path)
    return located_yaml.read_yaml(path, name) if text is None else located_yaml.parse_yaml(text, name)


def _is_there(path: Path, overlay: Mapping[Path, str]) -> bool:
    return path in overlay or path.is_file()


def _sources(
    layers: Layers, problems: list[Problem], overlay: Mapping[Path, str]
) -> tuple[dict[str, Source], frozenset[str] | None]:
    """The sources, and the ids of those that could not be read, which are not reported again at each fact; ``None``
    where a file of them could not be read, so that nobody knows which it names.
    """
    sources: dict[str, Source] = {}
    named: set[str] = set()
    whole = True
    for layer in layers.layers:
        path = layer.folder / SOURCES
        if layers.below is not None and layer is layers.own and not _is_there(path, overlay):
            continue  # an office may have no document of its own yet
        document, found = _read(path, layer.name_of(path), overlay)
        problems += found
        if document is None:
            whole = False
            continue
        read = read_sources(document, problems)
        problems += [
            _shipped_too(f"source '{id_}'", sources[id_].where, read[id_].where) for id_ in read.keys() & sources
        ]
        sources |= read
        entries = document.root if isinstance(document.root, list) else []
        named |= {str(entry.get("id")) for entry in entries if isinstance(entry, dict)}
    return sources, frozenset(named - set(sources)) if whole else None


def _shipped_too(what: str, shipped: Where, own: Where) -> Problem:
    """What is said of an entry of the office's own that has the id of one that came with the program."""
    message = f"the {what} also came with drafter ({shipped}); yours counts"
    return Problem(own, "shipped-too", message, "if they are not the same, give yours another id")


def _shared(layers: Layers, problems: list[Problem], overlay: Mapping[Path, str]) -> SharedWords:
    """The words for every subject, of all layers. Of two entries on one abbreviation the upper layer's counts."""
    made = SharedWords()
    for layer in layers.layers:
        path = layer.folder / WORDS
        if not _is_there(path, overlay):
            continue
        document, found = _read(path, layer.name_of(path), overlay)
        problems += found
        if document is not None:
            made = read_shared_words(document, problems).over(made)
    return made


def _subject(
    id_: str, home: Sequence[Layer], topics: list[Topic], problems: list[Problem], overlay: Mapping[Path, str]
) -> Subject | None:
    subject: Subject | None = None
    mine: dict[str, Topic] = {}
    for layer in home:
        over = subject is not None
        if not over or _is_there(layer.folder / TOPICS, overlay):
            listed, found = _read(layer.folder / TOPICS, f"{layer.name}/{TOPICS}", overlay)
            problems += found
            if listed is None:
                return None
            mine |= _each_once("topic", read_topics(listed, id_, problems), problems)
        if not over or _is_there(layer.folder / WORDS, overlay):
            words, found = _read(layer.folder / WORDS, f"{layer.name}/{WORDS}", overlay)
            problems += found
            if words is None:
                return None
            subject = read_words(words, id_, problems, over=subject)
    topics += mine.values()
    return subject


def _actions(
    id_: str, home: Sequence[Layer], actions: list[Action], problems: list[Problem], overlay: Mapping[Path, str]
) -> None:
    """Add the actions that people ask for on this subject; a subject may have none."""
    mine: dict[str, Action] = {}
    for layer in home:
        if not _is_there(layer.folder / ACTIONS, overlay):
            continue
        document, found = _read(layer.folder / ACTIONS, f"{layer.name}/{ACTIONS}", overlay)
        problems += found
        if document is not None:
            mine |= _each_once("action", read_actions(document, id_, problems), problems)
    actions += mine.values()


EntryT = TypeVar("EntryT", Topic, Action)


def _each_once(noun: str, entries: Iterable[EntryT], problems: list[Problem]) -> dict[str, EntryT]:
    """The entries of one file by id. A second one with the same id is told, and left out."""
    found: dict[str, EntryT] = {}
    for one in entries:
        if one.id in found:
            message = f"the {noun} '{one.id}' stands already at {found[one.id].where}"
            problems.append(Problem(one.where, "repeated-id", message))
        else:
            found[one.id] = one
    return found


def _with_ids(entries: Sequence[EntryT]) -> Iterator[EntryT]:
    """The entries of all subjects. Where two subjects have the same name, both get ids with their subjects."""
    shared = shared_names(entries)
    for one in entries:
        yield replace(one, id=qualified(one.id, one.subject)) if one.id in shared else one


def _add(facts: dict[str, Fact], found: Iterable[Fact], problems: list[Problem], below: str) -> None:
    """Add the facts of a file. ``below`` is the folder that came with the program, if this is one laid over it."""
    for fact in found:
        before = facts.get(fact.id)
        if before is not None and below and before.where.path.startswith(f"{below}/"):
            problems.append(_shipped_too(f"fact '{fact.id}'", before.where, fact.where))
        elif before is not None:
            message = f"the fact '{fact.id}' stands already at {before.where}"
            problems.append(Problem(fact.where, "repeated-id", message, "give one of the two another id"))
            continue
        facts[fact.id] = fact


# Overrules: what an office says differently of the facts that came with the program, in its own folder of the subject.


@dataclass(frozen=True, slots=True)
class Overrule:
    """A shipped fact, and what the office says of it instead. ``of`` is the fact's fingerprint at that time."""

    fact: str
    of: str
    superseded_by: str
    withdrawn: Withdrawal | None
    where: Where


def read_overrules(document: Document, problems: list[Problem]) -> list[Overrule]:
    """The overrules of one file, without those that have a problem."""
    overrules = []
    for fields in entries(document, problems):
        before = len(problems)
        said = read_entry(fields, OVERRULE)
        if said["withdrawn"] is None and not said["superseded_by"] and len(problems) == before:
            message = "says nothing: give 'superseded_by' or 'withdrawn'"
            fields.problem(
                "missing-field", message, hint="'drafter facts withdraw' and 'supersede' write such an entry"
            )
        if len(problems) == before:
            made = Overrule(said["fact"], said["of"], said["superseded_by"], said["withdrawn"], fields.entry)
            overrules.append(made)
    return overrules


def _overruled(facts: dict[str, Fact], overrules: Iterable[Overrule]) -> Iterator[Problem]:
    """Put what the office says of a fact into it. An overrule stands also if the fact has changed since."""
    for one in overrules:
        fact = facts.get(one.fact)
        if fact is None:
            message = f"there is no fact '{one.fact}' any more in what came with drafter"
            hint = nearest(one.fact, facts) or "take the entry out"
            yield Problem(one.where, "overruled-gone", message, hint)
            continue
        if one.of and one.of != fingerprint(fact):
            message = f"'{fact.id}' was overruled here, and what came with drafter has changed since ({fact.where})"
            look = f"'drafter facts show {fact.id}'"
            hint = f"it stays overruled; look at it again ({look}), then put 'of: {fingerprint(fact)}'"
            yield Problem(one.where, "overruled-changed", message, hint)
        facts[fact.id] = replace(
            fact,
            superseded_by=one.superseded_by or fact.superseded_by,
            withdrawn=one.withdrawn or fact.withdrawn,
        )


def _with_own_series(facts: Collection[Fact]) -> Iterator[tuple[str, Fact]]:
    """The facts by id. A series belongs to its subject: where two subjects use one name, each has a series of its own,
    for a fact of one must never follow on a fact of the other.
    """
    homes: dict[str, set[str]] = {}
    for fact in facts:
        if fact.series:
            homes.setdefault(fact.series, set()).add(fact.subject)
    for fact in facts:
        shared = len(homes.get(fact.series, ())) > 1
        yield fact.id, replace(fact, series=qualified(fact.series, fact.subject)) if shared else fact


def _rivals(facts: Iterable[Fact]) -> list[Problem]:
    """Facts of one series that begin on the same day, so that nobody could say which of them is current."""
    begun: dict[tuple[str, object], Fact] = {}
    problems = []
    for fact in facts:
        if not fact.series:
            continue
        rival = begun.setdefault((fact.series, fact.start), fact)
        if rival is not fact:
            message = f"the series '{fact.series}' has '{rival.id}' beginning on the same day ({fact.start})"
            problems.append(Problem(fact.where, "series-clash", message, f"see {rival.where}"))
    return problems


def _odd_answers(topics: Iterable[Topic], subjects: Iterable[Subject]) -> Iterator[Problem]:
    """Answers to a question or a fear that no topic of their subject has, or beside a question that is not open."""
    listed = list(topics)
    for subject in subjects:
        mine = [topic for topic in listed if topic.subject == subject.id]
        known = [topic.name for topic in mine]
        known += [f"{topic.name}.{one.id}" for topic in mine for one in (*topic.questions, *topic.fears)]
        where = Where(f"facts/{subject.id}/{WORDS}")
        for answer in subject.answers:
            for name in answer.to:
                if name not in known:
                    message = f"{_named(answer)} is to '{name}', which no topic has"
                    yield Problem(where, "unknown-question", message, nearest(name, known))
            if answer.open and answer.open not in subject.open_questions:
                message = f"the answer '{answer.text}' leaves open what is no open question, '{answer.open}'"
                yield Problem(where, "unknown-question", message, nearest(answer.open, subject.open_questions))
        texts = [answer.text for answer in subject.worded_answers]
        for text in dict.fromkeys(text for text in texts if texts.count(text) > 1):
            yield Problem(where, "repeated-id", f"the answer '{text}' stands twice")
        claims = [answer for answer in subject.answers if not answer.text]
        for answer in dict.fromkeys(one for one in claims if claims.count(one) > 1):
            yield Problem(where, "repeated-id", f"{_named(answer)} to '{', '.join(answer.to)}' stands twice")


def _named(answer: Answer) -> str:
    return f"the answer '{answer.text}'" if answer.text else "an answer without a text"


def _strangers(facts: dict[str, Fact], subjects: Iterable[Subject]) -> Iterator[Problem]:
    """Claims that name an unknown fact or another document's; approved wordings that rest on an unknown fact."""
    for fact in facts.values():
        for field in LEANINGS:
            other = getattr(fact, field)
            if other and other not in facts:
                message = f"'{field}' of '{fact.id}' names '{other}', which is no fact"
                yield Problem(fact.where, "unknown-fact", message, nearest(other, facts))
            elif other and facts[other].source != fact.source:
                message = f"'{field}' of '{fact.id}' names '{other}', which is another document's"
                hint = "claims of two documents are set side by side by a 'rub' of words.yaml"
                yield Problem(fact.where, "other-document", message, hint)
    for subject in subjects:
        rests = [(id_, _named(answer)) for answer in subject.answers for id_ in answer.rests_on]
        rests += [(id_, f"the rub '{rub.id}'") for rub in subject.rubs for id_ in (*rub.first, *rub.yet, *rub.beside)]
        for id_, what in rests:
            if id_ not in facts:
                where = Where(f"facts/{subject.id}/{WORDS}")
                yield Problem(where, "unknown-fact", f"{what} rests on '{id_}', which is no fact", nearest(id_, facts))
