"""How well some libraries read invented PDF pages: ``python tests/pdf_compare.py``. What is not installed is left out.

For each: how many of the words stand in the order of reading (in a hundred), how many of the true quotations are found and
how many false ones are, and the time for a page of a long report. Words that a line's end divides count as whole
for the libraries, which say nothing of them.
"""

from __future__ import annotations

import difflib
import io
import sys
import time
from collections.abc import Callable
from contextlib import suppress

import made
import printed
from directly import read_document

from drafter.sources.quotations import DocumentText, find

TRUE = (
    "firms alone, and are highest where no bus stops at the gate", "price-determining factors would be published",
    "The trusts do not keep a record of how many do so", "it expects the firms to open their books to any auditor",
    "a long-term commitment was being considered by the co-operating bodies", "offices of the trusts would be reorganised",
    "would be looked at afresh. It did not say who would pay for the work", "the flow of visitors", "Longmead 85 3.00",
)  # fmt: skip
FALSE = (
    "run by private night told us",
    "car parks are run Staff who work",
    "pricedetermining",
    "longterm",
    "Westmere Longmead",
)


def with_pypdf(data: bytes) -> tuple[str, ...]:
    import pypdf

    return _paragraphs("\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(data)).pages))


def with_pdfplumber(data: bytes) -> tuple[str, ...]:
    import pdfplumber

    with pdfplumber.open(io.BytesIO(data)) as document:
        return _paragraphs("\n".join(page.extract_text() for page in document.pages))


def with_pypdfium2(data: bytes) -> tuple[str, ...]:
    import pypdfium2

    with pypdfium2.PdfDocument(data) as document:
        return _paragraphs("\n".join(page.get_textpage().get_text_bounded() for page in document))


def with_drafter(data: bytes) -> tuple[str, ...]:
    return read_document("pdf", data).blocks


def _paragraphs(text: str) -> tuple[str, ...]:
    """The text as one, for a library's lines say nothing of paragraphs; words whole that a line's end has divided."""
    text = text.replace("\x02", "").replace("-\n", "").replace("\ufb01", "fi").replace("\ufb02", "fl")
    return (" ".join(text.split()),)


def _words(blocks: tuple[str, ...]) -> list[str]:
    return " ".join(blocks).replace("\u00ad", "").split()


def _order(reader: Callable[[bytes], tuple[str, ...]]) -> tuple[float, int, int]:
    same = total = 0
    found, wrong = set(), set()
    for _, page in printed.pages():
        blocks = reader(page.data)
        wanted = _words(page.read)
        matcher = difflib.SequenceMatcher(None, wanted, _words(blocks), autojunk=False)
        same += sum(block.size for block in matcher.get_matching_blocks())
        total += len(wanted)
        text = DocumentText("", blocks, "")
        found |= {quote for quote in TRUE if find(quote, text)}
        wrong |= {quote for quote in FALSE if find(quote, text)}
    return 100 * same / total, len(found), len(wrong)


def main() -> None:
    """Print a row for each library."""
    long = made.placed([printed.column(printed.wrapped(printed.BODY * 9, 95), 50, 800, 9)] * 100)
    print("| | words in order | true quotations | false ones | ms a page |\n| --- | --- | --- | --- | --- |")
    for name in ("pypdf", "pdfplumber", "pypdfium2", "drafter"):
        reader = getattr(sys.modules[__name__], f"with_{name}")
        with suppress(ImportError):
            order, found, wrong = _order(reader)
            began = time.process_time()
            reader(long)
            spent = (time.process_time() - began) * 10
            print(f"| {name} | {order:.0f} % | {found} of {len(TRUE)} | {wrong} of {len(FALSE)} | {spent:.1f} |")


if __name__ == "__main__":
    main()
