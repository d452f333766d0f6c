"""Folders in two layers: an office's own files are laid over those that came with the program."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from pathlib import Path

from drafter.frozen import dataclass


@dataclass(frozen=True, slots=True)
class Layer:
    """A folder, and what problems call it."""

    folder: Path
    name: str

    def name_of(self, path: Path) -> str:
        """What problems call a file of the folder."""
        return f"{self.name}/{path.relative_to(self.folder).as_posix()}"


@dataclass(frozen=True, slots=True)
class Layers:
    """A folder of the office's, over one that came with the program, if the office takes anything from it.

    Of the subfolders, which are the subjects, only those in ``subjects`` are looked at; all if it is ``None``. Files
    are named by their path within either folder, with slashes.
    """

    own: Layer
    below: Layer | None = None
    subjects: tuple[str, ...] | None = None

    @classmethod
    def alone(cls, folder: Path, name: str) -> Layers:
        """A folder that is laid over none, and what problems call it."""
        return cls(Layer(folder, name))

    @property
    def layers(self) -> tuple[Layer, ...]:
        """The layers, the lowest first."""
        return (self.below, self.own) if self.below is not None else (self.own,)

    def find(self, path: str) -> Path:
        """A file: the office's own, or the one that came with the program; the own path if there is neither."""
        return self._holding(path).folder / path

    def called(self, path: str) -> str:
        """What problems call that file."""
        return f"{self._holding(path).name}/{path}"

    def _holding(self, path: str) -> Layer:
        below = self.below
        if below is None or (self.own.folder / path).is_file() or not (below.folder / path).is_file():
            return self.own
        return below

    def is_shown(self, path: str) -> bool:
        """Whether a file belongs to no subject, or to one that is looked at."""
        subject, inside, _ = path.partition("/")
        return self.subjects is None or not inside or subject in self.subjects

    def homes(self, coming: Collection[Path] = ()) -> dict[str, tuple[Layer, ...]]:
        """The subjects' folders in the order of their names, each with the layers that have it, the lowest first.

        Folders in ``coming`` count as if they were there.
        """
        found: dict[str, tuple[Layer, ...]] = {}
        for layer in self.layers:
            # A folder that begins with a dot is no subject: a new one is written in such a folder first.
            found_here = layer.folder.glob("[!.]*") if layer.folder.is_dir() else ()
            there = {home for home in found_here if home.is_dir()}
            for home in there | {home for home in coming if home.parent == layer.folder}:
                if self.subjects is None or home.name in self.subjects:
                    found[home.name] = (*found.get(home.name, ()), Layer(home, f"{layer.name}/{home.name}"))
        return dict(sorted(found.items()))

    def files(self, pattern: str) -> Iterator[tuple[Path, str]]:
        """The files of a pattern in every layer, each with what problems call it, the lowest layer first."""
        for layer in self.layers:
            for path in sorted(layer.folder.glob(pattern)):
                if path.is_file() and self.is_shown(path.relative_to(layer.folder).as_posix()):
                    yield path, layer.name_of(path)

    def layer_of(self, name: str) -> Layer:
        """The layer of a file that problems call so."""
        below = self.below
        return below if below is not None and name.startswith(f"{below.name}/") else self.own

    def path_of(self, name: str) -> Path:
        """The file that problems call so."""
        layer = self.layer_of(name)
        return layer.folder / Path(name).relative_to(layer.name)
