"""Which subjects are covered in which languages, week by week, for everybody who works in the municipality."""

from fastapi import APIRouter, Depends, Response

from app.core.errors import Invalid
from app.enquiries import coverage_queries as queries
from app.enquiries.coverage import coming_week, read_week
from app.enquiries.coverage_sentences import say_days, say_gap, say_level, say_week
from app.people import queries as people
from app.web.sign_in import keep_signed_in
from app.web.staff_pages import show, topic_names
from app.web.visit import CurrentVisit

router = APIRouter(include_in_schema=False, dependencies=[Depends(keep_signed_in, scope="function")])

WEEKS_TO_CHOOSE = 26
MOST_NAMED = 4


@router.get("/desk/{municipality}/coverage")
def coverage(visit: CurrentVisit, week: str = "") -> Response:
    """Each topic in each language in a week (this one unless another is chosen), and where that breaks soon."""
    visit.staff_here()
    this_week, fault = coming_week(visit.today), ""
    try:
        chosen = read_week(week) if week else this_week
    except Invalid as problem:
        chosen, fault = this_week, visit.speaker.problem(problem)
    weeks = [this_week.later(ahead) for ahead in range(WEEKS_TO_CHOOSE)]
    speaker, topics = visit.speaker, topic_names(visit)
    gaps = queries.gaps_ahead(visit.session, visit.municipality, visit.today)
    return show(
        visit,
        "desk/coverage.html",
        "coverage",
        status=422 if fault else 200,
        fault=fault,
        weeks={str(each): say_week(each, speaker) for each in sorted({*weeks, chosen})},
        coverage=queries.in_week(visit.session, visit.municipality, chosen),
        topics=topics,
        towns={each.id: each.short_name for each in people.municipalities(visit.session)},
        at_no_time=[say_gap(gap, speaker, topics=topics) for gap in gaps if not gap.weeks],
        soon=[(str(gap.weeks[0]), say_gap(gap, speaker, topics=topics)) for gap in gaps if gap.weeks],
        weeks_ahead=queries.WEEKS_AHEAD,
        most=MOST_NAMED,
        say_level=lambda level: say_level(level, speaker),
        say_days=lambda days: say_days(days, speaker),
    )
