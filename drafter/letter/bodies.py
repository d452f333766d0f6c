"""Which names are those of an organisation or an office, as far as their words tell."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from drafter.letter.name_words import AND, fold, is_initials


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


FIRMS: Final = _set("ltd limited plc llp cic inc cio")
PARTNERS: Final = _set("son sons daughter daughters co company partners associates")
BODIES: Final = FIRMS | _set(
    """society association council federation foundation committee campaign university solicitors forum network
    company group practice surgery department dept ministry agency commission authority institute institution
    museum library alliance coalition partnership services enterprises industries holdings consultants consulting
    team bureau residents tenants academy theatre pharmacy clinic congregation synagogue mosque diocese hospice
    embassy trustees governors centre collective cooperative co-operative co-op housing nursery cathedral uk"""
)
# Those which are also surnames or forenames tell a body from a person only with other words beside them.
BODIES_OR_NAMES: Final = _set(
    "trust charity union club school college hospital party office bank guild league chamber brothers"
)
BODIES_OR_SURNAMES: Final = _set("church branch hall house temple chapel court park")
OF_BODIES: Final = _set(
    """of for in the at to st saints holy trinity christ parish baptist methodist catholic anglican sikh hindu muslim
    islamic jewish reformed united free community primary secondary junior infant infants grammar high
    comprehensive independent medical general royal national british local district county borough town village
    city green labour liberal democrat democrats conservative communist socialist workers rotary lions bowling
    football cricket rugby tennis golf social youth sports students women's trade credit post nhs uk allotment
    allotments choir gymkhana chess bridge rambling walking running cycling sailing swimming angling gardening art
    drama film book history family's model railway motor working men's conservation wildlife heritage civic action
    nature rights memorial benevolent housing law"""
)
OFFICES: Final = _set(
    """secretary chair chairman chairwoman chairperson treasurer manager director clerk headteacher headmaster
    principal headmistress occupier owner proprietor editor president trustees residents"""
)


# Two words that only bodies and offices have side by side.
PAIRS: Final = frozenset({("friends", "of"), ("head", "of"), ("chief", "executive")})


def is_firm(words: Sequence[str]) -> bool:
    """Whether it is a body though a title starts it: "Dr Lee & Partners", "Mr Kipling Ltd", "Dr Lee's Surgery"."""
    keys = [fold(word) for word in words]
    # "Mrs Patel and daughters" signed together.
    partners = any(one in AND and fold(two) in PARTNERS and two[0].isupper() for one, two in pairwise(words))
    owned = any(key.endswith("'s") for key in keys) and keys[-1] in BODIES | BODIES_OR_NAMES | BODIES_OR_SURNAMES
    return partners or owned or keys[-1] in FIRMS


def is_body(words: Sequence[str]) -> bool:
    """Whether an untitled name is that of an organisation or an office, as far as its words tell."""
    keys = [key for word in words if (key := fold(word).strip("()\"'"))]
    if not keys:
        return False
    office = keys[keys[0] == "the" and len(keys) > 1]
    if office in OFFICES or BODIES.intersection(keys) or is_firm(words) or PAIRS.intersection(pairwise(keys)):
        return True
    if any(one in AND and two in PARTNERS for one, two in pairwise(keys)):
        return True
    for at, key in enumerate(keys):
        if key not in BODIES_OR_NAMES | BODIES_OR_SURNAMES:
            continue
        if {"of", "for"}.intersection(keys[at + 1 : at + 2]):
            return True
        if at and at == len(keys) - 1:
            if OF_BODIES.intersection(keys[:-1]):
                return True
            if AND.intersection(keys) or any(map(is_initials, keys[:-1])):
                return False  # "Ann and John Church", "Ann M School"
            return len(keys) > (3 if key in BODIES_OR_SURNAMES else 2)
    return keys[0] == "the" and keys[-1] not in ("family", "household")
