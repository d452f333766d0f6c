"""Whoever may write to the office's folder plants links and hand-made entries: nothing is followed, written or deleted."""

from __future__ import annotations

import hashlib
import json
import shutil
from pathlib import Path

import pytest
from registers import Place, approval, copy_of, in_file
from running import run_drafter

from drafter.register.spool import SpooledCopy, approve_all, recover

RUN = "ab" * 8


@pytest.fixture
def place(tmp_path: Path) -> Place:
    """An office with two letters, and a folder elsewhere with a file that is nobody's business."""
    folder = tmp_path / "office"
    (folder / "letters").mkdir(parents=True)
    place = in_file(folder)
    with place.open() as register:
        assert not approve_all(register, [place.final(n) for n in (1, 2)], place.spool).problems
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "precious.md").write_text("precious\n")
    return place


def everything(folder: Path) -> dict[str, str]:
    """All that lies in a folder, links as what they say; locks, which any command makes, left out."""

    def what(path: Path) -> str:
        if path.is_symlink():
            return str(path.readlink())
        return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else ""

    found = sorted(path for path in folder.rglob("*") if path.name != ".lock")
    return {str(path.relative_to(folder)): what(path) for path in found}


def recovered(place: Place) -> list[str]:
    with place.open() as register:
        return [str(problem) for problem in recover(place.spool, register)]


def by_hand(place: Place, entries: object, *, held: bool = True) -> Path:
    """A run's folder as somebody without the key can make it, with a copy of letter 1 in it."""
    folder = place.spool.folder / RUN
    folder.mkdir(parents=True)
    if held:
        (folder / "held").touch()
    (folder / f"{approval(1).sha256}.md").write_bytes(copy_of(1))
    (folder / "batch.json").write_text(json.dumps(entries))
    return folder


@pytest.mark.parametrize(
    "target", ["../elsewhere/precious.md", "letters/letter-2.md", "/ABSOLUTE/elsewhere/precious.md", "letters/new.md"]
)
@pytest.mark.parametrize("shape", ["bare", "sealed by nobody", "sealed by guess"])
def test_an_entry_made_by_hand_is_refused_and_left_alone(target, shape, place):
    target = target.replace("/ABSOLUTE", str(place.folder.parent))
    entries = [[approval(1).sha256, ".md", target, True]]
    said = {"bare": entries, "sealed by nobody": {"copies": entries}, "sealed by guess": {"copies": entries, "seal": "00" * 32}}  # fmt: skip
    by_hand(place, said[shape])
    before = everything(place.folder.parent)
    told = recovered(place)
    assert len(told) == 1
    assert told[0].startswith(f"register/approving/{RUN}: error: holds a batch.json that ")
    assert told[0].endswith(" [odd-spool]")
    assert everything(place.folder.parent) == before


@pytest.mark.parametrize("name", ["../../../elsewhere/precious", "a/b", "..", "", "\0"])
def test_names_in_an_entry_are_digests_and_nothing_else(name, place):
    """Sealed, too: whoever has the key can seal anything, and the program still touches only a run's own files."""
    with place.open() as register, place.spool.batch() as batch:
        batch.seal([], register.key)
        said = json.loads((batch.folder / "batch.json").read_text())
        assert said["copies"] == []
        entries = [[name, ".md", "letters/new.md", True]]
        seal = register.key.seal("approving", [batch.folder.name, entries])
        (batch.folder / "batch.json").write_text(json.dumps({"copies": entries, "seal": seal}))
    before = everything(place.folder.parent)
    assert [line.split("[")[-1] for line in recovered(place)] == ["odd-spool]"]
    assert everything(place.folder.parent) == before


def test_an_entry_of_one_run_is_none_of_another(place):
    with place.open() as register, place.spool.batch() as batch:
        copy = SpooledCopy(approval(1).sha256, ".md", place.letters / "again.md", False)
        batch.put(copy, copy_of(1))
        batch.seal([copy], register.key)
        (place.spool.folder / RUN).mkdir()
        for path in batch.folder.iterdir():
            shutil.copy(path, place.spool.folder / RUN)
        batch.clear()
    assert "is not sealed with the office's key" in " ".join(recovered(place))
    assert not (place.letters / "again.md").exists()


@pytest.mark.parametrize(
    "what", ["folder", "file", "held", "copy", "batch.json", "stranger", "folder within", "not held"]
)
def test_links_and_strangers_in_the_spool_are_left_alone(what, place):
    elsewhere, spool = place.folder.parent / "elsewhere", place.spool.folder
    spool.mkdir(parents=True, exist_ok=True)
    if what == "folder":
        (spool / RUN).symlink_to(elsewhere)
    elif what == "file":
        (spool / RUN).symlink_to(elsewhere / "precious.md")
    else:
        folder = by_hand(place, [], held=what not in {"held", "not held"})
        (folder / "batch.json").unlink()
        if what == "folder within":
            (folder / "more").mkdir()
        elif what == "stranger":
            (folder / "mine.txt").write_text("mine\n")
        elif what != "not held":
            name = f"{approval(2).sha256}.md" if what == "copy" else what
            (folder / name).symlink_to(elsewhere / "precious.md")
    before = everything(place.folder.parent)
    told = recovered(place)
    assert len(told) == 1
    assert f"register/approving/{RUN}: error: " in told[0]
    assert everything(place.folder.parent) == before


def test_an_empty_folder_is_a_run_that_was_killed_at_its_beginning(place):
    (place.spool.folder / RUN).mkdir(parents=True)
    assert recovered(place) == []
    assert place.spool.is_empty()


@pytest.mark.parametrize("where", ["register/approving", "letters", "letters/approved", "letters/approved/july"])
def test_nothing_is_approved_through_a_link(where, place):
    elsewhere = place.folder.parent / "elsewhere"
    at = place.folder / where
    at.parent.mkdir(parents=True, exist_ok=True)
    if at.is_dir():
        shutil.rmtree(at)
    at.symlink_to(elsewhere)
    before = everything(elsewhere)
    with place.open() as register:
        approved = approve_all(register, [place.final(9, "approved/july/9.md")], place.spool)
        assert [str(p) for p in approved.problems] == [
            f"{where}: error: is a link; drafter follows none here; see who put it there, and take it away [planted-link]"
        ]
        assert register.total() == 2
    assert everything(elsewhere) == before


def test_a_link_in_the_place_of_a_final_copy_is_not_written_through(place):
    precious = place.folder.parent / "elsewhere" / "precious.md"
    (place.letters / "letter-9.md").symlink_to(precious)
    with place.open() as register:
        approved = approve_all(register, [place.final(9, replace=True)], place.spool)
    assert [p.rule for p in approved.problems] == ["planted-link"]
    assert precious.read_text() == "precious\n"
    assert (place.letters / "letter-9.md").is_symlink()


def test_a_copy_that_waits_does_not_go_through_a_link_that_was_planted_meanwhile(place):
    elsewhere = place.folder.parent / "elsewhere"
    with place.open() as register, place.spool.batch() as batch:
        copies = [SpooledCopy(approval(n).sha256, ".md", place.letters / f"{n}/x.md", True) for n in (7, 8)]
        for n, copy in zip((7, 8), copies, strict=True):
            batch.put(copy, copy_of(n))
        batch.seal(copies, register.key)
        register.enter([approval(7), approval(8)])
    (place.letters / "7").symlink_to(elsewhere)
    (place.letters / "8").mkdir()
    (place.letters / "8" / "x.md").symlink_to(elsewhere / "precious.md")
    before = everything(elsewhere)
    told = recovered(place)
    assert "letters/7: error: is a link" in " ".join(told)
    assert everything(elsewhere) == before
    assert (place.letters / "8" / "x-2.md").read_bytes() == copy_of(8)
    (place.letters / "7").unlink()
    assert "[recovered]" in " ".join(recovered(place))
    assert (place.letters / "7" / "x.md").read_bytes() == copy_of(7)
    assert place.spool.is_empty()


@pytest.mark.parametrize("where", ["register", "register/key", "register/letters.sqlite"])
def test_a_link_in_the_place_of_the_register_is_told_by_every_command(where, office):
    (office / "letters").mkdir()
    place = in_file(office)
    with place.open() as register:
        register.enter([approval(1)])
    moved = office.parent / "moved"
    shutil.move(office / where, moved)
    (office / where).symlink_to(moved)
    for words in (("letters", "list"), ("letters", "verify")):
        ran = run_drafter(*words)
        assert ran.code == 1
        assert ran.err == (
            f"{where}: error: is a link; drafter follows none here; see who put it there, and take it away "
            "[planted-link]\n"
        )


def test_letters_list_tells_of_a_link_and_empties_nothing(office):
    """The very attack: a link in the spool, and a command that only looks."""
    (office / "letters").mkdir()
    place = in_file(office)
    with place.open() as register:
        register.enter([approval(1)])
    precious = office.parent / "precious"
    precious.mkdir()
    (precious / "a.txt").write_text("a\n")
    place.spool.folder.mkdir()
    (place.spool.folder / RUN).symlink_to(precious)
    ran = run_drafter("letters", "list")
    assert f"register/approving/{RUN}: error: is a link; " in ran.err
    assert (precious / "a.txt").read_text() == "a\n"
