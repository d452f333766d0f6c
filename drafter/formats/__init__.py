"""From a Letter to a file and back: one table of formats, by the file name's ending.

May import: letter, sources, facts, office, english, files.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import PurePath
from typing import TYPE_CHECKING, Any, Final, Literal, Protocol

from drafter.files.digests import sha256_of
from drafter.formats.copies import Copy
from drafter.frozen import NamedTuple
from drafter.letter.tree import Letter, ReaderDetails
from drafter.problems import Problem, Where

if TYPE_CHECKING:
    from drafter.formats.split import SplitDraft
    from drafter.letter.returned import Returned


class LetterForm(Protocol):
    """A letter's file with the reader still to be filled in. It can be sent to another process.

    ``filled`` is ``joined`` of ``own``. The two steps may run in two processes, so that the parts common to all files
    need not be sent each time.
    """

    def own(self, reader: ReaderDetails) -> tuple[bytes, ...]:
        """The parts of the letter's file that belong to one reader."""
        ...

    def joined(self, own: Sequence[bytes]) -> bytes:
        """The letter's file, from the parts that belong to one reader."""
        ...

    def crc(self, data: bytes) -> int:
        """The CRC-32 of a file that ``joined`` made."""
        ...

    def sha256(self, data: bytes) -> str:
        """The SHA-256 of a file that ``joined`` made, in hex."""
        ...

    def filled(self, reader: ReaderDetails) -> bytes:
        """The letter's file, for one reader."""
        ...


class WholeForm(NamedTuple):
    """A letter in a format that is not worth dividing: the whole file counts as the reader's own.

    ``write`` makes the file's bytes from the common part, ``made``, and a reader.
    """

    write: Callable[[Any, ReaderDetails], bytes]
    made: Any

    def own(self, reader: ReaderDetails) -> tuple[bytes, ...]:
        """The whole file."""
        return (self.write(self.made, reader),)

    def joined(self, own: Sequence[bytes]) -> bytes:
        """The letter's file, from the parts that belong to one reader."""
        return own[0]

    def crc(self, data: bytes) -> int:
        """The CRC-32 of a file that ``joined`` made."""
        return zlib.crc32(data)

    def sha256(self, data: bytes) -> str:
        """The SHA-256 of a file that ``joined`` made, in hex."""
        return sha256_of(data)

    def filled(self, reader: ReaderDetails) -> bytes:
        """The letter's file, for one reader."""
        return self.write(self.made, reader)


# From a letter, the letterhead's bytes and the kind of copy to the form of the letter's file. Keywords:
# ``large_print``, ``letterhead_at`` (its name) and ``remarks`` (lines for a comment on each fact, by its id).
Writer = Callable[..., LetterForm]

# From a file's bytes and what problems call the file: the letter as it came back, or why it cannot be read.
Reader = Callable[[bytes, str], "tuple[Returned | None, list[Problem]]"]

# From a file's bytes: the draft's reader, and a hash of the rest; ``None`` if it was edited or is no draft.
Splitter = Callable[[bytes], "SplitDraft | None"]


class Format(NamedTuple):
    """A format of letters, and what can be done with it.

    ``letterhead`` tells that it uses the office's letterhead. ``by_sentence`` tells that a place in it is a paragraph
    and a sentence, not a line and a column. ``addressed`` tells that it goes to an e-mail address, ``published`` that
    it may be meant for a website. ``media`` is its media type as an attachment of an e-mail. ``shared`` tells that an
    office also has other files with this ending, so that only its beginning shows a letter. A format that drafter
    cannot write or read itself is converted by LibreOffice to the one with the ending ``through``.
    """

    ending: str
    write: Writer | None = None
    read: Reader | None = None
    split: Splitter | None = None
    letterhead: bool = False
    by_sentence: bool = False
    addressed: bool = False
    published: bool = False
    media: str = ""
    shared: bool = False
    through: str = ""


def _docx(letter: Letter, letterhead: bytes, copy: Copy, **setting: Any) -> LetterForm:
    from drafter.formats.docx.write import docx_form  # late: python-docx is the slowest import of all

    return docx_form(letter, letterhead, copy=copy, **setting)


def _markdown(letter: Letter, _letterhead: bytes, copy: Copy, *, large_print: bool = False, **_: Any) -> LetterForm:
    return WholeForm(_markdown_for, (letter, copy, large_print))


def _markdown_for(made: tuple[Letter, Copy, bool], reader: ReaderDetails) -> bytes:
    from drafter.formats.markdown.write import write_markdown

    letter, copy, large_print = made
    return write_markdown(letter.to(reader), copy=copy, large_print=large_print).encode("utf-8")


def _plain(letter: Letter, _letterhead: bytes, copy: Copy, *, large_print: bool = False, **_: Any) -> LetterForm:
    return WholeForm(_plain_for, (letter, copy, large_print))


def _plain_for(made: tuple[Letter, Copy, bool], reader: ReaderDetails) -> bytes:
    from drafter.formats.plain import write_plain

    letter, copy, large_print = made
    return write_plain(letter.to(reader), copy=copy, large_print=large_print).encode("utf-8")


def _web(letter: Letter, _letterhead: bytes, copy: Copy, *, large_print: bool = False, **_: Any) -> LetterForm:
    from drafter.formats.web import page_form

    return WholeForm(_web_for, page_form(letter, copy=copy, large_print=large_print))


def _web_for(made: Any, reader: ReaderDetails) -> bytes:
    page: str = made.page(reader._replace(mailing=None))
    return page.encode("utf-8")


def _eml(
    letter: Letter,
    letterhead: bytes,
    copy: Copy,
    *,
    large_print: bool = False,
    letterhead_at: Where | None = None,
    remarks: Mapping[str, Sequence[str]] | None = None,
) -> LetterForm:
    from drafter.formats.eml import eml_form

    attached = None
    if letter.attached:
        given: dict[str, Any] = {"large_print": large_print, "remarks": remarks}
        given |= {"letterhead_at": letterhead_at} if letterhead_at else {}
        attached = writer_of(letter.attached)(letter, letterhead, copy, **given)
    return WholeForm(_eml_for, eml_form(letter, attached, copy=copy, large_print=large_print))


def _eml_for(made: Any, reader: ReaderDetails) -> bytes:
    data: bytes = made.filled(reader)
    return data


def _read_docx(data: bytes, name: str) -> tuple[Returned | None, list[Problem]]:
    from drafter.formats.docx.read import read_docx

    return read_docx(data, name)


def _read_markdown(data: bytes, name: str) -> tuple[Returned | None, list[Problem]]:
    from drafter.formats.markdown.read import read_markdown

    return read_markdown(data, name)


def _read_plain(data: bytes, name: str) -> tuple[Returned | None, list[Problem]]:
    from drafter.formats.plain import read_plain

    return read_plain(data, name)


def _read_web(data: bytes, name: str) -> tuple[Returned | None, list[Problem]]:
    from drafter.formats.web import read_web

    return read_web(data, name)


def _read_eml(data: bytes, name: str) -> tuple[Returned | None, list[Problem]]:
    from drafter.formats.eml import read_eml

    return read_eml(data, name)


def _split_docx(data: bytes) -> SplitDraft | None:
    from drafter.formats.split import split_word

    return split_word(data)


def _split_markdown(data: bytes) -> SplitDraft | None:
    from drafter.formats.split import split_markdown

    return split_markdown(data)


def _split_plain(data: bytes) -> SplitDraft | None:
    from drafter.formats.split import split_plain

    return split_plain(data)


def _split_web(data: bytes) -> SplitDraft | None:
    from drafter.formats.split import split_web

    return split_web(data)


def _split_eml(data: bytes) -> SplitDraft | None:
    from drafter.formats.split import split_eml

    return split_eml(data)


_WORD_TYPE: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_ALL: Final = (
    Format(".docx", _docx, _read_docx, _split_docx, letterhead=True, by_sentence=True, media=_WORD_TYPE),
    Format(".md", _markdown, _read_markdown, _split_markdown, shared=True),
    Format(".eml", _eml, _read_eml, _split_eml, by_sentence=True, addressed=True, shared=True),
    Format(".html", _web, _read_web, _split_web, by_sentence=True, published=True),
    Format(".txt", _plain, _read_plain, _split_plain, shared=True),
    *(
        Format(ending, letterhead=True, by_sentence=True, through=".docx")
        for ending in (".odt", ".rtf", ".doc", ".fodt")
    ),
)
LARGEST: Final = 20_000_000  # bytes of a letter in any format, with pictures; a larger file is not read
FORMATS: Final[Mapping[str, Format]] = {one.ending: one for one in _ALL}


class _Of(Mapping[str, Callable[..., Any]]):
    """One column of the table: the functions of the formats that have one, by their endings."""

    def __init__(self, column: Literal["write", "read"]) -> None:
        self._column = column

    def __getitem__(self, ending: str) -> Callable[..., Any]:
        does: Callable[..., Any] | None = getattr(FORMATS[ending], self._column)
        if does is None:
            raise KeyError(ending)
        return does

    def __iter__(self) -> Iterator[str]:
        return (ending for ending, one in FORMATS.items() if getattr(one, self._column) is not None)

    def __len__(self) -> int:
        return sum(1 for _ in self)


WRITERS: Final[Mapping[str, Writer]] = _Of("write")
READERS: Final[Mapping[str, Reader]] = _Of("read")
NAMES: Final = tuple(ending.removeprefix(".") for ending in WRITERS)  # as the command line calls them
# Those of these formats that use the office's letterhead.
PAPER: Final = tuple(one.ending.removeprefix(".") for one in _ALL if one.write and one.letterhead)
_NONE: Final = Format("")


def format_of(name: str) -> Format:
    """The format of a file, by its name. For an unknown name it is one that cannot be read or written."""
    return FORMATS.get(PurePath(name).suffix.lower(), _NONE)


def written_as(ending: str) -> str:
    """The ending of the final copy of a letter that came back with this ending."""
    return FORMATS[ending].through or ending if ending in FORMATS else ending


def on_paper(ending: str, letter: Letter) -> bool:
    """Whether a letter's file needs the office's letterhead, for itself or for its attachment."""
    return FORMATS[ending].letterhead or bool(letter.attached and FORMATS[letter.attached].letterhead)


def writer_of(ending: str) -> Writer:
    """The writer of letters with this ending."""
    return WRITERS[ending]
