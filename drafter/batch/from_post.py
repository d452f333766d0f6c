"""Recipients from a sorted post: everyone a batch is to answer, by the topics that were recognised or decided."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field, replace
from typing import Final

from drafter.batch.list import Defaults, Recipient
from drafter.frozen import dataclass
from drafter.inbox.email import Reply, reply_to
from drafter.inbox.piles import Pile, TriagedMessage
from drafter.inbox.triage import Sorting
from drafter.letter.request import Length, LetterRequest, topics_of
from drafter.office import NO_POSITION
from drafter.problems import Problem, Severity, Where, nearest

_MOST_NAMED: Final = 50  # people named of those to whom no e-mail can go


def _called(laid: TriagedMessage) -> str:
    """The writer of a message, and its place."""
    read = laid.kept.read
    return f"{laid.to.name if laid.to is not None else read.sender} ({read.where}, {read.key})"


@dataclass(frozen=True)
class FromPost:
    """The writers of messages in the piles that a batch answers. ``positions`` are all that exist on each subject.

    ``views`` are what letters on a subject add where nobody decided; otherwise it is the position of ``defaults``.
    ``office`` is the office's own e-mail address.
    """

    sorting: Sorting
    defaults: Defaults
    positions: Mapping[str, Sequence[str]]
    name: str
    views: Mapping[str, str] = field(default_factory=dict)
    office: str = ""

    def each(self) -> Iterator[Recipient | Problem]:
        """The recipients in order. One that cannot be answered gives problems instead."""
        unwritten: list[str] = []
        for laid in self.sorting.laid():
            if laid.pile not in (Pile.ANSWER, Pile.ASK_ADDRESS) or laid.to is None:
                continue
            subject = self.sorting.subject_of(laid)
            view = self.views.get(subject, self.defaults.position)
            position = laid.decision.position or view
            known = self.positions.get(subject, ())
            if position not in ("", NO_POSITION, *known):
                hint = nearest(position, known) or f"known: {', '.join((NO_POSITION, *known))}"
                on = f" on '{subject}'" if len(self.positions) > 1 else ""
                message = f"there is no position '{position}'{on}, which was decided for {_called(laid)}"
                yield Problem(Where(self.name), "unknown-position", message, hint)
                continue
            reply = reply_to(laid.kept.read, self.office, laid.to.name) if self.defaults.by_email else Reply(None)
            if self.defaults.by_email and reply.mailing is None:
                unwritten.append(f"{_called(laid)} {reply.fault}")
                continue
            for doubt in reply.doubts:
                hint = "is it the right person? look at it before it is sent"
                message = f"the message of {_called(laid)} {doubt}"
                yield Problem(Where(self.name), "doubtful-recipient", message, hint)
            request = replace(self._request(laid, position), mailing=reply.mailing, attached=self.defaults.attached)
            yield Recipient(laid.kept.n, request, self.defaults.large_print)

        if unwritten:
            yield self._left_out(unwritten)

    def _left_out(self, unwritten: Sequence[str]) -> Problem:
        """A note that some people cannot get an e-mail, and stay in the sorting to be answered."""
        count, more = len(unwritten), len(unwritten) - _MOST_NAMED
        which = f"{count} messages are left out" if count > 1 else "one message is left out"
        named = "; ".join([*unwritten[:_MOST_NAMED], *([f"and {more} more"] if more > 0 else [])])
        message = f"{which}, for no e-mail can answer {'them' if count > 1 else 'it'}: {named}"
        hint = f"once the e-mails are approved, 'drafter batch {self.name}' without --format writes letters to the rest"
        return Problem(Where(self.name), "no-recipient", message, hint, Severity.WARNING)

    def _request(self, laid: TriagedMessage, position: str) -> LetterRequest:
        assert laid.to is not None
        asking = laid.pile is Pile.ASK_ADDRESS
        request = LetterRequest(
            topics=laid.topics,
            to=laid.to,
            date=self.defaults.date,
            position="" if position == NO_POSITION or asking else position,
            length=Length(laid.decision.length) if laid.decision.length else self.defaults.length,
            reference=laid.kept.read.reference,
            asks_address=asking,
        )
        if asking:  # such a letter answers nothing yet
            return request
        topics = topics_of(laid.asks, laid.fears, laid.topics)  # in the order in which 'drafter draft' has them
        raised = laid.kept.recognised.raised
        return replace(request, topics=topics, asks=laid.asks, fears=laid.fears, wants=laid.wants, raised=raised)
