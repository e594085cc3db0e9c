"""Products counted two ways: exact tables, and that every number is its list."""

import io

import openpyxl
from django.test import TestCase
from django.urls import reverse

from dashboards.cross import CrossFilter, cross_of
from dashboards.cuts import CUTS, cuts_for
from producers.models import Representative
from products.models import Decision, Product, Recognition
from tests.factories import AssignmentFactory

from .cast import DAY, Cast
from .pages import figures_in

CROSS = reverse("dashboards:cross")
ON_DAY = {"ngay": "15/09/2023"}


class CrossCase(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.cast = Cast()
        for product, sex, ethnicity in (
            (cls.cast.never, "male", "Kinh"),
            (cls.cast.once, "", ""),
        ):
            Representative.objects.create(
                producer=product.producer, name="Kín", sex=sex, ethnicity=ethnicity
            )

    def page(self, person=None, **asked):
        self.client.force_login(person or self.cast.provincial)
        return self.client.get(CROSS, {**ON_DAY, **asked})

    def table(self, person=None, **asked):
        """Return {row: {column: count}} of what is not nought, totals under ""."""
        table = self.page(person, **asked).context["table"]
        found = {}
        for line in table.lines:
            cells = zip(table.columns, line.cells, strict=True)
            row = {column.label: cell.count for column, cell in cells if cell.count}
            found[line.head.label] = row | {"": line.head.count}
        return found


class TableTests(CrossCase):
    def test_group_by_stars_is_what_opens(self):
        self.assertEqual(
            self.table(dia_ban=self.cast.district.pk),
            {
                "Đồ uống có cồn": {"3 sao": 1, "4 sao": 1, "": 2},
                "Thực phẩm thô, sơ chế": {"5 sao": 1, "": 1},
                "chưa phân nhóm": {"3 sao": 1, "": 1},
            },
        )

    def test_states_are_parted_whatever_they_are(self):
        found = self.table(dong="tinh_trang", dia_ban=self.cast.district.pk)
        self.assertEqual(
            {state: row[""] for state, row in found.items()},
            {
                "còn hiệu lực": 1,
                "sắp hết hạn": 3,
                "hết hạn": 1,
                "đã thu hồi": 1,
                "chưa đủ căn cứ xác định": 1,
            },
        )

    def test_districts_of_the_time_and_communes_of_today(self):
        self.assertEqual(
            self.table(dong="huyen", cot="nam"),
            {
                "Huyện Hòa An": {"2020": 2, "2021": 2, "": 4},
                "không ghi huyện": {"2022": 1, "": 1},
            },
        )
        today = {row: cells[""] for row, cells in self.table(dong="xa").items()}
        self.assertEqual(today, {"Xã Hòa An": 4, "Xã Trùng Khánh": 1})

    def test_women_and_minorities(self):
        self.assertEqual(
            self.table(dong="gioi_tinh", cot="dan_toc", dia_ban=self.cast.district.pk),
            {
                "nữ": {"dân tộc thiểu số": 2, "": 2},
                "nam": {"dân tộc Kinh": 1, "": 1},
                "chưa rõ": {"chưa rõ": 1, "": 1},
            },
        )

    def test_a_decision_and_none(self):
        decision = Decision.objects.first()
        Recognition.objects.filter(product=self.cast.never).update(decision=None)
        rows = self.table(dong="quyet_dinh", dia_ban=self.cast.district.pk)
        self.assertEqual(rows["chưa rõ quyết định"], {"": 1})
        self.assertIn(str(decision), rows)

    def test_filters_narrow_it(self):
        asked = {"dong": "hang", "cot": "", "nhom": "Đồ uống có cồn"}
        self.assertEqual(self.table(**asked), {"4 sao": {"": 1}, "3 sao": {"": 1}})
        self.assertEqual(self.table(**asked, het_han_trong=1), {})

    def test_who_may_not_read_representatives_cannot_part_by_them(self):
        page = self.page(self.cast.viewer, dong="gioi_tinh")
        self.assertEqual(page.context["table"].total.count, 0)
        self.assertTrue(page.context["form"].errors["dong"])
        self.assertNotIn("gioi_tinh", cuts_for(self.cast.viewer))
        url = reverse("products:list")
        female = self.client.get(url, {"gioi_tinh": "female"}).context["page"]
        self.assertEqual(
            female.paginator.count, self.client.get(url).context["page"].paginator.count
        )

    def test_workbook_holds_the_table_with_its_totals(self):
        answer = self.page(dia_ban=self.cast.district.pk, xuat="xlsx")
        book = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content)))
        rows = [list(row) for row in book["Danh sách"].values]
        self.assertEqual(
            rows[0], ["Nhóm sản phẩm", "Tổng cộng", "3 sao", "4 sao", "5 sao"]
        )
        self.assertEqual(rows[-1], ["Tổng cộng", 4, 2, 1, 1])
        conditions = [row[0] for row in book["Điều kiện lọc"].values]
        self.assertIn("Địa bàn", conditions)

    def test_query_count_does_not_grow_with_rows(self):
        for extra in (0, 2):
            for number in range(extra):
                self.cast.product(f"0{number + 1}/03/2021", "01/03/2024")
            filters = self.filters(dong="quyet_dinh", cot="hang")
            with self.subTest(extra=extra), self.assertNumQueries(2):
                cross_of(filters)

    def filters(self, **asked):
        request = self.page(**asked).wsgi_request
        products = Product.objects.visible_to(self.cast.provincial)
        filters = CrossFilter(request.GET, products, request=request)
        self.assertEqual(filters.date, DAY)
        return filters


class EveryCellTests(CrossCase):
    def test_every_number_is_the_total_of_its_list(self):
        """Each cut down, each that may stand across, for three people."""
        for name in ("provincial", "officer", "viewer"):
            person = self.cast.people[name]
            self.client.force_login(person)
            self.seen = set()
            cuts = cuts_for(person)
            pairs = [(key, "") for key in cuts]
            pairs += [("hang", key) for key, cut in cuts.items() if cut.few]
            for down, across in [*pairs, ("quyet_dinh", "nam"), ("xa", "nhom")]:
                with self.subTest(name, down=down, across=across):
                    self.assert_lists_agree(dong=down, cot=across)
            self.assertGreater(len(self.seen), 40)

    def test_units_states_and_dates_keep_them_equal(self):
        AssignmentFactory(user=self.cast.officer, area=self.cast.elsewhere)
        self.client.force_login(self.cast.officer)
        self.seen = set()
        units = (self.cast.district, self.cast.today, self.cast.elsewhere)
        for unit in units:
            for state in ("in_force", "expired", "recognised"):
                for day in ("15/09/2023", "20/02/2024"):
                    self.assert_lists_agree(
                        dong="xa",
                        cot="hang",
                        dia_ban=unit.pk,
                        ngay=day,
                        tinh_trang=state,
                    )

    def assert_lists_agree(self, **asked):
        response = self.client.get(CROSS, {**ON_DAY, **asked})
        for url, number in figures_in(response.content.decode()):
            if url in self.seen:
                continue
            self.seen.add(url)
            answer = self.client.get(url, headers={"HX-Request": "true"})
            self.assertEqual(answer.context["page"].paginator.count, number, url)

    def test_all_cuts_are_walked(self):
        self.assertEqual(
            list(CUTS),
            [
                "hang",
                "tinh_trang",
                "loai_hinh",
                "nhom",
                "nam",
                "gioi_tinh",
                "dan_toc",
                "bo",
                "xa",
                "huyen",
                "quyet_dinh",
            ],
        )
