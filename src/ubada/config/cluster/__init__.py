"""The embedded PostgreSQL: found, initialised, started and stopped beside the data folder that it belongs to.

`Cluster` is the one object to use. Several processes may use one cluster at a time: each `start()` takes a share, and
the server stops when the last share is given back or its holder has died. `database_settings()` tells Django where the
server listens and never starts anything.
"""

from __future__ import annotations

from ubada.config.cluster.binaries import (
    MINIMUM_MAJOR,
    Binaries,
    clients_to_install,
    find_binaries,
    find_clients,
)
from ubada.config.cluster.connection import database_settings
from ubada.config.cluster.control import ADMIN_ROLE, APPLICATION_ROLE, DATABASE_NAME
from ubada.config.cluster.locks import DataFolderInUse, serve_lock
from ubada.config.cluster.server import Cluster

__all__ = [
    "ADMIN_ROLE",
    "APPLICATION_ROLE",
    "DATABASE_NAME",
    "MINIMUM_MAJOR",
    "Binaries",
    "Cluster",
    "DataFolderInUse",
    "clients_to_install",
    "database_settings",
    "find_binaries",
    "find_clients",
    "serve_lock",
]
