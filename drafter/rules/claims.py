"""Rules for how a claim is written, and the English that is looked for in claims: figures, dates, verbs of claim."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache

from drafter.english.lists import lists
from drafter.facts.claims import QUOTED, Verb, as_of_its_day, parse_claim, plain
from drafter.facts.model import Fact, FactKind, Side
from drafter.letter.tree import promises, proposes
from drafter.patterns import late_pattern
from drafter.problems import Problem, Severity
from drafter.rules.looked import Looked
from drafter.sources.quotations import fold_quotation

_WORDS = lists("claims")
MANY = 10_000  # texts of which it is kept what they hold: those of all facts of an office, which many rules look at

# Verbs of claim: how somebody claims something, and what is claimed to happen in the world.
#
# No approval allows them in a courtesy: a reader takes 'was announced' or 'will be cut' for a claim.


@cache
def verb_of_claim() -> re.Pattern[str]:
    """A verb of claim. It takes 2 ms to compile, so not at import."""
    return re.compile(rf"\b{_WORDS.pattern('claiming')}{_WORDS.pattern('endings')}?\b", re.IGNORECASE)


@cache
def clause_in_name() -> re.Pattern[str]:
    """What no name holds, since it makes a clause of it: a finite verb that is no noun, or a verb with its object.

    'Bus cuts', 'parking permits' and 'assisted dying' are names; 'the council cuts the buses' is none.
    """
    verb = rf"{_WORDS.pattern('claiming')}{_WORDS.pattern('endings')}?"
    # Capitals count: 'Can Do' is a name. 'Closing the library' is one too.
    return re.compile(
        rf"\b(?:{_WORDS.pattern('finite')}|may)\b|\b(?!\w+ing\b){verb} {_WORDS.pattern('objects')}\b|\b{verb}(?<=ed)\Z"
    )


# English: figures, dates, names, quoted words.

WORD = late_pattern(r"[^\W_]+(?:[.,'\u2019][^\W_]+)*")

MONTH_WORDS = _WORDS.words("months")
DAYS = _WORDS.words("days")
SEASONS = _WORDS.words("seasons")
_OF_DATES = MONTH_WORDS | DAYS | SEASONS
NUMBERS = {word: str(number) for number, word in enumerate(_WORDS.phrases("numbers"))}
AMOUNTS = frozenset(_WORDS.phrases("amounts"))
MORE_NUMBERS = frozenset(_WORDS.phrases("more numbers"))
# The first word of a sentence always has a capital. These words are known not to be names.
OPENERS = _WORDS.words("openers")


def unquoted(text: str) -> str:
    """The text with quoted words blanked; every character keeps its place."""
    return QUOTED.sub(lambda match: " " * len(match[0]), text)


def afterwards(claim: str) -> str:
    """A claim without its marks, as it is told once its day is past. Months stay as they are written."""
    return "".join(p.then if isinstance(p, Verb) else as_of_its_day(p) for p in parse_claim(claim).pieces).strip()


def both_ways(claim: str) -> tuple[str, str]:
    """A claim without its marks, in two forms: as of its document's day, and as told afterwards."""
    return plain(claim), afterwards(claim)


@lru_cache(maxsize=MANY)
def is_figure(word: str) -> bool:
    """Whether a word is a number in digits of any script, or in letters. 'One' does not count, since it is often a
    pronoun.
    """
    low = without_genitive(word).casefold()
    return any(c.isnumeric() for c in word) or (low in NUMBERS and low != "one") or low in MORE_NUMBERS


@lru_cache(maxsize=MANY)
def is_date(word: str) -> bool:
    """Whether a word names a month or a weekday; 'May' and 'March' only with a capital."""
    low = without_genitive(word).casefold()
    if low in {"may", "march"}:
        return word[0].isupper()
    return low in _OF_DATES


def without_genitive(word: str) -> str:
    """A word without a possessive s."""
    return re.sub(r"['\u2019]s?$", "", word)


# The form of a claim.

_FIRST_PERSON = late_pattern(r"(?<![\w'’])(?:[Ww]e|[Oo]ur|[Oo]urs|[Oo]urselves|us|[Mm]y|[Mm]yself|[Mm]e)(?![\w-])")
_I = late_pattern(r"(?:^|\b[a-z]\w*,? )(I)\b(?=[ '\u2019][a-z])")  # not the number of a part: 'Part I of the Act'


def first_person(looked: Looked) -> Iterator[Problem]:
    """A claim that says 'we', 'our' or 'I', outside quotation marks.

    The member signs the letter: 'Ms Quill said that we will publish guidance' promises it in the member's name. A claim
    names whoever does something: 'the Department will publish guidance'.
    """
    for fact in looked.base.facts.values():
        claim = unquoted(plain(fact.claim))
        found = _FIRST_PERSON.search(claim) or _I.search(claim)
        if found:
            message = (
                f"'{fact.id}' says '{found[found.lastindex or 0]}', which in a letter means the member who signs it"
            )
            yield Problem(
                looked.claim(fact), "first-person", message, "name who is meant: 'the Department', 'the Council'"
            )


LONG, TOO_LONG = 24, 34  # words of a claim
_AGEING = late_pattern(
    r"\b(currently|recently|now|today|nowadays|soon|shortly|lately|at present|at the moment|so far|to date|"
    r"this (?:year|month|week|autumn|winter|spring|summer)|last (?:year|month|week|autumn|winter|spring|summer)|"
    r"next (?:year|month|week|autumn|winter|spring|summer)|yesterday|tomorrow|upcoming|forthcoming|latest|newly)\b",
    re.IGNORECASE,
)
_CAPITALS = late_pattern(r"\b([A-Z]{2,})s?\b")
# A claim must not say these of its own speaker, whatever words stand between.
_SAYING = (
    r"(?:sa(?:y|ys|id)|tells?|told|states?|stated|writes?|wrote|written|repl(?:y|ies|ied)|answer(?:s|ed)?|add(?:s|ed)?|"
    r"reports?|reported|notes?|noted|explain(?:s|ed)?|argue[sd]?|claim(?:s|ed)?|recognise[sd]?|believe[sd]?|thinks?|"
    r"thought|insist(?:s|ed)?|maintain(?:s|ed)?|stress(?:es|ed)?|warn(?:s|ed)?|estimate[sd]?|hope[sd]?|suggest(?:s|ed)?|"
    r"describe[sd]?|admit(?:s|ted)?|confirm(?:s|ed)?|acknowledge[sd]?|concede[sd]?|declare[sd]?|promise[sd]?)"
)
_TITLE = late_pattern(r"^(?:the )?(?:Rt Hon |Mr |Mrs |Ms |Miss |Dr |Sir |Dame |Lord |Lady |Baroness )*", re.IGNORECASE)
_BODIES = frozenset("minister minister's department government library committee trust council".split())


_MAY = frozenset(("may", "can"))
_HAS = frozenset(("has", "have"))
_UNSURE = late_pattern(r"\b(?:could|might|seems?|appears?|likely|(?:is|are) (?:hoped|expected|said|thought))\b")


def speaker_in_claim(looked: Looked) -> Iterator[Problem]:
    """A claim that tells of its own speaker as the one who says it: 'Mr Carver explains ...', '..., the guide hopes'.

    The program says whose claim it is, and when, in every letter; said in the claim too, it would be said twice. What
    the document does is its 'occasion' ("recognises"). What a claim tells of others ("the Government has argued") is
    claimed, and stays.
    """
    for fact in looked.base.facts.values():
        names = "|".join(re.sub(r"^the\b", "[Tt]he", re.escape(name)) for name in _names(fact, looked))
        near = r"(?:,? \w+){0,2}?,? "
        own = re.compile(rf"\b(?:{names}){near}{_SAYING}\b|\b{_SAYING}{near}(?:{names})\b")
        match = own.search(fold_quotation(unquoted(plain(fact.claim))))
        if match:
            message = f"'{match[0]}' says whose claim it is, which the program does from the document"
            hint = "write what is claimed alone; 'occasion' says what the document does"
            yield Problem(looked.claim(fact), "speaker-in-claim", message, hint)


def _names(fact: Fact, looked: Looked) -> list[str]:
    """The names of a fact's speaker, the longest first, with a person's surname."""
    speaker = looked.base.speaker(fact)
    names = {*speaker.names}
    bare = _TITLE.sub("", speaker.short)
    surname = bare.split()[-1] if bare else ""
    if speaker.is_person and surname.casefold() not in _BODIES:
        names.add(surname)
    return sorted((fold_quotation(name) for name in names if name), key=len, reverse=True)


def not_on_record(looked: Looked) -> Iterator[Problem]:
    """A claim with 'on_record' that is no matter of record: what somebody hopes, expects, promises, says or asks.

    Letters tell a matter of record without saying whose word it is. So nobody may dispute it, and it must be plain what
    day it is of: something that happened, how things stand (kind 'status'), or what a proposal is while it stands,
    which the claim itself says is not yet so ('would', 'is meant to'). A party's paper, and words of somebody whom the
    document reports, always need their speaker.
    """
    for fact in looked.base.facts.values():
        why = _why_not_on_record(fact, looked) if fact.on_record else ""
        if why:
            message = f"'{fact.id}' is no matter of record: {why}"
            hint = "take 'on_record' out, and letters say whose word it is"
            yield Problem(looked.claim(fact), "not-on-record", message, hint)


def _why_not_on_record(fact: Fact, looked: Looked) -> str:
    if looked.base.sources[fact.source].side is Side.PARTY:
        return "a party's paper says it"
    if fact.speaker is not None or fact.occasion:
        return "it has a speaker or an occasion of its own"
    verbs = [piece for piece in parse_claim(fact.claim).pieces if isinstance(piece, Verb)]
    if (
        fact.kind in (FactKind.PLAN, FactKind.FORECAST)
        or promises(fact.claim)[0]
        or any(verb.now in _MAY for verb in verbs)
    ):
        return "it is still to come, or may be so"
    if _UNSURE.search(plain(fact.claim)):
        return "somebody hopes, expects or says it"
    happened = not proposes(fact.claim) and all(verb.now == verb.then or verb.now in _HAS for verb in verbs)
    return (
        "" if happened or fact.kind is FactKind.STATUS else "how things stand, or are proposed, is of the kind 'status'"
    )


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


# 'Those who wait' and 'it is for each trust to decide' lean on nothing.
_LEANS_FIRST = late_pattern(
    r"(?:this|that|these|they|such|he|she|it)\b(?!')"
    r"|those\b(?! (?:who|whom|whose|which|that|with|without|in|on|of|at|from|for|to|under|over|near|most|least|\w+ing|"
    r"\w+ed)\b)",
    re.IGNORECASE,
)
_IT_OF_NOTHING = late_pattern(
    r"it (?:(?:will|would|may|might|can|could|must|should|has|had|have) )?(?:not )?(?!to\b)\w+ (?!to\b)"
    r"(?:.* )?(?:to|that|whether|if|how|why|what|when|where|who|which|for)\b",
    re.IGNORECASE,
)
_LEANS_LAST = late_pattern(r"\b(?:this|that|these|those)\Z", re.IGNORECASE)


def dangling_word(looked: Looked) -> Iterator[Problem]:
    """A claim that begins with 'it', 'this', 'that', 'these', 'those', 'they', 'he', 'she' or 'such', or ends with one.

    A claim may stand alone in a letter, and after the claims of another document. Its reader then looks for what the
    word means, and finds something else. A claim that is only told straight after another ('only_after') may lean on
    that one. 'He' and 'she' may be the speaker, as in 'Ms Quill said that she would ask for it'; so may 'they'.
    """
    for fact in looked.base.facts.values():
        word = "" if fact.only_after else _leaning(fact, looked)
        if word:
            message = f"'{fact.id}' says '{word}', and a letter may have nothing before it that this could mean"
            hint = "name what is meant; or say with 'only_after' which fact it is told straight after"
            yield Problem(looked.claim(fact), "dangling-word", message, hint)


def _leaning(fact: Fact, looked: Looked) -> str:
    """The word at the beginning or the end of a claim that means something outside it; empty if there is none."""
    said = unquoted(plain(fact.claim)).strip()
    first, last = _LEANS_FIRST.match(said), _LEANS_LAST.search(said)
    pronoun = looked.base.speaker(fact).pronoun
    own = first is not None and pronoun != "it" and first[0].casefold() == pronoun
    if first is not None and not own and not _IT_OF_NOTHING.match(said):
        return first[0]
    return last[0] if last is not None else ""
