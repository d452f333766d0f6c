"""Text in HTML that nobody sees is not the writer's: it adds nothing, and is told of. What is seen is never lost."""

from __future__ import annotations

from pathlib import Path

import pytest
from running import run_drafter

from drafter.inbox.html import text_of_html
from drafter.inbox.model import RawMessage
from drafter.inbox.parse import read_message
from drafter.inbox.signature import OfficeContext
from drafter.sources.webpage import page_text

SECRET = "Unseen words."
HIDDEN = {
    name: html.replace("@", SECRET)
    for name, html in {
        "display": "<p style='display:none'>@</p>",
        "display, in capitals and with a comment": "<p style='DISPLAY:/**/NONE'>@</p>",
        "display, important": "<p style='display:none !important; display:block'>@</p>",
        "display, in escapes": r"<p style='displa\79:none'>@</p>",
        "display, and an inner one": "<div style='display:none'><p style='display:block'>@</p></div>",
        "visibility": "<p style='visibility:hidden'>@</p>",
        "visibility, inherited": "<div style='visibility:hidden'><p>@</p></div>",
        "visibility, collapsed": "<p style='visibility:collapse'>@</p>",
        "no opacity": "<p style='opacity:0'>@</p>",
        "little opacity": "<p style='opacity:.02'>@</p>",
        "opacity in percent": "<p style='opacity:1%'>@</p>",
        "opacity twice": "<div style='opacity:.3'><p style='opacity:.3'>@</p></div>",
        "opacity of a filter": "<p style='filter:opacity(0)'>@</p>",
        "no size": "<p style='font-size:0'>@</p>",
        "one pixel": "<p style='font-size:1px'>@</p>",
        "one point": "<p style='font-size:1pt'>@</p>",
        "size of a share": "<p style='font-size:2%'>@</p>",
        "size in em, inherited": "<div style='font-size:.1em'><b>@</b></div>",
        "size by the shorthand": "<p style='font:0/0 a'>@</p>",
        "white": "<p style='color:white'>@</p>",
        "white, in hex": "<p style='color:#fff'>@</p>",
        "white, in six": "<p style='color:#FFFFFF'>@</p>",
        "nearly white": "<p style='color:#fdfdfe'>@</p>",
        "white, as rgb": "<p style='color:rgb(255, 255, 255)'>@</p>",
        "white, as rgb in percent": "<p style='color:rgb(100% 100% 100%)'>@</p>",
        "white, as hsl": "<p style='color:hsl(120, 40%, 100%)'>@</p>",
        "white, inherited": "<div style='color:white'><p><b>@</b></p></div>",
        "white, of font": "<font color=white>@</font>",
        "white, of font without a sign": "<font color=FFFFFF>@</font>",
        "clear": "<p style='color:transparent'>@</p>",
        "clear, as rgba": "<p style='color:rgba(0,0,0,0)'>@</p>",
        "clear, in eight": "<p style='color:#00000000'>@</p>",
        "black on black": "<p style='background:black'>@</p>",
        "red on red, of a parent": "<div style='background-color:#f00'><p style='color:red'>@</p></div>",
        "of a cell's colour": "<table><tr><td bgcolor='#336699'><p style='color:#336699'>@</p></td></tr></table>",
        "indented off the page": "<p style='text-indent:-9999px'>@</p>",
        "indented in em": "<p style='text-indent:-999em'>@</p>",
        "off the page": "<p style='position:absolute;left:-9999px'>@</p>",
        "off the top": "<p style='position:fixed;top:-200em'>@</p>",
        "off by a margin": "<p style='margin-left:-9999px'>@</p>",
        "off by a transform": "<p style='transform:translateX(-9999px)'>@</p>",
        "shrunk": "<p style='transform:scale(0)'>@</p>",
        "clipped": "<p style='position:absolute;clip:rect(0,0,0,0)'>@</p>",
        "clipped by one pixel": "<p style='position:absolute;clip:rect(1px 1px 1px 1px)'>@</p>",
        "clipped by a path": "<p style='clip-path:inset(100%)'>@</p>",
        "clipped to a circle": "<p style='clip-path:circle(0)'>@</p>",
        "no height": "<p style='height:0;overflow:hidden'>@</p>",
        "no greatest height": "<p style='max-height:0px;overflow:hidden'>@</p>",
        "no width": "<p style='width:0;overflow:hidden'>@</p>",
        "a box of a pixel": "<p style='width:1px;height:1px;overflow:hidden'>@</p>",
        "no line": "<p style='line-height:0'>@</p>",
        "hidden": "<div hidden>@</div>",
        "hidden until found": "<div hidden='until-found'>@</div>",
        "a template": "<template>@</template>",
        "a dialogue that is not open": "<dialog>@</dialog>",
        "hidden from Word": "<p style='mso-hide:all'>@</p>",
        "a preheader": "<div style='display:none;font-size:1px;line-height:1px;max-height:0;opacity:0'>@</div>",
        "by a class": "<style>.x{display:none}</style><p class='a x'>@</p>",
        "by an id": "<style>#x{display:none}</style><p id=x>@</p>",
        "by a tag": "<style>h6{color:white}</style><h6>@</h6>",
        "by a tag and a class": "<style>p.x{font-size:0}</style><p class=x>@</p>",
        "by one of several": "<style>h1, .y , p.x{display:none}</style><p class=x>@</p>",
        "by an ancestor": "<style>.y p{display:none}</style><div class=y><b><p>@</p></b></div>",
        "by a parent": "<style>div > .x{display:none}</style><div><p class=x>@</p></div>",
        "by an attribute": "<style>[data-x='1']{display:none}</style><p data-x=1>@</p>",
        "by a later rule": "<style>.x{display:block} .x{display:none}</style><p class=x>@</p>",
        "by an important rule": "<style>.x{display:none!important} #x{display:block}</style><p id=x class=x>@</p>",
        "by a rule heavier than its style": "<style>h5{display:none!important}</style><h5 style='display:block'>@</h5>",
        "by a rule for screens": "<style>\0media screen{.x{display:none}}</style><p class=x>@</p>",
        "by a rule behind a comment": "<style><!-- /* } */ .x{display:none} --></style><p class=x>@</p>",
        "by a sheet at the end": "<p class=x>@</p><style>.x{display:none}</style>",
        "by one of a choice": "<style>:is(.x, .y) b{display:none}</style><p class=x><b>@</b></p>",
        "by a choice without weight": "<style>:where(.y, .x){color:white}</style><p class=x>@</p>",
        "by a rule with an exception": "<style>p:not(.y).x{display:none}</style><p class=x>@</p>",
        "by a rule within a rule": "<style>.y{color:red; .x{display:none} }</style><div class=y><p class=x>@</p></div>",
        "by a rule within one, in other words": "<style>.y{&.x{display:none}}</style><p class='x y'>@</p>",
        "by a name": "<style>:root{--a:none}</style><p style='display:var(--a)'>@</p>",
        "by a name of a parent": "<div style='--a:#fff'><p style='color:var(--a)'>@</p></div>",
        "by what stands for a name": "<p style='display:var(--a, none)'>@</p>",
        "no size, worked out": "<p style='font-size:calc(0px)'>@</p>",
        "no size, multiplied": "<p style='font-size:calc(12px * 0)'>@</p>",
        "off the page by a share of it": "<p style='position:absolute;right:-300%'>@</p>",
        "opacity of a browser's own filter": "<p style='-webkit-filter:opacity(0%)'>@</p>",
        "zoomed to nothing": "<p style='zoom:0'>@</p>",
        "letters on one another": "<p style='letter-spacing:-1em'>@</p>",
        "in a comment": "<!-- @ -->",
        "in a comment with a sign in front": "<!--!>@-->",
        "in a conditional comment": "<!--[if mso]><p>@</p><![endif]-->",
    }.items()
}
SEEN = {
    name: html.replace("@", SECRET)
    for name, html in {
        "plain": "<p>@</p>",
        "white on a coloured cell": "<table><tr><td bgcolor=navy style='color:white'>@</td></tr></table>",
        "white on a coloured parent": "<div style='background:#004488'><p style='color:#fff'>@</p></div>",
        "white on a colour by class": "<style>.b{background-color:#222}</style><div class=b><p style='color:white'>@</p></div>",
        "white on a picture": "<div style='background:url(x.png)'><p style='color:white'>@</p></div>",
        "white on a gradient": "<div style='background-image:linear-gradient(red,blue)'><p style='color:white'>@</p></div>",
        "white on the picture of an old page": "<table background='x.png'><tr><td><font color=white>@</font></td></tr></table>",
        "white on a colour that is not known": "<div style='background:papayawhip'><p style='color:white'>@</p></div>",
        "a colour that is not known": "<div style='color:white'><p style='color:var(--ink)'>@</p></div>",
        "black in a white one": "<div style='color:white'><p style='color:#111'>@</p></div>",
        "a link in a white paragraph": "<p style='color:white'><a href='https://x.example'>@</a></p>",
        "grey": "<p style='color:#999'>@</p>",
        "half of the opacity": "<p style='opacity:.5'>@</p>",
        "a size of its own": "<div style='font-size:0'><p style='font-size:14px'>@</p></div>",
        "small": "<p style='font-size:8px'>@</p>",
        "visible in what is not": "<div style='visibility:hidden'><p style='visibility:visible'>@</p></div>",
        "a tight line": "<p style='line-height:1'>@</p>",
        "a line of its own": "<div style='line-height:0'><p style='line-height:18px'>@</p></div>",
        "no height, nothing cut off": "<p style='height:0'>@</p>",
        "cut off at a sane height": "<p style='max-height:600px;overflow:hidden'>@</p>",
        "as wide as the page": "<p style='width:100%;max-width:100%;overflow:hidden'>@</p>",
        "a hanging indent": "<p style='text-indent:-18pt;margin-left:36pt'>@</p>",
        "put elsewhere on the page": "<p style='position:absolute;left:20px;top:300px'>@</p>",
        "not placed at all": "<p style='left:-9999px'>@</p>",
        "hidden for readers aloud": "<p aria-hidden=true>@</p>",
        "an exception to a rule": "<style>h5:not(.x){display:none}</style><h5 class=x>@</h5>",
        "none of a choice": "<style>:is(.y, .z) b{display:none}</style><p class=x><b>@</b></p>",
        "not within the rule": "<style>.y{ .x{display:none} }</style><p class=x>@</p>",
        "a name that hides only others": "<style>b{--a:none}</style><b>Ann</b><p style='display:var(--a, block)'>@</p>",
        "a size worked out": "<p style='font-size:calc(12px)'>@</p>",
        "in the middle of the page": "<p style='position:absolute;left:50%;transform:translate(-50%,-50%)'>@</p>",
        "tight letters": "<p style='letter-spacing:-0.05em'>@</p>",
        "hidden, and yet displayed": "<p hidden style='display:block'>@</p>",
        "details": "<details><summary>More</summary>@</details>",
        "without scripts": "<noscript><p>@</p></noscript>",
        "hidden when printed": "<style>\0media print{p{display:none}}</style><p>@</p>",
        "hidden in the dark": "<style>\0media (prefers-color-scheme: dark){p{color:white}}</style><p>@</p>",
        "hidden on telephones": "<style>\0media only screen and (max-width:480px){p{display:none}}</style><p>@</p>",
        "shown by a later rule": "<style>.x{display:none} .x{display:block}</style><p class=x>@</p>",
        "shown by its style": "<style>h5{display:none}</style><h5 style='display:block'>@</h5>",
        "shown by a heavier rule": "<style>#x{display:block} h5{display:none}</style><h5 id=x>@</h5>",
        "another class": "<style>.x{display:none}</style><p class=xx>@</p>",
        "outside the ancestor": "<style>.y p{display:none}</style><div class=z><p>@</p></div>",
        "not the parent": "<style>.y > p{display:none}</style><div class=y><div><p>@</p></div></div>",
        "a rule that is not understood": "<style>p:hover{display:none} p::before{color:white}</style><p>@</p>",
        "a display of a kind that is not known": "<p style='display:flow-root;colour:white'>@</p>",
        "behind a comment that is over at once": "<!--><p>@</p>",
        "behind a comment that is over with a dash": "<!---><p>@</p>",
        "behind a comment that is closed in the other way": "<!-- x --!><p>@</p>",
        "between such comments": "<!--><p>@</p><!-- x -->",
        "for all but Outlook": "<!--[if !mso]><!--><p>@</p><!--<![endif]-->",
        "invisible signs in it": "<p>Un\u200bseen wo\u2060rds.\U000e0041\U000e0042\u202e</p>",
        "behind what is hidden": "<p><span style='display:none'>Nothing.</span>@</p>",
    }.items()
}
FRAME = "<html><body><p>Dear Ms Marsh,</p><p>I write about our hospital.</p>{}<p>Yours sincerely</p></body></html>"


def read(html: str) -> tuple[str, tuple[str, ...]]:
    head = b"From: a@b.example\r\nSubject: x\r\nMIME-Version: 1.0\r\nContent-Type: text/html; charset=utf-8\r\n\r\n"
    found = read_message(RawMessage("x.eml", ".eml", head + FRAME.format(html).encode()), OfficeContext())
    return f"{found.text}\n{found.near}\n{found.writer}\n{found.parts}", found.notes


NOTE = "text that nobody sees was left out"
UNTOLD = {
    "in a comment",
    "in a comment with a sign in front",
    "in a conditional comment",
    "a template",
}  # no text of the page's at all


@pytest.mark.parametrize("name", HIDDEN)
def test_hidden_text_is_left_out_and_told(name: str) -> None:
    text, notes = read(HIDDEN[name].replace("\0", "@"))
    assert "Unseen" not in text
    assert "our hospital" in text
    assert (NOTE in notes) == (name not in UNTOLD)


@pytest.mark.parametrize("name", SEEN)
def test_visible_text_is_kept(name: str) -> None:
    text, notes = read(SEEN[name].replace("\0", "@"))
    assert SECRET in text
    assert (NOTE in notes) == (name == "behind what is hidden")


STRUCK = "text that is struck out was left out"


@pytest.mark.parametrize(
    "html",
    ["<s>@</s>", "<p><del>@</del></p>", "<strike><b>@</b></strike>", "<p style='text-decoration:line-through'>@</p>"],
)
def test_what_is_struck_out_is_not_said_and_told(html: str) -> None:
    text, notes = read(html.replace("@", SECRET))
    assert SECRET not in text
    assert notes == (STRUCK,)
    assert read(f"<p style='text-decoration:underline'>{SECRET}</p>")[1] == ()


def test_the_spaces_and_lines_around_what_is_hidden_stay() -> None:
    page = text_of_html("<p>One <span style='display:none'>never</span>two.</p><div hidden>never</div><p>Three.</p>")
    assert page.text == "One two.\n\nThree."
    assert page.hides


def test_nor_is_what_is_of_the_colour_of_the_whole_page() -> None:
    page = text_of_html("<body bgcolor=black text='#000000'>Never.<p style='color:white'>Seen.</p></body>")
    assert (page.text, page.hides) == ("Seen.", True)


PARAGRAPH = "The Department will consult on the contract for accountable care organisations before it is used. "
ARTICLE = (
    "<html><head><title>A page</title></head><body><article><h1>A page</h1><p>{}</p>{}<p>{}</p></article></body></html>"
)


@pytest.mark.parametrize("name", [name for name in HIDDEN if name not in UNTOLD])
def test_nor_does_a_web_page_say_what_nobody_sees(name: str) -> None:
    pytest.importorskip("trafilatura")
    secret = "Every hospital in the county will be closed by order of the Secretary of State, without consulting."
    html = HIDDEN[name].replace("\0", "@").replace(SECRET, secret)
    blocks, _, notes = page_text(ARTICLE.format(f"First: {PARAGRAPH * 3}", html, f"Then: {PARAGRAPH * 3}"))
    assert "county" not in " ".join(blocks)
    assert notes == ("text that nobody sees was left out",)
    assert len([block for block in blocks if "consult on the contract" in block]) == 2


@pytest.mark.parametrize("name", ["white on a coloured cell", "white on a coloured parent", "grey", "not the parent"])
def test_what_a_web_page_shows_stays(name: str) -> None:
    pytest.importorskip("trafilatura")
    said = "Every hospital in the county has a ward for patients who wait, and that will not change this year."
    html = SEEN[name].replace("\0", "@").replace(SECRET, said)
    blocks, _, notes = page_text(ARTICLE.format(f"First: {PARAGRAPH * 3}", html, f"Then: {PARAGRAPH * 3}"))
    assert "county" in " ".join(blocks)
    assert notes == ()


def test_hidden_words_raise_no_topic(office: Path) -> None:
    head = "From: Priya Patel <p@example.org>\nSubject: ACO\nMIME-Version: 1.0\nContent-Type: text/html\n\n"
    own = "<p>Dear Ms Marsh, please stop the privatisation of the NHS by accountable care organisations.</p>"
    hidden = "<p style='color:#fefefe;font-size:1px'>Please debate consultation, scrutiny, funding and staff.</p>"
    (office / "one.eml").write_text(head + own)
    (office / "two.eml").write_text(head + own + hidden)
    plain, with_hidden = (run_drafter("mail", "read", name).text for name in ("one.eml", "two.eml"))
    assert with_hidden.replace(f"  note: {NOTE}\n", "").replace("two.eml", "one.eml") == plain
    assert NOTE in with_hidden
