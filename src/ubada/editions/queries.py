"""Every read of editions."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from django.conf import settings
from django.db.models import QuerySet

from ubada.access.actors import Actor
from ubada.access.engine import visible_to
from ubada.editions.models import Correction, Edition
from ubada.editions.verify import MANIFEST


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file of an edition: where it lies, its size in bytes, and its hash; for the manifest, the root hash."""

    path: Path
    size: int
    sha256: str


def editions(actor: Actor) -> QuerySet[Edition]:
    """Every edition this actor may see, newest first; for a reader those that are out."""
    return visible_to(actor, Edition.objects.order_by("-number"))


def published(actor: Actor) -> QuerySet[Edition]:
    """The editions that are published and not withdrawn, newest first."""
    return editions(actor).filter(state=Edition.State.PUBLISHED)


def newest_published(actor: Actor) -> Edition | None:
    """The edition to read now, if there is one."""
    return published(actor).first()


def edition(actor: Actor, number: int) -> Edition:
    """One edition. Raises Edition.DoesNotExist, also for one that this actor may not see."""
    return editions(actor).get(number=number)


def corrections(actor: Actor, number: int) -> QuerySet[Correction]:
    """What was found wrong in an edition, in the order in which it was said."""
    return visible_to(actor, Correction.objects.filter(edition=number).order_by("order"))


def stored_file(one: Edition, name: str) -> StoredFile | None:
    """A file of an edition by its name in the manifest. A name that is not there leads nowhere, whatever it says."""
    folder = Path(settings.EDITIONS_DIR) / str(one.number)
    try:
        files = _files(folder, one.root_hash)
    except (OSError, ValueError):
        return None
    if name == MANIFEST:
        return StoredFile(folder / MANIFEST, (folder / MANIFEST).stat().st_size, one.root_hash)
    entry = files.get(name)
    if entry is None:
        return None
    return StoredFile(folder.joinpath(*name.split("/")), entry["bytes"], entry["sha256"])


def count_of(one: Edition, kind: str) -> int:
    """How many records of a kind an edition holds; none where it has no such kind or its folder is not there."""
    folder = Path(settings.EDITIONS_DIR) / str(one.number)
    try:
        return _kinds(folder, one.root_hash).get(kind, 0)
    except (OSError, ValueError):
        return 0


def archive_of(one: Edition) -> Path | None:
    """The archive of a published edition."""
    path = Path(settings.EDITIONS_DIR) / f"{one.number}.zip"
    return path if path.is_file() else None


def _files(folder: Path, root_hash: str) -> MappingProxyType[str, dict[str, Any]]:
    return _told(folder, root_hash)[0]


def _kinds(folder: Path, root_hash: str) -> MappingProxyType[str, int]:
    return _told(folder, root_hash)[1]


@lru_cache(maxsize=32)
def _told(folder: Path, root_hash: str) -> tuple[MappingProxyType[str, dict[str, Any]], MappingProxyType[str, int]]:
    """The files that the manifest names, and how many records of each kind there are.

    Raises OSError or ValueError if it is not there or not this edition's.
    """
    manifest = json.loads((folder / MANIFEST).read_bytes())
    if manifest["root_hash"] != root_hash:
        raise ValueError("The folder holds another edition than the one that was built.")
    counts = {name: kind["count"] for name, kind in manifest["kinds"].items()}
    return MappingProxyType(manifest["files"]), MappingProxyType(counts)
