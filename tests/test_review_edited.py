"""What people do to letters, as data in edited.yaml: each edit in Word, in Markdown, and pasted without a mark.

``DRAFTER_EVERY=1`` tries every edit in all three; else each is tried in one of them, in turn.
"""

from __future__ import annotations

import os
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest
import yaml
from directly import write_docx
from edits import LETTER, Word, para, run
from edits import made as elements
from running import ROOT
from test_review_laws import READERS, day_of, shelf

from drafter.formats.markdown.write import write_markdown
from drafter.problems import Severity
from drafter.review.reviewing import review

EVERY = bool(os.environ.get("DRAFTER_EVERY"))
CARRIERS = ("Word", "Markdown", "pasted")
NOTES = {"citation-lost", "said-twice"}


class Edit(NamedTuple):
    """One thing that somebody does: ``old`` becomes ``new`` within one paragraph, or a paragraph stands beside one."""

    kind: str
    must: str
    old: str
    new: str
    beside: str = ""  # "under" or "over" where ``new`` is a paragraph by itself

    @property
    def name(self) -> str:
        return f"{self.kind}: {self.new}"


def edits() -> list[Edit]:
    """The edits of the file, in its order."""
    made: list[Edit] = []
    for group in yaml.safe_load((Path(__file__).parent / "edited.yaml").read_text(encoding="utf-8")):
        kind, must = group["kind"], group["must"]
        made += [Edit(kind, must, *pair) for pair in group.get("change", ())]
        made += [Edit(kind, must, group["after"], f"{group['after']} {put}") for put in group.get("put", ())]
        beside = next((name for name in ("under", "over") if name in group), "")
        made += [Edit(kind, must, group[beside], line, beside) for line in group.get("lines", ())]
    return made


EDITS = edits()


@cache
def drafts() -> dict[str, str | bytes]:
    letterhead = (ROOT / "templates/letterhead.docx").read_bytes()
    bare = replace(LETTER, notes=(), said=(), topics=(), position="", length="")
    text = write_markdown(bare)
    return {
        "Word": write_docx(LETTER, letterhead),
        "Markdown": write_markdown(LETTER),
        "pasted": text.split("\n---\n", 1)[1].replace("{.position}", "").replace("{.act}", ""),
    }


def edited(edit: Edit, carrier: str) -> tuple[bytes, str]:
    """The letter as it comes back, and its file's ending."""
    draft = drafts()[carrier]
    if isinstance(draft, bytes):
        word = Word(draft)
        if not edit.beside:
            word.replace(edit.old, edit.new)
        elif edit.beside == "under":
            word.insert_paragraph(edit.old, para(run(edit.new)))
        else:
            word.paragraph(edit.old).addprevious(elements(para(run(edit.new)))[0])
        return word.data(), ".docx"
    front, fence, body = draft.rpartition("\n---\n") if carrier == "Markdown" else ("", "", draft)
    line = next(line for line in body.split("\n") if edit.old in line)
    if edit.beside == "under":
        body = body.replace(line, f"{line}\n\n{edit.new}", 1)
    elif edit.beside == "over":
        body = body.replace(line, f"{edit.new}\n\n{line}", 1)
    else:
        body = body.replace(edit.old, edit.new, 1)
    return f"{front}{fence}{body}".encode(), ".md"


def found(edit: Edit, carrier: str) -> dict[Severity, list[str]]:
    """The rules of what a review finds, beyond what it finds of the letter that nobody touched, by severity."""
    data, ending = edited(edit, carrier)
    returned, problems = READERS[ending](data, f"a{ending}")
    assert returned is not None, problems
    reviewed = review(returned, shelf(), f"a{ending}", day_of(returned))
    before = untouched(carrier)
    made: dict[Severity, list[str]] = {severity: [] for severity in Severity}
    for problem in reviewed.problems:
        if (problem.rule, problem.message) not in before:
            made[problem.severity].append(str(problem))
    return made


@cache
def untouched(carrier: str) -> frozenset[tuple[str, str]]:
    draft = drafts()[carrier]
    data, ending = (draft, ".docx") if isinstance(draft, bytes) else (draft.encode(), ".md")
    returned, problems = READERS[ending](data, f"a{ending}")
    assert returned is not None, problems
    return frozenset((p.rule, p.message) for p in review(returned, shelf(), f"a{ending}", day_of(returned)).problems)


def judged(edit: Edit, carrier: str) -> str:
    """Nothing where the edit came out as it must; else what was found."""
    made = found(edit, carrier)
    errors, questions = made[Severity.ERROR], made[Severity.QUESTION]
    right = {
        "error": bool(errors),
        "question": bool(questions) and not errors,
        "fine": not errors and not questions,
        "calm": not errors,
    }
    return "" if right[edit.must] else "; ".join([*errors, *questions]) or "nothing was found"


def test_there_are_enough_of_them_and_each_is_one() -> None:
    assert len(EDITS) >= 400
    assert len({(edit.old, edit.new, edit.beside) for edit in EDITS}) == len(EDITS)
    assert all(edit.old != edit.new for edit in EDITS)


@pytest.mark.parametrize("number", range(len(EDITS)), ids=lambda number: EDITS[number].name[:60])
def test_what_somebody_did_comes_out_as_it_must(number: int) -> None:
    edit = EDITS[number]
    for carrier in CARRIERS if EVERY else CARRIERS[number % 3 :][:1]:
        assert not judged(edit, carrier), (carrier, judged(edit, carrier))
