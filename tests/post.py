"""Mail as the tests write it, byte by byte."""

from __future__ import annotations

import sys
from pathlib import Path

from shipped import ROOT, office

from drafter.mail.gather import gather
from drafter.mail.model import Raw, Read
from drafter.mail.reading import read_message
from drafter.mail.surroundings import surroundings
from drafter.problems import Problem

LETTER = """Dear Ms Marsh,

Who would an Accountable Care Organisation answer to?

Yours sincerely,

Mrs Zoë O’Brien
2 Mill Lane
Longmead
WV5 9ZB
"""
HEAD = (
    b"From: =?utf-8?q?Zo=C3=AB_O=E2=80=99Brien?= <zoe@mailbox.example>\r\nSubject: =?iso-8859-1?Q?ACOs_=96_?= "
    b"=?utf-8?b?wqM=?=\r\nDate: Mon, 02 Jul 2018 10:00:00 +0100\r\nMIME-Version: 1.0\r\n"
)


def read(data: bytes, kind: str = ".eml") -> Read:
    return read_message(Raw("post", kind, data), surroundings(office()))


def mail(body: bytes, *headers: str, head: bytes = HEAD) -> bytes:
    return head + "".join(f"{line}\r\n" for line in headers).encode() + b"\r\n" + body


def in_folder(folder: Path) -> list[Read]:
    found = []
    for raw in gather([str(folder)]):
        assert not isinstance(raw, Problem), raw
        found.append(read_message(raw, surroundings(office())))
    return found


def outlook(*args: object) -> bytes:
    """An Outlook message, as the script of the examples writes one."""
    sys.path.insert(0, str(ROOT / "examples" / "post"))
    try:
        from outlook_file import message
    finally:
        sys.path.pop(0)
    return message(*args)
