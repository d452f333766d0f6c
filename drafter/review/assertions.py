"""Whether a sentence to one reader says, by the way, that something is so: clause by clause, by its subject and verb.

What is said of us who write, of the reader's feelings, health and messages, and of how good it was to meet, is said to
the reader; what is said of anything else, however kindly, is a claim.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from drafter.review.everyday import YOURS
from drafter.rules.courtesy import CLAIM

_TOKEN = re.compile(r"[a-z]+(?:['-][a-z]+)*|[.,;:?!()\u2013\u2014]|\d\S*", re.IGNORECASE)
_SHORT = {"'m": "am", "'re": "are", "'ve": "have", "'ll": "will", "'d": "would"}
_AUX: Final = frozenset(
    """
    am is are was were has have had will would can could may might must shall should do does did cannot
    """.split()
)
_NOT = frozenset("not never always still now also only just ever all both so very really soon already once no".split())
# What a clause may begin behind.
_BOUNDS: Final = frozenset(
    """
    . , ; : ? ! ( ) \u2013 \u2014 that because since though although while until and but or so as which who whom
    whose how why what whether if when where than glad sorry pleased happy delighted relieved sad saddened
    grateful touched hear learn know knowing read see hope wish think believe understand appreciate tell told
    say says said feel sure remember realise find show mean means let
    """.split()
)
_US: Final = frozenset(
    """
    i we office team staff caseworker caseworkers colleague colleagues assistant door thoughts surgery surgeries
    number telephone email e-mail address condolences wishes regards
    """.split()
)
_THEM: Final = frozenset(
    """
    they them those these everyone everybody anyone anybody nobody no-one none nothing everything people others
    both one ones much many most few all something somebody someone
    """.split()
)
_KIN: Final = frozenset(
    """
    aunt baby brother child children dad daughter daughters family father gran granddaughter grandfather
    grandmother grandson husband mother mum nan neighbour neighbours nephew niece parents partner sister son
    sons uncle wife friend friends grandchildren granddaughters he she dog cat
    """.split()
)
_SENT: Final = frozenset(
    """
    letter letters message messages email emails e-mail e-mails card postcard note words call visit petition
    photograph
    """.split()
)
# What may be said of a person's state.
_STATES: Final = frozenset(
    """
    well better unwell ill poorly worried concerned anxious upset unhappy happy welcome kind good proud waiting
    feeling recovering mending home back able free going getting doing keeping having looking enjoying settling
    through tired sad pleased disappointed frustrated angry frightened thinking comfortable in on at out aware
    sorry right-handed quite finding facing struggling coping bereaved had been
    """.split()
)
# What may be said of how a thing was for those who write or read.
_GOOD: Final = frozenset(
    """
    good kind lovely nice wonderful thoughtful helpful useful possible easier welcome difficult hard worrying
    sad trying anxious time pleasure privilege comfort help important useful clear-cut joy delight upsetting
    distressing frustrating best shame answer reply news need shock worry blow strain joy painful exhausting
    delicious
    """.split()
)
_REACHING: Final = frozenset(
    """
    like come send ring call write let bring tell find feel forgive accept excuse understand know reach visit
    contact need wish want join meet speak talk ask email e-mail telephone phone reply remember think give pass
    help enjoy prefer rather make drop book look attend mind return fill spare
    """.split()
)
_OURS: Final = frozenset(
    """
    be ring call write help meet send contact telephone phone try arrange make visit email e-mail see speak talk
    gladly like hear let keep know look think come reply answer welcome offer thank wish enclose have not always
    do read gladly happily of also remember invite mind imagine miss follow acknowledge pass spare attend
    """.split()
)
_PROMISING: Final = re.compile(
    r"\b(?:will|shall|can|glad to|gladly) (?:\w+ly )?(?:get(?! in touch| back to)|stop|sort|fix|move|secure|win|save"
    r"|ensure|make sure|see to it|chase|fight|push|press|block|end|change|beat|force|bring (?:this|it)"
    r"|put (?:this|it) right|speed)\b"
    r"|\b(?:got|made|moved|fixed|sorted|stopped|forced|persuaded|saved|secured|chased|pushed)"
    r" (?:you|your|them|it|him|her|the|this)\b"
    r"|\b(?:did|done|do) (?:it|all (?:we|i|that))\b|\ball (?:i|we) can\b|\bon (?:to|top of) it\b|\bon the case\b",
    re.IGNORECASE,
)
_SIDES: Final = re.compile(
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
_VIEWS: Final = re.compile(
    r"\b(?:i|we) (?:do |also |still |firmly |always |would |shall |will )*"
    r"(?:think|believe|want|support|oppose|fear|press|urge|call for|stand for)\b"
    r"(?! (?:of|about) (?:you|him|her|them|your|our)\b)(?! to (?:thank|say|wish|help|let|tell|see|hear|know)\b)",
    re.IGNORECASE,
)
_HEALTH: Final = re.compile(
    r"\b(?:hospitals?|doctors?|nurses?|wards?|beds?|ambulances?|gps?|clinics?|practices?|consultants?|appointments?"
    r"|(?<!my )(?<!my next )(?<!my own )(?<!of my )(?<!next )(?<!to my )surger(?:y|ies))\b",
    re.IGNORECASE,
)
_IN_HOSPITAL: Final = re.compile(
    r"\b(?:(?:in|into|to|at|from|of) (?:the |your )?(?:hospital|surgery|clinic)"
    r"|(?:the|our|my|a|one of my|an advice|advice) surger(?:y|ies)(?= (?:is|are|will be) (?:on|at|held)\b|[.,]|$)"
    r"|(?:hospital|doctor's|doctors'|an?|your|her|his|the) (?:appointments?|stay|bed)(?! (?:is|was|will|has|can)\b)"
    r"|surger(?:y|ies) (?:on|at)\b)",
    re.IGNORECASE,
)
BY_THE_WAY: Final = re.compile(
    r"^(?:(?:p\.? ?s\.?:?|happily|luckily|fortunately|thankfully|sadly|unfortunately|of course|naturally|rest easy"
    r"|indeed|once again|again|finally|meanwhile|in the meantime|until then|as ever|as always|and|but|so"
    r"|as (?:promised|requested|discussed|you (?:may |will |might )?(?:know|be aware|remember|recall|asked)"
    r"|we (?:discussed|agreed))"
    r"|further to (?:our|your) (?:recent |last |telephone )*(?:conversation|meeting|letter|call|e-?mail))"
    r"(?:[,:]|\b) *)+",
    re.IGNORECASE,
)
_LEADING: Final = re.compile(
    r"^(?:is|are|was|were|do|does|did|would|will|can|could|has|have) (?:it|you|they|we|i|this|that) not\b"
    r"|n't (?:you|it|they|we|i)\b|^who would\b",
    re.IGNORECASE,
)
_PASSIVE: Final = r"\b(?:am|is|are|was|were|be|been|being|get|gets|got) (?:\w+ly |now |not |all |also |both )*"


class Said(NamedTuple):
    """That a sentence says something. ``sure``: of the world; else a person must look at it."""

    why: str
    sure: bool = True


def assertions(said: str) -> Iterator[Said]:
    """What a sentence says to be so. ``said`` is folded (straight quotation marks, one line), and without what leads
    in (``BY_THE_WAY``).
    """
    for pattern, why in (
        (_VIEWS, "gives a view; mark it as the member's"),
        (_SIDES, "takes a side"),
        (_PROMISING, "promises or claims an act"),
        (_LEADING, "leads"),
    ):
        found = pattern.search(said)
        if found:
            yield Said(f"'{found[0]}' {why}")
    plain = _IN_HOSPITAL.sub(" ", said)
    health = _HEALTH.search(plain)
    if health:
        yield Said(f"'{health[0]}' is of the health service", bool(_FINITE.search(plain, health.start())))
    claimed = next((m for m in CLAIM.finditer(plain) if _is_said_of_things(said, m)), None)
    if claimed:
        yield Said(f"'{claimed[0]}' says what was done", sure=not _of_a_message(said))
    yield from _of_clauses(said)


def _of_a_message(said: str) -> bool:
    """Whether it is of a letter, or of what happened to it."""
    return bool(re.search(r"\b(?:letters?|e-?mails?|messages?|repl(?:y|ies)|answers?|notes?|forms?)\b", said))


def _is_said_of_things(said: str, verb: re.Match[str]) -> bool:
    """Whether a verb of claim is in the passive, or is a noun that something is about."""
    before = said[: verb.start()]
    return bool(re.search(rf"{_PASSIVE}$|\b(?:about|on) the $", before, re.IGNORECASE))


def _of_clauses(said: str) -> Iterator[Said]:
    words = list(_split(said))
    for place, word in enumerate(words):
        if word in _AUX:
            yield from _of_verb(words, place)
        elif place and words[place - 1] in _OTHERS and word not in _BOUNDS | _NOT | _AFTER_THEM:
            yield Said(
                f"'{words[place - 1]} {word}' says what others do", not _of_kin(words) and words[place - 1] != "who"
            )


def _of_kin(words: Sequence[str]) -> bool:
    return any(word in _KIN for word in words)


def _split(said: str) -> Iterator[str]:
    for word in _TOKEN.findall(said.casefold()):
        if word.endswith("n't") and len(word) > 3:
            yield {"wo": "will", "ca": "can", "sha": "shall"}.get(word[:-3], word[:-3])
            continue
        ending = next((short for short in _SHORT if word.endswith(short)), "")
        if ending:
            yield word[: -len(ending)]
            yield _SHORT[ending]
        else:
            yield "can" if word == "cannot" else word.removesuffix("'s")


_OTHERS = frozenset("they those who everyone everybody nobody people".split())
_AFTER_THEM = frozenset("in at on of with from near to for around about by like here there too and or both".split())
_MODALS = frozenset("will would can could may might must shall should".split())
_VAGUE = frozenset("it this that there".split())
_FINITE = re.compile(
    r"\b(?:is|are|was|were|has|have|had|will|would|can|could|shall|goes|gets|got|let|made|closes|opens|shuts|stays"
    r"|[a-z]{3,}(?:ed|ing))\b"
)
_LITTLE = frozenset("to not be please me us him her and for with of the a an my your our in on at".split())


class _Clause(NamedTuple):
    """A clause about its auxiliary: the words of its subject, those after the verb, and those near it."""

    subject: Sequence[str]
    verb: str
    after: Sequence[str]
    near: frozenset[str]
    text: str
    wished: bool  # whether somebody hopes it

    @property
    def first(self) -> str:
        """The first word that tells: 'been' and 'be' alone say nothing."""
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
    )


def _of_verb(words: Sequence[str], place: int) -> Iterator[Said]:
    """What a clause with this auxiliary says of whom."""
    clause = _clause_at(words, place)
    if not clause.subject:  # a question, or the subject stands before a bound
        return
    head = clause.subject[-1]
    if head == "you":
        yield from _of_reader(clause)
    elif _US.intersection(clause.subject) and "the" not in clause.subject[:-1]:
        if clause.verb in _MODALS and clause.first not in _OURS | _STATES | _LITTLE | _BECOME:
            yield Said(f"'{clause.text}' says what we will do", sure=False)
    elif head in _VAGUE:
        yield from _of_something(clause)
    elif head in _THEM:
        unsure = clause.wished or _of_kin(words) or head in {"both", "one", "ones"} or "my" in words
        yield Said(f"'{clause.text}' says that something is so", not unsure)
    elif _KIN.intersection(clause.subject) or head in _SENT | YOURS:
        if clause.verb in {"will", "can", "shall"} and not clause.wished:
            again = clause.after[1:2] and clause.after[1] in _BECOME | _STATES
            sure = clause.first in {"be", "have", "get", "see"} and not again
            yield Said(f"'{clause.text}' says what is so of somebody", sure)
    elif head not in _LITTLE and not (clause.wished and {"my", "our", "your", "her", "his"} & set(clause.subject)):
        pointed = words[0] in {"that", "these", "those"} and words[1:2] == clause.subject[:1]  # 'That sentence was ...'
        yield Said(f"'{clause.text}' says what is so of others", sure=pointed)


def _of_reader(clause: _Clause) -> Iterator[Said]:
    """What is said of the reader that is neither of how they are, nor of how they may reach us."""
    allowed = _REACHING | _BECOME if clause.verb in _MODALS | {"do", "did"} else _STATES | _OF_MESSAGES
    first = clause.first
    if first in allowed | _LITTLE:
        return
    done = clause.verb in {"have", "had", "are", "were"} and (first.endswith("ed") or first in _DONE)
    promised = clause.verb in {"will", "shall", "can"} and not clause.wished
    ours = bool({"me", "us", "office"} & clause.near)
    yield Said(f"'{clause.text}' says what is so of the reader", done or (promised and not ours))


def _of_something(clause: _Clause) -> Iterator[Said]:
    """What is said of it, of this, of what there is; but for how good, how hard or how needed that was."""
    near = clause.near
    kind = clause.verb != "will" and _GOOD.intersection(near)
    if kind or {"anything", "help", "how", "time"} & near or ("taken" in near and {"me", "us"} & near):
        return
    plainly = clause.subject[-1] != "there" or bool({"no", "nothing", "never", "nobody"} & near)
    yield Said(
        f"'{clause.text}' says that something is so", plainly and not clause.wished and not {"me", "my", "i"} & near
    )


_BECOME = frozenset("able glad free welcome happy home feeling proud worried disappointed pleased in".split())
_DONE = frozenset("seen made left told given taken sold let hidden kept had got".split())
_WISHED = frozenset("hope wish trust if whether hopes wishes hoping".split())
_OF_MESSAGES = frozenset(
    """
    written wrote sent raised asked told mentioned taken called rung come lost had been made given read shared
    got heard waited met received enclosed brought spoken kept died passed moved retired married left joined
    turned enjoyed grown lived become recovered
    """.split()
)
