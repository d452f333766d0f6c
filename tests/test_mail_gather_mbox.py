"""Where a message begins in an mbox, and where a line only looks as if one did."""

from __future__ import annotations

import tracemalloc
from pathlib import Path

import pytest
from post import LETTER, mail

from drafter.mail.gather import gather
from drafter.mail.model import Raw

MAIL = mail(LETTER.encode(), "Content-Type: text/plain; charset=utf-8").replace(b"\r\n", b"\n")
FIRST = b"From MAILER-DAEMON Mon Jul  2 10:00:00 2018\n"


def messages(path: Path, *parts: bytes) -> list[Raw]:
    path.write_bytes(b"".join(parts))
    found = list(gather([str(path)]))
    assert all(isinstance(one, Raw) and not one.fault for one in found), found
    return [one for one in found if isinstance(one, Raw)]


@pytest.mark.parametrize(
    "line",
    [
        "- Mon Jul 02 09:01:02 2018",
        "1604951571436221443@xxx Mon Jul 02 09:01:02 +0000 2018",
        "zoe@mailbox.example Mon Jul  2 09:01:02 2018",
        "zoe@mailbox.example  Mon Jul  2 09:01:02 2018",
        "zoe Mon Jul  2 09:01 2018",
        "MAILER-DAEMON Mon Jul  2 09:01:02 2018",
        "zoe@mailbox.example Mon Jul  2 09:01:02 BST 2018",
        "zoe@mailbox.example Mon Jul  2 09:01:02 2018 +0100",
        "zoe@mailbox.example Mon, 02 Jul 2018 09:01:02 +0100",
        "???@??? Mon Jul 02 09:01:02 2018",
        "zoe at mailbox.example  Mon Jul  2 09:01:02 2018",
        '"Zoe O\'Brien"@mailbox.example Mon Jul  2 09:01:02 2018',
        "zoe Mon Jul  2 09:01:02 2018 remote from elsewhere",
    ],
)
@pytest.mark.parametrize("end", [b"\n", b"\r\n"])
def test_programs_begin_a_message_in_many_ways(tmp_path, line, end):
    one = (b"From " + line.encode() + b"\n" + MAIL + b"\n").replace(b"\n", end)
    found = messages(tmp_path / "a.mbox", one, one)
    assert [one.data for one in found] == [MAIL.replace(b"\n", end) + end] * 2


@pytest.mark.parametrize(
    "line",
    [
        "From Monday to Friday our surgery is shut at 17:30.\n",
        "From Monday to Friday our surgery is shut at 17:30.\nNote: on Sundays too.\n",
        "From 2 July 2018, 10:30, there was nobody.\nReason: none.\n",
        "From a letter of Mon Jul 2 10:30 2018:\n",
        "From zoe@mailbox.example Mon Jul  2 09:01:02 2018\nthat is what my program shows.\n",
        "From zoe@mailbox.example Mon Jul  2 09:01:02 2018\n\nReason: none.\n",
        "From zoe@mailbox.example Mon Jul  2 09:01:02 2018",
        "From " + "x" * 2_000 + " Mon Jul  2 09:01:02 2018\nReason: none.\n",
        ">From zoe@mailbox.example Mon Jul  2 09:01:02 2018\nSubject: ACOs\n",
    ],
)
def test_a_line_of_the_writers_own_begins_none(tmp_path, line):
    found = messages(tmp_path / "a.mbox", FIRST, MAIL, b"\n", line.encode())
    assert [one.data for one in found] == [MAIL + b"\n" + line.removeprefix(">").encode()]


def test_a_mbox_of_short_lines_takes_no_more_memory_than_its_bytes(tmp_path):
    path = tmp_path / "a.mbox"
    path.write_bytes(FIRST + MAIL + b"a\n" * 1_000_000)
    tracemalloc.start()
    try:
        (found,) = gather([str(path)])
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert isinstance(found, Raw)
    assert len(found.data) > 2_000_000
    assert most < 10_000_000
