"""Draw the README's picture: the first page of the example reply, as LibreOffice shows it."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent


def main() -> None:
    """Write ``docs/letter.png`` from ``examples/three-concerns.docx``."""
    with tempfile.TemporaryDirectory() as folder:
        profile = f"-env:UserInstallation=file://{folder}/profile"
        letter = ROOT / "examples" / "three-concerns.docx"
        run(["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", folder, str(letter)])
        run(
            ["pdftoppm", "-png", "-r", "80", "-f", "1", "-singlefile", f"{folder}/three-concerns.pdf", f"{folder}/page"]
        )
        picture = Path(folder, "page.png").read_bytes()
    (ROOT / "docs" / "letter.png").write_bytes(picture)
    print("docs/letter.png")


def run(command: list[str]) -> None:
    """Run a program quietly; end with its own words where it fails."""
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"{command[0]}: {done.stderr or done.stdout}")


if __name__ == "__main__":
    main()
