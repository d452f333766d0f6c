"""The JSON Schemas say what the readers say."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest
import yaml
from shipped import ROOT

from drafter import decisions, office
from drafter.facts import reading
from drafter.schemas import fields, schemas

CITE = {"source": "s", "quote": "it opens", "paragraph": "1"}
FOLDER = ROOT / "docs" / "schemas"
OTHERS = {"topics", "words", "actions"}
FILES = {
    **{path: "facts.json" for path in (ROOT / "facts" / "aco").glob("*.yaml") if path.stem not in OTHERS},
    **dict.fromkeys((ROOT / "facts").glob("*/actions.yaml"), "actions.json"),
    ROOT / "facts" / "aco" / "topics.yaml": "topics.json",
    **dict.fromkeys((ROOT / "facts").glob("*/words.yaml"), "words.json"),
    ROOT / "facts" / "words.yaml": "shared-words.json",
    ROOT / "facts" / "sources.yaml": "sources.json",
    ROOT / "office.yaml": "office.json",
}

# The fields that the readers accept in an entry.
READ = {
    "topic": reading.TOPIC_FIELDS,
    "concern": reading.CONCERN_FIELDS,
    "action": reading.ACTION_FIELDS,
    "words": reading.WORDS_FIELDS,
    "shared words": reading.SHARED_FIELDS,
    "abbreviation": reading.ABBREVIATION_FIELDS,
    "thing": reading.THING_FIELDS,
    "term": reading.TERM_FIELDS,
    "answer": reading.ANSWER_FIELDS,
    "rub": reading.RUB_FIELDS,
    "recognised": reading.RECOGNISED_FIELDS,
    "spoken": reading.SPOKEN_FIELDS,
    "office": office.FIELDS,
    "decision": decisions.FIELDS,
}


@pytest.mark.parametrize("name", schemas())
def test_the_written_schemas_are_those_of_the_code(name, golden):
    jsonschema.Draft202012Validator.check_schema(schemas()[name])
    golden(FOLDER / name, json.dumps(schemas()[name], indent=2, ensure_ascii=False) + "\n")


@pytest.mark.parametrize("entry", READ)
def test_a_schema_names_the_fields_that_the_reader_lets_pass(entry):
    assert set(fields(entry)) == set(READ[entry])


@pytest.mark.parametrize("path", FILES, ids=lambda p: Path(p).name)
def test_each_shipped_file_names_its_schema_and_keeps_to_it(path):
    text = path.read_text("utf-8")
    first = text.splitlines()[0]
    assert first.startswith("# yaml-language-server: $schema=")
    assert (path.parent / first.partition("=")[2]).resolve() == (FOLDER / FILES[path]).resolve()
    # As an editor reads it: YAML 1.2, in which a date is a text.
    jsonschema.validate(yaml.load(text, yaml.BaseLoader), schemas()[FILES[path]])


@pytest.mark.parametrize(
    "entry",
    [
        {},
        {"id": "A B"},
        {"id": "a", "topics": [], "claim": "it opens", "from": "2018-07-06", "cites": []},
        {"id": "a", "topics": ["x"], "claim": "it opens", "from": "July", "cites": [{"source": "s"}]},
        {"id": "a", "topics": ["x"], "claim": "It opens.", "from": "2018-07-06", "cites": [CITE]},
        {"id": "a", "topics": ["x"], "claim": "it opens", "from": "2018-07-06", "cites": [CITE], "speaker": {}},
        {"id": "a", "topics": ["x"], "voice": "y", "statement": "S.", "from": "2018-07-06", "cites": [CITE]},
        {"id": "a", "tpoics": ["x"]},
    ],
)
def test_what_the_reader_refuses_the_schema_refuses(entry):
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate([entry], schemas()["facts.json"])


OFFICE = {"member": "Eleanor Marsh MP", "constituency": "Westmere Vale", "letterhead": "templates/letterhead.docx"}
DECISIONS = [
    {"action": "sign-it", "subject": "aco", "done": "2018-01-16"},
    {"action": "press", "subject": "aco", "decided": "2018-01-20", "will": "yes"},
    {"action": "meet", "subject": "aco", "decided": "2018-01-20", "will_not": "I meet constituents at my surgeries"},
]


@pytest.mark.parametrize(
    "said", [{}, {"side": "none"}, {"side": "government"}, {"side": "opposition", "party": "Labour"},
             {"side": "government", "party": "Conservative"}, {"decisions": []}, {"decisions": DECISIONS}]
)  # fmt: skip
def test_what_an_office_may_say(said):
    jsonschema.validate({**OFFICE, **said}, schemas()["office.json"])


@pytest.mark.parametrize(
    "said",
    [
        {"side": "left"},
        {"side": "opposition"},
        {"side": "none", "party": "Labour"},
        {"party": "Labour"},
        {"acts": []},
        {"decisions": [{"action": "sign-it", "subject": "aco"}]},
        {"decisions": [{"action": "sign-it", "done": "2018-01-16"}]},
        {"decisions": [{**DECISIONS[0], "decided": "2018-01-16"}]},
        {"decisions": [{**DECISIONS[0], **DECISIONS[1]}]},
        {"decisions": [{**DECISIONS[1], "will": "no"}]},
        {"decisions": [{"action": "meet", "subject": "aco", "will_not": "I do not"}]},
    ],
)
def test_what_an_office_may_not_say(said):
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({**OFFICE, **said}, schemas()["office.json"])


def test_what_constituents_ask_for_follows_to_and_i():
    action = {"id": "sign-it", "ask": "sign Early Day Motion 660", "done": "signed Early Day Motion 660"}
    jsonschema.validate([action], schemas()["actions.json"])
    for wrong in ({**action, "ask": "to sign it"}, {"id": "sign-it", "ask": "sign it"}):
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate([wrong], schemas()["actions.json"])
