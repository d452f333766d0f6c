"""Whether somebody writes of a trouble of their own, which no standard letter answers: with the words that say so.

It errs on the side of saying so: a person looks at each, and one that is missed is somebody left alone with it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final, NamedTuple

from drafter.mail.patterns import any_of

_KIN: Final = any_of(
    """mum|mam|mom|mummy|mother|dad|daddy|father|parents?|husband|wife|partner|son|daughter|sons|daughters|child|
    children|kids?|baby|babies|girl|boy|lad|brother|sister|nan|nana|gran|granny|grandma|grandmother|grandad|
    grandfather|aunt|auntie|uncle|niece|nephew|mother-in-law|father-in-law|fianc\u00e9e?|carer|neighbour|grandson|
    granddaughter|twins|little one|missus|old man|other half"""
)
_ILLNESS: Final = any_of(
    r"""cancer|tumour|chemo\w*|radiotherapy|dementia|alzheimer'?s?|parkinson'?s|stroke|
    heart (?:attack|failure|condition)|diabet\w+|epilep\w+|asthma|copd|arthritis|multiple sclerosis|\bms\b|
    motor neurone|cerebral palsy|autis\w+|adhd|schizophreni\w+|bipolar|psychosis|depress(?:ion|ed)|anxiety attacks?|
    suicid\w+|self[- ]harm\w*|anorexi\w+|eating disorder|kidneys?|dialysis|transplant|fractur\w+|
    broken (?:hip|leg|arm|wrist)|pressure sores?|sepsis|miscarriage|pregnan\w+|disab\w+|wheelchair|blind|deaf|
    palliative|hospice|terminal\w*|crohn'?s|colitis|lupus|fibromyalgia|endometriosis|hip replacement|
    knee replacement|cataracts?|learning difficult\w+|learning disabilit\w+|down'?s syndrome|thyroid|
    cystic fibrosis|sickle cell|chronic pain|long[- ]term condition|mental health|breakdown|seizures?|fits|ulcers?|
    oxygen|stoma|catheter|amputat\w+|brain injury|hearing aids?"""
)
_CARE: Final = any_of(
    r"""operations?|surgery|appointments?|referr\w+|scans?|mri|biops\w+|diagnos\w+|treat(?:ment|ed)|clinic|
    consultant|ward|discharg\w+|a&e|ambulance|casualty|gp|doctor|surgeon|physio\w*|therap\w+|medicat\w+|prescri\w+|
    drugs?|trolley|bed|camhs|crisis team|crisis line|district nurse|care package|carers?|respite|care home|
    nursing home|social worker|assessment|continuing (?:health)?care|test results|injections?|dentist|tablets?|
    medical records?|transport"""
)
_WAIT: Final = any_of(
    r"""wait(?:ed|ing|s)?|cancell?ed|postponed|refused|turned (?:down|away)|denied|rejected|put back|delayed|
    discharged|sent home|no (?:appointment|bed|beds|help|answer|reply)|nobody (?:will|can|has)|stopped|taken away|
    lost|rung|complain\w*|not (?:been|had|heard)|still (?:no|not|haven't|hasn't)|in pain|in agony|missed|withdrawn|
    cut off"""
)
_ME: Final = any_of("i|me|my|i'm|i've|im|ive|myself|we|our|us|we're|we've")
_BENEFITS: Final = any_of(
    r"""\bpip\b|personal independence|universal credit|\besa\b|\bdla\b|attendance allowance|carer'?s allowance|
    housing benefit|bedroom tax|\bdwp\b|job ?centre|atos|tribunal|blue badge|pension credit|child maintenance|
    sanction(?:ed|s)?|rent arrears|evict\w+|homeless|council house|housing (?:list|association)|damp|mould|immigration|
    visa|asylum|home office|deport\w+|bailiffs?|food ?bank"""
)
_JOB: Final = any_of(
    r"""my (?:own )?(?:job|post|position|hours|wages?|manager|band)|made redundant|at risk of redundancy|\btuped?\b|
    my (?:own )?post is|i would lose|lose my job|reapply for my|suspended|dismissed|grievance|laid off|sacked|
    pay my rent|only earner"""
)
_PLEASE: Final = (
    r"(?:can|could|will|would|please|pls|plz)\s+(?:(?:you|someone|somebody|anyone)\s+)?(?:please\s+|plz\s+|pls\s+)*"
)
_DO: Final = any_of(
    r"""help|look into|find out (?:for|why)|chase|intervene|get (?:some|him|her|them|me|in touch)|speak to|take up|
    ask the (?:hospital|trust|council|ccg)|write to the (?:hospital|trust|council|ccg)|
    take (?:this|it|my) (?:up|case)|phone|ring|call|do something|advise|investigate|see me|meet me"""
)
_NO_WAY: Final = r"do(?:n't| not) know (?:where|who|what|which \w+) (?:else )?to (?:turn|do|go)"
_HELP: Final = any_of(
    rf"""{_PLEASE}{_DO}|help (?:me|us|him|her)\b|(?:i|we) need (?:your )?help|desperate|at (?:my|our) wits'? end|
    {_NO_WAY}|nowhere else to turn|last resort|come to your surgery|appointment at your surgery|(?:my|his|her) case|
    (?:nhs|hospital|ni) number|(?:ring|call|phone) me|contact me on|don'?t (?:print|publish|share) (?:this|my name)"""
)
_LONG: Final = r"(?:\d+|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|months?|weeks?|years?|since|so long)"
_NEAR: Final = r"[^.?!\n]{0,80}?"
_MINE: Final = r"(?:own |late |elderly |dear |poor |\d+[- ]year[- ]old |\w+ )?"
_TOLD: Final = any_of(
    r"""diagnosed|suffer\w*|waiting|waited|referred|been refused|been told|in pain|disabled|housebound|registered blind|
    been in (?:and out of )?hospital"""
)
_MY_CARE: Final = any_of(
    r"""operation|surgery|appointment|treatment|condition|illness|diagnosis|medication|scan|consultant|chemo\w*|
    disability|health|care package|carers?|benefits?|case|complaint|referral|tablets|legs?|back|heart|eyes?|hips?|
    knees?|nerves"""
)


class _Sign(NamedTuple):
    name: str
    weight: float
    pattern: re.Pattern[str]


def _sign(name: str, weight: float, pattern: str) -> _Sign:
    return _Sign(name, weight, re.compile(pattern, re.IGNORECASE))


_SIGNS: Final = (
    _sign("own", 1.0, rf"\b(?:my|our) {_MINE}{_KIN}\b{_NEAR}\b(?:{_ILLNESS}|{_CARE}|{_WAIT})"),
    _sign("own", 1.0, rf"\b(?:{_ILLNESS}|{_CARE}|{_WAIT})\b{_NEAR}\b(?:my|our) {_MINE}{_KIN}\b"),
    _sign("ill", 1.0, rf"\b(?:i|i've|i have|i was|i am|i'm|ive|im)\b{_NEAR}\b{_TOLD}\b"),
    _sign("ill", 1.0, rf"\bmy (?:own )?(?:{_ILLNESS}|{_MY_CARE})\b"),
    _sign("ill", 1.0, rf"\bi (?:have|had|live with|suffer from|was diagnosed with|am on|depend on|rely on|need|use)\b"
          rf"[^.?!\n]{{0,40}}?\b(?:{_ILLNESS}|{_CARE})"),
    _sign("wait", 1.0, rf"\b{_ME}\b{_NEAR}\b(?:waiting|waited)\b[^.?!\n]{{0,40}}\b{_LONG}\b"),
    _sign("wait", 0.6, rf"\b(?:operation|appointment|surgery|scan|referral|date)\b{_NEAR}\b"
          r"(?:cancelled|postponed|refused|put back|turned down)\b"),
    _sign("benefits", 1.0, rf"\b{_ME}\b{_NEAR}{_BENEFITS}|{_BENEFITS}{_NEAR}\b{_ME}\b"),
    _sign("job", 1.0, rf"\b{_JOB}\b"),
    _sign("help", 0.6, _HELP),
    _sign("kin", 0.5, rf"\b(?:my|our) {_MINE}{_KIN}\b"),
    _sign("loss", 1.0, rf"\bmy {_MINE}{_KIN}\b{_NEAR}\b"
          r"(?:died|passed away|was left|is left|lost|cannot|can't|needs?|fell)\b"),
    _sign("number", 0.6, r"\b(?:nhs no\.?|nhs number|ni number|hospital number)\b|\b\d{3} \d{3} \d{4}\b"),
)  # fmt: skip
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
