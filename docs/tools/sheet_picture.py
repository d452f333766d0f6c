"""Draw the pictures of the sign-off sheet: by day, by night and on paper, as Chromium shows them.

The letter is that of the invented office in tests/gardens: one figure was changed, and one sentence added.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from PIL import Image

ROOT = Path(__file__).parent.parent.parent
DOCS = ROOT / "docs"
WIDTH, HEIGHT = 1280, 2900
TOP, CARDS = (0, 0, WIDTH, 1680), (0, 1235, WIDTH, 2335)  # of the window
LARGEST = 150_000  # bytes of a picture
COLOURS = 128
DARK = "--blink-settings=preferredColorScheme=0"


def main() -> None:
    """Write ``docs/sheet.png``, ``docs/sheet-dark.png`` and ``docs/sheet-print.png``."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        sheet = make_sheet(folder)
        light, dark = folder / "light.png", folder / "dark.png"
        window = f"--window-size={WIDTH},{HEIGHT}"
        chromium(folder, f"--screenshot={light}", window, sheet.as_uri())
        chromium(folder, f"--screenshot={dark}", window, DARK, sheet.as_uri())
        chromium(folder, f"--print-to-pdf={folder / 'sheet.pdf'}", "--no-pdf-header-footer", sheet.as_uri())
        run(["pdftoppm", "-png", "-r", "72", "-l", "3", str(folder / "sheet.pdf"), str(folder / "page")])
        save(Image.open(light).crop(TOP), "sheet.png")
        save(Image.open(dark).crop(CARDS), "sheet-dark.png")
        save(side_by_side(sorted(folder.glob("page*.png"))), "sheet-print.png")


def make_sheet(folder: Path) -> Path:
    """The sheet of the invented letter."""
    office, sheet = folder / "office", folder / "sheet.html"
    shutil.copytree(ROOT / "tests" / "gardens", office)
    shutil.copytree(ROOT / "templates", office / "templates")
    command = [sys.executable, "-m", "drafter", "--office", str(office), "review", str(office / "letters" / "reply.md")]
    run([*command, "--sheet", str(sheet)], codes=(1,))
    return sheet


def chromium(folder: Path, *options: str) -> None:
    """Run Chromium without a window; it writes nowhere but in the folder."""
    quiet = ("--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--hide-scrollbars")
    run(
        ["chromium", *quiet, "--force-prefers-reduced-motion", f"--user-data-dir={folder / 'profile'}", *options],
        folder,
    )


def run(command: list[str], home: Path | None = None, codes: tuple[int, ...] = (0,)) -> None:
    """Run a program quietly; end with its own words where it fails."""
    place = {"HOME": str(home), "XDG_CONFIG_HOME": str(home), "XDG_CACHE_HOME": str(home)} if home else {}
    done = subprocess.run(command, capture_output=True, text=True, check=False, env={**os.environ, **place})
    if done.returncode not in codes:
        sys.exit(f"{command[0]}: {done.stderr or done.stdout}")


def side_by_side(paths: list[Path]) -> Image.Image:
    """Pages beside one another on grey."""
    pages = [Image.open(path) for path in paths]
    gap, (width, height) = 20, pages[0].size
    whole = Image.new("RGB", (gap + len(pages) * (width + gap), height + 2 * gap), "#8a8780")
    for number, page in enumerate(pages):
        whole.paste(page, (gap + number * (width + gap), gap))
    return whole


def save(picture: Image.Image, name: str) -> None:
    """Write a picture in few colours; ends the program where it is too large for a repository."""
    few = picture.convert("RGB").quantize(COLOURS, method=Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE)
    few.save(DOCS / name, optimize=True)
    size = (DOCS / name).stat().st_size
    print(f"docs/{name}: {size} bytes")
    if size > LARGEST:
        sys.exit(f"docs/{name} is larger than {LARGEST} bytes")


if __name__ == "__main__":
    main()
