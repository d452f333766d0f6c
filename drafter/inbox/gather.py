"""Where the post lies: files, folders of them, Maildirs, mboxes, typed letters. Messages come one by one."""

from __future__ import annotations

import os
import re
import stat
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import field
from itertools import islice
from pathlib import Path
from typing import IO, Final

from drafter.files.inputs import endings, input_of, reader
from drafter.files.synced import is_of_a_program
from drafter.files.system import reason_of
from drafter.frozen import NamedTuple, dataclass
from drafter.inbox.model import STORE, Message, RawMessage, UnreadableMessage
from drafter.problems import Problem, Where
from drafter.sources.text import Refused, decode
from drafter.sources.word import word_lines

# Mboxes: messages are read one by one, with no more than one in memory.
#
# Programs write mboxes in several dialects. In all of them a message begins with a line that begins with "From ". Some
# programs mark such a line of a letter's own with a sign, some say in a header how long the letter is, and some do
# neither. Where it is unclear whether a line begins a message, drafter refuses the message around it and gives the
# line's number: if two letters were read as one, the second writer would be lost.

LARGEST: Final = 30_000_000  # bytes of one message with its attachments
_PIECE: Final = 1 << 20
_AHEAD: Final = 1 << 16  # bytes after a line in which headers are looked for
_LONGEST: Final = 1_000  # bytes of a line that begins a message
_MOST_LOOKED_AT: Final = 200  # lines that are looked at to see whether they are headers
_MOST_BLANK: Final = 4  # lines between two messages
_BOM: Final = b"\xef\xbb\xbf"
# The line that begins a message: "From ", the sender ("-" where unknown), and a day with time and year, which programs
# write in several orders.
_WHOLE: Final = re.compile(
    rb"From \S.*?\s(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun),?\s+(?:[A-Z][a-z]{2}\s+[0-9]{1,2}|[0-9]{1,2}\s+[A-Z][a-z]{2})\s"
    rb"(?=.*\b[0-9]{1,2}:[0-9]{2}\b)(?=.*\b(?:19|20)[0-9]{2}\b)"
)
# Some programs leave out the day or the sender, or write the day in figures.
_SHORT: Final = re.compile(
    rb"From (?:-|\S+@\S+|MAILER-DAEMON)?[ \t]*(?:[0-9][0-9T:/.+Z -]{5,40})?[ \t]*\r?\n?\Z"
    rb"|From \S+@\S+[ \t][^\n]{0,60}\b(?:19|20)[0-9]{2}\b[^\n]{0,20}\r?\n?\Z"
)
_HEADER: Final = re.compile(rb"([!-9;-~]{1,60}):|>From ")
# The headers of an attached message end so: some programs leave its first line where it was.
_ATTACHES: Final = re.compile(
    rb"^content-type:[ \t]*message/rfc822\b[^\n]*\n(?:[^\n:]{1,60}:[^\n]*\n|[ \t][^\n]+\n)*[ \t\r]*\n\Z",
    re.IGNORECASE | re.MULTILINE,
)
_SIGNED: Final = re.compile(rb"^>(?=>*From )", re.MULTILINE)
_SIGNED_BELOW: Final = re.compile(rb"(?<=\n)>(?=>*From )")
_LENGTH: Final = re.compile(rb"content-length:[ \t]*([0-9]{1,12})[ \t]*\r?\n?\Z", re.IGNORECASE)
# Names of mail headers. Nobody copies those in the second list into a letter by hand.
_SAID: Final = frozenset((b"from", b"to", b"cc", b"subject", b"date", b"sent", b"reply-to"))
_TECHNICAL: Final = re.compile(
    rb"received|return-path|message-id|mime-version|content-[a-z-]+|delivered-to|in-reply-to|references|sender|status|"
    rb"dkim-signature|authentication-results|user-agent|list-[a-z-]+|errors-to|precedence|importance|priority|lines|bcc|arc-[a-z-]+|thread-[a-z]+|x-[!-9;-~]+"
)


class _Block(NamedTuple):
    """The headers that follow a line: the names of common ones, the number of technical ones, whether there is any
    header at all, and whether they end as headers do.
    """

    names: frozenset[bytes]
    technical: int
    any: bool
    complete: bool


def begins_as_mbox(path: Path) -> bool:
    """Whether a file's first line begins a message. Raises OSError."""
    with path.open("rb") as file:
        line = file.readline(_LONGEST + 1).removeprefix(_BOM).split(b"\r", 1)[0]
        return _is_whole(line) or (_is_short(line) and _HEADER.match(file.readline(_LONGEST)) is not None)


def in_mbox(path: Path, name: str) -> Iterator[RawMessage | Problem]:
    """The messages of an mbox. Of one that is too large, or that may be two, only the reason comes. Raises OSError."""
    with path.open("rb") as file:
        text = _Text(file)
        beginnings = _Beginnings(path)
        message = _Held(name)
        while piece := text.next():
            begins = beginnings.at(text, piece, first=not message.number)
            if begins and message.number and not message.size:
                pass  # two "From " lines in a row begin one message
            elif begins:
                yield from message.ended()
                message.begin()
            elif message.number:
                message.add(piece, fresh=text.fresh)
                if begins is None:
                    message.doubt(text.line)
            elif piece.strip():
                yield RawMessage(name, ".eml", b"", "is not an mbox: its first line does not begin a message")
                return
        if message.number:
            yield from message.ended()
        else:
            yield RawMessage(name, ".eml", b"", "is empty")


def too_large(size: int) -> str:
    """Why a message of so many bytes is not read; empty where it is read."""
    return f"has {size // 1_000_000} MB, more than any letter" if size > LARGEST else ""


class _Held:
    """The message that is being read."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.number = self.size = 0
        self.bytes = bytearray()
        self.doubts: list[int] = []

    def begin(self) -> None:
        self.number, self.size = self.number + 1, 0
        self.bytes, self.doubts = bytearray(), []

    def add(self, piece: bytes, *, fresh: bool) -> None:
        """Add bytes to it. ``fresh`` is whether they begin a line."""
        self.size += len(piece)
        if self.size > LARGEST:
            self.bytes.clear()
        elif b">From " in piece:  # a line of the letter's own that began with "From " was marked with a sign
            self.bytes += (_SIGNED if fresh else _SIGNED_BELOW).sub(b"", piece)
        else:
            self.bytes += piece

    def doubt(self, line: int) -> None:
        """Note that one of its lines may begin another message."""
        if not self.doubts:
            self.doubts.append(line)

    def ended(self) -> Iterator[RawMessage | Problem]:
        if not self.number:
            return
        fault = too_large(self.size)
        if self.doubts and not fault:
            (line,) = self.doubts
            fault = f"may be two messages: line {line} of the mbox may begin another"
            hint = "put a blank line before it if it does, and '>' if it is the letter's own"
            message = "may begin another message, or be a line of the letter that it stands in; neither is read"
            yield Problem(Where(self.name, line), "doubtful-line", message, hint)
        yield RawMessage(f"{self.name}#{self.number}", ".eml", b"" if fault else bytes(self.bytes), fault)


class _Text:
    """The text of a file in pieces: each line that begins with "From " is a piece, and so is the text between such
    lines.
    """

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._held, self._at = b"", 0  # and where in it the next piece begins
        self._piece = b""
        self._old = False
        # For the latest piece: where it begins, the number of its first line, whether it begins that line, whether the
        # line before is blank, and whether it is a line that begins with "From ".
        self.place, self.line = 0, 1
        self.fresh = self.blank = True
        self.may_begin = False
        self.within = False  # whether it may begin a message attached to the one before

    def next(self) -> bytes:
        """The next piece; empty at the end."""
        self._pass()
        self._fill()
        held, at = self._held, self._at
        self.may_begin = self.fresh and held.startswith(b"From ", at)
        end = held.find(b"\n" if self.may_begin else b"\nFrom ", at) + 1
        self._at = end or (0 if self.may_begin else held.rfind(b"\n", at) + 1) or len(held)
        self._piece = held[at : self._at]
        return self._piece

    def lines_after(self) -> Iterator[bytes]:
        """The lines that follow the latest piece."""
        at = self._at
        while at < len(self._held):
            end = self._held.find(b"\n", at) + 1 or len(self._held)
            yield self._held[at:end]
            at = end

    def _pass(self) -> None:
        """Move past the latest piece."""
        piece = self._piece
        if piece:
            self.place += len(piece)
            self.line += piece.count(b"\n")
            self.fresh = piece.endswith(b"\n")
            self.within = _ATTACHES.search(piece[-_LONGEST:]) is not None
            self.blank = not piece[piece.rfind(b"\n", 0, -1) + 1 :].strip()

    def _fill(self) -> None:
        if len(self._held) - self._at < _AHEAD and (more := self._file.read(_PIECE)):
            if not self.place and not self._held:
                self.place = len(more) - len(more := more.removeprefix(_BOM))
                self._old = b"\n" not in more  # lines end as on old Macs
            more = more.replace(b"\r", b"\n") if self._old else more
            self._held, self._at = self._held[self._at :] + more, 0


class _Beginnings:
    """Where messages begin: at the declared lengths, if every message has one; otherwise at lines that look like it."""

    def __init__(self, path: Path) -> None:
        self._told = sum(1 for _ in _starts_told(path))  # messages that declare their length
        self._starts = _starts_told(path)
        self._next = next(self._starts, -1)

    def at(self, text: _Text, piece: bytes, *, first: bool) -> bool | None:
        """Whether a message begins at the latest piece; ``None`` where that is doubtful."""
        if self._told and text.place == self._next:
            self._next = next(self._starts, -1)
            return True
        begins = _begins(piece, text, first=first) if text.may_begin else False
        if begins and text.within:
            return None  # or somebody ended a letter like this to swallow the next message
        if self._told and begins is not False:
            # Where several messages declare lengths, all lengths fit. A single message may use one to hide others.
            return None if self._told == 1 else False
        return begins


def _is_whole(line: bytes) -> bool:
    return line.startswith(b"From ") and len(line) <= _LONGEST and bool(_WHOLE.match(line))


def _is_short(line: bytes) -> bool:
    return len(line) <= _LONGEST and bool(_SHORT.match(line))


def _begins(line: bytes, text: _Text, *, first: bool) -> bool | None:
    """Whether a line that begins with "From " begins a message; ``None`` where that is doubtful."""
    whole = _is_whole(line)
    if whole and first:
        return True
    block, blank = _block(text), text.blank
    known = len(block.names) + block.technical
    if first:
        return _is_short(line) and block.any
    if whole:  # some programs leave out the blank line before a message
        return known >= 2 or (None if known and not (blank and block.complete) else bool(known))
    if _is_short(line):
        sure = known >= 2 and (b"from" in block.names or block.technical >= 2)
        return True if sure and (blank or known >= 3) else None if known >= 2 else False
    # Either a sentence of the letter above headers that somebody copied, or a date in an unknown form.
    return None if block.technical and known >= 3 and b"from" in block.names else False


def _block(text: _Text) -> _Block:
    """The headers that come next in the text."""
    names: set[bytes] = set()
    technical = count = 0
    for line in islice(text.lines_after(), _MOST_LOOKED_AT):
        if count and line.startswith((b" ", b"\t")) and line.strip():
            continue
        header = _HEADER.match(line[:_LONGEST])
        if header is None:
            return _Block(frozenset(names), technical, count > 0, not line.strip())
        count += 1
        name = (header[1] or b"").lower()
        if name in _SAID:
            names.add(name)
        elif _TECHNICAL.fullmatch(name):
            technical += 1
    return _Block(frozenset(names), technical, count > 0, complete=True)


def _starts_told(path: Path) -> Iterator[int]:
    """Where the messages begin, by their declared lengths. Empty where one declares none or a wrong one: such a header
    may also have come with the mail from elsewhere.
    """
    with path.open("rb") as file:
        size = file.seek(0, os.SEEK_END)
        if _goes_through(file, size):
            yield from (start for start in _steps(file, size) if start < size)


def _goes_through(file: IO[bytes], size: int) -> bool:
    last = -1
    for last in _steps(file, size):  # noqa: B007 - the last one is wanted
        pass
    return last == size


def _steps(file: IO[bytes], size: int) -> Iterator[int]:
    """Where each message begins, as long as each tells where the next does. Ends with the file's size, if all do."""
    file.seek(0)
    at = len(_BOM) if file.read(len(_BOM)) == _BOM else 0
    while at < size:
        file.seek(at)
        line = file.readline(_LONGEST + 1)
        length = _length_in(file) if _is_whole(line) or _is_short(line) else None
        if length is None or (end := file.tell() + length) > size:
            return
        yield at
        file.seek(end - 1)
        if file.read(1) != b"\n" and file.readline(_LONGEST).strip():
            return
        at = file.tell()
        for _ in range(_MOST_BLANK):
            blank = file.readline(_LONGEST)
            if blank.strip():
                break
            at += len(blank)
    yield size


def _length_in(file: IO[bytes]) -> int | None:
    """The length that the headers declare for the body after them. Leaves the file just after the headers."""
    length = None
    for _ in range(_MOST_LOOKED_AT * 10):
        line = file.readline(_PIECE)
        if not line.strip():
            return length if line else None
        said = _LENGTH.match(line[:_LONGEST])
        if said is not None:
            length = int(said[1])
    return None


# Files left alone: what lies in a folder of post but is no post. A warning always mentions them.

_SHOWN: Final = 8  # kinds named in a warning
_ENDING: Final = re.compile(r"\.[a-z0-9_+~-]{1,12}")
# Files that mail programs and systems keep for themselves.
_KEPT: Final = re.compile(
    r"""
    .*\.(?:msf|lock) | (?:popstate|msgfilterrules)\.dat | filterlog\.html | subscriptions | thumbs\.db | desktop\.ini
    | dovecot(?:-(?:uidlist|uidvalidity|keywords|acl)|\.index|\.mailbox\.log)[\w.-]* | courier(?:imap|pop)\w*
    | maildir(?:folder|size)
    """,
    re.VERBOSE,
)
_OF_SORTING: Final = re.compile(
    r"post\.sqlite(?:-\w+)?|summary\.html|(?:messages|campaigns)\.csv|sort\.json|decisions\.yaml"
)


@dataclass(frozen=True)
class Left(Problem):
    """A warning that a number of files were left alone."""

    count: int = field(default=0, compare=False)


class LeftAlone:
    """The files of one folder that were left alone, counted by kind."""

    def __init__(self) -> None:
        self._kinds: Counter[str] = Counter()

    def add(self, path: Path) -> None:
        """Count a file that is no post."""
        if not _is_kept(path):
            ending = path.suffix.lower()
            known = _ENDING.fullmatch(ending)
            self._kinds[ending if known else "with another ending" if ending else "without an ending"] += 1

    def add_link(self, to: str) -> None:
        """Count a link that was not followed."""
        self._kinds[f"linked to {to}"] += 1

    def told(self, name: str) -> Iterator[Problem]:
        """A warning, if any files were left alone. ``name`` is the folder's name in problems."""
        total = self._kinds.total()
        if not total:
            return
        first = sorted(self._kinds.items(), key=lambda kind: (-kind[1], kind[0]))[:_SHOWN]
        said = [f"{count:,} {kind}" for kind, count in first]
        others = total - sum(count for _, count in first)
        if others:
            said.append(f"{others:,} others")
        message = f"{total:,} {'file was' if total == 1 else 'files were'} left alone: {', '.join(said)}"
        yield Left(Where(name), "left-alone", message, count=total)


def _is_kept(path: Path) -> bool:
    """Whether a program or the system made the file."""
    if _KEPT.fullmatch(path.name.lower()):
        return True
    return bool(_OF_SORTING.fullmatch(path.name)) and (path.parent / STORE).exists()


# Gathering: messages come one by one, however many there are.

UNUSABLE: Final = ("unreadable-file", "unknown-file")  # rules of problems about paths that could not be opened
_MAILDIR: Final = ("new", "cur")

Folders = set[tuple[int, int]]  # by device and inode number


def gather(paths: Iterable[str]) -> Iterator[RawMessage | Problem]:
    """The messages in files and folders, in the order of their names. A path that cannot be used gives a problem. After
    each folder comes a warning of what was left alone in it.
    """
    walked: Folders = set()
    for given in paths:
        path = given.rstrip("/") or given
        left = LeftAlone()
        yield from _walk(path, walked, left)
        yield from left.told(printable(path))


def printable(path: str) -> str:
    """A path made safe to show: no file name can end a line, move the cursor or reverse the text."""
    return "".join(sign if sign.isprintable() else sign.encode("unicode_escape").decode() for sign in path)


def _walk(top: str, walked: Folders, left: LeftAlone) -> Iterator[RawMessage | Problem]:
    """What is at a path and below it. Not recursive, since folders may be nested to any depth."""
    waiting = [top]
    while waiting:
        path = Path(given := waiting.pop())
        name = printable(given)
        try:
            status = path.stat()
            if stat.S_ISDIR(status.st_mode):
                if given != top and path.is_symlink():  # a link may lead anywhere
                    left.add_link("a folder")
                elif _is_fresh(status, walked):
                    waiting += reversed(_entries(given))
            elif not stat.S_ISREG(status.st_mode):
                yield Problem(Where(name), "unreadable-file", "cannot be read: is a pipe, a socket or a device")
            elif (messages := _messages(path, name)) is not None:
                yield from messages
            elif given == top:
                yield _unknown(name)
            else:
                left.add(path)
        except OSError as failure:
            if isinstance(failure, FileNotFoundError) and given != top and path.is_symlink():
                left.add_link("nothing")
            else:
                yield _unreadable(name, failure)


def _is_fresh(status: os.stat_result, walked: Folders) -> bool:
    """Whether a folder was not yet reached by another path. Some file systems cannot tell."""
    known = (status.st_dev, status.st_ino)
    if status.st_ino and known in walked:
        return False
    walked.add(known)
    return True


def _entries(path: str) -> list[str]:
    """The entries of a folder to look at: no hidden ones, except those within a Maildir. Raises OSError."""
    maildir = _is_maildir(Path(path))
    with os.scandir(path) as entries:
        found = [
            entry.path
            for entry in entries
            if (maildir and entry.is_dir(follow_symlinks=False)) or not is_of_a_program(entry.name)
            # A message in a Maildir's tmp is still being delivered, and may be incomplete.
            if not (maildir and entry.name == "tmp")
        ]
    return sorted(found)


def _is_maildir(folder: Path) -> bool:
    return all((folder / box).is_dir() for box in _MAILDIR)


def _messages(path: Path, name: str) -> Iterator[RawMessage | Problem] | None:
    """The message or messages of a file; None where it is no post. Raises OSError."""
    in_maildir = path.parent.name in _MAILDIR and _is_maildir(path.parent.parent)
    kind = ".eml" if in_maildir else path.suffix.lower()
    given = input_of(kind)
    if given.message:
        whole = _whole(path, name, kind)
        # Some programs save an mbox under that name, so it may hold more than one.
        return in_mbox(path, name) if kind == ".eml" and whole.data.startswith(b"From ") else iter([whole])
    if given.messages:
        found: Iterator[RawMessage | Problem] = reader(given.messages)(path, name)
        return found
    # Thunderbird names its files after folders, without an ending.
    return in_mbox(path, name) if begins_as_mbox(path) else None


def _whole(path: Path, name: str, kind: str) -> RawMessage:
    try:
        fault = too_large(path.stat().st_size)
        return RawMessage(name, kind, b"" if fault else path.read_bytes(), fault)
    except OSError as failure:
        return RawMessage(name, kind, b"", f"cannot be read: {reason_of(failure)}")


def _unknown(name: str) -> Problem:
    known = ", ".join(endings("message", "messages"))
    return Problem(Where(name), "unknown-file", "is no kind of post that is known", f"known: {known}, folders of these")


def _unreadable(name: str, failure: OSError) -> Problem:
    reason = reason_of(failure)
    return Problem(Where(name), "unreadable-file", f"cannot be read: {reason}")


# Letters that somebody typed, scanned or saved: Word files and plain text, read line by line.


def read_docx_letter(data: bytes) -> Message:
    """A letter in Word. Raises UnreadableMessage."""
    try:
        lines, notes = word_lines(data)
    except Refused as refused:
        raise UnreadableMessage(str(refused)) from None
    return Message(text="\n".join(lines), notes=notes)


def read_txt(data: bytes) -> Message:
    """A letter as plain text in any encoding. Raises UnreadableMessage."""
    if not data.strip():
        raise UnreadableMessage("is empty")
    try:
        text, notes = decode(data)
    except Refused as refused:
        raise UnreadableMessage(str(refused)) from None
    return Message(text=text.replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n\n"), notes=notes)
