"""Whether somebody writes of a trouble of their own, which no standard letter answers: with the words that say so.

It weighs signs: who is spoken of, what happened when, what can no longer be done, what was asked for in vain. It errs
on the side of saying so, for one that is missed is somebody left alone with it; and what is doubtful is said to be.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Sequence
from typing import Final, NamedTuple

from drafter.mail.personal_signs import MATTER, NOBODY, SIGNS, SOMEBODY, TALK, THANKS

_ENOUGH: Final = 1.35
_DOUBTFUL: Final = 0.85
_LONG: Final = 15  # words of an addition that is a matter of its own


class Personal(NamedTuple):
    """Whether a text seems to be of the writer's own case: how much speaks for it, and the words that do."""

    weight: float
    evidence: tuple[str, ...]

    @property
    def likely(self) -> bool:
        """Whether a person should look before anything else."""
        return self.weight >= _ENOUGH

    @property
    def doubtful(self) -> bool:
        """Whether a person should look before it is answered with many others."""
        return _DOUBTFUL <= self.weight < _ENOUGH

    @property
    def words(self) -> str:
        """The words that speak for it, for people to read."""
        return "; ".join(self.evidence) or "by how it is told"


NOTHING: Final = Personal(0.0, ())


def personal(texts: Iterable[str], nobody: Container[str] = ()) -> Personal:
    """What in some paragraphs speaks of a case of their writer's own: of the one in which most does.

    ``nobody`` are words, in small letters, that name the member and the towns of the constituency.
    """
    weighed = (_weighed(text.replace("\u2019", "'"), nobody) for text in texts)
    return max(weighed, key=lambda found: found.weight, default=NOTHING)


def personal_addition(texts: Sequence[str], nobody: Container[str] = ()) -> Personal:
    """As ``personal``, of what somebody added to a campaign's letter: that an addition of some length says nothing of
    the campaign's matter makes it doubtful too.
    """
    found = personal(texts, nobody)
    apart = next((text for text in texts if len(text.split()) >= _LONG and not TALK.search(text)), "")
    if found.weight or not apart:
        return found
    return Personal(_DOUBTFUL, (f"{' '.join(apart.split()[:8])} \u2026",))


def _weighed(text: str, nobody: Container[str]) -> Personal:
    weights: dict[str, float] = {}
    evidence: list[tuple[int, str]] = []
    for sign in SIGNS:
        match = sign.pattern.search(text)
        if match is not None:
            weights[sign.name] = max(weights.get(sign.name, 0.0), sign.weight)
            if sign.name not in ("me", "one", "when"):
                evidence.append((match.start(), " ".join(match[0].split())))
    names = (match[0].casefold() for match in SOMEBODY.finditer(text))
    if any(name not in NOBODY and name not in nobody for name in names):
        weights["named"] = 0.3
    against = min(0.5, 0.25 * len(set(MATTER.findall(text)))) + (0.6 if THANKS.search(text) else 0.0)
    weight = round(sum(weights.values()) - against, 2)
    if weight < _DOUBTFUL:
        return NOTHING
    kept = [words for _, words in sorted(evidence)]
    shown = [words for words in kept if not any(words != other and words in other for other in kept)]
    return Personal(weight, tuple(dict.fromkeys(shown))[:4])
