"""The furniture of letters: where somebody lives, what they do, what they wish the reader, for whom they have voted. It
says nothing of what a letter is about, whatever its words are.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from drafter.mail.patterns import any_of
from drafter.mail.tokens import Token

_ROADS: Final = "Road|Rd|Street|St|Lane|Ln|Avenue|Ave|Close|Crescent|Terrace|Drive|Mews|Row"
_HOUSES: Final = (
    f"{_ROADS}|Court|Way|Gardens?|Place|Walk|Hill|Green|Grove|Park|Square|Yard|Gate|Rise|View|House|Cottages?"
)
_NUMBER: Final = r"(?:\d{1,4}|one|two|three|four|five|six|seven|eight|nine|ten|twenty|thirty|forty|fifty|many|all|most)"
_MONTH: Final = (
    "jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|"
    "nov(?:ember)?|dec(?:ember)?"
)
_LIFE: Final = (
    r"(?:(?:all|most of|much of|half) (?:of )?(?:my|our|his|her|their)|(?:my|our) (?:whole|entire)) "
    r"(?:adult |working )?(?:life|lives)"
)
_HOME: Final = (
    r"(?:home |postal |e-?mail |full ){0,3}"
    r"(?:address|post ?code|e-?mail|(?:tele)?phone(?: number)?|mobile(?: number)?)"
)
_KIN: Final = (
    "wife|husband|son|daughter|mother|father|mum|dad|brother|sister|partner|grandson|granddaughter|grandmother|"
    "grandfather|niece|nephew|aunt|uncle|cousin|neighbour|friend|(?:son|daughter|mother|father|sister|brother)-in-law|"
    "old man|eldest|youngest|colleague"
)
# People of whom something good is said, which is no concern about them.
_THEM: Final = (
    r"(?:staff|nurses?|doctors?|patients|midwives|paramedics|gps|carers|workers|people who work (?:there|in it))"
)
_GOOD: Final = "hard-?working|dedicated|devoted|tireless|caring|heroic|excellent|fantastic|amazing|skilled"
_UPTO: Final = (
    r"(?: (?!who\b|and\b|but\b|that\b|because\b|whose\b|which\b|if\b|when\b|until\b|then\b|so\b|if\b)[\w'/&-]+)"
)
# In small letters; each begins at a word.
_SAID: Final = re.compile(
    r"\b(?=[a-z\d])"
    + any_of(
        rf"""[a-z]{{1,2}}\d[a-z\d]?\s?\d[a-z]{{2}}\b|
        (?:my|our|the|his|her) {_HOME}(?: and {_HOME})? (?:is|are|was|has|will be|can be|:)[^.?!;\n]{{0,80}}|
        (?:your|our|the|my) post ?code\b(?! lotter)|post ?code(?: is\b|:)|
        {_LIFE}|
        (?:i|we|who|and|having|have|i've|we've|has) (?:(?:have|has|had|now|also|still|both|always) ){{0,4}}(?:live|
        lived|lives|living|reside|resided)\b
        (?:\s(?:here|there|nearby|locally|next|opposite|down|up|just|on|in|at|near|off|with|the|a|my|same|this|close|
        to)\b){{0,4}}|
        (?:lives|living|resident|residing|resides) (?:in|at|on|near|here)\b(?:\s(?:the|a|my|this|your))?|
        (?:at|in) (?:every|each|any|the (?:last|next|past|recent)) (?:general |local |by-?)?elections?|
        (?:i|we|i've|have|always|never|ever|and|both|family) (?:(?:have|has|had|always|never|also|only|even|once|both|
        all) ){{0,4}}vote[ds]? (?:for|conservative|labour|liberal|tory|green|in every|at every|all)[^.?!;\n,]{{0,30}}|
        (?:have|has|had|i|we|always|life-?long) (?:been )?(?:an? )?(?:(?:your|life-?long|loyal|keen|great|
        long-?standing) ){{0,4}}(?:supporters?|voters?|constituents?)\b|
        (?:for|over|nearly|some|these|past|last) (?:the (?:last|past) )?{_NUMBER} (?:odd |or so )?years|
        (?:on |of |dated |the ){{0,4}}\d{{1,2}}(?:st|nd|rd|th)? (?:of )?(?:{_MONTH})\b(?: \d{{4}})?|
        (?:thank you|thanks|many thanks|thanking you)(?: so much| very much| again| in advance)? (?:for|
        to) (?:your (?:time|help|support|attention|patience|service|hard work|kind letter|kindness)|reading|taking|
        listening|your staff|you and your)[^.?!;\n]{{0,60}}|
        (?:i|we|and) (?:look|am looking|are looking) forward to[^.?!;\n]{{0,60}}|looking forward to (?:hearing|
        your)[^.?!;\n]{{0,40}}|
        (?:i|we) (?:hope|trust) (?:that )?(?:you are|you're|this finds you|all is)(?: keeping)? (?:well|
        fine)[^.?!;\n]{{0,80}}|
        (?:i|we|he|she) (?:am|was|were|are|have been|had been|used to be|'m)(?: (?:only|just|also|now|myself|
        still))? (?:an?|the)\b{_UPTO}{{1,8}}|
        i'm (?:only |just |also |now )?(?:an?|the)\b{_UPTO}{{1,8}}|
        (?:speaking |writing |write )?(?:as|being) (?:an?|one who|someone who|somebody who|both)\b{_UPTO}{{1,7}}|
        (?:i|we|he|she|i've|who|having)(?: have| has| had)? (?:worked|trained|taught|served|practised|qualified|
        nursed|retired|volunteered)\b{_UPTO}{{0,8}}|
        (?:my|our) (?:late |dear |elder |younger |older |old |own |best |good ){{0,4}}(?:{_KIN})(?:,? who)?(?: (?:is|
        was|has been)|'s) (?:now |also |once )?(?:an?|on|in)\b{_UPTO}{{1,6}}|
        (?:my|our) (?:late |dear |elder |younger |older |old |own |best |good ){{0,4}}(?:{_KIN})(?:,? who)? work(?:s|
        ed) (?:as|in|for|at|with)\b{_UPTO}{{1,6}}|
        (?:pay|paid|paying) (?:(?:in|into|all) ){{0,4}}(?:my|our|his|her) (?:taxes|tax|stamp|dues|way|
        national insurance|rates)\b|
        (?:your|constituency|advice|saturday|friday|next) surger(?:y|ies)\b|
        (?:{_GOOD})(?:,? (?:and )?(?:{_GOOD}))* (?:nhs |hospital |ward |nursing |medical )?{_THEM}(?: and {_THEM})?\b|
        {_THEM}(?: and {_THEM})? (?:(?:all|always|really|certainly) ){{0,2}}(?:do|did|does|are doing|have done)
        (?: an?| such an?| their) (?:\w+ ){{0,2}}(?:job|best|utmost)\b|
        (?:on behalf of|admire|admiration for|respect for|grateful to|gratitude to|tribute to|nothing against|
        no quarrel with|thank|in praise of) (?:all )?(?:the |our |its |their )?(?:nhs |hospital )?
        {_THEM}(?: and {_THEM})?\b|
        (?:yours|kind regards|best wishes|with regards)(?: (?:sincerely|faithfully|truly|ever|aye))?,?$"""
    )
)
# A street, which has capitals.
_STREET: Final = re.compile(
    rf"\b\d{{1,4}}[A-Za-z]?,? (?:[A-Z][a-z']+ ){{1,3}}(?:{_HOUSES})\b|\b(?:[A-Z][a-z']+ ){{1,3}}(?:{_ROADS})\b"
)


# What somebody says in thanks and praise: the whole sentence is of that.
_PRAISE: Final = re.compile(
    r"\b(?:wonderful|lovely|marvellous|superb|brilliant|kindness itself|couldn't have been (?:kinder|better)|"
    r"could(?:n't| not) fault|can(?:not|'t) fault|nothing but praise|full of praise)\b"
)
_SENTENCE: Final = re.compile(r"[^.?!;]+")
_LONG: Final = 2_000  # letters of a line that is too long to be remembered


def furniture(words: list[Token], text: str) -> frozenset[int]:
    """The words of a text that are furniture, by their numbers."""
    found: set[int] = set()
    at = start = 0
    for line in text.split("\n"):
        for first, last in _spans(line) if len(line) <= _LONG else _spans.__wrapped__(line):
            while at > 0 and words[at - 1].start >= start + first:
                at -= 1
            while at < len(words) and words[at].start < start + last:
                if words[at].start >= start + first:
                    found.add(at)
                at += 1
        start += len(line) + 1
    return frozenset(found)


@lru_cache(maxsize=4_000)  # of a campaign thousands have the same
def _spans(line: str) -> tuple[tuple[int, int], ...]:
    """Where furniture stands in a line, in order."""
    straight = line.replace("\u2019", "'")
    small = straight.lower() if straight.isascii() else straight
    found = [match.span() for match in _SAID.finditer(small)]
    found += [match.span() for match in _STREET.finditer(straight)]
    if _PRAISE.search(small):
        found += [match.span() for match in _SENTENCE.finditer(small) if _PRAISE.search(match[0])]
    return tuple(sorted(found))
