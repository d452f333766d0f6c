"""Where the answer to a message goes by e-mail: to the one address that its own headers give, or nowhere."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from drafter.letter.mailing import (
    Mailing,
    domain_of,
    message_ids,
    nobody_reads,
    references_of,
    subject_of_reply,
    usable_address,
)
from drafter.mail.model import Read

_NAME: Final = re.compile(r"[^\W\d_]{2,}")
_NO_LETTER: Final = re.compile(r"[\W\d_]+")
_TITLES: Final = frozenset(
    "mr mrs miss ms mx dr prof professor rev reverend sir dame lord lady cllr councillor and".split()
)


class Reply(NamedTuple):
    """Where an answer goes, and what a person should look at first; or why it can go nowhere."""

    mailing: Mailing | None
    doubts: tuple[str, ...] = ()
    fault: str = ""


def reply_to(read: Read, office: str, name: str = "") -> Reply:
    """Where the answer to a message goes. ``office`` is the office's own address, ``name`` who is answered.

    What Reply-To says holds where it is one address; never is anybody else's taken from the message's text.
    """
    doubts: list[str] = []
    asked = [address for address in read.reply_to if usable_address(address)]
    address = asked[0] if len(read.reply_to) == 1 and asked else ""
    if len(read.reply_to) > 1:
        doubts.append("asks for answers at several addresses; it is answered where it came from")
    elif address and domain_of(address) != domain_of(read.sender_address) and not _is_called(address, name):
        doubts.append(f"asks for answers at '{address}', and came from '{read.sender_address}'")
    address = address or usable_address(read.sender_address)
    if not address:
        return Reply(None, fault="gives no e-mail address that can be written to")
    if nobody_reads(address):
        return Reply(None, fault=f"came from '{address}', where nobody reads answers")
    if office and address.casefold() == office.casefold():
        return Reply(None, fault="came from the office's own address: was it passed on?")
    if name and is_others(read.sender, address, name):
        doubts.append(f"is signed by another name than '{read.sender}', from whose address it came")
    return Reply(answering(read, address), tuple(doubts))


def answering(read: Read, to: str) -> Mailing:
    """An answer to a message, to an address: under its subject, in its thread."""
    ids = message_ids(f"<{read.message_id}>")
    answers = ids[0] if ids else ""
    return Mailing(to, subject_of_reply(read.subject), answers, references_of(answers, read.references))


def is_others(sender: str, address: str, name: str) -> bool:
    """Whether a sender's name, and the address, have no word of the name by which the writer is answered."""
    sent, signed = _words(sender), _words(name)
    if not sent or not signed:
        return False
    local = address.partition("@")[0].casefold()
    return not sent & signed and not any(word in local for word in signed)


def _is_called(address: str, name: str) -> bool:
    """Whether an address is called as somebody is: forms and platforms send for people who are asked for their own.

    A part of it is one of the names, or begins with one, or ends with a surname: "ashap", "jpatel"; not the "asha" of
    "sasha".
    """
    parts = list(filter(None, _NO_LETTER.split(address.partition("@")[0].casefold())))
    signed = _words(name)
    surnames = tuple(word for word in signed if len(word) > 2 and name.casefold().rstrip(" .,").endswith(word))
    long = tuple(word for word in signed if len(word) > 2)
    return any(part in signed or part.startswith(long) or part.endswith(surnames) for part in parts)


def _words(name: str) -> set[str]:
    return {word.casefold() for word in _NAME.findall(name)} - _TITLES
