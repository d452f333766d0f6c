"""Deliberate corruptions of the fact base, three of each kind: each is caught, at its own line."""

from __future__ import annotations

import os
import re
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from directly import load_facts
from running import ROOT, run_drafter

from drafter.catalogue.model import Scope
from drafter.facts.claims import plain
from drafter.facts.edit import set_field
from drafter.facts.model import Citation, Fact
from drafter.facts.places import FieldPlaces
from drafter.files.layers import Layers
from drafter.files.located_yaml import Key, Value
from drafter.letter.templates import Templates
from drafter.office import open_office
from drafter.problems import Where
from drafter.rules.claims import dangling_word, first_person
from drafter.rules.copied import copied_words
from drafter.rules.looked import Looked
from drafter.rules.run import check_settings, run
from drafter.rules.support import hedges as hedge_table
from drafter.rules.support import not_quoted_hedge, reversed_meaning
from drafter.sources.quotations import read_lock, read_text
from drafter.workspace import Workspace

TEXTS = os.environ.get("DRAFTER_TEXTS", "")


def change(office: Path, file: str, old: str, new: str) -> int:
    """Change one passage of a file; the line where it stands."""
    path = office / "facts" / file
    text = path.read_text("utf-8")
    assert text.count(old) == 1, (old, text.count(old))
    path.write_text(text.replace(old, new), "utf-8")
    return text[: text.index(old)].count("\n") + 1 + old[: len(old) - len(old.lstrip("\n"))].count("\n")


def problems_of(folder: Path) -> list[str]:
    """What checking tells of the facts of an office's folder, as it prints it; letters are not composed."""
    office = open_office(folder)
    loaded = load_facts(folder / "facts", "facts")
    kept = {id_: read_text(office.texts, source)[0] for id_, source in loaded.base.sources.items()}
    texts = {id_: text for id_, text in kept.items() if text is not None}
    templates = Templates.under(office.templates, "templates")
    places = FieldPlaces(Layers.alone(office.facts, "facts"))
    looked = Looked(loaded.base, templates, office, texts, read_lock(office.facts), places)
    settings = dict(office.rules)
    found = [*loaded.problems, *check_settings(settings, lambda _: Where("office.yaml"))]
    found += run(looked, settings, Scope.FACT, Scope.FACTS, Scope.OFFICE)
    return [str(problem) for problem in sorted(found)]


def caught(rule: str, file: str, line: int) -> None:
    """The rule tells an error, at this line of this file of the current directory's facts."""
    found = problems_of(Path())
    assert any(
        ": error: " in row and row.endswith(f"[{rule}]") and row.startswith(f"facts/{file}:{line}:") for row in found
    ), found


def told(rule: str) -> list[str]:
    """What checking tells by one rule on the current directory's facts."""
    return [row for row in problems_of(Path()) if row.endswith(f"[{rule}]")]


def quote_again(office: Path, id_: str, old: str, new: str) -> tuple[str, int]:
    """Change words of a fact's first quotation; its file, and the line where the quotation stands."""
    fact = load_facts(office / "facts").base.facts[id_]
    assert old in fact.cites[0].quote
    cites = [{"source": c.source, "quote": c.quote, "paragraph": str(c.paragraph)} for c in fact.cites]
    cites[0]["quote"] = cites[0]["quote"].replace(old, new)
    return written(office, fact, {"cites": cites}, "cites", 0, "quote")


def claim_again(office: Path, id_: str, claim: str) -> tuple[str, int]:
    """Give a fact another claim; its file, and the line where the claim stands."""
    return written(office, load_facts(office / "facts").base.facts[id_], {"claim": claim}, "claim")


def written(office: Path, fact: Fact, fields: dict[str, Value], *keys: Key) -> tuple[str, int]:
    path = office / fact.where.path
    for field, value in fields.items():
        text, problem = set_field(path.read_text("utf-8"), fact.id, field, value, path.name)
        assert problem is None
        path.write_text(text, "utf-8")
    return fact.where.path.removeprefix("facts/"), FieldPlaces(Layers.alone(office / "facts", "facts")).of(
        fact, *keys
    ).line


CHANGED_WORDS = [
    ("staff-may-work-differently", "working in a different way", "working in another way"),
    ("some-stps-feature-acos", "Some of the 44 STPs", "Some of the 45 STPs"),
    ("commissioners-duties-2006-act", "would engage", "would not engage"),
]


@pytest.mark.parametrize(("id_", "old", "new"), CHANGED_WORDS)
def test_a_changed_word_in_a_quotation_is_noticed_without_the_texts(id_, old, new, office):
    caught("changed-quotation", *quote_again(office, id_, old, new))


@pytest.mark.parametrize(
    ("id_", "claim"),
    [
        ("some-stps-feature-acos", "some of the 45 STPs in England {feature} plans to develop ACOs"),
        ("commissioners-duties-2006-act", "any proposal to award an ACO contract would engage the duties that the NHS Act 2012 {lays} on local commissioners"),
        ("judicial-reviews-rejected", "two judicial reviews of the ACO contract, which ended in May 2018 and in August 2018, were both rejected"),
        ("aco-not-new-legal-entity", "an ACO is not a new kind of legal body in Wales"),
        # The reply says 'In September', and is itself of one of two years: the year was worked out.
        ("department-consultation-launched-september", "the Department of Health | launched a consultation in September 2017 on changes to regulations needed for ACO contracts"),
        ("department-consultation-launched-september", "the Department of Health | launched a consultation in September [2015] on changes to regulations needed for ACO contracts"),
        ("care-stays-free-at-point-of-need", "care will still be free at the point of need {now|in Scotland}"),
    ],
    ids=range(7),
)  # fmt: skip
def test_a_figure_a_date_or_a_name_that_nothing_bears_out(id_, claim, office):
    caught("unsupported-detail", *claim_again(office, id_, claim))


def test_a_year_that_was_worked_out_says_so(office):
    claim = (
        "the Department of Health | launched a consultation in {} on changes to regulations needed for ACO contracts"
    )
    id_ = "department-consultation-launched-september"
    claim_again(office, id_, claim.format("September [2017]"))
    assert not told("unsupported-detail")
    claim_again(office, id_, claim.format("September 2017"))
    (row,) = told("unsupported-detail")
    assert "says '2017'" in row
    assert "a year that was worked out from the document's date is written so: 'September [2017]'" in row


@pytest.mark.parametrize(
    ("claim", "said"),
    [
        ("Mr Barclay says that an ACO is no new kind of legal body", "attribution-in-claim"),
        ("an ACO, he said, is no new kind of legal body", "attribution-in-claim"),
        ("according to the Government an ACO is no new kind of legal body", "attribution-in-claim"),
        ("Mr Barclay has explained why an ACO is no new kind of legal body", "speaker-in-claim"),
        ("an ACO, explains Steve Barclay, is not a new kind of legal body", "speaker-in-claim"),
        ("an ACO, Barclay thinks, is not a new kind of legal body", "speaker-in-claim"),
        ("the Health Minister Steve Barclay insists an ACO is no new kind of legal body", "speaker-in-claim"),
    ],
)
def test_whose_claim_it_is_is_not_said_in_it(claim, said, office):
    file, line = claim_again(office, "aco-not-new-legal-entity", claim)
    rows = [*told("attribution-in-claim"), *told("speaker-in-claim")]
    assert rows
    assert any(row.startswith(f"facts/{file}:{line}:") for row in rows), rows
    if said == "speaker-in-claim":
        assert rows[-1].endswith("[speaker-in-claim]")


@pytest.mark.parametrize(
    "claim",
    [
        "the Government has argued that some changes to regulations will be needed for the ACO contract to be used",
        "NHS England has said that there will be difficult decisions",
        "the Department of Health has consulted",
        "what Mr Barclay's policy is",
    ],
)
def test_what_a_claim_tells_of_others_is_claimed(claim, office):
    claim_again(office, "regulatory-changes-argued-necessary", claim)
    assert not told("speaker-in-claim")


@pytest.mark.parametrize("word", ["currently", "now", "recently", "today", "soon", "at present", "next year"])
def test_words_that_age(word, office):
    caught(
        "ageing-words",
        *claim_again(office, "aco-not-new-legal-entity", f"an ACO is {word} not a new kind of legal body"),
    )


@pytest.mark.parametrize(
    "claim",
    [
        "an ACO {is now|was then} not a new kind of legal body",
        "an ACO will not be a new kind of legal body",
        'an ACO is "not a new type of legal entity"',
        "an ACO has just been {at present|at that time} not a new kind of legal body",
    ],
)
def test_what_the_program_turns_into_the_past_does_not_age(claim, office):
    claim_again(office, "aco-not-new-legal-entity", claim)
    assert not told("ageing-words")


def test_a_form_for_afterwards_that_ages_itself(office):
    claim = "an ACO {is now|is now} not a new kind of legal body"
    caught("ageing-words", *claim_again(office, "aco-not-new-legal-entity", claim))


def test_words_that_are_the_documents_own(office):
    claim = "{} some health professionals may work in different (but local) locations and alongside different teams"
    id_ = "staff-may-work-in-other-places-and-teams"
    caught("copied-words", *claim_again(office, id_, claim.format("being in an ACO may mean that").strip()))


def test_words_that_are_said_to_be_the_documents_own(office):
    id_ = "aco-not-new-legal-entity"
    caught("misquoted", *claim_again(office, id_, 'an ACO is "not a new kind of legal body"'))


@pytest.mark.parametrize(("words", "severity"), [(24, ""), (25, "warning"), (34, "warning"), (35, "error")])
def test_a_long_claim(words, severity, office):
    start = "an ACO is not a new kind of legal body"
    claim_again(office, "aco-not-new-legal-entity", f"{start} {' '.join(['again'] * (words - 10))}")
    rows = told("long-claim")
    assert len(rows) == bool(severity)
    assert all(f": {severity}: the claim of 'aco-not-new-legal-entity' has {words} words" in row for row in rows)


def test_an_office_may_say_how_much_a_long_claim_weighs(office):
    claim_again(
        office, "aco-not-new-legal-entity", f"an ACO is not a new kind of legal body {' '.join(['again'] * 40)}"
    )
    with (office / "office.yaml").open("a", encoding="utf-8") as file:
        file.write("rules: { long-claim: warning }\n")
    (row,) = told("long-claim")
    assert ": warning: " in row


@pytest.mark.parametrize("file", ["words.yaml", "topics.yaml", "areas.yaml", "../sources.yaml", "../words.yaml"])
def test_what_hangs_on_a_file_that_is_no_yaml_is_not_told_beside_it(file, office):
    """A slip of the pen in a list of words brought 116 errors about templates with it."""
    path = office / "facts" / "aco" / file
    path.write_text(path.read_text("utf-8") + "\n- [\n", "utf-8")
    ran = run_drafter("check")
    (row, count) = ran.err.splitlines()
    assert ("[broken-yaml]" in row, count) == (True, "1 error, 0 warnings")


@pytest.mark.parametrize(
    ("id_", "why"),
    [
        ("gapes-signed-edm-660", "a party's paper says it"),
        ("question-to-whom-accountable", "a speaker or an occasion of its own"),
        ("nhs-england-consultation-planned-march-2018", "still to come"),
        ("care-stays-free-at-point-of-need", "still to come"),
        ("patients-should-not-repeat-their-story", "still to come"),
        ("hoped-to-save-money", "still to come"),
        ("aco-purpose-coordinated-services", ""),
        ("commissioning-structure-unaffected", "or are proposed, is of the kind 'status'"),
        ("american-bodies-different", "of the kind 'status'"),
        ("committee-report-june-2018", ""),
        ("none-in-existence-april-2018", ""),
    ],
)
def test_what_nobody_disputes(id_, why, office):
    path = next(
        path for path in (office / "facts" / "aco").glob("*.yaml") if f"- id: {id_}\n" in path.read_text("utf-8")
    )
    text = path.read_text("utf-8")
    if f"- id: {id_}\n" in text and not on_record(id_):
        path.write_text(text.replace(f"- id: {id_}\n", f'- id: {id_}\n  on_record: "yes"\n'), "utf-8")
    rows = told("not-on-record")
    assert len(rows) == bool(why), rows
    assert all(why in row for row in rows)


def on_record(id_: str) -> bool:
    return load_facts(ROOT / "facts").base.facts[id_].on_record


@pytest.mark.parametrize("claim", ["An ACO is not a new kind of legal body", "The ACO is not a new kind of legal body"])
def test_a_claim_begins_small(claim, office):
    caught("capital-in-claim", *claim_again(office, "aco-not-new-legal-entity", claim))


@pytest.mark.parametrize("claim", ["ACOs are not a new kind of legal body", "Parliament has no new kind of legal body"])
def test_a_name_begins_with_its_capital(claim, office):
    claim_again(office, "aco-not-new-legal-entity", claim)
    assert not told("capital-in-claim")


HEDGES = [
    # (what the document says, what may be said of it, what may not)
    ("it is also hoped that ACOs will save money", ["it is hoped that ACOs will save money", "there is a hope that ACOs will save money"],
     ["ACOs will save money", "it is expected that ACOs will save money"]),
    ("it may mean some health professionals work elsewhere", ["some health professionals might work elsewhere", "some who work there could move"],
     ["some health professionals will work elsewhere", "health professionals may work elsewhere"]),
    ("as to a potential increase in private sector involvement", ["the private sector could be more involved", "there may be more of the private sector"],
     ["there will be more of the private sector"]),
    ("If introduced, they will give bodies the opportunity to come together", ["ACOs, if introduced, will let bodies come together"],
     ["ACOs will let bodies come together", "when introduced, ACOs will let bodies come together"]),
    ("not every part will be expected to use this model if they feel other approaches serve", ["not every area will be expected to use it where it {feels} that others serve"],
     ["not every area will have to use it where others serve", "not every area will be expected to use it"]),
    ("Subject to the outcome of the consultation, the two areas are Dudley and Manchester", ["depending on the consultation the two areas are Dudley and Manchester", "the two areas are Dudley and Manchester, subject to the consultation"],
     ["the two areas are Dudley and Manchester"]),
    ("organisational changes should be subject to proper scrutiny", ["changes of organisation ought to be properly looked at"], ["changes of organisation are properly looked at"]),
    ("The Government proposes to make these changes", ["the Government plans to make these changes", "the Government {wants} to make these changes"],
     ["the Government will make these changes"]),
    ("NHS England will be launching a consultation", ["NHS England will hold a consultation", "NHS England plans to hold a consultation"],
     ["NHS England may hold a consultation", "NHS England will hold a consultation if asked"]),
    ("the organisation usually receives an annual budget", ["an ACO usually {receives} a yearly budget", "an ACO {receives} a yearly budget in most cases"],
     ["an ACO {receives} a yearly budget", "an ACO often {receives} a yearly budget"]),
    ("Some of the 44 plans feature ACOs", ["some of the 44 plans {feature} ACOs", "a number of the 44 plans {feature} ACOs"], ["the 44 plans {feature} ACOs"]),
    ("Currently there are only plans to trial it in two areas", ["the only plans are to try it out in two areas", "there are plans to try it out in just two areas"],
     ["there are plans to try it out in two areas"]),
    ("which not only damages patients' care but costs money", ["this {damages} patients' care and {costs} money"], ["this only {damages} patients' care"]),
    ("MCPs are expected to deliver much greater integration", ["MCPs are expected to join care up", "MCPs should join care up"], ["MCPs will join care up"]),
    ("any area would need to comply with the law", ["any area would have to obey the law"], ["any area will have to obey the law", "any area must obey the law"]),
    ("up to 40 beds will close", ["up to 40 beds will close", "as many as 40 beds will close"], ["40 beds will close", "about 40 beds will close"]),
    ("We have no plans to close it", ["there are no plans to close it"], ["it is not likely that it will be closed"]),
    ("the body that will be in May", ["it will be the body in May 2018"], ["it may be the body in May 2018"]),
    ("ACOs are just one of these ways", ["ACOs are only one of these ways", "ACOs are one way among others"], ["ACOs are the way"]),
    ("Care will continue to be free just as it is now", ["care will still be free"], []),
]  # fmt: skip


def hedges_of(claim: str, quote: str, **more: str) -> list[str]:
    fact = replace(
        GARDEN.facts["trust-disputes-cost"], claim=claim, cites=(Citation("trust-letter", quote, 1),), **more
    )
    places = FieldPlaces(Layers.alone(Path("nowhere"), "nowhere"), {fact.where.path: ""})
    looked = Looked(replace(GARDEN, facts={fact.id: fact}), None, None, {}, "", places)
    return [problem.message for problem in not_quoted_hedge(looked)]


GARDEN = load_facts(Path(__file__).parent / "gardens" / "facts").base


@pytest.mark.parametrize(("quote", "honest", "others"), HEDGES, ids=[quote[:30] for quote, *_ in HEDGES])
def test_a_claim_hedges_as_its_quotation_does(quote, honest, others):
    for claim in honest:
        assert not hedges_of(claim, quote), claim
    for claim in others:
        assert hedges_of(claim, quote), claim


def test_what_hedges_is_shown_as_it_stands():
    assert hedges_of("the Government will do it", "The Government proposes to do it") == [
        "a quotation of 'trust-disputes-cost' says 'proposes', and the claim does not"
    ]
    assert hedges_of("the Government may do it", "The Government does it") == [
        "'trust-disputes-cost' says 'may', and nothing in its quotations does"
    ]


def test_what_a_document_does_hedges_too():
    assert hedges_of("it costs nothing", "We estimate that it costs nothing")
    assert not hedges_of("it costs nothing", "We estimate that it costs nothing", occasion="estimates")
    assert hedges_of("it costs nothing", "It costs nothing", occasion="hopes")


def test_a_claim_told_straight_after_another_has_its_hedges():
    facts = GARDEN.facts
    first = replace(facts["trust-disputes-cost"], claim="ACOs, if introduced, will save money")
    leaning = replace(
        facts["register-would-cost"], claim="this is to keep people well", only_after=first.id, occasion="",
        cites=(Citation("trust-letter", "If introduced, they keep people well", 1),),
    )  # fmt: skip
    places = FieldPlaces(Layers.alone(Path("nowhere"), "nowhere"), {first.where.path: ""})

    def found(second):
        base = replace(GARDEN, facts={first.id: first, second.id: second})
        looked = Looked(base, None, None, {}, "", places)
        return [p.message for p in not_quoted_hedge(looked) if second.id in p.message]

    assert not found(leaning)
    assert found(replace(leaning, only_after=""))
    quoted = (Citation("trust-letter", "they keep people well", 1),)
    assert not found(replace(leaning, claim="if so, this is to keep people well", cites=quoted))
    assert found(replace(leaning, claim="if so, this is to keep people well", cites=quoted, only_after=""))
    assert found(replace(leaning, claim="this may keep people well", cites=quoted))


def test_every_hedge_that_is_taken_out_of_a_shipped_claim_is_noticed():
    """Seeded: each hedge of each shipped claim that its quotations have, taken out."""
    base = load_facts(ROOT / "facts").base
    missed, tried = [], 0
    for fact in base.facts.values():
        quoted = " | ".join(cite.quote for cite in fact.cites)
        for hedge in hedge_table():
            match = hedge.words.search(plain(fact.claim))
            if match and hedge.words.search(quoted):
                tried += 1
                words = hedge.in_claim.sub("", f"{plain(fact.claim)}")
                changed = replace(fact, claim=words, only_after="", occasion="")
                looked = Looked(
                    replace(base, facts={fact.id: changed}),
                    None,
                    None,
                    {},
                    "",
                    FieldPlaces(Layers.alone(Path(), "facts"), {fact.where.path: ""}),
                )
                if not list(not_quoted_hedge(looked)):
                    missed.append((fact.id, match[0]))
    assert tried > 20
    assert not missed


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("things: [{ names: [the consultation], then: the consultation of March }]", "'the consultation of March' says 'March', which 'the consultation' does not"),
        ("things: [{ names: [the plan], then: the plan, near: the Dudley plan }]", "'the Dudley plan' says 'Dudley'"),
        ("things: [{ names: [two new models], then: the three models }]", "says 'three'"),
        ("things: [{ names: [two new models of care], then: the two models }]", ""),
        ("things: [{ names: [a body], then: a possible body }]", "says 'possible'"),
        ("glossary: [{ term: will be, plain: may be, approved_by: A }]", "says 'may'"),
        ("glossary: [{ term: is hoped to be, plain: is to be, approved_by: A }]", "'is to be' lacks 'hoped' of 'is hoped to be'"),
        ("glossary: [{ term: a possible thing, gloss: a thing, approved_by: A }]", ""),
        ("glossary: [{ term: procurement law, plain: the law on contracts, approved_by: A }]", ""),
    ],
)  # fmt: skip
def test_words_that_say_more_than_what_they_stand_for(words, said, office):
    (office / "facts" / "aco" / "words.yaml").write_text(f"subject: ACOs\n{words}\n", "utf-8")
    rows = told("more-than-the-term")
    assert len(rows) == bool(said)
    assert all(row.startswith("facts/aco/words.yaml: error: ") and said in row for row in rows)


@pytest.mark.parametrize(
    ("party", "said"),
    [("Labour Party", "did you mean 'Labour'?"), ("Lib Dems", "'Liberal Democrat'?"), ("Our Town", "")],
)
def test_another_name_for_a_party_is_noticed_in_a_documents_entry(party, said, office):
    path = office / "facts" / "sources.yaml"
    path.write_text(path.read_text("utf-8").replace("  party: Labour\n", f"  party: {party}\n"), "utf-8")
    rows = told("unknown-party")
    assert len(rows) == bool(said)
    assert all(row.startswith("facts/sources.yaml:80:10: warning: ") and said in row for row in rows), rows
    assert load_facts(path.parent).base.sources["gapes-reply"].party == party  # it is a warning, and no fact is lost


def test_supersession_and_series(office):
    path = office / "facts" / "aco" / "money.yaml"
    path.write_text(
        path.read_text("utf-8")
        .replace("  from: 2018-01-31\n  review_by: 2018-07-31\n", "  superseded_by: hoped-to-save\n  from: 2018-01-31\n  review_by: 2018-07-31\n")
        .replace("- id: hoped-to-save-money\n", "- id: hoped-to-save-money\n  superseded_by: savings-hoped-from-prevention\n")
        .replace("- id: savings-hoped-from-prevention\n", "- id: savings-hoped-from-prevention\n  superseded_by: hoped-to-save-money\n"),
        "utf-8",
    )  # fmt: skip
    err = "\n".join(problems_of(office))
    assert (
        "is superseded by 'hoped-to-save', which is no fact; did you mean 'hoped-to-save-money'? [bad-supersession]"
        in err
    )
    assert err.count("goes round in a circle") == 2
    change(
        office,
        "aco/areas.yaml",
        "  series: trial-areas\n  kind: plan\n",
        "  series: trial-areas\n  kind: plan\n  until: 2018-12-31\n",
    )
    assert "holds until 2018-12-31, but 'trials-only-in-two-areas-july-2018'" in "\n".join(problems_of(office))


@pytest.mark.parametrize(("weight", "stops"), [("error", True), ("warning", False), ("off", False)])
def test_an_office_may_say_whether_facts_that_contradict_each_other_are_entered(weight, stops, office):
    start = "  series: trial-areas\n  kind: plan\n"
    change(office, "aco/areas.yaml", start, f"{start}  until: 2018-12-31\n")
    with (office / "office.yaml").open("a", encoding="utf-8") as file:
        file.write(f"rules: {{ series-overlap: {weight} }}\n")
    workspace = Workspace(open_office(office))
    text = (office / "facts" / "aco" / "areas.yaml").read_text("utf-8")
    found = workspace.wrong_facts(workspace.base, [], workspace.folder.name_of(office / "facts/aco/areas.yaml"), text)
    assert [problem.rule for problem in found] == ["series-overlap"] * stops


def test_two_figures_for_one_thing_are_told(office):
    file = "aco/before.yaml"
    text = (office / "facts" / file).read_text("utf-8")
    entry = next(one for one in re.split(r"(?m)^(?=- id: )", text) if "- id: some-stps-feature-acos\n" in one)
    assert "of the 44 " in " ".join(entry.split())
    other = entry.replace("some-stps-feature-acos", "some-stps-again").replace("44", "45", 1)
    (office / "facts" / file).write_text(f"{text}\n{other}", "utf-8")
    (row,) = told("other-figure")
    assert "'some-stps-again' says the same as 'some-stps-feature-acos' with another figure" in row
    assert "drafter facts supersede some-stps-feature-acos --by some-stps-again" in row
    later = other.replace("  topics:", "  superseded_by: some-stps-feature-acos\n  topics:", 1)
    (office / "facts" / file).write_text(f"{text}\n{later}", "utf-8")
    assert not told("other-figure")


def test_an_unused_fact_is_a_warning_and_weighs_what_the_office_says(office):
    for path in (office / "templates").rglob("*.j2"):
        path.write_text(re.sub(r', "england-only"|"england-only", ', "", path.read_text("utf-8")), "utf-8")
    (row,) = told("unused-fact")
    assert "warning: no template says 'england-only'" in row
    with (office / "office.yaml").open("a", encoding="utf-8") as file:
        file.write("rules: { unused-fact: error }\n")
    (row,) = told("unused-fact")
    assert "error: no template says 'england-only'" in row
    text = (office / "office.yaml").read_text("utf-8")
    (office / "office.yaml").write_text(
        text.replace("unused-fact: error", "unused-fact: off, unused-fcat: off"), "utf-8"
    )
    assert not told("unused-fact")
    assert "there is no rule 'unused-fcat' to set; did you mean 'unused-fact'?" in "\n".join(problems_of(office))


@pytest.fixture
def texts(office: Path) -> Path:
    """The office with the five texts attached by content, as a user would."""
    assert TEXTS, "DRAFTER_TEXTS names no folder: 'make texts' sets it"
    for source, start in (
        ("wq-124049", "000"),
        ("wq-55081", "001"),
        ("cbp-8190", "002"),
        ("dhsc-brief-guide", "003"),
        ("gapes-reply", "004"),
    ):
        (file,) = Path(TEXTS).glob(f"{start}_*.txt")
        (office / "texts").mkdir(exist_ok=True)
        shutil.copy(file, office / "texts" / f"{source}.txt")
    return office


needs_texts = pytest.mark.texts


@needs_texts
def test_every_shipped_quotation_verifies_and_every_paragraph_is_accounted_for(texts):
    lock = (texts / "facts" / "quotations.lock").read_text("utf-8")
    ran = run_drafter("facts", "verify")
    assert (ran.code, ran.err) == (0, "")
    assert (texts / "facts" / "quotations.lock").read_text("utf-8") == lock, "the shipped lock is what verifying makes"
    assert run_drafter("sources", "coverage").code == 0
    assert run_drafter("check").code == 0


@needs_texts
@pytest.mark.parametrize(("id_", "old", "new"), CHANGED_WORDS)
def test_a_changed_word_is_shown_as_a_difference(id_, old, new, texts):
    caught("quotation-not-found", *quote_again(texts, id_, old, new))
    assert old.split()[0] in run_drafter("facts", "verify").err


@needs_texts
@pytest.mark.parametrize("id_", [id_ for id_, *_ in CHANGED_WORDS])
def test_a_wrong_paragraph(id_, texts):
    fact = load_facts(texts / "facts").base.facts[id_]
    cites = [{"source": c.source, "quote": c.quote, "paragraph": str(c.paragraph + 1)} for c in fact.cites]
    caught("wrong-paragraph", *written(texts, fact, {"cites": cites}, "cites", 0, "paragraph"))


@needs_texts
@pytest.mark.parametrize("source", ["cbp-8190", "wq-55081", "gapes-reply"])
def test_a_swapped_document(source, texts):
    other = "dhsc-brief-guide"
    shutil.copy(texts / "texts" / f"{other}.txt", texts / "texts" / f"{source}.txt")
    ran = run_drafter("facts", "verify")
    assert ran.code == 1
    assert f"texts/{source}.txt: error: is not the text that facts/sources.yaml names for '{source}'" in ran.err


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("author: David Mowat", "author: Somebody Else"),
        ("number: CBP 8190", "number: CBP 9999"),
        ("counted_from: 25", "counted_from: 3"),
        ("short: Mr Barclay", "short: Mr Berkeley"),
        ("side: parliament", "side: government"),
        ("occasion: told Parliament\n  sha256: ded2968", "occasion: proved to Parliament\n  sha256: ded2968"),
    ],
)
def test_details_of_a_document_that_were_changed_are_noticed_without_the_texts(old, new, office):
    change(office, "sources.yaml", old, new)
    (row, *_) = [row for row in told("changed-document") if "facts/sources.yaml" in row]
    assert "were changed since" in row


OPPOSITES = [
    ("Visits fell by 14 per cent", "visits rose by 14 per cent", "'rose' where its quotation says 'fell'"),
    ("Visits fell by 14 per cent", "visits were down by 14 per cent", ""),
    ("Spending increased in 2017", "spending declined in 2017", "'declined' where its quotation says 'increased'"),
    ("The library will open on Sundays", "the library will close on Sundays", "'close' where its quotation says 'open'"),
    ("No library will close", "the libraries will stay open", ""),
    ("No library will close", "no library will shut", ""),
    ("The Council rejected the plan", "the Council accepted the plan", "'accepted' where its quotation says 'rejected'"),
    ("Fewer people came, and more children", "more people came, and fewer children", ""),
    ("before a decision is made", "after a decision is made", "'after' where its quotation says 'before'"),
]  # fmt: skip


def looked_at_claim(rule, claim: str, quote: str) -> list[str]:
    fact = replace(GARDEN.facts["trust-disputes-cost"], claim=claim, cites=(Citation("trust-letter", quote, 1),))
    places = FieldPlaces(Layers.alone(Path("nowhere"), "nowhere"), {fact.where.path: ""})
    looked = Looked(replace(GARDEN, facts={fact.id: fact}), None, None, {}, "", places)
    return [problem.message for problem in rule(looked)]


@pytest.mark.parametrize(("quote", "claim", "told"), OPPOSITES)
def test_a_claim_does_not_say_the_reverse_of_its_quotation(quote, claim, told):
    found = looked_at_claim(reversed_meaning, claim, quote)
    assert len(found) == bool(told)
    assert told in "".join(found)


@pytest.mark.parametrize(
    ("claim", "said"),
    [
        ("we will publish guidance", "we"), ("the Department will publish our guidance", "our"), ("it is for us to say", "us"),
        ("I have no plans to close it", "I"), ("it is my view", "my"), ('there is "our guidance"', ""),
        ("Part I of the Act applies", ""), ("the US model is another", ""), ("the Department will publish guidance", ""),
    ],
)  # fmt: skip
def test_a_claim_never_speaks_as_the_member(claim, said):
    found = looked_at_claim(first_person, claim, "We will publish our guidance")
    assert [message.partition("says '")[2].partition("'")[0] for message in found] == [said] * bool(said)


@pytest.mark.parametrize(
    ("claim", "counted"),
    [
        ("the mobile library stops in the villages of the north and the west", 13),
        ("charges apply from 1 April 2017 to 31 March 2018 in every town", 0),  # 3 + the dates + 3
        ("charges apply from 1 April 2017 to 31 March 2018 in every town of the county and beyond it", 12),
        ("in 2025-26 they cost the Council £600,000 to run all of them", 11),  # the year aside, and "in" before it
        ("they fall under section 7 of the Public Libraries (Fees, Etc.) (England) Regulations 2016 as before", 0),
        ("the Secretary of State for Culture and Sport has to be asked before it can close", 9),
        ("the Secretary Of State For Culture And Sport Has To Be Asked Before It Can Close", 16),  # not the document's
        ("a comprehensive and efficient library service has to be offered to all", 0),  # listed in words.yaml
        ("a thorough and efficient library service has to be offered to all", 12),
        ('it is "the mobile library stops in the villages of the north and the west"', 0),
    ],
)
def test_dates_and_names_are_not_copied(claim, counted):
    quote = claim.replace("Secretary Of State For Culture And Sport Has To Be Asked Before It Can Close",
        "Secretary of State for Culture and Sport has to be asked before it can close").replace('"', "")  # fmt: skip
    known = replace(GARDEN.subjects["gardens"], names=("comprehensive and efficient library service",))
    fact = replace(GARDEN.facts["trust-disputes-cost"], claim=claim, cites=(Citation("trust-letter", quote, 1),))
    places = FieldPlaces(Layers.alone(Path("nowhere"), "nowhere"), {fact.where.path: ""})
    base = replace(GARDEN, facts={fact.id: fact}, subjects={fact.subject: known})
    found = [problem.message for problem in copied_words(Looked(base, None, None, {}, "", places))]
    assert [int(message.partition("copies ")[2].partition(" ")[0]) for message in found] == [counted] * bool(counted)


@pytest.mark.parametrize(
    ("claim", "word"),
    [
        ("it will close in May", "it"), ("this would cost more", "this"), ("That is not agreed", "That"),
        ("they open on Sundays", "they"), ("such plans are new", "such"), ("those plans are new", "those"),
        ("it is to close", "it"), ("the Council supports that", "that"), ("he has asked for more", "he"),
        ("it is for each trust to decide", ""), ("it would take two years to build", ""), ("it has not been said why", ""),
        ("those who wait longest go first", ""), ("those coming forward are charities", ""),
        ("the trust says how it charges", ""), ("she has asked for more", ""), ('"this is it" is its motto', ""),
        ("its author has signed it", ""), ("there is no plan", ""),
    ],
)  # fmt: skip
def test_a_claim_leans_on_nothing_that_a_letter_may_not_have(claim, word):
    first = GARDEN.facts["trust-disputes-cost"]
    source = GARDEN.sources[first.source]
    base = replace(GARDEN, sources={source.id: replace(source, speaker=source.speaker._replace(pronoun="she"))})
    places = FieldPlaces(Layers.alone(Path("nowhere"), "nowhere"), {first.where.path: ""})

    def found(fact: Fact) -> list[str]:
        looked = Looked(replace(base, facts={fact.id: fact}), None, None, {}, "", places)
        return [problem.message for problem in dangling_word(looked)]

    told = found(replace(first, claim=claim, only_after=""))
    assert [message.partition("says '")[2].partition("'")[0] for message in told] == [word] * bool(word)
    assert not found(replace(first, claim=claim, only_after="another"))
