"""The cluster of one data folder, shared by the processes that use it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ubada.config.cluster import control, keeper, locks
from ubada.config.cluster.connection import socket_url
from ubada.config.cluster.control import ADMIN_ROLE, APPLICATION_ROLE, DATABASE_NAME
from ubada.config.cluster.place import SOCKET_PORT, Place, cluster_folder, prepare, read_record, write_record
from ubada.kernel.errors import UbadaError

if TYPE_CHECKING:
    import psycopg


class Cluster:
    """The embedded PostgreSQL of `data_dir`.

    `start()` takes a share of the server and starts it if nobody did; `stop()` gives the share back and stops the
    server if nobody else holds one. A share whose holder was killed is given back by the kernel, and a small keeper
    process then stops the server. `durable=False` trades safety on power loss for speed and is for tests alone.
    """

    def __init__(self, data_dir: Path, *, durable: bool = True) -> None:
        self.data_dir = Path(os.path.abspath(data_dir))  # noqa: PTH100 - resolve() would follow links
        self._durable = durable
        self._share: int | None = None
        self._keeper: int | None = None

    def ensure_initialised(self) -> None:
        """Makes the data folder (mode 0700, if missing) and an empty cluster in it; does nothing when all is there.

        Raises UbadaError saying what is missing: programs, room on the disk, rights, or a matching version.
        """
        self._make_data_dir()
        with locks.exclusive(self.data_dir / locks.TURN):
            self._initialise()

    def start(self) -> None:
        """Takes a share; afterwards the server answers and has Ubada's role and database. Repeating it changes nothing.

        Raises UbadaError with the server's own reason when it cannot start.
        """
        if self._share is not None:
            return
        self._make_data_dir()
        with locks.exclusive(self.data_dir / locks.TURN):
            share = locks.take_share(self.data_dir / locks.SHARES)
            try:
                place = self._initialise()
                if not control.is_running(place):
                    control.launch(place, durable=self._durable)
                self._keeper = keeper.ensure(self.data_dir)
                self._provide_role(place)
                self._provide_database(place, DATABASE_NAME)
            except BaseException:
                self._give_up(share)
                raise
            self._share = share

    def stop(self) -> bool:
        """Gives the share back. True if the server is stopped now, False if others still use it."""
        if self._share is None:
            return not self.is_running()
        share, self._share = self._share, None
        try:
            with locks.exclusive(self.data_dir / locks.TURN):
                last = locks.is_last_share(share)
                if last:
                    control.shut_down(prepare(self.data_dir))
        finally:
            os.close(share)
        if last:
            keeper.wait_until_gone(self.data_dir, self._keeper)
        return last

    def _give_up(self, share: int) -> None:
        """After a failed start: no server may be left that nobody uses. The first error is the one to show."""
        with suppress(UbadaError):
            if locks.is_last_share(share):
                control.shut_down(self._place())
        os.close(share)

    @contextmanager
    def running(self) -> Iterator[Cluster]:
        """Holds a share for the block."""
        self.start()
        try:
            yield self
        finally:
            self.stop()

    @property
    def folder(self) -> Path:
        """Where the database lies: in the data folder, or elsewhere if it was made by root."""
        record = read_record(self.data_dir)
        return self.data_dir / "database" if record is None else cluster_folder(self.data_dir, record)

    def is_initialised(self) -> bool:
        """Whether the cluster has been made; looks at its record alone."""
        record = read_record(self.data_dir)
        return record is not None and record.ready

    def is_running(self) -> bool:
        """Whether the server answers now, whoever started it; makes and starts nothing."""
        with suppress(UbadaError):
            record = read_record(self.data_dir)
            return record is not None and record.ready and control.is_running(self._place())
        return False

    def url(self, database: str = DATABASE_NAME, *, role: str = APPLICATION_ROLE) -> str:
        """The postgresql:// address of a database for processes of the account that started the cluster."""
        return socket_url(self._place().socket, database, role)

    def ensure_database(self, name: str) -> None:
        """Makes the database, owned by Ubada's role, if the running cluster has none of that name."""
        if self._share is None:
            raise UbadaError("The cluster is not started.")
        self._provide_database(self._place(), name)

    def allow_test_databases(self) -> None:
        """Lets Ubada's role make databases, which a test run needs and a site does not."""
        with self._admin(self._place()) as connection:
            connection.execute(f"ALTER ROLE {APPLICATION_ROLE} CREATEDB")

    def _make_data_dir(self) -> None:
        try:
            self.data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as error:
            raise UbadaError(f"The data folder {self.data_dir} cannot be made: {error.strerror}.") from error

    def _place(self) -> Place:
        return prepare(self.data_dir)

    def _initialise(self) -> Place:
        place = self._place()
        control.initialise(place, durable=self._durable)
        if not place.record.ready:
            write_record(self.data_dir, replace(place.record, ready=True))
            place = self._place()
        return place

    @contextmanager
    def _admin(self, place: Place) -> Iterator[psycopg.Connection[Any]]:
        # Imported here because the keeper, which lives as long as the server, has no use for it.
        import psycopg  # noqa: PLC0415

        try:
            connection = psycopg.connect(
                host=str(place.socket), port=SOCKET_PORT, user=ADMIN_ROLE, dbname="postgres", autocommit=True
            )
        except psycopg.OperationalError as error:
            raise UbadaError(f"The database server does not answer: {str(error).strip().splitlines()[-1]}") from error
        with connection:
            yield connection

    def _provide_role(self, place: Place) -> None:
        """The application's role is no superuser: a fault in the site must not reach the server's files."""
        with self._admin(place) as connection:
            if connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [APPLICATION_ROLE]).fetchone() is None:
                connection.execute(f"CREATE ROLE {APPLICATION_ROLE} LOGIN")

    def _provide_database(self, place: Place, name: str) -> None:
        from psycopg import sql  # noqa: PLC0415

        with self._admin(place) as connection:
            if connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone() is not None:
                return
            owner = sql.Identifier(APPLICATION_ROLE)
            connection.execute(sql.SQL("CREATE DATABASE {} OWNER {}").format(sql.Identifier(name), owner))
            connection.execute(sql.SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(sql.Identifier(name)))
