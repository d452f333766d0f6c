"""A folder of YAML files to a ``FactBase``; every problem at once, nothing raised."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from drafter import located_yaml
from drafter.factbase.model import Fact, FactBase, Source, Subject, Topic
from drafter.factbase.read_facts import Known, read_facts
from drafter.factbase.read_sources import read_sources
from drafter.factbase.read_subject import read_topics, read_words
from drafter.problems import Problem, Where, errors, nearest

_TOPICS, _WORDS, SOURCES = "topics.yaml", "words.yaml", "sources.yaml"


@dataclass(frozen=True)
class Loaded:
    """What was read, and what was wrong. With errors, ``base`` holds the entries that have none."""

    base: FactBase
    problems: tuple[Problem, ...]


def load(folder: Path, name: str = "facts", overlay: Mapping[Path, str] = {}) -> Loaded:
    """Read ``sources.yaml`` and every subject's folder. ``name`` is how problems call the folder.

    A file that is in ``overlay`` is read from the text there, whether it is on the disk or not.
    """
    problems: list[Problem] = []
    sources = _sources(folder, name, problems)
    subjects: dict[str, Subject] = {}
    topics: dict[str, Topic] = {}
    facts: dict[str, Fact] = {}
    for home in sorted(p for p in folder.glob("*") if p.is_dir()) if folder.is_dir() else ():
        subject = _subject(home, f"{name}/{home.name}", topics, problems)
        if subject is None:
            continue
        subjects[subject.id] = subject
        known = Known(sources, topics, subject)
        for path in sorted({*home.glob("*.yaml"), *(p for p in overlay if p.parent == home)}):
            if path.name in {_TOPICS, _WORDS}:
                continue
            document, found = _read(path, f"{name}/{home.name}/{path.name}", overlay)
            problems += found
            if document is not None:
                _add(facts, read_facts(document, known, problems), problems)
    problems += _rivals(facts.values())
    if not errors(problems):  # a fact with a problem is left out, and would be missed here without cause
        problems += _strangers(facts)
    if not facts and not problems:
        problems.append(Problem(Where(name), "no-facts", "holds no facts"))
    return Loaded(FactBase(sources, subjects, topics, facts), tuple(sorted(problems)))


def _read(path: Path, name: str, overlay: Mapping[Path, str]) -> tuple[located_yaml.Document | None, list[Problem]]:
    text = overlay.get(path)
    return located_yaml.read(path, name) if text is None else located_yaml.parse(text.removeprefix("\ufeff"), name)


def _sources(folder: Path, name: str, problems: list[Problem]) -> dict[str, Source]:
    document, found = located_yaml.read(folder / SOURCES, f"{name}/{SOURCES}")
    problems += found
    return read_sources(document, problems) if document is not None else {}


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


def _strangers(facts: dict[str, Fact]) -> list[Problem]:
    """Wordings for straight after a fact that there is not."""
    return [
        Problem(
            fact.where,
            "unknown-fact",
            f"a wording of '{fact.id}' follows '{other}', which is no fact",
            nearest(other, facts),
        )
        for fact in facts.values()
        for other in fact.wordings.after
        if other not in facts
    ]
