"""The database itself refuses to change what was published, and to take back a correction."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION editions_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.state = 'built' THEN
        IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
        RETURN NEW;
    END IF;
    IF TG_OP = 'UPDATE' AND NEW.state IN ('published', 'withdrawn') AND NOT (OLD.state = 'withdrawn' AND NEW.state <> 'withdrawn')
       AND (NEW.number, NEW.title, NEW.register_date, NEW.root_hash, NEW.records_root, NEW.record_count, NEW.file_count,
            NEW.languages, NEW.built_at, NEW.published_at)
           IS NOT DISTINCT FROM
           (OLD.number, OLD.title, OLD.register_date, OLD.root_hash, OLD.records_root, OLD.record_count, OLD.file_count,
            OLD.languages, OLD.built_at, OLD.published_at)
    THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'A published edition stays as it is: % is refused.', TG_OP
        USING ERRCODE = 'integrity_constraint_violation';
END $$;

CREATE FUNCTION editions_refuse_correction_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'A correction stays as it was said: % is refused.', TG_OP
        USING ERRCODE = 'integrity_constraint_violation';
END $$;

CREATE TRIGGER edition_published_stays BEFORE UPDATE OR DELETE ON editions_edition
    FOR EACH ROW EXECUTE FUNCTION editions_refuse_change();
CREATE TRIGGER correction_stays BEFORE UPDATE OR DELETE ON editions_correction
    FOR EACH ROW EXECUTE FUNCTION editions_refuse_correction_change();
"""

BACKWARD = """
DROP TRIGGER correction_stays ON editions_correction;
DROP TRIGGER edition_published_stays ON editions_edition;
DROP FUNCTION editions_refuse_correction_change();
DROP FUNCTION editions_refuse_change();
"""


class Migration(migrations.Migration):
    dependencies = [("editions", "0001_initial")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
