"""Columns shared by everything: services, people who sign in, workers, events."""

from piccolo.columns import (
    JSONB,
    UUID,
    Array,
    BigInt,
    BigSerial,
    Boolean,
    Bytea,
    Date,
    ForeignKey,
    Integer,
    SmallInt,
    Text,
    Timestamptz,
    Varchar,
)
from piccolo.columns.base import OnDelete
from piccolo.table import Table

R = OnDelete.restrict


class Region(Table):
    id = UUID(primary_key=True)
    name = Varchar(120, unique=True, default=None)


class Contract(Table):
    id = UUID(primary_key=True)
    code = Varchar(60, unique=True, default=None)
    name = Varchar(200, default=None)
    spot_check_target = SmallInt(null=True, default=60)
    min_months = SmallInt(default=3)


class Service(Table):
    id = UUID(primary_key=True)
    code = Varchar(60, unique=True, default=None)
    name = Varchar(200, default=None)
    type = Varchar(30, default=None)
    region = ForeignKey(Region, null=False, on_delete=R, index=True)
    regulated = Boolean(default=None)
    cqc_location_id = Varchar(60, null=True, default=None)
    opened_on = Date(default=None)
    closed_on = Date(null=True, default=None)
    nights_staffed = Boolean(default=None)
    people_supported = Integer(null=True, default=None)
    flats = Integer(null=True, default=None)
    complexity_flags = Array(base_column=Varchar(40), default=list)


class ServiceContract(Table):
    id = UUID(primary_key=True)
    service = ForeignKey(Service, null=False, on_delete=R, index=True)
    contract = ForeignKey(Contract, null=False, on_delete=R)


class User(Table, tablename="users"):
    id = UUID(primary_key=True)
    login = Varchar(200, unique=True, default=None)
    name = Varchar(200, default=None)
    password_hash = Text(null=True, default=None)
    region = ForeignKey(Region, null=True, on_delete=R)
    created_at = Timestamptz(default=None)
    ended_at = Timestamptz(null=True, default=None)
    ended_by = UUID(null=True, default=None)


class UserRole(Table):
    id = UUID(primary_key=True)
    person = ForeignKey(User, null=False, on_delete=R, index=True)
    role = Varchar(30, default=None)


class UserService(Table):
    """Where somebody works, or which services they manage, from day to day."""

    id = UUID(primary_key=True)
    person = ForeignKey(User, null=False, on_delete=R, index=True)
    service = ForeignKey(Service, null=False, on_delete=R, index=True)
    from_on = Date(default=None)
    to_on = Date(null=True, default=None)


class ServiceFact(Table):
    """Manager and region of a service as dated facts: the latest that happened holds."""

    seq = BigSerial(primary_key=True)
    service = ForeignKey(Service, null=False, on_delete=R, index=True)
    field = Varchar(20, default=None)
    value = Varchar(60, null=True, default=None)
    happened_at = Timestamptz(default=None)
    recorded_at = Timestamptz(default=None)


class Session(Table):
    token_hash = Varchar(64, primary_key=True, default=None)
    person = ForeignKey(User, null=False, on_delete=R, index=True)
    created_at = Timestamptz(default=None)
    expires_at = Timestamptz(default=None)


class SignInLink(Table):
    token_hash = Varchar(64, primary_key=True, default=None)
    person = ForeignKey(User, null=False, on_delete=R, index=True)
    created_at = Timestamptz(default=None)
    expires_at = Timestamptz(default=None)
    used_at = Timestamptz(null=True, default=None)


class ApiToken(Table):
    token_hash = Varchar(64, primary_key=True, default=None)
    person = ForeignKey(User, null=False, on_delete=R, index=True)
    created_at = Timestamptz(default=None)
    ended_at = Timestamptz(null=True, default=None)


class SignInAttempt(Table):
    """Failed sign-ins, for throttling: hashes only, kept for a day."""

    id = BigSerial(primary_key=True)
    login_hash = Varchar(64, default=None)
    address_hash = Varchar(64, default=None)
    at = Timestamptz(default=None)


class Event(Table):
    """History. Append-only, held by a trigger; ``data`` holds ids and codes, never words."""

    seq = BigSerial(primary_key=True)
    id = UUID(unique=True)
    happened_at = Timestamptz(default=None)
    recorded_at = Timestamptz(default=None)
    actor = UUID(null=True, default=None)
    job = Varchar(60, null=True, default=None)
    kind = Varchar(60, default=None)
    subject_kind = Varchar(30, default=None)
    subject_id = UUID(default=None)
    service = UUID(null=True, default=None)
    audience = Varchar(30, default=None)
    client_change_id = UUID(null=True, default=None)
    schema_version = SmallInt(default=1)
    data = JSONB(default=None)
    prev_hash = Bytea(null=True, default=None)
    hash = Bytea(null=True, default=None)


class ReadLog(Table):
    """Each view of a restricted record, with its reason."""

    id = UUID(primary_key=True)
    viewer = ForeignKey(User, null=False, on_delete=R)
    subject_kind = Varchar(30, default=None)
    subject_id = UUID(default=None)
    at = Timestamptz(default=None)
    reason = Text(default=None)


class OutboxMail(Table):
    """Mail waits here in the same transaction as its cause, and is sent after commit."""

    id = UUID(primary_key=True)
    person = ForeignKey(User, null=False, on_delete=R, index=True)
    subject = Varchar(200, default=None)
    body = Text(default=None)
    address = Varchar(300, default=None)
    created_at = Timestamptz(default=None)
    sent_at = Timestamptz(null=True, default=None)
    attempts = SmallInt(default=0)
    claimed_until = Timestamptz(null=True, default=None)
    last_error = Text(null=True, default=None)


class StoredFile(Table):
    """A file in the object store; the row says who may read it through its subject."""

    id = UUID(primary_key=True)
    name = Varchar(200, default=None)
    content_type = Varchar(100, default=None)
    size = BigInt(default=None)
    sha256 = Varchar(64, default=None)
    service = ForeignKey(Service, null=True, on_delete=R)
    subject_kind = Varchar(30, default=None)
    subject_id = UUID(default=None, index=True)
    added_by = UUID(null=True, default=None)
    added_at = Timestamptz(default=None)


class Worker(Table):
    id = UUID(primary_key=True)
    code = Varchar(60, unique=True, default=None)


class WorkerVersion(Table):
    """What is known of a worker; a new row replaces the one before, which stays."""

    id = UUID(primary_key=True)
    worker = ForeignKey(Worker, null=False, on_delete=R, index=True)
    name = Varchar(200, default=None)
    service = ForeignKey(Service, null=False, on_delete=R, index=True)
    job = Varchar(30, default=None)
    employed_as = Varchar(20, default=None)
    started_on = Date(default=None)
    left_on = Date(null=True, default=None)
    supports = Array(base_column=Varchar(60), default=list)
    leave_kind = Varchar(30, null=True, default=None)
    leave_from = Date(null=True, default=None)
    leave_to = Date(null=True, default=None)
    recorded_at = Timestamptz(default=None)
    superseded_at = Timestamptz(null=True, default=None)


class FrameworkVersion(Table):
    """A framework as it was issued; findings keep the item they were mapped to."""

    id = UUID(primary_key=True)
    framework = Varchar(60, default=None)
    version = Varchar(30, default=None)
    data = JSONB(default=None)
    published_at = Timestamptz(default=None)


class LoadedRow(Table):
    """A digest of each row that a file brought, so that the same row again changes nothing."""

    key = Varchar(400, primary_key=True, default=None)
    digest = Varchar(32, default=None)
    loaded_at = Timestamptz(default=None)
