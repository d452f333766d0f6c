"""Our own code beside libraries that do the same: ``python tests/compare_libraries.py [PART...] [--mail FOLDER]``.

What is not installed is left out. Candidates, none of which drafter needs: nameparser probablepeople pyap
uk-postcodes-parsing talon email-reply-parser mail-parser-reply inscriptis html2text resiliparse striprtf pyth3 RTFDE edtf
dateparser zipstream-ng stream-zip ruamel.yaml rapidfuzz datasketch portalocker tqdm rich citeproc-py. PDF has ``pdf_compare.py``.

FOLDER holds mail that quotes mail: files ``NAME.txt`` and ``labels.json``, ``{NAME: {"own": TEXT, "quoted": TEXT}}``.
Times are the least of several runs, in milliseconds; weights are in MB, with what comes along.
"""

from __future__ import annotations

import importlib
import io
import json
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from datetime import date
from importlib import metadata
from itertools import pairwise
from pathlib import Path
from typing import Any

from labelled import as_read, labelled, plain
from running import ROOT

# Names, and whom a British secretary would greet. Written down before any program was asked.
NAMES = {
    "Mrs Olwen Parry": "Mrs Parry", "Mr T R Ashdown": "Mr Ashdown", "Dr Ngozi Eze": "Dr Eze", "Ms Farah Qureshi": "Ms Qureshi",
    "Mr and Mrs D Holt": "Mr and Mrs Holt", "Mr & Mrs Peter Lamb": "Mr and Mrs Lamb", "Prof Sir Ivor Blyth": "Professor Blyth",
    "Sir Ivor Blyth": "Sir Ivor", "Dame Ruth Pell": "Dame Ruth", "Lord Pell of Westmere": "Lord Pell", "Lady Carew": "Lady Carew",
    "Baroness Tarn": "Baroness Tarn", "The Rt Hon Ivor Blyth MP": "The Rt Hon Ivor Blyth MP", "Rev Joan Kemp": "Revd Joan Kemp",
    "Cllr Amit Shah": "Cllr Shah", "Mr Piet van der Berg": "Mr van der Berg", "Ms Siobhan O'Hara": "Ms O'Hara",
    "Mrs Maria de Souza Lima": "Mrs Maria de Souza Lima", "Mr Hassan Ali Khan": "Mr Hassan Ali Khan", "Asha Patel": "Asha Patel",
    "Patel, Asha": "Asha Patel", "Patel, Mrs A": "Mrs Patel", "Mr J Smith OBE": "Mr Smith", "Mr Alan Reid MA": "Mr Reid",
    "Miss L Fenwick-Jones": "Miss Fenwick-Jones", "Mx Robin Hale": "Mx Hale", "John and Mary Pugh": "John and Mary Pugh",
    "Dr and Mrs K Bose": "Dr and Mrs Bose", "Mr J Hill and Ms R Dale": "Mr Hill and Ms Dale", "Major T Orme": "Major Orme",
    "Mr Li Wei": "Mr Li Wei", "Westmere Parish Council": "", "The Long Row Residents' Association": "", "Holt & Sons Ltd": "",
    "St Mark's Primary School": "", "Friends of Pellbrook Library": "", "Westmere Foodbank": "", "The Headteacher": "",
}  # fmt: skip
DATES = {  # typed on a command line; none where two days may be meant, or none is
    "10 July 2018": date(2018, 7, 10), "2018-07-10": date(2018, 7, 10), "1st feb 2018": date(2018, 2, 1),
    "3 September 2019": date(2019, 9, 3), "10/07/2018": None, "31 June 2018": None, "July 2018": None, "2018": None,
    "07-10-18": None, "Tuesday": None, "10 2018": None, "in two weeks": None,
}  # fmt: skip
EDTF = {
    "2018-01-25": (date(2018, 1, 25), date(2018, 1, 25)), "2018-04": (date(2018, 4, 1), date(2018, 4, 30)),
    "2016-02": (date(2016, 2, 1), date(2016, 2, 29)), "2017-11-23/2018-01-31": (date(2017, 11, 23), date(2018, 1, 31)),
    "2018-04-03/2018-04-20": (date(2018, 4, 3), date(2018, 4, 20)), "2018-02-30": None, "2018-13": None, "25 January 2018": None,
    "2018-04-30/2018-04-01": None, "20180125": None,
}  # fmt: skip
PAGES = {  # HTML that nobody closed properly, and the words in the order in which browsers show them
    "<p>one<div>two</p>three": "one two three", "<table><p>one</p><tr><td>two": "one two", "<b>one<p>two</b> three": "one two three",
    "one<!-->two": "onetwo", "one<!--x--!>two": "onetwo", "<p style='display:none' style='display:block'>one</p>two": "two",
    "<td>one</td><td>two</td>": "onetwo", "one</br>two": "one two", "<svg><title>x</title></svg>one": "one",
    "&ampone &lt;two": "&one <two",
    "<title>x</title><p>one": "one", "<p>one&#128;two": "one\u20actwo", "<p/>one<p/>two": "one two",
}  # fmt: skip
MOJIBAKE = {
    "BrontÃ«": "Brontë", "Oâ€™Brien": "O’Brien", "JosÃ© NÃºÃ±ez": "José Núñez", "â€œHolmeâ€\x9d": "“Holme”", "SiÃ¢n": "Siân",
    "Å»ebrowska": "Żebrowska", "CafÃ© â€“ Row": "Café – Row", "Ã‰lodie": "Élodie", "Brontë": "Brontë", "Ängelholm": "Ängelholm",
    "São Paulo": "São Paulo", "Zoë": "Zoë", "£10 – a week": "£10 – a week", "Dvořák": "Dvořák", "BrontÃƒÂ«": "Brontë",
}  # fmt: skip
TYPOS = {
    "acountability": "accountability",
    "stff": "staff",
    "finding": "funding",
    "comercial": "commercial",
    "zebra": None,
    "rights": None,
}
WORDS = ("accountability", "staff", "funding", "commercial", "legality", "timing", "consultation", "privacy")


def has(name: str) -> bool:
    with suppress(ImportError):
        importlib.import_module(name)
        return True
    return False


def least(work: Callable[[], object], times: int = 5) -> float:
    found = []
    for _ in range(times):
        begun = time.perf_counter()
        work()
        found.append(time.perf_counter() - begun)
    return min(found) * 1000


def table(title: str, head: Iterable[str], rows: Iterable[Iterable[object]]) -> None:
    print(f"\n{title}\n")
    print("|", " | ".join(head), "|")
    for row in rows:
        print("|", " | ".join(f"{cell:.1f}" if isinstance(cell, float) else str(cell) for cell in row), "|")


# Names


def by_nameparser(name: str) -> str:
    from nameparser import HumanName

    found = HumanName(name)
    if found.title.split()[:1] in (["Sir"], ["Dame"]):
        return f"{found.title} {found.first}"
    return f"{found.title} {found.last}".replace("&", "and") if found.title and found.last else str(found)


def by_probablepeople(name: str) -> str:
    import probablepeople

    try:
        found, kind = probablepeople.tag(name)
    except probablepeople.RepeatedLabelError:
        return name
    if kind == "Corporation":
        return ""
    titles = " ".join(
        found[key] for key in ("PrefixMarital", "PrefixOther", "And", "SecondPrefixMarital") if key in found
    )
    return f"{titles} {found['Surname']}".replace("&", "and") if titles and "Surname" in found else name


def names() -> None:
    import test_letter_correspondent as known

    from drafter.letter.recipient import correspondent

    def ours(name: str) -> str:
        greeted = correspondent(name).salutation.removeprefix("Dear ")
        return "" if greeted == "Sir or Madam" else greeted

    sets = {"new": NAMES, "tests'": {**known.GREETED, **dict.fromkeys(known.BODIES, "")}}
    rows = []
    for name, package, reader in (
        ("drafter", "drafter", ours),
        ("nameparser", "nameparser", by_nameparser),
        ("probablepeople", "probablepeople", by_probablepeople),
    ):
        if has(package):
            told = []
            for wanted in sets.values():
                right = sum(reader(one) == greeted for one, greeted in wanted.items())
                told.append(f"{right} of {len(wanted)}")
            bodies = [one for one, greeted in NAMES.items() if not greeted]
            told.append(f"{sum(bool(reader(one)) for one in bodies)} of {len(bodies)}")
            rows.append([name, *told, least(lambda reader=reader: [reader(f"{one}") for one in NAMES]) / len(NAMES)])
            if "--wrong" in sys.argv:
                print(name, [(one, greeted, reader(one)) for one, greeted in NAMES.items() if reader(one) != greeted])
    table("Names: whom the letter greets", ["", *sets, "bodies greeted as people", "ms a name"], rows)


# Addresses


def by_pyap(text: str) -> tuple[str, list[str]]:
    import pyap

    found = pyap.parse(text, country="GB")
    if not found:
        return "", []
    code = (found[-1].postal_code or "").replace(" ", "")
    lines = re.split(r"[,\n]", found[-1].full_address.replace(found[-1].postal_code or "\0", ""))
    return code, [plain(line) for line in lines if plain(line)]


def by_parsing(text: str) -> tuple[str, list[str]]:
    from uk_postcodes_parsing import ukpostcode

    found = ukpostcode.parse_from_corpus(text)
    return (found[-1].postcode.replace(" ", "") if found else ""), []


def addresses() -> None:
    messages = [message for name in ("working", "measuring", "layouts") for message in labelled(name)]
    postcodes = [(message["text"], (message["postcode"] or "").replace(" ", "").upper()) for message in messages]
    homes = [(message["text"], list(map(plain, message["address"]))) for message in messages if "address" in message]
    asked = {message["text"]: message for message in messages}

    def ours(text: str) -> tuple[str, list[str]]:
        writer = as_read(asked[text]).writer
        return writer.postcode.replace(" ", ""), list(map(plain, writer.address))

    rows = []
    for name, package, reader in (
        ("drafter (all of a message)", "drafter", ours),
        ("pyap", "pyap", by_pyap),
        ("uk-postcodes-parsing", "uk_postcodes_parsing", by_parsing),
    ):
        if has(package):
            begun = time.perf_counter()
            codes = [(wanted, reader(text)[0]) for text, wanted in postcodes]
            took = (time.perf_counter() - begun) * 1000 / len(postcodes)
            right = sum(wanted == got for wanted, got in codes)
            others = sum(bool(got) and wanted != got for wanted, got in codes)
            whole = sum(wanted == reader(text)[1] for text, wanted in homes)
            rows.append([name, f"{right} of {len(codes)}", others, f"{whole} of {len(homes)}", took])
    table("Addresses: the writer's own", ["", "postcode", "another's postcode", "address", "ms a message"], rows)


# Mail that quotes mail


def by_quotequail(text: str) -> str:
    import quotequail

    told = quotequail.unwrap(text)
    return text if told is None else f"{told.get('text_top') or ''}\n{told.get('text_bottom') or ''}"


def by_zapier(text: str) -> str:
    from email_reply_parser import EmailReplyParser

    return EmailReplyParser.parse_reply(text)


def by_talon(text: str) -> str:
    from talon import quotations

    return str(quotations.extract_from_plain(text))


def by_reply(text: str) -> str:
    from mailparser_reply import EmailReplyParser

    return EmailReplyParser(languages=["en", "de", "fr", "it", "es", "pl"]).parse_reply(text=text) or ""


def quoting(folder: Path | None) -> None:
    from drafter.inbox import quoted

    if folder is None:
        print("\nMail that quotes mail: --mail names no folder")
        return
    labels = json.loads((folder / "labels.json").read_text("utf-8"))
    texts = {name: (folder / f"{name}.txt").read_text("utf-8") for name in labels}

    def ours(text: str) -> str:
        return "\n".join(quoted.split_quoted(text, "").own)

    def without(text: str) -> str:
        kept = sys.modules.get("quotequail")
        sys.modules["quotequail"] = None  # type: ignore[assignment]
        try:
            return ours(text)
        finally:
            if kept is None:
                del sys.modules["quotequail"]
            else:
                sys.modules["quotequail"] = kept

    def words(text: str) -> set[str]:
        return {line for line in (" ".join(line.strip("> *\t").split()) for line in text.split("\n")) if len(line) > 3}

    rows = []
    for name, package, reader in (
        ("drafter", "drafter", ours),
        ("drafter without quotequail", "drafter", without),
        ("quotequail", "quotequail", by_quotequail),
        ("talon", "talon", by_talon),
        ("email-reply-parser", "email_reply_parser", by_zapier),
        ("mail-parser-reply", "mailparser_reply", by_reply),
    ):
        if has(package):
            lost = kept = right = 0
            for key, label in labels.items():
                own, others, got = words(label["own"]), words(label["quoted"]), words(reader(texts[key]))
                loses, keeps = bool(own - got), bool((others - own) & got)
                lost, kept, right = lost + loses, kept + keeps, right + (not loses and not keeps)
            took = least(lambda reader=reader: [reader(text) for text in texts.values()], 2) / len(texts)
            rows.append([name, f"{right} of {len(labels)}", lost, kept, took])
    table("Mail that quotes mail", ["", "right", "own lines lost", "others' lines kept", "ms a message"], rows)


# HTML


def by_selectolax(page: str) -> str:
    from selectolax.lexbor import LexborHTMLParser

    body = LexborHTMLParser(page).body
    return body.text(separator=" ") if body else ""


def by_lxml(page: str) -> str:
    import lxml.html

    return " ".join(lxml.html.document_fromstring(page).itertext())


def by_inscriptis(page: str) -> str:
    import inscriptis

    return inscriptis.get_text(page)


def by_html2text(page: str) -> str:
    import html2text

    return html2text.html2text(page)


def by_resiliparse(page: str) -> str:
    from resiliparse.extract.html2text import extract_plain_text

    return extract_plain_text(page)


def by_trafilatura(page: str) -> str:
    import trafilatura

    return trafilatura.extract(page, favor_recall=True) or ""


def html() -> None:
    import test_mail_hidden as known

    from drafter.inbox.html import text_of_html

    def ours(page: str) -> str:
        return text_of_html(page).text

    seen = [page.replace("\0", "@") for name, page in known.SEEN.items() if name != "invisible signs in it"]
    hidden = [page.replace("\0", "@") for page in known.HIDDEN.values()]

    def joined(text: str) -> str:  # where lines and spaces stand, each decides in its own way
        return "".join(text.split())

    long = (
        "<html><body>"
        + "<p>Who will be <b>accountable</b> for it?</p><table><tr><td>a<td>b</table>" * 500
        + "</body></html>"
    )
    rows = []
    for name, package, reader in (
        ("drafter", "selectolax", ours),
        ("selectolax, its text()", "selectolax", by_selectolax),
        ("lxml, its itertext()", "lxml", by_lxml),
        ("inscriptis", "inscriptis", by_inscriptis),
        ("html2text", "html2text", by_html2text),
        ("resiliparse", "resiliparse", by_resiliparse),
        ("trafilatura", "trafilatura", by_trafilatura),
    ):
        if has(package):
            hid = sum(known.SECRET not in reader(f"<p>Seen.</p>{page}") for page in hidden)
            shown = sum(
                " ".join(known.SECRET.split()) in " ".join(reader(f"<p>Seen.</p>{page}").split()) for page in seen
            )
            wrong = [(page, reader(page)) for page, wanted in PAGES.items() if joined(reader(page)) != joined(wanted)]
            mended = len(PAGES) - len(wrong)
            if "--wrong" in sys.argv:
                print(name, wrong)
            told = [f"{hid} of {len(hidden)}", f"{shown} of {len(seen)}", f"{mended} of {len(PAGES)}"]
            rows.append([name, *told, least(lambda reader=reader: reader(long))])
    table("HTML", ["", "hidden left out", "visible kept", "badly made pages", "ms for 40 KB"], rows)


# Rich text


def rich_text() -> None:
    import test_mail_rich_text as known

    from drafter.inbox.html import text_of_html
    from drafter.inbox.outlook import read_rtf

    def ours(data: bytes) -> str:
        told = read_rtf(data)
        return text_of_html(told.text).text if told.is_page else told.text

    def by_striprtf(data: bytes) -> str:
        from striprtf.striprtf import rtf_to_text

        return rtf_to_text(data.decode("latin-1"), errors="ignore")

    def by_pyth(data: bytes) -> str:
        from pyth.plugins.plaintext.writer import PlaintextWriter
        from pyth.plugins.rtf15.reader import Rtf15Reader

        return str(PlaintextWriter.write(Rtf15Reader.read(io.BytesIO(data))).getvalue())

    def by_rtfde(data: bytes) -> str:
        from RTFDE.deencapsulate import DeEncapsulator

        found = DeEncapsulator(data)
        found.deencapsulate()
        return text_of_html((found.html or b"").decode("utf-8", "replace")).text

    letters = [known.HEAD + known.escaped(known.LETTER, way) + b"}" for way in ("unicode", "bytes", "words")]
    hidden = [
        known.HEAD + known.escaped(known.LETTER, "unicode").replace(b"Who", b"{\\v Never. }Who") + b"}",
        known.HEAD + known.escaped(known.LETTER, "unicode").replace(b"Who", b"\\v Never. \\v0 Who") + b"}",
        known.HEAD + known.escaped(known.LETTER, "unicode").replace(b"Who", b"{\\*\\unknown Never. }Who") + b"}",
    ]
    pages = [known.within(known.page().decode())]
    wanted = set(known.LETTER.split())

    def whole(reader: Callable[[bytes], str], data: bytes) -> bool:
        try:
            told = reader(data)
        except Exception:  # noqa: BLE001 - whatever a library raises
            return False
        return wanted <= set(re.sub("<[^>]*>", " ", told).split()) and "Never" not in told

    rows = []
    for name, package, reader in (
        ("drafter", "drafter", ours),
        ("striprtf", "striprtf", by_striprtf),
        ("pyth3", "pyth", by_pyth),
        ("RTFDE", "RTFDE", by_rtfde),
    ):
        if has(package):
            told = [f"{sum(whole(reader, data) for data in some)} of {len(some)}" for some in (letters, hidden, pages)]
            long = known.HEAD + known.escaped(known.LETTER, "bytes") * 20 + b"}"
            took: object = "fails"
            with suppress(Exception):
                took = least(lambda reader=reader, long=long: reader(long), 2)
            rows.append([name, *told, took])
    table("Rich text", ["", "letters", "with hidden text", "a page within it", "ms a long letter"], rows)


# Mailboxes


def mailboxes() -> None:
    import mailbox

    import test_mail_gather_mbox as known

    from drafter.inbox.gather import gather
    from drafter.inbox.model import RawMessage

    def given(test: Callable[..., None], name: str) -> list[Any]:
        return next(list(mark.args[1]) for mark in test.pytestmark if mark.args[0] == name)  # type: ignore[attr-defined]

    begun = given(known.test_programs_begin_a_message_in_many_ways, "line")
    written = given(known.test_a_line_of_the_writers_own_begins_none, "line")
    boxes = [(2, 2 * (b"From " + line.encode() + b"\n" + known.MAIL + b"\n")) for line in begun]
    boxes += [(1, known.FIRST + known.MAIL + b"\n" + line.encode()) for line in written]

    def ours(path: Path) -> int:
        return sum(isinstance(one, RawMessage) and not one.fault for one in gather([str(path)]))

    def standard(path: Path) -> int:
        return len(mailbox.mbox(path))

    rows = []
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "a.mbox")
        for name, reader in (("drafter", ours), ("mailbox of the standard library", standard)):
            right = 0
            for count, data in boxes:
                path.write_bytes(data)
                right += reader(path) == count
            rows.append([name, f"{right} of {len(boxes)}"])
    table("Mailboxes: how many messages", ["", "right"], rows)


# Days


def by_dateparser(text: str) -> date | None:
    import dateparser

    found = dateparser.parse(
        text, languages=["en"], settings={"DATE_ORDER": "DMY", "REQUIRE_PARTS": ["day", "month", "year"]}
    )
    return found.date() if found else None


def by_edtf(text: str) -> tuple[date, date] | None:
    from edtf import parse_edtf

    try:
        found = parse_edtf(text)
        low, high = found.lower_strict(), found.upper_strict()
    except Exception:  # noqa: BLE001 - whatever the library raises
        return None
    return date(*low[:3]), date(*high[:3])


def days() -> None:
    from drafter.facts.edtf import parse_day, parse_edtf

    def ours(text: str) -> tuple[date, date] | None:
        try:
            found = parse_edtf(text)
        except ValueError:
            return None
        return found.earliest, found.latest

    rows = []
    for name, package, reader in (("drafter", "drafter", parse_day), ("dateparser", "dateparser", by_dateparser)):
        if has(package):
            right = sum(reader(text) == wanted for text, wanted in DATES.items())
            guessed = sum(wanted is None and reader(text) is not None for text, wanted in DATES.items())
            rows.append(
                [
                    name,
                    f"{right} of {len(DATES)}",
                    guessed,
                    least(lambda reader=reader: [reader(text) for text in DATES]),
                ]
            )
    table("A typed day", ["", "right", "guessed", "ms for all"], rows)
    rows = []
    for name, package, bounds in (("drafter", "drafter", ours), ("edtf", "edtf", by_edtf)):
        if has(package):
            right = sum(bounds(text) == wanted for text, wanted in EDTF.items())
            if "--wrong" in sys.argv:
                print(name, [(text, bounds(text)) for text, wanted in EDTF.items() if bounds(text) != wanted])
            rows.append([name, f"{right} of {len(EDTF)}", least(lambda bounds=bounds: [bounds(text) for text in EDTF])])
    table("A document's date", ["", "right", "ms for all"], rows)


# YAML


def yaml_files() -> None:
    from directly import load_facts

    files = sorted(path for path in (ROOT / "facts").rglob("*.yaml") if path.is_file())
    rows: list[list[object]] = []
    read = least(lambda: load_facts(ROOT / "facts"), 2)
    if has("ruamel.yaml"):
        from ruamel.yaml import YAML

        tool = YAML()
        tool.preserve_quotes = True
        tool.width = 10_000
        same = 0
        begun = time.perf_counter()
        for path in files:
            out = io.StringIO()
            tool.dump(tool.load(path.read_text("utf-8")), out)
            same += out.getvalue() == path.read_text("utf-8")
        rows.append(["ruamel.yaml, read and written", f"{same} of {len(files)}", (time.perf_counter() - begun) * 1000])
    print(f"\ndrafter reads them, checks and all, in {read:.0f} ms, and writes no line but those of an edited entry")
    table("YAML: files that stay as they are where nothing is changed", ["", "the same bytes", "ms for all"], rows)


# Archives


def archives() -> None:
    import zipfile
    import zlib

    from drafter.batch.journal import JournalEntry
    from drafter.batch.sinks import entry_header, finish_zip

    letters = [(f"{number:04}.docx", bytes([number % 251]) * 12_000) for number in range(5_000)]
    folder = tempfile.TemporaryDirectory()
    path = Path(folder.name, "a.zip")

    def ours() -> None:
        entries = []
        with path.open("wb") as file:
            for name, data in letters:
                entries.append(JournalEntry(name, "", 1, 1, len(data), zlib.crc32(data)))
                file.write(entry_header(name, entries[-1].crc, len(data)) + data)
            finish_zip(file, file.tell(), lambda: iter(entries), "manifest.csv", [b"a\n"])

    def standard() -> None:
        with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as archive:
            for name, data in letters:
                archive.writestr(zipfile.ZipInfo(name), data)

    def by_zipstream() -> None:
        import zipstream

        stream = zipstream.ZipStream()
        for name, data in letters:
            stream.add(data, name)
        with path.open("wb") as file:
            file.writelines(stream)

    def by_stream_zip() -> None:
        from datetime import datetime

        from stream_zip import NO_COMPRESSION_64, stream_zip

        members = ((name, datetime(1980, 1, 1), 0o600, NO_COMPRESSION_64, [data]) for name, data in letters)  # noqa: DTZ001
        with path.open("wb") as file:
            file.writelines(stream_zip(members))

    rows = []
    for name, package, work in (
        ("drafter", "drafter", ours),
        ("zipfile", "zipfile", standard),
        ("zipstream-ng", "zipstream", by_zipstream),
        ("stream-zip", "stream_zip", by_stream_zip),
    ):
        if has(package):
            took = least(work, 3)
            with zipfile.ZipFile(path) as archive:
                whole = archive.testzip() is None and len(archive.namelist()) >= len(letters)
            rows.append([name, took, "yes" if whole else "no", "yes" if name == "drafter" else "no"])
    folder.cleanup()
    table("A ZIP of 5,000 letters", ["", "ms", "whole", "goes on after a kill"], rows)


# Likeness


def by_rapidfuzz(word: str) -> str | None:
    from rapidfuzz import fuzz, process

    found = process.extractOne(word, WORDS, scorer=fuzz.ratio, score_cutoff=70)
    return found[0] if found else None


def by_difflib(word: str) -> str | None:
    from drafter.problems import nearest

    return next((one for one in WORDS if one in nearest(word, WORDS)), None)


def nearest_words() -> None:
    rows = [
        [name, f"{sum(reader(typed) == meant for typed, meant in TYPOS.items())} of {len(TYPOS)}"]
        for name, package, reader in (
            ("drafter (difflib)", "difflib", by_difflib),
            ("rapidfuzz", "rapidfuzz", by_rapidfuzz),
        )
        if has(package)
    ]
    table("What was probably meant", ["", "right"], rows)


def differences() -> None:
    import difflib

    pairs = list(pairwise([message["text"].split() for message in labelled("working")][:40]))

    def standard() -> None:
        for one, other in pairs:
            difflib.SequenceMatcher(None, one, other, autojunk=False).get_opcodes()

    def indel() -> None:
        from rapidfuzz.distance import Indel

        for one, other in pairs:
            Indel.opcodes(one, other)

    rows = [["difflib", least(standard)]]
    rows += [["rapidfuzz", least(indel)]] if has("rapidfuzz") else []
    table("Differences of words", ["", f"ms for {len(pairs)} letters"], rows)


def cells() -> None:
    from drafter.batch.spoilt import undamaged

    def by_hand(cell: str) -> str:
        with suppress(UnicodeError):
            return cell.encode("cp1252").decode("utf-8")
        return cell

    rows = [
        [name, f"{sum(reader(cell) == meant for cell, meant in MOJIBAKE.items())} of {len(MOJIBAKE)}"]
        for name, reader in (("drafter with ftfy", undamaged), ("one encoding undone", by_hand))
    ]
    table("Cells that were decoded wrongly", ["", "right"], rows)


def hashes() -> None:
    words = [message["text"].split() for message in labelled("working")][:40] * 5

    def with_rensa() -> None:
        from rensa import RMinHash

        for one in words:
            made = RMinHash(num_perm=128, seed=1)
            made.update(one)
            made.digest()

    def with_datasketch() -> None:
        from datasketch import MinHash

        for one in words:
            MinHash(num_perm=128).update_batch([word.encode() for word in one])

    rows = [[name, least(work)] for name, work in (("rensa", with_rensa), ("datasketch", with_datasketch)) if has(name)]
    table("MinHash", ["", f"ms for {len(words)} messages"], rows)


# Weight


def weights() -> None:
    every = (
        "filelock portalocker platformdirs nameparser probablepeople pyap uk-postcodes-parsing inscriptis html2text resiliparse \
email-reply-parser mail-parser-reply striprtf pyth3 RTFDE edtf dateparser zipstream-ng stream-zip ruamel.yaml rapidfuzz datasketch \
rich tqdm citeproc-py quotequail ftfy pyspellchecker rensa selectolax lxml trafilatura pypdfium2 ahocorasick-rs"
    )
    modules = {"uk-postcodes-parsing": "uk_postcodes_parsing", "email-reply-parser": "email_reply_parser", "mail-parser-reply": "mailparser_reply",
        "pyth3": "pyth", "zipstream-ng": "zipstream", "stream-zip": "stream_zip", "citeproc-py": "citeproc", "pyspellchecker": "spellchecker",
        "selectolax": "selectolax.lexbor", "ahocorasick-rs": "ahocorasick_rs", "lxml": "lxml.html"}  # fmt: skip
    rows = []
    for name in every.split():
        try:
            found = set(_closure(name, set()))
        except metadata.PackageNotFoundError:
            continue
        size = sum(map(_size, found)) / 1e6
        code = f"import {modules.get(name, name)}"
        took = least(lambda code=code: subprocess.run([sys.executable, "-c", code], check=False, capture_output=True))
        bare = least(lambda: subprocess.run([sys.executable, "-c", "pass"], check=False, capture_output=True))
        rows.append([name, metadata.version(name), size, len(found) - 1, max(0.0, took - bare)])
    table("Weight", ["", "version", "MB with what comes along", "packages that come along", "ms to import"], rows)


def _closure(name: str, seen: set[str]) -> Iterator[str]:
    plain_name = re.sub(r"[-_.]+", "-", name).lower()
    if plain_name in seen:
        return
    seen.add(plain_name)
    yield plain_name
    for need in metadata.requires(plain_name) or []:
        if "extra ==" not in need and "win32" not in need and "Windows" not in need:
            with suppress(metadata.PackageNotFoundError):
                metadata.version(re.split(r"[^\w.-]", need)[0])
                yield from _closure(re.split(r"[^\w.-]", need)[0], seen)


def _size(name: str) -> int:
    files = metadata.files(name) or []
    return sum(file.size or 0 for file in files)


PARTS: dict[str, Callable[[], None]] = {
    "names": names, "addresses": addresses, "html": html, "rich-text": rich_text, "mailboxes": mailboxes, "days": days,
    "yaml": yaml_files, "archives": archives, "nearest": nearest_words, "differences": differences, "cells": cells, "hashes": hashes, "weights": weights,
}  # fmt: skip


def main(words: list[str]) -> None:
    folder = Path(words[words.index("--mail") + 1]) if "--mail" in words else None
    wanted = [word for word in words if word in {*PARTS, "quoting"}] or ["quoting", *PARTS]
    for part in wanted:
        quoting(folder) if part == "quoting" else PARTS[part]()


if __name__ == "__main__":
    main(sys.argv[1:])
