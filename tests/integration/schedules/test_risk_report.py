"""The rating from loaded facts and from the system's own data (risk_rating.md, contract.md)."""

from datetime import timedelta
from pathlib import Path
from types import ModuleType

import pytest

from qa.errors import Invalid
from qa.loads.loading import load
from qa.viewer import COMMAND_LINE
from schedules.commands import issue_models
from schedules.risk_report import risk_report
from schedules.rules import risk_model as m
from tests.files_to_load import DATA, LOADERS, load_rows
from tests.integration.schedules.risk_cases import NOW, part, report, service, tell
from tests.unit.schedules.risk_examples import GOOD, THREE_FLAGS

BIRCH = {
    **GOOD,
    m.A1: "requires_improvement", m.A2: "0.7", m.B1: "74", m.B3: "one_return_missing",
    m.C1: "3", m.C2: "28", m.C3: "1", m.D1: "1", m.D2: "2", m.D3: "rising", m.D4: "1",
    m.E1: "vacant_or_interim_up_to_3_months", m.E2: "22", m.E3: "84", m.E4: "45",
    m.F: THREE_FLAGS, m.CRITICAL_FAIL: "yes", m.OPEN_ENQUIRY: "yes",
}  # fmt: skip


async def test_a_service_of_which_nothing_is_known(db: ModuleType, tmp_path: Path) -> None:
    await service(tmp_path)
    found = await report()
    assert found["floors"] == ["FL10", "FL11", "FL12", "FL15"]
    assert (found["band"], found["low_confidence"]) == ("high", True)
    assert part(found, "A1") == ("not_yet_rated", 8, False)
    assert part(found, "C1") == ("no_plan", 3, True)
    assert part(found, "D2") == ("unknown", 0, False)
    assert sum(one["points"] for one in found["parts"]) == found["points"]


async def test_birch_court_from_loaded_facts(db: ModuleType, tmp_path: Path) -> None:
    await service(tmp_path)
    await tell(tmp_path, BIRCH)
    found = await report()
    assert (found["points"], found["band"], found["floors"]) == (63, "high", ["FL2", "FL9"])
    assert not found["low_confidence"]
    assert set(found) == {
        "service", "points", "band", "service_band", "low_confidence", "floors", "parts",
    }  # fmt: skip


async def test_a_disclosure_is_in_the_planning_result_only(db: ModuleType, tmp_path: Path) -> None:
    await service(tmp_path)
    await tell(tmp_path, {**GOOD, "FL16": "yes"})
    found = await report()
    assert (found["band"], found["service_band"], found["floors"]) == ("medium", "low", ["FL16"])
    await tell(tmp_path, {"FL5": "yes", "FL6": "yes"}, restricted="yes")
    found = await report()
    assert (found["band"], found["service_band"]) == ("very_high", "low")


async def test_the_systems_own_data_comes_before_what_was_told(
    db: ModuleType, tmp_path: Path
) -> None:
    await service(tmp_path, cqc_location_id="1-2605494745")
    await tell(tmp_path, GOOD)
    await load(LOADERS, "cqc-ratings", DATA / "cqc-ratings.csv", viewer=COMMAND_LINE, now=NOW)
    await load_rows(
        tmp_path,
        "visits",
        {"score": "70", "critical_failed": "1", "on": "2026-10-01"},
        {"ref": "V2", "kind": "hs_full_visit", "on": "2026-01-01", "score": ""},
        now=NOW,
    )
    await load_rows(
        tmp_path,
        "occurrences",
        {"serious": "yes"},
        {"ref": "O2", "serious": "yes", "occurred_on": "2026-04-01"},
        now=NOW,
    )
    await load_rows(tmp_path, "safeguarding", {"outcome": "substantiated"}, now=NOW)
    await load_rows(tmp_path, "workers", {}, {"code": "W002"}, now=NOW)
    await load_rows(
        tmp_path, "training", {}, {"worker_code": "W002", "status": "required"}, now=NOW
    )
    await load_rows(tmp_path, "spot-checks", {}, now=NOW)
    found = await report()
    assert part(found, "A1") == ("inadequate", 16, True)
    assert part(found, "A2") == (4.08, 2, True)
    assert part(found, "B1") == (70, 11, True)
    assert part(found, "B2") == ("not_due", 0, True)
    assert part(found, "B3")[0] == "two_returns_missing_or_visit_over_36_months"
    assert part(found, "D1") == (1, 4, True)
    assert part(found, "D2") == (1, 2, True)
    assert part(found, "E3") == (50, 2, True)
    assert part(found, "E4") == (50, 1, True)
    # FL17: a referral about us on 1 September and a serious occurrence on 1 October.
    assert found["floors"] == ["FL1", "FL3", "FL9", "FL17"]
    held = {"ref": "V3", "kind": "service_review", "on": "2026-11-05", "score": ""}
    await load_rows(tmp_path, "visits", held, now=NOW)
    assert (await report())["floors"] == ["FL1", "FL3", "FL9"]


async def test_an_inherited_rating_counts_and_says_so(db: ModuleType, tmp_path: Path) -> None:
    await service(tmp_path, cqc_location_id="1-10052707705")
    await load(LOADERS, "cqc-ratings", DATA / "cqc-ratings.csv", viewer=COMMAND_LINE, now=NOW)
    found = await report()
    judged = next(one for one in found["parts"] if one["input"] == m.A1)
    assert (judged["value"], judged["inherited"]) == ("requires_improvement", True)
    assert "FL2" in found["floors"]


async def test_late_actions_count_from_the_first_due_date(db: ModuleType, tmp_path: Path) -> None:
    await service(tmp_path)
    await tell(tmp_path, GOOD)
    await load_rows(
        tmp_path,
        "actions",
        {"due_on": "2027-06-02"},
        {"ref": "A2", "severity": "low", "first_due_on": "2026-12-01"},
        {"ref": "A3", "status": "done", "done_on": "2026-06-10"},
        {"ref": "A4", "status": "rejected"},
        now=NOW,
    )
    found = await report()
    assert part(found, "C1") == (1, 3, True)
    assert part(found, "C2") == (33.33, 4, True)
    before = await report(as_at=NOW.replace(month=6, day=1))
    assert part(before, "C1") == (0, 0, True)


async def test_what_happened_later_moves_no_rating_of_the_past(
    db: ModuleType, tmp_path: Path
) -> None:
    await service(tmp_path)
    await tell(tmp_path, BIRCH)
    then = NOW + timedelta(hours=1)
    before = await report(as_at=then, now=then)
    later = NOW + timedelta(days=10)
    await load_rows(
        tmp_path,
        "visits",
        {"on": "2026-11-28", "score": "95"},
        now=later,
    )
    await load_rows(
        tmp_path,
        "facts",
        {"fact": m.D2, "from": "2026-11-29", "value": "9"},
        now=later,
    )
    assert await report(as_at=then, now=later) == before
    assert await report(as_at=later, now=later) != before


async def test_a_referral_restricted_somewhere_shows_nowhere_else(
    db: ModuleType, tmp_path: Path
) -> None:
    await service(tmp_path)
    await service(tmp_path, "S02")
    without = (await risk_report("S02", as_at=NOW, now=NOW)).services[0].service.rating
    await load_rows(tmp_path, "safeguarding", {"restricted": "yes"}, now=NOW)
    found = await risk_report(None, as_at=NOW, now=NOW)
    by_code = {one.code: one for one in found.services}
    assert by_code["S02"].service.rating == without
    assert by_code["S01"].service.rating.points == by_code["S02"].service.rating.points
    assert by_code["S01"].planning.rating.points == without.points + 1


async def test_a_told_fact_serves_where_only_other_services_have_data(
    db: ModuleType, tmp_path: Path
) -> None:
    await service(tmp_path, people_supported="6")
    await service(tmp_path, "S02", people_supported="6")
    await tell(tmp_path, GOOD)
    await load_rows(tmp_path, "occurrences", {"service_code": "S02"}, now=NOW)
    await load_rows(tmp_path, "feedback", {"service_code": "S02"}, now=NOW)
    assert part(await report(), "D4") == (0, 0, True)
    await load_rows(tmp_path, "occurrences", {"ref": "O2", "occurred_on": "2026-01-01"}, now=NOW)
    assert part(await report(), "D4") == (1, 1, True)
    assert part(await report("S02"), "D4") == (0, 0, True)


async def test_parts_stand_in_the_order_of_the_inputs(db: ModuleType, tmp_path: Path) -> None:
    await issue_models(viewer=COMMAND_LINE, now=NOW)
    await service(tmp_path)
    assert [one["input"] for one in (await report())["parts"]] == list(m.INPUTS)


async def test_a_service_that_there_is_not_is_refused(db: ModuleType, tmp_path: Path) -> None:
    await service(tmp_path)
    with pytest.raises(Invalid):
        await risk_report("S99", as_at=NOW, now=NOW)
    with pytest.raises(Invalid):
        await risk_report("S01", as_at=NOW.replace(year=2010), now=NOW)
