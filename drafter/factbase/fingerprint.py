"""What a fact is, as sixteen hex digits."""

from __future__ import annotations

import hashlib
import json

from drafter.factbase.model import Fact


def fingerprint(fact: Fact) -> str:
    """Changes with whatever a letter's reader relies on, and with nothing else: not with topics, series or layout."""
    relied_on = {
        "claim": fact.claim,
        "occasion": fact.occasion,
        "speaker": fact.speaker,
        "after": [fact.only_after, fact.but_after, fact.so_after],
        "cites": [[cite.source, cite.quote, cite.paragraph, cite.occurrence] for cite in fact.cites],
        "from": fact.start.isoformat(),
        "until": fact.until.isoformat() if fact.until else "",
        "review_by": fact.review_by.isoformat() if fact.review_by else "",
    }
    text = json.dumps(relied_on, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()[:16]
