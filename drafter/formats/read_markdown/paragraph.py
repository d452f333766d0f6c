"""A paragraph's inline tokens to its text, its marks and its calls of notes."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

from markdown_it.token import Token

from drafter.formats.read_markdown.parser import begins
from drafter.formats.read_markdown.shown import HALF_LINK, Shown, odd_comment, odd_link, odd_markup, odd_span, odd_tag
from drafter.formats.read_markdown.text import Source, Text
from drafter.letter.returned import Call, Mark
from drafter.letter.tree import Kind
from drafter.problems import Severity

# What a paragraph holds that a letter cannot: a rule, a message, a hint, how bad it is, and where in the source.
Odd = Callable[[str, str, str, Severity, int], None]
# The tokens of the notes that stand within the text itself, by their number.
Within = Mapping[int, Sequence[Token]]
# The key of the note that a token calls; none where there is no such note.
Noted = Callable[[Token], str | None]

_ENDS = ".?!\u201d\u2019)"  # of a sentence, behind which people note things
_BREAK = re.compile(r"<br\b[^>]*>", re.IGNORECASE)
_SPAN = re.compile(r"<span\b[^>]*>", re.IGNORECASE)
_CLASS = re.compile(r"""\bclass\s*=\s*["']?([^"'>]*)""", re.IGNORECASE)
_KINDS = {"position": Kind.VIEW, "act": Kind.ACT, "reader": Kind.READER}  # by the class of a span
_TAG = re.compile(r"<(/?[A-Za-z][A-Za-z0-9-]*)")
_LEFT_OVER = re.compile(r"\{[ ]*\.(position|act|reader)\b")
_WHOSE = {"position": "the member's words", "act": "the words of an act", "reader": "the words to this reader"}
_SETTINGS = {"strong_open": "strong", "em_open": "emphasis"}


class Inline:
    """Reads the tokens of one paragraph. ``text``, ``marks`` and ``calls`` are what they come to."""

    def __init__(self, source: Source, noted: Noted | None, odd: Odd, within: Within) -> None:
        self.text = Text(source)
        self._source = source
        self.marks: list[Mark] = []
        self.calls: list[Call] = []
        self._noted, self._odd, self._within = noted, odd, within
        self._spans: list[tuple[Kind | None, int]] = []  # what they mark, and where their text begins
        self._html_spans: list[tuple[Kind | None, int, int]] = []  # as above, and where the tag stands
        self._closing: set[str] = set()  # tags whose opening ones were told of
        self._links: list[tuple[Token, int]] = []

    def read(self, tokens: Sequence[Token]) -> Inline:
        """Read all of the paragraph; gives itself back."""
        for found in odd_markup(self._source.content):
            self._tell(found, found.at)
        for number, token in enumerate(tokens):
            reader = getattr(self, f"_read_{token.type}", None)
            if reader is not None:
                reader(token)
            if token.type == "text" and number + 1 == len(tokens) and token.content.endswith("\\"):
                self.text.drop_last()  # the line after this hard break was taken away
        for kind, start, at in self._html_spans:
            self._odd("markup", "begins a span that does not end", "close it with </span>", Severity.WARNING, at)
            self._mark(kind, start)
        return self

    def _tell(self, found: Shown | None, at: int) -> None:
        if found is not None:
            self._odd(found.rule, found.message, found.hint, Severity.ERROR, at)

    def _read_text(self, token: Token) -> None:
        if self._links and self._links[-1][0].info == "auto":
            self.text.put(token.content, begins(token) + 1, len(token.content) + 1)
        else:
            self.text.add(token.content, begins(token))
        if (end := token.content.find("](")) >= 0:
            self._tell(HALF_LINK, begins(token) + end)
        for left in _LEFT_OVER.finditer(token.content):
            name, place = left[1], begins(token) + left.start()
            hint = f"'[' stands before {_WHOSE[name]} and ']{{.{name}}}' behind them, within one paragraph"
            self._odd("markup", f"'{{.{name}}}' marks nothing here", hint, Severity.WARNING, place)

    def _read_text_special(self, token: Token) -> None:
        at, size = begins(token), len(token.markup)
        if token.markup == "\\ ":
            self.text.put("\u00a0", at, size)  # so pandoc writes a space that does not break
        else:
            # After a backslash the character itself stands one further on.
            escaped = token.info == "escape" and len(token.content) < size
            self.text.put(token.content, at + escaped, size - escaped)

    def _read_softbreak(self, _token: Token) -> None:
        self.text.space()

    def _read_hardbreak(self, _token: Token) -> None:
        self.text.end_line()

    def _read_code_inline(self, token: Token) -> None:
        at = begins(token) + len(token.markup)
        for start in (at, at + 1):  # a space next to the backticks is taken off
            written = self._source.content[start : start + len(token.content)]
            if written.replace("\n", " ") == token.content:
                self.text.add(written, start)
                return
        self.text.put(token.content, at, len(token.content))

    def _read_span_open(self, token: Token) -> None:
        classes = str(token.attrs.get("class", ""))
        self._tell(odd_span(token.attrs, classes), begins(token))
        self._spans.append((_kind(classes), self.text.length))

    def _read_span_close(self, _token: Token) -> None:
        self._mark(*self._spans.pop())

    def _mark(self, kind: Kind | None, start: int) -> None:
        if kind is None or start == self.text.length:
            return
        others = [mark for mark in self.marks if mark.kind is kind]
        if not any(mark.start <= start and self.text.length <= mark.end for mark in others):
            held = {mark for mark in others if mark.start >= start}
            self.marks = [*(mark for mark in self.marks if mark not in held), Mark(start, self.text.length, kind)]

    def _read_link_open(self, token: Token) -> None:
        self._links.append((token, self.text.length))

    def _read_link_close(self, _token: Token) -> None:
        token, start = self._links.pop()
        text, address = self.text.text[start:], str(token.attrs.get("href", ""))
        same = token.info == "auto" or _bare(text) == _bare(address)
        title = str(token.attrs.get("title", ""))
        self._tell(odd_link(text, address, title, same=same), max(0, begins(token) - 1))
        if not same:
            hint = "write the address out where a reader needs it"
            self._odd("markup", "a link; the final copy keeps its text only", hint, Severity.WARNING, begins(token) - 1)

    def _read_image(self, token: Token) -> None:
        self._picture(begins(token))

    def _picture(self, at: int) -> None:
        self._odd("picture", "a picture, which the final copy does not have", "", Severity.ERROR, at)

    def _read_html_inline(self, token: Token) -> None:
        tag, at = token.content, begins(token)
        if tag.startswith("<!--"):
            before = self.text.text.rstrip()
            self._tell(odd_comment(tag, alone=not before or before[-1] in _ENDS), at)
            return
        found = None if tag[:4].casefold() == "<img" else odd_tag(tag)
        if found is not None and not tag.startswith("</"):
            self._tell(found, at)
        if _BREAK.fullmatch(tag):
            self.text.end_line()
        elif _SPAN.fullmatch(tag):
            named = _CLASS.search(tag)
            kind = _kind(named[1]) if named else None
            self._html_spans.append((kind, self.text.length, at))  # so pandoc writes spans for GFM
        elif tag.casefold().startswith("</span") and self._html_spans:
            self._mark(*self._html_spans.pop()[:2])
        elif tag[:4].casefold() == "<img":
            self._picture(at)
        elif name := _TAG.match(tag):
            if f"<{name[1]}" not in self._closing and found is None:
                self._odd("markup", "an HTML tag, which the final copy does not have", "", Severity.WARNING, at)
            self._closing.add(f"</{name[1]}")
        else:
            self._odd("markup", "HTML, which the final copy does not have", "write it as text", Severity.ERROR, at)

    def _read_footnote_ref(self, token: Token) -> None:
        key = self._noted(token) if self._noted else None
        if key is not None:
            self.calls.append(Call(self.text.solid(), key))
        elif "label" in token.meta:
            self.text.add(f"[^{token.meta['label']}]", begins(token))
        else:
            self.text.put(f"^[{note_text(self._within.get(token.meta['id'], ()), self._within)}]", begins(token), 0)


def _kind(classes: str) -> Kind | None:
    """What a span of these classes marks; the first that marks anything."""
    return next((_KINDS[name] for name in classes.casefold().split() if name in _KINDS), None)


def note_text(tokens: Sequence[Token], within: Within) -> str:
    """The text of a paragraph of a note. Nothing odd is told of it: a final copy's notes are made anew."""
    return Inline(Source("", (), 0, 0), None, _untold, within).read(tokens).text.text


def _untold(rule: str, message: str, hint: str, severity: Severity, at: int) -> None:
    """Forget what is odd."""


def style_of(tokens: Sequence[Token]) -> str:
    """'strong' or 'emphasis' where the whole paragraph is one such run."""
    solid = [token for token in tokens if token.content or token.type != "text"]
    if not solid or solid[0].type not in _SETTINGS:
        return ""
    depth = 0
    for token in solid[:-1]:
        depth += token.nesting
        if not depth:
            return ""
    return _SETTINGS[solid[0].type]


def _bare(address: str) -> str:
    """An address without what nobody prints of it."""
    return re.sub(r"^(https?://|mailto:)", "", address.strip().casefold()).rstrip("/")
