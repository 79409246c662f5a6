import pytest

from app.core.analysis import analysis_for

PAIRS = """
    licence license, licensing licencing, labour labor, neighbourhoods neighborhoods, centres centers, metre meter,
    organisation organization, recognised recognized, specialised specialized, analyse analyze, practise practice,
    programmes programs, catalogue catalog, travelling traveling, cancelled canceled, counsellor counselor,
    enrolment enrollment, enrol enroll, instalments installments, gynaecologist gynecologist,
    paediatrician pediatrician, anaemia anemia, diarrhoea diarrhea, foetus fetus, ageing aging, judgement judgment,
    grey gray, mouldy moldy, mum mom, jewellery jewelry, tyres tires, pyjamas pajamas
"""


@pytest.mark.parametrize("pair", PAIRS.split(","), ids=str.strip)
def test_the_two_spellings_of_an_english_word_are_one(pair: str) -> None:
    british, american = pair.split()
    stem = analysis_for("en").stem
    assert stem(british) == stem(american)


@pytest.mark.parametrize("two", ["rise rize", "four for", "fire fir", "acre acer", "poet pet", "mummified mommy"])
def test_other_words_stay_apart(two: str) -> None:
    one, other = two.split()
    stem = analysis_for("en").stem
    assert stem(one) != stem(other)
