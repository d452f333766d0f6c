"""What the program does in several steps, in layers or in a process of its own, done directly for tests."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from drafter.facts.model import Loaded
    from drafter.letter.tree import Kind, Letter, Sentence
    from drafter.sources.text import Extracted


def load_facts(folder: Path, name: str = "facts", overlay: Mapping[Path, str] = {}) -> Loaded:
    """The facts of one folder, which is laid over no other and which problems call ``name``."""
    from drafter.facts.load import load_layers
    from drafter.files.layers import Layers

    return load_layers(Layers.alone(folder, name), overlay)


def write_docx(letter: Letter, letterhead: bytes, **setting: Any) -> bytes:
    """A letter's Word file. ``setting`` and errors are those of ``docx_form``."""
    from drafter.formats.docx.write import docx_form

    return docx_form(letter, letterhead, **setting).filled(letter.particulars)


def plain_sentence(text: str, kind: Kind) -> Sentence:
    """A sentence of one segment."""
    from drafter.letter.tree import Segment, Sentence

    return Sentence((Segment(text, kind),))


def read_document(kind: str, data: bytes, each_page: Callable[[], None] = lambda: None) -> Extracted:
    """A document of a kind ("pdf"), read in this process. Raises Refused, and nothing else."""
    from drafter.files.inputs import input_of
    from drafter.sources.extract import read_here

    return read_here(input_of(f".{kind}"), data, each_page)
