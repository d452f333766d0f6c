"""Where a message begins in an mbox, and where a line only looks as if one did."""

from __future__ import annotations

from pathlib import Path

import pytest
from bounded import memory
from post import LETTER, mail

from drafter.inbox.gather import gather, in_mbox
from drafter.inbox.model import RawMessage
from drafter.inbox.parse import read_message
from drafter.inbox.quoted import another_within
from drafter.inbox.signature import OfficeContext
from drafter.problems import Problem

MAIL = mail(LETTER.encode(), "Content-Type: text/plain; charset=utf-8").replace(b"\r\n", b"\n")
FIRST = b"From MAILER-DAEMON Mon Jul  2 10:00:00 2018\n"


def messages(path: Path, *parts: bytes) -> list[RawMessage]:
    path.write_bytes(b"".join(parts))
    found = list(gather([str(path)]))
    assert all(isinstance(one, RawMessage) and not one.fault for one in found), found
    return [one for one in found if isinstance(one, RawMessage)]


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
    with memory() as so_far:
        (found,) = gather([str(path)])
        most = so_far()
    assert isinstance(found, RawMessage)
    assert len(found.data) > 2_000_000
    assert most < 10_000_000


def headed(name: str, *headers: str, body: str = "Who pays?\n\n") -> bytes:
    """A message of an mbox, without the line that begins it."""
    heads = (f"From: {name} <{name.lower()}@mailbox.example>", "To: office@example.org", "Subject: ACOs", *headers)
    return ("\n".join((*heads, "Date: Mon, 2 Jul 2018 10:00:00 +0100", "", body))).encode()


SECOND = headed("Bell")


@pytest.mark.parametrize(
    "line",
    [
        "bell@mailbox.example Mon Jul  2 09:01:02 2018",  # and no blank line before it
        "- Mon Jul 02 09:01:02 2018",
        "",
        "-",
        "bell@mailbox.example",
        "bell@mailbox.example 2018-07-02 09:01:02",
        "bell@mailbox.example lun. juil.  2 09:01:02 2018",
        "MAILER-DAEMON",
    ],
)
@pytest.mark.parametrize("end", [b"\n", b"\r\n"])
@pytest.mark.parametrize("between", [b"", b"\n", b"\n\n\n"])
def test_no_message_is_swallowed_by_the_one_before(tmp_path, line, end, between):
    first = headed("Hill", "X-Mozilla-Status: 0001", body="Who pays?\n")
    parts = [FIRST, first, between, b"From " + line.encode() + b"\n", SECOND]
    found = messages(tmp_path / "a.mbox", *(part.replace(b"\n", end) for part in parts))
    assert [one.data for one in found] == [(first + between).replace(b"\n", end), SECOND.replace(b"\n", end)]


BEGINNINGS = (b"From \n", b"From -\n", b"\xef\xbb\xbfFrom - Mon Jul 02 09:01:02 2018\n")


@pytest.mark.parametrize("first", BEGINNINGS)
def test_how_a_box_may_begin(tmp_path, first):
    found = messages(tmp_path / "Letters of July", first, SECOND, FIRST, SECOND)
    assert [one.data for one in found] == [SECOND, SECOND]
    if first.startswith(b"From "):
        assert messages(tmp_path / "saved.eml", first, SECOND, FIRST, SECOND) == [
            one._replace(where=one.where.replace("Letters of July", "saved.eml")) for one in found
        ]


def test_two_lines_that_begin_one_message_begin_one(tmp_path):
    second = b"From bell@mailbox.example Mon Jul  2 09:01:02 2018 remote from elsewhere\n"
    assert [one.data for one in messages(tmp_path / "a.mbox", FIRST, second, SECOND)] == [SECOND]


@pytest.mark.parametrize(
    "line",
    [
        "From zoe@mailbox.example Mon Jul  2 09:01:02 2018\nSubject: of this I knew nothing.",
        "From \nSubject: ACOs\nTo: everybody",
        "From my neighbour, as I got it:\nFrom: Zoe\nDate: 2 July\nMessage-ID: <1@mailbox.example>",
    ],
)
def test_what_may_be_two_messages_is_refused_with_the_line(tmp_path, line):
    doubtful = headed("Hill", body=f"Who pays?\n{line}\n\nAnn Hill\n")
    path = tmp_path / "a.mbox"
    path.write_bytes(FIRST + SECOND + FIRST + doubtful + b"\n" + FIRST + SECOND)
    number = path.read_bytes().split(b"\n").index(line.split("\n")[0].encode()) + 1
    one, told, two, three = in_mbox(path, "a.mbox")
    assert all(isinstance(one, RawMessage) for one in (one, two, three))
    assert str(told) == (
        f"a.mbox:{number}:0: error: may begin another message, or be a line of the letter that it stands in; neither "
        "is read; put a blank line before it if it does, and '>' if it is the letter's own [doubtful-line]"
    )
    assert (two.data, two.fault) == (b"", f"may be two messages: line {number} of the mbox may begin another")
    assert (one.data, three.data) == (SECOND, SECOND)


@pytest.mark.parametrize(
    "line",
    [
        "From my neighbour, as I got it:\nFrom: Zoe\nSent: 2 July\nSubject: ACOs",
        "From: Zoe\nSent: 2 July\nSubject: ACOs",
        "From now on: nothing.\nSubject: nothing",
        "From \nthe first of July",
    ],
)
def test_what_somebody_copied_into_a_letter_begins_none(tmp_path, line):
    data = headed("Hill", body=f"Who pays?\n\n{line}\n\nAnn Hill\n")
    assert [one.data for one in messages(tmp_path / "a.mbox", FIRST, data)] == [data]


def test_a_message_that_may_be_attached_is_doubtful(tmp_path):
    attached = b"--b\nContent-Type: message/rfc822; name=a\nContent-Disposition: attachment;\n filename=a\n\n"
    outer = headed("Hill", "Content-Type: multipart/mixed; boundary=b", body="") + attached
    inner = FIRST + SECOND + b"--b--\n\n"
    (tmp_path / "a.mbox").write_bytes(FIRST + outer + inner + FIRST + SECOND)
    told, one, two = in_mbox(tmp_path / "a.mbox", "a.mbox")
    assert isinstance(told, Problem)
    assert told.where.line == 13
    assert (one.data, two.data) == (b"", SECOND)
    signed = outer + b">" + inner
    assert [one.data for one in messages(tmp_path / "b.mbox", FIRST, signed, FIRST, SECOND)] == [outer + inner, SECOND]


def test_lines_may_end_as_they_did_on_old_macs(tmp_path):
    data = (FIRST + headed("Hill") + FIRST + SECOND).replace(b"\n", b"\r")
    for name in ("a.mbx", "In"):
        assert [one.data for one in messages(tmp_path / name, data)] == [headed("Hill"), SECOND]


INNER = "Who pays?\n\nFrom zoe@mailbox.example Mon Jul  2 09:01:02 2018\nFrom: Zoe\nSubject: x\n\nAnn Hill\n"


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_messages_that_say_how_long_they_are_hold_what_they_say(tmp_path, end):
    body = INNER.replace("\n", end)
    head = headed("Hill", f"Content-Length: {len(body)}", body="").replace(b"\n", end.encode())
    one = FIRST.replace(b"\n", end.encode()) + head + body.encode() + end.encode()
    found = messages(tmp_path / "a.mbox", one, one)
    assert [found.data for found in found] == [head + body.encode() + end.encode()] * 2


def test_a_length_that_hides_other_messages_is_not_believed(tmp_path):
    rest = b"Who pays?\n\n" + FIRST + SECOND + FIRST + SECOND
    head = headed("Hill", f"Content-Length: {len(rest)}", body="")
    (tmp_path / "a.mbox").write_bytes(FIRST + head + rest)
    told, one = in_mbox(tmp_path / "a.mbox", "a.mbox")
    assert isinstance(told, Problem)
    assert isinstance(one, RawMessage)
    assert (told.where.line, one.fault[:19]) == (10, "may be two messages")
    found = messages(tmp_path / "b.mbox", FIRST + head + rest + FIRST + SECOND)
    assert [one.data for one in found] == [head + b"Who pays?\n\n", SECOND, SECOND, SECOND]


def test_three_thousand_messages_take_no_more_memory_than_one(tmp_path):
    path = tmp_path / "Takeout.mbox"
    one = b"From 1604951571436221443@xxx Mon Jul 02 09:01:02 +0000 2018\nX-GM-THRID: 1604951571436221443\n" + SECOND
    with path.open("wb") as file:
        for _ in range(3):
            file.write(one * 1_000)
    with memory() as so_far:
        count = sum(1 for _ in in_mbox(path, "a.mbox"))
        most = so_far()
    assert count == 3_000
    assert most < 5_000_000


@pytest.mark.parametrize(
    "between", [b"", b"From\n", b">From b@x Mon Jul  2 10:00:00 2018\n", b"from b@x Mon Jul  2 10:00:00 2018\n"]
)
@pytest.mark.parametrize("ending", [".eml", ".mbox"])
def test_a_message_that_another_swallowed_is_doubted(tmp_path, between, ending):
    """Where no line that begins a message stands between them, or none that a program knows."""
    second = b"Message-ID: <b@x.example>\n" + MAIL
    data = (FIRST if ending == ".mbox" else b"") + MAIL + b"\n" + between + second
    (path := tmp_path / f"post{ending}").write_bytes(data)
    found = [read_message(one, OfficeContext()) for one in gather([str(path)]) if isinstance(one, RawMessage)]
    told = "it may be two messages: another's header stands in it, \u201cMessage-ID: <b@x.example>\u201d"
    assert [told in one.writer.doubts for one in found] == [True]


def test_what_is_forwarded_with_all_its_headers_is_one_message():
    inner = "-------- Forwarded Message --------\nSubject: Drains\nMessage-ID: <b@x.example>\nFrom: A <a@x.example>\n\nHello."
    for text in (f"Please read this.\n\n{inner}", "My ref: Message-ID: none", "> From: a\n> Message-ID: <b@x>"):
        assert another_within(text) == ""
