"""Drafts that were damaged, through 'drafter review': prints how many, how they ended, and how long the slowest took.

python tests/faults_review.py FOLDER TIMES SEED    # FOLDER is a copy of the shipped office
"""

from __future__ import annotations

import io
import os
import random
import re
import sys
import time
import zipfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from bounded import PLENTY
from edits import REQUEST
from running import Ran, run_drafter

_ELEMENT = re.compile(rb"<(w:(?:p|r|t|pPr|bookmarkStart|bookmarkEnd|footnoteReference|footnote|comment))\b[^>]*>")
_REPEATED = (b"&#x202e;", b"\x00", b"<w:p>", b"</w:p>", b"<!--", b"]]>", b"&amp;amp;", b"\xff\xfe", b"&x;", b"<w:tbl>")
_PIECES = (
    "[^", "]{.position}", "---\n", "***", "<!--", "-->", "```\n", "> ", "- ", "\\", "\x00", "\u202e", "](", "![", "|",
    "\n\n", "[^aco-definition-library]", '<span class="position">', "&#0;", "&nbsp;", "\ufeff", "    ", "\r", "# ",
)  # fmt: skip
_FRONT = (
    "facts: yes", "facts: [1, 2]", "facts: {a: b}", "date: 2018-13-45", "date: [", "topics: {", "drafter: !!python/x y",
    "facts: &a [*a]", "position: ../../etc/passwd", 'reference: "\x1b[31m"', "corrects: 99999999999999999999",
    "length: " + "x" * 500, "large_print: perhaps", "topics: [nothing-known]", "? {}", "facts:\n  ../../x: 1 held",
)  # fmt: skip


def damaged_word(data: bytes, chance: random.Random) -> bytes:
    """The file with a few things wrong in one of its parts, or in its bytes."""
    if chance.random() < 0.2:
        return _flipped(data, chance)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    text = ["word/document.xml"] * 6 + ["word/footnotes.xml", "docProps/custom.xml", "word/comments.xml"] * 2
    name = chance.choice([*text, *parts])
    for _ in range(chance.randint(1, 4)):
        parts[name] = chance.choice(_ON_XML)(parts[name], chance)
    if chance.random() < 0.1:
        del parts[chance.choice(list(parts))]
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for part, held in parts.items():
            archive.writestr(part, held)
    return out.getvalue()


def damaged_text(data: bytes, chance: random.Random) -> bytes:
    """The text with a few things wrong in it."""
    if chance.random() < 0.15:
        return _flipped(data, chance)
    text = data.decode()
    for _ in range(chance.randint(1, 5)):
        text = chance.choice(_ON_TEXT)(text, chance)
    return text.encode("utf-8", "surrogatepass")


def _flipped(data: bytes, chance: random.Random) -> bytes:
    changed = bytearray(data)
    for _ in range(chance.randint(1, 30)):
        changed[chance.randrange(len(changed))] = chance.randrange(256)
    return bytes(changed[: chance.randint(1, len(changed))] if chance.random() < 0.2 else changed)


def _cut(data: bytes, chance: random.Random) -> bytes:
    begin = chance.randrange(len(data) + 1)
    return data[:begin] + data[begin + chance.choice((1, 10, 200, 5000)) :]


def _repeated(data: bytes, chance: random.Random) -> bytes:
    begin = chance.randrange(len(data) + 1)
    piece = data[begin : begin + chance.choice((5, 100, 3000))]
    return data[:begin] + piece * chance.choice((2, 20)) + data[begin:]


def _swapped_elements(data: bytes, chance: random.Random) -> bytes:
    found = list(_ELEMENT.finditer(data))
    if len(found) < 2:
        return data
    one, two = sorted(chance.sample(found, 2), key=lambda match: match.start())
    return data[: one.start()] + two[0] + data[one.end() : two.start()] + one[0] + data[two.end() :]


def _huge(data: bytes, chance: random.Random) -> bytes:
    found = re.findall(rb'"[^"<>]{1,40}"', data)
    if not found:
        return data
    return data.replace(chance.choice(found), b'"' + b"9" * chance.choice((300, 100_000)) + b'"', 1)


def _inserted(data: bytes, chance: random.Random) -> bytes:
    begin = chance.randrange(len(data) + 1)
    return data[:begin] + chance.choice(_REPEATED) * chance.choice((1, 3, 3000)) + data[begin:]


def _cut_text(text: str, chance: random.Random) -> str:
    begin = chance.randrange(len(text) + 1)
    return text[:begin] + text[begin + chance.choice((1, 20, 1000)) :]


def _moved_text(text: str, chance: random.Random) -> str:
    lines = text.split("\n")
    chance.shuffle(lines)
    return "\n".join(lines) if chance.random() < 0.3 else "\n".join([*lines[5:], *lines[:5]])


def _more_text(text: str, chance: random.Random) -> str:
    begin = chance.randrange(len(text) + 1)
    return text[:begin] + chance.choice(_PIECES) * chance.choice((1, 2, 400)) + text[begin:]


def _other_front(text: str, chance: random.Random) -> str:
    front, mark, rest = text.partition("\n---\n")
    lines = front.split("\n")
    lines[chance.randrange(1, len(lines)) if len(lines) > 1 else 0] = chance.choice(_FRONT)
    return "\n".join(lines) + mark + rest


_ON_XML: tuple[Callable[[bytes, random.Random], bytes], ...] = (_cut, _repeated, _swapped_elements, _huge, _inserted)
_ON_TEXT: tuple[Callable[[str, random.Random], str], ...] = (_cut_text, _moved_text, _more_text, _other_front)


class Ended(NamedTuple):
    """How the review of one damaged draft ended."""

    name: str
    code: int
    seconds: float
    complaint: str


def reviewed(path: Path) -> tuple[Ran, float]:
    """What the command came to, and in how many seconds."""
    begun = time.process_time()
    ran = run_drafter("review", str(path))
    return ran, time.process_time() - begun


def fault(ran: Ran, seconds: float) -> str:
    """What is wrong with how it ended, if anything."""
    if ran.code not in {0, 1, 2}:
        return f"exit code {ran.code}"
    told = ran.err + ran.out.decode("utf-8", "replace")
    if "Traceback" in told or "fault in drafter" in told:
        return told[-400:]
    if ran.code and not ran.err.strip():
        return "failed without a word"
    return f"took {seconds:.1f} s" if seconds > PLENTY else ""


def drafts() -> dict[str, bytes]:
    """The letter that is damaged, in both formats, drafted in the current directory."""
    for ending in (".docx", ".md"):
        assert run_drafter(*REQUEST, "-o", f"whole{ending}", "--force").code == 0
    return {ending: Path(f"whole{ending}").read_bytes() for ending in (".docx", ".md")}


def damaged(whole: dict[str, bytes], number: int, seed: int) -> Path:
    """One damaged draft, the same for the same numbers."""
    chance = random.Random(seed * 1_000_003 + number)
    ending = ".docx" if number % 2 else ".md"
    path = Path(f"damaged{ending}")
    path.write_bytes((damaged_word if ending == ".docx" else damaged_text)(whole[ending], chance))
    return path


def main(folder: str, times: int, seed: int) -> None:
    os.chdir(folder)
    whole, codes, faults, slowest = drafts(), Counter[str](), 0, 0.0
    for number in range(times):
        path = damaged(whole, number, seed)
        ran, seconds = reviewed(path)
        codes[f"{path.suffix} {ran.code}"] += 1
        slowest = max(slowest, seconds)
        if wrong := fault(ran, seconds):
            faults += 1
            path.rename(f"fault-{seed}-{number}{path.suffix}")
            print(f"{number}: {wrong}")
    print(
        f"{times} damaged drafts, seed {seed}: {dict(sorted(codes.items()))}; {faults} faults; slowest {slowest:.2f} s"
    )


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
