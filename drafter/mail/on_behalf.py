"""Whether somebody writes for somebody else: whom the reply is to, and where it goes, is then for a person to say."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from drafter.mail.patterns import any_of
from drafter.mail.people import is_organisation, signed_by

_PERSON: Final = any_of(
    r"""(?:grand|great-grand|step|god)?(?:mother|father|mum|mam|mom|dad|daughter|son|child|parents?|children)(?:-in-law)?|
    nan|nana|gran|granny|grandad|grandpa|aunt(?:ie|y)?|uncle|niece|nephew|cousin|sister|brother|wife|husband|partner|
    fianc\u00e9e?|neighbours?|friends?|client|patient|tenant|lodger|late \w+"""
)
_RELATIVE: Final = rf"(?:my|our)(?: \w+){{0,3}}? {_PERSON}\b(?! and (?:i|me|myself)\b)"
_TITLED: Final = r"(?:mrs|mr|ms|miss|dr|sir|lady|revd?)\.?(?-i:(?: [A-Z][\w'\u2019.-]*){1,3})"
_WHOM: Final = rf"(?P<whom>{_RELATIVE}(?:,? {_TITLED})?|{_TITLED})"
_WRITES: Final = any_of(
    r"""(?:i am |i'm |i\u2019m |i )?(?:writ(?:e|ing)|contact(?:ing)? you|e-?mail(?:ing)?(?: you)?|get(?:ting)? in touch|
    act(?:ing)?|speak(?:ing)?)(?: to you)? (?:on behalf of|for|in the name of|at the request of)|
    (?:i hold|i have|holding|under|with) (?:a |the )?(?:lasting |enduring )?power of attorney for|
    (?:i am|i'm|i\u2019m|as) (?:the |a |an )?(?:full[- ]time )?(?:carer|attorney|deputy|guardian|advocate|executor|
    representative|solicitor|next of kin) (?:for|of|to)|on behalf of"""
)
_BEHALF: Final = re.compile(rf"(?<![\w-])(?:{_WRITES}) {_WHOM}", re.IGNORECASE)
_ASKED: Final = re.compile(
    rf"(?<![\w-])(?P<whom>{_RELATIVE}(?-i:,?(?: [A-Z][\w'\u2019.-]*){{1,3}})?|{_TITLED}),? (?:has |have |had )?"
    r"(?:asked|authorised|instructed|wants|would like) me to (?:write|contact|e-?mail|get in touch|ask you|tell you)",
    re.IGNORECASE,
)
_PROXY: Final = re.compile(
    r"(?:\b(?:attorney|executor|executrix|deputy|carer|guardian|advocate|appointee|representative|solicitor|"
    r"next of kin|"
    r"(?:grand|step)?(?:son|daughter)|wife|husband|widow|widower|niece|nephew|sister|brother|mother|father)(?:-in-law)?"
    r" (?:for|of|to)(?: the late)?|\(for(?! drs\b)|\bby (?:her|his|their) \w+,?|\bfor my \w+) "
    r"(?P<whom>(?:my \w+ )?(?-i:[A-Z])[\w'\u2019-]+"
    r"(?-i:(?: [A-Z][\w'\u2019.-]*){0,3}))",
    re.IGNORECASE,
)
_SIGNED: Final = re.compile(
    r"\s*(?:(?:for and )?on behalf of|p\.?\s?p\.?)\s+(?P<whom>\S.{2,60}?)[\s,.]*", re.IGNORECASE
)


def written_for(body: Iterable[str], tail: Iterable[str]) -> str:
    """For whom somebody writes, in the letter's own words ("my mother, Mrs Olwen Hale"); empty where for nobody else.

    A body that somebody signs for is no such person: its letter is answered to who signed.
    """
    text = " ".join(" ".join(body).split())
    for pattern in (_BEHALF, _ASKED):
        for found in pattern.finditer(text):
            after = text[found.end() : found.end() + 30].casefold().lstrip(" ,")
            if not re.match(r"(?:and|&) (?:i|me|myself|my|our)\b", after):
                return found["whom"].strip(" ,")
    for line in list(tail)[:4]:
        if proxy := _PROXY.search(line):
            return proxy["whom"].strip(" ,")
    for line in tail:
        signed = _SIGNED.fullmatch(line.strip())
        if signed and (whom := signed_by(signed["whom"])) and not is_organisation(signed["whom"]):
            return " and ".join(whom.names)
    return ""
