"""The texts of PostgreSQL's configuration files for a small cluster that only one computer can reach."""

from __future__ import annotations

import os
import pwd
from pathlib import Path

from ubada.config.cluster.accounts import Account
from ubada.config.cluster.place import SOCKET_PORT

# Tuned for a site with tens of thousands of records on a small computer: the whole server stays below 100 MB.
_SETTINGS: dict[str, str] = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "port": str(SOCKET_PORT),
    "cluster_name": "ubada",
    "max_connections": "40",
    "superuser_reserved_connections": "3",
    "shared_buffers": "48MB",
    "work_mem": "4MB",
    "maintenance_work_mem": "32MB",
    "effective_cache_size": "256MB",
    "temp_file_limit": "2GB",
    "huge_pages": "off",
    "jit": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "min_wal_size": "32MB",
    "max_wal_size": "256MB",
    "max_worker_processes": "2",
    "max_parallel_workers": "0",
    "max_parallel_workers_per_gather": "0",
    "max_parallel_maintenance_workers": "0",
    "max_logical_replication_workers": "0",
    "autovacuum_max_workers": "1",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "datestyle": "ISO, YMD",
    "default_text_search_config": "pg_catalog.simple",
    # Statements and error details hold what people wrote; neither may reach a log.
    "log_min_messages": "warning",
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
    "log_statement": "none",
    "log_parameter_max_length": "0",
    "log_parameter_max_length_on_error": "0",
    "log_checkpoints": "off",
    "log_autovacuum_min_duration": "-1",
}
_SINCE_17 = {"allow_alter_system": "off"}
_SINCE_18 = {"io_method": "sync", "autovacuum_worker_slots": "2"}
_NOT_DURABLE = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "autovacuum": "off"}

LOCAL_ADDITIONS = "local.conf"


def settings_text(socket_folder: Path, major: int, *, durable: bool) -> str:
    """postgresql.conf. `durable=False` gives up safety on power loss for speed and is for tests alone."""
    settings = {**_SETTINGS, "unix_socket_directories": str(socket_folder)}
    if major >= 17:
        settings |= _SINCE_17
    if major >= 18:
        settings |= _SINCE_18
    if not durable:
        settings |= _NOT_DURABLE
    lines = [f"{name} = '{value.replace(chr(39), chr(39) * 2)}'" for name, value in sorted(settings.items())]
    return (
        "# Written by Ubada at every start; put changes into local.conf beside this file.\n"
        + "\n".join(lines)
        + f"\ninclude_if_exists = '{LOCAL_ADDITIONS}'\n"
    )


def hba_text() -> str:
    """pg_hba.conf: only over the socket, and only the operating-system accounts that pg_ident.conf names."""
    return "# Written by Ubada at every start.\nlocal all all peer map=ubada\n"


def ident_text(server: Account, client_uid: int) -> str:
    """pg_ident.conf: the account Ubada runs under and the server's own may act as Ubada's database roles."""
    names = sorted({server.name, pwd.getpwuid(client_uid).pw_name})
    roles = ("ubada", "ubada_admin")
    lines = [f'ubada "{name}" {role}' for name in names for role in roles]
    return "# Written by Ubada at every start.\n" + os.linesep.join(lines) + "\n"
