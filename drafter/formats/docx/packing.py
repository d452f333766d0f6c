"""Word's packages as ZIP files: the same bytes for the same parts, compressed once except for one stretch of a part.

The bytes before and behind such a stretch are compressed once. The stretch itself is put in uncompressed, in blocks
that say so (RFC 1951, 3.2.4). So a package is filled in microseconds, and a letter's file is the same in whichever way
it is made.
"""

from __future__ import annotations

import hashlib
import struct
import zlib
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Final

from drafter.files import zipped
from drafter.frozen import NamedTuple, dataclass

_BLOCK: Final = struct.Struct("<BHH")
_LONGEST_BLOCK: Final = 0xFFFF
_LEVEL: Final = 6
_ONES: Final = 0xFFFFFFFF


class OpenPart(NamedTuple):
    """A part with one stretch left open: the bytes before it and behind it."""

    name: str
    before: bytes
    behind: bytes


class _Half(NamedTuple):
    """An open part as it is kept: the compressed bytes, and the values for the checksum of the whole."""

    name: bytes
    packed_before: bytes
    crc_before: int
    packed_behind: bytes
    crc_behind: int
    behind: int
    length: int


@dataclass(frozen=True)
class OpenPackage:
    """A package whose open parts wait for their stretches. ``parts`` are the other ones, already compressed.

    It holds only bytes, so that it can be sent to another process.
    """

    parts: bytes
    parts_crc: int
    directory: bytes
    count: int
    halves: tuple[_Half, ...]

    def own(self, stretches: Sequence[bytes]) -> tuple[bytes, ...]:
        """The bytes that differ from file to file: for each open part its header and its stretch; then the ending."""
        pieces: list[bytes] = []
        entries = b""
        at = len(self.parts)
        for half, stretch in zip(self.halves, stretches, strict=True):
            name, before, crc_before, behind, crc_behind, length_behind, length = half
            crc = _and(zlib.crc32(stretch, crc_before), crc_behind, length_behind)
            stored = _stored(stretch)
            packed, size = len(before) + len(stored) + len(behind), length + len(stretch)
            header = zipped.header(name, zipped.DEFLATED, crc, packed, size)
            pieces += (header, stored)
            entries += zipped.central(name, zipped.DEFLATED, crc, packed, size, at)
            at += len(header) + packed
        count, size = self.count + len(self.halves), len(self.directory) + len(entries)
        return (*pieces, entries + zipped.ending(count, size, at))

    def joined(self, own: Sequence[bytes]) -> bytes:
        """The file, from the result of ``own``."""
        pieces = [self.parts]
        for half, header, stored in zip(self.halves, own[::2], own[1::2], strict=False):
            pieces += (header, half.packed_before, stored, half.packed_behind)
        return b"".join((*pieces, self.directory, own[-1]))

    # Of a file's checksums, what the parts that all files share add is worked out once.

    def sha256(self, data: bytes) -> str:
        """The SHA-256 of a file that ``joined`` made, in hex."""
        digest = _begun(self.parts).copy()
        digest.update(memoryview(data)[len(self.parts) :])
        return digest.hexdigest()

    def crc(self, data: bytes) -> int:
        """The CRC-32 of a file that ``joined`` made."""
        return zlib.crc32(memoryview(data)[len(self.parts) :], self.parts_crc)

    def filled(self, stretches: Sequence[bytes]) -> bytes:
        """The file, with one stretch for each open part, in their order."""
        return self.joined(self.own(stretches))


def pack(parts: Mapping[str, bytes], open_parts: Iterable[OpenPart] = ()) -> OpenPackage:
    """Pack the parts in the given order, and then the open ones."""
    pieces: list[bytes] = []
    directory: list[bytes] = []
    at = 0
    for name, data in parts.items():
        packed, method = _compressed(data), zipped.DEFLATED
        if len(packed) >= len(data):
            packed, method = data, zipped.STORED
        fields = (method, zlib.crc32(data), len(packed), len(data))
        directory.append(zipped.central(name.encode(), *fields, at))
        pieces += (zipped.header(name.encode(), *fields), packed)
        at += len(pieces[-2]) + len(packed)
    halves = tuple(
        _Half(
            name=part.name.encode(),
            packed_before=_compressed(part.before, zlib.Z_SYNC_FLUSH),
            crc_before=zlib.crc32(part.before),
            packed_behind=_compressed(part.behind),
            crc_behind=zlib.crc32(part.behind),
            behind=len(part.behind),
            length=len(part.before) + len(part.behind),
        )
        for part in open_parts
    )
    packed_parts = b"".join(pieces)
    return OpenPackage(packed_parts, zlib.crc32(packed_parts), b"".join(directory), len(parts), halves)


def _and(crc: int, behind: int, length: int) -> int:
    """The CRC-32 of two stretches together, from the CRC-32 of each and the length of the second."""
    first, second, third, fourth = _shifts(length)
    return first[crc & 255] ^ second[crc >> 8 & 255] ^ third[crc >> 16 & 255] ^ fourth[crc >> 24] ^ behind


@lru_cache(maxsize=128)  # a package needs two, of forty kilobytes each
def _shifts(length: int) -> tuple[list[int], ...]:
    """What each byte of a CRC-32 becomes when so many bytes follow. It is linear, so 32 bits determine all values."""
    zeros = bytes(length)
    bits = [zlib.crc32(zeros, (1 << bit) ^ _ONES) ^ _ONES for bit in range(32)]
    tables = []
    for first in range(0, 32, 8):
        table = [0] * 256
        for value in range(1, 256):
            lowest = value & -value
            table[value] = table[value ^ lowest] ^ bits[first + lowest.bit_length() - 1]
        tables.append(table)
    return tuple(tables)


@lru_cache(maxsize=64)  # as many texts as a few pieces of a batch have
def _begun(parts: bytes) -> hashlib._Hash:
    """The SHA-256 of files that begin with these parts, to be copied and continued."""
    return hashlib.sha256(parts)


def _compressed(data: bytes, ending: int = zlib.Z_FINISH) -> bytes:
    packer = zlib.compressobj(_LEVEL, zlib.DEFLATED, -zlib.MAX_WBITS)
    return packer.compress(data) + packer.flush(ending)


def _stored(data: bytes) -> bytes:
    """The data as blocks of a compressed stream, none of them the last block."""
    if len(data) <= _LONGEST_BLOCK:
        return _BLOCK.pack(0, len(data), len(data) ^ 0xFFFF) + data
    blocks = [data[at : at + _LONGEST_BLOCK] for at in range(0, len(data), _LONGEST_BLOCK)]
    return b"".join(_BLOCK.pack(0, len(block), len(block) ^ 0xFFFF) + block for block in blocks)
