"""A page as one file that needs nothing else: no script, no picture, nothing fetched from anywhere."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence
from importlib import resources

import drafter
from drafter.formats.html import Element, Node, Style, element, render

_STYLE = "formats/page.css"


def style(name: str) -> str:
    """One of the program's own style sheets, by its path in the package."""
    return resources.files(drafter).joinpath(*name.split("/")).read_text("utf-8")


def page(title: str, css: str, body: Sequence[Node], class_: str = "") -> str:
    """The page as HTML, the same for the same content; ``css`` is added to what every page has."""
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
        element("style", Style(css)),
    )
