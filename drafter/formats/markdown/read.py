"""A draft as it comes back from a text editor, a web editor or pandoc: CommonMark with notes and spans."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import field
from typing import Any, Literal

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from mdit_py_plugins.attrs import attrs_plugin
from mdit_py_plugins.footnote import footnote_plugin
from mdit_py_plugins.front_matter import front_matter_plugin

from drafter.formats.copies import kind_of_span
from drafter.formats.markdown.shown import (
    HALF_LINK,
    OddMarkup,
    odd_comment,
    odd_link,
    odd_markup,
    odd_span,
    odd_tag,
    second_front_matter,
)
from drafter.formats.pieces import bare_address
from drafter.frozen import NamedTuple, dataclass
from drafter.letter.record import Record
from drafter.letter.returned import Block, Call, Mark, Returned, ReturnedNote
from drafter.letter.tree import Kind, kinds_by
from drafter.problems import Problem, Severity, Where

_MOST_BYTES = 500_000
_MOST_CHARACTERS = 200_000
_MOST_LINES = 10_000
_MOST_BLOCKS = 2_000


def read_markdown(data: bytes, name: str) -> tuple[Returned | None, list[Problem]]:
    """The letter in a file's bytes, or ``None`` and why. ``name`` is what problems call the file.

    Everything in the file that a letter cannot have is among its ``oddities``, so that nothing is lost unnoticed.
    """
    if len(data) > _MOST_BYTES:
        return None, [_too_large(Where(name))]
    text, problems = _text(data, name)
    if text is None:
        return None, problems
    if len(text) > _MOST_CHARACTERS or text.count("\n") > _MOST_LINES:
        return None, [_too_large(Where(name))]
    try:
        return _read(text, name, problems)
    except RecursionError:
        return None, [Problem(Where(name), "too-deep", "holds more levels inside one another than any letter")]


def _text(data: bytes, name: str) -> tuple[str | None, list[Problem]]:
    """The text, with line feeds between its lines; and a warning if it is not UTF-8."""
    from drafter.sources.text import Refused, decode

    try:
        text, _ = decode(data, "cp1252")  # Windows' own editors write this if they do not write UTF-8
    except Refused as refusal:
        return None, [Problem(Where(name), refusal.rule, str(refusal), refusal.hint)]
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if not text.strip():
        return None, [Problem(Where(name), "empty-file", "holds nothing")]
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        hint = "look at accents, pounds and quotation marks, and save the file with encoding UTF-8"
        return text, [Problem(Where(name), "not-utf-8", "is not UTF-8 text", hint, Severity.WARNING)]
    return text, []


def _read(text: str, name: str, oddities: list[Problem]) -> tuple[Returned | None, list[Problem]]:

    body = text.lstrip("\n")  # front matter counts only at the very beginning
    above = len(text) - len(body)
    parsed = parse_markdown(body)
    if parsed.refused == "too-large":
        return None, [_too_large(Where(name))]
    if parsed.refused:
        return None, [Problem(Where(name), parsed.refused, "holds more brackets than any letter")]
    record, problems = _record(body, parsed.front, name, above)
    remembered = {said.fact for said in record.said} if record else set()
    reading = MarkdownReader(name, body.split("\n"), above, remembered)
    reading.read(parsed)
    if len(reading.blocks) > _MOST_BLOCKS:
        return None, [_too_large(Where(name))]
    found = sorted({*oddities, *problems, *reading.oddities})
    return Returned(tuple(reading.blocks), reading.notes, record, tuple(found)), []


def _record(body: str, front: str | None, name: str, above: int) -> tuple[Record | None, list[Problem]]:
    from drafter.formats.front_matter import read_front_matter

    if front is not None:
        return read_front_matter(front, name, above + 1, body[len(front) :])
    first, _, rest = body.partition("\n")
    if first.strip() == "---" and rest.split("\n", 1)[0].partition(":")[0].isidentifier():
        hint = "close it with a line of ---"
        return None, [Problem(Where(name, above + 1, 1), "broken-yaml", "begins front matter that has no end", hint)]
    return None, []


def _too_large(where: Where) -> Problem:
    return Problem(where, "too-large", "is longer than any letter")


# Tokens: markdown-it divides Markdown into tokens, and each knows its place in its paragraph's source.

_LONGEST = 20_000  # characters in a paragraph: seven pages
# For each bracket the parser may search to the end of the paragraph. A long letter with a note to each sentence needs a
# tenth of this.
_MOST_LOOKED_AT = 5_000_000
DEEPEST = 20  # levels of lists and quotations; markdown-it reads no deeper ones
# Attributes that pandoc writes after a heading: {#closures .unnumbered}.
_ATTRIBUTES = re.compile(r"[ \t]\{[#.][^{}]{0,200}\}\Z")


@dataclass(frozen=True)
class Parsed:
    """A file's tokens, and its front matter's YAML, if it has any.

    ``refused`` is the rule for which reading stopped, ``too-large`` or ``too-costly``.
    """

    tokens: list[Token]
    front: str | None
    refused: str
    env: dict[str, Any] = field(default_factory=dict)


def parse_markdown(text: str) -> Parsed:
    """The tokens of a text. If it is refused, its paragraphs are not read."""
    md = MarkdownIt("commonmark", {"store_labels": True, "maxNesting": DEEPEST})
    md.use(front_matter_plugin).use(footnote_plugin, move_to_end=False, always_match_refs=True)
    md.use(attrs_plugin, spans=True, after=())  # braces that do not follow a span are text
    md.core.ruler.at("inline", _read_paragraphs)
    # This rule joins pieces of text, so that their places would be lost.
    md.core.ruler.disable("text_join")
    md.inline.ruler2.disable("fragments_join")
    env: dict[str, Any] = {}
    tokens = md.parse(text, env)
    front = next((token.content for token in tokens if token.type == "front_matter"), None)
    return Parsed(tokens, front, _refused(tokens), env)


def begins(token: Token) -> int:
    """Where an inline token begins in its paragraph's source; 0 if that is not known."""
    return token.map[0] if token.map else 0


def _refused(tokens: Sequence[Token]) -> str:
    paragraphs = [token.content for token in tokens if token.type == "inline"]
    if any(len(paragraph) > _LONGEST for paragraph in paragraphs):
        return "too-large"
    looked_at = sum(paragraph.count("[") * len(paragraph) for paragraph in paragraphs)
    return "too-costly" if looked_at > _MOST_LOOKED_AT else ""


def _read_paragraphs(core: StateCore) -> None:
    """Do the same as markdown-it's own rule of this name, and keep the places."""
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
    """Keeps each token's beginning in the source in the field ``map``, which inline tokens do not use."""

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


# Texts: a paragraph without its markup, and the place of each piece in the file.

_FAR = 100  # lines that may hold only a no-break space, which markdown-it removes


class ParagraphSource:
    """A paragraph's source: gives the line and column in the file for each of its characters."""

    def __init__(self, content: str, lines: Sequence[str], first: int, above: int) -> None:
        self.content = content
        self._starts: list[int] = []
        self._places: list[tuple[int, int, int]] = []  # white space before the line's text, its line and column
        start = 0
        opening = content.partition("\n")[0].strip()
        first = next((n for n, line in enumerate(lines[first : first + _FAR], first) if opening in line), first)
        for number, text in enumerate(content.split("\n"), first):
            line = lines[number] if number < len(lines) else ""
            body = text.lstrip(" \t")
            self._starts.append(start)
            self._places.append((len(text) - len(body), above + number + 1, _column(line, body)))
            start += len(text) + 1

    def where(self, at: int) -> tuple[int, int]:
        """The line and column, both counted from 1, of the character at ``at``."""
        number = bisect_right(self._starts, at) - 1
        before, line, column = self._places[number]
        return line, max(1, column + at - self._starts[number] - before)


def _column(line: str, body: str) -> int:
    """The column at which a line's text begins, after indents and the marks of lists, quotations and headings."""
    line, body = line.rstrip(), body.rstrip()
    if line.endswith(body):
        return len(line) - len(body) + 1
    return max(line.rfind(body), 0) + 1  # a heading that was closed with '##' or had attributes


class ParagraphText:
    """A paragraph's text while it grows, with its places."""

    def __init__(self, source: ParagraphSource) -> None:
        self._source = source
        self._pieces: list[str] = []
        self._places: list[tuple[int, int, int]] = []
        self._end = 0  # end of the source that was read last
        self.length = 0

    @property
    def text(self) -> str:
        """The text so far."""
        return "".join(self._pieces)

    @property
    def places(self) -> tuple[tuple[int, int, int], ...]:
        """The places. There is always one for character 0."""
        return tuple(self._places) or ((0, *self._source.where(0)),)

    def add(self, text: str, at: int) -> None:
        """Add text that stands in the source unchanged, from ``at`` on."""
        at = max(at, self._end)  # all asterisks of a run report the run's beginning
        self._end = at + len(text)
        for number, line in enumerate(text.split("\n")):
            if number:
                self._between(" ")
            self._put(line, at)
            at += len(line) + 1

    def put(self, text: str, at: int, markup: int) -> None:
        """Add text that stands for ``markup`` characters of the source, such as an entity's."""
        self._put(" ".join(text.split("\n")), at)
        self._end = at + markup

    def end_line(self) -> None:
        """Add an intended line break."""
        self._between("\n")

    def space(self) -> None:
        """Add a line break that only wraps; none after an intended one."""
        if self._pieces and self._pieces[-1] != "\n":
            self._between(" ")

    def solid(self) -> int:
        """The length without white space at the end."""
        length = self.length
        for piece in reversed(self._pieces):
            bare = piece.rstrip()
            length -= len(piece) - len(bare)
            if bare:
                return length
        return 0

    def drop_last(self) -> None:
        """Take back the last character."""
        self._pieces[-1] = self._pieces[-1][:-1]
        self.length -= 1

    def _put(self, text: str, at: int) -> None:
        if not text:
            return
        line, column = self._source.where(at)
        character, last_line, last_column = self._places[-1] if self._places else (0, 0, 0)
        if (last_line, last_column + self.length - character) != (line, column):
            self._places.append((self.length, line, column))
        self._append(text)

    def _between(self, text: str) -> None:
        """Add white space. A paragraph has none at its beginning."""
        if self._pieces:
            self._append(text)

    def _append(self, text: str) -> None:
        self._pieces.append(text)
        self.length += len(text)


# Inline tokens: from a paragraph's tokens to its text, its marks and its references to notes.

# Reports something that a letter cannot have: a rule, a message, a hint, a severity, and the place in the source.
Odd = Callable[[str, str, str, Severity, int], None]
# The tokens of the notes that stand in the text itself, by their number.
Within = Mapping[int, Sequence[Token]]
# The key of the note that a token refers to; ``None`` if there is no such note.
Noted = Callable[[Token], str | None]

_ENDS = ".?!\u201d\u2019)"  # ends of sentences, where people write remarks
_BREAK = re.compile(r"<br\b[^>]*>", re.IGNORECASE)
_SPAN = re.compile(r"<span\b[^>]*>", re.IGNORECASE)
_CLASS = re.compile(r"""\bclass\s*=\s*["']?([^"'>]*)""", re.IGNORECASE)
_TAG = re.compile(r"<(/?[A-Za-z][A-Za-z0-9-]*)")
_LEFT_OVER = re.compile(r"\{[ ]*\.([\w-]+)")
_SETTINGS = {"strong_open": "strong", "em_open": "emphasis"}


class Inline:
    """Reads the tokens of one paragraph. The results are in ``text``, ``marks`` and ``calls``."""

    def __init__(self, source: ParagraphSource, noted: Noted | None, odd: Odd, within: Within) -> None:
        self.text = ParagraphText(source)
        self._source = source
        self.marks: list[Mark] = []
        self.calls: list[Call] = []
        self._noted, self._odd, self._within = noted, odd, within
        self._spans: list[tuple[Kind | None, int]] = []  # what they mark, and where their text begins
        self._html_spans: list[tuple[Kind | None, int, int]] = []  # the same, and where the tag stands
        self._closing: set[str] = set()  # closing tags whose opening ones were reported
        self._links: list[tuple[Token, int]] = []

    def read(self, tokens: Sequence[Token]) -> Inline:
        """Read all of the paragraph; returns itself."""
        for found in odd_markup(self._source.content):
            self._tell(found, found.at)
        for number, token in enumerate(tokens):
            reader = getattr(self, f"_read_{token.type}", None)
            if reader is not None:
                reader(token)
            if token.type == "text" and number + 1 == len(tokens) and token.content.endswith("\\"):
                self.text.drop_last()  # the line after this hard break was removed
        for kind, start, at in self._html_spans:
            self._odd("markup", "begins a span that does not end", "close it with </span>", Severity.WARNING, at)
            self._mark(kind, start)
        return self

    def _tell(self, found: OddMarkup | None, at: int) -> None:
        if found is not None:
            self._odd(found.rule, found.message, found.hint, Severity.OF_ITS_RULE, at)

    def _read_text(self, token: Token) -> None:
        if self._links and self._links[-1][0].info == "auto":
            self.text.put(token.content, begins(token) + 1, len(token.content) + 1)
        else:
            self.text.add(token.content, begins(token))
        if (end := token.content.find("](")) >= 0:
            self._tell(HALF_LINK, begins(token) + end)
        for left in _LEFT_OVER.finditer(token.content):
            name, place = left[1], begins(token) + left.start()
            kind = kinds_by("span").get(name)
            if kind is None:
                continue
            hint = f"'[' stands before {kind.about.whose} and ']{{.{name}}}' behind them, within one paragraph"
            self._odd("markup", f"'{{.{name}}}' marks nothing here", hint, Severity.WARNING, place)

    def _read_text_special(self, token: Token) -> None:
        at, size = begins(token), len(token.markup)
        if token.markup == "\\ ":
            self.text.put("\u00a0", at, size)  # pandoc writes a no-break space in this way
        else:
            # After a backslash the character itself stands one place further on.
            escaped = token.info == "escape" and len(token.content) < size
            self.text.put(token.content, at + escaped, size - escaped)

    def _read_softbreak(self, _token: Token) -> None:
        self.text.space()

    def _read_hardbreak(self, _token: Token) -> None:
        self.text.end_line()

    def _read_code_inline(self, token: Token) -> None:
        at = begins(token) + len(token.markup)
        for start in (at, at + 1):  # a space next to the backticks is removed
            written = self._source.content[start : start + len(token.content)]
            if written.replace("\n", " ") == token.content:
                self.text.add(written, start)
                return
        self.text.put(token.content, at, len(token.content))

    def _read_span_open(self, token: Token) -> None:
        classes = str(token.attrs.get("class", ""))
        self._tell(odd_span(token.attrs, classes), begins(token))
        self._spans.append((kind_of_span(classes), self.text.length))

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
        same = token.info == "auto" or bare_address(text) == bare_address(address)
        title = str(token.attrs.get("title", ""))
        self._tell(odd_link(text, address, title, same=same), max(0, begins(token) - 1))
        if not same:
            hint = "write the address out where a reader needs it"
            self._odd("markup", "a link; the final copy keeps its text only", hint, Severity.WARNING, begins(token) - 1)

    def _read_image(self, token: Token) -> None:
        self._picture(begins(token))

    def _picture(self, at: int) -> None:
        self._odd("picture", "a picture, which the final copy does not have", "", Severity.OF_ITS_RULE, at)

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
            kind = kind_of_span(named[1]) if named else None
            self._html_spans.append((kind, self.text.length, at))  # pandoc writes spans for GFM in this way
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


def note_text(tokens: Sequence[Token], within: Within) -> str:
    """The text of a paragraph of a note. Oddities are not reported, because a final copy's notes are made anew."""
    return Inline(ParagraphSource("", (), 0, 0), None, _untold, within).read(tokens).text.text


def _untold(rule: str, message: str, hint: str, severity: Severity, at: int) -> None:
    """Ignore what is odd."""


def style_of(tokens: Sequence[Token]) -> str:
    """'strong' or 'emphasis' if the whole paragraph is set so; otherwise empty."""
    solid = [token for token in tokens if token.content or token.type != "text"]
    if not solid or solid[0].type not in _SETTINGS:
        return ""
    depth = 0
    for token in solid[:-1]:
        depth += token.nesting
        if not depth:
            return ""
    return _SETTINGS[solid[0].type]


# Blocks, notes and oddities of a Markdown letter, from markdown-it's tokens.

_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)+\Z")  # the id of a fact; pandoc gives labels that are only a number
_TAGS = re.compile(r"<[^<>]*>")
_LISTS = ("bullet_list_open", "ordered_list_open")


class _Definition(NamedTuple):
    """A note's definition: its text piece by piece, and the place of its label."""

    label: str
    line: int
    texts: list[str]


class MarkdownReader:
    """Reads one file's tokens. ``above`` lines stand over ``lines``; ``remembered`` are the record's facts."""

    def __init__(self, name: str, lines: Sequence[str], above: int, remembered: AbstractSet[str]) -> None:
        self.blocks: list[Block] = []
        self.notes: dict[str, ReturnedNote] = {}
        self.oddities: list[Problem] = []
        self._name, self._lines, self._above, self._remembered = name, lines, above, remembered
        self._definitions: dict[str, _Definition] = {}
        self._labels: set[str] = set()
        self._inline_notes: dict[str, list[Token]] = {}
        self._listed: dict[int, Sequence[Token]] = {}  # the tokens of notes that stand in the text itself, by number
        self._links: set[str] = set()  # labels of link definitions that are used

    def read(self, parsed: Parsed) -> None:
        """Read all of the tokens."""
        listed = parsed.env.get("footnotes", {}).get("list", {})
        self._listed = {number: note["tokens"] for number, note in listed.items() if "tokens" in note}
        self._labels = {t.meta["label"] for t in parsed.tokens if t.type == "footnote_reference_open"}
        self._tokens(parsed.tokens)
        self._notes()
        unused = [v for k, v in parsed.env.get("references", {}).items() if k not in self._links]
        for definition in (*unused, *parsed.env.get("duplicate_refs", ())):
            hint = "put a backslash before its first bracket, if it is text"
            message = "the definition of a link that is nowhere; the final copy does not have it"
            self._odd("markup", message, hint, definition["map"][0])
        for definition in parsed.env.get("references", {}).values():
            if str(definition.get("title", "")).strip():
                self._odd(
                    "two-texts", "a link with a title, which nobody sees on paper", "take it out", definition["map"][0]
                )
        begins = parsed.tokens[0].map if parsed.front is not None and parsed.tokens else None
        for line in second_front_matter(self._lines, begins[1] if begins else 1):
            message = "lines between dashes, which some programs take for front matter and do not show"
            self._odd("two-texts", message, "take the dashes away", line)
        if parsed.front is None and self._lines and self._lines[0].startswith("%"):
            message = "a line that some programs take for the letter's title"
            self._odd("two-texts", message, "put a backslash before its first sign", 0)

    def _tokens(self, tokens: Sequence[Token]) -> None:
        inside: list[_Definition] = []
        lists = 0
        before = ""
        for token in tokens:
            line = token.map[0] if token.map else 0
            if token.type == "footnote_reference_open":
                inside.append(_Definition(token.meta["label"], line, []))
            elif token.type == "footnote_reference_close":
                self._define(inside.pop())
            elif token.type == "inline":
                self._paragraph(token, line, before, inside[-1] if inside else None)
            elif inside and token.content:
                inside[-1].texts.append(token.content)
            elif token.type in _LISTS and not inside:
                if not lists:
                    self._warn("list", "a list; the final copy has plain paragraphs", "", line)
                lists += 1
            elif token.type in {"bullet_list_close", "ordered_list_close"} and not inside:
                lists -= 1
            else:
                self._other(token, line)
            if token.nesting == 1 and token.level + 1 >= DEEPEST:
                self._odd("too-deep", "more levels inside one another than any letter has", "", line)
            before = token.type

    def _other(self, token: Token, line: int) -> None:
        """Report something that a letter cannot have; it is an error if text would be lost."""
        if token.type == "hr":
            self._warn("markup", "a rule across the page, which the final copy does not have", "", line)
        elif token.type == "blockquote_open":
            self._warn("markup", "a block quotation; the final copy has plain paragraphs", "", line)
        elif token.type == "html_block":
            left, comments = _without_comments(token.content)
            odd = [odd_comment(comment, alone=True) for comment in comments]
            odd += [odd_tag(tag[0]) for tag in _TAGS.finditer(left) if not tag[0].startswith("</")]
            self._shown(odd, line)
            if _TAGS.sub("", left).strip():
                hint = "write it as text, without tags"
                self._odd("markup", "HTML, whose text the final copy does not have", hint, line)
            elif left.strip() and not any(odd):
                self._warn("markup", "HTML tags, which the final copy does not have", "", line)
        elif token.type in {"code_block", "fence"} and (token.content + token.info).strip():
            hint = "take away the spaces at the beginning of the line"
            if token.type == "fence":
                hint = f"take away the lines of {token.markup[:3]}"
            self._odd("markup", "a block of code, whose text the final copy does not have", hint, line)

    def _shown(self, found: Sequence[OddMarkup | None], line: int) -> None:
        for one in found:
            if one is not None:
                self._odd(one.rule, one.message, one.hint, line)

    def _paragraph(self, token: Token, line: int, before: str, note: _Definition | None) -> None:
        tokens = token.children or []
        self._links.update(str(child.meta["label"]) for child in tokens if child.meta.get("label"))
        if note is not None:
            note.texts.append(note_text(tokens, self._listed))
            return
        source = ParagraphSource(token.content, self._lines, line, self._above)

        def odd(rule: str, message: str, hint: str, severity: Severity, at: int) -> None:
            self.oddities.append(Problem(Where(self._name, *source.where(at)), rule, message, hint, severity))

        def noted(ref: Token) -> str | None:
            key = self._key(ref)
            if key is None:
                hint = "give it the id of a fact, or take it away"
                at = (ref.map or [0])[0]
                odd("missing-note", "calls a note that is not there", hint, Severity.OF_ITS_RULE, at)
            return key

        read = Inline(source, noted, odd, self._listed).read(tokens)
        if read.text.text.strip() or read.calls:
            style = "heading" if before == "heading_open" else style_of(tokens)
            text, places = read.text.text, read.text.places
            self.blocks.append(Block(text, style, places, tuple(sorted(read.marks)), tuple(read.calls)))

    def _key(self, ref: Token) -> str | None:
        """The key of the note that a token refers to. The note itself is read when all are known."""
        label = ref.meta.get("label")
        if label is None:
            number = len(self._inline_notes) + 1
            while f"i{number}" in self._labels:
                number += 1
            label = f"i{number}"
            self._labels.add(label)
            self._inline_notes[label] = list(self._listed.get(ref.meta["id"], ()))
        elif label not in self._labels and not self._is_fact(label):
            return None
        self.notes.setdefault(label, ReturnedNote("", label if self._is_fact(label) else ""))
        return str(label)

    def _is_fact(self, label: str) -> bool:
        return bool(_ID.match(label)) or label in self._remembered

    def _define(self, definition: _Definition) -> None:
        first = self._definitions.setdefault(definition.label, definition)
        if first is not definition and _folded(first.texts) != _folded(definition.texts):
            self._warn("unused-note", "a second note of one name; the first is read", "", definition.line)

    def _notes(self) -> None:
        for label, definition in self._definitions.items():
            if label in self.notes:
                self.notes[label] = self.notes[label]._replace(text=_folded(definition.texts))
            elif label not in self._remembered:
                hint = "put its call behind the sentence that it belongs to, or take it away"
                self._warn("unused-note", "a note that no sentence calls", hint, definition.line)
        for label, tokens in self._inline_notes.items():
            self.notes[label] = ReturnedNote(_folded([note_text(tokens, self._listed)]))

    def _odd(self, rule: str, message: str, hint: str, line: int, severity: Severity = Severity.OF_ITS_RULE) -> None:
        place = Where(self._name, self._above + line + 1, 1)
        self.oddities.append(Problem(place, rule, message, hint, severity))

    def _warn(self, rule: str, message: str, hint: str, line: int) -> None:
        self._odd(rule, message, hint, line, Severity.WARNING)


def _folded(texts: Sequence[str]) -> str:
    return " ".join(" ".join(texts).split())


def _without_comments(html: str) -> tuple[str, list[str]]:
    """HTML without its comments, and the comments. An unclosed comment stays, because it hides all the rest."""
    kept: list[str] = []
    comments: list[str] = []
    at = 0
    while (start := html.find("<!--", at)) >= 0 and (end := html.find("-->", start + 2)) >= 0:
        kept.append(html[at:start])
        comments.append(html[start : end + 3])
        at = end + 3
    return "".join([*kept, html[at:]]), comments
