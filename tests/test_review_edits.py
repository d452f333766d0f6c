"""What review says of every edit in edits.py: read tests/golden/edits.md, which is written out of this."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import time_machine
from conftest import shared_folder
from edits import DUTIES_SAID, EDITS, REQUEST, Edit, Word, review_every_fact
from running import copy_shipped, run_drafter

GOLDEN = Path(__file__).parent / "golden" / "edits.md"
ENDINGS = (".docx", ".md")
LETTERS = {
    "fact": "f",
    "reworded": "r",
    "changed": "x",
    "view": "v",
    "act": "a",
    "courtesy": "c",
    "reader": "t",
    "new": "n",
}
BY_NAME = {edit.name: edit for edit in EDITS}
CLAIMS = [edit.name for edit in EDITS if edit.claims]
HARMLESS = [edit.name for edit in EDITS if not edit.claims]
Found = dict[tuple[str, str], dict[str, Any]]  # by an edit and an ending: what 'drafter review --json' printed


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Found]:
    """Every edit of the one letter, in both formats, reviewed by the command."""
    folder = tmp_path_factory.mktemp("edits")
    copy_shipped(folder)
    review_every_fact(folder)
    with pytest.MonkeyPatch.context() as patch, time_machine.travel(datetime(2018, 7, 10, 9, tzinfo=UTC), tick=False):
        cache = shared_folder(tmp_path_factory) / "cache"
        cache.mkdir(mode=0o700, exist_ok=True)
        patch.setenv("XDG_CACHE_HOME", str(cache))
        patch.chdir(folder)
        for ending in ENDINGS:
            assert run_drafter(*REQUEST, "-o", f"draft{ending}").code == 0
        yield {
            (edit.name, ending): reviewed(edit, ending)
            for edit in EDITS
            for ending in ENDINGS
            if ending == ".docx" or edit.text
        }


def reviewed(edit: Edit, ending: str) -> dict[str, Any]:
    """The review of the letter after one edit."""
    path = Path(f"edited{ending}")
    if ending == ".docx":
        assert edit.word
        word = Word(Path("draft.docx").read_bytes())
        edit.word(word)
        path.write_bytes(word.data())
    else:
        assert edit.text
        before = Path("draft.md").read_text("utf-8")
        after = edit.text(before)
        assert after != before or edit.name == "nothing"
        path.write_text(after, "utf-8")
    ran = run_drafter("review", str(path), "--json")
    assert ran.code in {0, 1}, ran.err
    printed: dict[str, Any] = json.loads(ran.text)
    assert ran.code == (1 if printed["errors"] else 0)
    return printed


def test_the_whole_table(found: Found, golden: Any) -> None:
    lines = [
        "# What review says of edits",
        "",
        "A letter on three concerns was drafted and edited in each of these ways. For Word and for Markdown there is a",
        "letter for each sentence: `f` a fact in its words, `r` reworded, `x` changed, `v` a view, `c` a courtesy, `n`",
        "new. Below stand the sentences of which something was found, with it.",
    ]
    for edit in EDITS:
        lines += ["", f"## {edit.name[0].upper()}{edit.name[1:]}"]
        tables = [told(found[edit.name, ending]) for ending in ENDINGS if (edit.name, ending) in found]
        if len(tables) == 2 and tables[0] == tables[1]:
            lines += ["", "Word and Markdown:", *tables[0]]
        else:
            for name, table in zip(("Word", "Markdown"), tables, strict=False):
                lines += ["", f"{name}:", *table]
    golden(GOLDEN, "\n".join([*lines, ""]))


def told(printed: dict[str, Any]) -> list[str]:
    """A review in a few lines, without its places."""
    sentences = printed["sentences"]
    lines = ["", f"    {''.join(LETTERS[s['is']] for s in sentences)}  {printed['date']}, errors: {printed['errors']}"]
    for sentence in sentences:
        for problem in sentence["findings"]:
            said = sentence["text"] if len(sentence["text"]) < 70 else f"{sentence['text'][:66].rstrip()} ..."
            lines += [f"    {said}", f"        {problem['severity']} {problem['rule']}: {problem['message']}"]
    lines += [f"    {problem['severity']} {problem['rule']}: {problem['message']}" for problem in printed["findings"]]
    if printed["left_out"]:
        lines.append(f"    left out: {', '.join(printed['left_out'])}")
    return lines


def facts(printed: dict[str, Any]) -> list[str]:
    return [fact for sentence in printed["sentences"] for fact in sentence["facts"]]


def test_an_untouched_draft_is_clean(found: Found) -> None:
    for ending in ENDINGS:
        printed = found["nothing", ending]
        assert [s for s in printed["sentences"] if s["findings"]] == printed["findings"] == printed["left_out"] == []
        assert len(facts(printed)) > 12


@pytest.mark.parametrize("ending", ENDINGS)
@pytest.mark.parametrize("name", CLAIMS)
def test_what_claims_something_else_is_never_without_an_error(name: str, ending: str, found: Found) -> None:
    assert found[name, ending]["errors"] > 0


@pytest.mark.parametrize("name", HARMLESS)
def test_what_claims_nothing_else_loses_no_fact(name: str, found: Found) -> None:
    edit = BY_NAME[name]
    for ending in ENDINGS if edit.text else ENDINGS[:1]:
        printed = found[name, ending]
        gone = set(facts(found["nothing", ending])) - set(facts(printed))
        assert gone == set(printed["left_out"])
        assert bool(gone) == ("deleted" in name and ("sentence" in name or "paragraph" in name))
        if edit.silent:
            assert printed["errors"] == 0
            assert [s["text"] for s in printed["sentences"] if s["is"] == "new"] == []


def test_a_later_date_past_a_change_of_a_series(found: Found) -> None:
    """What was to happen by March was, by July, what had not happened."""
    request = ("--topic", "consultation", "--to", "Kim Lee", "--date", "2018-02-01", "-o", "february.md")
    assert run_drafter("draft", *request).code == 0
    assert run_drafter("review", "february.md").code == 0
    text = Path("february.md").read_text("utf-8")
    Path("july.md").write_text(text.replace("\n1 February 2018\n", "\n10 July 2018\n"), "utf-8")
    ran = run_drafter("review", "july.md")
    assert ran.code == 1
    # What was said of 'next month' is now said of another day, and is told as of its own.
    rules = {line.rpartition(" ")[2] for line in ran.err.splitlines()}
    assert rules >= {"[no-longer-holds]", "[other-date]", "[old-documents]"}
    assert rules <= {"[no-longer-holds]", "[other-date]", "[old-documents]", "[other-frame]", "[changed-detail]",
                     "[told-as-now]", "[overtaken]", "[history-alone]", "[undated-claim]"}  # fmt: skip
    assert "'nhs-england-consultation-not-launched-july-2018' took its place on 6 July 2018" in ran.err


def test_what_is_printed_names_the_place(found: Found) -> None:
    """The same review as a person sees it: a line for each sentence, the errors, and how it came out."""
    ran = run_drafter("review", "draft.docx")
    assert ran.code == 0
    counted = Counter(LETTERS[s["is"]] for s in found["nothing", ".docx"]["sentences"])
    assert ran.text.splitlines()[-2] == (
        f"{counted.total()} sentences: {counted['f']} fact, {counted['v']} view, {counted['c']} courtesy;"
        " 0 errors, 0 questions, 0 notes"
    )
    Path("edited.md").write_text(
        Path("draft.md").read_text("utf-8").replace("NHS Act 2006", "NHS Act 2012", 1), "utf-8"
    )
    ran = run_drafter("review", "edited.md")
    assert ran.code == 1
    (error,) = ran.err.splitlines()
    line = next(n for n, text in enumerate(Path("edited.md").read_text("utf-8").splitlines(), 1) if "Act 2012" in text)
    column = Path("edited.md").read_text("utf-8").splitlines()[line - 1].index(DUTIES_SAID) + 1
    assert error.startswith(f"edited.md:{line}:{column}: error: says '2012' in place of '2006' of 'commissioners-")
