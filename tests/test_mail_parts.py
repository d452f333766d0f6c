"""A mail in several parts: the one that holds the letter is read, and what holds none is told."""

from __future__ import annotations

import base64
import quopri

import pytest
from post import HEAD, LETTER, mail, read
from test_mail_reading import OWN, holds

PAGE = "".join(f"<p>{part}</p>".replace("\n", "<br>\n") for part in LETTER.strip().split("\n\n"))
PLAIN = "text/plain; charset=utf-8"
HTML = "text/html; charset=utf-8"


def parted(*parts: tuple[str, str | bytes], kind: str = "alternative", boundary: str = "b") -> bytes:
    """The body of a mail of parts, each with its kind; several headers are parted by line ends."""
    lines = []
    for head, body in parts:
        data = body.encode() if isinstance(body, str) else body
        lines.append(f"--{boundary}\r\nContent-Type: {head}\r\n\r\n".encode() + data + b"\r\n")
    return b"".join((*lines, f"--{boundary}--\r\n".encode()))


def several(*parts: tuple[str, str | bytes], kind: str = "alternative") -> bytes:
    return mail(parted(*parts), f"Content-Type: multipart/{kind}; boundary=b")


STYLES = """/* What it does */
@import url("x.css");
@media only screen and (max-width: 600px) {
  .wide { width: 100% !important; }
}
body,
#page { margin:0; padding:0 }
p { font-family: Arial; font-size: 11pt } a:hover {color: red}
"""
IN_PLACE = (
    "",
    " \r\n\r\n",
    "Your email client does not support HTML messages. View this message in a browser: https://x.example/1",
    "This message contains HTML. To read it, please use a mail program that shows HTML.",
    "This is a multi-part message in MIME format.",
    "To view this email as a web page, go to https://x.example/view?a=b.",
    "If you can't read this email properly, click here.",
    "Ihr E-Mail-Programm unterst\u00fctzt kein HTML.",
    "Votre logiciel de messagerie ne permet pas de lire ce message.",
    "Este mensaje contiene HTML; utilice otro cliente de correo.",
    "Nid yw eich rhaglen e-bost yn dangos HTML.",
    "https://x.example/1/2/3",
    "[cid:image001.png@01D4.2F]",
    "[image: a picture]\r\n\r\nUnsubscribe: https://x.example/u",
    "To unsubscribe from this list, visit <https://x.example/u>",
    STYLES,
    "P {margin-top:0;margin-bottom:0;}",
    (
        "You are reading the text version of this message because your e-mail software cannot show rich text. We are "
        "sorry that it does so; nearly all mail programs that were made in this century can. Please switch on HTML."
    ),
)


@pytest.mark.parametrize("text", IN_PLACE)
@pytest.mark.parametrize("kind", ["alternative", "mixed"])
def test_the_part_that_holds_the_letter_is_read(text, kind):
    for parts in ([(PLAIN, text), (HTML, PAGE)], [(HTML, PAGE), (PLAIN, text)]):
        found = read(several(*parts, kind=kind))
        holds(found)
        assert found.notes == ()


@pytest.mark.parametrize("text", IN_PLACE[2:])
def test_so_is_a_text_whose_page_holds_none(text):
    page = f"<html><body><p>{text}</p><img src='cid:1'></body></html>"
    found = read(several((PLAIN, LETTER), (HTML, page)))
    holds(found)
    assert found.notes == ()


@pytest.mark.parametrize("text", IN_PLACE[2:])
def test_where_there_is_none_that_is_told(text):
    found = read(mail(text.encode(), f"Content-Type: {PLAIN}"))
    assert "it holds no letter, only what programs put in the place of one" in found.notes


def test_a_text_that_is_cut_short_gives_way_to_the_page():
    short = LETTER.split("\n\nYours")[0]
    found = read(several((PLAIN, short), (HTML, PAGE)))
    holds(found)
    short = PAGE.split("<p>Yours")[0]
    holds(read(several((PLAIN, LETTER), (HTML, short))))


def test_two_letters_in_one_mail_are_told():
    other = (
        "<p>Dear Ms Marsh,</p><p>Please have the bins in Chapel Row emptied. Nobody came in June.</p><p>Tom Bell</p>"
    )
    found = read(several((PLAIN, LETTER), (HTML, other)))
    assert found.paragraphs in (OWN, ("Please have the bins in Chapel Row emptied. Nobody came in June.",))
    assert [note for note in found.notes if "say different things" in note]


@pytest.mark.parametrize("page", [PAGE, PAGE.replace("<p>", "<div style='color:#111'>").replace("</p>", "</div><br>")])
def test_the_same_in_both_is_read_once(page):
    for kind in ("alternative", "mixed"):
        found = read(several((PLAIN, LETTER), (HTML, page), kind=kind))
        holds(found)
        assert found.notes == ()


PICTURE = (
    "image/png; name=a.png\r\nContent-Disposition: inline; filename=a.png\r\nContent-Transfer-Encoding: base64",
    "AAAA",
)
TOP, BOTTOM = LETTER.split("Yours", 1)


def nested(kind: str, *parts: tuple[str, str | bytes], boundary: str) -> tuple[str, bytes]:
    return f"multipart/{kind}; boundary={boundary}", parted(*parts, boundary=boundary)


@pytest.mark.parametrize(
    ("kind", "parts"),
    [
        ("mixed", [(PLAIN, TOP), PICTURE, (PLAIN, f"Yours{BOTTOM}")]),
        ("mixed", [(HTML, PAGE.split("<p>Yours")[0]), PICTURE, (HTML, f"<p>Yours{PAGE.split('<p>Yours')[1]}")]),
        (
            "alternative",
            [
                (PLAIN, LETTER),
                nested(
                    "mixed", (HTML, PAGE.split("<p>Yours")[0]), PICTURE, (HTML, f"<p>Yours{PAGE.split('<p>Yours')[1]}"),
                    boundary="c",
                ),
            ],
        ),
        ("related", [nested("alternative", (PLAIN, IN_PLACE[2]), (HTML, PAGE), boundary="c"), PICTURE]),
        ("alternative", [(PLAIN, IN_PLACE[2]), nested("related", (HTML, PAGE), PICTURE, boundary="c")]),
        (
            "mixed",
            [nested("related", nested("alternative", (PLAIN, ""), (HTML, PAGE), boundary="d"), PICTURE, boundary="c"), PICTURE],
        ),
    ],
)  # fmt: skip
def test_parts_within_parts(kind, parts):
    found = read(several(*parts, kind=kind))
    holds(found)
    assert all("attached" in note for note in found.notes)


def test_parts_that_nobody_wrote_are_not_told_of():
    signature = (
        "application/pkcs7-signature; name=smime.p7s\r\nContent-Disposition: attachment; filename=smime.p7s",
        "AAAA",
    )
    found = read(several((PLAIN, LETTER), signature, kind="signed"))
    holds(found)
    assert found.notes == ()
    holds(read(several((PLAIN, LETTER), ("text/x-amp-html; charset=utf-8", "<html amp4email></html>"), (HTML, PAGE))))


LOCKED = {
    "is encrypted (S/MIME)": mail(
        b"AAAA", "Content-Type: application/pkcs7-mime; smime-type=enveloped-data; name=smime.p7m",
        "Content-Transfer-Encoding: base64", "Content-Disposition: attachment; filename=smime.p7m",
    ),
    "is signed in a way that hides its text (S/MIME)": mail(
        b"AAAA", "Content-Type: application/x-pkcs7-mime; smime-type=signed-data; name=smime.p7m",
    ),
    "is encrypted (PGP)": several(
        ("application/pgp-encrypted", "Version: 1"), ("application/octet-stream; name=encrypted.asc", "-----BEGIN PGP MESSAGE-----"),
        kind="encrypted",
    ),
    "is Outlook's own form of a message (winmail.dat)": several(
        (PLAIN, ""), ("application/ms-tnef; name=winmail.dat\r\nContent-Disposition: attachment; filename=winmail.dat", "x"), kind="mixed"
    ),
    "is an invitation to a meeting": mail(b"BEGIN:VCALENDAR", "Content-Type: text/calendar; method=REQUEST"),
}  # fmt: skip


@pytest.mark.parametrize("why", LOCKED)
def test_a_letter_that_only_other_programs_can_open_is_told(why):
    assert read(LOCKED[why]).fault.startswith(why)


def test_beside_a_letter_that_is_a_note():
    found = read(several((PLAIN, LETTER), ("text/calendar; method=REQUEST", "BEGIN:VCALENDAR"), (HTML, PAGE)))
    holds(found)
    assert found.notes == ("a part of it is an invitation to a meeting, which is not read",)
    text = "-----BEGIN PGP MESSAGE-----\n\nhQEM\n-----END PGP MESSAGE-----\n"
    assert read(mail(text.encode(), f"Content-Type: {PLAIN}")).fault.startswith("is encrypted (PGP)")


def test_what_pgp_puts_around_a_letter_is_not_its_own():
    text = f"-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n\n{LETTER}-----BEGIN PGP SIGNATURE-----\n\niQEz\n-----END PGP SIGNATURE-----\n"
    holds(read(mail(text.encode(), f"Content-Type: {PLAIN}")))


INNER = mail(LETTER.encode(), f"Content-Type: {PLAIN}")


def test_a_message_that_only_holds_another_is_that_one():
    other = b"From: Caseworker <office@example.org>\r\nSubject: FW:\r\nMIME-Version: 1.0\r\n"
    rfc822 = ("message/rfc822\r\nContent-Disposition: attachment; filename=letter.eml", INNER)
    found = read(mail(parted((PLAIN, "\r\n"), rfc822), "Content-Type: multipart/mixed; boundary=b", head=other))
    holds(found)
    assert found.notes == ("it came attached to another message, which says nothing",)
    found = read(mail(INNER, "Content-Type: message/rfc822", head=other))
    holds(found)
    for parts in ([rfc822, rfc822], [(PLAIN, "Please see what is attached. Tom Bell"), rfc822]):
        found = read(mail(parted(*parts), "Content-Type: multipart/mixed; boundary=b", head=other))
        assert found.sender_address == "office@example.org"
        assert any("attached" in note for note in found.notes)
        assert not set(found.paragraphs) & set(OWN)


@pytest.mark.parametrize(("kind", "text"), [(PLAIN, LETTER), (HTML, PAGE)])
@pytest.mark.parametrize("disposition", ["attachment", "inline"])
def test_a_letter_that_is_attached_as_text_is_read_where_there_is_no_other(kind, text, disposition):
    attached = (f"{kind}; name=letter\r\nContent-Disposition: {disposition}; filename=letter", text)
    found = read(several((PLAIN, " "), attached, kind="mixed"))
    holds(found)
    assert found.notes == ("its letter is in a file that is attached to it",)
    found = read(several((PLAIN, "Please see what is attached. Tom Bell"), attached, kind="mixed"))
    assert not set(found.paragraphs) & set(OWN)
    assert found.notes == ("what is attached to it (1) is not read",)


@pytest.mark.parametrize(
    "page",
    [
        "<pre>{}</pre>",
        "<div style='white-space: pre-wrap'>{}</div>",
        "<p style='white-space:pre-line'><span>{}</span></p>",
    ],
)
def test_lines_that_stay_as_they_were_written(page):
    holds(read(mail(page.format(LETTER).encode(), f"Content-Type: {HTML}")))


def test_parts_whose_boundary_is_lost():
    for kind in ("multipart/alternative", "multipart/alternative; boundary=other", "multipart/mixed; boundary="):
        found = read(mail(parted((PLAIN, IN_PLACE[2]), (HTML, PAGE)), f"Content-Type: {kind}"))
        holds(found)
    holds(read(mail(LETTER.encode(), "Content-Type: multipart/mixed; boundary=a")))


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        (PLAIN, f"<html><head><style>p {{ color: red }}</style></head><body>{PAGE}</body></html>"),
        (PLAIN, f"{STYLES}\n{LETTER}"),
        (HTML, LETTER),
        ("plain/text; charset=utf-8", LETTER),
        ("text/enriched; charset=utf-8", f"<bold>{LETTER}</bold>"),
        ("application/xhtml+xml; charset=utf-8", f"<html><body>{PAGE}</body></html>"),
    ],
)
def test_kinds_that_are_called_by_other_names(kind, text):
    holds(read(mail(text.encode(), f"Content-Type: {kind}")))


FOLDED = base64.encodebytes(LETTER.encode())
JUNK = {
    "a footer below it": FOLDED + b"_______________\nA list of our town\nhttps://x.example/u\n",
    "other signs in it": FOLDED.replace(b"\n", b"!\n", 1).replace(b"\n", b"\xa0\n", 2),
    "in two pieces": base64.encodebytes(LETTER[:50].encode()) + base64.encodebytes(LETTER[50:].encode()),
    "without its end": FOLDED.rstrip(b"=\n"),
    "not encoded at all": LETTER.encode(),
    "blank lines in it": FOLDED.replace(b"\n", b"\n\n"),
}


@pytest.mark.parametrize("name", JUNK)
def test_base64_with_other_things_in_it(name):
    found = read(mail(JUNK[name], f"Content-Type: {PLAIN}", "Content-Transfer-Encoding: base64"))
    assert found.paragraphs == OWN
    assert found.writer.postcode == "WV5 9ZB"


@pytest.mark.parametrize("transfer", ["7bit", "8bit", ""])
def test_quoted_printable_that_does_not_say_so(transfer):
    text = LETTER.replace("Organisation answer", "Organisation, or whatever it will be called in the end, answer")
    lines = [f"Content-Transfer-Encoding: {transfer}"] if transfer else []
    found = read(mail(quopri.encodestring(text.encode()), f"Content-Type: {PLAIN}", *lines))
    assert found.paragraphs == (text.split("\n\n")[1],)
    assert found.writer.name == "Mrs Zo\u00eb O\u2019Brien"
    sums = "Dear Ms Marsh,\n\nWhat is 2=20 and a=3D?\nsee https://x.example/?a=b\n\nTom Bell\n"
    assert "2=20" in read(mail(sums.encode(), f"Content-Type: {PLAIN}", *lines)).text


def test_a_page_says_itself_how_it_is_encoded():
    page = f"<html><head><meta charset=iso-8859-2></head><body>{PAGE}<p>P.S. \u0141\u00f3d\u017a</p></body></html>".replace(
        "\u2019", "'"
    )
    found = read(mail(page.encode("iso-8859-2"), "Content-Type: text/html"))
    assert "\u0141\u00f3d\u017a" in repr(found)


def test_flowed_lines_that_lose_their_space():
    text = LETTER.replace("Accountable Care ", "Account \nable Care  \n")
    found = read(mail(text.encode(), f"Content-Type: {PLAIN}; format=flowed; delsp=yes"))
    holds(found)


def test_a_mail_without_words_is_as_before():
    found = read(mail(b"", f"Content-Type: {PLAIN}", head=HEAD))
    assert found.notes == ("it holds no words of the writer's own",)


@pytest.mark.parametrize(
    "block",
    [
        '<div name="quote" style="border-left:2px solid #C3D9E5"><div name="quoted-content">@</div></div>',
        '<div class="freshdesk_quote"><blockquote class="freshdesk_quote">@</blockquote></div>',
        '<div id="bloop" class="bloop_original_html">@</div>',
        '<div class="gmail_quote gmail_quote_container">@</div>',
    ],
)
def test_blocks_that_programs_put_around_anothers_words(block):
    page_ = f"<p>I asked who pays.</p>{block.replace('@', '<p>Private companies may not.</p>')}"
    found = read(mail(page_.encode(), "Content-Type: text/html; charset=utf-8"))
    assert found.text == "I asked who pays."
    assert "Private companies may not." in found.near


def test_a_letter_that_somebody_sends_on_is_doubted():
    letter = "Dear Ms Marsh,\n\nWho pays?\n\nDilys Morgan\n4 Chapel Row\nWestmere\nWV1 2BB\n"
    head = "---------- Forwarded message ---------\nFrom: Dilys Morgan <d@x.example>\nDate: Mon, 2 Jul 2018\nSubject: NHS\nTo: <i@x.example>"

    def doubts(sender: str) -> tuple[str, ...]:
        first = f"From: {sender} <k@x.example>\r\nSubject: Fwd: NHS\r\n".encode()
        return read(mail(f"{head}\n\n{letter}".encode(), "Content-Type: text/plain", head=first)).writer.doubts

    told = "it was forwarded by 'Kit Hale', and signed by 'Dilys Morgan': who is answered, and where?"
    assert doubts("Kit Hale") == (told,)
    assert doubts("D Morgan") == doubts("Dilys Morgan") == ()


def test_a_page_declared_as_plain_text_beside_another_is_read_as_one():
    page_ = "<p>Dear Ms Marsh,</p><p>Who pays?</p><p>Dilys Morgan<br>4 Chapel Row, Westmere, WV1 2BB</p>"
    parts = "".join(f"--b\r\nContent-Type: text/{kind}; charset=utf-8\r\n\r\n{page_}\r\n" for kind in ("plain", "html"))
    found = read(mail(f"{parts}--b--\r\n".encode(), "Content-Type: multipart/alternative; boundary=b"))
    assert (found.text, found.writer.postcode) == ("Who pays?", "WV1 2BB")
