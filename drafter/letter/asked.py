"""Whether what is asked for is there: topics, position, and a day on which something could be said."""

from __future__ import annotations

from drafter.factbase.day import first_day
from drafter.factbase.edtf import day_in_words
from drafter.factbase.model import FactBase, Topic
from drafter.letter.request import LetterRequest
from drafter.letter.templates import Templates
from drafter.problems import Problem, ProblemsFound, Where, nearest


def topics_asked(request: LetterRequest, base: FactBase, templates: Templates) -> tuple[Topic, ...]:
    """The topics asked for, once each, in order. Raises ProblemsFound with all that is wrong with the request."""
    problems = []
    for name in request.topics:
        if name not in base.topics:
            hint = nearest(name, base.topics) or f"known: {', '.join(base.topics)}"
            problems.append(Problem(Where("--topic"), "unknown-topic", f"there is no topic '{name}'", hint))
    known = templates.named("positions")
    if request.position and request.position not in known:
        hint = nearest(request.position, known) or f"known: {', '.join(known)}"
        message = f"there is no position '{request.position}' in templates/positions"
        problems.append(Problem(Where("--position"), "unknown-position", message, hint))
    first = first_day(base)
    if first is None or request.date < first:
        hint = f"the first document that facts are drawn from is of {day_in_words(first)}" if first else ""
        message = f"on {day_in_words(request.date)} there was nothing yet that a letter could cite"
        problems.append(Problem(Where("--date"), "before-first-document", message, hint))
    if not request.topics:
        problems.append(
            Problem(Where("--topic"), "no-topic", "a letter needs a topic", f"known: {', '.join(base.topics)}")
        )
    if problems:
        raise ProblemsFound(problems)
    topics = tuple(base.topics[name] for name in dict.fromkeys(request.topics))
    if len({topic.subject for topic in topics}) > 1:
        message = "these topics belong to different subjects; write a letter on each"
        raise ProblemsFound([Problem(Where("--topic"), "mixed-subjects", message)])
    return topics
