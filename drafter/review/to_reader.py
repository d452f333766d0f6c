"""Sentences to one reader alone: recognised by what they do not hold, and by what they assert."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from enum import StrEnum
from functools import cached_property, lru_cache
from itertools import product
from typing import Final

from drafter.english.contractions import negations_written_out
from drafter.english.lists import lists
from drafter.facts.edtf import MONTHS
from drafter.facts.model import Abbreviation, FactBase
from drafter.frozen import NamedTuple, Same, dataclass
from drafter.letter.acts import claimed_acts
from drafter.letter.tree import Kind
from drafter.office import Office
from drafter.patterns import late_pattern
from drafter.review.align import Aligned
from drafter.review.calm import to_ask
from drafter.review.changes import is_any_figure
from drafter.review.model import SentenceStatus
from drafter.review.promises import is_promise, reassurances
from drafter.rules.claims import verb_of_claim
from drafter.sources.quotations import fold_quotation

# Words of ordinary life, in which an office writes to one reader alone, and words of public life. The purpose of each
# list is given in ``english/data/reader.txt``.

_WORDS: Final = lists("reader")
EVERYDAY: Final = _WORDS.words("everyday")
PUBLIC: Final = _WORDS.words("public")
PUBLIC_NAMES: Final = _WORDS.words("public names")
YOURS: Final = _WORDS.words("yours")
KINDNESS: Final = _WORDS.words("kindness")


# Assertions: whether a sentence to one reader claims something by the way. Each clause is judged by its subject and
# verb.
#
# Sentences about the writers, about the reader's feelings, health and messages, and about how good it was to meet, are
# to the reader. A sentence about anything else, however kind, is a claim.

_TOKEN = late_pattern(r"[a-z]+(?:['-][a-z]+)*|[.,;:?!()\u2013\u2014]|\d\S*", re.IGNORECASE)
_SHORT = {"'m": "am", "'re": "are", "'ve": "have", "'ll": "will", "'d": "would"}
_AUX: Final = _WORDS.words("auxiliaries")
_NOT = _WORDS.words("between")
# What may stand before a clause.
_BOUNDS: Final = _WORDS.words("bounds")
_US: Final = _WORDS.words("us")
_THEM: Final = _WORDS.words("them")
_KIN: Final = _WORDS.words("kin")
_SENT: Final = _WORDS.words("sent")
# Words for a person's state.
_STATES: Final = _WORDS.words("states")
# Words for how good something was for writer or reader.
_GOOD: Final = _WORDS.words("good")
_REACHING: Final = _WORDS.words("reaching")
_OURS: Final = _WORDS.words("ours")
_PROMISING: Final = late_pattern(
    r"\b(?:will|shall|can|glad to|gladly) (?:\w+ly )?(?:get(?! in touch| back to)|stop|sort|fix|move|secure|win|save"
    r"|ensure|make sure|see to it|chase|fight|push|press|block|end|change|beat|force|bring (?:this|it)"
    r"|put (?:this|it) right|speed)\b"
    r"|\b(?:got|made|moved|fixed|sorted|stopped|forced|persuaded|saved|secured|chased|pushed)"
    r" (?:you|your|them|it|him|her|the|this)\b"
    r"|\b(?:did|done|do) (?:it|all (?:we|i|that))\b|\ball (?:i|we) can\b|\bon (?:to|top of) it\b|\bon the case\b",
    re.IGNORECASE,
)
_SIDES: Final = late_pattern(
    r"\b(?:i|we|which i|which we|my \w+) (?:also |fully |entirely |quite |do )*"
    r"(?:share|agree|feel (?:just |exactly )?as you)\b"
    r"|\b(?:against|fight|fighting|fought|beat|beaten|beating|ballot|polls?|misinformed|fooled|misled|scare\w*|rumours?"
    r"|nonsense|lies|lied|liars?|scandal|disgrace|shambles|stealth|ashamed|blame|betray\w*|guinea pig)\b"
    r"|\b(?:spot on|rings true|next time|(?:our|your|same|my) side|see(?:n|s|ing)? (?:through|off)|the truth"
    r"|so-called|right all along|sense prevailed|called off|backed down|gave in|given in|gone ahead|going ahead|put off"
    r"|shelved|scrapped|over and done|safe hands|better off|worse off|come what may|jump the queue|good news"
    r"|see you right|speak up|brought forward)\b"
    r"|\bturned (?:it|them|him|you|the \w+) (?:down|away)\b"
    r"|\byou (?:are|were) (?:quite |absolutely |so |very |of course )*(?:right|wrong|correct)\b"
    r"(?! to (?:write|ask|raise|come|ring))",
    re.IGNORECASE,
)
_VIEWS: Final = late_pattern(
    r"\b(?:i|we) (?:do |also |still |firmly |always |would |shall |will )*"
    r"(?:think|believe|want|support|oppose|fear|press|urge|call for|stand for)\b"
    r"(?! (?:of|about) (?:you|him|her|them|your|our)\b)(?! to (?:thank|say|wish|help|let|tell|see|hear|know)\b)",
    re.IGNORECASE,
)
_HEALTH: Final = late_pattern(
    r"\b(?:hospitals?|doctors?|nurses?|wards?|beds?|ambulances?|gps?|clinics?|practices?|consultants?|appointments?"
    r"|(?<!my )(?<!my next )(?<!my own )(?<!of my )(?<!next )(?<!to my )surger(?:y|ies))\b",
    re.IGNORECASE,
)
_IN_HOSPITAL: Final = late_pattern(
    r"\b(?:(?:in|into|to|at|from|of) (?:the |your )?(?:hospital|surgery|clinic)"
    r"|(?:the|our|my|a|one of my|an advice|advice) surger(?:y|ies)(?= (?:is|are|will be) (?:on|at|held)\b|[.,]|$)"
    r"|(?:hospital|doctor's|doctors'|an?|your|her|his|the) (?:appointments?|stay|bed)(?! (?:is|was|will|has|can)\b)"
    r"|surger(?:y|ies) (?:on|at)\b)",
    re.IGNORECASE,
)
BY_THE_WAY: Final = late_pattern(
    r"^(?:(?:p\.? ?s\.?:?|happily|luckily|fortunately|thankfully|sadly|unfortunately|of course|naturally|rest easy"
    r"|indeed|once again|again|finally|meanwhile|in the meantime|until then|as ever|as always|and|but|so"
    r"|as (?:promised|requested|discussed|you (?:may |will |might )?(?:know|be aware|remember|recall|asked)"
    r"|we (?:discussed|agreed))"
    r"|further to (?:our|your) (?:recent |last |telephone )*(?:conversation|meeting|letter|call|e-?mail))"
    r"(?:[,:]|\b) *)+",
    re.IGNORECASE,
)
_LEADING: Final = late_pattern(
    r"^(?:is|are|was|were|do|does|did|would|will|can|could|has|have) (?:it|you|they|we|i|this|that) not\b"
    r"|n't (?:you|it|they|we|i)\b|^who would\b",
    re.IGNORECASE,
)
_PASSIVE: Final = r"\b(?:am|is|are|was|were|be|been|being|get|gets|got) (?:\w+ly |now |not |all |also |both )*"


_REASON: Final = late_pattern(
    r"[,;:\u2013\u2014-] *(?:since|because|as|for|now that|when|while|whereas|although)\b *", re.IGNORECASE
)
_REFERRING: Final = late_pattern(r"(?:it|they|which|that|this)\b", re.IGNORECASE)


class Assertion(NamedTuple):
    """Something that a sentence asserts. ``sure``: it is about the world; otherwise a person must look at it."""

    why: str
    sure: bool = True


def assertions(said: str) -> Iterator[Assertion]:
    """What a sentence asserts. ``said`` is folded (straight quotation marks, one line), and has no introduction
    (``BY_THE_WAY``). Its negations are written out.
    """
    yield from _of_reassurances(said)
    for pattern, why in (
        (_VIEWS, "gives a view; mark it as the member's"),
        (_SIDES, "takes a side"),
        (_PROMISING, "promises or claims an act"),
        (_LEADING, "leads"),
    ):
        found = pattern.search(said)
        if found:
            yield Assertion(f"'{found[0]}' {why}")
    plain = _IN_HOSPITAL.sub(" ", said)
    health = _HEALTH.search(plain)
    if health:
        yield Assertion(f"'{health[0]}' is of the health service", bool(_FINITE.search(plain, health.start())))
    claimed = next((m for m in verb_of_claim().finditer(plain) if _is_said_of_things(said, m)), None)
    if claimed:
        yield Assertion(f"'{claimed[0]}' says what was done", sure=not _of_a_message(plain, claimed.start()))
    yield from _of_clauses(_IN_MAY.sub(" ", _DATE.sub(" ", said)))


def _of_reassurances(said: str) -> Iterator[Assertion]:
    yield from (Assertion(f"'{words}' is a reassurance or a vow", sure=False) for words in reassurances(said))


def _of_a_message(said: str, verb: int) -> bool:
    """Whether it is about a letter, or about what happened to one. A reason given beside a letter is not."""
    begins = max((found.end() for found in _REASON.finditer(said, 0, verb)), default=0)
    clause = said if _REFERRING.match(said, begins) else said[begins:]
    return bool(re.search(r"\b(?:letters?|e-?mails?|messages?|repl(?:y|ies)|answers?|notes?|forms?)\b", clause))


def _is_said_of_things(said: str, verb: re.Match[str]) -> bool:
    """Whether a verb of claim is in the passive, or is a noun with "about"."""
    before = said[: verb.start()]
    return bool(re.search(rf"{_PASSIVE}$|\b(?:about|on) the $", before, re.IGNORECASE))


def _of_clauses(said: str) -> Iterator[Assertion]:
    words = list(_split(said))
    for place, word in enumerate(words):
        if word in _AUX:
            yield from _of_verb(words, place)
        elif place and words[place - 1] in _OTHERS and word not in _BOUNDS | _NOT | _AFTER_THEM:
            yield Assertion(
                f"'{words[place - 1]} {word}' says what others do", not _of_kin(words) and words[place - 1] != "who"
            )


def _of_kin(words: Sequence[str]) -> bool:
    return any(word in _KIN for word in words)


def _split(said: str) -> Iterator[str]:
    for word in _TOKEN.findall(said.casefold()):
        if word.endswith("n't") and len(word) > 3:
            yield from ({"wo": "will", "ca": "can", "sha": "shall"}.get(word[:-3], word[:-3]), "not")
            continue
        ending = next((short for short in _SHORT if word.endswith(short)), "")
        if ending:
            yield word[: -len(ending)]
            yield _SHORT[ending]
        elif word == "cannot":
            yield from ("can", "not")
        else:
            yield word.removesuffix("'s")


_OTHERS = _WORDS.words("others")
_AFTER_THEM = _WORDS.words("after others")
_MODALS = frozenset("will would can could may might must shall should".split())
_VAGUE = frozenset("it this that there".split())
_FINITE = late_pattern(
    r"\b(?:is|are|was|were|has|have|had|will|would|can|could|shall|goes|gets|got|let|made|closes|opens|shuts|stays"
    r"|[a-z]{3,}(?:ed|ing))\b"
)
_LITTLE = _WORDS.words("little")


class _Clause(NamedTuple):
    """A clause around its auxiliary: the words of its subject, those after the verb, and those near it."""

    subject: Sequence[str]
    verb: str
    after: Sequence[str]
    near: frozenset[str]
    text: str
    wished: bool  # whether somebody only hopes it
    condition: bool  # whether it stands after "if"

    @property
    def first(self) -> str:
        """The first word with a meaning: 'been' and 'be' alone say nothing."""
        words = self.after or (".",)
        if words[0] == "been" and len(words) > 1:
            return words[1]
        if words[0] == "be" and self.verb in _MODALS and len(words) > 1 and words[1] in _BECOME:
            return words[1]
        return words[0]


def _clause_at(words: Sequence[str], place: int) -> _Clause:
    start = place
    while start and words[start - 1] not in _BOUNDS and words[start - 1] not in _AUX and place - start < 6:
        start -= 1
    return _Clause(
        [word for word in words[start:place] if word not in _NOT],
        words[place],
        [word for word in words[place + 1 : place + 7] if word not in _NOT],
        frozenset(words[max(0, start - 4) : place + 9]),
        " ".join(words[start : place + 3]),
        bool(_WISHED.intersection(words[max(0, start - 3) : start + 1])),
        words[start - 1 : start] == ["if"],
    )


def _of_verb(words: Sequence[str], place: int) -> Iterator[Assertion]:
    """What a clause with this auxiliary says, and about whom."""
    clause = _clause_at(words, place)
    yield from _of_promise(words, place, clause)
    if not clause.subject:  # a question, or the subject stands before a bound
        return
    head = clause.subject[-1]
    if head == "you":
        yield from _of_reader(clause)
    elif _US.intersection(clause.subject) and "the" not in clause.subject[:-1]:
        if clause.verb in _MODALS and clause.first not in _OURS | _STATES | _LITTLE | _BECOME:
            yield Assertion(f"'{clause.text}' says what we will do", sure=False)
    elif head in _VAGUE:
        yield from _of_something(clause)
    elif head in _THEM:
        unsure = clause.wished or _of_kin(words) or head in {"both", "one", "ones"} or "my" in words
        yield Assertion(f"'{clause.text}' says that something is so", not unsure)
    elif _KIN.intersection(clause.subject) or head in _SENT | YOURS:
        if clause.verb in {"will", "can", "shall"} and not clause.wished:
            again = clause.after[1:2] and clause.after[1] in _BECOME | _STATES
            sure = clause.first in {"be", "have", "get", "see"} and not again
            yield Assertion(f"'{clause.text}' says what is so of somebody", sure)
    elif head not in _LITTLE and not (clause.wished and {"my", "our", "your", "her", "his"} & set(clause.subject)):
        pointed = words[0] in {"that", "these", "those"} and words[1:2] == clause.subject[:1]  # 'That sentence was ...'
        yield Assertion(f"'{clause.text}' says what is so of others", sure=pointed)


def _of_promise(words: Sequence[str], place: int, clause: _Clause) -> Iterator[Assertion]:
    """What the writers promise; without a subject of its own a verb has the one before it: 'and will ring you'."""
    ours = not clause.subject or (_US.intersection(clause.subject) and "the" not in clause.subject[:-1])
    if ours and not clause.wished and is_promise(clause.verb, clause.after):
        stands = [word for word in words[place + 3 : place + 5] if word.isalpha()]
        yield Assertion(f"'{' '.join([clause.text.rstrip(' .,;:?!'), *stands])}' is a promise", sure=False)


def _of_reader(clause: _Clause) -> Iterator[Assertion]:
    """What is said of the reader, other than their state and how they may reach us."""
    allowed = _REACHING | _BECOME if clause.verb in _MODALS | {"do", "did"} else _STATES | _OF_MESSAGES
    first = clause.first
    if first in allowed | _LITTLE or (clause.condition and clause.verb == "have" and first in {"any", "more"}):
        return
    done = clause.verb in {"have", "had", "are", "were"} and (first.endswith("ed") or first in _DONE)
    promised = clause.verb in {"will", "shall", "can"} and not clause.wished
    ours = bool({"me", "us", "office"} & clause.near)
    yield Assertion(f"'{clause.text}' says what is so of the reader", done or (promised and not ours))


def _of_something(clause: _Clause) -> Iterator[Assertion]:
    """What is said of 'it', 'this' or 'there', other than how good, hard or needed something was."""
    near = clause.near
    kind = clause.verb != "will" and _GOOD.intersection(near)
    if kind or {"anything", "help", "how", "time"} & near or ("taken" in near and {"me", "us"} & near):
        return
    plainly = clause.subject[-1] != "there" or bool({"no", "nothing", "never", "nobody"} & near)
    yield Assertion(
        f"'{clause.text}' says that something is so", plainly and not clause.wished and not {"me", "my", "i"} & near
    )


_BECOME = _WORDS.words("become")
_DONE = _WORDS.words("done")
_WISHED = _WORDS.words("wished")
_OF_MESSAGES = _WORDS.words("of messages")


# Kind words: thanks, sympathy, an offer of help. They are recognised by what they do not hold.

_WORD = late_pattern(r"[^\W_]+(?:['\u2019&-][^\W_]+)*")
_MONTHS = "|".join(MONTHS)
_DATE = late_pattern(
    rf"\b\d{{1,2}}(?:st|nd|rd|th)?(?: of)? (?:{_MONTHS})(?:,? \d{{4}})?\b"
    rf"|\b(?:{_MONTHS}) \d{{1,2}}(?:st|nd|rd|th)?(?:,? \d{{4}})?\b"
)
_IN_MAY = late_pattern(r"\b(?:in|of|since|until|by|last|next|early|late) May\b")  # the month, and no verb
_CLOCK, _NOON = r"\b\d{1,2}(?:[.:]\d\d)?", r" ?[ap]\.?m\b"
_HOUR = late_pattern(
    rf"{_CLOCK}(?={_NOON}| ?(?:-|\u2013|to|until|and) ?\d{{1,2}}(?:[.:]\d\d)?{_NOON})(?:{_NOON})?", re.IGNORECASE
)
_QUOTED = late_pattern('["\u201c\u201d\u2018\u00ab\u00bb]')
_MONEY = late_pattern("[\u00a3$\u20ac%]")
_COUNTED = frozenset(("one", "two", "three", "once", "first", "second"))  # of children, of meetings, of letters
# Verbs of claim that kind words use too.
_KIND = _WORDS.words("kind claims")
_TITLES = frozenset("mr mrs miss ms mx dr prof rev sir dame lord lady".split())


_POSTAL = _WORDS.words("postal")
_YEARS = late_pattern(
    r"\b(?:twice|(?:\w+-)?\w+(?= (?:years?|weeks?|months?|days?|times?|children|daughters|sons)\b))", re.IGNORECASE
)
# Sentences of which every word is known, and which say nothing but kindness, whatever the subject's words are.
_KIND_SENTENCE = late_pattern(rf"{_WORDS.pattern('kind sentences')}[.!]?", re.IGNORECASE)
_THANKS = late_pattern(
    r"(?:very )?(?:many thanks|thank you|thanks|it was (?:good|kind) of you to write)\b", re.IGNORECASE
)
# Words that refer to something said elsewhere, except in the usual forms of thanks and sympathy.
_POINTS = late_pattern(
    r"\b(?:they|them|those|these|what|which|who|whom|why|nothing|everything|everyone|everybody|nobody|anybody)\b"
    r"|\bit\b(?! (?:was|is|will be|would be|must|has taken|goes|helps|took you|went well))"
    r"(?<!making it)(?<!hope it)(?<!me of it)"
    r"|\bthis\b(?! (?:helps|matters|is|must|letter|reply|week|month|morning|year|to you|time|summer|with you))"
    r"(?<!about this)(?<!through this)(?<!raising this)(?<!of this)(?<!talk this)"
    r"|\bhow\b(?! (?:much this|much you|worried|worrying|hard|difficult|sad|sorry|kind|upsetting|painful|your|he"
    r"|she|you get|you are getting|long (?:your|he|she|you)))",
    re.IGNORECASE,
)


def _any_of(*patterns: str) -> re.Pattern[str]:
    return late_pattern(rf"(?:{'|'.join(patterns)})", re.IGNORECASE)


_FIRST = _any_of(r"\b(?:i|me|my|we|us|our|myself)\b", r"\b(?:i|we)'(?:m|ve|d|ll|re)\b")
_SECOND = _any_of(r"\b(?:you|your|yours|yourself)\b", r"\byou'(?:re|ve|d|ll)\b")
_ABOUT = late_pattern(r"\b(?:about|on|regarding|concerning) ", re.IGNORECASE)
_PAUSE = late_pattern(r"[.,;!?]")
_LISTED = late_pattern(r",? and (?:about )?|, ")

# -- how one writes to one reader

_VERY = r"(?:very |so |truly |deeply |really |most |extremely |always |such |only too |more than )*"
_PLEASE = r"(?:please|do) (?:do |also |always )?"
# Openings without the writers and the reader: a sentence with "I", "we", "my" or "you" is known by that.
_OPENS = _any_of(
    r"(?:very )?many thanks\b",
    r"thanks (?:for|again|so much)\b",
    r"congratulations\b",
    r"(?:this|it) must (?:be|have been) (?:a )?(?:very )?(?:difficult|hard|sad|worrying|trying|anxious)\b",
    r"(?:happy|merry) \w+",
    r"(?:get|keep) well\b",
    r"with (?:very )?(?:best|kind|kindest|warm|warmest|good|all) (?:good )?(?:wishes|regards)\b",
    rf"{_PLEASE}(?:not hesitate|feel free|accept|give|pass|get in touch|let|ring|call|come)\b",
    rf"{_PLEASE}(?:write|contact|keep|remember|reply|phone|telephone|speak|ask|bring|send|thank)\b",
    rf"{_PLEASE}(?:take care|look after|stay in touch)\b",
    rf"it (?:was|is|will be|would be) {_VERY}(?:good|kind|lovely|nice|a (?:real )?pleasure|wonderful|thoughtful)\b",
    r"(?:if|should|were) there is anything\b",
    r"the (?:office|team|next surgery|surgery)\b",
)

_ADDRESSES = _any_of(
    r"please\b", r"(?:do )?take (?:good )?care\b", r"there is no need to\b", r"no (?:appointment|reply) is needed\b",
    r"(?:what|how) (?:a|an|kind|good|thoughtful|lovely|sad)\b", r"(?:with |all |every )?(?:good|best|kind|deepest) \w+",
    r"with (?:many |deepest |sincere |heartfelt )*(?:sympathy|thanks|love|condolences)\b",
    r"well done\b", r"good luck\b", r"sorry (?:to|for|not)\b",
)  # fmt: skip

# -- how one claims

# Words that say that something is so, promised or known. A sentence to a reader needs a fact for that.
_VOUCHES = _any_of(
    r"\b(?:promis|assur)\w*(?<!as promised)\b"
    r"(?!(?: you)?(?: that)? (?:i|your letter|to (?:keep|write|ring|be in touch))\b)",
    r"\b(?:guarante|confirm|reassur|swear|vouch|warn)\w*",
    r"\b(?:can|may|must) (?:tell|say)\b(?! (?:how sorry|how sad|to ease|will make))",
    r"\b(?:is|are|was|were) (?:true|false|untrue|a fact|clear|certain|safe|wrong)\b",
    r"\bthe (?:fact|truth|reality)\b",
    r"\b(?:nothing|nobody|no one|everything|everyone|all|they|there|this|that|it)"
    r" (?:will|would|can|could|must|has|have|had)"
    r" (?!taken (?:me|us)|be (?:good|kind|helpful|useful|possible|easier|nice|lovely|welcome))\w+",
)
_WISHES = _any_of(r"\b(?:hope|wish|trust|if|whether|let me know)\b", r"\bhow (?:very )?\w+ $")
# Saying that something is hard for the reader is sympathy, not a claim.
_HARD_FOR_YOU = late_pattern(
    r"\bmust (?:be|have been)(?= (?:a )?(?:very )?(?:difficult|hard|sad|worrying|trying|anxious)\b[^,;:]* for you)",
    re.IGNORECASE,
)
_OF_BOTH = _any_of(
    r"\bwe (?:had )?(?:met|spoke|talked)\b",
    r"\bI (?:met|saw|rang|called|told|wrote to|spoke (?:to|with)) you\b",
)  # acts of which the reader knows


_WHOSE = "(?:the|a|an|this|that|these|those|my|our|your|his|her|its|their)"
_WORD_IN_THE_WAY = late_pattern(r"'([^']+)' is (?:of public life|a word of the letter's subject)\Z")


class ReaderSentence(StrEnum):
    """How a sentence reads as one to this reader alone."""

    CALM = "calm"  # it can hold only kindness and the office's own details
    ASKS = "asks"  # the signatory must confirm it: a name, an hour, an act of feeling that nobody else can check
    OTHER = "other"  # it speaks of the subject, of public life, or of the world


@dataclass(frozen=True)
class ToReader:
    """Reads sentences that nothing else accounts for, and compares them with an office's facts and details.

    ``reference`` is the letter's own, which its reader may be asked to quote.
    """

    base: FactBase
    office: Office
    reference: str = ""

    def reading_of(self, text: str, before: str = "") -> tuple[ReaderSentence, str]:
        """How a sentence reads as one to this reader alone; and why it is not one, or what to look at.

        The reason is empty where nothing in the sentence speaks to anybody. ``before`` is the sentence before it,
        where that too is in nobody's words but this letter's.
        """
        whole = negations_written_out(fold_quotation(text).strip())
        said = BY_THE_WAY.sub("", whole) or whole
        if _THANKS.match(said):
            said = self._without_about(said)
        if _KIND_SENTENCE.fullmatch(said):
            return ReaderSentence.CALM, ""
        if not (_FIRST.search(said) or _SECOND.search(said) or _OPENS.match(said) or _ADDRESSES.match(said)):
            return ReaderSentence.OTHER, next((one.why for one in _of_reassurances(whole)), "")
        left, asserted = self._without_details(said), list(assertions(said))
        reason = next(self._of_the_world(said, left), "") or next((one.why for one in asserted if one.sure), "")
        if reason:
            return ReaderSentence.OTHER, reason
        looked = next(self._to_look_at(said, left), "")
        doubts = [*(one.why for one in asserted[:1]), *([looked] if not asserted or _HOUR.search(left) else [])]
        doubt = "; ".join(filter(None, doubts)) or next(
            to_ask(" ".join(_split(self._without_details(said, "details"))), said, left, before), ""
        )
        return (ReaderSentence.ASKS, doubt) if doubt else (ReaderSentence.CALM, "")

    def passes_without(self, text: str, doubt: str) -> str:
        """The word for which alone a sentence is none to this reader, as ``doubt`` names it. Empty if it is none with
        'this' in the word's place either.
        """
        named = _WORD_IN_THE_WAY.match(doubt)
        if named is None or not re.search(rf"\b{re.escape(named[1])}\b", text):
            return ""
        said = re.sub(rf"\b(?:{_WHOSE} )?{re.escape(named[1])}\b", "this", text)
        return named[1] if self.reading_of(said)[0] is not ReaderSentence.OTHER else ""

    def _of_the_world(self, said: str, left: str) -> Iterator[str]:
        """Why a sentence claims something. ``left`` is its text without dates and the office's details."""
        if _QUOTED.search(said):
            yield "it quotes somebody"
        yield from self._of_its_words(said, left)
        for act in claimed_acts(_OF_BOTH.sub(" ", said)):
            if not _of_the_post(act, said):
                yield f"'{act}' claims an act of the member's"
        yield from _that_it_is_so(said)

    def _of_its_words(self, said: str, left: str) -> Iterator[str]:
        """Words that do not belong between two people: of the subject, of public life, figures."""
        for word in _WORD.findall(left):
            low = word.casefold().removesuffix("'s")
            if low in PUBLIC or word in PUBLIC_NAMES:
                yield f"'{word}' is of public life"
            elif low in self._vocabulary:
                yield f"'{word}' is a word of the letter's subject"
        for name in self._speakers:
            if name in said and re.search(rf"(?<!\w){re.escape(name)}(?!\w)", said):
                yield f"'{name}' speaks in documents"
        figure = next(filter(_is_figure, _HOUR.sub(" ", _YEARS.sub(" ", left)).split()), "")
        if figure:
            yield f"'{figure.strip('.,;:()')}' is a figure, and none of the office's own details"

    def _to_look_at(self, said: str, left: str) -> Iterator[str]:
        """What a person should check in a sentence that claims nothing about the world."""
        hour = _HOUR.search(left)
        if hour:
            yield f"'{hour[0]}' is no hour that office.yaml has"
        claiming = next((m[0] for m in verb_of_claim().finditer(said) if m[0].casefold() not in _KIND), "")
        if claiming:
            yield f"'{claiming}' may be a claim"
        pointing = _POINTS.search(said)
        if pointing:
            yield f"'{pointing[0]}' may point to a claim"
        for word in _WORD.findall(left):
            low = word.casefold().removesuffix("'s")
            if low not in KINDNESS | _TITLES and low not in self._house and not low.isdigit():
                yield _of_an_odd_word(word, low, said)

    def _without_details(self, text: str, instead: str = " ") -> str:
        """The text without dates, and with ``instead`` for the office's details, as they stand in office.yaml."""
        for detail in self._details:
            if detail.isascii() and text.isascii() and detail.lower() not in text.lower():
                continue  # to look is faster than to compile a pattern for it
            text = re.sub(rf"(?<!\w){re.escape(detail)}(?!\w)", instead, text, flags=re.IGNORECASE)
        return _DATE.sub(" ", text)

    def _without_about(self, text: str) -> str:
        """The text without the fact base's own words for what the message was about."""
        for name in self._introduced:
            text = re.sub(rf"\b{re.escape(name)}", name.partition(",")[0].partition(" (")[0], text, flags=re.IGNORECASE)
        for match in _ABOUT.finditer(text):
            ends = [end.start() for end in _PAUSE.finditer(text, match.end())]
            for end in reversed([*ends, len(text)]):  # the longest list first
                topics = _LISTED.split(text[match.end() : end].casefold().strip())
                if all(topic.removeprefix("the ") in self._topics for topic in topics):
                    return text[: match.start()] + text[end:]
        return text

    @cached_property
    def _introduced(self) -> tuple[str, ...]:
        """The names of subjects with their short forms beside them, as a letter first has them."""
        return tuple(name for s in self.base.subjects.values() for name in _introduced(s.abbreviations))

    @cached_property
    def _topics(self) -> frozenset[str]:
        """What a message may be about: subjects and topics, in lower case."""
        names = [name for s in self.base.subjects.values() for name in (s.name, *_shorts(s.abbreviations))]
        abouts = [part for t in self.base.topics.values() for part in (t.about, *re.split(r", | and ", t.about))]
        return frozenset(fold_quotation(name).casefold().removeprefix("the ") for name in (*names, *abouts))

    @cached_property
    def _details(self) -> tuple[str, ...]:
        """The office's details as they may stand in a sentence, the longest first."""
        surgeries = [way for line in self.office.surgeries for way in _ways_of_telling(line)]
        every = (*self.office.details, *surgeries, *self.office.enclosures, *filter(None, (self.reference,)))
        return tuple(sorted({fold_quotation(one) for one in every}, key=lambda one: (-len(one), one)))

    @cached_property
    def _house(self) -> frozenset[str]:
        """The words in the office's own details, in lower case."""
        return _words(self._details)

    @cached_property
    def _speakers(self) -> tuple[str, ...]:
        """The names of the speakers in documents."""
        return _speakers_of(Same(self.base))

    @cached_property
    def _vocabulary(self) -> frozenset[str]:
        """The words of the subjects' names, claims and questions, without those of ordinary life."""
        return _vocabulary_of(Same(self.base))


@lru_cache(maxsize=4)
def _speakers_of(base: Same[FactBase]) -> tuple[str, ...]:
    voices = {base.it.speaker(fact) for fact in base.it.facts.values()}
    names = (fold_quotation(name) for voice in voices for name in voice.names)
    return tuple(sorted(set(names)))


@lru_cache(maxsize=4)
def _vocabulary_of(base: Same[FactBase]) -> frozenset[str]:
    texts = [name for s in base.it.subjects.values() for name in (s.name, *_shorts(s.abbreviations))]
    texts += [fact.claim for fact in base.it.facts.values()]
    for topic in base.it.topics.values():
        texts += [topic.heading, topic.about, *(one.text for one in (*topic.questions, *topic.fears))]
    return _words(texts) - EVERYDAY - YOURS - _TITLES


def _of_an_odd_word(word: str, low: str, said: str) -> str:
    """Why a person must look at a word that kind words do not hold: it may be a name, or a slip."""
    rest = "none of the words of thanks, sympathy and help"
    if word[:1].isupper() and not said.startswith(word):
        return f"'{word}' is a name, or {rest}"
    meant = "" if low in EVERYDAY else _slip_for(low)
    return f"'{word}' is {rest}" + (f"; is '{meant}' meant?" if meant else "")


_LEAST_TO_SLIP = 4  # letters


def _slip_for(word: str) -> str:
    """The usual word of which a word may be a slip; empty if there is none.

    Only letters within a word slip: two change places, or one is left out or doubled. Any other letter makes another
    word too often.
    """
    if len(word) < _LEAST_TO_SLIP:
        return ""
    inner = range(1, len(word) - 1)
    made = {f"{word[:at]}{word[at + 1]}{word[at]}{word[at + 2 :]}" for at in inner}
    made |= {f"{word[:at]}{word[at + 1 :]}" for at in inner if word[at] in (word[at - 1], word[at + 1])}
    known = KINDNESS | EVERYDAY
    left_out = (one for one in known if len(one) == len(word) + 1 and _with_one_more(word, one))
    return min((*(made & known), *left_out), default="")


def _with_one_more(word: str, other: str) -> bool:
    """Whether a word becomes another by one more letter within it."""
    return any(word == other[:at] + other[at + 1 :] for at in range(1, len(other) - 1))


def to_reader(sentence: Aligned, reads: ToReader, before: str = "") -> Aligned:
    """Read a sentence that nothing accounts for as one to this reader alone, where that is possible. ``before`` is the
    sentence before it, where nothing accounts for that either.
    """
    if sentence.standing is not SentenceStatus.NEW or sentence.forms:
        return sentence
    reading, doubt = reads.reading_of(sentence.text, before)
    if reading is ReaderSentence.OTHER:
        return replace(sentence, doubt=doubt)
    pieces = tuple(replace(p, segment=p.segment._replace(kind=Kind.READER)) for p in sentence.pieces)
    return replace(sentence, standing=SentenceStatus.READER, pieces=pieces, nearest="", doubt=doubt)


def _that_it_is_so(said: str) -> Iterator[str]:
    """Ways in which a sentence asserts something about the world or the reader."""
    plain = _HARD_FOR_YOU.sub("is", said)
    vouched = _VOUCHES.search(plain)
    if vouched and not _WISHES.search(plain[: vouched.start()]):
        yield f"'{vouched[0]}' says that something is so"


def _of_the_post(act: str, said: str) -> bool:
    """Whether an act is about the reader's letters and calls, of which the reader knows."""
    verb = act.casefold().split()[-1]
    asked = verb == "asked" and re.search(
        r"\basked (?:my|our|one of my) (?:office|caseworker|team|staff|colleague)", said
    )
    return verb in _POSTAL or bool(asked)


def _is_figure(word: str) -> bool:
    bare = word.strip(".,;:()!?'\"").casefold()
    return bool(bare) and bare not in _COUNTED and (is_any_figure(bare) or bool(_MONEY.search(bare)))


def _shorts(abbreviations: Iterable[Abbreviation]) -> Iterator[str]:
    for one in abbreviations:
        yield from (one.short, one.long, one.plural, f"{one.short}s")


def _introduced(abbreviations: Iterable[Abbreviation]) -> Iterator[str]:
    """Names with their short forms beside them, as a letter first has them."""
    for one in abbreviations:
        for long, short in ((one.long, one.short), (one.plural, f"{one.short}s"), (one.plural, one.short)):
            yield from (f"{long} ({short})", f'{long} ("{short}")', f"{long}, or {short}")


def _ways_of_telling(surgery: str) -> Iterator[str]:
    """A line of office.yaml on a surgery, and the same day, hours and place as a sentence has them."""
    yield surgery
    day, hours, place, *more = (*surgery.split(", "), "", "", "")
    if not place or any(more):
        return
    for at, during in product((f", {place}", f", at {place}", f" at {place}"), (hours, f"from {hours}")):
        yield from (f"{day}, {during}{at}", f"{day} {during}{at}")
    for during in (hours, f"from {hours}"):
        yield from (f"{place} on {day}, {during}", f"{place} on {day} {during}")


def _words(texts: Iterable[str]) -> frozenset[str]:
    return frozenset(
        word.casefold().removesuffix("'s") for text in texts for word in _WORD.findall(fold_quotation(text))
    )
