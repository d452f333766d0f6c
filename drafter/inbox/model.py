"""The types of the post. A field that the message does not give is empty: nothing is guessed."""

from __future__ import annotations

from dataclasses import field
from datetime import date
from typing import Final

from drafter.frozen import NamedTuple, dataclass


class RawMessage(NamedTuple):
    """One message as it was found: its name in problems, its kind of file (``.eml``), and its bytes.

    ``fault`` is the text of a problem that says why there are no bytes.
    """

    where: str
    kind: str
    data: bytes
    fault: str = ""


STORE: Final = "post.sqlite"
"""The file of a sorting in its folder: its presence marks the folder as one."""


@dataclass(frozen=True)
class Message:
    """A message decoded: its headers, and its text as lines in which quoted ones begin with ``>``.

    ``date`` is the day at the sender's place. ``notes`` are sentences that a person should know. ``reply_to``
    are the addresses to which answers should go; ``references`` are the message-ids of the thread, as its header has
    them. ``automatic`` tells that a program answered, by what its headers say.
    """

    subject: str = ""
    sender: str = ""
    address: str = ""
    id: str = ""
    date: date | None = None
    text: str = ""
    notes: tuple[str, ...] = ()
    reply_to: tuple[str, ...] = ()
    references: str = ""
    automatic: bool = False


class UnreadableMessage(Exception):
    """Why a message cannot be read, worded as a problem. Never leaves this room."""


@dataclass(frozen=True)
class MessageParts:
    """The parts of a text, each as lines: what the writer says, what is quoted, what is forwarded, and the footers that
    programs and law departments add.
    """

    own: tuple[str, ...] = ()
    quoted: tuple[str, ...] = ()
    forwarded: tuple[str, ...] = ()
    footers: tuple[str, ...] = ()


@dataclass(frozen=True)
class Writer:
    """The writer, as signed: names with their titles, organisation, address. What the letter does not say is empty.

    ``address`` holds its lines without the postcode. ``rest`` are other lines of the signature; ``said`` are those that
    belong to the text, since they tell something. ``doubts`` say why a person should look before anything is sent to
    this name and address.
    """

    name: str = ""
    second: str = ""
    organisation: str = ""
    address: tuple[str, ...] = ()
    postcode: str = ""
    rest: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()
    said: tuple[str, ...] = ()

    @property
    def postal(self) -> str:
        """The address with its postcode, as it goes on an envelope; empty where only a postcode is known."""
        return "\n".join((*self.address, self.postcode)).strip() if self.address else ""


@dataclass(frozen=True)
class ParsedMessage:
    """A message read.

    ``paragraphs`` are the writer's own text, without greeting and signature. ``key`` identifies the message for ever: a
    hash of its bytes, twelve hex digits. ``reply_to`` are the addresses to which answers should go, ``references`` the
    message-ids of its thread.
    """

    key: str
    where: str
    subject: str = ""
    sender: str = ""
    sender_address: str = ""
    date: date | None = None
    reference: str = ""
    writer: Writer = field(default_factory=Writer)
    paragraphs: tuple[str, ...] = ()
    parts: MessageParts = field(default_factory=MessageParts)
    message_id: str = ""
    notes: tuple[str, ...] = ()
    fault: str = ""
    reply_to: tuple[str, ...] = ()
    references: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """The writer's own text."""
        return "\n\n".join(self.paragraphs)

    @property
    def near(self) -> str:
        """Other people's text in the message: quoted or forwarded."""
        return "\n".join((*self.parts.quoted, *self.parts.forwarded))
