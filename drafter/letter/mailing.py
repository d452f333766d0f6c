"""Where a reply goes by e-mail: one address, and the message that it answers. Everything here is typed data."""

from __future__ import annotations

import hashlib
import re
from typing import Final

from drafter.english.words import clean_line
from drafter.frozen import NamedTuple
from drafter.letter.hidden import printable
from drafter.patterns import late_pattern

LONGEST_ADDRESS: Final = 254
_LONGEST_SUBJECT: Final = 200
_LONGEST_ID, _MOST_REFERENCES = 240, 12
# Only what every mail program takes: no quoted local parts, no comments, no letters beyond ASCII.
_ADDRESS: Final = late_pattern(
    r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
    r"@(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])"
)
_ID: Final = late_pattern(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~.:-]+@(?:[A-Za-z0-9!#$%&'*+/=?^_`{|}~.:-]+|\[[0-9A-Fa-f.:]+\])")
_REPLY: Final = late_pattern(r"\A(?:(?:re|aw|sv|antw)(?:\[\d{1,3}\])?\s*:\s*)+", re.IGNORECASE)
# Addresses whose mail nobody reads.
_UNREAD: Final = late_pattern(
    r"(?:.*[._+-])?(?:no-?_?reply|do-?_?not-?_?reply|mailer-daemon|postmaster|bounces?)(?:[._+-].*)?@.*", re.IGNORECASE
)


class Mailbox(NamedTuple):
    """A name and an e-mail address."""

    name: str
    address: str


NO_MAILBOX: Final = Mailbox("", "")


class Mailing(NamedTuple):
    """How a reply goes by e-mail: to one address, under a subject, in answer to a message.

    ``answers`` is the Message-ID of the message that is answered, ``references`` are those of its thread; all are
    without brackets, and empty if there are none. An empty ``subject`` stands for the letter's own.
    """

    to: str
    subject: str = ""
    answers: str = ""
    references: tuple[str, ...] = ()


def usable_address(text: str) -> str:
    """The address if mail can be sent to it; else empty."""
    address = text.strip()
    local = address.partition("@")[0]
    return address if len(address) <= LONGEST_ADDRESS and len(local) <= 64 and _ADDRESS.fullmatch(address) else ""


def nobody_reads(address: str) -> bool:
    """Whether nobody reads mail to an address: no-reply@, postmaster@."""
    return bool(_UNREAD.fullmatch(address))


def domain_of(address: str) -> str:
    """The domain of an address, in small letters."""
    return address.rpartition("@")[2].lower()


def subject_of_reply(subject: str) -> str:
    """The subject of a reply: "Re:" before the message's subject, once; empty if the message has none."""
    text = _REPLY.sub("", printable(clean_line(subject)), count=1)
    return f"Re: {text}"[:_LONGEST_SUBJECT].rstrip() if text.strip() else ""


def message_ids(text: str) -> tuple[str, ...]:
    """The message-ids in a header, without brackets, each once.

    Other text is left out, and so are the middle ids of a long thread.
    """
    found = dict.fromkeys(
        one for one in re.findall(r"<([^<>\s]{3,400})>", text) if len(one) <= _LONGEST_ID and _ID.fullmatch(one)
    )
    ids = tuple(found)
    return ids if len(ids) <= _MOST_REFERENCES else (ids[0], *ids[1 - _MOST_REFERENCES :])


def references_of(answers: str, before: tuple[str, ...]) -> tuple[str, ...]:
    """The thread of a reply: the thread of the message, then the message itself (RFC 5322, 3.6.4)."""
    thread = (*(one for one in before if one != answers), answers) if answers else before
    return message_ids(" ".join(f"<{one}>" for one in thread))


def mailing_of(mailing: Mailing | None, subject_line: str) -> str:
    """Hashes of an e-mail's address, its subject and the message that it answers: eight hex digits each, hyphenated."""
    if mailing is None:
        return ""
    thread = " ".join((mailing.answers, *mailing.references))
    parts = (mailing.to, " ".join((mailing.subject or subject_line).split()), thread)
    return "-".join(hashlib.sha256(part.encode("utf-8", "replace")).hexdigest()[:8] for part in parts)
