"""What came in is all accounted for: each message and each file in one place, whatever lies in the folder."""

from __future__ import annotations

import shutil
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st
from labelled import base
from post import LETTER, mail, put
from running import run_drafter
from test_mail_gather_mbox import FIRST, SECOND, headed

from drafter.engines import here, where_worth
from drafter.inbox.signature import OfficeContext
from drafter.inbox.store import StoredMessage
from drafter.inbox.topics import Recogniser
from drafter.inbox.triage import Came, open_store, sort_post

MAIL = mail(LETTER.encode(), "Content-Type: text/plain; charset=utf-8")
DOUBTFUL = headed("Hill", body="Who pays?\nFrom \nSubject: ACOs\nTo: everybody\n\nAnn Hill\n")
# What may lie in a folder: the name's ending, the bytes, and how many messages and other files that is.
KINDS = {
    "a letter": (".eml", lambda n: MAIL + b"%d" % n, 1, 0),
    "the same letter": (".eml", lambda _: MAIL, 1, 0),
    "nothing": (".eml", lambda _: b"", 1, 0),
    "no letter": (".msg", lambda n: b"x%d" % n, 1, 0),
    "a text": (".txt", lambda n: LETTER.encode() + b"%d" % n, 1, 0),
    "a document that is none": (".docx", lambda n: b"PK%d" % n, 1, 0),
    "a picture": (".png", lambda _: b"x", 0, 1),
    "a file without an ending": ("", lambda _: b"x", 0, 1),
    "two in a box": (".mbox", lambda _: (FIRST + SECOND) * 2, 2, 0),
    "two in a box, without a blank line": (
        "",
        lambda n: FIRST + headed("Hill", body=f"{n}\n") + FIRST + SECOND,
        2,
        0,
    ),
    "a doubtful one": (".mbox", lambda _: FIRST + SECOND + FIRST + DOUBTFUL + FIRST + SECOND, 3, 0),
    "no box": (".mbox", lambda _: b"x", 1, 0),
    "an index": (".msf", lambda _: b"x", 0, 0),
}


def laid(folder: Path, names: list[str], first: int = 0) -> tuple[int, int]:
    folder.mkdir(exist_ok=True)
    for number, name in enumerate(names, first):
        ending, data, _, _ = KINDS[name]
        (folder / f"{number:03}{ending}").write_bytes(data(number))
    return sum(KINDS[name][2] for name in names), sum(KINDS[name][3] for name in names)


def came(folder: Path, inbox: Path, recogniser: Recogniser) -> tuple[Came, list[StoredMessage]]:
    store = open_store(folder, make=True)
    try:
        done = sort_post([str(inbox)], store, recogniser, OfficeContext(), here, lambda _count: None)
        kept = list(store.messages())
        assert done.total == len(kept)
        return done.came, kept
    finally:
        store.close()


NAMES = st.lists(st.sampled_from(sorted(KINDS)), max_size=8)


def test_the_count_of_what_comes_in_is_the_count_of_what_is_accounted_for(tmp_path):
    recogniser = Recogniser.of(base())

    @settings(max_examples=25)
    @given(first=NAMES, then=NAMES)
    def law(first, then):
        inbox, folder = tmp_path / "inbox", tmp_path / "sorted"
        messages, files = laid(inbox, first)
        one, kept = came(folder, inbox, recogniser)
        assert (one.messages, one.left, one.all) == (messages, files, messages + files)
        assert (one.known, one.gone, len(kept)) == (0, 0, one.read + one.unreadable)
        assert sum(message.copies for message in kept) == messages
        for path in list(inbox.iterdir())[:1]:
            path.unlink()
        more, others = laid(inbox, then, len(first))
        two, kept = came(folder, inbox, recogniser)
        there = sum(KINDS[name][2] for name in first) + more
        assert there - 3 <= two.messages <= there
        assert two.left <= files + others
        assert len(kept) == two.read + two.unreadable + two.known + two.gone
        shutil.rmtree(inbox)
        shutil.rmtree(folder)

    law()


def test_it_is_printed_and_shown(office):
    inbox = Path("inbox")
    put(inbox, "1.eml", "Ann Hill")
    (inbox / "2.eml").write_bytes((inbox / "1.eml").read_bytes())
    (inbox / "3.eml").write_bytes(b"")
    (inbox / "4.pdf").write_bytes(b"x")
    (inbox / "5.eml").symlink_to("5.eml")
    ran = run_drafter("mail", "sort", "inbox", "-o", "sorted")
    assert ran.text.splitlines()[1] == (
        "  5 came in: 1 read, 1 could not be read, 1 there a second time, 1 no post and left alone, 1 could not be opened"
    )
    said = "2 messages on the piles; 1 file that lies there twice; 1 file that is no post; 1 that could not be opened."
    assert f"Came in: 5. {said}</p>" in Path("sorted/summary.html").read_text("utf-8")
    (inbox / "1.eml").unlink()
    (inbox / "2.eml").unlink()
    put(inbox, "6.eml", "Tom Bell")
    ran = run_drafter("mail", "sort", "inbox", "-o", "sorted")
    assert ran.text.splitlines()[:2] == [
        "3 messages, 1 of them new",
        "  4 came in: 1 read, 1 known from before, 1 no post and left alone, 1 could not be opened",
    ]
    assert " 1 that came before lies there no longer.</p>" in Path("sorted/summary.html").read_text("utf-8")


def test_a_doubtful_box_is_an_error_with_its_line(office):
    Path("a.mbox").write_bytes(FIRST + SECOND + FIRST + DOUBTFUL)
    ran = run_drafter("mail", "sort", "a.mbox", "-o", "sorted")
    assert ran.code == 1
    assert ran.err.startswith("a.mbox:16:0: error: may begin another message, or be a line of the letter")
    assert "  2 came in: 1 read, 1 could not be read" in ran.text


def test_processes_begin_only_where_there_is_much_to_read():
    assert list(where_worth(2)(str, iter([1, 2]))) == ["1", "2"]
    assert list(where_worth(1)(str, iter(range(5)))) == list("01234")
    assert list(where_worth(2)(str, iter(range(5)))) == list("01234")
