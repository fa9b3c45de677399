"""Positions and divergences keep the state beside the commitment, so that the page of a state counts without a join."""

import django.db.models.deletion
from django.db import migrations, models

FILL = """
UPDATE assessments_{table} AS row SET state_id = followed.state_id
FROM register_statecommitment AS followed WHERE followed.key = row.state_commitment_id
"""


class Migration(migrations.Migration):

    dependencies = [
        ("assessments", "0003_what_may_be_nameless_is_timeless"),
        ("register", "0005_relations_say_whose_idea_they_are"),
    ]

    operations = [
        *(
            migrations.AddField(
                model_name=name,
                name="state",
                field=models.ForeignKey(
                    null=True, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name="+",
                    to="register.state",
                ),
            )
            for name in ("position", "divergence")
        ),
        *(
            migrations.RunSQL(FILL.format(table=name), migrations.RunSQL.noop)
            for name in ("position", "divergence")
        ),
        *(
            migrations.AlterField(
                model_name=name,
                name="state",
                field=models.ForeignKey(
                    db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name="+",
                    to="register.state",
                ),
            )
            for name in ("position", "divergence")
        ),
        migrations.AddIndex(
            model_name="position",
            index=models.Index(
                fields=["round", "state", "constituency", "level"], include=["is_split", "lowest"],
                name="position_by_state",
            ),
        ),
        migrations.AddIndex(
            model_name="divergence",
            index=models.Index(fields=["round", "state", "first", "second", "pair_class"], name="divergence_by_state"),
        ),
    ]
