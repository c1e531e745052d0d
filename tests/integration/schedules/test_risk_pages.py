"""The level on a service's page, and the pages of the rating for those who plan."""

from datetime import UTC, datetime
from pathlib import Path
from types import ModuleType
from uuid import UUID

from qa.roles import Role
from schedules import jobs
from schedules.risk_model_files import newest_text
from schedules.rules import risk_model as m
from tests.factories import make_user
from tests.files_to_load import load_rows
from tests.integration.schedules.risk_cases import service, tell
from tests.unit.schedules.risk_examples import GOOD
from tests.web import faults, signed_in, words


async def _birch(db: ModuleType, folder: Path) -> UUID:
    await service(folder)
    await tell(folder, {**GOOD, m.A1: "requires_improvement", m.C1: "3", m.E3: "unknown"})
    await load_rows(
        folder, "facts", {"fact": "FL5", "from": "2026-11-01", "value": "yes", "restricted": "yes"}
    )
    await jobs.run("rate_services", datetime.now(UTC))
    found: UUID = await db.value("SELECT id FROM service")
    return found


async def test_a_service_manager_reads_what_why_and_what_next(
    db: ModuleType, tmp_path: Path
) -> None:
    service_id = await _birch(db, tmp_path)
    tolu = await make_user(Role.SERVICE_MANAGER, services=(service_id,))
    async with signed_in(tolu) as browser:
        said = words(await browser.get(f"/services/{service_id}"))
        assert "This service is at Close attention" in said
        assert "CQC rates you Requires improvement (12 points)" in said
        assert "3 important actions are past their date (6 points)" in said
        assert "Not known yet: send us training figures (now 1 point)" in said
        assert "within 10 working days" in said
        for secret in ("abuse", "restricted", "Very high", "Intensive", "FL5"):
            assert secret not in said
        assert (await browser.get(f"/services/{service_id}/risk")).status_code == 404
        assert (await browser.get("/risk")).status_code == 404
        assert (await browser.get("/risk/settings")).status_code == 404
        wrong = await browser.post(f"/services/{service_id}/level", {"band": "very_high"})
        assert wrong.status_code == 422
        assert faults(wrong) == ["Say why"]
        asked = {"band": "very_high", "reason": "Nights worry me"}
        assert (await browser.post(f"/services/{service_id}/level", asked)).status_code == 303
        said = words(await browser.get(f"/services/{service_id}"))
        assert "This service is at Intensive support" in said
        assert "Before, it was Close attention" in said


async def test_those_who_plan_see_everything(db: ModuleType, tmp_path: Path) -> None:
    service_id = await _birch(db, tmp_path)
    async with signed_in(await make_user(Role.QUALITY_MANAGER)) as browser:
        assert "Very high" in words(await browser.get("/risk"))
        said = words(await browser.get(f"/services/{service_id}/risk"))
        assert "FL5: abuse was found to have happened" in said
        assert "The service sees: Close attention" in said
        check = await browser.post(f"/services/{service_id}/risk/check", {})
        assert check.status_code == 422


async def test_support_workers_and_administrators_read_no_level(
    db: ModuleType, tmp_path: Path
) -> None:
    service_id = await _birch(db, tmp_path)
    worker = await make_user(Role.SUPPORT_WORKER, services=(service_id,))
    for viewer in (worker, await make_user(Role.ADMINISTRATOR)):
        async with signed_in(viewer) as browser:
            page = await browser.get(f"/services/{service_id}")
            assert "attention" not in words(page).lower()
            assert (await browser.get(f"/services/{service_id}/level")).status_code == 404


async def test_the_director_sees_what_settings_would_change(db: ModuleType, tmp_path: Path) -> None:
    await _birch(db, tmp_path)
    text = newest_text().replace('"1.0"', '"1.1"').replace("[2, 4, 6]", "[2, 4, 9]")
    async with signed_in(await make_user(Role.DIRECTOR)) as browser:
        shown = await browser.post("/risk/settings", {"settings": text, "do": "preview"})
        assert "What settings 1.1 would change" in words(shown)
        assert "Very high, 22" in words(shown)
        wrong = await browser.post("/risk/settings", {"settings": "a: 1", "do": "issue"})
        assert wrong.status_code == 422
        done = await browser.post("/risk/settings", {"settings": text, "do": "issue"})
        assert done.status_code == 303
