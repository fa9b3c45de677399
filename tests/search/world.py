"""What search tests need beside the common world: the same commitment in seven languages, and many to page through."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.world import TODAY, commitment, raw_world, write_baseline
from ubada.search.services import rebuild_index

Raw = dict[str, Any]

RIGHTS = {
    "en": "Protect the rights of women workers",
    "ru": "Защищать права работающих женщин",
    "kk": "Жұмысшы әйелдердің құқықтарын қорғау",
    "ky": "Жумушчу аялдардын укуктарын коргоо",
    "tg": "Ҳифзи ҳуқуқҳои занони коргар",
    "tk": "Işçi zenanlaryň hukuklaryny goramak",
    "uz": "Ishchi ayollarning huquqlarini himoya qilish",
}
"""One commitment, STMT-7, in the seven languages."""

TORTURE = commitment(
    "STMT-8", "Investigate every allegation of torture", "Расследовать каждое сообщение о пытках", "civic-space",
    source={"document": "SEMINAR-2024", "locator": "item 8"}, kind="recommendation", binding="standard",
)  # fmt: skip


def build_searched_world(*, more: int = 0) -> None:
    """Write the common world's register, the commitments above and ``more`` alike, and index them."""
    rights = commitment(
        "STMT-7", RIGHTS["en"], RIGHTS["ru"], "labour.harassment", kind="recommendation", binding="standard",
        source={"document": "SEMINAR-2024", "locator": "item 7"}, persons=["women-girls"],
    ) | {"title": RIGHTS, "text": RIGHTS}  # fmt: skip
    add_commitments([rights, TORTURE, *alike(more)])
    rebuild_index()


def alike(number: int) -> Iterator[Raw]:
    """Commitments that differ in a number alone, so that their scores are equal."""
    for n in range(1, number + 1):
        yield commitment(
            f"MANY-{n}", f"Plant orchard number {n}", f"Посадить сад номер {n}", "equality", kind="recommendation",
            binding="standard", source={"document": "SEMINAR-2024", "locator": f"item 9.{n}"},
            states=["KGZ"] if n % 2 else ["UZB", "KAZ"],
        )  # fmt: skip


def add_commitments(commitments: list[Raw]) -> None:
    """Write further commitments into the world; nothing is indexed yet."""
    raw = raw_world()
    raw["commitment"] = [*raw["commitment"], *commitments]
    write_baseline(raw, on=TODAY)


@contextmanager
def bytes_changed(path: Path) -> Iterator[None]:
    """For the block, the file's bytes are turned over, its length and all else kept."""
    before = path.read_bytes()
    path.write_bytes(bytes(255 - byte for byte in before))
    yield
    path.write_bytes(before)
