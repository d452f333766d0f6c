"""What a web page's style sheets and ``style`` attributes declare, read as far as it says what nobody sees.

No browser is imitated: what is not understood declares nothing, so that nothing visible is taken for hidden.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, NamedTuple

_MOST: Final = 300_000  # letters of all style sheets of a page
_MOST_RULES: Final = 4_000
_LONGEST: Final = 200  # letters of a value
_MOST_CHECKS: Final = 500_000  # of a rule against an element: a real page needs some ten thousand
_COMMENT: Final = re.compile(r"/\*.*?(?:\*/|\Z)|<!--|-->", re.DOTALL)
_ESCAPE: Final = re.compile(r"\\(?:([0-9a-fA-F]{1,6})\s?|(.))", re.DOTALL)
_DECLARATION: Final = re.compile(r"\s*([\w-]{1,60})\s*:\s*((?:[^;\"'()]++|\"[^\"]*+\"?|'[^']*+'?|\([^)]*+\)?|\))*+)")
_IMPORTANT: Final = re.compile(r"\s*!\s*important\s*\Z", re.IGNORECASE)
_COMPOUND: Final = re.compile(
    r"(?P<tag>\*|[a-z][\w:-]*)|#(?P<id>[\w-]+)|\.(?P<class>[\w-]+)|:(?P<pseudo>root|link|visited|any-link)(?![\w(-])|"
    r"\[\s*(?P<name>[\w-]+)\s*(?:(?P<how>[~^$*|]?=)\s*(?:\"(?P<one>[^\"]*)\"|'(?P<two>[^']*)'|(?P<three>[\w-]+))\s*i?\s*)?\]",
    re.IGNORECASE,
)
_SPACES: Final = re.compile(r"\s*(>)\s*|\s+")
_WIDTH: Final = re.compile(r"(min|max)-(?:device-)?width\s*:\s*([\d.]{1,6})(px|em|rem)?", re.IGNORECASE)
_SCREEN: Final = 1_200  # CSS pixels of the window that mail is read in

Declarations = Mapping[str, str]


class Element(NamedTuple):
    """What rules can ask of an element; ``above`` is its parent."""

    tag: str
    id: str
    classes: frozenset[str]
    attributes: Mapping[str, str | None]
    above: Element | None


class _Part(NamedTuple):
    """One compound of a selector, "p.note", and whether the next one on the left must be the parent itself."""

    tag: str
    ids: tuple[str, ...]
    classes: tuple[str, ...]
    attributes: tuple[tuple[str, str, str], ...]
    child: bool


class _Rule(NamedTuple):
    """Parts from the right, how much the selector weighs, and what is declared."""

    parts: tuple[_Part, ...]
    weight: tuple[int, int, int, int]
    plain: Declarations
    important: Declarations


@dataclass
class Sheet:
    """The rules of a page, looked up by what the last part of their selectors names."""

    _by: dict[str, list[_Rule]] = field(default_factory=dict)
    _count: int = 0
    _checks: int = 0

    @property
    def used_up(self) -> bool:
        """Whether the page's rules take more work than those of any page; from then on none applies."""
        return self._checks > _MOST_CHECKS

    def __bool__(self) -> bool:
        return bool(self._by)

    def declared(self, element: Element, style: str) -> dict[str, str]:
        """What holds for an element by the sheets and by its own ``style``: the heavier, then the later."""
        own_plain, own_important = declarations(style) if style else ({}, {})
        if not self._by:
            return {**own_plain, **own_important}
        rules = sorted(self._matching(element), key=lambda rule: rule.weight)
        found: dict[str, str] = {}
        for rule in rules:
            found |= rule.plain
        found |= own_plain
        for rule in rules:
            found |= rule.important
        return found | own_important

    def _matching(self, element: Element) -> Iterator[_Rule]:
        keys = [f"#{element.id}", *(f".{name}" for name in element.classes), element.tag, "*"]
        for key in keys:
            for rule in self._by.get(key, ()):
                if self.used_up:
                    return
                if self._fits(rule.parts, element):
                    yield rule

    def _fits(self, parts: Sequence[_Part], element: Element) -> bool:
        """Whether a selector means an element. Of ancestors that fit the nearest is taken, and no other is tried."""
        at: Element | None = element
        child = True  # the first must be the element itself
        for part in parts:
            self._checks += 1
            while at is not None and not _is(part, at):
                self._checks += 1
                at = None if child else at.above
            if at is None:
                return False
            at, child = at.above, part.child
        return True

    def add(self, css: str) -> None:
        """The rules of one more style sheet."""
        for selectors, body in _blocks(_plain(css[:_MOST]), 0):
            plain, important = declarations(body)
            if not (plain or important):
                continue
            for selector in selectors.split(","):
                parts = _parts(selector)
                if parts and self._count < _MOST_RULES:
                    self._count += 1
                    rule = _Rule(parts, (*_weight(parts), self._count), plain, important)
                    self._by.setdefault(_key(parts[0]), []).append(rule)


def _plain(css: str) -> str:
    """A sheet without comments, and with what is written in escapes."""
    return unescaped(_COMMENT.sub(" ", css))


def unescaped(css: str) -> str:
    """CSS with the letters that its escapes stand for."""

    def letter(match: re.Match[str]) -> str:
        number = int(match[1], 16) if match[1] else 0
        return (chr(number) if 0 < number < 0x11_0000 else "") if match[1] else match[2]

    return _ESCAPE.sub(letter, css) if "\\" in css else css


def _blocks(css: str, depth: int) -> Iterator[tuple[str, str]]:
    """The rules: selectors and what stands in their braces; those of media that are what mail is read on, too."""
    at = 0
    while (opened := css.find("{", at)) >= 0:
        head = css[at:opened].rpartition(";")[2].strip().rpartition("}")[2].strip()
        end = _closing(css, opened)
        if not head.startswith("@"):
            yield head, css[opened + 1 : end]
        elif depth < 4 and _applies(head):
            yield from _blocks(css[opened + 1 : end], depth + 1)
        at = end + 1


def _closing(css: str, opened: int) -> int:
    """Where the brace that is opened here is closed; the end of the sheet where it is not."""
    level = 0
    for match in re.compile(r"[{}]").finditer(css, opened):
        level += 1 if match[0] == "{" else -1
        if level == 0:
            return match.start()
    return len(css)


def _applies(head: str) -> bool:
    """Whether what stands under an at-rule holds where mail is read: on a screen, not too narrow, by day."""
    name, _, query = head.partition(" ")
    if name.lower() in ("@layer", "@supports"):
        return not query.strip().lower().startswith("not")
    return name.lower() == "@media" and any(map(_medium, query.lower().split(",")))


def _medium(query: str) -> bool:
    if "print" in query or "speech" in query or "dark" in query or re.match(r"\s*not\b", query):
        return False
    for least, size, unit in _WIDTH.findall(query):
        width = float(size.replace(".", "", size.count(".") - 1) or 0) * (1 if unit in ("", "px") else 16)
        if (least == "min") != (width <= _SCREEN):
            return False
    rest = _WIDTH.sub("", query)
    return not re.search(r"[a-z]", re.sub(r"\b(?:only|screen|all|and|yahoo)\b", "", rest))


def _parts(selector: str) -> tuple[_Part, ...]:
    """A selector's parts from the right; none where it holds what is not understood."""
    found: list[_Part] = []
    at, selector = 0, selector.strip()
    child = False
    while at < len(selector) and len(found) < 20:
        tag, ids, classes, attributes = "", [], [], []
        begins = at
        while match := _COMPOUND.match(selector, at):
            at = match.end()
            if match["tag"]:
                tag = match["tag"].lower()
            elif match["id"]:
                ids.append(match["id"])
            elif match["class"]:
                classes.append(match["class"])
            elif match["pseudo"] == "root":
                tag = tag or "html"
            elif match["pseudo"]:
                attributes.append(("href", "", ""))
            else:
                value = match["one"] or match["two"] or match["three"] or ""
                attributes.append((match["name"].lower(), match["how"] or "", value))
        if at == begins:
            return ()
        found.append(_Part(tag, tuple(ids), tuple(classes), tuple(attributes), child))
        between = _SPACES.match(selector, at)
        if between is None:
            break
        at, child = between.end(), bool(between[1])
    return tuple(reversed(found)) if at >= len(selector) and found else ()


def _weight(parts: Iterable[_Part]) -> tuple[int, int, int]:
    return (
        sum(len(part.ids) for part in parts),
        sum(len(part.classes) + len(part.attributes) for part in parts),
        sum(part.tag not in ("", "*") for part in parts),
    )


def _key(part: _Part) -> str:
    if part.ids:
        return f"#{part.ids[0]}"
    return f".{part.classes[0]}" if part.classes else part.tag or "*"


def _is(part: _Part, element: Element) -> bool:
    return (
        part.tag in ("", "*", element.tag)
        and all(id_ == element.id for id_ in part.ids)
        and element.classes.issuperset(part.classes)
        and all(_has(element, *wanted) for wanted in part.attributes)
    )


def _has(element: Element, name: str, how: str, value: str) -> bool:
    if name not in element.attributes:
        return False
    held = element.attributes[name] or ""
    match how:
        case "":
            return True
        case "=":
            return held == value
        case "~=":
            return value in held.split()
        case "|=":
            return held == value or held.startswith(f"{value}-")
        case "^=":
            return bool(value) and held.startswith(value)
        case "$=":
            return bool(value) and held.endswith(value)
    return bool(value) and value in held


def declarations(style: str) -> tuple[dict[str, str], dict[str, str]]:
    """What is declared, by property in small letters, and of it what is said to be important. The last one holds."""
    plain: dict[str, str] = {}
    important: dict[str, str] = {}
    for match in _DECLARATION.finditer(_plain(style) if "/*" in style or "\\" in style or "<!--" in style else style):
        said = match[2][:_LONGEST]  # a longer one is a picture's data, or there to take time
        value = _IMPORTANT.sub("", said)
        kept = important if value != said else plain
        name = match[1].lower()
        kept.pop(name, None)  # so that a shorthand which stands later comes later
        kept[name] = value.strip().lower()
    return plain, important
