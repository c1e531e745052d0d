"""Definitions as published, audits, their answers, and spot checks."""

from piccolo.columns import (
    JSONB,
    UUID,
    Array,
    BigSerial,
    Boolean,
    Date,
    ForeignKey,
    SmallInt,
    Text,
    Timestamptz,
    Varchar,
)
from piccolo.columns.base import OnDelete
from piccolo.table import Table

from action_plans.tables import Action, Finding
from qa.tables import Service, StoredFile, User, Worker

R = OnDelete.restrict


class DefinitionVersion(Table):
    """A definition as it was issued; an audit keeps its version for ever."""

    id = UUID(primary_key=True)
    definition = Varchar(20, default=None)
    version = SmallInt(default=None)
    title = Varchar(200, default=None)
    data = JSONB(default=None)
    published_at = Timestamptz(default=None)


class Audit(Table):
    id = UUID(primary_key=True)
    service = ForeignKey(Service, null=False, on_delete=R)
    definition = ForeignKey(DefinitionVersion, null=False, on_delete=R)
    status = Varchar(20, default=None)
    visit_on = Date(default=None)
    opened_by = ForeignKey(User, null=False, on_delete=R)
    opened_at = Timestamptz(default=None)
    completed_by = ForeignKey(User, null=True, on_delete=R)
    completed_at = Timestamptz(null=True, default=None)
    told_at = Timestamptz(null=True, default=None)
    told_recorded_by = UUID(null=True, default=None)
    score = Varchar(10, null=True, default=None)
    critical_failed = SmallInt(null=True, default=None)


class Answer(Table):
    """One change of one answer; the latest per question holds, the others stay."""

    id = UUID(primary_key=True)
    seq = BigSerial(unique=True)
    audit = ForeignKey(Audit, null=False, on_delete=R)
    question_key = Varchar(40, default=None)
    aspect = Varchar(20, default=None)
    respondent = SmallInt(default=0)
    position = SmallInt(default=0)
    value = JSONB(null=True, default=None)
    device_at = Timestamptz(null=True, default=None)
    received_at = Timestamptz(default=None)
    by = UUID(default=None)


class Evidence(Table):
    id = UUID(primary_key=True)
    audit = ForeignKey(Audit, null=False, on_delete=R, index=True)
    question_key = Varchar(40, default=None)
    kind = Varchar(10, default=None)
    caption = Text(null=True, default=None)
    file = ForeignKey(StoredFile, null=True, on_delete=R)
    added_by = UUID(default=None)
    added_at = Timestamptz(default=None)
    taken_back_at = Timestamptz(null=True, default=None)


class Draft(Table):
    """What becomes a finding at completion: joined, with a new action, or why none."""

    id = UUID(primary_key=True)
    audit = ForeignKey(Audit, null=False, on_delete=R)
    question_key = Varchar(40, default=None)
    text = Text(null=True, default=None)
    suggested_action = Text(null=True, default=None)
    severity = Varchar(10, null=True, default=None)
    framework_item = Varchar(60, null=True, default=None)
    join_action = ForeignKey(Action, null=True, on_delete=R)
    new_action = JSONB(null=True, default=None)
    none_because = Text(null=True, default=None)
    saved_by = UUID(default=None)
    saved_at = Timestamptz(default=None)
    finding = ForeignKey(Finding, null=True, on_delete=R)


class SpotCheck(Table):
    """One unannounced visit to one worker; a corrected row supersedes, never edits."""

    id = UUID(primary_key=True)
    ref = Varchar(60, default=None, index=True)  # type: ignore[assignment]  # Table.ref is not used
    worker = ForeignKey(Worker, null=False, on_delete=R, index=True)
    service = ForeignKey(Service, null=False, on_delete=R)
    checked_at = Timestamptz(default=None, index=True)
    checked_by = Varchar(200, default=None)
    checked_by_user = UUID(null=True, default=None)
    checker_role = Varchar(20, default=None)
    on_shift_with_worker = Boolean(default=False)
    announced = Boolean(default=None)
    during_support = Boolean(default=None)
    supporting = Array(base_column=Varchar(60), default=list)
    outcome = Varchar(20, default=None)
    note = Text(null=True, default=None)
    audit = ForeignKey(Audit, null=True, on_delete=R)
    recorded_at = Timestamptz(default=None)
    superseded_at = Timestamptz(null=True, default=None)
