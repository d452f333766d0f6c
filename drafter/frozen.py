"""Frozen dataclasses and named tuples that are made quickly, as a command makes up to two hundred; objects as keys."""

from __future__ import annotations

import collections
import dataclasses
import functools
import inspect
import operator
import types
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Generic, TypeVar

__all__ = ["NamedTuple", "Same", "dataclass"]

_T = TypeVar("_T")


class Same(Generic[_T]):
    """An object as a key under which something is kept: equal to itself alone, whatever it holds.

    To compare a whole fact base with another, value by value, would take longer than what is kept.
    """

    __slots__ = ("it",)

    def __init__(self, it: _T) -> None:
        self.it = it

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Same) and self.it is other.it

    def __hash__(self) -> int:
        return id(self.it)


if TYPE_CHECKING:
    from dataclasses import dataclass
    from typing import NamedTuple
else:

    class _Named(type):
        """What ``typing.NamedTuple`` does, but for compiling each annotation, and what makes an instance before there
        are many: these are nine tenths of its time.
        """

        def __new__(cls, name: str, bases: tuple[type, ...], space: dict[str, Any]) -> type:
            if not bases:
                return super().__new__(cls, name, bases, space)
            fields = tuple(space.get("__annotations__", ()))
            given = {field: space.pop(field) for field in fields if field in space}
            own = {
                "__new__": _first_new(name, fields, given),
                "__slots__": (),
                "__match_args__": fields,
                "_fields": fields,
                "_field_defaults": given,
                **_OF_TUPLES,
                **dict(zip(fields, _places(max(_MANY, len(fields))), strict=False)),
                **space,
            }
            return type(name, (tuple,), own)

    class NamedTuple(metaclass=_Named):
        """A tuple with named fields, as ``typing.NamedTuple`` makes it."""

    def dataclass(
        cls: type | None = None,
        /,
        *,
        frozen: bool = False,
        eq: bool = True,
        order: bool = False,
        slots: bool = False,
        kw_only: bool = False,
    ) -> Any:
        """Make a class a dataclass, as ``dataclasses.dataclass`` does with these arguments.

        For a frozen class that function writes and compiles six methods or more, which takes 0.6 ms. Here only
        ``__init__`` is compiled, once there are a few instances; the others look the fields up by their names.
        """

        def made(cls: type) -> type:
            cls.__doc__ = cls.__doc__ or cls.__name__  # without one, the signature would be worked out for it
            if not frozen:
                return dataclasses.dataclass(cls, eq=eq, order=order, slots=slots, kw_only=kw_only)
            cls = _with_fields(cls, slots=slots, kw_only=kw_only)
            for name, method in _methods(cls, dataclasses.fields(cls), eq=eq, order=order, slots=slots):
                if name not in cls.__dict__:
                    setattr(cls, name, method)
            return cls

        return made if cls is None else made(cls)


# Named tuples.


def _first_new(name: str, fields: Sequence[str], defaults: Mapping[str, Any]) -> Callable[..., Any]:
    """What makes instances of a named tuple of all their values, and for any others compiles a ``__new__`` first."""

    def first(cls: Any, /, *values: Any, **named: Any) -> Any:
        if len(values) == len(fields) and not named:
            return tuple.__new__(cls, values)
        made = next(one for one in cls.__mro__ if "_fields" in vars(one))
        made.__new__ = staticmethod(_new(name, fields, defaults))
        return made.__new__(cls, *values, **named)

    return first


def _new(name: str, fields: Sequence[str], defaults: Mapping[str, Any]) -> Callable[..., Any]:
    """The ``__new__`` with the fields as parameters."""
    listed = "".join([f"{field}, " for field in fields])
    made: Callable[..., Any] = eval(f"lambda _cls, {listed}: _made(_cls, ({listed}))", {"_made": tuple.__new__})  # noqa: S307 - the names of fields alone
    made.__name__, made.__qualname__ = "__new__", f"{name}.__new__"
    made.__defaults__ = tuple(defaults.values())
    return made


def _make(cls: Any, values: Iterable[Any]) -> Any:
    made = tuple.__new__(cls, values)
    if len(made) != len(cls._fields):
        raise TypeError(f"Expected {len(cls._fields)} arguments, got {len(made)}")
    return made


def _replace(self: Any, /, **changed: Any) -> Any:
    made = tuple.__new__(type(self), map(changed.pop, self._fields, self))
    if changed:
        raise ValueError(f"Got unexpected field names: {list(changed)!r}")
    return made


def _shown(self: Any) -> str:
    return f"{type(self).__name__}({', '.join([f'{name}={value!r}' for name, value in self._asdict().items()])})"


def _as_tuple(self: Any) -> tuple[Any, ...]:
    return tuple(self)  # the type itself would be no method


_OF_TUPLES: Mapping[str, Any] = {
    "_make": classmethod(_make),
    "_replace": _replace,
    "_asdict": lambda self: dict(zip(self._fields, self, strict=True)),
    "__repr__": _shown,
    "__getnewargs__": _as_tuple,
}
_MANY = 32  # fields: hardly any type has more


@functools.cache
def _places(fields: int) -> Sequence[Any]:
    """What gives the value at each place of a tuple: the standard library's, which is quicker than a property."""
    names = [f"field{place}" for place in range(fields)]
    known = vars(collections.namedtuple("known", names))  # noqa: PYI024
    return [known[name] for name in names]


# Dataclasses.

_Field = dataclasses.Field[Any]
_FEW = 8  # instances; filling these takes as long as compiling once
_SPECIAL = ("ClassVar", "InitVar", "KW_ONLY")  # annotations of what is no field
_GIVEN = "_given_"  # begins the names of default values in the text of an __init__


def _methods(
    cls: type, fields: Sequence[_Field], *, eq: bool, order: bool, slots: bool
) -> Iterator[tuple[str, Callable[..., Any]]]:
    """The methods of a frozen dataclass, each with its name."""
    yield "__init__", _first_init(cls, fields)
    yield "__setattr__", _refuse
    yield "__delattr__", _refuse
    if slots:  # pickle would set the attributes one by one, which is refused
        yield "__getstate__", lambda self: [getattr(self, field.name) for field in fields]
        yield "__setstate__", lambda self, state: _set_all(self, fields, state)
    shown = [field.name for field in fields if field.repr]

    def represented(self: Any) -> str:
        return f"{type(self).__qualname__}({', '.join([f'{name}={getattr(self, name)!r}' for name in shown])})"

    yield "__repr__", represented
    compared = [field.name for field in fields if field.compare]
    values: Callable[[Any], Any] = operator.attrgetter(*compared) if compared else lambda _: ()

    def comparing(compare: Callable[[Any, Any], bool]) -> Callable[[Any, object], bool]:
        return lambda self, other: compare(values(self), values(other)) if type(other) is type(self) else NotImplemented

    if eq:
        yield "__eq__", comparing(operator.eq)
        yield "__hash__", lambda self: hash(values(self))
    if order:
        for name in ("__lt__", "__le__", "__gt__", "__ge__"):
            yield name, comparing(getattr(operator, name))


def _with_fields(cls: Any, *, slots: bool, kw_only: bool) -> Any:
    """The class with its fields, as ``dataclasses`` works them out.

    It looks into the text of each annotation for ``ClassVar`` and the like, which takes most of its time. Where none
    has such a word, it is given others meanwhile.
    """
    given: Mapping[str, object] = inspect.get_annotations(cls)
    plain = not any(special in str(annotation) for annotation in given.values() for special in _SPECIAL)
    if plain:
        cls.__annotations__ = dict.fromkeys(given, object)
    cls = dataclasses.dataclass(cls, init=False, repr=False, eq=False, slots=slots, kw_only=kw_only)
    if plain:
        cls.__annotations__ = given
        for field in dataclasses.fields(cls):
            field.type = given.get(field.name, field.type)
    return cls


def _first_init(cls: Any, fields: Sequence[_Field]) -> Callable[..., None]:
    """What fills the first few instances, and compiles the ``__init__`` for more. Most classes have no more."""
    left = _FEW

    def first(self: object, /, *given: Any, **named: Any) -> None:
        nonlocal left
        left -= 1
        if left < 0 or not _filled(self, fields, given, named):
            cls.__init__ = _init(cls, fields)
            cls.__init__(self, *given, **named)

    return first


def _filled(self: Any, fields: Sequence[_Field], given: Sequence[Any], named: Mapping[str, Any]) -> bool:
    """Fill an instance, unless the arguments are wrong: what they are then told, the compiled ``__init__`` says."""
    usual = [field.name for field in fields if field.init and not field.kw_only]
    values = {**dict(zip(usual, given, strict=False)), **named}
    if len(values) < len(given) + len(named):  # too many, or one of them twice
        return False
    found = []
    for field in fields:
        if field.init and field.name in values:
            found.append((field.name, values.pop(field.name)))
        elif field.default is not dataclasses.MISSING:
            found.append((field.name, field.default))
        elif field.default_factory is not dataclasses.MISSING:
            found.append((field.name, field.default_factory()))
        else:
            return False
    if values:
        return False
    for name, value in found:
        object.__setattr__(self, name, value)
    if hasattr(self, "__post_init__"):
        self.__post_init__()
    return True


def _init(cls: type, fields: Sequence[_Field]) -> Callable[..., None]:
    """The ``__init__`` with the fields as parameters."""
    known: dict[str, Any] = {"_set": object.__setattr__}
    usual: list[str] = []
    named: list[str] = []
    values: list[str] = []
    for field in fields:
        parameter = value = name = field.name
        default = f"{_GIVEN}{name}"
        if field.default is not dataclasses.MISSING:
            known[default] = field.default
            parameter, value = f"{name}={default}", name if field.init else default
        elif field.default_factory is not dataclasses.MISSING:
            known[default] = field.default_factory
            parameter = f"{name}={default}"
            value = f"{default}() if {name} is {default} else {name}" if field.init else f"{default}()"
        if field.init:
            (named if field.kw_only else usual).append(parameter)
        values.append(value)
    names = [field.name for field in fields]
    if any(isinstance(getattr(cls, name, None), types.MemberDescriptorType) for name in names):  # it has slots
        lines = [f" _set(self, {name!r}, {value})" for name, value in zip(names, values, strict=True)]
    else:  # in half the time
        given = ", ".join([f"{name}={value}" for name, value in zip(names, values, strict=True)])
        lines = [f" self.__dict__.update({given})"]
    if hasattr(cls, "__post_init__"):
        lines.append(" self.__post_init__()")
    head = ", ".join(["self", *usual, *(["*", *named] if named else [])])
    exec("\n".join([f"def __init__({head}):", *lines, " pass"]), known)  # noqa: S102 - the names of fields alone
    made: Callable[..., None] = known["__init__"]
    return made


def _set_all(self: object, fields: Sequence[_Field], values: Sequence[Any]) -> None:
    for field, value in zip(fields, values, strict=True):
        object.__setattr__(self, field.name, value)


def _refuse(_self: object, name: str, *_: object) -> None:
    raise dataclasses.FrozenInstanceError(f"cannot assign to field {name!r}")
