"""A new office, made from what somebody says of it: each answer held against what it can be, then all files at once."""

from __future__ import annotations

import os
import re
import secrets
import shutil
from collections.abc import Callable, Collection, Mapping, Sequence
from pathlib import Path
from typing import Final

from drafter import office as offices
from drafter.english.parties import parties, party_as_called
from drafter.english.words import clean_line
from drafter.files import located_yaml
from drafter.files.atomic import FOLDER_MODE, TEMPORARY
from drafter.files.system import reason_of
from drafter.files.yaml_text import lines_of, scalar
from drafter.frozen import dataclass
from drafter.letter.mailing import usable_address
from drafter.letter.recipient import Unusable, correspondent
from drafter.office import FILE, NO_POSITION, Office, OfficeSide
from drafter.problems import Problem, UnusableAnswer, Where, errors, nearest

LETTERHEAD: Final = "templates/letterhead.docx"
IGNORED: Final = ".gitignore"
# Folders of a new office, and whether only their owner may look into them.
FOLDERS: Final[Mapping[str, bool]] = {"facts": False, "templates": False, "texts": False, "letters": True}
_LONGEST: Final = 150  # characters of an answer in one line
_MOST_LINES: Final = 8
_OFFICE_NAME: Final = re.compile(r"\s*([^\W\d_][^:,\n]{0,39}):\s*(.*)", re.DOTALL)
_MEMBER_FOR: Final = re.compile(r"(?:(?:the )?(?:MP|member of parliament) for )", re.IGNORECASE)
_COMMONS: Final = re.compile(r"house of commons|t[yŷ].r cyffredin", re.IGNORECASE)
_WEBSITE: Final = re.compile(r"(?:https?://)?[^\s/:@.][^\s/:@]*\.[^\s/:@.]{2,}(?:[/:?#]\S*)?", re.IGNORECASE)
# Files that may lie in a folder before an office is founded there: nobody's work, and in nobody's way.
_HARMLESS: Final = re.compile(
    r"\.git|\.gitattributes|\.hg|\.svn|\.DS_Store|thumbs\.db|desktop\.ini|\.vscode|\.idea|\.editorconfig|\.?venv|\.directory"
    r"|\.Trash-.*|lost\+found|System Volume Information|(?:readme|licen[cs]e)(?:\.(?:md|txt|rst))?|\.drafter-.*",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class OfficeAnswers:
    """What was said of a new office. ``addresses`` are pairs of a name and lines, as in ``Office``."""

    member: str
    constituency: str
    addresses: tuple[tuple[str, tuple[str, ...]], ...] = ()
    telephone: str = ""
    email: str = ""
    website: str = ""
    side: OfficeSide = OfficeSide.NONE
    party: str = ""
    subjects: tuple[str, ...] = ()


# Single answers, each as it is used. Every function raises UnusableAnswer.


def read_member(typed: str) -> str:
    """The member's name, as it stands on letters."""
    name = _line(typed, "the member's name")
    if not any(map(str.isalpha, name)):
        raise UnusableAnswer("the member's name is needed, as it stands on letters: 'Jo Lee MP'")
    if "@" in name or re.search(r"\d", name):
        raise UnusableAnswer("a name has no digits and no @ in it")
    return name


def read_constituency(typed: str) -> str:
    """The constituency's name."""
    name = _MEMBER_FOR.sub("", _line(typed, "the constituency"), count=1)
    if not any(map(str.isalpha, name)):
        raise UnusableAnswer("the constituency's name is needed: 'Westmere Vale'")
    return name


def read_address(typed: str, taken: Collection[str] = ()) -> tuple[str, tuple[str, ...]]:
    """An address of the office: its name and its lines, from ``Name: line, line`` or from lines alone.

    ``taken`` are the names of its other addresses, none of which is given twice.
    """
    named = _OFFICE_NAME.fullmatch(typed)
    name, said = (clean_line(named[1]), named[2]) if named else ("", typed)
    if not any(map(str.isalpha, said)):
        raise UnusableAnswer("an address has a place in it: 'Westmere: 14 Market Row, Westmere, WV1 9ZZ'")
    try:
        lines = correspondent("The Office", said).address
    except Unusable as failure:
        raise UnusableAnswer(failure.as_problem) from None
    if len(lines) > _MOST_LINES:
        raise UnusableAnswer(f"an address has {_MOST_LINES} lines at most")
    if not name:
        proposed = "Westminster" if _COMMONS.search(said) else "constituency"
        number = next(n for n in range(1, 100) if _numbered(proposed, n) not in taken)
        name = _numbered(proposed, number)
    elif name.casefold() in {one.casefold() for one in taken}:
        raise UnusableAnswer(f"there is an address named '{name}' already; give this one another name")
    return name, lines


def _numbered(name: str, number: int) -> str:
    return name if number == 1 else f"{name} {number}"


def read_telephone(typed: str) -> str:
    """A telephone number, with whatever stands around it; empty for none."""
    said = _line(typed, "the telephone")
    if said and sum(map(str.isdigit, said)) < 3:
        raise UnusableAnswer("a telephone number has digits in it: '020 7946 0182'")
    return said


def read_email(typed: str) -> str:
    """An e-mail address; empty for none."""
    said = _line(typed, "the e-mail address")
    if said and not usable_address(said):
        raise UnusableAnswer("that is no e-mail address: 'jo.lee.mp@example.org'")
    return said


def read_website(typed: str) -> str:
    """The address of a website, with or without https://; empty for none."""
    said = _line(typed, "the website")
    if said and not _WEBSITE.fullmatch(said):
        raise UnusableAnswer("that is no address of a website: 'https://www.example.org'")
    return said


def read_side(typed: str) -> OfficeSide:
    """The side of the House on which the member sits."""
    said = clean_line(typed).casefold()
    try:
        return OfficeSide(said or OfficeSide.NONE)
    except ValueError:
        hint = nearest(said, tuple(OfficeSide)) or f"known: {', '.join(OfficeSide)}"
        raise UnusableAnswer(f"'{said[:40]}' is no side; {hint}") from None


def read_party(typed: str, side: OfficeSide) -> str:
    """The member's party, which must be said where the member sits in opposition; empty where there is no side."""
    said = party_as_called(_line(typed, "the party"))
    if said and (likely := nearest(said, parties())) and f"'{said}'" not in likely:
        raise UnusableAnswer(f"'{said}' is no party that drafter knows; {likely}")
    if side is OfficeSide.OPPOSITION and not said:
        raise UnusableAnswer("the party is needed where the side is opposition: 'Labour'")
    if side is OfficeSide.NONE and said:
        raise UnusableAnswer("a party says nothing where the side is none; say government or opposition")
    return said


def read_subjects(typed: Sequence[str], shipped: Collection[str]) -> tuple[str, ...]:
    """The subjects that the office answers on: those named, or all that come with drafter."""
    for name in typed:
        if name not in shipped:
            hint = nearest(name, shipped) or f"known: {', '.join(shipped)}"
            raise UnusableAnswer(f"no subject '{name[:40]}' comes with drafter; {hint}")
    return tuple(dict.fromkeys(typed)) or tuple(shipped)


def _line(typed: str, what: str) -> str:
    said = clean_line(typed)
    if len(said) > _LONGEST:
        raise UnusableAnswer(f"{what} has {len(said)} characters; at most {_LONGEST} can be used")
    return said


# The files of a new office.


def office_text(said: OfficeAnswers) -> str:
    """``office.yaml`` for these answers, with what else may stand in it as comments."""

    def field(name: str, value: str | Sequence[str]) -> str:
        return "".join(f"{line}\n" for line in lines_of(name, value)) if value else f"# {name}:\n"

    addresses = "".join(
        f"  {scalar(name)}:\n" + "".join(f"    - {scalar(line)}\n" for line in lines) for name, lines in said.addresses
    )
    party = field("party", said.party) if said.party else "# party: Labour\n"
    signed = f"Member of Parliament for {said.constituency}"
    subjects = ", ".join(scalar(one, flow=True) for one in said.subjects)
    return f"""\
# The office. Change it with any editor; 'drafter check' tells what is wrong in it. What follows a # is for you alone:
# take the # away from a line to make it count. A text with a colon or a # in it needs quotation marks.

{field("member", said.member)}\
# What stands under every letter, line by line.
signs_as:
  - {scalar(said.member)}
  - {scalar(signed)}
{field("constituency", said.constituency)}
# On which side of the House the member sits: government, opposition or none. It decides whose papers letters rest on:
# a party's own only where that is the member's party, named by 'party'.
side: {said.side}
{party}
# After a change here, 'drafter letterhead' makes the letterhead anew.
{"addresses:" if addresses else "# addresses:"}
{addresses}{field("telephone", said.telephone)}{field("email", said.email)}{field("website", said.website)}
# The subjects that come with drafter and that this office answers on.
subjects: [{subjects}]

# The Word file that every letter is written on. 'drafter letterhead --adopt FILE.docx' takes one of your own.
letterhead: {LETTERHEAD}

# The member's view that letters add unless told otherwise: a name from the positions of a subject's templates, or none.
# 'drafter draft --position NAME' adds one to a single letter.
position: {NO_POSITION}

# What the member did, will or will not do of what constituents ask. 'drafter office decide' writes it.
decisions: []

# What becomes of a message that gives no postal address: ask (the reply asks for it) or answer (all the same).
without_address: ask

# What letters to one reader may say of the office, in these words.
# opening_hours: Monday to Friday, 9.30am to 5pm
# surgeries: ["Friday 4 May, 4pm to 6pm, the library"]

# The towns and districts in which the constituency lies, as papers name them: who asks whether a plan is for their area
# is then told where none of them is named.
# areas: [Westmere]

# What the letterhead says beside the details above, line by line.
# letterhead_says: ["Working for you"]

# Who may review, change facts and approve, by name; anybody unless given.
# people: [R Okafor, S Lind]

# Small print at the end of every letter.
# data_protection: How this office keeps letters and replies, and for how long.

# For how long personal data is kept; 'drafter privacy' lists what is older.
# retention: {{ post: 12 months, lists: 3 months, letters: 24 months, sortings: 6 months, names: 24 months }}
"""


IGNORE_TEXT: Final = """\
# What holds personal data, or may not be passed on, stays out of version control: the post, letters, lists, texts.
/inbox*/
/post*/
/mail*/
/sorted*/
/sortings/
/letters*/
/corrections*/
/batches/
/out/
/register/
/texts/
# Beside office.yaml: letters, print documents, sheets, batches, lists of people, messages, exports, names in a file.
/*.docx
/*.doc
/*.odt
/*.fodt
/*.rtf
/*.md
!/README.md
/*.txt
/*.pdf
/*.zip
/*.htm
/*.html
/*.csv
/*.tsv
/*.xlsx
/*.xlsm
/*.xls
/*.ods
/*.json
/*.eml
/*.msg
/*.mbox
/*.mbx
# Wherever they lie.
*.review.html
*.mended.docx
*.mended.md
*.mended.eml
*.mended.html
*.mended.txt
post.sqlite*
letters.sqlite*
manifest.csv
.drafter-*
*.unfinished*
.decided
.lock
"""


def read_office(said: OfficeAnswers, folder: Path, name: str) -> tuple[Office | None, list[Problem]]:
    """The office as its own file would be read, and what would be wrong with it."""
    text = office_text(said)
    document, problems = located_yaml.parse_yaml(text, str(Path(name, FILE)))
    if document is None:
        return None, problems
    office, found = offices.read(document, folder, name)
    return office, errors([*problems, *found])


def in_the_way(folder: Path, name: str) -> list[Problem]:
    """Why no office can be founded in a folder: it is a file, cannot be read, or holds what may be somebody's work."""
    where = Where(name)
    try:
        found = sorted(path.name for path in folder.iterdir())
    except FileNotFoundError:
        return []
    except NotADirectoryError:
        return [Problem(where, "folder-not-empty", "is a file, and no folder", "name another folder")]
    except OSError as failure:
        return [Problem(where, "unreadable-file", f"cannot be read: {reason_of(failure)}")]
    if FILE in found:
        return [Problem(where, "folder-not-empty", f"holds an office already ({FILE})", "name another folder")]
    others = [one for one in found if not _HARMLESS.fullmatch(one)]
    if not others:
        return []
    more = f" and {len(others) - 3} more" if len(others) > 3 else ""
    message = f"is not empty: {', '.join(others[:3])}{more}"
    return [Problem(where, "folder-not-empty", message, "name a new folder; nothing was changed in this one")]


def found_office(said: OfficeAnswers, folder: Path, name: str, letterhead: Callable[[Office], bytes]) -> list[Problem]:
    """Write a new office's folder, whole or not at all. ``letterhead`` makes its letterhead.

    What is wrong comes back as problems, and then nothing was written.
    """
    problems = in_the_way(folder, name)
    office, wrong = read_office(said, folder, name)
    if problems or wrong or office is None:
        return [*problems, *wrong]
    files = {IGNORED: IGNORE_TEXT.encode(), LETTERHEAD: letterhead(office), FILE: office_text(said).encode()}
    there = folder.is_dir()
    desk = (folder if there else folder.parent) / f"{TEMPORARY}{secrets.token_hex(6)}"
    made: list[Path] = []
    try:
        if not there:
            folder.parent.mkdir(parents=True, exist_ok=True)
        desk.mkdir()
        for inner, private in FOLDERS.items():
            (desk / inner).mkdir(mode=FOLDER_MODE if private else 0o777)
        for path, data in files.items():
            (desk / path).write_bytes(data)
        if not there:
            desk.rename(folder)
            return []
        # The office's own file comes last: without it, nothing here is an office.
        for entry in (*FOLDERS, IGNORED, FILE):
            _move(desk / entry, folder / entry)
            made.append(folder / entry)
        desk.rmdir()
    except OSError as failure:
        for one in made:
            if one.is_dir():
                shutil.rmtree(one, ignore_errors=True)
            else:
                one.unlink(missing_ok=True)
        shutil.rmtree(desk, ignore_errors=True)
        reason = reason_of(failure)
        return [Problem(Where(name), "unwritable-file", f"cannot be written: {reason}", "nothing was written")]
    return []


def _move(one: Path, other: Path) -> None:
    """Give a file or folder its place, where nothing may be."""
    if os.path.lexists(other):
        raise FileExistsError(17, "file exists", str(other))
    one.rename(other)


# The letterhead, made anew or taken over.


def backup_name(path: Path) -> Path:
    """The first free name for a copy of a file beside it: letterhead-old-1.docx."""
    numbers = range(1, 10_000)
    return next(one for n in numbers if not (one := path.with_name(f"{path.stem}-old-{n}{path.suffix}")).exists())
