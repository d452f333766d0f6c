"""How fast many letters are made, and much post read: whole processes on the same letters, in one run.

python tests/bench_batches.py          (`make bench` runs it with the rest)
"""

from __future__ import annotations

import filecmp
import os
import re
import statistics
import subprocess
import sys
import tempfile
import zipfile
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from time import perf_counter

from batches import row, write_list

ROOT = Path(__file__).parent.parent
BIN = Path(sys.executable).parent
DRAFTER = (str(BIN / "drafter"), "--office", str(ROOT))
TOPICS = "privatisation, scrutiny, patients"  # as the largest of the example's campaigns raises
ROUNDS = 5
DAY = ("--date", "2018-07-10")

# A program that does with docxtpl what a batch does: one template, filled for each reader, into one ZIP file.
DOCXTPL = """
import csv, io, sys, zipfile
from docxtpl import DocxTemplate
template, people, out, most = sys.argv[1], sys.argv[2], sys.argv[3], int(sys.argv[4])
with open(people, encoding="utf-8", newline="") as file, zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
    for number, row in enumerate(csv.DictReader(file), 1):
        if number > most:
            break
        document = DocxTemplate(template)
        document.render({"name": row["name"], "address": row["address"], "reference": row["reference"]}, autoescape=True)
        data = io.BytesIO()
        document.save(data)
        archive.writestr(f"{number:04}.docx", data.getvalue())
"""
# The floor: nothing is composed and nothing checked. The part of the package that changes is filled by replacing,
# compressed once, and written with the rest, which was compressed before.
FLOOR = """
import csv, sys, zlib, hashlib
letter, people, out = sys.argv[1:]
part, rest = open(letter + ".xml", "rb").read(), open(letter + ".rest", "rb").read()
with open(people, encoding="utf-8", newline="") as file, open(out, "wb") as target:
    for row in csv.DictReader(file):
        filled = part.replace(b"NAME", row["name"].encode()).replace(b"PLACE", row["address"].encode())
        packed = zlib.compress(filled.replace(b"NUMBER", row["reference"].encode()), 6)
        zlib.crc32(filled)
        target.write(rest)
        target.write(packed)
"""
# A program that writes so many files of the same size.
PLAIN = """
import os, sys
folder, count, size = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
data = os.urandom(size)
os.mkdir(folder)
for number in range(1, count + 1):
    with open(f"{folder}/{number:04}.docx", "wb") as file:
        file.write(data)
os.sync()
"""


@dataclass(frozen=True)
class Run:
    """What a whole process, with those that it starts, took."""

    seconds: float
    processor: float
    megabytes: float


def run(*command: str | Path, cwd: Path | None = None) -> Run:
    begins = perf_counter()
    process = subprocess.Popen(
        [str(word) for word in command], cwd=cwd, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    )
    assert process.stderr is not None
    said = process.stderr.read()
    _, status, used = os.wait4(process.pid, 0)
    took = perf_counter() - begins
    assert os.waitstatus_to_exitcode(status) == 0, said.decode()
    return Run(took, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)


def told(name: str, ratio: float, bound: float, text: str, *, least: bool = False) -> None:
    good = ratio >= bound if least else ratio <= bound
    limit = f"at {'least' if least else 'most'} {bound:g}"
    print(f"{name:<58} {text}   ratio {ratio:.2f} ({limit})  {'ok' if good else 'TOO SLOW'}", flush=True)


def _letter(folder: Path) -> Path:
    """The text that all have, as one letter."""
    write_list(folder / "one.csv", [("NAME", "PLACE", TOPICS, "NUMBER")])
    run(*DRAFTER, "batch", folder / "one.csv", "-o", folder / "one", *DAY)
    return folder / "one" / "0001.docx"


def _template(letter: Path, path: Path) -> None:
    """A template for docxtpl of the very same letter."""
    with zipfile.ZipFile(letter) as source, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
        for entry in source.infolist():
            data = source.read(entry)
            if entry.filename == "word/document.xml":
                for word, field in ((b"NAME", b"name"), (b"PLACE", b"address"), (b"NUMBER", b"reference")):
                    assert word in data
                    data = data.replace(word, b"{{ %s }}" % field)
            target.writestr(entry.filename, data)


def _for_the_floor(letter: Path, path: Path) -> None:
    with zipfile.ZipFile(letter) as source:
        path.with_suffix(".xml").write_bytes(source.read("word/document.xml"))
        inner = BytesIO()
        with zipfile.ZipFile(inner, "w", zipfile.ZIP_DEFLATED) as rest:
            for entry in source.infolist():
                if entry.filename != "word/document.xml":
                    rest.writestr(entry.filename, source.read(entry))
        path.with_suffix(".rest").write_bytes(inner.getvalue())


def letters(folder: Path) -> None:
    """Letters into one ZIP, and into files."""
    few, many = 200, 50_000
    letter = _letter(folder)
    _template(letter, folder / "template.docx")
    _for_the_floor(letter, folder / "floor")
    script = {}
    for name, code in (("docxtpl", DOCXTPL), ("floor", FLOOR), ("plain", PLAIN)):
        script[name] = folder / f"with_{name}.py"
        script[name].write_text(code, "utf-8")
    for count in (5_000, many):
        people = _people(folder / f"{count}.csv", count)
        batch = (*DRAFTER, "batch", people, *DAY)
        rates, floors, ours = [], [], []
        for number in range(ROUNDS):
            target = folder / f"{count}-{number}.zip"
            mine = run(*batch, "-o", target)
            other = run(sys.executable, script["docxtpl"], folder / "template.docx", people, folder / "other.zip", few)
            least = run(sys.executable, script["floor"], folder / "floor", people, folder / "floor.bin")
            rates.append(other.processor / few / (mine.processor / count))
            floors.append(mine.processor / least.processor)
            ours.append(mine)
            target.unlink()
        text = f"{count / statistics.median(one.seconds for one in ours):,.0f} a second"
        told(f"{count:,} letters into one ZIP / docxtpl's rate", statistics.median(rates), 100, text, least=True)
        text = f"{ours[-1].megabytes:.0f} MB"
        told(f"{count:,} letters into one ZIP / the floor", statistics.median(floors), 3, text)
    _into_files(folder, script["plain"], letter.stat().st_size, 20_000)


def _people(path: Path, count: int) -> Path:
    write_list(path, [(*row(number)[:2], TOPICS, f"EM/{number}") for number in range(count)])
    return path


def _into_files(folder: Path, plain: Path, size: int, count: int) -> None:
    """Nothing is deleted between the rounds: a file system takes seconds over what was just deleted."""
    people = _people(folder / "files.csv", count)
    ratios = []
    for number in range(ROUNDS):
        mine = run(*DRAFTER, "batch", people, *DAY, "-o", folder / f"letters-{number}")
        other = run(sys.executable, plain, folder / f"plain-{number}", count, size)
        ratios.append((mine.seconds / other.seconds, mine.seconds, other.seconds))
    wall, ours, theirs = (statistics.median(column) for column in zip(*ratios, strict=True))
    told(f"{count:,} letters into files / files of the same size", wall, 1.5, f"{ours:.1f} s {theirs:.1f} s")


def workers(folder: Path, count: int = 50_000) -> None:
    """One process, two, and a Dask cluster of two: the same bytes."""
    people = _people(folder / "many.csv", count)
    made = {}
    for name, options in (("1", ()), ("2", ("--workers", "2"))):
        made[name] = run(*DRAFTER, "batch", people, *DAY, "-o", folder / f"many-{name}.zip", *options)
    scheduler, *others, address = _cluster(folder)
    try:
        made["dask"] = run(*DRAFTER, "batch", people, *DAY, "-o", folder / "many-dask.zip", "--dask", address)
    finally:
        for process in (*others, scheduler):
            process.kill()
            process.wait()
    same = all(filecmp.cmp(folder / "many-1.zip", folder / f"many-{name}.zip", shallow=False) for name in made)
    took = ", ".join(f"{name}: {one.seconds:.1f} s" for name, one in made.items())
    print(
        f"{count:,} letters into one ZIP by 1 process, 2, a Dask cluster of 2    {took}; {'the same' if same else 'OTHER'} bytes",
        flush=True,
    )


def _cluster(folder: Path):
    def start(*args: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, "-m", *args], stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True
        )

    scheduler = start("distributed.cli.dask_scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard")
    assert scheduler.stderr is not None
    found = None
    while found is None:
        found = re.search(r"tcp://127\.0\.0\.1:\d+", scheduler.stderr.readline())
    options = ("--nthreads", "1", "--no-dashboard", "--no-nanny", "--local-directory", str(folder))
    others = [start("distributed.cli.dask_worker", found[0], *options) for _ in range(2)]
    for worker in others:
        assert worker.stderr is not None
        while "Registered to" not in worker.stderr.readline():
            pass
    return scheduler, *others, found[0]


def post(folder: Path, count: int) -> tuple[float, float]:
    """Messages of all kinds read, sorted and answered into Word files: seconds, and the largest process."""
    maker = ROOT / "examples" / "post" / "make_post.py"
    run(sys.executable, maker, folder / f"post-{count}", "--messages", count)
    office = folder / f"office-{count}"
    office.mkdir()
    for name in ("templates", "facts"):
        (office / name).symlink_to(ROOT / name)
    actions = re.findall(r"^- id: (\S+)", (ROOT / "facts" / "aco" / "actions.yaml").read_text("utf-8"), re.MULTILINE)
    decided = "".join(f"  - {{ action: {one}, subject: aco, decided: 2017-01-01, will: 'yes' }}\n" for one in actions)
    shipped = (ROOT / "office.yaml").read_text("utf-8")
    (office / "office.yaml").write_text(shipped.replace("decisions: []", f"decisions:\n{decided}"), "utf-8")
    drafter = (str(BIN / "drafter"), "--office", office)
    sort = run(
        *drafter, "mail", "sort", folder / f"post-{count}" / "inbox", "-o", folder / f"sorted-{count}", "--workers", 2
    )
    answer = run(*drafter, "batch", folder / f"sorted-{count}", "-o", folder / f"answers-{count}", *DAY, "--workers", 2)
    seconds, megabytes = sort.seconds + answer.seconds, max(sort.megabytes, answer.megabytes)
    print(
        f"{count:,} messages: sorted in {sort.seconds:.1f} s, answered in {answer.seconds:.1f} s; "
        f"the largest process {megabytes:.0f} MB", flush=True,
    )  # fmt: skip
    return seconds, megabytes


def main() -> None:
    """All of it."""
    # What is installed has its bytecode beside it; what is measured must have it too.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    with tempfile.TemporaryDirectory() as folder:
        letters(Path(folder))
    with tempfile.TemporaryDirectory() as folder:
        workers(Path(folder))
    with tempfile.TemporaryDirectory() as folder:
        few, small = post(Path(folder), 5_000)
        told("5,000 messages read, sorted, answered / 30 s", few / 30, 1, f"{few:.1f} s")
        many, large = post(Path(folder), 50_000)
        told("50,000 messages / 5,000", many / few, 10, f"{many:.0f} s")
        told("memory for 50,000 messages / for 5,000", large / small, 1.5, f"{large:.0f} MB {small:.0f} MB")


if __name__ == "__main__":
    main()
