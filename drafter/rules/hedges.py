"""Hedges and conditions: a claim has those of its quotations, and no other."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from drafter.factbase.claims import plain
from drafter.factbase.model import Fact, FactBase
from drafter.problems import Problem
from drafter.rules.looked import Looked
from drafter.rules.words import MORE_NUMBERS, NUMBERS

_NUMBER = rf"(?=(?:a |an |the |\u00a3|\$)?(?:\d|(?:{'|'.join([*NUMBERS, *MORE_NUMBERS])})\b))"


class _Hedge(NamedTuple):
    """Words that weaken what is said, and what else says as much.

    A claim may have one of ``words`` where a quotation has one of them, or of ``in_quotation``; a quotation's must be
    in the claim, or one of ``in_claim``.
    """

    words: re.Pattern[str]
    in_quotation: re.Pattern[str]
    in_claim: re.Pattern[str]


def _hedge(words: str, in_quotation: str, in_claim: str, flags: int = re.IGNORECASE) -> _Hedge:
    def pattern(*texts: str) -> re.Pattern[str]:
        return re.compile(rf"\b(?:{'|'.join(filter(None, texts))})", flags)

    return _Hedge(pattern(words), pattern(words, in_quotation), pattern(words, in_claim))


# The closed table: what is a hedge, and what may stand for it. Words may go on where no '\b' ends them.
_INTENDED = r"intend|propose|plan(?:s|ned)? to\b|plan(?:s|ned|ning)?(?= (?:a|an|the)\b)|planned\b|aim(?:s|ed|ing)?\b"
HEDGES = (
    _hedge(  # 'May' is a month
        r"(?:might|could|perhaps|possibl[ey]|possibility|potential|(?-i:may))\b",
        r"(?:can\b|able|allow|enabl|opportunit|option|chance|risk)",
        r"(?:chance|risk|opportunity)\b",
    ),
    _hedge(
        r"would\b",
        rf"(?:will|shall|could|should|may|might|if\b|need|requir|future|hope|expect|to be\b|{_INTENDED})",
        rf"(?:could|should|may|might|if\b|needed\b|hope|expect|to be\b|meant to\b|{_INTENDED})",
    ),
    _hedge(
        r"(?:if|unless|in case|provided that|on condition|(?<!be )(?<!is )(?<!are )(?<!were )(?<!was )subject to)\b",
        r"(?:where\b|depend|any\b|in the event|should\b)",
        r"(?:where\b|depend|any\b|in the event|until\b|without\b|whatever)",
    ),
    _hedge(
        r"(?:(?<!not )only|merely|solely|just(?= (?:a|an|one|two|three|in|for)\b))\b",
        r"(?:simply|single|alone|exclusively|one of|no more)\b",
        r"(?:simply|single|alone|exclusively|one (?:of|way|option)|no more|until|unless|nothing|cannot|no other)\b",
    ),
    _hedge(
        r"(?:some|certain(?! that))\b",
        r"(?:several|a few|a number of|parts?|not (?:all|every)|various|such as|one of|many|multiple)\b",
        r"(?:several|a few|a number of|parts?|not (?:all|every)|various|one of|these|such)\b",
    ),
    _hedge(
        r"(?:usually|generally|normally|typically|mostly|mainly|largely)\b",
        r"(?:as a rule|in general|in most|most|chiefly|for the most part)\b",
        r"(?:as a rule|in general|in most|most|chiefly|for the most part)\b",
    ),
    _hedge(
        r"(?:often|frequently|sometimes|occasionally)\b",
        r"(?:commonly|in many|many|at times|regularly)\b",
        r"(?:commonly|in many|many|at times)\b",
    ),
    _hedge(r"hop(?:e|es|ed|ing|eful)\b", r"(?:wish|aspir)", r"(?:wish|aspir)"),
    _hedge(
        r"(?:expect|anticipat|likely|unlikely|probabl[ey]|estimat|forecast|predict)",
        r"(?:should|supposed|due to|thought)\b",
        r"(?:should|meant to|supposed|due to|thought)\b",
    ),
    _hedge(
        rf"(?:{_INTENDED})",
        r"(?:will|would|seek|want|wish|in order to|designed|to be|proposals?|plans?|purpose)\b",
        r"(?:would|should|wants?|wish|seeks?|sought|designed|meant|purpose|proposals?|plans|hop(?:e|ed))\b",
    ),
    _hedge(
        r"(?:should|ought)\b",
        r"(?:must|essential|important|need|expect|supposed|would|calls?|want|aim)",
        r"(?:expect|supposed|meant|would|calls?|want|if)\b",
    ),
    _hedge(rf"(?:about|around|roughly|approximately|nearly|almost|close to) {_NUMBER}", "estimat", "estimat"),
    _hedge(rf"(?:over|more than|at least|upwards of|in excess of) {_NUMBER}", "", ""),
    _hedge(rf"(?:less than|fewer than|up to|at most|no more than|as (?:many|much) as) {_NUMBER}", "", ""),
)


def not_quoted_hedge(looked: Looked) -> Iterator[Problem]:
    """A hedge or a condition that a claim has and no quotation of the fact, or a quotation and not the claim.

    'May', 'hoped', 'if introduced', 'usually', 'some', 'only': a claim without them says more than its document, one
    with others says something else. What stands for what is a closed table: 'hoped' for 'hope', 'plans to' for 'will
    be', 'could' for 'potential'. A quotation need hold no more than the words that carry the claim; what the document
    does ('occasion: hopes') counts too, and so do the hedges of the claim that is told straight before ('only_after').
    """
    for fact in looked.base.facts.values():
        claim = f"{plain(fact.claim)} ({looked.base.occasion(fact)})"
        quoted = " | ".join(cite.quote for cite in fact.cites)
        for added, lost in differences(claim, _leant_on(fact, looked.base), quoted):
            if added:
                message = f"'{fact.id}' says '{added}', and nothing in its quotations does"
                hint = "quote the words that carry it, or take it out"
            else:
                message = f"a quotation of '{fact.id}' says '{lost}', and the claim does not"
                hint = "say it in the claim, or quote only the words that carry the claim"
            yield Problem(looked.claim(fact), "not-quoted-hedge", message, hint)


def differences(claim: str, before: str, quoted: str) -> Iterator[tuple[str, str]]:
    """Hedges that a claim adds to what is quoted, and that it leaves out: pairs of which one is empty."""
    for hedge in HEDGES:
        added, lost = hedge.words.search(claim), hedge.words.search(quoted)
        if added and not hedge.in_quotation.search(quoted) and not hedge.words.search(before):
            yield _whole(added, claim), ""
        if lost and not hedge.in_claim.search(f"{claim} | {before}"):
            yield "", _whole(lost, quoted)


def _whole(match: re.Match[str], text: str) -> str:
    """What was found, to the end of its last word."""
    rest = re.match(r"\w*", text[match.end() :])
    return f"{match[0].rstrip()}{rest[0] if rest and not match[0].endswith(' ') else ''}"


def _leant_on(fact: Fact, base: FactBase) -> str:
    """The claims that are told straight before a fact."""
    seen: list[str] = []
    step = base.facts.get(fact.only_after)
    while step is not None and step.id not in seen:
        seen.append(step.id)
        step = base.facts.get(step.only_after)
    return " | ".join(plain(base.facts[id_].claim) for id_ in seen)
