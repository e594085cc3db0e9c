from django import forms

from core.forms import DayField, VersionedModelForm, form_helper, section, side_by_side
from core.names import NameField, Names
from producers.models import Site

from ..models import Product
from ..models.products import product_key
from .fields import offer_sets


def _with_producer(site: Site) -> str:
    place = "" if str(site) == str(site.place) else f", {site.area}"
    return f"{site.producer} – {site}{place}"


class ProductForm(VersionedModelForm):
    """A product, made at a site where the person may write; the site names the maker.

    Where the producer is known already, only its own sites are offered.
    """

    site = NameField(
        label="chủ thể, cơ sở sản xuất",
        help_text="Gõ một phần tên chủ thể hoặc cơ sở rồi chọn trong danh sách.",
    )

    class Meta:
        model = Product
        fields = [
            "site",
            "name",
            "variant",
            "criteria_set",
            "brand",
            "barcode",
            "trace_url",
            "story",
            "state",
            "state_since",
        ]
        help_texts = {
            "barcode": "Giữ cả số 0 ở đầu.",
            "criteria_set": "Bộ dùng để phân nhóm sản phẩm hiện nay.",
        }
        field_classes = {"state_since": DayField}
        widgets = {"story": forms.Textarea({"rows": 5})}

    def __init__(self, *args, user, producer=None, cancel_url="", **kwargs):
        super().__init__(*args, **kwargs)
        verb = "add" if self.instance._state.adding else "change"
        reach = Site.objects.permitted_to(user, f"products.{verb}_product")
        sites = reach.for_display().order_by("producer__name", "-is_main", "pk")
        if producer is None:
            self.fields["site"].offer(Names(sites, label=_with_producer))
        else:
            self._offer_own(sites.filter(producer=producer))
        offer_sets(self.fields["criteria_set"])
        self.helper = form_helper(
            "version", *self._sections(), save="Lưu sản phẩm", cancel_url=cancel_url
        )

    def _offer_own(self, sites):
        self.fields["site"] = forms.ModelChoiceField(
            sites, label="cơ sở sản xuất", empty_label=None
        )

    @staticmethod
    def _sections():
        return [
            section(
                "Sản phẩm",
                "site",
                side_by_side("name", "variant"),
                "criteria_set",
            ),
            section(
                "Nhãn hiệu, truy xuất nguồn gốc",
                side_by_side("brand", "barcode"),
                "trace_url",
                "story",
            ),
            section("Tình trạng sản xuất", side_by_side("state", "state_since")),
        ]

    def clean(self):
        super().clean()
        site, name = self.cleaned_data.get("site"), self.cleaned_data.get("name")
        if site and name:
            self.instance.producer = site.producer
            key = product_key(name, self.cleaned_data.get("variant") or "")
            same = Product.objects.filter(producer=site.producer, match_key=key)
            if same.exclude(pk=self.instance.pk).exists():
                self.add_error("name", "Chủ thể đã có sản phẩm này.")
