"""Mail as the tests write it, byte by byte."""

from __future__ import annotations

import sys
from pathlib import Path

from labelled import office
from running import ROOT, run_drafter

from drafter.inbox.gather import gather
from drafter.inbox.model import ParsedMessage, RawMessage
from drafter.inbox.parse import read_message
from drafter.inbox.signature import office_context
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


def read(data: bytes, kind: str = ".eml") -> ParsedMessage:
    return read_message(RawMessage("post", kind, data), office_context(office()))


def mail(body: bytes, *headers: str, head: bytes = HEAD) -> bytes:
    return head + "".join(f"{line}\r\n" for line in headers).encode() + b"\r\n" + body


def in_folder(folder: Path) -> list[ParsedMessage]:
    found = []
    for raw in gather([str(folder)]):
        assert not isinstance(raw, Problem), raw
        found.append(read_message(raw, office_context(office())))
    return found


def outlook(*args: object) -> bytes:
    """An Outlook message, as the script of the examples writes one."""
    sys.path.insert(0, str(ROOT / "examples" / "post"))
    try:
        from outlook_file import message
    finally:
        sys.path.pop(0)
    return message(*args)


CAMPAIGN = (
    "I am writing to ask you to oppose Accountable Care Organisations.",
    (
        "This model comes from America. Private companies could be handed contracts for ten years or more. "
        "Nobody has voted for that."
    ),
    "Please press for a debate and a vote in Parliament before any contract is signed.",
)
WANTED = ("press-for-debate-and-vote", "oppose")
ADDED = "My mother has waited nine months for her hip operation, and nobody rings back."


def put(
    folder: Path,
    file: str,
    name: str,
    *paragraphs: str,
    address: str | None = None,
    subject: str = "Please oppose ACOs",
    hour: int = 10,
) -> None:
    """A message of a campaign, or of these paragraphs, in a folder; each writer has a house of their own."""
    if address is None:
        address = f"{1 + sum(map(ord, name)) % 97} Long Row, Westmere, WV1 9ZZ"
    text = "\n\n".join(("Dear Eleanor Marsh MP,", *(paragraphs or CAMPAIGN), "Yours sincerely,", f"{name}\n{address}"))
    sender = name.rsplit(maxsplit=1)[-1].lower().replace("\u2019", "")
    head = f"From: {name} <{sender}@mailbox.example>\nSubject: {subject}\nDate: Tue, 03 Jul 2018 {hour}:00:00 +0100\n"
    folder.mkdir(exist_ok=True)
    (folder / file).write_text(f"{head}Content-Type: text/plain; charset=utf-8\n\n{text}\n", "utf-8")


def decide(*actions: str) -> None:
    """Enter, in the office that is the current directory, what the member will do."""
    for action in actions:
        ran = run_drafter("office", "decide", action, "--will", "--on", "2018-07-01")
        assert ran.code == 0, ran.err


def small_inbox(folder: Path) -> None:
    """A campaign with what people do to it, and what else comes."""
    first, second, third = CAMPAIGN
    put(folder, "01.eml", "Ann Hill")
    put(folder, "02.eml", "Mr Tom Bell", address="")
    put(folder, "03.eml", "Dr Kim Lee", first, second.replace("America", "the United States"), third,
        subject="RE: Please oppose ACOs")  # fmt: skip
    put(folder, "04.eml", "Asha Patel", first, second, ADDED, third)
    put(folder, "05.eml", "Ann Hill", subject="Please oppose ACOs!", hour=12)
    put(folder, "06.eml", "Sam Okafor", *CAMPAIGN, "The NHS belongs to all of us.")
    put(folder, "07.eml", "Lena Fox", first, third)
    put(folder, "08.eml", "Joan Price", "Who would an ACO be accountable to?", subject="A question")
    put(folder, "09.eml", "Bill Tamworth", "The bins have not been emptied.", subject="Bins")
    put(
        folder, "10.eml", "Mary Dale", "Please oppose the ACO contract. I have waited since March for my eye operation."
    )
    (folder / "11.eml").write_bytes(b"")
