"""Outlook messages (.msg) written from scratch, for the made-up post: a compound file (MS-CFB) as MS-OXMSG fills it."""

from __future__ import annotations

import struct
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

_SECTOR, _MINI, _CUTOFF = 512, 64, 4096
_FREE, _END, _FAT, _NOTHING = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD, 0xFFFFFFFF
_STORAGE, _STREAM, _ROOT = 1, 2, 5
_UNICODE, _BINARY, _INTEGER, _TIME = 0x001F, 0x0102, 0x0003, 0x0040

Tree = Mapping[str, Any]  # a name's bytes, or another tree


def message(
    subject: str,
    sender: str,
    address: str,
    sent: datetime,
    body: str,
    html: str = "",
    headers: str = "",
    rich: bytes = b"",
    kind: str = "IPM.Note",
) -> bytes:
    """A message as Outlook saves one, with a text, an HTML page, rich text (packed or not), or several of them."""
    texts = {0x001A: kind, 0x0037: subject, 0x0C1A: sender, 0x0C1F: address, 0x5D01: address, 0x007D: headers}
    if body:
        texts[0x1000] = body
    properties, tree = [], {}
    for pid, text in texts.items():
        if text:
            data = text.encode("utf-16-le")
            tree[f"__substg1.0_{pid:04X}{_UNICODE:04X}"] = data
            properties.append(struct.pack("<HHIII", _UNICODE, pid, 6, len(data) + 2, 0))
    if html:
        data = html.encode("utf-8")
        tree[f"__substg1.0_1013{_BINARY:04X}"] = data
        properties.append(struct.pack("<HHIII", _BINARY, 0x1013, 6, len(data), 0))
        properties.append(struct.pack("<HHIQ", _INTEGER, 0x3FDE, 6, 65001))
    if rich:
        data = rich if rich[8:12] == b"LZFu" else struct.pack("<II4sI", len(rich) + 12, len(rich), b"MELA", 0) + rich
        tree[f"__substg1.0_1009{_BINARY:04X}"] = data
        properties.append(struct.pack("<HHIII", _BINARY, 0x1009, 6, len(data), 0))
    ticks = int((sent - datetime(1601, 1, 1, tzinfo=UTC)).total_seconds() * 10_000_000)
    properties.append(struct.pack("<HHIQ", _TIME, 0x0039, 6, ticks))
    properties.append(struct.pack("<HHIQ", _INTEGER, 0x340D, 6, 0x00040000))
    tree["__properties_version1.0"] = b"\0" * 8 + struct.pack("<IIII", 0, 0, 0, 0) + b"\0" * 8 + b"".join(properties)
    tree["__nameid_version1.0"] = {f"__substg1.0_000{n}0102": b"" for n in (2, 3, 4)}
    return compound_file(tree)


def compound_file(tree: Tree) -> bytes:
    """A compound file that holds these storages and streams."""
    entries: list[list[Any]] = [["Root Entry", _ROOT, _NOTHING, _NOTHING, _NOTHING, b""]]
    entries[0][4] = _children(tree, entries)
    mini, mini_fat, chains, sectors = bytearray(), [], [], []
    for entry in entries:
        data = entry[5]
        entry.append(_END if not data else 0)
        if entry[1] != _STREAM or not data:
            continue
        if len(data) < _CUTOFF:
            entry[6] = len(mini) // _MINI
            count = -(-len(data) // _MINI)
            mini += data.ljust(count * _MINI, b"\0")
            first = len(mini_fat)
            mini_fat += [*range(first + 1, first + count), _END]
        else:
            chains.append((entry, data))
    fat: list[int] = []

    def put(data: bytes) -> int:
        if not data:
            return _END
        count, first = -(-len(data) // _SECTOR), len(fat)
        sectors.append(data.ljust(count * _SECTOR, b"\0"))
        fat.extend([*range(first + 1, first + count), _END])
        return first

    for entry, data in chains:
        entry[6] = put(data)
    entries[0][5], entries[0][6] = bytes(mini), put(bytes(mini))
    mini_fat_at = put(
        b"".join(struct.pack("<I", value) for value in mini_fat).ljust(-(-len(mini_fat) // 128) * _SECTOR, b"\xff")
    )
    directory = b"".join(_entry(*entry) for entry in entries)
    while len(directory) % _SECTOR:
        directory += _entry("", 0, _NOTHING, _NOTHING, _NOTHING, b"", 0)
    directory_at = put(directory)
    needed = 1
    while (len(fat) + needed) > needed * 128:
        needed += 1
    fat_at = len(fat)
    fat += [_FAT] * needed
    table = b"".join(struct.pack("<I", value) for value in fat).ljust(needed * _SECTOR, b"\xff")
    header = struct.pack(
        "<8s16sHHHHH6sIIIIIIIIII",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"", 0x3E, 3, 0xFFFE, 9, 6, b"",
        0, needed, directory_at, 0, _CUTOFF, mini_fat_at, -(-len(mini_fat) // 128), _END, 0, fat_at,
    )  # fmt: skip
    listed = [fat_at + number for number in range(1, needed)]
    header += b"".join(struct.pack("<I", value) for value in [*listed, *[_FREE] * (108 - len(listed))])
    return header + b"".join(sectors) + table


def _children(tree: Tree, entries: list[list[Any]]) -> int:
    """Enter what a storage holds, as a balanced tree ordered as the format orders names; the place of its root."""
    names = sorted(tree, key=lambda name: (len(name), name.upper()))
    places = {}
    for name in names:
        value = tree[name]
        places[name] = len(entries)
        entries.append([name, _STREAM, _NOTHING, _NOTHING, _NOTHING, value if isinstance(value, bytes) else b""])
        if not isinstance(value, bytes):
            entry = entries[-1]
            entry[1] = _STORAGE
            entry[4] = _children(value, entries)

    def root(low: int, high: int) -> int:
        if low >= high:
            return _NOTHING
        middle = (low + high) // 2
        entry = entries[places[names[middle]]]
        entry[2], entry[3] = root(low, middle), root(middle + 1, high)
        return places[names[middle]]

    return root(0, len(names))


def _entry(name: str, kind: int, left: int, right: int, child: int, data: bytes, start: int) -> bytes:
    encoded = name.encode("utf-16-le")
    size = len(encoded) + 2 if name else 0
    return struct.pack("<64sHBBIII16sIQQIQ", encoded, size, kind, 1, left, right, child, b"", 0, 0, 0, start, len(data))
