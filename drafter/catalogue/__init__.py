"""The catalogue of rules: one entry for every id that stands in brackets behind a problem.

May import: nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Final

from drafter.catalogue.model import Area, OnSheet, Rule, Scope, Severity, Signing

# The settings that an office may choose for a rule of 'drafter check'.
OFF: Final = "off"
SETTINGS: Final = frozenset((OFF, Severity.WARNING, Severity.ERROR))
_UNKNOWN: Final = OnSheet("Something in the file is to be looked at")
_WEIGHED: Final = {Severity.ERROR: "An error.", Severity.WARNING: "A warning.", None: "An error or a warning."}
_SIGNED: Final = {
    Signing.FREE: "",
    Signing.ASKED: " Before a letter goes out, a named person must say that it is meant.",
    Signing.NEVER: " Nobody can accept it in a letter that goes out.",
}


def entries() -> tuple[tuple[Area, Rule], ...]:
    """Every rule with its area, in the catalogue's order."""
    # Late: most commands find nothing wrong and need none of these texts.
    from drafter.catalogue import batches, drafting, facts, files, post, register, review, sources, templates

    modules = {
        Area.FILES: files,
        Area.FACTS: facts,
        Area.SOURCES: sources,
        Area.TEMPLATES: templates,
        Area.DRAFTING: drafting,
        Area.REVIEW: review,
        Area.REGISTER: register,
        Area.POST: post,
        Area.BATCHES: batches,
    }
    return tuple((area, rule) for area, module in modules.items() for rule in module.RULES)


@cache
def by_id() -> Mapping[str, Rule]:
    """Every rule by its id, in the catalogue's order."""
    return {rule.id: rule for _, rule in entries()}


def severity_of(id_: str) -> Severity:
    """The severity of a rule's problems where they do not set their own: an error, unless the catalogue says less."""
    rule = by_id().get(id_)
    return rule.severity if rule is not None and rule.severity is not None else Severity.ERROR


def signing_of(id_: str) -> Signing:
    """What the signatory can do about a finding of a rule."""
    rule = by_id().get(id_)
    return rule.signing if rule is not None else Signing.FREE


def on_sheet(id_: str) -> OnSheet:
    """A rule's finding in plain words. Where a rule has none, general words that rely on the finding's own message."""
    rule = by_id().get(id_)
    return (rule.sheet if rule is not None else None) or _UNKNOWN


def gravity(id_: str) -> int:
    """The rank of a rule on the sheet, the gravest first. Rules without words for the sheet come last."""
    return _gravity().get(id_, len(_gravity()))


@cache
def _gravity() -> Mapping[str, int]:
    return {id_: number for number, id_ in enumerate(id_ for id_, rule in by_id().items() if rule.sheet is not None)}


def checked(*scopes: Scope) -> tuple[Rule, ...]:
    """The rules that ``drafter check`` runs and whose severity an office may choose: all, or those of some scopes."""
    return tuple(rule for rule in by_id().values() if rule.check and (not scopes or rule.scope in scopes))


def ids() -> tuple[str, ...]:
    """Every rule's id, sorted."""
    return tuple(sorted(by_id()))


def explain(id_: str) -> str | None:
    """What a rule means, what to do, its severity and where it comes up; ``None`` where there is no such rule."""
    rule = by_id().get(id_)
    if rule is None:
        return None
    weight = _WEIGHED[rule.severity]
    if rule.check:
        weight += " 'rules' in office.yaml can set it to off, warning or error."
    areas = [area for area, one in entries() if one.id == id_]
    where = ", and ".join(dict.fromkeys((*areas, *rule.also)))
    return f"{meaning(rule)}\n\n{weight}{_SIGNED[rule.signing]} It comes up {where}."


def meaning(rule: Rule) -> str:
    """What a rule means and what to do about it. The first line is a summary."""
    if rule.check:
        from inspect import cleandoc  # late: only explaining needs them
        from pkgutil import resolve_name

        return cleandoc(resolve_name(rule.check).__doc__ or "")
    advice = rule.advice or (rule.sheet.advice if rule.sheet is not None else "")
    return f"{rule.meaning} {advice}".strip()
