"""Markdown that one program shows and another does not: everything that is not plain CommonMark.

A letter is looked at in a CommonMark viewer, on a page made by pandoc, or on GitHub. Each of them has extra markup, and
each hides what it takes for its own. So a letter may have no extra markup at all.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from drafter.frozen import NamedTuple

TWO: Final = "two-texts"
AS_TEXT: Final = "put a backslash before it, if it is text; else take it out"
_TYPE = "write the words as plain text"


class OddMarkup(NamedTuple):
    """An oddity in the source, with the place where it begins; always an error."""

    at: int
    rule: str
    message: str
    hint: str


# --- HTML

_TAG = re.compile(r"</?\s*([A-Za-z][A-Za-z0-9-]*)")
_ATTRIBUTE = re.compile(r"[\s/\"']([A-Za-z_:][\w:.-]*)\s*(?==|[\s/>])")
_CLASSES = re.compile(r"""\bclass\s*=\s*["']?([^"'>]*)""", re.IGNORECASE)
# These tags leave the words between them visible.
_PLAIN_TAGS = frozenset("a abbr b big br cite div em i nobr p section small span strong sub sup u wbr".split())
_STRUCK_TAGS = frozenset(("del", "s", "strike"))
_HIDING = frozenset("style hidden dir color bgcolor face size inert popover custom-style width height".split())
_HIDDEN_CLASSES = frozenset(
    "hidden hide invisible sr-only d-none visually-hidden visuallyhidden screen-reader-text notes nonprinting".split()
)
_LONGEST_REMARK = 60  # characters of a comment that stands alone: who saw the letter, and when


def odd_tag(tag: str) -> OddMarkup | None:
    """What is odd about an HTML tag; ``None`` if it does not affect the words."""
    named = _TAG.match(tag)
    if named is None:
        return None
    name = named[1].lower()
    if name in _STRUCK_TAGS:
        return OddMarkup(0, "struck-out", "words that are struck through", "delete them, or take the tags away")
    attributes = {found.lower() for found in _ATTRIBUTE.findall(tag[named.end() :])}
    classes = _CLASSES.search(tag)
    hides = attributes & _HIDING or (classes and _HIDDEN_CLASSES & set(classes[1].lower().split()))
    if name not in _PLAIN_TAGS or hides or any(one.startswith("on") for one in attributes):
        return OddMarkup(0, TWO, f"an HTML tag that may hide words, or show others (<{name}>)", _TYPE)
    return None


def odd_span(attributes: Iterable[str], classes: str) -> OddMarkup | None:
    """What is odd about the attributes and classes of a span; ``None`` if they do not affect the words."""
    if _HIDING & {name.lower() for name in attributes} or _HIDDEN_CLASSES & set(classes.lower().split()):
        return OddMarkup(0, TWO, "a span that may hide its words", "take away what stands in its braces, but the mark")
    return None


def odd_comment(comment: str, *, alone: bool) -> OddMarkup | None:
    """What is odd about a comment in HTML. ``alone``: it stands between sentences, where people write remarks.

    A remark is short. A comment that contains a blank line may be a paragraph that was meant for the letter.
    """
    words = re.sub(r"<!-*|-*>", " ", comment)
    is_remark = alone and len(words.strip()) <= _LONGEST_REMARK and not re.search(r"\n[^\S\n]*\n", words)
    if re.search(r"[^\W_]{2}", words) and not is_remark:
        return OddMarkup(0, "hidden-text", "a comment in HTML, whose words nobody sees", "take it out")
    return None


# --- Links

_ADDRESS = re.compile(
    r"\s*(?:https?://\S+|www\.\S+|\S+@[\w-]+(?:\.[\w-]+)+|[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}(?:/\S*)?)\s*\Z",
    re.IGNORECASE,
)


def odd_link(text: str, address: str, title: str, *, same: bool) -> OddMarkup | None:
    """What is odd about a link. ``same`` tells that its text is its address."""
    if title.strip():
        return OddMarkup(0, TWO, "a link with a title, which nobody sees on paper", "take the title out")
    if not text.strip():
        return OddMarkup(0, TWO, "a link without words, which nobody sees", "take it out")
    if not same and _ADDRESS.match(text):
        return OddMarkup(
            0, TWO, "a link whose text is another address than the one that it leads to", "write one address"
        )
    if address.strip().lower().startswith(("javascript:", "data:", "vbscript:")):
        return OddMarkup(0, TWO, "a link to what is no address", "take it out")
    return None


HALF_LINK: Final = OddMarkup(
    0, TWO, "the end of a link without its beginning, for which some programs leave words out", AS_TEXT
)

# --- Other markup

_MASKED = re.compile(
    r"\\[!-/:-@\[-`{-~]"  # escaped characters
    r"|(?<!`)(`+)(?!`).*?(?<!`)\1(?!`)"  # code, in which nothing is markup
    r"|<[^<>\n]*>|\]\([^()\n]*\)"  # tags and the addresses of links
    r"|\bhttps?://\S+",
    re.DOTALL,
)
_BEHIND_CODE = re.compile(r"`\{")
_MARKUP: tuple[tuple[re.Pattern[str], str, str], ...] = (
    (re.compile(r"~~(?=\S).*?~~", re.DOTALL), "struck-out", "words that are struck through"),
    (re.compile(r"~[^\s~](?:[^~\n]*[^\s~])?~"), TWO, "words between tildes, which some strike through or lower"),
    (re.compile(r"(?<!\[)\^(?=[^\s^\[\]])[^\s^\]]*\^"), TWO, "words between circumflexes, which some programs raise"),
    (re.compile(r"==[^\s=](?:[^=\n]*[^\s=])?=="), TWO, "words between equals signs, which some mark"),
    (re.compile(r"\$(?=[^\s$])[^$\n]*(?<=[^\s$])\$(?!\d)"), TWO, "words between dollar signs: mathematics to some"),
    (re.compile(r"\\[A-Za-z]"), TWO, "a command of TeX, which some programs obey"),
    (re.compile(r"(?<![\w:]):[a-z][a-z0-9_+-]*:(?![\w:])"), TWO, "a name between colons: a picture to some programs"),
    (re.compile(r"\[[^\[\]]*(?<![\w.])-?@[\w{]"), TWO, "a citation, for which some programs show another text"),
    (re.compile(r"\{#[\w-]|(?<!\])\{\.[\w-]|\{[\w-]+="), TWO, "words in braces, which some programs leave out"),
    (re.compile(r"<!--"), TWO, "the beginning of a comment, which may hide all that follows"),
    (re.compile(r"\{[=+-]{1,2}[^{}\n]*\}"), TWO, "words in braces, which some programs leave out"),
    (re.compile(r"\{\{[^{}]*\}\}|\{%[^{}]*%\}"), TWO, "words in braces, which some programs work out"),
)  # fmt: skip
_TABLE = "a table, which a letter cannot carry"
_LINES: tuple[tuple[re.Pattern[str], str, str], ...] = (
    (re.compile(r"^(?=[^\n]*\|)(?=[^\n]*-)[-:| \t]+$", re.MULTILINE), "table", _TABLE),
    (re.compile(r"^[ \t]*\+[-=:+]{2,}\+[ \t]*$", re.MULTILINE), "table", _TABLE),
    (re.compile(r"^[ \t]*\[[^\]\n]+\]:", re.MULTILINE), TWO, "a line that some programs take for a link's address"),
    (re.compile(r"^[ \t]*:{3,}", re.MULTILINE), TWO, "a line of colons, between which some programs hide words"),
    (re.compile(r"^[ \t]*[:~][ \t]+(?=\S)", re.MULTILINE), TWO, "a line that some programs take for a definition"),
    (re.compile(r"^[ \t]*\|[ \t]+(?=\S)", re.MULTILINE), TWO, "a line that some programs take for verse"),
    (re.compile(r"^[ \t]*(?:#|\(?@[\w-]*\))\.?[ \t]+(?=\S)", re.MULTILINE), TWO, "a line that some programs number"),
)  # fmt: skip
_MOST_TOLD = 5


def odd_markup(source: str) -> Iterator[OddMarkup]:
    """Other programs' markup in a paragraph's source, a few of each kind."""
    if found := _BEHIND_CODE.search(source):
        yield OddMarkup(found.start(), TWO, "code with braces behind it, which some programs leave out", AS_TEXT)
    plain = _MASKED.sub(lambda found: re.sub(r"[^\n]", "\0", found[0]), source)
    seen: set[int] = set()
    for pattern, rule, message in (*_MARKUP, *_LINES):
        for number, found in enumerate(pattern.finditer(plain)):
            if number == _MOST_TOLD:
                break
            if found.start() not in seen and found.start() - 1 not in seen:
                seen.add(found.start())
                yield OddMarkup(found.start(), rule, message, AS_TEXT)


def second_front_matter(lines: Sequence[str], first: int) -> Iterator[int]:
    """The lines, from ``first`` on, at which some programs see a second front matter, which they do not show."""
    for number in range(max(first, 1), len(lines) - 1):
        if lines[number].rstrip() != "---" or lines[number - 1].strip() or not lines[number + 1].strip():
            continue
        following = (line.rstrip() for line in lines[number + 1 :])
        if any(line in ("---", "...") for line in following):
            yield number
            return


# --- Front matter

_FIELDS = frozenset(
    """
    title author date lang reference topics asks fears wants did thanked_for position length large_print corrects
    corrects_fact reader sentences drafter facts
    """.split()
)
_SHOWN_FIELDS = ("title", "author")  # shown by programs that make a page of the letter
_MOST_WORDS = 15


def odd_fields(root: object, body: str) -> Iterator[tuple[str, str]]:
    """Fields of front matter that no draft has, or whose text is not in ``body``; each with the reason."""
    for name, value in root.items() if isinstance(root, dict) else ():
        if name not in _FIELDS:
            yield name, "is a field that no draft has: some programs show it, or hide words by it"
        elif name in _SHOWN_FIELDS and isinstance(value, str) and _is_text(value, body):
            yield name, "holds a text, which some programs show and which is not read"


def _is_text(value: str, body: str) -> bool:
    if len(value.split()) <= _MOST_WORDS and not re.search(r"[.!?]\s", value):
        return False
    said, wanted = (" ".join(re.findall(r"\w+", text)) for text in (body, value))
    return wanted not in said
