"""What a view of the member's must and must not hold, where no position has its words."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Sequence

from drafter.english.differences import difference
from drafter.letter.acts import claimed_acts
from drafter.letter.finish import typeset
from drafter.patterns import late_pattern
from drafter.review.changes import is_any_figure
from drafter.review.doubts import FactDoubt
from drafter.review.tokens import without_marks
from drafter.rules.claims import is_date, verb_of_claim

_READS_AS_ONE = late_pattern(
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
_QUOTATION = late_pattern("[\"\u201c\u201d\u00ab\u00bb]|(?<!\\w)[\u2018'][^\u2019']+[\u2019'](?!\\w)")
_SAYING = (
    "(?:said|says?|told|tells|claims?|claimed|promis(?:es|ed)|admit(?:s|ted)?|den(?:ies|ied)|argue[sd]?|warns?|warned)"
)
_OF_VIEWS = frozenset("own oppose support share agree campaign vote say".split())  # words of which a view is made
_ALIKE = 0.75  # share of a view's letters from which on it is a position's view, changed


def odd_view(text: str, speakers: Sequence[str], own: Sequence[str]) -> Iterator[FactDoubt]:
    """Findings on a view. ``speakers`` are the names of the speakers in documents. ``own`` are the views of the
    office's positions, one of which may have been changed.
    """
    acts = list(claimed_acts(text))
    for act in acts:
        yield FactDoubt(
            "claimed-act", f"'{act}' claims an act of the member's", "'drafter office decide' enters what was done"
        )
    for word in map(without_marks, text.split()):
        if word and (is_any_figure(word) or is_date(word)):
            message = f"'{word}' is a figure or a date, and the member's view holds none"
            yield FactDoubt("figure-in-position", message, "what is claimed must be a fact")
    if _QUOTATION.search(text):
        yield FactDoubt(
            "quotation-in-view", "quotes somebody, and the member's view quotes nobody", "what is quoted must be a fact"
        )
    said = next((name for name in speakers if re.search(rf"(?<!\w){re.escape(name)}[^.]*\b{_SAYING}\b", text)), "")
    if said:
        message = f"has {said} say something, and the member's view speaks for nobody else"
        yield FactDoubt("quotation-in-view", message, "what somebody said must be a fact")
    if not acts and not _READS_AS_ONE.search(text):
        hint = "begin it with 'I think', 'I hope', 'I want', or give it a fact"
        yield FactDoubt("no-view", "does not read as anybody's view, but as what is so", hint)
        return
    yield from _to_weigh(text, own)


def _to_weigh(text: str, own: Sequence[str]) -> Iterator[FactDoubt]:
    """What the signatory must really want to say."""
    like = max(own, key=lambda view: _alike(view, text), default="")
    if like and _alike(like, text) > _ALIKE:
        message = f"is a position's view in other words: {difference(typeset(like), text)}"
        yield FactDoubt("new-view", message, "whoever signs must want to say it so")
        return
    claim = next((m[0] for m in verb_of_claim().finditer(text) if m[0].casefold() not in _OF_VIEWS), "")
    if claim:
        message = f"'{claim}' reads as a claim of what is so; a view is not cited"
        yield FactDoubt("claim-in-view", message, "if it is one, give it a fact")
    else:
        message = "was added in the member's name, and nothing bears it out"
        yield FactDoubt("new-view", message, "whoever signs must want to say it")


def _alike(one: str, two: str) -> float:
    return difflib.SequenceMatcher(None, one.casefold().split(), two.casefold().split()).ratio()
