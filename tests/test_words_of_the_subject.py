"""The program knows nothing of the shipped subject: another subject brings its own words, and these are not in its way.

What is looked for is taken from the shipped facts themselves, so that it grows with them.
"""

from __future__ import annotations

import re

from directly import load_facts
from running import ROOT

PACKAGE = ROOT / "drafter"
# What any letter to a member of Parliament may hold, on whatever subject.
OF_ANY_LETTER = {
    "EDM": "early day motions are an instrument of Parliament; of this subject is only the one with its number",
    "Early Day Motion": "the same",
    "organisation": "an ordinary word, which names no subject by itself",
    "organization": "the same",
    "Organisations": "the same",
}
MORE = ("NHS", "accountable care", "edm-660", "Dudley")
# Where such a word stands in the program all the same, and why.
STANDS = {
    ("english/data/mail.txt", "virgin"): "a provider of mail, which signs what is sent through it",
    ("english/data/danger.txt", "hunt"): "who threatens to hunt somebody down names nobody",
    ("english/data/names.txt", "nhs"): "no part of a person's name, and part of the names of many bodies",
    ("english/data/addresses.txt", "nhs"): "an NHS number stands in signatures",
    ("english/data/personal.txt", "nhs"): "the same",
    ("inbox/signature.py", "nhs"): "the same",
    ("english/data/reader.txt", "nhs"): "a word of public life, which no courtesy to one reader holds",
    ("english/data/thanks.txt", "nhs"): "its staff are thanked for their work, whatever they write about",
    ("english/data/writers.txt", "nhs"): "where its staff say that they work",
    ("inbox/personal.py", "nhs"): "people praise its staff in letters on any subject",
    ("facts/claims.py", "nhs"): "ends with s, and is no plural",
}


def words_of_the_subject():
    """Names, abbreviations, people, and the ids of questions, fears and actions."""
    base = load_facts(ROOT / "facts").base
    words = set(MORE)
    for subject in base.subjects.values():
        named = subject.spoken_of["names"]
        words |= {subject.id, subject.name, *named, *(name.split()[-1] for name in named)}
        words |= {one for a in subject.abbreviations if not a.known for one in (a.short, a.long)}
        words |= {name for name in subject.names if re.search(r"\d", name)}
    shorts = [base.speaker(fact).short for fact in base.facts.values()]
    words |= {short.split()[-1] for short in shorts if short.startswith(("Mr ", "Mrs ", "Ms "))}
    words |= {f"{topic.id}.{one.id}" for topic in base.topics.values() for one in (*topic.questions, *topic.fears)}
    words |= {action for action in base.actions if "-" in action}
    return words - set(OF_ANY_LETTER)


def test_the_program_holds_no_word_of_the_shipped_subject():
    words = words_of_the_subject()
    assert {"ACO", "Virgin", "Hunt", "Barclay", "Carillion", "privatisation.run", "sign-edm-660"} <= words
    every = "|".join(sorted(map(re.escape, words), key=len, reverse=True))
    any_word = re.compile(rf"(?<![\w-])(?:{every})s?(?!\w)", re.IGNORECASE)
    found = {}
    for path in PACKAGE.rglob("*"):
        if path.suffix in (".py", ".txt", ".html", ".css", ".js", ".sql", ".yaml", ".toml"):
            for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
                for match in any_word.finditer(line):
                    found.setdefault((path.relative_to(PACKAGE).as_posix(), match[0].casefold()), []).append(number)
    assert {key: lines for key, lines in found.items() if key not in STANDS} == {}
    assert set(STANDS) <= set(found), "an exception that is none any more"
