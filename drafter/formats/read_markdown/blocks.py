"""Blocks, notes and oddities of a Markdown letter, out of markdown-it's tokens."""

from __future__ import annotations

import re
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from typing import NamedTuple

from markdown_it.token import Token

from drafter.formats.read_markdown.paragraph import Inline, note_text, style_of
from drafter.formats.read_markdown.parser import DEEPEST, Parsed
from drafter.formats.read_markdown.shown import Shown, odd_comment, odd_tag, second_front_matter
from drafter.formats.read_markdown.text import Source
from drafter.letter.returned import Block, ReturnedNote
from drafter.problems import Problem, Severity, Where

_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)+\Z")  # of a fact; a number alone is a label that pandoc gave
_TAGS = re.compile(r"<[^<>]*>")
_LISTS = ("bullet_list_open", "ordered_list_open")


class _Definition(NamedTuple):
    """A note's definition: its text piece by piece, and the place of its label."""

    label: str
    line: int
    texts: list[str]


class Reading:
    """Reads one file's tokens. ``above`` lines of it stand over ``lines``; ``remembered`` are the record's facts."""

    def __init__(self, name: str, lines: Sequence[str], above: int, remembered: AbstractSet[str]) -> None:
        self.blocks: list[Block] = []
        self.notes: dict[str, ReturnedNote] = {}
        self.oddities: list[Problem] = []
        self._name, self._lines, self._above, self._remembered = name, lines, above, remembered
        self._definitions: dict[str, _Definition] = {}
        self._labels: set[str] = set()
        self._inline_notes: dict[str, list[Token]] = {}
        self._listed: dict[int, Sequence[Token]] = {}  # the tokens of notes that stand in the text itself, by number
        self._links: set[str] = set()  # labels of links' definitions that are used

    def read(self, parsed: Parsed) -> None:
        """Read all of it."""
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
        """What a letter cannot carry; an error where text would be lost."""
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

    def _shown(self, found: Sequence[Shown | None], line: int) -> None:
        for one in found:
            if one is not None:
                self._odd(one.rule, one.message, one.hint, line)

    def _paragraph(self, token: Token, line: int, before: str, note: _Definition | None) -> None:
        tokens = token.children or []
        self._links.update(str(child.meta["label"]) for child in tokens if child.meta.get("label"))
        if note is not None:
            note.texts.append(note_text(tokens, self._listed))
            return
        source = Source(token.content, self._lines, line, self._above)

        def odd(rule: str, message: str, hint: str, severity: Severity, at: int) -> None:
            self.oddities.append(Problem(Where(self._name, *source.where(at)), rule, message, hint, severity))

        def noted(ref: Token) -> str | None:
            key = self._key(ref)
            if key is None:
                hint = "give it the id of a fact, or take it away"
                odd("missing-note", "calls a note that is not there", hint, Severity.WARNING, (ref.map or [0])[0])
            return key

        read = Inline(source, noted, odd, self._listed).read(tokens)
        if read.text.text.strip() or read.calls:
            style = "heading" if before == "heading_open" else style_of(tokens)
            text, places = read.text.text, read.text.places
            self.blocks.append(Block(text, style, places, tuple(sorted(read.marks)), tuple(read.calls)))

    def _key(self, ref: Token) -> str | None:
        """The key of the note that a token calls; the note itself is read when all are known."""
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

    def _odd(self, rule: str, message: str, hint: str, line: int, severity: Severity = Severity.ERROR) -> None:
        place = Where(self._name, self._above + line + 1, 1)
        self.oddities.append(Problem(place, rule, message, hint, severity))

    def _warn(self, rule: str, message: str, hint: str, line: int) -> None:
        self._odd(rule, message, hint, line, Severity.WARNING)


def _folded(texts: Sequence[str]) -> str:
    return " ".join(" ".join(texts).split())


def _without_comments(html: str) -> tuple[str, list[str]]:
    """HTML without its comments, and these; one that does not end stays, for it hides whatever follows."""
    kept: list[str] = []
    comments: list[str] = []
    at = 0
    while (start := html.find("<!--", at)) >= 0 and (end := html.find("-->", start + 2)) >= 0:
        kept.append(html[at:start])
        comments.append(html[start : end + 3])
        at = end + 3
    return "".join([*kept, html[at:]]), comments
