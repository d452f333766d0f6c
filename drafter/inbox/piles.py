"""Piles: what becomes of each message, and the letter that answers it, if there is one."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import replace
from enum import StrEnum

from drafter.english.words import clean_line
from drafter.frozen import dataclass
from drafter.inbox.danger import Danger, sure_ones, told
from drafter.inbox.decisions import Do, MessageDecision, decided_or_found
from drafter.inbox.model import ParsedMessage
from drafter.inbox.store import StoredMessage
from drafter.inbox.topics import About, Matter, sure
from drafter.letter.recipient import Correspondent, Unusable, correspondent
from drafter.office import ANSWER


class Pile(StrEnum):
    """The piles, in the order in which a person takes them up."""

    DANGER = "danger"
    PERSONAL = "personal"
    UNSURE = "unsure"
    UNSIGNED = "unsigned"
    BY_HAND = "by-hand"
    ANSWER = "answer"
    ASK_ADDRESS = "ask-address"
    NOT_ABOUT = "not-about"
    AGAIN = "again"
    REPLIED = "replied"
    DUPLICATE = "duplicate"
    LEFT = "left"
    UNREADABLE = "unreadable"


ANSWERED = frozenset((Pile.ANSWER, Pile.ASK_ADDRESS))
# No letter is drafted to these until somebody has decided.
FOR_A_PERSON = frozenset(
    (Pile.DANGER, Pile.PERSONAL, Pile.UNSURE, Pile.UNSIGNED, Pile.AGAIN, Pile.BY_HAND, Pile.UNREADABLE)
)


@dataclass(frozen=True)
class TriagedMessage:
    """A message in its pile.

    ``topics``, ``asks``, ``fears`` and ``wants`` are what a letter would answer; ``to`` is the person to whom it would
    go. ``why`` says in a few words why the message is in this pile, and ``open_`` what its letter leaves
    unanswered.
    """

    kept: StoredMessage
    pile: Pile
    topics: tuple[str, ...]
    to: Correspondent | None
    decision: MessageDecision
    why: str = ""
    asks: tuple[str, ...] = ()
    fears: tuple[str, ...] = ()
    wants: tuple[str, ...] = ()
    open_: str = ""


def triage(
    kept: StoredMessage,
    decision: MessageDecision,
    campaign: Matter,
    without_address: str,
    settled: Container[str] = frozenset(),
    shared: str = "",
    danger: tuple[Danger, ...] = (),
) -> TriagedMessage:
    """Choose the pile of a message. ``campaign`` is what its campaign's common text surely raises.

    ``without_address`` is the office's setting. ``settled`` are the actions on which the member has decided; a message
    that asks for another one goes to a person, unless its campaign asks for it. ``shared`` tells who else gives the
    same address. ``danger`` are the signs of danger in the campaign's common text. Where somebody decided which of
    several subjects is answered, only that counts.
    """
    if decision.subject:
        found = kept.recognised
        strange = found.subjects and decision.subject not in found.subjects and not decision.topics
        kept = replace(kept, recognised=found.on(decision.subject) if strange else found.among(decision.subject))
    topics = decision.topics or _topics(kept, campaign.topics)
    matter = _matter(kept, decision, campaign, topics)
    to, wrong = _correspondent(kept, decision)
    pile, why = _pile(kept, decision, topics, campaign.topics, danger)
    open_ = [id_ for id_ in matter.wants if not (id_ in settled or id_ in campaign.wants or id_ in decision.wants)]
    moved = f"its writer also gave another address: {'; '.join(kept.elsewhere)}" if kept.elsewhere else ""
    doubts = [] if decision.address else [*filter(None, [moved, *kept.read.writer.doubts, shared])]
    doubts += [f"goes on to other business: {text}" for text in kept.recognised.beside]
    if open_:
        doubts.append(f"asks the member to act, and nobody has decided: {', '.join(open_)}")
    looked_at = (Pile.ANSWER, Pile.UNSURE, *([Pile.AGAIN] if kept.elsewhere else []))
    if pile in looked_at and doubts and decision.do is None:
        pile, why = Pile.UNSURE, "; ".join([*filter(None, [why]), *doubts])
    if pile is Pile.ANSWER:
        if to is None:
            pile, why = Pile.UNSIGNED, wrong
        elif not to.address and without_address != ANSWER:
            pile = Pile.ASK_ADDRESS
    return TriagedMessage(kept, pile, topics, to, decision, why, matter.asks, matter.fears, matter.wants)


def _pile(
    kept: StoredMessage,
    decision: MessageDecision,
    topics: tuple[str, ...],
    campaign: tuple[str, ...],
    danger: tuple[Danger, ...],
) -> tuple[Pile, str]:
    if kept.read.fault:
        return Pile.UNREADABLE, kept.read.fault
    if kept.duplicate:  # before any decision: nobody gets two answers
        return Pile.DUPLICATE, f"the same as {kept.duplicate}"
    if decision.do is not None:
        return _decided(decision.do, topics), decision.because or _lacking(decision.do, topics)
    if grave := sure_ones(kept.danger) or (danger if decision.common is None else ()):
        return Pile.DANGER, told(grave)
    if kept.personal.likely:
        return Pile.PERSONAL, kept.personal.words
    return _for_a_batch(kept, decision, topics, campaign)


def _for_a_batch(
    kept: StoredMessage, decision: MessageDecision, topics: tuple[str, ...], campaign: tuple[str, ...]
) -> tuple[Pile, str]:
    """The pile of a message that a batch may answer, as far as nothing about it is in doubt."""
    if kept.again:
        return Pile.AGAIN, f"its writer also wrote {kept.again}"
    if kept.danger:  # those that are sure went to a pile of their own
        return Pile.UNSURE, told(kept.danger)
    if kept.recognised.doubt:
        return Pile.UNSURE, kept.recognised.doubt
    if kept.personal.doubtful and (campaign or kept.recognised.about is not About.NO):
        return Pile.UNSURE, f"perhaps a case of the writer's own: {kept.personal.words}"
    if decision.common is not None:
        return _decided(decision.common, topics), decision.because
    if campaign:
        return Pile.ANSWER, ""
    return _recognised(kept, topics)


def _decided(do: Do, topics: tuple[str, ...]) -> Pile:
    """The pile that staff decided. An answer needs something to say."""
    piles = {Do.LEAVE: Pile.LEFT, Do.BY_HAND: Pile.BY_HAND, Do.ANSWER: Pile.ANSWER if topics else Pile.UNSURE}
    return piles[do]


def _lacking(do: Do, topics: tuple[str, ...]) -> str:
    return "" if topics or do is not Do.ANSWER else "to be answered, but on no topic for sure: --topic says on what"


def _recognised(kept: StoredMessage, topics: tuple[str, ...]) -> tuple[Pile, str]:
    about = kept.recognised.about
    if about is About.NO:
        return Pile.NOT_ABOUT, ""
    if about is About.UNSURE:
        return Pile.UNSURE, "whether it is about this at all"
    unsure = [found for found in kept.recognised.topics if not found.sure]
    if unsure or not topics:
        told = "; ".join(f"{found.id}? ({', '.join(found.evidence[:2])})" for found in unsure)
        return Pile.UNSURE, told or "no topic is sure"
    return Pile.ANSWER, ""


def _topics(kept: StoredMessage, campaign: tuple[str, ...]) -> tuple[str, ...]:
    """The topics that a message surely raises. Its campaign's come first, so that the campaign's letters are one
    text.
    """
    own = kept.recognised.sure
    if kept.recognised.about is About.NO and not campaign:
        return ()
    return tuple(dict.fromkeys((*(topic for topic in campaign if topic in own), *own))) or campaign


def _matter(kept: StoredMessage, decision: MessageDecision, common: Matter, topics: tuple[str, ...]) -> Matter:
    """What a letter on some topics answers: what staff decided; otherwise what the campaign's text says, and its own.

    Where the writer cut or changed the common text, only what their own text still says counts.
    """
    found, changes = kept.recognised, kept.changes
    whole = changes is not None and not (changes.removed or changes.changed)
    more = changes is None or bool(changes.added or changes.changed)

    def of(own: tuple[str, ...], others: tuple[str, ...]) -> tuple[str, ...]:
        mine = (id_ for id_ in others if whole or id_ in own)
        return tuple(dict.fromkeys((*mine, *(own if more else ()))))

    asks, fears = of(sure(found.asks), common.asks), of(sure(found.fears), common.fears)
    matter = Matter(topics, asks, fears, of(sure(found.wants), common.wants))
    if decision.topics:
        matter = matter.on(topics)
    return Matter(
        topics,
        decided_or_found(decision.asks, matter.asks),
        decided_or_found(decision.fears, matter.fears),
        decided_or_found(decision.wants, matter.wants),
    )


def _correspondent(kept: StoredMessage, decision: MessageDecision) -> tuple[Correspondent | None, str]:
    name = decision.name or name_of(kept.read)
    if not name:
        return None, "nobody signed it"
    try:
        return correspondent(name, decision.address or kept.read.writer.postal), ""
    except Unusable as failure:
        return None, failure.as_problem


def answered(laid: TriagedMessage) -> str:
    """The name of the person answered: from the letter if there is one, otherwise from the message."""
    return laid.to.name if laid.to is not None else name_of(laid.kept.read)


def told_to(laid: TriagedMessage) -> tuple[str, str]:
    """The person answered, and where, in one line: from the letter if there is one, otherwise from the message. Empty
    where neither says it.
    """
    read, writer = laid.kept.read, laid.kept.read.writer
    name = answered(laid) or read.sender
    if laid.to is not None:
        return name, ", ".join(laid.to.address) or writer.postcode
    return name, ", ".join(filter(None, (*writer.address, writer.postcode)))


def name_of(read: ParsedMessage) -> str:
    """The name for a reply: as signed, with both names where two people signed. Where only a forename is signed, the
    mail sender's name counts if it has the same forename. Otherwise the organisation's name.
    """
    writer = read.writer
    if writer.second:
        return f"{writer.name} and {writer.second}"
    if writer.name and len(writer.name.split()) > 1:
        return writer.name
    sender = clean_line(read.sender)
    whole = len(sender.split()) > 1 and not any(map(str.isdigit, sender)) and "@" not in sender
    if whole and (not writer.name or writer.name.casefold() in sender.casefold().split()):
        return sender
    return writer.name or writer.organisation
