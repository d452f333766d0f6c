"""The catalogue of rules: one entry for each, and everything that is said of a rule is read from it."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from pkgutil import resolve_name

import pytest
from directly import load_facts
from running import ROOT, run_drafter

from drafter import catalogue
from drafter.catalogue import facts, review
from drafter.catalogue.model import Area, OnSheet, Rule, Scope, Signing
from drafter.facts.places import FieldPlaces
from drafter.files.layers import Layers
from drafter.letter.templates import Templates
from drafter.office import open_office
from drafter.problems import Problem, Severity, Where
from drafter.review.model import weighed
from drafter.rules.looked import Looked
from drafter.rules.run import check_settings, run, run_on, sound
from drafter.schemas import schemas

CODE = sorted(path for path in (ROOT / "drafter").rglob("*.py") if path.parent.name != "catalogue")
ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
# What becomes a problem, and which of its arguments is the rule's id.
RAISED_BY = {
    "Problem": 1, "Left": 1, "_problem": 1, "_warning": 1, "_Refused": 1, "OddMarkup": 1, "choice": 2, "problem": 0, "odd": 0,
    "_odd": 0, "_warn": 0, "FactDoubt": 0, "Breach": 0, "Spoilt": 0, "Finding": 0, "NameFault": 0, "DatabaseFault": 0, "NotWord": 0, "Refused": 0,
    "OddMark": 0, "TemplateMistake": 0,
}  # fmt: skip


def raised(tree: ast.Module, laws: bool) -> Iterator[tuple[str, list[ast.expr]]]:
    """The ids that are given to what becomes a problem, where they stand there as they are, with what else is given."""
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name), args=args) if name in RAISED_BY:
                given = [*args, *(keyword.value for keyword in node.keywords)]
                ids = [arg.value for arg in args[RAISED_BY[name] :][:1] if isinstance(arg, ast.Constant)]
            case ast.Yield(value=ast.Tuple(elts=[ast.Constant(value=id_), *_])) if laws:
                ids, given = [id_], []
            case ast.AnnAssign(target=ast.Name(id="_RULE"), value=ast.Constant(value=id_)):
                ids, given = [id_], []
            case _:
                continue
        yield from ((id_, given) for id_ in ids if isinstance(id_, str) and ID.fullmatch(id_))


@cache
def told() -> list[tuple[Path, str, list[ast.expr]]]:
    """Every place in the code where a rule's id is given, with the file and what else is given there."""
    laws = {"laws.py", "letterhead.py"}
    return [(path, *found) for path in CODE for found in raised(ast.parse(path.read_text("utf-8")), path.name in laws)]


def test_every_rule_that_is_told_has_an_entry():
    """Every id in brackets behind a problem can be asked about."""
    assert len({id_ for _, id_, _ in told()}) > 200
    assert {id_ for _, id_, _ in told()} <= set(catalogue.ids())


def test_every_entry_is_of_a_rule_that_is_told():
    code = "\n".join(path.read_text("utf-8") for path in CODE)
    assert not [id_ for id_, rule in catalogue.by_id().items() if not rule.check and f'"{id_}"' not in code]


def test_a_rule_has_one_entry():
    ids = [rule.id for _, rule in catalogue.entries()]
    assert len(ids) == len(set(ids)) == len(catalogue.by_id())
    assert [id_ for id_ in ids if not ID.fullmatch(id_)] == []


def test_an_entry_says_what_is_wrong_or_names_the_function_that_does():
    for _, rule in catalogue.entries():
        assert bool(rule.meaning) != bool(rule.check), rule.id
        assert bool(rule.check) == (rule.scope is not None), rule.id
        assert re.search(r"[.?]\Z", catalogue.meaning(rule).splitlines()[0]), rule.id
        if rule.check:
            assert callable(resolve_name(rule.check))
    assert {rule.severity for _, rule in catalogue.entries()} == {Severity.ERROR, Severity.WARNING, None}


# Where the rules come up that a room tells; the commands and the rooms for everything tell rules of all areas.
AREAS = {
    "batch": {Area.BATCHES, Area.REVIEW, Area.REGISTER},  # which also reviews and approves, one letter or many
    "decisions.py": {Area.FACTS},
    "engines.py": {Area.BATCHES},
    "facts": {Area.FACTS},
    "formats": {Area.REVIEW, Area.TEMPLATES},
    "inbox": {Area.POST},
    "letter": {Area.DRAFTING, Area.TEMPLATES},
    "office.py": {Area.FACTS},
    "register": {Area.REGISTER},
    "retention.py": {Area.FACTS},
    "review": {Area.REVIEW, Area.REGISTER},
    "sources": {Area.SOURCES},
}


def test_an_entry_names_every_area_where_its_rule_is_told():
    said = {rule.id: {area, *rule.also} for area, rule in catalogue.entries()}
    missing = [
        (path.name, id_)
        for path, id_, _ in told()
        if (areas := AREAS.get(path.relative_to(ROOT / "drafter").parts[0])) is not None
        if not said[id_] & {Area.FILES, *areas}
    ]
    assert missing == []


def test_severities_are_decided_in_the_catalogue_alone():
    """No call gives a severity for a rule whose entry has one; where entries leave it open, the calls differ."""
    entries = catalogue.by_id()
    weights = ("Severity.ERROR", "Severity.WARNING")
    given = [(path.name, id_) for path, id_, args in told() if {ast.unparse(arg) for arg in args} & set(weights)]
    assert [(name, id_) for name, id_ in given if entries[id_].severity is not None] == []


def test_a_problem_is_as_severe_as_its_rule_unless_it_says_otherwise():
    where = Where("a.yaml", 1, 1)
    assert Problem(where, "no-address", "m").severity is Severity.WARNING
    assert Problem(where, "no-date", "m").severity is Severity.ERROR
    assert Problem(where, "odd-address", "m").severity is Severity.ERROR
    assert Problem(where, "odd-address", "m", severity=Severity.WARNING).severity is Severity.WARNING
    assert Problem(where, "of-no-catalogue", "m").severity is Severity.ERROR


def test_what_a_review_asks_is_what_the_catalogue_says():
    for _, rule in catalogue.entries():
        warned = weighed(Problem(Where("a.md"), rule.id, "m", severity=Severity.WARNING))
        assert warned.severity is (Severity.QUESTION if rule.signing is Signing.ASKED else Severity.NOTE)
        assert not (rule.signing is Signing.ASKED and rule.severity is Severity.ERROR), rule.id
        assert not (rule.signing is Signing.NEVER and rule.severity is Severity.WARNING), rule.id


def test_a_rule_of_two_areas_is_explained_for_both():
    assert catalogue.explain("missing-letter") == (
        "In the register, a number that is not there though later ones are. In a batch, a letter that the manifest "
        "names and that is no longer there.\n\nAn error or a warning. It comes up when a letter is approved, and in "
        "the register, and in lists of recipients, and in batches."
    )
    text = catalogue.explain("odd-address")
    assert text is not None
    assert "In a letter that came back" in text
    assert "In a request for a letter" in text


def test_what_is_explained_says_who_may_let_it_stand():
    withdrawn = catalogue.explain("withdrawn-fact") or ""
    assert withdrawn.endswith(
        "An error. Nobody can accept it in a letter that goes out. It comes up when a letter that came back is reviewed."
    )
    view = catalogue.explain("new-view") or ""
    assert "A warning. Before a letter goes out, a named person must say that it is meant." in view


def names_the_house(looked: Looked) -> Iterator[Problem]:
    """A claim that names the House of Commons.

    Say who spoke there instead.
    """
    for fact in looked.base.facts.values():
        if "House of Commons" in fact.claim:
            yield Problem(looked.claim(fact), "house-named", f"'{fact.id}' names the House of Commons")


ENTRY = Rule(
    "house-named",
    check=f"{__name__}:names_the_house",
    scope=Scope.FACT,
    severity=Severity.WARNING,
    signing=Signing.ASKED,
    sheet=OnSheet("The House of Commons is named", "Say who spoke there."),
)


def forget() -> None:
    catalogue.by_id.cache_clear()
    catalogue._gravity.cache_clear()


@pytest.fixture
def one_more_rule(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The catalogue with one entry more, and nothing else."""
    with monkeypatch.context() as patched:
        patched.setattr(facts, "RULES", (*facts.RULES, ENTRY))
        forget()
        yield
    forget()


def looked_at(folder: Path) -> Looked:
    """The office of a folder, in which the first fact's claim names the House of Commons."""
    office = open_office(folder)
    base = load_facts(folder / "facts", "facts").base
    return Looked(
        base,
        Templates.under(office.templates, "templates"),
        office,
        {},
        "",
        FieldPlaces(Layers.alone(office.facts, "facts")),
    )


def weigh(folder: Path, weight: str) -> dict[str, str]:
    """Set the rule in office.yaml; the office's settings, as far as they can be kept to."""
    path = folder / "office.yaml"
    before = re.sub(r"(?m)^rules:\n(?: .*\n)*", "", path.read_text("utf-8"))
    path.write_text(f"{before.rstrip()}\nrules:\n  house-named: {weight}\n", "utf-8")
    settings = open_office(folder).rules
    assert list(check_settings(dict(settings), lambda _: Where("office.yaml"))) == []
    return sound(settings)


def test_a_rule_is_added_by_one_entry_and_one_function(one_more_rule, office):
    looked = looked_at(office)
    fact = next(iter(looked.base.facts.values()))
    path = office / fact.where.path
    text = path.read_text("utf-8")
    line = next(row for row in text.splitlines() if row.strip().startswith("claim:"))
    path.write_text(
        text.replace(line, f"{line[: line.index('claim:')]}claim: it {{is}} put in the House of Commons", 1)
    )
    looked = looked_at(office)

    # It is looked for, by itself and with all others on single facts, and is as severe as its entry says.
    (found,) = (problem for problem in run(looked, {}, Scope.FACT) if problem.rule == "house-named")
    assert str(found).endswith(f"warning: '{fact.id}' names the House of Commons [house-named]")
    # The office weighs it.
    for weight, severities in (("error", [Severity.ERROR]), ("warning", [Severity.WARNING]), ("off", [])):
        settings = weigh(office, weight)
        assert settings == {"house-named": weight}
        assert [p.severity for p in run(looked, settings, Scope.FACT) if p.rule == "house-named"] == severities
        refused = [p.rule for p in run_on(looked, [fact.id], settings) if p.rule == "house-named"]
        assert refused == ["house-named"] * (weight == "error")
    # An editor completes it.
    assert schemas()["office.json"]["properties"]["rules"]["properties"]["house-named"] == {
        "enum": ["error", "off", "warning"]
    }
    # It is explained, a review asks about it, and the sheet has its words.
    assert run_drafter("check", "--explain", "house-named").text == (
        "house-named\n\nA claim that names the House of Commons.\n\nSay who spoke there instead.\n\n"
        "A warning. 'rules' in office.yaml can set it to off, warning or error. Before a letter goes out, a named person "
        "must say that it is meant. It comes up in facts, office.yaml and the other files that staff edit.\n"
    )
    assert "house-named: A claim that names the House of Commons.\n" in run_drafter("check", "--explain", "all").text
    assert weighed(found).severity is Severity.QUESTION
    assert catalogue.on_sheet("house-named").title == "The House of Commons is named"


def test_a_rule_that_was_taken_away_again_is_nowhere(office):
    (problem,) = check_settings({"house-named": "off"}, lambda _: Where("office.yaml"))
    assert str(problem).startswith("office.yaml: error: there is no rule 'house-named' to set")
    assert sound([("house-named", "off")]) == {}
    assert "house-named" not in str(schemas())
    assert run_drafter("check", "--explain", "house-named").code == 2


def test_the_sheet_tells_the_gravest_first():
    told = [rule.id for rule in review.RULES if rule.sheet is not None]
    assert sorted(told, key=catalogue.gravity) == told
    assert catalogue.gravity("withdrawn-fact") == 0
    assert catalogue.gravity("table") == len(told)
