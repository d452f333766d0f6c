"""What the sheet says, in words for somebody who has never seen the program."""

from __future__ import annotations

from typing import NamedTuple

from drafter.letter.tree import Kind
from drafter.problems import Problem, Severity
from drafter.review.model import Passage, Standing


class Name(NamedTuple):
    """How a kind of sentence is called alone, how several of it are counted, and what it means."""

    one: str
    single: str
    several: str
    means: str


STANDINGS = {
    Standing.FACT: Name("Fact", "fact", "facts", "In words that the program itself could say, and cited."),
    Standing.REWORDED: Name(
        "Fact, reworded",
        "fact reworded",
        "facts reworded",
        "In other words, though its figures, dates and names are the same.",
    ),
    Standing.CHANGED: Name(
        "Fact, changed", "fact changed", "facts changed", "A figure, a date, a name or a word that weighs is another."
    ),
    Standing.NEW: Name(
        "New: nothing bears it out", "new sentence", "new sentences", "No fact, no view, no approved courtesy."
    ),
    Standing.VIEW: Name(
        "The member\u2019s own view", "own view", "own views", "The member\u2019s own words: not a fact, and not cited."
    ),
    Standing.ACT: Name(
        "The member\u2019s act",
        "act of the member\u2019s",
        "acts of the member\u2019s",
        "What the member did, does or will do, as the office entered it: not a fact, and not cited.",
    ),
    Standing.READER: Name(
        "To this reader only",
        "sentence to this reader",
        "sentences to this reader",
        "Said in this letter alone; it claims nothing of the subject.",
    ),
    Standing.COURTESY: Name("Courtesy", "courtesy", "courtesies", "Approved words that make no claim."),
}
LEFT_OPEN = Name(
    "Left open",
    "question left open",
    "questions left open",
    "What the papers do not say: an approved question, in a frame of the program\u2019s.",
)
SHORT_ANSWER = Name(
    "Short answer", "short answer", "short answers", "Approved words, which rest on claims told beside them."
)
HEADING = Name("Heading", "heading", "headings", "Words over an answer.")


def called(passage: Passage) -> Name:
    """What a sentence is called."""
    if passage.heading:
        return HEADING
    kinds = {segment.kind for segment in passage.segments}
    if passage.standing is Standing.COURTESY and Kind.GAP in kinds and kinds <= {Kind.GAP, Kind.FRAME, Kind.JOIN}:
        return LEFT_OPEN
    if passage.standing is Standing.COURTESY and Kind.ANSWER in kinds:
        return SHORT_ANSWER
    return STANDINGS[passage.standing]


class Part(NamedTuple):
    """How a part of a sentence is called, what a screen reader says before it, and what it means."""

    one: str
    heard: str
    means: str


PARTS = {
    Kind.CLAIM: Part("A claim", "claim: ", "What a document says, put plainly; the quotations stand beside it."),
    Kind.FRAME: Part(
        "Who says it, and when", "who says it: ", "The program\u2019s words, from the document\u2019s details."
    ),
    Kind.JOIN: Part("Joining words", "", "The program\u2019s, between two claims."),
    Kind.ANSWER: Part("A short answer", "short answer: ", "Approved words, which rest on the claim that follows them."),
    Kind.GAP: Part("Left open", "left open: ", "What the papers do not say."),
    Kind.VIEW: Part(
        "The member\u2019s view", "the member\u2019s view: ", "The member\u2019s own words; nothing is cited for them."
    ),
    Kind.ACT: Part(
        "The member\u2019s act", "the member\u2019s act: ", "The member\u2019s act, as the office entered it."
    ),
    Kind.READER: Part("To this reader", "to this reader: ", "Said in this letter alone."),
    Kind.COURTESY: Part("A courtesy", "", "Approved words that make no claim."),
}


class Plain(NamedTuple):
    """A finding's title and what is to be done.

    ``whole`` is whether these and the sentence itself say all that there is to say, without the finding's own words.
    """

    title: str
    advice: str = ""
    whole: bool = False


# In the order in which they are told, the gravest first.
PLAIN = {
    "withdrawn-fact": Plain("The fact was withdrawn: it was wrong", "Take the sentence out."),
    "undecided": Plain(
        "The member has not decided what the letter is to say",
        "Decide, and have the office enter it; then draft the letter again.",
    ),
    "no-source": Plain(
        "Nothing bears this out",
        "Give it a fact, mark it as the member\u2019s own view, or take it out.",
        whole=True,
    ),
    "reader-in-batch": Plain(
        "What is said to one reader would go to all", "Take it out, or draft that reader\u2019s letter by itself."
    ),
    "changed-detail": Plain(
        "The letter says something else than the fact",
        "Put the fact\u2019s words back; or, if the fact is wrong, mend the fact.",
        whole=True,
    ),
    "other-words": Plain(
        "A fact is said in other words",
        "Put the fact\u2019s words back; or, if these are better, put the fact so and have that reviewed.",
        whole=True,
    ),
    "figure-in-position": Plain(
        "The member\u2019s view holds a figure or a date", "What can be right or wrong must be a fact."
    ),
    "claimed-act": Plain(
        "The letter claims an act of the member\u2019s",
        "If the member did it, the office enters it; if not, take it out.",
    ),
    "unapproved-act": Plain(
        "The office has not entered this act of the member\u2019s",
        "Enter it with \u2018drafter office decide\u2019, or take it out.",
    ),
    "not-yet": Plain(
        "The fact could not yet be said on the letter\u2019s date", "Take it out, or date the letter later."
    ),
    "no-longer-holds": Plain("The fact no longer holds"),
    "wrong-citation": Plain("The sentence cites another fact than it says", "Call the other note here."),
    "note-without-fact": Plain("A note rests on no fact", "Give the sentence a fact, or take the note out."),
    "no-speaker": Plain("It is not said whose word this is", "Name who says it, and when, before the claim."),
    "undated-claim": Plain("It is not said when this was said", "Name who says it, and when, before the claim."),
    "other-frame": Plain(
        "Who said this, and when, is told in other words", "Take one of the beginnings that the letter can have."
    ),
    "told-as-now": Plain(
        "What was so on its document\u2019s day is told as if it were so today", "Tell it as of that day."
    ),
    "other-tense": Plain(
        "The claim is told in another tense than the words that say whose it is", "Tell both as of the same day."
    ),
    "unfounded-join": Plain(
        "\u2018But\u2019, \u2018and so\u2019 or \u2018yet\u2019 joins what nobody has joined so",
        "Write \u2018and\u2019.",
    ),
    "leaning-claim": Plain(
        "The claim leans on another that is not before it", "A reader could take it to be about something else."
    ),
    "answer-alone": Plain(
        "A short answer stands without the claim that it rests on", "Put the claim back, or take it out."
    ),
    "history-alone": Plain(
        "What no longer holds is told without what is known since", "Put the newer fact beside it, or take it out."
    ),
    "overtaken": Plain("A plan is told as if it still stood", "Tell it as of its day, or take it out."),
    "other-side": Plain(
        "A paper of another party is cited", "Only that party\u2019s own letters rest on it: take the claim out."
    ),
    "gap-answered": Plain(
        "The letter says that a question is open, and answers it", "Take one of the two sentences out."
    ),
    "unverified-quotation": Plain(
        "The quotation was never found in its document", "Someone in the office looks it up, word for word."
    ),
    "changed-quotation": Plain(
        "The quotation was changed since it was found in its document", "Someone in the office looks it up again."
    ),
    "changed-document": Plain(
        "The document is not the one that was quoted", "Someone in the office looks it up again."
    ),
    "unreviewed": Plain(
        "Nobody has reviewed the fact as it now is",
        "Someone in the office reads it beside its document, and says that it stands.",
        whole=True,
    ),
    "unreviewed-words": Plain(
        "Nobody in the office stands for these words yet", "Is it right, and does it claim nothing?"
    ),
    "past-review": Plain("The fact was to be looked at again by now"),
    "tracked-changes": Plain("The file holds changes that nobody has accepted or rejected"),
    "set-by-hand": Plain("Words were set bold or italic by hand", "The copy that goes out sets them as any others."),
    "struck-out": Plain("Words are struck through", "Delete them, or set them as any others."),
    "hidden-text": Plain("The file holds text that nobody sees", "Take it out, or show it."),
    "text-box": Plain("The file holds a text box, whose text is not read", "Move its text into the letter."),
    "field": Plain("A field\u2019s text may change by itself", "Make it plain text."),
    "two-texts": Plain("Another program may show another text", "Type the words anew, as plain text."),
    "unseen-text": Plain("There are words that nobody can see", "Take them out, or set them as any others."),
    "unread-words": Plain("A list puts words before a paragraph", "Type what it should say, without the list."),
    "comment": Plain("The file holds comments that nobody has resolved"),
    "unknown-heading": Plain(
        "Nobody has approved this heading", "Use one of the office\u2019s own, or take it out.", whole=True
    ),
    "stray-text": Plain("Text stands where no sentence of a letter stands"),
    "no-salutation": Plain("The letter greets nobody"),
    "no-date": Plain("The letter has no date that can be read"),
    "no-close": Plain("The letter has no close"),
    "not-a-letter": Plain("This does not look like a letter"),
    "two-greetings": Plain("The letter greets twice"),
    "odd-salutation": Plain("The greeting says more than a name"),
    "odd-address": Plain("The address says more than an address"),
    "turned-text": Plain("There are signs that nobody sees", "Type the words anew."),
    "unseen-sign": Plain("There are signs that nobody sees", "Type the words anew."),
    "look-alike": Plain("There are letters that look like others", "Type the words anew."),
    "other-signature": Plain("The letter is not signed as the office\u2019s letters are"),
    "other-small-print": Plain("The small print is not the office\u2019s"),
    "other-salutation": Plain("The letter greets somebody whom its address does not name"),
    "other-date": Plain("The letter has another date than it was drafted for"),
    "other-reader": Plain("The address or the greeting was changed since the letter was drafted"),
    "other-recipient": Plain("The e-mail goes to another address than it was drafted to", "Put the address back."),
    "other-recipients": Plain("The e-mail would go to more than one address", "A letter has one recipient."),
    "unknown-recipient": Plain("Is this the right e-mail address?", "The file does not remember it."),
    "no-recipient": Plain("The e-mail has nobody to go to"),
    "other-mail-subject": Plain("The e-mail has another subject than it was drafted with"),
    "other-thread": Plain("The e-mail answers another message than it was drafted for"),
    "other-sender": Plain("The e-mail is from another address than the office\u2019s"),
    "odd-part": Plain("Something is attached that the final copy does not have"),
    "other-reference": Plain("The letter has another reference than it was drafted with"),
    "no-view": Plain(
        "Marked as the member\u2019s view, it says what is so", "Begin it with \u2018I think\u2019, or give it a fact."
    ),
    "quotation-in-view": Plain("The member\u2019s view speaks for somebody else", "What somebody said must be a fact."),
    "to-reader": Plain("Is this said to this reader only, and is it so?", "Nobody but you can tell."),
    "other-letterhead": Plain("The paper is another office\u2019s", "Use the office\u2019s own letterhead."),
    "odd-furniture": Plain("A line around the letter says something", "Write it as such lines are written."),
    "unknown-enclosure": Plain("Is this enclosed?", "office.yaml does not name it."),
    "other-greeting": Plain("The greeting has another of the reader\u2019s names"),
    "either-date": Plain("Which day is meant?", "Write the month as a word."),
    "other-heading": Plain("The heading stands over another subject", "Put it back where it stood."),
    "new-view": Plain(
        "Added in the member\u2019s name",
        "Nothing bears these out: read them, and see that you want to say them.",
        whole=True,
    ),
    "claim-in-view": Plain("A view that reads as a claim", "If it is one, it needs a fact."),
    "other-position": Plain("A view from another position than was asked for"),
    "old-documents": Plain("What the letter rests on is old", "Look for what has happened since."),
    "old-date": Plain("The letter\u2019s date is long past"),
    "date-ahead": Plain("The letter\u2019s date lies far ahead"),
    "reworded": Plain(
        "A fact is not said in its own words", "Put them back, or say why these mean the same.", whole=True
    ),
    "fact-changed": Plain("The fact was changed since the letter was drafted"),
    "said-twice": Plain("A fact is said twice"),
    "untagged": Plain("Sentences run on that do not say whose word they are", "Say once more who speaks."),
    "repeated-opening": Plain("Two sentences running begin alike"),
    "citation-lost": Plain("A note was taken out", "The copy that goes out has it again.", whole=True),
    "other-note": Plain("A note says something of its own", "The copy that goes out drops it."),
    "not-spelt-out": Plain("A short form is not spelt out where it first comes"),
}
_ORDER = {rule: number for number, rule in enumerate(PLAIN)}
_UNKNOWN = Plain("Something in the file is to be looked at")


def plain(rule: str) -> Plain:
    """A rule's finding in plain words; for one that has none, words that leave all to the finding itself."""
    return PLAIN.get(rule, _UNKNOWN)


def gravity(found: Problem) -> tuple[int, str]:
    """Sorts findings, the gravest first and those of a rule together."""
    return _ORDER.get(found.rule, len(_ORDER)), found.rule


def sentence(text: str) -> str:
    """A message as a sentence: with a capital and a full stop, unless it begins with a name in quotation marks."""
    begun = text[:1].upper() + text[1:]
    return begun if begun.endswith((".", "?", "!", "\u201d")) else f"{begun}."


def verdict(errors: int, questions: int = 0) -> str:
    """The whole review in a line; it promises no more than was looked at."""
    if errors:
        return f"{counted(errors, 'thing is', 'things are')} wrong with this letter"
    if questions:
        return f"{counted(questions, 'thing needs', 'things need')} your word"
    return "No fault was found: read the letter before you sign it"


def counted(number: int, one: str, several: str) -> str:
    """3 things; 1 thing."""
    return f"{number} {one if number == 1 else several}"


class Weight(NamedTuple):
    """How a finding is told by its severity: over many, over one, and as a class of the page."""

    several: str
    one: str
    name: str


WEIGHTS = {
    Severity.ERROR: Weight("What is wrong", "Wrong", "error"),
    Severity.QUESTION: Weight("What needs your word", "Needs your word", "warning"),
    Severity.NOTE: Weight("To know of", "To know of", "note"),
}
