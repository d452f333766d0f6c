"""Who wrote more than once: what is sent twice, what goes beyond it, and who gives another address than before."""

from __future__ import annotations

from collections.abc import Container, Sequence
from datetime import date

from drafter.mail.kept import Kept
from drafter.mail.same_writer import Home, Relation, identities_of, relation
from drafter.mail.sentences import sentences_of
from drafter.mail.store import Store


def find_duplicates(store: Store) -> None:
    """Of several messages from one writer that say the same, or nothing more, one counts: the one with an address.

    Who gives another postal address under an e-mail address of their own is one writer, and a person decides which of
    the addresses holds.
    """
    store.forget_writers()
    of_many = store.mailboxes_of_many()
    for kept in store.messages("1"):
        identities = identities_of(kept.read, of_many)
        earlier = store.written_by(identities) if kept.campaign else []
        store.add_writer(identities, kept.n)
        related = [(other, relation(kept.read, other.read, of_many)) for other in earlier]
        for other, is_ in related:
            if is_ is Relation.MOVED:
                _moved(store, kept, other)
        same = [other for other, is_ in related if is_ is Relation.SAME and other.campaign == kept.campaign]
        _compare(store, kept, same, of_many)


def _compare(store: Store, kept: Kept, earlier: Sequence[Kept], of_many: Container[str]) -> None:
    """Say which of the messages of one writer count."""
    mine, here = _own(kept), Home(kept.read.writer)
    said = [(other, _own(other), Home(other.read.writer)) for other in earlier]
    for other, theirs, there in said:
        if mine <= theirs and there.covers(here):
            store.update(kept.n, duplicate=other.read.key)
            return
    for other, theirs, there in said:
        if not (theirs <= mine and here.covers(there)):
            store.update(kept.n, again=other.read.key)
            continue
        for same in [other, *store.messages("duplicate = ?", other.read.key)]:  # the later says all that it did
            alike = same is other or relation(kept.read, same.read, of_many) is Relation.SAME
            store.update(same.n, duplicate=kept.read.key if alike else "")


def _moved(store: Store, kept: Kept, other: Kept) -> None:
    """Say of the later of two messages what address the earlier gives."""
    first, last = sorted((kept, other), key=lambda one: (one.read.date or date.min, one.n))
    writer = first.read.writer
    store.gave_another(last.n, ", ".join(filter(None, (*writer.address, writer.postcode))))


def _own(kept: Kept) -> set[tuple[str, ...]]:
    """What a message says of its own; of one that is in no campaign, all of it."""
    changes = kept.changes
    said = kept.read.paragraphs if changes is None else (*changes.added, *(new for _, new in changes.changed))
    return {one.words for one in sentences_of(said)}
