"""What is read is what is seen: every way in which a page shows other words than review reads is an error with a place,
and what people do to their letters is none.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections.abc import Mapping
from functools import cache

import pytest
from directly import write_docx
from edits import Word, para
from edits import made as elements
from test_formats_read_docx import (
    CLOSED_FIELD,
    DOCUMENT,
    HEAD,
    LETTERHEAD,
    OPEN_FIELD,
    RELATIONS,
    SPACES,
    STYLES,
    packed,
    part_of,
    t,
)
from test_review_edited import LETTER
from test_review_laws import day_of, review_of, shelf

from drafter.catalogue import by_id, ids, signing_of
from drafter.catalogue.model import Signing
from drafter.formats.copies import Copy
from drafter.formats.docx.letterhead import drawn_on
from drafter.formats.docx.read import read_docx
from drafter.formats.markdown.read import read_markdown
from drafter.formats.markdown.write import write_markdown
from drafter.formats.split import split_reader
from drafter.letter.hidden import odd_signs, printable
from drafter.problems import Problem, Severity
from drafter.review.final import final_letter
from drafter.review.reviewing import review
from drafter.workspace import Paper

KEPT_OUT = {
    "hidden-text",
    "struck-out",
    "two-texts",
    "unseen-text",
    "unread-words",
    "unseen-sign",
    "look-alike",
    "field",
}
THEME, SETTINGS, NUMBERING, FONTS = (
    "word/theme/theme1.xml",
    "word/settings.xml",
    "word/numbering.xml",
    "word/fontTable.xml",
)
HUSH = "<w:t>I promise to vote against.</w:t>"


def run(properties: str, text: str = HUSH) -> str:
    return f"<w:r><w:rPr>{properties}</w:rPr>{text}</w:r>"


def par(inner: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr>{inner}</w:p>"


def styles(*inner: str, defaults: str = "") -> bytes:
    normal = '<w:style w:type="paragraph" w:default="1" w:styleId="N"><w:name w:val="Normal"/></w:style>'
    return f"{HEAD}<w:styles {SPACES}>{defaults}{normal}{''.join(inner)}</w:styles>".encode()


def style(id_: str, run_: str = "", paragraph: str = "", *, kind: str = "character", on: str = "") -> str:
    based = f'<w:basedOn w:val="{on}"/>' if on else ""
    return (
        f'<w:style w:type="{kind}" w:styleId="{id_}"><w:name w:val="{id_}"/>{based}<w:pPr>{paragraph}</w:pPr>'
        f"<w:rPr>{run_}</w:rPr></w:style>"
    )


def in_style(id_: str, more: str = "") -> str:
    return run(f'<w:rStyle w:val="{id_}"/>{more}')


def of_style(id_: str, inner: str = t("I promise to vote against.")) -> str:
    return par(inner, f'<w:pStyle w:val="{id_}"/>')


def numbering(level: str, kind: str = "decimal") -> bytes:
    inner = f'<w:lvl w:ilvl="0"><w:numFmt w:val="{kind}"/><w:lvlText w:val="{level}"/></w:lvl>'
    return (
        f'{HEAD}<w:numbering {SPACES}><w:abstractNum w:abstractNumId="1">{inner}</w:abstractNum>'
        '<w:num w:numId="3"><w:abstractNumId w:val="1"/></w:num></w:numbering>'
    ).encode()


def related(kind: str) -> bytes:
    """The document's relations, with one more of a kind."""
    namespace = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    more = f'<Relationship Id="x9" Type="{namespace}/{kind}" Target="other.xml"/></Relationships>'
    return part_of(packed(par(t("a"))), RELATIONS).replace(b"</Relationships>", more.encode())


def alternatives(choice: str, fallback: str, requires: str = "w16zz") -> str:
    return (
        f'<mc:AlternateContent><mc:Choice xmlns:w16zz="urn:unknown" Requires="{requires}">{choice}</mc:Choice>'
        f"<mc:Fallback>{fallback}</mc:Fallback></mc:AlternateContent>"
    )


def control(properties: str, inner: str = t("I support this.")) -> str:
    return f"<w:sdt><w:sdtPr>{properties}</w:sdtPr><w:sdtContent>{inner}</w:sdtContent></w:sdt>"


def page(width: int, left: int) -> str:
    return f'<w:sectPr><w:pgSz w:w="{width}" w:h="16838"/><w:pgMar w:left="{left}" w:right="1247"/></w:sectPr>'


NUMBERED = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="3"/></w:numPr>'
BOUND = '<w:dataBinding w:xpath="/r/v" w:storeItemID="{1}"/>'
THEMED = (
    f'{HEAD}<a:theme {SPACES}><a:themeElements><a:clrScheme><a:dk1><a:sysClr val="windowText" lastClr="000000"/></a:dk1>'
    '<a:lt1><a:sysClr val="window" lastClr="FFFFFF"/></a:lt1><a:accent1><a:srgbClr val="FFFFF0"/></a:accent1></a:clrScheme>'
    "{}</a:themeElements></a:theme>"
).format
LETTERED, OF_SIGNS = (
    THEMED(f'<a:fontScheme><a:minorFont><a:latin typeface="{name}"/></a:minorFont></a:fontScheme>').encode()
    for name in ("Arial", "Wingdings")
)
SHOWN = f"{HEAD}<w:settings {SPACES}><w:displayBackgroundShape/>{{}}</w:settings>".format


# A body, the parts beside it, and the rule that it breaks.
Case = tuple[str, Mapping[str, bytes], str]
WORD: dict[str, Case] = {
    # content controls
    "a bound control": (par(control(BOUND)), {}, "two-texts"),
    "a control bound as newer Words bind": (par(control(BOUND.replace("w:dataBinding", "w15:dataBinding"))), {}, "two-texts"),
    "a bound control around a paragraph": (control(BOUND, par(t("I support this."))), {}, "two-texts"),
    "a bound control that is empty": (par(t("I am ") + control(BOUND, "") + t("for it.")), {}, "two-texts"),
    "a bound control in another": (par(control("", control(BOUND))), {}, "two-texts"),
    "a control that asks for words": (par(control("<w:showingPlcHdr/>")), {}, "two-texts"),
    "a repeating section": (control("<w15:repeatingSection/>", par(t("I support this."))), {}, "two-texts"),
    "a list to choose from": (par(control('<w:dropDownList><w:listItem w:displayText="no"/></w:dropDownList>')), {}, "two-texts"),
    "a day that is filled in": (par(control('<w:date w:fullDate="2018-07-10T00:00:00Z"/>')), {}, "two-texts"),
    "a control that hides": (par(control("<w:rPr><w:strike/></w:rPr>")), {}, "struck-out"),
    # alternatives
    "an unknown namespace": (par(alternatives(t("I support this."), t("I oppose this."))), {}, "two-texts"),
    "a known namespace": (par(alternatives(t("I support this."), t("I oppose this."), "w14")), {}, "two-texts"),
    "no fallback": (par(alternatives(t("I support this."), "").replace("<mc:Fallback></mc:Fallback>", "")), {}, "two-texts"),
    "a choice that is empty": (par(t("I do ") + alternatives("", t("not ")) + t("agree.")), {}, "two-texts"),
    "alternative paragraphs": (alternatives(par(t("I support this.")), par(t("I oppose this."))), {}, "two-texts"),
    "alternatives in alternatives": (par(alternatives(alternatives(t("yes"), t("no"), "w14"), t("no"), "w14")), {}, "two-texts"),
    "alternatives within a run": (par(f"<w:r>{alternatives('<w:t>yes</w:t>', '<w:t>no</w:t>')}</w:r>"), {}, "two-texts"),
    "alternative properties": (par(run(alternatives("<w:vanish/>", ""))), {}, "two-texts"),
    "a picture that is not read": (par(t("a") + alternatives("<w:r><w:pict/></w:r>", "", "foo")), {}, "two-texts"),
    "an element of nobody's": (par(f'<x:y xmlns:x="urn:x">{t("I oppose this.")}</x:y>'), {}, "two-texts"),
    "text of nobody's": (par(t("a") + '<x:y xmlns:x="urn:x">I oppose this.</x:y>'), {}, "two-texts"),
    "a text outside a run": (par(HUSH), {}, "two-texts"),
    "a run within a run": (par(f"<w:r>{t('I oppose this.')}</w:r>"), {}, "two-texts"),
    "a paragraph within one": (par(t("a") + par(t("I oppose this."))), {}, "two-texts"),
    "an element within a text": (par("<w:r><w:t>I <w:x/>oppose this.</w:t></w:r>"), {}, "two-texts"),
    "half deleted": (par("<w:r><w:t>I do </w:t><w:delText>not </w:delText><w:t>agree.</w:t></w:r>"), {}, "two-texts"),
    "properties twice": (par(f"<w:r><w:rPr><w:b/></w:rPr><w:rPr><w:strike/></w:rPr>{HUSH}</w:r>"), {}, "two-texts"),
    "a property twice": (par(run('<w:vanish w:val="0"/><w:vanish/>')), {}, "two-texts"),
    "a style twice": (par(in_style("A")), {STYLES: styles(style("A"), style("A", "<w:strike/>"))}, "two-texts"),
    "two parts of styles": (par(t("a")), {RELATIONS: related("styles")}, "two-texts"),
    # struck out and hidden
    "struck by a style": (par(in_style("A")), {STYLES: styles(style("A", "<w:strike/>"))}, "struck-out"),
    "struck twice by a style": (par(in_style("A")), {STYLES: styles(style("A", "<w:dstrike/>"))}, "struck-out"),
    "struck by the style below": (
        par(in_style("B")), {STYLES: styles(style("A", "<w:strike/>"), style("B", on="A"))}, "struck-out",
    ),
    "struck at the end of a long chain": (
        par(in_style("S0")),
        {STYLES: styles(*(style(f"S{n}", on=f"S{n + 1}") for n in range(40)), style("S40", "<w:strike/>"))}, "struck-out",
    ),
    "struck by the paragraph's style": (of_style("P"), {STYLES: styles(style("P", "<w:strike/>", kind="paragraph"))}, "struck-out"),
    "struck by two styles": (
        of_style("P", in_style("A")),
        {STYLES: styles(style("P", "<w:strike/>", kind="paragraph"), style("A", "<w:strike/>"))}, "struck-out",
    ),
    "struck by default": (
        par(t("I oppose this.")),
        {STYLES: styles(defaults="<w:docDefaults><w:rPrDefault><w:rPr><w:strike/></w:rPr></w:rPrDefault></w:docDefaults>")},
        "struck-out",
    ),
    "hidden by default": (
        par(t("I oppose this.")),
        {STYLES: styles(defaults="<w:docDefaults><w:rPrDefault><w:rPr><w:vanish/></w:rPr></w:rPrDefault></w:docDefaults>")},
        "hidden-text",
    ),
    "hidden by two styles": (
        of_style("P", in_style("A")),
        {STYLES: styles(style("P", "<w:vanish/>", kind="paragraph"), style("A", "<w:vanish/>"))}, "two-texts",
    ),
    "hidden in another way": (par(run('<w:vanish w:val="perhaps"/>')), {}, "hidden-text"),
    "hidden on the web": (par(run("<w:webHidden/>")), {}, "hidden-text"),
    "specially hidden": (par(run("<w:specVanish/>")), {}, "hidden-text"),
    "a hidden end of a paragraph": (par(t("I do not"), "<w:rPr><w:vanish/></w:rPr>") + par(t("agree.")), {}, "hidden-text"),
    "two default styles": (
        par(t("I oppose this.")),
        {STYLES: styles('<w:style w:type="paragraph" w:default="1" w:styleId="M"><w:rPr><w:strike/></w:rPr></w:style>')}, "two-texts",
    ),
    "a style in other letters": (par(in_style("a")), {STYLES: styles(style("A", "<w:strike/>"))}, "two-texts"),
    "a style on one of another kind": (
        par(in_style("A")), {STYLES: styles(style("A", on="P"), style("P", "<w:vanish/>", kind="paragraph"))}, "two-texts",
    ),
    "a style of another kind": (par(in_style("P")), {STYLES: styles(style("P", "<w:vanish/>", kind="paragraph"))}, "two-texts"),
    # colours
    "white": (par(run('<w:color w:val="FFFFFF"/>')), {}, "unseen-text"),
    "nearly white": (par(run('<w:color w:val="F2F4F0"/>')), {}, "unseen-text"),
    "yellow": (par(run('<w:color w:val="ffff00"/>')), {}, "unseen-text"),
    "the theme's background": (par(run('<w:color w:val="000000" w:themeColor="background1"/>')), {}, "unseen-text"),
    "a tint of black": (par(run('<w:color w:themeColor="text1" w:themeTint="10"/>')), {}, "unseen-text"),
    "the theme's accent": (par(run('<w:color w:themeColor="accent1"/>')), {THEME: LETTERED}, "unseen-text"),
    "a theme turned round": (
        par(run('<w:color w:themeColor="text1"/>')),
        {SETTINGS: SHOWN('<w:clrSchemeMapping w:t1="light1" w:bg1="dark1"/>').encode()}, "unseen-text",
    ),
    "white by a style": (par(in_style("A")), {STYLES: styles(style("A", '<w:color w:val="FFFFFF"/>'))}, "unseen-text"),
    "white by the paragraph's style": (
        of_style("P"), {STYLES: styles(style("P", '<w:color w:val="FFFFFF"/>', kind="paragraph"))}, "unseen-text",
    ),
    "black on black": (par(run('<w:color w:val="000000"/><w:shd w:val="clear" w:fill="000000"/>')), {}, "unseen-text"),
    "black on solid black": (par(run('<w:color w:val="000000"/><w:shd w:val="solid" w:color="000000" w:fill="FFFFFF"/>')), {}, "unseen-text"),
    "green on green": (par(run('<w:color w:val="00FF00"/><w:highlight w:val="green"/>')), {}, "unseen-text"),
    "blacked out": (par(run('<w:highlight w:val="black"/>')), {}, "unseen-text"),
    "red in a red paragraph": (par(run('<w:color w:val="FF0000"/>'), '<w:shd w:val="clear" w:fill="FE0000"/>'), {}, "unseen-text"),
    "filled with white": (par(run('<w14:textFill><w14:solidFill><w14:srgbClr w14:val="FFFFFF"/></w14:solidFill></w14:textFill>')), {}, "unseen-text"),
    "seen through": (par(run("<w14:textFill><w14:noFill/></w14:textFill>")), {}, "unseen-text"),
    # size and place
    "one point": (par(run('<w:sz w:val="2"/>')), {}, "unseen-text"),
    "tiny by a style": (par(in_style("A")), {STYLES: styles(style("A", '<w:sz w:val="3"/>'))}, "unseen-text"),
    "small and raised": (par(run('<w:sz w:val="10"/><w:vertAlign w:val="superscript"/>')), {}, "unseen-text"),
    "a hundredth of its width": (par(run('<w:w w:val="1"/>')), {}, "unseen-text"),
    "raised out of a line": (
        par(run('<w:position w:val="16"/>'), '<w:spacing w:line="140" w:lineRule="exact"/>'), {}, "unseen-text"
    ),
    "lowered out of a line": (
        par(run('<w:position w:val="-16"/>'), '<w:spacing w:line="140" w:lineRule="exact"/>'), {}, "unseen-text"
    ),
    "lowered out of a line by a style": (
        par(run('<w:rStyle w:val="low"/>'), '<w:pStyle w:val="line"/>'),
        {STYLES: styles(
            style("low", '<w:position w:val="-8pt"/>'),
            style("line", "", '<w:spacing w:line="-140"/>', kind="paragraph"),
        )},
        "unseen-text",
    ),
    "in a line that no page has room for": (
        par(t("I oppose this."), '<w:spacing w:line="20000" w:lineRule="exact"/>'), {}, "unseen-text"
    ),
    "in many lines' height": (par(t("I oppose this."), '<w:spacing w:line="30000"/>'), {}, "unseen-text"),
    "far below what is above": (par(t("I oppose this."), '<w:spacing w:before="20000"/>'), {}, "unseen-text"),
    "raised far": (par(run('<w:position w:val="400"/>')), {}, "unseen-text"),
    "on one another": (par(run('<w:spacing w:val="-200"/>')), {}, "unseen-text"),
    "pressed": (par(run('<w:fitText w:val="20"/>')), {}, "unseen-text"),
    "in relief": (par(run("<w:imprint/>")), {}, "unseen-text"),
    "moving": (par(run('<w:effect w:val="blinkBackground"/>')), {}, "unseen-text"),
    "off the page to the left": (par(t("I oppose this."), '<w:ind w:left="-9000"/>'), {}, "unseen-text"),
    "off the page by a hanging indent": (par(t("I oppose this."), '<w:ind w:hanging="4000"/>'), {}, "unseen-text"),
    "off the page by characters": (par(t("I oppose this."), '<w:ind w:leftChars="-5000"/>'), {}, "unseen-text"),
    "off the page to the right": (par(t("I oppose this."), '<w:ind w:left="30000"/>'), {}, "unseen-text"),
    "without room": (par(t("I oppose this."), '<w:ind w:left="4500" w:right="4500"/>') + page(11906, 1247), {}, "unseen-text"),
    "off the page by a style": (of_style("P"), {STYLES: styles(style("P", "", '<w:ind w:left="-9000"/>', kind="paragraph"))}, "unseen-text"),
    "off the page by a tab": (par("<w:r><w:tab/><w:t>no</w:t></w:r>", '<w:tabs><w:tab w:pos="20000"/></w:tabs>'), {}, "unseen-text"),
    "off the page by its list": (
        par(t("I oppose this."), NUMBERED),
        {NUMBERING: numbering("%1.").replace(b"</w:lvl>", b'<w:pPr><w:ind w:left="-9000"/></w:pPr></w:lvl>')}, "unseen-text",
    ),
    "a page without room": (par(t("I oppose this.")) + page(2000, 900), {}, "unseen-text"),
    "a page off itself": (par(t("I oppose this.")) + page(11906, -4000), {}, "unseen-text"),
    "forty columns": (par(t("I oppose this.")) + '<w:sectPr><w:cols w:num="40"/></w:sectPr>', {}, "unseen-text"),
    "in a line of a point": (par(t("I oppose this."), '<w:spacing w:line="20" w:lineRule="exact"/>'), {}, "unseen-text"),
    "in a twelfth of a line": (par(t("I oppose this."), '<w:spacing w:line="20"/>'), {}, "unseen-text"),
    "in a frame": (par(t("I oppose this."), '<w:framePr w:w="1" w:x="20000"/>'), {}, "two-texts"),
    "folded away": (par(t("A heading"), "<w15:collapsed/>") + par(t("I oppose this.")), {}, "two-texts"),
    # other signs, other directions, other sources
    "a font of signs": (par(run('<w:rFonts w:ascii="Wingdings" w:hAnsi="Wingdings"/>')), {}, "two-texts"),
    "a theme's font of signs": (par(run('<w:rFonts w:asciiTheme="minorHAnsi"/>')), {THEME: OF_SIGNS}, "two-texts"),
    "a font that comes with the file": (
        par(run('<w:rFonts w:ascii="Mine"/>')),
        {FONTS: f'{HEAD}<w:fonts {SPACES}><w:font w:name="Mine"><w:embedRegular/></w:font></w:fonts>'.encode()}, "two-texts",
    ),
    "a sign": (par(t("a") + '<w:r><w:sym w:font="Wingdings" w:char="F0FC"/></w:r>'), {}, "two-texts"),
    "a letter as a sign": (par('<w:r><w:sym w:font="Webdings" w:char="0041"/></w:r>'), {}, "two-texts"),
    "words above words": (
        par(f"<w:r><w:ruby><w:rt>{t('not')}</w:rt><w:rubyBase>{t('so')}</w:rubyBase></w:ruby></w:r>"), {}, "two-texts",
    ),
    "turned round": (par(f'<w:bdo w:val="rtl">{t("I oppose 21.")}</w:bdo>'), {}, "two-texts"),
    "embedded the other way": (par(f'<w:dir w:val="rtl">{t("I oppose 21.")}</w:dir>'), {}, "two-texts"),
    "English from right to left": (par(run("<w:rtl/>")), {}, "two-texts"),
    "an English paragraph from right to left": (par(t("I oppose 21."), "<w:bidi/>"), {}, "two-texts"),
    "a page's number put in": (par("<w:r><w:t>We closed </w:t><w:pgNum/><w:t> beds.</w:t></w:r>"), {}, "two-texts"),
    "today's date put in": (par(t("On ") + "<w:r><w:dayLong/></w:r>"), {}, "two-texts"),
    "a field that is worked out": (par(CLOSED_FIELD.format("IF 1 = 1 not", t("so"))), {}, "field"),
    "a field whose signs are hidden": (
        par(CLOSED_FIELD.format("QUOTE no", t("so")).replace("<w:r><w:fldChar", "<w:r><w:rPr><w:vanish/></w:rPr><w:fldChar")), {}, "field",
    ),
    "a field of another property": (par(f'<w:fldSimple w:instr="DOCPROPERTY x">{t("so")}</w:fldSimple>'), {}, "field"),
    "a bookmark's words": (par(CLOSED_FIELD.format("mark_1", t("so"))), {}, "field"),
    "words in a field's code": (
        par(OPEN_FIELD.format("HYPERLINK x") + HUSH + '<w:fldChar w:fldCharType="separate"/></w:r>' + t("a")
            + '<w:r><w:fldChar w:fldCharType="end"/></w:r>'), {}, "field",
    ),
    "a page's number in a sentence": (par(t("We closed ") + CLOSED_FIELD.format("PAGE", t("40")) + t(" beds.")), {}, "field"),
    "a field out of date": (par(f'<w:fldSimple w:instr="PAGE" w:dirty="1">{t("1")}</w:fldSimple>'), {}, "field"),
    "a list of words": (par(t("shall vote for it."), NUMBERED), {NUMBERING: numbering("I never %1")}, "unread-words"),
    "a list by a style": (
        of_style("P"), {STYLES: styles(style("P", "", NUMBERED, kind="paragraph")), NUMBERING: numbering("Not:", "none")}, "unread-words",
    ),
    "bullets of words": (par(t("shall vote for it."), NUMBERED), {NUMBERING: numbering("Never", "bullet")}, "unread-words"),
    "numbers in words": (par(t("shall vote for it."), NUMBERED), {NUMBERING: numbering("%1", "cardinalText")}, "unread-words"),
    "another document": (par(t("a") + "<w:subDoc/>"), {}, "outside-link"),
    "a control that runs": (par(t("a") + "<w:r><w:control/></w:r>"), {}, "picture"),
    "a picture behind the page": ("", {DOCUMENT: (
        f'{HEAD}<w:document {SPACES}><w:background><v:background/></w:background><w:body>{par(t("a"))}</w:body></w:document>'
    ).encode()}, "picture"),
    "the colour of the page": ("", {DOCUMENT: (
        f'{HEAD}<w:document {SPACES}><w:background w:color="000000"/><w:body>'
        f'{par(run("<w:color w:val=" + chr(34) + "000000" + chr(34) + "/>"))}</w:body></w:document>'
    ).encode()}, "unseen-text"),
}  # fmt: skip


def oddities(body: str, parts: Mapping[str, bytes]) -> list[Problem]:
    data = packed(par(t("Before.")) + body, parts) if DOCUMENT not in parts else packed(parts[DOCUMENT])
    returned, problems = read_docx(data, "a.docx")
    assert returned is not None, problems
    return list(returned.oddities)


@pytest.mark.parametrize("name", WORD)
def test_in_word_what_is_not_seen_as_it_is_read_is_an_error_with_a_place(name: str) -> None:
    body, parts, rule = WORD[name]
    found = [problem for problem in oddities(body, parts) if problem.severity is Severity.ERROR]
    assert rule in {problem.rule for problem in found}, found
    assert {problem.rule for problem in found} <= set(ids())
    assert all(problem.where.line > 0 and problem.hint for problem in found)


FINE: dict[str, tuple[str, Mapping[str, bytes]]] = {
    "dark grey": (par(run('<w:color w:val="404040"/>')), {}),
    "a middling grey": (par(run('<w:color w:val="808080"/>')), {}),
    "a blue link": (par(f"<w:hyperlink>{run('<w:color w:val=`0563C1`/><w:u w:val=`single`/>'.replace('`', chr(34)))}</w:hyperlink>"), {}),
    "the theme's text": (par(run('<w:color w:val="auto" w:themeColor="text1"/>')), {THEME: LETTERED}),
    "the theme's link": (par(run('<w:color w:val="0563C1" w:themeColor="hyperlink"/>')), {}),
    "of itself on dark shading": (par(run('<w:color w:val="auto"/><w:shd w:val="clear" w:fill="1F1F1F"/>')), {}),
    "white on dark shading": (par(run('<w:color w:val="FFFFFF"/><w:shd w:val="clear" w:fill="1F1F1F"/>')), {}),
    "highlighted in yellow": (par(run('<w:highlight w:val="yellow"/>')), {}),
    "not shaded": (par(run('<w:shd w:val="clear" w:color="auto" w:fill="auto"/>')), {}),
    "eight points": (par(run('<w:sz w:val="16"/>')), {}),
    "fourteen points": (par(run('<w:sz w:val="28"/><w:szCs w:val="28"/>')), {}),
    "raised a little": (par(run('<w:position w:val="6"/><w:spacing w:val="-6"/><w:w w:val="90"/>')), {}),
    "small capitals": (par(run("<w:smallCaps/>")), {}),
    "not struck, though its style is": (par(in_style("A", '<w:strike w:val="0"/>')), {STYLES: styles(style("A", "<w:strike/>"))}),
    "said twice alike": (par(run('<w:rStyle w:val="x"/><w:rStyle w:val="x"/>')), {}),
    "indented": (par(t("I agree."), '<w:ind w:left="720" w:right="720" w:hanging="360"/>'), {}),
    "raised within its line": (
        par(run('<w:position w:val="6"/>'), '<w:spacing w:line="280" w:lineRule="exact"/>'), {}
    ),
    "an exact line that holds it": (par(t("I agree."), '<w:spacing w:line="280" w:lineRule="exact"/>'), {}),
    "a line and a half": (par(t("I agree."), '<w:spacing w:line="360" w:lineRule="auto"/>'), {}),
    "Arabic as it runs": (par(run("<w:rtl/>", "<w:t>\u0623\u062d\u0645\u062f</w:t>")), {}),
    "not from right to left": (par(t("I agree."), '<w:bidi w:val="0"/>'), {}),
    "a plain control": (par(control('<w:alias w:val="a"/><w:id w:val="3"/><w:text/>')), {}),
    "the number of the page by itself": (par(t("Page ") + CLOSED_FIELD.format("PAGE", t("1"))), {}),
    "a soft hyphen": (par("<w:r><w:t>organ</w:t><w:softHyphen/><w:t>ise</w:t><w:noBreakHyphen/><w:t>d</w:t></w:r>"), {}),
    "a page with a colour": ("", {DOCUMENT: (
        f'{HEAD}<w:document {SPACES}><w:background w:color="FFFFEE"/><w:body>{par(t("a"))}</w:body></w:document>'
    ).encode()}),
}  # fmt: skip


@pytest.mark.parametrize("name", FINE)
def test_what_people_do_in_word_is_no_error(name: str) -> None:
    assert oddities(*FINE[name]) == []


@pytest.mark.parametrize("level", ["%1.", "(%1)", "\u2022", "\uf0b7", "o"])
def test_a_list_with_numbers_or_bullets_is_a_list_and_no_more(level: str) -> None:
    kind = "decimal" if "%" in level else "bullet"
    found = oddities(par(t("I agree."), NUMBERED), {NUMBERING: numbering(level, kind)})
    assert [(problem.rule, problem.severity) for problem in found] == [("list", Severity.WARNING)]


# --- Markdown


MARKDOWN = {
    "struck": ("I ~~oppose~~ support it.", "struck-out", "1:3"),
    "struck across markup": ("I ~~*do not*~~ support it.", "struck-out", "1:3"),
    "struck by a tag": ("I <del>oppose</del> support it.", "struck-out", "1:3"),
    "struck by another tag": ("I <s>oppose</s> support it.", "struck-out", "1:3"),
    "one tilde": ("I ~oppose~ support it.", "two-texts", "1:3"),
    "a hidden span": ('I <span style="display:none">do not</span> support it.', "two-texts", "1:3"),
    "a span that is hidden": ("I <span hidden>do not</span> support it.", "two-texts", "1:3"),
    "a span turned round": ('I <span dir="rtl">do not</span> support it.', "two-texts", "1:3"),
    "a member's words, hidden": ('[I support it.]{.position style="color:white"}', "two-texts", "1:2"),
    "a class that hides": ("[I support it.]{.hidden}", "two-texts", "1:2"),
    "a white font": ('I <font color="white">do not</font> support it.', "two-texts", "1:3"),
    "a tag that adds": ("I <q>support</q> it.", "two-texts", "1:3"),
    "a field to fill in": ('I <input value="do not"> support it.', "two-texts", "1:3"),
    "folded away": ("<details>\n\nI oppose it.\n\n</details>", "two-texts", "1:1"),
    "a hidden block": ("<div hidden>\n\nI oppose it.\n\n</div>", "two-texts", "1:1"),
    "a class that hides a block": ("<div class='x hidden'>\n\nI oppose it.\n\n</div>", "two-texts", "1:1"),
    "a picture by itself": ("<img alt='I oppose it.'>", "two-texts", "1:1"),
    "a style sheet": ("<style>p {display: none}</style>", "markup", "1:1"),
    "a template": ("<template>\n\nI oppose it.\n\n</template>", "two-texts", "1:1"),
    "a comment in a sentence": ("I <!-- do not --> support it.", "hidden-text", "1:3"),
    "a long comment": (f"<!-- {'I promise to vote against it. ' * 3}-->\n\nI support it.", "hidden-text", "1:1"),
    "a paragraph commented out": ("<!--\n\nI oppose it.\n\n-->\n\nI support it.", "hidden-text", "1:1"),
    "a comment of two paragraphs": ("<!-- I oppose it.\n \nAll of it. -->\n\nI support it.", "hidden-text", "1:1"),
    "a comment across paragraphs": ("I <!-- do not\n\nsupport --> it.", "two-texts", "1:3"),
    "a picture's words": ("I support ![nothing of](a.png) it.", "picture", "1:11"),
    "another address": ("Write to [parliament.uk](https://example.org/).", "two-texts", "1:10"),
    "another mailbox": ("Write to [jane@example.org](mailto:tom@example.org).", "two-texts", "1:10"),
    "a link's title": ('[Write](https://example.org "I promise") to me.', "two-texts", "1:1"),
    "a title far away": ('[Write][1] to me.\n\n[1]: https://example.org "I promise"', "two-texts", "1:1"),
    "a link without words": ("Write to me.[](https://example.org/i-promise)", "two-texts", "1:13"),
    "a definition that nobody sees": ("I support it.\n\n[x]: <I-oppose-it>", "markup", "3:1"),
    "code": ("I support it.\n\n    I oppose it.", "markup", "3:1"),
    "code within fences": ("I support it.\n\n```{=html}\nI oppose it.\n```", "markup", "3:1"),
    "code that pandoc leaves out": ("I `do not`{=html} support it.", "two-texts", "1:10"),
    "TeX": (r"I \hphantom{do not} support it.", "two-texts", "1:3"),
    "mathematics": ("I $do not$ support it.", "two-texts", "1:3"),
    "raised": ("I ^do-not^ support it.", "two-texts", "1:3"),
    "marked": ("I ==do not== support it.", "two-texts", "1:3"),
    "a picture by name": ("I :no_entry: support it.", "two-texts", "1:3"),
    "a citation": ("I [see @not] support it.", "two-texts", "1:3"),
    "attributes": ("I support {#not .hidden} it.", "two-texts", "1:11"),
    "half a link": ("I [support it\n\nnot](x) at all.", "two-texts", "3:4"),
    "half a definition": ("I support it.\n\n[1]: I oppose it.", "two-texts", "3:1"),
    "an edit": ("I {-- do not --} support it.", "two-texts", "1:3"),
    "words worked out": ("I {{ do not }} support it.", "two-texts", "1:3"),
    "a table": ("a | b\n--|--\nI oppose | it", "table", "2:1"),
    "a table in a grid": ("+---+\n| a |\n+---+", "table", "1:1"),
    "a fenced block": ("::: {.hidden}\nI oppose it.\n:::", "two-texts", "1:1"),
    "a definition list": ("I support it\n: not at all", "two-texts", "2:1"),
    "a line of verse": ("| I support it", "two-texts", "1:1"),
    "a second front matter": ("I support it.\n\n---\nx: I oppose it.\n---\n\nTo the end.", "two-texts", "3:1"),
    "a title": ("% I oppose it.\n\nI support it.", "two-texts", "1:1"),
    "a field of front matter": ("---\nabstract: I oppose it.\n---\n\nI support it.", "two-texts", "2:11"),
    "code in front matter": ("---\nheader-includes: x\ndrafter: 0.3.0\n---\n\nI support it.", "two-texts", "2:18"),
    "a text for a title": ("---\ntitle: I oppose it. I promise.\n---\n\nI support it.", "two-texts", "2:8"),
}  # fmt: skip


@pytest.mark.parametrize("name", MARKDOWN)
def test_in_markdown_what_not_every_program_shows_is_an_error_with_a_place(name: str) -> None:
    text, rule, place = MARKDOWN[name]
    returned, problems = read_markdown(text.encode(), "a.md")
    assert returned is not None, problems
    errors = [problem for problem in returned.oddities if problem.severity is Severity.ERROR]
    assert (rule, place) in {(p.rule, f"{p.where.line}:{p.where.column}") for p in errors}, errors
    assert {problem.rule for problem in errors} <= set(ids())
    assert all(problem.hint for problem in errors if problem.rule != "picture")


@pytest.mark.parametrize(
    "text",
    [
        "I am \\~\\~sorry\\~\\~ for that.", "It costs $5 and $6, or $7m.", "Write to jane@example.org or <jane@example.org>.",
        "I support `this` wholly.", "I *do* support **this**.", "At 10:30 or 11:15: the vote.", "A line\\\nand another",
        "<!-- seen by EM -->\n\nI support it.", "See https://example.org/~jane/~tom for it.", "2 \\^ 2 \\$a\\$ \\:x\\:",
        "Caf\u00e9 &amp; S\u00f6hne &#8211; &pound;5.", "# A heading\n\nI support it.", "Either / or; yes - no = perhaps.",
        "It is ~20% of 5^2, or ~30%.", "Prices: a | b is fine.",
    ],
)  # fmt: skip
def test_what_people_write_in_markdown_is_no_error(text: str) -> None:
    returned, _ = read_markdown(text.encode(), "a.md")
    assert returned is not None
    assert returned.oddities == ()


# --- signs


SIGNS = {
    "tags": "I care\U000e0068\U000e0069.", "annotations": "I \ufff9support\ufffaoppose\ufffb it.", "private": "I \ue000 agree.",
    "private, far": "I \U000f0001 agree.", "private, further": "I \U00100001 agree.", "no character": "I \ufdd0agree.",
    "nor this": "I \U0001fffeagree.", "invisible operators": "I\u2062 agree.", "a variant": "I agr\ufe00ee.",
    "a variant far away": "I agr\U000e0101ee.", "struck": "I d\u0336o\u0336 agree.", "slashed": "I ag\u0338ree.",
    "enclosed": "I agre\u20dde.", "struck for mathematics": "I agre\u20d2e.", "a heap": "I agre\u0301\u0302\u0303\u0304e.",
    "millions": "I agre\u0489e.", "a filler": "I\u3164agree.", "a blank pattern": "I\u2800agree.", "half a filler": "I \uffa0agree.",
    "a joiner": "I ag\u034free.", "a line's end": "I do\u2028agree.", "a paragraph's end": "I do\u2029agree.",
    "an Arabic mark": "I \u061cagree.", "a mark of another script": "I agr\u0e31ee.", "a mark on nothing": "I \u0301agree.",
    "a hidden message": "I\u200b\u200c\u200b\u200c agree.", "a control": "I \x07agree.", "a mark to the left": "I 1\u200f2 agree.",
    "what was lost": "I \ufffd agree.", "an object": "I \ufffcagree.",
}  # fmt: skip
DOUBLES = {
    "a Cyrillic letter": "I m\u0430y agree.", "a Greek letter": "I agre\u03b5.", "a whole word": "I \u0430\u0441\u0435 agree.",
    "mathematics": "I \U0001d427ot agree.", "full width": "I \uff4eot agree.", "script": "I \u2113ike it.",
    "a circled letter": "I \u24d0gree.", "phonetic": "I a\u0261ree.", "small capitals": "I a\u0262ree.",
    "a figure of Bengal": "8 of 1\u09ea beds.", "a Roman number": "Chapter \u2163.", "a Greek question mark": "I agree\u037e",
    "a dot leader": "I agree\u2024", "a long s": "I \u017fay so.", "an Armenian letter": "I agree \u0578f it.",
    "a Cherokee letter": "I \u13aagree.",
}  # fmt: skip


@cache
def drafts() -> tuple[bytes, str]:
    return write_docx(LETTER, LETTERHEAD), write_markdown(LETTER)


def with_words(words: str, ending: str) -> bytes:
    """The letter with a sentence more at the end of a paragraph by itself."""
    docx, markdown = drafts()
    if ending == ".md":
        return markdown.replace(
            "\nYours sincerely", f"\n[I think so. {words}]{{.position}}\n\nYours sincerely", 1
        ).encode()
    word = Word(docx)
    close = word.paragraph("Yours sincerely")
    marked = '<w:rStyle w:val="PositionSentence"/>'
    close.addprevious(elements(para(run(marked, f"<w:t>I think so. {words}</w:t>")))[0])
    return word.data()


@pytest.mark.parametrize(
    ("name", "words", "rule"),
    [
        *((name, words, "unseen-sign") for name, words in SIGNS.items()),
        *((name, words, "look-alike") for name, words in DOUBLES.items()),
    ],
)  # fmt: skip
def test_signs_that_are_not_what_they_seem_are_errors(name: str, words: str, rule: str) -> None:
    assert rule in {found.rule for found in odd_signs(words)}, name


@pytest.mark.parametrize("ending", [".docx", ".md"])
@pytest.mark.parametrize(
    "words", ["I think\U000e0068\U000e0069 so.", "I think s\u043e.", "I thin\u0336k so.", "I think \ue000so."]
)
def test_a_letter_with_such_a_sign_is_told_where_and_goes_out_without(words: str, ending: str) -> None:
    found = review_of(with_words(words, ending), ending)
    (problem,) = (p for p in found.errors if p.rule in ("unseen-sign", "look-alike"))
    line = next(p.where for p in found.passages if p.text.startswith("I think so.")).line
    assert problem.where.line == line
    assert problem.where.column == (2 if ending == ".docx" else problem.where.column)
    assert signing_of(problem.rule) is Signing.NEVER
    assert by_id()[problem.rule].sheet
    letter = final_letter(found, shelf().base, shelf().templates, shelf().office.citations)
    text = " ".join(sentence.text for sentence in letter.sentences())
    assert printable(text) == text


NAMES = (
    "Si\u00e2n G\u0175yr", "Llŷr \u0176nys", "Jos\u00e9 Nu\u00f1ez", "\u0141ukasz \u017b\u00f3\u0142\u0107", "Nguy\u1ec5n Th\u1ecb H\u01b0\u01a1ng",
    "e\u0301 n\u0303", "\u0623\u062d\u0645\u062f \u0627\u0644\u0639\u0645\u0631\u064a", "\u738b\u5c0f\u660e (Wang)", "\u05d3\u05d5\u05d3", "\u041c\u043e\u0441\u043a\u0432\u0430 \u0425\u0430\u0441\u0430\u043d",
    "\u03a0\u03b1\u03c0\u03b1\u03b4\u03cc\u03c0\u03bf\u03c5\u03bb\u03bf\u03c2", "\u0938\u0940\u0924\u093e", "\u0e2a\u0e27\u0e31\u0e2a\u0e14\u0e35", "\uae40\ubbfc\uc218", "\u0665 \u0634\u0627\u0631\u0639", "O\u02bcBrien", "\u018fliyev",
    "\u2764\ufe0f \U0001f44d\U0001f3fd", "organ\u00adisa\u00adtion \u200bthe\u2060m", "\u201cso\u201d \u2013 \u2019 \u2026 \u00a35 \u00bd \u00b2 No\u2011one\u00a0\u2009x", "\ufb01nd H\u2082O\u2074", "50\u03bcg at 3k\u03a9",
)  # fmt: skip


@pytest.mark.parametrize("text", NAMES)
def test_names_and_ordinary_signs_are_none(text: str) -> None:
    assert odd_signs(text) == []
    assert odd_signs(f"Dear {text},\nWestmere") == []


# --- whole letters


@pytest.mark.parametrize("copy", [Copy.CLEAN, Copy.REVIEWING])
@pytest.mark.parametrize("large", [False, True])
def test_our_own_drafts_are_without_a_finding(copy: Copy, large: bool) -> None:
    data = write_docx(LETTER, LETTERHEAD, copy=copy, large_print=large, remarks=dict.fromkeys(LETTER.claims, ("one",)))
    returned, _ = read_docx(data, "a.docx")
    assert returned is not None
    assert returned.oddities == ()
    assert not {problem.rule for problem in review_of(data, ".docx").problems} & KEPT_OUT
    returned, _ = read_markdown(write_markdown(LETTER).encode(), "a.md")
    assert returned is not None
    assert returned.oddities == ()


def test_nobody_can_accept_them_and_the_sheet_has_words_for_each() -> None:
    assert all(signing_of(rule) is Signing.NEVER and by_id()[rule].sheet for rule in KEPT_OUT)


def test_nothing_that_is_hidden_reaches_the_final_copy() -> None:
    """A letter with a little of everything: its final copy, as the writer makes it, holds no trace of it."""
    word = Word(drafts()[0])
    close = word.paragraph("Yours sincerely")
    hidden = (
        run("<w:vanish/>", "<w:t>zqvanished</w:t>"),
        CLOSED_FIELD.format("QUOTE zqcode", ""),
        f"<w:del>{run('', '<w:delText>zqdeleted</w:delText>')}</w:del>", "<w:r><w:t>I think so.\U000e0068\ufff9\ue000\u2062</w:t></w:r>",
        run('<w:color w:val="FFFFFF"/><w:strike/><w:sz w:val="2"/><w:rtl/><w:w w:val="1"/>', "<w:t> I think it is good.</w:t>"),
        '<w:sdt><w:sdtPr><w:dataBinding w:xpath="/zqbound"/></w:sdtPr><w:sdtContent><w:r><w:t> I hope so.</w:t></w:r></w:sdtContent></w:sdt>',
    )  # fmt: skip
    for element in elements(para("".join(hidden))):
        close.addprevious(element)
    found = review_of(word.data(), ".docx")
    assert {"hidden-text", "tracked-changes", "field", "unseen-sign", "unseen-text", "struck-out", "two-texts"} <= {
        problem.rule for problem in found.errors
    }
    letter = final_letter(found, shelf().base, shelf().templates, shelf().office.citations)
    final = write_docx(letter, LETTERHEAD, copy=Copy.FINAL)
    xml = "".join(
        part_of(final, name).decode()
        for name in (DOCUMENT, "word/footnotes.xml", "docProps/custom.xml")
        if name in Word(final).parts
    )
    assert "I think so." in xml
    assert not re.search(
        r"zq\w+|<w:(?:vanish|strike|color|sdt|fldChar|del|sz|w|rtl)\b", part_of(final, DOCUMENT).decode()
    )
    assert "zq" not in xml
    assert printable(xml) == xml


def test_what_is_drawn_on_its_paper_is_held_against_the_letterhead() -> None:
    returned, _ = read_docx(drafts()[0], "a.docx")
    assert returned is not None
    for own, rules in ((drawn_on(LETTERHEAD), set()), ((), {"other-letterhead"}), (None, set())):
        found = review(returned, shelf().holding(paper=Paper(drawn=own)), "a.docx", day_of(returned))
        assert {problem.rule for problem in found.errors} == rules


def test_a_draft_whose_address_holds_such_a_sign_is_a_text_of_its_own() -> None:
    """So it is read by itself, and not taken for one of many that were read already."""
    data, text = drafts()
    assert split_reader(data, ".docx") is not None
    assert split_reader(text.encode(), ".md") is not None
    name = LETTER.addressee[0]
    body = part_of(data, DOCUMENT).replace(name.encode(), f"{name}\U000e0068".encode(), 1)
    assert split_reader(packed(body, base=data), ".docx") is None
    assert split_reader(text.replace(name, f"{name}\U000e0068", 1).encode(), ".md") is None


def test_styles_are_read_to_the_end_of_their_chains_in_time() -> None:
    chain = (style(f"S{n}", on=f"S{n + 1}") for n in range(5_000))
    parts = {STYLES: styles(*chain, style("S5000", "<w:strike/>"))}
    body = "".join(par(in_style(f"S{n}")) for n in range(1_000))
    assert {problem.rule for problem in oddities(body, parts)} == {"struck-out"}


def renamed(data: bytes, old: str, new: str, target: str) -> bytes:
    """A file in which a part has another name, and the letter's relation to it another target."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as archive, zipfile.ZipFile(out, "w") as made_:
        for name in archive.namelist():
            part = archive.read(name)
            if name == RELATIONS:
                part = part.replace(f'Target="{posixpath.basename(old)}"'.encode(), f'Target="{target}"'.encode())
            made_.writestr(new if name == old else name, part.replace(f"/{old}".encode(), f"/{new}".encode()))
    return out.getvalue()


@pytest.mark.parametrize(
    ("new", "target"),
    [
        ("word/hid.xml", "hid.xml"),
        ("word/styles2.xml", "styles2.xml#a"),
        ("word/styles2.xml", "STYLES2.xml"),
        ("word/styles2.xml", "style%73%32.xml"),
    ],
)
def test_parts_under_names_that_not_every_program_reads(new: str, target: str) -> None:
    returned, problems = read_docx(renamed(packed(par(t("a"))), "word/styles.xml", new, target), "a.docx")
    assert returned is None or any(odd.rule == "two-texts" for odd in returned.oddities), problems


def test_styles_of_another_name_that_is_usual_are_read() -> None:
    data = renamed(packed(par(t("a"))), "word/styles.xml", "word/styles2.xml", "styles2.xml")
    returned, problems = read_docx(data, "a.docx")
    assert returned is not None
    assert not problems
    assert not returned.oddities


@pytest.mark.parametrize(
    "columns",
    [
        '<w:cols w:num="2" w:equalWidth="0"><w:col w:w="9000" w:space="20000"/><w:col w:w="3000"/></w:cols>',
        '<w:cols w:num="2" w:space="30000"/>',
    ],
)
def test_columns_that_lie_off_the_page(columns: str) -> None:
    body = f"<w:p><w:pPr><w:sectPr>{columns}</w:sectPr></w:pPr><w:r><w:t>a</w:t></w:r></w:p>"
    returned, _ = read_docx(packed(body), "a.docx")
    assert returned is not None
    assert "unseen-text" in {odd.rule for odd in returned.oddities}
