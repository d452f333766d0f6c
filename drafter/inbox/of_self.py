"""What writers say of themselves: staff are shown it, and a letter to one reader may thank for it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Final

from drafter.english.lists import lists
from drafter.english.messages import shortened
from drafter.english.sentences import sentence_spans
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
    sentences = (text[at:end] for at, end in sentence_spans(text))
    found = (one for one in sentences if _of_self().search(one.translate(_STRAIGHT)))
    return tuple(shortened(one) for one, _ in zip(found, range(_MOST), strict=False))


# What a letter may thank for. Only plain sentences are read, of which every word is known up to a natural end, and
# which go on in a known way, if at all: a letter may leave out what a writer says, and never misread it.


def thanks_of(text: str) -> tuple[str, str]:
    """What a letter may thank the writer of a message for ('your 24 years as a nurse'), and the sentence of the message
    that says so, shortened; both empty where nothing is plain.
    """
    for at, end, after in _own_sentences(text):
        said = _as().sub(r"I am \1, ", _LED.sub("", _typed(text[at:end])))
        for pattern, thanks in _ways():
            found = pattern.match(said)
            if found and "Ms" not in found[0].split() and not _taken_back(f"{said[found.end() :]} {after}"):
                return _plainly(found, thanks), shortened(text[at:end])
    return "", ""


_QUOTED: Final = re.compile(  # a mark that is never closed quotes all that follows; an apostrophe opens nothing
    '[\u201c"][^\u201d"]*(?:[\u201d"]|\\Z)'
    "|(?<![\\w.,?!])['\u2018](?=[^\\W\\d])(?:[^'\u2019]|['\u2019](?=\\w))*(?:['\u2019]|\\Z)"
)
_PARAGRAPH: Final = re.compile(r"\S.*?(?=\n\s*\n|\Z)", re.DOTALL)


def _own_sentences(text: str) -> Iterator[tuple[int, int, str]]:
    """Where the sentences stand in which the writer speaks, and what follows each in its paragraph. Quoted words are
    blotted out, and nothing is read from where somebody else may speak.
    """
    own = _QUOTED.sub(lambda quoted: "\u2026" * len(quoted[0]), text)
    for paragraph in _PARAGRAPH.finditer(own):
        for at, end in sentence_spans(paragraph[0]):
            sentence = paragraph[0][at:end]
            if _others_speak().search(sentence):
                return
            if "\u2026" not in sentence:
                yield paragraph.start() + at, paragraph.start() + end, paragraph[0][end:].strip()


def _typed(sentence: str) -> str:
    """A sentence without what haste does to it: all words with capitals, "24yrs"."""
    words = re.sub(r"(?<=\d)\+? ?(?:yrs?|years)\b|\byrs\b", " years", sentence.translate(_STRAIGHT)).split()
    said = " ".join(words)
    return said.lower() if not any(word[0].islower() for word in words) else said


_LED: Final = re.compile(
    r"\A(?:(?:and|also|first|firstly|personally|as you (?:may |might |will )?(?:know|see|recall)|for (?:my|our) part"
    r"|may i (?:say|add|mention|point out|explain) that|i (?:should|must|ought to) (?:say|add|explain|mention) that"
    r"|please (?:note|know|understand) that|speaking|writing)[, ]+)+(?=(?:i|i'm|i've|my|as)\b)",
    re.IGNORECASE,
)


@cache
def _as() -> re.Pattern[str]:
    """As a nurse I see. Only the writer may go on: not "as a nurse, my wife", nor "as a nurse told me"."""
    own, bare = _WORDS.pattern("own words"), _WORDS.pattern("of themselves")
    other = _WORDS.pattern("of somebody else")
    return re.compile(rf"\Aas (an? [^,.;:?!]{{2,60}}?)(?:, (?={own}\b)| (?={bare}\b))(?!{other}\b)", re.IGNORECASE)


@cache
def _others_speak() -> re.Pattern[str]:
    return re.compile(_WORDS.either("others speak"), re.IGNORECASE)


def _taken_back(rest: str) -> bool:
    """Whether the rest of a sentence, or the next one, takes back what the sentence began with."""
    here, then, *_ = (*re.split(r"(?<=[.?!])\s+", rest.translate(_STRAIGHT)), "")
    same, after = _backs()
    return any(map(same.search, (here, then))) or bool(after.match(then) or _others_speak().search(then))


@cache
def _backs() -> tuple[re.Pattern[str], re.Pattern[str]]:
    same, after = _WORDS.pattern("taken back"), _WORDS.pattern("takes back")
    same, after = rf"(?<!\w){same}(?!\w)", rf"\W*(?<!\w){after}(?!\w)"
    return re.compile(same, re.IGNORECASE), re.compile(after, re.IGNORECASE)


@cache
def _ends() -> str:
    """What a plain sentence ends with, or goes on with."""
    own = _WORDS.pattern("own words")
    comma, joined = _WORDS.pattern("behind a comma"), _WORDS.pattern("behind and")
    mark = r"(?:\s*[,;:!\u2013\u2014]|\s+-)\s*"
    join = r"(?:(?:\s*[,;\u2013\u2014]|\s+-)?\s+(?:and|so|but)|\s*[.!](?!\.))\s+"
    goes_on = rf"\s+{own}\b|{mark}(?:{own}|{comma})\b|{join}(?:{own}|{joined})\b"
    return rf"(?: and {_WORDS.pattern('is besides')})?(?=[.!]?\s*\Z|!+\s*\Z|{goes_on})"


@cache
def _where() -> str:
    """Where somebody works."""
    name, kind = r"(?-i:[A-Z][a-z][\w'-]*)", _WORDS.pattern("kinds of place")
    place = rf"(?:(?:{kind}|{name}(?: of)?) )*(?:{_WORDS.pattern('places')}|{name})(?![\w'])"
    place = rf"(?:(?:(?:the|an?|my|our|your|this|one of (?:the|our|your)) )?{place}|\w+ {_WORDS.pattern('houses')}\b)"
    return rf"(?: (?:here|myself|by profession|(?:(?:working|who works) )?(?:at|in|on|for|from) {place}))*"


@cache
def _ways() -> tuple[tuple[re.Pattern[str], str], ...]:
    """The plain sentences, and what each is thanked for."""
    named = {name: rf"(?P<{name}>{part})" for name, part in parts_of_thanks().items()}
    job, over, ills, family, state = (named[name] for name in ("job", "over", "ills", "family", "state"))
    years, where = rf"(?:{named['about']} )?{named['years']}'?", _where()
    job, over = rf"an? {job}{where}", rf"an? {over}{where}"
    ill = rf"{ills}(?: in (?:both |my |one )*{_WORDS.pattern('parts of the body')})?(?: {_WORDS.pattern('since')})?"
    i_am, i_have = r"i(?: ?a| |')?m(?: now| also| currently)?", r"i(?: ha|')?ve"
    with_family = rf"my (?!(?:own )?child){family}(?: and (?:my )?{parts_of_thanks()['family']})?"
    with_family += r"(?: at home| full[- ]time| every day| day and night| myself)*"
    as_years = "{about} {years} as {job}"
    ways = (
        (rf"{i_am} {job} (?:of|with|for) {years}(?: (?:of )?(?:experience|standing|service))?{where}", as_years),
        (rf"{i_have} (?:now |also )?(?:been|worked as|served as|been working as) {job} for {years}(?: now)?{where}",
         as_years),
        (rf"(?:i was|i worked as|i served as|having been|having worked as) {job} for {years}{where}", as_years),
        (rf"{i_am} {over}", "telling me that you are {over}"),
        (rf"(?:{i_am}|i work as|i work part-time as) {job}", "your work as {job}"),
        (rf"i (?P<do>live with|suffer from|have) {ill}", "telling me that you {do} {ills}"),
        (rf"{i_am} \d\d(?: years old)? and (?:i )?(?P<do>live with|suffer from|have) {ill}",
         "telling me that you {do} {ills}"),
        (rf"{i_have} (?P<got>had|got|lived with|suffered from) {ill}", "telling me that you have {got} {ills}"),
        (rf"{i_am} (?P<now>living with) {ill}", "telling me that you are {now} {ills}"),
        (rf"i (?P<do>care for|look after) {with_family}", "telling me that you {do} your {family}"),
        (rf"{i_am} (?:an? |the )(?:(?:full-time|unpaid|main|sole) )*carer (?:for|of) {with_family}",
         "telling me that you care for your {family}"),
        (rf"my {family} (?P<do>has|lives with|suffers from|is living with) {ill}",
         "telling me that your {family} {do} {ills}"),
        (rf"{i_am} {state}", "telling me that you are {state}"),
    )  # fmt: skip
    return tuple((re.compile(rf"{said}{_ends()}", re.IGNORECASE), thanks) for said, thanks in ways)


def _plainly(found: re.Match[str], thanks: str) -> str:
    """What is thanked for, in the letter's own spelling."""
    words = {name: _spelt(text.lower()) for name, text in found.groupdict("your").items()}  # your years, or about ten
    words |= {name: _with_article(words[name]) for name in ("job", "over") if name in words}
    return thanks.format_map(words)


_WITH_AN: Final = re.compile(r"[aeiou]|[AEFHILMNORSX](?:[A-Z]|&)")  # a vowel, or a letter that is spoken as one


def _with_article(work: str) -> str:
    """Work with its article, whatever the writer's was: "a GP", "an A&E nurse"."""
    return f"{'an' if _WITH_AN.match(work) else 'a'} {work}"


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
