"""A cache may be stale, broken, planted or unwritable: what is read is always what the files say."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest
from directly import load_facts

from drafter.facts import cache
from drafter.facts.cache import FactsFolder


class Evil:
    def __reduce__(self):
        return (Path.touch, (Path("evil"),))


def test_what_is_read_twice_is_the_same(office, tmp_path):
    first = FactsFolder(office / "facts", "facts", tmp_path).load()
    assert list(tmp_path.glob("facts-*"))
    assert FactsFolder(office / "facts", "facts", tmp_path).load() == first == load_facts(office / "facts", "facts")


def test_a_file_that_changed_is_read_anew(office, tmp_path):
    FactsFolder(office / "facts", "facts", tmp_path).load()
    path = office / "facts" / "aco" / "staff.yaml"
    path.write_text(path.read_text("utf-8").replace("from: 2018-01-31", "from: 2018-02-01"), "utf-8")
    again = FactsFolder(office / "facts", "facts", tmp_path).load()
    assert str(again.base.facts["staff-implications-called-unanswered"].start) == "2018-02-01"


def test_what_a_version_with_other_fields_kept_is_read_anew(office, tmp_path, monkeypatch):
    monkeypatch.setattr(cache, "_SHAPE", "Fact:id")
    FactsFolder(office / "facts", "facts", tmp_path).load()
    (kept,) = tmp_path.glob("facts-*")
    before = kept.read_bytes()
    monkeypatch.undo()
    FactsFolder(office / "facts", "facts", tmp_path).load()
    assert kept.read_bytes()[:64] != before[:64]


@pytest.mark.parametrize("planted", [b"", b"rubbish", pickle.dumps(Evil()), pickle.dumps(["no", "facts"])])
def test_what_is_planted_is_ignored_and_never_run(planted, office, tmp_path):
    FactsFolder(office / "facts", "facts", tmp_path).load()
    (kept,) = tmp_path.glob("facts-*")
    key = kept.read_bytes()[:64]
    kept.write_bytes(key + planted)
    assert FactsFolder(office / "facts", "facts", tmp_path).load() == load_facts(office / "facts", "facts")
    assert not Path("evil").exists()


def test_all_that_a_base_may_hold_is_read_back(office, tmp_path):
    folder = office / "facts" / "aco"
    (folder / "actions.yaml").write_text("- { id: sign, ask: sign it, done: signed it, phrases: [sign] }\n", "utf-8")
    (folder / "words.yaml").write_text(
        "subject: ACOs\nthings: [{ names: [a b], then: b }]\nglossary: [{ term: x, plain: y, approved_by: A }]\n"
        "answers: [{ text: No, rests_on: judicial-reviews-rejected }]\n"
        "rubs: [{ id: r, first: [judicial-reviews-rejected], yet: [judicial-reviews-rejected], question: Why? }]\n",
        "utf-8",
    )
    topics = folder / "topics.yaml"
    topics.write_text(
        topics.read_text("utf-8") + "- { id: x, title: x, heading: x, about: x, fears: [{ id: y, text: z }] }\n",
        "utf-8",
    )
    first = FactsFolder(office / "facts", "facts", tmp_path).load()
    assert not first.problems
    (kept,) = tmp_path.glob("facts-*")
    before = kept.stat().st_mtime_ns
    assert FactsFolder(office / "facts", "facts", tmp_path).load() == first
    assert kept.stat().st_mtime_ns == before  # it was not read anew and kept again


def test_facts_with_problems_are_not_kept(office, tmp_path):
    (office / "facts" / "aco" / "new.yaml").write_text("- id: x\n", "utf-8")
    assert FactsFolder(office / "facts", "facts", tmp_path).load().problems
    assert not list(tmp_path.glob("facts-*"))


def test_a_cache_that_cannot_be_written_does_no_harm(office, tmp_path):
    nowhere = tmp_path / "file"
    nowhere.write_text("", "utf-8")
    assert FactsFolder(office / "facts", "facts", nowhere / "below").load() == load_facts(office / "facts", "facts")
