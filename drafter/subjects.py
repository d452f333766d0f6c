"""A new subject, made from what somebody says of it: its words held against the rules, and its files written."""

from __future__ import annotations

import os
import re
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Final

from drafter.catalogue.model import Scope
from drafter.facts.claims import is_plural
from drafter.facts.ids import id_from
from drafter.facts.model import ACTIONS, TOPICS, WORDS, Abbreviation, FactBase, Subject, Topic
from drafter.facts.names import qualified
from drafter.facts.reading import read_topics, read_words
from drafter.files import located_yaml
from drafter.files.atomic import locked, write_atomically
from drafter.files.system import reason_of
from drafter.files.yaml_edit import read_file, with_value
from drafter.files.yaml_text import entry, in_braces, lines_of, scalar
from drafter.frozen import dataclass
from drafter.letter.tree import lower, upper
from drafter.letter.wordings import Wording, of_subject
from drafter.office import FILE
from drafter.problems import Problem, Where, errors
from drafter.rules.claims import WORD, is_date
from drafter.rules.looked import Looked
from drafter.workspace import Workspace

LEAST: Final = 3  # concerns that a new subject has
_ASKS: Final = "whether what who whom whose which when where how why if".split()
_DOES: Final = "do does did".split()
_LITTLE: Final = "a an the of to with for and be have has had it they them on in at from".split()
_VERBS: Final = "will is are can may must should would could has have was were".split()
_MARKED: Final = re.compile(r"[^\w\s'’-]")
# 'the future of Harcombe Baths' is about Harcombe Baths; 'bus fares in North Somerset' is not about North Somerset.
_WHAT_BECOMES_OF: Final = "future|fate|closing|closure|sale|saving|loss|rebuilding|repair|running|state"
_OF_A_NAME: Final = re.compile(rf"(?:the )?(?:{_WHAT_BECOMES_OF}) of (?:the )?(?=[A-Z])(.+)")


@dataclass(frozen=True)
class NewConcern:
    """A concern. ``asks`` is what people ask, after 'You ask'; ``directly`` the same as a question, or nothing."""

    id: str
    title: str
    asks: str
    directly: str = ""


@dataclass(frozen=True)
class NewSubject:
    """A subject as its files will say it. ``names`` are the proper names in its words."""

    id: str
    name: str
    line: str = ""
    abbreviation: Abbreviation | None = None
    concerns: tuple[NewConcern, ...] = ()
    names: tuple[str, ...] = ()

    def thanks(self) -> str:
        """A sentence of its letters, as they may begin."""
        return thanks_for(self.name)


def thanks_for(name: str) -> str:
    """A sentence of letters about a subject of this name."""
    return f"Thank you for writing to me about {name}."


def subject_id(name: str, taken: Iterable[str] = ()) -> str:
    """A free id for a subject of this name."""
    return id_from(name, taken, "subject")


def ids_taken(workspace: Workspace) -> set[str]:
    """The ids that no new subject can have: those of subjects, and the folders that there are."""
    office = workspace.office
    folders = [path.name for home in (office.facts, office.templates) for path in home.glob("*")]
    return {*workspace.base.subjects, *folders}


def same_name(name: str, base: FactBase) -> Subject | None:
    """The subject that has this name already."""
    said = name.casefold()
    return next((one for one in base.subjects.values() if one.name.casefold() == said), None)


# What was typed: a name, a question.


def odd_name(name: str, *, of: str = "the name") -> str:
    """Why a text cannot be a name within sentences; empty if it can be."""
    if not any(letter.isalpha() for letter in name):
        return f"{of} needs a word"
    if len(name) > 60:
        return f"{of} is to stand within sentences, and has {len(name)} letters; 60 at most"
    if re.search(r"[.?!:;](?:\s|\Z)", name):
        return f"{of} is to stand within a sentence, without a stop or a colon"
    if re.search(r"[{}\[\]<>|*\\]", name):
        return f"{of} has a sign that no sentence has"
    return ""


def running(name: str, workspace: Workspace, within: str = "") -> str:
    """A name as it probably stands within a sentence: without capitals that only a heading gives to words.

    Abbreviations keep theirs, and so do days, months, words of names that the office knows, and those of ``within``,
    the name of the subject that a concern belongs to.
    """
    office = workspace.office
    known = [one for subject in workspace.base.subjects.values() for one in subject.names]
    names = {word for text in (*known, office.member, office.constituency, within) for word in WORD.findall(text)}

    def small(match: re.Match[str]) -> str:
        word = match[0]
        heading = word[:1].isupper() and word[1:].islower() and word not in names and not is_date(word)
        return lower(word) if heading else word

    return WORD.sub(small, name)


def plural_of(name: str) -> str:
    """A name for several of what a name stands for; the same where it does so already."""
    return name if not name or is_plural(name) else f"{name}s"


def odd_question(asks: str, new: NewSubject) -> str:
    """Why a text cannot stand after 'You ask'; empty if it can."""
    said = asks.split()
    if not said:
        return "what people ask is needed"
    example = turned(asks, new) or "whether it will cost more"
    hint = f"for example '{example}': letters then say 'You ask {example}.'"
    if asks.endswith((".", "!")):
        return f"it runs on in a sentence, and has no stop; {hint}"
    if asks.endswith("?") or said[0].casefold() in (*_VERBS, *_DOES):
        return f"it goes on from 'You ask', and is no question by itself; {hint}"
    if said[0].casefold() not in _ASKS and not (len(said) > 1 and said[1].casefold() in _ASKS):
        return f"it goes on from 'You ask', with a word such as whether, what, who, when or how; {hint}"
    if said[0][0].isupper():
        return f"it goes on from 'You ask', and begins with a small letter; {hint}"
    if said[0].casefold() == "if":
        return "write 'whether' for 'if'"
    return ""


def turned(question: str, new: NewSubject) -> str:
    """A question by itself as it stands after 'You ask'; empty where that cannot be told."""
    said = question.strip().rstrip("?").split()
    if not said:
        return ""
    asking = said[0].casefold() in _ASKS
    at = next((at for at, word in enumerate(said[:4]) if word.casefold() in (*_VERBS, *_DOES)), -1)
    if asking and at < 0:
        return " ".join((lower(said[0]), *said[1:]))  # 'Who pays for it?'
    if at < 0 or (at and not asking) or said[at].casefold() in _DOES:
        return ""
    head = " ".join((lower(said[0]), *said[1:at])) if asking else "whether"
    verb, rest = lower(said[at]), " ".join(said[at + 1 :])
    short = new.abbreviation.short if new.abbreviation else ""
    known = [new.name, f"the {new.name}", short, f"{short}s", "it", "they", "we", "there", "people", "patients"]
    about = next((name for name in known if name and f"{rest} ".casefold().startswith(f"{name.casefold()} ")), "")
    if not about:
        return f"{head} {verb} {rest}" if head in ("who", "what", "which") and at == 1 else ""  # 'Who will pay?'
    subject, predicate = rest[: len(about)], rest[len(about) :].strip()
    return " ".join(filter(None, (head, subject if subject[1:2].isupper() else lower(subject), verb, predicate)))


def odd_directly(directly: str) -> str:
    """Why a text cannot be a question by itself; empty if it can, or if there is none."""
    if not directly:
        return ""
    if not directly.endswith("?"):
        return "a question by itself ends with a question mark: 'Will it cost more?'"
    return "" if directly[:1].isupper() or not directly[:1].isalpha() else "a question by itself begins with a capital"


def concern_from(text: str) -> tuple[str, str, str]:
    """The title, what people ask, and the question by itself, from 'Title: whether ... | Will ...?'."""
    title, _, asked = text.partition(":")
    asks, _, directly = asked.partition("|")
    return title.strip(), asks.strip(), directly.strip()


# Held against the rules: the files as they would be, read as they will be read.


def wrong_words(new: NewSubject, workspace: Workspace) -> list[Problem]:
    """What the rules find wrong with a subject's words, at the places in its files."""
    from drafter.inbox.topics import check_cues
    from drafter.rules.run import run, sound

    base, problems = with_subject(new, workspace)
    if problems:
        return problems
    looked: Looked = workspace.holding(base=base).looked(documents=False)
    mine = {name for name, _ in texts_of(new, workspace)}
    found = run(looked, sound(workspace.office.rules), Scope.TEMPLATES)
    found += check_cues(base, workspace.facts_name, new.id)
    return [problem for problem in errors(found) if problem.where.path in mine]


def with_subject(new: NewSubject, workspace: Workspace) -> tuple[FactBase, list[Problem]]:
    """The facts as they would be with this subject, which has none; and the problems of reading its files."""
    problems: list[Problem] = []
    topics: list[Topic] = []
    subject: Subject | None = None
    for name, text in texts_of(new, workspace):
        document, found = located_yaml.parse_yaml(text, name)
        problems += found
        if document is None:
            continue
        if name.endswith(f"/{TOPICS}"):
            topics = read_topics(document, new.id, problems) if new.concerns else []
        elif name.endswith(f"/{WORDS}"):
            subject = read_words(document, new.id, problems)
    base = workspace.base
    if subject is None or problems:
        return base, problems
    # The words for all subjects are known to the others, and so to this one.
    shared = [one for other in base.subjects.values() for one in other.names]
    known = replace(subject, names=tuple(dict.fromkeys((*subject.names, *shared))))
    named = [replace(topic, id=topic_id(topic.id, new.id, base)) for topic in topics]
    every = {**base.topics, **{topic.id: topic for topic in named}}
    return replace(base, subjects={**base.subjects, new.id: known}, topics=every), problems


def topic_id(name: str, subject: str, base: FactBase) -> str:
    """What a new topic is called on the command line: its name, or with its subject where another has the same."""
    shared = any(topic.name == name and topic.subject != subject for topic in base.topics.values())
    return qualified(name, subject) if shared else name


def with_names(new: NewSubject, workspace: Workspace) -> NewSubject:
    """The subject with the proper names in its words, as the rules see them."""
    from drafter.rules.templates import names_in

    base, problems = with_subject(replace(new, names=()), workspace)
    if problems:
        return new
    known = tuple(dict.fromkeys(names_in(workspace.holding(base=base).looked(documents=False), base.subjects[new.id])))
    known = tuple(dict.fromkeys(_unasked(name, new) for name in known))
    whole = (name for name in known if not any(name != other and name in other.split() for other in known))
    return replace(new, names=tuple(whole))


def _unasked(name: str, new: NewSubject) -> str:
    """A name without the word that begins a question with it: 'Harcombe Baths', of 'Will Harcombe Baths close?'."""
    first, _, rest = name.partition(" ")
    asks = first.casefold() in (*_ASKS, *_VERBS, *_DOES) and any(one.directly.startswith(name) for one in new.concerns)
    return rest if asks and rest else name


# The files.

_TOPICS_HEAD: Final = """\
# The concerns that people raise about {name}, in the order in which they are listed to staff.
#   id         the concern's name on the command line: drafter draft --topic {first}
#   title      what it is, for staff
#   heading    stands over the answer in a letter on several concerns
#   about      goes on from 'about {name} and'
#   questions  what people ask: 'text' goes on from "You ask", 'directly' is the same as a question by itself
#   fears      what people fear, in the same form: 'text' goes on from "You are worried" ("that it will be closed")
# By these 'drafter mail' knows a concern in what somebody writes; the more there are, the better.
#   examples   sentences as people write them; add some from each message that comes
#   phrases    one is enough: 'charg*' is any ending, 'fee|charge' is either, '...' is up to four words between
#   words      hints: two are mostly enough
#   not        words that only look like a hint
# A letter on a concern tells every fact that is entered on it. A template may choose instead: see
# docs/writing-templates.md.

"""
_WORDS_HEAD: Final = """\
# The words of letters about {name}. Each is approved by name: 'drafter words review --by NAME' shows what waits.

# The subject within a sentence ("Thank you for writing to me about ..."), and as a subject line.
"""
_WORDS_TAIL: Final = """\
# What follows is needed by no letter, and makes letters better: take the signs at the beginnings of its lines away.

# Short answers, each with the questions that it is to, and with the facts that it rests on. Letters to people who ask
# say it first. It says no more than these facts do. A letter on several questions begins with all its answers: in_short
# is what is known, as a clause, and cannot_tell goes on from "I cannot yet tell you".
# answers:
#   - { text: Not yet., to: [{ask}], rests_on: [id-of-a-fact], in_short: nothing is decided }

# Questions of topics.yaml that the documents leave open, word for word. Letters say that they are open.
# open_questions:
#   - {question}

# What is named in full once, and then shortly.
# things:
#   - { names: [the Westmere Hospitals Trust], then: the Trust }

# Sentences that this subject's own templates say; those of all letters stand in the words.yaml of the folder above.
# courtesies:
#   - I hope that this is of use to you.
"""
_ACTIONS: Final = """\
# What people ask the member to do about {name}: 'ask' goes on from "to", 'done' from "I". For example:
#   - id: write-to-the-council
#     ask: write to the council about this
#     done: wrote to the council about this
#     phrases: [(write|speak|talk) to the council]
# 'drafter office decide' then enters what the member did, will or will not do.
[]
"""


def texts_of(new: NewSubject, workspace: Workspace) -> list[tuple[str, str]]:
    """The files of a subject: the name that problems have for each, and its text."""
    files = ((TOPICS, _topics(new)), (WORDS, _words(new)), (ACTIONS, _ACTIONS.format(name=new.name)))
    return [(workspace.office.path_of("facts", new.id, name), text) for name, text in files]


def _topics(new: NewSubject) -> str:
    entries = [
        entry(
            {
                "id": one.id,
                "title": upper(one.title),
                "heading": upper(one.title),
                "about": about_of(one, new),
                "questions": [
                    {"id": _question_id(one), "text": one.asks}
                    | ({"directly": one.directly} if one.directly else {})
                    | {"phrases": _asked_by(one)}
                ],
                "examples": [one.directly or f"I would like to know {one.asks}."],
                "phrases": _asked_by(one),
            }
        )
        for one in new.concerns
    ]
    first = new.concerns[0].id if new.concerns else "ID"
    return _TOPICS_HEAD.format(name=new.name, first=first) + ("\n".join(entries) or "[]\n")


def _question_id(concern: NewConcern) -> str:
    """The id of a concern's question: made of a few of its words."""
    words = [word for word in concern.asks.split() if word.casefold() not in (*_ASKS, *_VERBS, *_LITTLE)]
    return id_from(" ".join(words[:3]), (), "asked")


def _asked_by(concern: NewConcern) -> list[str]:
    """The words by which a message asks a concern's question, and so raises the concern."""
    return list(dict.fromkeys(map(_cue, filter(None, (concern.asks, concern.directly)))))


def about_of(concern: NewConcern, new: NewSubject) -> str:
    """A concern as it goes on from 'about'. The title's first letter is small, unless it is that of a name or of an
    abbreviation.
    """
    title = concern.title
    first = title.partition(" ")[0]
    named = first == "I" or first[1:] != first[1:].lower() or any(title.startswith(name) for name in new.names)
    return title if named else lower(title)


def _words(new: NewSubject) -> str:
    short = new.abbreviation
    text = _WORDS_HEAD.format(name=new.name)
    text += _line("subject", new.name) + _line("line", new.line or upper(new.name)) + "\n"
    text += "# By these 'drafter mail' knows that a message is about this subject: any one is enough.\nrecognised_by:\n"
    text += "".join(f"{line}\n" for line in lines_of("phrases", cues_of(new), 2)) + "\n"
    if short is not None:
        text += "# Spelt out at its first use in a letter, and only there.\nabbreviations:\n"
        said = {"short": short.short, "long": short.long, "plural": short.plural}
        text += f"  - {in_braces(said)}\n\n"
    listed = _line("names", list(new.names)) if new.names else "# names: [Westmere]\n"
    text += f"# Proper names that need no citation.\n{listed}\n"
    first = new.concerns[0] if new.concerns else None
    question = first.asks if first else "whether it will cost more"
    ask = f"{first.id}.{_question_id(first)}" if first else "CONCERN.QUESTION"
    return text + _WORDS_TAIL.replace("{question}", scalar(question)).replace("{ask}", ask)


def _line(name: str, value: str | list[str]) -> str:
    return "".join(f"{line}\n" for line in lines_of(name, value))


def cues_of(new: NewSubject) -> list[str]:
    """The words by which a message is known to be about a new subject: what it is called, and by what name.

    People write of 'Harcombe Baths', and not of 'the future of Harcombe Baths'. One word may name any.
    """
    short = new.abbreviation
    named = _OF_A_NAME.fullmatch(new.name)
    said = [
        new.name,
        *(name for name in (new.line, named[1] if named else "") if " " in name),
        *((short.long, short.plural) if short else ()),
    ]
    if short is not None and len(short.short) > 2:  # two letters may stand for anything
        said += [short.short, f"{short.short}s"]
    return list(dict.fromkeys(filter(None, (_cue(one).removeprefix("the ") for one in said))))


def _cue(text: str) -> str:
    """A text as people may write it, without the signs that mean something in a cue."""
    return " ".join(_MARKED.sub(" ", text).split()).casefold()


def write_subject(new: NewSubject, workspace: Workspace) -> list[Problem]:
    """Write the files of a subject into a folder of its own: all of them, or none. Never replaces a folder."""
    office = workspace.office
    home = office.facts / new.id
    name = office.path_of("facts", new.id)
    if home.exists():
        return [Problem(Where(name), "file-exists", "there is such a folder already; nothing was written")]
    made: Path | None = None
    try:
        office.facts.mkdir(parents=True, exist_ok=True)
        made = Path(tempfile.mkdtemp(prefix=".new-", dir=office.facts))
        for path, text in texts_of(new, workspace):
            (made / Path(path).name).write_text(text, encoding="utf-8", newline="\n")
        made.chmod(0o755)  # as any folder of facts, which hold nothing about a constituent
        os.rename(made, home)  # noqa: PTH104 - unlike 'replace' it refuses a folder that holds anything
    except OSError as failure:
        reason = reason_of(failure)
        return [Problem(Where(name), "unwritable-file", f"cannot be written: {reason}; nothing was written")]
    finally:
        if made is not None:
            shutil.rmtree(made, ignore_errors=True)
    return []


def enlisted(new: NewSubject, workspace: Workspace) -> list[Problem]:
    """Enter a subject among those on which the office answers, where office.yaml lists them."""
    office = workspace.office
    if office.subjects is None or new.id in office.subjects:
        return []
    path, name = office.folder / FILE, office.path_of(FILE)
    with locked(office.folder):
        present, problems = read_file(path, name)
        document, found = located_yaml.parse_yaml(present, name) if not problems else (None, problems)
        if document is None:
            return [*found]
        text = with_value(document, "subjects", [*office.subjects, new.id])
        if text is None:
            hint = f"add '{new.id}' to it by hand: until then no letter answers on it"
            return [Problem(document.where("subjects"), "odd-layout", "'subjects' cannot be added to", hint)]
        problem = write_atomically(path, text.encode("utf-8"), name, replace=True, shared=True)
    return [problem] if problem is not None else []


def words_of(new: NewSubject, base: FactBase) -> Iterator[Wording]:
    """The words of a subject that letters say, as somebody reviews them."""
    shared = {wording for other in base.subjects.values() if other.id != new.id for wording in of_subject(other, base)}
    return (wording for wording in of_subject(base.subjects[new.id], base) if wording not in shared)
