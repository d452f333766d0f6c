"""Templates that would run for ever or fill the memory: each is refused with its line, and none is run."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from bounded import PLENTY, in_little_memory
from running import run_drafter

EVERY = bool(os.environ.get("DRAFTER_EVERY"))
TEN = '"aaaaaaaaaa"'
HOSTILE = {
    "a text multiplied": '{{ "a" * 10**9 }}',
    "a text multiplied by a number": '{{ "x" * 999999999 }}',
    "an endless number": "{{ 10 ** 10 ** 10 }}",
    "an endless number in a choice": "{% if not about or 10 ** 10 ** 10 > 3 %}a{% endif %}",
    "a number of thousands of digits": f"{{{{ {'9' * 5_000} }}}}",
    "a number of hundreds of digits": f"{{{{ {'9' * 500} }}}}",
    "dots without end": '{{ gap("a") ' + "." * 90_000 + " }}",
    "a number in hex": f"{{{{ 0x{'f' * 500} }}}}",
    "a number beyond all": "{{ 1e999999 }}",
    "a text made wide": '{{ "x".ljust(999999999) }}',
    "a text made wide in a choice": '{% if "x".zfill(999999999) %}a{% endif %}',
    "a text made wide by its format": '{{ "{:>999999999}".format(1) }}',
    "a text made wide by its format, with a sign": '{{ "%999999999d" % 1 }}',
    "replaced again and again": '{{ "x"' + ('.replace("x", "' + "x" * 99 + '")') * 6 + " }}",
    "a method that is looked up": '{{ "x"["ljust"](999999999) }}',
    "a list multiplied": "{{ [0] * 999999999 }}",
    "a range": "{% for i in range(10**9) %}a{% endfor %}",
    "loops in loops": "".join(f"{{% for a{n} in {TEN} %}}" for n in range(15)) + "a" + "{% endfor %}" * 15,
    "a value put to itself": f"{{% set a = {TEN} %}}" + "{% set a = a ~ a %}" * 40 + "{{ a }}",
    "a value put to itself under another name": f"{{% with a0={TEN} %}}"
    + "".join(f"{{% with a{n + 1} = a{n} ~ a{n} %}}" for n in range(15))
    + "{% endwith %}" * 16,
    "a macro that calls itself": "{% macro m() %}{{ m() }}{{ m() }}{% endmacro %}{{ m() }}",
    "macros that call two": "{% macro m0() %}a{% endmacro %}"
    + "".join(f"{{% macro m{n + 1}() %}}{{{{ m{n}() }}}}{{{{ m{n}() }}}}{{% endmacro %}}" for n in range(40))
    + "{{ m40() }}",
    "blocks that call two": "{% block b0 %}a{% endblock %}"
    + "".join(f"{{% block b{n + 1} %}}{{{{ self.b{n}() }}}}{{{{ self.b{n}() }}}}{{% endblock %}}" for n in range(40)),
    "a template that includes itself": "{% include 'aco/funding.md.j2' %}{% include 'aco/funding.md.j2' %}",
    "a text in quotation marks of five million": '{{ gap("' + "a" * 5_000_000 + '") }}',
    "a text in quotation marks of fifty thousand": '{{ gap("' + "a " * 25_000 + '") }}',
    "words of twenty million": "Word " * 4_000_000,
    "brackets in brackets": "{{ " + "(" * 5_000 + "1" + ")" * 5_000 + " }}",
    "lists in lists": "{{ " + "[" * 90 + "1" + "]" * 90 + " }}",
    "choices in choices": "{% if asked %}" * 90 + "{% endif %}" * 90,
    "a thousand sums": "{{ " + "1 + " * 3_000 + "1 }}",
    "a thousand attributes": "{{ about" + ".a" * 9_000 + " }}",
    "a thousand calls": "{{ gap" + "()" * 9_000 + " }}",
    "a thousand filters": "{{ about" + "|upper" * 9_000 + " }}",
    "a thousand conditions": "{% if " + "asked and " * 3_000 + "asked %}a{% endif %}",
    "thousands of values": "{{ about }}" * 8_000,
    "thousands of gaps": '{{ gap("who") }}' * 5_000,
    "half a character": '{{ gap("\\ud800") }}',
}


LINES = {"check": ("check",), "draft": ("draft", "--topic", "funding", "--to", "Mr A Patel", "--date", "2018-07-10")}


@pytest.mark.parametrize("command", LINES)
def test_it_is_refused_with_its_line(command: str, office: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """'check' takes longer, so each in turn is tried with one of the two; DRAFTER_EVERY=1 tries all with both."""
    monkeypatch.setattr("drafter.check.check_cues", lambda *_: [])  # nothing of the templates
    path = office / "templates" / "aco" / "funding.md.j2"
    honest = path.read_text()

    def refused() -> None:
        for number, (name, source) in enumerate(HOSTILE.items()):
            if EVERY or (command == "check") == (number % 4 == 0):
                path.write_text(f"{honest}\n{source}\n", "utf-8")
                ran = run_drafter(*LINES[command])
                assert ran.code in {1, 2}, name
                assert "templates/aco/funding.md.j2:" in ran.err, name
                assert "error: " in ran.err, name
                assert "fault in drafter" not in ran.err, name
                assert "Traceback" not in ran.err, name

    in_little_memory(refused, PLENTY * (4 if EVERY else 1))


@pytest.mark.parametrize("source", ["{% for a in 'aa' %}a{% endfor %}", "{{ source.title.ljust(999999999) }}"])
def test_so_is_the_template_of_citations(source: str, office: Path) -> None:
    (office / "templates" / "citation.md.j2").write_text(source)

    def refused() -> None:
        for line in LINES.values():
            ran = run_drafter(*line)
            assert ran.code in {1, 2}
            assert "templates/citation.md.j2:1:1: error: " in ran.err

    in_little_memory(refused)


def test_nor_does_it_run_where_the_office_has_turned_the_rule_off(office: Path) -> None:
    path = office / "templates" / "aco" / "funding.md.j2"
    path.write_text(path.read_text() + HOSTILE["loops in loops"])
    with (office / "office.yaml").open("a") as file:
        file.write("\nrules:\n  unusual-template: off\n")

    def refused() -> None:
        ran = run_drafter(*LINES["draft"])
        assert ran.code in {1, 2}
        assert "'for' is not used in templates [unusual-template]" in ran.err

    in_little_memory(refused)
