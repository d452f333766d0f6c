"""HTML mail as lines of text: nothing runs, nothing is fetched, and what is quoted begins with ``>``."""

from __future__ import annotations

import re
from typing import Any, Final

_SKIPPED: Final = frozenset(
    "head title style script noscript template svg math object iframe select textarea img".split()
)
_PARAGRAPHS: Final = frozenset("p h1 h2 h3 h4 h5 h6 ul ol dl table blockquote pre article section".split())
_LINES: Final = frozenset("div li tr dt dd address center header footer main form fieldset".split())
_QUOTING: Final = re.compile(r"\b(?:gmail_quote|yahoo_quoted|moz-cite-prefix|protonmail_quote|zmail_extra)\b")
_ATTRIBUTION: Final = frozenset(("moz-cite-prefix",))
_REPLY_ABOVE: Final = frozenset(("divRplyFwdMsg", "appendonsend", "x_divRplyFwdMsg"))
_HIDDEN: Final = re.compile(r"display\s*:\s*none|mso-hide\s*:\s*all|visibility\s*:\s*hidden", re.IGNORECASE)
_RULE: Final = "_" * 32  # what Outlook itself writes above the message that is answered
_NESTING: Final = re.compile(r"<(/?)(?!br|hr|img|p\b|li|td|tr|th|meta|link|input|o:p)[a-z]", re.IGNORECASE)
_DEEPEST: Final = 1_500
_MOST: Final = 2_000_000  # letters of HTML: no letter to a member has more


def text_of_html(html: str) -> str:
    """The text of a page. Raises ImportError where the reader of HTML is not installed."""
    from selectolax.lexbor import LexborHTMLParser  # late: few need it

    root = LexborHTMLParser(_shallow(html[:_MOST])).root
    lines = _Lines()
    if root is not None:
        _walk(root, lines)
    return lines.text()


def _shallow(html: str) -> str:
    """The page up to where it is deeper than any letter: the time that reading takes grows with the square of that."""
    depth = 0
    for match in _NESTING.finditer(html):
        depth += -1 if match[1] else 1
        if depth > _DEEPEST:
            return html[: match.start()]
    return html


class _Lines:
    """Lines being gathered; ``depth`` is how deep they are quoted."""

    def __init__(self) -> None:
        self.done: list[str] = []
        self.line = ""
        self.depth = 0

    def add(self, text: str) -> None:
        """Words, on the line that is being written."""
        folded = re.sub(r"[\s\u00a0]+", " ", text)
        if folded == " " and (not self.line or self.line.endswith(" ")):
            return
        self.line += folded.lstrip() if not self.line or self.line.endswith(" ") else folded

    def end(self) -> None:
        """End the line, if anything stands on it."""
        if self.line.strip():
            self.done.append(f"{'>' * self.depth} {self.line.strip()}".strip())
        self.line = ""

    def gap(self) -> None:
        """A blank line, but never two."""
        self.end()
        if self.done and self.done[-1].strip("> "):
            self.done.append(">" * self.depth)

    def text(self) -> str:
        """All of them."""
        self.end()
        return "\n".join(self.done).strip()


def _walk(root: Any, lines: _Lines) -> None:
    """Through the tree without calling itself: a hostile page is a hundred thousand elements deep."""
    node, descend, end = root, True, root.mem_id  # nodes compared by '==' are compared by all that is in them
    while node is not None:
        if descend:
            into = _enter(node, lines)
            if into and node.child is not None:
                node = node.child
                continue
        _leave(node, lines)
        if node.mem_id == end:
            return
        if node.next is not None:
            node, descend = node.next, True
        else:
            node, descend = node.parent, False


def _enter(node: Any, lines: _Lines) -> bool:
    """Begin an element; whether what is in it is to be read."""
    tag = node.tag
    if tag == "-text":
        lines.add(node.text_content or "")
        return False
    if (tag.startswith("-") and tag != "-document") or tag in _SKIPPED:
        return False
    attributes = node.attributes
    if _HIDDEN.search(attributes.get("style") or ""):
        return False
    if _begin_line(tag, lines):
        return False
    if (attributes.get("id") or "") in _REPLY_ABOVE:
        lines.gap()
        lines.add(_RULE)
        lines.end()
    if _quotes(tag, attributes):
        lines.end()
        lines.depth += 1
    return True


def _begin_line(tag: str, lines: _Lines) -> bool:
    """End the line where an element begins one; whether that is all there is to the element."""
    if tag == "br":
        if not lines.line.strip():
            lines.gap()
        lines.end()
    elif tag == "hr" or tag in _PARAGRAPHS:
        lines.gap()
    elif tag in _LINES:
        lines.end()
    return tag in ("br", "hr")


def _leave(node: Any, lines: _Lines) -> None:
    tag = node.tag
    if tag.startswith("-") or tag in _SKIPPED:
        return
    if tag in ("td", "th"):
        lines.add(" ")
    if _HIDDEN.search(node.attributes.get("style") or ""):
        return
    if _quotes(tag, node.attributes):
        lines.end()
        lines.depth -= 1
    if tag in _PARAGRAPHS:
        lines.gap()
    elif tag in _LINES:
        lines.end()


def _quotes(tag: str, attributes: Any) -> bool:
    """Whether what stands in an element is another's: a quotation, or what a mail program puts around one."""
    return tag == "blockquote" or bool(tag == "div" and _QUOTING.search(attributes.get("class") or ""))
