"""Real footnotes and links in Word, which python-docx cannot write."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from urllib.parse import quote, urlsplit

from docx.document import Document
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part, XmlPart
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn

from drafter.formats.pieces import clean_xml, escape, run_xml
from drafter.letter.tree import Note, Run

_SPEAKABLE = "%:/?#[]@!$&'()*+,;=~-._"
_SEPARATORS = "".join(
    f'<w:footnote w:type="{kind}" w:id="{number}"><w:p><w:pPr><w:spacing w:after="0" w:line="240" w:lineRule="auto"/>'
    f"</w:pPr><w:r><w:{kind}/></w:r></w:p></w:footnote>"
    for kind, number in (("separator", -1), ("continuationSeparator", 0))
)
# Word offers to repair a file whose settings are in the wrong order; these come after 'footnotePr'.
_LATER_SETTINGS = (
    "w:endnotePr", "w:compat", "w:docVars", "w:rsids", "m:mathPr", "w:attachedSchema", "w:themeFontLang",
    "w:clrSchemeMapping", "w:doNotIncludeSubdocsInStats", "w:doNotAutoCompressPictures", "w:forceUpgrade",
    "w:captions", "w:readModeInkLockDown", "w:smartTagType", "w:shapeDefaults", "w:doNotEmbedSmartTags",
    "w:decimalSymbol", "w:listSeparator",
)  # fmt: skip
_ITALIC_LINK = "Hyperlink Emphasis"
_NEWER_SETTINGS = "http://schemas.microsoft.com/office/word/"


@dataclass(slots=True)
class Footnotes:
    """Collects a document's notes while its body is written; ``add_to`` then puts them at the foot of its pages.

    ``styles`` maps the names of the letterhead's styles, in small letters, to their ids.
    """

    styles: Mapping[str, str]
    _notes: list[Note] = field(default_factory=list)

    @property
    def count(self) -> int:
        """How many notes there are so far."""
        return len(self._notes)

    def mark_xml(self, note: Note) -> str:
        """Take the note, and return its reference mark."""
        self._notes.append(note)
        return _mark(f'<w:footnoteReference w:id="{len(self._notes)}"/>', self.styles)

    def add_to(self, document: Document) -> None:
        """Replace the document's notes. If there are none to set, the document stays as it is."""
        if not self._notes:
            return
        main = document.part
        xml = f"<w:footnotes {nsdecls('w', 'r')}>{_SEPARATORS}</w:footnotes>"
        name = PackURI("/word/footnotes.xml")
        part = XmlPart(name, CONTENT_TYPE.WML_FOOTNOTES, parse_xml(xml), main.package)
        # A letterhead saved by Word has notes of its own, loaded as bytes, and two parts may not have the same name.
        for key in [key for key, rel in main.rels.items() if rel.reltype == RELATIONSHIP_TYPE.FOOTNOTES]:
            del main.rels[key]
        main.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)
        styles = _with_italic_links(document, self.styles)
        notes = "".join(_note(number, note.runs, part, styles) for number, note in enumerate(self._notes, 1))
        part.element.extend(parse_xml(f"<w:footnotes {nsdecls('w', 'r')}>{notes}</w:footnotes>"))
        _declare_separators(document)


def listed_xml(notes: Iterable[Note], document: Document, styles: Mapping[str, str]) -> list[str]:
    """The runs of each entry of a list that stands in the letter itself."""
    styles = _with_italic_links(document, styles)
    return ["".join(_run(run, document.part, styles) for run in note.runs) for note in notes]


def _with_italic_links(document: Document, styles: Mapping[str, str]) -> dict[str, str]:
    # For a title that is also a link: a run has only one style.
    italic = "<w:rPr><w:i/><w:iCs/></w:rPr>"
    return {**styles, _ITALIC_LINK: derived_style(document, _ITALIC_LINK, "character", styles["hyperlink"], italic)}


def _note(number: int, runs: Iterable[Run], part: XmlPart, styles: Mapping[str, str]) -> str:
    text = "".join(_run(run, part, styles) for run in runs)
    return (
        f'<w:footnote w:id="{number}"><w:p><w:pPr><w:pStyle w:val="{escape(styles["footnote text"])}"/></w:pPr>'
        f"{_mark('<w:footnoteRef/>', styles)}{run_xml(' ')}{text}</w:p></w:footnote>"
    )


def _mark(inner: str, styles: Mapping[str, str]) -> str:
    return f'<w:r><w:rPr><w:rStyle w:val="{escape(styles["footnote reference"])}"/></w:rPr>{inner}</w:r>'


def _run(run: Run, part: Part, styles: Mapping[str, str]) -> str:
    address = _address(run.url)
    if not address:
        return run_xml(run.text, styles["emphasis"] if run.emphasis else "")
    key = part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
    inner = run_xml(run.text, styles[_ITALIC_LINK if run.emphasis else "hyperlink"])
    return f'<w:hyperlink r:id="{key}" w:history="1">{inner}</w:hyperlink>'


def derived_style(document: Document, name: str, kind: str, base: str, properties: str) -> str:
    """The id of the letter's own style, made from one of the letterhead's (its id, or empty)."""
    root, id_ = document.styles.element, name.replace(" ", "")
    based = f'<w:basedOn w:val="{escape(base)}"/>' if base else ""
    for named in root.iter(qn("w:name")):
        if named.get(qn("w:val")) == name:
            return str(named.getparent().get(qn("w:styleId"), id_))
    root.append(
        parse_xml(
            f'<w:style {nsdecls("w")} w:type="{kind}" w:customStyle="1" w:styleId="{id_}">'
            f'<w:name w:val="{name}"/>{based}{properties}</w:style>'
        )
    )
    return id_


def _address(url: str) -> str:
    """The address in Word's form; empty if it is not valid, since one bad address makes Word refuse the whole file."""
    quoted = quote(clean_xml(url).strip(), safe=_SPEAKABLE)
    try:
        parts = urlsplit(quoted)
        sound = bool(parts.hostname) and parts.port != 0
    except ValueError:
        return ""
    return quoted if sound and parts.scheme in ("http", "https") else ""


def _declare_separators(document: Document) -> None:
    settings = document.settings.element
    for old in settings.findall(qn("w:footnotePr")):
        settings.remove(old)
    declared = f'<w:footnotePr {nsdecls("w")}><w:footnote w:id="-1"/><w:footnote w:id="0"/></w:footnotePr>'
    later = {qn(name) for name in _LATER_SETTINGS}
    for setting in settings:
        if setting.tag in later or str(setting.tag).startswith(f"{{{_NEWER_SETTINGS}"):
            setting.addprevious(parse_xml(declared))
            return
    settings.append(parse_xml(declared))
