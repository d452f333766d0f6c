"""What was read from the facts, kept until a file changes: ten thousand facts load in a tenth of the time.

The key is the content of every file, so that a stale answer cannot be given. Only a base without problems is kept. What
is read back may hold nothing but the types of the fact base: a planted file can at worst be ignored.
"""

from __future__ import annotations

import hashlib
import io
import pickle
from pathlib import Path
from typing import Any

from drafter import __version__
from drafter.facts.model import SOURCES, Loaded
from drafter.files.atomic import write_atomically

_KNOWN = {
    "drafter.facts.model": {
        "Abbreviation", "Action", "Answer", "Citation", "Concern", "Fact", "FactBase", "FactKind", "Loaded", "Rub",
        "Side", "Source", "Speaker", "Subject", "Term", "Thing", "Topic", "Withdrawal",
    },
    "drafter.facts.edtf": {"Issued"},
    "drafter.problems": {"Where"},
    "datetime": {"date"},
    "builtins": {"frozenset"},
}  # fmt: skip


class _Unpickler(pickle.Unpickler):
    def find_class(self, module: str, name: str) -> Any:
        if name not in _KNOWN.get(module, ()):
            raise pickle.UnpicklingError(f"{module}.{name} is no type of the fact base")
        return super().find_class(module, name)


def load_cached(folder: Path, name: str, cache: Path | None) -> Loaded:
    """As ``load``; with a folder for the cache, what was read before is used again while no file has changed."""
    if cache is None:
        return _load(folder, name)
    key = _key(folder, name).encode()
    # One file for each office, or two that are used in turn would drive each other out.
    kept = cache / f"facts-{hashlib.sha256(bytes(folder.resolve())).hexdigest()[:16]}"
    try:
        data = kept.read_bytes()
        if data.startswith(key):
            found = _Unpickler(io.BytesIO(data[len(key) :])).load()
            if isinstance(found, Loaded):
                return found
    except Exception:  # noqa: BLE001, S110 - whatever is wrong with a cache, the files themselves are there
        pass
    loaded = _load(folder, name)
    if not loaded.problems:
        # A cache that cannot be written is no problem of the user's.
        write_atomically(kept, key + pickle.dumps(loaded, pickle.HIGHEST_PROTOCOL), kept.name, replace=True)
    return loaded


def _load(folder: Path, name: str) -> Loaded:
    from drafter.facts.load import load  # late: mostly what was read before is at hand

    return load(folder, name)


def _key(folder: Path, name: str) -> str:
    """A hash of the name and content of every file that is read."""
    digest = hashlib.sha256(f"{__version__}\0{name}\0".encode())
    for path in sorted((folder / SOURCES, *folder.glob("*/*.yaml"))):
        try:
            data = path.read_bytes()
        except OSError:
            data = b""
        digest.update(f"{path.relative_to(folder)}\0{len(data)}\0".encode() + data)
    return digest.hexdigest()
