"""An index over the chain by object: the database notes, as an entry is appended, which objects it touched."""

import django.db.models.deletion
from django.db import migrations, models

FORWARD = """
CREATE FUNCTION ledger_note_touches() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO ledger_touch (entry_id, type, key)
    SELECT NEW.sequence, change ->> 'type', change ->> 'key' FROM jsonb_array_elements(NEW.changes) AS change;
    RETURN NULL;
END $$;

CREATE TRIGGER ledger_entry_touches AFTER INSERT ON ledger_entry
    FOR EACH ROW EXECUTE FUNCTION ledger_note_touches();

INSERT INTO ledger_touch (entry_id, type, key)
SELECT sequence, change ->> 'type', change ->> 'key' FROM ledger_entry, jsonb_array_elements(changes) AS change;
"""

BACKWARD = """
DROP TRIGGER ledger_entry_touches ON ledger_entry;
DROP FUNCTION ledger_note_touches();
"""


class Migration(migrations.Migration):
    dependencies = [("ledger", "0002_append_only")]
    operations = [
        migrations.CreateModel(
            name="Touch",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("type", models.CharField(max_length=40)),
                ("key", models.CharField(max_length=420)),
                (
                    "entry",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="touches", to="ledger.entry"
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "touches",
                "indexes": [models.Index(fields=["type", "key"], name="ledger_touch_by_object")],
            },
        ),
        migrations.RunSQL(FORWARD, BACKWARD),
    ]
