"""Made-up post for an office: three campaigns, letters of their own, other matters, and hidden personal cases.

    python examples/post/make_post.py FOLDER [--messages 5000] [--personal 50] [--seed 2018]

Everybody in it is invented. The messages lie in FOLDER/inbox in every form that post comes in; FOLDER/truth.json says
of each what it is, so that a sorting can be held to it.
"""

from __future__ import annotations

import argparse
import base64
import html
import io
import json
import mailbox
import quopri
import re
import textwrap
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email import policy
from email.generator import BytesGenerator
from email.header import Header
from email.message import EmailMessage
from email.utils import format_datetime, formataddr
from pathlib import Path
from random import Random
from typing import Any

import yaml
from outlook_file import message as outlook_message

HERE = Path(__file__).parent
BEGAN = datetime(2018, 7, 2, 8, 0, tzinfo=UTC)
TITLES = ("", "", "", "Mr", "Mrs", "Ms", "Miss", "Dr", "Rev", "Cllr", "Prof")
CLOSINGS = (
    "Yours sincerely",
    "Kind regards",
    "Best wishes",
    "Regards",
    "Many thanks",
    "With best wishes",
    "Yours faithfully",
)
GREETINGS = ("Dear Ms Marsh", "Dear Eleanor Marsh", "Dear Eleanor", "Dear MP", "Dear Eleanor Marsh MP", "Hello Eleanor")
FOOTERS = (
    "Sent from my iPhone", "Sent from my Samsung Galaxy smartphone.", "Get Outlook for Android",
    "Sent from Yahoo Mail on Android",
    "Virus-free. www.example.org", "This email has been checked for viruses by Avast antivirus software.",
)  # fmt: skip
# How many of a hundred messages come in each form; the rest of the mail is plain text.
FORMS = (
    ("html", 14), ("alternative", 16), ("quoted-printable", 8), ("base64", 5), ("latin", 5), ("flowed", 6), ("msg", 8),
    ("mbox", 8), ("maildir", 8), ("docx", 4), ("txt", 5),
)  # fmt: skip


@dataclass
class Letter:
    """A message before it is put into a form, and what is true of it."""

    sender: str
    address: str
    subject: str
    text: str
    sent: datetime
    truth: dict[str, Any] = field(default_factory=dict)


class Post:
    """The post being made."""

    def __init__(self, folder: Path, seed: int) -> None:
        self.random = Random(seed)
        self.words: dict[str, Any] = yaml.safe_load((HERE / "words.yaml").read_text("utf-8"))
        self.inbox = folder / "inbox"
        self.inbox.mkdir(parents=True)
        self.truth: list[dict[str, Any]] = []
        self.number = 0
        self.people: set[str] = set()
        self.mbox = mailbox.mbox(self.inbox / "older.mbox")
        self.maildir = mailbox.Maildir(self.inbox / "maildir")

    # People.

    def person(self) -> dict[str, Any]:
        """Somebody new: name, e-mail address, postal address."""
        pick = self.random.choice
        while True:
            forename, surname = pick(self.words["forenames"]), pick(self.words["surnames"])
            title = pick(TITLES)
            number = self.random.randrange(1, 200)
            where = [f"{number} {pick(self.words['streets'])}"]
            if self.random.random() < 0.12:
                where = [pick(self.words["houses"]), pick(self.words["streets"])]
            key = f"{forename} {surname} {where}"
            if key not in self.people:
                break
        self.people.add(key)
        whole = forename if self.random.random() < 0.8 else f"{forename[0]}"
        name = " ".join(filter(None, (title, whole, surname)))
        code = f"WV{self.random.randrange(2, 20)} 9{pick('ZXY')}{pick('ABDEFGHJLNPQRSTUWXYZ')}"
        plain = "".join(c for c in f"{forename}.{surname}".lower() if c.isascii() and (c.isalnum() or c == "."))
        return {
            "name": name,
            "sender": f"{forename} {surname}",
            "email": f"{plain}{self.random.randrange(1000)}@{pick(('mailbox', 'post', 'letters'))}.example",
            "address": [*where, pick(self.words["villages"])],
            "postcode": code,
            "second": "",
        }

    def signed(self, who: dict[str, Any], *, address: bool) -> str:
        """The end of a letter."""
        names = who["name"]
        if self.random.random() < 0.04:
            other = f"{self.random.choice(self.words['forenames'])} {who['sender'].split(' ', 1)[1]}"
            who["second"] = other
            names = f"{who['sender']}\n{other}" if self.random.random() < 0.5 else f"{who['sender']} and {other}"
            who["name"] = who["sender"]
        lines = [f"{self.random.choice(CLOSINGS)},", "", names]
        if address:
            code = who["postcode"] if self.random.random() < 0.9 else who["postcode"].lower()
            if self.random.random() < 0.5:
                lines += [*who["address"], code]
            else:
                lines.append(f"{', '.join(who['address'])}, {code}")
        return "\n".join(lines)

    # Letters.

    def of_campaign(self, which: int, personal: str = "") -> Letter:
        """A campaign's letter as somebody sends it, with more or less of their own in it."""
        campaign, who = self.words["campaigns"][which], self.person()
        paragraphs = list(campaign["paragraphs"])
        truth: dict[str, Any] = {"campaign": which + 1, "personal": bool(personal)}
        if self.random.random() < 0.10:
            old, new = self.random.choice(campaign["swaps"])
            paragraphs = [paragraph.replace(old, new) for paragraph in paragraphs]
        if self.random.random() < 0.08 and len(paragraphs) > 3:
            del paragraphs[self.random.randrange(1, len(paragraphs))]
        if self.random.random() < 0.15 or (personal and self.random.random() < 0.3):
            paragraphs.insert(self.random.randrange(1, len(paragraphs)), self.random.choice(campaign["edits"]))
        if personal:
            truth["text"] = personal
            where = self.random.randrange(1, len(paragraphs) + 1)
            if self.random.random() < 0.25:
                paragraphs[where - 1] = f"{paragraphs[where - 1]} {personal}"
            else:
                paragraphs.insert(where, personal)
        greeting = campaign["greeting"] if self.random.random() < 0.7 else f"{self.random.choice(GREETINGS)},"
        subject = campaign["subjects"][0] if self.random.random() < 0.75 else self.random.choice(campaign["subjects"])
        return self.letter(who, subject, greeting, paragraphs, truth, address=0.82)

    def of_its_own(self, personal: str = "") -> Letter:
        """A letter in its writer's own words."""
        who, said = self.person(), self.mixed([own["text"] for own in self.words["own_letters"]], 4)
        paragraphs = [said, *([personal] if personal else [])]
        truth = {"personal": bool(personal), "text": personal}
        subject = self.random.choice(
            ("ACOs", "Accountable Care Organisations", "NHS", "The ACO contract", "A question", "")
        )
        return self.letter(who, subject, f"{self.random.choice(GREETINGS)},", paragraphs, truth, address=0.75)

    def on_another_matter(self) -> Letter:
        """A letter about something else."""
        text = self.mixed(self.words["not_about"], 2)
        subject = self.random.choice(("Question", "Please help", "Complaint", "Hello", "For your attention", ""))
        return self.letter(
            self.person(), subject, f"{self.random.choice(GREETINGS)},", [text], {"about": False}, address=0.7
        )

    def mixed(self, texts: list[str], many: int) -> str:
        """A sentence or two from each of some texts, so that few letters are alike but for what people do say alike."""
        chosen = self.random.sample(texts, many)
        sentences = [re.split(r"(?<=[.?!]) (?=[A-Z])", text) for text in chosen]
        return " ".join(" ".join(self._some(said)) for said in sentences)

    def _some(self, sentences: list[str]) -> list[str]:
        """One or two that follow one another."""
        at = self.random.randrange(len(sentences))
        return sentences[at : at + self.random.choice((1, 2))]

    def letter(
        self,
        who: dict[str, Any],
        subject: str,
        greeting: str,
        paragraphs: list[str],
        truth: dict[str, Any],
        *,
        address: float,
    ) -> Letter:
        """A whole letter, with what stands below such letters."""
        with_address = self.random.random() < address
        beside = self.random.random()
        if beside < 0.02 and with_address and "about" not in truth:
            paragraphs, truth["proxy"] = [self._in_place(), *paragraphs], True
        text = "\n\n".join([greeting, *paragraphs, self.signed(who, address=with_address)])
        if 0.02 <= beside < 0.05 and with_address and not who["second"]:
            text = self._form_of(who, paragraphs)
        elif 0.05 <= beside < (0.30 if "campaign" in truth else 0.12):
            kind = (
                "platforms" if "campaign" in truth and beside >= 0.12 else self.random.choice(("copies", "employers"))
            )
            text += f"\n\n{self._others(self.words[kind], who)}"
        if self.random.random() < 0.2:
            text += f"\n\n{self.random.choice(FOOTERS)}"
        if self.random.random() < 0.04:
            text += f"\n\n{'_' * 40}\n{self.random.choice(self.words['disclaimers'])}"
        if self.random.random() < 0.04:
            quoted = self.random.choice(self.words["quoted"]).strip().replace("\n", "\n> ")
            text += f"\n\nOn 12 Jun 2018, at 10:14, Office of Eleanor Marsh MP <office@example.org> wrote:\n> {quoted}"
            subject = f"Re: {subject}"
        sent = BEGAN + timedelta(seconds=self.random.randrange(6 * 24 * 3600))
        truth |= {
            "name": who["name"],
            "second": who["second"],
            "postcode": who["postcode"] if with_address else "",
            "address": who["address"] if with_address else [],
        }
        return Letter(who["sender"], who["email"], subject, text, sent, truth)

    # Others' addresses beside the writer's.

    def _others(self, texts: list[str], who: dict[str, Any]) -> str:
        return self.random.choice(texts).strip().replace("NAME", who["sender"])

    def _in_place(self) -> str:
        """What somebody says who writes for somebody else; the address in it is not the writer's."""
        other = self.person()
        return self._others(self.words["proxies"], other).replace(
            "WHERE", f"{', '.join(other['address'])}, {other['postcode']}"
        )

    def _form_of(self, who: dict[str, Any], paragraphs: list[str]) -> str:
        """What a form on a web site sends."""
        said = "\n\n".join(paragraphs)
        return (
            f"Name: {who['name']}\nEmail: {who['email']}\nAddress: {', '.join(who['address'])}\n"
            f"Postcode: {who['postcode']}\nMessage: {said}\n"
        )

    # Forms.

    def put(self, letter: Letter, form: str = "") -> None:
        """Put a letter into the inbox, in a form of post."""
        self.number += 1
        form = form or self.form()
        if form == "latin" and not _in_latin(letter):
            form = "plain"
        writer: Callable[[Letter], str] = getattr(self, f"_{form.replace('-', '_')}", self._plain)
        file = writer(letter)
        self.truth.append({"file": file, "form": form, **letter.truth})

    def form(self) -> str:
        """One of the forms, as often as it comes."""
        at = self.random.randrange(100)
        for name, share in FORMS:
            at -= share
            if at < 0:
                return name
        return "plain"

    def _save(self, data: bytes, ending: str) -> str:
        name = f"{self.number:05}{ending}"
        folder = self.inbox / f"{self.number // 1000:02}"
        folder.mkdir(exist_ok=True)
        (folder / name).write_bytes(data)
        return f"{folder.name}/{name}"

    def _headers(self, letter: Letter) -> list[str]:
        sender = formataddr(
            (str(Header(letter.sender, "utf-8")) if not letter.sender.isascii() else letter.sender, letter.address)
        )
        subject = Header(letter.subject, "utf-8").encode() if not letter.subject.isascii() else letter.subject
        return [
            f"From: {sender}",
            "To: Eleanor Marsh MP <eleanor.marsh.mp@example.org>",
            f"Subject: {subject}",
            f"Date: {format_datetime(letter.sent)}",
            f"Message-ID: <{self.number}.{self.random.randrange(10**9)}@mailbox.example>",
            "MIME-Version: 1.0",
        ]

    def _raw(self, letter: Letter, body: bytes, *more: str) -> bytes:
        return "\r\n".join([*self._headers(letter), *more, "", ""]).encode() + body.replace(b"\n", b"\r\n")

    def _plain(self, letter: Letter) -> str:
        more = ("Content-Type: text/plain; charset=utf-8", "Content-Transfer-Encoding: 8bit")
        return self._save(self._raw(letter, _wrapped(letter.text).encode(), *more), ".eml")

    def _quoted_printable(self, letter: Letter) -> str:
        more = ('Content-Type: text/plain; charset="UTF-8"', "Content-Transfer-Encoding: quoted-printable")
        return self._save(self._raw(letter, quopri.encodestring(letter.text.encode()), *more), ".eml")

    def _base64(self, letter: Letter) -> str:
        more = ('Content-Type: text/plain; charset="utf-8"', "Content-Transfer-Encoding: base64")
        return self._save(self._raw(letter, base64.encodebytes(letter.text.encode()), *more), ".eml")

    def _latin(self, letter: Letter) -> str:
        more = ("Content-Type: text/plain; charset=windows-1252", "Content-Transfer-Encoding: 8bit")
        return self._save(self._raw(letter, letter.text.encode("cp1252"), *more), ".eml")

    def _flowed(self, letter: Letter) -> str:
        lines = []
        for paragraph in letter.text.split("\n"):
            wrapped = textwrap.wrap(paragraph, 70, drop_whitespace=False) or [""]
            lines += [f"{line.rstrip()} " for line in wrapped[:-1]] + [wrapped[-1].rstrip()]
        more = ("Content-Type: text/plain; charset=utf-8; format=flowed", "Content-Transfer-Encoding: 8bit")
        return self._save(self._raw(letter, "\n".join(lines).encode(), *more), ".eml")

    def _html(self, letter: Letter) -> str:
        more = ("Content-Type: text/html; charset=utf-8", "Content-Transfer-Encoding: quoted-printable")
        return self._save(self._raw(letter, quopri.encodestring(_page(letter.text).encode()), *more), ".eml")

    def _message(self, letter: Letter) -> EmailMessage:
        mail = EmailMessage(policy=policy.SMTP)
        mail["From"], mail["To"] = formataddr((letter.sender, letter.address)), "eleanor.marsh.mp@example.org"
        mail["Subject"], mail["Date"] = letter.subject, letter.sent
        mail["Message-ID"] = f"<{self.number}.{self.random.randrange(10**9)}@post.example>"
        mail.set_content(_wrapped(letter.text))
        return mail

    def _alternative(self, letter: Letter) -> str:
        mail = self._message(letter)
        mail.add_alternative(_page(letter.text), subtype="html")
        if self.random.random() < 0.1:
            mail.add_attachment(
                b"\x89PNG\r\n" + self.random.randbytes(2000), maintype="image", subtype="png", filename="leaflet.png"
            )
        # The boundaries are the library's own random ones, which would make each run's files differ.
        for number, part in enumerate(part for part in mail.walk() if part.is_multipart()):
            part.set_boundary(f"=_{self.number}_{number}")
        out = io.BytesIO()
        BytesGenerator(out, policy=policy.SMTP).flatten(mail)
        return self._save(out.getvalue(), ".eml")

    def _mbox(self, letter: Letter) -> str:
        mail = mailbox.mboxMessage(self._message(letter))
        mail.set_from(f"{letter.address} {letter.sent.ctime()}")
        self.mbox.add(mail)
        return f"older.mbox#{len(self.mbox)}"

    def _maildir(self, letter: Letter) -> str:
        folder = self.inbox / "maildir" / "new"
        name = f"{1_530_000_000 + self.number}.{self.number}.office"
        (folder / name).write_bytes(self._message(letter).as_bytes(policy=policy.default))
        return f"maildir/new/{name}"

    def _msg(self, letter: Letter) -> str:
        body, page = (letter.text.replace("\n", "\r\n"), "") if self.random.random() < 0.7 else ("", _page(letter.text))
        return self._save(
            outlook_message(letter.subject, letter.sender, letter.address, letter.sent, body, page), ".msg"
        )

    def _txt(self, letter: Letter) -> str:
        return self._save(letter.text.encode("utf-8-sig" if self.random.random() < 0.3 else "utf-8"), ".txt")

    def _docx(self, letter: Letter) -> str:
        import docx

        document = docx.Document()
        for paragraph in letter.text.split("\n\n"):
            document.add_paragraph(paragraph)
        out = io.BytesIO()
        document.save(out)
        return self._save(out.getvalue(), ".docx")

    # What goes wrong in post.

    def sent_twice(self, letter: Letter) -> None:
        """The same letter again from the same writer."""
        self.put(
            Letter(
                letter.sender,
                letter.address,
                letter.subject,
                letter.text,
                letter.sent + timedelta(hours=3),
                {**letter.truth, "again": True},
            )
        )

    def broken(self) -> None:
        """Files that are no letters."""
        for data, ending in (
            (b"", ".eml"),
            (b"no headers at all\n", ".eml"),
            (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, ".msg"),
            (b"PK\x03\x04 cut off", ".docx"),
            (b"\x89PNG\r\n\x1a\n" + b"\0" * 50, ".txt"),
        ):
            self.number += 1
            self.truth.append({"file": self._save(data, ending), "form": ending, "unreadable": True})


def _in_latin(letter: Letter) -> bool:
    try:
        letter.text.encode("cp1252")
    except UnicodeEncodeError:
        return False
    return True


def _wrapped(text: str) -> str:
    """Lines of 72 letters at most, as many programs still send them."""
    return "\n".join("\n".join(textwrap.wrap(line, 72)) if len(line) > 72 else line for line in text.split("\n"))


def _page(text: str) -> str:
    """The text as a mail program writes HTML."""
    paragraphs = "".join(
        f"<div>{html.escape(part).replace(chr(10), '<br>')}</div><div><br></div>" for part in text.split("\n\n")
    )
    style = "<style>p.MsoNormal{margin:0} .x{color:#333}</style>"
    return f'<html><head><meta charset="utf-8">{style}</head><body dir="ltr">{paragraphs}<img src="https://example.org/x.png"></body></html>'


def make(folder: Path, messages: int, personal: int, seed: int) -> None:
    """Make the post."""
    post = Post(folder, seed)
    cases = list(post.words["personal"])
    post.random.shuffle(cases)
    hidden = [cases[number % len(cases)] for number in range(personal)]
    twice, broken = messages // 100, 5
    letters: list[Callable[[], Letter]] = []
    for number, case in enumerate(hidden):  # four of five are hidden in a campaign's letter
        letters.append(
            (lambda case=case, number=number: post.of_campaign(number % 3, case))
            if number % 5
            else lambda case=case: post.of_its_own(case)
        )
    left = messages - len(letters) - twice - broken
    others, own = left // 25, left // 12
    letters += [post.on_another_matter] * others + [post.of_its_own] * own
    shares = (0.5, 0.3, 0.2)
    campaigned = left - others - own
    for which, share in enumerate(shares):
        count = round(campaigned * share) if which < 2 else campaigned - sum(round(campaigned * s) for s in shares[:2])
        letters += [lambda which=which: post.of_campaign(which)] * count
    post.random.shuffle(letters)
    again = set(post.random.sample(range(len(letters)), min(twice, len(letters))))
    for number, write in enumerate(letters):
        letter = write()
        post.put(letter)
        if number in again:
            post.sent_twice(letter)
    post.broken()
    post.mbox.flush()
    post.mbox.close()
    (folder / "truth.json").write_text(json.dumps(post.truth, ensure_ascii=False, indent=0), "utf-8")


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(description="Make post for an office, all of it made up.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--messages", type=int, default=5000)
    parser.add_argument("--personal", type=int, default=50)
    parser.add_argument("--seed", type=int, default=2018)
    given = parser.parse_args()
    make(given.folder, given.messages, given.personal, given.seed)


if __name__ == "__main__":
    main()
