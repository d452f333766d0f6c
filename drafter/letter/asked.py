"""Whether what is asked for is there: topics, questions, actions, position, and a day with something to say."""

from __future__ import annotations

from collections.abc import Iterator

from drafter.factbase.day import first_day
from drafter.factbase.edtf import day_in_words
from drafter.factbase.model import FactBase, Subject, Topic
from drafter.letter.decided import after_letter, decided, later
from drafter.letter.request import LetterRequest
from drafter.letter.templates import Templates
from drafter.office import Office
from drafter.problems import Problem, ProblemsFound, Where, nearest


def asked(
    request: LetterRequest, base: FactBase, templates: Templates, office: Office
) -> tuple[Subject, tuple[Topic, ...]]:
    """The subject and the topics asked for, once each, in order: those of questions and fears first.

    Raises ProblemsFound with all that is wrong with the request.
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
    named = [name.partition(".")[0] for name in (*request.asks, *request.fears)]
    # What the member is asked to do is answered first, and what it is about next.
    order = [*request.topics, *named] if request.wants else [*named, *request.topics]
    topics = tuple(base.topics[name] for name in dict.fromkeys(order))
    subjects = {topic.subject for topic in topics} | {base.actions[id_].subject for id_ in request.wants}
    if len(subjects) > 1:
        message = "what is asked belongs to different subjects; write a letter on each"
        raise ProblemsFound([Problem(Where("--topic"), "mixed-subjects", message)])
    subject = base.subjects[subjects.pop()]
    known = templates.named(f"{subject.id}/positions")
    if request.position and request.position not in known:
        hint = nearest(request.position, known) or f"known: {', '.join(known)}"
        message = f"there is no position '{request.position}' in {templates.name}/{subject.id}/positions"
        raise ProblemsFound([Problem(Where("--position"), "unknown-position", message, hint)])
    return subject, topics


def _topics(request: LetterRequest, base: FactBase) -> Iterator[Problem]:
    for name in request.topics:
        if name not in base.topics:
            hint = nearest(name, base.topics) or f"known: {', '.join(base.topics)}"
            yield Problem(Where("--topic"), "unknown-topic", f"there is no topic '{name}'", hint)


def _concerns(request: LetterRequest, base: FactBase) -> Iterator[Problem]:
    """What is asked or feared and stands in no topic."""
    for option, given, kind in (("--asks", request.asks, "questions"), ("--fears", request.fears, "fears")):
        known = [f"{topic.id}.{concern.id}" for topic in base.topics.values() for concern in getattr(topic, kind)]
        for name in given:
            if name not in known:
                hint = nearest(name, known) or f"known: {', '.join(known)}"
                message = f"there is no '{name}' among the {kind} of the topics"
                yield Problem(Where(option), "unknown-question", message, hint)


def _actions(request: LetterRequest, base: FactBase, office: Office) -> Iterator[Problem]:
    """What nobody defined, and what was decided only after the letter's date."""
    for name in request.wants:
        action = base.actions.get(name)
        if action is None:
            hint = nearest(name, base.actions) or f"known: {', '.join(base.actions)}"
            yield Problem(Where("--wants"), "unknown-action", f"there is no action '{name}'", hint)
        elif decided(name, action.subject, office, request.date) is None:
            after = later(name, action.subject, office, request.date)
            if after is not None:
                yield after_letter(after)


def _day(request: LetterRequest, base: FactBase) -> Iterator[Problem]:
    first = first_day(base)
    if first is None or request.date < first:
        hint = f"the first document that facts are drawn from is of {day_in_words(first)}" if first else ""
        message = f"on {day_in_words(request.date)} there was nothing yet that a letter could cite"
        yield Problem(Where("--date"), "before-first-document", message, hint)
