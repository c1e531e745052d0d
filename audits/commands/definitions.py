"""Definitions and frameworks as they were issued: put into the database once, never changed."""

from datetime import datetime
from uuid import UUID, uuid4

from audits.definition_files import load_all
from audits.rules.definitions import Definition
from qa import db, events
from qa.errors import Invalid, require
from qa.framework_files import Framework, load_frameworks
from qa.roles import Role
from qa.viewer import Viewer


def why_not_publish(viewer: Viewer) -> str | None:
    """Only an administrator and the command line issue definitions."""
    return None if viewer.has(Role.ADMINISTRATOR) else "Your role does not issue definitions."


async def publish_all(*, viewer: Viewer, now: datetime) -> int:
    """Issue every definition and framework of this release that is not there; how many.

    Run at every start. Raises Invalid when the text of an issued version has changed: an
    issued version never changes (glossary.md section 3, separation of duties 5).
    """
    require(why_not_publish(viewer))
    issued: list[UUID] = []
    async with db.transaction():
        faults = [
            fault
            for framework in load_frameworks()
            if (fault := await _publish_framework(framework, viewer, now, issued))
        ]
        faults += [
            fault
            for definition in load_all()
            if (fault := await _publish_definition(definition, viewer, now, issued))
        ]
        if faults:
            raise Invalid(faults)
    return len(issued)


async def _publish_definition(
    definition: Definition, viewer: Viewer, now: datetime, issued: list[UUID]
) -> tuple[str, str] | None:
    name = f"{definition.id}.v{definition.version}"
    made = await db.row(
        """INSERT INTO definition_version (id, definition, version, title, data, published_at)
           VALUES ({}, {}, {}, {}, {}, {})
           ON CONFLICT (definition, version) DO NOTHING RETURNING id""",
        uuid4(),
        definition.id,
        definition.version,
        definition.title,
        definition.to_json(),
        now,
    )
    if made is None:
        kept = await db.value(
            "SELECT data FROM definition_version WHERE definition = {} AND version = {}",
            definition.id,
            definition.version,
        )
        same = Definition.from_json(kept) == Definition.from_json(definition.to_json())
        return None if same else _changed(name)
    await _record("definition.issued", "definition", made["id"], viewer, now, name)
    issued.append(made["id"])
    return None


async def _publish_framework(
    framework: Framework, viewer: Viewer, now: datetime, issued: list[UUID]
) -> tuple[str, str] | None:
    made = await db.row(
        """INSERT INTO framework_version (id, framework, version, data, published_at)
           VALUES ({}, {}, {}, {}, {})
           ON CONFLICT (framework, version) DO NOTHING RETURNING id""",
        uuid4(),
        framework.id,
        str(framework.version),
        framework.to_json(),
        now,
    )
    if made is None:
        kept = await db.value(
            "SELECT data FROM framework_version WHERE framework = {} AND version = {}",
            framework.id,
            str(framework.version),
        )
        same = Framework.from_json(kept) == Framework.from_json(framework.to_json())
        return None if same else _changed(framework.key)
    await _record("framework.issued", "framework", made["id"], viewer, now, framework.key)
    issued.append(made["id"])
    return None


async def _record(
    kind: str, subject_kind: str, subject_id: UUID, viewer: Viewer, now: datetime, name: str
) -> None:
    await events.record(
        kind, viewer=viewer, subject=(subject_kind, subject_id), now=now, data={"version": name}
    )


def _changed(name: str) -> tuple[str, str]:
    return (
        name,
        f"{name} was issued with other words. An issued version never changes: give the new"
        " text the next version number.",
    )
