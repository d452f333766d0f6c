"""Numbers, dates and names that nothing bears out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from drafter.factbase.edtf import Issued, day_in_words, month_in_words
from drafter.factbase.model import Fact
from drafter.problems import Problem
from drafter.rules.looked import Looked
from drafter.rules.words import NUMBERS, SENTENCE_END, WORD, is_date, is_figure, unquoted

_DIGITS = {digits: word for word, digits in NUMBERS.items()}
# What begins a sentence has its capital from that; of these it is known that they are no names.
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
    """A number, a date or a proper name in a fact's sentence that its citation does not carry.

    Each must stand in a quotation of the fact, or in the document's own details (title, author, publisher, number,
    date), or be a name by which words.yaml lets the fact's voice be called, or one of the names that words.yaml lists
    for the subject. A wrong figure or name is what a reader remembers; this finds one that slipped in.
    """
    for fact in looked.base.facts.values():
        for text in fact.texts:
            known = _known(fact, text, looked)
            strange = [word for word in dict.fromkeys(_details(text)) if word.casefold() not in known]
            if strange:
                message = f"'{fact.id}' says {_listed(strange)}, which neither its quotation nor its document carries"
                hint = "quote the words that carry it, or take it out"
                yield Problem(looked.wording(fact, text), "unsupported-detail", message, hint)


def _details(text: str) -> Iterator[str]:
    """The numbers, dates and names of a sentence, outside quotation marks."""
    for sentence in SENTENCE_END.split(unquoted(text)):
        for index, match in enumerate(WORD.finditer(sentence)):
            word = _bare(match[0])
            opener = index == 0 and word.casefold() in OPENERS
            if is_figure(word) or is_date(word) or (word[:1].isupper() and word != "I" and not opener):
                yield word


def _known(fact: Fact, text: str, looked: Looked) -> set[str]:
    subject = looked.base.subjects[fact.subject]
    texts: list[str] = [*subject.voices.get(fact.voice, ()), *subject.names]
    texts += [name for a in subject.abbreviations for name in (a.short, f"{a.short}s", a.long, a.plural)]
    for cite in fact.cites:
        source = looked.base.sources[cite.source]
        texts += [cite.quote, source.title, source.author, source.publisher]
        # A day or a number of the document's own bears nothing out but itself: '6 July 2018' is no six hospitals.
        wholes = [source.number, *_dates(source.issued)]
        # A month that the quotation names is of the document's year, where the sentence says so.
        months = [word for word in WORD.findall(cite.quote) if is_date(word)]
        years = {source.issued.earliest.year, source.issued.latest.year}
        wholes += [f"{month} {year}" for month in months for year in years]
        wholes += [f"{month} of that year" for month in months]
        texts += [whole for whole in wholes if whole and whole in text]
    known = {_bare(word).casefold() for said in texts for word in WORD.findall(said)}
    known |= {NUMBERS[word] for word in known & set(NUMBERS)} | {_DIGITS[word] for word in known & set(_DIGITS)}
    return known | {f"{word}s" for word in known} | {word.removesuffix("s") for word in known if len(word) > 3}


def _dates(issued: Issued) -> Iterator[str]:
    """How a sentence may say when a document was issued; of one whose day is only known to lie between, its winter."""
    for day in (issued.earliest, issued.latest):
        yield from (day_in_words(day), month_in_words(day), f"in {day.year}", f"of {day.year}")
    if issued.earliest != issued.latest:
        yield f"winter of {issued.earliest.year}-{issued.latest.year % 100:02}"


def _bare(word: str) -> str:
    return re.sub(r"['\u2019]s?$", "", word)


def _listed(words: Iterable[str]) -> str:
    return ", ".join(f"'{word}'" for word in words)
