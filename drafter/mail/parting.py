"""What the writer says, told from what is quoted, forwarded, and put below by programs and law departments.

Where one mail is quoted in another is found by quotequail; what stands below the signature by our own few rules.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from drafter.mail.model import Parts
from drafter.mail.patterns import any_of

_QUOTED: Final = re.compile(r"\s*>")
_FORWARDED: Final = re.compile(
    r"-{2,}\s*(?:forwarded|original) message|begin forwarded message|-{2,}\s*forwarded by", re.IGNORECASE
)
_FORWARDS: Final = re.compile(r"\s*(?:fwd?|fw)\s*:", re.IGNORECASE)
_REPLIES: Final = re.compile(r"\s*(?:re|aw|sv|fwd?|fw)\s*:", re.IGNORECASE)
_MEMO: Final = re.compile(r"(?:to|date|from)\s*:", re.IGNORECASE)
_IS_FORWARD: Final = re.compile(r"forwarded", re.IGNORECASE)
# As programs say it in their languages.
_WROTE: Final = any_of("wrote|schrieb|a \u00e9crit|escribi\u00f3|ha scritto|schreef|napisa\u0142|skrev|ysgrifennodd")
_ATTRIBUTION: Final = re.compile(
    rf"\s*(?:on|am|le|el|il|op|w dniu|den|ar)\b.{{4,250}}\b{_WROTE}\b.{{0,60}}:\s*", re.IGNORECASE
)
_WRAPPED: Final = 55  # letters of a line that may have been broken
_HEADER: Final = re.compile(r"[>\s*]*[\w\s-]{1,60}:")  # a line that may be one of another mail's headers
_MANY: Final = 300  # lines of a text at which others' words may begin: who has more has no thread of mails
_LOOKED_AT: Final = 1_000  # letters of a line in which it is looked for whose words follow
# What a line has, in whatever language, that says that another's words follow: it ends with a colon, is a rule, names a
# header, or is quoted.
_MAY_QUOTE: Final = re.compile(r":\s*$|[-_]{3,}|^[\s*]*>|^[\s*]*\w[\w -]{1,20}:")
_RULE: Final = re.compile(r"\s*(?:[-_=*~\u2014\u2500]\s*){3,}")
# A line that a program puts below: what begins it.
_PROGRAM: Final = any_of(
    """my|the|an?|outlook|yahoo|mail|gmail|aol|samsung|windows|iphone|ipad|proton|bt|blackberry|android"""
)
_DEVICE: Final = re.compile(
    r"\s*"
    + any_of(
        rf"""sent (?:from|via|using|with) {_PROGRAM}\b|get (?:outlook|the new yahoo|yahoo) |sent with proton|
        envoy\u00e9 de mon|virus[- ]free\b|
        this (?:e-?mail|message) (?:has been|was) (?:checked|scanned|sent (?:through|via|by|using|from))|
        (?:checked|scanned) (?:for viruses )?by |avast|avg\b|scanned by|to unsubscribe|unsubscribe\b|
        you (?:are on (?:this|our)(?: mailing)? list|are receiving this|received this|have been sent this)|
        click here to|view (?:this|in) .{{0,20}}browser|
        (?:p )?(?:please )?(?:consider|think of) the environment|(?:help )?save (?:paper|a tree)|follow us on|
        report abuse|\[?cid:|\[image|<https?://\S+>\s*$"""
    ),
    re.IGNORECASE,
)
# What a site adds that passes letters on, to the end of its paragraph.
_RELAY: Final = re.compile(
    r"\s*(?:[0-9a-f]{10,}/[0-9a-f]{10,}|\(signed with an electronic signature|\[ this message was sent by)",
    re.IGNORECASE,
)
_LEGAL: Final = re.compile(
    r"\b"
    + any_of(
        r"""confidential|privileged|intended (?:solely|only|recipient)|not the intended|disclaimer|data protection|
        registered (?:in england|office|charity|company)|regulated by|authorised and regulated|
        privacy (?:notice|policy)|must not (?:copy|disclose|use)|patient[- ]identifiable|views expressed|addressee|
        company (?:no|number)|trading name|delete (?:it|this)|defamatory|viruses|legally binding|liability"""
    )
    + r"\b",
    re.IGNORECASE,
)
_LEGAL_STARTS: Final = re.compile(
    r"\s*"
    + any_of(
        """(?:this|the (?:information|contents?) (?:in|of) this) (?:e-?mail|message|communication|transmission)|
        disclaimer|confidentiality|important notice|notice:|privileged|registered |please (?:note|do not)"""
    ),
    re.IGNORECASE,
)


def part(text: str, subject: str) -> Parts:
    """A text told apart. ``subject`` tells whether the mail was forwarded as a whole."""
    lines = _mended([line.rstrip() for line in text.split("\n")])
    top, quoted, forwarded, bottom = _unwrapped(lines, subject)
    own: list[str] = []
    for line in [*top, *bottom]:
        if _QUOTED.match(line) or _ATTRIBUTION.fullmatch(line):
            quoted.append(line)
        else:
            own.append(line)
    own, footers = _without_footers(own)
    return Parts(tuple(_trimmed(own)), tuple(_trimmed(quoted)), tuple(_trimmed(forwarded)), tuple(_trimmed(footers)))


def _mended(lines: list[str]) -> list[str]:
    """The lines with those marked as quoted that a program broke off from a quoted one by wrapping it again."""
    mended: list[str] = []
    for line in lines:
        before = mended[-1] if mended else ""
        broken = len(before) >= _WRAPPED and _QUOTED.match(before) and line.strip() and not _QUOTED.match(line)
        goes_on = broken and (line.strip()[:1].islower() or not before.endswith((".", "?", "!", ":")))
        mended.append(f"> {line}" if goes_on else line)
    return mended


def _unwrapped(lines: list[str], subject: str) -> tuple[list[str], list[str], list[str], list[str]]:
    """The lines above what is quoted, quoted, forwarded, and below it."""
    found = _found(lines)
    if found is None:
        return lines, [], [], []
    above, inner, below, kind = found
    if not any(map(str.strip, above)) and not _REPLIES.match(subject) and _is_head(inner):
        return lines, [], [], []
    forwards = kind == "forward" and bool(_FORWARDS.match(subject) or any(map(_IS_FORWARD.search, inner[:2])))
    return above, [] if forwards else inner, inner if forwards else [], below


def _is_head(lines: list[str]) -> bool:
    """Whether lines begin as a letter does that was written like a memorandum: "To:", "From:"."""
    first = next((line for line in lines if line.strip()), "")
    return bool(_MEMO.match(first))


def _found(lines: list[str]) -> tuple[list[str], list[str], list[str], str] | None:
    """Where another's mail stands in this one, as quotequail finds it: by lines, so that nothing of it is lost."""
    short = [line[:_LOOKED_AT] for line in lines]
    if not any(map(_MAY_QUOTE.search, short)):
        return None  # as most have none, and looking for it in every language takes longer than all the rest
    try:
        from quotequail import unwrap  # late: few commands read mail
    except ImportError:
        return _found_plainly(short, lines)
    if _may_begin(short) > _MANY:  # from each of them quotequail looks at all that follows
        return _found_plainly(short, lines)
    told = unwrap("\n".join(short))
    if told is None:
        return None
    above = (told.get("text_top") or "").split("\n") if told.get("text_top") else []
    below = (told.get("text_bottom") or "").split("\n") if told.get("text_bottom") else []
    start = _count(short, above)
    end = len(lines) - _count(short[::-1], below[::-1])
    return lines[:start], lines[start : max(start, end)], lines[max(start, end) :], str(told.get("type"))


def _may_begin(lines: Sequence[str]) -> int:
    """At how many lines another's mail may begin: at headers, and where what is quoted follows what is not."""
    count, quoted = 0, False
    for line in lines:
        if not line.strip():
            continue
        before, quoted = quoted, bool(_QUOTED.match(line))
        count += (quoted and not before) or bool(_HEADER.match(line))
    return count


def _count(lines: Sequence[str], wanted: Sequence[str]) -> int:
    """How many lines, blank ones and all, these wanted ones take up at the beginning."""
    left = [line.strip() for line in wanted if line.strip()]
    found = 0
    for at, line in enumerate(lines):
        if found == len(left):
            return at
        found += line.strip() == left[found]
    return len(lines) if found == len(left) else 0


def _found_plainly(short: Sequence[str], lines: list[str]) -> tuple[list[str], list[str], list[str], str] | None:
    """Without quotequail: from the first line on that says whose words follow. ``short`` are the lines' beginnings."""
    for at, line in enumerate(short):
        if _FORWARDED.search(line):
            return lines[:at], lines[at:], [], "forward"
        if _ATTRIBUTION.fullmatch(line):
            return lines[:at], lines[at:], [], "reply"
    return None


def _without_footers(lines: list[str]) -> tuple[list[str], list[str]]:
    """The lines without what stands below a letter: what programs add, and what law departments want there."""
    own: list[str] = []
    footers: list[str] = []
    blocks = _blocks(lines)
    ruled = False
    for number, block in enumerate(blocks):
        said = " ".join(line.strip() for line in block)
        legal = len(_LEGAL.findall(said))
        ruled = ruled or bool(number and _RULE.fullmatch(block[0]))
        last = number >= len(blocks) - 4
        if (legal >= 2 and (_LEGAL_STARTS.match(said) or legal >= 3 or last)) or (legal and ruled and last):
            footers += [*block, ""]
            continue
        kept: list[str] = []
        relayed = False
        for line in block:
            relayed = relayed or bool(_RELAY.match(line))
            (footers if relayed or _DEVICE.match(line) else kept).append(line)
        own += [*kept, ""] if kept else []
    # A rule that has nothing below it any more belonged to what stood there.
    while own and (not own[-1].strip() or _RULE.fullmatch(own[-1]) or own[-1].strip() == "--"):
        footers.append(own.pop())
    return own, footers


def _blocks(lines: Sequence[str]) -> list[list[str]]:
    """Lines between blank lines and rules."""
    blocks: list[list[str]] = [[]]
    for line in lines:
        if not line.strip():
            blocks.append([])
        elif _RULE.fullmatch(line):
            blocks += [[line], []]
        else:
            blocks[-1].append(line)
    return [block for block in blocks if block]


def _trimmed(lines: Sequence[str]) -> list[str]:
    """Lines without the blank ones at either end."""
    filled = [at for at, line in enumerate(lines) if line.strip()]
    return list(lines[filled[0] : filled[-1] + 1]) if filled else []
