"""Texts found again among files of any name: the right one or none."""

from __future__ import annotations

from pathlib import Path

import made
from running import run_drafter

from drafter.files.digests import sha256_of

TEXT = (
    "Bus fares\n\nA fare is what is paid. It is \u2018fair\u2019.\r\n\nIt is paid on the bus \u2013 or before.".encode()
)
PDF = made.pdf([[("Tram fares", 20, 16), ("A tram fare is what is paid on a tram, and nowhere else.", 30, 11)]])

ENTRY = """
- id: {id}
  type: report
  title: {title}
  author: A
  publisher: P
  issued: 2018-04
  stated: []
  known_from: x
  speaker: {{ full: the report, short: it }}
  side: independent
  sha256: {sha256}
"""


def office_with(office: Path, **digests: str) -> Path:
    """An office with sources and no facts; and a folder for files."""
    entries = [ENTRY.format(id=id_, title=id_.capitalize(), sha256=digest) for id_, digest in digests.items()]
    (office / "facts" / "sources.yaml").write_text("".join(entries), "utf-8")
    for path in (office / "facts" / "aco").glob("*.yaml"):
        if path.name not in {"topics.yaml", "words.yaml"}:
            path.unlink()
    # The shipped words rest on facts that are gone.
    (office / "facts" / "aco" / "words.yaml").write_text("subject: fares\n", "utf-8")
    fact = ENTRY.format(id="fares", title="Fares", sha256=sha256_of(b"nothing"))
    with (office / "facts" / "sources.yaml").open("a", encoding="utf-8") as file:
        file.write(fact)
    (office / "facts" / "aco" / "facts.yaml").write_text(
        "- id: fare-is-paid\n  kind: claim\n  topics: [overview]\n"
        "  claim: a fare is what is paid\n  from: 2018-04-30\n"
        "  cites:\n    - source: fares\n      quote: A fare is what is paid\n      paragraph: 2\n"
        "    - source: fares\n      quote: It is paid on the bus\n      paragraph: 3\n"
        "    - source: fares\n      quote: It is 'fair'\n      paragraph: 2\n",
        "utf-8",
    )
    folder = office / "files"
    folder.mkdir()
    return folder


def attach() -> dict[str, str]:
    ran = run_drafter("sources", "attach", "files")
    assert "Traceback" not in ran.err
    lines = [line.split("  ", 1) for line in ran.text.splitlines()]
    return {name.strip(): said.strip() for name, said in lines} | {"": ran.err}


def test_by_its_bytes_whatever_its_name(office):
    folder = office_with(office, buses=sha256_of(TEXT))
    (folder / "000_x.dat").write_bytes(TEXT)
    (folder / "other.txt").write_text("Something else.", "utf-8")
    found = attach()
    assert found["000_x.dat"] == "buses: attached"
    assert found["other.txt"] == "not recognised"
    assert "fares: its text is not at hand" in found[""]
    assert (office / "texts" / "buses.txt").read_bytes() == TEXT
    assert attach()["000_x.dat"] == "buses: at hand already"


def test_a_text_whose_line_ends_changed_on_the_way(office):
    plain = TEXT.replace(b"\r\n", b"\n")
    folder = office_with(office, buses=sha256_of(plain))
    (folder / "a.txt").write_bytes(b"\xef\xbb\xbf" + plain.replace(b"\n", b"\r\n") + b"\r\n")
    assert attach()["a.txt"] == "buses: attached"
    assert (office / "texts" / "buses.txt").read_bytes() == plain


def test_a_pdf_by_the_text_that_was_kept_of_it(office):
    kept = b"Tram fares\nA tram fare is what is paid on a tram, and nowhere else.\n"
    folder = office_with(office, trams=sha256_of(kept))
    (folder / "download(3).pdf").write_bytes(PDF)
    assert attach()["download(3).pdf"] == "trams: attached"
    assert (office / "texts" / "trams.txt").read_bytes() == kept


def test_the_same_words_as_a_text_at_hand(office):
    folder = office_with(office, buses=sha256_of(TEXT))
    (office / "texts").mkdir()
    (office / "texts" / "buses.txt").write_bytes(TEXT)
    (folder / "a.txt").write_text(
        "Bus fares A fare is what is paid. It is 'fair'. It is paid on the bus - or before.", "utf-8"
    )
    assert attach()["a.txt"] == "buses: at hand already"


def test_another_edition_is_told_and_left(office):
    folder = office_with(office, buses=sha256_of(TEXT), cabs=sha256_of(b"x"))
    (folder / "newer.txt").write_text("Fares\n\nA fare is what is paid. It is paid on the bus, always.\n", "utf-8")
    (folder / "older.txt").write_text("Cabs\n\nA cab is a vehicle with wheels.\n", "utf-8")
    found = attach()
    assert found["newer.txt"] == "not attached: perhaps another edition of fares (2 of its 3 quotations stand in it)"
    assert found["older.txt"] == "not attached: perhaps another edition of cabs (it has its title)"
    assert not (office / "texts").exists()


def test_a_wrong_text_in_its_place_is_not_written_over(office):
    folder = office_with(office, buses=sha256_of(TEXT))
    (office / "texts").mkdir()
    (office / "texts" / "buses.txt").write_text("another edition", "utf-8")
    (folder / "a.txt").write_bytes(TEXT)
    assert "texts/buses.txt: error: is there already, and is another text" in attach()[""]
    assert (office / "texts" / "buses.txt").read_text("utf-8") == "another edition"


def test_broken_files_and_folders_that_are_none(office):
    folder = office_with(office, buses=sha256_of(TEXT))
    (folder / "a.pdf").write_bytes(PDF[:200])
    (folder / ".hidden.txt").write_bytes(TEXT)
    (folder / "inner").mkdir()
    found = attach()
    assert "files/a.pdf: error: is cut short" in found[""]
    assert found["a.pdf"] == "not recognised"
    ran = run_drafter("sources", "attach", "nowhere")
    assert (ran.code, ran.err.splitlines()[0]) == (
        1, "nowhere: error: cannot be read: no such file or directory [unreadable-folder]",
    )  # fmt: skip
