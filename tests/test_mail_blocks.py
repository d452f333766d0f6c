"""Blocks of a page that the writer indented are the writer's; those that hold another's words are quoted."""

from __future__ import annotations

import pytest
from post import mail, read

PAY = "Who pays for accountable care organisations?"
OTHERS = "We will answer you."
LETTER = (
    "<div>Dear Ms Marsh,</div>{}<div>Thank you.</div><div>Dilys Morgan</div><div>4 Chapel Row, Westmere, WV1 2BB</div>"
)
OWN = (
    "<blockquote style='margin:0 0 0 40px;border:none;padding:0px'><div>{}</div></blockquote>",
    "<blockquote>{}</blockquote>",
    "<blockquote dir=ltr style='margin-right:0px'><p>{}</p></blockquote>",
    "<blockquote><blockquote><p>{}</p></blockquote></blockquote>",
    "<p>The leaflet of the hospital says:</p><blockquote>{}</blockquote>",
    "<p>I ask, as I did on 3 July:</p><blockquote>{}</blockquote>",
    "<p>My father wrote, when he was in hospital:</p><blockquote>{}</blockquote>",
    "<p>From: a nurse</p><blockquote>{}</blockquote>",
    "<ul><li>First:<blockquote style='border-left:0'>{}</blockquote></li></ul>",
    "<blockquote class='webkit-indent-blockquote' style='margin:0 0 0 40px;border:none'>{}</blockquote>",
    "<div class='indent'>{}</div>",
)
QUOTED = (
    "<blockquote type='cite'>{}</blockquote>",
    "<blockquote cite='mid:1@mailbox.example'>{}</blockquote>",
    "<blockquote class='gmail_quote' style='margin:0 0 0 .8ex'>{}</blockquote>",
    "<div class='x_gmail_quote'>{}</div>",
    "<div class='gmail_quote gmail_quote_container'>{}</div>",
    "<div class='ydp1a2b3yahoo_quoted'>{}</div>",
    "<blockquote style='border-left: 2px solid rgb(16, 16, 255); margin-left: 5px'>{}</blockquote>",
    "<blockquote id='MAC_OUTLOOK_ATTRIBUTION_BLOCKQUOTE'>{}</blockquote>",
    "<p>On 3 July 2018 at 10:00, Office &lt;office@example.org&gt; wrote:</p><blockquote>{}</blockquote>",
    "<p>On 3 July 2018 at 10:00, the Office of<br>Eleanor Marsh MP &lt;office@example.org&gt;<br>wrote:</p><blockquote>{}</blockquote>",
    "<p>Am 3. Juli 2018 schrieb Office:</p><blockquote><p>{}</p></blockquote>",
    "<p>Ar 3 Gorffennaf 2018, ysgrifennodd Office:</p><blockquote><p>{}</p></blockquote>",
    "<p>Office &lt;office@example.org&gt;:</p><blockquote><p>{}</p></blockquote>",
    "<blockquote><b>From:</b> Office<br><b>Sent:</b> 1 July 2018<br><b>To:</b> Dilys<br><b>Subject:</b> ACOs<br><br>{}</blockquote>",
    "<p>Le 3 juillet 2018 \u00e0 10:00, Office a \u00e9crit :</p><blockquote>{}</blockquote>",
    "<blockquote>On 3 July 2018 at 10:00, Office &lt;<a href='x'>office@example.org</a>&gt; wrote:<br>{}</blockquote>",
    "<blockquote>-----Original Message-----<br>{}</blockquote>",
    "<blockquote><div>On 3 July 2018 at 10:00, Office wrote:</div><blockquote>{}</blockquote></blockquote>",
)


def letter(block: str):
    found = read(mail(LETTER.format(block).encode(), "Content-Type: text/html; charset=utf-8"))
    assert found.writer.name == "Dilys Morgan"
    assert found.writer.postcode == "WV1 2BB"
    return found


@pytest.mark.parametrize("block", OWN)
def test_what_is_only_indented_is_the_writers(block):
    found = letter(block.format(PAY))
    assert PAY in found.text
    assert found.near == ""


@pytest.mark.parametrize("block", QUOTED)
def test_what_is_another_s_is_quoted(block):
    found = letter(f"<p>{PAY}</p>{block.format(OTHERS)}")
    assert PAY in found.text
    assert OTHERS not in found.text
    assert OTHERS in found.near


def test_what_stands_between_quoted_blocks_is_the_writers():
    block = "<blockquote type=cite>We will answer.</blockquote>"
    found = letter(f"<p>On 3 July 2018 Office wrote:</p>{block}<p>When?</p>{block}<blockquote>{PAY}</blockquote>")
    assert PAY in found.text
    assert "When?" in found.text
    assert "We will answer" not in found.text
