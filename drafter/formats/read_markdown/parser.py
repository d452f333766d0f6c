"""Markdown to markdown-it's tokens, each of which knows where in its paragraph's source it begins."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from mdit_py_plugins.attrs import attrs_plugin
from mdit_py_plugins.footnote import footnote_plugin
from mdit_py_plugins.front_matter import front_matter_plugin

_LONGEST = 20_000  # characters of a paragraph: seven pages
# Every bracket may be looked for the end of its paragraph; a long letter with a note to each sentence needs a tenth.
_MOST_LOOKED_AT = 5_000_000
DEEPEST = 20  # levels of lists and quotations; markdown-it reads none below
# What pandoc writes after a heading for its own use: {#closures .unnumbered}.
_ATTRIBUTES = re.compile(r"[ \t]\{[#.][^{}]{0,200}\}\Z")


@dataclass(frozen=True)
class Parsed:
    """A file's tokens, and its front matter's YAML, if it has any.

    ``refused`` is the rule by which it is not read any further, ``too-large`` or ``too-costly``.
    """

    tokens: list[Token]
    front: str | None
    refused: str
    env: dict[str, Any] = field(default_factory=dict)


def parse(text: str) -> Parsed:
    """The tokens of a text; of one that is refused, without what is in the paragraphs."""
    md = MarkdownIt("commonmark", {"store_labels": True, "maxNesting": DEEPEST})
    md.use(front_matter_plugin).use(footnote_plugin, move_to_end=False, always_match_refs=True)
    md.use(attrs_plugin, spans=True, after=())  # elsewhere than behind a span, braces are text
    md.core.ruler.at("inline", _read_paragraphs)
    # These join pieces of text, which would lose the pieces' places.
    md.core.ruler.disable("text_join")
    md.inline.ruler2.disable("fragments_join")
    env: dict[str, Any] = {}
    tokens = md.parse(text, env)
    front = next((token.content for token in tokens if token.type == "front_matter"), None)
    return Parsed(tokens, front, _refused(tokens), env)


def begins(token: Token) -> int:
    """Where in its paragraph's source an inline token begins; 0 where that is not known."""
    return token.map[0] if token.map else 0


def _refused(tokens: Sequence[Token]) -> str:
    paragraphs = [token.content for token in tokens if token.type == "inline"]
    if any(len(paragraph) > _LONGEST for paragraph in paragraphs):
        return "too-large"
    looked_at = sum(paragraph.count("[") * len(paragraph) for paragraph in paragraphs)
    return "too-costly" if looked_at > _MOST_LOOKED_AT else ""


def _read_paragraphs(core: StateCore) -> None:
    """What markdown-it's own rule of this name does, with places."""
    if _refused(core.tokens):
        return
    heading = False
    for token in core.tokens:
        if token.type == "inline":
            if heading:
                token.content = _ATTRIBUTES.sub("", token.content).rstrip()
            token.children = []
            state = _Placed(token.content, core.md, core.env, token.children)
            core.md.inline.tokenize(state)
            for rule in core.md.inline.ruler2.getRules(""):
                rule(state)
        heading = token.type == "heading_open"


class _Placed(StateInline):
    """Keeps in the field ``map``, which inline tokens do not use, where in the source each begins."""

    _began = 0

    def append_pending(self, text: str) -> None:
        if not self.pending:
            self._began = self.pos
        super().append_pending(text)

    def pushPending(self) -> Token:  # the library's name
        token = super().pushPending()
        token.map = [self._began]
        return token

    def push(self, ttype: str, tag: str, nesting: Literal[-1, 0, 1]) -> Token:
        token = super().push(ttype, tag, nesting)
        token.map = [self.pos]
        return token
