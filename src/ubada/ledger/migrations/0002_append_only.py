"""The database itself refuses to change, remove or misplace a ledger entry."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION ledger_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'The ledger is append-only: % is refused.', TG_OP USING ERRCODE = 'integrity_constraint_violation';
END $$;

CREATE FUNCTION ledger_require_link() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    last_sequence bigint;
    last_hash varchar;
BEGIN
    SELECT sequence, hash INTO last_sequence, last_hash FROM ledger_entry ORDER BY sequence DESC LIMIT 1;
    IF NEW.sequence <> coalesce(last_sequence, 0) + 1 OR NEW.previous_hash <> coalesce(last_hash, repeat('0', 64)) THEN
        RAISE EXCEPTION 'A ledger entry must follow the last one.' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER ledger_entry_no_change BEFORE UPDATE OR DELETE ON ledger_entry
    FOR EACH ROW EXECUTE FUNCTION ledger_refuse_change();
CREATE TRIGGER ledger_entry_no_truncate BEFORE TRUNCATE ON ledger_entry
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse_change();
CREATE TRIGGER ledger_entry_follows BEFORE INSERT ON ledger_entry
    FOR EACH ROW EXECUTE FUNCTION ledger_require_link();
"""

BACKWARD = """
DROP TRIGGER ledger_entry_follows ON ledger_entry;
DROP TRIGGER ledger_entry_no_truncate ON ledger_entry;
DROP TRIGGER ledger_entry_no_change ON ledger_entry;
DROP FUNCTION ledger_require_link();
DROP FUNCTION ledger_refuse_change();
"""


class Migration(migrations.Migration):
    dependencies = [("ledger", "0001_initial")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
