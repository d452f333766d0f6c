"""Adding a document: keep its text and write its entry. Attaching: find files with the texts of known documents."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from enum import StrEnum
from pathlib import Path

from drafter.facts.model import SOURCES, Fact, Source
from drafter.facts.reading import read_sources
from drafter.facts.tables import SOURCE_LAYOUT
from drafter.files import located_yaml
from drafter.files.atomic import locked, write_atomically
from drafter.files.digests import file_sha256, sha256_of
from drafter.files.inputs import input_of
from drafter.files.located_yaml import Document
from drafter.files.synced import is_of_a_program
from drafter.files.system import reason_of
from drafter.files.yaml_edit import appended
from drafter.files.yaml_text import Written, entry
from drafter.frozen import dataclass
from drafter.problems import Problem, Where, errors
from drafter.sources.extract import extract
from drafter.sources.quotations import LARGEST, DocumentText, fold_quotation, read_text, text_path
from drafter.sources.text import Extracted

# Entries: a source's entry in ``facts/sources.yaml`` as text, in the layout of the entries that came with drafter.


def source_entry(source: Source) -> str:
    """The entry, from its dash to its last line end. Empty details are left out."""
    fields: dict[str, Written] = {
        "id": source.id,
        "type": source.type,
        "title": source.title,
        "author": source.author,
        "publisher": source.publisher,
        "issued": source.issued.text,
        "number": source.number,
        "URL": source.url,
        "closes": source.closes.isoformat() if source.closes else "",
        "stated": [*source.stated],
        "known_from": source.known_from,
        "speaker": source.speaker.entry,
        "side": str(source.side),
        "party": source.party,
        "occasion": source.occasion,
        "sha256": source.sha256,
        "counted_from": source.counted_from if source.counted_from > 1 else None,
        "furniture": [int(run) if run.isdigit() else run for run in number_runs(source.furniture)] or None,
    }
    return entry({name: value for name, value in fields.items() if value != ""}, SOURCE_LAYOUT)


def number_runs(numbers: Iterable[int]) -> list[str]:
    """Numbers as ``1-9`` and ``15``."""
    found: list[tuple[int, int]] = []
    for number in sorted(numbers):
        if found and found[-1][1] == number - 1:
            found[-1] = (found[-1][0], number)
        else:
            found.append((number, number))
    return [f"{first}-{last}" if last > first else str(first) for first, last in found]


# Adding: the text goes to the texts, the entry to ``facts/sources.yaml``; both or neither.


def text_of(blocks: Sequence[str]) -> bytes:
    """The kept text of a document: each paragraph is one line."""
    return ("\n".join(blocks) + "\n").encode("utf-8")


def registered_as(
    blocks: Sequence[str], digests: Collection[str], sources: Mapping[str, Source], texts: Path
) -> Source | None:
    """The source that this document is already, by its sha256, or by the same words in the text at hand."""
    for source in sources.values():
        if source.sha256 and source.sha256 in digests:
            return source
    said = comparable(blocks)
    for source in sources.values():
        text, _ = read_text(texts, source)
        if text is not None and comparable(text.blocks) == said:
            return source
    return None


def comparable(blocks: Iterable[str]) -> str:
    """A whole text in which everything that may differ is made the same, wherever its paragraphs end."""
    return fold_quotation(" ".join(blocks))


def keep(
    source: Source, blocks: Sequence[str], original: str, facts: Path, texts: Path, names: tuple[str, str]
) -> list[Problem]:
    """Write the text and append the entry. ``original`` is the sha256 of the file as it came.

    ``names`` are what problems call the folders of the facts and of the texts. If there is a problem nothing is
    written.
    """
    facts_name, texts_name = names
    text = text_of(blocks)
    source = replace(source, sha256=sha256_of(text))
    path, name = facts / SOURCES, f"{facts_name}/{SOURCES}"
    with locked(facts):
        if path.exists():
            document, problems = located_yaml.read_yaml(path, name)
        else:
            document, problems = located_yaml.parse_yaml("", name)
        if document is None:
            return problems
        known = read_sources(document, problems)
        if errors(problems):
            return problems
        same = registered_as(blocks, {original, source.sha256}, known, texts)
        if same is not None:
            return [already(same)]
        data, problem = _appended(document, source, known, name)
        if problem is not None:
            return [problem]
        return _write(text, text_path(texts, source.id), texts_name, data, path, name)


def already(source: Source) -> Problem:
    """The problem that a document is there already."""
    message = f"the document is there already, as '{source.id}': {source.title}"
    return Problem(source.where, "known-document", message, "'drafter sources attach FOLDER' adds a missing text")


def _appended(
    document: Document, source: Source, known: Mapping[str, Source], name: str
) -> tuple[bytes, Problem | None]:
    """The file with the entry added at its end, and read again to make sure that it is right."""
    if source.id in known:
        where = known[source.id].where
        return b"", Problem(where, "repeated-id", f"the source '{source.id}' is there already", "give another --id")
    column = max(0, document.entries[-1].column - len("- i")) if document.entries else 0
    text = appended(document.mark + document.text, source_entry(source), column)
    again, problems = located_yaml.parse_yaml(text, name)
    read = read_sources(again, problems) if again is not None else {}
    added = read.get(source.id)
    if errors(problems) or list(read) != [*known, source.id] or added is None or added != _at(source, added.where):
        message = f"the entry of '{source.id}' cannot be added to what stands in the file"
        return b"", Problem(
            Where(name), "odd-file", message, "its last entry should be a plain '- id:' like the others"
        )
    return text.encode("utf-8"), None


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


# Attaching: texts for known sources are recognised by their content among the files of a folder, whatever their names.

_TEXTS = (".txt", ".md")


class Fate(StrEnum):
    """What happened to a file."""

    ATTACHED = "attached"
    AT_HAND = "at hand already"
    EDITION = "another edition"
    UNKNOWN = "not recognised"


@dataclass(frozen=True, slots=True)
class RecognisedFile:
    """A file that was looked at, the source that it is or resembles, and the reason (empty if none is needed)."""

    name: str
    fate: Fate
    source: str = ""
    why: str = ""


@dataclass(frozen=True, slots=True)
class Attached:
    """The result for a folder. ``missing`` are the sources whose text is still not at hand."""

    files: tuple[RecognisedFile, ...]
    missing: tuple[str, ...]
    problems: tuple[Problem, ...]


def attach(
    folder: Path, sources: Mapping[str, Source], facts: Iterable[Fact], texts: Path, names: tuple[str, str]
) -> Attached:
    """Copy the recognised files to the texts. ``names`` are what problems call the folder and the texts."""
    problems: list[Problem] = []
    try:
        files = sorted(path for path in folder.iterdir() if path.is_file() and not is_of_a_program(path.name))
    except OSError as failure:
        message = f"cannot be read: {reason_of(failure)}"
        return Attached((), tuple(sources), (Problem(Where(names[0]), "unreadable-folder", message),))
    wanted = {source.sha256: source.id for source in sources.values() if source.sha256}
    quotes = _quotes(facts)
    at_hand = {id_: comparable(text.blocks) for id_, text in _at_hand(sources, texts)}
    seen = []
    for path in files:
        data, id_, document = _recognised(path, wanted)
        if not id_ and input_of(path.suffix).document:
            document, found = extract(path, f"{names[0]}/{path.name}")
            problems += errors(found)
            data = text_of(document.blocks) if document is not None else b""
            id_ = wanted.get(sha256_of(data), "") or _same_words(document, at_hand)
        if id_ in at_hand:
            seen.append(RecognisedFile(path.name, Fate.AT_HAND, id_))
        elif id_:
            problem = _attach_text(data, text_path(texts, id_), names[1])
            if problem is not None:
                problems.append(problem)
                continue
            at_hand[id_] = comparable(data.decode("utf-8-sig", "replace").splitlines())
            seen.append(RecognisedFile(path.name, Fate.ATTACHED, id_))
        else:
            seen.append(_resembling(path.name, document, sources, quotes))
    missing = tuple(id_ for id_ in sources if id_ not in at_hand)
    return Attached(tuple(seen), missing, tuple(problems))


def _at_hand(sources: Mapping[str, Source], texts: Path) -> Iterator[tuple[str, DocumentText]]:
    for id_, source in sources.items():
        text, _ = read_text(texts, source)
        if text is not None:
            yield id_, text


def _quotes(facts: Iterable[Fact]) -> dict[str, set[str]]:
    """The folded quotations of each source."""
    quotes: dict[str, set[str]] = {}
    for fact in facts:
        for cite in fact.cites:
            quotes.setdefault(cite.source, set()).add(fold_quotation(cite.quote))
    return quotes


def _recognised(path: Path, wanted: Mapping[str, str]) -> tuple[bytes, str, Extracted | None]:
    """The source with these bytes; in a text, line ends may differ, because copying and mailing change them."""
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
    except OSError:  # reading it as a document reports what is wrong
        pass
    return b"", "", None


def _variants(data: bytes) -> Iterator[bytes]:
    plain = data.removeprefix(b"\xef\xbb\xbf").replace(b"\r\n", b"\n")
    for body in (plain, plain.replace(b"\n", b"\r\n")):
        bare = body.rstrip(b"\r\n")
        yield from (body, bare, bare + b"\n", bare + b"\r\n")


def _same_words(document: Extracted | None, at_hand: Mapping[str, str]) -> str:
    said = comparable(document.blocks) if document is not None else ""
    return next((id_ for id_, text in at_hand.items() if said and text == said), "")


def _resembling(
    name: str, document: Extracted | None, sources: Mapping[str, Source], quotes: Mapping[str, set[str]]
) -> RecognisedFile:
    """The result for a file that is no source; it is reported if it looks like another edition of one."""
    if document is None:
        return RecognisedFile(name, Fate.UNKNOWN)
    said = comparable(document.blocks)
    best: tuple[float, str, str] = (0.0, "", "")
    for source in sources.values():
        known = quotes.get(source.id, set())
        found = sum(quote in said for quote in known)
        titled = any(
            fold_quotation(source.title).casefold() == fold_quotation(block).casefold()
            for block in document.blocks[:10]
        )
        if found * 2 >= max(1, len(known)) and found / len(known) > best[0]:
            best = (found / len(known), source.id, f"{found} of its {len(known)} quotations stand in it")
        elif titled and (found or not known) and best[0] == 0:
            best = (0.001, source.id, "it has its title" + (f" and {found} of its quotations" if found else ""))
    return RecognisedFile(name, Fate.EDITION, best[1], best[2]) if best[1] else RecognisedFile(name, Fate.UNKNOWN)


def _attach_text(data: bytes, path: Path, texts_name: str) -> Problem | None:
    called = f"{texts_name}/{path.name}"
    problem = write_atomically(path, data, called, replace=False, make_folder=True, shared=True)
    if problem is not None and problem.rule == "file-exists":
        message = "is there already, and is another text than the one that was found"
        return Problem(Where(called), "file-exists", message, "move it away, and attach again")
    return problem
