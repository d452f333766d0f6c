"""What lies in an inbox: walked through to its end, and nothing passed over without a word."""

from __future__ import annotations

import mailbox
import os
import socket
import subprocess
from collections.abc import Iterator
from contextlib import chdir, contextmanager
from pathlib import Path

import pytest
from post import LETTER, mail, put, small_inbox
from running import run_drafter

from drafter.files.system import ON_WINDOWS
from drafter.inbox.gather import gather
from drafter.inbox.model import RawMessage
from drafter.problems import Problem

MAIL = mail(LETTER.encode(), "Content-Type: text/plain; charset=utf-8")


@pytest.fixture
def inbox(tmp_path, monkeypatch) -> Iterator[Path]:
    monkeypatch.chdir(tmp_path)
    made = Path("inbox")
    made.mkdir()
    (made / "a.eml").write_bytes(MAIL)
    (made / "z.eml").write_bytes(MAIL)
    yield made
    subprocess.run(["rm", "-rf", tmp_path / made], check=True)  # shutil.rmtree calls itself for each folder


def told(*paths: str) -> tuple[list[str], list[str]]:
    """The messages, and the problems as they are printed."""
    found = list(gather(paths))
    return [one.where for one in found if isinstance(one, RawMessage)], [
        str(one) for one in found if isinstance(one, Problem)
    ]


BOTH = ["inbox/a.eml", "inbox/z.eml"]


def test_a_link_that_leads_to_itself_stops_nothing(inbox):
    (inbox / "loop.eml").symlink_to("loop.eml")
    (inbox / "other").symlink_to("other")
    wrong = "error: cannot be read: too many levels of symbolic links [unreadable-file]"
    assert told("inbox") == (BOTH, [f"inbox/loop.eml: {wrong}", f"inbox/other: {wrong}"])
    assert told("inbox/other", "inbox/a.eml") == (["inbox/a.eml"], [f"inbox/other: {wrong}"])


@pytest.mark.parametrize("box", ["new", "cur"])
def test_in_a_maildir_neither(inbox, box):
    mailbox.Maildir("inbox/maildir").add(MAIL)
    (inbox / "maildir" / box / "loop").symlink_to("loop")
    messages, problems = told("inbox")
    assert len(messages) == 3
    assert [problem.split(": ")[0] for problem in problems] == [f"inbox/maildir/{box}/loop"]


def test_what_a_maildir_keeps_for_itself_is_no_post_and_its_inner_folders_are(inbox):
    outer = mailbox.Maildir("inbox/maildir")
    outer.add(MAIL)
    outer.add_folder("Sent").add(MAIL)
    (inbox / "maildir" / "tmp" / "half").write_bytes(MAIL)
    flagged = f"1530520862.M1P1.host{';' if ON_WINDOWS else ':'}2,S"  # Windows has no colon in a name
    (inbox / "maildir" / "cur" / flagged).write_bytes(MAIL)
    for name in ("dovecot-uidlist", "dovecot.index.cache", "maildirsize", "subscriptions", ".hidden"):
        (inbox / "maildir" / name).write_bytes(b"x")
    messages, problems = told("inbox")
    assert not problems
    assert len(messages) == 5
    assert told("inbox/maildir/cur") == ([f"inbox/maildir/cur/{flagged}"], [])


@contextmanager
def nested(folder: Path, name: str, times: int) -> Iterator[None]:
    """Be in the innermost of folders within folders, for which a path may be too long."""
    with chdir(folder):
        for _ in range(times):
            Path(name).mkdir()
            os.chdir(name)
        yield


def test_folders_within_folders_however_deep(inbox):
    made = 1_500
    with nested(inbox, "d", made):
        Path("deep.eml").write_bytes(MAIL)
    messages, problems = told("inbox")
    assert messages == ["inbox/a.eml", f"inbox/{'d/' * made}deep.eml", "inbox/z.eml"]
    assert not problems


def test_folders_deeper_than_a_path_can_say_are_told(inbox):
    with nested(inbox, "d" * 200, 25):
        pass
    messages, problems = told("inbox")
    assert messages == BOTH
    assert [problem.split(": ", 1)[1] for problem in problems] == [
        "error: cannot be read: file name too long [unreadable-file]"
    ]


def test_no_folder_is_walked_through_twice(inbox):
    (inbox / "july").mkdir()
    (inbox / "july" / "1.eml").write_bytes(MAIL)
    (inbox / "up").symlink_to("..")
    (inbox / "july" / "up").symlink_to("../../inbox")
    wanted = "inbox: warning: 2 files were left alone: 2 linked to a folder [left-alone]"
    assert told("inbox") == (["inbox/a.eml", "inbox/july/1.eml", "inbox/z.eml"], [wanted])
    messages, _ = told("inbox/july", "inbox", "inbox/")
    assert messages == ["inbox/july/1.eml", *BOTH]


def test_pipes_and_sockets_are_not_read(inbox):
    os.mkfifo(inbox / "f.eml")
    wrong = "error: cannot be read: is a pipe, a socket or a device [unreadable-file]"
    with socket.socket(socket.AF_UNIX) as server:
        server.bind("inbox/s.mbox")
        assert told("inbox") == (BOTH, [f"inbox/f.eml: {wrong}", f"inbox/s.mbox: {wrong}"])
    assert told("inbox/f.eml", "/dev/zero") == ([], [f"inbox/f.eml: {wrong}", f"/dev/zero: {wrong}"])


def test_what_is_no_post_is_left_alone_but_told(inbox):
    (inbox / "inner").mkdir()
    for name in ("1.pdf", "2.PDF", "inner/3.pdf", "4.rtf", "5", "inner/6", "7.emlx", "8.as I said", ".hidden.pdf"):
        (inbox / name).write_bytes(b"x")
    for name in ("Inbox.msf", "popstate.dat", "Thumbs.db"):
        (inbox / name).write_bytes(b"x")
    (inbox / "9.eml").symlink_to("nowhere")
    said = "3 .pdf, 2 without an ending, 1 .emlx, 1 .rtf, 1 linked to nothing, 1 with another ending"
    assert told("inbox") == (BOTH, [f"inbox: warning: 9 files were left alone: {said} [left-alone]"])
    (inbox / "inner" / "one").mkdir()
    (inbox / "inner" / "one" / "messages.csv").write_bytes(b"x")
    assert told("inbox/inner/one") == (
        [],
        ["inbox/inner/one: warning: 1 file was left alone: 1 .csv [left-alone]"],
    )


def test_kinds_without_number_are_told_in_few_words(inbox):
    for number in range(100):
        (inbox / f"x.a{number:02}").write_bytes(b"")
    (_, (problem,)) = told("inbox")
    kinds = ", ".join(f"1 .a{number:02}" for number in range(8))
    assert problem == f"inbox: warning: 100 files were left alone: {kinds}, 92 others [left-alone]"


def test_what_sorting_writes_is_not_told(office):
    small_inbox(Path("inbox"))
    ran = run_drafter("mail", "sort", "inbox", "-o", "inbox/sorted")
    assert "left alone" not in ran.err
    messages, problems = told("inbox")
    assert len(messages) == 11
    assert not problems


def test_a_path_that_is_named_and_no_post_is_an_error(inbox):
    (inbox / "1.pdf").write_bytes(b"x")
    _, problems = told("inbox/1.pdf", "inbox/none.eml")
    assert [problem.split(": ", 1)[1] for problem in problems] == [
        (
            "error: is no kind of post that is known; known: .txt, .docx, .eml, .msg, .mbox, .mbx, folders of these "
            "[unknown-file]"
        ),
        "error: cannot be read: no such file or directory [unreadable-file]",
    ]


def test_the_name_of_a_file_fakes_no_line(inbox):
    names = {
        "b\ninbox: error: x [y].eml": "b\\ninbox: error: x [y].eml",
        "c\x1b[2J.eml": "c\\x1b[2J.eml",
        "d\u202elme.eml": "d\\u202elme.eml",
        "e\udcff.eml": "e\\udcff.eml",
        "f\u2019é.eml": "f\u2019é.eml",
    }
    for name in names:
        (inbox / name).write_bytes(MAIL)
    messages, problems = told("inbox")
    assert messages == [BOTH[0], *(f"inbox/{name}" for name in names.values()), BOTH[1]]
    assert not problems
    assert told("no\rne") == ([], ["no\\rne: error: cannot be read: no such file or directory [unreadable-file]"])


def test_a_name_that_is_not_of_unicode_can_be_sorted(office):
    put(Path("inbox"), "e\udcff.eml", "Ann Hill")
    ran = run_drafter("mail", "sort", "inbox", "-o", "sorted")
    assert ran.code == 0, ran.err
    assert '"file": "inbox/e\\\\udcff.eml"' in Path("sorted/sort.json").read_text("utf-8")
