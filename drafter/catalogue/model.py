"""The types of the catalogue."""

from __future__ import annotations

from enum import StrEnum

from drafter.frozen import NamedTuple


class Severity(StrEnum):
    """An error stops the work; a warning is for a person to weigh.

    In a review, a question needs a named person's answer before the letter can go out, and a note is for information. A
    problem made with ``OF_ITS_RULE`` gets the severity that the catalogue gives its rule.
    """

    ERROR = "error"
    WARNING = "warning"
    QUESTION = "question"
    NOTE = "note"
    OF_ITS_RULE = "of its rule"


class Area(StrEnum):
    """Where a rule comes up. Each area has its own module in the catalogue."""

    FILES = "in any file that drafter reads or writes"
    FACTS = "in facts, office.yaml and the other files that staff edit"
    SOURCES = "in documents, and in quotations from them"
    TEMPLATES = "in templates and letterheads"
    DRAFTING = "when a letter is drafted"
    REVIEW = "when a letter that came back is reviewed"
    REGISTER = "when a letter is approved, and in the register"
    POST = "in the post"
    BATCHES = "in lists of recipients, and in batches"


class Scope(StrEnum):
    """What a rule of ``drafter check`` looks at."""

    FACT = "one fact by itself"  # commands enter no fact that breaks such a rule, and no letter may cite it
    FACTS = "facts beside one another"  # commands enter no change after which its file breaks such a rule
    TEMPLATES = "the templates' own words"  # nothing is drafted from templates that break such a rule
    OFFICE = "everything together"


class Signing(StrEnum):
    """What the signatory of a letter can do about a finding of its review."""

    FREE = "an error can be accepted with a reason; a warning is only to be known of"
    ASKED = "a warning needs a named person's word that it is meant"
    NEVER = "an error can be accepted by nobody"


class OnSheet(NamedTuple):
    """A finding's words for the sign-off sheet. They suit a reader who has never seen the program, and name no command.

    ``whole`` is whether title, advice and the sentence itself say everything, without the finding's own message.
    """

    title: str
    advice: str = ""
    whole: bool = False


class Rule(NamedTuple):
    """One rule, with everything that is said about it anywhere.

    ``meaning`` is what is wrong, and ``advice`` what to do about it; without ``advice``, the sheet's advice is used.
    ``severity`` is ``None`` where each problem has its own. ``also`` are further areas where it comes up.

    ``check`` names the function by which ``drafter check`` looks for the rule, as ``module:function``, and ``scope``
    what that function looks at. The function's docstring is then the meaning, and an office may choose the severity.
    """

    id: str
    meaning: str = ""
    advice: str = ""
    severity: Severity | None = Severity.ERROR
    also: tuple[Area, ...] = ()
    signing: Signing = Signing.FREE
    sheet: OnSheet | None = None
    check: str = ""
    scope: Scope | None = None
