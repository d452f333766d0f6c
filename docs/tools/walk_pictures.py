"""Draw the pictures of the walk from draft to signature, from the files that its commands make.

Needs LibreOffice, poppler, Chromium, and for the window in which a draft is edited Xvfb and ImageMagick:
``make picture``.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
WALK = DOCS / "from-draft-to-signature.md"
SHIPPED = ("office.yaml", "facts", "templates")
_WINDOW, _SECONDS, _CROP = "1500x1150x24", 25, "1120x1000+190+80"
_WIDTH, _HEIGHT = 1200, 1500  # of a page as the browser shows it, in its points

sys.path.insert(0, str(ROOT / "tests"))


def main() -> None:
    """Run the walk in an office of its own, and draw as it goes."""
    from documents import run_document

    with tempfile.TemporaryDirectory() as place:
        office = Path(place, "office")
        office.mkdir()
        for name in SHIPPED:
            source = ROOT / name
            shutil.copytree(source, office / name) if source.is_dir() else shutil.copy(source, office / name)
        os.chdir(office)
        os.environ.update(TZ="UTC", XDG_CACHE_HOME=str(Path(place, "cache")))
        run_document(WALK.read_text("utf-8"), office, lambda name, path: draw(name, path, Path(place)))


def draw(name: str, path: Path, place: Path) -> None:
    """One picture: of a draft in LibreOffice's window, of a page as it is printed, or as Chromium shows it."""
    target = DOCS / name
    profile = f"-env:UserInstallation={(place / 'libreoffice').as_uri()}"
    if "draft" in name:
        # The comments beside the page are only there in a window.
        shown = (
            f"soffice --norestore --nologo {profile} --view '{path}' & sleep {_SECONDS}; import -window root '{target}'"
        )
        _run("xvfb-run", "-a", "-s", f"-screen 0 {_WINDOW}", "bash", "-c", f"{shown}; kill %1")
        _run("convert", str(target), "-crop", _CROP, "+repage", str(target))
    elif path.suffix == ".html":
        quiet = ("--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--hide-scrollbars")
        _run(
            "chromium", *quiet, f"--user-data-dir={place / 'chromium'}", f"--window-size={_WIDTH},{_HEIGHT}",
            f"--screenshot={target}", path.as_uri(),
        )  # fmt: skip
    else:
        pdf = place / f"{path.stem}.pdf"
        _run("soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(place), str(path))
        _run("pdftoppm", "-png", "-r", "80", "-f", "1", "-singlefile", str(pdf), str(target.with_suffix("")))
    _smaller(target)
    print(target.relative_to(ROOT))


def _smaller(path: Path) -> None:
    from PIL import Image

    with Image.open(path) as picture:
        picture.convert("RGB").quantize(128).save(path, optimize=True)


def _run(*command: str) -> None:
    subprocess.run(command, check=True, capture_output=True, timeout=180)


if __name__ == "__main__":
    main()
