"""The ZIP file that holds a batch: entries stored as they are, in order, and a directory written from the journal.

The standard library keeps every entry of an archive in memory, and takes longer over one than a letter takes to make.
The format is APPNOTE's, with its 64-bit forms where numbers need them.
"""

from __future__ import annotations

import os
import struct
import zlib
from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from pathlib import Path
from typing import IO, Final

from drafter.batch.journal import Entry

_LOCAL: Final = struct.Struct("<4s5H3I2H")
_CENTRAL: Final = struct.Struct("<4s6H3I5H2I")
_END: Final = struct.Struct("<4s4H2IH")
_END64: Final = struct.Struct("<4sQ2H2I4Q")
_LOCATOR: Final = struct.Struct("<4sIQI")
_VERSION, _VERSION64 = 20, 45
_DAY: Final = 1 << 5 | 1  # 1 January 1980: the same letters are the same file
_MOST16, _MOST32 = 0xFFFF, 0xFFFFFFFF
_BUFFER: Final = 1 << 20


def is_zip(target: Path) -> bool:
    """Whether a batch's name asks for one ZIP file."""
    return target.suffix.lower() == ".zip"


def local(name: str, crc: int, size: int) -> bytes:
    """What stands before an entry's bytes; its name is ASCII."""
    encoded = name.encode("ascii")
    return _LOCAL.pack(b"PK\3\4", _VERSION, 0, 0, 0, _DAY, crc, size, size, len(encoded), 0) + encoded


def local_size(entry: Entry) -> int:
    """How many bytes an entry takes, with what stands before it."""
    return _LOCAL.size + len(entry.file) + entry.size


def finish(file: IO[bytes], at: int, entries: Callable[[], Iterator[Entry]], name: str, rows: Iterable[bytes]) -> None:
    """Add one more entry, of which nobody knows the size before it is written, and then the directory."""
    file.seek(at)
    file.write(local(name, 0, 0))
    size, crc = 0, 0
    for row in rows:
        file.write(row)
        size, crc = size + len(row), zlib.crc32(row, crc)
    file.seek(at)
    file.write(local(name, crc, size))
    file.seek(0, os.SEEK_END)
    begins = file.tell()
    count, offset, pieces, ends = 0, 0, [], begins
    for entry in chain(entries(), [Entry(name, "", 0, 0, size, crc)]):
        pieces.append(_central(entry, offset))
        offset += local_size(entry)
        count += 1
        if len(pieces) * _CENTRAL.size > _BUFFER:
            ends += file.write(b"".join(pieces))
            pieces.clear()
    ends += file.write(b"".join(pieces))
    file.write(_ending(count, ends - begins, begins, ends))
    file.truncate()


def _central(entry: Entry, offset: int) -> bytes:
    encoded = entry.file.encode("ascii")
    large = offset >= _MOST32
    extra = struct.pack("<2HQ", 1, 8, offset) if large else b""
    version = _VERSION64 if large else _VERSION
    fields = (version, version, 0, 0, 0, _DAY, entry.crc, entry.size, entry.size, len(encoded), len(extra), 0, 0, 0, 0)
    return _CENTRAL.pack(b"PK\1\2", *fields, _MOST32 if large else offset) + encoded + extra


def _ending(count: int, size: int, begins: int, ends: int) -> bytes:
    ending = _END.pack(b"PK\5\6", 0, 0, *[min(count, _MOST16)] * 2, min(size, _MOST32), min(begins, _MOST32), 0)
    if count < _MOST16 and size < _MOST32 and begins < _MOST32:
        return ending
    whole = _END64.pack(b"PK\6\6", _END64.size - 12, _VERSION64, _VERSION64, 0, 0, count, count, size, begins)
    return whole + _LOCATOR.pack(b"PK\6\7", 0, ends, 1) + ending
