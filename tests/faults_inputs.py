"""Inputs of every kind, damaged, through the fitting command: prints how many, how they ended, and what went wrong.

python tests/faults_inputs.py FOLDER TIMES SEED </dev/null    # FOLDER is a copy of the shipped office
"""

from __future__ import annotations

import io
import os
import random
import resource
import sys
import zipfile
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from post import outlook
from running import run_drafter

MEMORY = 500_000_000  # bytes beyond what the child begins with
SECONDS = 30  # of the child's own computing
LETTER = (
    "Dear Ms Marsh,\n\nI am worried about accountable care organisations. Will they be privatised?\n\nPlease vote "
    "against them, and ask the Minister who pays.\n\nYours sincerely,\n\nAnn Hill\n1 Long Row\nWestmere\nWV1 9ZZ\n"
)
PAGE = (
    "<html><head><title>A page</title><style>.x{display:none}</style></head><body><p class=x>Hidden.</p>"
    + "".join(f"<p style='color:#111'>{part}</p>" for part in LETTER.split("\n\n") * 4)
    + "<table><tr><td>1</td></tr></table></body></html>"
)
HEAD = "From: Ann Hill <a@b.example>\nSubject: ACOs\nDate: Tue, 10 Jul 2018 10:00:00 +0000\nMIME-Version: 1.0\n"
LIST = "name,address,topics\n" + '"Mr A Patel","1 Long Row, Westmere, WV1 9ZZ","funding; staff"\nAnn Hill,,funding\n'
PIECES = (
    "\n", " ", "\t", ">", "> ", "wrote:\n", "Dear ", "Yours sincerely,\n", "PS: ", "--\n", "<b>", "<p ", "<!--", "-->",
    "style='", '"', "'", ",", ";", ":", ": ", "- ", "&a ", "*a", "{", "}", "[", "]", "{{ ", " }}", "{% if ", "{% for a in ",
    " %}", "{#", "|", "\\", "\x00", "\u202e", "\ud800", "\U000e0041", "\ufeff", "=?utf-8?b?", "Content-Type: multipart/mixed; boundary=b\n\n--b\n",
    "9" * 50, "9" * 5_000, "a" * 3_000, "<div>" * 400, "(", ")", "...", "~", "!!python/x ", "? ",
    "id: ", "---\n", "%", " * 10 ** 9", "1", "-1", "2018-02-31", "\r", "null", "@", "#", "$", "=", "\u00e9",
)  # fmt: skip


def damaged(data: bytes, chance: random.Random) -> bytes:
    """A text with a few things wrong in it, or in its bytes."""
    if chance.random() < 0.15:
        changed = bytearray(data)
        for _ in range(chance.randint(1, 30)):
            changed[chance.randrange(len(changed))] = chance.randrange(256)
        return bytes(changed)
    text = data.decode("utf-8", "surrogateescape")
    for _ in range(chance.randint(1, 5)):
        text = chance.choice(_WAYS)(text, chance)
    return text.encode("utf-8", "surrogatepass")


def _more(text: str, chance: random.Random) -> str:
    at = chance.randrange(len(text) + 1)
    piece = chance.choice(PIECES)
    return text[:at] + piece * chance.choice((1, 1, 2, 400, max(1, 200_000 // len(piece)))) + text[at:]


def _less(text: str, chance: random.Random) -> str:
    at = chance.randrange(len(text) + 1)
    return text[:at] + text[at + chance.choice((1, 20, 1_000)) :]


def _again(text: str, chance: random.Random) -> str:
    at = chance.randrange(len(text) + 1)
    piece = text[at : at + chance.choice((5, 100, 3_000))]
    return text[:at] + piece * chance.choice((2, 20, 300)) + text[at:]


def _moved(text: str, chance: random.Random) -> str:
    lines = text.split("\n")
    chance.shuffle(lines)
    return "\n".join(lines)


_WAYS: tuple[Callable[[str, random.Random], str], ...] = (_more, _more, _less, _again, _moved)


def workbook() -> bytes:
    """A small spreadsheet, as plain as can be."""
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    links = "http://schemas.openxmlformats.org/package/2006/relationships"
    cells = "".join(
        f'<row r="{n}">' + "".join(f'<c r="{c}{n}" t="inlineStr"><is><t>{t}</t></is></c>' for c, t in row) + "</row>"
        for n, row in enumerate(([("A", "name"), ("B", "topics")], [("A", "Ann Hill"), ("B", "funding")]), 1)
    )
    parts = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
        "_rels/.rels": f'<Relationships xmlns="{links}"><Relationship Id="r1" Type="{office}/officeDocument" '
        'Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{office}"><sheets><sheet name="S" sheetId="1" r:id="r1"/>'
        "</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{links}"><Relationship Id="r1" Type="{office}/worksheet" '
        'Target="worksheets/sheet1.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{main}"><sheetData>{cells}</sheetData></worksheet>',
    }
    return zipped(parts)


def word() -> bytes:
    """A letter in Word, as plain as can be."""
    w = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    body = "".join(f"<w:p><w:r><w:t>{line}</w:t></w:r></w:p>" for line in LETTER.split("\n"))
    return zipped(
        {
            "[Content_Types].xml": "<Types/>",
            "word/document.xml": f'<w:document xmlns:w="{w}"><w:body>{body}</w:body></w:document>',
        }
    )


def zipped(parts: dict[str, str]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return out.getvalue()


class Kind(NamedTuple):
    """A kind of input: where it lies, what it is, and the command that reads it."""

    path: str
    data: bytes
    command: tuple[str, ...]


def sent_kinds() -> list[Kind]:
    """Every kind of input that others send."""
    html = f"{HEAD}Content-Type: text/html; charset=utf-8\n\n{PAGE}".encode()
    when = datetime(2018, 7, 10, 10, tzinfo=UTC)
    return [
        Kind("x.msg", outlook("ACOs", "Ann Hill", "a@b.example", when, LETTER), ("mail", "read", "x.msg")),
        Kind("x.msg", outlook("ACOs", "Ann Hill", "a@b.example", when, "", PAGE, HEAD), ("mail", "read", "x.msg")),
        Kind("x.eml", f"{HEAD}\n{LETTER}".encode(), ("mail", "read", "x.eml")),
        Kind("x.eml", html, ("mail", "read", "x.eml")),
        Kind("x.eml", html, ("draft", "--from", "x.eml", "-o", "out.md", "--force")),
        Kind("x.txt", LETTER.encode(), ("mail", "read", "x.txt")),
        Kind("x.docx", word(), ("mail", "read", "x.docx")),
        Kind("x.html", PAGE.encode(), ("sources", "add", "x.html")),
        Kind("x.md", LETTER.encode(), ("sources", "add", "x.md")),
        Kind("x.csv", LIST.encode(), ("batch", "x.csv", "-o", "out", "--preview")),
        Kind("x.xlsx", workbook(), ("batch", "x.xlsx", "-o", "out", "--preview")),
    ]


def own_kinds(folder: Path) -> list[Kind]:
    """The office's own files, with the commands that read them."""
    draft = ("draft", "--topic", "funding", "--to", "Mr A Patel", "--date", "2018-07-10", "-o", "out.md", "--force")
    found = []
    own = [*folder.glob("facts/**/*.yaml"), *folder.glob("templates/**/*.md.j2"), folder / "office.yaml"]
    for path in sorted(own):
        name = path.relative_to(folder).as_posix()
        # What is no template is read by commands that draft nothing, too.
        commands = (draft,) if path.suffix == ".j2" else (draft, ("facts", "list"), ("topics",))
        found += [Kind(name, path.read_bytes(), command) for command in commands]
    return found


def tried(command: tuple[str, ...]) -> str:
    """How a command ended in a forked child with limits: its exit code, or what is wrong."""
    reads, writes = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            held = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
            resource.setrlimit(resource.RLIMIT_AS, (held + MEMORY, held + MEMORY))
            resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
            ran = run_drafter(*command)
            told = ran.err + ran.out.decode("utf-8", "replace")
            wrong = "Traceback" in told or "fault in drafter" in told or "Usage:" in told
            said = told[-300:] if wrong else str(ran.code) if ran.code in {0, 1, 2} else f"exit code {ran.code}"
            said = "failed without a word" if ran.code and not ran.err.strip() and said.isdigit() else said
        except BaseException as raised:  # noqa: BLE001 - whatever comes through is what is looked for
            said = f"raised {raised!r}"[:300]
        os.write(writes, said.encode("utf-8", "replace"))
        os._exit(0)
    os.close(writes)
    with os.fdopen(reads, "rb") as pipe:
        said = pipe.read().decode("utf-8", "replace")
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    return said if status == 0 else f"ended with {status}: it took too long, or too much memory"


def main(folder: str, times: int, seed: int) -> None:
    os.chdir(folder)
    sent, own, codes, faults = sent_kinds(), own_kinds(Path()), Counter[str](), 0
    for number in range(times):
        chance = random.Random(seed * 1_000_003 + number)
        # The office's own files are many: every other input is one.
        kind = chance.choice(sent) if number % 2 else chance.choice(own)
        path = Path(kind.path)
        data = _DAMAGES.get(path.suffix, damaged)(kind.data, chance)
        path.write_bytes(data)
        said = tried(kind.command)
        codes[f"{path.suffix} {said if len(said) == 1 else 'fault'}"] += 1
        if len(said) > 1:
            faults += 1
            Path(f"fault-{seed}-{number}{path.suffix}").write_bytes(data)
            print(f"{number}: {' '.join(kind.command)} ({kind.path}): {said.strip()}", flush=True)
        if number % 100 == 99:
            print(f"{number + 1}: {dict(sorted(codes.items()))}", flush=True)
        if number % 2 == 0:
            path.write_bytes(kind.data)
    print(f"{times} damaged inputs, seed {seed}: {dict(sorted(codes.items()))}; {faults} faults")


def damaged_archive(data: bytes, chance: random.Random) -> bytes:
    """A ZIP file with a text in it damaged, or its bytes."""
    if chance.random() < 0.3:
        return damaged(data, chance)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    texts = [name for name in ("word/document.xml", "xl/worksheets/sheet1.xml") if name in parts]
    name = chance.choice([*parts, *texts])
    return zipped(
        {
            one: (damaged(held, chance) if one == name else held).decode("utf-8", "replace")
            for one, held in parts.items()
        }
    )


def damaged_message(data: bytes, chance: random.Random) -> bytes:
    """An Outlook message with a text in it damaged, or what says where its texts lie."""
    if chance.random() < 0.5:
        texts = [LETTER, PAGE, HEAD, "ACOs", "Ann Hill"]
        at = chance.randrange(len(texts))
        for _ in range(chance.randint(1, 5)):
            texts[at] = chance.choice(_WAYS)(texts[at], chance)
        body, page, head, subject, name = (text.encode("utf-16", "replace").decode("utf-16") for text in texts)
        when = datetime(2018, 7, 10, 10, tzinfo=UTC)
        body, page = chance.choice([(body, ""), ("", page), (body, page)])
        return outlook(subject, name, "a@b.example", when, body, page, head)
    if chance.random() < 0.3:
        return damaged(data, chance)
    # Numbers of sectors and sizes, in the header, the tables, the directory, the properties.
    changed = bytearray(data)
    for _ in range(chance.randint(1, 10)):
        first = chance.choice([0, 0, chance.randrange(len(data) // 512) * 512])
        value = chance.choice([0, 1, 2, 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD, 0x7FFFFFFF, chance.randrange(2**32)])
        at = first + chance.randrange(128) * 4
        changed[at : at + 4] = value.to_bytes(4, "little")
    changed = changed[: chance.randrange(len(changed))] if chance.random() < 0.1 else changed
    return bytes(changed[: len(data)])


_DAMAGES = {".docx": damaged_archive, ".xlsx": damaged_archive, ".msg": damaged_message}


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
