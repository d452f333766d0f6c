"""The words by which a sentence shows how it is meant. They are of the language, not of a subject."""

from __future__ import annotations

from enum import Enum, auto
from typing import Final

_WH: Final = "who|whom|whose|who's|what|what's|when|where|which|how|why|whether|if|more|about"
_WE_ARE: Final = "i am|i'm|we are|we're"
_NO_NEED: Final = "no need to|not need to|don't need to|not have to|don't have to"
_ASKERS: Final = "i|we|to|you|please|and|also|would|should|may|might|must|can|could|him|therefore"
_NO_ONE: Final = (
    "nobody|noone|none|never|not|cannot|can't|cant|couldn't|unable|hard|impossible|don't|dont|doesn't|isn't|wasn't|"
    "haven't|hasn't|failed|nowhere|yet|without"
)
_KNOW: Final = (
    "tell|told|say|says|said|saying|explain|explained|explains|know|known|knows|understand|discover|discovered|find|"
    "found|clear|sure|see|seen|heard|answer|establish|seems"
)
_ASK_OF: Final = (
    "ask|asking|asks|urge|urging|urges|beg|begging|implore|imploring|request|requesting|want|wants|like|expect|need|"
    "trust|hope|hoping|love|invite|encourage"
)
_FEEL: Final = (
    "worried|afraid|concerned|fear|frightened|anxious|believe|think|say|saying|suggest|suggesting|claim|claiming|accept|"
    "agree|convinced|persuaded|share|suppose|imagine|bothered|buy|mean|meaning"
)
_SOMEBODY: Final = (
    "people|some|others|many|they|everyone|everybody|neighbour|neighbours|friend|friends|he|she|who|mates"
)


class Manner(Enum):
    """What the words of a sentence do."""

    TELL = auto()  # ask to be told
    NOT_TELL = auto()  # say that this is not asked
    WONDER = auto()  # say that nobody knows, or that somebody was asked
    DO = auto()  # ask for something to be done
    YOU = auto()  # the same, by a question: "will you"
    DOUBT = auto()  # say that it is not feared
    SAYS = auto()  # tell what others say


WORDS: Final = {
    Manner.TELL: (
        f"(tell|inform|advise) (me|us) ... {_WH}",
        f"let (me|us) know ... {_WH}",
        "let (me|us) have",
        "send (me|us)",
        f"(explain|clarify|confirm|establish|outline|summarise) ... {_WH}",
        "(explain|define|clarify|summarise) (it|them|this|these|acos|accountable|the)",
        f"(set out|spell out|find out|ascertain|discover) ... {_WH}",
        f"(please|you|to|and) say {_WH}",
        "(spell|set) (it|this|them) out",
        "(like|love|want|wanted|wants|wish|need|glad|interested|curious|keen|pleased) to (know|hear|learn|be told)",
        "(like|love|want|wish|need|glad|keen) to (understand|find out|be reassured)",
        f"({_ASKERS}) (ask|enquire|inquire) ... {_WH}",
        f"(asking|wonder|wondering) ... {_WH}",
        f"(question|questions) (is|are|would be) ({_WH})",
        "(two|three|four|five|some|these|following|simple|one|few) (question|questions)",
        "(assure|reassure|promise|guarantee|confirm) (me|us)",
        "(confirm|reassured) that",
        "(bring|put) ... up to date",
        "(educate|enlighten) (me|us)",
        "(information|briefing|details|explanation|clarification|assurance) ... (about|on|of|whether|that|what)",
        "grateful for ... (answer|answers|information)",
    ),
    Manner.NOT_TELL: (
        f"({_WE_ARE}|i|we) (not|do not|don't|dont|did not|didn't|never) (ask|asking|asked|enquire|enquiring)",
        f"({_WE_ARE}) not (really|even|here|now|writing to) (ask|asking)",
        "(not|don't|didn't|never) (write|writing|wrote) to ask",
        "(not|don't|dont|didn't) (want|need|wish|care|mean) to (know|ask|hear|be told)",
        "(not|don't|dont) (care|mind) (what|who|how|whether|when|where|which|why)",
        "no (need|wish|desire) to (know|ask|hear|tell|explain|be told)",
        "no (need|wish|desire) for you to (tell|explain|say)",
        f"(needn't|neednt|need not|{_NO_NEED}|please don't|please do not) (tell|explain|spell|say|repeat|bother)",
        "(i|we) (know|already know|do know|quite understand) (what|who|how|why|whether|when|where)",
        "(i|we) know (perfectly|very|quite|full) well",
    ),
    Manner.WONDER: (
        f"({_NO_ONE}) ... ({_KNOW}) ... {_WH}",
        f"no one ... ({_KNOW}) ... {_WH}",
        f"(unclear|unsure|uncertain|puzzled|mystery|mystified) ... {_WH}",
        f"(asked|asks|people ask|they ask|customers ask) ... {_WH}",
    ),
    Manner.DO: (
        "please|kindly|pls|plz",
        f"({_ASK_OF}) (you|that you|if you|it if you)",
        "(expect|want|ask|like|urge|trust|hope) (my mp|my member|our mp)",
        "(call|calling|rely|relying|count|counting|prevail) (on|upon) (you|all|our|my|local|mps)",
        "(appeal|appealing|looking|look) to you",
        "(grateful|glad|pleased|obliged|delighted|appreciate|good|nice|helpful|kind|happy) (if|it if) you",
        "you (should|must|ought|need to|have to|could|might)",
        "(for|your|of) you to",
        "(ask|asking|grateful|plead|pleading) for your (help|support|assistance)",
        "(i|we|to|would) ask for",
        "(upon|on|asks|urges|urge|ask) ... (mps|mp|members|member) to",
        "(glad|happy|pleased|like|love|want|wish|grateful|hoping) to (meet|see|come|talk|discuss|visit|speak)",
        "(like|welcome|appreciate|want|request) (a|an|the)",
    ),
    Manner.YOU: (
        "(will|would|could|can|might|may|won't|wouldn't|couldn't|can't) you",
        "(could|can|may|might|shall|would) (i|we)",
        "(will|would|could|can|might) your office",
    ),
    Manner.DOUBT: (
        f"(not|don't|dont|never|didn't|isn't|hardly|doubt) ({_FEEL})",
        f"(not|don't|dont|never) (really|at all|personally|actually|myself|in the least|for a moment) ({_FEEL})",
        "(not one of|not among) (those|the people)",
        "no (fear|worry|worries|question|truth|evidence|reason) (of|that|about|to|in)",
        "nothing to (do with|fear)",
        "(nonsense|scaremongering|wrong|silly|absurd|unfair|ridiculous) to (say|call|claim|suggest|think)",
        "(rather than|instead of|far from|anything but)",
    ),
    Manner.SAYS: (
        f"({_SOMEBODY}) ... (say|says|said|think|thinks|claim|claims|call|calls|believe|believes|reckon|reckons)",
        "(leaflet|leaflets|website|film|paper|papers|article|one|other) ... (say|says|said|claims|claimed)",
        "thinks|says|reckons|claims|believes",
        "(those|people|anyone|everyone) who",
    ),
}
