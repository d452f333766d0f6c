"""Texts for sources that are registered, recognised among a folder's files by what is in them, whatever their names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from drafter.documents.extract import extract
from drafter.documents.extracted import Extracted
from drafter.documents.keep import file_sha256, folded, text_of
from drafter.documents.quotations import fold
from drafter.documents.readers import KINDS
from drafter.documents.texts import LARGEST, Text, path_of, read_text, sha256_of
from drafter.factbase.model import Fact, Source
from drafter.files import write_atomically
from drafter.problems import Problem, Where, errors

_TEXTS = (".txt", ".md")


class Fate(StrEnum):
    """What became of a file."""

    ATTACHED = "attached"
    AT_HAND = "at hand already"
    EDITION = "another edition"
    UNKNOWN = "not recognised"


@dataclass(frozen=True, slots=True)
class Seen:
    """A file that was looked at, the source that it is or resembles, and why (empty where nothing is to be said)."""

    name: str
    fate: Fate
    source: str = ""
    why: str = ""


@dataclass(frozen=True, slots=True)
class Attached:
    """What came of a folder. ``missing`` are the sources whose text is still not at hand."""

    files: tuple[Seen, ...]
    missing: tuple[str, ...]
    problems: tuple[Problem, ...]


def attach(
    folder: Path, sources: Mapping[str, Source], facts: Iterable[Fact], texts: Path, names: tuple[str, str]
) -> Attached:
    """Copy what is recognised to the texts. ``names`` are how problems call the folder and the texts."""
    problems: list[Problem] = []
    try:
        files = sorted(path for path in folder.iterdir() if path.is_file() and not path.name.startswith("."))
    except OSError as failure:
        message = f"cannot be read: {(failure.strerror or str(failure)).lower()}"
        return Attached((), tuple(sources), (Problem(Where(names[0]), "unreadable-folder", message),))
    wanted = {source.sha256: source.id for source in sources.values() if source.sha256}
    quotes = _quotes(facts)
    at_hand = {id_: folded(text.blocks) for id_, text in _at_hand(sources, texts)}
    seen = []
    for path in files:
        data, id_, document = _recognised(path, wanted)
        if not id_ and path.suffix.lower() in KINDS:
            document, found = extract(path, f"{names[0]}/{path.name}")
            problems += errors(found)
            data = text_of(document.blocks) if document is not None else b""
            id_ = wanted.get(sha256_of(data), "") or _same_words(document, at_hand)
        if id_ in at_hand:
            seen.append(Seen(path.name, Fate.AT_HAND, id_))
        elif id_:
            problem = _write(data, path_of(texts, id_), names[1])
            if problem is not None:
                problems.append(problem)
                continue
            at_hand[id_] = folded(data.decode("utf-8-sig", "replace").splitlines())
            seen.append(Seen(path.name, Fate.ATTACHED, id_))
        else:
            seen.append(_resembling(path.name, document, sources, quotes))
    missing = tuple(id_ for id_ in sources if id_ not in at_hand)
    return Attached(tuple(seen), missing, tuple(problems))


def _at_hand(sources: Mapping[str, Source], texts: Path) -> Iterator[tuple[str, Text]]:
    for id_, source in sources.items():
        text, _ = read_text(texts, source)
        if text is not None:
            yield id_, text


def _quotes(facts: Iterable[Fact]) -> dict[str, set[str]]:
    """The folded quotations of each source."""
    quotes: dict[str, set[str]] = {}
    for fact in facts:
        for cite in fact.cites:
            quotes.setdefault(cite.source, set()).add(fold(cite.quote))
    return quotes


def _recognised(path: Path, wanted: Mapping[str, str]) -> tuple[bytes, str, Extracted | None]:
    """By the bytes; a text also with other line ends, which copying and mailing change."""
    try:
        if path.stat().st_size > LARGEST:
            return b"", "", None
        id_ = wanted.get(file_sha256(path), "")
        if id_:
            return path.read_bytes(), id_, None
        if path.suffix.lower() in _TEXTS:
            for data in _variants(path.read_bytes()):
                id_ = wanted.get(sha256_of(data), "")
                if id_:
                    return data, id_, None
    except OSError:  # reading it as a document says what is wrong
        pass
    return b"", "", None


def _variants(data: bytes) -> Iterator[bytes]:
    plain = data.removeprefix(b"\xef\xbb\xbf").replace(b"\r\n", b"\n")
    for body in (plain, plain.replace(b"\n", b"\r\n")):
        bare = body.rstrip(b"\r\n")
        yield from (body, bare, bare + b"\n", bare + b"\r\n")


def _same_words(document: Extracted | None, at_hand: Mapping[str, str]) -> str:
    said = folded(document.blocks) if document is not None else ""
    return next((id_ for id_, text in at_hand.items() if said and text == said), "")


def _resembling(
    name: str, document: Extracted | None, sources: Mapping[str, Source], quotes: Mapping[str, set[str]]
) -> Seen:
    """A file that is no source; told where it looks like another edition of one."""
    if document is None:
        return Seen(name, Fate.UNKNOWN)
    said = folded(document.blocks)
    best: tuple[float, str, str] = (0.0, "", "")
    for source in sources.values():
        known = quotes.get(source.id, set())
        found = sum(quote in said for quote in known)
        titled = any(fold(source.title).casefold() == fold(block).casefold() for block in document.blocks[:10])
        if found * 2 >= max(1, len(known)) and found / len(known) > best[0]:
            best = (found / len(known), source.id, f"{found} of its {len(known)} quotations stand in it")
        elif titled and (found or not known) and best[0] == 0:
            best = (0.001, source.id, "it has its title" + (f" and {found} of its quotations" if found else ""))
    return Seen(name, Fate.EDITION, best[1], best[2]) if best[1] else Seen(name, Fate.UNKNOWN)


def _write(data: bytes, path: Path, texts_name: str) -> Problem | None:
    called = f"{texts_name}/{path.name}"
    problem = write_atomically(path, data, called, replace=False, make_folder=True, shared=True)
    if problem is not None and problem.rule == "file-exists":
        message = "is there already, and is another text than the one that was found"
        return Problem(Where(called), "file-exists", message, "move it away, and attach again")
    return problem
