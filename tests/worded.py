"""The letters that a run of the suite has worded, for all its tests and processes."""

from __future__ import annotations

import hashlib
import os
import pickle
from collections import OrderedDict
from collections.abc import Callable, Sequence
from functools import lru_cache
from pathlib import Path

from drafter.facts.model import FactBase
from drafter.letter.plan import Section
from drafter.letter.templates import TemplateContext
from drafter.letter.tree import Letter

_Fitting = Callable[[Sequence[Section], TemplateContext], Letter]
_BASES = 4  # whose digest is remembered


class Worded:
    """Words a letter of a desk as ``fitted`` does, and remembers it; also for other processes, if there is a folder."""

    def __init__(self, folder: Path | None, fitted: _Fitting) -> None:
        self._folder, self._fitted = folder, fitted
        self._made: dict[str, bytes] = {}  # packed, so that no search for garbage need look at thousands of letters
        self._bases: OrderedDict[int, tuple[FactBase, bytes]] = OrderedDict()
        if folder is not None:
            folder.mkdir(exist_ok=True)

    def __call__(self, sections: Sequence[Section], desk: TemplateContext) -> Letter:
        key = self.key(sections, desk)
        if key not in self._made:
            self._made[key] = self._of_others(key) or self._anew(key, self._fitted(sections, desk))
        made: Letter = pickle.loads(self._made[key])
        return made

    def _of_others(self, key: str) -> bytes:
        """What another process has worded; empty if none has."""
        try:
            return (self._folder / key).read_bytes() if self._folder is not None else b""
        except FileNotFoundError:
            return b""

    def _anew(self, key: str, letter: Letter) -> bytes:
        made = pickle.dumps(letter)
        if self._folder is not None:
            part = self._folder / f"{key}.{os.getpid()}"
            part.write_bytes(made)
            part.replace(self._folder / key)
        return made

    def key(self, sections: Sequence[Section], desk: TemplateContext) -> str:
        """All that the words depend on: what is asked, of which office and facts, and each template's text."""
        every = [(path, desk.templates.text(path)) for path in desk.templates.paths()]
        asked = repr((sections, desk.request, desk.office)).encode()
        return hashlib.sha256(self._of_base(desk.base) + _of_texts(tuple(every)) + asked).hexdigest()

    def _of_base(self, base: FactBase) -> bytes:
        if id(base) not in self._bases:
            self._bases[id(base)] = base, hashlib.sha256(repr(base).encode()).digest()
            if len(self._bases) > _BASES:
                self._bases.popitem(last=False)
        return self._bases[id(base)][1]


@lru_cache(maxsize=8)
def _of_texts(every: tuple[tuple[str, str], ...]) -> bytes:
    return hashlib.sha256(repr(every).encode()).digest()
