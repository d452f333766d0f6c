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
    """Words a letter of a desk as ``fitted`` does, and remembers it in ``folder``."""

    def __init__(self, folder: Path, fitted: _Fitting) -> None:
        self._folder, self._fitted = folder, fitted
        self._bases: OrderedDict[int, tuple[FactBase, bytes]] = OrderedDict()
        folder.mkdir(exist_ok=True)

    def __call__(self, sections: Sequence[Section], desk: TemplateContext) -> Letter:
        path = self._folder / self.key(sections, desk)
        try:
            made: Letter = pickle.loads(path.read_bytes())
        except FileNotFoundError:
            made = self._fitted(sections, desk)
            part = path.with_suffix(f".{os.getpid()}")
            part.write_bytes(pickle.dumps(made))
            part.replace(path)
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
