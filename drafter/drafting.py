"""Letters drafted, one or many in the same way: composed, and refused where what they say breaks a rule."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from drafter.documents.verify import check_lock
from drafter.factbase.model import Fact, FactBase
from drafter.letter.compose import Composed, compose
from drafter.letter.request import LetterRequest
from drafter.letter.templates import Templates
from drafter.office import Office
from drafter.own_words import check_before_drafting
from drafter.problems import Problem, ProblemsFound


@dataclass(frozen=True)
class Drafting:
    """What drafts are made from. ``lock`` is the text of the quotations' lock; ``cache`` a folder of the user's own."""

    office: Office
    base: FactBase
    templates: Templates
    lock: str
    cache: Path | None

    def composed(self, request: LetterRequest) -> Composed:
        """The letter. Raises ProblemsFound for what there is not, and for what no letter may rest on."""
        composed = compose(request, self.base, self.templates, self.office)
        cited = composed.letter.claims
        wrong = check_before_drafting(self.office, self.base, self.templates, cited, self.cache)
        wrong = wrong or self._doubts(cited)
        if wrong:
            raise ProblemsFound(wrong)
        return composed

    def cited(self, composed: Composed) -> list[Fact]:
        """The facts that a letter cites, in order."""
        return [self.base.facts[id_] for id_ in composed.letter.claims]

    def _doubts(self, cited: Iterable[str]) -> list[Problem]:
        facts = [self.base.facts[id_] for id_ in cited]
        return list(check_lock(facts, self.base.sources, self.lock, lambda fact, *_: fact.where))
