"""Damaged and hostile drafts before 'drafter review': always an answer, in time. tests/faults_review.py tries more."""

from __future__ import annotations

import os
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
from bounded import PLENTY, in_little_memory, resource
from directly import load_facts
from edits import CUSTOM, NOTES, Word, made, para, review_every_fact, run
from faults_review import damaged, drafts, fault, reviewed
from running import ROOT, run_drafter

TIMES, SEED = int(os.environ.get("DRAFTER_DAMAGED", "60")), 11
MEMORY = 500_000_000  # bytes
_PROPERTY = (
    '<property fmtid="{D5CDD505-2E9C-101B-9397-08002B2CF9AE}" pid="%d" name="Drafter.%s">'
    '<vt:lpwstr xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes">%s</vt:lpwstr></property>'
)
SENTENCE = "The cat sat on a mat and the dog looked at it. "


@pytest.fixture
def whole(office: Path) -> dict[str, bytes]:
    review_every_fact(office)
    return drawn()


@cache
def drawn() -> dict[str, bytes]:
    """The drafts, which are the same in every copy of the office."""
    return drafts()


def test_no_damage_brings_it_down(whole: dict[str, bytes]) -> None:
    codes: Counter[int] = Counter()
    for number in range(TIMES):
        ran, seconds = reviewed(damaged(whole, number, SEED))
        assert fault(ran, seconds) == "", number
        codes[ran.code] += 1
    assert codes[0] + codes[1] == TIMES
    assert codes[0] > 0  # damage that touches nothing of the letter's is no error


def limited() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (PLENTY, PLENTY))  # and not by the clock: the machine may be busy


def apart(path: Path) -> tuple[int, str]:
    """The review in a process of its own, with little memory and little time."""
    ran = subprocess.run(
        [sys.executable, "-m", "drafter", "review", str(path)],
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True, check=False, timeout=1200, preexec_fn=limited,
    )  # fmt: skip
    return ran.returncode, ran.stderr.decode("utf-8", "replace")


def test_nor_does_it_in_a_process_with_little_memory_and_time(whole: dict[str, bytes]) -> None:
    for number in range(30 if TIMES > 60 else 3):
        code, told = apart(damaged(whole, number, SEED + 1))
        assert code in {0, 1}, (number, told)
        assert "Traceback" not in told
        assert "fault in drafter" not in told


def answered(name: str) -> None:
    """A letter is reviewed, with little memory and little time."""

    def reviewing() -> None:
        ran = run_drafter("review", name)
        assert ran.code in {0, 1}, ran.err[-500:]
        assert "Traceback" not in ran.err
        assert "fault in drafter" not in ran.err

    in_little_memory(reviewing)


# --- hostile contents, in Word: each makes the file out of a sound one ---


def body(*inner: str) -> Callable[[Word], None]:
    """Paragraphs more, before the close."""

    def edit(word: Word) -> None:
        close = word.paragraph("Yours sincerely")
        for element in made("".join(inner)):
            close.addprevious(element)

    return edit


def bookmarked(word: Word) -> None:
    """A bookmark of each fact there is, each around the whole letter."""
    facts = list(load_facts(Path("facts")).base.facts)
    first = word.body[0]
    for number, _ in enumerate(facts, 500):
        for element in made(f'<w:bookmarkStart w:id="{number + 20_000}" w:name="fact_{number}"/>'):
            first.addprevious(element)
        for element in made(f'<w:bookmarkEnd w:id="{number + 20_000}"/>'):
            word.body.append(element)
    remember(word, [f"{fact} 0123456789abcdef held" for fact in facts])


def remember(word: Word, values: list[str]) -> None:
    """More facts in the file's record."""
    more = "".join(_PROPERTY % (number, f"fact_{number}", value) for number, value in enumerate(values, 500))
    word.parts[CUSTOM] = word.parts[CUSTOM].replace(b"</Properties>", f"{more}</Properties>".encode())


def noted(count: int) -> Callable[[Word], None]:
    """A paragraph of many sentences, each with a note."""

    def edit(word: Word) -> None:
        call = '<w:r><w:footnoteReference w:id="%d"/></w:r>'
        body(para("".join(run("Aa b. ") + call % (number + 2_000) for number in range(count))))(word)
        notes = "".join(
            f'<w:footnote w:id="{number + 2_000}"><w:p>{run("../../etc/passwd")}</w:p></w:footnote>'
            for number in range(count)
        )
        word.parts[NOTES] = word.parts[NOTES].replace(b"</w:footnotes>", f"{notes}</w:footnotes>".encode())

    return edit


def named_like_paths(word: Word) -> None:
    ids = ("../../etc/passwd", "a/b", "..", "x" * 5_000, "aco-definition-library/../x", "%s%n", "con", "-rf")
    remember(word, [f"{id_} 0123456789abcdef held" for id_ in ids])
    body(*(para(run(f"The cat sat {number}. ")) for number in range(3)))(word)


HOSTILE: dict[str, Callable[[Word], None]] = {
    "2,000 sentences in as many paragraphs": body(*(para(run(f"The cat sat on mat {n}.")) for n in range(1_900))),
    "2,000 sentences in one paragraph": body(para(run(SENTENCE * 2_000))),
    "15,000 sentences of one word": body(para(run("Aa. " * 15_000))),
    "a sentence of 20,000 words": body(para(run("word " * 20_000))),
    "sentences of 400 words, like a fact": body(
        *(para(run("The Library describes an ACO as a provider, or a group of providers " * 28 + ".")) for _ in range(60))
    ),
    "a paragraph beyond all bounds": body(para(run("word " * 100_000))),
    "1,900 notes": noted(1_900),
    "10,000 notes": noted(10_000),
    "a bookmark of every fact around everything": bookmarked,
    "a bookmark of every fact around 200 sentences more": lambda word: (
        body(*(para(run(SENTENCE * 10)) for _ in range(20)))(word), bookmarked(word)
    )[0],
    "views one inside another": body(
        para(
            "".join(f'<w:bookmarkStart w:id="{n}" w:name="view_{n}"/>' for n in range(10_000, 19_000))
            + run(SENTENCE)
            + "".join(f'<w:bookmarkEnd w:id="{n}"/>' for n in range(10_000, 19_000))
        )
    ),
    "ids that look like paths": named_like_paths,
    "a record of 10,000 facts": lambda word: remember(word, [f"made-up-{n} 0123456789abcdef held" for n in range(10_000)]),
    "a record of 3,000 facts": lambda word: remember(word, [f"made-up-{n} 0123456789abcdef held" for n in range(3_000)]),
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_contents_are_answered_in_time(name: str, whole: dict[str, bytes]) -> None:
    word = Word(whole[".docx"])
    HOSTILE[name](word)
    Path("hostile.docx").write_bytes(word.data())
    answered("hostile.docx")


TEXTS: dict[str, Callable[[str], str]] = {
    "2,000 sentences": lambda text: text.replace("\nYours", "\n\n".join(["The cat sat on a mat."] * 1_900) + "\n\nYours", 1),
    "a sentence of 20,000 words": lambda text: text.replace("\nYours", "word " * 20_000 + "\n\nYours", 1),
    "10,000 notes": lambda text: text.replace("\nYours", "".join(f"A b.[^n{n}] " for n in range(2_000)) + "\n\nYours", 1)
    + "".join(f"\n[^n{n}]: x\n" for n in range(10_000)),
    "a record of 10,000 facts": lambda text: text.replace(
        "\nfacts:\n", "\nfacts:\n" + "".join(f"  made-up-{n}: 0123456789abcdef held\n" for n in range(10_000)), 1
    ),
    "a record of paths": lambda text: text.replace("\nfacts:\n", "\nfacts:\n  ../../etc/passwd: 0123456789abcdef held\n", 1),
    "notes that are paths": lambda text: text.replace("[^aco-", "[^../../aco-"),
    "brackets in brackets": lambda text: text.replace("\nYours", "[" * 9_000 + "\n\nYours", 1),
    "spans in spans": lambda text: text.replace("\nYours", "[" * 500 + "x" + "]{.position}" * 500 + "\n\nYours", 1),
}  # fmt: skip


@pytest.mark.parametrize("name", TEXTS)
def test_so_are_hostile_texts(name: str, whole: dict[str, bytes]) -> None:
    Path("hostile.md").write_text(TEXTS[name](whole[".md"].decode()), "utf-8")
    answered("hostile.md")


@pytest.mark.parametrize("data", [b"", b"PK", b"PK\x03\x04" * 50, b"\x00" * 5_000, b"%PDF-1.7", b"{\\rtf1", b"<html>"])
@pytest.mark.parametrize("ending", [".docx", ".md"])
def test_what_is_no_letter_at_all(data: bytes, ending: str, office: Path) -> None:
    Path(f"odd{ending}").write_bytes(data)
    ran = run_drafter("review", f"odd{ending}")
    assert ran.code == 1
    assert ran.err.startswith(f"odd{ending}:")
    assert "Traceback" not in ran.err
