"""The export before a program that cites: pandoc's citeproc."""

from __future__ import annotations

from pathlib import Path

import pytest
from programs import run
from shipped import base

from drafter.sources.csl import as_csl

pytestmark = pytest.mark.tools

CITED = {
    "wq-55081": "Mowat, David. 2016. “Accountable Care Organisations.” Answer to written question 55081. Department of "
    "Health. https://www.parallelparliament.co.uk/question/55081/accountable-care-organisations.",
    "wq-124049": "Barclay, Steve. 2018. “Accountable Care Organisations.” Answer to written question 124049. "
    "Department of Health and Social Care. https://www.parallelparliament.co.uk/question/124049/accountable-care-organisations.",
    "gapes-reply": "Gapes, Mike, MP. 2017–2018. “Accountable Care Organisations.” Mikegapes.org.",
    "dhsc-brief-guide": "Department of Health and Social Care. 2018. “Accountable Care Organisations: A Brief Guide.” "
    "Department of Health and Social Care.",
    "cbp-8190": "Bate, Alex. 2018. “Accountable Care Organisations.” Briefing paper CBP 8190. House of Commons "
    "Library. https://commonslibrary.parliament.uk/research-briefings/cbp-8190/.",
}


def test_pandoc_cites_each_of_the_five(tmp_path: Path) -> None:
    import json

    bibliography, text = tmp_path / "refs.json", tmp_path / "text.md"
    bibliography.write_text(json.dumps(as_csl(base().sources.values())), "utf-8")
    text.write_text(" ".join(f"[@{id_}]" for id_ in CITED), "utf-8")
    printed = run("pandoc", "--citeproc", "--fail-if-warnings", "--bibliography", bibliography, "-t", "plain",
                  "--wrap=none", text)  # fmt: skip
    assert set(CITED) == set(base().sources)
    for id_, cited in CITED.items():
        assert cited in printed, id_
    assert "sha256" not in printed
    assert "(Gapes 2017–2018)" in printed
