"""HTML mail as lines of text. Nothing runs, nothing is fetched, and quoted lines begin with ``>``."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any, Final

from drafter.files.css import LOOKING, LOOKS, PLAIN, Sheet, StyledElement, TextLook, look_of
from drafter.frozen import NamedTuple
from drafter.inbox.quoted import says_whose
from drafter.inbox.webforms import label_of
from drafter.sources.text import HIDES, STRUCK

# Taming: a page is cut off where parsing would take quadratic time, or many times its memory.
#
# Parsers of HTML follow the standard. In every paragraph they rebuild each 'b' that was never closed, and they compare
# each attribute of a tag with all before it. No page that a person writes comes near these bounds.

_DEEPEST: Final = 1_500  # nested elements
_MOST_ATTRIBUTES: Final = 300  # of one tag
_MOST_FORMATS: Final = 100  # formatting elements open at once
_MOST_REBUILT: Final = 500_000  # elements that a parser may have to rebuild
_TAG: Final = re.compile(r"<(?:!--|(/?)([a-zA-Z][^\s/>]{0,60}))")
_NO_COMMENT: Final = re.compile("-?>")  # a comment ends here if this follows its beginning at once
_COMMENT_ENDS: Final = re.compile("--!?>")
# The rest of a tag: quotation marks count only after an equals sign.
_REST: Final = re.compile(r"(?:[^>=]++|=\s*+(?:\"[^\"]*+\"|'[^']*+'|[^\s>\"'][^\s>]*+)?)*+(>?)")
_VALUE: Final = re.compile(r"=\s*+(?:\"[^\"]*+\"|'[^']*+'|[^\s>\"'][^\s>]*+)")
_RAW: Final = {
    name: re.compile(rf"</{name}\b", re.IGNORECASE) for name in ("script", "style", "title", "textarea", "xmp")
}
# Elements that do not add to the depth: they are empty, or end where the next begins.
_FLAT: Final = frozenset(
    """br hr img p li td tr th meta link input o:p area base col embed param source track wbr option dd dt""".split()
)
_FORMATS: Final = frozenset("a b big code em font i nobr s small strike strong tt u".split())
_CHOICE: Final = re.compile(r"<(/?)(?=(?:select|option|optgroup)\b)", re.IGNORECASE)


def tame(html: str) -> tuple[str, bool]:
    """The page up to the limit for a letter, and whether it was cut there. Options of forms get meaningless names
    ("x-"), since a parser would search all earlier ones for each.
    """
    html = _CHOICE.sub(r"<\1x-", html)
    depth = formats = rebuilt = 0
    for start, name, closes, rest in _tags(html):
        if not name:
            return html[:start], False
        if len(rest) > _MOST_ATTRIBUTES and len(re.split(r"[\s/]+", _VALUE.sub("", rest))) > _MOST_ATTRIBUTES:
            return html[:start], True
        if name not in _FLAT:
            depth = max(0, depth - 1) if closes else depth + 1
        if name in _FORMATS:
            formats = max(0, formats - 1) if closes else formats + 1
        rebuilt += formats
        if depth > _DEEPEST or formats > _MOST_FORMATS or rebuilt > _MOST_REBUILT:
            return html[:start], True
    return html, False


def _tags(html: str) -> Iterator[tuple[int, str, bool, str]]:
    """The tags of a page: where each begins, its name, whether it closes an element, and the rest of it.

    An unclosed comment, tag or script comes last and has no name: no program shows what follows it.
    """
    at = 0
    while (match := _TAG.search(html, at)) is not None:
        if match[2] is None:
            end = _NO_COMMENT.match(html, match.end()) or _COMMENT_ENDS.search(html, match.end())
            if end is None:
                yield match.start(), "", False, ""
                return
            at = end.end()
            continue
        name, closes = match[2].lower(), bool(match[1])
        rest = _REST.match(html, match.end())
        if rest is None or not rest[1]:
            yield match.start(), "", False, ""
            return
        at = rest.end()
        yield match.start(), name, closes, rest[0]
        if name in _RAW and not closes:
            closing = _RAW[name].search(html, at)
            if closing is None:
                yield match.start(), "", False, ""
                return
            at = closing.start()


# 'noscript' is not skipped: mail programs run no scripts, so they show it.
_SKIPPED: Final = frozenset(
    """head title style script svg math object iframe select x-select textarea img audio video canvas embed progress
    meter""".split()
)
_PARAGRAPHS: Final = frozenset("p h1 h2 h3 h4 h5 h6 ul ol dl table blockquote pre article section".split())
_LINES: Final = frozenset("div li tr dt dd address center header footer main form fieldset".split())
# Names that mail programs give to the block around another person's words. Some put a word before the name.
_QUOTING: Final = re.compile(
    r"(?:^|\s)(?:x_)*(?:gmail_(?:quote|extra|attr)|moz-cite-prefix|(?:proton|tutanota|z|fast)?_?mail_?-?(?:quote|extra)|"
    r"tutanota_quote|(?:freshdesk|spark|front|mailbird|airmail|mailspring|zendesk|helpscout|edison|newton|htmlmail)"
    r"[-_]?(?:block)?quoted?|bloop_original_html|quoted?(?:[-_]?(?:text|message|reply|content))?|cite)(?:_container)?(?:\s|$)|yahoo_quoted",
    re.IGNORECASE,
)
_REPLY_ABOVE: Final = re.compile(
    r"(?:^|\s)(?:x_)*(?:divRplyFwdMsg|appendonsend|OutlookMessageHeader|mail-editor-reference-message-container)(?:\s|$)"
)
_QUOTING_ID: Final = re.compile(r"(?:x_)*(?:MAC_OUTLOOK_ATTRIBUTION_BLOCKQUOTE|replyBlockquote|qt|isReplyContent)")
_BORDER: Final = re.compile(r"border-left\s*:\s*(?!none|0)|border-left-(?:width|style)\s*:\s*(?!none|0)", re.IGNORECASE)
_LONGEST: Final = 300  # letters of a piece of text that are looked at
_MOST_STEPS: Final = 50  # elements of a block that are searched for its first words
_WRITTEN: Final = re.compile(r"^pre$|white-space\s*:\s*(?:pre|break-spaces)", re.IGNORECASE)
_NEAR: Final = 8  # lines above a block, and pieces of its text, that may say whose words it holds
# Elements that may hold a form's label.
_LABELLING: Final = frozenset("td th dt dd b strong em label span font h1 h2 h3 h4 h5 h6".split())
_MOST_PIECES: Final = 8  # pieces of a line that may be a label
_MOST_CELLS: Final = 30  # cells of a row that may label others
_MOST_LABEL: Final = 90  # letters
_MOST_QUOTED: Final = 20  # ``>`` signs before a line; nobody counts deeper quotations
_RULE: Final = "_" * 32  # Outlook writes this line above the message that is answered
MOST: Final = 2_000_000  # letters of HTML; no letter to a member has more
MOST_TEXT: Final = 200_000  # letters of text; less than this is read of a letter


class HtmlPage(NamedTuple):
    """A page as lines of text. Also whether it holds invisible text, whether it was longer than any letter, and
    whether it holds text that is struck out.
    """

    text: str
    hides: bool = False
    cut: bool = False
    strikes: bool = False


def text_of_html(html: str) -> HtmlPage:
    """The text of a page. Raises ImportError where the reader of HTML is not installed."""
    from selectolax.lexbor import LexborHTMLParser  # late: few commands need it

    tamed, cut = tame(html[:MOST])
    tree = LexborHTMLParser(tamed)
    sheet = Sheet()
    for style in tree.css("style"):
        sheet.add(style.text())
    lines = _Lines()
    cut = cut or len(html) > MOST
    if tree.root is not None:
        cut = not _Walk(lines, sheet).over(tree.root) or cut
    return HtmlPage(lines.text(), lines.hides, cut, lines.strikes)


def notes_on(pages: Iterable[HtmlPage]) -> list[str]:
    """What a person should know about some pages that were read."""
    pages = list(pages)
    told = {
        HIDES: any(page.hides for page in pages),
        STRUCK: any(page.strikes for page in pages),
        "it holds more than any letter, and only its beginning is read": any(page.cut for page in pages),
    }
    return [note for note, is_so in told.items() if is_so]


class _Lines:
    """The lines gathered so far. ``depth`` is how deeply the current text is quoted."""

    def __init__(self) -> None:
        self.done: list[str] = []
        self.pieces: list[str] = []  # of the current line
        self.depth = 0
        self.size = 0
        self.hides = self.strikes = False

    @property
    def line(self) -> bool:
        """Whether the current line has any text."""
        return any(piece != " " for piece in self.pieces)

    def add(self, text: str) -> None:
        """Add words to the current line."""
        folded = re.sub(r"[\s\u00a0]+", " ", text)
        if not self.pieces or self.pieces[-1].endswith(" "):
            folded = folded.lstrip()
        if folded:
            self.pieces.append(folded)
            self.size += len(folded)

    def add_as_written(self, text: str) -> None:
        """Add text that keeps its own line ends."""
        first, *others = text.split("\n")
        self.add(first)
        for line in others:
            if not self.line:
                self.gap()
            self.end()
            self.add(line)

    def end(self) -> None:
        """End the current line, if it has any text."""
        line = "".join(self.pieces).strip()
        if line:
            self.done.append(f"{'>' * min(self.depth, _MOST_QUOTED)} {line}".strip())
        self.pieces = []

    def gap(self) -> None:
        """Add a blank line, but never two in a row."""
        self.end()
        if self.done and self.done[-1].strip("> "):
            self.done.append(">" * min(self.depth, _MOST_QUOTED))

    def is_label(self) -> bool:
        """Whether the current line is only a form's label without a colon. If so, text after it on the same line would
        be read as part of the label.
        """
        said = "".join(self.pieces).rstrip() if len(self.pieces) <= _MOST_PIECES else ""
        return 0 < len(said) <= _MOST_LABEL and said[-1] not in ":=" and label_of(said) is not None

    def last(self) -> list[str]:
        """The last lines."""
        self.end()
        return self.done[-_NEAR:]

    def text(self) -> str:
        """All lines."""
        self.end()
        return "\n".join(self.done).strip()


class _Tables:
    """The tables around a place. A row of labels describes the row below it: each of that row's cells gets its
    label.
    """

    def __init__(self, lines: _Lines) -> None:
        self._lines = lines
        self._around: list[_Table] = []

    def begin(self, tag: str, node: Any) -> None:
        """Note the beginning of an element, if it belongs to a table."""
        if tag == "table":
            self._around.append(_Table([], []))
        elif tag in ("td", "th") and self._around and len(self._around[-1].row) < _MOST_CELLS:
            table = self._around[-1]
            said = _text_of_label(node)
            table.row.append(said if label_of(said) else "")
            if table.row[-1] or len(table.row) <= len(table.labels):
                self._lines.end()
            if len(table.row) <= len(table.labels):
                self._lines.add(f"{table.labels[len(table.row) - 1]}:")
                self._lines.end()

    def end(self, tag: str) -> None:
        """Note the end of an element, if it belongs to a table."""
        if not self._around:
            return
        table = self._around[-1]
        if tag == "table":
            self._around.pop()
        elif tag in ("td", "th") and table.labels:
            self._lines.end()
        elif tag == "tr":
            labels = table.row if len(table.row) > 1 and all(table.row) else []
            self._around[-1] = _Table(labels, [])


class _Table(NamedTuple):
    """The labels of the row before, and the label that each cell of this row may be, if any."""

    labels: list[str]
    row: list[str]


class _Walk:
    """A walk through a tree without recursion: a hostile page may nest a thousand elements."""

    def __init__(self, lines: _Lines, sheet: Sheet) -> None:
        self.lines, self.sheet = lines, sheet
        self.tables = _Tables(lines)
        self.written: set[int] = set()  # elements around this place that keep line ends
        self.quoting: set[int] = set()  # elements around this place that hold a quotation
        self.looks: list[tuple[TextLook, StyledElement | None]] = [(PLAIN, None)]

    def over(self, root: Any) -> bool:
        """Walk through the whole tree. ``False`` where the walk stopped because the page is longer than any letter."""
        node, descend, end = root, True, root.mem_id  # comparing nodes with '==' would compare all their content
        while node is not None:
            if descend and self._enter(node) and node.child is not None:
                node = node.child
                continue
            self._leave(node)
            if node.mem_id == end:
                return True
            if self.lines.size > MOST_TEXT or self.sheet.used_up:
                return False
            if node.next is not None:
                node, descend = node.next, True
            else:
                node, descend = node.parent, False
        return True

    def _enter(self, node: Any) -> bool:
        """Begin an element. Returns whether its content is to be read."""
        tag, lines = node.tag, self.lines
        above, parent = self.looks[-1]
        if tag == "-text":
            self._say(node.text_content or "", above)
            return False
        if (tag.startswith("-") and tag != "-document") or tag in _SKIPPED:
            return False
        attributes = node.attributes
        look, element = self._look(above, parent, tag, attributes)
        self.looks.append((look, element))
        if look.gone:
            return not lines.hides  # read only to see whether it holds any text
        if _begin_line(tag, lines):
            return False
        if _REPLY_ABOVE.search(f"{attributes.get('id') or ''} {attributes.get('class') or ''}"):
            lines.gap()
            lines.add(_RULE)
            lines.end()
        if _WRITTEN.search("pre" if tag == "pre" else attributes.get("style") or ""):
            self.written.add(node.mem_id)
        self.tables.begin(tag, node)
        if self._quotes(node, tag, attributes):
            lines.end()
            lines.depth += 1
            self.quoting.add(node.mem_id)
        return True

    def _say(self, text: str, look: TextLook) -> None:
        lines = self.lines
        seen = look.seen
        if seen and look.struck:
            lines.strikes = lines.strikes or any(map(str.isalnum, text))
        elif seen and self.written:
            lines.add_as_written(text)
        elif seen:
            lines.add(text)
        elif not lines.hides:
            lines.hides = any(map(str.isalnum, text))

    def _quotes(self, node: Any, tag: str, attributes: Any) -> bool:
        """Whether an element holds another person's words: it is a quotation, or the block that a mail program puts
        around one. A block that is only indented is the writer's own, unless a line says whose words it holds.
        """
        if tag not in ("blockquote", "div"):
            return False
        if _QUOTING.search(attributes.get("class") or "") or (attributes.get("name") or "").lower() == "quote":
            return True
        if tag == "div":
            return False
        marked = (attributes.get("type") or "").lower() == "cite" or "cite" in attributes
        if marked or _QUOTING_ID.fullmatch(attributes.get("id") or "") or _BORDER.search(attributes.get("style") or ""):
            return True
        return self.lines.depth > 0 or says_whose(self.lines.last(), _first_words(node))

    def _look(
        self, above: TextLook, parent: StyledElement | None, tag: str, attributes: Any
    ) -> tuple[TextLook, StyledElement | None]:
        """How text in an element looks. It looks like the text around it where neither the element nor a rule says
        otherwise.
        """
        if not self.sheet and tag not in LOOKING and LOOKS.isdisjoint(attributes):
            return above, None
        classes = frozenset((attributes.get("class") or "").split())
        element = StyledElement(tag, attributes.get("id") or "", classes, attributes, parent)
        return look_of(above, element, self.sheet), element

    def _leave(self, node: Any) -> None:
        tag, lines = node.tag, self.lines
        if (tag.startswith("-") and tag != "-document") or tag in _SKIPPED:
            return
        look, _ = self.looks.pop()
        if look.gone:
            return
        if tag in _LABELLING and lines.is_label():
            lines.end()  # what the label describes stands on its own line
        if tag in ("td", "th"):
            lines.add(" ")
        self.tables.end(tag)
        self.written.discard(node.mem_id)
        if node.mem_id in self.quoting:
            self.quoting.remove(node.mem_id)
            lines.end()
            lines.depth -= 1
        if tag in _PARAGRAPHS:
            lines.gap()
        elif tag in _LINES:
            lines.end()


def _begin_line(tag: str, lines: _Lines) -> bool:
    """End the current line where an element begins one. Returns whether the element is complete with that."""
    if tag == "br":
        if not lines.line:
            lines.gap()
        lines.end()
    elif tag == "hr" or tag in _PARAGRAPHS:
        lines.gap()
    elif tag in _LINES:
        lines.end()
    return tag in ("br", "hr")


def _text_of_label(node: Any) -> str:
    """The text of a cell, where it is short enough for a label."""
    texts: list[str] = []
    at, steps = node.child, 0
    while at is not None and (steps := steps + 1) < _MOST_STEPS:
        if at.tag == "-text":
            texts.append(at.text_content or "")
            if sum(map(len, texts)) > 2 * _MOST_LABEL:
                return ""
        at = at.child or _behind(at, node)
    said = " ".join("".join(texts).split())
    return said if at is None and len(said) <= _MOST_LABEL else ""


def _first_words(node: Any) -> list[str]:
    """The first pieces of an element's text."""
    found: list[str] = []
    at, steps = node.child, 0
    while at is not None and len(found) < _NEAR and (steps := steps + 1) < _MOST_STEPS:
        if at.tag == "-text" and (said := " ".join((at.text_content or "").split())):
            found.append(said[:_LONGEST])
        at = at.child or _behind(at, node)
    return found


def _behind(at: Any, end: Any) -> Any:
    """The element after one, within another."""
    while at is not None and at.mem_id != end.mem_id:
        if at.next is not None:
            return at.next
        at = at.parent
    return None
