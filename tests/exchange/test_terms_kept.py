"""Terms that an editor gave a commitment stay when the baseline comes again; the rest is the baseline's."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.exchange import small_baseline
from tests.world import TODAY
from ubada.access.actors import Actor, PlatformRole
from ubada.exchange.baseline import import_baseline
from ubada.organisations.services import create_account
from ubada.register.models import Commitment
from ubada.register.services.classification import classify_commitment
from ubada.register.shapes import COMMITMENT

OPERATOR = Actor.system("test")
REF = "C87-2"


def record() -> dict[str, object]:
    return COMMITMENT.record_of(Commitment.objects.get(ref=REF))


@pytest.mark.django_db
def test_terms_that_an_editor_gave_outlast_the_baseline_and_nothing_else_does(tmp_path: Path) -> None:
    files = small_baseline.files()
    import_baseline(actor=OPERATOR, folder=small_baseline.write(tmp_path / "first", files))
    editor = Actor.of(
        create_account(
            actor=OPERATOR, email="editor@example.org", name="Editor", password="a long pass phrase 1",
            platform_role=PlatformRole.EDITOR,
        )
    )  # fmt: skip
    before, others = record(), set(Commitment.objects.exclude(ref=REF).values_list("ref", "specificity"))
    classify_commitment(actor=editor, ref=REF, terms={"sdg_targets": []}, on=TODAY)
    given = record()
    assert given["sdg_targets"] != before["sdg_targets"]
    for one in files["commitments/c87.yaml"]:
        one["specificity"] = one["specificity"] % 5 + 1
        one["title"] = {**one["title"], "en": "Another title"}

    import_baseline(actor=OPERATOR, folder=small_baseline.write(tmp_path / "second", files))

    after = record()
    assert after["title"]["en"] == "Another title"
    assert {name for name in after if after[name] != given[name]} == {"title"}
    assert set(Commitment.objects.exclude(ref=REF).values_list("ref", "specificity")) != others
