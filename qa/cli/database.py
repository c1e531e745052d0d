"""``litestar database upgrade | status``."""

import click

from qa import migrations
from qa.cli.running import in_database, refuse

GROUP = click.Group("database", help="Bring the database's tables up to date.")


@GROUP.command("upgrade")
def upgrade() -> None:
    """Run every migration that has not run yet: all of them, or none."""
    try:
        in_database(migrations.upgrade, pool=False)
    except migrations.MigrationFailed as failed:
        refuse(str(failed))
    click.echo("The database is up to date.")


@GROUP.command("status")
def status() -> None:
    """List the migrations, and which of them have run."""
    for name, has_run in in_database(migrations.status, pool=False):
        click.echo(f"{'done   ' if has_run else 'waiting'} {name}")
