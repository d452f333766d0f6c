"""What a Word file says about itself beside its text. Nothing here names whom the letter is for."""

from __future__ import annotations

from typing import Any

from docx.document import Document
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part, XmlPart
from docx.oxml import parse_xml

from drafter.formats.remembered import values_of
from drafter.formats.text import clean, escape
from drafter.formats.word_form import CUSTOM, SLOT, VALUE, property_xml
from drafter.letter.record import PREFIX, Record
from drafter.letter.tree import Letter

CUSTOM_PART = "docProps/custom.xml"
_FIRST_PID = 2  # the numbers below are taken by the format itself
_CUSTOM_TYPE = "application/vnd.openxmlformats-officedocument.custom-properties+xml"
_CUSTOM_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/custom-properties"
_CORE = (
    '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"'
    ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"'
    ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
)


def set_properties(document: Document, letter: Letter, record: Record | None) -> int:
    """Say what the letter is, who made it and when, instead of what the letterhead said about itself.

    A draft carries its record, of which what is its reader's own is left open: the first number that is free for it
    is returned. A final copy carries none, and then it is 0.
    """
    _set_core(document, letter)
    return _set_custom(document, record)


def _set_core(document: Document, letter: Letter) -> None:
    package = document.part.package
    office, title = escape(clean(letter.office)), escape(clean(letter.subject_line))
    day = f"{letter.date.isoformat()}T00:00:00Z"
    xml = (
        f"{_CORE}<dc:title>{title}</dc:title><dc:creator>{office}</dc:creator>"
        f"<cp:lastModifiedBy>{office}</cp:lastModifiedBy><cp:revision>1</cp:revision>"
        f'<dcterms:created xsi:type="dcterms:W3CDTF">{day}</dcterms:created>'
        f'<dcterms:modified xsi:type="dcterms:W3CDTF">{day}</dcterms:modified>'
        "<dc:language>en-GB</dc:language></cp:coreProperties>"
    )
    # A new part, not the letterhead's with some of its fields changed: that one says who last edited the letterhead.
    name = PackURI("/docProps/core.xml")
    _replace(package, RELATIONSHIP_TYPE.CORE_PROPERTIES)
    part = XmlPart(name, CONTENT_TYPE.OPC_CORE_PROPERTIES, parse_xml(xml), package)
    package.relate_to(part, RELATIONSHIP_TYPE.CORE_PROPERTIES)


def _set_custom(document: Document, record: Record | None) -> int:
    package = document.part.package
    old = _replace(package, _CUSTOM_RELATION)
    root = parse_xml(old.blob if old else f'<Properties xmlns="{CUSTOM}" xmlns:vt="{VALUE}"/>')
    # What else the letterhead carries stays, for an office's system may need it (a marking, for example).
    for element in list(root):
        if str(element.get("name", "")).startswith(PREFIX):
            root.remove(element)
    for name, value in values_of(record).items() if record else ():
        root.append(parse_xml(property_xml(name, value)))
    free = _FIRST_PID + len(root)
    for number, element in enumerate(root, _FIRST_PID):
        element.set("pid", str(number))
    if record is not None:
        root.append(slot())
    part = XmlPart(PackURI(f"/{CUSTOM_PART}"), _CUSTOM_TYPE, root, package)
    package.relate_to(part, _CUSTOM_RELATION)
    return free if record is not None else 0


def slot() -> Any:
    """What stands in a part until it is known where its reader's own words go."""
    return parse_xml(f"<slot>{SLOT}</slot>")[0]


def _replace(package: Any, relation: str) -> Part | None:
    """Take out the package's part of this kind, and give it back where there was one."""
    found: Part | None = None
    for key in [key for key, rel in package.rels.items() if rel.reltype == relation]:
        found = package.rels.pop(key).target_part
    return found
