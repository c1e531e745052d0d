"""The figures over HTTP: the viewer's, with every fault in words."""

from pathlib import Path
from types import ModuleType

from qa.roles import Role
from tests import web
from tests.factories import make_user
from tests.files_to_load import load_organisation, load_rows

QUARTER = "from=2026-07-01&to=2026-09-30"


async def test_coverage_and_closure_as_the_contract_has_them(db: ModuleType) -> None:
    await load_organisation()
    async with web.api(await make_user(Role.DIRECTOR)) as client:
        answer = await client.get(f"/api/reports/spot-check-coverage?{QUARTER}&contract=LCC")
        assert answer.status_code == 200
        told = answer.json()
        assert {**told, "as_at": "", "known_at": ""}.items() >= {
            "from": "2026-07-01",
            "to": "2026-09-30",
            "contract": "LCC",
            "numerator": 1,
            "denominator": 1,
            "percentage": "100.00",
            "target": "60",
            "band": "small_numbers",
            "counted": ["W001"],
            "not_checked": [],
            "needed_to_reach_target": 0,
            "still_possible": True,
            "previous": {"numerator": 0, "denominator": 1, "percentage": "0.00"},
        }.items()
        assert told["excluded"] == [
            {"worker": "W002", "code": "under_min_months", "text": "employed under 3 months"}
        ]
        assert told["checks_not_counted"] == [
            {"ref": "K2", "worker": "W002", "code": "announced", "text": "the worker knew"}
        ]
        answer = await client.get(
            "/api/reports/action-closure?from=2026-05-01&to=2026-08-31&as_at=2026-11-01"
        )
        told = answer.json()
        assert told["due"] == 3
        assert told["left_out"] == {"with_other_body": 1, "not_to_be_done": 0, "joined": 1}
        assert (told["closed"], told["closed_on_time"], told["closure_rate"]) == (2, 1, "66.67")
        assert told["reopened"] == 3
        assert told["previous"]["due"] == 0


async def test_names_of_workers_are_in_no_answer(db: ModuleType) -> None:
    await load_organisation()
    async with web.api(await make_user(Role.DIRECTOR)) as client:
        answer = await client.get(f"/api/reports/spot-check-coverage?{QUARTER}")
        assert "Wil" not in answer.text


async def test_faults_and_what_is_out_of_sight(db: ModuleType, tmp_path: Path) -> None:
    await load_rows(tmp_path, "services", {}, {"code": "S02"})
    here = await db.value("SELECT id FROM service WHERE code = 'S01'")
    manager = await make_user(Role.SERVICE_MANAGER, services=(here,))
    async with web.api(manager) as client:
        wrong = await client.get("/api/reports/action-closure?from=2026-13-01&severity=dire")
        assert wrong.status_code == 422
        assert "there is no such date" in wrong.json()["detail"]
        assert set(wrong.json()["faults"]) == {"from", "to"}
        elsewhere = await client.get(f"/api/reports/action-closure?{QUARTER}&service=S02")
        nowhere = await client.get(f"/api/reports/action-closure?{QUARTER}&service=S99")
        assert (elsewhere.status_code, nowhere.status_code) == (404, 404)
        assert elsewhere.content == nowhere.content
    async with web.nobody() as browser:
        answer = await browser.get(f"/api/reports/action-closure?{QUARTER}")
        assert answer.status_code == 401


async def test_the_openapi_document_describes_the_figures(db: ModuleType) -> None:
    async with web.nobody() as browser:
        document = (await browser.get("/schema/openapi.json")).json()
    for path, name in (
        ("/api/reports/spot-check-coverage", "CoverageFigure"),
        ("/api/reports/action-closure", "ClosureFigure"),
    ):
        operation = document["paths"][path]["get"]
        assert {"from", "to", "as_at", "known_at", "service", "contract"} <= {
            parameter["name"] for parameter in operation["parameters"]
        }
        shape = operation["responses"]["200"]["content"]["application/json"]["schema"]["$ref"]
        assert shape.endswith(name)
