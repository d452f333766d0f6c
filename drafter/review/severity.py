"""How much a finding weighs for whoever signs: it is wrong, it needs a person's word, or it is a note to know of."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from drafter.problems import Problem, Severity

# What only a person can answer: that it is meant. All other findings that are no errors are notes.
QUESTIONS: Final = frozenset(
    """
    new-view claim-in-view other-position to-reader other-reader other-note other-small-print fact-changed
    list set-by-hand comment unknown-enclosure either-date unreviewed-words
    unknown-recipient other-mail-subject other-thread
    """.split()
)


def weighed(found: Problem) -> Problem:
    """A finding with its weight: an error stays one."""
    if found.severity is not Severity.WARNING:
        return found
    return replace(found, severity=Severity.QUESTION if found.rule in QUESTIONS else Severity.NOTE)
