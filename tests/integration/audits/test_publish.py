"""Definitions and frameworks are issued once; an issued version never changes."""

from dataclasses import replace

import pytest

from audits import definition_files
from audits.commands import definitions
from audits.commands.definitions import publish_all
from audits.queries.definitions import all_current, current
from audits.rules.definitions import Definition
from qa import db
from qa.errors import Invalid, NotAllowed, NotFound
from qa.framework_files import load_frameworks
from qa.roles import Role
from qa.viewer import COMMAND_LINE
from tests.factories import NOW, make_user

pytestmark = pytest.mark.usefixtures("db")


async def test_everything_is_issued_once() -> None:
    wanted = len(definition_files.load_all()) + len(load_frameworks())
    assert await publish_all(viewer=COMMAND_LINE, now=NOW) == wanted
    assert await publish_all(viewer=COMMAND_LINE, now=NOW) == 0
    assert await db.value("SELECT count(*) FROM event WHERE kind LIKE '%.issued'") == wanted
    assert [one.id for one in await all_current()] == sorted(
        {one.id for one in definition_files.load_all()}
    )


async def test_what_was_issued_reads_as_it_was_written() -> None:
    await publish_all(viewer=COMMAND_LINE, now=NOW)
    for written in definition_files.load_all():
        _, issued = await current(written.id)
        assert issued == written


async def test_an_issued_version_with_other_words_is_a_fault(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    await publish_all(viewer=COMMAND_LINE, now=NOW)
    first, *others = definition_files.load_all()
    changed = replace(first, title="Another title")
    monkeypatch.setattr(definitions, "load_all", lambda: [changed, *others])
    with pytest.raises(Invalid, match="was issued with other words"):
        await publish_all(viewer=COMMAND_LINE, now=NOW)


async def test_new_audits_open_in_the_newest_version(monkeypatch: pytest.MonkeyPatch) -> None:
    await publish_all(viewer=COMMAND_LINE, now=NOW)
    first = definition_files.load_all()[0]
    newer: list[Definition] = [replace(first, version=2, title="Second version")]
    monkeypatch.setattr(definitions, "load_all", lambda: newer)
    assert await publish_all(viewer=COMMAND_LINE, now=NOW) == 1
    _, issued = await current("t01")
    assert issued.title == "Second version"


async def test_only_an_administrator_issues_definitions() -> None:
    with pytest.raises(NotAllowed):
        await publish_all(viewer=await make_user(Role.QUALITY_MANAGER), now=NOW)
    with pytest.raises(NotFound):
        await current("t01")
