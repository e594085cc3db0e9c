from django.contrib.auth.decorators import permission_required
from django.views.decorators.http import require_safe

from core.exports import Column, wants_xlsx, xlsx_response
from core.filtering import chips
from core.htmx import render_page
from core.listing import answer_list
from core.pagination import paginate

from .counts import Counts
from .filters import ExpiryFilter
from .owners import OwnerFilter
from .steps import Line

OWNER_COLUMNS = [
    Column("Chủ thể", lambda row: row.name, 44),
    Column("Số sản phẩm", lambda row: row.products),
    Column("Chưa nộp hồ sơ", lambda row: row.unfiled),
    Column("Hết hạn sớm nhất", lambda row: row.earliest),
    Column("Hết hạn muộn nhất", lambda row: row.latest),
]


def columns_on(date) -> list[Column]:
    """Return the columns of the workbook, told as they are on the date."""

    def of(name, part=None):
        def value(row):
            found = getattr(Line(row, date), name)
            return found if part is None or found is None else part(found)

        return value

    return [
        Column("Sản phẩm", lambda row: str(row.product), 40),
        Column("Chủ thể", lambda row: row.product.producer.name, 40),
        Column("Địa bàn như đã ghi", lambda row: row.product.site.place.full_name, 36),
        Column("Địa bàn hiện nay", lambda row: row.product.site.area.name, 24),
        Column("Hạng sao", lambda row: row.get_grade_display()),
        Column("Giai đoạn", of("stage_words"), 30),
        Column("Ngày cuối còn hiệu lực", lambda row: row.valid_to),
        Column("Số ngày còn lại", of("days_left")),
        Column("Nộp hồ sơ từ ngày", of("filing", lambda days: days[0])),
        Column("Nộp hồ sơ đến hết ngày", of("filing", lambda days: days[1])),
        Column("Đã nộp hồ sơ ngày", of("dossier", lambda one: one.received_on)),
        Column("Kết quả", of("dossier", lambda one: one.outcome_words)),
        Column("Công văn nhắc", of("letter", lambda one: one.full_number)),
        Column("Ngày công văn", of("letter", lambda one: one.issued_on)),
        Column("Kiểm tra gần nhất", lambda row: row.seen_on),
        Column("Lý do không đánh giá lại", lambda row: row.known_lapse, 36),
        Column("Việc tiếp theo", of("step", lambda step: step.words), 44),
    ]


@require_safe
@permission_required("products.view_recognition", raise_exception=True)
def board(request):
    filters = ExpiryFilter(request.GET, request=request)
    return answer_list(
        request,
        filters,
        title="Theo dõi hạn công nhận",
        columns=columns_on(filters.date),
        page="office/expiry.html",
        fragment="office/_expiry_results.html",
        date=filters.date,
        counts=Counts(filters, request),
        may_send=request.user.has_perm("documents.issue_letter"),
    )


@require_safe
@permission_required("products.view_recognition", raise_exception=True)
def owners(request):
    """Show the producers behind the board, or answer with them as a workbook."""
    filters = OwnerFilter(request.GET, request=request)
    shown = chips(filters.form, request, without=["sap_xep"])
    found = filters.owners()
    title = "Chủ thể có sản phẩm cần theo dõi hạn"
    if wants_xlsx(request):
        return xlsx_response(title, OWNER_COLUMNS, found, shown)
    context = {
        "filters": filters.form,
        "sort": filters.sort,
        "chips": shown,
        "page": paginate(request, found),
        "date": filters.date,
    }
    page, part = "office/expiry_owners.html", "office/_expiry_owner_results.html"
    return render_page(request, page, part, context)
