"""Letters told apart: what their writers say is never lost, and nobody else's name or address is taken for theirs."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from post import read

from drafter.inbox.piles import name_of
from drafter.inbox.sections import split_letter

SAID = "Please tell me to whom Accountable Care Organisations will answer."
BEGIN = f"Dear Ms Marsh,\n\n{SAID}\n\n"
PLACE = "4 Mill Lane\nWestmere\nWV1 2AB"
LINES = ("4 Mill Lane", "Westmere")


def of(text: str):
    found = read(text.encode(), ".txt")
    writer = found.writer
    return writer.name, writer.second, writer.organisation, writer.address, writer.postcode, found.paragraphs


@pytest.mark.parametrize(
    ("below", "name", "second"),
    [
        (f"Yours sincerely\n\nJane Doe\nand\nPeter Roe\n{PLACE}", "Jane Doe", "Peter Roe"),
        (f"Yours sincerely\n\nJ & M Smith\n{PLACE}", "J Smith", "M Smith"),
        (f"Yours sincerely\n\nAnn Leigh          Robert Pace\n{PLACE}", "Ann Leigh", "Robert Pace"),
        (f"Yours sincerely\n\nAnn Leigh\nRobert Pace\n{PLACE}", "Ann Leigh", "Robert Pace"),
        (f"Yours faithfully\n\nDennis Oyelaran\nChair\nMargaret Plimsoll\nVice-Chair\n{PLACE}",
         "Dennis Oyelaran", "Margaret Plimsoll"),
        (f"Best wishes\n\nTim\n\nRevd Canon Timothy St John-Stevas\n{PLACE}", "Revd Canon Timothy St John-Stevas", ""),
        (f"Best wishes\n\nPerry Holt\n\nSir Peregrine Holt Bt CBE DL\n{PLACE}", "Sir Peregrine Holt Bt CBE DL", ""),
        (f"Best wishes\n\nSue, Dave and Ellie Ramsbottom\n{PLACE}", "", ""),  # more than a letter greets
        (f"Best wishes\n\nThe Ramsbottom family\n{PLACE}", "", ""),
        (f"many thanks\nverity hopcroft\n{PLACE}", "verity hopcroft", ""),
        (f"Please reply to my daughter:\nClaire Hunter\n12 Oak Road\nBristol\nBS1 4QD\n\nJane Doe\n{PLACE}", "Jane Doe", ""),
        (f"Yours sincerely,\n\nDr Anita Rao\nThe Surgery House\n{PLACE}", "Dr Anita Rao", ""),
        ("Yours sincerely\nRhona Blake; 4 Mill Lane; Westmere; WV1 2AB", "Rhona Blake", ""),
        (f"Yours sincerely\nRB\nRhona Blake\n{PLACE}", "Rhona Blake", ""),
        (f"Yours sincerely\n(signed) Rhona Blake\n{PLACE}", "Rhona Blake", ""),
        (f"Yours sincerely\n/s/ Rhona Blake\n{PLACE}", "Rhona Blake", ""),
        (f"Yours sincerely\nRhona Blake\n3 July 2018\n{PLACE}", "Rhona Blake", ""),
        (f"Yours sincerely\nMs\nRhona Blake\n{PLACE}", "Rhona Blake", ""),
        (f"Yours sincerely\nRhona Blake\nUnison member no 12345\n{PLACE}", "Rhona Blake", ""),
        (f"Yours sincerely\nRhona Blake and\nTom Blake\n{PLACE}", "Rhona Blake", "Tom Blake"),
        (f"Yours sincerely\nRhona Blake, Tom Blake\n{PLACE}", "Rhona Blake", "Tom Blake"),
        (f"Yours sincerely\nRhona and Tom\n\nRhona and Tom Blake\n{PLACE}", "Rhona Blake", "Tom Blake"),
        (f"Yours sincerely\nJean-Luc d'Arcy\n{PLACE}", "Jean-Luc d'Arcy", ""),
        (f'Yours sincerely\nRobert "Bob" Blake\n{PLACE}', 'Robert "Bob" Blake', ""),
        (f"Yours sincerely\nRhona Blake\n{PLACE}\n\nNever doubt that a small group can change the world.\nMargaret Mead",
         "Rhona Blake", ""),
        ("Yours sincerely\nRhona Blake of 4 Mill Lane, Westmere, WV1 2AB", "Rhona Blake", ""),
        ("Yours sincerely\nFrom: Rhona Blake, 4 Mill Lane, Westmere WV1 2AB", "Rhona Blake", ""),
        ("Yours sincerely\nRhona Blake\nConstituent, 4 Mill Lane, Westmere, WV1 2AB", "Rhona Blake", ""),
        ("Yours sincerely\nRhona Blake\nH: 4 Mill Lane, Westmere WV1 2AB\nO: 100 Station Parade, Birmingham B2 9ZZ",
         "Rhona Blake", ""),
        ("Yours sincerely\nRhona Blake\nUntil August: 3 Quay View, Poole BH15 5GH\nPermanent: 4 Mill Lane, Westmere WV1 2AB",
         "Rhona Blake", ""),
        (f"Yours sincerely\nJohn, Mary and baby Tom Hale\n{PLACE}", "", ""),
        (f"Yours sincerely\nRhona Blake\n{PLACE}\n\nPowered by Speak Together. Our address is 40 Bowler Lane, London EC1R 9ZZ",
         "Rhona Blake", ""),
        (f"Yours sincerely\nRhona Blake\n{PLACE}\n\n38 Degrees, 40 Bowler Lane, London EC1R 9ZZ", "Rhona Blake", ""),
    ],
)  # fmt: skip
def test_who_signed(below, name, second):
    found = of(BEGIN + below)
    assert found[:3] == (name, second, "")
    assert found[3][-2:] == LINES
    assert found[3][:-2] in ((), ("The Surgery House",))
    assert found[4] == "WV1 2AB"
    assert found[5][0] == SAID


def test_an_address_of_a_body_away_from_the_name_is_doubted():
    rule = "***********************"
    found = read(
        f"{BEGIN}Yours sincerely\nRhona Blake\n\n{rule}\nWestmere NHS Trust, Long Lane, Westmere WV1 5HH\n".encode(),
        ".txt",
    )
    assert found.writer.doubts == (
        "the only address begins with another name: Westmere NHS Trust, Long Lane, Westmere, WV1 5HH",
    )
    of_home = read(
        f"{BEGIN}Yours sincerely\nRhona Blake\n\nSt Anne's House\n4 Mill Lane\nWestmere\nWV1 5HH\n".encode(), ".txt"
    )
    assert of_home.writer.doubts == ()


@pytest.mark.parametrize(
    ("below", "name"),
    [
        ("All the best - Verity Hopcroft", "Verity Hopcroft"),
        ("Best, Verity", "Verity"),
        ("Yours, Verity Hopcroft", "Verity Hopcroft"),
        ("Yours sincerely,\n\nVerity Hopcroft 07700 900123 verity@x.example", "Verity Hopcroft"),
        ("Yours sincerely,\n\npp Verity Hopcroft\nSarah Jones, PA", "Verity Hopcroft"),
        ('"No society can call itself civilised if a sick person is denied aid."\nAneurin Bevan', ""),
        (
            "I had no answer from these people:\n\nWestmere CCG\n1 Bank Street\nWestmere\nWV1 1QQ\n\nJane Doe",
            "Jane Doe",
        ),
    ],
)
def test_a_name_by_itself(below, name):
    found = of(BEGIN + below)
    assert found[:5] == (name, "", "", (), "")
    assert found[5][0] == SAID


@pytest.mark.parametrize(
    "said",
    [
        "I am worried about Accountable Care Organisations.",
        "I am very worried for my disabled son",
        "Without carers I am housebound, sadly.",
        "Frankly, I think ACOs are a stitch up",
        "Hiya, I do not want these ACOs, whatever they say",
    ],
)
@pytest.mark.parametrize("end", ["", "\n\nYours sincerely\n\nJane Doe\nWV1 2AB", "\n\nJane Doe\nWV1 2AB"])
def test_what_is_said_last_is_said(said, end):
    name, _, _, _, _, paragraphs = of(f"Dear Ms Marsh\n\n{said}{end}")
    assert paragraphs == (said.removeprefix("Hiya, ") if said.startswith("Hiya") else said,) or paragraphs == (said,)
    assert name == ("Jane Doe" if end else "")


def test_what_is_added_below_a_signature_is_read():
    found = of(BEGIN + "Kind regards,\nVera Nunn\n\nOne more thing: is it true that a company bid for ours?\n\n"
               "PS My bus pass came.\n\nPPS So did my neighbour's.")  # fmt: skip
    assert found[0] == "Vera Nunn"
    assert found[5] == (
        SAID, "One more thing: is it true that a company bid for ours?", "My bus pass came.", "So did my neighbour's.",
    )  # fmt: skip


def test_a_memorandum_is_no_quotation():
    text = (
        "To: Eleanor Marsh MP\nFrom: Vera Nunn, 3 Mill Lane, Westmere, WV1 2AB\nDate: 3 March 2018\n\nDear Eleanor\n\n"
    )
    assert of(f"{text}{SAID}\n\nVera") == ("Vera Nunn", "", "", ("3 Mill Lane", "Westmere"), "WV1 2AB", (SAID,))


_SENTENCES = st.sampled_from(
    ["I am not one for letters.", "Who would pay for all of this?", "My ward is to close, and nobody has asked us.",
     "I remain of the view that it is wrong.", "We were told to wait until the spring.", "Thanking them was all I could do.",
     "It is hoped for by no one that I know.", "With all of this I am at my wits' end."]
)  # fmt: skip
_ENDS = st.sampled_from(["", "Yours sincerely", "Kind regards,", "Best wishes\n\nJane Doe", "Jane Doe\n4 Mill Lane\nWV1 2AB",
                         "Thank you,\nJane Doe, Westmere", "Sent in haste"])  # fmt: skip


@given(st.lists(_SENTENCES, min_size=1, max_size=6), _ENDS, st.lists(_SENTENCES, max_size=2), st.booleans())
def test_no_sentence_is_lost(above, end, below, greeted):
    blocks = (["Dear Ms Marsh,"] if greeted else []) + above + ([end] if end else []) + below
    lines = [line for block in blocks for line in (*block.split("\n"), "")]
    letter = split_letter(lines, frozenset({"eleanor", "marsh"}))
    kept = " ".join((*letter.body, *letter.tail, *letter.head))
    for sentence in {*above, *below}:
        assert kept.count(sentence) == [*above, *below].count(sentence), (sentence, letter)
    in_body = " ".join(letter.body)
    assert all(sentence in in_body for sentence in above)


def test_thousands_of_postscripts_are_a_letter():
    lines = [f"PS One more thing, the {number}th." if number % 2 else "" for number in range(14_000)]
    letter = split_letter(["Dear Ms Marsh,", "", SAID, *lines], frozenset({"eleanor", "marsh"}))
    said = " ".join((*letter.body, *letter.tail))
    assert all(f"the {number}th." in said for number in (1, 5_001, 13_999))


@pytest.mark.parametrize(
    "close",
    [
        *(
            "Cofion",
            "Cofion gorau,",
            "Gyda chofion cynnes",
            "Yn gywir,",
            "Yr eiddoch yn gywir",
            "Pob hwyl",
            "Diolch yn fawr",
        ),
        *(
            "Sl\u00e1n",
            "Le meas,",
            "Is mise le meas",
            "Le d\u00f9rachd",
            "Pozdrawiam,",
            "Z powa\u017caniem",
            "Cu stim\u0103",
        ),
        *(
            "Mit freundlichen Gr\u00fc\u00dfen",
            "Met vriendelijke groet",
            "Bien cordialement",
            "Cordiali saluti",
            "Saludos",
        ),
        *(
            "Salaam,",
            "Wassalam",
            "Khuda hafiz",
            "Sat sri akal",
            "Shalom",
            "BW",
            "b.w.",
            "Thx,",
            "ATB",
            "xx",
            "x",
            "XXX",
        ),
    ],
)
@pytest.mark.parametrize("sender", ["Si\u00f4n Prys <s@example.org>", "s@example.org"])
def test_a_close_in_another_language_or_cut_short_is_no_name(close, sender):
    text = f"Dear Ms Marsh,\n\nPlease oppose ACOs.\n\n{close}\nSi\u00f4n Prys\n2 Mill Lane\nLongmead WV5 9ZB\n"
    found = read(f"From: {sender}\nContent-Type: text/plain; charset=utf-8\n\n{text}".encode())
    assert (name_of(found), found.writer.address) == ("Si\u00f4n Prys", ("2 Mill Lane", "Longmead"))
    assert found.text == "Please oppose ACOs."


def test_the_name_of_the_sender_below_what_seemed_to_be_the_name_is_the_name():
    text = "From: Olwen Prys <o@example.org>\n\nPlease oppose ACOs.\n\n{}\nOlwen Prys\nThe Cottage, Longmead WV5 9ZB\n"
    found = read(text.format("Zdravo").encode())
    assert (found.writer.name, found.writer.second) == ("Olwen Prys", "")
    assert (found.writer.address, found.writer.doubts) == (("The Cottage", "Longmead"), ())
    found = read(text.replace("The", "2").format("Zdravo").encode())
    assert found.writer.doubts == ("is 'Olwen Prys' a second person, or a house?",)
    found = read(text.format("Srdacan Pozdrav").encode())
    assert found.writer.doubts == ("is it signed by 'Srdacan Pozdrav', or by 'Olwen Prys', the sender?",)
    found = read(text.format("Mrs Olwen Prys").encode())
    assert (found.writer.name, found.writer.doubts) == ("Mrs Olwen Prys", ())


@pytest.mark.parametrize(
    ("above", "signed"),
    [
        ("Mrs Dilys ap Rhys", "Dilys ap Rhys (Mrs)"),
        ("Dilys ap Rhys", "Mrs D ap Rhys"),
        ("Mr and Mrs J Tamworth", "John Tamworth"),
        ("Dr D. Rees", "Dilys Rees"),
    ],
)
def test_a_name_above_the_address_is_no_line_of_it(above, signed):
    text = f"{above}\nThe Cottage\nQuarry Road\nLongmead\nWV5 9ZB\n\nDear Ms Marsh\n\nPlease oppose ACOs.\n\nYours sincerely\n\n{signed}\n"
    found = read(text.encode(), ".txt")
    assert found.writer.address == ("The Cottage", "Quarry Road", "Longmead")
    assert found.writer.name
