"""Taking over an office's own Word letterhead: what letters need is added, and nothing that people see is changed."""

from __future__ import annotations

import copy
import io
import re
from collections.abc import Iterator
from typing import Any, Final

import docx
from docx.document import Document
from docx.opc.part import XmlPart
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn

from drafter.files import ooxml
from drafter.formats.docx.letterhead import LANGUAGE, check_letterhead, odd_letterhead
from drafter.formats.docx.named_styles import STYLES, style_ids
from drafter.formats.docx.new_letterhead import (
    CHARACTER_STYLES,
    PARAGRAPH_STYLES,
    identifier,
    pack_anew,
    style_of_characters,
    style_of_paragraphs,
)
from drafter.frozen import NamedTuple
from drafter.office import Office
from drafter.problems import Problem, Where, errors

_MENDED: Final = frozenset(("missing-style", "letterhead-text", "wrong-language"))  # what is put right here
_COLOUR: Final = re.compile(r"<w:color [^>]*/>")
_BELOW_HEAD: Final = "240"  # twentieths of a point between the head of the page and the address
_HELD: Final = tuple(qn(name) for name in ("w:t", "w:drawing", "w:pict", "w:object"))
_DROPPED: Final = ("/thumbnail", "/stylesWithEffects")
_PACKED: Final = {"what": "letterhead", "most_parts": 1_000, "most_unpacked": 50_000_000, "most_xml": 50_000_000}


class Adopted(NamedTuple):
    """A letterhead that was taken over: its file, and what was done to it, in words.

    ``problems`` holds an error if it cannot be used; ``data`` is empty then.
    """

    data: bytes
    done: tuple[str, ...]
    problems: tuple[Problem, ...]


def adopt(data: bytes, office: Office, where: Where) -> Adopted:
    """Take over a Word file as an office's letterhead. Its bytes stay as they are; the copy has what letters need."""
    found = [*check_letterhead(data, where), *odd_letterhead(data, office, where)]
    refused = [problem for problem in errors(found) if problem.rule not in _MENDED]
    if refused:
        return Adopted(b"", (), tuple(dict.fromkeys(sorted(refused))))
    try:
        document = docx.Document(io.BytesIO(data))
        done = [*_styles(document), *_page(document), *_language(document), *_ballast(document)]
        out = io.BytesIO()
        document.save(out)
        made = pack_anew(ooxml.unpack(out.getvalue(), lambda _: True, **_PACKED).parts)  # type: ignore[arg-type]
    # python-docx trusts its input: a broken package makes it raise anything.
    except Exception as error:  # noqa: BLE001
        message = f"is no sound Word document ({type(error).__name__})"
        return Adopted(b"", (), (Problem(where, "not-a-document", message, ooxml.RESAVE),))
    left = [*check_letterhead(made, where, office.member), *odd_letterhead(made, office, where)]
    return Adopted(b"" if errors(left) else made, tuple(done), tuple(dict.fromkeys(sorted(left))))


# Styles.


def _styles(document: Document) -> Iterator[str]:
    """Add the styles that letters use and the letterhead lacks. They take their font and size from its own text."""
    root = document.styles.element
    have = style_ids(root)
    taken = {str(style.get(qn("w:styleId"))) for style in root.findall(qn("w:style"))}
    lacking = [name for name in STYLES if name.lower() not in have]
    others = {str(name.get(qn("w:val"), "")).lower() for name in root.iter(qn("w:name"))}
    lacking = [name for name in lacking if name.lower() not in others]  # of another kind: told, and not doubled
    for name in lacking:
        made = _identifier(name, taken)
        taken.add(made)
        have[name.lower()] = made
    for name in lacking:
        root.append(parse_xml(_style(name, have).replace("<w:style ", f"<w:style {nsdecls('w')} ", 1)))
    if lacking:
        yield f"added the style{'s' if len(lacking) > 1 else ''} {', '.join(lacking)}"


def _style(name: str, ids: dict[str, str]) -> str:
    own = next(one for one in (*PARAGRAPH_STYLES, *CHARACTER_STYLES) if one.lower() == name.lower())
    if own in CHARACTER_STYLES:
        return style_of_characters(own, ids[name.lower()], "", _COLOUR.sub("", CHARACTER_STYLES[own]))
    base, following, paragraph, letters = PARAGRAPH_STYLES[own]
    if base:  # the letterhead's own text may have wide spaces, which are not meant for a letter's parts
        paragraph = _spaced(paragraph, _BELOW_HEAD if own == "Inside Address" else "0")
    based, next_ = (ids.get(one.lower(), "") for one in (base, following))
    default = "" if base else ' w:default="1"'
    return style_of_paragraphs(own, ids[name.lower()], based, next_, paragraph, _COLOUR.sub("", letters), default)


def _spaced(properties: str, before: str) -> str:
    """Properties of a paragraph that say all of its spacing, in the order of the schema; ``before`` unless they do."""
    given = re.search(r"<w:spacing ([^>]*)/>", properties)
    said = dict(re.findall(r'(w:\w+)="([^"]*)"', given[1])) if given else {}
    said = {"w:before": before, "w:after": "0", "w:line": "247", "w:lineRule": "auto", **said}
    spacing = "<w:spacing " + " ".join(f'{key}="{value}"' for key, value in said.items()) + "/>"
    if given:
        return properties.replace(given[0], spacing)
    at = re.search(r"<w:(?:jc|outlineLvl)\b", properties)
    return properties + spacing if at is None else properties[: at.start()] + spacing + properties[at.start() :]


def _identifier(name: str, taken: set[str]) -> str:
    made, number = identifier(name), 1
    while made in taken:
        number += 1
        made = f"{identifier(name)}{number}"
    return made


# What stands on the page, and would be taken for the letter's own text.


def _page(document: Document) -> Iterator[str]:
    """Move what stands on the page into the head of the first page, where it looks the same and is no letter's text."""
    body = document.element.body
    held = [child for child in body if child.tag != qn("w:sectPr")]
    last = max((number for number, child in enumerate(held, 1) if _shows(child)), default=0)
    if not last:
        return
    section = document.sections[0]
    header = section.first_page_header
    if not section.different_first_page_header_footer:
        section.different_first_page_header_footer = True
        _copied(section.header, header)
        _copied(section.footer, section.first_page_footer)
    target = header._element  # noqa: SLF001  python-docx has no way to move what stands on a page
    for child in list(target):
        if child.tag == qn("w:p") and not _shows(child):
            target.remove(child)
    for child in held[:last]:
        _related(child, document.part, header.part)
        target.append(child)
    if target[-1].tag != qn("w:p"):  # a header ends with a paragraph
        target.append(parse_xml(f"<w:p {nsdecls('w')}/>"))
    yield "moved what stood on the page into the head of the first page"


def _shows(element: Any) -> bool:
    return any(
        inner.tag in _HELD and (inner.tag != qn("w:t") or str(inner.text or "").strip()) for inner in element.iter()
    )


def _copied(one: Any, other: Any) -> None:
    """Give the first page what other pages show."""
    if one.is_linked_to_previous:
        return
    for child in list(other._element):  # noqa: SLF001
        other._element.remove(child)  # noqa: SLF001
    for child in one._element:  # noqa: SLF001
        twin = copy.deepcopy(child)
        _related(twin, one.part, other.part)
        other._element.append(twin)  # noqa: SLF001


def _related(element: Any, one: Any, other: Any) -> None:
    """Let an element's relations to pictures and links hold in another part."""
    for inner in element.iter():
        for key in (qn("r:embed"), qn("r:id"), qn("r:pict")):
            relation = one.rels.get(inner.get(key)) if inner.get(key) else None
            if relation is None:
                continue
            if relation.is_external:
                inner.set(key, other.relate_to(relation.target_ref, relation.reltype, is_external=True))
            else:
                inner.set(key, other.relate_to(relation.target_part, relation.reltype))


# Language, and what makes letters heavy.


def _language(document: Document) -> Iterator[str]:
    """Set the language of every text to British English, so that Word checks the spelling by it."""
    changed = False
    root = document.styles.element
    for part in document.part.package.iter_parts():
        if isinstance(part, XmlPart):
            for lang in part.element.iter(qn("w:lang")):
                changed = changed or lang.get(qn("w:val"), LANGUAGE) != LANGUAGE
                lang.set(qn("w:val"), LANGUAGE)
    if not any(True for _ in root.iter(qn("w:lang"))):
        changed = True
        defaults = root.find(qn("w:docDefaults"))
        if defaults is None:
            defaults = parse_xml(f"<w:docDefaults {nsdecls('w')}/>")
            root.insert(0, defaults)
        given = defaults.find(qn("w:rPrDefault"))
        if given is None:
            given = parse_xml(f"<w:rPrDefault {nsdecls('w')}/>")
            defaults.insert(0, given)
        if given.find(qn("w:rPr")) is None:
            given.append(parse_xml(f"<w:rPr {nsdecls('w')}/>"))
        given.find(qn("w:rPr")).append(parse_xml(f'<w:lang {nsdecls("w")} w:val="{LANGUAGE}"/>'))
    if changed:
        yield "set the language to English (United Kingdom)"


def _ballast(document: Document) -> Iterator[str]:
    """Leave out the picture of itself that a file may carry, and the styles that it carries twice."""
    dropped = False
    for rels in (document.part.package.rels, document.part.rels):
        for key in [key for key, relation in rels.items() if relation.reltype.endswith(_DROPPED)]:
            del rels[key]
            dropped = True
    if dropped:
        yield "left out a picture of the file itself, or styles that it had twice"
