"""Frozen dataclasses and named tuples are those of the standard library, made faster: each test holds one against the other."""

from __future__ import annotations

import copy
import dataclasses
import pickle
import typing
from dataclasses import field
from functools import cached_property

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drafter import frozen

MAKERS = {"ours": frozen.dataclass, "theirs": dataclasses.dataclass}


def types(dataclass):
    """A few types, as this function makes them."""

    @dataclass(frozen=True)
    class Fact:
        """A fact."""

        id: str
        day: int = 3
        seen: dict[str, int] = field(default_factory=dict, compare=False, repr=False)
        memory: list[int] = field(default_factory=list, init=False, compare=False)

        @cached_property
        def long(self):
            return self.id * 2

    @dataclass(frozen=True)
    class Later(Fact):
        more: tuple[str, ...] = ()

    @dataclass(frozen=True, slots=True)
    class Slotted:
        one: int
        two: str = "two"

    @dataclass(frozen=True, kw_only=True)
    class Named:
        b: int = 1
        a: str

    @dataclass(frozen=True, eq=False)
    class Itself:
        a: int = 1

    @dataclass(frozen=True, order=True)
    class Placed:
        a: int
        b: str = ""
        c: int = field(default=0, compare=False)

        def __post_init__(self):
            object.__setattr__(self, "c", self.c or 7)

    @dataclass(frozen=True)
    class Empty:
        pass

    @dataclass(frozen=True)
    class Own:
        a: int

        def __repr__(self):
            return f"own {self.a}"

    @dataclass(slots=True)
    class Open:
        a: int = 1

    return Fact, Later, Slotted, Named, Itself, Placed, Empty, Own, Open


OURS, THEIRS = (dict(zip("Fact Later Slotted Named Itself Placed Empty Own Open".split(), types(one), strict=True)) for one in MAKERS.values())  # fmt: skip
for known in OURS.values():  # so that pickle finds them
    known.__qualname__ = known.__name__
    globals()[known.__name__] = known
for known in THEIRS.values():
    known.__qualname__ = known.__name__

WAYS = [
    ("Fact", ("x",), {}), ("Fact", ("x", 4), {"seen": {"a": 1}}), ("Fact", (), {}), ("Fact", ("x",), {"memory": []}),
    ("Later", ("x", 1), {"more": ("a",)}), ("Slotted", (1,), {}), ("Slotted", (1, "b", 3), {}), ("Named", (), {"a": "x"}),
    ("Named", ("x",), {}), ("Itself", (), {}), ("Placed", (1,), {"c": 2}), ("Placed", (1, "b"), {}), ("Empty", (), {}),
    ("Empty", (1,), {}), ("Own", (1,), {}), ("Open", (2,), {}),
]  # fmt: skip


def made(known, args, kwargs):
    """What can be told of an object, or the kind of error."""
    try:
        one = known(*args, **kwargs)
    except TypeError:
        return "TypeError"
    values = {field.name: getattr(one, field.name) for field in dataclasses.fields(one)}
    try:
        setattr(one, next(iter(values), "a"), 1)
        refused = False
    except dataclasses.FrozenInstanceError as error:
        refused = str(error)
    return repr(one), values, dataclasses.asdict(one), refused, known.__match_args__, hasattr(one, "__dict__")


@pytest.mark.parametrize(("name", "args", "kwargs"), WAYS)
def test_both_make_the_same(name, args, kwargs):
    assert made(OURS[name], args, kwargs) == made(THEIRS[name], args, kwargs)


@given(st.lists(st.tuples(st.integers(0, 2), st.sampled_from(["", "a", "b"])), min_size=2, max_size=2))
def test_both_compare_alike(values):
    for name in ("Fact", "Slotted", "Placed", "Itself"):
        width = 1 if name == "Itself" else 2
        (one, two), (three, four) = ([known[name](*v[:width]) for v in values] for known in (OURS, THEIRS))
        assert (one == two) == (three == four)
        assert one == copy.copy(one) if name != "Itself" else one != copy.copy(one)
        assert (one == two) <= (hash(one) == hash(two))
        if name == "Placed":
            assert (one < two, one <= two, one > two, one >= two) == (three < four, three <= four, three > four, three >= four)  # fmt: skip
    assert OURS["Fact"]("x") != OURS["Later"]("x")


@pytest.mark.parametrize("name", ["Fact", "Slotted", "Placed"])
def test_it_is_pickled_replaced_and_never_changed(name):
    one = OURS[name](1, "a")
    first, second = (field.name for field in dataclasses.fields(one)[:2])
    assert pickle.loads(pickle.dumps(one)) == copy.deepcopy(one) == one
    assert dataclasses.replace(one, **{second: "b"}) == OURS[name](1, "b") != one
    for change in (lambda: setattr(one, first, 2), lambda: delattr(one, first)):
        with pytest.raises(dataclasses.FrozenInstanceError):
            change()


def test_what_is_worked_out_once_is_kept():
    one = OURS["Fact"]("ab")
    assert one.long is one.long == "abab"


def test_a_default_that_could_change_is_refused():
    for dataclass in MAKERS.values():
        with pytest.raises(ValueError, match="mutable default"):

            @dataclass(frozen=True)
            class Shared:
                a: list[int] = field(default=[])


def named(base):
    """A type with a docstring, defaults, a property and a function, as this base makes it."""

    class Place(base):
        """A place."""

        path: str
        line: int = 0
        seen: tuple[str, ...] | None = None

        @property
        def shown(self):
            return f"{self.path}:{self.line}"

        def __str__(self):
            return self.shown

    return Place


def test_named_tuples_are_those_of_typing():
    ours, theirs = named(frozen.NamedTuple), named(typing.NamedTuple)
    for ask in (
        lambda one: (one.__name__, one.__qualname__, one.__module__, one.__doc__, one.__mro__[1:]),
        lambda one: (one._fields, one._field_defaults, [*one.__annotations__], one.__match_args__),
        lambda one: (one("a"), one("a", seen=("b",)), repr(one("a", 2)), str(one("a", 2)), hash(one("a"))),
        lambda one: (one("a")._replace(line=3), one("a")._asdict(), one._make("abc"), copy.copy(one("a"))),
        lambda one: (one("a").shown, one("b") > one("a"), one("a") == ("a", 0, None)),
        refusal,
        lambda one: refusal(lambda: one("a", column=3)),
        lambda one: refusal(lambda: setattr(one("a"), "line", 3)),
    ):
        assert ask(ours) == ask(theirs)


def test_named_tuples_stay_the_same_however_many_are_made():
    made = []
    for base in (frozen.NamedTuple, typing.NamedTuple):
        Place = named(base)

        class Near(Place):
            """A place that is near."""

        whole, inner = Place("a", 1, ()), Near("b", 2, ())  # of all their values
        short = Near("c"), Place(path="d", line=4)
        again = Place("a", 1, ()), Near("b", 2, ()), copy.deepcopy(whole)
        made.append(
            ([*map(repr, (whole, inner, *short, *again))], whole == again[0], type(inner) is type(again[1]) is Near)
        )
    assert made[0] == made[1]


def test_a_named_tuple_may_have_many_fields():
    space = {
        "__annotations__": {f"f{place}": "int" for place in range(50)},
        "__module__": __name__,
        "__qualname__": "Many",
    }
    many = type(frozen.NamedTuple)("Many", (frozen.NamedTuple,), space)(*range(50))
    assert [getattr(many, name) for name in many._fields] == [*range(50)]


def test_a_dataclass_keeps_its_annotations():
    for name, known in OURS.items():
        assert known.__annotations__ == THEIRS[name].__annotations__
        assert [(f.name, f.type) for f in dataclasses.fields(known)] == [
            (f.name, f.type) for f in dataclasses.fields(THEIRS[name])
        ]

    @frozen.dataclass(frozen=True)
    class Counted:
        count: int
        known: typing.ClassVar[int] = 3

    assert [f.name for f in dataclasses.fields(Counted(1))] == ["count"]


def refusal(ask):
    with pytest.raises((TypeError, AttributeError)) as raised:
        ask()
    return str(raised.value)
