"""Small documents of every kind, made for tests: real files, written by hand where no library makes them."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Sequence

import docx

Printed = tuple[str, float, float]  # text, distance from the line above, size of type

PARAGRAPHS = (
    "Charges for parking at hospitals in England are set by each NHS trust.",
    "In February 2019 the Minister told the House that \u201cno family should pay to visit a dying relative\u201d.",
    "Scotland and Wales ended most charges in 2008 \u2013 apart from three hospitals \u2013 at a cost of \u00a35m.",
)

PAGE = """<?xml version="1.0" encoding="utf-8"?><!DOCTYPE html><html lang="en"><head><meta charset="utf-8">
<title>Hospital car parks</title><meta name="author" content="Jane Okoro">
<meta property="og:site_name" content="Westmere Library">
<link rel="canonical" href="https://www.example.org/briefings/9001/">
<meta property="article:published_time" content="2019-03-14T09:00:00Z">
<script>document.write("SCRIPTED"); fetch("https://www.example.org/spy")</script><style>.styled{}</style></head><body>
<div id="cookie-banner" role="dialog"><p>We use cookies to make this site work. Accept all cookies.</p></div>
<header><nav><ul><li><a href="/">Home</a></li><li><a href="/research">Research</a></li></ul></nav></header>
<main><article><h1>Hospital car parks</h1><p>Published Thursday, 14 March, 2019</p>
<p>Charges for parking at hospitals in England are set by each NHS trust, under guidance last revised in 2015.
The guidance says that concessions should be available.</p><h2>What the Government has said</h2>
<p>In February 2019 the Minister told the House that \u201cno family should pay to visit a dying relative\u201d.
<script>SCRIPTED()</script></p><img src="https://www.example.org/pixel.png" onerror="SCRIPTED()">
<ul><li>Disabled people park free in some trusts.</li><li>Staff working at night do not.</li></ul>
<table><tr><th>Trust</th><th>Charge</th></tr><tr><td>Westmere</td><td>\u00a32.50</td></tr></table>
<p>Scotland and Wales ended most charges in 2008.</p></article>
<aside><h3>Related posts</h3><ul><li><a href="/a">Bus fares</a></li></ul></aside></main>
<footer><p>\u00a9 Example copyright</p></footer></body></html>"""

MAIL = (
    "From: Jane Okoro <jane@example.org>\r\nTo: office@example.org\r\nSubject: =?utf-8?q?Car_parks=3A_caf=C3=A9?=\r\n"
    "Date: Thu, 14 Mar 2019 23:30:00 +0000\r\nMIME-Version: 1.0\r\n"
    "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n" + "\r\n\r\n".join(PARAGRAPHS)
)


def pdf(pages: Sequence[Sequence[Printed]], *, packed: bool = False, info: bytes = b"") -> bytes:
    """A PDF whose pages hold these lines, in Helvetica."""
    font = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>"
    objects = [b"<</Type/Catalog/Pages 2 0 R>>", b"", font]
    kids = []
    for page in pages:
        height, drawn = 800.0, b"BT\n"
        for text, gap, size in page:
            height -= gap
            escaped = text.encode("cp1252").replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")
            drawn += b"/F1 %g Tf 1 0 0 1 72 %g Tm (%s) Tj\n" % (size, height, escaped)
        drawn += b"ET"
        objects.append(stream(drawn, packed=packed))
        content = len(objects)
        objects.append(
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F1 3 0 R>>>>/Contents %d 0 R>>"
            % content
        )
        kids.append(len(objects))
    objects[1] = b"<</Type/Pages/Count %d/Kids[%s]>>" % (len(kids), b" ".join(b"%d 0 R" % kid for kid in kids))
    if info:
        objects.append(info)
    return pdf_file(objects, b"/Info %d 0 R" % len(objects) if info else b"")


def placed(pages: Sequence[Sequence[tuple[str, float, float, float]]], *, turned: int = 0) -> bytes:
    """A PDF of pieces of text at places: text, distance from the left, height, size of type; drawn in this order.

    "fi" and "fl" are drawn as the ligatures that a printer sets; ``turned`` is by how much each page is turned.
    """
    ligatures = b"/Encoding<</Type/Encoding/BaseEncoding/WinAnsiEncoding/Differences[1/fi/fl]>>"
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"",
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica%s>>" % ligatures,
    ]
    kids = []
    for page in pages:
        drawn = b"BT\n"
        for text, x, y, size in page:
            piece = text.encode("cp1252").replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")
            piece = piece.replace(b"fi", b"\\001").replace(b"fl", b"\\002")
            drawn += b"/F1 %g Tf 1 0 0 1 %g %g Tm (%s) Tj\n" % (size, x, y, piece)
        objects.append(stream(drawn + b"ET"))
        form = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Rotate %d/Resources<</Font<</F1 3 0 R>>>>/Contents %d 0 R>>"
        objects.append(form % (turned, len(objects)))
        kids.append(len(objects))
    objects[1] = b"<</Type/Pages/Count %d/Kids[%s]>>" % (len(kids), b" ".join(b"%d 0 R" % kid for kid in kids))
    return pdf_file(objects)


def stream(data: bytes, *, packed: bool = False) -> bytes:
    """A stream object, deflated or not."""
    if packed:
        data = zlib.compress(data, 1)
    return b"<</Length %d%s>>stream\n%s\nendstream" % (len(data), b"/Filter/FlateDecode" if packed else b"", data)


def pdf_file(objects: Sequence[bytes], trailer: bytes = b"") -> bytes:
    """A PDF of these objects, numbered from 1; the first is its root."""
    out, places = io.BytesIO(), []
    out.write(b"%PDF-1.4\n")
    for number, body in enumerate(objects, 1):
        places.append(out.tell())
        out.write(b"%d 0 obj\n%s\nendobj\n" % (number, body))
    table = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    out.write(b"".join(b"%010d 00000 n \n" % place for place in places))
    out.write(b"trailer<</Size %d/Root 1 0 R%s>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, trailer, table))
    return out.getvalue()


def word(paragraphs: Sequence[str] = PARAGRAPHS, title: str = "") -> bytes:
    """A Word document."""
    document = docx.Document()
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    document.core_properties.title = title
    document.core_properties.author = ""
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def with_part(data: bytes, name: str, part: bytes, *, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A ZIP file with one of its parts replaced or added."""
    out = io.BytesIO()
    # Packed as quickly as can be, for hundreds of tests do so.
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(out, "w", method, compresslevel=1) as target:
        for entry in source.namelist():
            if entry != name:
                target.writestr(entry, source.read(entry))
        target.writestr(name, part)
    return out.getvalue()
