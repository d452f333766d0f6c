"""Whether somebody writes about a trouble of their own, which no standard letter answers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Final

from drafter.english.lists import lists
from drafter.english.words import any_of
from drafter.facts.model import Subject
from drafter.frozen import NamedTuple, dataclass
from drafter.inbox.cues import MessageToken

# Signs: who is spoken of, what is wrong with them, what happened, and what is asked for.

_PERSONAL: Final = lists("personal")
_KIN: Final = _PERSONAL.pattern("kin")
_BODY: Final = _PERSONAL.pattern("body")
# A sum of money. A hundred thousand and more is seldom one person's own, nor is a sum for each patient.
_SUM: Final = (
    r"£\s?\d(?:[\d,.]*\d)?(?![\d,.]*\d)"
    r"(?!\s?(?:bn|billions?|m|mn|millions?|trillions?|tn|b|thousand million)\b)"
    r"(?<!\d\d\d,\d\d\d)(?<!\d{6})(?!(?<=\d\d\d)\s?(?:k|thousand)\b)"
    r"(?!\s?(?:per|a|an|for (?:each|every)) (?:head|patient|person|bed|resident|citizen|household)\b)"
)
_MONEY: Final = f"{_PERSONAL.either('money')}|{_SUM}"
_JOB: Final = _PERSONAL.pattern("job")
_HAPPENED: Final = _PERSONAL.pattern("happened")
_CANNOT: Final = _PERSONAL.pattern("cannot")
_WHEN: Final = _PERSONAL.pattern("when")
_FIGURES: Final = re.compile(
    rf"\b(?:{_PERSONAL.pattern('figures of speech')}|{_PERSONAL.pattern('people who cannot')})"
)
_HELP: Final = _PERSONAL.pattern("help")
SOMEBODY: Final = re.compile(r"(?<=[a-z,;:] )(?:[A-Z][a-z\u00e0-\u00ff]{2,})(?='s|\b)")


class Sign(NamedTuple):
    """A sign of a personal case: its name, its weight, and the pattern that finds it in a text of small letters; in the
    text as it is written, if ``written``.
    """

    name: str
    weight: float
    pattern: re.Pattern[str]
    written: bool = False


def _sign(name: str, weight: float, pattern: str) -> Sign:
    # A pattern that minds no capitals takes three times as long.
    written = "(?-i:" in pattern
    return Sign(name, weight, re.compile(pattern, re.IGNORECASE if written else 0), written)


_FIRST: Final = r"\b(?:i|i'm|i've|i'd|i'll|ive|im|my|me|we|we're|we've|us|our)\b"
_NEAR: Final = r"[^.?!\n]{0,90}?"
_WHOSE: Final = r"(?:(?:own|late|elderly|dear|poor|lovely|\d+[- ]year[- ]old|\w+) )?"
# Somebody of the family by name ("our Doris"): the capital tells it from "our hospitals".
_OURS: Final = r"\bour (?-i:[A-Z][a-z]\w*)"
SIGNS: Final = (
    _sign("who", 0.4, rf"\b(?:my|our|the|his|her) {_WHOSE}{_KIN}\b|\b(?:dad|mum|nan|gran|her indoors)\b|{_OURS}"),
    _sign("one", 0.4, r"\b(?:he|she|him|his|her|hers|he's|she's|he'd|she'd|he'll|she'll)\b"),
    _sign("body", 0.4, rf"\b{_BODY}\b"),
    _sign("mine", 0.7, rf"\b(?:my|our) {_WHOSE}(?:{_KIN}\b{_NEAR}\b)?{_BODY}\b"),
    _sign("mine", 0.7, rf"\bi(?:'ve| have|'m| am|'d| had|ve)?\b[^.?!\n]{{0,40}}?\b{_BODY}\b"),
    _sign("money", 0.5, rf"(?:{_MONEY})"),
    _sign("mine", 0.7, rf"{_FIRST}{_NEAR}(?:{_MONEY})"),
    _sign("job", 0.9, rf"\b{_JOB}\b"),
    _sign("happened", 0.5, rf"\b{_HAPPENED}\b"),
    _sign("died", 0.9, rf"\b(?:my|our) {_WHOSE}{_KIN}\b{_NEAR}\b(?:died|passed away|was (?:left|allowed) to die)\b"),
    _sign("cannot", 0.6, rf"\b{_CANNOT}\b"),
    _sign("when", 0.3, rf"\b{_WHEN}\b"),
    _sign("help", 0.5, rf"\b{_HELP}"),
    _sign("me", 0.2, _FIRST),
)
THANKS: Final = re.compile(rf"\b{_PERSONAL.pattern('thanks')}\b")  # in small letters


@dataclass(frozen=True)
class PublicMatter:
    """Words that are no sign of a personal case: names, in lower case, and the words of politics and of the subjects.

    ``talk`` are the words of politics, of the subjects and of letters. An addition to a campaign's letter that has none
    of them may be about anything. ``own`` are words that a subject is about, and that would otherwise be signs;
    ``None`` where there are none.
    """

    names: frozenset[str]
    matter: re.Pattern[str]
    talk: re.Pattern[str]
    own: re.Pattern[str] | None = None

    @classmethod
    def of(cls, subjects: Iterable[Subject] = (), names: Iterable[str] = ()) -> PublicMatter:
        """Build it from the subjects. ``names`` are the words, in lower case, that name the member and the towns."""
        spoken = [_spoken_of(subject) for subject in subjects]

        def texts(*keys: str) -> list[str]:
            return [text for one in spoken for key in keys for text in one.get(key, ())]

        known = (word.casefold() for name in texts("names") for word in name.split())
        return cls(
            frozenset((*_PERSONAL.words("nobody"), *known, *names)),
            _any_word(_PERSONAL.either("politics"), texts("words")),
            _any_word(_PERSONAL.either("public talk"), texts("words", "also")),
            _any_word("", own) if (own := texts("not_personal")) else None,
        )

    def without_own(self, text: str) -> str:
        """A text without the subjects' own words. What somebody calls theirs stays: "my Blue Badge was refused"."""
        if self.own is None:
            return text
        return self.own.sub(lambda match: match[0] if _THEIRS.search(text[: match.start()]) else " ", text)


def _spoken_of(subject: Subject) -> Mapping[str, tuple[str, ...]]:
    """The words by which messages name a subject: those of its ``words.yaml``, otherwise its name."""
    return subject.spoken_of or {"words": (subject.name,)}


def _any_word(general: str, own: Iterable[str]) -> re.Pattern[str]:
    """A pattern of general words and of a subject's own; ``begin*`` matches any word that begins so."""
    words = (re.escape(text).replace(r"\*", r"\w*") for text in own)
    return re.compile(rf"\b(?:{'|'.join(filter(None, (general, *words)))})\b", re.IGNORECASE)


# What stands before a word that somebody calls theirs: "my", "my mother's", "I have had a", "was refused a".
_HAVING: Final = (
    "have|has|had|having|got|gets?|needs?|needed|lost|claim(?:s|ed)?|applied for|renew(?:ed)?|refused|denied"
)
_THEIRS: Final = re.compile(
    rf"(?:\b(?:my|our|his|her|their)|'s?|\b{_KIN}) (?:\w+ ){{0,2}}\Z"
    rf"|\b(?:{_HAVING}) (?:(?:me|us|him|her|a|an|the) ){{0,2}}\Z",
    re.IGNORECASE,
)


# Weighing: who is spoken of, what happened when, what can no longer be done, what was asked for in vain.
#
# In doubt a text counts as personal, for a person whose case is missed is left alone with it. Doubtful cases are marked
# as such.

_ENOUGH: Final = 1.35
_DOUBTFUL: Final = 0.85
_LONG: Final = 15  # words of an addition that is a matter of its own


class Personal(NamedTuple):
    """Whether a text seems to be about the writer's own case: how much evidence there is, and the words that show
    it.
    """

    weight: float
    evidence: tuple[str, ...]

    @property
    def likely(self) -> bool:
        """Whether a person should look before anything else."""
        return self.weight >= _ENOUGH

    @property
    def doubtful(self) -> bool:
        """Whether a person should look before the message is answered together with many others."""
        return _DOUBTFUL <= self.weight < _ENOUGH

    @property
    def words(self) -> str:
        """The words that show it, for people to read."""
        return "; ".join(self.evidence) or "by how it is told"


NOTHING: Final = Personal(0.0, ())


def personal(texts: Iterable[str], public: PublicMatter) -> Personal:
    """The evidence that some paragraphs are about their writer's own case. The paragraph with most evidence counts."""
    weighed = (_weighed(text.replace("\u2019", "'"), public) for text in texts)
    return max(weighed, key=lambda found: found.weight, default=NOTHING)


def personal_addition(texts: Sequence[str], public: PublicMatter) -> Personal:
    """Like ``personal``, for what somebody added to a campaign's letter. A longer addition that says nothing on the
    campaign's matter is doubtful too.
    """
    found = personal(texts, public)
    apart = next((text for text in texts if len(text.split()) >= _LONG and not public.talk.search(text)), "")
    if found.weight or not apart:
        return found
    return Personal(_DOUBTFUL, (f"{' '.join(apart.split()[:8])} \u2026",))


def _weighed(text: str, public: PublicMatter) -> Personal:
    text = public.without_own(_without_figures(text))
    small = _in_small(text)
    weights: dict[str, float] = {}
    evidence: list[tuple[int, str]] = []
    for sign in SIGNS:
        match = sign.pattern.search(text if sign.written else small)
        if match is not None:
            weights[sign.name] = max(weights.get(sign.name, 0.0), sign.weight)
            if sign.name not in ("me", "one", "when"):
                evidence.append((match.start(), " ".join(text[slice(*match.span())].split())))
    names = (match[0].casefold() for match in SOMEBODY.finditer(text))
    if any(name not in public.names for name in names):
        weights["named"] = 0.3
    against = min(0.5, 0.25 * len(set(public.matter.findall(text)))) + (0.6 if THANKS.search(small) else 0.0)
    weight = round(sum(weights.values()) - against, 2)
    if weight < _DOUBTFUL:
        return NOTHING
    kept = [words for _, words in sorted(evidence)]
    shown = [words for words in kept if not any(words != other and words in other for other in kept)]
    return Personal(weight, tuple(dict.fromkeys(shown))[:4])


_LIKE_SMALL: Final = str.maketrans("\u0130\u0131\u017f", "iis")  # letters that patterns take for these, too


def _in_small(text: str) -> str:
    """A text in small letters, each at its place."""
    return text.translate(_LIKE_SMALL).lower()


def _without_figures(text: str) -> str:
    """A text without figures of speech, a space in the place of each."""
    kept, end = [], 0
    for match in _FIGURES.finditer(_in_small(text)):
        kept.append(text[end : match.start()])
        end = match.end()
    return " ".join((*kept, text[end:]))


# Furniture: where somebody lives, what they do, their good wishes, whom they voted for. It says nothing about the
# subject of a letter, whatever its words are.

_ROADS: Final = _PERSONAL.either("roads")
_HOUSES: Final = _PERSONAL.either("houses")
_NUMBER: Final = _PERSONAL.pattern("numbers")
_MONTH: Final = _PERSONAL.either("months of dates")
_LIFE: Final = (
    r"(?:(?:all|most of|much of|half) (?:of )?(?:my|our|his|her|their)|(?:my|our) (?:whole|entire)) "
    r"(?:adult |working )?(?:life|lives)"
)
_HOME: Final = (
    r"(?:home |postal |e-?mail |full ){0,3}"
    r"(?:address|post ?code|e-?mail|(?:tele)?phone(?: number)?|mobile(?: number)?)"
)
_FOLK: Final = _PERSONAL.either("folk")
# People of whom something good is said, which is not a concern about them.
_THEM: Final = _PERSONAL.pattern("carers")
_GOOD: Final = _PERSONAL.either("good")
_UPTO: Final = (
    r"(?: (?!who\b|and\b|but\b|that\b|because\b|whose\b|which\b|if\b|when\b|until\b|then\b|so\b|if\b)[\w'/&-]+)"
)
# Matched against lower case; each pattern begins at a word.
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
        (?:my|our) (?:late |dear |elder |younger |older |old |own |best |good ){{0,4}}(?:{_FOLK})(?:,? who)?(?: (?:is|
        was|has been)|'s) (?:now |also |once )?(?:an?|on|in)\b{_UPTO}{{1,6}}|
        (?:my|our) (?:late |dear |elder |younger |older |old |own |best |good ){{0,4}}(?:{_FOLK})(?:,? who)? work(?:s|
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
# A street name, which has capitals.
_STREET: Final = re.compile(
    rf"\b\d{{1,4}}[A-Za-z]?,? (?:[A-Z][a-z']+ ){{1,3}}(?:{_HOUSES})\b|\b(?:[A-Z][a-z']+ ){{1,3}}(?:{_ROADS})\b"
)


# Thanks and praise: the whole sentence counts as furniture.
_PRAISE: Final = re.compile(
    r"\b(?:wonderful|lovely|marvellous|superb|brilliant|kindness itself|couldn't have been (?:kinder|better)|"
    r"could(?:n't| not) fault|can(?:not|'t) fault|nothing but praise|full of praise)\b"
)
_SENTENCE: Final = re.compile(r"[^.?!;]+")
_LONG_LINE: Final = 2_000  # letters; a longer line is not cached


def furniture(words: list[MessageToken], text: str) -> frozenset[int]:
    """The numbers of a text's words that are furniture."""
    found: set[int] = set()
    at = start = 0
    for line in text.split("\n"):
        for first, last in _spans(line) if len(line) <= _LONG_LINE else _spans.__wrapped__(line):
            while at > 0 and words[at - 1].start >= start + first:
                at -= 1
            while at < len(words) and words[at].start < start + last:
                if words[at].start >= start + first:
                    found.add(at)
                at += 1
        start += len(line) + 1
    return frozenset(found)


@lru_cache(maxsize=4_000)  # thousands of messages in a campaign have the same lines
def _spans(line: str) -> tuple[tuple[int, int], ...]:
    """The places of furniture in a line, in order."""
    straight = line.replace("\u2019", "'")
    small = straight.lower() if straight.isascii() else straight
    found = [match.span() for match in _SAID.finditer(small)]
    found += [match.span() for match in _STREET.finditer(straight)]
    if _PRAISE.search(small):
        found += [match.span() for match in _SENTENCE.finditer(small) if _PRAISE.search(match[0])]
    return tuple(sorted(found))
