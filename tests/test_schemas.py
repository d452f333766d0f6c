"""The JSON Schemas say what the readers say."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest
import yaml
from shipped import ROOT

from drafter.schemas import READ, fields, schemas

FOLDER = ROOT / "docs" / "schemas"
FILES = {
    **{path: "facts.json" for path in (ROOT / "facts" / "aco").glob("*.yaml") if path.stem not in {"topics", "words"}},
    ROOT / "facts" / "aco" / "topics.yaml": "topics.json",
    ROOT / "facts" / "sources.yaml": "sources.json",
    ROOT / "office.yaml": "office.json",
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
        {"id": "a", "topics": [], "voice": "library", "statement": "S.", "from": "2018-07-06", "cites": []},
        {"id": "a", "topics": ["x"], "voice": "y", "statement": "S.", "from": "July", "cites": [{"source": "s"}]},
        {"id": "a", "tpoics": ["x"]},
    ],
)
def test_what_the_reader_refuses_the_schema_refuses(entry):
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate([entry], schemas()["facts.json"])
