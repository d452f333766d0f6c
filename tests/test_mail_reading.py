"""Mail in every encoding and kind that comes: who wrote, what, when; and what is another's."""

from __future__ import annotations

import base64
import io
import mailbox
import quopri
from datetime import UTC, date, datetime

import docx
import pytest
from bounded import in_bounds
from hypothesis import given
from hypothesis import strategies as st
from post import HEAD, LETTER, in_folder, mail, outlook, read

OWN = ("Who would an Accountable Care Organisation answer to?",)


def holds(found, *, header: bool = True) -> None:
    assert not found.fault
    assert found.paragraphs == OWN
    assert (found.writer.name, found.writer.address, found.writer.postcode) == (
        "Mrs Zoë O’Brien",
        ("2 Mill Lane", "Longmead"),
        "WV5 9ZB",
    )
    if header:
        assert found.subject == "ACOs – £"
        assert (found.sender, found.sender_address) == ("Zoë O’Brien", "zoe@mailbox.example")
        assert found.date == date(2018, 7, 2)


@pytest.mark.parametrize(
    ("declared", "encoding"),
    [
        ("utf-8", "utf-8"), ("windows-1252", "cp1252"), ("iso-8859-1", "cp1252"), ("us-ascii", "utf-8"),
        ("unknown-8bit", "cp1252"), ("", "utf-8"), ("utf-16", "utf-16"), ("utf-7", "utf-7"), ("cp65001", "utf-8"),
        ("utf-8", "cp1252"), ("no such thing", "utf-8"), ("'utf-8'", "utf-8"), ("mac-roman", "mac-roman"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("transfer", ["8bit", "quoted-printable", "base64"])
def test_every_encoding(declared, encoding, transfer):
    data = LETTER.encode(encoding)
    if transfer == "quoted-printable":
        data = quopri.encodestring(data)
    elif transfer == "base64":
        data = base64.encodebytes(data)
    elif encoding == "utf-16":
        pytest.skip("bytes that are nought do not travel as they are")
    kind = f"Content-Type: text/plain; charset={declared}" if declared else "Content-Type: text/plain"
    holds(read(mail(data, kind, f"Content-Transfer-Encoding: {transfer}")))


def page(more: str = "") -> bytes:
    lines = LETTER.strip().split("\n\n")
    html = "".join(f"<p>{part}</p>".replace("\n", "<br>\n") for part in lines)
    style = "<style>.never { display: none }</style><title>Never</title><script>alert('never')</script>"
    hidden = "<div style='display:none'>Never</div><!-- Never --><img src='https://tracker.example/x.png' alt='Never'>"
    return f"<html><head>{style}</head><body>{html}{hidden}{more}</body></html>".encode()


QUOTES = (
    '<div class="gmail_quote">On Mon, 1 Jul 2018 the office wrote:<blockquote>We will answer.</blockquote></div>',
    '<blockquote type="cite">We will answer.</blockquote>',
    (
        '<div id="divRplyFwdMsg"><b>From:</b> Office<br><b>Sent:</b> 1 July 2018 10:00<br><b>To:</b> Zoë<br>'
        "<b>Subject:</b> ACOs</div><div>We will answer.</div>"
    ),
)


@pytest.mark.parametrize("quote", ["", *QUOTES])
def test_mail_that_is_html_only(quote):
    found = read(mail(page(quote), "Content-Type: text/html; charset=utf-8", "Content-Transfer-Encoding: 8bit"))
    holds(found)
    assert "Never" not in repr(found)
    assert bool(quote) == ("We will answer." in found.near)


PLAIN_QUOTES = (
    "On Mon, 1 Jul 2018 at 10:00, Office of Eleanor Marsh MP\n<office@example.org> wrote:\n> We will answer.\n",
    "> We will answer, as soon as we have heard from the Department about what it\nmeans to do, which may take weeks.\n",
    "-----Original Message-----\nFrom: Office\nSent: 01 July 2018 10:00\nTo: Zoe\nSubject: ACOs\n\nWe will answer.\n",
    (
        "________________________________\nFrom: Office <office@example.org>\nSent: 01 July 2018 10:00\nTo: Zoe\n"
        "Subject: Re: ACOs\n\nWe will answer.\n"
    ),
    "Le 1 juil. 2018 à 10:00, Office <office@example.org> a écrit :\n> We will answer.\n",
)
BELOW = (
    "Sent from my iPhone",
    "Get Outlook for Android",
    "Sent from Yahoo Mail on Android",
    (
        "--\nThis email and any attachments are confidential and intended solely for the addressee. If you are not the "
        "intended recipient please delete it."
    ),
)


@pytest.mark.parametrize("quote", PLAIN_QUOTES)
@pytest.mark.parametrize("below", ["", *BELOW])
def test_what_others_say_and_programs_add_is_told_apart(quote, below):
    text = f"{LETTER}\n{below}\n\n{quote}" if below else f"{LETTER}\n{quote}"
    found = read(mail(text.encode(), "Content-Type: text/plain; charset=utf-8"))
    holds(found)
    assert "We will answer" in found.near
    assert (not below) or below.split("\n")[-1][:12] in "\n".join(found.parts.footers)


def test_a_message_that_is_passed_on_is_not_the_writers():
    text = (
        "Dear Ms Marsh,\n\nPlease see what my neighbour wrote.\n\nTom Bell\n\n"
        "---------- Forwarded message ---------\nFrom: Ann Hill <ann@mailbox.example>\nDate: Mon, 1 Jul 2018\n"
        "Subject: ACOs\nTo: Tom\n\nStop the ACOs.\n"
    )
    found = read(mail(text.encode(), "Content-Type: text/plain; charset=utf-8"))
    assert found.paragraphs == ("Please see what my neighbour wrote.",)
    assert found.writer.name == "Tom Bell"
    assert "Stop the ACOs." in "\n".join(found.parts.forwarded)


def test_flowed_lines_are_put_together():
    text = "Dear Ms Marsh,\n\nWho would an Accountable Care \nOrganisation answer to?\n\n" + LETTER.split("\n\n", 2)[2]
    found = read(mail(text.encode(), "Content-Type: text/plain; charset=utf-8; format=flowed"))
    holds(found)


@pytest.mark.parametrize("html", [False, True])
def test_outlook_messages(html):
    body, shown = ("", page().decode()) if html else (LETTER.replace("\n", "\r\n"), "")
    sent = datetime(2018, 7, 2, 9, tzinfo=UTC)
    holds(read(outlook("ACOs – £", "Zoë O’Brien", "zoe@mailbox.example", sent, body, shown), ".msg"))


def test_letters_in_word_and_as_text():
    document = docx.Document()
    for part in LETTER.split("\n\n"):
        document.add_paragraph(part)
    out = io.BytesIO()
    document.save(out)
    holds(read(out.getvalue(), ".docx"), header=False)
    for encoding in ("utf-8", "utf-8-sig", "cp1252", "utf-16"):
        holds(read(LETTER.encode(encoding), ".txt"), header=False)


def test_mboxes_maildirs_and_folders(tmp_path):
    data = mail(LETTER.encode(), "Content-Type: text/plain; charset=utf-8")
    box = mailbox.mbox(tmp_path / "old.mbox")
    for _ in range(3):
        box.add(data)
    body = LETTER.replace("Dear Ms Marsh,", "Dear Ms Marsh,\n\nFrom here on it is about ACOs.").encode()
    box.add(mail(body, "Content-Type: text/plain; charset=utf-8"))
    box.flush()
    box.close()
    maildir = mailbox.Maildir(tmp_path / "maildir")
    maildir.add(data)
    inner = tmp_path / "by hand" / "july"
    inner.mkdir(parents=True)
    (inner / "1.eml").write_bytes(data)
    (inner / ".hidden.eml").write_bytes(data)
    found = in_folder(tmp_path)
    assert [one.where.split(str(tmp_path))[1].split("/new/")[0] for one in found] == [
        "/by hand/july/1.eml", "/maildir", "/old.mbox#1", "/old.mbox#2", "/old.mbox#3", "/old.mbox#4",
    ]  # fmt: skip
    for one in found[:-1]:
        holds(one)
    assert found[-1].paragraphs == ("From here on it is about ACOs.", *OWN)


def test_a_mbox_of_two_gigabytes(tmp_path):
    """Mostly a hole: no more than a message is ever in memory, and the message that is too large is told."""
    path = tmp_path / "large.mbox"
    data = b"From zoe Mon Jul  2 10:00:00 2018\n" + mail(LETTER.encode()).replace(b"\r\n", b"\n") + b"\n"
    with path.open("wb") as file:
        file.write(data * 2)
        file.write(b"From zoe Mon Jul  2 10:00:00 2018\nFrom: a@mailbox.example\n\n")
        file.seek(2_000_000_000, io.SEEK_CUR)
        file.write(b"\n\n")
        file.write(data)
    found = in_folder(tmp_path)
    assert [one.fault for one in found] == ["", "", "has 2000 MB, more than any letter", ""]
    holds(found[-1])


@pytest.mark.parametrize("cut", range(0, 1200, 60))
def test_mail_that_is_cut_off_is_read_as_far_as_it_goes(cut):
    parts = b"--a\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"
    parts += quopri.encodestring(LETTER.encode()) + b"\r\n--a\r\nContent-Type: text/html; charset=utf-8\r\n\r\n"
    parts += page() + b"\r\n--a--\r\n"
    data = mail(parts, 'Content-Type: multipart/alternative; boundary="a"')[: len(HEAD) + cut]
    found = read(data)
    assert found.fault or set(found.paragraphs) <= {*OWN, OWN[0][:-1]} or any("cut off" in note for note in found.notes)


HOSTILE = {
    "header injection": mail(
        b"x", head=b"From: a@mailbox.example\r\nSubject: =?utf-8?q?Hello=0D=0ABcc:_all@example.org?=\r\n"
    ),
    "parts within parts": mail(
        b"".join(
            b"--%d\r\nContent-Type: multipart/mixed; boundary=%d\r\n\r\n" % (number, number + 1) for number in range(4000)
        ),
        "Content-Type: multipart/mixed; boundary=0",
    ),
    "ten thousand parts": mail(b"--a\r\n\r\nx\r\n" * 10_000, "Content-Type: multipart/mixed; boundary=a"),
    "a page a hundred thousand deep": mail(b"<div>" * 100_000 + b"x", "Content-Type: text/html"),
    "a line of ten million letters": mail(b"a " * 5_000_000, "Content-Type: text/plain"),
    "stars": mail(b"*" * 200_000 + b"\n" + b"> " * 200_000, "Content-Type: text/plain"),
    "names without end": mail(b"Dear " + b"Ann-" * 50_000 + b"\n\nYours\n" + b"A. " * 60_000, "Content-Type: text/plain"),
    "an attachment that unpacks to everything": mail(
        b"--a\r\nContent-Type: text/plain\r\n\r\nDear Ms Marsh,\n\nACOs.\n\nTom Bell\r\n--a\r\n"
        b"Content-Type: application/zip; name=bomb.zip\r\nContent-Transfer-Encoding: base64\r\n"
        b"Content-Disposition: attachment; filename=../../bomb.zip\r\n\r\n" + b"QUFB" * 2_000_000 + b"\r\n--a--\r\n",
        'Content-Type: multipart/mixed; boundary="a"',
    ),
    "words encoded without end": mail(b"x", head=b"From: a@mailbox.example\r\nSubject: " + b"=?utf-8?q?a?= " * 200_000 + b"\r\n"),
    "a name encoded without end": mail(b"x", head=b"From: " + b"=?utf-8?q?a?= " * 200_000 + b"<a@mailbox.example>\r\n"),
    "a file's name without end": mail(
        b"x", "Content-Type: application/zip; name=" + '"=?utf-8?q?a?= ' * 200_000,
        "Content-Disposition: attachment" + "".join(f"; filename*{number}=a" for number in range(100_000)),
    ),
    "parameters without end": mail(b"x", "Content-Type: text/plain" + "; a=b" * 200_000),
    "addresses without end": mail(b"x", head=b"From: " + b"a," * 1_000_000 + b"\r\nSubject: x\r\n"),
    "a header as long as a book": mail(
        b"x", head=b"".join(b"%s: " % name + b"=?utf-8?q?a?=\r\n " * 200_000 + b"\r\n" for name in (b"From", b"Message-ID", b"Date", b"References", b"To"))
    ),
    "no letter at all": b"\x00" * 10_000,
    "only headers": HEAD,
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_mail_costs_no_more_than_other_mail(name):
    in_bounds(lambda: read(HOSTILE[name]))
    found = read(HOSTILE[name])
    assert not any(ord(sign) < 32 for text in (found.subject, found.sender, found.writer.name) for sign in text)
    assert "\n" not in found.subject
    if "attachment" in name:
        assert found.paragraphs == ("ACOs.",)
        assert found.notes == ("what is attached to it (1) is not read",)


def test_a_header_that_nobody_can_read_loses_no_message():
    head = HEAD.replace(b"=?utf-8?b?wqM=?=", b"=?utf-8?b?a?=")
    assert read(mail(LETTER.encode(), head=head)).paragraphs == OWN
    head = b"From: " + b"(" * 5_000 + b"\r\nSubject: ACOs\r\n"
    assert read(mail(LETTER.encode(), head=head)).paragraphs == OWN


@pytest.mark.parametrize(
    ("sender", "wanted"),
    [
        ("=?utf-8?q?O=E2=80=99Brien=2C_Zo=C3=AB?= <Zoe@mailbox.example>", "O’Brien, Zoë"),
        ("=?utf-8?q?Zo=C3=AB_O=E2=80=99Brien_=3Czoe=40mailbox=2Eexample=3E?=", "Zoë O’Brien"),
        ("=?utf-8?q?Zo=C3=AB?= O'Brien <zoe@mailbox.example>", "Zoë O'Brien"),
        ('"O’Brien, Zoë" <zoe@mailbox.example>', "O’Brien, Zoë"),
        ("zoe@mailbox.example (Zoe)", "Zoe"),
    ],
)
def test_a_sender_whose_name_is_encoded(sender, wanted):
    found = read(mail(LETTER.encode(), head=f"From: {sender}\r\nSubject: ACOs\r\n".encode()))
    assert (found.sender, found.sender_address) == (wanted, "zoe@mailbox.example")
    if sender.isascii():
        heads = f"From: {sender}\r\nMessage-ID: <1@mailbox.example>\r\n\r\n"
        sent = datetime(2018, 7, 2, 9, tzinfo=UTC)
        found = read(outlook("ACOs", "", "", sent, LETTER.replace("\n", "\r\n"), "", heads), ".msg")
        assert (found.sender, found.sender_address) == (wanted, "zoe@mailbox.example")


@pytest.mark.parametrize(
    ("lines", "wanted"),
    [
        ("In-Reply-To: <1@x.example>", ("1@x.example",)),
        ("References: <0@x.example> <1@x.example>", ("0@x.example", "1@x.example")),
        ("References: <0@x.example>\r\nIn-Reply-To: <1@x.example>", ("0@x.example",)),
        ("X-Other: 1", ()),
    ],
)
def test_the_thread_of_a_message(lines, wanted):
    heads = f"From: a@x.example\r\n{lines}\r\n"
    assert read(mail(LETTER.encode(), head=heads.encode())).references == wanted
    sent = datetime(2018, 7, 2, 9, tzinfo=UTC)
    assert read(outlook("ACOs", "", "", sent, LETTER, "", f"{heads}\r\n"), ".msg").references == wanted


@pytest.mark.parametrize(
    ("said", "wanted"),
    [
        ("Your ref: EM/jh", "EM/JH"),
        ("Our reference number AB12/3456", "AB12/3456"),
        ("Case ref. no. em-18-204", "EM-18-204"),
        ("I write with reference 4711/18", "4711/18"),
        ("Ref AB12345", "AB12345"),
        ("Ref:2018/44", "2018/44"),
        ("Ref #HB/77", "HB/77"),
        ("reform/cuts", ""),
        ("referral/waiting times", ""),
        ("the refugee/migrant question", ""),
        ("a referendum on 2016/17", ""),
        ("I prefer A1/B2", ""),
        ("refit AB12345", ""),
        ("RefAB12345", ""),
        ("without reference and/or regard", ""),
        ("ref north/south", ""),
        ("in reference to his/her letter", ""),
    ],
)
def test_a_reference_is_what_is_called_one(said, wanted):
    assert read(mail(LETTER.encode(), head=f"From: a@x.example\r\nSubject: {said}\r\n".encode())).reference == wanted


@pytest.mark.parametrize("kind", [".eml", ".msg", ".docx", ".txt"])
@given(data=st.binary(max_size=400))
def test_whatever_bytes_there_are_something_is_said(kind, data):
    found = read(data, kind)
    assert found.fault or found.paragraphs or found.notes or found.writer.name or found.subject


@given(st.text(st.characters(exclude_categories=("C",)), max_size=400))
def test_nothing_is_made_up(text):
    found = read(text.encode(), ".txt")
    for said in (found.writer.name, found.writer.postcode, *found.writer.address):
        assert all(word.strip(".,") in text or word.upper() in text.upper() for word in said.split())


@pytest.mark.parametrize(
    ("header", "day"),
    [
        ("2018-07-01T10:00:00Z", date(2018, 7, 1)),
        ("2018-07-01 10:00", date(2018, 7, 1)),
        ("Sun, 1 Jul 2018 10:00:00 +0100", date(2018, 7, 1)),
        ("2018-13-01T10:00:00Z", None),
        ("yesterday", None),
    ],
)
def test_the_day_of_a_header(header, day):
    head = f"From: A <a@post.example>\r\nSubject: x\r\nDate: {header}\r\n".encode()
    assert read(mail(b"Who pays?\r\n", head=head)).date == day


def test_a_name_in_decomposed_letters_is_one():
    found = read("Dear Ms Marsh,\n\nWho pays?\n\nMS ANN A\u0301GAIN\n9 Weir Street\nWV1 3CC\n".encode(), ".txt")
    assert (found.writer.name, found.writer.organisation, found.writer.doubts) == ("MS ANN \u00c1GAIN", "", ())
