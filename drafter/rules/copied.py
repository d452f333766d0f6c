"""The rule on claims that take over their document's own words: how many run on, dates and names left aside."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import TypeAlias

from drafter.facts.edtf import MONTHS
from drafter.facts.model import Fact, Subject
from drafter.frozen import NamedTuple
from drafter.problems import Problem
from drafter.rules.claims import WORD, both_ways, is_date, unquoted
from drafter.rules.looked import Looked
from drafter.sources.quotations import fold_quotation

MOST_COPIED = 8  # words in a row; a longer run is the document's sentence, not ours


def copied_words(looked: Looked) -> Iterator[Problem]:
    """A claim with more than eight words in a row that are the document's own, outside quotation marks.

    The documents' wording belongs to their authors: say it in other words, or quote it. What cannot be said in other
    words does not count towards the eight: a date, a name of several words that the document writes with the same
    capitals (an Act, a regulation, a body, a person), and what words.yaml lists among names, things, terms and
    abbreviations. Where the text of a document is at hand the whole of it is compared, else the quotations.
    """
    texts: dict[tuple[str, ...], tuple[str, str]] = {}
    listed = {id_: tuple(_listed_in(subject)) for id_, subject in looked.base.subjects.items()}
    for fact in looked.base.facts.values():
        whole = tuple(cite.source for cite in fact.cites)
        if whole not in texts or not all(source in looked.texts for source in whole):
            texts[whole] = _pool(fact, looked)
        pool, small = texts[whole]
        found = (_longest_run(text, pool, small, listed[fact.subject]) for text in both_ways(fact.claim))
        run = max(found, key=lambda one: (one.counted, len(one.words)))
        if run.counted > MOST_COPIED:
            aside = ", dates and names left aside" if run.counted < len(run.words) else ""
            said = " ".join(run.words[: MOST_COPIED + 4])
            message = f"'{fact.id}' copies {run.counted} words running{aside}: \u201c{said}\u201d"
            hint = f"at most {MOST_COPIED}; say it in other words, or put the document's own in quotation marks"
            yield Problem(looked.claim(fact), "copied-words", message, hint)


def _pool(fact: Fact, looked: Looked) -> tuple[str, str]:
    """The words with which a claim is compared, as they are written, and in small letters."""
    wholes = (looked.texts.get(cite.source) for cite in fact.cites)
    parts = dict.fromkeys(
        _words_of(" \n ".join(whole.blocks) if whole is not None else cite.quote)
        for cite, whole in zip(fact.cites, wholes, strict=True)
    )
    pool = f" {' | '.join(parts)} "
    return pool, pool.casefold()


class _Run(NamedTuple):
    """Words of a claim that run on in the document too, and how many of them count."""

    words: tuple[str, ...]
    counted: int


def _words_of(text: str) -> str:
    return " ".join(WORD.findall(fold_quotation(text)))


def _longest_run(text: str, pool: str, small: str, listed: Iterable[tuple[str, ...]]) -> _Run:
    """The longest run of a claim's words in the document's, which are ``pool``, and ``small`` in small letters."""
    told = fold_quotation(re.sub(r" {2,}", " \u00a6x\u00a6 ", unquoted(text)))
    found = list(WORD.finditer(told))
    words = [match[0].casefold() for match in found]
    counts = [True] * len(words)
    if _longest(words, counts, small).counted > MOST_COPIED:
        for start, end in (*_dates_in(told, found), *_names_in(told, found, pool), *_listed_among(words, listed)):
            counts[start:end] = [False] * (end - start)
    return _longest(words, counts, small)


def _longest(words: Sequence[str], counts: Sequence[bool], small: str) -> _Run:
    best, first, counted = _Run((), 0), 0, 0
    for last in range(1, len(words) + 1):
        counted += counts[last - 1]
        while counted > MOST_COPIED and f" {' '.join(words[first:last])} " not in small:
            counted -= counts[first]
            first += 1
        if counted > MOST_COPIED and (counted, last - first) > (best.counted, len(best.words)):
            best = _Run(tuple(words[first:last]), counted)
    return best


# What cannot be said in other words: spans of a claim's words, from the first to behind the last.

_Span: TypeAlias = tuple[int, int]
_DAY = (
    rf"(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day,? )?(?:\d{{1,2}}(?:st|nd|rd|th)? (?:of )?)?"
    rf"(?:{'|'.join(MONTHS)})(?:,? \[?(?:19|20)\d\d\]?)?"
)
_YEARS = r"(?:19|20)\d\d(?:[-/\u2013](?:(?:19|20)?\d\d))?"  # 2025, 2025-26, 2025/2026
_DATE = re.compile(rf"\b(?:{_DAY}(?: (?:to|and|or|until) {_DAY})*|\d{{1,2}} (?:to|and|or) {_DAY}|{_YEARS})(?!\w)")
# Within a name these stand between words with capitals: the Secretary of State for Health and Social Care.
_WITHIN = frozenset(("of", "for", "and", "on", "of the", "for the", "on the"))
_BETWEEN = re.compile(r"(?:[ ,()&/-]|\.(?=\)))+")
_PART_OF = re.compile(
    r"\b(?:sections?|parts?|schedules?|articles?|regulations?|paragraphs?|clauses?) \d+[A-Z]?(?:\(\w{1,3}\))* "
    r"(?:of|to) (?:the )?\Z",
    re.IGNORECASE,
)


def _dates_in(told: str, found: Sequence[re.Match[str]]) -> Iterator[_Span]:
    for match in _DATE.finditer(told):
        within = [at for at, word in enumerate(found) if match.start() <= word.start() < match.end()]
        if within:
            yield within[0], within[-1] + 1


def _names_in(told: str, found: Sequence[re.Match[str]], pool: str) -> Iterator[_Span]:
    """Names of several words with capitals, which the document has with the same; with 'section 2 of the' before."""
    at = 0
    while at < len(found):
        end = _end_of_name(told, found, at)
        if sum(_is_capital(word[0]) for word in found[at:end]) < 2:
            at += 1
            continue
        if f" {' '.join(word[0] for word in found[at:end])} " in pool:
            before = _PART_OF.search(told[: found[at].start()])
            start = at if before is None else next(n for n, word in enumerate(found) if word.start() >= before.start())
            yield start, end
        at = end


def _end_of_name(told: str, found: Sequence[re.Match[str]], at: int) -> int:
    """Where a name ends that begins with this word; the same place where none begins."""
    if not _is_capital(found[at][0]):
        return at
    end = at + 1
    while True:
        for more in (1, 2, 3):  # the next word, with at most two small ones before it
            words = found[end - 1 : end + more]
            if len(words) <= more or not all(
                _BETWEEN.fullmatch(told[one.end() : two.start()]) for one, two in pairwise(words)
            ):
                return end
            small, last = " ".join(word[0] for word in words[1:-1]), words[-1][0]
            if small in _WITHIN if small else True:
                year = not small and _YEAR.fullmatch(last) is not None
                if _is_capital(last) or year:
                    end += more
                    break
        else:
            return end


_YEAR = re.compile(r"(?:19|20)\d\d")


def _is_capital(word: str) -> bool:
    return word[:1].isupper() and not is_date(word)


def _listed_in(subject: Subject) -> Iterator[tuple[str, ...]]:
    """What words.yaml names in several words, each as its words in small letters."""
    said = [*subject.names, *(name for thing in subject.things for name in thing.names)]
    said += [term.term for term in subject.glossary]
    said += [name for one in subject.abbreviations for name in (one.long, one.plural)]
    for name in dict.fromkeys(said):
        words = tuple(_words_of(name).casefold().split())
        if len(words) > 1:
            yield words


def _listed_among(words: Sequence[str], listed: Iterable[tuple[str, ...]]) -> Iterator[_Span]:
    for name in listed:
        for at in range(len(words) - len(name) + 1):
            if tuple(words[at : at + len(name)]) == name:
                yield at, at + len(name)
