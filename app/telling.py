"""Measures as lines for a terminal."""

from collections.abc import Iterable, Iterator

from app.enquiries.evaluation import PersonalReport, RoutingReport
from app.search.evaluation import Decisions, Recall, Report, changes

MOST_CHANGES = 20


def told(report: Report | RoutingReport | PersonalReport, before: Report | None = None) -> Iterator[str]:
    """A report as lines; with an earlier one of search, what has changed since."""
    if isinstance(report, RoutingReport):
        yield from _routing(report)
    elif isinstance(report, PersonalReport):
        yield from _personal_data(report)
    else:
        yield from _search(report, before)


def _search(report: Report, before: Report | None) -> Iterator[str]:
    yield f"{'':16}{'n':>6}{'at 1':>8}{'at 3':>8}{'at 10':>8}{'MRR':>8}{'nDCG':>8}"
    yield _recall("all", report.all)
    yield from (_recall(name, each) for name, each in report.languages.items())
    yield from (_recall(name, each) for name, each in report.kinds.items())
    yield ""
    yield (
        f"{'':16}{'answered':>10}{'handed over':>13}   no article: {'n':>4}{'answered':>10}{'handed over':>13}"
        f"{'answers wrong':>15}"
    )
    yield _decided("all", report.decisions)
    yield from (_decided(name, each) for name, each in report.decisions_by_language.items())
    yield ""
    yield "confidence   results   mean   right"
    for each in report.reliability:
        yield f"{each.above:.1f} and more{each.results:9}{each.confidence:7.2f}{each.right:8.2f}"
    if before is not None:
        yield from _since(report, before)


def _recall(name: str, of: Recall) -> str:
    return f"{name:16}{of.examples:6}{of.at_1:8.3f}{of.at_3:8.3f}{of.at_10:8.3f}{of.mrr:8.3f}{of.ndcg:8.3f}"


def _decided(name: str, of: Decisions) -> str:
    return (
        f"{name:16}{of.answerable_answered:10.3f}{of.answerable_handed_over:13.3f}{'':15}{of.unanswerable:4}"
        f"{of.unanswerable_answered:10.3f}{of.unanswerable_handed_over:13.3f}{of.answers_wrong:15.3f}"
    )


def _since(report: Report, before: Report) -> Iterator[str]:
    yield ""
    now, then = report.all, before.all
    yield (
        f"since then: at 1 {now.at_1 - then.at_1:+.3f}, at 3 {now.at_3 - then.at_3:+.3f}, MRR {now.mrr - then.mrr:+.3f}"
    )
    for change in changes(report, before)[:MOST_CHANGES]:
        yield f"  {change.id}: {_place(change.before)} -> {_place(change.now)}"


def _place(place: int | None) -> str:
    return "not found" if place is None else str(place)


def _routing(report: RoutingReport) -> Iterator[str]:
    yield f"{report.examples} texts: topic right first {report.first:.3f}, in the first two {report.first_two:.3f}, "
    yield f"somebody named with reasons {report.named:.3f}"
    yield ", ".join(f"{language} {share:.3f}" for language, share in report.languages.items())
    yield from _wrong(each.id for each in report.outcomes if not each.right)


def _personal_data(report: PersonalReport) -> Iterator[str]:
    yield f"{'':14}{'there':>7}{'found':>7}{'recall':>9}{'precision':>11}"
    for name, each in {"all": report.all, **report.types}.items():
        yield f"{name:14}{each.there:7}{each.found:7}{each.recall:9.3f}{each.precision:11.3f}"
    yield from _wrong(report.missed)


def _wrong(ids: Iterable[str]) -> Iterator[str]:
    found = list(ids)
    if found:
        yield "not right: " + " ".join(found)
