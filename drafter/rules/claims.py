"""How the claim of a fact must be."""

from __future__ import annotations

import re
from collections.abc import Iterator

from drafter.documents.quotations import fold
from drafter.factbase.claims import plain
from drafter.factbase.model import Fact
from drafter.problems import Problem, Severity
from drafter.rules.details import OPENERS
from drafter.rules.looked import Looked
from drafter.rules.words import QUOTED, WORD, afterwards, both_ways, unquoted

MOST_COPIED = 8  # words running; more than that is the document's sentence, not ours
LONG, TOO_LONG = 24, 34  # words of a claim
_AGEING = re.compile(
    r"\b(currently|recently|now|today|nowadays|soon|shortly|lately|at present|at the moment|so far|to date|"
    r"this (?:year|month|week|autumn|winter|spring|summer)|last (?:year|month|week|autumn|winter|spring|summer)|"
    r"next (?:year|month|week|autumn|winter|spring|summer)|yesterday|tomorrow|upcoming|forthcoming|latest|newly)\b",
    re.IGNORECASE,
)
_CAPITALS = re.compile(r"\b([A-Z]{2,})s?\b")
# A claim's own speaker may not be told of by these, whatever stands between.
_SAYING = (
    r"(?:sa(?:y|ys|id)|tells?|told|states?|stated|writes?|wrote|written|repl(?:y|ies|ied)|answer(?:s|ed)?|add(?:s|ed)?|"
    r"reports?|reported|notes?|noted|explain(?:s|ed)?|argue[sd]?|claim(?:s|ed)?|recognise[sd]?|believe[sd]?|thinks?|"
    r"thought|insist(?:s|ed)?|maintain(?:s|ed)?|stress(?:es|ed)?|warn(?:s|ed)?|estimate[sd]?|hope[sd]?|suggest(?:s|ed)?|"
    r"describe[sd]?|admit(?:s|ted)?|confirm(?:s|ed)?|acknowledge[sd]?|concede[sd]?|declare[sd]?|promise[sd]?)"
)
_TITLE = re.compile(r"^(?:the )?(?:Rt Hon |Mr |Mrs |Ms |Miss |Dr |Sir |Dame |Lord |Lady |Baroness )*", re.IGNORECASE)
_BODIES = frozenset("minister minister's department government library committee trust council".split())


def capital_in_claim(looked: Looked) -> Iterator[Problem]:
    """A claim that begins with a capital letter, and with no name.

    A claim stands after 'said that', in the middle of a sentence; where it begins one, the program sets the capital.
    """
    for fact in looked.base.facts.values():
        first = WORD.match(plain(fact.claim))
        if first and first[0][:1].isupper() and _is_no_name(first[0], fact, looked):
            message = f"the claim of '{fact.id}' begins with a capital letter: '{first[0]}'"
            hint = f"write '{first[0][:1].lower()}{first[0][1:]}': the program begins sentences"
            yield Problem(looked.claim(fact), "capital-in-claim", message, hint)


def _is_no_name(word: str, fact: Fact, looked: Looked) -> bool:
    """Whether a word with a capital is known from elsewhere to need none."""
    if word.casefold() in OPENERS:
        return True
    names = {name for text in looked.base.subjects[fact.subject].names for name in WORD.findall(text)}
    low = word[:1].lower() + word[1:]
    return word not in names and any(low in WORD.findall(c.quote) for c in fact.cites)


def speaker_in_claim(looked: Looked) -> Iterator[Problem]:
    """A claim that tells of its own speaker as the one who says it: 'Mr Barclay explains ...', '..., the guide hopes'.

    The program says whose claim it is, and when, in every letter; said in the claim too, it would be said twice. What
    the document does is its 'occasion' ("recognises"). What a claim tells of others ("the Government has argued") is
    claimed, and stays.
    """
    for fact in looked.base.facts.values():
        names = "|".join(re.sub(r"^the\b", "[Tt]he", re.escape(name)) for name in _names(fact, looked))
        near = r"(?:,? \w+){0,2}?,? "
        own = re.compile(rf"\b(?:{names}){near}{_SAYING}\b|\b{_SAYING}{near}(?:{names})\b")
        match = own.search(unquoted(plain(fact.claim)))
        if match:
            message = f"'{match[0]}' says whose claim it is, which the program does from the document"
            hint = "write what is claimed alone; 'occasion' says what the document does"
            yield Problem(looked.claim(fact), "speaker-in-claim", message, hint)


def _names(fact: Fact, looked: Looked) -> list[str]:
    """The names of a fact's speaker, the longest first; a person's surname among them."""
    speaker = looked.base.speaker(fact)
    names = {speaker.full, speaker.short}
    bare = _TITLE.sub("", speaker.short)
    surname = bare.split()[-1] if bare else ""
    if speaker.pronoun in {"he", "she"} and surname.casefold() not in _BODIES:
        names.add(surname)
    return sorted((name for name in names if name), key=len, reverse=True)


def long_claim(looked: Looked) -> Iterator[Problem]:
    """A claim of more than 24 words; more than 34 are an error.

    What is long is read twice and quoted wrongly. Several short facts beat one long one: 'only_after' holds together
    what must not be told apart.
    """
    for fact in looked.base.facts.values():
        count = len(plain(fact.claim).split())
        if count > LONG:
            message = f"the claim of '{fact.id}' has {count} words"
            hint = f"at most {LONG}, better 8 to 18: make two facts of it"
            severity = Severity.ERROR if count > TOO_LONG else Severity.WARNING
            yield Problem(looked.claim(fact), "long-claim", message, hint, severity)


def ageing_words(looked: Looked) -> Iterator[Problem]:
    """A word that will be untrue one day and that the program cannot put right: 'currently', 'recently', 'next year'.

    A claim is told in the present while it stands, and in the past afterwards; the program turns verbs and months. What
    else changes with time stands in braces, with what is told afterwards: '{exists at present|existed at that time}'.
    What stands in quotation marks is the document's own.
    """
    for fact in looked.base.facts.values():
        for match in _AGEING.finditer(unquoted(afterwards(fact.claim))):
            message = f"'{fact.id}' says '{match[0]}', which ages"
            hint = "say when, or give both forms: '{exists at present|existed at that time}'"
            yield Problem(looked.claim(fact), "ageing-words", message, hint)


def copied_words(looked: Looked) -> Iterator[Problem]:
    """A claim with more than eight words running that are the document's own, outside quotation marks.

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
        run = max((_longest_run(text, f" {pool} ") for text in both_ways(fact.claim)), key=len)
        if run:
            message = f"'{fact.id}' copies {len(run)} words running: \u201c{' '.join(run[:12])}\u201d"
            hint = f"at most {MOST_COPIED}; say it in other words, or in quotation marks"
            yield Problem(looked.claim(fact), "copied-words", message, hint)


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
    """Words in quotation marks, in a claim, that are not in a quotation of that fact.

    What stands in quotation marks is taken for the document's own words, and the other rules leave it alone; so it must
    be there, word for word.
    """
    for fact in looked.base.facts.values():
        own = [fold(cite.quote) for cite in fact.cites]
        for match in QUOTED.finditer(fact.claim):
            said = fold(match[0]).strip('"').strip(" .,;")
            if not any(said in quote for quote in own):
                message = f"'{fact.id}' puts \u201c{said}\u201d in quotation marks, which none of its quotations has"
                hint = "quote the document's own words, or leave the marks out"
                yield Problem(looked.claim(fact), "misquoted", message, hint)


def unknown_abbreviation(looked: Looked) -> Iterator[Problem]:
    """Capitals that words.yaml does not spell out.

    An abbreviation is spelt out at its first use in a letter, which the program can do only for those it knows.
    """
    for fact in looked.base.facts.values():
        known = {a.short for a in looked.base.subjects[fact.subject].abbreviations}
        said = {m[1] for text in both_ways(fact.claim) for m in _CAPITALS.finditer(unquoted(text))}
        for short in sorted(said - known):
            message = f"'{short}' is an abbreviation that words.yaml does not spell out"
            yield Problem(looked.claim(fact), "unknown-abbreviation", message, "add it there, or write it out")
