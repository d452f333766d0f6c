"""Recipients from a sorted post: whoever a batch is to answer, by the topics that were recognised or decided."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from drafter.batch.model import NO_POSITION, Defaults, Recipient
from drafter.letter.concerns import topics_of
from drafter.letter.request import Length, LetterRequest
from drafter.mail.piles import Laid, Pile
from drafter.mail.replying import Reply, reply_to
from drafter.mail.sorting import Sorting
from drafter.problems import Problem, Severity, Where, nearest


@dataclass(frozen=True)
class FromPost:
    """Those whose messages lie in the piles that are answered. ``positions`` are those that there are.

    ``views`` are what letters on a subject add where nobody decided; else it is the position of ``defaults``.
    ``office`` is the office's own e-mail address.
    """

    sorting: Sorting
    defaults: Defaults
    positions: tuple[str, ...]
    name: str
    views: Mapping[str, str] = field(default_factory=dict)
    office: str = ""

    def each(self) -> Iterator[Recipient | Problem]:
        """The recipients in order; in the place of one that cannot be answered what is wrong."""
        for laid in self.sorting.laid():
            if laid.pile not in (Pile.ANSWER, Pile.ASK_ADDRESS) or laid.to is None:
                continue
            view = self.views.get(laid.kept.recognised.subject, self.defaults.position)
            position = laid.decision.position or view
            if position not in ("", NO_POSITION, *self.positions):
                hint = nearest(position, self.positions) or f"known: {', '.join((NO_POSITION, *self.positions))}"
                message = f"there is no position '{position}', which was decided for {laid.kept.read.key}"
                yield Problem(Where(self.name), "unknown-position", message, hint)
                continue
            reply = reply_to(laid.kept.read, self.office, laid.to.name) if self.defaults.by_email else Reply(None)
            where, key = Where(self.name), laid.kept.read.key
            if self.defaults.by_email and reply.mailing is None:
                hint = f"'drafter mail decide {self.name} {key} --by-hand' leaves it out"
                yield Problem(where, "no-recipient", f"message {key} {reply.fault}", hint)
                continue
            for doubt in reply.doubts:
                hint = "is it the right person? look at it before it is sent"
                yield Problem(where, "doubtful-recipient", f"message {key} {doubt}", hint, Severity.WARNING)
            request = replace(self._request(laid, position), mailing=reply.mailing, attached=self.defaults.attached)
            yield Recipient(laid.kept.n, request, self.defaults.large_print)

    def _request(self, laid: Laid, position: str) -> LetterRequest:
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
        if asking:  # which answers nothing yet
            return request
        topics = topics_of(laid.asks, laid.fears, laid.topics)  # in the order in which 'drafter draft' has them
        return replace(request, topics=topics, asks=laid.asks, fears=laid.fears, wants=laid.wants)
