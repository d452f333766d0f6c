"""The post sorted: campaigns, what each writer did to the common text, piles, decisions, and answers."""

from __future__ import annotations

import csv
import io
import json
import shutil
import sqlite3
from collections import Counter
from contextlib import closing
from pathlib import Path

import pytest
from batches import files, strangers, words_in
from hypothesis import given
from hypothesis import strategies as st
from post import ADDED, CAMPAIGN, WANTED, decide, put, small_inbox
from running import ROOT, run_drafter

from drafter.inbox.campaigns import changes_of, sentences_of
from drafter.inbox.model import ParsedMessage, RawMessage
from drafter.inbox.parse import read_message
from drafter.inbox.signature import OfficeContext

DAY = ("--date", "2018-07-10")
BY = ("--by", "Anna Clarke")


@pytest.fixture
def inbox(office: Path) -> Path:
    small_inbox(office / "inbox")
    return office / "inbox"


def sort(*args: str):
    ran = run_drafter("mail", "sort", "inbox", "-o", "sorted", *args)
    assert ran.code == 0, ran.err
    return ran


def told() -> dict[str, dict]:
    found = json.loads(Path("sorted/sort.json").read_text("utf-8"))["messages"]
    return {Path(one["file"]).stem: one for one in found}


def piles() -> dict[str, str]:
    return {name: one["pile"] for name, one in told().items()}


AS_SORTED = {
    "01": "answer", "02": "ask-address", "03": "answer", "04": "personal", "05": "duplicate", "06": "answer",
    "07": "answer", "08": "answer", "09": "not-about", "10": "personal", "11": "unreadable",
}  # fmt: skip


def test_each_message_lies_in_its_pile(inbox):
    sort()
    assert piles() == AS_SORTED


def test_what_each_writer_did_is_shown(inbox):
    sort()
    found = told()
    assert found["04"]["added"] == [ADDED]
    assert found["06"]["added"] == ["The NHS belongs to all of us."]
    assert found["03"]["changed"] == [["This model comes from America.", "This model comes from the United States."]]
    assert found["07"]["taken_out"] == [*CAMPAIGN[1].replace(". ", ".\n").split("\n")]
    assert not any(found["01"][what] for what in ("added", "taken_out", "changed"))
    campaigns = json.loads(Path("sorted/sort.json").read_text("utf-8"))["campaigns"]
    assert [(one["name"], one["messages"]) for one in campaigns] == [("Please oppose ACOs", 7)]
    assert campaigns[0]["text"] == " ".join(CAMPAIGN)


def test_sorting_again_changes_nothing_and_a_grown_inbox_keeps_what_was_decided(inbox):
    sort()
    before = {
        path.name: path.read_bytes() for path in Path("sorted").iterdir() if path.suffix in (".csv", ".json", ".html")
    }
    assert "0 of them new" in sort().text
    assert before == {name: Path("sorted", name).read_bytes() for name in before}
    keys = {name: one["key"] for name, one in told().items()}
    assert run_drafter("mail", "decide", "sorted", keys["04"], "--answer", *BY).code == 0
    assert run_drafter("mail", "decide", "sorted", keys["09"], "--by-hand", *BY).code == 0
    assert run_drafter("mail", "decide", "sorted", keys["02"], "--address", "9 Long Row, WV1 9ZZ", *BY).code == 0
    typed = "Mr T Fox\n9 Long Row\nWV1 9ZZ\n"
    assert (
        run_drafter("mail", "decide", "sorted", keys["02"], "--name", "-", "--address", "-", *BY, typed=typed).code == 0
    )
    assert "  name: Mr T Fox\n  address: 9 Long Row, WV1 9ZZ\n" in Path("sorted/decisions.yaml").read_text("utf-8")
    put(inbox, "12.eml", "Zed Adams")
    put(inbox, "00.eml", "First Adams")
    assert "2 of them new" in sort().text
    assert piles() == {
        **AS_SORTED, "00": "answer", "12": "answer", "04": "answer", "09": "by-hand", "02": "answer",
    }  # fmt: skip
    # The file of decisions is enough: what was read can be read again.
    Path("sorted/post.sqlite").unlink()
    sort()
    assert piles()["04"] == "answer"
    assert piles()["09"] == "by-hand"


def test_what_could_not_be_read_is_read_again(inbox, monkeypatch):
    def broken(raw: RawMessage, around: OfficeContext) -> ParsedMessage:
        read = read_message(raw, around)
        return ParsedMessage(read.key, read.where, fault="is damaged") if raw.where.endswith("06.eml") else read

    with monkeypatch.context() as patched:
        patched.setattr("drafter.inbox.triage.read_message", broken)
        sort()
        before = told()
        assert piles() == {**AS_SORTED, "06": "unreadable"}
        assert "0 of them new" in sort().text
        assert before == told()
    assert "1 of them new" in sort().text
    assert piles() == AS_SORTED
    assert told()["06"]["number"] == before["06"]["number"]
    assert told()["06"]["campaign"] == 1


def test_copies_are_counted_anew(inbox):
    (inbox / "again.eml").write_bytes((inbox / "01.eml").read_bytes())
    (inbox / "thrice.eml").write_bytes((inbox / "01.eml").read_bytes())
    sort()
    assert told()["01"]["copies"] == 3
    (inbox / "thrice.eml").unlink()
    sort()
    assert told()["01"]["copies"] == 2
    (inbox / "again.eml").unlink()
    sort()
    assert told()["01"]["copies"] == 1


def test_the_list_names_whom_staff_decided_to_answer(inbox):
    sort()
    decided = ("mail", "decide", "sorted", told()["01"]["key"], "--name", "Dr Ivy Stone", *BY)
    assert run_drafter(*decided).code == 0
    sort()
    assert told()["01"]["to"] == "Dr Ivy Stone"
    rows = csv.DictReader(io.StringIO(Path("sorted/messages.csv").read_text("utf-8-sig")))
    assert [row["to"] for row in rows if row["file"].endswith("01.eml")] == ["Dr Ivy Stone"]


def test_what_is_decided_of_a_campaign_is_not_of_who_writes_of_their_own_case(inbox):
    sort()
    campaign = json.loads(Path("sorted/sort.json").read_text("utf-8"))["campaigns"][0]["key"]
    ran = run_drafter("mail", "decide", "sorted", campaign, "--answer", "--topic", "scrutiny", "--length", "brief", *BY)
    assert ran.code == 0, ran.err
    sort()
    assert piles() == AS_SORTED
    assert told()["01"]["answered_with"] == ["scrutiny"]
    assert run_drafter("mail", "decide", "sorted", campaign, "--leave", *BY).code == 0
    sort()
    found = piles()
    assert found["04"] == "personal"
    assert Counter(found.values())["left"] == 5
    assert found["08"] == "answer"


def test_two_processes_sort_as_one_does(inbox):
    sort()
    one = {
        path.name: path.read_bytes() for path in Path("sorted").iterdir() if path.suffix in (".csv", ".json", ".html")
    }
    shutil.rmtree("sorted")
    sort("--workers", "2")
    assert one == {name: Path("sorted", name).read_bytes() for name in one}


def test_the_answers(inbox):
    decide(*WANTED)
    sort()
    ran = run_drafter("batch", "sorted", "-o", "letters", *DAY, "--format", "md")
    assert ran.code == 0, ran.err
    made = {name: data.decode() for name, data in files(Path("letters")) if name.endswith(".md")}
    names = ["Ann Hill", "Tom Bell", "Kim Lee", "Sam Okafor", "Lena Fox", "Joan Price"]
    assert [next(name for name in names if name in text) for text in made.values()] == names
    surnames = [name.split()[-1] for name in names] + ["Patel", "Tamworth", "Dale"]
    for text, name in zip(made.values(), names, strict=True):
        assert not strangers(text, name.split()[-1], surnames)
    assert "may I ask you for your full name and your postal address?" in made["0002.md"]
    assert "[^" not in made["0002.md"]
    drafted = run_drafter("draft", "--from", "inbox/01.eml", "-o", "-", *DAY)
    assert drafted.text == made["0001.md"]
    drafted = run_drafter("draft", "--from", "inbox/02.eml", "-o", "-", *DAY)
    assert drafted.text == made["0002.md"]


def test_the_office_may_answer_without_an_address(inbox, office):
    text = (office / "office.yaml").read_text("utf-8")
    assert "without_address: ask" in text
    (office / "office.yaml").write_text(text.replace("without_address: ask", "without_address: answer"), "utf-8")
    sort()
    assert piles()["02"] == "answer"
    ran = run_drafter("draft", "--from", "inbox/02.eml", "-o", "-", *DAY)
    assert "[^" in ran.text
    assert "postal address?" not in ran.text


def test_other_words_are_held_against_the_post_again(inbox, office):
    sort()
    assert piles()["09"] == "not-about"
    words = office / "facts" / "aco" / "words.yaml"
    words.write_text(
        words.read_text("utf-8").replace(
            "recognised_by:\n  phrases:\n", "recognised_by:\n  phrases:\n    - the bins\n"
        ),
        "utf-8",
    )
    assert "the bins" in words.read_text("utf-8")
    assert "0 of them new" in sort().text
    assert piles()["09"] != "not-about"


def test_two_who_sign_are_both_answered(inbox):
    put(inbox, "20.eml", "Ada Brook and Jo Cliff")
    put(inbox, "21.eml", "Mr P and Mrs L Osei")
    sort()
    assert told()["20"]["second"] == "Jo Cliff"
    assert told()["20"]["to"] == "Ada Brook and Jo Cliff"
    ran = run_drafter("draft", "--from", "inbox/21.eml", "-o", "-", *DAY)
    assert "Dear Mr Osei and Mrs Osei," in ran.text


def test_duplicates_are_one_and_what_is_more_counts(inbox):
    put(inbox, "30.eml", "Lou Marsh-Hay", *CAMPAIGN)
    put(inbox, "31.eml", "Lou Marsh-Hay", *CAMPAIGN, ADDED, hour=11)
    shutil.copy(inbox / "30.eml", inbox / "32.eml")
    put(inbox, "33.eml", "Lou Marsh-Hay", address="7 Other Row, Longmead, WV5 9ZB", hour=13)
    sort()
    found = told()
    assert found["30"]["copies"] == 2
    assert "32" not in found
    assert (found["30"]["pile"], found["30"]["duplicate_of"]) == ("duplicate", found["31"]["key"])
    assert found["31"]["pile"] == "personal"


def test_tables_that_no_spreadsheet_takes_for_formulas(inbox):
    put(inbox, "40.eml", "Kit Marlow", '=HYPERLINK("https://example.org") ACO', subject="=cmd|' /C calc'!A0")
    sort()
    for name in ("messages.csv", "campaigns.csv"):
        for row in csv.reader(io.StringIO(Path("sorted", name).read_bytes().decode("utf-8"))):
            assert not any(cell.startswith(("=", "+", "-", "@")) for cell in row)


def test_what_was_sorted_is_for_the_office_alone(inbox):
    sort()
    assert Path("sorted/.gitignore").read_text() == "*\n"
    assert Path("sorted").stat().st_mode & 0o077 == 0


def test_a_damaged_store_is_told_and_decisions_stay(inbox):
    sort()
    key = told()["09"]["key"]
    assert run_drafter("mail", "decide", "sorted", key, "--leave", *BY).code == 0
    Path("sorted/post.sqlite").write_bytes(b"SQLite format 3\0" + b"\xff" * 5000)
    ran = run_drafter("mail", "sort", "inbox", "-o", "sorted")
    assert ran.code == 1
    assert ran.err.count("\n") == 1
    assert "[unusable-sorting]" in ran.err
    Path("sorted/post.sqlite").unlink()
    sort()
    assert piles()["09"] == "left"


def test_a_sorting_at_work_is_not_meddled_with(inbox, monkeypatch):
    sort()
    monkeypatch.setattr("drafter.inbox.store._PATIENCE", 0.2)
    with closing(sqlite3.connect("sorted/post.sqlite")) as other:
        other.execute("BEGIN IMMEDIATE")
        ran = run_drafter("mail", "sort", "inbox", "-o", "sorted")
    assert ran.code == 1
    assert "is another sorting at work on it?" in ran.err


def test_decisions_that_are_wrong_are_told_where_they_stand(inbox):
    sort()
    key = told()["09"]["key"]
    Path("sorted/decisions.yaml").write_text(f"- message: {key}\n  do: forget\n- topics: [stuff]\n  by: A\n", "utf-8")
    ran = run_drafter("mail", "sort", "inbox", "-o", "sorted")
    assert ran.code == 1
    assert [line.split(": ")[0] for line in ran.err.splitlines()] == [
        "sorted/decisions.yaml:2:7", "sorted/decisions.yaml:3:3",
    ]  # fmt: skip


def test_the_summary(inbox, golden):
    put(
        inbox, "50.eml", "Eve <script>alert(1)</script> Adams", *CAMPAIGN, "<b>Bold</b> & {{ member }} words of my own."
    )
    sort()
    page = Path("sorted/summary.html").read_text("utf-8")
    assert "<script" not in page
    assert "<b>" not in page
    golden(ROOT / "tests" / "golden" / "summary.html", page)


SENTENCES = st.lists(st.sampled_from([f"The {word} of it is what matters to me." for word in "abcdefgh"]), max_size=8)


@given(own=SENTENCES, common=SENTENCES)
def test_what_was_added_and_what_was_taken_out_make_the_one_from_the_other(own, common):
    texts = list(dict.fromkeys(common))
    changes = changes_of(own, sentences_of(texts))
    said = [old for old, _ in changes.changed], [new for _, new in changes.changed]
    kept = set(texts) - set(changes.removed) - set(said[0])
    added = " ".join(changes.added)
    assert kept <= set(own)
    assert all(one in added or one in kept or one in said[1] for one in own)


def test_the_letters_of_a_sorting_hold_nobody_else(inbox):
    decide(*WANTED)
    sort()
    assert run_drafter("batch", "sorted", "-o", "letters", *DAY).code == 0
    surnames = ["Hill", "Bell", "Lee", "Okafor", "Fox", "Price", "Patel", "Tamworth", "Dale"]
    for name, data in files(Path("letters")):
        assert len(strangers(words_in(name, data), "", surnames)) == (name != "manifest.csv"), name
