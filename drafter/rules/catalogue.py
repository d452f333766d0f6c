"""The rules that ``drafter check`` holds facts and templates to. An office may choose how much each weighs."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from drafter.problems import Problem, Severity, Where, errors, nearest
from drafter.rules import claims, facts, templates
from drafter.rules.looked import Looked

Check = Callable[[Looked], Iterator[Problem]]


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: the problems that it finds bear its id; its function's docstring is its documentation.

    Where there is no ``severity``, each problem has its own, unless the office says how much the rule weighs.
    """

    id: str
    check: Check
    severity: Severity | None = Severity.ERROR

    @property
    def text(self) -> str:
        """What the rule says, and why."""
        return inspect.getdoc(self.check) or ""


RULES = (
    Rule("unsupported-detail", claims.unsupported_detail),
    Rule("more-than-the-term", claims.more_than_the_term),
    Rule("not-quoted-hedge", claims.not_quoted_hedge),
    Rule("speaker-in-claim", claims.speaker_in_claim),
    Rule("capital-in-claim", claims.capital_in_claim),
    Rule("long-claim", claims.long_claim, None),
    Rule("ageing-words", claims.ageing_words),
    Rule("copied-words", claims.copied_words),
    Rule("misquoted", claims.misquoted),
    Rule("unknown-abbreviation", claims.unknown_abbreviation),
    Rule("no-review-date", facts.no_review_date),
    Rule("series-overlap", facts.series_overlap),
    Rule("bad-supersession", facts.bad_supersession),
    Rule("unused-fact", facts.unused_fact, Severity.WARNING),
    Rule("empty-topic", facts.empty_topic),
    Rule("quotation-not-found", facts.quotation_not_found),
    Rule("unverified-quotation", facts.unverified_quotation),
    Rule("figure-in-courtesy", templates.figure_in_courtesy),
    Rule("name-in-courtesy", templates.name_in_courtesy),
    Rule("claim-in-courtesy", templates.claim_in_courtesy),
    Rule("unapproved-courtesy", templates.unapproved_courtesy),
    Rule("claim-in-citation", templates.claim_in_citation),
    Rule("unusual-template", templates.unusual_template),
    Rule("figure-in-position", templates.figure_in_position),
)
# Those that hold the templates' own words; a letter is not drafted from templates that break one.
OF_TEMPLATES = tuple(rule for rule in RULES if rule.check.__module__ == templates.__name__)
# Those that look at one fact by itself; a fact that breaks one is not entered by a command.
OF_FACTS = tuple(
    rule
    for rule in RULES
    if rule.check.__module__ in {claims.__name__, claims.__name__, claims.__name__}
    or rule.id in {"no-review-date", "quotation-not-found"}
)
OF_ALL_FACTS = tuple(rule for rule in RULES if rule.id in {"series-overlap", "bad-supersession"})
OFF = "off"
WEIGHTS = frozenset((OFF, Severity.WARNING, Severity.ERROR))


def run(looked: Looked, settings: Mapping[str, str], chosen: Iterable[Rule] = RULES) -> list[Problem]:
    """The problems that the rules find; ``settings`` says for a rule's id ``off``, ``warning`` or ``error``."""
    problems: list[Problem] = []
    for rule in chosen:
        weight = settings.get(rule.id, rule.severity)
        if weight != OFF:
            found = rule.check(looked)
            problems += found if weight is None else [replace(one, severity=Severity(weight)) for one in found]
    return problems


def check_settings(settings: Mapping[str, str], where: Callable[[str], Where]) -> Iterator[Problem]:
    """What is wrong with an office's settings; ``where`` is the place of a rule's setting."""
    known = [rule.id for rule in RULES]
    for id_, weight in settings.items():
        if id_ not in known:
            hint = nearest(id_, known) or f"known: {', '.join(known)}"
            yield Problem(where(id_), "unknown-rule", f"there is no rule '{id_}' to set", hint)
        elif weight not in WEIGHTS:
            hint = "write off, warning or error"
            yield Problem(where(id_), "unknown-rule", f"a rule cannot be set to '{weight}'", hint)


def run_on(looked: Looked, facts: Iterable[str], settings: Mapping[str, str]) -> list[Problem]:
    """The errors of these facts alone, by id, as the rules on single facts find them."""
    base = replace(looked.base, facts={id_: looked.base.facts[id_] for id_ in facts if id_ in looked.base.facts})
    known = {id_: weight for id_, weight in settings.items() if weight in WEIGHTS}
    return errors(run(replace(looked, base=base), known, OF_FACTS))
