"""Nobody widens their own rights by loading a file."""

from pathlib import Path

import pytest

from app import ABOVE
from qa import db
from qa.loads.faults import LoadFaults
from qa.loads.loading import load
from qa.roles import Role
from tests.factories import NOW, make_user

pytestmark = pytest.mark.usefixtures("db")
HEADINGS = "email,name,role,region,service_codes\n"


async def _login(user_id: object) -> str:
    found: str = await db.value("SELECT login FROM users WHERE id = {}", user_id)
    return found


async def test_an_administrator_does_not_give_themselves_a_role(tmp_path: Path) -> None:
    priya = await make_user(Role.ADMINISTRATOR)
    file = tmp_path / "users.csv"
    login = await _login(priya.user_id)
    file.write_text(f"{HEADINGS}{login},Priya,administrator;director,,\n")
    with pytest.raises(LoadFaults) as refused:
        await load(ABOVE.loaders, "users", file, viewer=priya, now=NOW)
    assert "own roles" in str(refused.value.rows[0])
    roles = await db.rows("SELECT role FROM user_role WHERE person = {}", priya.user_id)
    assert [row["role"] for row in roles] == ["administrator"]


async def test_an_own_row_with_the_same_roles_is_no_fault(tmp_path: Path) -> None:
    priya = await make_user(Role.ADMINISTRATOR, Role.COMMITTEE_MEMBER)
    file = tmp_path / "users.csv"
    login = await _login(priya.user_id)
    file.write_text(f"{HEADINGS}{login},Priya C,committee_member;administrator,,\n")
    await load(ABOVE.loaders, "users", file, viewer=priya, now=NOW)
    assert await db.value("SELECT name FROM users WHERE login = {}", login) == "Priya C"
