"""Relations say who suggested them. Those that are there were suggested by rules; their new records go to the ledger."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from ubada.kernel.canonical import record_hash

ACTOR = "system:migration"
ACTION = "note_who_suggested"


def record_again(apps: Any, _schema_editor: BaseDatabaseSchemaEditor | None) -> None:
    """The ledger's last hash of each relation is that of its record with the new column."""
    relations = apps.get_model("register", "Relation").objects.order_by("key")
    changes = [{"type": "relation", "key": one.key, "hash": record_hash(_record(one))} for one in relations]
    if not changes:
        return
    entries = apps.get_model("ledger", "Entry").objects
    last = entries.order_by("-sequence").first()
    moment = datetime.now(UTC)
    fields = {
        "sequence": last.sequence + 1 if last else 1,
        "actor": ACTOR,
        "action": ACTION,
        "subject": f"{len(changes)} relations",
        "changes": changes,
        "previous_hash": last.hash if last else "0" * 64,
    }
    digest = record_hash({**fields, "recorded_at": moment.isoformat(timespec="microseconds")})
    entries.create(**fields, recorded_at=moment, hash=digest)


def _record(one: Any) -> dict[str, Any]:
    """A relation's canonical record as of this migration."""
    return {
        "key": one.key,
        "type": one.type,
        "state": one.state,
        "suggested_by": one.suggested_by,
        "reasons": one.reasons,
        "decided_on": one.decided_on.isoformat() if one.decided_on else None,
        "commitment_a": one.commitment_a_id,
        "commitment_b": one.commitment_b_id,
    }


class Migration(migrations.Migration):
    dependencies = [
        ("ledger", "0003_touch"),
        ("register", "0004_suggested_terms"),
    ]

    operations = [
        migrations.AddField(
            model_name="relation",
            name="suggested_by",
            field=models.CharField(
                choices=[("rule", "Rule"), ("person", "Person")], default="rule", max_length=6
            ),
        ),
        migrations.RunPython(record_again, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name="relation",
            constraint=models.CheckConstraint(
                condition=models.Q(("suggested_by", "rule"), models.Q(("state", "confirmed"), ("suggested_by", "person")), _connector="OR"),
                name="relation_of_a_person_is_confirmed",
            ),
        ),
    ]
