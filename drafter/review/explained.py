"""What a review can find in a letter that came back, and what approving and recalling can; an id and what it says."""

from __future__ import annotations

FINDINGS = {
    "changed-detail": "A fact said with another figure, date, name, negation or word that weighs than its claim has. "
    "Say it as the fact does; or, if the fact base is wrong, mend it there ('drafter facts edit').",
    "other-words": "A fact in which words were exchanged for others, which may mean the same or not; only a person "
    "can tell. Say it as the fact does ('drafter review --mend'), or put its claim so ('drafter facts edit'). Nobody "
    "can accept that.",
    "reworded": "A fact of which only small words were changed, such as 'that' and 'said': they can turn what it says. "
    "Say it as the fact does ('drafter review --mend').",
    "to-reader": "A sentence that is probably said to this reader only, and of which something is to be looked at: a "
    "name, an hour that office.yaml does not have, words of which nobody can tell. Whoever signs says that it is so.",
    "reader-in-batch": "A sentence to one reader in a text that goes to several. Take it out, or draft that letter by "
    "itself. Nobody can accept that.",
    "undecided": "A blank, '[DECIDE: whether to ...]', which says that the member has not decided yet. Enter what was "
    "decided ('drafter office decide'), and draft the letter again. Nobody can accept that.",
    "unapproved-act": "A sentence that says what the member did, does or will do, and that the office has not entered. "
    "Enter it ('drafter office decide'), or take it out.",
    "no-source": "A sentence that no fact bears out, that is not approved as a courtesy and not marked as the member's "
    "view. Give it a fact by a note that holds nothing but the fact's id, mark it as the member's view (in Word the "
    "style 'Position Sentence', in Markdown [...]{.position}), or take it out.",
    "no-speaker": "A claim that stands where nobody speaks, or somebody else: nobody could tell whose word it is.",
    "undated-claim": "A claim in a paragraph that does not say when it was said.",
    "other-frame": "A claim whose frame, the words that tell who said it and when, is none that the program makes. "
    "Take one of those that are shown.",
    "told-as-now": "A claim of a document that is no longer new, told as if it were so today.",
    "other-tense": "A claim in another tense than the words that say whose it is: 'he says that it had' for 'he says "
    "that it has'.",
    "unfounded-join": "'But', 'and so' or 'yet' between claims of which the fact base does not say so.",
    "untagged": "Sentences that do not say whose word they are: more than two running, or one that does not sound "
    "reported.",
    "answer-alone": "A short answer of words.yaml without the claim that it rests on.",
    "gap-answered": "A sentence which says that a question is left open, in a letter that answers it.",
    "leaning-claim": "A claim ('in the meantime') without the one before it on which it leans: it might be read of "
    "something else.",
    "overtaken": "A plan whose day has passed, told as if it still stood.",
    "history-alone": "A claim that no longer holds, without what is known since beside it.",
    "other-side": "A claim that rests on a party's own paper, in a letter of another side's.",
    "repeated-opening": "Two sentences running that begin alike.",
    "said-twice": "A fact that a letter says twice.",
    "withdrawn-fact": "A fact in a letter that was withdrawn, since it was found to be wrong. Nobody can accept that.",
    "not-yet": "A fact in a letter whose first day is later than the letter's date. Nobody can accept that.",
    "no-longer-holds": "A fact in a letter that another took the place of by the letter's date, or that had ended.",
    "fact-changed": "A fact that was changed in the fact base since the letter was drafted.",
    "citation-lost": "A fact in a letter whose note was deleted; the final copy has it again.",
    "wrong-citation": "A sentence that says one fact and cites another.",
    "other-note": "A note that says something of its own, which the final copy drops.",
    "note-without-fact": "A note on a sentence that rests on no fact.",
    "claim-in-view": "A view, marked as the member's, with a word by which claims are made.",
    "no-view": "A sentence marked as the member's view that does not read as one: it says what is so. Begin it with 'I "
    "think', 'I hope', 'I want', or give it a fact.",
    "quotation-in-view": "A view of the member's that quotes somebody, or says what somebody said: that must be a "
    "fact.",
    "new-view": "A sentence that was added and marked as the member's view. Whoever signs must want to say it.",
    "old-date": "A letter whose date is long past.",
    "date-ahead": "A letter whose date lies more than two weeks ahead.",
    "not-a-letter": "A file without date, greeting and close, which is probably no letter.",
    "other-reader": "A letter whose address or greeting was changed since it was drafted.",
    "other-recipient": "An e-mail that goes to another address than it was drafted to, or to nobody.",
    "unknown-recipient": "An e-mail that does not remember whom it was drafted for. Whoever signs must look.",
    "other-mail-subject": "An e-mail with another subject than it was drafted with.",
    "other-thread": "An e-mail that answers another message than it was drafted for.",
    "other-sender": "An e-mail from another address than office.yaml has; the final copy is from that one.",
    "two-greetings": "A letter that greets twice.",
    "other-position": "A sentence of another position than the letter was drafted with.",
    "turned-text": "Signs that nobody sees, and that show the text after them in another order.",
    "unseen-sign": "Signs in a letter that nobody sees, or that strike out or cover the letters beside them: tags, "
    "fillers, private characters, heaps of marks. Nobody can accept that; whoever types the words anew is rid of them.",
    "look-alike": "Letters or signs of another script, or of mathematics, that look like plain ones, in a word that "
    "seems to be English. Nobody can accept that.",
    "unknown-heading": "A heading that stands neither in topics.yaml nor in words.yaml.",
    "odd-furniture": "A line around a letter (its close, reference, copies, enclosures, who signed) that begins as "
    "such lines do and says something else.",
    "unknown-enclosure": "An enclosure that office.yaml does not name. Whoever signs says that it is enclosed.",
    "either-date": "A date in figures that can be read in two ways: 10/07/2018. It is read day first.",
    "other-greeting": "A letter that greets its reader by another of their names than it was drafted with.",
    "other-heading": "A heading over a part that tells nothing of its topic.",
    "stray-text": "Text above the salutation or below the close that is no part of a letter.",
    "no-salutation": "A letter that greets nobody.",
    "no-date": "A letter whose date cannot be read.",
    "no-close": "A letter without a close.",
    "other-signature": "A letter that is not signed as office.yaml has it.",
    "other-small-print": "A letter without the small print of office.yaml, or with another.",
    "odd-address": "A line above a letter that says more than an address does, and that was not drafted so.",
    "odd-salutation": "A greeting that says more than a name, and that was not drafted so.",
    "other-salutation": "A letter that greets somebody whom its address does not name.",
    "other-date": "A letter with another date than it was drafted for.",
    "other-reference": "A letter with another reference than it was drafted with.",
    "not-spelt-out": "An abbreviation that a letter uses before it says what it stands for.",
    "no-exception": "An exception that nobody can make, or for which there is no occasion.",
    "no-final-copy": "An approved letter whose final copy is not where it was looked for.",
}
