"""A visit, its lists and its checks: made, changed, refused, and out of reach."""

import uuid

from inspections.enums import ChecklistStatus
from inspections.models import SiteCheck, Visit
from inspections.services import check_uuid
from inspections.tests.cast import published_checklist
from tests import factories

from .devices import Device
from .kind_case import KindCase
from .protocol import says


class VisitKindTests(KindCase):
    def new(self, **fields):
        told = {
            "campaign": self.visit.campaign_id,
            "place": self.cast.hoa_an.pk,
            "starts_on": "2023-09-20",
            **fields,
        }
        return self.lan.send("visit", uuid.uuid4(), told)

    def test_new_visit_is_a_draft_of_its_author(self):
        status, content = self.new(session_note="Họp  tại xã\r\n", ends_on=None)
        self.assertEqual(status, 200)
        visit = Visit.objects.get(uuid=content["record"])
        self.assertEqual(visit.created_by, self.cast.lan)
        self.assertEqual(content["version"], visit.version)
        self.assertEqual(
            content["values"],
            {
                "campaign": self.visit.campaign_id,
                "place": self.cast.hoa_an.pk,
                "starts_on": "2023-09-20",
                "ends_on": None,
                "host": None,
                "session_place": "",
                "session_note": "Họp tại xã",
                "assessment": "",
                "checklist": self.cast.checklist.number,
                "status": "draft",
            },
        )

    @says("S26")
    def test_visit_keeps_the_checklist_of_the_device(self):
        newer = published_checklist()
        self.assertEqual(self.new()[1]["values"]["checklist"], newer.number)
        number = self.cast.checklist.number
        _, content = self.new(checklist=number)
        self.assertEqual(content["values"]["checklist"], number)

    def test_draft_of_a_checklist_is_none_to_use(self):
        draft = factories.ChecklistFactory(status=ChecklistStatus.DRAFT)
        self.assert_invalid(self.new(checklist=draft.number))

    def test_fields_of_a_visit_change_one_by_one(self):
        status, content = self.lan.send(
            "visit", self.visit.uuid, {"assessment": "Tốt."}, base=1
        )
        self.assertEqual((status, content["version"]), (200, 2))
        self.visit.refresh_from_db()
        self.assertEqual(self.visit.assessment, "Tốt.")

    @says("S9", "S10")
    def test_wrong_values_are_told_at_their_fields(self):
        self.assert_invalid(
            self.new(starts_on="20/09/2023", session_place=5, x=1),
            starts_on="Ngày phải có dạng năm-tháng-ngày, từ 2000 đến 2100.",
            session_place="Nội dung phải là chữ.",
            x="Trường này không có trong hồ sơ.",
        )
        self.assert_invalid(
            self.lan.send("visit", uuid.uuid4(), {"starts_on": "2023-09-20"}),
            campaign="Trường này cần được ghi.",
            place="Trường này cần được ghi.",
        )
        self.assert_invalid(self.new(ends_on="2023-09-01"))
        self.assertEqual(Visit.objects.count(), 1)

    @says("S8")
    def test_rows_elsewhere_are_missing(self):
        campaign = factories.CampaignFactory(
            name="Bí mật", areas=[self.cast.trung_khanh]
        )
        self.assert_missing(self.new(campaign=campaign.pk))
        self.assert_missing(self.new(place=self.cast.trung_khanh.pk))
        self.assert_missing(self.new(host=2**62))
        self.assert_missing(
            self.lan.send(
                "visit", self.visit.uuid, {"place": self.cast.trung_khanh.pk}, base=1
            )
        )
        theirs = factories.VisitFactory(
            place=self.cast.trung_khanh, assessment="Bí mật"
        )
        self.assert_missing(
            self.lan.send("visit", theirs.uuid, {"assessment": "x"}, base=1)
        )
        self.assert_missing(self.lan.send("visit", uuid.uuid4(), {}, base=4))

    def test_host_must_have_been_there(self):
        agency = factories.AgencyFactory(name="Sở mới", valid_from="2025-07-01")
        status, content = self.new(host=agency.pk)
        self.assertEqual(status, 422)
        self.assertIn("Sở mới", content["fields"]["host"])

    @says("S23")
    def test_what_was_told_once_stays(self):
        status, content = self.lan.send(
            "visit", self.visit.uuid, {"checklist": 999, "assessment": "x"}, base=1
        )
        self.assertEqual(status, 200)
        number = self.cast.checklist.number
        self.assertEqual(content["values"]["checklist"], number)


class SubmitKindTests(KindCase):
    @says("S25")
    def test_handing_in_once_or_twice(self):
        first = self.lan.send("submit", self.visit.uuid)
        self.assertEqual(first[0], 200)
        self.assertEqual(first[1]["values"], {"status": "submitted"})
        again = self.lan.send("submit", self.visit.uuid)
        self.assertEqual(again[0], 200)
        self.assertEqual(again[1]["version"], first[1]["version"])

    def test_what_is_missing_is_told(self):
        self.visit.team.all().delete()
        status, content = self.lan.send("submit", self.visit.uuid)
        self.assertEqual((status, content["code"]), (422, "invalid"))
        self.assertEqual(content["message"], "Chưa có trưởng đoàn.")
        self.visit.refresh_from_db()
        self.assertEqual(self.visit.status, "draft")

    def test_elsewhere_is_missing(self):
        minh = Device(self.cast.minh)
        self.assert_missing(minh.send("submit", self.visit.uuid))
        self.assert_missing(self.lan.send("submit", uuid.uuid4()))


class RowsKindTests(KindCase):
    def seat(self, **columns):
        told = {
            "role": "head",
            "name": "Nông Văn A",
            "title": "",
            "agency": self.cast.head.agency_id,
            "user": None,
        }
        return told | columns

    def write(self, kind, rows, was=()):
        return self.lan.send(kind, self.visit.uuid, {"rows": rows}, was={"rows": was})

    def stored_team(self):
        return [self.seat(name="Nguyễn Văn Hà", title="Phó Chánh Văn phòng")]

    def test_list_is_replaced_as_a_whole(self):
        rows = [
            self.seat(),
            self.seat(role="member", name="Lý Thị B", user=self.cast.lan.pk),
        ]
        status, content = self.write("team", rows, self.stored_team())
        self.assertEqual(status, 200)
        self.assertEqual(content["values"], {"rows": rows})
        names = list(self.visit.team.values_list("name", flat=True))
        self.assertEqual(names, ["Nông Văn A", "Lý Thị B"])

    @says("S20")
    def test_list_that_others_changed_is_a_conflict(self):
        status, content = self.write("team", [self.seat()], [])
        self.assertEqual((status, content["code"]), (409, "conflict"))
        self.assertEqual(content["fields"]["rows"]["theirs"], self.stored_team())
        self.assertEqual(self.visit.team.get().name, "Nguyễn Văn Hà")

    def test_team_has_one_head_and_known_people(self):
        was = self.stored_team()
        two = [self.seat(), self.seat(name="B")]
        self.assert_invalid(
            self.write("team", two, was), rows="Đoàn chỉ có một trưởng đoàn."
        )
        self.assert_invalid(
            self.write("team", [self.seat(name="")], was),
            rows="Dòng 1: Nhập họ tên hoặc chức vụ.",
        )
        self.assert_missing(
            self.write("team", [self.seat(user=self.cast.minh.pk)], was)
        )
        self.assert_missing(self.write("team", [self.seat(agency=2**62)], was))

    def test_participants_are_people_or_counted(self):
        rows = [
            {
                "kind": "producer",
                "name": "",
                "title": "",
                "producer": self.cast.product.producer_id,
                "headcount": 12,
            },
            {
                "kind": "leader",
                "name": "Bế Văn C",
                "title": "Chủ tịch",
                "producer": None,
                "headcount": None,
            },
        ]
        status, content = self.write("participants", rows)
        self.assertEqual(status, 200)
        self.assertEqual(content["values"]["rows"], [rows[1], rows[0]])
        odd = [{**rows[0], "headcount": 0}]
        self.assert_rows_refused("Dòng 1: Số phải từ 1 đến 10000.", odd, rows)
        away = [{**rows[0], "producer": self.there.producer_id}]
        self.assertEqual(self.write("participants", away, rows)[0], 404)

    def assert_rows_refused(self, words, rows, was):
        status, content = self.write("participants", rows, was)
        self.assertEqual((status, content["fields"]), (422, {"rows": words}))

    def test_figures_are_reported_once_each(self):
        rows = [
            {"indicator": "products", "text": "12 sp", "value": 12, "approximate": True}
        ]
        _, content = self.write("figures", rows)
        self.assertEqual(content["values"]["rows"], [{**rows[0], "value": "12"}])
        figure = self.visit.reported_figures.get()
        self.assertEqual((figure.value, figure.as_of), (12, self.visit.starts_on))
        _status, content = self.write("figures", rows * 2, rows)
        self.assertEqual(content["fields"], {"rows": "Mỗi chỉ tiêu chỉ ghi một số."})
        _, content = self.write("figures", [{**rows[0], "value": "12.50"}], rows)
        self.assertEqual(content["values"]["rows"][0]["value"], "12.5")

    def test_elsewhere_is_missing(self):
        minh = Device(self.cast.minh)
        for kind in ("team", "participants", "figures"):
            with self.subTest(kind):
                self.assert_missing(minh.send(kind, self.visit.uuid, {"rows": []}))


class CheckKindTests(KindCase):
    def setUp(self):
        super().setUp()
        self.site = factories.ProductFactory(place=self.cast.hoa_an).site

    def open(self, site=None, record=None, **fields):
        site = site or self.site
        record = record or check_uuid(self.visit, site)
        told = {"visit": str(self.visit.uuid), "site": site.pk, **fields}
        return self.lan.send("check", record, told)

    @says("S22")
    def test_check_is_opened_once_whoever_opens_it(self):
        status, content = self.open(looked_at="Nhà xưởng", started_at="08:30:00")
        self.assertEqual(status, 200)
        self.assertEqual(content["values"]["started_at"], "08:30")
        hoa = Device(self.cast.hoa)
        told = {
            "visit": str(self.visit.uuid),
            "site": self.site.pk,
            "conclusion": "Đạt",
        }
        status, content = hoa.send("check", check_uuid(self.visit, self.site), told)
        self.assertEqual(status, 200)
        self.assertEqual(content["values"]["looked_at"], "Nhà xưởng")
        self.assertEqual(content["values"]["conclusion"], "Đạt")
        self.assertEqual(SiteCheck.objects.filter(site=self.site).count(), 1)

    @says("S22")
    def test_check_opened_on_a_page_has_the_same_name(self):
        from inspections.services import add_site_check  # noqa: PLC0415 -- used once

        check = add_site_check(self.visit, self.site, by=self.cast.lan)
        self.assertEqual(self.open()[1]["record"], str(check.uuid))

    def test_texts_are_held_to_the_rules(self):
        self.assert_invalid(
            self.open(producer_state="x", copies=0, ended_at="25:00"),
            producer_state="Giá trị không có trong danh sách chọn.",
            copies="Số phải từ 1 đến 100.",
            ended_at="Ghi giờ và phút, ví dụ 08:30.",
        )
        self.assert_invalid(
            self.open(started_at="09:00", ended_at="08:00"),
            ended_at="Giờ kết thúc phải sau giờ bắt đầu.",
        )
        _, content = self.open(producer_side="a" * 201)
        self.assertEqual(list(content["fields"]), ["producer_side"])
        self.assertEqual(SiteCheck.objects.count(), 1)

    def test_site_elsewhere_is_missing(self):
        self.assert_missing(self.open(self.there.site))
        minh = Device(self.cast.minh)
        told = {"visit": str(self.visit.uuid), "site": self.site.pk}
        self.assert_missing(minh.send("check", check_uuid(self.visit, self.site), told))
        self.assert_missing(self.lan.send("check", uuid.uuid4(), {"copies": 3}, base=1))
        self.assert_missing(self.lan.send("check", uuid.uuid4(), {"copies": 3}))

    def test_name_must_be_that_of_the_site(self):
        self.assert_invalid(self.open(record=uuid.uuid4()))
