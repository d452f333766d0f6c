"""By what a trouble of the writer's own is known: who is spoken of, what ails them, what happened, what is asked."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from drafter.mail.patterns import any_of

_KIN: Final = any_of(
    """mum|mam|mom|mummy|mother|dad|daddy|father|parents?|husband|wife|partner|son|daughter|sons|daughters|child|
    children|kids?|baby|babies|girl|boy|lad|brother|sister|nan|nana|gran|granny|grandma|grandmother|grandad|
    grandfather|grandson|granddaughter|aunt|auntie|uncle|niece|nephew|mother-in-law|father-in-law|fianc\u00e9e?|carer|
    neighbour|twins|little one|missus|old man|other half|eldest|youngest"""
)
_BODY: Final = any_of(
    r"""cancer|tumour|lump|chemo\w*|radiotherapy|dementia|alzheimer'?s?|parkinson'?s|stroke|heart (?:attack|failure)|
    diabet\w+|epilep\w+|asthma|copd|arthritis|multiple sclerosis|\bms\b|motor neurone|cerebral palsy|autis\w+|adhd|
    schizophreni\w+|bipolar|psychosis|depression|suicid\w+|self[- ]harm\w*|anorexi\w+|eating disorder|dialysis|
    transplant|fractur\w+|pressure sores?|sepsis|miscarriage|pregnan\w+|ivf|disab\w+|wheel ?chair|palliative|hospice|
    terminal\w*|crohn'?s|colitis|lupus|fibromyalgia|endometriosis|cataracts?|learning difficult\w+|
    learning disabilit\w+|down'?s syndrome|cystic fibrosis|seizures?|ulcers?|oxygen|stoma|catheter|amputat\w+|
    brain injury|hearing aids?|implant|tablets?|medication|insulin|inhaler|injections?|dressings?|needle|bandage|
    warfarin|methadone|morphine|script|prescri\w+|incontinen\w+|pads|blood pressure|pills|doses?|tooth|teeth|sores?|
    kidneys?|liver|bowels?|bladder|spine|back|skin|feet|foot|polio|stomach|wounds?|bleed\w*|bruis\w+|
    in (?:constant )?pain|on the drink|drinking|allerg\w+|anaphyla\w+|registered blind|partially sighted|deaf|
    guide dog|limbs?|knees?|hips?|toes?|jaw|legs?|arms?|shoulders?|sh?olders?|eyes?|breath(?:e|ing)|
    lungs?|hands? and knees|
    op+erations?|scans?|biops\w+|blood tests?|results|diagnos\w+|physio\w*|speech therap\w+|counselling|camhs|
    crisis team|crisis line|memory (?:lady|clinic|nurse)|district nurses?|care package|respite|reablement|
    social worker|continuing (?:health)?care|nursing home|care home|carers?|hoist|stairlift|commode|frame|scooter|
    prosthe\w+|nights?|pyjamas|ambulance|ward|a&e|casualty|waiting list|referr(?:ed|al)|bereave\w+|inquest|funeral"""
)
_MONEY: Final = any_of(
    r"""\bpip\b|personal independence|universal credit|\besa\b|\bdla\b|attendance allowance|carer'?s allowance|
    housing benefit|tax credits?|pension people|bedroom tax|\bdwp\b|job ?centre|tribunal|blue badge|pension credit|
    sanction(?:ed|s)?|arrears|evict\w+|homeless|council house|housing (?:list|association|officer)|damp|mould|visas?|
    £\s?\d(?:[\d,.]*\d)?(?![\d,.]*\d)(?!\s?(?:bn|billions?|m|mn|millions?|trillions?|tn|b|k|thousand million)\b)
    (?<!\d\d\d,\d\d\d)(?<!\d{6})(?!\s?(?:per|a|an|for (?:each|every)) (?:head|patient|person|bed|resident|citizen|
    household)\b)
    |pounds each way"""
)
_JOB: Final = any_of(
    r"""my (?:own )?(?:job|post|position|hours|shifts|wages?|manager|band|contract)|made redundant|
    at risk of redundancy|\btuped?\b|lose my job|reapply for my|suspended|dismissed|grievance|laid off|sacked|
    capability|no work no pay|pay my rent|only earner|off sick|used up my leave|redeploy\w+"""
)
_HAPPENED: Final = any_of(
    r"""rang|rung|phoned|telephoned|emailed|chased|waited|been waiting|still waiting|waiting since|cancell?ed|postponed|
    refused|turned (?:down|away)|rejected|denied|put back|delayed|discharged|sent (?:home|me home|him home|her home)|
    struck (?:us |me |him |her )?off|taken (?:it |them )?(?:away|back)|took (?:the|my|his|her) \w+ (?:back|away)|
    they've taken|stopped (?:his|her|my|our|the)|withdrawn|not turned up|never (?:came|had|got|received|turned up)|
    nobody (?:else|came|rang|has|will|wants|can)|no one (?:came|rang|has|will|can)|fell|collapsed|died|passed away|lost|
    promised|(?:was|were|been|am|'m) told|told (?:me|us|him|her)|closed the|cannot be located|messed up|assessed|
    missed (?:it|the)|gone missing|went missing|(?:took|sent|gave) (?:\w+ )?the wrong|declined|destroyed|
    lists? (?:is|are|was) closed|has not (?:yet )?(?:been|begun|come|replied|answered)|
    have not (?:yet )?(?:been|had|heard)|hasn'?t (?:been|come|replied|slept|spoken)|
    haven'?t (?:been|had|heard|slept|got)|still (?:not|no|in|have not|waiting|hasn'?t|haven'?t)|
    no longer (?:visits|comes|takes)|(?:shut|closed) its doors|broken|getting nothing|
    ha(?:ve|d) no (?:doctor|dentist|money|nurse)|talks? at all|trouble with|(?:each|they|both) says? (?:it'?s|it is)|
    scored|complained|gone on (?:maternity|sick) leave|(?:firm|agency|company) went under|cut from|moved us"""
)
_CANNOT: Final = any_of(
    r"""(?:can'?t|cannot|can no longer|can only|couldn'?t|could not|unable to|not able to|struggl\w+ to|
    hardly able to) (?:\w+ ){0,3}?(?:walk|stand|get (?:out|up|about|to|in)|sleep|eat|dress|wash|lift|
    work|leave|see|hear|breathe|cope|manage|afford|pay|climb|drive|bend|sit|go out|move|carry|say|reach|go on|
    do stairs|look after|bear)|don'?t do stairs|stopped going|stay where i am|housebound|
    bedbound|can'?t get out|won'?t (?:let|take|see|treat)|
    isn'?t what it was|further than the"""
)
_MONTHS: Final = (
    "january|february|march|april|june|july|august|september|october|november|december"  # May is also a verb
)
_FEW: Final = r"(?:\d+|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|eighteen)"
_WHEN: Final = any_of(
    rf"""since (?:the |last )?\w+|(?:for|in|over|nearly|only|after|took|wait\w*) (?:the last |about |over |nearly )?
    (?:{_FEW}|several|many) (?:days?|weeks?|months?|years?|nights?|hours?)|
    {_FEW} (?:days|weeks|months|years|nights|times)|last (?:week|month|year|night|\w+day|{_MONTHS})|
    on the \d+(?:st|nd|rd|th)|(?:until|till|by|before) (?:easter|christmas|\w+day|{_MONTHS})|in (?:{_MONTHS})|
    twice|three times|this morning|yesterday|(?:mon|tues|wednes|thurs|fri)days|in the new year"""
)
_PLEASE: Final = r"(?:can|could|will|would|please|pls|plz)\s+(?:(?:you|someone|somebody|anyone)\s+)?(?:please\s+)*"
_DO: Final = any_of(
    r"""help|look into|find out|chase|intervene|get (?:some|him|her|them|me|in touch)|speak to|take up|ask the \w+|
    write to the \w+|take (?:this|it|my) (?:up|case)|phone|ring|call|do something|advise|investigate|see me|meet me|
    look at (?:it|this|our|my)|be able to (?:help|advise)"""
)
_HELP: Final = any_of(
    rf"""{_PLEASE}{_DO}|help (?:me|us|him|her)\b|(?:i|we) need (?:your )?help|desperate|wits'? end|nowhere else to turn|
    (?:where|who|what) (?:else )?to (?:turn|do)\b|last resort|(?:come|came) to (?:your|see you at) surgery|
    (?:my|our|his|her) case|(?:nhs|hospital|ni) number|(?:ring|call|phone) (?:me|us)|contact me on|pals\b|ombudsman|
    subject access|my notes|your office|in confidence|don'?t (?:print|publish|share)|on another matter|by the way"""
)
SOMEBODY: Final = re.compile(r"(?<=[a-z,;:] )(?:[A-Z][a-z\u00e0-\u00ff]{2,})(?='s|\b)")
# Names that are written with a capital and are nobody's own.
NOBODY: Final = frozenset(
    """parliament nhs government minister england britain british english american america labour conservative tory
    tories commons lords house westminster monday tuesday wednesday thursday friday saturday sunday january february
    march april may june july august september october november december christmas easter hunt jeremy dear accountable
    care organisation organisations organization trust hospital general council health service services department
    state secretary bevan nye europe european london brexit virgin carillion god ccg member members friends national
    public bill act motion early day library""".split()
)


class Sign(NamedTuple):
    """A sign of a case of one's own: what it is called, how much it weighs, what it is known by."""

    name: str
    weight: float
    pattern: re.Pattern[str]


def _sign(name: str, weight: float, pattern: str) -> Sign:
    return Sign(name, weight, re.compile(pattern, re.IGNORECASE))


_FIRST: Final = r"\b(?:i|i'm|i've|i'd|i'll|ive|im|my|me|we|we're|we've|us|our)\b"
_NEAR: Final = r"[^.?!\n]{0,90}?"
_WHOSE: Final = r"(?:(?:own|late|elderly|dear|poor|lovely|\d+[- ]year[- ]old|\w+) )?"
SIGNS: Final = (
    _sign(
        "who", 0.4, rf"\b(?:my|our|the|his|her) {_WHOSE}{_KIN}\b|\b(?:dad|mum|nan|gran|her indoors)\b|\bour [A-Z]\w+"
    ),
    _sign("one", 0.4, r"\b(?:he|she|him|his|her|hers|he's|she's|he'd|she'd|he'll|she'll)\b"),
    _sign("body", 0.4, rf"\b{_BODY}\b"),
    _sign("mine", 0.7, rf"\b(?:my|our) {_WHOSE}(?:{_KIN}\b{_NEAR}\b)?{_BODY}\b"),
    _sign("mine", 0.7, rf"\bi(?:'ve| have|'m| am|'d| had|ve)?\b[^.?!\n]{{0,40}}?\b{_BODY}\b"),
    _sign("money", 0.5, rf"(?:{_MONEY})"),
    _sign("mine", 0.7, rf"{_FIRST}{_NEAR}(?:{_MONEY})"),
    _sign("job", 0.9, rf"\b{_JOB}\b"),
    _sign("happened", 0.5, rf"\b{_HAPPENED}\b"),
    _sign("cannot", 0.6, rf"\b{_CANNOT}\b"),
    _sign("when", 0.3, rf"\b{_WHEN}\b"),
    _sign("help", 0.5, rf"\b{_HELP}"),
    _sign("me", 0.2, _FIRST),
)
# What people say of the matter itself, and of their thanks.
MATTER: Final = re.compile(
    r"\b"
    + any_of(
        r"""acos?|accountable care|privati\w+|parliament|vote[ds]?|voting|government|politic\w*|campaign|petition|
        shareholders?|american?|consultation|taxes|taxpayers?|democra\w+|ministers?|party|election|mps?|corporations?"""
    )
    + r"\b",
    re.IGNORECASE,
)
THANKS: Final = re.compile(
    r"\b"
    + any_of(
        r"""grateful|saved (?:my|his|her|our) li\w+|thank(?:s|ful| god| heaven)|were born|was born|voted for you|proud|
        i am retired|am a retired|was a (?:nurse|doctor|midwife|porter|teacher)|in good health|wonderful|brilliant care|
        full recovery|back to (?:full )?(?:health|fitness)|triumph|praise|gratitude|miracle|
        (?:years|decades) ago|before 1948|ever since|nothing but good|memory of|in (?:his|her) memory|
        treated (?:beautifully|superbly|well|wonderfully)|
        looked after (?:me|us|him|her) (?:so )?(?:well|beautifully)|always (?:been|had)|
        couldn'?t have been (?:better|kinder)"""
    )
    + r"\b",
    re.IGNORECASE,
)
# What people talk of when they talk of the matter, of politics or of their letter; an addition without any of it may be
# about anything.
TALK: Final = re.compile(
    r"\b"
    + any_of(
        r"""acos?|accountab\w+|privati\w+|private|parliament\w*|vot\w+|government\w*|politic\w*|campaign\w*|petition\w*|
        shareholders?|profits?|american?s?|consult\w+|tax\w*|democra\w+|minister\w*|part(?:y|ies)|election\w*|mps?|
        corporation\w*|contract\w*|compan\w+|nhs|health service|secretary|debate|reply|answer|support|oppose|letter|
        principle|public|policy|brexit|europe\w*|money|cuts?|country|people|everyone|everybody|nation\w*"""
    )
    + r"\b",
    re.IGNORECASE,
)
