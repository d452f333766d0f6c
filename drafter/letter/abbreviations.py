"""Abbreviations: spelt out at the first use in a letter, and only there."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from drafter.factbase.model import Abbreviation

_QUOTED = re.compile(r'"[^"]*"|\u201c[^\u201d]*\u201d')


def spell_out(texts: Sequence[str], abbreviations: Iterable[Abbreviation]) -> list[str]:
    """The texts of a letter, in order, each abbreviation in full where it comes first.

    One that comes again is introduced in brackets there; one that does not is only spelt out. What stands in
    quotation marks is somebody's own words and stays as it is.
    """
    known = {a.short: a for a in abbreviations if not a.known}
    if not known:
        return list(texts)
    shorts = "|".join(re.escape(short) for short in sorted(known, key=len, reverse=True))
    pattern = re.compile(rf"(?:\b([Aa])n? )?\b({shorts})(s?)\b")
    # Most texts hold none, which a plain look tells much faster than the pattern.
    found = [_unquoted(pattern, text) if any(short in text for short in known) else [] for text in texts]
    uses = Counter(match[2] for matches in found for match in matches)
    spelt: set[str] = set()
    result = []
    for text, matches in zip(texts, found, strict=True):
        pieces, at = [], 0
        for match in matches:
            short = match[2]
            if short in spelt:
                continue
            spelt.add(short)
            long = known[short].plural if match[3] else known[short].long
            article = f"{match[1]}{'n' if long[0] in 'AEIOUaeiou' else ''} " if match[1] else ""
            bracket = f" ({short}{match[3]})" if uses[short] > 1 else ""
            pieces += [text[at : match.start()], article, _as_sentence(long, text, match.start()), bracket]
            at = match.end()
        result.append("".join([*pieces, text[at:]]))
    return result


def in_full(text: str, abbreviations: Iterable[Abbreviation]) -> str:
    """One text by itself, its abbreviations spelt out."""
    alone = [(a.short, a) for a in abbreviations if not a.known]
    for short, abbreviation in alone:
        text = re.sub(rf"\b{re.escape(short)}s\b", abbreviation.plural, text)
        text = re.sub(rf"\b{re.escape(short)}\b", abbreviation.long, text)
    return text


def not_spelt_out(texts: Iterable[str], abbreviations: Iterable[Abbreviation]) -> list[str]:
    """The short forms that a letter uses before, or without ever, saying what they stand for."""
    whole = "\n".join(texts)
    found = []
    for abbreviation in abbreviations:
        uses = _unquoted(re.compile(rf"\b{re.escape(abbreviation.short)}s?\b"), whole)
        if abbreviation.known or not uses:
            continue
        before = " ".join(whole[: uses[0].start()].split()).casefold()
        if not any(long.casefold() in before for long in (abbreviation.long, abbreviation.plural) if long):
            found.append(abbreviation.short)
    return found


def _as_sentence(long: str, text: str, at: int) -> str:
    return long[0].upper() + long[1:] if not text[:at].strip() else long


def _unquoted(pattern: re.Pattern[str], text: str) -> list[re.Match[str]]:
    if '"' not in text and "\u201c" not in text:
        return list(pattern.finditer(text))
    quoted = [match.span() for match in _QUOTED.finditer(text)]
    return [m for m in pattern.finditer(text) if not any(a <= m.start() < b for a, b in quoted)]
