"""A text with several questions is divided where its writer comes to another matter."""

import pytest

from app.enquiries.dividing import MOST_PARTS, Piece, divide
from app.enquiries.subjects import Subject

TOPICS = {"licence": "driving", "kørekort": "driving", "führerschein": "driving", "tax": "tax", "skat": "tax"}
TOPICS |= {"steuer": "tax", "school": "family", "skole": "family", "schule": "family"}


def subject_of(text: str) -> Subject:
    """As sure of a topic as its word is frequent among the words that tell."""
    words = [TOPICS[word] for word in text.lower().replace("?", " ").replace(".", " ").split() if word in TOPICS]
    return Subject({topic: words.count(topic) / len(words) for topic in dict.fromkeys(words)})


def topics(text: str) -> list[str]:
    return [piece.topic for piece in divide(text, subject_of)]


@pytest.mark.parametrize(
    "text",
    [
        "May I drive on my licence? And what of the tax on my car?",
        "They took my licence. Besides, the tax is wrong.",
        "Må jeg køre på mit kørekort? Og hvad med skat af min løn?",
        "De tog mit kørekort. For det andet er min skat forkert.",
        "Gilt mein Führerschein? Und wer sagt mir, welche Steuer ich zahle?",
        "Mein Führerschein ist weg. Außerdem stimmt die Steuer nicht.",
        "1. My licence is lost.\n2. My tax is wrong.",
        "Ich brauche einen Führerschein für das Auto, außerdem stimmt die Steuer nicht",
        "I must change my licence this week, and besides that my tax is wrong",
        "Jeg har mistet mit kørekort i går, desuden er min skat forkert",
    ],
)
def test_two_matters_are_two_parts(text: str) -> None:
    assert topics(text) == ["driving", "tax"]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Hello!",
        "May I drive on my licence? And must I change my licence at once?",  # one matter, asked twice
        "Mein Führerschein ist weg, also zahle ich die Steuer .",  # "also" is no "besides" there
        "They took my licence and now my tax is wrong.",  # nothing says that the writer comes to another matter
        "My licence is lost. The school is far away. What can I do?",
        "May I drive on my licence? Also, thank you very much!",  # nothing that we know
        "May I drive on my licence? My children go to school by bus.",  # told, not asked
    ],
)
def test_one_matter_stays_in_one_part(text: str) -> None:
    assert len(topics(text)) == 1


def test_the_parts_are_the_text_as_it_was_written() -> None:
    text = "May I drive on my licence?\nIt is from Peru.\n\nAlso,  which tax do I pay?\n"
    assert [piece.text for piece in divide(text, subject_of)] == [
        "May I drive on my licence?\nIt is from Peru.",
        "Also,  which tax do I pay?",
    ]


def test_what_is_said_between_belongs_to_the_matter_before() -> None:
    text = "May I drive on my licence? Also, I am new here. Besides, what about tax? Moreover the school is full."
    assert topics(text) == ["driving", "tax", "family"]


def test_however_much_is_asked_the_parts_stay_few_and_hold_it_all() -> None:
    text = "May I use my licence? And which tax do I pay? " * 100
    pieces = divide(text, subject_of)
    assert len(pieces) == MOST_PARTS
    assert " ".join(piece.text for piece in pieces).split() == text.split()


def test_a_part_without_a_topic_is_sure_of_nothing() -> None:
    piece = Piece("Hello", Subject())
    assert (piece.topic, piece.confidence) == ("", 0.0)
