"""The bytes of a part of a mail, as they were before they travelled: base64 and quoted-printable, badly made or not."""

from __future__ import annotations

import binascii
import quopri
import re
from email.message import Message as Mail
from typing import Final

_OF_BASE64: Final = re.compile(rb"[A-Za-z0-9+/]+={0,2}")
_OTHER: Final = re.compile(rb"[^A-Za-z0-9+/=]")
_LEAST_LINE: Final = 20  # letters of a line of base64 that may have other signs in it
_ESCAPED: Final = re.compile(rb"=(?:[0-9A-F]{2}|[ \t]*\r?\n)")
_BARE: Final = re.compile(rb"=(?![0-9A-F]{2}|[ \t]*\r?\n|\Z)")
_ENCODED: Final = re.compile(rb"=(?:20|3D|C2=|C3=|E2=80=|9[1-7]|A3)(?:\r?\n|.)|[\w,;.]=\r?\n")
_LEAST_ESCAPES: Final = 2
_LOOKED_AT: Final = 200_000  # bytes in which signs of an encoding are counted


def payload_of(part: Mail) -> bytes:
    """The bytes of a part that holds no others, decoded as they seem to be encoded, whatever is declared of that."""
    declared = str(part.get("Content-Transfer-Encoding") or "").strip().lower()
    if declared == "base64":
        return _from_base64(_raw(part))
    payload = part.get_payload(decode=True)
    data = payload if isinstance(payload, bytes) else b""
    if declared != "quoted-printable" and _seems_printable(data[:_LOOKED_AT]):
        return quopri.decodestring(data)
    return data


def _raw(part: Mail) -> bytes:
    payload = part.get_payload()
    return payload.encode("utf-8", "surrogateescape") if isinstance(payload, str) else b""


def _seems_printable(data: bytes) -> bool:
    """Whether bytes are quoted-printable that does not say so: they escape what such mail does, and nothing else."""
    if b"=" not in data or not data.isascii():
        return False
    escapes = len(_ESCAPED.findall(data))
    return escapes >= _LEAST_ESCAPES and len(_ENCODED.findall(data)) >= _LEAST_ESCAPES and not _BARE.search(data)


def _from_base64(data: bytes) -> bytes:
    """Base64 up to where it ends; what stands below it, as programs on the way put it there, is kept as it is."""
    lines = data.split(b"\n")
    encoded: list[bytes] = []
    for line in lines:
        said = line.strip()
        if said and not _OF_BASE64.fullmatch(said):
            bare = _OTHER.sub(b"", said)
            if b" " in said or len(bare) < _LEAST_LINE or len(bare) < 0.9 * len(said):
                break  # words
            said = bare
        encoded.append(said)
    rest = b"\n".join(lines[len(encoded) :]).strip()
    decoded = b"".join(map(_decoded, re.findall(rb"[A-Za-z0-9+/]+=*", b"".join(encoded))))
    return decoded + b"\n\n" + rest if decoded and rest else decoded or rest


def _decoded(data: bytes) -> bytes:
    bare = data.rstrip(b"=")
    if len(bare) % 4 == 1:
        bare = bare[:-1]
    return binascii.a2b_base64(bare + b"=" * (-len(bare) % 4))
