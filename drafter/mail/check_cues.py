"""Whether the words by which post is known can be found, and whether they know the examples."""

from __future__ import annotations

from collections.abc import Iterator

from drafter.factbase.model import FactBase
from drafter.mail.cues import parse
from drafter.mail.topics import Recogniser
from drafter.problems import Problem, Severity, Where

_HINT = (
    "words, 'either|or', 'begin*', '...' for a few others between; brackets hold choices side by side "
    "or of several words: '(no one|nobody) (asked|told)'"
)


def check_cues(base: FactBase, facts: str) -> Iterator[Problem]:
    """Cues that find nothing, and examples that are not recognised; ``facts`` is how problems call the facts folder."""
    for subject in base.subjects.values():
        where = Where(f"{facts}/{subject.id}/words.yaml")
        for text in (text for texts in subject.recognised_by.values() for text in texts):
            if not parse(text):
                yield Problem(where, "odd-cue", f"nothing can be found by '{text}'", _HINT)
    for topic in base.topics.values():
        for text in (*topic.phrases, *topic.words, *topic.not_):
            if not parse(text):
                yield Problem(topic.where, "odd-cue", f"nothing can be found by '{text}'", _HINT)
    recogniser = Recogniser.of(base)
    for topic in base.topics.values():
        for example in topic.examples:
            if not any(one.topic == topic.id and one.sure for one in recogniser.raised_in(topic.subject, example)):
                message = f"'{topic.id}' is not surely recognised in its example '{example[:60]}'"
                yield Problem(topic.where, "lost-example", message, "add a phrase of it", Severity.WARNING)
