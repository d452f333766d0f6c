"""Speed, as ratios of whole processes that are run side by side, in turn, in this one run."""

from __future__ import annotations

import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from random import Random

ROOT = Path(__file__).parent.parent
BIN = Path(sys.executable).parent
RUNS = 15


def cpu_of(command: list[str], cwd: Path) -> float:
    """Processor seconds, user and system, of one run."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, cwd=cwd, check=True, capture_output=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def compare(
    name: str, command: list[str], other: list[str], bound: float, cwd: Path, other_cwd: Path | None = None
) -> None:
    """Print the median of the ratios, pair by pair, beside the bound that was set."""
    pairs = [(cpu_of(command, cwd), cpu_of(other, other_cwd or cwd)) for _ in range(RUNS + 1)][1:]
    ratio = statistics.median(a / b for a, b in pairs)
    ours, theirs = (1000 * statistics.median(times) for times in zip(*pairs, strict=True))
    verdict = "ok" if ratio <= bound else "TOO SLOW"
    print(f"{name:<58} {ours:6.0f} ms {theirs:6.0f} ms   ratio {ratio:4.2f} (at most {bound})  {verdict}", flush=True)


def office_of(facts: int, folder: Path) -> Path:
    """A copy of the shipped office whose fact base is grown to a number of facts."""
    for name in ("office.yaml", "templates"):
        (folder / name).symlink_to(ROOT / name)
    home = folder / "facts" / "aco"
    home.mkdir(parents=True)
    for path in (ROOT / "facts").glob("*.*"):
        (folder / "facts" / path.name).symlink_to(path)
    shipped = 0
    for path in sorted((ROOT / "facts" / "aco").glob("*.yaml")):
        (home / path.name).symlink_to(path)
        shipped += (
            path.read_text("utf-8").count("\n- id:")
            if path.name not in {"topics.yaml", "words.yaml", "actions.yaml"}
            else 0
        )
    rows = [
        f"""- id: made-up-fact-{n}
  topics: [staff]
  claim: a thing was made up as number {n} to see how the time grows with the facts
  from: 2018-07-06
  cites:
    - source: cbp-8190
      quote: something that is quoted here in a few words
      paragraph: 5
"""
        for n in range(max(0, facts - shipped))
    ]
    for start in range(0, len(rows), 100):
        (home / f"z{start}.yaml").write_text("".join(rows[start : start + 100]), "utf-8")
    return folder


def quotations(documents: int, words: int, quotes: int) -> tuple[float, float]:
    """Processor seconds to look up all quotations, and merely to read and fold the texts; all found."""
    from drafter.sources.quotations import DocumentText, find_all, fold_quotation

    random = Random(2018)
    vocabulary = ["".join(random.choices("abcdefghijklmnopqrstuvwxyz", k=random.randint(2, 11))) for _ in range(5000)]
    texts, wanted = [], []
    for number in range(documents):
        blocks = tuple(" ".join(random.choices(vocabulary, k=100)) for _ in range(words // 100))
        texts.append(DocumentText(str(number), blocks, ""))
        spans = [blocks[random.randrange(len(blocks))].split() for _ in range(quotes // documents)]
        wanted.append([" ".join(span[i : i + 12]) for span in spans for i in [random.randrange(88)]])
    begin = time.process_time()
    for text in texts:
        for block in text.blocks:
            fold_quotation(block)
    folded = time.process_time()
    for text, quotations_ in zip(texts, wanted, strict=True):
        assert all(find_all(quotations_, text))
    return time.process_time() - folded, folded - begin


def reviews(folder: Path) -> None:
    """A two-page letter read back and reviewed, as it was drafted and after edits, beside opening and saving it."""
    from documents import edit

    topics = [word for topic in ("accountability", "privatisation", "consultation") for word in ("--topic", topic)]
    drafter = str(BIN / "drafter")
    for name in ("two-pages", "edited"):
        draft = [drafter, "draft", *topics, "--to", "Mrs A Patel", "--date", "2018-07-10"]
        subprocess.run([*draft, "-o", f"{folder}/{name}.docx"], cwd=ROOT, check=True, capture_output=True)
    edit(
        folder / "edited.docx",
        "- told Parliament\n+ said to Parliament\n@ Organisations (ACOs)\n+ Nobody need fear for anything.\n",
    )
    merely = "import docx, sys; docx.Document(sys.argv[1]).save(sys.argv[2])"
    for name in ("two-pages", "edited"):
        letter = f"{folder}/{name}.docx"
        opened = [sys.executable, "-c", merely, letter, f"{folder}/saved.docx"]
        # Both end with 1, for the shipped facts are unreviewed.
        shell = ["sh", "-c", '"$@" || true', "sh", drafter, "review", letter]
        compare(f"review of {name} / python-docx opens and saves it", shell, opened, 3, ROOT)
    sheet = folder / "sheet.html"
    subprocess.run(
        [drafter, "review", f"{folder}/edited.docx", "--sheet", str(sheet)], cwd=ROOT, check=False, capture_output=True
    )
    print(f"its sign-off sheet: {sheet.stat().st_size / 1000:.0f} KB (at most 200)", flush=True)


def recalled(folder: Path, letters: int = 100_000, facts: int = 12) -> None:
    """Recall over a register of many letters, whole process, beside a bare look at the same rows."""
    from directly import load_facts
    from registers import approval

    from drafter.facts.claims import plain
    from drafter.register.address import address_of
    from drafter.register.keys import KeyPlace
    from drafter.register.model import RegisteredFact
    from drafter.register.store import open_register

    office = folder / "many"
    office.mkdir()
    for name in ("office.yaml", "templates", "facts"):
        (office / name).symlink_to(ROOT / name)
    known = list(load_facts(ROOT / "facts").base.facts.values())
    random = Random(2018)
    said = [RegisteredFact(fact.id, f"{number:016x}", plain(fact.claim)) for number, fact in enumerate(known)]
    from drafter.office import open_office

    address = address_of(open_office(office), "")
    with open_register(address, KeyPlace(office / "register" / "key", "register/key", "")) as register:
        for start in range(0, letters, 5_000):
            register.enter(
                [
                    approval(start + n, facts=tuple(random.sample(said, facts)))
                    for n in range(min(5_000, letters - start))
                ]
            )
    # A fact whose plan was overtaken, and that a tenth of all letters relied on.
    gone = next(f.id for f in known if f.superseded_by or (f.series and f.kind == "plan"))
    command = [str(BIN / "drafter"), "recall", gone]
    took = []
    # The first run verifies every row, as 'approve' has when it ends; after that the file is as it was found sound.
    for _ in range(4):
        begin = time.perf_counter()
        shown = subprocess.run(command, cwd=office, check=False, capture_output=True, text=True).stdout
        took.append(time.perf_counter() - begin)
    found = len(shown.splitlines()) - 2
    print(f"recall over {letters} letters: {min(took[1:]):.2f} s on the clock, {found} found (at most 1 s)")
    print(f"the same with every row verified first: {took[0]:.2f} s")


def main() -> None:
    """Run the comparisons."""
    # What is installed has its bytecode beside it; what is measured must have it too.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    python, drafter = sys.executable, str(BIN / "drafter")
    letter = [drafter, "draft", "--topic", "privatisation", "--to", "Mrs A Patel", "--date", "2018-07-10"]
    with tempfile.TemporaryDirectory() as folder:
        base = Path(folder)
        (base / "small").mkdir()
        (base / "large").mkdir()
        small, large = office_of(100, base / "small"), office_of(10_000, base / "large")
        word = [*letter, "-o", str(base / "a.docx"), "--force"]
        compare("drafter --help / import click", [drafter, "--help"], [python, "-c", "import click"], 1.6, ROOT)
        imports = [python, "-c", "import click, yaml, jinja2, docx"]
        compare("a Word letter / import click, yaml, jinja2, docx", word, imports, 1.5, ROOT)
        compare("the same without comments", [*word, "--clean"], imports, 1.5, ROOT)
        compare("the letter from 10,000 facts / from 100", word, word, 3, large, small)
        reviews(base)
        recalled(base)
    for documents, words, quotes in (
        (500, 10_000, 10_000),
        (500, 10_000, 1_000),
        (50, 10_000, 1_000),
        (1, 10_000, 10_000),
    ):
        look_up, fold = quotations(documents, words, quotes)
        print(f"{quotes:>6} quotations in {documents:>3} documents of {words} words: {look_up:5.2f} s", end="")
        print(f"   ratio {look_up / fold:4.2f} to folding the texts alone ({fold:.2f} s)", flush=True)


if __name__ == "__main__":
    main()
