"""Files that are broken, wrongly named or made to do harm: one clear problem each, soon, and in little memory."""

from __future__ import annotations

import io
import os
import random
import subprocess
import sys
import zipfile
import zlib

import made
import pypdf
import pytest
from directly import read_document
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from posix_only import make_pipe
from running import ROOT

from drafter.sources.extract import extract
from drafter.sources.text import Refused

TEXT = made.pdf([[(made.PARAGRAPHS[0], 20, 11)]])
WORD = made.word()


def encrypted() -> bytes:
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(TEXT))
    writer.encrypt("secret", algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def with_pages(pages: bytes, *others: bytes) -> bytes:
    return made.pdf_file([b"<</Type/Catalog/Pages 2 0 R>>", pages, *others])


def one_page(content: bytes) -> bytes:
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Resources<</Font<</F1 5 0 R>>>>/Contents 4 0 R>>"
    font = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"
    return with_pages(b"<</Type/Pages/Count 1/Kids[3 0 R]>>", page, content, font)


def bomb(part: str = "word/document.xml", size: int = 400_000_000) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        with archive.open(part, "w", force_zip64=True) as file:
            for _ in range(size // 1_000_000):
                file.write(b" " * 1_000_000)
    return out.getvalue()


def packed_bomb() -> bytes:
    return one_page(made.stream(b" " * 300_000_000, packed=True))


def twice_packed() -> bytes:
    data = zlib.compress(zlib.compress(b"q " * 200_000_000, 1), 1)
    return one_page(b"<</Length %d/Filter[/FlateDecode/FlateDecode]>>stream\n%s\nendstream" % (len(data), data))


def busy() -> bytes:
    return one_page(made.stream(b"BT /F1 9 Tf " + b"(x)Tj 1 0 0 1 1 1 Tm " * 3_000_000 + b"ET", packed=True))


def body(xml: str) -> bytes:
    return made.with_part(WORD, "word/document.xml", xml.encode())


ENTITY = '<?xml version="1.0"?><!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/passwd">]><w>&x;</w>'
LAUGHS = '<?xml version="1.0"?><!DOCTYPE w [<!ENTITY a "ha">' + "".join(
    f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefgh", "bcdefghi", strict=True)
) + "]><w>&i;</w>"  # fmt: skip
DEEP = (
    '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>' + "<w:sdt>" * 100_000
)

BAD = {
    "empty.txt": (b"", "empty-file"),
    "blank.txt": (b" \n\n", "empty-file"),
    "invisible.txt": ("\u200b\n\u00ad".encode(), "without-text"),
    "empty.pdf": (b"", "empty-file"),
    "empty.docx": (b"", "empty-file"),
    "a-pdf.txt": (TEXT, "not-text"),
    "a-zip.txt": (WORD, "not-text"),
    "a-picture.html": (b"\x89PNG\r\n\x1a\n" + b"\0" * 100, "not-text"),
    "noise.txt": (random.Random(1).randbytes(5000), "not-text"),
    "noise.pdf": (random.Random(2).randbytes(5000), "not-pdf"),
    "noise.docx": (random.Random(3).randbytes(5000), "not-word"),
    "noise.eml": (random.Random(4).randbytes(5000), "not-an-email"),
    "noise.html": (random.Random(5).randbytes(5000), "not-text"),
    "half-utf16.txt": (b"\xff\xfea", "not-text"),
    "text.pdf": (b"A bus is a vehicle.", "not-pdf"),
    "text.docx": (b"A bus is a vehicle.", "not-word"),
    "text.html": (b"A bus is a vehicle.", "not-html"),
    "text.eml": (b"A bus is a vehicle.", "not-an-email"),
    "bare.html": (b"<html><body><script>x</script></body></html>", "without-text"),
    "bare.eml": (b"From: a@example.org\r\n\r\n", "without-text"),
    "picture.eml": (b"From: a@b\r\nMIME-Version: 1.0\r\nContent-Type: image/png\r\n\r\nabc", "without-text"),
    "deep.eml": (b"From: a@b\r\n" + b"Content-Type: message/rfc822\r\n\r\n" * 5000, "damaged-file"),
    "old.docx": (b"\xd0\xcf\x11\xe0" + b"\0" * 500, "not-word"),
    "locked.docx": (b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"), "encrypted"),
    "cut.docx": (WORD[:-40], "damaged-file"),
    "sheet.docx": (made.with_part(made.with_part(WORD, "x", b""), "word/document.xml", b"<x/>"), "not-word"),
    "entity.docx": (body(ENTITY), "not-word"),
    "laughs.docx": (body(LAUGHS), "not-word"),
    "deep.docx": (body(DEEP), "damaged-file"),
    "bomb.docx": (bomb, "too-large"),
    "bzip.docx": (made.with_part(WORD, "x", b"x", method=zipfile.ZIP_BZIP2), "not-word"),
    "locked.pdf": (encrypted(), "encrypted"),
    "scan.pdf": (made.pdf([[], []]), "without-text"),
    "no-pages.pdf": (with_pages(b"<</Type/Pages/Count 0/Kids[]>>"), "damaged-file"),
    "cut.pdf": (TEXT[: len(TEXT) // 2], "damaged-file"),
    "head.pdf": (b"%PDF-1.4\n%%EOF\n", "damaged-file"),
    "own-parent.pdf": (with_pages(b"<</Type/Pages/Count 9/Kids[2 0 R 2 0 R]>>"), None),
    "own-length.pdf": (one_page(b"<</Length 4 0 R>>stream\nBT ET\nendstream"), None),
    "bomb.pdf": (packed_bomb, None),
    "twice-packed.pdf": (twice_packed, None),
    "busy.pdf": (busy, None),
    "nested.pdf": (one_page(b"[" * 100_000), None),
    "many-pages.pdf": (with_pages(b"<</Type/Pages/Count 99999/Kids[" + b"3 0 R " * 99_999 + b"]>>",
                                  b"<</Type/Page/Parent 2 0 R>>"), None),
}  # fmt: skip


HEAVY = ("bomb.docx", "bomb.pdf", "twice-packed.pdf", "busy.pdf", "many-pages.pdf")


@pytest.mark.parametrize("name", [name for name in BAD if name not in HEAVY])
def test_one_clear_problem(name, tmp_path):
    data, rule = BAD[name]
    path = tmp_path / name
    path.write_bytes(data() if callable(data) else data)
    document, problems = extract(path, f"docs/{name}")
    assert document is None
    (problem,) = problems
    assert problem.where.path == f"docs/{name}"
    assert str(problem).count("\n") == 0
    fits(problem.rule, rule)


def fits(found: str, rule: str | None) -> None:
    assert rule in {None, found}
    assert found in {"too-costly", "too-long", "without-text", "damaged-file"} or rule


MEASURE = """
import resource, sys
from pathlib import Path
from drafter.sources.extract import extract
document, problems = extract(Path(sys.argv[1]), "x")
assert document is None
print(*(problem.rule for problem in problems))
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
"""


@pytest.mark.parametrize("name", HEAVY)
def test_one_clear_problem_in_little_memory(name, tmp_path):
    data, rule = BAD[name]
    path = tmp_path / name
    path.write_bytes(data() if callable(data) else data)
    # In a small process of its own: a child counts what its parent held when it was made.
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-c", MEASURE, str(path)]
    ran = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    found, held = ran.stdout.split()
    fits(found, rule)
    assert int(held) < 300_000  # kilobytes


def test_files_that_are_none(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    make_pipe(tmp_path / "pipe.txt")
    (tmp_path / "folder.pdf").mkdir()
    (tmp_path / "sheet.xlsx").write_bytes(b"x")
    (tmp_path / "letter.doc").write_bytes(b"x")
    (tmp_path / "nameless").write_bytes(b"x")
    with (tmp_path / "large.txt").open("wb") as large:
        large.truncate(50_000_001)
    rules = {
        "pipe.txt": "unreadable-file",
        "folder.pdf": "unreadable-file",
        "missing.pdf": "unreadable-file",
        "sheet.xlsx": "unknown-file",
        "letter.doc": "unknown-file",
        "nameless": "unknown-file",
        "large.txt": "too-large",
        "x" * 400 + ".txt": "unreadable-file",
        "a\0b.txt": "unreadable-file",
    }
    for name, rule in rules.items():
        document, problems = extract(tmp_path / name, name)
        assert document is None
        assert [problem.rule for problem in problems] == [rule], name
    assert "Word as .docx" in extract(tmp_path / "letter.doc", "letter.doc")[1][0].hint


CORPUS = {
    "pdf": made.pdf([[(line, 20, 11) for line in made.PARAGRAPHS]] * 2, packed=True),
    "docx": WORD,
    "html": made.PAGE.encode(),
    "eml": made.MAIL.encode(),
    "txt": "\n\n".join(made.PARAGRAPHS).encode(),
}


@st.composite
def damaged(draw: st.DrawFn) -> tuple[str, bytes]:
    kind = draw(st.sampled_from(sorted(CORPUS)))
    data = bytearray(CORPUS[kind])
    for _ in range(draw(st.integers(0, 8))):
        data[draw(st.integers(0, len(data) - 1))] = draw(st.integers(0, 255))
    if draw(st.booleans()):
        del data[draw(st.integers(0, len(data))) :]
    if draw(st.booleans()):
        at, size = draw(st.integers(0, len(data))), draw(st.integers(0, 200))
        data[at:at] = data[:size]
    return kind, bytes(data)


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(damaged())
def test_whatever_happened_to_a_file_it_is_read_or_refused(made_):
    kind, data = made_
    try:
        document = read_document(kind, data)
    except Refused:
        return
    assert document.blocks
    assert all(block and "\n" not in block and block == " ".join(block.split()) for block in document.blocks)
    assert all(0 < number <= len(document.blocks) for number in (*document.furniture, document.counted_from))


@settings(max_examples=6, deadline=None)
@given(damaged())
def test_the_child_says_the_same(tmp_path_factory, made_):
    kind, data = made_
    path = tmp_path_factory.getbasetemp() / f"damaged.{kind}"
    path.write_bytes(data)
    document, problems = extract(path, "x")
    assert (document is None) == (len(problems) == 1)
