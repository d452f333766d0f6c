"""Where another's mail begins in a mail: the line that says who wrote it, or its headers, in whatever language.

The words are in ``languages.txt``: English, Welsh, and the languages to which people here most often set a program.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from importlib.resources import files
from typing import Final

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
_KINDS: Final = ("from", "sent", "to", "subject", "other", "opens", "wrote", "mark")


def _words() -> dict[str, str]:
    """What programs write in all languages, as patterns by its kind."""
    found: dict[str, list[str]] = {kind: [] for kind in _KINDS}
    text = (files("drafter.mail") / "languages.txt").read_text("utf-8")
    for line in text.splitlines():
        if line and not line.startswith("#"):
            for kind, words in zip(_KINDS, line.split(";")[1:], strict=True):
                found[kind] += [re.escape(word.strip()) for word in words.split("|") if word.strip()]
    return {kind: f"(?:{'|'.join(sorted(set(words), key=len, reverse=True))})" for kind, words in found.items()}


_WORDS: Final = _words()
_OPENS: Final = rf"(?:{_WORDS['opens']}|in a message dated|quoting)"
_WROTE: Final = _WORDS["wrote"]
_SAID: Final = "writes|said|says|sent|posted|replied|responded"
_VERB: Final = re.compile(rf"(?<!\w)(?:{_WROTE}|{_SAID})(?!\w)", re.IGNORECASE)
_PLAIN_VERB: Final = re.compile(rf"(?<!\w){_WROTE}(?!\w)", re.IGNORECASE)
_ENDS: Final = re.compile(r"(?::|-{2,}|_{2,}|\*{2,})\s*\Z")
_ENDINGS: Final = (":", "-", "_", "*")
_BARE: Final = re.compile(
    r"\s*\d{4}-\d\d-\d\d \d{1,2}:\d\d.{0,40}<\s?\S+@\S+>:\s*|\s*in a message dated .{6,80} writes:\s*|"
    r"\s*quoting .{2,80}<?\S+@\S+>?:\s*",
    re.IGNORECASE,
)
# Where the line begins that says who wrote, behind the writer's own words.
_BEGINS: Final = re.compile(
    rf"(?:(?:(?<=[.!?;)\]])|(?<=\A))\s*(?P<line>[-\s]*{_OPENS}\s.{{0,200}})|"
    rf"(?<=[\s-])(?P<dated>[-\s]*on (?:(?:{_DAY})\w*,? |\d{{1,2}}[ /.]|(?:{_MONTH})\w* \d).{{0,200}}))\Z",
    re.IGNORECASE | re.DOTALL,
)
_NAMED: Final = re.compile(r"\S@[^\s:]+:\s*\Z")  # "Ann Hill <ann@mailbox.example>:"
_WITH_WORDS: Final = re.compile(r"(?P<says>\s*On .{4,200}\S@\S.{0,60} wrote:)\s+(?P<theirs>\S.*)")
_QUOTED: Final = re.compile(r"\s*>")

_LABEL: Final = re.compile(
    r"[\s*_>|]*(?:"
    + "|".join(f"(?P<{kind}>{_WORDS[kind]})" for kind in ("from", "sent", "to", "subject", "other"))
    + r")\s?[*_]*\s?:[*_]*(?:\s|\Z)",
    re.IGNORECASE,
)
_ON_ONE_LINE: Final = re.compile(
    r"[\s*_\u2010-]*(?:original message[\s*_\u2010-]*)?(?=.{0,300}\bfrom:\s)"
    r"(?=.{0,300}\b(?:sent|date):\s)(?=.{0,400}\bto:\s)(?=.{0,400}\bsubject:\s)"
    r"(?:from|sent|date|to):\s",
    re.IGNORECASE,
)
_MARK: Final = re.compile(rf"\s*[-_=*>\u2010-\u2015\s]*{_WORDS['mark']}[-_=*:\u2010-\u2015\s]*", re.IGNORECASE)
_RULE: Final = re.compile(r"\s*(?:[-_=*]\s*){8,}")


def is_attribution(line: str, *, quoted_next: bool = False) -> bool:
    """Whether a line says that another wrote what follows: by an e-mail address, by what follows being marked as
    quoted, or by a day or time and the verb that programs write. Else somebody quotes in a letter of their own.
    """
    if len(line) > _LONGEST or _QUOTED.match(line):
        return False
    if _BARE.fullmatch(line):
        return True
    if not _ENDS.search(line) or not _VERB.search(line):
        return False
    if _ADDRESSED.search(line):
        return True
    if quoted_next:
        return len(line.split()) <= 20
    if not _PLAIN_VERB.search(line) or re.search(r"\byou wrote\b", line):  # "On 4 June the Minister said:"
        return False
    opens = re.match(rf"[-\s]*{_OPENS}\s", line, re.IGNORECASE)
    return bool(_TIMED.search(line) or (opens and _DATED.search(line)))


def joined(lines: Sequence[str]) -> list[str]:
    """The lines, with what says who wrote on one line of its own, though it was broken or words stand before it."""
    lines = [piece for line in lines for piece in _apart(line)]
    kept = list(lines)
    for at, line in enumerate(lines):
        if not line.rstrip().endswith(_ENDINGS) or len(line) > _LONGEST or _QUOTED.match(line):
            continue
        if not _ENDS.search(line) or not (_VERB.search(line) or _ADDRESSED.search(line)):
            continue
        after = next((each for each in lines[at + 1 : at + 3] if each.strip()), "")
        marked = bool(_QUOTED.match(after))
        for start in range(at, max(-1, at - _BROKEN), -1):
            if start < at and (not lines[start].strip() or _QUOTED.match(lines[start])):
                break
            whole = " ".join(each.strip() for each in lines[start : at + 1])
            found = _BARE.fullmatch(whole) or _BEGINS.search(whole)
            if found is None:
                continue
            name = next((name for name, value in found.groupdict().items() if value), None)
            named, began = (found[name], found.start(name)) if name else (whole, 0)
            if _DATED.search(named) and is_attribution(named.strip(), quoted_next=marked):
                own = whole[:began].strip(" -")
                kept[start : at + 1] = [own, *[""] * (at - start)] if own else [""] * (at - start + 1)
                kept[at] = f"{own}\n{named.strip()}" if own and start == at else named.strip()
                break
    return [piece for line in kept for piece in line.split("\n")]


def says_whose(above: Sequence[str], within: Sequence[str]) -> bool:
    """Whether a block of a page holds another's words, as the lines above it say, or the first pieces of its own text:
    who wrote them, a mail's headers, or the words that programs set above a mail.
    """
    near = [line.strip("> ") for line in above if line.strip("> ")][-_BROKEN:]
    if any(is_attribution(" ".join(near[at:])) for at in range(len(near))):
        return True
    labels = {match.lastgroup for line in near if (match := _LABEL.match(line))}
    if near and (_MARK.fullmatch(near[-1]) or _NAMED.search(near[-1]) or ("from" in labels and len(labels) > 1)):
        return True
    if any(is_attribution(" ".join(within[: at + 1])) for at in range(min(len(within), 2 * _BROKEN))):
        return True
    return bool(within and (_MARK.fullmatch(within[0]) or begins(within) is not None))


def _apart(line: str) -> list[str]:
    """A line on which another's words follow at once what says that they do, in two."""
    found = _WITH_WORDS.match(line) if "wrote:" in line else None
    return [found["says"], found["theirs"]] if found else [line]


def begins(lines: Sequence[str]) -> int | None:
    """Where another's mail begins that is not marked line by line: all that follows is that mail."""
    for at, line in enumerate(lines):
        if not line.strip():
            continue
        if line.rstrip().endswith(_ENDINGS) and (_ENDS.search(line) or _BARE.fullmatch(line)):
            after = next((each for each in lines[at + 1 : at + 6] if each.strip()), "")
            if not _QUOTED.match(after) and is_attribution(line):
                return at
        if _ON_ONE_LINE.match(line) and not _QUOTED.match(line):
            return _with_mark(lines, at)
        if _LABEL.match(line) and not _QUOTED.match(line) and _has_headers(lines, at):
            return _with_mark(lines, at)
    return None


def _has_headers(lines: Sequence[str], at: int) -> bool:
    """Whether a mail's headers begin at a line: who sent it, and two more."""
    found: set[str] = set()
    last = at
    for number, line in enumerate(lines[at : at + _HEADERS], at):
        match = _LABEL.match(line)
        if match and match.lastgroup:
            if match.lastgroup in found and match.lastgroup != "other":
                break
            found.add(match.lastgroup)
            last = number
        elif number - last > 2 or (line.strip() and not lines[number - 1].strip()):
            break  # what is no header, and no header's line broken
    return "from" in found and len(found - {"other"}) >= 3


def _with_mark(lines: Sequence[str], at: int) -> int:
    """The line from which on another's mail is shown: the rule or the words above its headers."""
    above = at - 1
    while above >= 0 and not lines[above].strip():
        above -= 1
    return above if above >= 0 and (_MARK.fullmatch(lines[above]) or _RULE.fullmatch(lines[above])) else at
