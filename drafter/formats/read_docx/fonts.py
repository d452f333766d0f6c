"""The fonts of a Word text: whether their letters look like the letters that they stand for."""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree.ElementTree import Element

from drafter.formats.read_docx.styles import VAL, Properties, W

_SIGNS = frozenset(
    (
        "symbol", "wingdings", "wingdings 2", "wingdings 3", "webdings", "marlett", "mt extra", "zapfdingbats",
        "zapf dingbats", "opensymbol", "starsymbol", "monotype sorts", "bookshelf symbol 7", "adobe blank",
        "ms outlook", "ms reference specialty", "ms reference 1", "ms reference 2", "segoe mdl2 assets",
        "segoe fluent icons",
    )
)  # fmt: skip
_KINDS = (("ascii", "asciiTheme"), ("hAnsi", "hAnsiTheme"), ("cs", "cstheme"), ("eastAsia", "eastAsiaTheme"))
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_SYMBOLS = "02"  # the number of the character set of fonts that hold signs instead of letters


class Fonts:
    """The fonts of one file, by its table of them and its theme."""

    def __init__(self, table: Element | None, theme: Element | None) -> None:
        self._odd = set(_SIGNS)
        for font in () if table is None else table:
            name = font.get(f"{W}name", "").lower()
            other, charset = font.find(f"{W}altName"), font.find(f"{W}charset")
            others = "" if other is None else other.get(VAL, "").lower()
            of_signs = charset is not None and charset.get(VAL, "").zfill(2) == _SYMBOLS
            # A font within the file may have any picture for any letter, and not every program uses it.
            within = any(child.tag.startswith(f"{W}embed") for child in font)
            if of_signs or within or any(one.strip() in _SIGNS for one in others.split(",")):
                self._odd.add(name)
        self._theme: dict[str, str] = {}
        scheme = None if theme is None else theme.find(f"{_A}themeElements/{_A}fontScheme")
        for which in ("major", "minor"):
            latin = None if scheme is None else scheme.find(f"{_A}{which}Font/{_A}latin")
            self._theme[which] = "" if latin is None else latin.get("typeface", "").lower()

    def are_letters(self, text: Properties) -> bool:
        """Whether a text in its fonts is read as it is typed."""
        fonts = text.get(f"{W}rFonts")
        return fonts is None or not any(self.is_odd(name) for name in self._named(fonts))

    def is_odd(self, name: str) -> bool:
        """Whether a font holds signs in place of letters, or comes with the file."""
        return name.strip().lower() in self._odd

    def _named(self, fonts: Element) -> Iterator[str]:
        for kind, of_theme in _KINDS:
            yield fonts.get(f"{W}{kind}", "")
            yield self._theme.get(fonts.get(f"{W}{of_theme}", "")[:5].lower(), "")
