"""Identifiers of what may be published without a name no longer hold the moment at which it was begun."""

from django.db import migrations, models

import ubada.kernel.ids


class Migration(migrations.Migration):

    dependencies = [
        ('assessments', '0002_versions_are_kept_for_good'),
    ]

    operations = [
        migrations.AlterField(
            model_name='assessment',
            name='uid',
            field=models.CharField(default=ubada.kernel.ids.untimed_uid, editable=False, max_length=26, primary_key=True, serialize=False),
        ),
        migrations.AlterField(
            model_name='divergencenote',
            name='uid',
            field=models.CharField(default=ubada.kernel.ids.untimed_uid, editable=False, max_length=26, primary_key=True, serialize=False),
        ),
        migrations.AlterField(
            model_name='reply',
            name='uid',
            field=models.CharField(default=ubada.kernel.ids.untimed_uid, editable=False, max_length=26, primary_key=True, serialize=False),
        ),
    ]
