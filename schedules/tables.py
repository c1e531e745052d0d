"""What the schedule rests on: past visits, what happened, what is known, and each rating."""

from piccolo.columns import (
    JSONB,
    UUID,
    Array,
    BigSerial,
    Boolean,
    Date,
    ForeignKey,
    Integer,
    Numeric,
    Text,
    Timestamptz,
    Varchar,
)
from piccolo.columns.base import OnDelete
from piccolo.table import Table

from qa.tables import Service, User, Worker

R = OnDelete.restrict


class JobState(Table):
    """What is known of each job: one row, so that the record never grows."""

    name = Varchar(60, primary_key=True, default=None)
    started_at = Timestamptz(default=None)
    ended_at = Timestamptz(null=True, default=None)
    succeeded_at = Timestamptz(null=True, default=None)
    said = Text(null=True, default=None)
    error = Text(null=True, default=None)


class PastVisit(Table):
    """A visit that took place before, told by a file; a changed row supersedes, never edits."""

    id = UUID(primary_key=True)
    ref = Varchar(60, default=None)  # type: ignore[assignment]  # Table.ref is a method
    service = ForeignKey(Service, null=False, on_delete=R, index=True)
    kind = Varchar(30, default=None)
    visit_on = Date(default=None)
    visitors = Array(base_column=Varchar(200), default=list)
    announced = Boolean(default=None)
    score = Numeric(digits=(5, 2), null=True, default=None)
    critical_failed = Integer(null=True, default=None)
    recorded_at = Timestamptz(default=None)
    superseded_at = Timestamptz(null=True, default=None)


class Occurrence(Table):
    """An accident, incident or near miss: kind and theme, no narrative (rules.md R040)."""

    id = UUID(primary_key=True)
    ref = Varchar(60, default=None)  # type: ignore[assignment]  # Table.ref is a method
    service = ForeignKey(Service, null=False, on_delete=R, index=True)
    kind = Varchar(20, default=None)
    theme = Varchar(100, null=True, default=None)
    serious = Boolean(default=None)
    occurred_on = Date(default=None)
    notified_to = Array(base_column=Varchar(60), default=list)
    issue = Varchar(200, null=True, default=None)
    outcome = Varchar(200, null=True, default=None)
    recorded_at = Timestamptz(default=None)
    superseded_at = Timestamptz(null=True, default=None)


class SafeguardingReferral(Table):
    """The referral log, without names (rules.md R045).

    ``happened_at`` is when this version began to be true: the day it was raised, or, where
    only the outcome is new, when that was told.
    """

    id = UUID(primary_key=True)
    ref = Varchar(60, default=None)  # type: ignore[assignment]  # Table.ref is a method
    service = ForeignKey(Service, null=False, on_delete=R, index=True)
    raised_on = Date(default=None)
    told_how = Varchar(10, null=True, default=None)
    told_on = Date(null=True, default=None)
    about_us = Boolean(default=None)
    issue = Varchar(200, null=True, default=None)
    outcome = Varchar(20, default=None)
    restricted = Boolean(default=False)
    happened_at = Timestamptz(default=None)
    recorded_at = Timestamptz(default=None)
    superseded_at = Timestamptz(null=True, default=None)


class TrainingRecord(Table):
    id = UUID(primary_key=True)
    worker = ForeignKey(Worker, null=False, on_delete=R, index=True)
    subject = Varchar(100, default=None)
    happened_on = Date(default=None)
    status = Varchar(20, default=None)
    recorded_at = Timestamptz(default=None)
    superseded_at = Timestamptz(null=True, default=None)


class Availability(Table):
    """When and for what a visitor can be planned."""

    id = UUID(primary_key=True)
    person = ForeignKey(User, null=False, on_delete=R, index=True)
    from_on = Date(default=None)
    to_on = Date(null=True, default=None)
    days_per_week = Numeric(digits=(3, 2), default=None)
    regions = Array(base_column=Varchar(120), default=list)
    kinds = Array(base_column=Varchar(30), default=list)
    may_not_visit = Array(base_column=Varchar(60), default=list)
    recorded_at = Timestamptz(default=None)
    superseded_at = Timestamptz(null=True, default=None)


class CqcRating(Table):
    """One rating as CQC published it: a location, a population group, a domain, a date."""

    id = UUID(primary_key=True)
    location = Varchar(60, default=None)
    location_name = Varchar(300, default=None)
    category = Varchar(200, null=True, default=None)
    local_authority = Varchar(120, null=True, default=None)
    population_group = Varchar(120, default=None)
    domain = Varchar(60, default=None)
    rating = Varchar(60, default=None)
    published_on = Date(null=True, default=None)  # none where CQC says Not Rated
    report_type = Varchar(60, null=True, default=None)
    inherited = Boolean(default=False)
    provider = Varchar(60, default=None)
    provider_name = Varchar(300, null=True, default=None)
    recorded_at = Timestamptz(default=None)
    superseded_at = Timestamptz(null=True, default=None)


class RiskFact(Table):
    """A fact that somebody told or a file brought, true from a day on (risk_rating.md 9)."""

    id = UUID(primary_key=True)
    service = ForeignKey(Service, null=False, on_delete=R, index=True)
    fact = Varchar(60, default=None)
    from_on = Date(default=None)
    value = Varchar(300, default=None)
    restricted = Boolean(default=False)
    recorded_by = UUID(null=True, default=None)
    recorded_at = Timestamptz(default=None)
    superseded_at = Timestamptz(null=True, default=None)


class RiskModelVersion(Table):
    """The settings of the rating as they were issued; each stored rating names its version."""

    id = UUID(primary_key=True)
    version = Varchar(30, unique=True, default=None)
    data = JSONB(default=None)
    applies_from = Date(default=None)
    published_at = Timestamptz(default=None)
    published_by = UUID(null=True, default=None)


class RiskRating(Table):
    """One change of a service's rating, with its cause. Append-only.

    ``planning`` and ``service_result`` hold band in force, band held (before overrides), day
    of the last rise, points, floors and parts; the service result knows no restricted fact.
    """

    seq = BigSerial(primary_key=True)
    service = ForeignKey(Service, null=False, on_delete=R)
    band = Varchar(10, default=None)
    service_band = Varchar(10, default=None)
    planning = JSONB(default=None)
    service_result = JSONB(default=None)
    cause = Varchar(60, default=None)
    by = UUID(null=True, default=None)
    model_version = Varchar(30, default=None)
    happened_at = Timestamptz(default=None)
    recorded_at = Timestamptz(default=None)


class RiskOverride(Table):
    """A person's judgement: upward by anyone responsible, downward by the director."""

    id = UUID(primary_key=True)
    service = ForeignKey(Service, null=False, on_delete=R, index=True)
    band = Varchar(10, default=None)
    lowers = Boolean(default=None)
    was = Varchar(10, default=None)
    reason = Text(default=None)
    restricted = Boolean(default=False)
    from_on = Date(default=None)
    to_on = Date(null=True, default=None)
    by = UUID(null=True, default=None)
    recorded_at = Timestamptz(default=None)
    ended_at = Timestamptz(null=True, default=None)
    ended_by = UUID(null=True, default=None)


class RiskModeration(Table):
    """The monthly check of a service whose points ask for a lower level than is in force."""

    id = UUID(primary_key=True)
    service = ForeignKey(Service, null=False, on_delete=R, index=True)
    moderated_on = Date(default=None)
    lowered = Boolean(default=None)
    reason = Text(null=True, default=None)
    by = UUID(null=True, default=None)
    recorded_at = Timestamptz(default=None)
