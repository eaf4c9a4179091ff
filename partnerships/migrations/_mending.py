"""Mends what migration 0001 did otherwise before it was changed: a database made by it then never heard of that.

At first a loaded record had no `object_id`, and nothing kept two national offers of one provider from having one name.
"""

OFFER_NAMES = ("one_support_offer_of_a_name", "one_national_support_offer_of_a_name")
NAME_LENGTH = 150


def mend(apps, schema_editor):
    """Make the tables of loaded records and support offers as 0001 makes them today; do nothing if they are so."""
    _mend_loaded_records(apps.get_model("partnerships", "LoadedRecord"), schema_editor)
    _mend_support_offers(apps.get_model("partnerships", "SupportOffer"), schema_editor)


def _mend_loaded_records(model, schema_editor):
    connection = schema_editor.connection
    with connection.cursor() as cursor:
        columns = connection.introspection.get_table_description(cursor, model._meta.db_table)
    if "object_id" not in {column.name for column in columns}:
        # The first code to write a row came with the column, so there is none to keep.
        schema_editor.delete_model(model)
        schema_editor.create_model(model)


def _mend_support_offers(model, schema_editor):
    wanted = [constraint for constraint in model._meta.constraints if constraint.name in OFFER_NAMES]
    if all(_columns_of(one, model, schema_editor) == _columns_wanted(one, model) for one in wanted):
        return
    _tell_apart(model.objects.using(schema_editor.connection.alias))
    for constraint in wanted:
        if _columns_of(constraint, model, schema_editor) not in (None, _columns_wanted(constraint, model)):
            schema_editor.remove_constraint(model, constraint)
        # Asked again: SQLite makes the whole table anew for the one above, with every constraint.
        if _columns_of(constraint, model, schema_editor) is None:
            schema_editor.add_constraint(model, constraint)


def _columns_wanted(constraint, model):
    return [model._meta.get_field(name).column for name in constraint.fields]


def _columns_of(constraint, model, schema_editor):
    """Return the columns that the constraint of this name has in the database; None if there is none."""
    connection = schema_editor.connection
    with connection.cursor() as cursor:
        found = connection.introspection.get_constraints(cursor, model._meta.db_table)
    return found[constraint.name]["columns"] if constraint.name in found else None


def _tell_apart(offers):
    """Number national offers that have the provider and the name of an earlier one."""
    taken = set()
    for offer in offers.filter(bridge=None).order_by("pk"):
        name, number = offer.name, 1
        while (offer.provider, name) in taken:
            number += 1
            name = f"{offer.name[:NAME_LENGTH]} ({number})"
        taken.add((offer.provider, name))
        if name != offer.name:
            offers.filter(pk=offer.pk).update(name=name)
