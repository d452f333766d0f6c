"""What can be wrong with a list of recipients, with a batch, and with the engine that makes it."""

from __future__ import annotations

from drafter.catalogue.model import Area, Rule, Severity

RULES = (
    Rule("broken-row", "A row of a list that cannot be read as a row; mostly a quotation mark that is never closed."),
    Rule(
        "guessed-encoding",
        "A list that does not state its encoding.",
        advice="Look at accents, pound signs and quotation marks.",
        severity=Severity.WARNING,
    ),
    Rule(
        "several-sheets",
        "A workbook with several sheets. The first one is read.",
        advice="To read another, name it with --sheet.",
        severity=Severity.WARNING,
    ),
    Rule(
        "hidden-rows",
        "Rows that a spreadsheet hides, by a filter or by hand. They are answered like the rows that it shows.",
        severity=Severity.WARNING,
    ),
    Rule(
        "no-name-column",
        "A list without a column that is known to hold names.",
        advice="Say which one it is: --column name=HEADING.",
    ),
    Rule(
        "unknown-column", "A --column for something that no letter has, or for a heading that the list does not have."
    ),
    Rule("repeated-column", "Two columns with the same heading. Nobody could tell which one is meant."),
    Rule(
        "repeated-row",
        "A row that says the same as an earlier one, or nearly so: a like name in the same house is a warning. Two "
        "letters would go to one person.",
        severity=None,
    ),
    Rule(
        "not-written-to",
        "A row in which a cell says that somebody is dead, has moved, or is not to be written to. A note that says it "
        "of somebody else is a warning.",
        advice="Take the row out, or mend the cell.",
        severity=None,
    ),
    Rule("extra-cells", "A row with something under no heading; mostly an address that was split at its commas."),
    Rule("empty-list", "A list without anybody to write to."),
    Rule("no-name", "A row without a name."),
    Rule("two-people", "A row that seems to hold two recipients: two names or two postcodes. A letter goes to one."),
    Rule(
        "odd-cell",
        "A cell that does not hold what its column should: a date, an error, or a formula without a result.",
        severity=None,
    ),
    Rule(
        "no-value",
        "A cell that says NULL, None, n/a, TBC or the like, which a letter would print.",
        advice="Leave the cell empty.",
    ),
    Rule(
        "half-a-name",
        "A name that is only a title, initials or a forename, so that no greeting is right.",
        severity=None,
    ),
    Rule(
        "doubtful-cell",
        "A cell that may be right or wrong: a surname like Null, a test entry, a house number alone.",
        severity=Severity.WARNING,
    ),
    Rule(
        "wrongly-decoded",
        "Letters that a program has read wrongly, as in 'BrontÃ«', or codes in place of letters.",
        advice="Save the list as UTF-8.",
        severity=None,
    ),
    Rule(
        "odd-postcode",
        "Something in the place of a postcode that is not one; mostly the letter O for a zero, or the letter "
        "I for a one.",
        severity=None,
    ),
    Rule(
        "lost-zeros",
        "Numbers whose leading zeros a spreadsheet program has removed. It may have changed other cells too.",
        severity=Severity.WARNING,
    ),
    Rule(
        "many-doubtful-cells",
        "More doubtful cells than anybody would look at. Perhaps the columns are the wrong ones.",
        severity=Severity.WARNING,
    ),
    Rule("merged-cells", "A cell that is merged with others. Nobody could tell whose value it is."),
    Rule("unknown-length", "A length other than short, standard or long."),
    Rule(
        "many-bad-rows", "More bad rows than anybody would correct one by one. Probably the columns are the wrong ones."
    ),
    Rule(
        "doubtful-recipient",
        "An e-mail that goes to an address which may not be the writer's.",
        severity=Severity.WARNING,
        also=(Area.POST,),
    ),
    Rule(
        "no-address",
        "Recipients without a postal address. Their letters are made without one.",
        severity=Severity.WARNING,
    ),
    Rule(
        "unfinished-batch",
        "A batch beside this one that was begun and never finished. It holds letters to people.",
        severity=Severity.WARNING,
    ),
    Rule(
        "cut-journal",
        "A batch whose journal was cut off or altered. Letters that it no longer lists are made again.",
        severity=Severity.WARNING,
    ),
    Rule(
        "other-batch",
        "A folder or ZIP that holds a batch of other letters.",
        advice="To make this batch in its place, use --afresh.",
    ),
    Rule("busy-batch", "A batch that another run is making at this moment."),
    Rule(
        "added-letter",
        "A letter in a batch that its manifest does not name. It is reviewed and approved like the others.",
        severity=Severity.WARNING,
    ),
    Rule(
        "moved-letter",
        "A letter under the name of another letter of its batch. The manifest's row leads to somebody else.",
        severity=Severity.WARNING,
    ),
    Rule("no-letters", "A folder or ZIP without a letter in it."),
    Rule(
        "killed-worker", "A process that was stopped from outside while it made letters; mostly because memory ran out."
    ),
    Rule("no-cluster", "A Dask cluster that does not answer, or that has no workers."),
)
