"""What a member did: claimed in a letter only where the office has entered it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Final

from drafter.decisions import Decision, How
from drafter.factbase.model import Action
from drafter.letter.request import Did
from drafter.letter.templates import Templates
from drafter.problems import Problem

_AUXILIARY = r"(?:'ve|\u2019ve|'d|\u2019d| have| had| was| were| did)?"
_ADVERBS = (
    r"(?:,? (?:\w+ly|also|already|once|never|always|too|then|just|therefore|again|myself|very|and|both|long)\b,?)*"
)
_FELT = (
    "touched|impressed|honoured|struck|upset|thrilled|humbled|heartened|privileged|worried|shocked|sorry|glad|sad"
    "|grateful|delighted|concerned|pleased|interested|saddened|surprised|relieved|disappointed|moved"
)
_SAID = re.compile(rf"\b(?:I|[Ww]e){_AUXILIARY}{_ADVERBS} (\w+)")
_MINE = re.compile(
    r"\b[Mm]y (?:\w+ )?(?:vote|signature|motion|question|letter|speech|petition|amendment|meeting|campaign)s?\b"
)
_AMONG = re.compile(
    rf"\b(?:I|[Ww]e) was\b(?!(?: very| so)? (?:{_FELT}))"
    r"|\bI am (?:a|an|one of the|the) (?:\w+ )?(?:signator|sponsor|member|chair|author|co-)\w*"
)
# Past forms that do not end in -ed; what is believed, felt, hoped and thought is a view at any time.
_PAST = frozenset(
    """
    met spoke spoken wrote written told put held made fought cast went came gave took sent led brought sought
    stood sat ran began did said saw laid drew won lost rose broke chose built left kept
    """.split()
)
# Words with which nothing begins that goes on from "I" in the past.
NOT_PAST: Final = frozenset(
    """
    will shall would should can could may might must am is are do does have to not the a an my our we he she they you it
    meet speak write tell hold make fight go come give take send bring lead seek stand sit run begin say see draw win
    lose choose build leave keep ask raise sign vote call press visit table attend support oppose join host contact
    phone email invite plan intend hope want mean
    """.split()
)
_PERFECT = re.compile(r"have (?:(?:also|already|now|since|today) )?(\w+)")
_VIEWS = frozenset(
    """
    believed hoped wanted welcomed enjoyed appreciated valued feared supported opposed shared wished need agreed indeed
    """.split()
) | set(_FELT.split("|"))


def is_perfect(what: str) -> bool:
    """Whether what goes on from "I" says that something is done, and not when: "have written to the Minister"."""
    match = _PERFECT.match(what)
    return match is not None and (match[1] in _PAST or match[1].endswith("ed"))


def entered_acts(
    decisions: Iterable[Decision], actions: Mapping[str, Action], did: Iterable[Did], day: date
) -> Iterator[str]:
    """The beginnings of sentences that a letter of this day may claim as acts: "I signed Early Day Motion 660"."""
    for decision in decisions:
        if decision.how is How.DONE and decision.on <= day and decision.action in actions:
            done = actions[decision.action].done
            yield from (f"I {done}", f"I have {done}", f"I have already {done}")
    for act in did:
        yield f"I {act.what}"


def claimed_acts(text: str, entered: Iterable[str]) -> Iterator[str]:
    """The acts that a text claims in the first person, those apart that the office has entered."""
    for act in entered:
        known = rf"\b{re.escape(act)}(?!\w)".replace("'", "['\u2019]")
        text = re.sub(known, lambda match: " " * len(match[0]), text)
    for match in _SAID.finditer(text):
        word = match[1].casefold()
        if word in _PAST or (word.endswith("ed") and word not in _VIEWS):
            yield match[0]
    for pattern in (_MINE, _AMONG):
        yield from (match[0] for match in pattern.finditer(text))


def acts_in_a_template(templates: Templates, path: str, source: str) -> Iterator[Problem]:
    """The acts that the words of a template claim: a template may claim none, whoever it is written for."""
    # Comments may speak of acts; blanked, so that the lines after them keep their numbers.
    text = re.sub(r"\{#.*?#\}", lambda match: re.sub(r"[^\n]", " ", match[0]), source, flags=re.DOTALL)
    text = re.sub(r"\s", " ", text)
    for act in claimed_acts(text, ()):
        where = templates.where(path, source.count("\n", 0, text.index(act)) + 1)
        hint = "enter it with 'drafter office decide': letters answer first what they are asked to do"
        yield Problem(where, "claimed-act", f"'{act}' claims an act of the member's", hint)
