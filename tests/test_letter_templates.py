"""What a template can do, and what it cannot."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from shipped import ROOT

from drafter.letter.templates import Data, Gap, InFull, Marks, Tell, Templates, TemplateWords
from drafter.letter.vocabulary import TemplateValue, names_of
from drafter.problems import ProblemsFound


@pytest.fixture
def render(tmp_path):
    def run(source: str, **names: object):
        (tmp_path / "t.md.j2").write_text(source, "utf-8")
        marks = Marks()
        names.setdefault("claims", lambda *ids: marks.put(Tell(ids)))
        names.setdefault("gap", lambda q: marks.put(Gap(q)))
        names.setdefault("in_full", lambda: marks.put(InFull()))
        return marks.paragraphs(Templates.under(tmp_path).render("t.md.j2", names, marks))

    return run


def test_values_are_data_and_never_structure(render):
    nodes = render("Hello {{ name }}.", name="{{ 9*9 }}\n\n## {% if true %}")
    assert nodes == [(TemplateWords("Hello "), Data("{{ 9*9 }}\n\n## {% if true %}"), TemplateWords("."))]


def test_a_blank_line_makes_a_paragraph_and_a_tag_does_not(render):
    source = "A.\n{% if true %}\n{{ claims('x', 'y') }}\n{% endif %}\n{% if true %}\nB.\n{% endif %}\n\n\nC."
    first, second = render(source)
    words, told, more = first
    assert (words.text.strip(), told, more.text.strip()) == ("A.", Tell(("x", "y")), "B.")
    assert [node.text.strip() for node in second] == ["C."]


def test_what_is_told_keeps_its_order(render):
    one, two = render("{{ claims('x') }}\n{{ gap('who pays') }}\n\n{{ in_full() }}\n\n\n")
    said = [node for node in (*one, *two) if not isinstance(node, TemplateWords)]
    assert said == [Tell(("x",)), Gap("who pays"), InFull()]
    assert not any(node.text.strip() for node in (*one, *two) if isinstance(node, TemplateWords))


def test_a_paragraph_that_holds_nothing_is_none(render):
    assert render("\n\n{% if false %}\nA.\n{% endif %}\n\n  \n") == []


@pytest.mark.parametrize(
    ("source", "rule", "line"),
    [
        ("A\n{{ unknown }}", "undefined-name", 2),
        ("A\n\n{{ name.nothing }}", "undefined-name", 3),
        ("{% point %}", "template-syntax", 1),
        ("A\n{% otherwise %}", "template-syntax", 2),
        ("A\nB\n{% if %}", "template-syntax", 3),
        ("A\n{{ name * 3 }}", "unsafe-template", 2),
        ("{{ '%s' % name }}", "unsafe-template", 1),
        ("{{ name.__class__ }}", "unsafe-template", 1),
        ("{{ ''.__class__.__mro__ }}", "unsafe-template", 1),
        ("{{ name|center(100000000) }}", "template-syntax", 1),
        ("{{ range(3) }}", "undefined-name", 1),
        ("{{ lipsum() }}", "undefined-name", 1),
        ("{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}", "template-loop", 1),
        ("A\n{% include 't.md.j2' %}", "template-loop", 2),
        ("{% include '../secret' %}", "missing-template", 0),
        ("A\n\ue000", "template-syntax", 2),
        ("{{ 1 / 0 }}", "template-error", 1),
    ],
)
def test_what_is_refused_is_told_with_its_line(render, source, rule, line):
    with pytest.raises(ProblemsFound) as found:
        render(source, name="x")
    (problem,) = found.value.problems
    assert (problem.rule, problem.where.line) == (rule, line)
    assert problem.where.path == "templates/t.md.j2"


def test_a_missing_template_is_a_problem(tmp_path):
    with pytest.raises(ProblemsFound, match="there is no template 'nowhere'"):
        Templates.under(tmp_path).render("nowhere", {}, Marks())


@given(st.text(max_size=40))
def test_any_value_comes_out_as_it_went_in(text):
    marks = Marks()
    assert marks.paragraphs(f"a {marks.put(Data(text))} b") == [(TemplateWords("a "), Data(text), TemplateWords(" b"))]


DOCS = ROOT / "docs" / "writing-templates.md"


def test_the_template_of_the_docs_is_one_that_is_used():
    used = (ROOT / "templates" / "aco" / "staff.md.j2").read_text("utf-8")
    blocks = re.findall(r"^```\w*\n(.*?)^```$", DOCS.read_text("utf-8"), re.MULTILINE | re.DOTALL)
    assert re.sub(r"\A\{#.*?#\}\n", "", used) in blocks


@pytest.mark.parametrize("name", sorted(names_of(TemplateValue.LETTER) | names_of(TemplateValue.POSITION)))
def test_every_name_of_a_template_is_in_the_docs(name):
    assert re.search(rf"(?:`|{{{{ ){name}(?:[(`]| }}}})", DOCS.read_text("utf-8"))
