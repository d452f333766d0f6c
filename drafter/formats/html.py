"""HTML pages that need no other file, from a tree that escapes all text."""

from __future__ import annotations

import base64
import hashlib
import re
import unicodedata
from collections.abc import Iterator, Sequence
from html import escape
from importlib import resources
from typing import TypeAlias

import drafter
from drafter.frozen import NamedTuple

# HTML as a tree that escapes all text. No other code of the sheet joins markup.

_ATTRIBUTES = frozenset(
    "aria-hidden aria-label aria-labelledby charset class content d href http-equiv id lang name rel viewBox".split()
)
_VOID = frozenset(("meta", "br"))
# A line ends after these elements, so that two sheets can be compared line by line.
_BLOCKS = frozenset(
    """
    html head meta title style body header main footer nav section article div h1 h2 h3 p ul ol li dl dt dd figure
    figcaption blockquote br
    """.split()
)
_ADDRESS = re.compile(r"https?://[^\s\x00-\x20\"'<>\\]+\Z", re.IGNORECASE)
_PLACE = re.compile(r"#[a-z][a-z0-9-]*\Z")


class Element(NamedTuple):
    """An element with its attributes and its children."""

    name: str
    attributes: tuple[tuple[str, str], ...]
    children: tuple[Node, ...]


class StyleSheet(NamedTuple):
    """A style sheet, which HTML reads without escapes: always the program's own, never anything that was typed."""

    text: str


class Written(NamedTuple):
    """A part of a page as markup, which takes far less memory than its elements. Only ``written`` makes one."""

    markup: str


Node: TypeAlias = "str | Element | StyleSheet | Written | list[Node] | None"


def element(name: str, /, *children: Node, **attributes: str) -> Element:
    """An element. ``class_`` is class, ``aria_label`` is aria-label; empty attributes are left out.

    Raises ValueError for an attribute that the sheet does not use (style, on...), and for an address that is neither a
    place in the page nor a web address.
    """
    given = [(key.rstrip("_").replace("_", "-"), value) for key, value in attributes.items() if value]
    for key, value in given:
        if key not in _ATTRIBUTES:
            raise ValueError(f"the sheet has no attribute '{key}'")
        if key == "href" and not (_PLACE.match(value) or is_address(value)):
            raise ValueError("a link leads into the page, or to an address of the web")
    return Element(name, tuple(given), children)


def is_address(url: str) -> bool:
    """Whether a link may lead there: only whole web addresses are allowed."""
    return bool(_ADDRESS.match(url))


def clean(text: str) -> str:
    """A text without what no page can hold: control characters, single surrogates, code points without a character."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(c for c in text if c in "\t\n" or (unicodedata.category(c) not in {"Cc", "Cs"} and not _none(c)))


def _none(character: str) -> bool:
    code = ord(character)
    return 0xFDD0 <= code <= 0xFDEF or code & 0xFFFE == 0xFFFE


def render(root: Element) -> str:
    """The page, which ends with a line feed."""
    return f"<!DOCTYPE html>\n{''.join(_parts(root))}"


def markup(node: Node) -> str:
    """The markup of one part of a page."""
    return "".join(_parts(node))


def written(node: Node) -> Written:
    """One part of a page, written before the rest of it."""
    return Written(markup(node))


def _parts(node: Node) -> Iterator[str]:
    if isinstance(node, str):
        yield escape(clean(node))
    elif isinstance(node, Written):
        yield node.markup
    elif isinstance(node, StyleSheet):
        if "</" in node.text or "<!--" in node.text:
            raise ValueError("a style sheet that would end before its end")
        yield node.text
    elif isinstance(node, list):
        for child in node:
            yield from _parts(child)
    elif node is not None:
        yield from _tagged(node)


def _tagged(node: Element) -> Iterator[str]:
    attributes = "".join(f' {key}="{escape(clean(value))}"' for key, value in node.attributes)
    yield f"<{node.name}{attributes}>"
    if node.name not in _VOID:
        yield from _parts(list(node.children))
        yield f"</{node.name}>"
    if node.name in _BLOCKS:
        yield "\n"


# Pages: one file that needs no other, with no script, no picture, and nothing fetched from elsewhere.

_STYLE = "formats/page.css"


def style(name: str) -> str:
    """One of the program's own style sheets, by its path in the package."""
    return resources.files(drafter).joinpath(*name.split("/")).read_text("utf-8")


def page(title: str, css: str, body: Sequence[Node], class_: str = "") -> str:
    """The page as HTML, the same for the same content. ``css`` is added to the style that every page has."""
    head = _head(title, style(_STYLE) + css)
    return render(element("html", head, element("body", *body), lang="en-GB", class_=class_))


def _head(title: str, css: str) -> Element:
    digest = base64.b64encode(hashlib.sha256(css.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    return element(
        "head",
        element("meta", charset="utf-8"),
        element("meta", http_equiv="Content-Security-Policy", content=policy),
        element("meta", name="viewport", content="width=device-width, initial-scale=1"),
        element("meta", name="referrer", content="no-referrer"),
        element("meta", name="robots", content="noindex"),
        element("meta", name="color-scheme", content="light dark"),
        element("title", title),
        element("style", StyleSheet(css)),
    )
