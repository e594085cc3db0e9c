from django.test import TestCase

from products.models import CriteriaSet, Regime
from products.regimes import load_regimes


class LoadRegimesTests(TestCase):
    def test_holds_three_regimes_of_26_sets_each(self):
        self.assertEqual(load_regimes(), (3, 78))
        self.assertEqual(
            list(Regime.objects.values_list("number", flat=True)),
            ["26/2026/QĐ-TTg", "148/QĐ-TTg", "1048/QĐ-TTg"],
        )

    def test_the_number_of_a_set_depends_on_the_regime(self):
        load_regimes()
        spirits = CriteriaSet.objects.filter(name="Rượu trắng")
        self.assertEqual(
            list(spirits.values_list("regime__number", "number")),
            [("26/2026/QĐ-TTg", 14), ("148/QĐ-TTg", 14), ("1048/QĐ-TTg", 15)],
        )

    def test_sets_that_do_not_add_up_are_marked(self):
        load_regimes()
        incomplete = CriteriaSet.objects.filter(
            regime__number="148/QĐ-TTg", is_complete=False
        )
        self.assertEqual(
            list(incomplete.values_list("number", flat=True)), [11, 12, 13]
        )

    def test_a_second_run_mends_a_name_and_adds_nothing(self):
        load_regimes()
        before = set(CriteriaSet.objects.values_list("pk", flat=True))
        CriteriaSet.objects.filter(number=14).update(name="sai")
        load_regimes()
        self.assertEqual(set(CriteriaSet.objects.values_list("pk", flat=True)), before)
        self.assertFalse(CriteriaSet.objects.filter(name="sai").exists())
