"""How the sentence of a fact must be."""

from __future__ import annotations

import re
from collections.abc import Iterator

from drafter.documents.quotations import fold
from drafter.factbase.read_subject import RECORD
from drafter.problems import Problem
from drafter.rules.looked import Looked
from drafter.rules.words import QUOTED, WORD, unquoted

MOST_COPIED = 8  # words running; more than that is the document's sentence, not ours
_AGEING = re.compile(
    r"\b(currently|recently|now|today|nowadays|soon|shortly|lately|at present|at the moment|so far|to date|"
    r"this (?:year|month|week|autumn|winter|spring|summer)|last (?:year|month|week|autumn|winter|spring|summer)|"
    r"next (?:year|month|week|autumn|winter|spring|summer)|yesterday|tomorrow|upcoming|forthcoming|will|won't|shall|"
    r"has just|have just|is about to|are about to|is being|are being|latest|newly)\b",
    re.IGNORECASE,
)
_PRONOUN = re.compile(r"\b(he|she|it|they|his|her|its|their)\b", re.IGNORECASE)
_CAPITALS = re.compile(r"\b([A-Z]{2,})s?\b")


def unnamed_speaker(looked: Looked) -> Iterator[Problem]:
    """A claim in somebody's voice whose sentence does not name that somebody.

    Only what is on the record may be said plainly; whoever claims, hopes or plans must stand in the sentence, by one of
    the names that words.yaml gives the voice. A wording for straight after the same document may say 'he' or 'it'; one
    for straight after a particular fact may lean on that fact.
    """
    for fact in looked.base.facts.values():
        if fact.voice == RECORD:
            continue
        names = looked.base.subjects[fact.subject].voices.get(fact.voice, ())
        pattern = re.compile("|".join(rf"\b{re.escape(name)}\b" for name in names) or r"(?!)", re.IGNORECASE)
        for text in (fact.statement, *fact.wordings.again, *fact.wordings.same):
            pronoun = text in fact.wordings.same and _PRONOUN.search(text)
            if not pattern.search(unquoted(text)) and not pronoun:
                message = f"'{fact.id}' does not say whose claim it is (voice '{fact.voice}')"
                hint = f"name the speaker: {', '.join(names)}"
                yield Problem(looked.wording(fact, text), "unnamed-speaker", message, hint)


def ageing_words(looked: Looked) -> Iterator[Problem]:
    """A word that will be untrue one day: 'currently', 'recently', 'will', 'next year'.

    A letter of any date may use the sentence, so it must stay true for ever: say when ('in July 2018') and who said it,
    and tell plans in the past ('said that it would'). What stands in quotation marks is the document's own.
    """
    for fact in looked.base.facts.values():
        for text in fact.texts:
            for match in _AGEING.finditer(unquoted(text)):
                message = f"'{fact.id}' says '{match[0]}', which ages"
                hint = "say when, or tell it in the past"
                yield Problem(looked.wording(fact, text), "ageing-words", message, hint)


def copied_words(looked: Looked) -> Iterator[Problem]:
    """A sentence with more than eight words running that are the document's own, outside quotation marks.

    The documents' wording belongs to their authors: say it in other words, or quote it. Where the text of a document is
    at hand the whole of it is compared, else the quotations.
    """
    pools: dict[str, str] = {}
    for fact in looked.base.facts.values():
        for cite in fact.cites:
            whole = looked.texts.get(cite.source)
            if whole is not None and cite.source not in pools:
                pools[cite.source] = _plain(" \n ".join(whole.blocks))
        pool = " | ".join(pools.get(c.source) or _plain(c.quote) for c in fact.cites)
        for text in fact.texts:
            run = _longest_run(text, f" {pool} ")
            if run:
                message = f"'{fact.id}' copies {len(run)} words running: \u201c{' '.join(run[:12])}\u201d"
                hint = f"at most {MOST_COPIED}; say it in other words, or in quotation marks"
                yield Problem(looked.wording(fact, text), "copied-words", message, hint)


def _plain(text: str) -> str:
    return " ".join(word.casefold() for word in WORD.findall(fold(text)))


def _longest_run(text: str, pool: str) -> list[str]:
    words = _plain(re.sub(r" {2,}", " \u00a6x\u00a6 ", unquoted(text))).split()
    best: list[str] = []
    first = 0
    for last in range(MOST_COPIED + 1, len(words) + 1):
        while last - first > MOST_COPIED and f" {' '.join(words[first:last])} " not in pool:
            first += 1
        if last - first > max(MOST_COPIED, len(best)):
            best = words[first:last]
    return best


def misquoted(looked: Looked) -> Iterator[Problem]:
    """Words in quotation marks, in a fact's sentence, that are not in a quotation of that fact.

    What stands in quotation marks is taken for the document's own words, and the other rules leave it alone; so it must
    be there, word for word.
    """
    for fact in looked.base.facts.values():
        own = [fold(cite.quote) for cite in fact.cites]
        for text in fact.texts:
            for match in QUOTED.finditer(text):
                said = fold(match[0]).strip('"').strip(" .,;")
                if not any(said in quote for quote in own):
                    message = (
                        f"'{fact.id}' puts \u201c{said}\u201d in quotation marks, which none of its quotations has"
                    )
                    hint = "quote the document's own words, or leave the marks out"
                    yield Problem(looked.wording(fact, text), "misquoted", message, hint)


def unknown_abbreviation(looked: Looked) -> Iterator[Problem]:
    """Capitals that words.yaml does not spell out.

    An abbreviation is spelt out at its first use in a letter, which the program can do only for those it knows.
    """
    for fact in looked.base.facts.values():
        known = {a.short for a in looked.base.subjects[fact.subject].abbreviations}
        for text in fact.texts:
            for short in sorted({m[1] for m in _CAPITALS.finditer(unquoted(text))} - known):
                message = f"'{short}' is an abbreviation that words.yaml does not spell out"
                hint = "add it there, or write it out"
                yield Problem(looked.wording(fact, text), "unknown-abbreviation", message, hint)
