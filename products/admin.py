from django.contrib import admin
from django.utils import timezone

from core.exports import Column
from core.text import search_key
from history.admin import RecordedAdmin

from .enums import Status
from .models import (
    CriteriaSet,
    Decision,
    Dossier,
    Paper,
    Product,
    Recognition,
    RecognitionEnd,
    Regime,
)
from .resources import ProductResource, RecognitionResource


@admin.register(Regime)
class RegimeAdmin(RecordedAdmin):
    list_display = ["number", "signed_on", "effective_from", "effective_to"]
    readonly_fields = ["star_bands"]


@admin.register(CriteriaSet)
class CriteriaSetAdmin(RecordedAdmin):
    list_display = ["name", "number", "regime", "sector", "group", "is_complete"]
    list_filter = ["regime", "is_complete"]
    list_select_related = ["regime"]
    search_fields = ["name"]

    def get_search_results(self, request, queryset, search_term):
        """Compare in memory: there are a few dozen sets, without a search key."""
        words = search_key(search_term).split()
        found = [
            row.pk
            for row in queryset.select_related("regime")
            for text in [search_key(f"{row} {row.group} {row.regime}")]
            if all(word in text for word in words)
        ]
        return queryset.filter(pk__in=found), False


@admin.register(Product)
class ProductAdmin(RecordedAdmin):
    change_list_template = "admin/imported_change_list.html"
    list_display = ["name", "variant", "producer", "criteria_set", "state"]
    list_filter = ["state"]
    list_select_related = ["producer", "criteria_set"]
    search_fields = ["search_key", "producer__search_key"]
    autocomplete_fields = ["producer", "site", "criteria_set"]
    readonly_fields = ["match_key"]
    export_columns = [
        *ProductResource.export_columns(
            product=40, variant=20, producer_name=50, criteria_set=40
        ),
        Column("Tình trạng", lambda product: product.get_state_display(), 20),
    ]


@admin.register(Paper)
class PaperAdmin(RecordedAdmin):
    list_display = ["kind", "number", "producer", "product", "issued_on", "expires_on"]
    list_filter = ["kind"]
    list_select_related = ["producer", "product"]
    search_fields = ["number", "producer__search_key", "product__search_key"]
    autocomplete_fields = ["producer", "product"]
    exclude = ["file"]


@admin.register(Decision)
class DecisionAdmin(RecordedAdmin):
    change_list_template = "admin/imported_change_list.html"
    list_display = ["number", "signed_on", "kind", "issuer", "signer"]
    list_filter = ["kind"]
    list_select_related = ["issuer"]
    search_fields = ["search_key", "issuer__search_key"]
    autocomplete_fields = ["issuer", "corrects"]
    exclude = ["file"]
    export_columns = [
        Column("Số, ký hiệu", lambda decision: decision.number, 20),
        Column("Ngày ký", lambda decision: decision.signed_on, 12),
        Column("Loại", lambda decision: decision.get_kind_display(), 20),
        Column("Cơ quan ban hành", lambda decision: decision.issuer, 40),
        Column("Trích yếu", lambda decision: decision.title, 60),
    ]


class RecognitionEndInline(admin.TabularInline):
    model = RecognitionEnd
    extra = 0


@admin.register(Recognition)
class RecognitionAdmin(RecordedAdmin):
    change_list_template = "admin/imported_change_list.html"
    list_display = ["product", "grade", "decision", "valid_from", "valid_to", "today"]
    list_filter = ["grade", "regime"]
    list_select_related = ["product__producer", "decision__issuer", "regime"]
    search_fields = ["product__search_key", "decision__search_key"]
    autocomplete_fields = [
        "product",
        "decision",
        "criteria_set",
        "previous",
        "end_decision",
    ]
    inlines = [RecognitionEndInline]
    export_columns = [
        *RecognitionResource.export_columns(
            product_name=40,
            owner_name=50,
            grade=14,
            score=8,
            decision=20,
            decision_date=14,
            issuer=30,
            valid_from=14,
            term=14,
            code=20,
            certificate_number=20,
            regime=16,
            note=30,
        ),
        Column("Hôm nay", lambda row: Status(row.status).label, 24),
    ]

    def get_queryset(self, request):
        return super().get_queryset(request).with_status(timezone.localdate())

    @admin.display(description="tình trạng hôm nay")
    def today(self, recognition):
        return Status(recognition.status).label


@admin.register(Dossier)
class DossierAdmin(RecordedAdmin):
    list_display = ["product", "kind", "received_on", "decided_on", "outcome"]
    list_filter = ["kind"]
    list_select_related = ["product"]
    search_fields = ["product__search_key", "receipt_number"]
    autocomplete_fields = ["product"]
