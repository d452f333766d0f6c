"""Edits made inside LibreOffice, as a person makes them: by a macro in a profile of its own, which needs no more of it.

A macro's body is Basic; ``document`` is the letter, ``text`` its text, ``cursor`` a cursor at its end.
"""

from __future__ import annotations

from pathlib import Path
from xml.sax.saxutils import escape

from programs import profile, run, soffice

_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE {kind} PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "{dtd}">\n'
_LIBRARY = "http://openoffice.org/2000/library"
_MODULE = """Sub Edit
  On Error Goto Failed
  Dim load(1) As New com.sun.star.beans.PropertyValue
  load(0).Name = "Hidden" : load(0).Value = True
  load(1).Name = "MacroExecutionMode" : load(1).Value = 0
  document = StarDesktop.loadComponentFromURL(ConvertToURL("{path}"), "_blank", 0, load())
  text = document.Text
  cursor = text.createTextCursor()
  cursor.gotoEnd(False)
{body}
  Dim save(0) As New com.sun.star.beans.PropertyValue
  save(0).Name = "FilterName" : save(0).Value = "{kind}"
  document.storeToURL(ConvertToURL("{saved}"), save())
  document.close(True)
  StarDesktop.terminate()
  Exit Sub
Failed:
  Open "{saved}.failed" For Output As #1
  Print #1, Err & " in line " & Erl & ": " & Error$
  Close #1
  StarDesktop.terminate()
End Sub
"""
WORD = "MS Word 2007 XML"

REPLACE = """  search = document.createReplaceDescriptor()
  search.SearchString = "{old}" : search.ReplaceString = "{new}" : search.SearchCaseSensitive = True
  If document.replaceAll(search) <> {times} Then Error 1000
"""
RECORD = "  document.RecordChanges = {on}\n"
# Type at the end of the paragraph that holds these words.
TYPE_AFTER = """  search = document.createSearchDescriptor()
  search.SearchString = "{after}" : search.SearchCaseSensitive = True
  found = document.findFirst(search)
  typed = found.Text.createTextCursorByRange(found.End)
  typed.gotoEndOfParagraph(False)
  typed.Text.insertString(typed, "{new}", False)
"""
NEW_PARAGRAPH = """  search = document.createSearchDescriptor()
  search.SearchString = "{after}" : search.SearchCaseSensitive = True
  found = document.findFirst(search)
  typed = found.Text.createTextCursorByRange(found.End)
  typed.gotoEndOfParagraph(False)
  typed.Text.insertControlCharacter(typed, com.sun.star.text.ControlCharacter.PARAGRAPH_BREAK, False)
  typed.Text.insertString(typed, "{new}", False)
"""
DELETE_NOTE = """  note = document.Footnotes.getByIndex({number})
  note.Anchor.String = ""
"""
COMMENT = """  search = document.createSearchDescriptor()
  search.SearchString = "{at}" : search.SearchCaseSensitive = True
  found = document.findFirst(search)
  comment = document.createInstance("com.sun.star.text.textfield.Annotation")
  comment.Author = "A. Colleague" : comment.Content = "{says}"
  found.Text.insertTextContent(found.End, comment, False)
"""
ACCEPT_ALL = """  Dim none()
  dispatcher = createUnoService("com.sun.star.frame.DispatchHelper")
  dispatcher.executeDispatch(document.CurrentController.Frame, ".uno:AcceptAllTrackedChanges", "", 0, none())
"""


def edit_in_office(path: Path, saved: Path, body: str, kind: str = WORD) -> None:
    """Open a letter in LibreOffice, run a macro's body on it, and save it as another file. A failure fails the test."""
    folder = profile("editing") / "user" / "basic"
    office = soffice("editing")
    if not folder.exists():
        run(*office, "--terminate_after_init")  # a new profile gets its own macros, over whatever was there
    for name, dialogs in (("script", False), ("dialog", True)):
        listed = "" if dialogs else ' <library:element library:name="Edits"/>\n'
        (folder / f"{name}.xlc").write_text(
            _HEAD.format(kind="library:libraries", dtd="libraries.dtd")
            + f'<library:libraries xmlns:library="{_LIBRARY}" xmlns:xlink="http://www.w3.org/1999/xlink">\n'
            + f' <library:library library:name="Standard" xlink:href="$(USER)/basic/Standard/{name}.xlb/"'
            + ' xlink:type="simple" library:link="false"/>\n</library:libraries>\n',
            "utf-8",
        )
        (folder / "Standard" / f"{name}.xlb").write_text(
            _HEAD.format(kind="library:library", dtd="library.dtd")
            + f'<library:library xmlns:library="{_LIBRARY}" library:name="Standard" library:readonly="false"'
            + f' library:passwordprotected="false">\n{listed}</library:library>\n',
            "utf-8",
        )
    module = _MODULE.format(path=path, saved=saved, body=body, kind=kind)
    (folder / "Standard" / "Edits.xba").write_text(
        _HEAD.format(kind="script:module", dtd="module.dtd")
        + '<script:module xmlns:script="http://openoffice.org/2000/script" script:name="Edits"'
        + f' script:language="StarBasic">{escape(module)}</script:module>\n',
        "utf-8",
    )
    run(*office, "macro:///Standard.Edits.Edit")
    failed = Path(f"{saved}.failed")
    assert not failed.exists(), failed.read_text("utf-8", errors="replace")
    assert saved.exists(), "the macro did not run"
