"""The targets that people and machines rely on, without running what they run."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TARGETS = ("setup", "demo", "serve", "test", "check", "bench", "docs")

pytestmark = pytest.mark.skipif(shutil.which("make") is None, reason="make is not installed")


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A folder with a space in its path that holds the Makefile and what it calls."""
    folder = tmp_path / "a checkout"
    shutil.copytree(ROOT / ".ci", folder / ".ci")
    shutil.copytree(ROOT / "requirements", folder / "requirements")
    for name in ("Makefile", "pyproject.toml"):
        shutil.copy(ROOT / name, folder)
    return folder


@pytest.fixture(autouse=True)
def a_make_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    """The suite itself runs under make, which would tell these that they are its children and have them say so."""
    for name in ("MAKEFLAGS", "MAKELEVEL", "MFLAGS", "MAKEOVERRIDES"):
        monkeypatch.delenv(name, raising=False)


def programs(folder: Path, **scripts: str) -> dict[str, str]:
    """An environment in which the named programs are these shell scripts."""
    folder.mkdir()
    for name, script in scripts.items():
        (folder / name).write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
        (folder / name).chmod(0o755)
    return {**os.environ, "PATH": f"{folder}{os.pathsep}{os.environ['PATH']}"}


@pytest.mark.parametrize("target", TARGETS)
def test_every_target_exists_and_sets_up_first(checkout: Path, target: str) -> None:
    plan = subprocess.run(["make", "-n", target], cwd=checkout, capture_output=True, text=True, check=True).stdout
    assert plan.startswith("sh .ci/setup\n")


def test_a_second_setup_does_nothing_until_the_requirements_change(checkout: Path) -> None:
    (checkout / ".venv").mkdir()
    for name in ("runtime.stamp", "messages.stamp"):
        (checkout / ".venv" / name).touch()
    assert subprocess.run(["make", "-q", "setup"], cwd=checkout, check=False).returncode == 0
    later = (checkout / ".venv" / "runtime.stamp").stat().st_mtime + 5
    os.utime(checkout / "requirements" / "runtime.txt", (later, later))
    assert subprocess.run(["make", "-q", "setup"], cwd=checkout, check=False).returncode == 1


def test_setup_says_so_when_python_is_too_old(checkout: Path, tmp_path: Path) -> None:
    old = dict.fromkeys(("python3.11", "python3", "python3.12", "python3.13"), "exit 1")
    finished = subprocess.run(
        ["make", "setup"],
        cwd=checkout,
        env=programs(tmp_path / "bin", **old),
        capture_output=True,
        text=True,
        check=False,
    )
    assert finished.returncode != 0
    assert "Python 3.11 or newer was not found" in finished.stderr
    assert not (checkout / ".venv").exists()


def test_the_demo_prints_its_address_alone_on_standard_output_even_when_it_sets_up_first(
    checkout: Path, tmp_path: Path
) -> None:
    make_venv = """
        [ "$*" = "-m venv .venv" ] || exit 0
        mkdir -p .venv/bin
        printf '#!/bin/sh\\n' > .venv/bin/python
        printf '#!/bin/sh\\necho "Ubada is at http://127.0.0.1:8000/"\\n' > .venv/bin/ubada
        chmod +x .venv/bin/python .venv/bin/ubada"""
    env = programs(tmp_path / "bin", **{"python3.11": make_venv})
    finished = subprocess.run(["make", "demo"], cwd=checkout, env=env, capture_output=True, text=True, check=False)
    assert finished.returncode == 0, finished.stderr
    assert "Installing the locked requirements" in finished.stderr
    assert finished.stdout == "Ubada is at http://127.0.0.1:8000/\n"


@pytest.mark.parametrize(("check", "test", "status"), [(0, 0, 0), (3, 0, 3), (0, 5, 5), (3, 5, 3)])
def test_the_run_script_does_both_parts_and_passes_the_first_fault_on(
    checkout: Path, tmp_path: Path, check: int, test: int, status: int
) -> None:
    make = f'echo "$1" >> "{tmp_path}/calls"; [ "$1" = check ] && exit {check}; exit {test}'
    finished = subprocess.run(
        [checkout / ".ci" / "run"], cwd="/", env=programs(tmp_path / "bin", make=make), capture_output=True, check=False
    )
    assert finished.returncode == status
    assert (tmp_path / "calls").read_text(encoding="utf-8") == "check\ntest\n"


def test_a_missing_browser_is_named_and_does_not_stop_the_tests(checkout: Path, tmp_path: Path) -> None:
    env = {**programs(tmp_path / "bin", id="echo 1000"), "PATH": f"{tmp_path / 'bin'}"}
    finished = subprocess.run(
        ["/bin/sh", checkout / ".ci" / "browser"], env=env, capture_output=True, text=True, check=False
    )
    assert finished.returncode == 0
    assert "Install the package 'chromium'" in finished.stderr
