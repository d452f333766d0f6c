"""A cache of the fact base, used until a file changes: it makes loading ten thousand facts ten times faster.

The key is the content of every file, so that an outdated answer is impossible. Only a base without problems is kept.
Only the types of the fact base are read back, so that a planted file can do no harm: it is ignored.
"""

from __future__ import annotations

import hashlib
import io
import pickle
from collections.abc import Mapping
from dataclasses import field
from pathlib import Path
from types import MappingProxyType
from typing import Any

from drafter import __version__
from drafter.facts import model
from drafter.facts.model import SOURCES, WORDS, Fact, Loaded, Source
from drafter.files.atomic import write_atomically
from drafter.files.layers import Layer, Layers
from drafter.frozen import dataclass

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


# The fields of these types. A cache of a version with other fields is not used.
_SHAPE = ";".join(
    f"{name}:{','.join(getattr(model, name).__annotations__)}" for name in sorted(_KNOWN["drafter.facts.model"])
)


class _Unpickler(pickle.Unpickler):
    def find_class(self, module: str, name: str) -> Any:
        if name not in _KNOWN.get(module, ()):
            raise pickle.UnpicklingError(f"{module}.{name} is no type of the fact base")
        return super().find_class(module, name)


@dataclass(frozen=True)
class FactsFolder:
    """A folder of facts. ``name`` is what problems call it; ``cache`` is a folder of the user's own, if there is one.

    It may be laid over a folder that came with the program, ``below``, to which nothing is ever written. Only the
    ``subjects`` are read; all if that is ``None``. The facts are remembered under the content of all files, so that
    nothing is read twice and nothing outdated is given.
    """

    folder: Path
    name: str
    cache: Path | None = None
    below: Layer | None = None
    subjects: tuple[str, ...] | None = None
    _read: dict[str, Loaded] = field(default_factory=dict, init=False, repr=False, compare=False)

    @property
    def layers(self) -> Layers:
        """The folder, and what it is laid over."""
        return Layers(Layer(self.folder, self.name), self.below, self.subjects)

    def is_own(self, one: Fact | Source) -> bool:
        """Whether a fact, or a document, is the office's own, and did not come with the program."""
        return self.layers.layer_of(one.where.path).folder == self.folder

    def path_of(self, fact: Fact) -> Path:
        """The file that holds a fact."""
        return self.layers.path_of(fact.where.path)

    def name_of(self, path: Path) -> str:
        """What problems call a file of the folder."""
        return f"{self.name}/{path.relative_to(self.folder).as_posix()}"

    def load(self, overlay: Mapping[Path, str] = MappingProxyType({}), key: str = "") -> Loaded:
        """The facts as they are; with ``overlay``, as they would be with these texts in these files.

        ``key`` is the hash of the files, where it was worked out already.
        """
        key = key or self.key(overlay)
        if key not in self._read:
            self._read[key] = self._load(overlay) if overlay else self._load_cached(key.encode())
        return self._read[key]

    def _load_cached(self, key: bytes) -> Loaded:
        """Like ``_load``, but an earlier run's result is used while no file has changed."""
        if self.cache is None:
            return self._load()
        # One cache for each office: two offices that are used in turn would overwrite each other's.
        kept = self.cache / f"facts-{hashlib.sha256(bytes(self.folder.resolve())).hexdigest()[:16]}"
        try:
            data = kept.read_bytes()
            if data.startswith(key):
                found = _Unpickler(io.BytesIO(data[len(key) :])).load()
                if isinstance(found, Loaded):
                    return found
        except Exception:  # noqa: BLE001, S110 - whatever is wrong with a cache, the files themselves are there
            pass
        loaded = self._load()
        if not loaded.problems:
            # If a cache cannot be written, the user need not know.
            write_atomically(kept, key + pickle.dumps(loaded, pickle.HIGHEST_PROTOCOL), kept.name, replace=True)
        return loaded

    def _load(self, overlay: Mapping[Path, str] = MappingProxyType({})) -> Loaded:
        from drafter.facts.load import load_layers  # late: usually the cache has the facts

        return load_layers(self.layers, overlay)

    def key(self, overlay: Mapping[Path, str] = MappingProxyType({})) -> str:
        """A hash of the name and content of every file that is read."""
        digest = hashlib.sha256(f"{__version__}\0{_SHAPE}\0{self.name}\0".encode())
        digest.update(f"{self.subjects}\0".encode())
        names = dict(path for pattern in (SOURCES, WORDS, "*/*.yaml") for path in self.layers.files(pattern))
        names.update((path, self.name_of(path)) for path in overlay)
        for path, name in sorted(names.items()):
            try:
                data = overlay[path].encode() if path in overlay else path.read_bytes()
            except OSError:
                data = b""
            digest.update(f"{name}\0{len(data)}\0".encode() + data)
        return digest.hexdigest()
