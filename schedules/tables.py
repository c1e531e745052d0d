"""What is known of each job: one row, so that the record never grows."""

from piccolo.columns import Text, Timestamptz, Varchar
from piccolo.table import Table


class JobState(Table):
    name = Varchar(60, primary_key=True, default=None)
    started_at = Timestamptz(default=None)
    ended_at = Timestamptz(null=True, default=None)
    succeeded_at = Timestamptz(null=True, default=None)
    said = Text(null=True, default=None)
    error = Text(null=True, default=None)
