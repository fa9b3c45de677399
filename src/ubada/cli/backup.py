"""The backup format: a database dump, the folders of files, and a manifest that names and hashes every file.

manifest.json           {"format", "made_at", "version", "postgresql": {"server", "programs"}, "session_key",
                        "files": [{"path", "size", "sha256"}]}
database.dump           pg_dump's custom format, of the one database
files/…  editions/…     the folders of the same names in the data folder
secret-key              the session key, where "session_key" is "in this backup"; it is "kept by the operator" otherwise
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tarfile
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import Any

import ubada
from ubada.cli.database_dump import dump_database, load_database, require_target_for
from ubada.config import environment
from ubada.config.secret_key import FILE_NAME as KEY_FILE
from ubada.kernel.errors import InvalidInput, Problem, UbadaError

FORMAT = "ubada-backup/1"
MANIFEST = "manifest.json"
DUMP = "database.dump"
FOLDERS = ("files", "editions")
PASSING = PurePosixPath("files/quarantine")
"""What is on its way into the installation; it is part of no backup."""
KEY_IN_BACKUP = "in this backup"
KEY_ELSEWHERE = "kept by the operator"

Advance = Callable[[int, int], None]


def write_backup(data_dir: Path, target: Path, advance: Advance) -> dict[str, Any]:
    """Writes the backup at `target` (a tar file if the name ends in .tar) and gives its manifest.

    The database is connected to already. Nothing appears at `target` until the backup is complete. Raises UbadaError
    if `target` exists or a part cannot be written.
    """
    if target.exists():
        raise UbadaError(f"{target} exists already; a backup never overwrites anything.")
    if not target.parent.is_dir():
        raise UbadaError(f"The folder {target.parent} does not exist.")
    making = Path(tempfile.mkdtemp(prefix=f".{target.name}.", dir=target.parent))
    try:
        content = making / "backup"
        content.mkdir(mode=0o700)
        postgresql = dump_database(content / DUMP)
        for name in FOLDERS:
            if (data_dir / name).is_dir():
                _copy_living_folder(data_dir / name, content / name)
        # Without the key nobody's second factor can be read again: it encrypts them.
        key = data_dir / KEY_FILE
        is_kept_here = key.is_file() and not environment.secret("UBADA_SECRET_KEY")
        if is_kept_here:
            _copy_file(key, content / KEY_FILE)
        said = {"postgresql": postgresql, "session_key": KEY_IN_BACKUP if is_kept_here else KEY_ELSEWHERE}
        manifest = _describe(content, said, advance)
        _write_private(content / MANIFEST, json.dumps(manifest, indent=1, ensure_ascii=False))
        finished = content
        if target.suffix == ".tar":
            finished = making / "backup.tar"
            _pack(content, finished)
        finished.rename(target)
    except OSError as error:
        raise UbadaError(f"The backup could not be written: {error.strerror}.") from error
    finally:
        shutil.rmtree(making, ignore_errors=True)
    return manifest


@contextmanager
def restore_backup(source: Path, data_dir: Path) -> Iterator[Restoring]:
    """Checks the backup and gives what brings it into `data_dir` and the empty database.

    Before anything is written, raises InvalidInput naming every file that is missing, changed or not in the manifest,
    and UbadaError if the database is not empty or its server older than the one the backup was made from.
    """
    with _unpacked(source) as content:
        manifest = check_backup(content)
        require_target_for(manifest.get("postgresql", {}).get("server"), data_dir)
        yield Restoring(content, data_dir, manifest)


@dataclass(frozen=True)
class Restoring:
    """A checked backup on its way into a data folder. The key comes first: without one, Django's settings make one."""

    content: Path
    data_dir: Path
    manifest: dict[str, Any]

    def bring_key(self) -> bool:
        """The data folder (0700) holds the backup's session key (0600) afterwards; False if the backup has none."""
        if not (self.content / KEY_FILE).is_file():
            return False
        _make_private(self.data_dir)
        _copy_file(self.content / KEY_FILE, self.data_dir / KEY_FILE)
        return True

    def load(self, advance: Advance) -> None:
        """Loads the database, which is connected to, and the files."""
        load_database(self.content / DUMP)
        for name in FOLDERS:
            if (self.content / name).is_dir():
                _copy_folder(self.content / name, self.data_dir / name)
        advance(len(self.manifest["files"]), len(self.manifest["files"]))


def check_backup(content: Path) -> dict[str, Any]:
    """The manifest of an unpacked backup whose every file is as the manifest says. Raises InvalidInput otherwise."""
    try:
        manifest: dict[str, Any] = json.loads((content / MANIFEST).read_text(encoding="utf-8"))
        listed = {str(entry["path"]): (int(entry["size"]), str(entry["sha256"])) for entry in manifest["files"]}
    except FileNotFoundError:
        raise UbadaError(f"There is no {MANIFEST}, so this is not a backup made by `ubada backup`.") from None
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise UbadaError(f"The backup's {MANIFEST} cannot be read.") from error
    if manifest.get("format") != FORMAT:
        raise UbadaError(f"The backup's format is {manifest.get('format')!r}; this version reads {FORMAT}.")
    present = {path: content / path for path in _files_under(content) if path != MANIFEST}
    problems = [Problem(path, "", "", "not in the manifest") for path in sorted(present.keys() - listed.keys())]
    for path, (size, sha256) in sorted(listed.items()):
        if path not in present:
            problems.append(Problem(path, "", "", "missing"))
        elif present[path].stat().st_size != size or _sha256(present[path]) != sha256:
            problems.append(Problem(path, "", "", "not as it was when the backup was made"))
    if DUMP not in listed:
        problems.append(Problem(DUMP, "", "", "not in the manifest"))
    if problems:
        raise InvalidInput("The backup is damaged; nothing was restored.", problems=problems)
    return manifest


def _describe(content: Path, said: dict[str, Any], advance: Advance) -> dict[str, Any]:
    paths = sorted(_files_under(content))
    files = []
    for number, path in enumerate(paths, start=1):
        files.append({"path": path, "size": (content / path).stat().st_size, "sha256": _sha256(content / path)})
        advance(number, len(paths))
    made_at = datetime.now(UTC).isoformat(timespec="seconds")
    return {"format": FORMAT, "made_at": made_at, "version": ubada.__version__, **said, "files": files}


def _files_under(folder: Path) -> Iterator[str]:
    """Relative POSIX paths of the plain files; links are left out, since what they name is not part of the backup."""
    for parent, _, names in os.walk(folder):
        for name in names:
            path = Path(parent, name)
            if path.is_file() and not path.is_symlink():
                yield path.relative_to(folder).as_posix()


def _sha256(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _copy_folder(source: Path, target: Path) -> None:
    for path in _files_under(source):
        _make_private((target / path).parent)
        _copy_file(source / path, target / path)


def _copy_living_folder(source: Path, target: Path) -> None:
    """The folder without what is on its way; a file that is removed meanwhile is left out."""
    for path in _files_under(source):
        if PASSING in PurePosixPath(source.name, path).parents:
            continue
        _make_private((target / path).parent)
        try:
            _copy_file(source / path, target / path)
        except FileNotFoundError:
            continue


def _copy_file(source: Path, target: Path) -> None:
    """A copy that no other account can read at any time."""
    with source.open("rb") as stream:
        descriptor = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as copy:
            shutil.copyfileobj(stream, copy)


def _make_private(folder: Path) -> None:
    """Makes the folder and those above it that are missing, each 0700."""
    for missing in reversed([path for path in (folder, *folder.parents) if not path.exists()]):
        missing.mkdir(mode=0o700)


def _write_private(path: Path, text: str) -> None:
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as stream:
        stream.write(text)


def _pack(content: Path, target: Path) -> None:
    def anonymous(member: tarfile.TarInfo) -> tarfile.TarInfo:
        member.uid = member.gid = 0
        member.uname = member.gname = ""
        return member

    descriptor = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as stream, tarfile.open(fileobj=stream, mode="w") as archive:
        for path in sorted(_files_under(content)):
            archive.add(content / path, arcname=path, filter=anonymous)


@contextmanager
def _unpacked(source: Path) -> Iterator[Path]:
    """The folder with the backup's files: `source` itself, or a private temporary one if it is a tar file."""
    if source.is_dir():
        yield source
        return
    if not source.is_file():
        raise UbadaError(f"{source} does not exist.")
    with tempfile.TemporaryDirectory(prefix="ubada-restore-") as name:
        try:
            with tarfile.open(source, mode="r:") as archive:
                for member in archive:
                    _unpack_member(archive, member, Path(name))
        except (tarfile.TarError, EOFError) as error:
            raise UbadaError(f"{source} is not a tar file that `ubada backup` made.") from error
        yield Path(name)


def _unpack_member(archive: tarfile.TarFile, member: tarfile.TarInfo, folder: Path) -> None:
    """Writes one plain file. A path that leads out of the folder, a link or a device is refused."""
    path = PurePosixPath(member.name)
    stream = archive.extractfile(member) if member.isreg() else None
    if stream is None or path.is_absolute() or ".." in path.parts:
        raise UbadaError(f"The backup holds {member.name!r}, which no backup of ours does; nothing was restored.")
    target = folder.joinpath(*path.parts)
    _make_private(target.parent)
    with stream, os.fdopen(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as copy:
        shutil.copyfileobj(stream, copy)
