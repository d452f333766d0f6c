"""'drafter review --mend': a copy in which claims have their own words again, and say whose they are."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import docx
import pytest
from edits import review_every_fact
from running import run_drafter

REQUEST = ("draft", "--topic", "privatisation", "--topic", "consultation", "--date", "2018-07-10",
           "--length", "full", "--to", "Mrs Asha Patel", "--address", "1 Long Row, Westmere, WV1 9ZZ")  # fmt: skip
EDITS = (
    ("will not give the private", "will give the private"),
    ("both rejected", "both upheld"),
    ("The Health Minister Steve Barclay told Parliament on 25 January that the", "The"),
)
MENDED = (
    "       is   The Department of Health and Social Care’s guide of April says that ACOs will not give the private sector "
    "a larger part in the NHS.\n"
    "      is   The Health Minister Steve Barclay told Parliament on 25 January that the bidders coming forward for ACOs "
    "in Dudley and Manchester were NHS bodies, not private bodies, and that the bidders coming forward for ACOs in "
    "Dudley and Manchester had the support of local GPs.\n"
    "      is   The Health Minister Steve Barclay told Parliament on 25 January that NHS England would launch a consultation "
    "on contracts for ACOs in March, and that no ACO contracts would be awarded in the meantime.\n"
    "        is   The Library says that the consultation has not yet been launched, and that NHS England’s consultation has waited for the Committee’s report of last month, and for two court challenges, both rejected."
).split("\n")
NOT_OF_WORDS = {"past-review", "old-date", "old-documents", "citation-lost"}


def with_drafts(office: Path) -> None:
    review_every_fact(office)
    assert run_drafter(*REQUEST, "-o", "letter.md").code == 0
    assert run_drafter(*REQUEST, "-o", "letter.docx").code == 0


@pytest.fixture
def drafted(once: Callable[..., Path]) -> Path:
    return once(with_drafts)


def edit(path: Path, *edits: tuple[str, str]) -> None:
    """Edit a letter, in Markdown or in Word, where the words stand in one run."""
    if path.suffix == ".md":
        text = path.read_text("utf-8")
        for old, new in edits:
            assert old in text, old
            text = text.replace(old, new)
        path.write_text(text, "utf-8")
        return
    document = docx.Document(str(path))
    for old, new in edits:
        (run,) = [run for paragraph in document.paragraphs for run in paragraph.runs if old in run.text]
        run.text = run.text.replace(old, new)
    document.save(str(path))


@pytest.mark.parametrize("name", ["asked.md", "asked.docx"])
def test_a_blank_is_filled_in_once_it_was_decided(office: Path, name: str) -> None:
    ask = ("--wants", "sign-edm-660", "--wants", "speak")
    assert run_drafter(*REQUEST[:1], *ask, *REQUEST[5:], "-o", name).code == 0
    assert "'drafter office decide ACTION' enters what the member will do; then 'drafter review --mend' fills" in (
        run_drafter("review", name).err
    )
    assert run_drafter("office", "decide", "sign-edm-660", "--done", "2018-07-01").code == 0
    told = run_drafter("review", name).err
    assert "says \u201cI signed Early Day Motion 660 on 1 July.\u201d; or draft the letter anew [undecided]" in told
    assert "nobody has decided: Also, [DECIDE: whether to speak about Accountable Care Organisations (ACOs) in" in told
    run_drafter("review", name, "--mend")
    mended = run_drafter("review", name.replace(".", ".mended."))
    assert "act       I signed Early Day Motion 660 on 1 July.\n" in mended.text
    assert mended.err.count("[undecided]") == 1
    assert run_drafter("office", "decide", "speak", "--will", "--on", "2018-07-01").code == 0
    run_drafter("review", name, "--mend", "--force")
    mended = run_drafter("review", name.replace(".", ".mended."))
    assert "act       Also, I will speak about Accountable Care" in mended.text
    assert "[undecided]" not in mended.err


def errors(name: str) -> list[str]:
    found = json.loads(run_drafter("review", name, "--json").out)
    every = [one for sentence in found["sentences"] for one in sentence["findings"]] + found["findings"]
    return [one["rule"] for one in every if one["rule"] not in NOT_OF_WORDS]


def test_the_words_are_put_back_and_told(drafted):
    edit(drafted / "letter.md", *EDITS)
    before = (drafted / "letter.md").read_bytes()
    ran = run_drafter("review", "letter.md", "--mend")
    out = ran.out.decode()
    assert ran.code == 1
    assert re.sub(r"\d+:\d+", "L:C", out[out.index("  was  ") - 6 :]).lstrip().splitlines()[1::2][:4] == MENDED
    assert out.splitlines()[-1] == "letter.mended.md: 4 sentences put right; read it, and review it again"
    assert (drafted / "letter.md").read_bytes() == before
    assert errors("letter.mended.md") == []


def test_so_are_those_of_a_word_file(drafted):
    edit(drafted / "letter.docx", EDITS[0], EDITS[1])
    assert "2 sentences put right" in run_drafter("review", "letter.docx", "--mend").out.decode()
    assert errors("letter.mended.docx") == []


def test_one_frame_puts_right_all_that_leans_on_it(drafted):
    """The sentences after the first are nobody's while it is, and need no frame of their own once it has one."""
    assert run_drafter(*REQUEST[:3], "--topic", "staff", *REQUEST[5:], "-o", "other.md").code == 0
    edit(drafted / "other.md", ("On 25 January the Health Minister Steve Barclay told Parliament that the", "The"))
    assert len(errors("other.md")) > 1
    assert "1 sentence put right" in run_drafter("review", "other.md", "--mend").out.decode()
    assert errors("other.mended.md") == []


def test_a_claim_in_the_wrong_tense_is_told_as_of_its_day(drafted):
    edit(drafted / "letter.md", ("were NHS bodies", "are NHS bodies"))
    assert errors("letter.md") == ["told-as-now"]
    run_drafter("review", "letter.md", "--mend")
    assert errors("letter.mended.md") == []


def test_what_no_fact_bears_out_is_not_mended(drafted):
    edit(drafted / "letter.md", ("\n\nYours sincerely", " Nobody need ever pay again.\n\nYours sincerely"))
    ran = run_drafter("review", "letter.md", "--mend")
    assert ran.code == 1
    assert "nothing to mend: there are no words of the fact base's that put a sentence right" in ran.out.decode()
    assert not (drafted / "letter.mended.md").exists()


def test_a_mended_copy_is_not_written_over(drafted):
    edit(drafted / "letter.md", EDITS[0])
    assert run_drafter("review", "letter.md", "--mend").code == 1
    (drafted / "letter.mended.md").write_text("mine", "utf-8")
    ran = run_drafter("review", "letter.md", "--mend")
    assert (ran.code, "letter.mended.md: error: is there already" in ran.err) == (1, True)
    assert (drafted / "letter.mended.md").read_text("utf-8") == "mine"
    run_drafter("review", "letter.md", "--mend", "--force")
    assert errors("letter.mended.md") == []


def test_an_untouched_letter_has_nothing_to_mend(drafted):
    assert "nothing to mend" in run_drafter("review", "letter.md", "--mend").out.decode()


def test_each_sentence_says_in_json_how_it_would_be_right(drafted):
    edit(drafted / "letter.md", EDITS[1])
    found = json.loads(run_drafter("review", "letter.md", "--json").out)
    (mend,) = [one["mend"] for one in found["sentences"] if one["mend"]]
    assert mend.endswith("both rejected.")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (
            "The Department of Health and Social Care’s guide of April says that",
            "The Health Department’s guide of April says that",
        ),
        (
            "The Health Minister Steve Barclay told Parliament on 25 January that",
            "Last year the Health Minister Steve Barclay told Parliament that",
        ),
        ("According to the guide, what", "According to Mr Hunt, what"),
    ],
)
def test_a_frame_that_is_none_is_one_again_and_stands_once(drafted, old, new):
    edit(drafted / "letter.md", (old, new))
    assert "other-frame" in errors("letter.md")
    told = run_drafter("review", "letter.md", "--mend").out.decode()
    assert max(line.count(" that ") for line in told.splitlines() if "  is   " in line) <= 2
    assert "other-frame" not in errors("letter.mended.md")


def test_large_print_stays_large(drafted):
    assert run_drafter(*REQUEST, "--large-print", "-o", "large.md").code == 0
    edit(drafted / "large.md", EDITS[1])
    run_drafter("review", "large.md", "--mend")
    assert "large_print: " in (drafted / "large.mended.md").read_text("utf-8")


def test_a_batch_is_not_mended(drafted):
    (drafted / "people.csv").write_text('name,address,topics\nAsha Patel,"1 Long Row, Westmere",staff\n', "utf-8")
    assert run_drafter("batch", "people.csv", "--date", "2018-07-10", "-o", "letters/july").code == 0
    ran = run_drafter("review", "letters/july", "--mend")
    assert (ran.code, ran.out) == (2, b"")
    assert "--mend is for one letter" in ran.err


def test_only_those_who_spoke_are_said_not_to_say(drafted):
    """'Neither A nor B says': of two who have both spoken in the paragraph, and of nobody else."""
    assert run_drafter(*REQUEST[:1], "--topic", "accountability", *REQUEST[3:], "-o", "other.md").code == 0
    open_ = "which person or body an ACO would answer to."
    text = (drafted / "other.md").read_text("utf-8")
    gap = re.search(rf"(?<=\. )[A-Z][^.]* {re.escape(open_)}", text)[0]
    edit(drafted / "other.md", (gap, f"Neither the Library nor Mr Barclay said {open_}"))
    assert errors("other.md") == ["no-speaker"]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("NHS bodies, not private bodies, and had", "NHS bodies, and not private bodies, and had"),
        ("in Dudley and Manchester were", "in Dudley were"),
        ("the bidders coming forward for ACOs", "the likely bidders coming forward for ACOs"),
        ("and had the support of local GPs", "and had the suport of local GPs"),
        ("and had the support of local GPs", "and had suport of the local GPs"),
        ("and had the support of local GPs", "and had the support of local people"),
    ],
)
def test_a_claim_that_shares_its_subject_is_kept_where_the_other_is_put_right(drafted, old, new):
    before = (drafted / "letter.md").read_text("utf-8")
    edit(drafted / "letter.md", (old, new))
    assert errors("letter.md") == ["changed-detail"]
    run_drafter("review", "letter.md", "--mend")
    assert (drafted / "letter.mended.md").read_text("utf-8") == before


def test_a_slip_in_the_join_is_put_right(drafted):
    before = (drafted / "letter.md").read_text("utf-8")
    edit(drafted / "letter.md", ("not private bodies, and had", "not private bodies, adn had"))
    run_drafter("review", "letter.md", "--mend")
    assert (drafted / "letter.mended.md").read_text("utf-8") == before


def test_words_that_may_be_a_claim_of_the_draft_are_not_taken_out(drafted):
    """They are an error, and stay one. To take them out would lose what the draft said of the same bidders."""
    edit(drafted / "letter.md", ("and had the support of local GPs", "and with the full backing of doctors nearby"))
    assert errors("letter.md") == ["changed-detail"]
    assert "nothing to mend" in run_drafter("review", "letter.md", "--mend").out.decode()


def test_no_suggestion_has_two_spaces(drafted):
    edit(drafted / "letter.md", ("not private bodies, and had", "not private bodies \u2013 \u2013 and had"))
    told = run_drafter("review", "letter.md").err
    assert "not private bodies and had the support of local GPs" in told


SAYS = re.compile(
    r"(?:the letter can say|say it whole): (.+?)(?:; (?:where the new words are better|'drafter review).*)?\Z"
)


@pytest.mark.parametrize(
    "spoil",
    [
        lambda one: one.replace(". ", " ", 1),  # two sentences run into one
        lambda one: re.sub(r"\bnot yet\b|\bmay\b|\bsome\b", "still", one, count=1),
        lambda one: re.sub(r"\b(?:says?|said|told Parliament|adds|added)\b", "revealed", one, count=1),
        lambda one: one.replace(" said ", " says ").replace(" would ", " will "),
    ],
)
def test_what_a_review_proposes_passes_the_review(spoil, office):
    review_every_fact(office)
    said = ("--topic", "staff", "--topic", "consultation", "--to", "Mrs A Patel", "--date", "2018-07-10")
    assert run_drafter("draft", *said, "-o", "letter.md").code == 0
    head, ends, body = Path("letter.md").read_text("utf-8").partition("\n---\n\n")
    for paragraph in [one for one in body.split("\n\n") if "[^" in one and not one.startswith("[^")]:
        other = spoil(re.sub(r"\[\^[a-z0-9-]+\]", "", paragraph))
        Path("other.md").write_text(head + ends + body.replace(paragraph, other), "utf-8")
        for sentence in json.loads(run_drafter("review", "other.md", "--json").text)["sentences"]:
            hints = [found["hint"] for found in sentence["findings"] if found.get("hint")]
            for words in {match[1] for match in map(SAYS.match, hints) if match and not match[1].startswith("\u201c")}:
                if sentence["text"] not in other:
                    continue
                mended = body.replace(paragraph, other.replace(sentence["text"], words.rstrip(".") + "."))
                Path("again.md").write_text(head + ends + mended, "utf-8")
                now = json.loads(run_drafter("review", "again.md", "--json").text)["sentences"]
                (again,) = [
                    one for one in now if (one["line"], one["column"]) == (sentence["line"], sentence["column"])
                ]
                wrong = [found for found in again["findings"] if found["severity"] == "error"]
                assert wrong == [], (sentence["text"], words)


def test_frames_that_are_proposed_are_those_that_would_pass(office):
    review_every_fact(office)
    said = ("--topic", "staff", "--topic", "consultation", "--to", "Mrs A Patel", "--date", "2018-07-10")
    assert run_drafter("draft", *said, "-o", "letter.md").code == 0
    text = Path("letter.md").read_text("utf-8")
    Path("other.md").write_text(re.sub(r"\b(?:said|told Parliament)\b", "revealed", text, count=1), "utf-8")
    ran = run_drafter("review", "other.md")
    row = next(row for row in ran.err.splitlines() if "[other-frame]" in row)
    ways = re.findall("\u201c([^\u201d]+) \\.\\.\\.\u201d", row.partition("the letter can say: ")[2])
    assert ways, row


STAFF = ("draft", "--topic", "staff", "--asks", "staff.terms", "--date", "2018-05-01", "--length", "brief",
         *REQUEST[9:])  # fmt: skip
OVERVIEW = ("draft", "--topic", "overview", "--topic", "funding", "--date", "2018-02-01", "--length", "full",
            *REQUEST[9:])  # fmt: skip
# As two sentences, or as one: under a frame of its own, or in a letter that draws on the document as a whole.
RIGHT = tuple(
    f"staff work differently in future{joined} health professionals may work in different but local places, and with "
    "different teams, as services come to work more closely together."
    for joined in (". Some", ". It adds that some", ". It also says that some", ", and that some", ", and some")
)


def drafts_to_mend(office: Path) -> None:
    review_every_fact(office)
    assert run_drafter(*STAFF, "-o", "staff.md").code == 0
    assert run_drafter(*OVERVIEW, "-o", "overview.md").code == 0


@pytest.fixture
def to_mend(once: Callable[..., Path]) -> Path:
    return once(drafts_to_mend)


def mended_of(path: Path, *edits: tuple[str, str]) -> str:
    """What a letter says once its edits are put right; an empty text where there is nothing to mend."""
    edit(path, *edits)
    run_drafter("review", path.name, "--mend", "--force")
    copy = path.with_suffix(".mended.md")
    return " ".join(copy.read_text("utf-8").split()) if copy.exists() else ""


@pytest.mark.parametrize(
    "joined", [", since some", ";thus some", ", so some", ": some", " (some", " – some", " because some", " some"]
)
def test_two_claims_that_a_word_of_its_own_joins_are_joined_again_or_parted(to_mend, joined):
    text = mended_of(to_mend / "staff.md", ("in future. It adds that some", f"in future{joined}"))
    if not text:  # a dash may part two claims of the document that most of the letter is from
        assert errors("staff.md") == []
        return
    assert any(right in text for right in RIGHT)
    assert errors("staff.mended.md") == []


@pytest.mark.parametrize(
    ("old", "new"),
    [("in future. It adds that some", "in future, since some"), ("may mean that staff", "means that staff")],
)
def test_no_hint_says_what_stands_there_already(to_mend, old, new):
    edit(to_mend / "staff.md", (old, new))
    for sentence in json.loads(run_drafter("review", "staff.md", "--json").out)["sentences"]:
        assert all(sentence["text"] not in (one.get("hint") or "") for one in sentence["findings"]), sentence


def test_a_condition_that_was_cut_off_is_put_back_and_no_later_document_is_told(to_mend):
    """Without its condition the claim is nearer to one that was first said three months after this letter. Joined to
    another claim it is not taken for words too many, and taken out.
    """
    cut = ", subject to the outcome of NHS England’s consultation"
    whole = "the two areas closest to using an ACO contract" + cut
    assert whole in (to_mend / "overview.md").read_text("utf-8")
    text = mended_of(to_mend / "overview.md", (cut, ""))
    assert whole in text
    assert "guide of April" not in text
    assert errors("overview.mended.md") == []


def test_a_sentence_that_is_put_right_keeps_the_short_form_that_later_ones_use(to_mend):
    text = mended_of(to_mend / "overview.md", ("some of the 44", "most of the 44"))
    assert "some of the 44 Sustainability and Transformation Plans (STPs) in England" in text
    assert "[not-spelt-out]" not in run_drafter("review", "overview.mended.md").err


@pytest.mark.parametrize(
    ("introduced", "told"),
    [("Plans (STPs) in", False), ("Plans (“STPs”) in", False), ("Plans, or STPs, in", False),
     ("Plans in", True), ("Plans in England (not the STPs) in", True)],
)  # fmt: skip
def test_a_short_form_is_spelt_out_only_beside_what_it_stands_for(to_mend, introduced, told):
    path = to_mend / "overview.md"
    path.write_text(path.read_text("utf-8").replace("Plans (STPs) in", introduced), "utf-8")
    assert ("'STP' is not spelt out" in run_drafter("review", "overview.md").err) is told


def test_a_paragraph_that_was_moved_is_put_right_and_the_hint_says_so(drafted):
    path = drafted / "letter.md"
    head, fence, text = path.read_text("utf-8").partition("\n---\n")
    paragraphs = text.split("\n\n")
    at = next(number for number, one in enumerate(paragraphs) if "has not yet been launched" in one)
    first = next(number for number, one in enumerate(paragraphs) if "NHS bodies" in one)
    paragraphs.insert(first, paragraphs.pop(at))
    path.write_text(head + fence + "\n\n".join(paragraphs), "utf-8")
    told = run_drafter("review", "letter.md").err
    assert "'drafter review --mend' writes a copy that does [undated-claim]" in told
    run_drafter("review", "letter.md", "--mend")
    assert errors("letter.mended.md") == []


@pytest.mark.parametrize("joined", ["and that", ", and that"])
def test_one_thing_and_another_are_told_with_or_without_a_comma(to_mend, joined):
    edit(to_mend / "overview.md", ("in March, and that no", f"in March{' ' * joined[:1].isalpha()}{joined} no"))
    assert errors("overview.md") == []


@pytest.mark.parametrize("joined", [" so that no", " and yet no", " provided that no", " but no", " and so that no"])
def test_what_relates_two_claims_otherwise_is_still_an_error(to_mend, joined):
    edit(to_mend / "overview.md", ("in March, and that no", f"in March{joined}"))
    assert errors("overview.md") != []
