"""What writers say of themselves: staff are shown it, and a letter to one reader may thank for it."""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from drafter.english.lists import lists
from drafter.english.messages import shortened
from drafter.english.sentences import sentences_in
from drafter.letter.thanks import parts_of_thanks

_WORDS: Final = lists("writers")
_THANKS: Final = lists("thanks")
_STRAIGHT: Final = str.maketrans({"\u2019": "'", "\u2018": "'"})
_MOST: Final = 3  # sentences that are shown


@cache  # late: a command that reads no post need not build it
def _of_self() -> re.Pattern[str]:
    between = rf"(?:(?!\b(?:{_WORDS.either('speaks of else')})\b)[^.?!;]){{0,60}}?"
    begins, tells = _WORDS.either("speaks of self"), _WORDS.either("tells of self")
    return re.compile(rf"(?<!\w)(?:{begins})\b{between}\b(?:{tells})\b", re.IGNORECASE)


def said_of_self(text: str) -> tuple[str, ...]:
    """The sentences of a message in which its writer tells who they are, what they do or what they live with; three at
    most, each shortened.
    """
    found = (one for one in sentences_in(text) if _of_self().search(one.translate(_STRAIGHT)))
    return tuple(shortened(one) for one, _ in zip(found, range(_MOST), strict=False))


# What a letter may thank for. Only plain sentences are read, of which every word is known up to a natural end: a letter
# may leave out what a writer says, and never misread it.


def thanks_of(text: str) -> tuple[str, str]:
    """What a letter may thank the writer of a message for ('your 24 years as a nurse'), and the sentence of the message
    that says so, shortened; both empty where nothing is plain.
    """
    for sentence in sentences_in(text):
        said = _AS.sub(r"I am \1.", _LED.sub("", " ".join(sentence.translate(_STRAIGHT).split())))
        for pattern, thanks in _ways():
            found = pattern.match(said)
            if found:
                return _plainly(found, thanks), shortened(sentence)
    return "", ""


_LED: Final = re.compile(
    r"\A(?:(?:and|also|first|firstly|personally|as you (?:may |might |will )?(?:know|see|recall)|for (?:my|our) part"
    r"|(?:may|might|can|could) i (?:say|add|mention|point out|explain) that"
    r"|i (?:should|must|would like to|want to|ought to) (?:say|add|explain|mention|tell you) that"
    r"|please (?:note|know|understand) that|speaking|writing)[, ]+)+(?=(?:i|i'm|i've|my|as)\b)",
    re.IGNORECASE,
)
_AS: Final = re.compile(r"\Aas (an? [^,.;:?!]{2,60}?)(?:,| i\b).*", re.IGNORECASE)  # as a nurse I see
# What a sentence may go on with: nothing that is not read takes back or turns what was.
_ENDS: Final = (
    r"(?=\s*(?:[.,;:!?)(\u2013\u2014]|$)|\s+-\s"
    r"|\s+and (?!was|were|used|left|quit|resigned|had|have (?:now )?(?:left|retired|stopped)"
    r"|(?:am|i'm|i am) (?:not?|now)\b)"
    r"|\s+(?:so|at|in|on|here|who works?|who has|since|myself|working|from|by (?:profession|trade)|of the|for the)\b)"
)


@cache
def _ways() -> tuple[tuple[re.Pattern[str], str], ...]:
    """The plain sentences, and what each is thanked for."""
    named = {name: rf"(?P<{name}>{part})" for name, part in parts_of_thanks().items()}
    job, over, ills, family, state = (named[name] for name in ("job", "over", "ills", "family", "state"))
    years, a = rf"(?:{named['about']} )?{named['years']}'?", r"(?P<a>an?) "
    i_am, i_have = r"i(?: a|')?m(?: now| also| currently)?", r"i(?: ha|')ve"
    as_years = "{about} {years} as {a} {job}"
    ways = (
        (rf"{i_am} {a}{job}(?: of| with| for) {years}(?: (?:of )?(?:experience|standing|service))?", as_years),
        (rf"{i_have} (?:now |also )?(?:been|worked as|served as|been working as) {a}{job} for {years}", as_years),
        (rf"(?:i was|i worked as|i served as|having been|having worked as) {a}{job} for {years}", as_years),
        (rf"{i_am} {a}{over}", "telling me that you are {a} {over}"),
        (rf"(?:{i_am}|i work as|i work part-time as) {a}{job}", "your work as {a} {job}"),
        (rf"i (?P<do>live with|suffer from|have) {ills}", "telling me that you {do} {ills}"),
        (rf"{i_am} \d\d(?: years old)? and (?:i )?(?P<do>live with|suffer from|have) {ills}",
         "telling me that you {do} {ills}"),
        (rf"{i_have} (?P<got>had|got|lived with|suffered from) {ills}", "telling me that you have {got} {ills}"),
        (rf"{i_am} (?P<now>living with) {ills}", "telling me that you are {now} {ills}"),
        (rf"i (?P<do>care for|look after) my {family}", "telling me that you {do} your {family}"),
        (rf"{i_am} (?:a |the )(?:(?:full-time|unpaid|main|sole) )*carer (?:for|of) my {family}",
         "telling me that you care for your {family}"),
        (rf"my {family} (?P<do>has|lives with|suffers from|is living with) {ills}",
         "telling me that your {family} {do} {ills}"),
        (rf"{i_am} {state}", "telling me that you are {state}"),
    )  # fmt: skip
    return tuple((re.compile(rf"{said}{_ENDS}", re.IGNORECASE), thanks) for said, thanks in ways)


def _plainly(found: re.Match[str], thanks: str) -> str:
    """What is thanked for, in the letter's own spelling."""
    words = {name: _spelt(text.lower()) for name, text in found.groupdict("your").items()}  # your years, or about ten
    return thanks.format_map(words)


@cache
def _spellings() -> tuple[tuple[re.Pattern[str], str], ...]:
    phrases = (*_THANKS.phrases("work"), *_THANKS.phrases("kinds of work"), *_THANKS.phrases("illnesses"))
    names = dict.fromkeys(word for phrase in phrases for word in phrase.split())
    return tuple(
        (re.compile(rf"(?<!\w){re.escape(name.lower())}(?![\w'])"), name) for name in names if name != name.lower()
    )


def _spelt(text: str) -> str:
    """Words with the capitals that a letter gives them: 'a GP', 'Parkinson's'."""
    for pattern, name in _spellings():
        text = pattern.sub(name, text)
    return text
