"""Whether the words by which post is known can be found, and whether they know the examples."""

from __future__ import annotations

from collections.abc import Iterator

from drafter.factbase.model import FactBase
from drafter.mail.concerns import topic_of, written
from drafter.mail.cues import parse
from drafter.mail.topics import Recogniser
from drafter.problems import Problem, Severity, Where

_HINT = (
    "words, 'either|or', 'begin*', '...' for a few others between; brackets hold choices side by side "
    "or of several words: '(no one|nobody) (asked|told)'"
)


def check_cues(base: FactBase, facts: str) -> Iterator[Problem]:
    """Cues that find nothing, and examples that are not recognised; ``facts`` is how problems call the facts folder."""
    for where, of, text in _all(base, facts):
        if not parse(text):
            yield Problem(where, "odd-cue", f"{of}nothing can be found by '{text}'", _HINT)
    recogniser = Recogniser.of(base)
    for topic in base.topics.values():
        subject = base.subjects.get(topic.subject)
        for example in topic.examples:
            said = f"{subject.name}: {example}" if subject else example  # as in a message on the subject
            if not any(one.id == topic.id and one.sure for one in recogniser.raised_in(topic.subject, said)):
                message = f"'{topic.id}' is not surely recognised in its example '{example[:60]}'"
                yield Problem(topic.where, "lost-example", message, "add a phrase of it", Severity.WARNING)


def _all(base: FactBase, facts: str) -> Iterator[tuple[Where, str, str]]:
    """Every cue with where it stands, and what it is of where that says too little."""
    for subject in base.subjects.values():
        where = Where(f"{facts}/{subject.id}/words.yaml")
        yield from ((where, "", text) for texts in subject.recognised_by.values() for text in texts)
    for topic in base.topics.values():
        yield from ((topic.where, "", text) for text in (*topic.phrases, *topic.words, *topic.not_))
    for meaning, text in written(base):
        action = base.actions.get(meaning.id)
        where = action.where if action is not None else base.topics[topic_of(meaning.id)].where
        yield where, f"'{meaning.id}': ", text
