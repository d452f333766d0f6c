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
    (folder / "facts" / "sources.yaml").symlink_to(ROOT / "facts" / "sources.yaml")
    shipped = 0
    for path in sorted((ROOT / "facts" / "aco").glob("*.yaml")):
        (home / path.name).symlink_to(path)
        shipped += path.read_text("utf-8").count("\n- id:") if path.name not in {"topics.yaml", "words.yaml"} else 0
    rows = [
        f"""- id: made-up-fact-{n}
  topics: [staff]
  voice: library
  statement: >-
    The House of Commons Library, in a paper of July 2018, said a thing that was made up as number {n}
    to see how the time grows with the facts.
  wordings:
    again: The Library said a thing that was made up as number {n}.
    same: It said a thing that was made up as number {n}.
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
    from drafter.documents.quotations import find_all, fold
    from drafter.documents.texts import Text

    random = Random(2018)
    vocabulary = ["".join(random.choices("abcdefghijklmnopqrstuvwxyz", k=random.randint(2, 11))) for _ in range(5000)]
    texts, wanted = [], []
    for number in range(documents):
        blocks = tuple(" ".join(random.choices(vocabulary, k=100)) for _ in range(words // 100))
        texts.append(Text(str(number), blocks, ""))
        spans = [blocks[random.randrange(len(blocks))].split() for _ in range(quotes // documents)]
        wanted.append([" ".join(span[i : i + 12]) for span in spans for i in [random.randrange(88)]])
    begin = time.process_time()
    for text in texts:
        for block in text.blocks:
            fold(block)
    folded = time.process_time()
    for text, quotations_ in zip(texts, wanted, strict=True):
        assert all(find_all(quotations_, text))
    return time.process_time() - folded, folded - begin


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
        compare("the letter from 10,000 facts / from 100", word, word, 3, large, small)
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
