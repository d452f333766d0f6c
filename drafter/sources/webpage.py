"""Web pages saved to a file. Scripts are removed without being run, and nothing is fetched."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

from drafter.extras import install
from drafter.files.css import PLAIN, Sheet, StyledElement, TextLook, look_of
from drafter.sources.details import dates_in
from drafter.sources.paragraphs import clean_paragraph
from drafter.sources.text import HIDES, STRUCK, Contents, Refused, decode

_DECLARED = re.compile(rb"<meta[^>]{1,200}?charset\s*=\s*[\"']?\s*([\w.:-]{1,40})", re.IGNORECASE)
_XML = re.compile(r"\A\s*<\?xml[^>]{0,200}\?>")
_TAG = re.compile(r"<(?:!doctype|html|head|body|p|div|article|main|h1|table)\b", re.IGNORECASE)
_SAID_APART = frozenset(("head", "script", "style", "title", "noscript", "template", "svg", "math"))
_RULE = re.compile(r"[|\s:-]+")


def read_page(data: bytes, _each_page: Callable[[], None]) -> Contents:
    """The page's own paragraphs, its own data, and notes. Raises Refused."""
    declared = _DECLARED.search(data[:4096])
    text, notes = decode(data, declared[1].decode("ascii", "replace") if declared else "")
    # The text is decoded already, and an XML declaration would name an encoding that it no longer has.
    blocks, own, more = page_text(_XML.sub("", text))
    return Contents(blocks, own, (*notes, *more))


def page_text(html: str) -> tuple[tuple[str, ...], dict[str, str], tuple[str, ...]]:
    """The paragraphs, data and notes of a decoded page. Raises Refused."""
    if not _TAG.search(html):
        raise Refused("not-html", "is not a web page: there is no HTML in it", "is its name's ending right?")
    try:
        import trafilatura  # late: slow to import, and not always installed
    except ImportError:
        raise Refused("missing-extra", "web pages cannot be read here yet", install("documents")) from None

    shown, notes = _shown(trafilatura.load_html(html), html)
    # The date is looked for here, because the library turns a month into the first of the month.
    page = trafilatura.bare_extraction(shown, with_metadata=True, include_comments=False, deduplicate=False)
    if page is None or isinstance(page, dict) or not page.text:
        raise Refused(
            "without-text", "holds no text that could be told from its menus", "save the page again, or as PDF"
        )
    rows = (line for line in page.text.splitlines() if not _RULE.fullmatch(line))
    # The library itself adds bars around a row and dashes before an item.
    blocks = tuple(block for line in rows if (block := clean_paragraph(line.strip().strip("|").removeprefix("- "))))
    said = clean_paragraph(html)
    own = {
        "title": page.title or "",
        "author": page.author or "",
        "publisher": page.sitename or "",
        "url": page.url or "",
    }
    own = {name: clean_paragraph(value) for name, value in own.items()}
    # The library may make a name out of an address. Only what stands in the page is proposed.
    own = {name: value for name, value in own.items() if value and _stands(value, said)}
    if not own.get("url", "https://").startswith(("https://", "http://")):
        del own["url"]
    own["issued"] = _issued(page.date or "", html)
    return blocks, own, notes


def _shown(tree: Any, html: str) -> tuple[Any, tuple[str, ...]]:
    """The page without invisible text and text that is struck out, and notes about that; the page as it is if there
    is none.
    """
    if tree is None:
        return html, ()
    sheet = Sheet()
    for style in tree.iter("style"):
        sheet.add(style.text or "")
    unseen = list(_unseen(tree, sheet))
    if sheet.used_up:
        raise Refused("too-costly", "has more rules of style than any page", "print it to a PDF")
    for element, tail, _ in unseen:  # the element's own text, or the text behind it
        if tail:
            element.tail = " "
        else:
            element.text = " "
    notes = tuple(note for note in (HIDES, STRUCK) if any(why == note for _, _, why in unseen))
    return (tree, notes) if unseen else (html, ())


def _unseen(root: Any, sheet: Sheet) -> Iterator[tuple[Any, bool, str]]:
    """Where a page holds words that are invisible or struck out, and a note about that.

    It works without recursion, because pages may be nested to any depth.
    """
    waiting: list[tuple[Any, TextLook, StyledElement | None]] = [(root, PLAIN, None)]
    while waiting:
        node, above, parent = waiting.pop()
        attributes = dict(node.attrib)
        classes = frozenset(attributes.get("class", "").split())
        element = StyledElement(str(node.tag).lower(), attributes.get("id", ""), classes, attributes, parent)
        look = look_of(above, element, sheet)
        why = HIDES if not look.seen else STRUCK if look.struck else ""
        if why and _says(node.text):
            yield node, False, why
        for child in node:
            if why and _says(child.tail):
                yield child, True, why
            if isinstance(child.tag, str) and child.tag not in _SAID_APART:
                waiting.append((child, look, element))


def _says(text: str | None) -> bool:
    return bool(text) and any(map(str.isalnum, text or ""))


def _stands(value: str, said: str) -> bool:
    import html

    return value in said or value in clean_paragraph(html.unescape(said))


def _issued(date: str, html: str) -> str:
    """The date that the library found, as precisely as the page writes it; empty if the page does not have it."""
    written = set(dates_in(re.sub(r"<[^>]{0,500}>", " ", html))) | set(re.findall(r"\d{4}-\d{2}-\d{2}", html))
    written |= {f"{y}-{m}-{d}" for y, m, d in re.findall(r"\b(\d{4})/(\d{2})/(\d{2})\b", html)}
    for form in (date, date[:7]):
        if form and form in written:
            return form
    return ""
