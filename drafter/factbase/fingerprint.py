"""What a fact is, as sixteen hex digits."""

from __future__ import annotations

import hashlib
import json

from drafter.factbase.model import Fact


def fingerprint(fact: Fact) -> str:
    """Changes with whatever a letter's reader relies on, and with nothing else: not with topics, series or layout."""
    relied_on = {
        "statement": fact.statement,
        "again": fact.wordings.again,
        "same": fact.wordings.same,
        "after": dict(fact.wordings.after),
        "cites": [[cite.source, cite.quote, cite.paragraph, cite.occurrence] for cite in fact.cites],
        "from": fact.start.isoformat(),
        "until": fact.until.isoformat() if fact.until else "",
        "review_by": fact.review_by.isoformat() if fact.review_by else "",
        "voice": fact.voice,
    }
    text = json.dumps(relied_on, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()[:16]
