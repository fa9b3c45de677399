"""Where the cluster of a data folder lies, written down in the data folder itself as `cluster.json`.

An ordinary account keeps the cluster in `<data folder>/database`. Root keeps it in `UBADA_DATABASE_DIR/<id>`, because
the account that runs the server may not be able to enter the data folder, and opening up folders that we did not make
is never an option. The id is random and lies in the data folder: a deleted data folder leads to a new, empty database.
"""

from __future__ import annotations

import json
import os
import secrets
import stat
import tempfile
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from ubada.config import environment
from ubada.config.cluster.accounts import Account, is_root, own_account, unprivileged_account
from ubada.kernel.errors import UbadaError

RECORD = "cluster.json"
SOCKET_PORT = 5432
# The smallest limit of the systems we run on (macOS: 104 bytes with the closing zero; Linux has 108).
_SOCKET_PATH_LIMIT = 103
# These have a meaning of their own in PostgreSQL's and libpq's lists of socket folders.
_AWKWARD = frozenset(",'\"\\@\n\r")


@dataclass(frozen=True)
class Record:
    """What `cluster.json` says: `folder` is "" for the usual place, `account` is "" when the server runs as us."""

    id: str
    home: str
    folder: str
    account: str
    socket: str
    ready: bool


@dataclass(frozen=True)
class Place:
    """The folders of one cluster and the account that its server runs under."""

    data_dir: Path
    record: Record
    account: Account

    @property
    def folder(self) -> Path:
        return cluster_folder(self.data_dir, self.record)

    @property
    def data(self) -> Path:
        return self.folder / "data"

    @property
    def making(self) -> Path:
        """Where initdb works. It is renamed to `data` when complete, so a half-made one never looks like a whole."""
        return self.folder / "data.making"

    @property
    def log(self) -> Path:
        return self.folder / "log" / "postgresql.log"

    @property
    def socket(self) -> Path:
        return Path(self.record.socket)

    @property
    def runs_as_other(self) -> bool:
        """Whether the server runs under another account than we do."""
        return bool(self.record.account)


def cluster_folder(data_dir: Path, record: Record) -> Path:
    """The folder of the cluster that `record`, read from `data_dir`, describes."""
    return Path(record.folder) if record.folder else data_dir / "database"


def read_record(data_dir: Path) -> Record | None:
    """The record of a data folder, None if it has no cluster yet. Raises UbadaError if it cannot be read."""
    path = data_dir / RECORD
    try:
        return Record(**json.loads(path.read_text(encoding="utf-8")))
    except FileNotFoundError:
        return None
    except OSError as error:
        raise UbadaError(f"{path} cannot be read: {error.strerror}.") from error
    except (ValueError, TypeError) as error:
        raise UbadaError(
            f"{path} is damaged, so the database cannot be found.", hint="Restore the file, or restore a backup."
        ) from error


def write_record(data_dir: Path, record: Record) -> None:
    """Replaces the record in one step; a crash leaves the old one or the new one."""
    write_file(data_dir / RECORD, json.dumps(asdict(record), indent=1, ensure_ascii=False) + "\n")


def prepare(data_dir: Path) -> Place:
    """The place of the cluster, with its folders made; the caller holds the turn.

    Raises UbadaError when the cluster belongs to another account, has vanished, or belongs to the original of a copied
    data folder.
    """
    record = read_record(data_dir)
    if record is None:
        record = _new_record(data_dir)
        write_record(data_dir, record)
    account = _account_of(data_dir, record)
    folder = cluster_folder(data_dir, record)
    if record.ready and not (folder / "data" / "PG_VERSION").is_file():
        raise UbadaError(
            f"The database of {data_dir} should lie in {folder / 'data'} and is not there.",
            hint="Put it back, or restore a backup into a new data folder.",
        )
    _make_folders(data_dir, record, account)
    socket = _socket_folder(data_dir, record, account)
    home = str(data_dir)
    if (record.socket, record.home) != (str(socket), home):
        record = replace(record, socket=str(socket), home=home)
        write_record(data_dir, record)
    return Place(data_dir, record, account)


def write_file(path: Path, content: str, owner: Account | None = None) -> None:
    """Writes through a new file and a rename, mode 0600; never follows a link that someone put in its place."""
    temporary = path.with_name(f".{path.name}.{secrets.token_hex(6)}")
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
            if owner is not None and is_root():
                os.fchown(stream.fileno(), owner.uid, owner.gid)
        temporary.replace(path)
    except OSError as error:
        raise UbadaError(f"{path} cannot be written: {error.strerror}.") from error
    finally:
        temporary.unlink(missing_ok=True)


def make_own_folder(path: Path, owner: Account, mode: int = 0o700) -> None:
    """Makes one folder of ours for `owner` with exactly `mode`; an existing one is left as it is."""
    if path.is_dir():
        return
    try:
        path.mkdir(mode=0o700)
        if is_root():
            os.chown(path, owner.uid, owner.gid)
        path.chmod(mode)
    except OSError as error:
        raise UbadaError(f"{path} cannot be made: {error.strerror}.") from error


def _new_record(data_dir: Path) -> Record:
    identity = secrets.token_hex(8)
    if not is_root():
        return Record(identity, str(data_dir), folder="", account="", socket="", ready=False)
    account = unprivileged_account()
    folder = environment.path("UBADA_DATABASE_DIR") / identity
    return Record(identity, str(data_dir), str(folder), account.name, socket="", ready=False)


def _account_of(data_dir: Path, record: Record) -> Account:
    """The account the server runs under, after checking that we are the ones who may run it."""
    if record.account and not is_root():
        raise UbadaError(f"The database of {data_dir} was made by root.", hint="Run this command as root.")
    if not record.account and is_root():
        owner = (data_dir / RECORD).stat().st_uid
        raise UbadaError(
            f"The database of {data_dir} belongs to the account number {owner}, not to root.",
            hint="Run this command as that account.",
        )
    if not record.account:
        return own_account()
    import pwd  # noqa: PLC0415

    try:
        entry = pwd.getpwnam(record.account)
    except KeyError:
        raise UbadaError(
            f"The database of {data_dir} runs under the account {record.account}, which does not exist here."
        ) from None
    return Account(entry.pw_name, entry.pw_uid, entry.pw_gid)


def _make_folders(data_dir: Path, record: Record, account: Account) -> None:
    folder = cluster_folder(data_dir, record)
    if record.account:
        us = own_account()
        try:
            folder.parent.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise UbadaError(f"{folder.parent} cannot be made: {error.strerror}.") from error
        make_own_folder(folder.parent, us, 0o755)
        # Others may pass through but not look around: the folders inside belong to the account and are 0700.
        make_own_folder(folder, us, 0o711)
        _claim(data_dir, record, folder)
    else:
        make_own_folder(folder, account)
    make_own_folder(folder / "log", account)


def _claim(data_dir: Path, record: Record, folder: Path) -> None:
    """Notes in the cluster's folder whose it is; refuses when a copied data folder would share the original's."""
    note = folder / "data-folder"
    if note.is_file():
        original = Path(note.read_text(encoding="utf-8").rstrip("\n"))
        if original == data_dir:
            return
        other = None if not original.is_dir() else read_record(original)
        if other is not None and other.id == record.id and not original.samefile(data_dir):
            raise UbadaError(
                f"{data_dir} is a copy of {original}, and the database did not come along.",
                hint="Use `ubada backup` and `ubada restore` to copy an installation.",
            )
    write_file(note, f"{data_dir}\n")


def _socket_folder(data_dir: Path, record: Record, account: Account) -> Path:
    usual = cluster_folder(data_dir, record) / "run"
    if _fits(usual):
        make_own_folder(usual, account)
        return usual
    known = Path(record.socket) if record.socket and record.home == str(data_dir) else None
    if known is not None and _is_private(known, account):
        return known
    runtime = os.environ.get("XDG_RUNTIME_DIR", "")
    parent = Path(runtime) if runtime and not record.account and _fits(Path(runtime) / "ubada-12345678") else None
    made = Path(tempfile.mkdtemp(prefix="ubada-", dir=parent if parent and parent.is_dir() else "/tmp"))  # noqa: S108
    if is_root():
        os.chown(made, account.uid, account.gid)
    return made


def _fits(folder: Path) -> bool:
    full = os.fsencode(folder / f".s.PGSQL.{SOCKET_PORT}")
    return len(full) <= _SOCKET_PATH_LIMIT and not _AWKWARD & set(str(folder))


def _is_private(folder: Path, account: Account) -> bool:
    """Whether the folder still is the account's own and closed to all others; a shared /tmp may have been emptied."""
    try:
        found = folder.lstat()
    except OSError:
        return False
    return stat.S_ISDIR(found.st_mode) and found.st_uid == account.uid and stat.S_IMODE(found.st_mode) == 0o700
