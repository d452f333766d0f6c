"""The questions of a message that are none of the known ones, so that no letter answers them.

A sentence with a question mark is one, or one that has only the order of its words ("will the ward close"). So is
what somebody asks to be told ("please tell me whether ..."), or says that nobody has told ("nobody has told us
whether ..."), and what somebody asks to be done for themselves, if no action knows it ("please write to my landlord").
A sentence may put several: each is looked at by itself.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from typing import Final

from drafter.english.lists import lists
from drafter.inbox.concerns import LEAVE, OURSELVES, Concerns, Manner, MeantSentence, sentences
from drafter.inbox.cues import CueHit, Cues, MessageToken, parse_cues
from drafter.inbox.examples import EVERYDAY

_WORDS: Final = lists("manner")
_PUT: Final = _WORDS.words("put to somebody")
_GOES_ON: Final = _WORDS.words("goes on asking")
_JOINED: Final = _PUT - _WORDS.words("of a noun")
_ASKS_IF: Final = _WORDS.words("asks if")
_CONDITION: Final = _WORDS.words("on condition")
_UNSAID: Final = _WORDS.phrases("left unsaid")
_NO_ANSWER: Final = _WORDS.phrases("wants no answer")
_FACT: Final = _WORDS.words("asks for a fact")
_BEFORE: Final = _WORDS.words("before")
_AND: Final = frozenset(("and", "or"))
_WONDER: Final = frozenset(("wonder", "wondering"))
_ACTS: Final = _WORDS.words("done for somebody")
_BEFORE_ACTS: Final = _WORDS.words("before an act")
_FOR: Final = _WORDS.words("for somebody")
_GETS: Final = _WORDS.words("gets an answer")
_OF_LETTER: Final = _WORDS.phrases("of the letter")
_ME: Final = frozenset(("me", "us", "back"))
_OWN: Final = 8  # words of a request within which it says for whom
_MANY: Final = frozenset(("many", "much", "long", "far", "often"))
_SOON: Final = 3  # words of a clause within which a request begins
_LEAST: Final = 3  # words of a question


@cache
def _cues(phrases: tuple[str, ...]) -> Cues:
    return Cues.of(cue for text in phrases for cue in parse_cues(text))


def unread_questions(concerns: Concerns, words: list[MessageToken], text: str, beginning: int) -> Iterator[str]:
    """The questions of a text that no known question, fear or action covers, as they stand there. The first
    ``beginning`` letters are the subject line, which is a heading and asks nothing.
    """
    seen: set[str] = set()
    for sentence in sentences(words, text, concerns.named):
        if words[sentence.start].start < beginning:
            continue
        parts = list(_parts(sentence))
        request = _request(sentence, parts[0].start if parts else sentence.end)
        parts = [*([request] if request else []), *parts]
        if not parts:
            continue
        known = concerns.heard_in(sentence)
        wanted = concerns.heard_in(sentence, wants=True)
        for part in parts:
            if (wanted if part is request else known).isdisjoint(part) and _is_said(sentence, part, concerns.named):
                said = _with_its_mark(text, words[part[0]].start, words[part[-1]].end)
                if said.casefold() not in seen:
                    seen.add(said.casefold())
                    yield said


def _with_its_mark(text: str, start: int, end: int) -> str:
    return text[start : end + 1] if text[end : end + 1] == "?" else text[start:end]


def _parts(sentence: MeantSentence) -> Iterator[range]:
    """The questions that a sentence puts, as places of the text's tokens."""
    asked = _asked_at(sentence)
    if asked is None:
        if not (sentence.question or sentence.asks_unmarked) or _is_request(sentence):
            return
        asked = sentence.asks_from
        if asked is None:
            return
    starts = [asked]
    for at in range(asked + 1, sentence.end):
        word, before = sentence.tokens[at].word, at - 1
        if len(sentence.tokens[before].word) == 1:  # the "2" of "and (2) who"
            before -= 1
        joined = before > asked and sentence.tokens[before].word in _AND and word in _JOINED
        if joined or (sentence.tokens[at].parted and word in _GOES_ON):
            starts.append(at)
    for start, end in zip(starts, [*starts[1:], sentence.end], strict=True):
        last = end
        while start < last < sentence.end and _leads_on(sentence, last - 1):
            last -= 1
        yield range(start, last)


def _request(sentence: MeantSentence, end: int) -> range | None:
    """What a sentence asks to be done for the writer, or for somebody of theirs, before a place in it."""
    asked = [hit.end for hit in (*sentence.manners[Manner.DO], *sentence.manners[Manner.YOU])]
    for start in sorted(asked):
        at = start
        while at < end and sentence.tokens[at].word in _BEFORE_ACTS:
            at += 1
        if at >= end or sentence.tokens[at].word not in _ACTS:
            continue
        words = [one.word for one in sentence.tokens[at:end]]
        behind = [word for word in words[1:3] if word != "to"]
        answers = words[0] in _GETS and not _ME.isdisjoint(behind[:1]) and (words[0] != "send" or len(words) < _OWN)
        own = not _FOR.isdisjoint(words[1:_OWN]) and not (words[0] == "help" and words[1:2] == ["us"])
        if own and not answers and not _cues(_OF_LETTER).find(list(sentence.tokens[at:end])):
            return range(at, end)
    return None


def _leads_on(sentence: MeantSentence, at: int) -> bool:
    """Whether a word only leads on to the next part: "and", or the "b" of "and (b) when ..."."""
    token = sentence.tokens[at]
    return token.word in _AND or (len(token.word) == 1 and token.parted)


def _asked_at(sentence: MeantSentence) -> int | None:
    """Where the first question begins that a sentence asks to be told; none where it asks for nothing to be told."""
    hits: Sequence[CueHit] = [hit for hit in sentence.manners[Manner.TELL] if not _is_of_others(sentence, hit)]
    if not hits and not sentence.question:
        hits = sentence.found(_cues(_UNSAID))
    begins = [hit.start for hit in hits] or ([sentence.start] if Manner.TELL in sentence.carried else [])
    for at in range(min(begins), sentence.end) if begins else ():
        token = sentence.tokens[at]
        if (token.word in _PUT and not (token.parted and token.word not in _GOES_ON)) or _asks_if(sentence, at):
            return None if sentence.denies(CueHit(0, at, at + 1)) else at
    return None


def _asks_if(sentence: MeantSentence, at: int) -> bool:
    """Whether "if" stands for "whether"."""
    if sentence.tokens[at].word != "if" or not sentence.start < at < sentence.end - 1:
        return False
    return sentence.tokens[at - 1].word in _ASKS_IF and sentence.tokens[at + 1].word not in _CONDITION


def _is_of_others(sentence: MeantSentence, hit: CueHit) -> bool:
    """Whether words tell what the reader asks: "you ask whether we agree", "you may wonder why I write"."""
    said = [one.word for one in sentence.tokens[hit.start : hit.start + 2]]
    before = [one.word for one in sentence.tokens[max(sentence.start, hit.start - 2) : hit.start]]
    return said == ["you", "ask"] or (said[0] in _WONDER and "you" in before)


def _is_request(sentence: MeantSentence) -> bool:
    """Whether a question asks the reader to do something, or for leave to: "Will you sign ...?", "May I ask ...?"."""
    for hit in sentence.manners[Manner.YOU]:
        clause = hit.start
        while clause > sentence.start and not sentence.tokens[clause].parted and hit.start - clause < _SOON:
            clause -= 1
        if clause > sentence.start and not sentence.tokens[clause].parted:
            continue
        if hit.start > sentence.start and sentence.tokens[hit.start - 1].word in _PUT:
            continue  # "when will you"
        if sentence.tokens[hit.end - 1].word not in OURSELVES:
            return True
        after = [one.word for one in sentence.tokens[hit.end : min(hit.end + 2, sentence.end)]]
        if after and after[0] in LEAVE and after[1:] != ["to"]:
            return True
    return False


def _is_said(sentence: MeantSentence, part: range, named: frozenset[str]) -> bool:
    """Whether a question asks something: it has a word of its own, or asks for a fact, and is no courtesy."""
    said = [sentence.tokens[at].word for at in part]
    if len(said) < _LEAST or _cues(_NO_ANSWER).find(list(sentence.tokens[part[0] : part[-1] + 1])):
        return False
    first = next((at for at, word in enumerate(said) if word not in _BEFORE), 0)
    plain = said[first] in _FACT or (said[first] == "how" and not _MANY.isdisjoint(said[first + 1 : first + 2]))
    return plain or any(word not in EVERYDAY and word not in named for word in said)
