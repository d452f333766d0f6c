"""Where another's mail begins in a mail: the line that says who wrote it, or its headers, in whatever language.

The verbs and the headers' names are those that programs for mail write (Outlook, Gmail, Thunderbird, Apple Mail, Yahoo,
AOL, Zoho) in English, Welsh and the languages whose settings are commonest among people who write to offices here.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final, NamedTuple

from drafter.mail.patterns import any_of

_LONGEST: Final = 300  # letters of a line that says who wrote
_BROKEN: Final = 4  # lines over which it may be broken
_HEADERS: Final = 14  # lines among which a mail's headers stand

_MONTH: Final = "jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec"
_DAY: Final = "mon|tue|wed|thu|fri|sat|sun"
_DATED: Final = re.compile(
    rf"\b(?:\d{{1,4}}[./\-]\s?\d{{1,2}}[./\-]|\d{{4}}\b|\d{{1,2}}\.?\s+\w{{3,12}}|(?:{_DAY})\w*,?\s|(?:{_MONTH})\w*\s\d)",
    re.IGNORECASE,
)
_TIMED: Final = re.compile(r"\b\d{1,2}[:.h]\d{2}\b")
_ADDRESSED: Final = re.compile(r"\S@\S")
_OPENS: Final = any_of("on|am|le|el|il(?: giorno)?|op|em|a|w dniu|dnia|den|d|ar|p\u00e5|pe|\u00een|la|dne|kl|at|in a message dated|quoting|\u0432|\u0641\u064a")
_WROTE: Final = any_of(
    r"""wrote|schrieb|a \u00e9crit|escribi\u00f3|ha scritto|scrisse|schreef|napisa\u0142\(?a?\)?|pisze|skrev|escreveu|
    ysgrifennodd|a scris|yazd\u0131|\u00edrta|napsal\(?a?\)?|\u043d\u0430\u043f\u0438\u0441\u0430\u043b\(?\u0430?\)?|
    \u0643\u062a\u0628|\u0646\u06d2 \u0644\u06a9\u06be\u0627"""
)
_SAID: Final = "writes|said|says|sent|posted|replied|responded"
_VERB: Final = re.compile(rf"(?<!\w)(?:{_WROTE}|{_SAID})(?!\w)", re.IGNORECASE)
_PLAIN_VERB: Final = re.compile(rf"(?<!\w){_WROTE}(?!\w)", re.IGNORECASE)
_ENDS: Final = re.compile(r"(?::|-{2,}|_{2,}|\*{2,})\s*\Z")
_BARE: Final = re.compile(
    r"\s*\d{4}-\d\d-\d\d \d{1,2}:\d\d.{0,40}<\S+@\S+>:\s*|\s*in a message dated .{6,80} writes:\s*|"
    r"\s*quoting .{2,80}<?\S+@\S+>?:\s*",
    re.IGNORECASE,
)
# Where the line begins that says who wrote, behind the writer's own words.
_BEGINS: Final = re.compile(rf"(?:(?<=[.!?;)\]])|(?<=\A))\s*(?P<line>[-\s]*{_OPENS}\s.{{0,200}})\Z", re.IGNORECASE | re.DOTALL)
_QUOTED: Final = re.compile(r"\s*>")

_LABELS: Final[dict[str, str]] = {
    "from": """from|oddi wrth|de|von|da|van|od|fr\u00e5n|fra|de la|kimden|g\u00f6nderen|felad\u00f3|odes\u00edlatel|
        \u043e\u0442|\u043e\u0442 \u043a\u043e\u0433\u043e|\u0645\u0646|\u0627\u0632""",
    "sent": """sent|date|anfonwyd|dyddiad|envoy\u00e9|gesendet|datum|enviado(?: el| em)?|enviada em|fecha|data|inviato|
        verzonden|wys\u0142ano|trimis|skickat|sendt|g\u00f6nderildi|tarih|k\u00fcldve|d\u00e1tum|odesl\u00e1no|
        \u0434\u0430\u0442\u0430|\u043e\u0442\u043f\u0440\u0430\u0432\u043b\u0435\u043d\u043e|\u062a\u0645 \u0627\u0644\u0625\u0631\u0633\u0627\u0644|\u0627\u0644\u062a\u0627\u0631\u064a\u062e|\u062a\u0627\u0631\u06cc\u062e""",
    "to": """to|at|\u00e0|an|para|a|aan|do|till|til|c\u0103tre|kime|al\u0131c\u0131|c\u00edmzett|komu|\u043a\u043e\u043c\u0443|\u0625\u0644\u0649""",
    "subject": """subject|re|pwnc|testun|objet|betreff|asunto|assunto|oggetto|onderwerp|temat|\u00e4mne|emne|subiect|konu|
        t\u00e1rgy|p\u0159edm\u011bt|\u0442\u0435\u043c\u0430|\u0627\u0644\u0645\u0648\u0636\u0648\u0639|\u0645\u0648\u0636\u0648\u0639""",
    "cc": "cc|copi|copie|kopie|copia|dw|bcc|reply-to|importance|attachments?|atodiadau",
}  # fmt: skip
_LABEL: Final = re.compile(
    r"[\s*_>|]*(?:" + "|".join(f"(?P<{name}>{any_of(words)})" for name, words in _LABELS.items()) + r")\s?[*_]*\s?:[*_]*(?:\s|\Z)",
    re.IGNORECASE,
)
_MARK: Final = re.compile(
    r"\s*[-_=*>\s]*(?:(?:original|forwarded|neges wreiddiol) message|neges wreiddiol|message d'origine|"
    r"message transf\u00e9r\u00e9|urspr\u00fcngliche nachricht|weitergeleitete nachricht|mensaje (?:original|reenviado)|"
    r"messaggio (?:originale|inoltrato)|oorspronkelijk bericht|mensagem (?:original|encaminhada)|"
    r"wiadomo\u015b\u0107 oryginalna|begin forwarded message)[-_=*:\s]*",
    re.IGNORECASE,
)
_RULE: Final = re.compile(r"\s*(?:[-_=*]\s*){8,}")


class Begin(NamedTuple):
    """Where another's mail begins; ``head`` are the lines up to the end of what says so."""

    at: int
    head: int


def is_attribution(line: str, *, quoted_next: bool = False) -> bool:
    """Whether a line says that another wrote what follows. Without a time or an e-mail address it does so where it
    tells a day, and what follows is marked as quoted, or the verb is one that programs write.
    """
    if len(line) > _LONGEST or _QUOTED.match(line):
        return False
    if _BARE.fullmatch(line):
        return True
    if not _ENDS.search(line) or not _VERB.search(line):
        return False
    if _ADDRESSED.search(line) or _TIMED.search(line):
        return True
    opens = re.match(rf"[-\s]*{_OPENS}\s", line, re.IGNORECASE)
    if quoted_next:
        return len(line.split()) <= 20
    return bool(opens and _DATED.search(line) and _PLAIN_VERB.search(line) and not re.search(r"\byou wrote\b", line))


def joined(lines: Sequence[str]) -> list[str]:
    """The lines, each that says who wrote on one line of its own, though a program broke it, or words stand before it."""
    kept = list(lines)
    for at, line in enumerate(lines):
        if not _ENDS.search(line) or not _VERB.search(line) or _QUOTED.match(line) or len(line) > _LONGEST:
            continue
        after = next((each for each in lines[at + 1 : at + 3] if each.strip()), "")
        marked = bool(_QUOTED.match(after))
        for start in range(at, max(-1, at - _BROKEN), -1):
            if start < at and (not lines[start].strip() or _QUOTED.match(lines[start])):
                break
            whole = " ".join(each.strip() for each in lines[start : at + 1])
            begins = _BEGINS.search(whole)
            if begins is None or not _DATED.search(begins["line"]):
                continue
            if is_attribution(begins["line"].strip(), quoted_next=marked):
                own = whole[: begins.start("line")].strip()
                kept[start : at + 1] = [own, *[""] * (at - start)] if own else [""] * (at - start + 1)
                kept[at] = f"{own}\n{begins['line'].strip()}" if own and start == at else begins["line"].strip()
                break
    return [piece for line in kept for piece in line.split("\n")]


def begins(lines: Sequence[str]) -> Begin | None:
    """Where another's mail begins that is not marked line by line: all that follows is that mail."""
    for at, line in enumerate(lines):
        if not line.strip():
            continue
        if _ENDS.search(line) or _BARE.fullmatch(line):
            after = next((each for each in lines[at + 1 :] if each.strip()), "")
            if not _QUOTED.match(after) and is_attribution(line):
                return Begin(at, at + 1)
        if _LABEL.match(line) and not _QUOTED.match(line):
            end = _headers_end(lines, at)
            if end:
                return Begin(_with_mark(lines, at), end)
    return None


def _headers_end(lines: Sequence[str], at: int) -> int:
    """Where a mail's headers end that begin at a line; 0 where it has none: who sent it, when, and one more."""
    found: set[str] = set()
    end = blank = 0
    for number, line in enumerate(lines[at : at + _HEADERS], at):
        match = _LABEL.match(line)
        if match and match.lastgroup:
            if match.lastgroup in found and match.lastgroup != "cc":
                break
            found.add(match.lastgroup)
            end, blank = number + 1, 0
        elif not line.strip():
            blank += 1
            if blank > 1:
                break
        elif blank or number - end > 2:  # what is no header, and no header's line broken
            break
    return end if "from" in found and len(found - {"cc"}) >= 3 else 0


def _with_mark(lines: Sequence[str], at: int) -> int:
    """The line from which on another's mail is shown: the rule or the words above its headers."""
    above = at - 1
    while above >= 0 and not lines[above].strip():
        above -= 1
    return above if above >= 0 and (_MARK.fullmatch(lines[above]) or _RULE.fullmatch(lines[above])) else at
