"""What every rule says: those of ``drafter check``, and those that reading itself holds files to."""

from __future__ import annotations

from drafter.rules import RULES

# Found while files are read, before any rule can look; an office cannot weigh these.
READING = {
    "unreadable-file": "A file that is needed is missing or cannot be read.",
    "not-utf-8": "A file that is not UTF-8 text. Save it with encoding UTF-8.",
    "broken-yaml": "A file that is not YAML. Mostly a colon within an unquoted text, a tab, or a wrong indent.",
    "repeated-key": "A name that stands twice in one entry; other readers of YAML keep the last without a word.",
    "alias": "A YAML alias (*name). Write the text out: whoever edits it must see it.",
    "second-document": "A '---' within a file, which would begin a second document.",
    "odd-key": "A name of a field that is no plain word.",
    "too-deep": "More levels inside one another than any file here has.",
    "unknown-field": "A field whose name is not known; mostly a slip of the pen.",
    "wrong-type": "A field that holds another kind of value than it should: a list, a text, a number, fields.",
    "missing-field": "A field that every entry needs.",
    "impossible-date": "A day that the calendar does not have, or a date that is not written year-month-day.",
    "odd-id": "An id of other than small letters, digits and single hyphens; it becomes the label of a footnote.",
    "odd-url": "An address that does not begin with https:// or http://.",
    "repeated-id": "Two entries of one id; nobody could say which is meant.",
    "unknown-type": "A type of document that is not known.",
    "unknown-source": "A citation of a document that facts/sources.yaml does not have.",
    "unknown-topic": "A topic that topics.yaml does not have.",
    "unknown-kind": "A kind of fact that is not claim, status, plan or forecast.",
    "unknown-voice": "A voice that words.yaml does not name.",
    "unknown-fact": "A fact that there is not.",
    "unknown-series": "A series that no fact belongs to.",
    "unknown-position": "A position that has no template in templates/positions.",
    "unknown-rule": "A setting for a rule that there is not, or that is not off, warning or error.",
    "no-facts": "A facts folder without facts.",
    "not-a-sentence": "A text that must be a whole sentence and does not end like one.",
    "idle-wording": "A wording that no letter would ever use.",
    "until-before-from": "A fact that would end before it begins.",
    "from-before-document": "A fact that could be said before its document existed; a letter cites nothing to come.",
    "long-quotation": "A quotation of more than 25 words. A short passage may be quoted; a document may not be copied.",
    "quoted-furniture": "A quotation from what is nobody's statement: a caption, a cookie notice, a link.",
    "series-clash": "Two facts of one series that begin on one day; nobody could say which of them holds.",
    "changed-text": "A kept text that is not the one facts/sources.yaml names: another edition, or changed since.",
    "unreadable-text": "A kept text that cannot be read.",
    "no-text": "A document whose text is not at hand, so that its quotations cannot be looked up.",
    "wrong-paragraph": "A quotation that stands in another paragraph than the one it names.",
    "ambiguous-quotation": "A quotation that stands more than once in its paragraph, and does not say which.",
    "wrong-occurrence": "A quotation said to stand more often in its paragraph than it does.",
    "changed-quotation": "A quotation, paragraph or document of a fact that was changed since it was verified.",
    "changed-document": "A fact that was verified against another text of its document than the present one.",
    "template-syntax": "A template that is not Jinja; the line is where reading stopped.",
    "template-error": "A template that fails when it is rendered.",
    "template-loop": "A template that goes round in a circle.",
    "undefined-name": "A name that templates do not know.",
    "unsafe-template": "A template that reaches for what it may not have.",
    "missing-template": "A template that letters need.",
    "point-over-paragraphs": "A point that runs over a blank line. Close it before.",
    "fact-outside-point": "A fact outside any point, where it could be said twice.",
    "open-sentence": "Words that do not end as a sentence before a fact begins.",
    "empty-citation": "A citation template that makes nothing of a document.",
    "other-letterhead": "A letterhead that does not bear the member's name: another office's, or one not yet changed.",
    "claimed-act": "A sentence that claims an act of the member's which the office has not entered under 'acts'.",
    "not-a-document": "A letterhead that is no Word document.",
    "missing-style": "A letterhead without a style that letters need.",
    "bloated-letterhead": "A letterhead so heavy that every letter is slow and large.",
    "not-a4": "A letterhead whose page is not A4.",
    "wrong-language": "A letterhead whose language is not British English.",
    "no-alternative-text": "A picture that a screen reader cannot tell.",
    "letterhead-text": "Text in the body of the letterhead, which would stand at the head of every letter.",
    "past-review": "A fact in a letter that a person was to look at again by then.",
    "old-documents": "A letter that rests on nothing newer than 90 days.",
    "silent-topic": "A topic of which no document had said anything by the letter's date.",
    "long-letter": "A letter that is longer than such a letter should be.",
    "before-first-document": "A letter of a day on which nothing could be cited yet.",
    "no-topic": "A letter without a topic.",
    "mixed-subjects": "A letter on topics of different subjects.",
    "unusable-name": "A name that nobody could be greeted by.",
    "unusable-address": "An address that does not fit a letter.",
    "file-exists": "A file that is there already and is not written over.",
    "unwritable-file": "A file that cannot be written.",
}


def explain(rule: str) -> str | None:
    """The text of a rule; ``None`` where there is none of that id."""
    return {**READING, **{known.id: known.text for known in RULES}}.get(rule)


def ids() -> tuple[str, ...]:
    """Every rule's id, sorted."""
    return tuple(sorted({*READING, *(rule.id for rule in RULES)}))
