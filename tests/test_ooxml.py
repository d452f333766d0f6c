"""Word's packages, sound and made to do harm: unpacked within limits, parsed without entities or endless depth."""

from __future__ import annotations

import io
import warnings
import zipfile
from collections.abc import Mapping

import made
import pytest
from bounded import in_bounds, memory

from drafter.files.ooxml import BROKEN, NotWord, Package, parse_xml, transitional, unpack

LIMITS = {"what": "letter", "most_parts": 5, "most_unpacked": 1_000_000, "most_xml": 1_000}


def packed(parts: Mapping[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return out.getvalue()


def opened(data: bytes, **limits: object) -> Package:
    return unpack(data, lambda name: name.endswith(".xml"), **{**LIMITS, **limits})


def refused(data: bytes, **limits: object) -> tuple[str, str]:
    with pytest.raises(NotWord) as found:
        opened(data, **limits)
    assert found.value.hint
    return found.value.rule, str(found.value)


def test_what_is_wanted_is_unpacked_and_the_rest_weighed() -> None:
    data = packed({"a.xml": b"<a/>", "picture.png": b"x" * 500})
    assert opened(data) == Package({"a.xml": b"<a/>"}, {"a.xml": 4, "picture.png": 500})
    assert opened(data, thorough=True) == opened(data)


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", ("not-word", "is not a Word document")),
        (b"Dear Mrs Patel", ("not-word", "is not a Word document")),
        (b"\xd0\xcf\x11\xe0" + bytes(600), ("not-word", "is a Word file of the old kind (.doc)")),
        (b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"), ("encrypted", "is encrypted")),
        (packed(dict.fromkeys("abcdef", b"")), ("too-large", "has 6 parts, which no letter has")),
        (packed({"a.xml": bytes(1_001)}), ("too-large", "has more text or styles than any letter")),
        (packed({"a.xml": bytes(600), "b.xml": bytes(600)}), ("too-large", "has more text or styles than any letter")),
        (packed({"a.png": bytes(1_000_001)}), ("too-large", "unpacks to more than 1 MB")),
        (packed({"a.xml": b"<a/>"}, zipfile.ZIP_BZIP2), ("not-word", "is not packed as Word packs")),
    ],
)
def test_what_is_refused(data: bytes, why: tuple[str, str]) -> None:
    assert refused(data) == why


def test_two_parts_of_one_name() -> None:
    out = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(out, "w") as archive:
        warnings.simplefilter("ignore")
        archive.writestr("a.xml", b"<one/>")
        archive.writestr("a.xml", b"<other/>")
    assert refused(out.getvalue()) == ("damaged-file", "has two parts of one name")


def test_a_part_behind_a_password() -> None:
    data = bytearray(packed({"a.xml": b"<a/>"}))
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(signature) + offset] |= 1
    assert refused(bytes(data)) == ("encrypted", "is encrypted")


def test_a_bomb_is_put_down_without_unpacking_it() -> None:
    data = packed({"bomb.xml": bytes(100_000_000)})
    with memory() as most:
        refused(data)
        assert most() < 2_000_000


def test_a_part_that_lies_about_its_size_is_broken_or_weighed() -> None:
    data = bytearray(packed({"bomb.png": bytes(2_000_000)}))
    for signature, offset in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        place = data.rindex(signature)
        data[place + offset : place + offset + 4] = (10).to_bytes(4, "little")
    with pytest.raises((NotWord, *BROKEN)):
        opened(bytes(data), thorough=True)


@pytest.mark.parametrize("cut", range(0, 400, 7))
def test_a_file_that_was_cut_off(cut: int) -> None:
    whole = packed({"a.xml": b"<a>text</a>", "b.xml": b"<b/>", "c.png": b"x"})
    assert len(whole) < 400
    if cut < len(whole):
        with pytest.raises((NotWord, *BROKEN)):
            opened(whole[:cut])


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
@pytest.mark.parametrize(
    "inside",
    ['<!ENTITY a "b">', '<!ENTITY e SYSTEM "file:///etc/hostname">', '<!ENTITY % p SYSTEM "https://example.org/x">'],
)
def test_document_types_are_refused(encoding: str, inside: str) -> None:
    xml = f'<?xml version="1.0"?><!DOCTYPE x [{inside}]><x>&a;</x>'
    with pytest.raises(NotWord, match="document type"):
        parse_xml(xml.encode(encoding))


def test_depth() -> None:
    root = parse_xml(b"<a>" * 200 + b"</a>" * 200)
    assert sum(1 for _ in root.iter()) == 200
    for depth in (201, 100_000):
        with pytest.raises(NotWord, match="nested deeper"):
            parse_xml(b"<a>" * depth + b"</a>" * depth)


def test_elements_are_counted_before_they_take_memory() -> None:
    assert len(parse_xml(b"<a>" + b"<b/>" * 100 + b"</a>", most_elements=100)) == 100

    def refuse() -> None:
        with memory() as most:
            xml = b"<a>" + b"<b/>" * 3_000_000 + b"</a>"
            with pytest.raises(NotWord, match="more elements"):
                parse_xml(xml)
            assert most() < 3 * len(xml)

    in_bounds(refuse)


@pytest.mark.parametrize("xml", [b"", b"<a", b"<a></b>", b"\xff\xfe\x00", b"<a>\x00</a>", b"<a>&b;</a>", b"plain"])
def test_what_is_no_xml_is_broken(xml: bytes) -> None:
    with pytest.raises(BROKEN):
        parse_xml(xml)


def test_the_strict_kind_is_read_like_the_usual_one() -> None:
    strict = (
        b'<w:document xmlns:w="http://purl.oclc.org/ooxml/wordprocessingml/main"'
        b' xmlns:m="http://purl.oclc.org/ooxml/officeDocument/math"><m:oMath/></w:document>'
    )
    root = parse_xml(transitional(strict))
    assert [element.tag for element in root.iter()] == [
        "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}document",
        "{http://schemas.openxmlformats.org/officeDocument/2006/math}oMath",
    ]
    usual = b'<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"/>'
    assert transitional(usual) is usual


def test_a_real_document_comes_out_whole() -> None:
    data = made.word()
    limits = {"most_parts": 100, "most_xml": 1_000_000}
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert opened(data, **limits).parts["word/document.xml"] == archive.read("word/document.xml")
        assert opened(data, **limits).sizes == {entry.filename: entry.file_size for entry in archive.infolist()}
