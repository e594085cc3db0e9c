"""Writing many rows in a constant number of statements, on both databases.

Django cuts bulk writes on SQLite into pieces of 999 values and bulk_update into
CASE ladders; these write the same rows in one statement each. Like Django's own bulk
methods they call ``pre_save`` of the fields but neither ``save()`` nor signals.
"""

import gc
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache

from django.db import connection, connections, models
from psycopg2.extras import Json


@contextmanager
def collector_paused() -> Iterator[None]:
    """Hold back Python's search for cycles while very many objects are made.

    It would look through all of them again and again, and find nothing to free.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


class JsonText(str):
    """What a JSON field is to hold, as text; shorter than the objects it is made of."""

    __slots__ = ()

    @classmethod
    def of(cls, value: object, field: models.JSONField) -> "JsonText":
        return cls(json.dumps(value, cls=field.encoder))


def reserve_keys(
    wanted: Mapping[type[models.Model], int],
) -> dict[type[models.Model], Iterator[int]]:
    """Set aside keys for that many new rows of each model, in one query for all.

    Rows may then point to one another before any is stored. Call it in the transaction
    that inserts them, and once: keys set aside but not used may be given out again.
    """
    wanted = {model: count for model, count in wanted.items() if count}
    if not wanted:
        return {}
    keys = _keys_sqlite if connection.vendor == "sqlite" else _keys_postgresql
    return dict(zip(wanted, map(iter, keys(wanted)), strict=True))


def _keys_sqlite(wanted: Mapping) -> list[Iterable[int]]:
    """Continue the sequences; the transaction is the only writer (IMMEDIATE)."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, seq FROM sqlite_sequence")
        last = dict(cursor.fetchall())
    starts = [last.get(model._meta.db_table, 0) + 1 for model in wanted]
    return [
        range(start, start + count)
        for start, count in zip(starts, wanted.values(), strict=True)
    ]


def _keys_postgresql(wanted: Mapping) -> list[Iterable[int]]:
    part = (
        "ARRAY(SELECT nextval(pg_get_serial_sequence(%s, %s))"
        " FROM generate_series(1, %s))"
    )
    values: list[str | int] = []
    for model, count in wanted.items():
        table = connection.ops.quote_name(model._meta.db_table)
        values += [table, model._meta.pk.column, count]
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join([part] * len(wanted))}", values)
        return list(cursor.fetchone())


def make_row(
    model: type[models.Model],
    values: Mapping[str, object],
    related: Mapping[str, models.Model],
) -> models.Model:
    """Return the instance that ``model(**values, **related)`` makes, far sooner.

    ``values`` go by column (``place_id``), ``related`` are rows by name of the field.
    """
    constant, made = _defaults(model)
    given = {**constant, **{name: make() for name, make in made.items()}, **values}
    for name, row in related.items():
        given[f"{name}_id"] = row.pk
    instance = model(*given.values())
    # What a foreign key caches when it is set.
    instance._state.fields_cache.update(related)
    return instance


@cache
def _defaults(model: type[models.Model]) -> tuple[dict[str, object], dict]:
    """Return the defaults by column in order, and those that are made for each row."""
    fields = model._meta.concrete_fields
    made = {
        field.attname: field.default
        for field in fields
        if field.has_default() and callable(field.default)
    }
    return {field.attname: field.get_default() for field in fields}, made


def insert_all(rows: Sequence[models.Model]) -> None:
    """Insert rows of one model in one statement.

    Rows keep the keys they have (``reserve_keys``); without, the database gives them
    some, which are not read back.
    """
    if not rows:
        return
    model = type(rows[0])
    has_keys = rows[0].pk is not None
    fields = [f for f in model._meta.concrete_fields if has_keys or not f.primary_key]
    columns = (_prepared(_saved(rows, field), field) for field in fields)
    _insert(model, fields, columns)
    for row in rows:
        row._state.adding = False
        row._state.db = connection.alias


def insert_values(
    model: type[models.Model], names: Sequence[str], lines: Sequence[Sequence]
) -> None:
    """Insert rows given as values of the named fields, without making instances.

    For rows that nothing else is asked of: no defaults, no ``pre_save``.
    """
    if not lines:
        return
    fields = _fields(model, names)
    columns = (
        _prepared([line[number] for line in lines], field)
        for number, field in enumerate(fields)
    )
    _insert(model, fields, columns)


def update_all(rows: Sequence[models.Model], names: Sequence[str]) -> None:
    """Write the named fields of stored rows of one model in one statement."""
    if not rows:
        return
    options = type(rows[0])._meta
    fields = _fields(type(rows[0]), names)
    columns = [_prepared([f.pre_save(row, False) for row in rows], f) for f in fields]
    values = list(zip(*columns, [row.pk for row in rows], strict=True))
    if connection.vendor == "sqlite":
        _update_sqlite(options, fields, values)
    else:
        _update_postgresql(options, fields, values)


def _fields(model: type[models.Model], names: Sequence[str]) -> list[models.Field]:
    stored = {field.name: field for field in model._meta.concrete_fields}
    return [stored[name] for name in names]


_PLAIN_FIELDS = (
    models.CharField,
    models.TextField,
    models.IntegerField,
    models.BooleanField,
    models.AutoField,
    models.ForeignKey,
)
_PLAIN_TYPES = frozenset([str, int, bool, type(None)])
# Few different values in many rows, each of them slow to prepare.
_REPEATING_FIELDS = (models.DateField, models.DecimalField)


def _saved(rows: Sequence[models.Model], field: models.Field) -> list:
    """Return what a field stores of new rows, which come into being at one moment."""
    if type(field).pre_save is models.Field.pre_save:
        return [row.__dict__[field.attname] for row in rows]
    if getattr(field, "auto_now_add", False) or getattr(field, "auto_now", False):
        now = field.pre_save(rows[0], True)
        for row in rows:
            setattr(row, field.attname, now)
        return [now] * len(rows)
    return [field.pre_save(row, True) for row in rows]


def _prepared(values: Sequence, field: models.Field) -> Sequence:
    """Return the values of one column as the database takes them."""
    database = connections[connection.alias]
    if isinstance(field, _PLAIN_FIELDS):
        return [
            value
            if type(value) in _PLAIN_TYPES
            else field.get_db_prep_save(value, database)
            for value in values
        ]
    if isinstance(field, _REPEATING_FIELDS):
        known = {
            value: field.get_db_prep_save(value, database) for value in set(values)
        }
        return [known[value] for value in values]
    return [
        str(value)
        if type(value) is JsonText
        else field.get_db_prep_save(value, database)
        for value in values
    ]


def _insert(model: type[models.Model], fields, columns: Iterable[Sequence]) -> None:
    quote = connection.ops.quote_name
    names = ", ".join(quote(field.column) for field in fields)
    head = f"INSERT INTO {quote(model._meta.db_table)} ({names})"
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            one = ", ".join(["%s"] * len(fields))
            values = list(zip(*columns, strict=True))
            cursor.executemany(f"{head} VALUES ({one})", values)
        else:
            arrays = ", ".join(f"%s::{_bare_type(field)}[]" for field in fields)
            cursor.execute(
                f"{head} SELECT * FROM unnest({arrays})",
                [_array(column) for column in columns],
            )


def _bare_type(field: models.Field) -> str:
    """Return the type of a column without its length, which the table itself checks."""
    return str(field.rel_db_type(connection)).partition("(")[0]


def _array(values: Iterable) -> str:
    """Return values as the text of an array: the server reads it in half the time."""
    return "{" + ",".join(map(_element, values)) + "}"


def _element(value: object) -> str:
    if value is None:
        return "NULL"
    if isinstance(value, Json):
        value = value.dumps(value.adapted)
    text = str(value).replace("\\", r"\\").replace('"', r"\"")
    return f'"{text}"'


def _update_sqlite(options, fields, values) -> None:
    quote = connection.ops.quote_name
    changes = ", ".join(f"{quote(field.column)} = %s" for field in fields)
    key = quote(options.pk.column)
    with connection.cursor() as cursor:
        cursor.executemany(
            f"UPDATE {quote(options.db_table)} SET {changes} WHERE {key} = %s", values
        )


def _update_postgresql(options, fields, values) -> None:
    quote = connection.ops.quote_name
    typed = [*fields, options.pk]
    casts = ", ".join(f"%s::{field.rel_db_type(connection)}" for field in typed)
    names = [f"value_{number}" for number in range(len(fields))]
    changes = ", ".join(
        f"{quote(field.column)} = given.{name}"
        for field, name in zip(fields, names, strict=True)
    )
    key = quote(options.pk.column)
    flat = [value for line in values for value in line]
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {quote(options.db_table)} AS stored SET {changes}"
            f" FROM (VALUES {', '.join([f'({casts})'] * len(values))})"
            f" AS given ({', '.join(names)}, given_key)"
            f" WHERE stored.{key} = given.given_key",
            flat,
        )
