"""Numbers, dates and names that nothing bears out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from drafter.factbase.claims import MONTHS
from drafter.factbase.edtf import Issued, day_in_words, month_in_words
from drafter.factbase.model import Fact
from drafter.problems import Problem
from drafter.rules.looked import Looked
from drafter.rules.words import NUMBERS, WORD, both_ways, is_date, is_figure, unquoted

_WORKED_OUT = re.compile(rf"\b({'|'.join(MONTHS)}) \[(\d{{4}})\]")
_DIGITS = {digits: word for word, digits in NUMBERS.items()}
# What begins a sentence may have its capital from that; of these it is known that they are no names.
OPENERS = frozenset(
    """
    a according after all an and any any area areas as asked at because before both but by certain changes each
    earlier from for how if in integration it its just large leaders local longer more money national nor not of
    on other patients people poor population subject such that the their there they these this those to under
    until what when where whether which while who with its he she his her in some existing bodies savings
    frameworks care two three another being sustained regulations concerns none neither nobody many most few
    several every no yes as did had has have was were is are would could should might must above also although
    being below certainly each early either enough even every everybody everything first further he here how
    however i instead less like may more my next nor now often once one only our out over own please rather
    second several she similarly since so some somebody soon still such than thank then therefore these thus
    together too under until unless up upon very was we well why will without yet you your
    """.split()
)


def unsupported_detail(looked: Looked) -> Iterator[Problem]:
    """A number, a date or a proper name in a claim that its citation does not carry.

    Each must stand in a quotation of the fact, or in the document's own details (title, author, publisher, number,
    date, speaker), or be one of the names that words.yaml lists for the subject. The year of a month may be worked out
    from the document's date, where it stands in square brackets: 'in September [2017]'. A wrong figure or name is what
    a reader remembers; this finds one that slipped in.
    """
    for fact in looked.base.facts.values():
        claim = _without_worked_out(fact, looked)
        texts = both_ways(claim)
        known = _known(fact, texts, looked)
        words = (word for text in texts for word in details_of(text))
        strange = [word for word in dict.fromkeys(words) if word.casefold() not in known]
        if strange:
            message = f"'{fact.id}' says {listed(strange)}, which neither its quotation nor its document carries"
            year = re.search(rf"\b({'|'.join(MONTHS)}) ({'|'.join(map(re.escape, strange))})\b", claim)
            hint = "quote the words that carry it, or take it out"
            if year and year[2].isdigit():
                hint = f"a year that was worked out from the document's date is written so: '{year[1]} [{year[2]}]'"
            yield Problem(looked.claim(fact), "unsupported-detail", message, hint)


def details_of(text: str) -> Iterator[str]:
    """The numbers, dates and names of a claim, outside quotation marks."""
    for match in WORD.finditer(unquoted(text)):
        word = bare(match[0])
        if is_figure(word) or is_date(word) or (word[:1].isupper() and word != "I"):
            yield word


def _without_worked_out(fact: Fact, looked: Looked) -> str:
    """A claim without the months whose year was worked out as it may be: the nearest before or after the document."""

    def blank(match: re.Match[str]) -> str:
        year, month = int(match[2]), MONTHS.index(match[1]) + 1
        for cite in fact.cites:
            issued = looked.base.sources[cite.source].issued
            if match[1] in WORD.findall(cite.quote) and year in _implied(month, issued):
                return ""
        return match[0]

    return _WORKED_OUT.sub(blank, fact.claim)


def _implied(month: int, issued: Issued) -> set[int]:
    """The years that a month named without one may be of: when it last was, and when it next will be."""
    before = issued.latest.year - (month > issued.latest.month)
    after = issued.earliest.year + (month < issued.earliest.month)
    return {before, after}


def _known(fact: Fact, said: tuple[str, ...], looked: Looked) -> set[str]:
    subject = looked.base.subjects[fact.subject]
    speaker = looked.base.speaker(fact)
    # A name with a figure bears out itself alone: 'Early Day Motion 660' is no 660 nurses.
    figured = [name for name in subject.names if any(map(is_figure, WORD.findall(name)))]
    texts: list[str] = [*(name for name in subject.names if name not in figured), speaker.full, speaker.short]
    texts += [name for name in figured if any(name in text for text in said)]
    texts += [name for a in subject.abbreviations for name in (a.short, f"{a.short}s", a.long, a.plural)]
    for cite in fact.cites:
        source = looked.base.sources[cite.source]
        texts += [cite.quote, source.title, source.author, source.publisher, source.speaker.full, source.speaker.short]
        # A day or a number of the document's own bears nothing out but itself: '6 July 2018' is no six hospitals.
        wholes = [source.number, *_dates(source.issued)]
        # A month that the quotation names is of the document's year, where that is one and known.
        if source.issued.earliest.year == source.issued.latest.year:
            wholes += [f"{word} {source.issued.latest.year}" for word in WORD.findall(cite.quote) if is_date(word)]
        texts += [whole for whole in wholes if whole and any(whole in text for text in said)]
    known = {bare(word).casefold() for text in texts for word in WORD.findall(text)}
    known |= {NUMBERS[word] for word in known & set(NUMBERS)} | {_DIGITS[word] for word in known & set(_DIGITS)}
    return known | {f"{word}s" for word in known} | {word.removesuffix("s") for word in known if len(word) > 3}


def _dates(issued: Issued) -> Iterator[str]:
    """How a sentence may say when a document was issued; of one whose day is only known to lie between, its winter."""
    for day in (issued.earliest, issued.latest):
        yield from (day_in_words(day), month_in_words(day), f"in {day.year}", f"of {day.year}")
    if issued.earliest != issued.latest:
        yield f"winter of {issued.earliest.year}-{issued.latest.year % 100:02}"


def bare(word: str) -> str:
    """A word without the s of a genitive."""
    return re.sub(r"['\u2019]s?$", "", word)


def listed(words: Iterable[str]) -> str:
    """Words, each in quotation marks, between commas."""
    return ", ".join(f"'{word}'" for word in words)
