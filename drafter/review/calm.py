"""Which kind words go out without a question: each clause says one of the usual things of the writers or the reader.

Whatever else a clause says, a person must look at it. So a word that nobody thought of raises a question, and no claim
is calm because its words are few and friendly.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from drafter.english.lists import lists
from drafter.frozen import NamedTuple
from drafter.patterns import late_pattern

_WORDS: Final = lists("calm")
_READER: Final = lists("reader")


def _one_of(words: Iterable[str]) -> str:
    return f"(?:{'|'.join(sorted(map(re.escape, words), key=len, reverse=True))})"


# A clause is read in small letters, with its signs apart: "i am glad , and so are you ."
_END: Final = r"(?= [.,;:!?)\u2013\u2014]| *\Z)"
_BY: Final = rf"(?:(?:\w+ly|{_WORDS.either('by the way')}) )*+"  # what stands between a subject and what is said of it
_WRITERS: Final = frozenset(("i", "we", "my", "our"))
_READERS: Final = frozenset(("you", "your"))
_KIN: Final = _one_of(_READER.words("kin"))
_US: Final = rf"\b(?:i|we|(?:my|our)(?: whole)? {_WORDS.pattern('those who write')}) {_BY}"
_BE, _HAVE = "(?:am|is|are|was|were)", "(?:has|have|had)"
_MODAL: Final = "(?:will|would|shall|should|can|could|may|might|must)"
_WISH: Final = late_pattern(r"\b(?:hope|hoping|wish|trust|if|whether|sure)(?: that)?(?: \w+){0,2} \Z")

_ABLE: Final = rf"(?:able|free|welcome) to {_BY}{_one_of(_READER.words('reaching'))}\b"
_WE_ARE: Final = rf"(?:{_WORDS.pattern('we are')}|(?:un)?able to {_WORDS.pattern('we may')})\b"
_WE_HAVE: Final = rf"(?:{_WORDS.pattern('we have')}\b|been {_WE_ARE})"
_WE_DO: Final = rf"{_WORDS.pattern('we do')}\b"
_YOU_ARE: Final = (
    rf"(?:{_WORDS.pattern('you are')}\b(?! looked)|{_ABLE}|(?:able|free) to {_WORDS.pattern('in health')}\b)"
)
_MAY_HAVE_TO: Final = rf"(?:like|wish|need|want|hear|have any|be {_BY}proud)\b"
_MADE: Final = "(?:asked|told|left|moved|promised|given|taken|looked)"  # what is done to people

# What may stand before what is asked of the reader, who is asked to come to the office and nowhere else.
_PLEASE: Final = r"please (?:do |also |always |just |then |simply |feel free to )*+"
_TO_US: Final = (
    r"(?:(?:see|meet|talk to|speak to|visit|find) (?:me|us|my|our|one)|your|terms"
    r"|(?:my|our|the|an?|one of my) (?:\w+ ){0,2}(?:surger\w+|office|library|house))\b"
)


class _Said(NamedTuple):
    """Words that a person must look at, and why. ``hoped``: they may be hoped for.

    ``of`` are words of which one is always among them: many patterns take long to compile, and most are of a sentence
    with none of these.
    """

    words: re.Pattern[str]
    why: str
    hoped: bool = False
    of: frozenset[str] = frozenset()


def _of_us(words: str, why: str) -> _Said:
    return _Said(late_pattern(words), why, of=_WRITERS)


def _of_you(words: str, why: str, *, hoped: bool = False) -> _Said:
    return _Said(late_pattern(words), why, hoped, _READERS)


def _of_any(words: str, why: str) -> _Said:
    return _Said(late_pattern(words), why)


_CLAUSES: Final = (
    # The writers
    _of_us(rf"(?<!sad )(?<!sorry )(?<!pleased ){_US}{_BE} {_BY}(?!{_WE_ARE})\w+(?: \w+)?", "says how the writers are"),
    _of_us(rf"{_US}{_MODAL} {_BY}be {_BY}(?!{_WE_ARE}|in touch\b)\w+", "says what will become of the writers"),
    _of_us(rf"{_US}{_MODAL} {_BY}have (?!liked|loved)\w+", "says what the writers have"),
    _of_us(rf"{_US}{_HAVE} {_BY}(?!{_WE_HAVE})\w+(?: \w+)?", "says what the writers have, or what came to pass"),
    _of_us(
        rf"(?<!can )(?<!may )(?<!could )\b(?:i|we) {_BY}(?:(?:do|did) {_BY})?+"
        rf"(?!{_BE}\b|{_HAVE}\b|{_MODAL}\b|(?:do|did|cannot)\b|{_WE_DO})[a-z]+(?: \w+){{0,3}}",
        "is none of what the writers of a letter usually say of themselves",
    ),
    _of_us(rf"{_US}(?:will|shall) {_BY}help{_END}", "is a promise of help with nothing named"),
    _of_any(r"\bhelp you (?!(?:with|if|in|further|at|to|and|or|as|more|please|fill|find)\b)[a-z]+", "is a promise"),
    _of_us(r"\b(?:glad|pleased|happy) (?:that )?(?:i|we|my office) could\b", "says that something was done"),
    _of_any(rf"{_WORDS.pattern('brings news')}\b(?! {_WORDS.pattern('no news')}\b)", "brings news"),
    _of_any(rf"{_WORDS.pattern('encloses')}(?: \w+){{0,2}}", "encloses what office.yaml does not name"),
    _of_any(
        rf"{_WORDS.pattern('an answer')}(?! (?:(?:to|for) your|(?:that )?(?:i|you))\b)",
        "is of an answer unknown here",
    ),
    _of_us(
        r"\bmy (?:letter|name|answer|question|speech)"
        r" (?:to (?!you\b)|is|was|went|has|had|will|there|on|in)(?: ?\w+){0,2}",
        "is of something that the member did",
    ),
    # The writers' own life, and others
    _of_any(rf"\b(?:my|our) (?:own |late |dear )?{_KIN}\b", "is of the writers' own life"),
    _of_any(rf"\bas an? (?:\w+ )?{_KIN}\b|{_WORDS.pattern('of others')}", "is of others, or of the writers' own life"),
    # The reader
    _of_you(rf"\byou {_BY}{_BE} {_BY}(?!{_YOU_ARE})\w+(?: \w+)?", "says how the reader is"),
    _of_you(rf"\byou {_BY}{_HAVE} {_BY}been {_BY}{_MADE}\b", "says what was done to the reader"),
    _of_you(
        rf"(?<!if )\byou {_BY}(?:should|ought|must(?! {_BY}be {_BY}{_YOU_ARE})) {_BY}"
        rf"(?!{_MAY_HAVE_TO})\w+(?: \w+)?",
        "says what the reader ought to do",
    ),
    _of_you(r"\byou (?:can|may|could|might) ask (?:to|for)\b(?! (?:me|my|us|our|see|speak)\b)", "says what may be had"),
    _of_you(r"\byou (?:can|may|will|could) find (?!(?:me|us|my|our|details)\b)\w+", "says what there is to find"),
    _of_you(
        rf"\byou {_BY}{_MODAL} {_BY}be {_BY}(?!{_WE_ARE}|{_YOU_ARE})\w+",
        "says what will become of the reader",
        hoped=True,
    ),
    _of_you(
        rf"\byou {_BY}(?:will|shall|can|would) {_BY}be {_BY}(?!{_ABLE}|welcome\b|in (?:my|our) thoughts)\w+",
        "says what will become of the reader",
        hoped=True,
    ),
    # The reader's own people
    _of_you(
        rf"\byour (?:\w+ )?{_KIN}(?: and (?:your )?{_KIN})? {_BY}{_MODAL} {_BY}(?!like\b|prefer\b)(?:be )?\w+",
        "says what will become of somebody",
    ),
    _of_you(
        rf"\byour (?:\w+ )?{_KIN} {_BY}(?:(?:{_BE}|{_HAVE} been) {_BY}(?:{_MADE}|among|one|to (?!be married))\b"
        rf"|{_HAVE} {_BY}(?:written|said|told|asked|promised)\b)",
        "says what was done to somebody",
    ),
    _of_you(
        rf"\b(?:you|your (?:\w+ )?{_KIN}) {_BY}(?:(?:has |have )?had to|(?:has|have) to) {_BY}"
        rf"(?!{_WORDS.pattern('had to in any letter')}\b)\w+",
        "says what somebody had to bear",
    ),
    # Appeals
    _of_any(_WORDS.pattern("appeals"), "is an appeal to do something"),
    _of_any(
        rf"\bcome (?:along )?(?:with\b|(?:to|and)\b(?! {_TO_US}))(?: \w+){{0,3}}",
        "asks the reader to come elsewhere",
    ),
    _of_any(
        rf"\b{_PLEASE}(?!not (?:worry|be)\b|(?:not )?{_WORDS.pattern('please')}\b|be (?:in touch|patient)\b)"
        r"[a-z]+(?: \w+){0,2}",
        "is an appeal to do something",
    ),
)

# Words left out: what stands for them was said before, and is granted or denied with them.
_LEANS: Final = late_pattern(
    rf"\b(?:{_BE}|be|been|do|does|did|{_HAVE}|{_MODAL}|cannot)(?: not)?"
    rf"(?: (?:i|we|you|they|he|she|so|too|as well|also|now|again|already|myself|all))*{_END}|\bto{_END}"
)
_RELATIVE: Final = late_pattern(rf"\b(?:{_WORDS.either('may end in a verb')})\b[^.,;:]*\Z")
_POINTS: Final = late_pattern(
    rf"(?<!\bor )(?<!\bif )\b(?:so|not|there){_END}|\Aso (?:am|are|was|were|do|did|is|have|will) (?:i|we|my)\b"
    rf"|\b(?:{_WORDS.pattern('comments')} (?:of|about|at|with|to (?:know|hear|see|have)) (?:that|this|it)"
    rf"|(?:have|know|heard|said|say|seen|believe|did|done|do) (?:that|this)){_END}"
    r"|\bhave (?:that|this) in\b|\bas (?:i|we) do\b"
)
_VERB: Final = late_pattern(rf"\b(?:{_BE}|{_HAVE}|{_MODAL}|do|did|cannot)\b")
_NEEDS_NO_VERB: Final = late_pattern(
    rf"(?!with (?:good )?luck\b)(?:{_WORDS.pattern('before thanks')} )*+{_WORDS.pattern('needs no verb')}\b"
    r"|.*\b(?:i|we|please|thank|your|you)\b.*\b[a-z]{4,}"
)

# Somebody whom the reader knows stands before "he" and "her", unless it is hoped that all goes well.
_THIRD: Final = late_pattern(r"\b(?:he|him|his|himself|she|her|hers|herself)\b")
_SOMEBODY: Final = late_pattern(rf"\b(?!he\b|she\b)(?:{_KIN}|{_one_of(_WORDS.words('people'))})\b")
_WELL: Final = late_pattern(
    rf"\b(?:hope|trust|glad|sorry)(?: to hear)?(?: that)? (?:he|she) (?:{_BE}|has been|will be|will soon be) {_BY}"
    rf"{_WORDS.pattern('in what health')}\b"
)

_MARCH: Final = late_pattern(r"\bmarch(?:es|ed|ing)?\b")  # the month has a capital
_BY_WHEN: Final = late_pattern(
    r"\bby (?:the )?(?:end of |\d{1,2}\b|(?:mon|tues|wednes|thurs|fri|satur|sun)day\b|next |noon\b)[^.,;]*",
    re.IGNORECASE,
)
_PLACE: Final = late_pattern(r"\bwww\.\S+|\bhttps?:\S+|\S+@\S+")


def to_ask(clauses: str, said: str, left: str, before: str = "") -> Iterator[str]:
    """Why a person must look at a sentence in kind words; nothing where it is calm.

    ``clauses`` is the sentence in small letters with its signs apart, and "details" for the office's details; ``said``
    is the sentence itself, ``left`` the same without details. ``before`` is the kind sentence before it, if any.
    """
    for pattern, text, why in (
        (_PLACE, left, "is no address that office.yaml has"),
        (_MARCH, said, "is an appeal to do something"),
        (_BY_WHEN, said, "gives a day by which to do something"),
    ):
        found = pattern.search(text)
        if found:
            yield f"'{found[0].rstrip('.,;:')}' {why}"
    yield from _left_out(clauses)
    words = clauses.split()
    for pattern, why, hoped, of in _CLAUSES:
        for found in pattern.finditer(clauses) if not of or not of.isdisjoint(words) else ():
            if not (hoped and _WISH.search(clauses[: found.start()])):
                yield f"'{found[0].strip()}' {why}"
    third = _THIRD.search(_WELL.sub(lambda well: " " * len(well[0]), clauses))
    if third and not _SOMEBODY.search(f"{before.casefold()} {clauses[: third.start()]}"):
        yield f"'{third[0]}' is somebody whom nothing here names"


def _left_out(clauses: str) -> Iterator[str]:
    """Words that stand for something said before: what that is, nobody checks."""
    found = next((one for one in _LEANS.finditer(clauses) if not _RELATIVE.search(clauses[: one.start()])), None)
    found = found or _POINTS.search(clauses)
    if found:
        yield f"'{found[0].strip()}' leans on something said before, and grants or denies it"
    if not _NEEDS_NO_VERB.match(clauses) and not _VERB.search(clauses):
        yield "it has no verb, and leans on something said before"
