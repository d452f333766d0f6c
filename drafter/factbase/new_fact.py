"""A new fact: what can be proposed to whoever enters it."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Container, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import PurePosixPath

from drafter.factbase import yaml_text
from drafter.factbase.claims import plain
from drafter.factbase.model import Citation, FactBase, FactKind
from drafter.located_yaml import Value

_LONGEST = 60  # characters, as ids may have
_WORDS = 6
_LITTLE = frozenset(
    "a an and any are as at be been being by for from had has have he her his in into is it its no not of on or she "
    "should so some such than that the their them there these they this those to under up was were what when which "
    "who will with would".split()
) - {"no", "not"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class NewFact:
    """What whoever enters a fact has said."""

    id: str
    topics: tuple[str, ...]
    series: str
    kind: str
    claim: str
    start: date
    review_by: date | None
    cite: Citation
    occasion: str = ""

    def entry(self) -> str:
        """The fact's entry as it stands in a file."""
        cite: dict[str, Value] = {
            "source": self.cite.source,
            "quote": self.cite.quote,
            "paragraph": str(self.cite.paragraph),
            "occurrence": str(self.cite.occurrence) if self.cite.occurrence else None,
        }
        fields: dict[str, Value] = {
            "id": self.id,
            "topics": list(self.topics),
            "series": self.series or None,
            "kind": self.kind if self.kind != FactKind.CLAIM else None,
            "claim": self.claim,
            "occasion": self.occasion or None,
            "from": self.start.isoformat(),
            "review_by": self.review_by.isoformat() if self.review_by else None,
            "cites": [cite],
        }
        cleaned = yaml_text.cleaned(fields)
        assert isinstance(cleaned, dict)
        return yaml_text.entry(cleaned)


def propose_id(claim: str, taken: Container[str]) -> str:
    """An id from the words of a claim that tell, without the little ones."""
    told = unicodedata.normalize("NFKD", plain(claim).replace("\u2019", "'")).encode("ascii", "ignore").decode().lower()
    words = [word for word in re.findall(r"[a-z0-9]+", told.replace("'s", "")) if word not in _LITTLE]
    id_ = ""
    for word in words[:_WORDS]:
        if len(f"{id_}-{word}") > _LONGEST - 4:
            break
        id_ = f"{id_}-{word}" if id_ else word
    id_ = id_ or "fact"
    number = 1
    proposed = id_
    while proposed in taken:
        number += 1
        proposed = f"{id_}-{number}"
    return proposed


def home_of(topics: Sequence[str], base: FactBase) -> str:
    """The name of the file that holds most facts on the first topic; one named after it where there is none."""
    counts = Counter(
        PurePosixPath(fact.where.path.replace("\\", "/")).name
        for fact in base.facts.values()
        if topics[0] in fact.topics
    )
    return counts.most_common(1)[0][0] if counts else f"{topics[0]}.yaml"
