"""Which part of a mail holds the letter, where it comes as plain text and as HTML, by the words of both.

Most mail says the same in both, and the plain text is read. Some programs put a sentence into one of them that says
that there is another, or a sheet of styles, or half of the letter.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from drafter.mail.html_text import MOST, Page, notes_on, text_of_html
from drafter.mail.patterns import any_of

_LEAST: Final = 3  # words of a letter
_SAME: Final = 0.9  # of the words of one that the other has too
_MORE: Final = 6  # words that one has beyond the other, for it to be the whole and the other a part
_GREETS: Final = 30  # words that a greeting counts for
_ENOUGH: Final = 12  # words that may be a whole letter
_QUICK: Final = 300_000  # letters of HTML that are looked at before they are read
_LONGEST_SENTENCE: Final = 400
_LONGEST_IN_PLACE: Final = 2_000  # letters of a text that stands there in place of a letter
_LOOKED_AT: Final = 60_000  # letters, more than are read of a letter
# Signs that a text stands there in place of a letter: what it says of itself, of programs, and where else to look.
_IN_PLACE: Final = re.compile(
    any_of(
        r"""\b(?:x?html|mime|multi-?part)\b|\brich[- ]text\b|\bplain[- ]?text (?:version|part|e-?mail|message|format)|
        \bbrowsers?\b|\bnavigateur\b|\bnavegador\b|\bprzegl\u0105dar\w+|\bwebbl\u00e4sare\b|\bnettleser\b|\bporwr\b|
        \b(?:web|online)[- ]?(?:version|versie|versione|ansicht)\b|\bversi\w+ (?:en ligne|web|online)\b|
        \be?-?mail[- ]?(?:client|program(?:me?|m)?|reader|software|app|application|viewer|service|system)s?\b|
        \bmailprogramm\b|\b(?:logiciel|client|programme) de (?:messagerie|courriel)\b|\bprogramma di posta\b|
        \bcliente de correo\b|\brhaglen e-?bost\b|
        \b(?:un)?subscri(?:be|bed|ption)\b|\b(?:e-?mail|mailing) preferences\b|\bmailing list\b|
        \bimages?\b.{0,30}\b(?:blocked|not (?:shown|displayed|loaded))|\benable images\b|
        \b(?:not|n't|cannot|unable to|trouble|problems?) (?:be )?(?:display|view|see|read|show)(?:ed|ing|n)?\b.{0,40}
        \b(?:e-?mail|message|newsletter|properly|correctly)\b|
        \b(?:view|read|see|open|show) (?:this|the|it|your)\b.{0,40}\b(?:online|here|on the web|website)\b|
        \bas a web[- ]?page\b|
        \bclick (?:here|below|on (?:this|the) link)\b|\bfollow (?:this|the) link\b"""
    ),
    re.IGNORECASE,
)
_GREETING: Final = re.compile(
    r"^[\s>]*(?:dear|hello|hi|good (?:morning|afternoon|evening)|annwyl)\b", re.IGNORECASE | re.MULTILINE
)
_SENTENCE: Final = re.compile(r"(?<=[.!?])\s+|\n\s*\n")
_NET: Final = re.compile(r"<?\b(?:https?|mailto|file):[^\s>]+>?|\bwww\.\S+", re.IGNORECASE)
_IMAGE: Final = re.compile(r"\[(?:cid|image|inline image|logo|photo|picture)\b[^\]\n]{0,200}\]", re.IGNORECASE)
_WORD: Final = re.compile(r"[^\W_]+(?:['\u2019][^\W_]+)?")
_DECLARES: Final = re.compile(r"[\w-]{1,40}\s?:\s?[^\s:]")
_MEDIUM: Final = re.compile(r"@(?:import|charset)\b[^;{}\n]*;?", re.IGNORECASE)
_PAGE: Final = re.compile(
    r"\s*<(?:!doctype html|html|head|body|meta|style|div|p|table|span|font)\b[^<>]{0,2000}>", re.IGNORECASE
)
_NO_TEXT: Final = (("<style", "</style"), ("<script", "</script"), ("<title", "</title"), ("<!--", "-->"))
_INLINE: Final = re.compile(r"</?(?:b|i|u|em|strong|span|font|a|o:p|wbr)\b[^<>]*>", re.IGNORECASE)
_TAG: Final = re.compile(r"<[^<>]*>")
_ANY_INLINE: Final = re.compile(r"</?(?:b|i|u|em|strong|span|font|a|o:p|wbr)\b[^<>]*>", re.IGNORECASE)
_ANY_TAG: Final = re.compile(r"<[a-zA-Z!/][^<>]*>")


class Chosen(NamedTuple):
    """The text to be read, and what a person should know of it."""

    text: str
    notes: tuple[str, ...] = ()


def chosen(plain: str, pages: Sequence[str | Page], *, alternatives: bool = True, page_first: bool = False) -> Chosen:
    """The text of a mail that has it as plain text and as pages, either of which may be missing; a page is HTML, or has
    been read.

    Without ``alternatives`` they stand behind one another, and both are read where they differ.
    """
    if not pages and _PAGE.match(plain):  # called plain by a program that knows no better
        return chosen("", [plain], alternatives=alternatives)
    if plain.strip() and (not pages or _says_the_same(plain, pages)):
        return _plain_alone(plain)
    try:
        read = list(_read(pages))
    except ImportError:
        told = "it is HTML, which cannot be read here yet: install drafter[mail]"
        return Chosen(plain, (told,) if _substance(plain) < _ENOUGH else ())
    text = "\n\n".join(page.text for page in read if page.text.strip())
    notes = notes_on(read)
    if not plain.strip() or not text:
        return Chosen(text or plain, tuple(notes) if text or not plain.strip() else ())
    page = Chosen(text, tuple(notes))
    better = _better(plain, page)
    if better is None and not alternatives:
        both = (text, without_styles(plain)) if page_first else (without_styles(plain), text)
        return Chosen("\n\n".join(both), page.notes)
    return better or _longer(plain, page)


def _plain_alone(plain: str) -> Chosen:
    text = without_styles(plain)
    if not plain.strip() or len(text) > _LONGEST_IN_PLACE or _substance(text) >= _LEAST or _GREETING.search(text):
        return Chosen(text)
    if text != plain or _IN_PLACE.search(plain) or not _words(text):
        return Chosen(text or plain, ("it holds no letter, only what programs put in the place of one",))
    return Chosen(text)


def _better(plain: str, page: Chosen) -> Chosen | None:
    """Whichever holds the letter, or all of it; ``None`` where each holds something else."""
    bare = without_styles(plain)
    mine, its = _words(_own(bare)), _words(_own(page.text))
    both = len(mine & its)
    if both >= _SAME * len(mine):  # all of it is in the page
        return Chosen(plain) if bare == plain and _is_whole(both, its) else page
    if both >= _SAME * len(its):
        return _plain_alone(plain)
    has, it_has = _substance(plain), _substance(page.text)
    if min(has, it_has) < _LEAST:
        return page if it_has >= has else _plain_alone(plain)
    return None


def _is_whole(both: int, words: frozenset[str]) -> bool:
    """Whether a part that has so many words of another lacks no more than a few of them."""
    return len(words) - both < _MORE and both >= _SAME * len(words)


def _longer(plain: str, page: Chosen) -> Chosen:
    """The one of two letters that is longer, or greets."""
    told = "its text and its HTML say different things: the {} is read, look at the other too"
    text = without_styles(plain)
    mine, its = _weight(text), _weight(page.text)
    notes = min(mine, its) >= _ENOUGH  # the other one is a letter too, and no few words about it
    if mine > its:
        return Chosen(text, (told.format("text"),) if notes else ())
    return Chosen(page.text, (*page.notes, told.format("HTML")) if notes else page.notes)


def _weight(text: str) -> int:
    return _substance(text) + _GREETS * bool(_GREETING.search(text))


def _read(pages: Sequence[str | Page]) -> Iterator[Page]:
    """The pages read, up to what is more than any letter."""
    size = 0
    for page in pages:
        if isinstance(page, Page):
            yield page
            continue
        if size < MOST:
            yield text_of_html(page) if _ANY_TAG.search(page[:MOST]) else Page(html.unescape(page[:MOST]).strip())
        size += len(page)


def _says_the_same(plain: str, pages: Sequence[str | Page]) -> bool:
    """Whether pages have the words of the text and no more, as far as can be told without reading them as pages."""
    text = plain[:_LOOKED_AT]
    html_of = [page for page in pages if isinstance(page, str)]
    if len(text) < len(plain) or sum(map(len, html_of)) > _QUICK or "{" in text or len(html_of) < len(pages):
        return False
    mine = _words(_own(text))
    bare = " ".join(_TAG.sub(" ", _INLINE.sub("", _seen(page))) for page in html_of)
    its = _words(html.unescape(bare))
    both = len(mine & its)
    return len(mine) >= _LEAST and both >= _SAME * len(mine) and _is_whole(both, its)


def _seen(page: str) -> str:
    """A page without most of what is not shown, found in one way through it for each kind."""
    for begin, end in _NO_TEXT:
        low = page.lower()
        if len(low) != len(page):
            return page
        kept: list[str] = []
        at = 0
        while (start := low.find(begin, at)) >= 0:
            kept.append(page[at:start])
            close = low.find(end, start)
            at = close + len(end) if close >= 0 else len(page)
        page = " ".join((*kept, page[at:]))
    return page


def _own(text: str) -> str:
    """The text without lines that are quoted."""
    return "\n".join(line for line in text[:_LOOKED_AT].split("\n") if not line.lstrip().startswith(">"))


def _words(text: str) -> frozenset[str]:
    return frozenset(word.casefold() for word in _WORD.findall(_NET.sub(" ", _IMAGE.sub(" ", text))))


def _substance(text: str) -> int:
    """How many words a text has that do not stand there in place of a letter."""
    count = 0
    for said in _SENTENCE.split(_NET.sub(" ", _IMAGE.sub(" ", without_styles(_own(text))))):
        if not _IN_PLACE.search(" ".join(said.split())[:_LONGEST_SENTENCE]):
            count += len(_WORD.findall(said))
    return count


def without_styles(text: str) -> str:
    """A text without a sheet of styles that a program left in it."""
    if "{" not in text:
        return text
    kept: list[str] = []
    block: list[str] = []
    depth = 0
    for piece in re.split(r"([{}])", _without_comments(text)):
        if piece == "{":
            depth += 1
        if depth:
            block.append(piece)
        else:
            kept.append(piece)
        if piece == "}" and depth:
            depth -= 1
            if not depth:
                said = "".join(block)
                if _DECLARES.search(said) or not said.strip("{} \n"):
                    kept[-1:] = [_without_selector(kept[-1])] if kept else []
                else:
                    kept.append(said)
                block = []
    left = "".join((*kept, *block))
    if left == text:
        return text
    return re.sub(r"\n{3,}", "\n\n", _MEDIUM.sub("", left)).strip()


def _without_selector(before: str) -> str:
    """What stands before a rule, without what the rule is for."""
    lines = before.split("\n")
    lines.pop()
    while lines and lines[-1].rstrip().endswith(","):
        lines.pop()
    return "\n".join(lines) + "\n" if lines else ""


def _without_comments(text: str) -> str:
    first, *others = text.split("/*")
    return first + "".join(other.split("*/", 1)[1] if "*/" in other else f"/*{other}" for other in others)
