"""Quotations: in the texts that are at hand, and against the lock."""

from __future__ import annotations

from collections.abc import Iterator

from drafter.documents.verify import check_lock, verify
from drafter.problems import Problem
from drafter.rules.looked import Looked


def quotation_not_found(looked: Looked) -> Iterator[Problem]:
    """A quotation that is not in its document's text, word for word, in the paragraph that it names.

    White space, quotation marks, dashes and soft hyphens are folded, nothing else; the nearest passage is shown. Only
    documents whose text is at hand can be looked into.
    """
    yield from verify(looked.base.facts.values(), looked.base.sources, looked.texts, looked.cite).problems


def unverified_quotation(looked: Looked) -> Iterator[Problem]:
    """A quotation that was never verified, or was changed since, or whose document was.

    'drafter facts verify' looks every quotation up and keeps in facts/quotations.lock what was found where; so a change
    is noticed on a machine without the texts, too.
    """
    kept = [fact for fact in looked.base.facts.values() if fact.withdrawn is None]
    yield from check_lock(kept, looked.base.sources, looked.lock, looked.cite)
