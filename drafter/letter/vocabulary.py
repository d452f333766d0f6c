"""The names that templates may use: in which templates, what each is given, and what it puts out.

To add a name, add a row here, give it a value where that kind of template is rendered, and describe it in the docs.
"""

from __future__ import annotations

from enum import Enum, StrEnum
from typing import Final

from drafter.frozen import dataclass


class TemplateValue(Enum):
    """The kinds of templates: of letters, of the member's views, of corrections, and of citations."""

    LETTER = "letter"
    POSITION = "position"
    CORRECTION = "correction"
    CITATION = "citation"


class Given(StrEnum):
    """What a function is given: ids, words to be said, or nothing. Values are not functions."""

    FACT = "fact"
    FACT_OR_SERIES = "fact or series"
    SERIES = "series"
    RUB = "rub"
    QUESTION = "question"
    ACTION = "action"
    WORDS = "words"
    APPROVED = "approved sentence"  # from words.yaml
    NOTHING = ""


@dataclass(frozen=True, slots=True)
class Name:
    """A name that templates of some ``kinds`` may use.

    ``says`` tells whether it puts out a sentence of its own, ``value`` whether it puts out words within one:
    "{about}". ``beside`` is the keyword of the one argument that is given by name, and holds facts.
    """

    name: str
    kinds: tuple[TemplateValue, ...] = (TemplateValue.LETTER,)
    given: Given = Given.NOTHING
    says: bool = False
    value: bool = False
    beside: str = ""


GAP: Final = "gap"  # its argument is a question that the documents leave open
_L, _P, _C, _N = TemplateValue.LETTER, TemplateValue.POSITION, TemplateValue.CORRECTION, TemplateValue.CITATION

VOCABULARY: Final = {
    one.name: one
    for one in (
        Name("claims", given=Given.FACT, says=True),
        Name("first", (_L, _N), Given.FACT, says=True),
        Name("history", given=Given.FACT, says=True, beside="since"),
        Name("series", given=Given.SERIES, says=True),
        Name("answer", given=Given.FACT_OR_SERIES, says=True),
        Name("ahead", given=Given.FACT_OR_SERIES, says=True),
        Name("sum_up", given=Given.APPROVED, says=True),
        Name(GAP, given=Given.WORDS, says=True, beside="unless"),
        Name("rub", given=Given.RUB, says=True, beside="answer"),
        Name("turn", given=Given.WORDS, says=True),
        Name("vary", given=Given.WORDS, says=True),
        Name("in_full", says=True),
        Name("rest", says=True),
        Name("instead", (_C,), says=True),
        Name("holds", (_L, _P), Given.FACT_OR_SERIES),
        Name("asks", (_L, _P), Given.QUESTION),
        Name("fears", (_L, _P), Given.QUESTION),
        Name("wants", (_L, _P), Given.ACTION),
        Name("asked"),
        Name("worried"),
        Name("old", (_L, _P)),
        Name("many"),
        Name("declined", (_L, _P)),
        Name("thanking"),
        Name("elsewhere"),
        Name("brief"),
        Name("others"),
        Name("invited"),
        Name("count", (_L, _P)),
        Name("topic", (_P,)),
        Name("topics", (_L, _P)),
        Name("about", value=True),
        Name("question", value=True),
        Name("worry", value=True),
        Name("bare_question", value=True),
        Name("bare_worry", value=True),
        Name("newest", value=True),
        Name("ago", value=True),
        Name("subject", (_L, _C), value=True),
        Name("member", (_L, _P, _C), value=True),
        Name("constituency", (_L, _P, _C), value=True),
        Name("written", (_C,), value=True),
        Name("sentence", (_C,), value=True),
        Name("part", (_C,), value=True),
        Name("withdrawn", (_C,)),
        Name("late", (_C,)),
        Name("stands", (_C,)),
        Name("source", (_N,)),
        Name("issued", (_N,)),
        Name("house", (_N,)),
        Name("undated", (_N,)),
        Name("locator_kind", (_N,)),
        Name("locator", (_N,)),
        Name("link", (_N,)),
    )
}


def given_to(name: str) -> Given:
    """What a function is given; nothing if no function has that name."""
    return VOCABULARY[name].given if name in VOCABULARY else Given.NOTHING


BESIDE: Final = frozenset(one.beside for one in VOCABULARY.values() if one.beside)


def names_of(kind: TemplateValue) -> frozenset[str]:
    """The names that templates of a kind may use."""
    return frozenset(one.name for one in VOCABULARY.values() if kind in one.kinds)


SAYING: Final = frozenset(one.name for one in VOCABULARY.values() if one.says)
VALUES: Final = frozenset(one.name for one in VOCABULARY.values() if one.value)
