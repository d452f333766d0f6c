"""The kinds of files that come in from outside, in one table: in which roles each is allowed, and what reads it."""

from __future__ import annotations

from functools import cache
from pathlib import PurePath
from pkgutil import resolve_name
from typing import Any, Final, Literal

from drafter.frozen import NamedTuple

Role = Literal["document", "message", "messages", "table"]


OF_FILE: Final = "the file's own data"


class Input(NamedTuple):
    """A kind of file. Readers are named as ``module:function``, and imported when the first such file is read.

    ``endings`` are the endings of its files' names, the usual one first. ``document`` reads a source document in a
    child process; its arguments are the bytes and a function to call after each page, its result is
    ``sources.text.Contents``. ``message`` reads one letter of the post, from bytes to ``inbox.model.Message``;
    ``messages`` reads a file of many, by its path and name. ``table`` opens a list of people, by its path, its name and
    the name of a sheet. A role without a reader is not allowed.

    ``own_data`` names the place of what a document says about itself, and ``type`` is its most likely type (in CSL's
    terms). ``kept_as`` is what such a file counts as, wherever it lies in an office's folder: ``post``, ``lists``, or
    nothing. ``begins`` are the first bytes of such a file. ``called`` is a message's name for it if the file's name
    says something else. ``instead`` is the advice for a file that cannot be read as a document.
    """

    endings: tuple[str, ...]
    document: str = ""
    message: str = ""
    messages: str = ""
    table: str = ""
    own_data: str = OF_FILE
    type: str = ""
    kept_as: Literal["", "post", "lists"] = ""
    begins: bytes = b""
    called: str = ""
    instead: str = ""

    @property
    def kind(self) -> str:
        """The usual ending, without its full stop."""
        return self.endings[0].removeprefix(".") if self.endings else ""


_OLD_WORD: Final = "save it from Word as .docx"
INPUTS: tuple[Input, ...] = (
    Input((".csv", ".tsv"), table="drafter.batch.tables:open_text", kept_as="lists"),
    Input(
        (".txt",),
        document="drafter.sources.extract:read_text",
        message="drafter.inbox.gather:read_txt",
        table="drafter.batch.tables:open_text",
    ),
    Input((".md",), document="drafter.sources.extract:read_markdown"),
    Input(
        (".html", ".htm"),
        document="drafter.sources.webpage:read_page",
        own_data="the page's own data",
        type="webpage",
    ),
    Input((".pdf",), document="drafter.sources.pdf:read_pdf", type="report", begins=b"%PDF-", called="a PDF"),
    Input(
        (".docx",),
        document="drafter.sources.word:read_word",
        message="drafter.inbox.gather:read_docx_letter",
        type="report",
        begins=b"PK\x03\x04",
        called="a Word document or another ZIP file",
    ),
    Input(
        (".eml",),
        document="drafter.sources.mail:read_mail",
        message="drafter.inbox.email:read_eml",
        own_data="the e-mail's headers",
        kept_as="post",
    ),
    Input((".msg",), message="drafter.inbox.outlook:read_msg", kept_as="post", instead="save it as .eml"),
    Input((".mbox", ".mbx"), messages="drafter.inbox.gather:in_mbox", kept_as="post"),
    Input((".xlsx", ".xlsm", ".xls", ".ods"), table="drafter.batch.spreadsheets:open_sheet", kept_as="lists"),
    # These are not read in any role, but recognised if somebody gives one another name.
    Input((".doc",), begins=b"\xd0\xcf\x11\xe0", called="a Word file of the old kind (.doc)", instead=_OLD_WORD),
    Input((".rtf",), begins=b"{\\rtf", called="a Rich Text file", instead=_OLD_WORD),
    Input((".png",), begins=b"\x89PNG", called="a picture"),
    Input((".jpg", ".jpeg"), begins=b"\xff\xd8\xff", called="a picture"),
    Input((".gif",), begins=b"GIF8", called="a picture"),
)
_NONE: Final = Input(())


def input_of(name: str) -> Input:
    """The kind of a file, by its name or its ending. An unknown one is allowed in no role."""
    ending = (PurePath(name).suffix or name).lower()
    return next((one for one in INPUTS if ending in one.endings), _NONE)


def begun_as(data: bytes) -> Input | None:
    """The kind of a file, by its first bytes; ``None`` for texts, which have no fixed beginning."""
    return next((one for one in INPUTS if one.begins and data.startswith(one.begins)), None)


def endings(*roles: Role) -> tuple[str, ...]:
    """The endings of the files that are read in any of these roles, role by role in the order of the table."""
    return tuple(ending for role in roles for one in INPUTS if getattr(one, role) for ending in one.endings)


@cache
def reader(name: str) -> Any:
    """The function with a reader's name."""
    return resolve_name(name)
