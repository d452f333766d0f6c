"""Where a letter goes that came back as an e-mail: held against what its draft remembers, and against the office."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import zip_longest

from drafter.letter.mailing import mailing_of
from drafter.letter.record import Record
from drafter.letter.returned import ReturnedMail
from drafter.letter.signs import printable
from drafter.letter.tree import Letter
from drafter.office import Office
from drafter.problems import Problem, Severity, Where
from drafter.review.roles import Parts


def odd_mail(
    mail: ReturnedMail, record: Record | None, parts: Parts, office: Office, where: Where
) -> Iterator[Problem]:
    """What is odd about an e-mail's headers; the messages name its address, which whoever signs must see."""
    mailing = mail.mailing
    subject_line = " ".join(parts.subject_line[1].text.split()) if parts.subject_line else ""
    then, now = (record.mail if record else ""), mailing_of(mailing, subject_line)
    if mailing is not None and not then:
        message = (
            f"whether '{mailing.to}' is whom it was drafted for cannot be told; its subject is '{mailing.subject[:80]}'"
        )
        yield Problem(where, "unknown-recipient", message, severity=Severity.WARNING)
    elif then:
        same = [one == other for one, other in zip_longest(then.split("-"), now.split("-"))]
        if not same[0]:
            whom = f"goes to '{mailing.to}'" if mailing else "goes to nobody that can be read"
            yield Problem(
                where, "other-recipient", f"{whom}, and was drafted to another address", "put the address back"
            )
        if mailing is not None and not same[1]:
            message = f"its subject is now '{mailing.subject[:80]}'; it was drafted with another"
            yield Problem(where, "other-mail-subject", message, severity=Severity.WARNING)
        if mailing is not None and not same[2]:
            message = "answers another message than it was drafted for, or none"
            yield Problem(where, "other-thread", message, severity=Severity.WARNING)
    if mailing is not None and office.email and mailing.to.casefold() == office.email.casefold():
        yield Problem(where, "other-recipient", "goes to the office itself", "put the writer's address there")
    if office.email and mail.sender.address.casefold() not in {"", office.email.casefold()}:
        message = f"is sent from '{mail.sender.address}'; the final copy is sent from '{office.email}'"
        yield Problem(where, "other-sender", message, severity=Severity.WARNING)


def sent(letter: Letter, mail: ReturnedMail | None) -> Letter:
    """The letter with where it goes, as it came back."""
    if mail is None:
        return letter
    mailing = mail.mailing
    if mailing is not None:
        mailing = mailing._replace(subject=printable(mailing.subject))
    return replace(letter, mailing=mailing, attached=mail.attached)
