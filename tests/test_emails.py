"""Letters as e-mails, pages and plain text: what is written, what comes back, and what somebody may have done to it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from email import message_from_bytes
from email.policy import default
from email.utils import getaddresses
from functools import cache
from pathlib import Path

import pytest
import time_machine
from hypothesis import given, settings
from hypothesis import strategies as st
from letters import sample_letter
from running import run_drafter
from shipped import ROOT, letter_of
from test_review_laws import review_of, told

from drafter.catalogue import signing_of
from drafter.catalogue.model import Signing
from drafter.formats import FORMATS, READERS, WRITERS
from drafter.formats.copies import Copy
from drafter.formats.eml import flowed, mailbox_in, mailing_in, read_eml, unflowed
from drafter.formats.mail_headers import CUTTING
from drafter.formats.split import split_reader
from drafter.formats.web import read_web
from drafter.inbox.email import read_eml as read_post
from drafter.inbox.email import reply_to
from drafter.inbox.model import ParsedMessage
from drafter.letter.mailing import Mailbox, Mailing, message_ids, subject_of_reply, usable_address
from drafter.letter.tree import Letter, ReaderDetails
from drafter.review.model import Review

LETTERHEAD = (ROOT / "templates" / "letterhead.docx").read_bytes()
MAILING = Mailing(
    "a.patel@example.com", "Re: ACOs \u2013 who runs them?", "1@example.com", ("0@example.com", "1@example.com")
)
GOLDEN = Path(__file__).parent / "golden"


def written(letter: Letter, ending: str = ".eml", copy: Copy = Copy.CLEAN) -> bytes:
    return WRITERS[ending](letter, LETTERHEAD, copy).filled(letter.particulars)


@cache
def mailed(attached: str = "") -> Letter:
    made = letter_of(("privatisation",), date(2018, 7, 10)).letter
    return replace(made, mailing=MAILING, attached=attached)


def rules(found: Review) -> set[str]:
    return {problem.rule for problem in told(found)}


# --- what is written ---


@pytest.mark.parametrize("ending", [".eml", ".html", ".txt"])
@pytest.mark.parametrize("copy", [Copy.REVIEWING, Copy.FINAL])
def test_the_whole_file(ending: str, copy: Copy, golden: Callable[[Path, str], None]) -> None:
    letter = replace(sample_letter(), sender=Mailbox("Eleanor Marsh MP", "em@example.org"), mailing=MAILING)
    data = written(letter, ending, copy)
    assert data == written(letter, ending, copy)
    golden(GOLDEN / f"letter-{copy}{ending}", data.decode("utf-8").replace("\r\n", "\n"))


def test_it_is_a_draft_with_one_recipient_in_the_thread_of_its_message() -> None:
    mail = message_from_bytes(written(mailed(".docx")), policy=default)
    assert [name for name in mail if name not in {"MIME-Version", "Content-Type"}] == [
        "X-Unsent", "From", "To", "Subject", "In-Reply-To", "References",
    ]  # fmt: skip
    assert mail["X-Unsent"] == "1"
    assert mail["To"].addresses[0].addr_spec == MAILING.to
    assert mail["Subject"] == MAILING.subject
    assert (mail["In-Reply-To"], mail["References"]) == ("<1@example.com>", "<0@example.com> <1@example.com>")
    parts = [part.get_content_type() for part in mail.walk()]
    assert parts[:4] == ["multipart/mixed", "multipart/alternative", "text/plain", "text/html"]
    assert mail.get_body(("html",)).get_content().count("<script") == 0
    (attached,) = mail.iter_attachments()
    assert attached.get_filename() == "letter.docx"
    assert attached.get_content() == written(replace(mailed(), mailing=None), ".docx")


names = st.text(min_size=1, max_size=150).map(lambda text: text.strip() or "A")


@settings(max_examples=60, deadline=None)
@given(name=names, subject=st.text(max_size=250), sender=names)
def test_whatever_name_and_subject_there_is_one_recipient_and_no_other_header(
    name: str, subject: str, sender: str
) -> None:
    letter = replace(
        sample_letter(),
        addressee=(name,),
        sender=Mailbox(sender, "em@example.org"),
        mailing=MAILING._replace(subject=f"{subject}\r\nBcc: b@example.com"),
    )
    data = written(letter)
    head = data.partition(b"\r\n\r\n")[0].decode("ascii")
    assert all(len(line) <= 998 for line in head.split("\r\n"))
    names_ = re.findall(r"^([A-Za-z-]+):", head, re.MULTILINE)
    assert set(names_) <= {
        "X-Unsent", "From", "To", "Subject", "In-Reply-To", "References", "MIME-Version", "Content-Type",
    }  # fmt: skip
    assert len(names_) == len(set(names_))
    mail = message_from_bytes(data)
    assert [address for _, address in getaddresses([str(mail["To"]).replace("\r\n", "")])] == [MAILING.to]
    assert mailbox_in(mail, "To").address == MAILING.to
    assert mailing_in(mail) is not None


@pytest.mark.parametrize(
    ("raw", "line"),
    [
        (b"=?iso-8859-1?q?=93hi=94?=", "\u201chi\u201d"),  # a declared Latin 1 is Windows' own, as in every browser
        (b"=?no-such-charset?q?caf=C3=A9?= fees", "caf\u00e9 fees"),
        ("caf\u00e9 fees".encode(), "caf\u00e9 fees"),
        (b"=?utf-8?q?GIF89_caf=C3=A9?=", "GIF89 caf\u00e9"),  # a picture by its beginning, and yet a text
        (b"=?utf-8?q?a=E2=80=8Bb=07c?=", "ab c"),
        (b"=?utf-8?b?a?=", "=?utf-8?b?a?="),
    ],
)
def test_a_header_is_read_alike_in_a_draft_and_in_the_post(raw: bytes, line: str) -> None:
    data = b"From: a@mailbox.example\r\nTo: b@mailbox.example\r\nSubject: " + raw + b"\r\n\r\nHello\r\n"
    mailing = mailing_in(message_from_bytes(data, policy=CUTTING))
    assert mailing is not None
    assert (mailing.subject, read_post(data).subject) == (line, line)


@settings(max_examples=60, deadline=None)
@given(
    st.text(
        st.characters(exclude_categories=["Cs"], exclude_characters="\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029"),
        max_size=400,
    )
)
def test_flowed_text_is_put_together_again(text: str) -> None:
    lines = [" ".join(line.split(" ")).rstrip(" ") for line in text.split("\n")]
    said = "\n".join(re.sub(" +", " ", line) for line in lines)
    assert unflowed(flowed(said)) == said
    assert all(len(line) <= 78 or " " not in line.strip() for line in flowed(said).split("\n"))


@pytest.mark.parametrize(
    ("subject", "reply"),
    [("ACOs", "Re: ACOs"), ("RE: re: ACOs", "Re: ACOs"), ("Re[2]: ACOs", "Re: ACOs"), ("", ""), ("Re:", ""),
     ("ACOs\r\nBcc: x@example.com", "Re: ACOs Bcc: x@example.com"), ("Fwd: ACOs", "Re: Fwd: ACOs")],
)  # fmt: skip
def test_the_subject_of_a_reply(subject: str, reply: str) -> None:
    assert subject_of_reply(subject) == reply


@pytest.mark.parametrize(
    "text",
    ["", "a", "a@b", "a@@example.com", "a b@example.com", "a@example.com, b@example.com", "<a@example.com>", "a@exa\nmple.com",
     '"a b"@example.com', "a@[127.0.0.1]", "\u00e4@example.com", "a.@example.com", f"{'a' * 65}@example.com", "a@-x.com"],
)  # fmt: skip
def test_what_is_no_address(text: str) -> None:
    assert usable_address(text) == ""


def test_message_ids_are_those_that_are_well_formed() -> None:
    assert message_ids("<a@b.c> junk <no id> <x@y>\r\n <a@b.c> <\u00e4@b>") == ("a@b.c", "x@y")
    many = message_ids(" ".join(f"<{n}@example.com>" for n in range(50)))
    assert (len(many), many[0], many[-1]) == (12, "0@example.com", "49@example.com")


# --- where an answer goes ---


@pytest.mark.parametrize(
    ("sender", "reply", "to", "doubts"),
    [
        ("a@example.com", (), "a@example.com", 0),
        ("a@example.com", ("b@example.com",), "b@example.com", 1),
        ("a@example.com", ("a+mp@example.com",), "a+mp@example.com", 0),
        ("no-reply@example.com", ("reply-81c@example.com",), "reply-81c@example.com", 0),
        ("a@example.com", ("b@example.net",), "b@example.net", 1),
        ("a@example.com", ("b@example.net", "c@example.net"), "a@example.com", 1),
        ("no-reply@forms.example.com", ("b@example.net",), "b@example.net", 1),
        ("no-reply@forms.example.com", (), "", 0),
        ("em@example.org", (), "", 0),
        ("", (), "", 0),
    ],
)
def test_an_answer_goes_where_the_message_came_from(sender: str, reply: tuple[str, ...], to: str, doubts: int) -> None:
    found = reply_to(
        ParsedMessage("k", "m", sender_address=sender, reply_to=reply, subject="S", message_id="i@x"), "em@example.org"
    )
    assert (found.mailing.to if found.mailing else "", len(found.doubts)) == (to, doubts)
    assert bool(found.fault) != bool(to)


@pytest.mark.parametrize(
    ("reply", "doubts"),
    [("asha.patel@b.example", 0), ("patel77@b.example", 0), ("jpatel@b.example", 0), ("ap@b.example", 2), ("sasha@b.example", 1),
     ("office@patels.example", 2), ("a.patel@forms.example", 0)],
)  # fmt: skip
def test_a_form_answers_where_its_writer_asks_for_it(reply: str, doubts: int) -> None:
    form = ParsedMessage("k", "m", sender="Forms", sender_address="web@forms.example", reply_to=(reply,))
    assert len(reply_to(form, "", "Mrs Asha Patel").doubts) == doubts


def test_another_persons_mailbox_is_a_doubt() -> None:
    mine = ParsedMessage("k", "m", sender="John Smith", sender_address="j@example.com")
    assert reply_to(mine, "", "Mrs A Patel").doubts
    assert not reply_to(mine, "", "Mr J Smith").doubts
    shared = replace(mine, sender_address="john.smith@mailbox.example")
    assert not reply_to(replace(shared, reply_to=("smithj@mailbox.example",)), "", "Mr J Smith").doubts
    assert reply_to(replace(shared, reply_to=("ivy.stone@mailbox.example",)), "", "Mr J Smith").doubts == (
        "asks for answers at 'ivy.stone@mailbox.example', and came from 'john.smith@mailbox.example'",
    )
    assert not reply_to(replace(mine, sender_address="patel.home@example.com"), "", "Mrs A Patel").doubts


# --- what comes back ---


@pytest.mark.parametrize("attached", ["", ".docx"])
@pytest.mark.parametrize("copy", Copy)
def test_what_nobody_touched_has_no_finding(attached: str, copy: Copy) -> None:
    found = review_of(written(mailed(attached), copy=copy), ".eml")
    known = {"unknown-recipient"} if copy is Copy.FINAL else set()  # which remembers nothing
    assert rules(found) - {"no-longer-holds"} == known
    assert (found.letter.mailing, found.letter.attached) == (MAILING, attached)


def opened(data: bytes) -> bytes:
    """The same e-mail with its texts as they read, not encoded."""
    mail = message_from_bytes(data)
    for part in mail.walk():
        if part.get_content_maintype() == "text":
            payload = part.get_payload(decode=True)
            assert isinstance(payload, bytes)
            part.replace_header("Content-Transfer-Encoding", "8bit")
            part.set_payload(payload.decode("ascii", "surrogateescape"))
    return mail.as_bytes()


def test_how_the_texts_are_encoded_does_not_matter() -> None:
    assert rules(review_of(opened(written(mailed())), ".eml")) == set()


@pytest.mark.parametrize("ending", [".eml", ".html"])
def test_a_final_copy_with_a_list_of_sources_says_the_same_twice(ending: str) -> None:
    letter = replace(mailed(), notes=(), sources=mailed().notes)
    returned, _ = READERS[ending](written(letter, ending, Copy.FINAL), "a")
    assert returned is not None
    assert returned.oddities == ()


def head(old: str, new: str) -> Callable[[bytes], bytes]:
    return lambda data: data.replace(old.encode(), new.encode(), 1)


def both(old: str, new: str) -> Callable[[bytes], bytes]:
    """A change in the plain text and in the page, wherever the plain text's lines end."""
    return lambda data: re.sub(old.replace(" ", r"(?: \r?\n| )").encode(), new.encode(), data)


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        (head("<a.patel@", "<b.patel@"), "other-recipient"),
        (head("<a.patel@example.com>", "<a.patel@example.com>, c@example.com"), "other-recipients"),
        (head("X-Unsent: 1\n", "X-Unsent: 1\nCc: c@example.com\r\n"), "other-recipients"),
        (head("X-Unsent: 1\n", "X-Unsent: 1\nbcc: c@example.com\r\n"), "other-recipients"),
        (head("X-Unsent: 1\n", "X-Unsent: 1\nReply-To: c@example.com\r\n"), "other-recipients"),
        (head("X-Unsent: 1\n", "X-Unsent: 1\nTo: c@example.com\r\n"), "two-texts"),
        (head("Subject: ", "Subject: Fwd: "), "other-mail-subject"),
        (head("In-Reply-To: <1@", "In-Reply-To: <2@"), "other-thread"),
        (head("eleanor.marsh.mp@", "other@"), "other-sender"),
        (head("Dear Mrs Patel", "Dear Mrs Bell"), "two-texts"),  # in the plain text alone
        (both("a bar on private companies", "a gift to private companies"), "new-sentence"),
        (both("local GPs.", "local GPs. They lied."), "new-sentence"),
        (both("<p>On 25", '<p style="display:none">Hidden.</p><p>On 25'), "hidden-text"),
        (both("<p>On 25", "<p>On <!-- x -->25"), "two-texts"),
        (both("<p>On 25", "<p>On <s>24</s> 25"), "struck-out"),
        (both("<p>On 25", '<p>On <img src="http://x/y.png">25'), "picture"),
        (both("<p>On 25", "<p>On <script>x()</script>25"), "two-texts"),
        (both("</style>", "p { display: none }</style>"), "two-texts"),
        (both("<p>On 25", "<p><p>On 25"), "two-texts"),
        (head("<title>Accountable", "<title>They lied, said Accountable"), "hidden-text"),
        (head("<p>On 25", "<title>They lied.</title><p>On 25"), "hidden-text"),
        (head("Content-Transfer-Encoding: 8bit", "Content-Transfer-Encoding: x-uuencode"), "two-texts"),
        (head("Content-Transfer-Encoding: 8bit", "Content-Type: text/html\nContent-Transfer-Encoding: 8bit"), "two-texts"),
        (head("X-Unsent: 1\n", "X-Unsent: 1\n\n"), "stray-text"),
    ],
)  # fmt: skip
def test_what_somebody_changed_is_told(change: Callable[[bytes], bytes], rule: str) -> None:
    data = opened(written(mailed()))
    changed = change(data)
    assert changed != data
    found = review_of(changed, ".eml")
    if rule == "new-sentence":
        assert found.errors
        return
    assert rule in rules(found)
    if rule in {"two-texts", "hidden-text", "other-recipients", "struck-out"}:
        assert signing_of(rule) is Signing.NEVER
        assert rule in {problem.rule for problem in found.errors}


def test_an_attached_letter_that_says_something_else_is_told() -> None:
    other = letter_of(("staff",), date(2018, 7, 10)).letter
    form = FORMATS[".eml"].write
    assert form is not None
    mine = form(mailed(".docx"), LETTERHEAD, Copy.CLEAN)
    swapped = mine._replace(made=mine.made._replace(attached=WRITERS[".docx"](other, LETTERHEAD, Copy.CLEAN)))
    assert "two-texts" in rules(review_of(swapped.filled(mailed().particulars), ".eml"))


@pytest.mark.parametrize("ending", [".eml", ".html", ".txt"])
@pytest.mark.parametrize("attached", ["", ".docx"])
def test_a_draft_that_nobody_touched_is_told_apart(ending: str, attached: str) -> None:
    letter = mailed(attached)
    other = ReaderDetails(
        ("Mr T O'Neill & <b>", "3 Row"), "Dear Mr O'Neill", "EM/1", (), Mailing("t@example.com", "Re: x")
    )
    form = WRITERS[ending](letter, LETTERHEAD, Copy.REVIEWING)
    one, two = split_reader(form.filled(letter.particulars), ending), split_reader(form.filled(other), ending)
    assert one is not None
    assert two is not None
    assert one.text == two.text
    assert two.reader == (other if ending == ".eml" else other._replace(mailing=None))
    assert form.filled(two.reader) == form.filled(other)
    touched = form.filled(other).replace(b"local", b"vocal", 1)
    again = split_reader(touched, ending)
    assert again is None or again.text != one.text


@pytest.mark.parametrize(
    "data", [b"", b"\0", b"<", b"<p", b"<p a='", b"&#0;&#x110000;", b"\xff", b"<p>" * 500, b"To: a\r\n\r\n"]
)
def test_whatever_the_bytes(data: bytes) -> None:
    for read in (read_web, read_eml):
        returned, problems = read(data, "a")
        assert (returned is None) == bool(problems)


@settings(max_examples=30, deadline=None)
@given(
    lines=st.lists(st.text(max_size=40), max_size=4),
    salutation=st.text(max_size=40),
    subject_line=st.text(max_size=60),
    reference=st.text(max_size=20),
    copy=st.sampled_from(list(Copy)),
)
def test_the_plain_text_says_what_the_page_says(
    lines: list[str], salutation: str, subject_line: str, reference: str, copy: Copy
) -> None:
    """Whatever was typed, the two say the same words in the same order, and nothing of it is markup."""
    letter = replace(
        sample_letter(), addressee=tuple(lines), salutation=salutation, subject_line=subject_line, reference=reference,
        mailing=MAILING,
    )  # fmt: skip
    returned, problems = read_eml(written(letter, copy=copy), "a")
    assert returned is not None, problems
    assert {one.rule for one in returned.oddities} <= {"odd-record"}


# --- from the message to the final copy ---

MESSAGE = """\
From: Asha Patel <asha.patel@example.com>
Subject: Privatisation of our NHS
Message-ID: <4711@mail.example.com>
Date: Mon, 9 Jul 2018 10:00:00 +0100

Dear Ms Marsh,

I am a nurse. Will private companies run the accountable care organisations?

Yours sincerely,
Mrs Asha Patel
"""
ADDRESS = "1 Long Row\nWestmere\nWV1 9ZZ\n"


def done(*args: str, code: int = 0) -> str:
    with time_machine.travel(datetime(2018, 7, 10, 9, 30, tzinfo=UTC), tick=False):
        ran = run_drafter(*args, typed="yes\n" * 100)
    assert ran.code == code, ran.text + ran.err
    return ran.text + ran.err


def test_a_lost_final_copy_is_made_again_and_a_wrong_one_is_corrected_by_e_mail(office: Path) -> None:
    (office / "message.eml").write_text(MESSAGE + ADDRESS)
    done("draft", "--from", "message.eml", "--length", "brief", "-o", "reply.eml", "--attach", "docx")
    assert (office / "reply.eml").stat().st_mode & 0o777 == 0o600
    done("facts", "review", "--for", "reply.eml", "--by", "R Okafor")
    done("approve", "reply.eml", "--by", "R Okafor")
    final = office / "letters" / "approved" / "reply.eml"
    data = final.read_bytes()
    assert b"Drafter." not in data
    assert b"DRAFT" not in data
    assert final.stat().st_mode & 0o777 == 0o600
    mail = message_from_bytes(data, policy=default)
    assert (mail["X-Unsent"], mail["In-Reply-To"]) == ("1", "<4711@mail.example.com>")
    assert [part.get_filename() for part in mail.iter_attachments()] == ["letter.docx"]
    final.unlink()
    done("letters", "restore", "reply.eml")
    assert final.read_bytes() == data
    done(
        "facts",
        "withdraw",
        "emerging-bidders-nhs-bodies",
        "--reason",
        "It was wrong.",
        "--by",
        "R Okafor",
    )
    done("recall", "emerging-bidders-nhs-bodies", "-o", "corrections", code=1)
    assert "0 errors" in done("review", "corrections/correction-of-1.eml")
    correction = message_from_bytes((office / "corrections" / "correction-of-1.eml").read_bytes(), policy=default)
    assert (correction["To"], correction["References"]) == (mail["To"], mail["References"])
    final.write_bytes(data.replace(b"asha.patel@", b"asha.other@", 1))
    assert "altered-copy" in done("letters", "verify", code=1)


def test_sorted_post_is_answered_by_e_mail_and_an_address_is_asked_for(office: Path) -> None:
    inbox = office / "inbox"
    inbox.mkdir()
    (inbox / "1.eml").write_text(MESSAGE)
    other = (
        MESSAGE.replace("Asha Patel", "Tom Field")
        .replace("asha.patel", "tom")
        .replace("Mrs", "Mr")
        .replace("4711", "12")
    )
    (inbox / "2.eml").write_text(other.replace("a nurse", "a porter") + ADDRESS)
    done("mail", "sort", "inbox", "-o", "sorted")
    done("batch", "sorted", "-o", "letters/july", "--format", "eml", "--clean")
    first, second = (
        message_from_bytes((office / "letters" / "july" / f"000{n}.eml").read_bytes(), policy=default) for n in (1, 2)
    )
    assert "your full name, your postal address and your postcode" in first.get_body(("html",)).get_content()
    assert [mail["To"].addresses[0].addr_spec for mail in (first, second)] == [
        "asha.patel@example.com",
        "tom@example.com",
    ]
    # Sorted post thanks nobody for what is their own: a text may go to several.
    done("draft", "--from", "inbox/2.eml", "-o", "one.eml", "--clean", "--thanks", "none")
    assert (office / "one.eml").read_bytes() == (office / "letters" / "july" / "0002.eml").read_bytes()
    (inbox / "3.eml").write_text(
        other.replace("Tom Field <tom@example.com>", "Forms <no-reply@example.com>").replace("12@", "13@")
    )
    done("mail", "sort", "inbox", "-o", "sorted")
    left = done("batch", "sorted", "-o", "letters/more", "--format", "eml")
    assert "letters/more: 2 letters\n" in left
    assert "sorted: warning: one message is left out, for no e-mail can answer it: Mr Tom Field (inbox/3.eml, " in left
    assert "came from 'no-reply@example.com', where nobody reads answers" in left
    assert sorted(path.name for path in Path("letters/more").glob("*.eml")) == ["0001.eml", "0002.eml"]
    done("mail", "sort", "inbox", "-o", "sorted")  # nobody is lost: who was left out waits for a letter
    assert "3 letters" in done("batch", "sorted", "-o", "letters/paper", "--format", "md")
    for file in inbox.iterdir():
        file.write_text(
            re.sub("^From: .*$", "From: Forms <no-reply@example.com>", file.read_text(), flags=re.MULTILINE)
        )
    done("mail", "sort", "inbox", "-o", "nobody")
    nobody = done("batch", "nobody", "-o", "letters/none", "--format", "eml", code=1)
    assert "messages are left out" in nobody
    assert "[empty-list]" in nobody


@pytest.mark.parametrize(
    ("args", "code", "told_"),
    [
        (("--to", "Mrs A Patel", "-o", "a.eml"), 2, "no-recipient"),
        (("--to", "Mrs A Patel", "-o", "a.eml", "--email", "a@b, c@d"), 2, "no-recipient"),
        (("--to", "Mrs A Patel", "-o", "a.docx", "--email", "a@example.com"), 2, "--email is for an e-mail"),
        (("--to", "Mrs A Patel", "-o", "a.docx", "--attach", "docx"), 2, "--attach is for an e-mail"),
        (("--to", "Mrs A Patel", "-o", "a.eml", "--email", "a@example.com"), 0, "a.eml"),
    ],
)
def test_how_drafting_an_e_mail_ends(office: Path, args: tuple[str, ...], code: int, told_: str) -> None:
    assert told_ in done("draft", "--topic", "staff", *args, code=code)
