import datetime
import gc
from decimal import Decimal

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.test import TestCase

from core.bulk import (
    collector_paused,
    insert_all,
    insert_values,
    make_row,
    reserve_keys,
    update_all,
)
from history.models import Change, ChangeBatch
from producers.models import Producer, Site
from products.models import Product, Recognition
from tests.factories import AreaFactory, ProducerFactory, RecognitionFactory

NOW = datetime.datetime(2026, 1, 2, 3, 4, tzinfo=datetime.UTC)


class BulkTests(TestCase):
    """Rows written in bulk are the rows that saving one by one would have made."""

    @classmethod
    def setUpTestData(cls):
        cls.place = AreaFactory()

    def chain(self, count):
        """Return new producers, sites, products and recognitions tied together."""
        keys = reserve_keys(
            dict.fromkeys([Producer, Site, Product, Recognition], count)
        )
        rows = {model: [] for model in keys}
        for number in range(count):
            producer = Producer(
                pk=next(keys[Producer]),
                name=f"HTX  Số {number}",
                match_key=f"k{number}",
            )
            site = Site(
                pk=next(keys[Site]),
                producer=producer,
                place=self.place,
                area=self.place,
            )
            product = Product(
                pk=next(keys[Product]), producer=producer, site=site, name="Rượu"
            )
            award = Recognition(
                pk=next(keys[Recognition]),
                product=product,
                grade="4",
                score=Decimal("82.50"),
                valid_from=datetime.date(2020, 9, 16),
                valid_to=datetime.date(2023, 9, 16),
            )
            for row in (producer, site, product, award):
                rows[type(row)].append(row)
        return rows

    def test_rows_with_reserved_keys_may_point_to_one_another(self):
        for rows in self.chain(3).values():
            insert_all(rows)
        award = Recognition.objects.select_related("product__producer").latest("pk")
        self.assertEqual(award.product.producer.name, "HTX Số 2")
        self.assertEqual(award.product.producer.search_key.strip(), "htx so 2")
        self.assertEqual(
            (award.score, award.valid_from),
            (Decimal("82.50"), datetime.date(2020, 9, 16)),
        )
        self.assertIsNotNone(award.created_at)
        award.product.producer.save()  # the row knows that it is stored

    def test_every_sign_arrives_as_it_was_given(self):
        names = ['"{}",\\', "NULL", "null", "", " a 'b' %s ", "{1,2}", "Rượu\n"]
        batch = ChangeBatch.objects.create(by_name="x", digest="d")
        kind = ContentType.objects.get_for_model(Producer)
        changes = {"a": [None, '"\\{}\n'], "b": [1.5, True, []]}
        fields = ["batch", "action", "content_type", "object_id", "object_name"]
        lines = [(batch.pk, "create", kind.pk, 1, name, changes) for name in names]
        insert_values(Change, [*fields, "changes"], lines)
        stored = Change.objects.order_by("pk")
        self.assertEqual([row.object_name for row in stored], names)
        self.assertEqual([row.changes for row in stored], [changes] * len(names))

    def test_a_row_made_of_values_is_the_row_that_django_makes(self):
        producer = ProducerFactory()
        values = {"id": 7, "name": "Rượu", "criteria_set_id": 3, "public_code": "K7"}
        made = make_row(Product, values, {"producer": producer})
        plain = Product(**values, producer=producer)
        for field in Product._meta.concrete_fields:
            with self.subTest(field.name):
                self.assertEqual(
                    getattr(made, field.attname), getattr(plain, field.attname)
                )
        self.assertIs(made.producer, producer)
        self.assertTrue(made._state.adding)
        first, second = (make_row(Producer, {"name": "HTX"}, {}) for _ in range(2))
        self.assertNotEqual(first.uuid, second.uuid)

    def test_keys_go_on_where_stored_rows_end(self):
        stored = RecognitionFactory()
        rows = self.chain(2)
        keys = [row.pk for row in rows[Recognition]]
        self.assertNotIn(stored.pk, keys)
        for part in rows.values():
            insert_all(part)
        self.assertNotIn(RecognitionFactory().pk, [stored.pk, *keys])

    def test_statements_do_not_grow_with_rows(self):
        for count in (1, 3, 2000):
            with self.subTest(rows=count), transaction.atomic():
                with self.assertNumQueries(1):
                    rows = self.chain(count)
                with self.assertNumQueries(4):
                    for part in rows.values():
                        insert_all(part)
                for award in rows[Recognition]:
                    award.grade = "5"
                with self.assertNumQueries(1):
                    update_all(rows[Recognition], ["grade", "score", "updated_at"])
                self.assertEqual(Recognition.objects.filter(grade="5").count(), count)
                transaction.set_rollback(True)

    def test_updates_write_the_named_fields_of_their_rows_alone(self):
        rows = self.chain(2)
        for part in rows.values():
            insert_all(part)
        first, second = rows[Recognition]
        first.grade, first.valid_to, first.note = "3", datetime.date(2024, 9, 16), "x"
        update_all([first], ["grade", "valid_to", "score"])
        first.refresh_from_db()
        second.refresh_from_db()
        self.assertEqual(
            (first.grade, first.valid_to, first.note, first.score),
            ("3", datetime.date(2024, 9, 16), "", Decimal("82.50")),
        )
        self.assertEqual(
            (second.grade, second.valid_to), ("4", datetime.date(2023, 9, 16))
        )

    def test_values_are_written_without_instances(self):
        batch = ChangeBatch.objects.create(by_name="Thử", digest="x", at=NOW)
        kind = ContentType.objects.get_for_model(Producer)
        insert_values(
            Change,
            ["batch", "action", "content_type", "object_id", "object_name", "changes"],
            [(batch.pk, "create", kind.pk, 7, "Một", {"a": [None, NOW.date()]})],
        )
        change = Change.objects.get()
        self.assertEqual(change.changes, {"a": [None, "2026-01-02"]})
        self.assertEqual((change.batch, change.object_id), (batch, 7))

    def test_the_collector_works_again_after_a_failure(self):
        with self.assertRaises(ZeroDivisionError), collector_paused():
            self.assertFalse(gc.isenabled())
            raise ZeroDivisionError
        self.assertTrue(gc.isenabled())

    def test_nothing_is_no_statement(self):
        with self.assertNumQueries(0):
            insert_all([])
            insert_values(Change, ["batch"], [])
            update_all([], ["grade"])
            self.assertEqual(reserve_keys({Producer: 0}), {})
