"""Attempts to slip an unsourced claim into a letter, past the check. Each is caught, with the template's own line."""

from __future__ import annotations

from pathlib import Path

import pytest
from running import run_drafter

SLIPS = {
    "plainly": ("Patients are safe.", "unapproved-courtesy"),
    "a figure": ("There are 44 of them.", "figure-in-courtesy"),
    "a figure in words": ("There are forty of them.", "figure-in-courtesy"),
    "a figure in another script": ("There are ٤٤ of them.", "figure-in-courtesy"),
    "a figure as a fraction": ("It is ½ of the whole.", "figure-in-courtesy"),
    "a figure with a sign": ("It will be £5bn.", "figure-in-courtesy"),
    "a roman figure": ("See part XIV of it.", "name-in-courtesy"),
    "a date": ("It will happen in March.", "figure-in-courtesy"),
    "a weekday": ("It will happen on Monday.", "figure-in-courtesy"),
    "a name": ("I have thought about Sheffield.", "name-in-courtesy"),
    "a name at the head": ("Sheffield is first.", "unapproved-courtesy"),
    "a verb of claim": ("The matter was announced before.", "claim-in-courtesy"),
    "a verb of claim in capitals": ("It WAS ANNOUNCED.", "claim-in-courtesy"),
    "a promise": ("This is what they promised.", "claim-in-courtesy"),
    "a question that presumes": ('{{ unanswered("why the hospitals are being closed") }}', "unapproved-courtesy"),
    "a question with a figure": ('{{ unanswered("where the 300 went") }}', "figure-in-courtesy"),
    "a text in an expression": ('{{ "Patients are safe." }}', "unusual-template"),
    "put together": ('{{ "Patients are " ~ "safe." }}', "unusual-template"),
    "through a filter": ('{{ "patients are safe."|upper }}', "unusual-template"),
    "behind a fact": ('{{ fact("staff-may-work-differently") ~ " Not so." }}', "unusual-template"),
    "in a choice": ('{{ "Patients are safe." if count else "" }}', "unusual-template"),
    "as a number": ("There are {{ 44 }} of them.", "unusual-template"),
    "as a sum": ("There are {{ 40 + 4 }} of them.", "unusual-template"),
    "as a count": ("There are {{ count }} of them.", "unusual-template"),
    "as a list": ('{{ ["Patients", "are", "safe"] }}', "unusual-template"),
    "by assignment": ('{% set about = "safe patients" %}{{ about }}', "unusual-template"),
    "by block assignment": ("{% set about %}safe patients{% endset %}{{ about }}", "unusual-template"),
    "by a macro": ("{% macro m() %}Safe.{% endmacro %}{{ m() }}", "unusual-template"),
    "by a loop": ("{% for t in topics %}Safe.{% endfor %}", "unusual-template"),
    "by with": ("{% with about = 'safe' %}{{ about }}{% endwith %}", "unusual-template"),
    "in a filter block": ("{% filter upper %}safe{% endfilter %}", "unusual-template"),
    "in raw": ("{% raw %}Patients are safe.{% endraw %}", "unapproved-courtesy"),
    "in a branch never taken now": ('{% if "nothing" in topics %}Patients are safe.{% endif %}', "unapproved-courtesy"),
    "in otherwise": ("{% point 2 %}{{ fact('staff-may-work-differently') }}{% otherwise %}Safe now.{% endpoint %}",
                     "unapproved-courtesy"),
    "cut in two": ("Pat{% if count %}ients are safe.{% endif %}", "unapproved-courtesy"),
    "turning an approved one round": ("You ask whether this is {% if count %}not {% endif %}privatisation.",
                                      "unapproved-courtesy"),
    "with a hidden character": ("You are s\u200bafe.", "unapproved-courtesy"),
    "with letters that look alike": ("Р\u0430tients are \u0455\u0430fe.", "unapproved-courtesy"),
    "with a symbol": ("This is → that.", "unapproved-courtesy"),
    "with an emoji": ("This is 👍.", "unapproved-courtesy"),
    "after an honest beginning": ("Thank you for writing about safe hospitals.", "unapproved-courtesy"),
    "hyphenated": ("It is cost-free.", "unapproved-courtesy"),
    "in quotation marks": ("I would call it “safe”.", "unapproved-courtesy"),
    "of courtesy's own words": ("It is.", "unapproved-courtesy"),
    "of courtesy's own words, after a question": ('{{ unanswered("who might bid elsewhere, or later") }} They will.',
                                                 "unapproved-courtesy"),
    "with a value": ("{{ subject }} will never be free.", "unapproved-courtesy"),
    "behind an approved one": ("You ask whether this is privatisation by another name. It is.", "unapproved-courtesy"),
    "glued to an approved one": ("You ask whether this is privatisation by another name{% if count %}, and it is.{% endif %}",
                                 "unapproved-courtesy"),
    "asking why": ('{{ unanswered("why ministers lied") }}', "unapproved-courtesy"),
    "an act where no view is": ('{{ act("signed-edm-660") }}', "unusual-template"),
    "over two lines": ("I know that all\nof you are safe.", "unapproved-courtesy"),
}  # fmt: skip


@pytest.mark.parametrize("slip", SLIPS)
def test_a_slip_is_caught_with_its_line(slip: str, office: Path) -> None:
    source, rule = SLIPS[slip]
    path = office / "templates" / "aco" / "staff.md.j2"
    kept = path.read_text("utf-8")
    path.write_text(f"{kept}\n\n{source}\n", "utf-8")
    line = kept.count("\n") + 3
    ran = run_drafter("check")
    assert ran.code == 1
    mine = [row for row in ran.err.splitlines() if row.startswith("templates/aco/staff.md.j2:") and f"[{rule}]" in row]
    assert mine, ran.err
    assert any(row.startswith(f"templates/aco/staff.md.j2:{line + extra}:") for row in mine for extra in (0, 1)), mine


@pytest.mark.parametrize(
    ("old", "new", "rule"),
    [
        ("heading: Staff", "heading: Staff who lost 300 jobs", "figure-in-courtesy"),
        ("about: what they would mean for patients", "about: the end of care in Sheffield", "name-in-courtesy"),
    ],
)
def test_a_slip_through_the_topics(old: str, new: str, rule: str, office: Path) -> None:
    path = office / "facts" / "aco" / "topics.yaml"
    path.write_text(path.read_text("utf-8").replace(old, new), "utf-8")
    assert f"[{rule}]" in run_drafter("check").err


@pytest.mark.parametrize(
    ("said", "rule"),
    [
        ("I believe that 300 beds were lost.", "figure-in-position"),
        ("I believe that three hundred beds were lost.", "figure-in-position"),
        ("I said so in January.", "figure-in-position"),
        ("I have signed the motion.", "claimed-act"),
        ("I also voted against it.", "claimed-act"),
        ("I recently\nmet the Minister.", "claimed-act"),
        ("There were {{ 300 }} of them.", "unusual-template"),
        ("A tenth of them went.", "figure-in-position"),
        ("Costs trebled.", "figure-in-position"),
        ("It was Monday's news.", "figure-in-position"),
        ("It was so last Christmas.", "figure-in-position"),
        ("I put down a motion.", "claimed-act"),
        ("I held a meeting with the Minister.", "claimed-act"),
        ("I myself voted against it.", "claimed-act"),
        ("I very strongly and openly campaigned against it.", "claimed-act"),
        ("I was among those who signed it.", "claimed-act"),
        ("My vote was cast against it.", "claimed-act"),
    ],
)
def test_a_slip_into_a_position(said: str, rule: str, office: Path) -> None:
    path = office / "templates" / "positions" / "opposition.md.j2"
    path.write_text(f"{path.read_text('utf-8')}\n{said}\n", "utf-8")
    assert f"[{rule}]" in run_drafter("check").err


@pytest.mark.parametrize(
    ("file", "old", "new", "rule"),
    [
        ("words.yaml", "subject: ACOs", "subject: ACOs, which cost 4,000 jobs", "figure-in-courtesy"),
        ("words.yaml", "subject: ACOs", "subject: ACOs, which Sheffield abolished", "name-in-courtesy"),
        (
            "words.yaml",
            "long: Accountable Care Organisation",
            "long: Accountable Care Organisation of 2018",
            "figure-in-courtesy",
        ),
        (
            "words.yaml",
            "  - You may wish",
            "  - It was announced that all is well.\n  - You may wish",
            "claim-in-courtesy",
        ),
        ("words.yaml", "open_questions:", "open_questions:\n  - why ministers lied", "claim-in-courtesy"),
    ],
)
def test_a_slip_through_the_words(file: str, old: str, new: str, rule: str, office: Path) -> None:
    path = office / "facts" / "aco" / file
    path.write_text(path.read_text("utf-8").replace(old, new, 1), "utf-8")
    assert f"[{rule}]" in run_drafter("check").err


def test_a_slip_into_the_citation(office: Path) -> None:
    path = office / "templates" / "citation.md.j2"
    path.write_text(path.read_text("utf-8") + ", which adds that nurses will be sacked", "utf-8")
    assert "[claim-in-citation]" in run_drafter("check").err


def test_a_slip_behind_a_link(office: Path) -> None:
    (office / "elsewhere").mkdir()
    (office / "templates" / "aco").rename(office / "elsewhere" / "aco")
    (office / "templates" / "aco").symlink_to(office / "elsewhere" / "aco")
    path = office / "templates" / "aco" / "patients.md.j2"
    path.write_text(path.read_text("utf-8") + "\nHospitals closed.\n", "utf-8")
    assert "[unapproved-courtesy]" in run_drafter("check").err
    ran = run_drafter("draft", "--topic", "patients", "--to", "Kim Lee", "--date", "2018-07-10", "-o", "-")
    assert (ran.code, ran.text) == (1, "")


@pytest.mark.parametrize(
    ("said", "rule"),
    [
        ('The Library said that ministers "sacked nurses" in its paper.', "misquoted"),
        ("The Library said that 8190 nurses lost their jobs.", "unsupported-detail"),
        ("The Library said that 6 hospitals closed.", "unsupported-detail"),
        ("The Library said that a tenth of them went.", "unsupported-detail"),
    ],
)
def test_a_slip_into_a_fact_is_caught_and_not_drafted(said: str, rule: str, office: Path) -> None:
    path = office / "facts" / "aco" / "what-they-are.yaml"
    text = path.read_text("utf-8")
    start = text.index("- id: aco-definition-library")
    begin, end = text.index("  statement:", start), text.index("  wordings:", start)
    path.write_text(f"{text[:begin]}  statement: '{said}'\n{text[end:]}", "utf-8")
    assert f"[{rule}]" in run_drafter("check").err
    ran = run_drafter("draft", "--topic", "patients", "--to", "Kim Lee", "--date", "2018-07-10", "-o", "-")
    assert (ran.code, ran.text) == (1, "")
    assert f"[{rule}]" in ran.err
