"""Outlook's messages whose text is rich text alone: packed or not, with a page in it or without."""

from __future__ import annotations

import struct
import zlib
from datetime import UTC, datetime

import pytest
from bounded import in_bounds
from hypothesis import given
from hypothesis import strategies as st
from post import LETTER, outlook, read
from test_mail_reading import OWN, holds, page

from drafter.inbox.outlook import read_rtf

pytest.importorskip("compressed_rtf")
SENT = datetime(2018, 7, 2, 9, tzinfo=UTC)
FONTS = rb"{\fonttbl{\f0\fswiss\fcharset0 Arial;}{\f1\fnil\fcharset238 Other;}}{\colortbl\red0\green0\blue0;}"
HEAD = rb"{\rtf1\ansi\ansicpg1252\deff0" + FONTS + rb"{\*\generator Made up;}{\info{\author Never}}\uc1\pard\f0\fs22 "


def rich(rtf: bytes, body: str = "", kind: str = "IPM.Note"):
    return read(outlook("ACOs – £", "Zoë O’Brien", "zoe@mailbox.example", SENT, body, "", "", rtf, kind), ".msg")


def packed(data: bytes) -> bytes:
    """Packed as the format allows that knows no repetition, and at its end one that stands for the end."""
    out = bytearray()
    for start in range(0, len(data), 8):
        out += b"\0" + data[start : start + 8]
    at = (207 + len(data)) % 4096
    if len(data) % 8:
        out[-(len(data) % 8) - 1] = 1 << (len(data) % 8)
    else:
        out.append(1)
    out += struct.pack(">H", at << 4)
    crc = zlib.crc32(bytes(out), 0xFFFFFFFF) ^ 0xFFFFFFFF  # without the turning at the beginning and the end
    return struct.pack("<II4sI", len(out) + 12, len(data), b"LZFu", crc) + bytes(out)


def escaped(text: str, way: str) -> bytes:
    out = bytearray()
    for sign in text:
        if sign == "\n":
            out += b"\\par\r\n"
        elif sign.isascii():
            out += b"\\" * (sign in "\\{}") + sign.encode()
        elif way == "unicode":
            out += b"\\u%d?" % ord(sign)
        elif way == "bytes":
            out += b"\\'%02x" % sign.encode("cp1252")[0]
        else:
            out += {"’": b"\\rquote ", "ë": b"\\'eb"}.get(sign, sign.encode("cp1252"))
    return bytes(out)


def test_rich_text_hides_neither_an_invitation_nor_that_a_message_is_encrypted():
    invited = rich(HEAD + escaped(LETTER, "unicode") + b"}", kind="IPM.Schedule.Meeting.Request")
    holds(invited)
    assert "it is an invitation to a meeting, or answers one" in invited.notes
    assert "S/MIME" in rich(HEAD + b"}", kind="IPM.Note.SMIME").fault


@pytest.mark.parametrize("way", ["unicode", "bytes", "words"])
@pytest.mark.parametrize("pack", [bytes, packed])
def test_rich_text_is_read(way, pack):
    found = rich(pack(HEAD + escaped(LETTER, way) + b"}"))
    holds(found)
    assert found.notes == ()


def within(html: str) -> bytes:
    """A page as Outlook puts it into rich text: each tag in a group, and what only other programs need beside it."""
    out = bytearray(rb"{\rtf1\ansi\ansicpg1252\fromhtml1 \deff0" + FONTS + rb"\uc1\pard\plain\deftab360 \f0\fs24 ")
    for number, piece in enumerate(html.replace(">", ">\0").replace("<", "\0<").split("\0")):
        if piece.startswith("<"):
            out += b"{\\*\\htmltag%d %s}\\htmlrtf \\par Never\\htmlrtf0 " % (number % 200, escaped(piece, "unicode"))
        else:
            out += escaped(piece, "bytes")
    return bytes(out) + b"{\\*\\mhtmltag4 Never}}"


@pytest.mark.parametrize("body", ["", "Your mail program does not show HTML."])
def test_so_is_the_page_in_it(body):
    found = rich(packed(within(page().decode())), body)
    holds(found)
    assert "Never" not in repr(found)


def test_what_nobody_sees_in_it_is_left_out_and_told():
    found = rich(HEAD + escaped(LETTER, "unicode").replace(b"Who", b"{\\v Never. }\\v Never. \\v0 Who") + b"}")
    holds(found)
    assert found.notes == ("text that nobody sees was left out",)


COLOURS = rb"{\colortbl;\red255\green255\blue255;\red250\green252\blue250;\red0\green0\blue0;\red255\green255\blue0;}"
DRESSED = HEAD.replace(rb"{\colortbl\red0\green0\blue0;}", COLOURS)


@pytest.mark.parametrize("look", ["cf1", "cf2", "fs0", "fs4", "v"])
def test_words_that_have_the_colour_of_paper_or_no_size_are_not_read(look):
    word = rb"\%s " % look.encode()
    text = DRESSED + b"Seen {" + word + b"Never. }and " + word + rb"never \plain seen.}"
    assert read_rtf(text)[:3] == ("Seen and seen.", False, True)


@pytest.mark.parametrize(
    "look", ["cf3", "cf4", "cf0", "cf99", "fs16", r"highlight3\cf1", r"chcbpat3\cf1", "strike0", "v0"]
)
def test_words_that_are_seen_are_read_whatever_their_look(look):
    assert read_rtf(DRESSED + rb"{\%s Seen.}}" % look.encode()) == ("Seen.", False, False, False)


def test_words_that_are_struck_out_are_told():
    assert read_rtf(HEAD + rb"Seen. {\strike Never.}{\striked1 Never.}}") == ("Seen.", False, False, True)
    found = rich(HEAD + escaped(LETTER, "unicode") + rb"{\strike Never.}}")
    assert found.notes == ("text that is struck out was left out",)


def test_fonts_links_pictures_and_lists():
    picture = rb"{\pict\wmetafile8 0102}{\object{\*\objdata 01}}{\pict\bin5 }}}}}}"
    link = rb'{\field{\*\fldinst{HYPERLINK "https://x.example"}}{\fldrslt{\ul our site}}}'
    text = (
        HEAD
        + picture
        + rb"See "
        + link
        + rb" and {\f1 \'a3\'f3d\'9f}\line \u55357?\u56832? \emdash\~\_x\{\}\\ \cell\row"
    )
    found = read_rtf(text + b" {\\footer Never} end} never")
    assert found.text == "See our site and Łódź\n\U0001f600 —\u00a0\u2011x{}\\\n end"
    assert not found.is_page


def test_rich_text_that_is_damaged_is_told():
    good = packed(HEAD + escaped(LETTER, "unicode") + b"}")
    found = rich(good[:-4] + b"abcd")
    assert found.notes[0] == (
        "its text is in Outlook's rich text, which is damaged (Exception): save it from Outlook as plain text"
    )
    assert rich(b"", kind="IPM.Note.SMIME").fault.startswith("is encrypted or signed (S/MIME)")


def test_a_letter_in_plain_text_needs_no_rich_one():
    body = LETTER.replace("\n", "\r\n")
    holds(rich(b"\x00 damaged", body))
    assert rich(HEAD + b"Another.}", body).paragraphs == OWN


@pytest.mark.parametrize(
    "rtf", [b"{" * 200_000, HEAD + b"\\'e4" * 300_000, b"{\\rtf1 " + b"\\v a\\v0 b" * 100_000, b"\\" * 400_000]
)
def test_hostile_rich_text_costs_no_more_than_other(rtf):
    in_bounds(lambda: rich(rtf))


@given(st.binary(max_size=300))
def test_whatever_bytes_there_are_no_more_is_read_than_stands_there(data):
    assert len(read_rtf(b"{\\rtf1 " + data).text) <= len(data)
