"""Whether two messages are one person's: by the name, with the e-mail address or the postal address that each gives.

Of two people who are taken for one, the second is never answered. So whatever speaks against it counts: another house,
another postcode, another address for answers. And an e-mail address through which many write is nobody's.
"""

from __future__ import annotations

import re
from collections.abc import Container
from enum import Enum
from functools import cached_property
from typing import Final, NamedTuple

from drafter.letter.known_as import forms_of
from drafter.letter.mailing import nobody_reads
from drafter.letter.name_words import fold
from drafter.mail.model import Read, Writer
from drafter.mail.people import is_organisation, signed_by
from drafter.mail.piles import name_of
from drafter.mail.replying import is_others
from drafter.mail.sentences import words_of

_NUMBER: Final = re.compile(r"\d+[^\W\d_]?\b")
_WORD: Final = re.compile(r"[^\W\d_]+")
_PARTS: Final = re.compile(r"[^a-z]+")
# Local parts that are an office's or a platform's, and no person's.
_ROLES: Final = frozenset(
    """
    action actions admin alert alerts campaign campaigning campaigns contact email emails enquiries enquiry form forms
    hello help info lobby mail mailer mailing message messages mp news newsletter notification notifications office
    petition petitions platform post reply sender support supporter supporters team web webform webmaster website www
    """.split()
)


class Relation(Enum):
    """What two messages of one name are: two people's, one person's, or one person's who gives two addresses."""

    STRANGERS = "strangers"
    SAME = "same"
    MOVED = "moved"


class Mailbox(NamedTuple):
    """Whose an e-mail address is. ``tells``: two of one name who write from it are one. ``stays``: who gives two postal
    addresses with it is one person too, so that one of them is wrong; of a platform's address nobody could say so.
    """

    address: str = ""
    tells: bool = False
    stays: bool = False


class Home:
    """Where a writer lives, to be compared; what is not said is empty."""

    def __init__(self, writer: Writer) -> None:
        self.lines = writer.address
        self.postcode = "".join(writer.postcode.split()).upper()

    @cached_property
    def numbers(self) -> frozenset[str]:
        """The numbers of the house and the flat: "12", "14a"."""
        return frozenset(number for line in self.lines for number in _NUMBER.findall(line.casefold()))

    @cached_property
    def words(self) -> frozenset[str]:
        """The words of all lines."""
        return frozenset(word for line in self.lines for word in _WORD.findall(fold(line)))

    @cached_property
    def street(self) -> str:
        """The first word behind the last number: the "oak" of "Flat 3, 12 Oak Road"."""
        numbered = [line for line in self.lines if _NUMBER.search(line)]
        return next(iter(_WORD.findall(fold(_NUMBER.split(numbered[-1])[-1]))), "") if numbered else ""

    def contradicts(self, other: Home) -> bool:
        """Whether they cannot be one place: another postcode, or another house at it."""
        both = bool(self.postcode and other.postcode)
        if both and self.postcode != other.postcode:
            return True
        if not self.lines or not other.lines:
            return False
        if self.numbers and other.numbers:
            return self.numbers != other.numbers or not (both or self.street == other.street)
        return not (self.words <= other.words or other.words <= self.words)

    def covers(self, other: Home) -> bool:
        """Whether it says as much as the other: a postcode, lines, and a number, if that does."""
        return (
            (not other.postcode or bool(self.postcode))
            and (not other.lines or bool(self.lines))
            and (not other.numbers or bool(self.numbers))
        )


def mailbox_of(read: Read, of_many: Container[str]) -> Mailbox:
    """The e-mail address that is the writer's own: the one for answers, where one is given, and else the sender's.

    ``of_many`` are the addresses, in small letters, that people of many names write from.
    """
    answers = {address.casefold() for address in read.reply_to}
    address = next(iter(answers)) if answers else read.sender_address.casefold()
    if len(answers) > 1 or not address or address in of_many:
        return Mailbox()
    name = name_of(read)
    called = bool(name) and not is_others(read.sender, address, name)
    if nobody_reads(address) or _is_role(address):
        return Mailbox(address, tells=called and bool(read.sender and read.writer.name))
    if answers or called or not name:
        return Mailbox(address, tells=True, stays=True)
    # Somebody else's name stands before it: a person's, in whose house one mailbox serves, or a platform's.
    person = signed_by(read.sender) is not None and len(read.sender.split()) > 1 and not is_organisation(read.sender)
    platform = len(read.sender.split()) < 2 or is_organisation(read.sender) or any(map(str.isdigit, read.sender))
    return Mailbox(address, tells=person, stays=not platform)


def _is_role(address: str) -> bool:
    parts = list(filter(None, _PARTS.split(address.partition("@")[0])))
    return bool(parts) and all(part in _ROLES for part in parts)


def relation(one: Read, other: Read, of_many: Container[str]) -> Relation:
    """What two messages of one name are."""
    answers = [{address.casefold() for address in read.reply_to} for read in (one, other)]
    if all(answers) and answers[0] != answers[1]:
        return Relation.STRANGERS
    boxes = [mailbox_of(read, of_many) for read in (one, other)]
    shared = bool(boxes[0].address) and boxes[0].address == boxes[1].address
    here, there = Home(one.writer), Home(other.writer)
    if here.contradicts(there):
        return Relation.MOVED if shared and all(box.stays for box in boxes) else Relation.STRANGERS
    if (here.postcode and here.postcode == there.postcode) or (shared and all(box.tells for box in boxes)):
        return Relation.SAME
    return Relation.STRANGERS


def identities_of(read: Read, of_many: Container[str]) -> list[str]:
    """By what a writer may be known again: name with e-mail address, name with postcode."""
    names = {" ".join(words_of(form)) for form in forms_of(name_of(read) or read.sender).shared}
    box = mailbox_of(read, of_many)
    places = (
        box.address if box.tells or box.stays else "",
        Home(read.writer).postcode if names != {""} else "",
    )
    return [f"{name}|{place}" for place in places if place for name in sorted(names)]
