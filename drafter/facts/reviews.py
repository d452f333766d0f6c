"""Reviews of facts and of the letters' own wordings: files to which entries are only ever added."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any, Protocol, TypeVar

from drafter.facts.model import REVIEWS, Fact, fingerprint
from drafter.files import growing, located_yaml
from drafter.files.atomic import locked
from drafter.files.fields import Fields, entries
from drafter.files.growing import append
from drafter.files.located_yaml import Value
from drafter.files.yaml_text import cleaned
from drafter.frozen import dataclass
from drafter.problems import Problem, Severity, Where, nearest

# Reviews of facts: who reviewed which text. They stand in ``facts/reviews.yaml``.

ReviewT = TypeVar("ReviewT", "FactReview", "WordReview")
Seal = Callable[[str, Any], str]  # from a label and a value to a seal, by the office's key
_LABEL = "review"
_HEADING = (
    "# Who looked at which fact, and in which words. Written by 'drafter facts review', which only adds at the end.\n"
)
# The fact's text at the time. In early entries facts were whole sentences, kept as 'statement'; they stay as they are.
SAID_FIELDS = ("claim", "statement")
_ENTRY = re.compile(r"^(?=- )", re.MULTILINE)
_PLAIN = re.compile(r"- fact: ([a-z0-9-]+)[ \t\r]*\n")


@dataclass(frozen=True)
class FactReview:
    """A person's review of a fact. ``claim`` and ``quotes`` are as they were on the day."""

    fact: str
    fingerprint: str
    by: str
    on: date
    note: str
    claim: str
    quotes: tuple[str, ...]
    where: Where
    seal: str = ""

    def is_sealed(self, seal: Seal) -> bool:
        """Whether the office's own program entered it, and nobody has changed it since."""
        return self.seal == seal(_LABEL, _sealed(self.fact, self.fingerprint, self.by, self.on, self.note))


def read_reviews(
    folder: Path,
    name: str,
    facts: Mapping[str, Fact] | None = None,
    only: Collection[str] | None = None,
    seal: Seal | None = None,
) -> tuple[list[FactReview], list[Problem]]:
    """The reviews in a folder of facts, in the order of the file; none if there is no file.

    With ``facts``, a review of any other fact gives a warning. With ``only``, reviews of other facts are skipped
    unread: a letter cites a dozen facts, and the file grows for years. With ``seal``, which the office's key makes,
    only sealed reviews count: an entry that was typed into the file is no review.
    """
    path, name = folder / REVIEWS, f"{name}/{REVIEWS}"
    if not path.exists():
        return [], []
    document, problems = growing.read_growing(path, name)
    if document is not None and only is not None:
        document, more = growing.parse_growing(_without_others(document.text, only), name)
        problems += more
    if document is None:
        return [], problems
    reviews = [r for r in (_review(fields) for fields in entries(document, problems)) if r is not None]
    if seal is not None:
        reviews, typed = _parted(reviews, seal)
        problems += unsealed([(one.where, f"'{one.fact}'") for one in typed], name)
    problems += of_no_fact(reviews, facts) if facts is not None else ()
    return reviews, sorted(problems)


class OfFact(Protocol):
    """An entry on a fact, in a file that only grows."""

    @property
    def fact(self) -> str:
        """The fact's id."""
        ...

    @property
    def where(self) -> Where:
        """The entry's place."""
        ...


def of_no_fact(made: Iterable[OfFact], facts: Collection[str]) -> Iterator[Problem]:
    """A warning for each entry on an unknown fact."""
    for entry in made:
        if entry.fact not in facts:
            message = f"there is no fact '{entry.fact}' any more"
            yield Problem(entry.where, "unknown-fact", message, nearest(entry.fact, facts), Severity.WARNING)


def _without_others(text: str, only: Collection[str]) -> str:
    """The text without the entries on other facts; lines keep their numbers."""
    kept = []
    for part in _ENTRY.split(text):
        plain = _PLAIN.match(part)
        kept.append("\n" * part.count("\n") if plain and plain[1] not in only else part)
    return "".join(kept)


def _review(fields: Fields) -> FactReview | None:
    before = len(fields.problems)
    fields.allow(("fact", "fingerprint", "by", "on", "note", *SAID_FIELDS, "quotes", "seal"))
    on = fields.day("on", required=True)
    review = FactReview(
        fact=fields.text("fact", required=True),
        fingerprint=fields.text("fingerprint", required=True),
        by=fields.text("by", required=True),
        on=on or date.min,
        note=fields.text("note"),
        claim=said_in(fields),
        quotes=fields.texts("quotes"),
        where=fields.entry,
        seal=fields.text("seal"),
    )
    return review if len(fields.problems) == before else None


def said_in(fields: Fields) -> str:
    """A fact's text at the time of an entry."""
    return fields.text("statement") or fields.text("claim", required=True)


def append_review(
    folder: Path, name: str, fact: Fact, by: str, on: date, note: str = "", seal: Seal | None = None
) -> list[Problem]:
    """Enter a review of the fact as it is in ``fact``. If it has changed meanwhile, the fingerprint shows that."""
    by, note = cleaned(by), cleaned(note)
    quotes: list[Value] = [cite.quote for cite in fact.cites]
    fields: dict[str, Value] = {
        "fact": fact.id,
        "fingerprint": fingerprint(fact),
        "by": by,
        "on": on.isoformat(),
        "note": note or None,
        "claim": fact.claim,
        "quotes": quotes,
        "seal": seal(_LABEL, _sealed(fact.id, fingerprint(fact), by, on, note)) if seal is not None else None,
    }
    with locked(folder):
        return append(folder / REVIEWS, f"{name}/{REVIEWS}", [fields], _HEADING)


def _sealed(fact: str, print_: str, by: str, on: date, note: str) -> list[str]:
    """The values that a seal covers. The fingerprint stands for the claim and its quotations."""
    return [fact, print_, by, on.isoformat(), note]


def _parted(found: Iterable[ReviewT], seal: Seal) -> tuple[list[ReviewT], list[ReviewT]]:
    """The reviews that have the office's seal, and those that do not."""
    sealed: list[ReviewT] = []
    typed: list[ReviewT] = []
    for one in found:
        (sealed if one.is_sealed(seal) else typed).append(one)
    return sealed, typed


def unsealed(entries: Sequence[tuple[Where, str]], name: str) -> list[Problem]:
    """One problem for all entries of a log that do not have the office's seal."""
    if not entries:
        return []
    where, what = entries[0]
    more = f" and {len(entries) - 1} more" if len(entries) > 1 else ""
    verb = "are" if more else "is"
    message = f"{what}{more} {verb} not sealed with the office's key: typed by hand, or altered; it does not count"
    hint = f"review anew, or 'drafter office seal' where you know who wrote {name}"
    return [Problem(where, "unsealed-review", message, hint)]


# Reviews of wordings: who approved which of the letters' own words. They stand in ``facts/word-reviews.yaml``.

WORD_REVIEWS = "word-reviews.yaml"
_WORDS_HEADING = (
    "# Who looked at which of the letters' own words. Written by 'drafter words review', which only adds at the end.\n"
)
_WORDS_LABEL = "words"
_SHIPPED = Path(__file__).with_name("read_words.txt")


@dataclass(frozen=True)
class WordReview:
    """A person's approval of a wording. ``words`` is its kind; ``text`` is as it was on the day."""

    words: str
    text: str
    fingerprint: str
    by: str
    on: date
    note: str
    where: Where
    seal: str = ""

    def is_sealed(self, seal: Seal) -> bool:
        """Whether the office's own program entered it, and nobody has changed it since."""
        return self.seal == seal(_WORDS_LABEL, _sealed_words(self.words, self.fingerprint, self.by, self.on, self.note))


def shipped_words() -> frozenset[str]:
    """The fingerprints of the words that come with the program, all of which its authors have approved."""
    return frozenset(_SHIPPED.read_text(encoding="ascii").split())


def read_word_reviews(folder: Path, name: str, seal: Seal | None = None) -> tuple[list[WordReview], list[Problem]]:
    """The reviews in a folder of facts, in the order of the file; none if there is no file.

    With ``seal``, which the office's key makes, only sealed reviews count.
    """
    path, name = folder / WORD_REVIEWS, f"{name}/{WORD_REVIEWS}"
    if not path.exists():
        return [], []
    document, problems = growing.read_growing(path, name)
    if document is None:
        return [], problems
    found = [one for one in (_word_review(fields) for fields in entries(document, problems)) if one is not None]
    if seal is not None:
        found, typed = _parted(found, seal)
        problems += unsealed([(one.where, f"\u201c{one.text[:40]}\u201d") for one in typed], name)
    return found, sorted(problems)


def _word_review(fields: Fields) -> WordReview | None:
    before = len(fields.problems)
    fields.allow(("words", "text", "fingerprint", "by", "on", "note", "seal"))
    on = fields.day("on", required=True)
    review = WordReview(
        words=fields.text("words", required=True),
        text=fields.text("text", required=True),
        fingerprint=fields.text("fingerprint", required=True),
        by=fields.text("by", required=True),
        on=on or date.min,
        note=fields.text("note"),
        where=fields.entry,
        seal=fields.text("seal"),
    )
    return review if len(fields.problems) == before else None


def _sealed_words(words: str, fingerprint: str, by: str, on: date, note: str) -> list[str]:
    """The values that a seal covers. The fingerprint stands for the text."""
    return [words, fingerprint, by, on.isoformat(), note]


def append_word_review(
    folder: Path,
    name: str,
    words: str,
    text: str,
    fingerprint: str,
    by: str,
    on: date,
    note: str = "",
    seal: Seal | None = None,
) -> list[Problem]:
    """Enter a person's approval of a wording as it is."""
    by, note = cleaned(by), cleaned(note)
    fields: dict[str, located_yaml.Value] = {
        "words": words,
        "text": text,
        "fingerprint": fingerprint,
        "by": by,
        "on": on.isoformat(),
        "note": note or None,
        "seal": seal(_WORDS_LABEL, _sealed_words(words, fingerprint, by, on, note)) if seal is not None else None,
    }
    with locked(folder):
        return append(folder / WORD_REVIEWS, f"{name}/{WORD_REVIEWS}", [fields], _WORDS_HEADING)
