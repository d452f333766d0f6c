"""Campaigns: the text that most of a group have in common, and what each writer added to it or took out."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Container, Iterable, Sequence
from statistics import median
from typing import Final

from drafter.mail.kept import Changes, Kept
from drafter.mail.personal import personal, personal_addition
from drafter.mail.sentences import Sentence, sentences_of, words_of
from drafter.mail.store import Store

LEAST: Final = 3  # messages that make a campaign
_SAMPLE: Final = 200  # members from which the common text is taken
_MOST: Final = 0.5  # of these that have a sentence
_LEAST_WORDS: Final = 25  # of a common text, without which a group is people who happen to say some things alike
_LEAST_PART: Final = 0.3  # of what its members write, likewise
_SAME: Final = 0.6  # of all its words and of those it stands for, that a changed sentence shares with the other
_MOSTLY: Final = 0.75  # of the shorter one's words, where the longer has no more than twice as many
_MOST_PAIRS: Final = 40_000  # of sentences that are compared: who changes more of a letter has written another
_REPLY: Final = re.compile(r"^(?:\s*(?:re|fw|fwd|aw|sv)\s*:)+\s*", re.IGNORECASE)
_PLAIN_NAME: Final = "no subject"


def compare_all(store: Store, nobody: Container[str]) -> None:
    """For every group: its common text and its name; for every member what it changed, and whether that is personal.

    ``nobody`` are words that name nobody whom a writer cares for: the member, the towns of the constituency.
    """
    for (group,) in store.db.execute("SELECT id FROM campaign WHERE size >= ?", (LEAST,)).fetchall():
        sample = [kept for kept, _ in zip(store.messages("campaign = ?", group), range(_SAMPLE), strict=False)]
        common = _common(sample)
        texts = json.dumps([sentence.text for sentence in common]) if _is_campaign(common, sample) else ""
        store.db.execute("UPDATE campaign SET common = ?, name = ? WHERE id = ?", (texts, _name(sample), group))
        if not texts:
            continue
        for kept in store.messages("campaign = ?", group):
            changes = changes_of(kept.read.paragraphs, common)
            said = (*changes.added, *(new for _, new in changes.changed))
            store.update(kept.n, changes=changes, personal=personal_addition(said, nobody))
    for kept in store.messages("campaign NOT IN (SELECT id FROM campaign WHERE common != '')"):
        store.update(kept.n, changes="", personal=personal(kept.read.paragraphs, nobody))


def _common(sample: Sequence[Kept]) -> list[Sentence]:
    """The sentences that most members have, in the order of whoever has most of them."""
    counts: Counter[bytes] = Counter()
    texts = [sentences_of(kept.read.paragraphs) for kept in sample]
    for sentences in texts:
        counts.update({sentence.hash for sentence in sentences})
    least = max(2, _MOST * len(sample))
    most = {hash_ for hash_, count in counts.items() if count >= least}
    best = max(texts, key=lambda sentences: len({one.hash for one in sentences} & most), default=[])
    ordered = list({one.hash: one for one in best if one.hash in most}.values())
    missing = most - {one.hash for one in ordered}
    return ordered + list({one.hash: one for sentences in texts for one in sentences if one.hash in missing}.values())


def _is_campaign(common: Sequence[Sentence], sample: Sequence[Kept]) -> bool:
    words = sum(len(sentence.words) for sentence in common)
    return words >= max(_LEAST_WORDS, _LEAST_PART * median(len(words_of(kept.read.text)) for kept in sample))


def _name(sample: Iterable[Kept]) -> str:
    counts = Counter(" ".join(_REPLY.sub("", kept.read.subject).split()) for kept in sample)
    counts.pop("", None)
    return counts.most_common(1)[0][0] if counts else _PLAIN_NAME


def changes_of(paragraphs: Sequence[str], common: Sequence[Sentence]) -> Changes:
    """What a text has that a common one has not, and the other way round."""
    own = sentences_of(paragraphs)
    known, here = {one.hash for one in common}, {one.hash for one in own}
    added = [one for one in own if one.hash not in known]
    removed = [one for one in common if one.hash not in here]
    changed: list[tuple[str, str]] = []
    for new in list(added) if len(added) * len(removed) <= _MOST_PAIRS else ():
        old = max(removed, key=lambda one: _shared(one, new), default=None)
        if old is not None and _shared(old, new) >= _SAME:
            changed.append((old.text, new.text))
            added.remove(new)
            removed.remove(old)
    return Changes(tuple(_joined(added, own)), tuple(one.text for one in removed), tuple(changed))


def _shared(one: Sentence, other: Sentence) -> float:
    """How many of two sentences' words are the same, from 0 to 1; from ``_SAME`` on one is made of the other."""
    first, second = set(one.words), set(other.words)
    same, short, long = len(first & second), *sorted((len(first), len(second)))
    if same >= 4 and same >= _MOSTLY * short and long <= 2 * short:
        return max(_SAME, same / len(first | second))
    return same / len(first | second)


def _joined(added: Sequence[Sentence], own: Sequence[Sentence]) -> list[str]:
    """Sentences that follow one another as one text."""
    chosen = {id(one) for one in added}
    runs: list[str] = []
    before = False
    for one in own:
        mine = id(one) in chosen
        if mine and before:
            runs[-1] = f"{runs[-1]} {one.text}"
        elif mine:
            runs.append(one.text)
        before = mine
    return runs
