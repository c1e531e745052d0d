"""Everything that was found, and everything done about it."""

from piccolo.columns import (
    UUID,
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

from qa.tables import Service, StoredFile, User

R = OnDelete.restrict


class Plan(Table):
    """The single action plan: one per service for its whole life (rules.md R002)."""

    id = UUID(primary_key=True)
    service = ForeignKey(Service, null=False, on_delete=R, unique=True)
    created_at = Timestamptz(default=None)


class Report(Table):
    """An outside report or a piece of feedback; may concern several services (R008, R009)."""

    id = UUID(primary_key=True)
    source = Varchar(40, default=None)
    title = Varchar(200, default=None)
    received_on = Date(default=None)
    recorded_at = Timestamptz(default=None)
    recorded_by = UUID(null=True, default=None)
    accuracy_checked_at = Timestamptz(null=True, default=None)
    accuracy_checked_by = UUID(null=True, default=None)
    outcome = Text(null=True, default=None)


class ReportRecipient(Table):
    """To whom the director sent an outside report on (R008)."""

    id = UUID(primary_key=True)
    report = ForeignKey(Report, null=False, on_delete=R, index=True)
    person = ForeignKey(User, null=False, on_delete=R)
    sent_at = Timestamptz(default=None)
    sent_by = UUID(null=True, default=None)


class Feedback(Table):
    """Complaints, concerns, comments, suggestions, compliments (R035, R116)."""

    id = UUID(primary_key=True)
    ref = Varchar(60, unique=True, default=None)  # type: ignore[assignment]  # Table.ref is not used
    service = ForeignKey(Service, null=False, on_delete=R, index=True)
    kind = Varchar(20, default=None)
    channel = Varchar(20, default=None)
    formal = Boolean(default=None)
    raised_by = Varchar(20, default=None)
    contract = Varchar(60, null=True, default=None)
    received_on = Date(default=None)
    completed_on = Date(null=True, default=None)
    naming = Varchar(30, default=None)
    text = Text(default=None)
    issue = Varchar(200, null=True, default=None)
    outcome = Varchar(200, null=True, default=None)
    recorded_at = Timestamptz(default=None)


class Action(Table):
    """What will be done about one improvement, and how far it is."""

    id = UUID(primary_key=True)
    ref = Varchar(60, unique=True, default=None)  # type: ignore[assignment]  # Table.ref is not used
    plan = ForeignKey(Plan, null=False, on_delete=R)
    service = ForeignKey(Service, null=False, on_delete=R)
    title = Varchar(300, default=None)
    difference = Text(null=True, default=None)
    how_known = Text(null=True, default=None)
    help_needed = Text(null=True, default=None)
    severity = Varchar(10, default=None)
    status = Varchar(20, default=None)
    owner = ForeignKey(User, null=True, on_delete=R)
    owner_name = Varchar(200, null=True, default=None)
    raised_at = Timestamptz(default=None)
    raised_on = Date(default=None)
    raised_by = UUID(null=True, default=None)
    first_due_on = Date(default=None)
    due_on = Date(default=None)
    limit_on = Date(null=True, default=None)
    done_at = Timestamptz(null=True, default=None)
    done_on = Date(null=True, default=None)
    done_by = UUID(null=True, default=None)
    done_by_name = Varchar(200, null=True, default=None)
    checked_at = Timestamptz(null=True, default=None)
    checked_on = Date(null=True, default=None)
    checked_by = UUID(null=True, default=None)
    checked_by_name = Varchar(200, null=True, default=None)
    other_body = Varchar(200, null=True, default=None)
    not_done_because = Text(null=True, default=None)
    merged_into = UUID(null=True, default=None)
    check_at_next_visit = Boolean(default=False)
    hs_content = Boolean(default=False)
    restricted = Boolean(default=False)
    embargoed_until = Timestamptz(null=True, default=None)
    sources = Varchar(400, default="")
    recorded_at = Timestamptz(default=None)


class ActionFact(Table):
    """Status, owner, due date, severity of an action as dated facts: the past, fast."""

    seq = BigSerial(primary_key=True)
    action = ForeignKey(Action, null=False, on_delete=R)
    field = Varchar(20, default=None)
    value = Varchar(300, null=True, default=None)
    happened_at = Timestamptz(default=None)
    recorded_at = Timestamptz(default=None)
    by = UUID(null=True, default=None)


class Finding(Table):
    """One observation from one source on one date, in the finder's own words for ever."""

    id = UUID(primary_key=True)
    ref = Varchar(60, unique=True, default=None)  # type: ignore[assignment]  # Table.ref is not used
    plan = ForeignKey(Plan, null=False, on_delete=R)
    service = ForeignKey(Service, null=False, on_delete=R)
    source = Varchar(40, default=None)
    raised_on = Date(default=None)
    text = Text(default=None)
    suggested_action = Text(null=True, default=None)
    severity = Varchar(10, default=None)
    framework_item = Varchar(60, null=True, default=None)
    question_key = Varchar(20, null=True, default=None)
    restricted = Boolean(default=False)
    hs_content = Boolean(default=False)
    naming = Varchar(30, null=True, default=None)
    report = ForeignKey(Report, null=True, on_delete=R)
    feedback = ForeignKey(Feedback, null=True, on_delete=R)
    origin_kind = Varchar(30, null=True, default=None)
    origin_id = UUID(null=True, default=None)
    origin_address = Varchar(200, null=True, default=None)
    embargoed_until = Timestamptz(null=True, default=None)
    limit_on = Date(null=True, default=None)
    raised_by = UUID(null=True, default=None)
    recorded_at = Timestamptz(default=None)
    action = ForeignKey(Action, null=True, on_delete=R, index=True)
    joined_at = Timestamptz(null=True, default=None)
    joined_by = UUID(null=True, default=None)
    came_back_from = UUID(null=True, default=None)


class FindingVoice(Table):
    """Who said it, apart from what was said, so that it can be kept back or erased."""

    id = UUID(primary_key=True)
    finding = ForeignKey(Finding, null=False, on_delete=R, unique=True)
    who = Varchar(200, default=None)


class FindingNamed(Table):
    """Somebody whom a restricted finding names: they never see it (glossary.md 7.2)."""

    id = UUID(primary_key=True)
    finding = ForeignKey(Finding, null=False, on_delete=R, index=True)
    person = ForeignKey(User, null=False, on_delete=R)


class ActionStep(Table):
    id = UUID(primary_key=True)
    action = ForeignKey(Action, null=False, on_delete=R, index=True)
    position = SmallInt(default=None)
    text = Varchar(300, default=None)
    done_at = Timestamptz(null=True, default=None)
    done_by = UUID(null=True, default=None)


class ActionNote(Table):
    """What somebody said about an action on the way: progress, answers, reasons."""

    id = UUID(primary_key=True)
    action = ForeignKey(Action, null=False, on_delete=R, index=True)
    kind = Varchar(20, default=None)
    text = Text(default=None)
    by = UUID(null=True, default=None)
    at = Timestamptz(default=None)


class Proof(Table):
    """Why we believe it: words, a photo, a file, or where it can be seen."""

    id = UUID(primary_key=True)
    action = ForeignKey(Action, null=False, on_delete=R, index=True)
    kind = Varchar(10, default=None)
    text = Text(null=True, default=None)
    file = ForeignKey(StoredFile, null=True, on_delete=R)
    added_by = UUID(default=None)
    added_at = Timestamptz(default=None)


class ActionRequest(Table):
    """More time, or "this is the landlord's", or "we cannot": asked by one, decided by another."""

    id = UUID(primary_key=True)
    action = ForeignKey(Action, null=False, on_delete=R, index=True)
    kind = Varchar(20, default=None)
    reason = Text(default=None)
    new_due_on = Date(null=True, default=None)
    other_body = Varchar(200, null=True, default=None)
    asked_by = UUID(default=None)
    asked_at = Timestamptz(default=None)
    decided_by = UUID(null=True, default=None)
    decided_at = Timestamptz(null=True, default=None)
    agreed = Boolean(null=True, default=None)
    decision = Text(null=True, default=None)


class ActionCheck(Table):
    """Somebody looked whether it worked."""

    id = UUID(primary_key=True)
    action = ForeignKey(Action, null=False, on_delete=R, index=True)
    worked = Boolean(default=None)
    how = Text(default=None)
    claim_done_at = Timestamptz(default=None)
    checked_by = UUID(null=True, default=None)
    checked_by_name = Varchar(200, null=True, default=None)
    checked_at = Timestamptz(default=None)
    recorded_at = Timestamptz(default=None)
