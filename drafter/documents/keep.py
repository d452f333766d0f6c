"""A new document made the office's own: its text to the texts, its entry to ``facts/sources.yaml``; both or neither."""

from __future__ import annotations

import hashlib
import textwrap
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from drafter import located_yaml
from drafter.documents.entry import entry_of
from drafter.documents.quotations import fold
from drafter.documents.texts import path_of, read_text, sha256_of
from drafter.factbase.model import Source
from drafter.factbase.read_sources import read_sources
from drafter.files import locked, write_atomically
from drafter.located_yaml import Document
from drafter.problems import Problem, Where, errors

FILE = "sources.yaml"


def text_of(blocks: Sequence[str]) -> bytes:
    """The kept text of a document: a paragraph to a line."""
    return ("\n".join(blocks) + "\n").encode("utf-8")


def file_sha256(path: Path) -> str:
    """The sha256 of a file as it came; empty where it cannot be read."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""


def registered_as(
    blocks: Sequence[str], digests: Collection[str], sources: Mapping[str, Source], texts: Path
) -> Source | None:
    """The source that this document is already: by its sha256, or by the same words in the text at hand."""
    for source in sources.values():
        if source.sha256 and source.sha256 in digests:
            return source
    said = folded(blocks)
    for source in sources.values():
        text, _ = read_text(texts, source)
        if text is not None and folded(text.blocks) == said:
            return source
    return None


def folded(blocks: Iterable[str]) -> str:
    """A whole text with what may differ made the same, wherever its paragraphs end."""
    return fold(" ".join(blocks))


def keep(
    source: Source, blocks: Sequence[str], original: str, facts: Path, texts: Path, names: tuple[str, str]
) -> list[Problem]:
    """Write the text and append the entry. ``original`` is the sha256 of the file as it came.

    ``names`` are how problems call the folders of the facts and of the texts. With a problem nothing is written.
    """
    facts_name, texts_name = names
    text = text_of(blocks)
    source = replace(source, sha256=sha256_of(text))
    path, name = facts / FILE, f"{facts_name}/{FILE}"
    with locked(facts):
        if path.exists():
            document, problems = located_yaml.read(path, name)
        else:
            document, problems = located_yaml.parse("", name)
        if document is None:
            return problems
        known = read_sources(document, problems)
        if errors(problems):
            return problems
        same = registered_as(blocks, {original, source.sha256}, known, texts)
        if same is not None:
            return [already(same)]
        data, problem = _appended(document, path, source, known, name)
        if problem is not None:
            return [problem]
        return _write(text, path_of(texts, source.id), texts_name, data, path, name)


def already(source: Source) -> Problem:
    """That a document is there already."""
    message = f"the document is there already, as '{source.id}': {source.title}"
    return Problem(source.where, "known-document", message, "'drafter sources attach FOLDER' adds a missing text")


def _appended(
    document: Document, path: Path, source: Source, known: Mapping[str, Source], name: str
) -> tuple[bytes, Problem | None]:
    """The file with the entry after everything that is in it, read again before it is believed."""
    if source.id in known:
        where = known[source.id].where
        return b"", Problem(where, "repeated-id", f"the source '{source.id}' is there already", "give another --id")
    before = path.read_bytes() if path.exists() else b""
    end = b"\r\n" if b"\r\n" in before else b"\n"
    indent = " " * max(0, document.entries[-1].column - len("- i")) if document.entries else ""
    entry = textwrap.indent(entry_of(source), indent).encode("utf-8").replace(b"\n", end)
    gap = b"" if not before else end if before.endswith(b"\n") else end * 2
    if before.endswith((b"\n\n", b"\r\n\r\n")):
        gap = b""
    data = before + gap + entry
    again, problems = located_yaml.parse(data.decode("utf-8-sig"), name)
    read = read_sources(again, problems) if again is not None else {}
    added = read.get(source.id)
    if errors(problems) or list(read) != [*known, source.id] or added is None or added != _at(source, added.where):
        message = f"the entry of '{source.id}' cannot be added to what stands in the file"
        return b"", Problem(
            Where(name), "odd-file", message, "its last entry should be a plain '- id:' like the others"
        )
    return data, None


def _at(source: Source, where: Where) -> Source:
    return replace(source, where=where)


def _write(text: bytes, to: Path, texts_name: str, data: bytes, path: Path, name: str) -> list[Problem]:
    called = f"{texts_name}/{to.name}"
    new = True
    problem = write_atomically(to, text, called, replace=False, make_folder=True, shared=True)
    if problem is not None and problem.rule == "file-exists":
        if to.read_bytes() != text:
            message = "is there already, and is another text"
            return [Problem(Where(called), "file-exists", message, "give another --id, or move that file away")]
        new, problem = False, None
    if problem is None:
        problem = write_atomically(path, data, name, replace=True, shared=True)
        if problem is not None and new:
            to.unlink(missing_ok=True)
    return [problem] if problem is not None else []
