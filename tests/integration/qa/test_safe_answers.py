"""What every answer has, what no request gets past, and what happens without a database."""

import asyncio
import gc
import tracemalloc
from collections.abc import AsyncIterator
from types import ModuleType

import pytest

from qa.http import LARGEST_FORM
from qa.roles import Role
from tests.factories import make_user
from tests.web import api, nobody, signed_in, words

PATHS = ("/sign-in", "/no-such-page", "/health", "/services", "/api/services", "/api/no-such")


@pytest.mark.parametrize("path", PATHS)
async def test_every_answer_has_the_security_headers(db: ModuleType, path: str) -> None:
    async with nobody() as browser:
        headers = (await browser.get(path)).headers
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "DENY"
    assert headers["referrer-policy"] == "same-origin"
    assert headers["cache-control"] == "no-store"


async def test_the_nonce_is_new_for_each_answer(db: ModuleType) -> None:
    async with nobody() as browser:
        first, second = await browser.get("/sign-in"), await browser.get("/sign-in")
    one, two = first.headers["content-security-policy"], second.headers["content-security-policy"]
    assert one != two
    nonce = one.split("nonce-")[1].split("'")[0]
    assert first.text.count(f'nonce="{nonce}"') == first.text.count("<script") > 0


async def test_a_form_without_the_hidden_field_is_refused(db: ModuleType) -> None:
    async with signed_in(await make_user(Role.ADMINISTRATOR)) as browser:
        await browser.get("/accounts/new")
        bare = await browser.client.post("/accounts/new", data={"name": "A"})
        false = await browser.client.post("/accounts/new", data={"_csrf_token": "made up"})
    assert bare.status_code == false.status_code == 403
    assert "This page was open too long." in words(bare)


async def test_a_bearer_token_needs_no_hidden_field_and_a_wrong_one_gets_nothing(
    db: ModuleType,
) -> None:
    async with api(await make_user(Role.DIRECTOR)) as client:
        assert (await client.get("/api/services")).status_code == 200
        client.headers["authorization"] = "Bearer made-up"
        refused = await client.get("/api/services")
    assert refused.status_code == 401
    assert refused.json() == {"detail": "Sign in first."}


@pytest.mark.parametrize("path", ["/no-such-page", "/services/not-an-id", "/accounts"])
async def test_what_is_not_there_reads_the_same(db: ModuleType, path: str) -> None:
    async with signed_in(await make_user(Role.DIRECTOR)) as browser:
        answer = await browser.get(path)
    assert answer.status_code == 404
    assert "We could not find that." in words(answer)


async def test_an_error_on_the_api_is_one_json_object(db: ModuleType) -> None:
    async with api(await make_user(Role.DIRECTOR)) as client:
        missing = await client.get("/api/no-such")
        bad = await client.get("/api/services?page_size=many")
    assert missing.json() == {"detail": "We could not find that."}
    assert bad.status_code == 400
    assert "page_size" in bad.json()["detail"]


class Flow:
    """A form of any size that is never in memory as a whole; counts what was asked for."""

    def __init__(self, size: int) -> None:
        self.left = size
        self.sent = 0

    async def __aiter__(self) -> AsyncIterator[bytes]:
        yield (
            b'--cut\r\nContent-Disposition: form-data; name="file"; filename="a.csv"\r\n'
            b"Content-Type: text/csv\r\n\r\n"
        )
        piece = b"x" * 65_536
        while self.left > 0:
            self.left -= len(piece)
            self.sent += len(piece)
            yield piece
        yield b"\r\n--cut--\r\n"


# Litestar leaves the refused part's temporary file to the collector, which warns.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize("announced", [True, False])
async def test_a_huge_upload_is_refused_early_and_in_little_memory(
    db: ModuleType, announced: bool
) -> None:
    size = 200 * 1024 * 1024
    flow = Flow(size)
    headers = {"content-type": "multipart/form-data; boundary=cut"}
    if announced:
        headers["content-length"] = str(size)
    async with signed_in(await make_user(Role.ADMINISTRATOR)) as browser:
        await browser.get("/load")
        tracemalloc.start()
        answer = await browser.client.post("/load", content=flow, headers=headers)
        _, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        gc.collect()
    assert answer.status_code == 413
    assert "The most we can take is 25 MB." in words(answer)
    assert flow.sent <= (0 if announced else LARGEST_FORM + 65_536)
    assert most < 8 * 1024 * 1024


async def test_without_a_database_pages_say_so_and_recover(
    db: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with signed_in(await make_user(Role.DIRECTOR)) as browser:
        await db.close_pool()
        url = db.DB.config["dsn"]
        db.use("postgresql://postgres:@/qa?host=/no/such/folder")
        try:
            health = await browser.get("/health")
            page = await browser.get("/services")
            listed = await browser.get("/api/services")
        finally:
            db.use(url)
        assert health.status_code == page.status_code == listed.status_code == 503
        assert "The system cannot reach its data" in words(page)
        assert "Nothing you saved is lost." in listed.json()["detail"]
        assert (await browser.get("/health")).json() == {"status": "ok"}
        assert (await browser.get("/services")).status_code == 200
        await db.open_pool()


async def test_connections_that_the_server_cut_are_made_again(db: ModuleType) -> None:
    async with signed_in(await make_user(Role.DIRECTOR)) as browser:
        async with db.own_connection() as connection:
            await connection.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
        await asyncio.sleep(0.1)
        answers = [(await browser.get("/services")).status_code for _ in range(4)]
    assert answers[-1] == 200
    assert set(answers) <= {200, 503}
