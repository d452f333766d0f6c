"""A batch that came back or goes to the printer: its letters, grouped by their text."""

from __future__ import annotations

import hashlib
import re
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Final

from drafter.batch.manifest import held_against, manifest_at
from drafter.batch.sinks import is_zip
from drafter.files.atomic import write_whole
from drafter.files.synced import conflict_copy, original_of
from drafter.files.system import reason_of
from drafter.formats import LARGEST, READERS
from drafter.formats.copies import Copy
from drafter.formats.reading import too_large
from drafter.frozen import NamedTuple
from drafter.letter.tree import Letter, ReaderDetails
from drafter.problems import Problem, ProblemsFound, Where

if TYPE_CHECKING:
    from drafter.batch.texts import WantedLetter

# Batches that came back: letters are grouped by their text, so that each text is reviewed once.

_ALL: Final = 500_000_000  # bytes of the first letters of all texts together
_MOST: Final = 200_000  # letters
# Sign-off sheets do not count.
_LEFT_OUT: Final = re.compile(r"[.~].*|.*\.unfinished.*|.*\.review\.html", re.IGNORECASE)


class Member(NamedTuple):
    """A letter of a batch: its file's name there, and its reader. An edited letter has no reader here, and is read in
    full.
    """

    file: str
    reader: ReaderDetails | None


@dataclass(slots=True)
class TextGroup:
    """The letters of one text, and the bytes of the first, which stands for all."""

    first: bytes
    members: list[Member] = field(default_factory=list)

    @property
    def file(self) -> str:
        """The file of the first letter."""
        return self.members[0].file


def is_batch(path: Path) -> bool:
    """Whether a name can be that of a batch: a folder, or a ZIP file."""
    return path.is_dir() or is_zip(path)


def groups(path: Path, name: str) -> tuple[list[TextGroup], list[Problem]]:
    """The letters by text, in order of each text's first letter, and problems where they differ from the batch's
    manifest.

    Raises ProblemsFound.
    """
    from drafter.formats.split import split_reader  # late: one letter alone is never divided

    found: dict[str, TextGroup] = {}
    hashes: dict[str, str] = {}
    held = 0
    for count, (file, data) in enumerate(_files(path, name), 1):
        if count > _MOST:
            raise ProblemsFound([Problem(Where(name), "too-large", f"holds more than {_MOST:,} letters")])
        told = split_reader(data, PurePosixPath(file).suffix.lower())
        # Every edited letter has a text of its own.
        text = told.text if told else f"edited {file}"
        if text not in found:
            found[text] = TextGroup(data)
            held += len(data)
            if held > _ALL:
                raise ProblemsFound([Problem(Where(name), "too-large", "holds too many letters of texts of their own")])
        found[text].members.append(Member(file, told.reader if told else None))
        hashes[file] = hashlib.sha256(data).hexdigest()
    if not found:
        raise ProblemsFound([Problem(Where(name), "no-letters", f"holds no letter ({', '.join(READERS)})")])
    return list(found.values()), list(held_against(manifest_at(path), hashes, name))


def _files(path: Path, name: str) -> Iterator[tuple[str, bytes]]:
    try:
        if path.is_dir():
            yield from _in_folder(path, name)
        else:
            yield from _in_zip(path, name)
    except OSError as failure:
        reason = reason_of(failure)
        raise ProblemsFound([Problem(Where(name), "unreadable-file", f"cannot be read: {reason}")]) from None


def _in_folder(path: Path, name: str) -> Iterator[tuple[str, bytes]]:
    files = sorted(path.iterdir())
    names = {file.name for file in files}
    for file in files:
        if not _is_letter(file.name) or not file.is_file():
            continue
        original = original_of(file.name, names)
        if original:  # else the same reader would get two letters
            raise ProblemsFound([conflict_copy(f"{name}/{file.name}", original, "keep one of them")])
        if file.stat().st_size > LARGEST:
            raise ProblemsFound([too_large(f"{name}/{file.name}")])
        yield file.name, file.read_bytes()


def _in_zip(path: Path, name: str) -> Iterator[tuple[str, bytes]]:
    try:
        with zipfile.ZipFile(path) as archive:
            entries = [entry for entry in archive.infolist() if _is_letter(entry.filename)]
            names = [_plain(entry.filename) for entry in entries]
            if len(set(names)) < len(names):
                raise ProblemsFound([Problem(Where(name), "damaged-file", "holds two letters of one name")])
            for entry in sorted(entries, key=lambda entry: entry.filename):
                with archive.open(entry) as file:
                    data = file.read(LARGEST + 1)
                if len(data) > LARGEST:
                    raise ProblemsFound([too_large(f"{name}/{entry.filename}")])
                yield _plain(entry.filename), data
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError) as broken:
        message = f"is no sound ZIP file ({type(broken).__name__})"
        raise ProblemsFound([Problem(Where(name), "damaged-file", message)]) from None


def _plain(name: str) -> str:
    """The name of a file in an archive without any folder: the archive must not decide where its copy goes."""
    return PurePosixPath(name.replace("\\", "/")).name


def _is_letter(name: str) -> bool:
    plain = PurePosixPath(_plain(name))
    return plain.suffix.lower() in READERS and not _LEFT_OUT.fullmatch(plain.name)  # the manifest is a table


# The print document of a batch. Large print gets a document of its own, since it depends on the document's styles.

_LARGE = "-large-print"


def print_batch(
    path: Path,
    texts: Sequence[tuple[Letter, bool]],
    letters: Callable[[], Iterable[WantedLetter]],
    letterhead: bytes,
    *,
    copy: Copy,
    both_sides: bool,
    letterhead_at: Where,
) -> Iterator[tuple[Path, Problem | None]]:
    """Write one or two documents, and return their names. ``texts`` say for each text whether it is in large print.

    Raises ProblemsFound where the letterhead cannot be used.
    """
    from drafter.formats.docx.printing import print_form  # late: python-docx is slow to import

    for large in (False, True):
        mine = [number for number, (_, is_large) in enumerate(texts) if is_large is large]
        if not mine:
            continue
        form = print_form(
            [texts[number][0] for number in mine],
            letterhead,
            copy=copy,
            large_print=large,
            both_sides=both_sides,
            letterhead_at=letterhead_at,
        )
        named = path.with_name(f"{path.stem}{_LARGE}{path.suffix}") if large and len(mine) < len(texts) else path
        write = partial(form.write, letters=partial(_of, mine, letters))
        yield named, write_whole(named, write, str(named), replace=False)


def printed_at(path: Path) -> Iterator[Path]:
    """The files that may belong to a print document of this name."""
    yield path
    yield path.with_name(f"{path.stem}{_LARGE}{path.suffix}")


def _of(texts: Sequence[int], letters: Callable[[], Iterable[WantedLetter]]) -> Iterator[tuple[int, ReaderDetails]]:
    """The letters of some texts that can be posted, with the texts numbered anew."""
    places = {number: place for place, number in enumerate(texts)}
    for wanted in letters():
        if wanted.text in places and wanted.reader.can_be_posted:
            yield places[wanted.text], wanted.reader
