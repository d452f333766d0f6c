"""What can be wrong with a list of recipients, a batch and what makes it; an id and what it says."""

from __future__ import annotations

PROBLEMS = {
    "broken-row": "A row of a list that is no row: a quotation mark that is never closed, mostly.",
    "guessed-encoding": "A list whose encoding is not stated. Look at accents, pounds and quotation marks.",
    "several-sheets": "A workbook of several sheets, of which the first is taken. --sheet names another.",
    "hidden-rows": "Rows that a spreadsheet hides, by a filter or by hand. They are answered like those that it shows.",
    "no-name-column": "A list in which no column is known for one of names. --column name=HEADING says which it is.",
    "unknown-column": "A --column for something that no letter has, or to a heading that the list does not have.",
    "repeated-column": "Two columns of one heading; nobody could say which is meant.",
    "repeated-row": "A row that says the same as an earlier one: two letters would go to one person.",
    "extra-cells": "A row with something under no heading: mostly an address that its commas parted into cells.",
    "empty-list": "A list with nobody to write to in it.",
    "no-name": "A row without a name.",
    "two-people": "A row that seems to hold two recipients: two names or two postcodes. A letter goes to one.",
    "odd-cell": "A cell that holds something else than its column should: a date, an error, an unworked formula.",
    "merged-cells": "A cell that is merged with others, so that nobody could say whose value it is.",
    "unknown-length": "A length that is not short, standard or long.",
    "many-bad-rows": "More bad rows than anybody would mend one by one: the columns are probably not the right ones.",
    "no-recipient": "An e-mail that would have nobody to go to: the message, or the row, gives no address of the "
    "writer's own that can be written to.",
    "doubtful-recipient": "An e-mail that goes to an address of which it is not plain that it is the writer's.",
    "no-address": "Recipients without a postal address; their letters stand without one.",
    "unfinished-batch": "A batch that was begun beside this one and never finished; it holds letters to people.",
    "cut-journal": "A batch whose journal was cut off or altered; what it did not have is made again.",
    "other-batch": "A folder or ZIP that holds a batch of other letters. --afresh makes this one in its place.",
    "busy-batch": "A batch that another run is making at this moment.",
    "missing-letter": "A letter of a batch that its manifest names, and that is not there any more.",
    "added-letter": "A letter in a batch that its manifest does not name. It is reviewed and approved like the others.",
    "moved-letter": "A letter under the name of another of its batch: the manifest's row leads to somebody else.",
    "no-letters": "A folder or ZIP without a letter in it.",
    "killed-worker": "A process that was killed while it made letters, mostly for want of memory.",
    "no-cluster": "A Dask cluster that does not answer, or has no workers.",
}
