"""Making a letterhead from office.yaml: slim, with only the office's own details, and no library for pictures."""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Mapping
from html import escape
from typing import Any, Final

from drafter.english.names import initials_of
from drafter.files import ooxml
from drafter.frozen import NamedTuple
from drafter.office import Office
from drafter.problems import Problem, Where

NO_BREAK_SPACE, SEPARATOR = "\u00a0", "  \u00b7  "
GREEN, GREY = "1F5A46", "505050"
FONT = "Arial"
TWENTIETHS_OF_A_CM = 567  # of a point
EMBLEM_CM, WIDEST_CM, EMU_OF_A_CM = 1.9, 5.0, 360_000
WIDEST_LINE = 95  # characters of a line of the head that fit beside the emblem
SHAPE = "http://schemas.microsoft.com/office/word/2010/wordprocessingShape"
MOST_OF_PICTURE = 2_000_000  # bytes
LEAST_LINES = 2
ZIP_BEGAN = (1980, 1, 1, 0, 0, 0)
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
OPEN_XML = "http://schemas.openxmlformats.org"
SPACES = " ".join(
    f'xmlns:{prefix}="{OPEN_XML}/{rest}"'
    for prefix, rest in {
        "w": "wordprocessingml/2006/main",
        "r": "officeDocument/2006/relationships",
        "wp": "drawingml/2006/wordprocessingDrawing",
        "a": "drawingml/2006/main",
        "pic": "drawingml/2006/picture",
    }.items()
)

# Name: what it is based on, what follows it, the paragraph's properties, its letters' properties (in schema order).
# Sizes are in half points, spaces in twentieths. They are chosen so that a reply of 300 words with nine notes keeps to
# one page, and they are all a letter has: there is no blank line and no formatting by hand in it.
PARAGRAPH_STYLES = {
    "Normal": ("", "", "", ""),
    "header": ("Normal", "", "", ""),
    "footer": (
        "Normal", "", '<w:spacing w:before="120"/><w:jc w:val="center"/>',
        f'<w:color w:val="{GREY}"/><w:sz w:val="16"/><w:szCs w:val="16"/>',
    ),
    "Letterhead Name": (
        "header", "Letterhead Line", '<w:spacing w:after="20"/>',
        f'<w:b/><w:bCs/><w:color w:val="{GREEN}"/><w:sz w:val="34"/><w:szCs w:val="34"/>',
    ),
    "Letterhead Role": (
        "header", "Letterhead Line", '<w:spacing w:after="60"/>',
        f'<w:color w:val="{GREEN}"/><w:sz w:val="20"/><w:szCs w:val="20"/>',
    ),
    "Letterhead Line": (
        "header", "", '<w:spacing w:after="20"/>', f'<w:color w:val="{GREY}"/><w:sz w:val="17"/><w:szCs w:val="17"/>',
    ),
    "Letterhead Last Line": (
        "Letterhead Line", "",
        f'<w:pBdr><w:bottom w:val="single" w:sz="8" w:space="6" w:color="{GREEN}"/></w:pBdr><w:spacing w:after="240"/>',
        "",
    ),
    "Inside Address": ("Normal", "Date", '<w:keepLines/><w:spacing w:after="160"/>', ""),
    "Date": ("Normal", "Reference Line", "<w:keepNext/>", ""),
    "Reference Line": ("Normal", "Salutation", "<w:keepNext/>", ""),
    "Salutation": ("Normal", "Subject Line", '<w:keepNext/><w:spacing w:before="180" w:after="120"/>', ""),
    "Subject Line": (
        "Normal", "Body Text", '<w:keepNext/><w:keepLines/><w:spacing w:after="100"/><w:outlineLvl w:val="0"/>',
        "<w:b/><w:bCs/>",
    ),
    "Body Text": ("Normal", "", '<w:spacing w:after="120"/>', ""),
    "heading 2": (
        "Normal", "Body Text",
        '<w:keepNext/><w:keepLines/><w:spacing w:before="180" w:after="60"/><w:outlineLvl w:val="1"/>',
        f'<w:b/><w:bCs/><w:color w:val="{GREEN}"/>',
    ),
    "Closing": ("Normal", "Signature", '<w:keepNext/><w:keepLines/><w:spacing w:before="60" w:after="720"/>', ""),
    "Signature": ("Normal", "", "<w:keepNext/><w:keepLines/>", ""),
    "Small Print": (
        "Normal", "", '<w:keepLines/><w:spacing w:before="200"/>',
        f'<w:color w:val="{GREY}"/><w:sz w:val="16"/><w:szCs w:val="16"/>',
    ),
    "footnote text": (
        "Normal", "", '<w:keepLines/><w:spacing w:after="40" w:line="240" w:lineRule="auto"/>',
        '<w:sz w:val="17"/><w:szCs w:val="17"/>',
    ),
}  # fmt: skip
EMBLEM: Final = "Letterhead Emblem"
OF_EMBLEM = (
    "Normal", "", '<w:spacing w:line="240" w:lineRule="auto"/><w:jc w:val="center"/>',
    '<w:b/><w:bCs/><w:color w:val="FFFFFF"/><w:sz w:val="30"/><w:szCs w:val="30"/>',
)  # fmt: skip
CHARACTER_STYLES = {
    "Emphasis": "<w:i/><w:iCs/>",
    "Hyperlink": f'<w:color w:val="{GREEN}"/><w:u w:val="single"/>',
    "footnote reference": '<w:vertAlign w:val="superscript"/>',
}
WORDS_OWN = {
    "Normal", "header", "footer", "Date", "Salutation", "Body Text", "heading 2", "Closing", "Signature",
    "footnote text",
}  # fmt: skip


def identifier(name: str) -> str:
    """The style's id, made from its name as Word makes it."""
    return "".join(word[0].upper() + word[1:] for word in name.split())


def style_of_paragraphs(
    name: str, id_: str, base: str, following: str, paragraph: str, letters: str, default: str = ""
) -> str:
    """A style as XML. ``base`` and ``following`` are ids or empty; the rest is XML."""
    custom = "" if name in WORDS_OWN else ' w:customStyle="1"'
    return (
        f'<w:style w:type="paragraph"{default}{custom} w:styleId="{id_}"><w:name w:val="{name}"/>'
        + (f'<w:basedOn w:val="{base}"/>' if base else "")
        + (f'<w:next w:val="{following}"/>' if following else "")
        + "<w:qFormat/>"
        + (f"<w:pPr>{paragraph}</w:pPr>" if paragraph else "")
        + (f"<w:rPr>{letters}</w:rPr>" if letters else "")
        + "</w:style>"
    )


def style_of_characters(name: str, id_: str, base: str, letters: str) -> str:
    """A style of characters as XML."""
    based = f'<w:basedOn w:val="{base}"/>' if base else ""
    return (
        f'<w:style w:type="character" w:styleId="{id_}"><w:name w:val="{name}"/>{based}<w:qFormat/>'
        f"<w:rPr>{letters}</w:rPr></w:style>"
    )


def styles(paragraphs: Mapping[str, tuple[str, str, str, str]]) -> str:
    """The styles part, with these styles of paragraphs."""
    made = [
        (
            "<w:docDefaults><w:rPrDefault><w:rPr>"
            f'<w:rFonts w:ascii="{FONT}" w:hAnsi="{FONT}" w:eastAsia="{FONT}" w:cs="{FONT}"/>'
            '<w:sz w:val="21"/><w:szCs w:val="21"/><w:lang w:val="en-GB" w:eastAsia="en-GB" w:bidi="ar-SA"/>'
            "</w:rPr></w:rPrDefault><w:pPrDefault><w:pPr>"
            '<w:widowControl/><w:spacing w:after="0" w:line="247" w:lineRule="auto"/>'
            "</w:pPr></w:pPrDefault></w:docDefaults>"
        )
    ]
    for name, (base, following, paragraph, letters) in paragraphs.items():
        default = ' w:default="1"' if name == "Normal" else ""
        ids = identifier(name), identifier(base), identifier(following)
        made.append(style_of_paragraphs(name, *ids, paragraph, letters, default))
    made.append(
        '<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont">'
        '<w:name w:val="Default Paragraph Font"/><w:uiPriority w:val="1"/><w:semiHidden/></w:style>'
    )
    made += [
        style_of_characters(name, identifier(name), "DefaultParagraphFont", letters)
        for name, letters in CHARACTER_STYLES.items()
    ]
    return f"{HEAD}<w:styles {SPACES}>{''.join(made)}</w:styles>"


def paragraph(style: str, text: str, before: str = "") -> str:
    """One paragraph of the header."""
    run = f'<w:r><w:t xml:space="preserve">{escape(text, quote=False)}</w:t></w:r>'
    return f'<w:p><w:pPr><w:pStyle w:val="{identifier(style)}"/></w:pPr>{before}{run}</w:p>'


def header(office: Office, emblem: Emblem | None) -> str:
    """The head of the first page: one left edge with the letter's text, the emblem on the right."""
    places = [", ".join(lines) for _, lines in office.addresses]
    contacts = [text for text in (office.telephone, office.email, office.website) if text]
    role = [line for line in office.signs_as if line != office.member] or [
        f"Member of Parliament for {office.constituency}"
    ]
    lines = [line for texts in (places, contacts) for line in _in_lines(texts)]
    made = [paragraph("Letterhead Name", office.member, _anchored(office, emblem))]
    made += [paragraph("Letterhead Role", role[0])]
    lines += [""] * (LEAST_LINES - len(lines))  # so that the rule below them clears the emblem
    made += [paragraph("Letterhead Line", line) for line in lines[:-1]]
    made += [paragraph("Letterhead Last Line", line) for line in lines[-1:]]
    return f"{HEAD}<w:hdr {SPACES}>{''.join(made)}</w:hdr>"


def _in_lines(texts: list[str]) -> list[str]:
    """Details beside one another where there is room, otherwise one to a line."""
    # Spaces that do not break inside a detail: in large print, the line then breaks between two of them.
    kept = [text.replace(" ", NO_BREAK_SPACE) if len(text) <= WIDEST_LINE else text for text in texts]
    together = SEPARATOR.join(kept)
    return [together] if texts and len(together) <= WIDEST_LINE else kept


def footer() -> str:
    """Page X of Y, as fields that Word counts."""
    fields = [f'<w:fldSimple w:instr=" {name} "><w:r><w:t>1</w:t></w:r></w:fldSimple>' for name in ("PAGE", "NUMPAGES")]
    words = ['<w:r><w:t xml:space="preserve">Page </w:t></w:r>', '<w:r><w:t xml:space="preserve"> of </w:t></w:r>']
    inner = "".join(word + field for word, field in zip(words, fields, strict=True))
    return f'{HEAD}<w:ftr {SPACES}><w:p><w:pPr><w:pStyle w:val="Footer"/></w:pPr>{inner}</w:p></w:ftr>'


class Emblem(NamedTuple):
    """A picture for the head of the page: its bytes, ``png`` or ``jpeg``, its size in cm, and what it shows."""

    data: bytes
    kind: str
    width: float
    height: float
    described: str

    @property
    def part(self) -> str:
        """The name of its part, within ``word/``."""
        return f"media/emblem.{self.kind}"


def described(office: Office) -> str:
    """What is said of an office's own picture to those who cannot see it."""
    return f"Emblem of the office of {office.member}"


def is_emblem(data: bytes, where: Where) -> list[Problem]:
    """Why a picture cannot be an emblem; nothing for a PNG or a JPEG of 2 MB at most."""
    hint = "save it as PNG, about 400 pixels high"
    if len(data) > MOST_OF_PICTURE:
        return [Problem(where, "odd-emblem", f"is {len(data) // 1000} KB, and every letter would be so", hint)]
    return [] if _measured(data) else [Problem(where, "odd-emblem", "is no picture in PNG or JPEG", hint)]


def _measured(data: bytes) -> tuple[str, int, int] | None:
    """A picture's kind, width and height in pixels; None if it is no PNG or JPEG."""
    from docx.image.exceptions import InvalidImageStreamError, UnexpectedEndOfFileError, UnrecognizedImageError
    from docx.image.image import Image  # late: only an office's own picture needs it

    try:
        image = Image.from_blob(data)
        kind, wide, high = image.content_type.removeprefix("image/"), image.px_width, image.px_height
    # A broken picture makes python-docx raise almost anything.
    except (InvalidImageStreamError, UnexpectedEndOfFileError, UnrecognizedImageError, *ooxml.BROKEN, TypeError):
        return None
    return (kind, wide, high) if kind in ("png", "jpeg") and wide and high else None


def read_emblem(data: bytes, office: Office) -> Emblem | None:
    """A picture of the office's as its emblem, in its own proportions; None if it cannot be one."""
    found = _measured(data)
    if found is None:
        return None
    kind, wide, high = found
    scale = min(EMBLEM_CM / high, WIDEST_CM / wide)
    return Emblem(data, kind, wide * scale, high * scale, described(office))


def kept_emblem(data: bytes, office: Office) -> Emblem | None:
    """The picture on a letterhead that was made here; ``None`` if it shows the initials, or was made elsewhere."""
    try:
        parts, _ = ooxml.unpack(data, lambda name: name.startswith("word/media/emblem."), **_LIMITS)
    except (ooxml.NotWord, *ooxml.BROKEN):
        return None
    picture = next(iter(parts.values()), b"")
    return read_emblem(picture, office) if picture and was_made_here(data) else None


def _anchored(office: Office, emblem: Emblem | None) -> str:
    """The emblem, at the right margin; text keeps clear of it."""
    width, height = (emblem.width, emblem.height) if emblem else (EMBLEM_CM, EMBLEM_CM)
    extent = f'cx="{round(width * EMU_OF_A_CM)}" cy="{round(height * EMU_OF_A_CM)}"'
    gap = round(0.3 * EMU_OF_A_CM)
    told = escape(emblem.described if emblem else f"{described(office)}: the initials {initials_of(office.member)}")
    locks = '<wp:cNvGraphicFramePr><a:graphicFrameLocks noChangeAspect="1"/></wp:cNvGraphicFramePr>'
    drawing = (
        f'<w:drawing><wp:anchor distT="0" distB="0" distL="{gap}" distR="0" simplePos="0" relativeHeight="1"'
        ' behindDoc="0" locked="0" layoutInCell="1" allowOverlap="0"><wp:simplePos x="0" y="0"/>'
        '<wp:positionH relativeFrom="margin"><wp:align>right</wp:align></wp:positionH>'
        '<wp:positionV relativeFrom="paragraph"><wp:posOffset>0</wp:posOffset></wp:positionV>'
        f'<wp:extent {extent}/><wp:effectExtent l="0" t="0" r="0" b="0"/><wp:wrapSquare wrapText="left"/>'
        f'<wp:docPr id="1" name="Emblem" descr="{told}"/>{locks if emblem else "<wp:cNvGraphicFramePr/>"}'
        f"<a:graphic>{_picture(emblem, extent, told) if emblem else _square(office, extent)}</a:graphic>"
        "</wp:anchor></w:drawing>"
    )
    if emblem is None:  # a kind of drawing that Word has had since 2010
        needs = f'xmlns:mc="{OPEN_XML}/markup-compatibility/2006" xmlns:wps="{SHAPE}"'
        drawing = f'<mc:AlternateContent {needs}><mc:Choice Requires="wps">{drawing}</mc:Choice></mc:AlternateContent>'
    return f"<w:r>{drawing}</w:r>"


def _picture(emblem: Emblem, extent: str, told: str) -> str:
    return (
        f'<a:graphicData uri="{OPEN_XML}/drawingml/2006/picture"><pic:pic>'
        f'<pic:nvPicPr><pic:cNvPr id="1" name="{emblem.part.rpartition("/")[2]}" descr="{told}"/><pic:cNvPicPr/>'
        '</pic:nvPicPr><pic:blipFill><a:blip r:embed="rId1"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>'
        f'<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext {extent}/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData>'
    )


def _square(office: Office, extent: str) -> str:
    """A plain square with the initials, as text, so in any script: nobody's arms, and no badge of Parliament's."""
    return (
        f'<a:graphicData uri="{SHAPE}"><wps:wsp><wps:cNvSpPr/><wps:spPr>'
        f'<a:xfrm><a:off x="0" y="0"/><a:ext {extent}/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom>'
        f'<a:solidFill><a:srgbClr val="{GREEN}"/></a:solidFill><a:ln><a:noFill/></a:ln></wps:spPr>'
        f"<wps:txbx><w:txbxContent>{paragraph(EMBLEM, initials_of(office.member))}</w:txbxContent></wps:txbx>"
        '<wps:bodyPr wrap="square" lIns="0" tIns="0" rIns="0" bIns="0" anchor="ctr"><a:noAutofit/></wps:bodyPr>'
        "</wps:wsp></a:graphicData>"
    )


def document() -> str:
    """A page without text: A4, its head on the first page only, its foot on every page."""
    cm = TWENTIETHS_OF_A_CM
    return (
        f'{HEAD}<w:document {SPACES}><w:body><w:p><w:pPr><w:pStyle w:val="BodyText"/></w:pPr></w:p><w:sectPr>'
        '<w:headerReference w:type="first" r:id="rId3"/>'
        '<w:footerReference w:type="default" r:id="rId4"/><w:footerReference w:type="first" r:id="rId5"/>'
        '<w:pgSz w:w="11906" w:h="16838"/>'
        f'<w:pgMar w:top="{round(2 * cm)}" w:right="{round(2.2 * cm)}" w:bottom="{round(1.7 * cm)}"'
        f' w:left="{round(2.2 * cm)}" w:header="{round(1.2 * cm)}" w:footer="{round(0.8 * cm)}" w:gutter="0"/>'
        "<w:titlePg/></w:sectPr></w:body></w:document>"
    )


def settings() -> str:
    """The few settings without which Word falls back on an older layout or on American English."""
    return (
        f'{HEAD}<w:settings {SPACES}><w:zoom w:percent="100"/><w:defaultTabStop w:val="720"/>'
        '<w:characterSpacingControl w:val="doNotCompress"/><w:compat><w:compatSetting w:name="compatibilityMode"'
        ' w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>'
        '<w:themeFontLang w:val="en-GB"/><w:decimalSymbol w:val="."/><w:listSeparator w:val=","/></w:settings>'
    )


def theme() -> str:
    """The least theme that Word takes: one font, one colour. Nothing refers to it, but validators look for it."""
    fill = '<a:solidFill><a:schemeClr val="phClr"/></a:solidFill>'
    line = f'<a:ln w="6350">{fill}</a:ln>'
    effect = "<a:effectStyle><a:effectLst/></a:effectStyle>"
    font = f'<a:latin typeface="{FONT}"/><a:ea typeface=""/><a:cs typeface=""/>'
    colours = {"dk1": "000000", "lt1": "FFFFFF", "dk2": GREEN, "lt2": "FFFFFF", "hlink": GREEN, "folHlink": GREEN}
    colours |= {f"accent{number}": GREEN for number in range(1, 7)}
    order = ("dk1", "lt1", "dk2", "lt2", *(f"accent{number}" for number in range(1, 7)), "hlink", "folHlink")
    palette = "".join(f'<a:{name}><a:srgbClr val="{colours[name]}"/></a:{name}>' for name in order)
    return (
        f'{HEAD}<a:theme xmlns:a="{OPEN_XML}/drawingml/2006/main" name="Letterhead"><a:themeElements>'
        f'<a:clrScheme name="Letterhead">{palette}</a:clrScheme><a:fontScheme name="Letterhead">'
        f"<a:majorFont>{font}</a:majorFont><a:minorFont>{font}</a:minorFont></a:fontScheme>"
        f'<a:fmtScheme name="Letterhead"><a:fillStyleLst>{fill * 3}</a:fillStyleLst>'
        f"<a:lnStyleLst>{line * 3}</a:lnStyleLst><a:effectStyleLst>{effect * 3}</a:effectStyleLst>"
        f"<a:bgFillStyleLst>{fill * 3}</a:bgFillStyleLst>"
        "</a:fmtScheme></a:themeElements></a:theme>"
    )


def fonts() -> str:
    """What may stand in for the one font."""
    return (
        f'{HEAD}<w:fonts {SPACES}><w:font w:name="{FONT}"><w:altName w:val="Liberation Sans"/>'
        '<w:panose1 w:val="020B0604020202020204"/><w:charset w:val="00"/><w:family w:val="swiss"/>'
        '<w:pitch w:val="variable"/></w:font></w:fonts>'
    )


def core(office: Office, mark: str) -> str:
    """What the file says about itself; it does not say when it was made. A ``mark`` shows that nobody changed it."""
    marked = f"<dc:identifier>{mark}</dc:identifier>" if mark else ""
    return (
        f'{HEAD}<cp:coreProperties xmlns:cp="{OPEN_XML}/package/2006/metadata/core-properties"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>Letterhead</dc:title>'
        f"<dc:creator>{escape(office.member)}</dc:creator>{marked}<dc:language>en-GB</dc:language></cp:coreProperties>"
    )


def content_types(picture: str) -> str:
    """What each part is. ``picture`` is the kind of the emblem."""
    word = "application/vnd.openxmlformats-officedocument.wordprocessingml."
    parts = {
        "word/document": f"{word}document.main",
        "word/styles": f"{word}styles",
        "word/settings": f"{word}settings",
        "word/header1": f"{word}header",
        "word/footer1": f"{word}footer",
        "word/footer2": f"{word}footer",
        "word/fontTable": f"{word}fontTable",
        "word/theme": "application/vnd.openxmlformats-officedocument.theme",
        "docProps/core": "application/vnd.openxmlformats-package.core-properties",
    }
    pictures = f'<Default Extension="{picture}" ContentType="image/{picture}"/>' if picture else ""
    every = "".join(f'<Override PartName="/{name}.xml" ContentType="{kind}+xml"/>' for name, kind in parts.items())
    return (
        f'{HEAD}<Types xmlns="{OPEN_XML}/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{pictures}'
        f"{every}</Types>"
    )


def relations(*targets: tuple[str, str]) -> str:
    """A part's relations: pairs of a kind and a target."""
    every = "".join(
        f'<Relationship Id="rId{number}" Type="{OPEN_XML}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets, 1)
    )
    return f'{HEAD}<Relationships xmlns="{OPEN_XML}/package/2006/relationships">{every}</Relationships>'


def new_letterhead(office: Office, emblem: Emblem | None = None, *, marked: bool = True) -> bytes:
    """A letterhead with the office's details, on A4. Without ``emblem`` it shows the member's initials.

    The same office gives the same bytes. ``marked`` lets ``is_as_made`` tell later whether somebody changed the file.
    """
    of_document = "officeDocument/2006/relationships"
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": content_types(emblem.kind if emblem else ""),
        "_rels/.rels": relations(
            (f"{of_document}/officeDocument", "word/document.xml"),
            ("package/2006/relationships/metadata/core-properties", "docProps/core.xml"),
        ),
        "word/document.xml": document(),
        "word/_rels/document.xml.rels": relations(
            (f"{of_document}/styles", "styles.xml"),
            (f"{of_document}/settings", "settings.xml"),
            (f"{of_document}/header", "header1.xml"),
            (f"{of_document}/footer", "footer1.xml"),
            (f"{of_document}/footer", "footer2.xml"),
            (f"{of_document}/fontTable", "fontTable.xml"),
            (f"{of_document}/theme", "theme.xml"),
        ),
        "word/styles.xml": styles(PARAGRAPH_STYLES if emblem else {**PARAGRAPH_STYLES, EMBLEM: OF_EMBLEM}),
        "word/settings.xml": settings(),
        "word/fontTable.xml": fonts(),
        "word/theme.xml": theme(),
        "word/header1.xml": header(office, emblem),
    }
    if emblem:
        parts["word/_rels/header1.xml.rels"] = relations((f"{of_document}/image", emblem.part))
    parts |= {"word/footer1.xml": footer(), "word/footer2.xml": footer()}
    if emblem:
        parts[f"word/{emblem.part}"] = emblem.data
    data = {name: part.encode() if isinstance(part, str) else part for name, part in parts.items()}
    data[_CORE] = core(office, _mark(data) if marked else "").encode()
    return pack_anew(data)


def pack_anew(parts: Mapping[str, bytes]) -> bytes:
    """A package of these parts that does not say when it was made."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, part in parts.items():
            entry = zipfile.ZipInfo(name, ZIP_BEGAN)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 0
            archive.writestr(entry, part)
    return packed.getvalue()


_CORE: Final = "docProps/core.xml"
_MARK: Final = "drafter-letterhead:"
_LIMITS: Final[Mapping[str, Any]] = {
    "what": "letterhead", "most_parts": 1_000, "most_unpacked": 50_000_000, "most_xml": 10_000_000,
}  # fmt: skip


def _mark(parts: Mapping[str, bytes]) -> str:
    """A hash of all parts but the one that holds the mark."""
    digest = hashlib.sha256()
    for name in sorted(parts.keys() - {_CORE}):
        digest.update(f"{name}\0{len(parts[name])}\0".encode() + parts[name])
    return f"{_MARK}{digest.hexdigest()[:32]}"


def _marked(data: bytes) -> tuple[str, dict[str, bytes]]:
    """The mark of a letterhead, empty if it has none, and its parts."""
    try:
        parts, _ = ooxml.unpack(data, lambda _: True, **_LIMITS)
        told = ooxml.parse_xml(parts[_CORE]).iter("{http://purl.org/dc/elements/1.1/}identifier")
        return next((mark.text or "" for mark in told if (mark.text or "").startswith(_MARK)), ""), parts
    except (ooxml.NotWord, *ooxml.BROKEN):
        return "", {}


def was_made_here(data: bytes) -> bool:
    """Whether a letterhead was made by ``new_letterhead``, whatever became of it in Word."""
    return bool(_marked(data)[0])


def is_as_made(data: bytes) -> bool:
    """Whether a letterhead is as ``new_letterhead`` made it, for whatever details: nobody has changed it since."""
    mark, parts = _marked(data)
    return bool(mark) and mark == _mark(parts)
