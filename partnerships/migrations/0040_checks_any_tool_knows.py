"""Let any tool check a file of SQLite: REGEXP is a function that only Django brings along.

On PostgreSQL the constraints say what they said.
"""

from django.db import migrations, models

from partnerships.models.places import NO_GSS_CODE, HasGSSShape

NAMES = {
    "region": "region_has_gss_code",
    "localauthority": "authority_has_gss_code",
    "councilsuccession": "succession_has_gss_code",
    "deprivationfigures": "deprivation_has_gss_code",
}


def _constraint(model, name):
    words = {} if model == "deprivationfigures" else {"violation_error_message": NO_GSS_CODE}
    return models.CheckConstraint(condition=HasGSSShape("gss_code"), name=name, **words)


class Migration(migrations.Migration):

    dependencies = [("partnerships", "0039_running")]

    operations = [
        operation
        for model, name in NAMES.items()
        for operation in (
            migrations.RemoveConstraint(model_name=model, name=name),
            migrations.AddConstraint(model_name=model, constraint=_constraint(model, name)),
        )
    ]
