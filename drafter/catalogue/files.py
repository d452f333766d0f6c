"""What can be wrong with any file that drafter reads or writes."""

from __future__ import annotations

from drafter.catalogue.model import Rule, Severity

RULES = (
    Rule("unreadable-file", "A file that is needed is missing, or cannot be read."),
    Rule(
        "needs-libreoffice",
        "A letter in another program's format. LibreOffice, which turns it into a Word file, is not installed.",
        advice="Install LibreOffice, or save the letter as .docx.",
    ),
    Rule(
        "not-utf-8",
        "A text file that is not UTF-8.",
        advice="Save it with the encoding UTF-8.",
        severity=None,
    ),
    Rule(
        "broken-yaml",
        "A file that is not YAML. Mostly it is a colon in a text without quotation marks, a tab, or a wrong indent.",
    ),
    Rule(
        "repeated-key",
        "A field that stands twice in one entry. Other programs that read YAML keep the last one without saying so.",
        advice="Keep one of them.",
    ),
    Rule(
        "alias",
        "A YAML alias (*name).",
        advice="Write the text out: whoever edits the file must see it.",
    ),
    Rule(
        "second-document",
        "A line '---' inside a file, which would begin a second document.",
        advice="Take it out.",
    ),
    Rule("odd-key", "A name of a field that is not a plain word."),
    Rule("too-deep", "More levels inside one another than any file of drafter's has."),
    Rule("unknown-field", "A field that drafter does not know; mostly a spelling mistake."),
    Rule("wrong-type", "A field that holds the wrong kind of value: say, a text where there should be a list."),
    Rule("missing-field", "A field that every entry needs is not there."),
    Rule("impossible-date", "A day that is not in the calendar, or a date that is not written as year-month-day."),
    Rule(
        "odd-id",
        "An id that is not made of small letters, digits and single hyphens. It becomes the label of a footnote, "
        "and often the name of a file, so it is none of the names that Windows keeps for itself (con, nul, aux, prn).",
    ),
    Rule("odd-url", "An address that does not begin with https:// or http://."),
    Rule(
        "repeated-id",
        "Two entries with the same id. Nobody could tell which one is meant.",
        advice="Give one of them another id.",
    ),
    Rule(
        "conflict-copy",
        "A second version of a file, left by a program that synchronises folders (OneDrive, Dropbox, Google Drive, "
        "Syncthing): the file was changed in two places before either knew of the other. drafter reads only the first.",
        advice="See what differs, put what is missing into the first, and delete the second. Of reviews and logs, "
        "whole entries can be copied to the end. Of a register, keep both until the letters of both are accounted for.",
        severity=None,
    ),
    Rule(
        "unknown-file",
        "A file of a kind that drafter does not read. It reads .txt, .md, .html, .htm, .pdf, .docx and .eml.",
    ),
    Rule(
        "folder-not-empty",
        "A folder in which a new office was to be made, and in which something lies already.",
        advice="Name a new folder: 'drafter init' overwrites nothing.",
    ),
    Rule(
        "missing-option", "Something that a command needs to know, and that no option gives while nobody can be asked."
    ),
    Rule(
        "edited-letterhead",
        "A letterhead that 'drafter letterhead' would replace, and that it did not make, or that was changed since.",
        advice="Give --yes; the present one is kept beside it.",
    ),
    Rule(
        "too-large",
        "A file that is larger than any real one, or that unpacks to more. In a template, a number or a text "
        "may be too large.",
    ),
    Rule("too-long", "A document with more paragraphs than any that a letter cites."),
    Rule(
        "too-costly",
        "A file that takes more time or memory to read than any real document. Files made to do harm are like that.",
    ),
    Rule("unreadable-folder", "A folder that cannot be read."),
    Rule("empty-file", "A file with nothing in it."),
    Rule(
        "without-text",
        "A document without text, such as a scan.",
        advice="Run text recognition (OCR) on it first.",
    ),
    Rule(
        "doubtful-columns",
        "A page that may have columns or a table. It is not clear whether its lines run on across the page.",
        advice="Read the text that was taken from it.",
        severity=Severity.WARNING,
    ),
    Rule(
        "encrypted",
        "A document that needs a password.",
        advice="Save it without one.",
    ),
    Rule("damaged-file", "A file that is cut off or broken."),
    Rule("not-text", "A file that is not text in any known encoding."),
    Rule("not-html", "A file that is not a web page."),
    Rule("not-pdf", "A file that is not a PDF."),
    Rule("not-word", "A file that is not a Word document."),
    Rule("not-an-email", "A file that is not an e-mail."),
    Rule(
        "macro",
        "A Word file that holds macros, or is of a kind that may hold them (.docm, .dotx).",
        advice="Save it as .docx.",
    ),
    Rule(
        "missing-extra",
        "A part of drafter that is not installed.",
        advice="The message says which part, and how to install it.",
    ),
    Rule(
        "file-exists",
        "A file that is already there. drafter does not write over it.",
        severity=None,
    ),
    Rule(
        "open-elsewhere",
        "A letter that is open in Word or LibreOffice. What was saved there last is read.",
        severity=Severity.WARNING,
    ),
    Rule("unwritable-file", "A file that cannot be written."),
    Rule(
        "changed-meanwhile",
        "A file that somebody else changed while it was edited here. Nothing of either version is lost.",
    ),
    Rule(
        "planted-link",
        "A link where one of drafter's own files or folders should be. It would lead letters to another place.",
        severity=None,
    ),
    Rule("cut-entry", "An entry that is not as it was written. The file was cut off, emptied or changed by hand."),
)
