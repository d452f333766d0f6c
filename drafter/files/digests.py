"""The SHA-256 of bytes and of files, in hex."""

from __future__ import annotations

import hashlib
from pathlib import Path

from drafter.files.atomic import is_link


def sha256_of(data: bytes) -> str:
    """The SHA-256 of some bytes."""
    return hashlib.sha256(data).hexdigest()


def file_sha256(path: Path) -> str:
    """A file's SHA-256. Raises OSError."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def own_sha256(path: Path) -> str:
    """A file's SHA-256; empty for a missing file, for any link, and for what cannot be read."""
    try:
        return "" if is_link(path) else file_sha256(path)
    except OSError:
        return ""
