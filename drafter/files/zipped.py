"""The format of ZIP files, as far as drafter writes it: APPNOTE's, with its 64-bit forms where numbers need them.

The same entries give the same bytes, on every system and on every day.
"""

from __future__ import annotations

import struct
from typing import Final

STORED, DEFLATED = 0, 8  # how an entry's bytes are packed
HEADER: Final = struct.Struct("<4s5H3I2H")  # before an entry's bytes; its name follows
CENTRAL: Final = struct.Struct("<4s6H3I5H2I")  # in the directory; its name follows
_END: Final = struct.Struct("<4s4H2IH")
_END64: Final = struct.Struct("<4sQ2H2I4Q")
_LOCATOR: Final = struct.Struct("<4sIQI")
_VERSION, _VERSION64 = 20, 45
_UTF8: Final = 1 << 11
_DAY: Final = 1 << 5 | 1  # 1 January 1980, the first day in ZIP: no time of saving is kept
_MOST16, _MOST32 = 0xFFFF, 0xFFFFFFFF


def header(name: bytes, method: int, crc: int, packed: int, size: int) -> bytes:
    """What stands before an entry's bytes. ``packed`` and ``size`` are their number, packed and unpacked."""
    flags = 0 if name.isascii() else _UTF8
    return HEADER.pack(b"PK\3\4", _VERSION, flags, method, 0, _DAY, crc, packed, size, len(name), 0) + name


def central(name: bytes, method: int, crc: int, packed: int, size: int, at: int) -> bytes:
    """An entry of the directory. ``at`` is where the entry's header begins in the file."""
    flags = 0 if name.isascii() else _UTF8
    # The field 'made by' always says MS-DOS; otherwise a file made on another system would differ.
    made, extra, place = _VERSION, b"", at
    if at >= _MOST32:
        made, extra, place = _VERSION64, struct.pack("<2HQ", 1, 8, at), _MOST32
    sizes = (crc, packed, size, len(name), len(extra), 0, 0, 0, 0, place)
    return CENTRAL.pack(b"PK\1\2", made, made, flags, method, 0, _DAY, *sizes) + name + extra


def ending(count: int, size: int, begins: int) -> bytes:
    """What follows the directory: how many entries it has, its bytes, and where it begins in the file."""
    if count < _MOST16 and size < _MOST32 and begins < _MOST32:
        return _END.pack(b"PK\5\6", 0, 0, count, count, size, begins, 0)
    end = _END.pack(b"PK\5\6", 0, 0, *[min(count, _MOST16)] * 2, min(size, _MOST32), min(begins, _MOST32), 0)
    whole = _END64.pack(b"PK\6\6", _END64.size - 12, _VERSION64, _VERSION64, 0, 0, count, count, size, begins)
    return whole + _LOCATOR.pack(b"PK\6\7", 0, begins + size, 1) + end
