"""The installation a command works on: its data folder, its database, and Django set up for both."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path

from ubada.config import environment
from ubada.config.cluster import Cluster
from ubada.kernel.errors import UbadaError


def data_dir() -> Path:
    """The data folder of --data-dir, else of UBADA_DATA_DIR, else `.ubada`."""
    return environment.path("UBADA_DATA_DIR")


def make_data_dir() -> None:
    """The data folder exists afterwards, mode 0700 if we made it."""
    try:
        data_dir().mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise UbadaError(f"The data folder {data_dir()} cannot be made: {error.strerror}.") from error


def uses_embedded_database() -> bool:
    """Whether no server is named in DATABASE_URL."""
    return not environment.secret("DATABASE_URL")


@contextmanager
def database(*, migrated: bool = True) -> Iterator[None]:
    """For the block, the data folder exists, the database answers and Django is ready to use.

    The embedded server is started if nobody did, and stopped afterwards if nobody else uses it. Raises UbadaError if
    the database cannot be reached or, with `migrated`, if its tables are not those of this version.
    """
    # Whatever writes into it first would make it under the umask, open to every account of the computer.
    make_data_dir()
    with Cluster(data_dir()).running() if uses_embedded_database() else nullcontext():
        import django  # noqa: PLC0415 - its settings ask the cluster where it listens
        from django.db import connection  # noqa: PLC0415
        from django.db.utils import OperationalError  # noqa: PLC0415

        django.setup()
        try:
            connection.ensure_connection()
        except OperationalError as error:
            reason = (str(error).strip().splitlines() or ["no reason was given"])[-1]
            raise UbadaError(f"The database cannot be reached: {reason}") from error
        try:
            if migrated and (missing := unapplied_migrations()):
                raise UbadaError(
                    f"The database lacks {len(missing)} of this version's migrations.", hint="Run `ubada init`."
                )
            yield
        finally:
            connection.close()


def unapplied_migrations() -> list[str]:
    """The names of this version's migrations that the database has not seen."""
    from django.db import connection  # noqa: PLC0415
    from django.db.migrations.executor import MigrationExecutor  # noqa: PLC0415

    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _ in plan]
