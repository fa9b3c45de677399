"""The files of the data package: its description, a table and a list of records for each kind, and how to read them."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections.abc import Iterable
from typing import Any, Final

from ubada.editions.freeze import KEYS, Frozen
from ubada.editions.package.columns import Column, columns_of, foreign_keys
from ubada.editions.package.descriptions import TABLES
from ubada.editions.package.readme import readme, verdicts_told
from ubada.editions.verify import PACKAGE, cell_of
from ubada.kernel.canonical import canonical_json
from ubada.register.shapes import Record

PROFILE: Final = "https://datapackage.org/profiles/2.0/datapackage.json"
LICENCE: Final = {"name": "MIT", "title": "MIT License", "path": "https://opensource.org/license/mit"}

Files = dict[str, bytes]


def package_files(frozen: Frozen) -> Files:
    """Every file of the package by its path: JSON Lines (what is hashed), JSON, CSV, datapackage.json and README.md."""
    files: Files = {}
    resources: list[dict[str, Any]] = []
    for kind, own in frozen.records.items():
        lines, listed, table = paths(kind)
        columns = columns_of(frozen, kind)
        texts = [canonical_json(record) for record in own.values()]
        files[lines] = b"".join(text + b"\n" for text in texts)
        files[listed] = b"[\n" + b",\n".join(texts) + (b"\n" if texts else b"") + b"]\n"
        files[table] = _csv(columns, own.values())
        resources.append(_resource(frozen, kind, columns, files[table]))
        resources.append(_list_resource(kind, files[listed]))
    files[PACKAGE] = _json({**_head(frozen), "resources": resources})
    files["README.md"] = readme(frozen).encode()
    return files


def paths(kind: str) -> tuple[str, str, str]:
    """The paths of a kind's JSON Lines, JSON and CSV."""
    return f"records/{kind}.jsonl", f"data/{kind}.json", f"data/{kind}.csv"


def _csv(columns: list[Column], records: Iterable[Record]) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([column["name"] for column in columns])
    for record in records:
        writer.writerow([cell_of(record, column["source"]) for column in columns])
    return out.getvalue().encode()


def _head(frozen: Frozen) -> dict[str, Any]:
    return {
        "$schema": PROFILE,
        "name": f"ubada-edition-{frozen.number}",
        "title": f"Ubada, edition {frozen.number}: {frozen.title['en']}",
        "description": (
            f"The public state of the Ubada register on {frozen.on.isoformat()}: what five Central Asian states "
            f"promised and what sources say about it. {verdicts_told(frozen)} How cells are written and guarded "
            "is said in README.md."
        ),
        "version": f"{frozen.number}.0.0",
        "created": f"{frozen.on.isoformat()}T00:00:00Z",
        "keywords": ["human rights", "Central Asia", "commitments", "monitoring", "open data"],
        "licenses": [LICENCE],
        "contributors": [{"title": "Ubada", "roles": ["publisher"]}],
        "recordsRoot": frozen.records_root,
    }


def _resource(frozen: Frozen, kind: str, columns: list[Column], data: bytes) -> dict[str, Any]:
    schema: dict[str, Any] = {
        "fields": columns,
        "missingValues": [""],
        "primaryKey": [KEYS[kind]],
    }
    if keys := foreign_keys(frozen, kind):
        schema["foreignKeys"] = keys
    return {
        "name": kind.replace("_", "-"),
        "type": "table",
        "path": paths(kind)[2],
        "title": kind.replace("_", " "),
        "description": TABLES[kind],
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "dialect": {"delimiter": ",", "lineTerminator": "\r\n", "quoteChar": '"', "doubleQuote": True, "header": True},
        **_sums(data),
        "schema": schema,
    }


def _list_resource(kind: str, data: bytes) -> dict[str, Any]:
    return {
        "name": f"{kind.replace('_', '-')}-json",
        "path": paths(kind)[1],
        "title": f"{kind.replace('_', ' ')}, as JSON",
        "description": f"{TABLES[kind]} The same records with every field as it is, nested and in all languages.",
        "format": "json",
        "mediatype": "application/json",
        "encoding": "utf-8",
        **_sums(data),
    }


def _sums(data: bytes) -> dict[str, Any]:
    return {"bytes": len(data), "hash": f"sha256:{hashlib.sha256(data).hexdigest()}"}


def _json(value: object) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=2) + "\n").encode()
