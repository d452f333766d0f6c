"""Every example letter, through both validators, LibreOffice and pandoc. A tool that is missing is a failure."""

from __future__ import annotations

import html
import re
from functools import cache
from pathlib import Path

import pytest
from directly import write_docx
from openxml_audit import OpenXmlValidator
from programs import pages, run, soffice, validate
from shipped import DAYS, ROOT, letter_of, office, topic_sets

from drafter.formats.markdown.write import write_markdown
from drafter.letter.tree import Kind, Letter

pytestmark = pytest.mark.tools
CASES = {
    f"{day}-{'-'.join(topics) if len(topics) < 8 else 'all'}": (topics, day) for topics in topic_sets() for day in DAYS
}


@cache
def letters() -> dict[str, Letter]:
    """The letters, composed where they are needed: not wherever these tests are only looked for."""
    return {name: letter_of(*case).letter for name, case in CASES.items()}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Every letter as Word, as Markdown, and as LibreOffice prints it, in one go."""
    place = tmp_path_factory.mktemp("letters")
    letterhead = (ROOT / office().letterhead).read_bytes()
    for name, letter in letters().items():
        (place / f"{name}.docx").write_bytes(write_docx(letter, letterhead))
        (place / f"{name}.md").write_text(write_markdown(letter), "utf-8")
    run(*soffice("converting"), "--convert-to", "pdf", "--outdir", place, *sorted(place.glob("*.docx")))
    return place


@pytest.mark.parametrize("name", CASES)
def test_both_validators_find_nothing(name: str, folder: Path) -> None:
    assert OpenXmlValidator().validate(folder / f"{name}.docx").errors == []
    if "privatisation" in name or "all" in name:  # the SDK takes most of a second for each
        assert validate(folder / f"{name}.docx") == []


@pytest.mark.parametrize("name", CASES)
def test_one_concern_is_one_page(name: str, folder: Path) -> None:
    letter = letters()[name]
    count = len(pages(folder / f"{name}.pdf"))
    assert count == 1 if len(letter.topics) == 1 else count <= {3: 2}.get(len(letter.topics), 4)


@pytest.mark.parametrize("name", [n for n in CASES if "2018-07-10" in n])
def test_pandoc_makes_html_whose_notes_work(name: str, folder: Path) -> None:
    letter = letters()[name]
    page = run("pandoc", "--to", "html", folder / f"{name}.md")
    links = re.findall(r'<a\s+href="#fn(\d+)"\s+class="footnote-ref"', page)
    backs = re.findall(r'<a\s+href="#fnref(\d+)"\s+class="footnote-back"', page)
    assert links == backs == [str(n) for n in range(1, len(letter.notes) + 1)]
    text = " ".join(html.unescape(re.sub(r"<sup>\d+</sup>|<[^>]+>", "", page)).split())
    for sentence in letter.sentences():
        assert sentence.text in text
    for note in letter.notes:
        assert note.text.replace("'", "’") in text.replace("'", "’")


@pytest.mark.parametrize("name", [n for n in CASES if "2018-07-10" in n])
def test_word_and_markdown_say_the_same(name: str, folder: Path) -> None:
    def body(path: Path) -> str:
        text = run("pandoc", "--to", "plain", "--wrap", "none", path)
        return " ".join(re.sub(r"\[\d+\]", "", text).replace("[", "").replace("]", "").split())

    word, markdown = body(folder / f"{name}.docx"), body(folder / f"{name}.md")
    for sentence in letters()[name].sentences():
        assert sentence.text in word
        assert sentence.text in markdown
        assert not {segment.kind for segment in sentence.segments} & {Kind.VIEW, Kind.ACT, Kind.READER}
