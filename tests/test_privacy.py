"""Where personal data lies, and what an office's retention deletes of it: nothing else, and through no link."""

from __future__ import annotations

import json
import os
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from batches import row, write_list
from registers import approval, copy_of, in_file
from running import run_drafter
from test_private import MESSAGE

from drafter import office as offices
from drafter.batch.journal import Journal
from drafter.retention import Span, read_span

ON = ("--on", "2024-06-15")
RETENTION = "retention: { post: 12 months, lists: 6 weeks, letters: 2 years, sortings: 90 days, names: 24 months }\n"


def aged(path: Path, day: str) -> None:
    """Give a file, or all in a folder, a day on which it was last written."""
    moment = datetime.fromisoformat(f"{day}T12:00:00").replace(tzinfo=UTC).timestamp()
    for one in [path, *path.rglob("*")] if path.is_dir() else [path]:
        if not one.is_symlink():
            os.utime(one, (moment, moment))


@pytest.fixture
def lived_in(office: Path) -> Path:
    """An office with things of all kinds, each of its day."""
    (office / "inbox").mkdir()
    for name, day in (("old.eml", "2023-01-02"), ("new.eml", "2024-06-01")):
        (office / "inbox" / name).write_text(MESSAGE)
        aged(office / "inbox" / name, day)
    write_list(office / "people.csv", [row(0)])
    assert run_drafter("mail", "sort", "inbox", "-o", "sorted").code == 0
    assert run_drafter("draft", "--topic", "staff", "--to", "A B", "--date", "2018-07-10").code == 0
    assert run_drafter("draft", "--topic", "staff", "--to", "A B", "--date", "2018-07-10", "-o", "mine.md").code == 0
    (office / "notes.md").write_text("# Notes\n")
    for path, day in (("people.csv", "2024-04-01"), ("sorted", "2024-02-01"), ("letters", "2021-12-31"), ("mine.md", "2024-01-01")):  # fmt: skip
        aged(office / path, day)
    return office


def setting(office: Path, text: str) -> None:
    with (office / "office.yaml").open("a", encoding="utf-8") as file:
        file.write(f"\n{text}")


def told(*more: str) -> dict[str, dict]:
    ran = run_drafter("privacy", "--json", *ON, *more)
    assert ran.code == 0, ran.err
    return {one["place"]: one for one in json.loads(ran.text)}


def test_every_place_is_listed_with_its_age(lived_in):
    found = told()
    assert {name: one["kind"] for name, one in found.items()} == {
        "inbox": "post", "people.csv": "lists", "letters": "letters", "mine.md": "letters", "sorted": "sortings",
    }  # fmt: skip
    assert (found["inbox"]["files"], found["inbox"]["oldest"], found["inbox"]["newest"]) == (
        2,
        "2023-01-02",
        "2024-06-01",
    )
    ran = run_drafter("privacy", *ON)
    assert ran.code == 0
    assert [line.split()[:2] for line in ran.text.splitlines()[1:3]] == [["post", "inbox"], ["lists", "people.csv"]]
    assert ran.text.splitlines()[1].endswith("2023-01-02  2024-06-01  17 months old")
    assert "does not say how long post, lists, letters, sortings are kept" in ran.err
    assert (
        "looked at: the folders inbox, post, mail, letters, out, corrections, batches and register; sortings" in ran.err
    )


def test_what_is_kept_too_long_is_shown_and_deleted_with_yes_only(lived_in):
    setting(lived_in, RETENTION)
    before = sorted(lived_in.rglob("*"))
    ran = run_drafter("privacy", "--delete", *ON)
    assert ran.code == 0
    assert ran.text.splitlines() == [
        f"post  inbox: 1 of 2 files, {len(MESSAGE)} B, before 2023-06-15",
        "  inbox/old.eml  2023-01-02",
        f"lists  people.csv: all of it, {(lived_in / 'people.csv').stat().st_size} B, before 2024-05-04",
        ran.text.splitlines()[3],
        ran.text.splitlines()[4],
    ]
    assert ran.text.splitlines()[3].startswith("letters  letters: all of it, ")
    assert ran.text.splitlines()[4].startswith("sortings  sorted: all of it, ")
    assert ran.err == "nothing was deleted; --yes deletes it\n"
    assert sorted(lived_in.rglob("*")) == before
    ran = run_drafter("privacy", "--delete", "--yes", *ON)
    assert (ran.code, ran.err) == (0, "")
    assert ran.text.splitlines()[-1].startswith("deleted: ")
    gone = {str(path.relative_to(lived_in)).split("/")[0] for path in before if not path.exists()}
    assert gone == {"inbox", "people.csv", "letters", "sorted"}
    assert [path.name for path in (lived_in / "inbox").iterdir()] == ["new.eml"]
    assert (lived_in / "facts" / "sources.yaml").is_file()
    assert run_drafter("privacy", "--delete", *ON).text == "no file is older than it is kept\n"


def test_final_copies_that_were_deleted_are_told_from_those_that_are_gone(lived_in):
    place, finals = in_file(lived_in), lived_in / "letters" / "approved"
    with place.open() as register:
        register.enter([approval(number) for number in range(1, 8)])
    finals.mkdir()
    for number in range(1, 7):
        (finals / f"{number}.md").write_bytes(copy_of(number))
    setting(lived_in, RETENTION)
    for number, day in enumerate(("2024-06-15", "2024-07-01", "2024-08-01", "2024-09-01", "2024-10-01"), 1):
        aged(finals / f"{number}.md", "2021-01-01")
        ran = run_drafter("privacy", "--delete", "--yes", "--on", day)
        assert "deleted: " in ran.text
    ran = run_drafter("letters", "verify")
    assert ran.code == 0, ran.err
    lines = "the final copy of letter {} was deleted on {}, as the office's retention says [deleted-copy]"
    for number, day in ((5, "1 October 2024"), (4, "1 September 2024"), (3, "1 August 2024")):
        assert lines.format(number, day) in ran.err
    assert "the final copies of letters 1, 2 were deleted on 1 July 2024 or earlier, as the office's" in ran.err
    assert "the final copy of letter 7 is not here; moved, perhaps" in ran.err
    # What no key sealed says nothing.
    kept = place.keys.path.with_name("deleted")
    assert kept.stat().st_mode & 0o777 == 0o600
    kept.write_text(kept.read_text().replace("2024-10-01", "2024-10-02") + '[{"sha256": 1}]\n{"on": "x"}\n')
    assert "the final copies of letters 5, 7 are not here" in run_drafter("letters", "verify").err


def test_no_link_is_followed(lived_in):
    setting(lived_in, RETENTION)
    elsewhere = lived_in.parent / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "old.eml").write_text("precious")
    aged(elsewhere, "2001-01-01")
    (lived_in / "post").symlink_to(elsewhere)
    (lived_in / "inbox" / "more").symlink_to(elsewhere)
    (lived_in / "inbox" / "one.eml").symlink_to(elsewhere / "old.eml")
    (lived_in / "other.eml").symlink_to(elsewhere / "old.eml")
    ran = run_drafter("privacy", "--delete", "--yes", *ON)
    assert (ran.code, ran.err) == (0, "post: warning: is a link, and was not looked into [planted-link]\n")
    assert (elsewhere / "old.eml").read_text() == "precious"
    assert (lived_in / "inbox" / "one.eml").is_symlink()
    assert not (lived_in / "inbox" / "old.eml").exists()


def test_names_in_the_register_are_emptied_and_rows_stay(office):
    setting(office, f"keep_names: yes\n{RETENTION}")
    (office / "letters").mkdir()
    place = in_file(office)
    with place.open() as register:
        register.enter([place.final(1, name="Mrs Asha Patel").approval])  # dated 2019
    aged(office / "register", "2001-01-01")
    assert (
        "names  of 1 letter dated before 2022-06-15: would be emptied" in run_drafter("privacy", "--delete", *ON).text
    )
    ran = run_drafter("privacy", "--delete", "--yes", *ON)
    assert "names  of 1 letter dated before 2022-06-15: emptied" in ran.text
    with place.open() as register:
        assert [entry.name for entry in register.letters().entries] == [""]
        assert register.verify() == []
    assert told()["register"]["kind"] == "register"


def test_a_batch_that_is_being_made_is_left_alone(office):
    setting(office, RETENTION)
    unfinished = office / "letters" / "july.unfinished"
    unfinished.mkdir(parents=True)
    (unfinished / "0001.md").write_text("Dear A B")
    journal = Journal.open(unfinished / ".journal", "july", {"batch": "x"})
    aged(office / "letters", "2001-01-01")
    ran = run_drafter("privacy", "--delete", "--yes", *ON)
    assert (ran.code, ran.err) == (1, "letters: error: is still there: is being made by another run [undeleted]\n")
    assert (unfinished / "0001.md").exists()
    journal.close()
    assert run_drafter("privacy", "--delete", "--yes", *ON).code == 0
    assert not (office / "letters").exists()


def test_wrong_uses_are_one_line_each(office):
    ran = run_drafter("privacy", "--delete")
    assert (ran.code, ran.err) == (1, (
        "office.yaml: error: does not say for how long personal data is kept; add for example 'retention: { post: 12 months, "
        "letters: 24 months }' [no-retention]\n"
    ))  # fmt: skip
    assert run_drafter("privacy", "--yes").code == 2
    assert run_drafter("privacy").text == "no personal data lies here\n"


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("retention: { post: 12 }", "odd-retention"),
        ("retention: { post: 0 months }", "odd-retention"),
        ("retention: { post: for ever }", "odd-retention"),
        ("retention: { leters: 12 months }", "unknown-field"),
        ("retention: 12 months", "wrong-type"),
    ],
)
def test_a_retention_that_is_none_is_told_where_it_stands(text, rule, office):
    setting(office, text)
    _, problems = offices.load(office)
    assert [p.rule for p in problems] == [rule]
    assert problems[0].where.line > 50


@pytest.mark.parametrize(
    ("text", "day", "before"),
    [
        ("1 day", "2024-03-01", "2024-02-29"),
        ("2 weeks", "2024-03-01", "2024-02-16"),
        ("1 month", "2024-03-31", "2024-02-29"),
        ("12 months", "2024-02-29", "2023-02-28"),
        ("3 months", "2024-03-31", "2023-12-31"),
        ("2 years", "2024-06-15", "2022-06-15"),
        ("9999 years", "2024-06-15", "0001-01-01"),
    ],
)
def test_spans_are_counted_by_the_calendar(text, day, before):
    span = read_span(text)
    assert isinstance(span, Span)
    assert str(span) == text
    assert span.before(date.fromisoformat(day)) == date.fromisoformat(before)
