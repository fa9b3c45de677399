"""An edition may carry a round, and corrected verdicts of earlier ones; once published, neither is changed any more."""

from django.db import migrations, models
from django.db.models import Q

_FUNCTION = """
CREATE OR REPLACE FUNCTION editions_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.state = 'built' THEN
        IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
        RETURN NEW;
    END IF;
    IF TG_OP = 'UPDATE' AND NEW.state IN ('published', 'withdrawn') AND NOT (OLD.state = 'withdrawn' AND NEW.state <> 'withdrawn')
       AND (NEW.number, NEW.title, NEW.register_date, NEW.root_hash, NEW.records_root, NEW.record_count, NEW.file_count,
            NEW.languages, NEW.built_at, NEW.published_at{new})
           IS NOT DISTINCT FROM
           (OLD.number, OLD.title, OLD.register_date, OLD.root_hash, OLD.records_root, OLD.record_count, OLD.file_count,
            OLD.languages, OLD.built_at, OLD.published_at{old})
    THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'A published edition stays as it is: % is refused.', TG_OP
        USING ERRCODE = 'integrity_constraint_violation';
END $$;
"""
FORWARD = _FUNCTION.format(new=", NEW.round_code, NEW.corrected", old=", OLD.round_code, OLD.corrected")
BACKWARD = _FUNCTION.format(new="", old="")


class Migration(migrations.Migration):
    dependencies = [("editions", "0002_published_stays")]
    operations = [
        migrations.AddField(
            model_name="edition", name="round_code", field=models.CharField(blank=True, max_length=40, default="")
        ),
        migrations.AlterField(
            model_name="edition", name="round_code", field=models.CharField(blank=True, max_length=40)
        ),
        migrations.AddField(model_name="edition", name="corrected", field=models.JSONField(default=list)),
        migrations.AddConstraint(
            model_name="edition",
            constraint=models.UniqueConstraint(
                fields=("round_code",), condition=~Q(round_code=""), name="edition_one_carries_a_round"
            ),
        ),
        migrations.RunSQL(FORWARD, BACKWARD),
    ]
