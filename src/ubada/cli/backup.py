"""The backup format: a database dump, the folders of files, and a manifest that names and hashes every file.

manifest.json           {"format", "made_at", "version", "postgresql": {"server", "programs"},
                        "files": [{"path", "size", "sha256"}]}
database.dump           pg_dump's custom format, of the one database
files/…  editions/…     the folders of the same names in the data folder
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
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import Any

import ubada
from ubada.cli.database_dump import dump_database, load_database, require_empty_database, require_server_for
from ubada.kernel.errors import InvalidInput, Problem, UbadaError

FORMAT = "ubada-backup/1"
MANIFEST = "manifest.json"
DUMP = "database.dump"
FOLDERS = ("files", "editions")

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
                _copy_folder(data_dir / name, content / name)
        manifest = _describe(content, postgresql, advance)
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
def restore_backup(source: Path, data_dir: Path) -> Iterator[Callable[[Advance], None]]:
    """Checks the backup and gives the function that loads it into `data_dir` and the connected, empty database.

    Before anything is written, raises InvalidInput naming every file that is missing, changed or not in the manifest,
    and UbadaError if the database server is older than the one the backup was made from, or holds something.
    """
    with _unpacked(source) as content:
        manifest = check_backup(content)
        require_server_for(manifest.get("postgresql", {}).get("server"), data_dir)

        def load(advance: Advance) -> None:
            require_empty_database()
            load_database(content / DUMP)
            for name in FOLDERS:
                if (content / name).is_dir():
                    _copy_folder(content / name, data_dir / name)
            advance(len(manifest["files"]), len(manifest["files"]))

        yield load


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


def _describe(content: Path, postgresql: dict[str, int], advance: Advance) -> dict[str, Any]:
    paths = sorted(_files_under(content))
    files = []
    for number, path in enumerate(paths, start=1):
        files.append({"path": path, "size": (content / path).stat().st_size, "sha256": _sha256(content / path)})
        advance(number, len(paths))
    made_at = datetime.now(UTC).isoformat(timespec="seconds")
    said = {"format": FORMAT, "made_at": made_at, "version": ubada.__version__, "postgresql": postgresql}
    return {**said, "files": files}


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
        copy = target / path
        _make_private(copy.parent)
        shutil.copyfile(source / path, copy)
        copy.chmod(0o600)


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
