"""The bounds within which the shipped letters read; ``make prose`` prints the figures of all of them."""

from __future__ import annotations

from prose import Asked, every, letter_of, mean, measured, topic_sets

from drafter.letter.request import Length

ONCE_OVER = {("consultation", "funding", "full"), (*max(topic_sets(), key=len), "full")}


def sample() -> list[Asked]:
    """The three main topics together, every other of the topics alone, and a few of the pairs: ``make prose`` has all.

    For each day, side and length others of them are taken. Those that were once over a bound always are.
    """
    sets = topic_sets()
    found = []
    for n, asked in enumerate(every(sets)):
        turn = n + n // len(sets)
        often = {1: 2, 2: 24}.get(len(asked.topics), 1 if len(asked.topics) == 3 else 8)
        if turn % often == 0 or (*asked.topics, str(asked.length)) in ONCE_OVER:
            found.append(asked)
    return found


def test_how_letters_read():
    """One test of all bounds: what they are held to takes half a minute to work out, and each process would do so."""
    figures = [(asked, measured(letter_of(asked))) for asked in sample()]
    they_do_not_say_at_every_turn_who_said_it(figures)
    no_tag_stands_within_a_claim_and_no_two_sentences_running_begin_alike(figures)
    they_are_easy_to_read(figures)
    notes_and_words_have_their_room(figures)


def they_do_not_say_at_every_turn_who_said_it(figures):
    assert mean(f.attributions_in_100 for _, f in figures) <= 1.8
    assert [str(a) for a, f in figures if f.attributions_in_100 > 2.8] == []


def no_tag_stands_within_a_claim_and_no_two_sentences_running_begin_alike(figures):
    assert [str(a) for a, f in figures if f.broken > 1 or f.repeated] == []


def they_are_easy_to_read(figures):
    assert mean(f.grade for _, f in figures) <= 9
    assert [str(a) for a, f in figures if f.grade > 11] == []
    assert [str(a) for a, f in figures if f.longest > 34] == []


def notes_and_words_have_their_room(figures):
    for asked, f in figures:
        topics = len(asked.topics)
        if topics <= 3:
            assert f.notes <= 8 + 2 * (topics - 1), str(asked)
        if asked.length is Length.STANDARD and topics <= 3:
            assert f.words <= 300 + 75 * (topics - 1), str(asked)
        if asked.length is Length.BRIEF and topics == 1:
            assert f.words <= 150, str(asked)


def test_no_two_closings_are_alike_in_ten_letters_running():
    brief, standard = list(every())[:120], [one for one in every() if one.length is Length.STANDARD][:40]
    for letters in (brief, standard):  # the second are of a day on which there is nothing yet in which to take part
        closings = [measured(letter_of(asked)).closing for asked in letters]
        assert all(len(set(closings[at : at + 10])) == 10 for at in range(len(closings) - 9))
