"""The words of the post as types. What a message does not say is empty: nothing is guessed."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple


class Raw(NamedTuple):
    """One message as it lies there: how problems call it, what kind of file it is (``.eml``), its bytes.

    ``fault`` says, as a problem does, why there are none.
    """

    where: str
    kind: str
    data: bytes
    fault: str = ""


@dataclass(frozen=True)
class Message:
    """A message decoded: its headers, and its text as lines in which what is quoted begins with ``>``.

    ``date`` is the day at the sender's place. ``notes`` are sentences that a person should know. ``flowed`` is whether
    lines were put together that a program had wrapped. ``reply_to`` are the addresses that answers are asked to go to,
    ``references`` the ids of the thread, as its header has them.
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


class Unreadable(Exception):
    """Why a message cannot be read, as a problem says it; never leaves this room."""


@dataclass(frozen=True)
class Parts:
    """A text told apart, each part as its lines: what the writer says, what is quoted, forwarded, and put below by
    programs and law departments.
    """

    own: tuple[str, ...] = ()
    quoted: tuple[str, ...] = ()
    forwarded: tuple[str, ...] = ()
    footers: tuple[str, ...] = ()


@dataclass(frozen=True)
class Writer:
    """Who wrote, as signed: names with their titles, organisation, address; empty where they do not stand there.

    ``address`` are its lines without the postcode. ``rest`` are lines of the signature that are none of these, ``said``
    those that tell something, and belong to the text. ``doubts`` say why a person should look before anything is sent
    to this name and address.
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
        """The address with its postcode, as it goes on an envelope; empty where there is no more than a postcode."""
        return "\n".join((*self.address, self.postcode)).strip() if self.address else ""


@dataclass(frozen=True)
class Read:
    """A message read. ``paragraphs`` are the writer's own text, without greeting and signature; ``key`` is the
    message's own for ever: a hash of its bytes, twelve hex digits. ``reply_to`` are the addresses that answers are
    asked to go to, ``references`` the message-ids of its thread.
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
    parts: Parts = field(default_factory=Parts)
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
        """What others say in it: quoted or forwarded."""
        return "\n".join((*self.parts.quoted, *self.parts.forwarded))
