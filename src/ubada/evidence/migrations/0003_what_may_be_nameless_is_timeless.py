"""Identifiers of what may be published without a name no longer hold the moment at which it was begun."""

from django.db import migrations, models

import ubada.kernel.ids


class Migration(migrations.Migration):

    dependencies = [
        ('evidence', '0002_held_files_addresses_and_why_no_copy'),
    ]

    operations = [
        migrations.AlterField(
            model_name='evidenceitem',
            name='uid',
            field=models.CharField(default=ubada.kernel.ids.untimed_uid, editable=False, max_length=26, primary_key=True, serialize=False),
        ),
    ]
