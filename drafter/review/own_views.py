"""What a view of the member's must and must not hold, where it is none of a position's own words."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Sequence

from drafter.factbase.wordiff import difference
from drafter.letter.acts import claimed_acts
from drafter.letter.typography import typeset
from drafter.problems import Severity
from drafter.review.changes import is_any_figure
from drafter.review.standing import Doubt
from drafter.review.tokens import bare
from drafter.rules.courtesy import CLAIM
from drafter.rules.words import is_date

_READS_AS_ONE = re.compile(
    r"\b(?:i|we) (?:\w+ly |do |also |still |always |would |should |shall |will |could |cannot |can |not |never )*"
    r"(?:think|believe|hope|want|wish|feel|fear|like|support|oppose|welcome|regret|share|agree|disagree|intend|expect"
    r"|press|call|urge|ask|look forward|trust|prefer|go on|keep|continue|vote|stand|work|owe|say|rather"
    r"|judge|care|value|worry)\b"
    r"|\b(?:i|we) (?:am|are|was|were) (?:\w+ )?(?:glad|sorry|concerned|worried|sure|pleased|disappointed"
    r"|in favour|against|convinced|opposed)\b"
    r"|\b(?:my|our) (?:own )?(?:view|hope|belief|fear|concern|wish|aim|task|duty)\b"
    r"|\b(?:must|should|ought to)\b",
    re.IGNORECASE,
)
_QUOTED = re.compile("[\"\u201c\u201d\u00ab\u00bb]|(?<!\\w)[\u2018'][^\u2019']+[\u2019'](?!\\w)")
_SAYING = (
    "(?:said|says?|told|tells|claims?|claimed|promis(?:es|ed)|admit(?:s|ted)?|den(?:ies|ied)|argue[sd]?|warns?|warned)"
)
_OF_VIEWS = frozenset("own oppose support share agree campaign vote say".split())  # what a view is made of
_ALIKE = 0.75  # of a view's letters, from which on it is a position's, changed


def odd_view(text: str, speakers: Sequence[str], own: Sequence[str]) -> Iterator[Doubt]:
    """What is found of a view. ``speakers`` are the names of those who speak in documents; ``own`` the views of the
    office's positions, of which one may have been changed.
    """
    acts = list(claimed_acts(text, ()))
    for act in acts:
        yield Doubt(
            "claimed-act", f"'{act}' claims an act of the member's", "'drafter office decide' enters what was done"
        )
    for word in map(bare, text.split()):
        if word and (is_any_figure(word) or is_date(word)):
            message = f"'{word}' is a figure or a date, and the member's view holds none"
            yield Doubt("figure-in-position", message, "what is claimed must be a fact")
    if _QUOTED.search(text):
        yield Doubt(
            "quotation-in-view", "quotes somebody, and the member's view quotes nobody", "what is quoted must be a fact"
        )
    said = next((name for name in speakers if re.search(rf"(?<!\w){re.escape(name)}[^.]*\b{_SAYING}\b", text)), "")
    if said:
        message = f"has {said} say something, and the member's view speaks for nobody else"
        yield Doubt("quotation-in-view", message, "what somebody said must be a fact")
    if not acts and not _READS_AS_ONE.search(text):
        hint = "begin it with 'I think', 'I hope', 'I want', or give it a fact"
        yield Doubt("no-view", "does not read as anybody's view, but as what is so", hint)
        return
    yield from _to_weigh(text, own)


def _to_weigh(text: str, own: Sequence[str]) -> Iterator[Doubt]:
    """What whoever signs must want to say."""
    like = max(own, key=lambda view: _alike(view, text), default="")
    if like and _alike(like, text) > _ALIKE:
        message = f"is a position's view in other words: {difference(typeset(like), text)}"
        yield Doubt("new-view", message, "whoever signs must want to say it so", Severity.WARNING)
        return
    claim = next((m[0] for m in CLAIM.finditer(text) if m[0].casefold() not in _OF_VIEWS), "")
    if claim:
        message = f"'{claim}' reads as a claim of what is so; a view is not cited"
        yield Doubt("claim-in-view", message, "if it is one, give it a fact", Severity.WARNING)
    else:
        message = "was added in the member's name, and nothing bears it out"
        yield Doubt("new-view", message, "whoever signs must want to say it", Severity.WARNING)


def _alike(one: str, two: str) -> float:
    return difflib.SequenceMatcher(None, one.casefold().split(), two.casefold().split()).ratio()
