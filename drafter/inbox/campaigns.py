"""Campaigns and writers: groups near-identical messages, and finds who wrote more than once or shares an address."""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from collections import Counter
from collections.abc import Container, Iterable, Sequence
from datetime import date
from enum import Enum
from functools import cached_property, lru_cache
from itertools import chain, islice
from statistics import median
from typing import Final

from drafter.english.names import fold_name_word, forms_of
from drafter.english.people import is_organisation, signed_by
from drafter.english.sentences import BEGINS, CLOSERS, between
from drafter.frozen import NamedTuple
from drafter.inbox.danger import dangers_and_hints, dangers_of
from drafter.inbox.email import is_others
from drafter.inbox.model import ParsedMessage, Writer
from drafter.inbox.personal import PublicMatter, personal, personal_addition
from drafter.inbox.piles import name_of
from drafter.inbox.store import Store, StoredMessage, WriterChanges
from drafter.letter.mailing import nobody_reads

# Sentences: compared without case, punctuation and spaces. Digests of texts find near-identical ones.

_ENDS: Final = re.compile(between(f"{BEGINS}\u00a3", f"[a-z0-9%{CLOSERS}]") + r"|\n+")
_WORDS: Final = re.compile(r"[^\W_]+")
_SHINGLE: Final = 3  # words
_LONG: Final = 3_000  # letters; a longer paragraph is not cached
PERMUTATIONS, BANDS = 64, 16
_SEED: Final = 2018


class ComparedSentence(NamedTuple):
    """A sentence as it stands, the words by which it is compared, and a hash of these words."""

    text: str
    words: tuple[str, ...]
    hash: bytes


def words_of(text: str) -> list[str]:
    """The words of a text as they are compared: without case and accents."""
    if not text.isascii():
        text = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return _WORDS.findall(text.replace("\u2019", "'").replace("'", "").casefold())


def sentences_of(paragraphs: Iterable[str]) -> list[ComparedSentence]:
    """The sentences of some paragraphs, in order. A sentence without any word is left out."""
    return [sentence for paragraph in paragraphs for sentence in _of_paragraph(paragraph)]


def _of_paragraph(paragraph: str) -> tuple[ComparedSentence, ...]:
    """The sentences of one paragraph. Long paragraphs are not cached, so that memory stays small whatever people
    send.
    """
    return _remembered(paragraph) if len(paragraph) <= _LONG else _parted(paragraph)


@lru_cache(maxsize=500)  # thousands of messages in a campaign have the same paragraphs
def _remembered(paragraph: str) -> tuple[ComparedSentence, ...]:
    return _parted(paragraph)


def _parted(paragraph: str) -> tuple[ComparedSentence, ...]:
    found = []
    at = 0
    for match in (*_ENDS.finditer(paragraph), None):
        text = paragraph[at : match.end() if match else len(paragraph)].strip()
        at = match.end() if match else at
        words = tuple(words_of(text))
        if words:
            found.append(ComparedSentence(text, words, words_hash(words)))
    return tuple(found)


def words_hash(words: Sequence[str]) -> bytes:
    """An eight-byte hash of some words."""
    return hashlib.blake2b(" ".join(words).encode("utf-8", "replace"), digest_size=8).digest()


def words_digest(words: Sequence[str]) -> tuple[int, ...]:
    """The MinHash of a text. Near-identical texts share most of its numbers. Empty where there is too little text."""
    from rensa import RMinHash  # late: few commands need it

    shingles = [" ".join(words[at : at + _SHINGLE]) for at in range(len(words) - _SHINGLE + 1)]
    if not shingles:
        return ()
    made = RMinHash(num_perm=PERMUTATIONS, seed=_SEED)
    made.update(shingles)
    return tuple(made.digest())


def bands_of(digest: Sequence[int]) -> list[tuple[int, bytes]]:
    """The bands by which a digest is looked up. Two texts that are half alike share a band in two cases of three."""
    size = PERMUTATIONS // BANDS
    packed = [words_hash([str(number) for number in digest[at : at + size]]) for at in range(0, len(digest), size)]
    return list(enumerate(packed))


def likeness(one: Sequence[int], other: Sequence[int]) -> float:
    """How alike two texts are, from 0 to 1, judged by their digests."""
    return sum(a == b for a, b in zip(one, other, strict=True)) / len(one) if one and len(one) == len(other) else 0.0


# Campaigns: the text that most messages of a group have in common, and what each writer added to it or took out.

LEAST: Final = 3  # messages that make a campaign
_SAMPLE: Final = 200  # members from which the common text is taken
_MOST: Final = 0.5  # the share of these members that must have a sentence
# Words of a common text; with fewer, the group is only people who happen to say some things alike.
_LEAST_WORDS: Final = 25
_LEAST_PART: Final = 0.3  # the share of what its members write that the common text must make up, for the same reason
# A changed sentence shares this much of its own words and of the words of the sentence that it replaces.
_SAME: Final = 0.6
_MOSTLY: Final = 0.75  # or this much of the shorter one's words, where the longer one has no more than twice as many
_MOST_PAIRS: Final = 40_000  # pairs of sentences to compare; who changes more of a letter has written another letter
_REPLY: Final = re.compile(r"^(?:\s*(?:re|fw|fwd|aw|sv)\s*:)+\s*", re.IGNORECASE)
_PLAIN_NAME: Final = "no subject"


def compare_all(store: Store, public: PublicMatter) -> None:
    """For every group, find its common text and name; for every member, what it changed, and whether that is personal
    or tells of a danger.

    ``public`` holds names and words that are no sign of a personal case.
    """
    for (group,) in store.db.execute("SELECT id FROM campaign WHERE size >= ?", (LEAST,)).fetchall():
        members = store.messages("campaign = ?", group)
        sample = list(islice(members, _SAMPLE))
        common = _common(sample)
        texts = json.dumps([sentence.text for sentence in common]) if _is_campaign(common, sample) else ""
        store.db.execute("UPDATE campaign SET common = ?, name = ? WHERE id = ?", (texts, _name(sample), group))
        if not texts:
            continue
        for kept in chain(sample, members):
            changes = changes_of(kept.read.paragraphs, common)
            said = (*changes.added, *(new for _, new in changes.changed))
            danger = dangers_and_hints((*said, *kept.read.writer.rest))
            store.update(kept.n, changes=changes, personal=personal_addition(said, public), danger=danger)
    for kept in store.messages("campaign NOT IN (SELECT id FROM campaign WHERE common != '')"):
        found = personal(kept.read.paragraphs, public)
        store.update(kept.n, changes="", personal=found, danger=dangers_of(kept.read))


def _common(sample: Sequence[StoredMessage]) -> list[ComparedSentence]:
    """The sentences that most members have, in the order of the member that has most of them."""
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


def _is_campaign(common: Sequence[ComparedSentence], sample: Sequence[StoredMessage]) -> bool:
    words = sum(len(sentence.words) for sentence in common)
    return words >= max(_LEAST_WORDS, _LEAST_PART * median(len(words_of(kept.read.text)) for kept in sample))


def _name(sample: Iterable[StoredMessage]) -> str:
    counts = Counter(" ".join(_REPLY.sub("", kept.read.subject).split()) for kept in sample)
    counts.pop("", None)
    return counts.most_common(1)[0][0] if counts else _PLAIN_NAME


def changes_of(paragraphs: Sequence[str], common: Sequence[ComparedSentence]) -> WriterChanges:
    """The sentences that a text has and the common one lacks, and the other way round."""
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
    return WriterChanges(tuple(_joined(added, own)), tuple(one.text for one in removed), tuple(changed))


def _shared(one: ComparedSentence, other: ComparedSentence) -> float:
    """How many of two sentences' words are the same, from 0 to 1. From ``_SAME`` on, one was made from the other."""
    first, second = set(one.words), set(other.words)
    same, short, long = len(first & second), *sorted((len(first), len(second)))
    if same >= 4 and same >= _MOSTLY * short and long <= 2 * short:
        return max(_SAME, same / len(first | second))
    return same / len(first | second)


def _joined(added: Sequence[ComparedSentence], own: Sequence[ComparedSentence]) -> list[str]:
    """Consecutive sentences joined into one text."""
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


# Groups: near-identical messages are put together as they come, by MinHash and by whole sentences that they share.
#
# MinHash finds texts that are half the same. A long story of the writer's own within a campaign's letter makes the two
# less alike than that, but the letter still has the campaign's sentences.

_ALIKE: Final = 0.5
_SENTENCE: Final = 5  # words; a shorter sentence is no evidence
_SHARED_WORDS: Final = 20
_SHARED_PART: Final = 0.3  # of the shorter of two texts
_TAUGHT: Final = 20  # members whose sentences are used to recognise others


def place(store: Store, n: int, read: ParsedMessage, digest: Sequence[int]) -> int:
    """Put a message into its group, or begin a new group with it. Returns the group's number."""
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


def _by_sentences(store: Store, sentences: Sequence[ComparedSentence], words: int) -> int:
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


# Writers: whether two messages are one person's, judged by the name together with the e-mail or postal address.
#
# If two people are taken for one, the second never gets an answer. So any evidence against counts: another house,
# another postcode, another address for answers. An e-mail address through which many people write identifies none of
# them.

_NUMBER: Final = re.compile(r"\d+[^\W\d_]?\b")
_WORD: Final = re.compile(r"[^\W\d_]+")
_PARTS: Final = re.compile(r"[^a-z]+")
# Local parts that belong to an office or a platform, not to a person.
_ROLES: Final = frozenset(
    """
    action actions admin alert alerts campaign campaigning campaigns contact email emails enquiries enquiry form forms
    hello help info lobby mail mailer mailing message messages mp news newsletter notification notifications office
    petition petitions platform post reply sender support supporter supporters team web webform webmaster website www
    """.split()
)


class WriterRelation(Enum):
    """How two messages of one name relate: two people's, one person's, or one person's who gives two addresses."""

    STRANGERS = "strangers"
    SAME = "same"
    MOVED = "moved"


class SharedMailbox(NamedTuple):
    """What an e-mail address says of its user. ``tells``: two messages of one name from it are one person's. ``stays``:
    a writer who gives two postal addresses with it is still one person, and one of the addresses is wrong. A platform's
    address proves neither.
    """

    address: str = ""
    tells: bool = False
    stays: bool = False


class Home:
    """Where a writer lives, in a form for comparing. Parts that the message does not give are empty."""

    def __init__(self, writer: Writer) -> None:
        self.lines = writer.address
        self.postcode = "".join(writer.postcode.split()).upper()

    @cached_property
    def numbers(self) -> frozenset[str]:
        """The numbers of the house and the flat: "12", "14a"."""
        return frozenset(number for line in self.lines for number in _NUMBER.findall(line.casefold()))

    @cached_property
    def words(self) -> frozenset[str]:
        """The words of all lines."""
        return frozenset(word for line in self.lines for word in _WORD.findall(fold_name_word(line)))

    @cached_property
    def street(self) -> str:
        """The first word after the last number: the "oak" of "Flat 3, 12 Oak Road"."""
        numbered = [line for line in self.lines if _NUMBER.search(line)]
        return next(iter(_WORD.findall(fold_name_word(_NUMBER.split(numbered[-1])[-1]))), "") if numbered else ""

    def contradicts(self, other: Home) -> bool:
        """Whether the two cannot be one place: they have different postcodes, or different houses at one postcode."""
        both = bool(self.postcode and other.postcode)
        if both and self.postcode != other.postcode:
            return True
        if not self.lines or not other.lines:
            return False
        if self.numbers and other.numbers:
            return self.numbers != other.numbers or not (both or self.street == other.street)
        return not (self.words <= other.words or other.words <= self.words)

    def covers(self, other: Home) -> bool:
        """Whether this home is at least as full as the other: it has a postcode, lines and a number wherever the other
        has.
        """
        return (
            (not other.postcode or bool(self.postcode))
            and (not other.lines or bool(self.lines))
            and (not other.numbers or bool(self.numbers))
        )


def mailbox_of(read: ParsedMessage, of_many: Container[str]) -> SharedMailbox:
    """The writer's own e-mail address: the one for answers where one is given, otherwise the sender's.

    ``of_many`` holds the addresses, in lower case, that people of many names write from.
    """
    answers = {address.casefold() for address in read.reply_to}
    address = next(iter(answers)) if answers else read.sender_address.casefold()
    if len(answers) > 1 or not address or address in of_many:
        return SharedMailbox()
    name = name_of(read)
    called = bool(name) and not is_others(read.sender, address, name)
    if nobody_reads(address) or _is_role(address):
        return SharedMailbox(address, tells=called and bool(read.sender and read.writer.name))
    if answers or called or not name:
        return SharedMailbox(address, tells=True, stays=True)
    # Somebody else's name stands before the address: a person's who shares a household's mailbox, or a platform's.
    person = signed_by(read.sender) is not None and len(read.sender.split()) > 1 and not is_organisation(read.sender)
    platform = len(read.sender.split()) < 2 or is_organisation(read.sender) or any(map(str.isdigit, read.sender))
    return SharedMailbox(address, tells=person, stays=not platform)


def _is_role(address: str) -> bool:
    parts = list(filter(None, _PARTS.split(address.partition("@")[0])))
    return bool(parts) and all(part in _ROLES for part in parts)


def relation(one: ParsedMessage, other: ParsedMessage, of_many: Container[str]) -> WriterRelation:
    """How two messages of one name relate."""
    answers = [{address.casefold() for address in read.reply_to} for read in (one, other)]
    if all(answers) and answers[0] != answers[1]:
        return WriterRelation.STRANGERS
    boxes = [mailbox_of(read, of_many) for read in (one, other)]
    shared = bool(boxes[0].address) and boxes[0].address == boxes[1].address
    here, there = Home(one.writer), Home(other.writer)
    if here.contradicts(there):
        return WriterRelation.MOVED if shared and all(box.stays for box in boxes) else WriterRelation.STRANGERS
    if (here.postcode and here.postcode == there.postcode) or (shared and all(box.tells for box in boxes)):
        return WriterRelation.SAME
    return WriterRelation.STRANGERS


def identities_of(read: ParsedMessage, of_many: Container[str]) -> list[str]:
    """The keys by which a writer is recognised: name with e-mail address, and name with postcode."""
    names = {" ".join(words_of(form)) for form in forms_of(name_of(read) or read.sender).shared}
    box = mailbox_of(read, of_many)
    places = (
        box.address if box.tells or box.stays else "",
        Home(read.writer).postcode if names != {""} else "",
    )
    return [f"{name}|{place}" for place in places if place for name in sorted(names)]


# Duplicates: what a writer sent twice, what goes beyond it, and who gives another address than before.


def find_duplicates(store: Store) -> None:
    """Where one writer's messages say the same, or nothing new, count only one: the one with an address.

    A writer who gives another postal address under an e-mail address of their own is still one writer. A person then
    decides which of the addresses is right.
    """
    store.forget_writers()
    of_many = store.mailboxes_of_many()
    for kept in store.messages("1"):
        identities = identities_of(kept.read, of_many)
        earlier = store.written_by(identities) if kept.campaign else []
        store.add_writer(identities, kept.n)
        related = [(other, relation(kept.read, other.read, of_many)) for other in earlier]
        for other, is_ in related:
            if is_ is WriterRelation.MOVED:
                _moved(store, kept, other)
        same = [other for other, is_ in related if is_ is WriterRelation.SAME and other.campaign == kept.campaign]
        _compare(store, kept, same, of_many)


def _compare(store: Store, kept: StoredMessage, earlier: Sequence[StoredMessage], of_many: Container[str]) -> None:
    """Record which of one writer's messages count."""
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
        # The later message says all that this one did.
        for same in [other, *store.messages("duplicate = ?", other.read.key)]:
            alike = same is other or relation(kept.read, same.read, of_many) is WriterRelation.SAME
            store.update(same.n, duplicate=kept.read.key if alike else "")


def _moved(store: Store, kept: StoredMessage, other: StoredMessage) -> None:
    """Record on the later of two messages which address the earlier one gives."""
    first, last = sorted((kept, other), key=lambda one: (one.read.date or date.min, one.n))
    writer = first.read.writer
    store.gave_another(last.n, ", ".join(filter(None, (*writer.address, writer.postcode))))


def _own(kept: StoredMessage) -> set[tuple[str, ...]]:
    """What a message says beyond its campaign's text; all of it where the message is in no campaign."""
    changes = kept.changes
    said = kept.read.paragraphs if changes is None else (*changes.added, *(new for _, new in changes.changed))
    return {one.words for one in sentences_of(said)}
