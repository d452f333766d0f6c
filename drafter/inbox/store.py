"""The memory of a sorting: a SQLite file in its folder, so that memory use does not grow with the number of
messages.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any, Final

from drafter.english.names import fold_name_word
from drafter.frozen import NamedTuple, dataclass
from drafter.inbox.concerns import Suggestion
from drafter.inbox.danger import Danger, DangerKind, dangers_of
from drafter.inbox.model import STORE, MessageParts, ParsedMessage, Writer
from drafter.inbox.personal import Personal
from drafter.inbox.topics import About, Recognised

# Messages: as they are kept, and as rows of the table.


class WriterChanges(NamedTuple):
    """What a writer did to a campaign's text: sentences added, removed and replaced."""

    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    changed: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class StoredMessage:
    """A message as it is kept. ``n`` counts from 1 in the order of reading. ``campaign`` is 0 for none; ``changes`` are
    changes to the campaign's text.

    ``duplicate`` is the key of a message from the same writer that makes this one superfluous. ``again`` is the key of
    an earlier message of the same writer; this one goes beyond it. ``elsewhere`` are other addresses that the writer
    gave before. ``copies`` is how often the very same file was found. ``danger`` are the signs
    of a threat or of a danger to life in what is the writer's own.
    """

    n: int
    read: ParsedMessage
    recognised: Recognised
    personal: Personal
    campaign: int = 0
    changes: WriterChanges | None = None
    duplicate: str = ""
    again: str = ""
    copies: int = 1
    elsewhere: tuple[str, ...] = ()
    danger: tuple[Danger, ...] = ()


def kept_of(row: Sequence[Any]) -> StoredMessage:
    """The message from a row of the table."""
    n, _, copies, data, _, recognised, campaign, changes, personal, duplicate, again, *since = row
    weight, evidence = json.loads(personal) if personal else (0.0, ())
    elsewhere, danger = [*since, "", ""][:2]  # a sorting made by an earlier version has none
    read = from_json(json.loads(data))
    return StoredMessage(
        n=n,
        read=read,
        recognised=_recognised(json.loads(recognised)),
        personal=Personal(weight, tuple(evidence)),
        campaign=campaign,
        changes=_changes(json.loads(changes)) if changes else None,
        duplicate=duplicate,
        again=again,
        copies=copies,
        elsewhere=tuple(json.loads(elsewhere)) if elsewhere else (),
        # Nor has such a message been looked at, and it may be answered before the post is sorted again.
        danger=tuple(Danger(DangerKind(kind), words, *sure) for kind, words, *sure in json.loads(danger))
        if danger
        else dangers_of(read),
    )


def _changes(value: Sequence[Any]) -> WriterChanges:
    added, removed, changed = value
    return WriterChanges(tuple(added), tuple(removed), tuple((old, new) for old, new in changed))


_SAID = 4  # topics, and what is asked, feared and wanted


def _recognised(value: Sequence[Any]) -> Recognised:
    about, subject, evidence, *said = value  # a sorting made by an earlier version has only the topics
    more = said[_SAID:]  # nor has one the questions that no topic knows
    doubt, each = more[:2] or ("", ())
    unread, beside = more[2:] or ((), ())
    topics, asks, fears, wants = [*map(_suggestions, said[:_SAID]), (), (), ()][:_SAID]
    several = tuple(map(_recognised, each))
    found = Recognised(About(about), subject, tuple(evidence), topics, asks, fears, wants, doubt, several)
    return found._replace(unread=tuple(unread), beside=tuple(beside))


def _suggestions(value: Sequence[Any]) -> tuple[Suggestion, ...]:
    # A sorting made by an earlier version has no places.
    return tuple(Suggestion(id_, sureness, tuple(words), *place) for id_, sureness, words, *place in value)


def message_as_json(read: ParsedMessage) -> dict[str, Any]:
    """What is kept of a message as JSON, without the footers that programs add."""
    return {
        "key": read.key,
        "where": read.where,
        "subject": read.subject,
        "sender": read.sender,
        "sender_address": read.sender_address,
        "date": read.date.isoformat() if read.date else None,
        "reference": read.reference,
        "name": read.writer.name,
        "second": read.writer.second,
        "organisation": read.writer.organisation,
        "address": list(read.writer.address),
        "postcode": read.writer.postcode,
        "signature": list(read.writer.rest),
        "doubts": list(read.writer.doubts),
        "text": list(read.paragraphs),
        "quoted": list(read.parts.quoted),
        "forwarded": list(read.parts.forwarded),
        "message_id": read.message_id,
        "notes": list(read.notes),
        "fault": read.fault,
        "reply_to": list(read.reply_to),
        "references": list(read.references),
    }


def from_json(value: dict[str, Any]) -> ParsedMessage:
    """A message from the JSON of ``message_as_json``."""
    return ParsedMessage(
        key=value["key"],
        where=value["where"],
        subject=value["subject"],
        sender=value["sender"],
        sender_address=value["sender_address"],
        date=date.fromisoformat(value["date"]) if value["date"] else None,
        reference=value["reference"],
        writer=Writer(
            value["name"],
            value["second"],
            value["organisation"],
            tuple(value["address"]),
            value["postcode"],
            tuple(value["signature"]),
            tuple(value.get("doubts", ())),  # a sorting made by an earlier version has none
        ),
        paragraphs=tuple(value["text"]),
        parts=MessageParts(quoted=tuple(value["quoted"]), forwarded=tuple(value["forwarded"])),
        message_id=value["message_id"],
        notes=tuple(value["notes"]),
        fault=value["fault"],
        reply_to=tuple(value.get("reply_to", ())),  # a sorting of before has none
        references=tuple(value.get("references", ())),
    )


# Shared addresses: several writers of one campaign give them. They are a platform's or an organiser's, and no
# household's.

HOUSEHOLD: Final = 2  # surnames in one household
_STREET: Final = 6  # surnames at one postcode, which covers about fifteen houses


class Given(NamedTuple):
    """Where the writer of a campaign's message lives, as it says, and the writer's surname. ``n`` is the message's
    number.
    """

    n: int
    campaign: int
    postcode: str
    first_line: str
    name: str


class Shared(NamedTuple):
    """Something that writers of one campaign share, and the numbers of their messages."""

    campaign: int
    what: str
    numbers: tuple[int, ...]


@dataclass(frozen=True)
class SharedHomes:
    """The addresses and postcodes that too many writers give, by campaign and by what they share."""

    addresses: dict[tuple[int, str], Shared]
    postcodes: tuple[Shared, ...]

    def doubt(self, writer: Writer, campaign: int) -> str:
        """Why an address may not be the writer's; empty where nobody else gives it."""
        shared = self.addresses.get((campaign, _key(writer.postcode, writer.address[0] if writer.address else "")))
        if shared is None or not writer.address:
            return ""
        return f"{len(shared.numbers)} writers of different names give this address: {shared.what}"


def shared_homes(homes: Iterable[Given]) -> SharedHomes:
    """Find what writers share. ``homes`` come sorted by campaign and postcode, so that only one postcode is in
    memory.
    """
    addresses: dict[tuple[int, str], Shared] = {}
    postcodes: list[Shared] = []
    some: list[Given] = []
    for home in homes:
        if some and (some[0].campaign, some[0].postcode) != (home.campaign, home.postcode):
            _look(some, addresses, postcodes)
            some = []
        some.append(home)
    if some:
        _look(some, addresses, postcodes)
    return SharedHomes(addresses, tuple(postcodes))


def _look(some: list[Given], addresses: dict[tuple[int, str], Shared], postcodes: list[Shared]) -> None:
    """Compare the writers who give one postcode."""
    by_address: dict[str, list[Given]] = {}
    for home in some:
        if home.first_line:
            by_address.setdefault(_key(home.postcode, home.first_line), []).append(home)
    told = False
    for key, lives in by_address.items():
        if len({surname(home.name) for home in lives}) > HOUSEHOLD:
            what = f"{lives[0].first_line}, {lives[0].postcode}".strip(" ,")
            addresses[lives[0].campaign, key] = Shared(lives[0].campaign, what, tuple(home.n for home in lives))
            told = True
    if some[0].postcode and not told and len({surname(home.name) for home in some}) > _STREET:
        postcodes.append(Shared(some[0].campaign, some[0].postcode, tuple(home.n for home in some)))


def _key(postcode: str, first_line: str) -> str:
    return f"{postcode}|{''.join(filter(str.isalnum, fold_name_word(first_line)))}"


def surname(name: str) -> str:
    """The last word of a name, without case and accents; empty for none."""
    words = fold_name_word(name).split()
    return words[-1] if words else ""


KEY: Final = "campaign:"  # stands before a campaign's key; without it, a key is a message's
LEAST: Final = 4  # letters of a shortened key
LONGEST_NUMBER: Final = 12  # digits; a longer one may be a whole key
_VERSION: Final = 3
_PATIENCE: Final = 20  # seconds to wait while another program uses the file
_CACHE: Final = -16_000  # KiB of pages
_TABLES: Final = """
CREATE TABLE message (
    n INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, copies INTEGER NOT NULL DEFAULT 1, data TEXT NOT NULL,
    rules TEXT NOT NULL, recognised TEXT NOT NULL, campaign INTEGER NOT NULL DEFAULT 0,
    changes TEXT NOT NULL DEFAULT '', personal TEXT NOT NULL DEFAULT '', duplicate TEXT NOT NULL DEFAULT '',
    again TEXT NOT NULL DEFAULT '', elsewhere TEXT NOT NULL DEFAULT '', danger TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX message_by_campaign ON message (campaign, n);
CREATE TABLE campaign (
    id INTEGER PRIMARY KEY, seed TEXT NOT NULL, digest TEXT NOT NULL, words INTEGER NOT NULL, size INTEGER NOT NULL,
    common TEXT NOT NULL DEFAULT '', name TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE TABLE band (
    band INTEGER NOT NULL, value BLOB NOT NULL, campaign INTEGER NOT NULL, PRIMARY KEY (band, value)
) STRICT, WITHOUT ROWID;
CREATE TABLE sentence (
    hash BLOB NOT NULL, campaign INTEGER NOT NULL, words INTEGER NOT NULL, PRIMARY KEY (hash, campaign)
) STRICT, WITHOUT ROWID;
CREATE TABLE writer (identity TEXT NOT NULL, n INTEGER NOT NULL, PRIMARY KEY (identity, n)) STRICT, WITHOUT ROWID;
"""
_FROM_2: Final = "ALTER TABLE message ADD COLUMN danger TEXT NOT NULL DEFAULT ''"
_FROM_1: Final = f"ALTER TABLE message ADD COLUMN elsewhere TEXT NOT NULL DEFAULT ''; {_FROM_2}"
_LYING: Final = "CREATE TEMP TABLE lying (key TEXT NOT NULL PRIMARY KEY, copies INTEGER NOT NULL) STRICT, WITHOUT ROWID"


class CampaignGroup(NamedTuple):
    """Near-identical messages: the sentences that most of them have, and the commonest subject line."""

    id: int
    seed: str
    size: int
    common: tuple[str, ...]
    name: str

    @property
    def key(self) -> str:
        """How people name the group: by the key of its first message."""
        return f"{KEY}{self.seed}"


class Store:
    """An open store, for writing or only for reading. Anything wrong with its file raises sqlite3.Error."""

    def __init__(self, folder: Path, *, write: bool) -> None:
        path = folder / STORE
        self._closed = False
        self.db = sqlite3.connect(path, isolation_level=None, timeout=_PATIENCE)
        try:
            self._begin(write=write)
        except BaseException:
            self.db.close()  # else Windows lets nobody delete a damaged file before this process ends
            raise

    def _begin(self, *, write: bool) -> None:
        self.db.execute(f"PRAGMA cache_size = {_CACHE}")
        self.db.execute("PRAGMA journal_mode = DELETE")
        self.db.execute("BEGIN IMMEDIATE" if write else "BEGIN")
        version = self.db.execute("PRAGMA user_version").fetchone()[0]
        if version != _VERSION:
            for statement in {1: _FROM_1, 2: _FROM_2}.get(version, _TABLES).split(";"):
                if statement.strip():
                    self.db.execute(statement)
            self.db.execute(f"PRAGMA user_version = {_VERSION}")
        self.db.execute(_LYING)

    def commit(self) -> None:
        """Save everything done so far."""
        self.db.execute("COMMIT")
        self.db.execute("BEGIN")

    def close(self, *, keep: bool = True) -> None:
        """Close the store. Either everything done since it was opened is saved, or nothing is."""
        if not self._closed and self.db.in_transaction:
            self.db.execute("COMMIT" if keep else "ROLLBACK")
        self._closed = True
        self.db.close()

    # Messages.

    def seen(self, key: str) -> bool:
        """Whether a message is known and was read. One that could not be read is tried again."""
        question = "SELECT 1 FROM message WHERE key = ? AND json_extract(data, '$.fault') = ''"
        return self.db.execute(question, (key,)).fetchone() is not None

    def add(self, read: ParsedMessage, recognised: Recognised, rules: str) -> tuple[int, bool]:
        """Add a message, or what could not be read of it before. Returns its number, and whether it is new."""
        new = "INSERT INTO message (key, data, rules, recognised) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING"
        row = (read.key, json.dumps(message_as_json(read)), rules, json.dumps(recognised))
        made = self.db.execute(new, row).rowcount == 1
        if not made:
            again = "UPDATE message SET data = ?, rules = ?, recognised = ? WHERE key = ?"
            self.db.execute(again, (*row[1:], read.key))
        (n,) = self.db.execute("SELECT n FROM message WHERE key = ?", (read.key,)).fetchone()
        return int(n), made

    def lies(self, key: str) -> int:
        """Count a message as found this time. Returns how often it has been found this time."""
        question = "INSERT INTO lying VALUES (?, 1) ON CONFLICT DO UPDATE SET copies = copies + 1 RETURNING copies"
        return int(self.db.execute(question, (key,)).fetchone()[0])

    def count_copies(self) -> None:
        """Record how often messages were found this time."""
        self.db.execute(
            "UPDATE message SET copies = lying.copies FROM lying "
            "WHERE lying.key = message.key AND lying.copies != message.copies"
        )

    def update(self, n: int, **values: Any) -> None:
        """Change columns of a message."""
        names = ", ".join(f"{name} = ?" for name in values)
        texts = [value if isinstance(value, int | str) else json.dumps(value) for value in values.values()]
        self.db.execute(f"UPDATE message SET {names} WHERE n = ?", (*texts, n))  # noqa: S608  our own names

    def stale(self, rules: str) -> Iterator[tuple[int, ParsedMessage]]:
        """The messages that were recognised with other rules than these."""
        last = 0
        while True:
            question = "SELECT n, data FROM message WHERE rules != ? AND n > ? ORDER BY n LIMIT 200"
            rows = self.db.execute(question, (rules, last)).fetchall()
            for n, data in rows:
                last = n
                yield n, from_json(json.loads(data))
            if not rows:
                return

    def messages(self, where: str = "1", *values: Any) -> Iterator[StoredMessage]:
        """The messages that fulfil a condition on their columns, in order."""
        last = 0
        while True:
            question = f"SELECT * FROM message WHERE ({where}) AND n > ? ORDER BY n LIMIT 200"  # noqa: S608  our own
            rows = self.db.execute(question, (*values, last)).fetchall()
            for row in rows:
                last = row[0]
                yield _kept(row)
            if len(rows) < 200:
                return

    def by_key(self, key: str) -> list[StoredMessage]:
        """The message with a key, or those whose keys begin so, if the text is long enough."""
        return list(self.messages("key LIKE ? || '%'", key)) if key.isalnum() and len(key) >= LEAST else []

    def by_number(self, number: str) -> list[StoredMessage]:
        """The message with a number, as in ``messages.csv``; nothing where the text is not a number."""
        plain = number.isascii() and number.isdigit() and len(number) < LONGEST_NUMBER
        return list(self.messages("n = ?", int(number))) if plain else []

    def days(self) -> Iterator[tuple[int, date]]:
        """The campaign and the day of each message in a campaign that has a date."""
        question = "SELECT campaign, json_extract(data, '$.date') FROM message WHERE campaign > 0"
        for campaign, day in self.db.execute(question):
            with suppress(ValueError, TypeError):  # there is no date, or it is badly written
                yield campaign, date.fromisoformat(day)

    def total(self) -> int:
        """How many messages there are."""
        return int(self.db.execute("SELECT count(*) FROM message").fetchone()[0])

    # Writers.

    def forget_writers(self) -> None:
        """Forget who wrote what, and everything derived from it."""
        self.db.execute("UPDATE message SET duplicate = '', again = '', elsewhere = ''")
        self.db.execute("DELETE FROM writer")

    def mailboxes_of_many(self) -> frozenset[str]:
        """The e-mail addresses, in lower case, from which people of more surnames write than one household has."""
        self.db.create_function("surname", 1, surname, deterministic=True)
        named = "surname(coalesce(nullif(json_extract(data, '$.name'), ''), json_extract(data, '$.sender')))"
        each = (
            f"SELECT lower(json_extract(data, '$.{place}')) AS box, {named} AS name FROM message"  # noqa: S608  our own
            for place in ("sender_address", "reply_to[0]")
        )
        question = f"SELECT box FROM ({' UNION ALL '.join(each)}) WHERE box != '' GROUP BY box "  # noqa: S608  likewise
        return frozenset(box for (box,) in self.db.execute(question + "HAVING count(DISTINCT name) > ?", (HOUSEHOLD,)))

    def gave_another(self, n: int, address: str) -> None:
        """Record on a message that its writer also gave another address."""
        (told,) = self.db.execute("SELECT elsewhere FROM message WHERE n = ?", (n,)).fetchone()
        known = json.loads(told) if told else []
        if address not in known:
            self.update(n, elsewhere=[*known, address])

    def written_by(self, identities: Sequence[str]) -> list[StoredMessage]:
        """The messages by anyone with one of these identities, without duplicates."""
        if not identities:
            return []
        marks = ", ".join("?" * len(identities))
        mine = f"SELECT n FROM writer WHERE identity IN ({marks})"  # noqa: S608
        if self.db.execute(mine, identities).fetchone() is None:  # most writers wrote once
            return []
        return list(self.messages(f"duplicate = '' AND n IN ({mine})", *identities))

    def add_writer(self, identities: Iterable[str], n: int) -> None:
        """Record who wrote a message."""
        self.db.executemany("INSERT OR IGNORE INTO writer VALUES (?, ?)", ((identity, n) for identity in identities))

    def homes(self) -> Iterator[Given]:
        """Where the writers live, by campaign and postcode."""
        question = (
            "SELECT n, campaign, json_extract(data, '$.postcode') AS postcode, "
            "json_extract(data, '$.address[0]') AS line, json_extract(data, '$.name') FROM message "
            "WHERE duplicate = '' AND campaign != 0 AND (postcode != '' OR line != '') ORDER BY campaign, postcode, n"
        )
        for n, campaign, postcode, first_line, name in self.db.execute(question):
            yield Given(n, campaign, postcode, first_line or "", name)

    # Campaigns.

    def groups(self) -> Iterator[CampaignGroup]:
        """The groups that have a common text, the largest first."""
        question = "SELECT id, seed, size, common, name FROM campaign WHERE common != '' ORDER BY size DESC, id"
        for id_, seed, size, common, name in self.db.execute(question).fetchall():
            yield CampaignGroup(id_, seed, size, tuple(json.loads(common)), name)


def _kept(row: Sequence[Any]) -> StoredMessage:
    try:
        return kept_of(row)
    except (ValueError, KeyError, TypeError):
        raise sqlite3.DatabaseError(f"message {row[0]} is not as it was written") from None
