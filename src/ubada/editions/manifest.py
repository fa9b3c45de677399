"""The manifest: the hash of every file and of every record, and one hash over all of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import ubada
from ubada.editions.freeze import KEYS, Frozen
from ubada.editions.package.files import paths
from ubada.editions.verify import FORMAT, FORMS, MANIFEST, manifest_bytes, root_hash
from ubada.kernel.canonical import merkle_root, sha256_hex
from ubada.kernel.errors import UbadaError


def manifest_of(frozen: Frozen, files: Mapping[str, bytes], *, languages: tuple[str, ...]) -> dict[str, Any]:
    """The manifest of an edition's files. Raises UbadaError for two names that some file systems take for one."""
    folded: dict[str, str] = {}
    for name in files:
        if (other := folded.setdefault(name.casefold(), name)) != name:
            raise UbadaError(f"Two files of the edition would have the same name: {other} and {name}.")
    manifest: dict[str, Any] = {
        "format": FORMAT,
        "software": f"ubada {ubada.__version__}",
        "number": frozen.number,
        "title": dict(frozen.title),
        "register_date": frozen.on.isoformat(),
        "languages": list(languages),
        "kinds": {
            kind: {
                **dict(zip(FORMS, paths(kind), strict=True)),
                "key": KEYS[kind],
                "count": len(hashes),
                "root": merkle_root(list(hashes.values())),
                "records": hashes,
            }
            for kind, hashes in frozen.hashes.items()
        },
        "record_count": frozen.count,
        "records_root": frozen.records_root,
        "files": {name: {"bytes": len(data), "sha256": sha256_hex(data)} for name, data in files.items()},
    }
    return {**manifest, "root_hash": root_hash(manifest)}


def with_manifest(files: Mapping[str, bytes], manifest: dict[str, Any]) -> dict[str, bytes]:
    """The files and the manifest itself."""
    return {**files, MANIFEST: manifest_bytes(manifest)}
