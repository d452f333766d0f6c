"""A file's bytes to a document, by the kind that its name's ending says. Whatever goes wrong is a refusal."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from drafter.documents.decoding import decode
from drafter.documents.details import with_details
from drafter.documents.extracted import Extracted, Refused
from drafter.documents.paragraphs import paragraphs_of

KINDS = {".txt": "txt", ".md": "md", ".html": "html", ".htm": "html", ".pdf": "pdf", ".docx": "docx", ".eml": "eml"}
_MOST_TEXT = 5_000_000  # letters; the Bible has four million
_PLACES = {"html": "the page's own data", "eml": "the e-mail's headers"}


def read(kind: str, data: bytes, each_page: Callable[[], None] = lambda: None) -> Extracted:
    """Read a document. Raises Refused, and nothing else, where it cannot be read."""
    try:
        document = _read(kind, data, each_page)
    except Refused:
        raise
    except MemoryError:
        raise Refused("too-costly", "needs more memory than any document", "print it to a new PDF") from None
    except Exception as broken:  # noqa: BLE001 - libraries raise whatever a broken file makes them raise
        raise Refused("damaged-file", f"is damaged ({type(broken).__name__})", "download or copy it again") from None
    if not document.blocks:
        raise Refused("without-text", "holds no text")
    if sum(map(len, document.blocks)) > _MOST_TEXT:
        raise Refused("too-long", f"has more than {_MOST_TEXT} letters of text")
    return document


def _read(kind: str, data: bytes, each_page: Callable[[], None]) -> Extracted:
    if not data.strip():
        raise Refused("empty-file", "is empty")
    own: dict[str, str] = {}
    doubtful: tuple[int, ...] = ()
    if kind in {"txt", "md"}:
        text, notes = decode(data)
        if len(text) > _MOST_TEXT * 2:
            raise Refused("too-long", f"has more than {_MOST_TEXT} letters of text")
        blocks = paragraphs_of(text)
        if kind == "md":
            blocks = tuple(stripped for block in blocks if (stripped := re.sub(r"\A#{1,6}\s+|\A-{3,}\Z", "", block)))
    elif kind == "html":
        from drafter.documents.webpage import read_page

        blocks, own, notes = read_page(data)
    elif kind == "pdf":
        from drafter.documents.pdf import read_pdf

        blocks, own, notes, doubtful = read_pdf(data, each_page)
    elif kind == "docx":
        from drafter.documents.word import read_word

        blocks, own, notes = read_word(data)
    else:
        from drafter.documents.mail import read_mail

        blocks, own, notes = read_mail(data)
    found = with_details(kind, blocks, own, _PLACES.get(kind, "the file's own data"), notes)
    return replace(found, doubtful=doubtful)
