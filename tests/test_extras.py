"""Extras that are not installed: each is met with a message that says which one, and how to install it."""

from __future__ import annotations

import re
import sys
import tomllib
from importlib.metadata import packages_distributions

import pytest
from post import put
from running import ROOT, run_drafter

from drafter.extras import PACKAGES, behind, extra_of, lacking


def test_every_package_of_an_extra_is_known():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    known = packages_distributions()
    for extra, packages in PACKAGES.items():
        wanted = {re.split(r"[\[<>=!]", one)[0] for one in project["optional-dependencies"][extra]}
        assert {known[package][0].lower() for package in packages} == {name.lower() for name in wanted}
    assert set(PACKAGES) == set(project["optional-dependencies"]) - {"dev"}


@pytest.mark.parametrize("package", PACKAGES["mail"])
def test_the_post_is_not_sorted_without_the_extra(office, monkeypatch, package):
    put(office / "inbox", "01.eml", "Mrs Joan Hill")
    monkeypatch.setitem(sys.modules, package, None)
    ran = run_drafter("mail", "sort", "inbox", "-o", "sorted")
    told = (
        f"mail sort: error: the post cannot be sorted here yet: not installed are {package}; "
        "install drafter's own file again with the extra 'mail': its name, and behind it [mail] [missing-extra]\n"
    )
    assert (ran.code, ran.err) == (1, told)
    assert not (office / "sorted").exists()


def test_an_import_that_nobody_expected_to_fail_is_met_so(office, monkeypatch):
    monkeypatch.setattr("drafter.cli.mail.sort.lacking", lambda _extra: [])
    put(office / "inbox", "01.eml", "Mrs Joan Hill")
    monkeypatch.setitem(sys.modules, "rensa", None)
    ran = run_drafter("mail", "sort", "inbox", "-o", "sorted")
    assert ran.code == 1
    assert (
        "drafter: error: needs the package 'rensa', which is not installed here; install drafter's own file again"
        " with the extra 'mail'" in ran.err
    )
    assert "fault in drafter" not in ran.err


def test_other_failures_are_no_missing_extra(monkeypatch):
    assert behind((None, ValueError("x"), ModuleNotFoundError(name="drafter.nowhere"))) is None
    assert [extra_of(name) for name in ("pypdfium2.raw", "json", "")] == ["documents", "", ""]
    assert lacking("mail") == []
    monkeypatch.setitem(sys.modules, "selectolax", None)
    assert lacking("mail") == ["selectolax"]
