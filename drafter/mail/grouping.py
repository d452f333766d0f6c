"""Near-identical messages put together as they come: by MinHash, and by whole sentences that they share.

MinHash finds texts that are half the same; a long story of the writer's own within a campaign's letter makes the two
less alike than that, but its sentences are still the campaign's.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from typing import Final

from drafter.mail.model import Read
from drafter.mail.sentences import Sentence, bands_of, likeness, sentences_of
from drafter.mail.store import Store

_ALIKE: Final = 0.5
_SENTENCE: Final = 5  # words from which on a sentence tells anything
_SHARED_WORDS: Final = 20
_SHARED_PART: Final = 0.3  # of the shorter of two texts
_TAUGHT: Final = 20  # members from whose sentences others are known


def place(store: Store, n: int, read: Read, digest: Sequence[int]) -> int:
    """Put a message into its group, or begin one with it; returns the group's number."""
    sentences = sentences_of(read.paragraphs)
    words = sum(len(sentence.words) for sentence in sentences)
    if not words:
        return 0
    group = _by_digest(store, digest) or _by_sentences(store, sentences, words)
    if not group:
        row = (read.key, json.dumps(digest), words)
        made = store.db.execute("INSERT INTO campaign (seed, digest, words, size) VALUES (?, ?, ?, 0)", row)
        group = int(made.lastrowid or 0)
    size = store.db.execute("UPDATE campaign SET size = size + 1 WHERE id = ? RETURNING size", (group,)).fetchone()[0]
    if size <= _TAUGHT:
        rows = [(band, value, group) for band, value in bands_of(digest)] if digest else []
        store.db.executemany("INSERT OR IGNORE INTO band VALUES (?, ?, ?)", rows)
        known = [(one.hash, group, len(one.words)) for one in sentences if len(one.words) >= _SENTENCE]
        store.db.executemany("INSERT OR IGNORE INTO sentence VALUES (?, ?, ?)", known)
    store.update(n, campaign=group)
    return group


def _by_digest(store: Store, digest: Sequence[int]) -> int:
    counts: Counter[int] = Counter()
    for band, value in bands_of(digest) if digest else ():
        found = store.db.execute("SELECT campaign FROM band WHERE band = ? AND value = ?", (band, value)).fetchone()
        if found:
            counts[found[0]] += 1
    for group, bands in counts.most_common(3):
        known = store.db.execute("SELECT digest FROM campaign WHERE id = ?", (group,)).fetchone()[0]
        if bands >= 8 or likeness(digest, json.loads(known)) >= _ALIKE:
            return group
    return 0


def _by_sentences(store: Store, sentences: Sequence[Sentence], words: int) -> int:
    shared: Counter[int] = Counter()
    count: Counter[int] = Counter()
    for sentence in {one.hash: one for one in sentences if len(one.words) >= _SENTENCE}.values():
        for (group,) in store.db.execute("SELECT campaign FROM sentence WHERE hash = ?", (sentence.hash,)).fetchmany(
            20
        ):
            shared[group] += len(sentence.words)
            count[group] += 1
    for group, many in shared.most_common(3):
        length = store.db.execute("SELECT words FROM campaign WHERE id = ?", (group,)).fetchone()[0]
        if many >= max(_SHARED_WORDS, _SHARED_PART * min(words, length)) and count[group] >= 2:
            return group
    return 0
