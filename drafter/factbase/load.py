"""A folder of YAML files to a ``FactBase``; every problem at once, nothing raised."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from drafter import located_yaml
from drafter.factbase.model import SOURCES, Action, Fact, FactBase, Loaded, Source, Subject, Topic
from drafter.factbase.read_facts import LEANINGS, Known, read_facts
from drafter.factbase.read_sources import read_sources
from drafter.factbase.read_subject import read_actions, read_topics, read_words
from drafter.problems import Problem, Where, errors, nearest

_TOPICS, _WORDS, _ACTIONS = "topics.yaml", "words.yaml", "actions.yaml"


def load(folder: Path, name: str = "facts", overlay: Mapping[Path, str] = {}) -> Loaded:
    """Read ``sources.yaml`` and every subject's folder. ``name`` is how problems call the folder.

    A file that is in ``overlay`` is read from the text there, whether it is on the disk or not.
    """
    problems: list[Problem] = []
    sources, unread = _sources(folder, name, problems)
    subjects: dict[str, Subject] = {}
    topics: dict[str, Topic] = {}
    facts: dict[str, Fact] = {}
    actions: dict[str, Action] = {}
    for home in sorted(p for p in folder.glob("*") if p.is_dir()) if folder.is_dir() else ():
        subject = _subject(home, f"{name}/{home.name}", topics, problems)
        if subject is None:
            continue
        subjects[subject.id] = subject
        _actions(home, f"{name}/{home.name}", actions, problems)
        known = Known(sources, topics, subject, unread)
        for path in sorted({*home.glob("*.yaml"), *(p for p in overlay if p.parent == home)}):
            if path.name in {_TOPICS, _WORDS, _ACTIONS}:
                continue
            document, found = _read(path, f"{name}/{home.name}/{path.name}", overlay)
            problems += found
            if document is not None:
                _add(facts, read_facts(document, known, problems), problems)
    problems += _rivals(facts.values())
    if not errors(problems):  # a fact with a problem is left out, and would be missed here without cause
        problems += _strangers(facts, subjects.values())
    if not facts and not problems:
        problems.append(Problem(Where(name), "no-facts", "holds no facts"))
    return Loaded(FactBase(sources, subjects, topics, facts, actions), tuple(sorted(problems)))


def _read(path: Path, name: str, overlay: Mapping[Path, str]) -> tuple[located_yaml.Document | None, list[Problem]]:
    text = overlay.get(path)
    return located_yaml.read(path, name) if text is None else located_yaml.parse(text.removeprefix("\ufeff"), name)


def _sources(folder: Path, name: str, problems: list[Problem]) -> tuple[dict[str, Source], frozenset[str]]:
    """The sources, and the ids of those that could not be read: what facts rest on them says no more of that."""
    document, found = located_yaml.read(folder / SOURCES, f"{name}/{SOURCES}")
    problems += found
    if document is None:
        return {}, frozenset()
    sources = read_sources(document, problems)
    entries = document.root if isinstance(document.root, list) else []
    named = {str(entry.get("id")) for entry in entries if isinstance(entry, dict)}
    return sources, frozenset(named - set(sources))


def _subject(home: Path, name: str, topics: dict[str, Topic], problems: list[Problem]) -> Subject | None:
    words, found = located_yaml.read(home / _WORDS, f"{name}/{_WORDS}")
    listed, found_too = located_yaml.read(home / _TOPICS, f"{name}/{_TOPICS}")
    problems += found + found_too
    if words is None or listed is None:
        return None
    for topic in read_topics(listed, home.name, problems):
        if topic.id in topics:
            message = f"the topic '{topic.id}' stands already at {topics[topic.id].where}"
            problems.append(Problem(topic.where, "repeated-id", message))
        else:
            topics[topic.id] = topic
    return read_words(words, home.name, problems)


def _actions(home: Path, name: str, actions: dict[str, Action], problems: list[Problem]) -> None:
    """What people ask of the member on this subject; a subject may have none."""
    if not (home / _ACTIONS).is_file():
        return
    document, found = located_yaml.read(home / _ACTIONS, f"{name}/{_ACTIONS}")
    problems += found
    for action in read_actions(document, home.name, problems) if document is not None else ():
        if action.id in actions:
            message = f"the action '{action.id}' stands already at {actions[action.id].where}"
            problems.append(Problem(action.where, "repeated-id", message))
        else:
            actions[action.id] = action


def _add(facts: dict[str, Fact], found: Iterable[Fact], problems: list[Problem]) -> None:
    for fact in found:
        if fact.id in facts:
            message = f"the fact '{fact.id}' stands already at {facts[fact.id].where}"
            problems.append(Problem(fact.where, "repeated-id", message, "give one of the two another id"))
        else:
            facts[fact.id] = fact


def _rivals(facts: Iterable[Fact]) -> list[Problem]:
    """Two facts of one series that begin on one day: nobody could say which of them holds."""
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


def _strangers(facts: dict[str, Fact], subjects: Iterable[Subject]) -> Iterator[Problem]:
    """Claims that lean on a fact that there is not, or on another document's; words that rest on none."""
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
        rests = [(id_, f"the answer '{answer.text}'") for answer in subject.answers for id_ in answer.rests_on]
        rests += [(id_, f"the rub '{rub.id}'") for rub in subject.rubs for id_ in (*rub.first, *rub.yet, *rub.beside)]
        for id_, what in rests:
            if id_ not in facts:
                where = Where(f"facts/{subject.id}/{_WORDS}")
                yield Problem(where, "unknown-fact", f"{what} rests on '{id_}', which is no fact", nearest(id_, facts))
