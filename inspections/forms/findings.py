"""What the team concludes and asks for; several lines at once become several rows."""

import datetime
import uuid

from django import forms
from django.db.models import Q

from areas.models import Agency
from core.forms import (
    DayField,
    KeysField,
    VersionedModelForm,
    form_helper,
    section,
    side_by_side,
)
from core.text import clean_text
from producers.models import Producer
from products.models import Product

from ..enums import Direction, Severity
from ..models import Finding, Recommendation, SiteCheck, Visit
from ..services import addressed

# Days from the visit that are suggested for a remedy; the law sets none.
DAYS_TO_REMEDY = {Severity.REMIND: 90, Severity.REMEDY: 30, Severity.BREACH: 15}
NO_AGENCY = "Không gửi cơ quan nào"


def suggested_due(finding: Finding | None) -> datetime.date | None:
    """Return the last day to suggest for what a finding asks for, if any."""
    days = finding and DAYS_TO_REMEDY.get(finding.severity)
    return finding.visit.starts_on + datetime.timedelta(days) if days else None


class LinesField(forms.CharField):
    """One text a line; empty lines are left out."""

    def __init__(self, **kwargs):
        super().__init__(
            widget=forms.Textarea({"rows": 5}),
            help_text="Mỗi dòng là một mục riêng.",
            max_length=20_000,
            **kwargs,
        )

    def to_python(self, value):
        lines = clean_text(super().to_python(value)).split("\n")
        return [line for line in lines if line]

    def run_validators(self, value):
        super().run_validators("\n".join(value))


class FindingsForm(forms.Form):
    """New findings of one visit, all of one severity."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    site_check = forms.ModelChoiceField(
        label="Về cơ sở",
        queryset=SiteCheck.objects.none(),
        required=False,
        empty_label="Nhận định chung của buổi kiểm tra",
    )
    product = forms.ModelChoiceField(
        label="Về sản phẩm",
        queryset=Product.objects.none(),
        required=False,
        empty_label="Không riêng sản phẩm nào",
    )
    severity = forms.ChoiceField(
        label="Mức độ", choices=Severity.choices, widget=forms.RadioSelect
    )
    texts = LinesField(label="Nội dung nhận định")

    def __init__(self, *args, visit, user, site_check=None, cancel_url="", **kwargs):
        super().__init__(*args, **kwargs)
        self.visit = visit
        checks = SiteCheck.objects.editable_by(user).filter(visit=visit)
        self.fields["site_check"].queryset = checks.select_related(
            "site__producer", "visit"
        )
        self.fields["site_check"].label_from_instance = _name_of
        if not _hosts(user, visit, "inspections.add_finding"):
            self.fields["site_check"].required = True
            self.fields["site_check"].empty_label = None
        self.fields["product"].queryset = _products(visit, checks)
        self.initial |= {"key": uuid.uuid4(), "site_check": site_check}
        self.helper = form_helper(
            "key",
            side_by_side("site_check", "product"),
            "severity",
            "texts",
            save="Thêm nhận định",
            cancel_url=cancel_url,
        )

    def clean(self):
        super().clean()
        product = self.cleaned_data.get("product")
        check = self.cleaned_data.get("site_check")
        if product and (check is None or product.site_id != check.site_id):
            self.add_error("product", "Chọn sản phẩm của cơ sở đã chọn.")

    def findings(self) -> list[Finding]:
        """Return the unsaved rows; the same form sent twice gives the same ones."""
        data = self.cleaned_data
        return [
            Finding(
                uuid=uuid.uuid5(data["key"], f"{number} {text}"),
                visit=self.visit,
                site_check=data["site_check"],
                product=data["product"],
                severity=data["severity"],
                text=text,
            )
            for number, text in enumerate(data["texts"])
        ]


class FindingForm(VersionedModelForm):
    """Another severity, product or wording of one finding."""

    class Meta:
        model = Finding
        fields = ["severity", "product", "text"]
        widgets = {
            "severity": forms.RadioSelect,
            "text": forms.Textarea({"rows": 4}),
        }

    def __init__(self, *args, cancel_url="", **kwargs):
        super().__init__(*args, **kwargs)
        check = self.instance.site_check
        made_here = Q(site=check.site_id) if check else Q(pk=None)
        stored = Q(pk=self.instance.product_id)
        self.fields["severity"].choices = Severity.choices
        self.fields["product"].queryset = Product.objects.filter(made_here | stored)
        self.fields["product"].empty_label = "Không riêng sản phẩm nào"
        self.helper = form_helper(
            "version",
            "severity",
            *(["product"] if check else []),
            "text",
            save="Lưu nhận định",
            cancel_url=cancel_url,
        )


class RecommendationsForm(forms.Form):
    """New recommendations of one visit: each line to each addressee."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    direction = forms.ChoiceField(
        label="Hướng", choices=Direction.choices, widget=forms.RadioSelect
    )
    producers = KeysField(
        label="Gửi chủ thể",
        queryset=Producer.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Chọn một hay nhiều chủ thể của buổi kiểm tra.",
    )
    agency = forms.ModelChoiceField(
        label="Gửi cơ quan",
        queryset=Agency.objects.none(),
        required=False,
        empty_label=NO_AGENCY,
    )
    addressee_text = forms.CharField(
        label="Gửi (ghi bằng lời)",
        required=False,
        max_length=200,
        help_text="Ví dụ: các cơ quan chuyên môn; các chủ thể OCOP trong xã.",
    )
    proposed_by = forms.ModelChoiceField(
        label="Bên đề nghị",
        queryset=Agency.objects.none(),
        required=False,
        empty_label="Đoàn kiểm tra",
    )
    texts = LinesField(label="Nội dung đề nghị")
    due_on = DayField(
        label="Thời hạn",
        required=False,
        help_text="Để trống nếu không đặt thời hạn.",
    )

    def __init__(
        self, *args, visit, user, site_check=None, finding=None, cancel_url="", **kwargs
    ):
        super().__init__(*args, **kwargs)
        self.visit, self.site_check, self.finding = visit, site_check, finding
        seen = Producer.objects.visible_to(user).values("pk")
        self.fields["producers"].queryset = producers_of(visit).filter(pk__in=seen)
        agencies = Agency.objects.valid_on(visit.starts_on)
        for name in ("agency", "proposed_by"):
            self.fields[name].queryset = agencies
        self.initial |= {
            "key": uuid.uuid4(),
            "direction": Direction.TO_PRODUCER,
            "producers": [site_check.site.producer_id] if site_check else [],
            "due_on": suggested_due(finding),
        }
        self.helper = form_helper(
            "key",
            section("Hướng đề nghị", "direction", "proposed_by"),
            section("Nơi nhận", "producers", "agency", "addressee_text"),
            section("Nội dung", "texts", "due_on"),
            save="Thêm đề nghị",
            cancel_url=cancel_url,
        )

    def clean(self):
        super().clean()
        data = self.cleaned_data
        addressees = [data.get(n) for n in ("producers", "agency", "addressee_text")]
        to_producer = data.get("direction") == Direction.TO_PRODUCER
        if not any(addressees):
            name = "producers" if to_producer else "agency"
            self.add_error(name, "Chọn nơi nhận, hoặc ghi bằng lời.")
        elif to_producer and data.get("agency"):
            self.add_error("agency", "Đề nghị đối với chủ thể không gửi cho cơ quan.")
        elif data.get("producers") and not to_producer:
            message = "Đề nghị gửi chủ thể phải chọn hướng đối với chủ thể."
            self.add_error("producers", message)

    def recommendations(self) -> list[Recommendation]:
        """Return the unsaved rows; the same form sent twice gives the same ones."""
        data = self.cleaned_data
        shared = {
            "direction": data["direction"],
            "texts": data["texts"],
            "proposed_by": data["proposed_by"],
            "due_on": data["due_on"],
            "finding": self.finding,
            "key": data["key"],
        }
        rows = []
        if data["producers"]:
            rows += addressed(self.visit, producers=data["producers"], **shared)
        if data["agency"] or data["addressee_text"]:
            rows += addressed(
                self.visit,
                agency=data["agency"],
                addressee_text=data["addressee_text"],
                site_check=self.site_check,
                **shared,
            )
        return rows


class RecommendationForm(VersionedModelForm):
    """One recommendation of a draft."""

    class Meta:
        model = Recommendation
        fields = [
            "direction",
            "proposed_by",
            "producer",
            "agency",
            "addressee_text",
            "text",
            "due_on",
        ]
        field_classes = {"due_on": DayField}
        widgets = {
            "direction": forms.RadioSelect,
            "text": forms.Textarea({"rows": 4}),
        }

    def __init__(self, *args, cancel_url="", **kwargs):
        super().__init__(*args, **kwargs)
        visit = self.instance.visit
        kept = Q(pk=self.instance.agency_id) | Q(pk=self.instance.proposed_by_id)
        agencies = Agency.objects.valid_on(visit.starts_on) | Agency.objects.filter(
            kept
        )
        self.fields["direction"].choices = Direction.choices
        self.fields["producer"].queryset = producers_of(visit, self.instance.producer)
        for name in ("agency", "proposed_by"):
            self.fields[name].queryset = agencies
        self.fields["proposed_by"].empty_label = "Đoàn kiểm tra"
        self.fields["agency"].empty_label = NO_AGENCY
        self.fields["producer"].empty_label = "Không gửi chủ thể nào"
        self.helper = form_helper(
            "version",
            section("Hướng đề nghị", "direction", "proposed_by"),
            section("Nơi nhận", "producer", "agency", "addressee_text"),
            section("Nội dung", "text", "due_on"),
            save="Lưu đề nghị",
            cancel_url=cancel_url,
        )


def _hosts(user, visit: Visit, permission: str) -> bool:
    """Say whether the person may write about the whole visit, not a site alone."""
    hosted = Visit.objects.permitted_to(user, permission)
    return hosted.filter(pk=visit.pk).exists()


def producers_of(visit, kept: Producer | None = None):
    """Return the producers that were visited or attended, and the one stored so far."""
    checked = visit.site_checks.values("site__producer")
    attending = visit.participants.filter(producer__isnull=False).values("producer")
    return Producer.objects.filter(
        Q(pk__in=checked) | Q(pk__in=attending) | Q(pk=kept and kept.pk)
    )


def _name_of(check: SiteCheck) -> str:
    return str(check.site.producer)


def _products(visit, checks):
    return (
        Product.objects.filter(site__in=checks.values("site"))
        .select_related("producer")
        .order_by("producer__name", "name")
    )
