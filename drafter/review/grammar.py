"""How phrases make a sentence: a frame and its claims, a claim that shares the subject of the one before, a gap."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from drafter.letter.frames import Voice
from drafter.review.known import CLAIMS, Form, Known, Role, stands
from drafter.review.tokens import Atom

_MOST_PHRASES, _MOST_WORDS = 24, 400  # in one sentence
_STOP = "."
_PLAIN = frozenset(("and", ";"))
_BEGIN: Mapping[Role | None, tuple[Role, ...]] = {
    None: (Role.OPENER, Role.ANSWER, Role.FRAME, Role.CLAIM, Role.THEY, Role.HEAD),
    Role.OPENER: (Role.WHOLE, Role.ANSWER, Role.FRAME, Role.CLAIM, Role.THEY, Role.HEAD),
    Role.ANSWER: (Role.FRAME,),
    Role.FRAME: (Role.CLAIM,),
    Role.HEAD: (Role.ASKED,),
    Role.ASKED: (Role.JOIN,),
    Role.WHOLE: (),
}


class Before(NamedTuple):
    """What a sentence may lean on: who spoke last, the subject last spoken of, where there is one.

    ``anything`` is for a sentence that stands by itself, and whose neighbours are not known.
    """

    voice: Voice | None = None
    subject: str = ""
    anything: bool = False

    def after(self, forms: Sequence[Form]) -> Before:
        """What the next sentence may lean on."""
        if not any(form.voice for form in forms):
            return Before()
        voice = next((form.voice for form in reversed(forms) if form.voice is not None), None)
        subject = next((form.subject for form in reversed(forms) if form.role in CLAIMS), self.subject)
        return Before(voice, subject)


class _State(NamedTuple):
    """Where the reading of a sentence stands."""

    last: Form | None = None
    voice: Voice | None = None
    framed: bool = False
    rests: str = ""  # the fact on which an answer rests that was just given
    claim: Form | None = None  # the last one

    @property
    def role(self) -> Role | None:
        """What was read last."""
        return self.last.role if self.last else None

    def key(self, place: int) -> tuple[object, ...]:
        """What the rest of the reading hangs on."""
        claim = (self.claim.fact, self.claim.predicate) if self.claim else None
        last = (self.last.role, self.last.of, self.last.how) if self.last else None
        return place, last, self.voice, self.framed, self.rests, claim

    def then(self, form: Form) -> _State:
        """The state after one more phrase."""
        told = form.role in CLAIMS
        return _State(
            form,
            form.voice or self.voice,
            self.framed or form.role is Role.FRAME,
            form.fact if form.role is Role.ANSWER else "" if told else self.rests,
            form if told else self.claim,
        )


def read_whole(words: Sequence[Atom], at: int, known: Known, before: Before) -> tuple[Form, ...]:
    """The phrases of a sentence that is known to the last word, up to its full stop; none where it is not."""
    whole = known.at(words, at, (Role.WHOLE,))
    if whole:
        return (min(whole, key=lambda form: (-len(form.keys), form.voice != before.voice)),)
    failed: set[tuple[object, ...]] = set()

    def read(place: int, state: _State, left: int) -> tuple[Form, ...] | None:
        if state.role is Role.WHOLE:
            return ()
        key = state.key(place)
        if key in failed or place >= len(words) or not left or place - at > _MOST_WORDS:
            return None
        may_end = state.role in CLAIMS or state.role is Role.ASKED
        if may_end and words[place].key == _STOP and words[place].ends:
            return ()
        for form in _next(words, place, state, known, before):
            rest = read(place + len(form.keys), state.then(form), left - 1)
            if rest is not None:
                return (form, *rest)
        failed.add(key)
        return None

    return read(at, _State(), _MOST_PHRASES) or ()


def _next(words: Sequence[Atom], place: int, state: _State, known: Known, before: Before) -> Iterator[Form]:
    """The phrases that may come next, the longest first."""
    role = state.role
    if role in CLAIMS:
        yield from known.at(words, place, (Role.JOIN,))
    elif role is Role.JOIN:
        if state.claim is None:
            yield from (form for form in known.at(words, place, (Role.ASKED,)) if _goes_on(form, state))
        else:
            yield from _joined(words, place, state, known)
    else:
        found = [form for form in known.at(words, place, _BEGIN[role]) if _may_begin(form, state, before)]
        # Of two that read alike, that of whoever speaks already.
        yield from sorted(found, key=lambda form: (-len(form.keys), form.voice != before.voice))


def _may_begin(form: Form, state: _State, before: Before) -> bool:
    """Whether a phrase may stand before or as the first claim."""
    if form.role is Role.ASKED:
        return state.last is not None and form.of == state.last.of
    if form.role is Role.THEY:
        return before.anything or (form.subject == before.subject and form.voice == before.voice)
    if form.role is Role.CLAIM:  # 'He said' is of whoever's claim follows; an answer stands before what it rests on
        return (not state.framed or form.voice == state.voice) and state.rests in ("", form.fact)
    return True


def _goes_on(form: Form, state: _State) -> bool:
    """Whether one more question follows those that were asked; of what is left open there is only one."""
    return form.of != "gap" and state.last is not None


def _joined(words: Sequence[Atom], place: int, state: _State, known: Known) -> Iterator[Form]:
    """The claims that may follow a join: 'and that' begins a clause, 'and' goes on with what is said of the subject."""
    join, claim = state.last, state.claim
    if join is None or claim is None:
        return
    # 'He said that A, and B' says both of him, as 'He said that A. B.' does; 'but' and 'so' say more.
    plain = join.keys[-1] in _PLAIN
    clauses = bool(join.how) or plain or not state.framed or (state.voice is not None and state.voice.asks)
    found = [form for form in known.rests(claim) if stands(form, words, place)] if not join.how else []
    if clauses:
        found += [f for f in known.at(words, place, (Role.CLAIM,)) if f.voice == state.voice]
        they = known.at(words, place, (Role.THEY,))
        found += [f for f in they if f.voice == state.voice and f.subject == claim.subject]
    yield from sorted(found, key=lambda form: -len(form.keys))
