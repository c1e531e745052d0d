"""Loading a file in the browser: whole or not at all, with every fault in a table."""

from types import ModuleType

from httpx import Response

from qa.roles import Role
from tests.factories import make_user
from tests.web import Browser, faults, signed_in, words

HEADINGS = (
    "code,name,type,region,regulated,cqc_location_id,opened_on,closed_on,contracts,"
    "nights_staffed,people_supported,flats,complexity_flags"
)
GOOD = "A1,Alder House,residential,North,yes,,2020-01-01,,LCC,yes,6,,"


async def _load(browser: Browser, *lines: str, kind: str = "services") -> Response:
    file = "\r\n".join((HEADINGS, *lines)).encode()
    return await browser.post("/load", {"kind": kind}, files={"file": ("a.csv", file, "text/csv")})


async def test_a_file_is_loaded_and_the_same_again_changes_nothing(db: ModuleType) -> None:
    async with signed_in(await make_user(Role.ADMINISTRATOR)) as browser:
        first = await _load(browser, GOOD)
        assert first.headers["location"] == "/load?kind=services"
        shown = await browser.get("/load?kind=services")
        assert "Services: 1 added, 0 changed, 0 as they were." in words(shown)
        await _load(browser, GOOD.replace("Alder", "Elder"))
        changed = await browser.get("/load")
        assert "Services: 0 added, 1 changed, 0 as they were." in words(changed)
        await _load(browser, GOOD.replace("Alder", "Elder"))
        same = await browser.get("/load")
        assert "Services: 0 added, 0 changed, 1 as they were." in words(same)
        assert "as they were" not in words(await browser.get("/load"))


async def test_every_fault_stands_in_the_table_and_nothing_is_loaded(db: ModuleType) -> None:
    async with signed_in(await make_user(Role.ADMINISTRATOR)) as browser:
        refused = await _load(
            browser,
            GOOD,
            "B2,<b>Birch</b>,castle,North,yes,,2020-13-01,,LCC,yes,six,,",
        )
    assert refused.status_code == 422
    told = words(refused)
    assert "Nothing was loaded: the file has 3 faults." in told
    assert "opened_on What stands there 2020-13-01 What is wrong there is no such date" in told
    assert "type What stands there castle" in told
    assert "people_supported What stands there six" in told
    assert "<b>Birch</b>" not in refused.text
    assert await db.value("SELECT count(*) FROM service") == 0


async def test_a_kind_and_a_file_must_be_chosen(db: ModuleType) -> None:
    async with signed_in(await make_user(Role.ADMINISTRATOR)) as browser:
        nothing = await browser.post("/load")
        odd = await _load(browser, GOOD, kind="secrets")
    assert faults(nothing) == ["Choose what the file holds", "Choose a CSV file"]
    assert faults(odd) == ["Choose what the file holds"]


async def test_what_is_no_csv_is_a_fault(db: ModuleType) -> None:
    picture = b"\x89PNG\r\n\x1a\n\x00\x00\xff\xfe" * 40
    async with signed_in(await make_user(Role.ADMINISTRATOR)) as browser:
        refused = await browser.post(
            "/load", {"kind": "services"}, files={"file": ("a.csv", picture, "text/csv")}
        )
    assert refused.status_code == 422
    assert "Nothing was loaded" in words(refused)


async def test_an_empty_file_has_the_headings_of_its_kind(db: ModuleType) -> None:
    async with signed_in(await make_user(Role.ADMINISTRATOR)) as browser:
        found = await browser.get("/load/services/headings.csv")
        missing = await browser.get("/load/secrets/headings.csv")
        loaded = await browser.post(
            "/load", {"kind": "services"}, files={"file": ("a.csv", found.content, "text/csv")}
        )
    assert found.text.strip() == HEADINGS
    assert found.headers["content-type"].startswith("text/csv")
    assert missing.status_code == 404
    assert loaded.status_code == 303
