"""Names of topics, questions, fears and actions, as people write them and as the program knows them.

A topic belongs to its subject: two subjects may both have a topic ``costs``. Its id is the bare name while no other
subject has that name, and otherwise ``parking/costs``. Both are understood wherever somebody writes a name, and so is
``parking/costs`` where the bare name would do. A question is ``costs.when`` or ``parking/costs.when``. Actions are
named in the same way.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from enum import StrEnum

from drafter.english.messages import listed
from drafter.facts.model import Action, FactBase, Topic, bare
from drafter.frozen import NamedTuple
from drafter.problems import nearest

PARTED = "/"  # stands between a subject and a name in it


class NameKind(StrEnum):
    """What a name may be of, in the word that messages use."""

    TOPIC = "topic"
    QUESTION = "question"
    FEAR = "fear"
    ACTION = "action"


_RULES = {
    NameKind.TOPIC: "unknown-topic",
    NameKind.QUESTION: "unknown-question",
    NameKind.FEAR: "unknown-question",
    NameKind.ACTION: "unknown-action",
}


class WrongName(NamedTuple):
    """What is wrong with a name: the rule, the message, and what was probably meant."""

    rule: str
    message: str
    hint: str


def shared_names(entries: Iterable[Topic | Action]) -> frozenset[str]:
    """The bare names that entries of more than one subject have."""
    homes = {(bare(one.id), one.subject) for one in entries}
    return frozenset(name for name, count in Counter(name for name, _ in homes).items() if count > 1)


def ids_of(kind: NameKind, base: FactBase) -> dict[str, str]:
    """The ids of a kind, in the order of the files, each with its subject."""
    match kind:
        case NameKind.TOPIC:
            return {id_: topic.subject for id_, topic in base.topics.items()}
        case NameKind.ACTION:
            return {id_: action.subject for id_, action in base.actions.items()}
    of = "questions" if kind is NameKind.QUESTION else "fears"
    return {f"{t.id}.{one.id}": t.subject for t in base.topics.values() for one in getattr(t, of)}


def qualified(id_: str, subject: str) -> str:
    """An id with its subject: ``parking/costs``."""
    return id_ if PARTED in id_ else f"{subject}{PARTED}{id_}"


def meant_by(said: str, known: Mapping[str, str], subject: str = "") -> tuple[str, ...]:
    """The ids that a name may mean. ``known`` are ids with their subjects; a name in ``subject`` comes before others.

    Empty for none; several where several subjects have the name.
    """
    mine = tuple(id_ for id_, home in known.items() if home == subject and said == bare(id_)) if subject else ()
    if mine or said in known:
        return mine or (said,)
    return tuple(id_ for id_, home in known.items() if said in (bare(id_), qualified(id_, home)))


def known_as(said: Iterable[str], kind: NameKind, base: FactBase, subject: str = "") -> tuple[str, ...]:
    """The ids of names, each once. A name that means nothing, or several things, stays as it was written."""
    known = ids_of(kind, base)
    found = ((name, meant_by(name, known, subject)) for name in said)
    return tuple(dict.fromkeys(ids[0] if len(ids) == 1 else name for name, ids in found))


def kept_as(said: Iterable[str], kind: NameKind, base: FactBase, facts: Iterable[str] = ()) -> tuple[str, ...]:
    """The ids of names that were kept earlier, when another subject may not yet have had the same name.

    ``facts`` are those of the letter that the names were kept with: their subjects are its own. Where even these do not
    decide, all that may be meant is given; a name that is no longer there stays as it is.
    """
    known = ids_of(kind, base)
    subjects = {base.facts[id_].subject for id_ in facts if id_ in base.facts}
    found: list[str] = []
    for name in said:
        ids = meant_by(name, known)
        mine = [id_ for id_ in ids if known[id_] in subjects]
        found += mine or ids or (name,)
    return tuple(dict.fromkeys(found))


def wrong_name(said: str, kind: NameKind, base: FactBase, listed: str = "") -> WrongName | None:
    """What is wrong with a name; ``None`` where it means one thing. ``listed`` is the hint where nothing is like it."""
    known = ids_of(kind, base)
    found = meant_by(said, known)
    if len(found) == 1:
        return None
    if found:
        return shared_name(said, kind, found)
    hint = nearest(said, known) or listed or f"known: {', '.join(known)}"
    return WrongName(_RULES[kind], f"there is no {kind} '{said}'", hint)


def shared_name(said: str, kind: NameKind, ids: Iterable[str]) -> WrongName:
    """That a name could mean several things."""
    named = listed(f"'{id_}'" for id_ in ids)
    message = f"'{said}' is the name of more than one {kind}: {named}"
    return WrongName("shared-name", message, "say which of them is meant")
