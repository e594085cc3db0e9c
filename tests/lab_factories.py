"""Samples and what laboratories report about them."""

import factory
from factory.django import DjangoModelFactory

from inspections.models import LabReport, Sample

from .factories import SiteCheckFactory


class SampleFactory(DjangoModelFactory):
    """A sealed sample of a site check, taken on the day of the visit."""

    class Meta:
        model = Sample

    site_check = factory.SubFactory(SiteCheckFactory)
    code = factory.Sequence(lambda n: f"M{n:02d}")
    seal_number = "NP-017"
    quantity = "2 chai 500 ml"
    taken_on = factory.SelfAttribute("site_check.visit.starts_on")
    lab_text = "Trung tâm Kiểm nghiệm tỉnh"


class LabReportFactory(DjangoModelFactory):
    """A report without results; the service writes those with their findings."""

    class Meta:
        model = LabReport

    sample = factory.SubFactory(SampleFactory)
    number = factory.Sequence(lambda n: f"KN-{n}")
    file = factory.django.FileField(data=b"%PDF-1.4", filename="scan.pdf")
    reported_on = factory.SelfAttribute("sample.taken_on")
