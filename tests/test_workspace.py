"""An office is opened once: each part is read when it is first needed, and once; what is wrong is told, not raised."""

from __future__ import annotations

import os
import shutil
from dataclasses import replace
from datetime import date

import pytest
from shipped import ROOT

from drafter import office as offices
from drafter import shipped
from drafter.facts import load as loading
from drafter.facts import reviews as reviewing
from drafter.facts.edit import ChangeAuthor, change_field
from drafter.facts.reviews import append_review
from drafter.problems import ProblemsFound, errors
from drafter.register.keys import VARIABLE
from drafter.sources.quotations import LOCK
from drafter.workspace import NO_PAPER, Part, Workspace, unsound

STAFF = "staff-may-work-differently"
DAY = date(2018, 7, 10)


@pytest.fixture
def office(tmp_path):
    shutil.copytree(ROOT / "facts", tmp_path / "facts")
    (tmp_path / "templates").symlink_to(ROOT / "templates")
    shutil.copy(ROOT / "office.yaml", tmp_path)
    return offices.open_office(tmp_path)


@pytest.fixture
def counted(monkeypatch):
    """How often each of the slow readers was called."""
    count = {"load_layers": 0, "read_reviews": 0}

    def counting(module, name):
        before = getattr(module, name)

        def called(*args, **kwargs):
            count[name] += 1
            return before(*args, **kwargs)

        monkeypatch.setattr(module, name, called)

    counting(loading, "load_layers")
    counting(reviewing, "read_reviews")
    return count


def test_each_part_is_read_when_it_is_needed_and_once(office, counted):
    workspace = Workspace(office)
    assert counted == {"load_layers": 0, "read_reviews": 0}
    facts = list(workspace.base.facts.values())[:3]
    assert not unsound(workspace, Part.FACTS, Part.REVIEWS)
    assert workspace.on(DAY).date == DAY
    assert workspace.base.facts
    assert workspace.reviews == []
    assert counted == {"load_layers": 1, "read_reviews": 1}
    append_review(office.facts, "facts", facts[0], "Ann", DAY)
    once = Workspace(office)
    for _ in range(3):
        assert [one.by for one in once.reviews_of(facts)[0]] == ["Ann"]
    assert counted["read_reviews"] == 2
    assert [one.by for one in once.reviews_of(workspace.base.facts.values())[0]] == ["Ann"]
    assert counted["read_reviews"] == 3  # those of other facts, which nobody had asked for before


def test_an_edit_reads_the_facts_as_they_are_and_as_they_would_be(office, counted):
    workspace = Workspace(office)
    fact = workspace.base.facts[STAFF]
    hand = ChangeAuthor("Ann", DAY)
    assert change_field(workspace.folder, fact, "until", "2019-01-01", hand) == []
    assert counted["load_layers"] == 2
    assert workspace.folder.load().base.facts[STAFF].until == date(2019, 1, 1)
    assert counted["load_layers"] == 2
    path = workspace.folder.path_of(fact)
    path.write_text(f"# by hand\n{path.read_text('utf-8')}", "utf-8")  # whatever was read before is stale
    assert change_field(workspace.folder, fact, "until", "2019-02-01", hand) == []
    assert counted["load_layers"] == 4


def test_what_is_wrong_with_a_part_is_told_and_the_part_is_empty(office):
    workspace = Workspace(replace(office, letterhead="gone.docx"), environment={VARIABLE: "no key"})
    append_review(office.facts, "facts", workspace.base.facts[STAFF], "Ann", DAY)
    assert workspace.reviews == workspace.word_reviews == ()  # without the key, what anybody typed would count
    assert workspace.reviews_of([workspace.base.facts[STAFF]])[0] == []
    assert [p.rule for p in workspace.problems(Part.KEY, Part.REVIEWS, Part.WORD_REVIEWS)] == ["odd-key-file"]
    assert workspace.make_key()[0] is None
    assert [p.rule for p in workspace.problems(Part.LETTERHEAD)] == ["unreadable-file"]
    with pytest.raises(ProblemsFound):
        _ = workspace.letterhead
    (office.facts / "aco" / "staff.yaml").write_text("- [", "utf-8")
    assert errors(Workspace(office).problems(Part.FACTS))


def test_a_key_that_is_made_seals_from_then_on(office):
    workspace = Workspace(office)
    assert workspace.seal is None
    seal, problems = workspace.make_key()
    assert seal is not None
    assert problems == []
    assert workspace.seal is not None
    assert Workspace(office).seal("review", "x") == seal("review", "x")


def test_other_parts_stay_where_one_is_replaced(office):
    workspace = Workspace(office)
    fact = workspace.base.facts[STAFF]
    fewer = replace(workspace.base, facts={STAFF: fact}, sources={fact.source: workspace.base.sources[fact.source]})
    assert workspace.templates
    assert workspace.texts == {}
    other = workspace.holding(base=fewer, paper=NO_PAPER)
    assert other.base is fewer
    assert other.templates is workspace.templates
    assert other.paper == NO_PAPER
    assert other.folder is workspace.folder
    assert workspace.base is not fewer
    with pytest.raises(TypeError, match="no part fact"):
        workspace.holding(fact=fact)


def test_what_is_remembered_of_an_office_changes_with_its_files_and_with_the_lock_of_its_quotations(office):
    known = [Workspace(office).digest]
    (office.templates.parent / "unread.txt").write_text("read by nobody", "utf-8")
    assert Workspace(office).digest == known[0]
    for path in (office.facts / LOCK, office.facts / "aco" / "staff.yaml", office.folder / offices.FILE):
        path.write_text(f"# by hand\n{path.read_text('utf-8')}", "utf-8")
        known.append(Workspace(office).digest)
    assert len(set(known)) == len(known)


def test_what_is_remembered_in_a_checkout_changes_with_the_program(office, monkeypatch, tmp_path):
    known = Workspace(office).digest
    monkeypatch.setattr("drafter.workspace.code_of_checkout", lambda: "1")
    assert Workspace(office).digest != known
    code = tmp_path / "drafter"
    for name in ("rules/facts.py", "rules/__pycache__/facts.pyc", "words.txt"):
        (code / name).parent.mkdir(parents=True, exist_ok=True)
        (code / name).touch()
        os.utime(code / name, ns=(1, 1))
    assert shipped.newest(code) == 1
    os.utime(code / "rules" / "__pycache__" / "facts.pyc", ns=(2, 2))
    assert shipped.newest(code) == 1
    os.utime(code / "rules" / "facts.py", ns=(3, 3))
    assert shipped.newest(code) == 3
