"""Samples, minutes and former units among what a person takes along."""

import base64
import json
import uuid

from areas.models import AreaCover
from inspections.tests.signing import drawn_png
from tests import factories

from .devices import Device
from .protocol import says
from .test_pack import PackCase


class TakenAlongTests(PackCase):
    @says("S44", "S53")
    def test_samples_and_minutes_as_their_operations_are_answered(self):
        fields = {"check": str(self.check.uuid), "code": "M01", "quantity": "2 chai"}
        name = uuid.uuid4()
        _, sample = self.lan.send("sample", name, fields)
        png = base64.b64encode(drawn_png()).decode()
        row = {"side": "producer", "name": "Lý Thị Nhật", "png": png}
        told = {"check": str(self.check.uuid), "signatures": [row]}
        _, signed = self.lan.send("minutes", uuid.uuid4(), told)
        [visit] = self.pack(visits=[self.visit])["visits"]
        [check] = visit["checks"]
        stored = {"uuid": str(name), "version": 1, **sample["values"]}
        self.assertEqual(check["samples"], [stored])
        [minutes] = check["minutes"]
        self.assertEqual((minutes["uuid"], minutes["version"]), (signed["record"], 1))
        self.assertEqual(minutes | signed["values"], minutes)
        [shown] = minutes["signatures"]
        self.assertEqual((shown["side"], shown["kind"]), ("producer", "drawn"))
        self.assertNotIn(png, json.dumps(visit))

    def test_units_that_lay_there_before(self):
        district = factories.AreaFactory(district=True, name="Huyện Hòa An")
        former = factories.AreaFactory(former=True, parent=district)
        factories.AreaFactory(former=True, parent=district)
        AreaCover.objects.create(ancestor=self.cast.hoa_an, descendant=former)
        lead = factories.UserFactory(role="officer", role__area=self.cast.hoa_an)
        heir = factories.AssignmentFactory(user=lead, role="officer", area=district)
        site = factories.SiteFactory(place=former, area=self.cast.hoa_an)
        pack = self.pack(self.cast.hoa_an, device=Device(heir.user))
        told = {row["id"]: row["valid_to"] for row in pack["places"]}
        ended = former.valid_to.isoformat()
        self.assertEqual(
            told, {self.cast.hoa_an.pk: None, former.pk: ended, district.pk: ended}
        )
        [of] = [row["of"] for row in pack["sites"] if row["id"] == site.pk]
        self.assertEqual(of, list(told))
        own = self.pack(self.cast.hoa_an)["places"]
        self.assertEqual([row["id"] for row in own], [self.cast.hoa_an.pk, former.pk])
