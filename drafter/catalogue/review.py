"""What a review can find in a letter that came back. The sheet shows findings in this order, the gravest first."""

from __future__ import annotations

from drafter.catalogue.model import Area, OnSheet, Rule, Scope, Severity, Signing

RULES = (
    Rule(
        "withdrawn-fact",
        "A fact in a letter that was withdrawn, since it was found to be wrong.",
        signing=Signing.NEVER,
        sheet=OnSheet("The fact was withdrawn: it was wrong", "Take the sentence out."),
    ),
    Rule(
        "undecided",
        "A blank, '[DECIDE: whether to ...]': the member has not decided yet.",
        advice="Enter what was decided ('drafter office decide'), and draft the letter again.",
        severity=None,
        also=(Area.DRAFTING, Area.BATCHES),
        signing=Signing.NEVER,
        sheet=OnSheet(
            "The member has not decided what the letter is to say",
            "Decide, and have the office enter it; then draft the letter again.",
        ),
    ),
    Rule(
        "no-source",
        "A sentence that no fact supports. It is not approved as a courtesy, and not marked as the member's view.",
        advice="Give it a fact by a note that holds nothing but the fact's id, mark it as the member's view (in Word"
        " the style 'Position Sentence', in Markdown [...]{.position}), or take it out.",
        sheet=OnSheet(
            "Nothing bears this out",
            "Give it a fact, mark it as the member\u2019s own view, or take it out.",
            whole=True,
        ),
    ),
    Rule(
        "reader-in-batch",
        "A sentence to one reader in a text that goes to several.",
        advice="Take it out, or draft that letter by itself.",
        signing=Signing.NEVER,
        sheet=OnSheet(
            "What is said to one reader would go to all", "Take it out, or draft that reader\u2019s letter by itself."
        ),
    ),
    Rule(
        "changed-detail",
        "A fact told with another figure, date, name, negation or important word than its claim has.",
        advice="Say it as the fact does; or, if the fact base is wrong, correct it there ('drafter facts edit').",
        signing=Signing.NEVER,
        sheet=OnSheet(
            "The letter says something else than the fact",
            "Put the fact\u2019s words back; or, if the fact is wrong, mend the fact.",
            whole=True,
        ),
    ),
    Rule(
        "other-words",
        "A fact in which words were exchanged for others. They may mean the same or not; only a person can tell.",
        advice="Say it as the fact does ('drafter review --mend'), or put its claim so ('drafter facts edit').",
        signing=Signing.NEVER,
        sheet=OnSheet(
            "A fact is said in other words",
            "Put the fact\u2019s words back; or, if these are better, put the fact so and have that reviewed.",
            whole=True,
        ),
    ),
    Rule(
        "figure-in-position",
        check="drafter.rules.templates:figure_in_position",
        scope=Scope.TEMPLATES,
        also=(Area.TEMPLATES,),
        signing=Signing.NEVER,
        sheet=OnSheet("The member\u2019s view holds a figure or a date", "What can be right or wrong must be a fact."),
    ),
    Rule(
        "claimed-act",
        "A sentence that claims the member did something which the office has not entered under 'decisions'.",
        also=(Area.DRAFTING,),
        sheet=OnSheet(
            "The letter claims an act of the member\u2019s",
            "If the member did it, the office enters it; if not, take it out.",
        ),
    ),
    Rule(
        "not-yet",
        "A fact whose first day is later than the letter's date.",
        signing=Signing.NEVER,
        sheet=OnSheet(
            "The fact could not yet be said on the letter\u2019s date", "Take it out, or date the letter later."
        ),
    ),
    Rule(
        "no-longer-holds",
        "A fact that had ended by the letter's date, or that another fact had replaced.",
        sheet=OnSheet("The fact no longer holds"),
    ),
    Rule(
        "wrong-citation",
        "A sentence that says one fact and cites another.",
        sheet=OnSheet("The sentence cites another fact than it says", "Call the other note here."),
    ),
    Rule(
        "note-without-fact",
        "A note on a sentence that rests on no fact.",
        sheet=OnSheet("A note rests on no fact", "Give the sentence a fact, or take the note out."),
    ),
    Rule(
        "no-speaker",
        "A claim that stands where nobody speaks, or where somebody else does. A reader could not tell who said it.",
        also=(Area.DRAFTING,),
        signing=Signing.NEVER,
        sheet=OnSheet("It is not said whose word this is", "Name who says it, and when, before the claim."),
    ),
    Rule(
        "undated-claim",
        "A claim in a paragraph that does not say when it was said.",
        also=(Area.DRAFTING,),
        sheet=OnSheet("It is not said when this was said", "Name who says it, and when, before the claim."),
    ),
    Rule(
        "other-frame",
        "A claim whose frame (the words that tell who said it, and when) is not one that the program makes.",
        advice="Take one of the frames that are shown.",
        signing=Signing.NEVER,
        sheet=OnSheet(
            "Who said this, and when, is told in other words", "Take one of the beginnings that the letter can have."
        ),
    ),
    Rule(
        "told-as-now",
        "A claim of a document that is no longer new, told as if it were true today.",
        signing=Signing.NEVER,
        sheet=OnSheet(
            "What was so on its document\u2019s day is told as if it were so today", "Tell it as of that day."
        ),
    ),
    Rule(
        "other-tense",
        "A claim in another tense than the words that say who said it: 'he says that it had' for 'he says "
        "that it has'.",
        signing=Signing.NEVER,
        sheet=OnSheet(
            "The claim is told in another tense than the words that say whose it is", "Tell both as of the same day."
        ),
    ),
    Rule(
        "unfounded-join",
        "'But', 'and so' or 'yet' between claims that the fact base does not join in that way.",
        signing=Signing.NEVER,
        sheet=OnSheet(
            "\u2018But\u2019, \u2018and so\u2019 or \u2018yet\u2019 joins what nobody has joined so",
            "Write \u2018and\u2019.",
        ),
    ),
    Rule(
        "leaning-claim",
        "A claim that relies on the one before it ('in the meantime'), and stands without it.",
        also=(Area.DRAFTING,),
        sheet=OnSheet(
            "The claim leans on another that is not before it", "A reader could take it to be about something else."
        ),
    ),
    Rule(
        "answer-alone",
        "A short answer from words.yaml without the claim that it rests on.",
        also=(Area.DRAFTING,),
        sheet=OnSheet(
            "A short answer stands without the claim that it rests on", "Put the claim back, or take it out."
        ),
    ),
    Rule(
        "other-answer",
        "An answer from words.yaml that does not answer the question or the fear before it: 'The Government says yes.' "
        "where it says no.",
        also=(Area.DRAFTING,),
        signing=Signing.NEVER,
        sheet=OnSheet(
            "It does not answer what stands before it", "Put the question and its own answer together again."
        ),
    ),
    Rule(
        "not-asked",
        "A letter that repeats a question or a fear which the request that it was drafted for did not hold.",
        severity=Severity.WARNING,
        signing=Signing.ASKED,
        sheet=OnSheet("Did the reader ask this?", "It is not in the request; only whoever read the message can tell."),
    ),
    Rule(
        "unanswered",
        "A letter that no longer answers what the member was asked, or was asked to do.",
        severity=Severity.WARNING,
        signing=Signing.ASKED,
        sheet=OnSheet("Is this left unanswered on purpose?", "The reader asked for it; the draft answered it."),
    ),
    Rule(
        "caveat-left-out",
        "A letter that no longer says what its draft said of what is not known, or of how old its papers are; and a "
        "correction without a sentence of its draft.",
        severity=Severity.WARNING,
        signing=Signing.ASKED,
        sheet=OnSheet("Is this left out on purpose?", "The draft said it, so that the reader is not told too much."),
    ),
    Rule(
        "leaning-words",
        "Approved words that the draft does not say, or says elsewhere, and a claim that answers another question than "
        "in the draft: 'Yes, but I cannot give you a date.' Words of thanks may stand anywhere. An act or a view, too, "
        "between a question and its answer: a reader takes it for that.",
        also=(Area.DRAFTING,),
        severity=Severity.WARNING,
        signing=Signing.ASKED,
        sheet=OnSheet("Is this so, and does it fit here?", "The draft does not say it, or not at this place."),
    ),
    Rule(
        "sum-elsewhere",
        "A sentence from words.yaml that draws claims together, away from the claims on which it rests: 'So what it "
        "waited for has now happened'.",
        also=(Area.DRAFTING,),
        sheet=OnSheet("It does not stand behind what it sums up", "Put it back behind that, or take it out."),
    ),
    Rule(
        "one-sided",
        "A claim without what was said against it, where the fact base has that ('but_after').",
        also=(Area.DRAFTING,),
        sheet=OnSheet("What was said against it is not told", "Put that back, or take out both."),
    ),
    Rule(
        "introduction-alone",
        "'Here is what the guide says.' without anything from that paper in the next sentence.",
        also=(Area.DRAFTING,),
        sheet=OnSheet(
            "What is said to come next does not come", "Put the claims back behind it, or take it out with them."
        ),
    ),
    Rule(
        "not-mainly",
        "'I draw mainly on the guide.' in a letter of which no more than half is from that paper.",
        also=(Area.DRAFTING,),
        sheet=OnSheet("Most of the letter is from elsewhere", "Put back what was told from it, or take this out."),
    ),
    Rule(
        "history-alone",
        "A claim that no longer holds, without what is known since beside it.",
        also=(Area.DRAFTING,),
        sheet=OnSheet(
            "What no longer holds is told without what is known since", "Put the newer fact beside it, or take it out."
        ),
    ),
    Rule(
        "overtaken",
        "A plan whose day has passed, told as if it still stood.",
        also=(Area.DRAFTING,),
        sheet=OnSheet("A plan is told as if it still stood", "Tell it as of its day, or take it out."),
    ),
    Rule(
        "other-side",
        "A claim that rests on one party's own paper, in a letter of another side.",
        also=(Area.DRAFTING,),
        sheet=OnSheet(
            "A paper of another party is cited", "Only that party\u2019s own letters rest on it: take the claim out."
        ),
    ),
    Rule(
        "gap-answered",
        "A sentence that says a question is left open, in a letter that answers it.",
        signing=Signing.NEVER,
        sheet=OnSheet("The letter says that a question is open, and answers it", "Take one of the two sentences out."),
    ),
    Rule(
        "unverified-quotation",
        check="drafter.rules.facts:unverified_quotation",
        scope=Scope.OFFICE,
        also=(Area.SOURCES,),
        sheet=OnSheet(
            "The quotation was never found in its document", "Someone in the office looks it up, word for word."
        ),
    ),
    Rule(
        "changed-quotation",
        "A fact whose quotation, or the paragraph or document it names, was changed since the quotation was verified.",
        also=(Area.SOURCES,),
        sheet=OnSheet(
            "The quotation was changed since it was found in its document", "Someone in the office looks it up again."
        ),
    ),
    Rule(
        "changed-document",
        "A fact whose document has another text, or other details, than when its quotation was verified.",
        also=(Area.SOURCES,),
        sheet=OnSheet("The document is not the one that was quoted", "Someone in the office looks it up again."),
    ),
    Rule(
        "unreviewed",
        "A fact in a letter that nobody has reviewed, or that was changed since.",
        severity=None,
        also=(Area.FACTS, Area.DRAFTING),
        sheet=OnSheet(
            "Nobody has reviewed the fact as it now is",
            "Someone in the office reads it beside its document, and says that it stands.",
            whole=True,
        ),
    ),
    Rule(
        "unreviewed-words",
        "Words of the letters' own that nobody has reviewed as they are now.",
        advice="Review them with 'drafter words review'.",
        severity=Severity.WARNING,
        also=(Area.FACTS,),
        signing=Signing.ASKED,
        sheet=OnSheet("Nobody in the office stands for these words yet", "Is it right, and does it claim nothing?"),
    ),
    Rule(
        "past-review",
        "A fact in a letter whose 'review_by' has passed: a person was to look at it again by then.",
        severity=None,
        also=(Area.DRAFTING,),
        sheet=OnSheet("The fact was to be looked at again by now"),
    ),
    Rule(
        "tracked-changes",
        "A letter that came back with changes which nobody has accepted or rejected.",
        signing=Signing.NEVER,
        sheet=OnSheet("The file holds changes that nobody has accepted or rejected"),
    ),
    Rule(
        "set-by-hand",
        "Words in a letter that were set bold or italic by hand.",
        severity=Severity.WARNING,
        signing=Signing.ASKED,
        sheet=OnSheet("Words were set bold or italic by hand", "The copy that goes out sets them as any others."),
    ),
    Rule(
        "struck-out",
        "Words in a letter that are struck through. It is not clear whether they are to be deleted.",
        signing=Signing.NEVER,
        sheet=OnSheet("Words are struck through", "Delete them, or set them as any others."),
    ),
    Rule(
        "hidden-text",
        "Text in a letter that nobody sees on paper, but that is in the file: hidden in Word, or in a comment in HTML.",
        signing=Signing.NEVER,
        sheet=OnSheet("The file holds text that nobody sees", "Take it out, or show it."),
    ),
    Rule(
        "text-box",
        "A text box in a letter that came back. Its text is not read.",
        signing=Signing.NEVER,
        sheet=OnSheet("The file holds a text box, whose text is not read", "Move its text into the letter."),
    ),
    Rule(
        "field",
        "A field in a letter. Word may change its text by itself. It is an error if the text is worked out "
        "anew each time.",
        severity=None,
        signing=Signing.NEVER,
        sheet=OnSheet("A field\u2019s text may change by itself", "Make it plain text."),
    ),
    Rule(
        "two-texts",
        "Something in a letter for which one program shows other words than another, or other words than the "
        "file holds: a content control that is filled from elsewhere, alternatives, a symbol font, or text "
        "that runs from right to left; in Markdown, anything that is not plain CommonMark.",
        signing=Signing.NEVER,
        sheet=OnSheet("Another program may show another text", "Type the words anew, as plain text."),
    ),
    Rule(
        "unseen-text",
        "Words in a letter that nobody sees on the page: white or as pale as the paper, tiny, squeezed, cut "
        "off by their line, or beyond the edge of the page.",
        signing=Signing.NEVER,
        sheet=OnSheet("There are words that nobody can see", "Take them out, or set them as any others."),
    ),
    Rule(
        "unread-words",
        "A list or a style in a letter that puts words before a paragraph. Nobody typed them there, and they "
        "are not read.",
        signing=Signing.NEVER,
        sheet=OnSheet("A list puts words before a paragraph", "Type what it should say, without the list."),
    ),
    Rule(
        "comment",
        "A comment that somebody left in a letter, and that is not resolved.",
        severity=Severity.WARNING,
        signing=Signing.ASKED,
        sheet=OnSheet("The file holds comments that nobody has resolved"),
    ),
    Rule(
        "unknown-heading",
        "A heading that is in neither topics.yaml nor words.yaml.",
        sheet=OnSheet(
            "Nobody has approved this heading", "Use one of the office\u2019s own, or take it out.", whole=True
        ),
    ),
    Rule(
        "stray-text",
        "Text above the salutation or below the close that is not part of a letter.",
        sheet=OnSheet("Text stands where no sentence of a letter stands"),
    ),
    Rule(
        "no-salutation",
        "A letter that greets nobody.",
        sheet=OnSheet("The letter greets nobody"),
    ),
    Rule(
        "no-date",
        "A letter whose date cannot be read.",
        sheet=OnSheet("The letter has no date that can be read"),
    ),
    Rule(
        "no-close",
        "A letter without a close.",
        sheet=OnSheet("The letter has no close"),
    ),
    Rule(
        "not-a-letter",
        "A file without date, greeting and close. It is probably not a letter.",
        sheet=OnSheet("This does not look like a letter"),
    ),
    Rule(
        "two-greetings",
        "A letter that greets twice.",
        sheet=OnSheet("The letter greets twice"),
    ),
    Rule(
        "odd-salutation",
        "A greeting that says more than a name, and was not drafted so.",
        sheet=OnSheet("The greeting says more than a name"),
    ),
    Rule(
        "odd-address",
        "In a letter that came back, a line above it that says more than an address does, and was not drafted"
        " so. In a request for a letter, an address without a postcode and without a number and street.",
        severity=None,
        also=(Area.DRAFTING,),
        sheet=OnSheet("The address says more than an address"),
    ),
    Rule(
        "turned-text",
        "Signs that nobody sees, and that show the text after them in another order.",
        signing=Signing.NEVER,
        sheet=OnSheet("There are signs that nobody sees", "Type the words anew."),
    ),
    Rule(
        "unseen-sign",
        "Signs in a letter that nobody sees, or that strike out or cover the letters beside them: tags, "
        "fillers, private characters, heaps of marks.",
        advice="Type the words anew: then the signs are gone.",
        signing=Signing.NEVER,
        sheet=OnSheet("There are signs that nobody sees", "Type the words anew."),
    ),
    Rule(
        "look-alike",
        "Letters or signs of another script, or of mathematics, that look like plain ones, in a word that "
        "seems to be English.",
        signing=Signing.NEVER,
        sheet=OnSheet("There are letters that look like others", "Type the words anew."),
    ),
    Rule(
        "other-signature",
        "A letter that is not signed as office.yaml says.",
        sheet=OnSheet("The letter is not signed as the office\u2019s letters are"),
    ),
    Rule(
        "other-small-print",
        "A letter without the small print of office.yaml, or with other small print.",
        severity=None,
        signing=Signing.ASKED,
        sheet=OnSheet("The small print is not the office\u2019s"),
    ),
    Rule(
        "other-salutation",
        "A letter that greets somebody whom its address does not name.",
        sheet=OnSheet("The letter greets somebody whom its address does not name"),
    ),
    Rule(
        "other-date",
        "A letter with another date than it was drafted for. It is an error where a letter of that day would say "
        "something else.",
        severity=None,
        signing=Signing.ASKED,
        sheet=OnSheet("Is the letter\u2019s new date meant?", "It was drafted for another day."),
    ),
    Rule(
        "other-reader",
        "A letter whose address or greeting was changed since it was drafted.",
        severity=Severity.WARNING,
        signing=Signing.ASKED,
        sheet=OnSheet("The address or the greeting was changed since the letter was drafted"),
    ),
    Rule(
        "other-recipient",
        "An e-mail that goes to another address than it was drafted to, or to nobody.",
        sheet=OnSheet("The e-mail goes to another address than it was drafted to", "Put the address back."),
    ),
    Rule(
        "other-recipients",
        "An e-mail that would go to more than one address, or be answered to more than one: Cc, Bcc, two in To.",
        signing=Signing.NEVER,
        sheet=OnSheet("The e-mail would go to more than one address", "A letter has one recipient."),
    ),
    Rule(
        "unknown-recipient",
        "An e-mail that does not remember whom it was drafted for.",
        advice="Whoever signs must look at the address.",
        severity=Severity.WARNING,
        signing=Signing.ASKED,
        sheet=OnSheet("Is this the right e-mail address?", "The file does not remember it."),
    ),
    Rule(
        "no-recipient",
        "An e-mail without anybody to go to. The message or the row gives no address of the writer's own that"
        " can be written to.",
        severity=None,
        also=(Area.BATCHES, Area.POST),
        sheet=OnSheet("The e-mail has nobody to go to"),
    ),
    Rule(
        "other-mail-subject",
        "An e-mail with another subject than it was drafted with.",
        severity=Severity.WARNING,
        signing=Signing.ASKED,
        sheet=OnSheet("The e-mail has another subject than it was drafted with"),
    ),
    Rule(
        "other-thread",
        "An e-mail that answers another message than it was drafted for.",
        severity=Severity.WARNING,
        signing=Signing.ASKED,
        sheet=OnSheet("The e-mail answers another message than it was drafted for"),
    ),
    Rule(
        "other-sender",
        "An e-mail from another address than office.yaml has. The final copy is sent from the one in office.yaml.",
        severity=Severity.WARNING,
        sheet=OnSheet("The e-mail is from another address than the office\u2019s"),
    ),
    Rule(
        "odd-part",
        "Something attached to an e-mail that came back. The final copy does not have it.",
        sheet=OnSheet("Something is attached that the final copy does not have"),
    ),
    Rule(
        "other-reference",
        "A letter with another reference than it was drafted with.",
        severity=Severity.WARNING,
        sheet=OnSheet("The letter has another reference than it was drafted with"),
    ),
    Rule(
        "no-view",
        "A sentence that is marked as the member's view and does not read as one: it says what is so.",
        advice="Begin it with 'I think', 'I hope' or 'I want', or give it a fact.",
        sheet=OnSheet(
            "Marked as the member\u2019s view, it says what is so",
            "Begin it with \u2018I think\u2019, or give it a fact.",
        ),
    ),
    Rule(
        "quotation-in-view",
        "A view of the member's that quotes somebody, or says what somebody said.",
        sheet=OnSheet("The member\u2019s view speaks for somebody else", "What somebody said must be a fact."),
    ),
    Rule(
        "to-reader",
        "A sentence that is probably said to this reader only, and that somebody must look at: it has a name,"
        " an hour that office.yaml does not have, or words that the program cannot judge.",
        advice="Whoever signs says that it is true.",
        severity=Severity.WARNING,
        signing=Signing.ASKED,
        sheet=OnSheet("Is this said to this reader only, and is it so?", "Nobody but you can tell."),
    ),
    Rule(
        "other-letterhead",
        "A letterhead that does not bear the member's name, or has a line that office.yaml does not have. It "
        "is another office's, or was not changed yet.",
        also=(Area.TEMPLATES,),
        signing=Signing.NEVER,
        sheet=OnSheet("The paper is another office\u2019s", "Use the office\u2019s own letterhead."),
    ),
    Rule(
        "odd-furniture",
        "A line around a letter (its close, reference, copies, enclosures, who signed) that begins as such "
        "lines do and says something else.",
        sheet=OnSheet("A line around the letter says something", "Write it as such lines are written."),
    ),
    Rule(
        "unknown-enclosure",
        "An enclosure that office.yaml does not name.",
        advice="Whoever signs says that it is enclosed.",
        severity=Severity.WARNING,
        signing=Signing.ASKED,
        sheet=OnSheet("Is this enclosed?", "office.yaml does not name it."),
    ),
    Rule(
        "copied-to",
        "A line that says to whom a copy of the letter goes. What a reader wrote to the member is nobody else's.",
        advice="Whoever signs says that the copy goes there, and that the reader agreed to it.",
        severity=Severity.WARNING,
        signing=Signing.ASKED,
        sheet=OnSheet("Does a copy go there?", "The reader must have agreed to it."),
    ),
    Rule(
        "other-greeting",
        "A letter that greets its reader by another of their names than it was drafted with.",
        severity=Severity.WARNING,
        sheet=OnSheet("The greeting has another of the reader\u2019s names"),
    ),
    Rule(
        "either-date",
        "A date in figures that can be read in two ways: 10/07/2018. The first figure is read as the day.",
        severity=Severity.WARNING,
        signing=Signing.ASKED,
        sheet=OnSheet("Which day is meant?", "Write the month as a word."),
    ),
    Rule(
        "other-weekday",
        "A day in a letter whose weekday the calendar does not give it: 'Friday 14 July' where that is a Saturday. "
        "Without a year it is the day nearest to the letter's own.",
        sheet=OnSheet("The day is no such weekday", "One of the two is wrong: put it right."),
    ),
    Rule(
        "unknown-surgery",
        "A surgery in a letter, on a day to come on which office.yaml has none.",
        advice="Whoever signs says that it is held then.",
        severity=Severity.WARNING,
        signing=Signing.ASKED,
        sheet=OnSheet("Is there a surgery on that day?", "office.yaml does not have it."),
    ),
    Rule(
        "other-heading",
        "A heading over a part that says nothing about its topic.",
        sheet=OnSheet("The heading stands over another subject", "Put it back where it stood."),
    ),
    Rule(
        "new-view",
        "A sentence that was added and marked as the member's view.",
        advice="Whoever signs must want to say it.",
        severity=Severity.WARNING,
        signing=Signing.ASKED,
        sheet=OnSheet(
            "Added in the member\u2019s name",
            "Nothing bears these out: read them, and see that you want to say them.",
            whole=True,
        ),
    ),
    Rule(
        "claim-in-view",
        "A view, marked as the member's, with a verb by which claims are made.",
        severity=Severity.WARNING,
        signing=Signing.ASKED,
        sheet=OnSheet("A view that reads as a claim", "If it is one, it needs a fact."),
    ),
    Rule(
        "other-position",
        "A sentence of another position than the letter was drafted with.",
        severity=Severity.WARNING,
        signing=Signing.ASKED,
        sheet=OnSheet("A view from another position than was asked for"),
    ),
    Rule(
        "old-documents",
        "A letter in which everything it rests on is older than 90 days.",
        severity=Severity.WARNING,
        also=(Area.DRAFTING,),
        sheet=OnSheet("What the letter rests on is old", "Look for what has happened since."),
    ),
    Rule(
        "old-date",
        "A letter whose date is long past.",
        severity=Severity.WARNING,
        sheet=OnSheet("The letter\u2019s date is long past"),
    ),
    Rule(
        "date-ahead",
        "A letter whose date is more than two weeks ahead.",
        sheet=OnSheet("The letter\u2019s date lies far ahead"),
    ),
    Rule(
        "reworded",
        "A fact of which only small words were changed, such as 'that' and 'said'. They can change what it says.",
        advice="Say it as the fact does ('drafter review --mend').",
        signing=Signing.NEVER,
        sheet=OnSheet(
            "A fact is not said in its own words", "Put them back, or say why these mean the same.", whole=True
        ),
    ),
    Rule(
        "fact-changed",
        "A fact that was changed in the fact base since the letter was drafted.",
        severity=Severity.WARNING,
        signing=Signing.ASKED,
        sheet=OnSheet("The fact was changed since the letter was drafted"),
    ),
    Rule(
        "said-twice",
        "A fact that a letter says twice.",
        severity=None,
        also=(Area.DRAFTING,),
        sheet=OnSheet("A fact is said twice"),
    ),
    Rule(
        "untagged",
        "Sentences that do not say who said this: more than two in a row, or one that does not sound reported.",
        also=(Area.DRAFTING,),
        sheet=OnSheet("Sentences run on that do not say whose word they are", "Say once more who speaks."),
    ),
    Rule(
        "repeated-opening",
        "Two sentences in a row that begin alike.",
        also=(Area.DRAFTING,),
        sheet=OnSheet("Two sentences running begin alike"),
    ),
    Rule(
        "citation-lost",
        "A fact in a letter whose note was deleted.",
        severity=Severity.WARNING,
        sheet=OnSheet("A note was taken out", "The copy that goes out has it again.", whole=True),
    ),
    Rule(
        "other-note",
        "A note that says something of its own.",
        severity=Severity.WARNING,
        signing=Signing.ASKED,
        sheet=OnSheet("A note says something of its own", "The copy that goes out drops it."),
    ),
    Rule(
        "not-spelt-out",
        "An abbreviation that a letter uses before it says what it stands for.",
        severity=Severity.WARNING,
        sheet=OnSheet("A short form is not spelt out where it first comes"),
    ),
    Rule("table", "A table in a letter that came back. A letter has paragraphs only."),
    Rule("picture", "A picture or an object in the text of a letter that came back."),
    Rule("equation", "An equation in a letter that came back."),
    Rule(
        "outside-link",
        "Something in a letter that is fetched from elsewhere when the letter is opened, and so may change.",
    ),
    Rule(
        "list",
        "A list in a letter that came back. The final copy has plain paragraphs.",
        severity=Severity.WARNING,
        signing=Signing.ASKED,
    ),
    Rule(
        "odd-record",
        "What a draft remembers of how it was made was changed into something impossible.",
        severity=None,
    ),
    Rule(
        "markup",
        "Markup in a Markdown letter that its final copy does not have. It is an error if the markup holds text.",
        severity=None,
    ),
    Rule(
        "missing-note",
        "A call of a note in a letter that came back, without the note.",
        severity=Severity.WARNING,
    ),
    Rule(
        "unused-note",
        "A note in a letter that came back which no sentence calls.",
        severity=Severity.WARNING,
    ),
)
