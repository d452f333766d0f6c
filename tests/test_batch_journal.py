"""The journal of a batch that was cut, altered or left behind: told, never half believed, and nothing of it stays."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from batches import files, row, write_list
from running import run_drafter

from drafter.batch import sinks
from drafter.batch.journal import Journal, JournalEntry, head_of

ENTRIES = [JournalEntry(f"{n:04}.md", "ab" * 32, n, 1, 10, n) for n in range(1, 4)]
DAY = ("--date", "2018-07-10", "--format", "md")


def written(path: Path) -> list[JournalEntry]:
    journal = Journal.open(path, "letters", {"batch": "x", "date": "2018-07-10"})
    for entry in ENTRIES:
        journal.add([entry])
    journal.close()
    return ENTRIES


def test_a_journal_that_was_cut_anywhere_holds_whole_pieces_and_says_from_where_on_it_does_not(tmp_path):
    path = tmp_path / "journal"
    written(path)
    whole = path.read_bytes()
    for size in range(len(whole)):
        path.write_bytes(whole[:size])
        journal = Journal.open(path, "letters", {"batch": "other"})
        assert list(journal.entries()) == ENTRIES[: journal.pieces]
        lines = whole[:size].count(b"\n")
        assert journal.pieces == max(0, lines - 1)
        assert journal.cut == (0 if whole[:size].endswith(b"\n") or not size else lines + 1)
        journal.close()


@pytest.mark.parametrize("line", range(4))
def test_a_line_that_was_altered_ends_what_is_believed(line, tmp_path):
    path = tmp_path / "journal"
    written(path)
    lines = path.read_bytes().splitlines(keepends=True)
    lines[line] = lines[line].replace(b"x", b"y").replace(b"abab", b"abba")
    path.write_bytes(b"".join(lines))
    journal = Journal.open(path, "letters", {"batch": "x"})
    assert (journal.pieces, journal.cut) == (max(0, line - 1), line + 1)
    journal.close()


def test_a_journal_of_an_earlier_drafter_is_gone_on_with(tmp_path):
    path = tmp_path / "journal"
    lines = [{"batch": "x"}, [list(ENTRIES[0])], [list(ENTRIES[1])]]
    path.write_text("".join(f"{json.dumps(line, separators=(',', ':'))}\n" for line in lines))
    assert head_of(path) == {"batch": "x"}
    journal = Journal.open(path, "letters", {"batch": "x"})
    journal.add([ENTRIES[2]])
    assert list(journal.entries()) == ENTRIES
    journal.close()


@pytest.fixture
def unfinished(office: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A batch of ninety letters, of which two pieces of forty were made."""
    write_list(office / "people.csv", [row(number) for number in range(90)])
    put = sinks.Folder.put

    def full(self, letters, entries):
        if self.journal.pieces == 2:
            raise OSError(28, "No space left on device")
        put(self, letters, entries)

    with monkeypatch.context() as patch:
        patch.setattr(sinks.Folder, "put", full)
        assert run_drafter("batch", "people.csv", "-o", "july", *DAY).code == 1
    return office / "july.unfinished"


def test_what_the_journal_lost_is_told_and_made_again(office, unfinished):
    journal = unfinished / ".journal"
    lines = journal.read_bytes().splitlines(keepends=True)
    journal.write_bytes(b"".join(lines[:2]) + lines[2][:100])
    ran = run_drafter("batch", "people.csv", "-o", "july", *DAY)
    assert ran.code == 0
    assert (
        "july.unfinished: warning: its journal was cut off in line 3; what was made after that is made again "
        "[cut-journal]\n"
    ) in ran.err
    assert "90 letters, 40 of them by a run before" in ran.text
    assert run_drafter("batch", "people.csv", "-o", "whole", *DAY).code == 0
    assert list(files(Path("july"))) == list(files(Path("whole")))


def test_letters_that_an_emptied_journal_does_not_know_are_not_in_the_next_batch(office, unfinished):
    (unfinished / ".journal").write_bytes(b"")
    write_list(office / "few.csv", [row(number) for number in range(3)])
    assert run_drafter("batch", "few.csv", "-o", "july", *DAY).code == 0
    assert sorted(path.name for path in Path("july").iterdir()) == [
        ".gitignore", "0001.md", "0002.md", "0003.md", "manifest.csv",
    ]  # fmt: skip


def test_another_batch_tells_of_it_and_takes_away_what_nobody_can_go_on_with(office, unfinished):
    write_list(office / "few.csv", [row(number) for number in range(3)])
    ran = run_drafter("batch", "few.csv", "-o", "august", *DAY)
    assert "july.unfinished: warning: is a batch that was begun and never finished, and holds letters; " in ran.err
    assert unfinished.is_dir()
    held = Journal.open(unfinished / ".journal", "july", {})
    (unfinished / ".journal").write_bytes(b"")
    assert "[unfinished-batch]" not in run_drafter("batch", "few.csv", "-o", "september", *DAY).err
    assert unfinished.is_dir()  # a living run has it
    held.close()
    assert run_drafter("batch", "few.csv", "-o", "october", *DAY).code == 0
    assert not unfinished.exists()


def test_nothing_of_a_batch_goes_through_a_link(office):
    write_list(office / "few.csv", [row(number) for number in range(3)])
    (office / "elsewhere").mkdir()
    (office / "elsewhere" / "precious").touch()
    Path("july.unfinished").symlink_to("elsewhere")
    ran = run_drafter("batch", "few.csv", "-o", "july", *DAY)
    assert (ran.code, "july.unfinished: error: is a link" in ran.err) == (1, True)
    assert run_drafter("batch", "few.csv", "-o", "july", "--afresh", *DAY).code == 0
    assert [path.name for path in Path("elsewhere").iterdir()] == ["precious"]
