"""What her articles spare a resource person: counted for herself alone."""

from datetime import timedelta

from sqlmodel import Session

from app.enquiries.models import Capture, Part
from app.insight.models import Opened
from app.insight.saving import Saved, saved_by
from app.people.models import PersonSubject
from tests.cast import NOW, TODAY, Cast, a_question, an_article


def opened(session: Session, cast: Cast, slug: str, count: int, *, days_ago: int = 1, bakkeby: bool = False) -> None:
    place = cast.bakkeby if bakkeby else cast.fjordby
    session.add(
        Opened(
            municipality_id=place.id or 0,
            language="en",
            folded=f"words {slug} {days_ago}",
            slug=slug,
            day=TODAY - timedelta(days=days_ago),
            count=count,
        )
    )
    session.flush()


def test_she_sees_how_often_she_was_asked_and_her_articles_answered(session: Session, cast: Cast) -> None:
    subject = session.get_one(PersonSubject, (cast.jens.id, "foreign-driving-licence"))
    subject.level = "responsible"
    session.add(PersonSubject(person_id=cast.jens.id or 0, article="importing-a-car", level="knows"))
    a_question(session, cast)
    a_question(session, cast, "And my lorry?")
    a_question(session, cast, "How do I register?", topic="registration")
    opened(session, cast, "foreign-driving-licence", 4)
    opened(session, cast, "foreign-driving-licence", 100, days_ago=181)
    opened(session, cast, "foreign-driving-licence", 50, bakkeby=True)
    opened(session, cast, "importing-a-car", 20)
    assert saved_by(session, cast.staff_of(cast.jens), cast.jens, now=NOW) == Saved(2, 365, 4, 180)


def test_an_article_made_from_her_answer_counts_when_it_was_her_answer(session: Session, cast: Cast) -> None:
    thread = a_question(session, cast)
    article = an_article(session, cast, "lorries-from-brazil")
    session.add(Capture(enquiry_id=thread.enquiry.id or 0, article_id=article.id or 0, made_at=NOW))
    opened(session, cast, "lorries-from-brazil", 7)
    jens = cast.staff_of(cast.jens)
    before = saved_by(session, jens, cast.jens, now=NOW)
    assert before and before.answered == 0
    session.get_one(Part, thread.part.id).answered_at = NOW
    session.flush()
    after = saved_by(session, jens, cast.jens, now=NOW)
    assert after and after.answered == 7


def test_nobody_else_is_told(session: Session, cast: Cast) -> None:
    a_question(session, cast)
    for other in (cast.hanne, cast.mette, cast.anders, cast.karen, cast.birgit):
        assert saved_by(session, cast.staff_of(other), cast.jens, now=NOW) is None


def test_questions_of_more_than_a_year_ago_are_not_counted(session: Session, cast: Cast) -> None:
    a_question(session, cast)
    saved = saved_by(session, cast.staff_of(cast.jens), cast.jens, now=NOW + timedelta(days=366))
    assert saved and saved.asked == 0
