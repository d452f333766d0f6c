"""Characters in a letter that a reader cannot see, or takes for other characters.

Accents, the letters of Welsh or Polish names, and whole words in another script are fine. So are soft hyphens and
characters of no width: they are removed wherever a text is read, and change nothing that is seen.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from drafter.english.words import BLANKS, SEEN
from drafter.frozen import NamedTuple

UNSEEN: Final = "unseen-sign"
ALIKE: Final = "look-alike"
# Characters that no outgoing text may hold, for a character class of a pattern: tags, marks of annotations, invisible
# mathematical operators, fillers, variation selectors, overlays and strokes, private use, and code points that are no
# character.
_DROPPED = (
    "\u0334-\u0338\u034f\u0488\u0489\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u1abe\u2061-\u2065"
    "\u206a-\u206f\u20d0-\u20ff\u2800\u3164\ue000-\uf8ff\ufdd0-\ufdef\ufe00-\ufe0d\uffa0\ufff0-\ufffc\ufffe\uffff"
    "\U0001bca0-\U0001bca3\U0001d159\U0001d173-\U0001d17a\U000e0000-\U0010ffff"
)
_TURNING = "\u202a-\u202e\u2066-\u2069"  # they reverse the direction of the text after them
_NO_WIDTH = "\u200b-\u200f\u2060\ufeff"
_LONGEST_NOTHING = 4  # characters of no width in a row: an editor leaves one, a hidden message has many
_MOST_MARKS, _MOST_ELSEWHERE = 2, 4  # on one letter, after composing what can be composed
# Latin letters that look like the usual ones.
_LATIN_ALIKE = frozenset("\u017f\u01c0\u01c3\u0251\u0261\u0262\u0269\u026a\u0274\u0280\u028f\u0299\u029c\u029f")
# Letters of other scripts that look like Latin ones, so that whole words of them read as English.
_DOUBLES = frozenset(
    "\u0430\u0441\u0435\u04bb\u0456\u0458\u04cf\u043e\u0440\u051b\u0455\u051d\u0445\u0443\u0501\u0410\u0412\u0415\u041d"
    "\u0406\u0408\u041a\u041c\u041e\u0420\u0405\u0422\u0425\u0423\u051c\u0421\u03bf\u03bd\u03c5\u03b1\u03b9\u03c1\u03c4"
    "\u03ba\u0391\u0392\u0395\u0397\u0399\u039a\u039c\u039d\u039f\u03a1\u03a4\u03a5\u03a7\u0396"
)
_EAST_ASIAN = frozenset(("CJK", "HIRAGANA", "KATAKANA", "KATAKANA-HIRAGANA", "HANGUL", "BOPOMOFO", "IDEOGRAPHIC"))
# Characters that stand for plain letters or figures and are usual in letters.
_USUAL = frozenset("\u00aa\u00b2\u00b3\u00b9\u00ba\u0132\u0133\u2026\u2116\u2120\u2122\u20a8\u203c\u2049\u2139")
# Characters of units, which look like no other letter.
_AMONG_LATIN = frozenset("\u00aa\u00b5\u00ba\u03bc\u03a9\u03c0\u0394")
_EMOJI = range(0x1F000, 0x1FB00)


class OddSign(NamedTuple):
    """An odd character: its place in the text, the rule that it breaks, and a message."""

    at: int
    rule: str
    message: str


@lru_cache(maxsize=1)
def _dropped() -> re.Pattern[str]:
    return re.compile(f"[{_DROPPED}]")


@lru_cache(maxsize=1)
def _doubtful() -> re.Pattern[str]:
    """Matches the characters that need a close look: all but those of ordinary English text."""
    return re.compile(
        "[^\t\n\x20-\x7e\xa0-\u017e\u0180-\u01bf\u01cd-\u024f\u1e00-\u1eff\u2000-\u200a\u2010-\u2023\u2026\u202f-\u205e"
        "\u20a0-\u20cf\u2122]"
    )


def without_odd(text: str) -> str:
    """The text without the characters that no outgoing letter may hold."""
    return text if text.isascii() else _dropped().sub("", text)


def printable(text: str) -> str:
    """The text as it goes out: also without the characters that reverse the direction of text."""
    return text if text.isascii() else re.sub(f"[{_TURNING}]", "", without_odd(text))


def odd_signs(text: str) -> list[OddSign]:
    """The first odd character of each rule in a text, in the order of their places."""
    if text.isascii() and text.replace("\n", "").replace("\t", "").isprintable():
        return []
    if not _doubtful().search(text):
        return []
    firsts = (next(_unseen(text), None), next(_alike(text), None))
    return sorted(found for found in firsts if found is not None)


def _unseen(text: str) -> Iterator[OddSign]:
    if run := re.search(f"[{_NO_WIDTH}]{{{_LONGEST_NOTHING},}}", text):
        yield OddSign(run.start(), UNSEEN, f"holds {run.end() - run.start()} signs in a row that nobody sees")
    turns = any(unicodedata.bidirectional(sign) in ("R", "AL") and sign != "\u200f" for sign in text)
    marks, base = 0, ""
    for at, sign in enumerate(text):
        if sign.isascii() and sign >= " ":
            marks, base = 0, sign
            continue
        kind = unicodedata.category(sign)
        if kind in ("Mn", "Me"):
            marks += 1
            why = _odd_mark(sign, kind, base, text[at - marks : at + 1], marks)
        else:
            marks, base = 0, sign
            why = "nobody sees" if _is_unseen(sign, kind) or (sign == "\u200f" and not turns) else ""
        if why:
            yield OddSign(at, UNSEEN, f"holds a sign that {why} (U+{ord(sign):04X})")


def _is_unseen(sign: str, kind: str) -> bool:
    if sign in BLANKS or kind in ("Co", "Cs", "Zl", "Zp"):
        return True
    if kind == "Cn":  # no character, or one newer than this program: emoji are added every year
        return ord(sign) not in _EMOJI
    if kind == "Cc":
        return sign not in "\t\n"
    if kind == "Cf":  # characters of no width are left out, and another rule reports those that reverse the direction
        usual = sign == "\u00ad" or re.match(f"[{_NO_WIDTH}{_TURNING}]", sign)
        return not usual and sign not in SEEN
    return bool(_dropped().match(sign)) or sign == "\ufffd"


def _odd_mark(sign: str, kind: str, base: str, stack: str, marks: int) -> str:
    """Why a mark on a letter belongs to no language; empty if it does belong to one."""
    code = ord(sign)
    if 0xFE00 <= code <= 0xFE0F or 0xE0100 <= code <= 0xE01EF:
        pictured = bool(base) and (unicodedata.category(base) in ("So", "Sm", "Cn") or ord(base) in _EMOJI)
        return "" if pictured or _script(base) in _EAST_ASIAN else "nobody sees"
    if sign in BLANKS:
        return "nobody sees"
    if kind == "Me" or _dropped().match(sign):
        return "strikes or covers the letter before it"
    if not base or base.isspace():
        return "covers what stands beside it"
    if _script(base) == "LATIN" and _script(sign) != "COMBINING":
        return "covers the letter before it"
    if marks <= _MOST_MARKS:
        return ""
    left = sum(1 for mark in unicodedata.normalize("NFC", stack) if unicodedata.category(mark) == "Mn")
    most = _MOST_MARKS if _script(base) == "LATIN" else _MOST_ELSEWHERE
    return "makes a heap of marks on one letter" if left > most else ""


def _alike(text: str) -> Iterator[OddSign]:
    latin = any(sign.isascii() and sign.isalpha() for sign in text)
    for word in re.finditer(r"[^\W_]+(?:[\u0300-\u036f]+[^\W_]*)*", text):
        letters = [sign for sign in word[0] if sign.isalpha() and sign not in _AMONG_LATIN]
        others = [sign for sign in letters if not _is_latin(sign)]
        if not others:
            continue
        script = _script(others[0])
        if len(others) < len(letters) and any(_script(sign) not in _EAST_ASIAN for sign in others):
            yield OddSign(word.start(), ALIKE, f"holds a word with letters of two scripts, of which one is {script}")
        elif latin and all(sign in _DOUBLES for sign in others):
            yield OddSign(word.start(), ALIKE, f"holds a word that looks English, in letters that are {script}")
    scripts = {_script(sign) for sign in text if sign.isalpha() and not sign.isascii()}
    for at, sign in enumerate(text):
        if not sign.isascii() and _is_double(sign, scripts):
            yield OddSign(at, ALIKE, f"holds a sign that looks like another, plainer one (U+{ord(sign):04X})")


def _is_double(sign: str, scripts: set[str]) -> bool:
    kind = unicodedata.category(sign)
    if sign in _LATIN_ALIKE:
        return True
    if kind == "Nd":  # a figure of a script that the rest of the text does not use
        return not any(script and script in unicodedata.name(sign, "") for script in scripts)
    code = ord(sign)
    if kind[0] not in "LNPS" or sign in _USUAL or 0xFB00 <= code <= 0xFB06 or 0x2070 <= code <= 0x2089:
        return False
    plain = unicodedata.normalize("NFKC", sign)
    return plain.isascii() and plain.strip() != "" and not 0x1C4 <= code <= 0x1F3


def _is_latin(sign: str) -> bool:
    """Whether it belongs among Latin letters, as raised letters and apostrophes do."""
    return sign.isascii() or unicodedata.category(sign) == "Lm" or "LATIN" in unicodedata.name(sign, "")


@lru_cache(maxsize=512)
def _script(sign: str) -> str:
    """The first word of a character's Unicode name, which is usually its script."""
    return unicodedata.name(sign, "").partition(" ")[0] if sign else ""
