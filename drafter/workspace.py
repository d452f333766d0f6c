"""One office, opened once for a command. Each part of it is read when it is first needed, and only once."""

from __future__ import annotations

import contextlib
import hashlib
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import field, replace
from datetime import date
from enum import StrEnum
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from drafter import __version__
from drafter import office as offices
from drafter.facts.cache import FactsFolder
from drafter.facts.model import REVIEWS, Fact, FactBase, Loaded, Source
from drafter.files.atomic import read_regular, write_atomically
from drafter.files.layers import Layer, Layers
from drafter.files.system import reason_of
from drafter.frozen import NamedTuple, dataclass
from drafter.office import Office
from drafter.patterns import late_pattern
from drafter.problems import Problem, ProblemsFound, Where, errors
from drafter.shipped import NAME as SHIPPED
from drafter.shipped import code_of_checkout

# Everything else is imported late: most commands need only some parts, and each part has libraries of its own.
if TYPE_CHECKING:
    from drafter.facts.reviews import FactReview, Seal, WordReview
    from drafter.facts.timeline import LastReview, Timeline
    from drafter.letter.returned import Drawn
    from drafter.letter.templates import Templates
    from drafter.register.keys import KeyPlace
    from drafter.rules.looked import Looked
    from drafter.sources.quotations import DocumentText, Rows


class Part(StrEnum):
    """A part of an office that may have problems."""

    FACTS = "facts"
    KEY = "key"
    REVIEWS = "reviews"
    WORD_REVIEWS = "reviews of words"
    TEXTS = "texts"
    LETTERHEAD = "letterhead"


class Paper(NamedTuple):
    """A letter's paper: its lines, the SHA-256 of its file, and its drawings.

    ``drawn`` is ``None`` if the drawings are not checked.
    """

    lines: tuple[str, ...] = ()
    sha256: str = ""  # of the whole file, because it shows more than its lines
    drawn: tuple[Drawn, ...] | None = None


NO_PAPER: Final = Paper()  # for a letter without a letterhead
# Parts that stay when another part is replaced. Everything else is computed from these.
_READ: Final = frozenset(
    """
    folder _facts_key _loaded base templates _seal _reviews reviews _word_reviews words lock borne_out _text_of _texts
    texts _letterhead letterhead paper
    """.split()
)


_ENTRY: Final = late_pattern(r"^- id: ([a-z0-9-]+)\s*$", re.MULTILINE)


@dataclass(frozen=True, eq=False)
class Workspace:
    """The working environment of a command: the office, and everything that is read from its folder.

    ``shipped`` is the folder of what came with the program; it is read if the office lists the subjects on which it
    answers. ``cache`` is a folder of the user's own for what can be made again. ``environment`` are the environment's
    variables: two of them say where the register and its key are. Nothing here raises an error for a faulty file: the
    part is empty then, and ``problems`` gives the reason. So a caller asks for a part's problems before using it.
    """

    office: Office
    cache: Path | None = None
    environment: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}), repr=False)
    shipped: Path | None = None

    def holding(self, **parts: Any) -> Workspace:
        """The same office with some parts, by name, as they are given here instead of as its files have them."""
        strange = parts.keys() - _READ - {"odd_words"}
        if strange:
            raise TypeError(f"a workspace has no part {', '.join(sorted(strange))}")
        # With other facts, everything that depends on facts is computed again.
        stays = _READ - {"_texts", "texts"} if "base" in parts else _READ
        return self._with(self.office, stays, parts)

    def as_if(self, office: Office) -> Workspace:
        """The same files, with other details of the office: of another side, say."""
        return self._with(office, _READ, {})

    def _with(self, office: Office, stays: Collection[str], parts: Mapping[str, Any]) -> Workspace:
        made = replace(self, office=office)
        made.__dict__.update({name: value for name, value in self.__dict__.items() if name in stays})
        made.__dict__.update(parts)
        return made

    def problems(self, *parts: Part) -> list[Problem]:
        """The problems of these parts, in their order. Parts that were not read yet are read now."""
        found: list[Problem] = []
        for part in parts:
            match part:
                case Part.FACTS:
                    found += self._loaded.problems
                case Part.KEY:
                    found += self._seal[1]
                case Part.REVIEWS:
                    found += self._reviews[1]
                case Part.WORD_REVIEWS:
                    found += self._word_reviews[1]
                case Part.TEXTS:
                    found += self._texts[1]
                case Part.LETTERHEAD:
                    found += self._letterhead[1]
        return list(dict.fromkeys(found))

    # Facts and their reviews.

    @property
    def facts_name(self) -> str:
        """What problems call the folder of facts."""
        return self.office.path_of("facts")

    @cached_property
    def folder(self) -> FactsFolder:
        """The folder of facts, to be read and to be written to."""
        return FactsFolder(self.office.facts, self.facts_name, self.cache, self._below("facts"), self.office.subjects)

    @cached_property
    def facts_known(self) -> frozenset[str]:
        """The ids of the facts, and of those of subjects that were removed: logs and reviews go on telling of these."""
        gone: set[str] = set()
        for path in self.office.removed.glob("*/facts/*.yaml"):
            with contextlib.suppress(OSError):
                gone.update(_ENTRY.findall(read_regular(path).decode("utf-8-sig", "replace")))
        return frozenset((*self.base.facts, *gone))

    def _below(self, part: str) -> Layer | None:
        """What a folder of the office's is laid over."""
        if (
            self.shipped is None
            or self.office.subjects is None
            or self.shipped.resolve() == self.office.folder.resolve()
        ):
            return None
        return Layer(self.shipped / part, f"{SHIPPED}/{part}")

    @cached_property
    def _loaded(self) -> Loaded:
        return self.folder.load(key=self._facts_key)

    @cached_property
    def _facts_key(self) -> str:
        """A hash of the files of the facts, as they were when they were read."""
        return self.folder.key()

    @cached_property
    def base(self) -> FactBase:
        """The facts, as far as they can be read."""
        return self._loaded.base

    def on(self, day: date) -> Timeline:
        """The facts on a day, with their reviews and with the lock's findings about their quotations.

        Reviews and lock are read only if the timeline is asked for something that depends on them.
        """
        from drafter.facts.timeline import on

        return on(self.base, day, self.last_review, self.looked_up)

    def last_review(self, fact: Fact) -> FactReview | None:
        """The last review of a fact that counts, whatever the fact's text was then."""
        return self._last_of(fact)

    @cached_property
    def _last_of(self) -> LastReview:
        from drafter.facts.timeline import last_of

        return last_of(self.reviews)

    @cached_property
    def key_place(self) -> KeyPlace:
        """Where the office's key is. Raises ProblemsFound as ``opening.place_of`` does."""
        from drafter.register.opening import place_of

        return place_of(self.office, self.environment)[1]

    @cached_property
    def _seal(self) -> tuple[Seal | None, Sequence[Problem]]:
        try:
            key = self.key_place.read()
        except ProblemsFound as found:
            return None, found.problems
        return (key.seal if key is not None else None), ()

    @property
    def seal(self) -> Seal | None:
        """Seals reviews with the office's key; ``None`` if there is no key yet, or it cannot be used."""
        return self._seal[0]

    def make_key(self) -> tuple[Seal | None, list[Problem]]:
        """Seals reviews, with a key that is made now if there is none; and the problems if there still is none."""
        if self._seal[0] is None and not self._seal[1]:
            try:
                self.__dict__["_seal"] = (self.key_place.make().seal, ())
            except ProblemsFound as found:
                return None, list(found.problems)
        return self.seal, self.problems(Part.KEY)

    @cached_property
    def _reviews(self) -> tuple[Sequence[FactReview], Sequence[Problem]]:
        if self.problems(Part.KEY):  # without the key, any entry that somebody typed would count
            return (), self.problems(Part.KEY)
        from drafter.facts.reviews import read_reviews

        return read_reviews(self.office.facts, self.facts_name, seal=self.seal)

    @cached_property
    def reviews(self) -> Sequence[FactReview]:
        """The reviews of facts that count, in the order of their file."""
        return self._reviews[0]

    @cached_property
    def _some_reviews(self) -> tuple[dict[str, tuple[FactReview, ...]], dict[Problem, None]]:
        """The reviews of single facts that were asked for so far, and the problems of the file."""
        return {}, {}

    def reviews_of(self, facts: Iterable[Fact]) -> tuple[list[FactReview], list[Problem]]:
        """The reviews of some facts, and the problems of the file as far as it was read.

        Other reviews are skipped unread: a letter cites a dozen facts, and the file grows for years.
        """
        wanted = dict.fromkeys(fact.id for fact in facts)
        if not (self.office.facts / REVIEWS).exists():
            return [], []
        if "reviews" in self.__dict__:
            return [review for review in self.reviews if review.fact in wanted], self.problems(Part.REVIEWS)
        if self.problems(Part.KEY):
            return [], self.problems(Part.KEY)
        from drafter.facts.reviews import read_reviews

        known, problems = self._some_reviews
        new = wanted.keys() - known.keys()
        if new:
            reviews, found = read_reviews(self.office.facts, self.facts_name, only=new, seal=self.seal)
            known.update({id_: tuple(review for review in reviews if review.fact == id_) for id_ in new})
            problems.update(dict.fromkeys(found))
        return [review for id_ in wanted for review in known[id_]], list(problems)

    @cached_property
    def _word_reviews(self) -> tuple[Sequence[WordReview], Sequence[Problem]]:
        if self.problems(Part.KEY):
            return (), self.problems(Part.KEY)
        from drafter.facts.reviews import read_word_reviews

        return read_word_reviews(self.office.facts, self.facts_name, self.seal)

    @property
    def word_reviews(self) -> Sequence[WordReview]:
        """The reviews of the letters' own words that count, in the order of their file."""
        return self._word_reviews[0]

    @cached_property
    def words(self) -> frozenset[str] | None:
        """The fingerprints of the letters' own words that somebody approved; ``None`` if that is not checked."""
        from drafter.facts.reviews import shipped_words

        return shipped_words() | {one.fingerprint for one in self.word_reviews}

    # Documents.

    @cached_property
    def lock(self) -> str:
        """The text of the lock, which lists the quotations that were found in their documents.

        Quotations of facts that came with the program were looked up before it was built.
        """
        from drafter.sources.quotations import read_lock

        return "".join(read_lock(layer.folder) for layer in self.folder.layers.layers)

    @cached_property
    def borne_out(self) -> Mapping[str, frozenset[str]]:
        """The words of claims, by the fact's id, that the lock says were found elsewhere in the fact's document."""
        from drafter.sources.quotations import borne_out

        return borne_out(self._rows_of_lock, self.base.sources)

    @cached_property
    def _rows_of_lock(self) -> Rows:
        from drafter.sources.quotations import rows_of

        return rows_of(self.lock)

    def looked_up(self, fact: Fact) -> Iterator[Problem]:
        """A fact's quotations that have changed, or were never verified, by the lock; the place is the fact's."""
        from drafter.sources.quotations import check_quotations

        return check_quotations(fact, self.base.sources, self._rows_of_lock, lambda fact, *_: fact.where)

    @cached_property
    def _text_of(self) -> dict[str, tuple[DocumentText | None, Problem | None]]:
        """The texts that were asked for so far, and their problems."""
        return {}

    def text_of(self, source: Source) -> tuple[DocumentText | None, Problem | None]:
        """A document's text, as ``read_text`` gives it."""
        from drafter.sources.quotations import read_text

        if source.id not in self._text_of:
            self._text_of[source.id] = read_text(self.office.texts, source, self.office.path_of("texts"))
        return self._text_of[source.id]

    def texts_of(self, sources: Iterable[Source]) -> tuple[dict[str, DocumentText], list[Problem]]:
        """The texts of some documents that are at hand, by the source's id, and the problems of others."""
        found = {source.id: self.text_of(source) for source in sources}
        texts = {id_: text for id_, (text, _) in found.items() if text is not None}
        return texts, [problem for _, problem in found.values() if problem is not None]

    @cached_property
    def _texts(self) -> tuple[Mapping[str, DocumentText], Sequence[Problem]]:
        return self.texts_of(self.base.sources.values())

    @cached_property
    def texts(self) -> Mapping[str, DocumentText]:
        """The documents' texts that are at hand, by the source's id."""
        return self._texts[0]

    # The letters' words, and the rules about them.

    @cached_property
    def templates(self) -> Templates:
        """The office's templates."""
        from drafter.letter.templates import Templates

        own = Layer(self.office.templates, self.office.path_of("templates"))
        return Templates.over(Layers(own, self._below("templates"), self.office.subjects), self.cache)

    @cached_property
    def positions(self) -> Mapping[str, tuple[str, ...]]:
        """The names of the positions that the member may take on each subject, by the subject's id."""
        return {subject: self.templates.named(f"{subject}/positions") for subject in self.base.subjects}

    @cached_property
    def digest(self) -> str:
        """A hash of the program, the office, its facts, the lock and the templates.

        While it stays the same, so do all results from them without the documents' texts.
        """
        digest = hashlib.sha256(f"{__version__}\0{code_of_checkout()}\0{self.lock}".encode())
        digest.update(f"\0{self._facts_key}".encode())
        office = self.office
        named = [(office.folder / offices.FILE, office.path_of(offices.FILE))]
        named += [(self.templates.file(path), self.templates.where(path).path) for path in self.templates.paths()]
        for path, name in sorted(named):
            digest.update(f"\0{name}\0".encode())
            with contextlib.suppress(OSError):  # reported when the file itself is read
                digest.update(path.read_bytes())
        return digest.hexdigest()

    def looked(self, *, documents: bool = True, overlay: Mapping[str, str] | None = None) -> Looked:
        """The input of the rules. Without ``documents`` they see no text, and of the lock only which words of claims it
        says were found elsewhere.

        ``overlay`` are texts of files of facts as they would be, by the names that problems call them.
        """
        from drafter.facts.places import FieldPlaces
        from drafter.rules.looked import Looked

        places = FieldPlaces(self.folder.layers, overlay)
        texts, lock = (self.texts, self.lock) if documents else ({}, "")
        return Looked(self.base, self.templates, self.office, texts, lock, places, self.borne_out)

    def wrong_before_drafting(self, cited: Iterable[str]) -> list[Problem]:
        """The errors in the templates' own words, and in the facts that a letter cites, by id."""
        from drafter.rules.run import wrong_before_drafting

        return wrong_before_drafting(cited, self._looked_before_drafting, self._clean)

    @cached_property
    def odd_words(self) -> tuple[tuple[str, Problem], ...]:
        """The rules' findings about the letters' own words, each with the words; empty while there are none."""
        from drafter.rules.run import odd_words

        return odd_words(self._looked_before_drafting, self._clean)

    def _looked_before_drafting(self) -> Looked:
        return self.looked(documents=False)

    @property
    def _clean(self) -> Path | None:
        return self.cache / f"clean-{self.digest}" if self.cache is not None else None

    def wrong_facts(self, after: FactBase, facts: Iterable[str], name: str, text: str) -> list[Problem]:
        """The problems of facts, by id, as they would be with this text in the file that problems call ``name``."""
        from drafter.rules.run import wrong_facts

        # Quotations are looked up in the documents, because they enter the lock only afterwards.
        given = self.holding(base=after, lock="", borne_out=self.borne_out)
        return wrong_facts(given.looked(overlay={name: text}), facts, name)

    def wrong_claim(self, after: FactBase, fact: Fact) -> list[Problem]:
        """The errors that the rules find in a fact of a base that is in no file yet."""
        return errors(self.findings_on_claim(after, fact))

    def findings_on_claim(self, after: FactBase, fact: Fact) -> list[Problem]:
        """The same, with what a person should know of it."""
        from drafter.rules.run import findings_on

        texts, _ = self.texts_of([after.sources[fact.source]])
        given = self.holding(base=after, lock="", borne_out=self.borne_out, texts=texts)
        looked = given.looked(overlay={fact.where.path: ""})
        return findings_on(looked, [fact.id], dict(self.office.rules))

    # Paper.

    @property
    def letterhead_at(self) -> Where:
        """What problems call the letterhead."""
        return Where(self.office.path_of(self.office.letterhead))

    @cached_property
    def _letterhead(self) -> tuple[bytes, Sequence[Problem]]:
        try:
            data = read_regular(self.office.folder / self.office.letterhead)
        except OSError as failure:
            message = f"the letterhead cannot be read: {reason_of(failure)}"
            return b"", [Problem(self.letterhead_at, "unreadable-file", message)]
        kept = self._sound_paper(data)
        if kept is not None and kept.exists():
            return data, ()
        from drafter.formats.docx.letterhead import odd_letterhead

        problems = odd_letterhead(data, self.office, self.letterhead_at)
        if kept is not None and not problems:
            write_atomically(kept, b"", kept.name, replace=True)
        return data, problems

    def _sound_paper(self, data: bytes) -> Path | None:
        """The file in the user's cache that says that nothing is odd in this letterhead of this office."""
        key = hashlib.sha256(f"{self.digest}\0".encode() + data).hexdigest()
        return self.cache / f"paper-{key}" if self.cache is not None else None

    @cached_property
    def letterhead(self) -> bytes:
        """The letterhead's file. Raises ProblemsFound if it cannot be read, or is another office's."""
        data, problems = self._letterhead
        if problems:
            raise ProblemsFound(problems)
        return data

    @cached_property
    def paper(self) -> Paper:
        """What the letterhead shows. Raises ProblemsFound as ``letterhead`` does."""
        from drafter.formats.docx.letterhead import drawn_on, lines_of

        data = self.letterhead
        return Paper(lines_of(data), hashlib.sha256(data).hexdigest(), drawn_on(data))


def unsound(workspace: Workspace, *parts: Part) -> list[Problem]:
    """The problems of these parts, if any of them is an error; empty if the parts can be used."""
    problems = workspace.problems(*parts)
    return problems if errors(problems) else []
