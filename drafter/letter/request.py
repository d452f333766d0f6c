"""The request for a letter: to whom, on what, of which day, how long, and in whose voice."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from enum import StrEnum

from drafter.facts.model import Concern, FactBase, Topic
from drafter.frozen import NamedTuple, dataclass
from drafter.letter.mailing import Mailing
from drafter.letter.recipient import Correspondent


class Length(StrEnum):
    """How much of the possible content a letter says."""

    BRIEF = "brief"
    STANDARD = "standard"
    FULL = "full"


class Did(NamedTuple):
    """What the member did for this reader, as it was typed: "wrote to the Minister", and the day."""

    what: str
    on: date

    def __str__(self) -> str:
        """The form in which a letter's record keeps it."""
        return f"{self.what} {self.on.isoformat()}"


@dataclass(frozen=True)
class LetterRequest:
    """A reply to draft.

    ``topics`` are in the order asked; ``position`` names a template, and is empty for none. ``asks`` and ``fears`` are
    what the constituent asks and fears ("closures.when"), ``wants`` the actions that the member is asked for, ``did``
    what the member did for this reader. Their topics need not be named again. ``raised`` is the order in which the
    reader asks and fears them, as far as that is known. ``thanks`` is what the letter thanks this reader for, in words
    that go on from "Thank you for" ("your 24 years as a nurse"). ``asks_address`` is for a writer who gave no address:
    the letter thanks, asks for the address, and answers nothing yet. ``mailing`` is where the letter goes by e-mail;
    ``attached`` is the ending of the letter's file that goes with it.
    """

    topics: tuple[str, ...]
    to: Correspondent
    date: date
    position: str = ""
    length: Length = Length.STANDARD
    reference: str = ""
    asks_address: bool = False
    asks: tuple[str, ...] = ()
    fears: tuple[str, ...] = ()
    wants: tuple[str, ...] = ()
    raised: tuple[str, ...] = ()
    did: tuple[Did, ...] = ()
    thanks: str = ""
    mailing: Mailing | None = None
    attached: str = ""


def concerns_in(request: LetterRequest, topics: int) -> int:
    """How many concerns a letter answers: its topics or, up to three, its questions and fears if these are more."""
    return max(topics, min(3, len((*request.asks, *request.fears))))


def most_words(length: Length, concerns: int) -> int | None:
    """How many words a letter may have; ``None`` for no limit.

    The house's rule: a brief letter has 150 words at most, one concern a page (300), three concerns 450.
    """
    if length is Length.FULL:
        return None
    if length is Length.BRIEF:
        return 150 + 45 * (concerns - 1)
    return 300 + 75 * (concerns - 1)


def most_notes(length: Length, concerns: int) -> int | None:
    """How many notes a letter may have: eight on one concern, twelve on three."""
    return None if length is Length.FULL and concerns > 3 else 8 + 2 * (concerns - 1)


def without_repeats(request: LetterRequest, base: FactBase) -> LetterRequest:
    """The request without what is asked or feared ``within`` something else of it: the answer to that is its answer."""
    known = {**questions(base), **fears(base)}
    raised = dict.fromkeys((*request.asks, *request.fears))
    for name in (*request.asks, *request.fears):
        topic = name.partition(".")[0]
        if any(f"{topic}.{other}" in raised for other in known[name].within):
            del raised[name]
    asks, feared = (tuple(filter(raised.__contains__, names)) for names in (request.asks, request.fears))
    same = (asks, feared) == (request.asks, request.fears)
    return request if same else replace(request, asks=asks, fears=feared)


# Looking up the questions and fears ("closures.when") and the actions that a request names.


def questions(base: FactBase) -> dict[str, Concern]:
    """The questions that people ask, by topic and id ("closures.when"), in the order of the files."""
    return _named((topic, one) for topic in base.topics.values() for one in topic.questions)


def fears(base: FactBase) -> dict[str, Concern]:
    """The fears that people have, by topic and id ("closures.for-good"), in the order of the files."""
    return _named((topic, one) for topic in base.topics.values() for one in topic.fears)


def topics_of(asked: Iterable[str], feared: Iterable[str], topics: Iterable[str]) -> tuple[str, ...]:
    """The topics of a letter in their order: those of questions and fears first, then those only named.

    Where all of them are named, they stand in the order of the names: a fear may then come before a question.
    """
    concerned = dict.fromkeys(name.partition(".")[0] for name in (*asked, *feared))
    named = dict.fromkeys(topics)
    first = [topic for topic in named if topic in concerned] if concerned.keys() <= named.keys() else concerned
    return tuple(dict.fromkeys((*first, *named)))


def topics_named(asked: Iterable[str], feared: Iterable[str], topics: Iterable[str], base: FactBase) -> tuple[str, ...]:
    """Like ``topics_of``, for what was typed: unknown ids are left out."""
    known = {**questions(base), **fears(base)}
    return topics_of(filter(known.__contains__, asked), filter(known.__contains__, feared), topics)


def subjects_of(request: LetterRequest, base: FactBase) -> tuple[str, ...]:
    """The subjects of everything that a request names, each once. Unknown ids are left out."""
    return subjects_in(topics_named(request.asks, request.fears, request.topics, base), request.wants, base)


def subjects_in(topics: Iterable[str], wants: Iterable[str], base: FactBase) -> tuple[str, ...]:
    """The subjects of topics and actions, each once. Unknown ids are left out."""
    named = [base.topics[id_].subject for id_ in topics if id_ in base.topics]
    named += [base.actions[id_].subject for id_ in wants if id_ in base.actions]
    return tuple(dict.fromkeys(named))


def _named(pairs: Iterable[tuple[Topic, Concern]]) -> dict[str, Concern]:
    return {f"{topic.id}.{concern.id}": concern for topic, concern in pairs}
