"""A plugin of pytest, ``-p as_windows``: the tests are run where the system is as narrow as Windows (``narrowed.py``)."""

from __future__ import annotations

import os
from pathlib import Path

import narrowed  # noqa: F401 - before anything of drafter's
import pytest

# With this in the environment the whole suite is run ('make narrowed').
WHOLE = bool(os.environ.get("DRAFTER_WHOLE"))

# Tests that are otherwise not run a second time unless they are named. They try functions of texts, letters and data, or what
# commands say, and touch no file but those that they read and a letter that others, which are run, write the same way;
# or the repository itself; or a server's or a cluster's own libraries; or processes that are killed, which Windows
# has no signals for.
PURE = frozenset(
    f"test_{name}.py"
    for name in """
    adding approve_postgresql architecture batch_dask batch_lists batch_print batch_spoilt batch_spreadsheet
    catalogue cli_progress documents_attach documents_bad documents_csl documents_extract documents_kinds
    documents_pages documents_quotations emails english_lists english_sentences extras factbase_claims
    factbase_day factbase_edtf factbase_search formats_docx formats_letterhead formats_markdown formats_packing
    formats_read_docx formats_read_markdown formats_remarks frozen grown hostile_input ignored input_bounds killed_commands
    letter_answers letter_bounds letter_correspondent letter_dates letter_frames letter_known_as
    letter_plain_list letter_templates letterhead_adopted letter_words letters_shipped mail_asking mail_blocks mail_count mail_cues
    mail_duplicates mail_forms mail_hidden mail_labelled mail_made_post mail_parts mail_quoted mail_reading
    mail_rich_text mail_signed mail_topics mail_whose ooxml prose repository review_alike review_changes_since
    review_edited review_edits review_hostile review_laws review_mending review_pasted review_sheet
    review_to_reader review_unread rules_elsewhere rules_facts rules_slips schemas second_subject seen_as_read
    supply surface what_is_asked words_of_the_subject
    """.split()
)


def pytest_ignore_collect(collection_path: Path, config) -> bool | None:
    """Whether a file is left out: it is one of ``PURE``, and nobody named it or wants the whole."""
    if WHOLE:
        return None
    named = {Path(word.partition("::")[0]).name for word in config.invocation_params.args if isinstance(word, str)}
    return True if collection_path.name in PURE and collection_path.name not in named else None


# Of the documents of commands, those that make, change and move files.
DOCUMENTS = frozenset(
    """
    a-new-office a-subject-of-your-own an-office-of-your-own batches editing-the-facts entering from-draft-to-signature
    """.split()
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Leave out the documents of commands that only read."""
    if WHOLE:
        return
    left = {item for item in items if item.path.name == "test_commands.py" and _document(item) not in DOCUMENTS}
    items[:] = [item for item in items if item not in left]


def _document(item: pytest.Item) -> str:
    return item.name.partition("[")[2].rstrip("]")
