"""The layers of the design hold in the code as it is."""

from __future__ import annotations

import ast
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "ubada"
APP_FILES = {"models", "services", "queries", "policies", "forms", "views", "urls", "api", "jobs", "documents"}


def python_files() -> list[Path]:
    return [path for path in SOURCE.rglob("*.py") if "migrations" not in path.parts]


def test_the_import_contracts_hold() -> None:
    command = Path(sys.executable).with_name("lint-imports")
    if not command.exists():
        pytest.skip("import-linter is not installed")
    done = subprocess.run([command], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-3000:]


def test_no_file_has_outgrown_a_reader() -> None:
    long = {str(path.relative_to(ROOT)): lines for path in python_files() if (lines := _lines(path)) > 400}
    assert long == {}


def test_only_services_write_through_the_orm() -> None:
    """Writes outside services, migrations and the ledger's own append are a hole in the ledger."""
    writers = {"save", "delete", "bulk_create", "bulk_update", "update_or_create", "get_or_create", "create"}
    found = []
    for path in python_files():
        if "services" in path.name or "services" in path.parts or path.name in ("jobs.py",):
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in writers:
                owner = ast.unparse(node.func.value)
                if "objects" in owner or owner.endswith("_default_manager"):
                    found.append(f"{path.relative_to(ROOT)}:{node.lineno} {owner}.{node.func.attr}")
    assert found == []


def test_models_are_read_through_queries_in_views_and_api() -> None:
    """A view or an API endpoint that asks a manager directly has gone round the access engine."""
    found = []
    for path in python_files():
        is_face = path.stem in ("views", "api") or "views" in path.parts or "api" in path.relative_to(SOURCE).parts
        if not is_face:
            continue
        found += [
            f"{path.relative_to(ROOT)}:{node.lineno}"
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
            if isinstance(node, ast.Attribute) and node.attr in ("objects", "_default_manager")
        ]
    assert found == []


def test_every_module_postpones_its_annotations() -> None:
    missing = [
        str(path.relative_to(ROOT))
        for path in python_files()
        if (text := path.read_text(encoding="utf-8")).count("\n") > 2
        and any(isinstance(node, ast.Import | ast.ImportFrom) for node in ast.walk(ast.parse(text)))
        and "from __future__ import annotations" not in text
        and path.name != "__init__.py"
    ]
    assert missing == []


def test_the_repository_names_no_place_it_was_made_in() -> None:
    git = shutil.which("git")
    if git is None or not (ROOT / ".git").exists():
        pytest.skip("not a git checkout")
    listed = subprocess.run([git, "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    names = [name for name in listed.split("\0") if name]
    assert not [name for name in names if Path(name).name in ("uv.lock", "package-lock.json")]
    home = f"{ROOT}/"
    suspicious = [
        name
        for name in names
        if Path(name).suffix in (".py", ".md", ".yaml", ".toml", ".txt", ".html", ".json")
        and len(home) > 3
        and home in (ROOT / name).read_text(encoding="utf-8", errors="replace")
    ]
    assert suspicious == []


def _lines(path: Path) -> int:
    return path.read_text(encoding="utf-8").count("\n")
