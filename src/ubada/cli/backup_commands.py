"""`ubada backup` and `ubada restore`."""

from __future__ import annotations

import argparse
from pathlib import Path

from ubada.cli.arguments import Subparsers, add_command
from ubada.cli.backup import restore_backup, write_backup
from ubada.cli.installation import data_dir, database
from ubada.cli.output import Output
from ubada.cli.setup_commands import migrate
from ubada.config.cluster import clients_to_install
from ubada.kernel.errors import UbadaError

_CONTENT = (
    "A backup holds the database, the uploaded files and the published editions, and a manifest with the SHA-256 of "
    "each file. It does not hold the session key, the search index or built assets, which are made again."
)


def register(subparsers: Subparsers) -> None:
    """Adds `backup` and `restore`."""
    parser = add_command(
        subparsers,
        "backup",
        backup,
        summary="write the whole installation into one folder or one .tar file",
        details=f"{_CONTENT} THE BACKUP IS NOT ENCRYPTED: its files are readable by your account alone (0600), and "
        "everything in it is readable to whoever gets hold of them. Encrypt it before it leaves this computer.",
        formats=("text", "json"),
    )
    parser.add_argument("path", type=Path, metavar="PATH", help="folder or .tar file to make; it must not exist yet")
    parser = add_command(
        subparsers,
        "restore",
        restore,
        summary="bring a backup back into an empty data folder",
        details=f"{_CONTENT} Everything is checked against the manifest before anything is written. The database "
        "server must be PostgreSQL of the same major version as the one the backup is from, or newer.",
    )
    parser.add_argument("path", type=Path, metavar="PATH", help="folder or .tar file that `ubada backup` made")


def backup(arguments: argparse.Namespace) -> int:
    """Writes a backup and says how large it is; 0."""
    output = Output(quiet=arguments.format == "json")
    with output.step(f"Backup to {arguments.path}") as step, database():
        manifest = write_backup(data_dir(), arguments.path.absolute(), step.advance)
        size = sum(int(entry["size"]) for entry in manifest["files"])
        step.result = f"{len(manifest['files'])} files, {size / 1024**2:.1f} MB, not encrypted"
    versions = manifest["postgresql"]
    if versions["programs"] != versions["server"]:
        output.note(
            f"It was made with the programs of PostgreSQL {versions['programs']} from a server of PostgreSQL "
            f"{versions['server']} and may not come back. {clients_to_install(versions['server'])} Then make it again."
        )
    if arguments.format == "json":
        output.json({"path": str(arguments.path), **manifest})
    return 0


def restore(arguments: argparse.Namespace) -> int:
    """Brings a backup back and updates its tables to this version; 0."""
    folder = data_dir()
    if folder.exists() and any(folder.iterdir()):
        raise UbadaError(
            f"{folder} is not empty, and a restore would mix two installations.",
            hint="Name a new folder with --data-dir.",
        )
    output = Output()
    with (
        restore_backup(arguments.path.absolute(), folder) as load,
        output.step("Database") as step,
        database(migrated=False),
    ):
        load(step.advance)
        step.result = migrate(step)
    output.note(f"Restored into {folder}; `ubada serve` shows it.")
    return 0
