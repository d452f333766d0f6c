"""The texts of documents as they are kept: a file each in the office's own folder, a paragraph to a line."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import NamedTuple

from drafter.factbase.model import Source
from drafter.problems import Problem, Where

LARGEST = 50_000_000  # bytes; a longer text is no document that a letter cites


class Text(NamedTuple):
    """The text of a document. ``blocks`` are its lines that are not blank; a citation counts them from 1."""

    source: str
    blocks: tuple[str, ...]
    sha256: str

    def block(self, number: int) -> str | None:
        """The block of this number, or ``None``."""
        return self.blocks[number - 1] if 0 < number <= len(self.blocks) else None


def blocks_of(text: str) -> tuple[str, ...]:
    """The paragraphs of a kept text."""
    return tuple(line.strip() for line in text.splitlines() if line.strip())


def sha256_of(data: bytes) -> str:
    """What ``sha256`` in ``facts/sources.yaml`` says of a kept text's bytes."""
    return hashlib.sha256(data).hexdigest()


def path_of(folder: Path, source: str) -> Path:
    """Where the text of a source is kept."""
    return folder / f"{source}.txt"


def read_text(folder: Path, source: Source, name: str = "texts") -> tuple[Text | None, Problem | None]:
    """The kept text of a source: ``(None, None)`` where there is none, a problem where it cannot be what it should."""
    path = path_of(folder, source.id)
    where = Where(f"{name}/{path.name}")
    try:
        if path.stat().st_size > LARGEST:
            return None, Problem(where, "unreadable-text", "is too large for the text of a document")
        data = path.read_bytes()
        text = data.decode("utf-8-sig")
    except FileNotFoundError:
        return None, None
    except UnicodeDecodeError:
        return None, Problem(where, "unreadable-text", "is not UTF-8 text", "add the document again")
    except OSError as failure:
        return None, Problem(where, "unreadable-text", f"cannot be read: {(failure.strerror or str(failure)).lower()}")
    found = sha256_of(data)
    if source.sha256 and found != source.sha256:
        message = f"is not the text that facts/sources.yaml names for '{source.id}': another edition, or changed since"
        hint = "if it is right, 'drafter sources add' it as a source of its own"
        return None, Problem(where, "changed-text", message, hint)
    return Text(source.id, blocks_of(text), found), None
