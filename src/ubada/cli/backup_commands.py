"""`ubada backup` and `ubada restore`."""

from __future__ import annotations

import argparse
from pathlib import Path

from ubada.cli.arguments import Subparsers, add_command, to_type
from ubada.cli.backup import KEY_IN_BACKUP, restore_backup, write_backup
from ubada.cli.installation import data_dir, database
from ubada.cli.output import Output
from ubada.cli.setup_commands import migrate
from ubada.config import environment
from ubada.config.cluster import clients_to_install
from ubada.config.secret_key import FILE_NAME as KEY_FILE
from ubada.kernel.errors import UbadaError

_CONTENT = (
    "A backup holds the database, the uploaded files, the published editions, the session key where it is kept in the "
    "data folder, and a manifest with the SHA-256 of each file. It does not hold the search index or built assets, "
    "which are made again, nor a key given in UBADA_SECRET_KEY."
)


def register(subparsers: Subparsers) -> None:
    """Adds `backup` and `restore`."""
    parser = add_command(
        subparsers,
        "backup",
        backup,
        summary="write the whole installation into one folder or one .tar file",
        details=f"{_CONTENT} THE BACKUP IS NOT ENCRYPTED: its files are readable by your account alone (0600), and "
        "everything in it is readable to whoever gets hold of them. WITH THE SESSION KEY they can also sign in as "
        "anyone and read every second factor. Encrypt it before it leaves this computer.",
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
    if manifest["session_key"] == KEY_IN_BACKUP:
        output.note(
            "The backup holds the session key: whoever gets hold of it can sign in as anyone. Encrypt it before it "
            "leaves this computer."
        )
    else:
        output.note(
            "The session key is not in the backup, because it is given in UBADA_SECRET_KEY. Keep a copy of it in "
            "another place: without it nobody's second factor can be read again."
        )
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
    with restore_backup(arguments.path.absolute(), folder) as restoring:
        has_key = restoring.bring_key()
        with output.step("Database") as step, database(migrated=False):
            restoring.load(step.advance)
            step.result = migrate(step)
    key = environment.secret("UBADA_SECRET_KEY")
    if has_key and key and key != (folder / KEY_FILE).read_text(encoding="ascii").strip():
        output.note(
            "UBADA_SECRET_KEY is not the key in the backup. The site uses UBADA_SECRET_KEY, with which nobody's second "
            f"factor can be read; give it the key in {folder / KEY_FILE}, or unset it."
        )
    elif not has_key and not key:
        output.note(
            "The backup holds no session key. Before anyone signs in, set UBADA_SECRET_KEY to the one the site had: "
            "nobody's second factor can be read without it."
        )
    elif not has_key:
        output.note("The backup holds no session key; UBADA_SECRET_KEY must be the one that the site had.")
    output.note(f"Restored into {folder}; {to_type(arguments, 'serve')} shows it.")
    return 0
