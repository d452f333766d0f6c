"""Whether somebody writes of a trouble of their own, which no standard letter answers: with the words that say so.

It errs on the side of saying so: a person looks at each, and one that is missed is somebody left alone with it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final, NamedTuple

_KIN: Final = (
    r"(?:mum|mam|mom|mother|dad|father|parents?|husband|wife|partner|son|daughter|sons|daughters|child|children|kids?|"
    r"baby|babies|girl|boy|lad|brother|sister|nan|nana|gran|granny|grandma|grandmother|grandad|grandfather|aunt|auntie|"
    r"uncle|niece|nephew|mother-in-law|father-in-law|fianc\u00e9e?|carer|neighbour|grandson|granddaughter|twins|little one)"
)
_ILLNESS: Final = (
    r"(?:cancer|tumour|chemo\w*|radiotherapy|dementia|alzheimer'?s?|parkinson'?s|stroke|heart (?:attack|failure|condition)|"
    r"diabet\w+|epilep\w+|asthma|copd|arthritis|multiple sclerosis|\bms\b|motor neurone|cerebral palsy|autis\w+|adhd|"
    r"schizophreni\w+|bipolar|psychosis|depress(?:ion|ed)|anxiety|suicid\w+|self[- ]harm\w*|anorexi\w+|eating disorder|"
    r"kidney|dialysis|transplant|fractur\w+|broken (?:hip|leg|arm|wrist)|pressure sores?|sepsis|miscarriage|pregnan\w+|"
    r"disab\w+|wheelchair|blind|deaf|palliative|hospice|terminal\w*|crohn'?s|colitis|lupus|fibromyalgia|endometriosis|"
    r"hip replacement|knee replacement|cataracts?|learning difficult\w+|learning disabilit\w+|down'?s syndrome|"
    r"thyroid|cystic fibrosis|sickle cell|chronic pain|long[- ]term condition|mental health|breakdown|seizures?|fits)"
)
_CARE: Final = (
    r"(?:operations?|surgery|appointments?|referr\w+|scans?|mri|biops\w+|diagnos\w+|treat(?:ment|ed)|clinic|consultant|"
    r"ward|discharg\w+|a&e|ambulance|casualty|gp|doctor|surgeon|physio\w*|therap\w+|medicat\w+|prescri\w+|drugs?|"
    r"trolley|bed|camhs|crisis team|crisis line|district nurse|care package|carers?|respite|hearing aids?|"
    r"care home|nursing home|social worker|assessment|continuing (?:health)?care|test results|injections?|dentist)"
)
_WAIT: Final = (
    r"(?:wait(?:ed|ing|s)?|cancell?ed|postponed|refused|turned (?:down|away)|denied|rejected|put back|delayed|"
    r"discharged|sent home|no (?:appointment|bed|beds|help|answer|reply)|nobody (?:will|can|has)|stopped|taken away|lost|"
    r"turned out|rung|complain\w*|not (?:been|had|heard)|still (?:no|not|haven't|hasn't)|in pain|in agony|missed)"
)
_ME: Final = r"(?:i|me|my|i'm|i've|im|ive|myself|we|our|us|we're|we've)"
_BENEFITS: Final = (
    r"(?:\bpip\b|personal independence|universal credit|\besa\b|\bdla\b|attendance allowance|carer'?s allowance|"
    r"housing benefit|bedroom tax|\bdwp\b|job ?centre|atos|capita assess\w*|tribunal|blue badge|pension credit|"
    r"child maintenance|sanction(?:ed|s)?|rent arrears|evict\w+|homeless|council house|housing (?:list|association)|"
    r"damp|mould|immigration|visa|asylum|home office|deport\w+|foreclos\w+|bailiffs?|food ?bank)"
)
_JOB: Final = (
    r"(?:my (?:own )?(?:job|post|contract|position|pension|hours|wages?|manager|employer|band)|made redundant|redundancy|"
    r"at risk of redundancy|\btuped?\b|my (?:own )?post is|i would lose|lose my job|reapply for my|suspended|dismissed|"
    r"grievance|zero[- ]hours|laid off|sacked|pay my rent|only earner)"
)
_HELP: Final = (
    r"(?:(?:can|could|will|would|please|pls|plz)\s+(?:you\s+)?(?:please\s+|plz\s+|pls\s+)*(?:help|look into|find out (?:for|why)|"
    r"chase|intervene|get (?:some|him|her|them|me|in touch)|ask the (?:hospital|trust|council)|write to the (?:hospital|trust|"
    r"council)|speak to|take (?:this|it|my) (?:up|case)|phone|ring|call|do something|advise|investigate|see me|meet me)|"
    r"help (?:me|us|him|her)\b|i need (?:your )?help|we need (?:your )?help|desperate|at (?:my|our) wits'? end|"
    r"do(?:n't| not) know (?:where|who|what|which \w+) (?:else )?to (?:turn|do|go)|nowhere else to turn|last resort|"
    r"come to your surgery|appointment at your surgery|my case|his case|her case|(?:nhs|hospital|reference|ni) number|"
    r"ring me|call me|phone me|contact me on|in confidence|confidential(?:ly)?|don'?t (?:print|publish|share) (?:this|my name))"
)
_TELLS: Final = re.compile(
    r"\b(?:was|were|been|has|have|had|is|are|'s|am|i'm|i've|suffers?|suffered|lives?|died|passed|fell|collapsed|"
    r"diagnosed|needs?|gets?|got|can(?:no|')?t|told)\b"
)


class _Sign(NamedTuple):
    name: str
    weight: float
    pattern: re.Pattern[str]


def _sign(name: str, weight: float, pattern: str) -> _Sign:
    return _Sign(name, weight, re.compile(pattern, re.IGNORECASE))


_NEAR: Final = r"[^.?!\n]{0,80}?"
_SIGNS: Final = (
    _sign(
        "own",
        1.0,
        rf"\bmy (?:own |late |elderly |dear |\d+[- ]year[- ]old |\w+ )?{_KIN}\b{_NEAR}\b(?:{_ILLNESS}|{_CARE}|{_WAIT})",
    ),
    _sign("own", 1.0, rf"\b(?:{_ILLNESS}|{_CARE}|{_WAIT})\b{_NEAR}\bmy (?:own |late |elderly |\w+ )?{_KIN}\b"),
    _sign(
        "ill",
        1.0,
        rf"\b(?:i|i've|i have|i was|i am|i'm|ive|im)\b{_NEAR}\b(?:diagnosed|suffer\w*|waiting|waited|referred|been refused|been told|in pain|disabled|housebound|registered blind)\b",
    ),
    _sign(
        "ill",
        1.0,
        rf"\bmy (?:own )?(?:{_ILLNESS}|operation|surgery|appointment|treatment|condition|illness|diagnosis|medication|scan|consultant|chemo\w*|disability|health|care package|carers?|benefits?|case|complaint|referral)\b",
    ),
    _sign(
        "ill",
        1.0,
        rf"\bi (?:have|had|live with|suffer from|am living with|was diagnosed with|am on|depend on|rely on|need|use)\b[^.?!\n]{{0,40}}?\b(?:{_ILLNESS}|{_CARE})",
    ),
    _sign(
        "wait",
        1.0,
        rf"\b{_ME}\b{_NEAR}\b(?:waiting|waited)\b[^.?!\n]{{0,40}}\b(?:\d+|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|months?|weeks?|years?|since|so long)\b",
    ),
    _sign(
        "wait",
        0.6,
        rf"\b(?:operation|appointment|surgery|scan|referral|date)\b{_NEAR}\b(?:cancelled|postponed|refused|put back|turned down)\b",
    ),
    _sign("benefits", 1.0, rf"\b{_ME}\b{_NEAR}{_BENEFITS}|{_BENEFITS}{_NEAR}\b{_ME}\b"),
    _sign("job", 1.0, rf"\b{_JOB}\b"),
    _sign("help", 0.6, rf"{_HELP}"),
    _sign("kin", 0.5, rf"\b(?:my|our) (?:own |late |elderly |\w+ )?{_KIN}\b"),
    _sign(
        "loss",
        1.0,
        rf"\bmy (?:\w+ )?{_KIN}\b{_NEAR}\b(?:died|passed away|was left|is left|lost|cannot|can't|needs?|fell)\b",
    ),
    _sign("number", 0.6, r"\b(?:nhs no\.?|nhs number|ni number|hospital number)\b|\b\d{3} \d{3} \d{4}\b"),
)
_ENOUGH: Final = 1.0


class Personal(NamedTuple):
    """Whether a text seems to be of the writer's own case: how much speaks for it, and the words that do."""

    weight: float
    evidence: tuple[str, ...]

    @property
    def likely(self) -> bool:
        """Whether a person should look before anything else."""
        return self.weight >= _ENOUGH


NOTHING: Final = Personal(0.0, ())


def personal(paragraphs: Iterable[str]) -> Personal:
    """What in a writer's own words speaks of a case of their own."""
    text = "\n".join(paragraphs).replace("\u2019", "'")
    if not text:
        return NOTHING
    weights: dict[str, float] = {}
    evidence: list[tuple[int, str]] = []
    for sign in _SIGNS:
        match = sign.pattern.search(text)
        if match is not None:
            weights[sign.name] = max(weights.get(sign.name, 0.0), sign.weight)
            evidence.append((match.start(), " ".join(match[0].split())))
    if not weights:
        return NOTHING
    kept = [words for _, words in sorted(evidence)]
    shown = [words for words in kept if not any(words != other and words in other for other in kept)]
    return Personal(sum(weights.values()), tuple(dict.fromkeys(shown))[:4])
