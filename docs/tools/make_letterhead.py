"""Makes ``templates/letterhead.docx``, the shipped one, from ``office.yaml``: its emblem is a picture of a roundel.

Run from anywhere: ``python docs/tools/make_letterhead.py [FOLDER]``. The same office gives the same bytes. An office of
its own needs no script: ``drafter letterhead`` makes its letterhead, and needs no library for pictures.
"""

from __future__ import annotations

import io
import sys
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from drafter.english.names import initials_of
from drafter.formats.docx.new_letterhead import EMBLEM_CM, GREEN, Emblem, described, new_letterhead
from drafter.office import Office, open_office

PIXELS, FINER = 384, 4


def letterhead(office: Office) -> bytes:
    """The whole file."""
    told = f"{described(office)}: the initials {initials_of(office.member)} in a green circle"
    return new_letterhead(office, Emblem(emblem(office), "png", EMBLEM_CM, EMBLEM_CM, told), marked=False)


def emblem(office: Office) -> bytes:
    """A plain roundel with the member's initials: nobody's arms, and no badge of Parliament's."""
    side = PIXELS * FINER
    image = Image.new("RGB", (side, side), "white")
    draw = ImageDraw.Draw(image)
    ring, gap = side // 40, side // 22
    draw.ellipse((2, 2, side - 3, side - 3), fill=f"#{GREEN}")
    draw.ellipse((gap, gap, side - gap, side - gap), outline="white", width=ring)
    font = ImageFont.load_default(size=side * 0.42)
    draw.text((side / 2, side / 2), initials_of(office.member), fill="white", font=font, anchor="mm")
    small = image.resize((PIXELS, PIXELS), Image.Resampling.LANCZOS).quantize(32)
    data = io.BytesIO()
    small.save(data, "PNG", optimize=True)
    return data.getvalue()


def main() -> None:
    """Write the letterhead of the office in the folder given, or in the one this script is kept in."""
    folder = Path(sys.argv[1]) if sys.argv[1:] else Path(__file__).resolve().parents[2]
    office = open_office(folder)
    made = letterhead(office)
    (folder / office.letterhead).write_bytes(made)
    print(f"{office.letterhead}: {len(made)} bytes")


if __name__ == "__main__":
    main()
