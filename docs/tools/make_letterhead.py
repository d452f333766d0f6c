"""Makes ``templates/letterhead.docx`` from ``office.yaml``: slim, in the office's hands from then on (edit it in Word).

Run from anywhere: ``python docs/tools/make_letterhead.py [FOLDER]``. The same office gives the same bytes.
"""

from __future__ import annotations

import io
import sys
import zipfile
from html import escape
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from drafter.office import Office, open_office

NO_BREAK_SPACE, SEPARATOR = "\u00a0", "  \u00b7  "
GREEN, GREY = "1F5A46", "505050"
FONT = "Arial"
TWENTIETHS_OF_A_CM = 567  # of a point
EMBLEM_CM, EMU_OF_A_CM = 1.9, 360_000
PIXELS, FINER = 384, 4
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


def styles() -> str:
    """The styles part."""
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
    for name, (base, following, paragraph, letters) in PARAGRAPH_STYLES.items():
        custom = "" if name in WORDS_OWN else ' w:customStyle="1"'
        default = ' w:default="1"' if name == "Normal" else ""
        made.append(
            f'<w:style w:type="paragraph"{default}{custom} w:styleId="{identifier(name)}"><w:name w:val="{name}"/>'
            + (f'<w:basedOn w:val="{identifier(base)}"/>' if base else "")
            + (f'<w:next w:val="{identifier(following)}"/>' if following else "")
            + "<w:qFormat/>"
            + (f"<w:pPr>{paragraph}</w:pPr>" if paragraph else "")
            + (f"<w:rPr>{letters}</w:rPr>" if letters else "")
            + "</w:style>"
        )
    made.append(
        '<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont">'
        '<w:name w:val="Default Paragraph Font"/><w:uiPriority w:val="1"/><w:semiHidden/></w:style>'
    )
    made += [
        f'<w:style w:type="character" w:styleId="{identifier(name)}"><w:name w:val="{name}"/>'
        f'<w:basedOn w:val="DefaultParagraphFont"/><w:qFormat/><w:rPr>{letters}</w:rPr></w:style>'
        for name, letters in CHARACTER_STYLES.items()
    ]
    return f"{HEAD}<w:styles {SPACES}>{''.join(made)}</w:styles>"


def paragraph(style: str, text: str, before: str = "") -> str:
    """One paragraph of the header."""
    run = f'<w:r><w:t xml:space="preserve">{escape(text, quote=False)}</w:t></w:r>'
    return f'<w:p><w:pPr><w:pStyle w:val="{identifier(style)}"/></w:pPr>{before}{run}</w:p>'


def header(office: Office) -> str:
    """The head of the first page: one left edge with the letter's text, the emblem on the right."""
    places = [", ".join(lines) for _, lines in office.addresses]
    contacts = [text for text in (office.telephone, office.email, office.website) if text]
    role = [line for line in office.signs_as if line != office.member] or [
        f"Member of Parliament for {office.constituency}"
    ]
    # Spaces that do not break inside an address: in large print, the line then breaks between two of them.
    lines = [
        SEPARATOR.join(text.replace(" ", NO_BREAK_SPACE) for text in texts) for texts in (places, contacts) if texts
    ]
    made = [paragraph("Letterhead Name", office.member, emblem_xml(office)), paragraph("Letterhead Role", role[0])]
    made += [paragraph("Letterhead Line", line) for line in lines[:-1]]
    made += [paragraph("Letterhead Last Line", line) for line in lines[-1:]]
    return f"{HEAD}<w:hdr {SPACES}>{''.join(made)}</w:hdr>"


def footer() -> str:
    """Page X of Y, as fields that Word counts."""
    fields = [f'<w:fldSimple w:instr=" {name} "><w:r><w:t>1</w:t></w:r></w:fldSimple>' for name in ("PAGE", "NUMPAGES")]
    words = ['<w:r><w:t xml:space="preserve">Page </w:t></w:r>', '<w:r><w:t xml:space="preserve"> of </w:t></w:r>']
    inner = "".join(word + field for word, field in zip(words, fields, strict=True))
    return f'{HEAD}<w:ftr {SPACES}><w:p><w:pPr><w:pStyle w:val="Footer"/></w:pPr>{inner}</w:p></w:ftr>'


def initials(office: Office) -> str:
    """EM for Eleanor Marsh MP."""
    return "".join(word[0] for word in office.member.split() if not word.isupper())[:2]


def emblem(office: Office) -> bytes:
    """A plain roundel with the member's initials: nobody's arms, and no badge of Parliament's."""
    side = PIXELS * FINER
    image = Image.new("RGB", (side, side), "white")
    draw = ImageDraw.Draw(image)
    ring, gap = side // 40, side // 22
    draw.ellipse((2, 2, side - 3, side - 3), fill=f"#{GREEN}")
    draw.ellipse((gap, gap, side - gap, side - gap), outline="white", width=ring)
    font = ImageFont.load_default(size=side * 0.42)
    draw.text((side / 2, side / 2), initials(office), fill="white", font=font, anchor="mm")
    small = image.resize((PIXELS, PIXELS), Image.Resampling.LANCZOS).quantize(32)
    data = io.BytesIO()
    small.save(data, "PNG", optimize=True)
    return data.getvalue()


def emblem_xml(office: Office) -> str:
    """The emblem, at the right margin; text keeps clear of it."""
    side = round(EMBLEM_CM * EMU_OF_A_CM)
    described = escape(f"Emblem of the office of {office.member}: the initials {initials(office)} in a green circle")
    extent, gap = f'cx="{side}" cy="{side}"', round(0.3 * EMU_OF_A_CM)
    return (
        f'<w:r><w:drawing><wp:anchor distT="0" distB="0" distL="{gap}" distR="0" simplePos="0" relativeHeight="1"'
        ' behindDoc="0" locked="0" layoutInCell="1" allowOverlap="0"><wp:simplePos x="0" y="0"/>'
        '<wp:positionH relativeFrom="margin"><wp:align>right</wp:align></wp:positionH>'
        '<wp:positionV relativeFrom="paragraph"><wp:posOffset>0</wp:posOffset></wp:positionV>'
        f'<wp:extent {extent}/><wp:effectExtent l="0" t="0" r="0" b="0"/><wp:wrapSquare wrapText="left"/>'
        f'<wp:docPr id="1" name="Emblem" descr="{described}"/>'
        '<wp:cNvGraphicFramePr><a:graphicFrameLocks noChangeAspect="1"/></wp:cNvGraphicFramePr>'
        f'<a:graphic><a:graphicData uri="{OPEN_XML}/drawingml/2006/picture"><pic:pic>'
        f'<pic:nvPicPr><pic:cNvPr id="1" name="emblem.png" descr="{described}"/><pic:cNvPicPr/></pic:nvPicPr>'
        '<pic:blipFill><a:blip r:embed="rId1"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>'
        f'<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext {extent}/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic>'
        "</wp:anchor></w:drawing></w:r>"
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


def core(office: Office) -> str:
    """What the file says about itself; it does not say when it was made."""
    return (
        f'{HEAD}<cp:coreProperties xmlns:cp="{OPEN_XML}/package/2006/metadata/core-properties"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>Letterhead</dc:title>'
        f"<dc:creator>{escape(office.member)}</dc:creator><dc:language>en-GB</dc:language></cp:coreProperties>"
    )


def content_types() -> str:
    """What each part is."""
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
    every = "".join(f'<Override PartName="/{name}.xml" ContentType="{kind}+xml"/>' for name, kind in parts.items())
    return (
        f'{HEAD}<Types xmlns="{OPEN_XML}/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/><Default Extension="png" ContentType="image/png"/>'
        f"{every}</Types>"
    )


def relations(*targets: tuple[str, str]) -> str:
    """A part's relations: pairs of a kind and a target."""
    every = "".join(
        f'<Relationship Id="rId{number}" Type="{OPEN_XML}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets, 1)
    )
    return f'{HEAD}<Relationships xmlns="{OPEN_XML}/package/2006/relationships">{every}</Relationships>'


def letterhead(office: Office) -> bytes:
    """The whole file."""
    of_document = "officeDocument/2006/relationships"
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": content_types(),
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
        "word/styles.xml": styles(),
        "word/settings.xml": settings(),
        "word/fontTable.xml": fonts(),
        "word/theme.xml": theme(),
        "word/header1.xml": header(office),
        "word/_rels/header1.xml.rels": relations((f"{of_document}/image", "media/emblem.png")),
        "word/footer1.xml": footer(),
        "word/footer2.xml": footer(),
        "word/media/emblem.png": emblem(office),
        "docProps/core.xml": core(office),
    }
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, part in parts.items():
            entry = zipfile.ZipInfo(name, ZIP_BEGAN)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 0
            archive.writestr(entry, part)
    return packed.getvalue()


def main() -> None:
    """Write the letterhead of the office in the folder given, or in the one this script is kept in."""
    folder = Path(sys.argv[1]) if sys.argv[1:] else Path(__file__).resolve().parents[2]
    office = open_office(folder)
    made = letterhead(office)
    (folder / office.letterhead).write_bytes(made)
    print(f"{office.letterhead}: {len(made)} bytes")


if __name__ == "__main__":
    main()
