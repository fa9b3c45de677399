"""Versions of a verdict are never changed or removed; rounds keep whom they asked; names of those who reply can rest."""

import datetime

import django.db.models.deletion
from django.db import migrations, models

FORWARD = """
CREATE FUNCTION assessment_version_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'A version of a verdict is kept as it was: % is refused.', TG_OP
        USING ERRCODE = 'integrity_constraint_violation';
END $$;

CREATE TRIGGER assessment_version_no_change BEFORE UPDATE OR DELETE ON assessments_assessmentversion
    FOR EACH ROW EXECUTE FUNCTION assessment_version_refuse_change();
CREATE TRIGGER assessment_version_no_truncate BEFORE TRUNCATE ON assessments_assessmentversion
    FOR EACH STATEMENT EXECUTE FUNCTION assessment_version_refuse_change();
"""

BACKWARD = """
DROP TRIGGER assessment_version_no_truncate ON assessments_assessmentversion;
DROP TRIGGER assessment_version_no_change ON assessments_assessmentversion;
DROP FUNCTION assessment_version_refuse_change();
"""


class Migration(migrations.Migration):
    dependencies = [("assessments", "0001_rounds_and_verdicts"), ("organisations", "0001_initial")]
    operations = [
        migrations.RemoveConstraint(model_name="remindersent", name="reminder_once_an_organisation"),
        migrations.AddField("assessment", "fingerprints", models.JSONField(default=list)),
        migrations.AddField("reply", "is_name_protected", models.BooleanField(default=False)),
        migrations.AddField("round", "asked", models.JSONField(default=dict)),
        migrations.AddField(
            "round", "reminded_on", models.DateField(default=datetime.date(2026, 1, 1)), preserve_default=False
        ),
        migrations.AlterField(
            "remindersent",
            "organisation",
            models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="organisations.organisation",
            ),
        ),
        migrations.AddConstraint(
            model_name="remindersent",
            constraint=models.UniqueConstraint(
                fields=("round", "key", "organisation"), name="reminder_once_an_organisation", nulls_distinct=False
            ),
        ),
        migrations.RunSQL(FORWARD, BACKWARD),
    ]
