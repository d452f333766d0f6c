"""The record of how a draft was made, which travels in the draft's file."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import fields
from datetime import date
from typing import Any

from drafter.frozen import NamedTuple, dataclass
from drafter.sources.quotations import fold_quotation

# In Word: prefixes of the names of a record's properties, and of facts' bookmarks, each of which is also a property.
PREFIX, FACT_MARK = "Drafter.", "fact_"
HELD, HISTORY = "held", "history"  # how a file says whether a fact was told as current or as history


class SaidFact(NamedTuple):
    """A fact that a letter tells: its ``fingerprint`` at that time, and whether it was told as current or history."""

    fact: str
    fingerprint: str
    held: bool = True


@dataclass(frozen=True, kw_only=True)
class Answered:
    """What a letter answers and says: the fields that a letter and the record of its draft share.

    ``said`` are the facts as they were when the letter was made. ``corrects`` is the number, in the register, of the
    letter that this one corrects; 0 for none. ``corrects_fact`` is the fact of that letter that it tells of. ``asks``,
    ``fears`` and ``wants`` are what it answers ("closures.when", "visit-the-library"); ``did`` is what the member did
    for this reader, as it was entered, and ``thanks`` what this reader is thanked for.
    """

    reference: str = ""
    topics: tuple[str, ...] = ()
    position: str = ""
    length: str = ""
    said: tuple[SaidFact, ...] = ()
    corrects: int = 0
    corrects_fact: str = ""
    asks: tuple[str, ...] = ()
    fears: tuple[str, ...] = ()
    wants: tuple[str, ...] = ()
    did: tuple[str, ...] = ()
    thanks: str = ""

    def answered(self) -> dict[str, Any]:
        """These fields by name, for another letter or record."""
        return {field.name: getattr(self, field.name) for field in fields(Answered)}


@dataclass(frozen=True)
class Record(Answered):
    """The request that a draft answers, the facts that it was made from, and the version of the program.

    ``reader`` is a hash of the drafted address and greeting, to see whether they were changed. ``mail`` does the same
    for an e-mail's address, its subject, and the message that it answers. ``sentences`` has a hash of each
    sentence, one behind the other, to see whether one is gone or was moved: of its facts, or of its words where it
    tells none. Those of the member's and of this reader's words are not among them.
    """

    version: str
    date: date | None
    large_print: bool = False
    reader: str = ""
    mail: str = ""
    sentences: str = ""

    def of(self, fact: str) -> SaidFact | None:
        """What the draft remembers of a fact; ``None`` if it does not tell the fact."""
        return next((said for said in self.said if said.fact == fact), None)


def reader_of(addressee: Iterable[str], salutation: str) -> str:
    """A hash of a letter's address and greeting, without regard to white space: sixteen hex digits."""
    lines = [" ".join(line.split()).rstrip(",") for line in (*addressee, salutation)]
    return hashlib.sha256("\n".join(filter(None, lines)).encode("utf-8", "replace")).hexdigest()[:16]


def sentence_hash(text: str) -> str:
    """A hash of a sentence, six hex digits: white space, capitals and forms of quotation marks count for nothing."""
    return hashlib.sha256(fold_quotation(text).casefold().encode("utf-8", "replace")).hexdigest()[:6]


def sentences_of(every: Iterable[tuple[Sequence[str], str]]) -> str:
    """The hashes of sentences, each given with the facts that it tells and its words."""
    return "".join(sentence_hash(" ".join(facts) or text) for facts, text in every)


def answers(letter: Answered) -> str:
    """What a letter answers, by name: topics, questions, fears, and what the member is or was asked to do."""
    named = (("", letter.topics), ("asks ", letter.asks), ("fears ", letter.fears), ("wants ", letter.wants))
    parts = [f"{kind}{', '.join(ids)}" for kind, ids in named if ids]
    return "; ".join([*parts, *(f"did '{act}'" for act in letter.did)])
