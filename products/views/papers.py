from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from core.editing import answer_form, asked_for, sent
from core.exports import Column
from core.listing import answer_list
from core.scans import download
from producers.models import Producer
from producers.views import trail_of as trail_of_producer

from .. import services
from ..exceptions import ProductError
from ..filters import LackFilter, PaperFilter
from ..forms import PaperForm
from ..models import Paper, Product
from ..requirements import lacks_of
from .shared import trail_of

COLUMNS = [
    Column("Loại giấy tờ", lambda row: row.get_kind_display(), 40),
    Column("Số, ký hiệu", lambda row: row.number),
    Column("Chủ thể", lambda row: row.producer.name, 40),
    Column("Sản phẩm", lambda row: row.product and str(row.product), 40),
    Column("Nơi cấp", lambda row: row.issuer, 40),
    Column("Ngày cấp", lambda row: row.issued_on),
    Column("Hết hạn ngày", lambda row: row.expires_on),
    Column("Tình trạng", lambda row: row.state_words),
]
LACK_COLUMNS = [
    Column("Chủ thể", lambda row: row.name, 40),
    Column("Loại hình", lambda row: row.get_legal_kind_display()),
    Column("Địa bàn hiện nay", lambda row: row.main_site.area.name, 24),
    Column("Số giấy tờ cần bổ sung", lambda row: len(lacks_of(row))),
    Column(
        "Giấy tờ cần bổ sung",
        lambda row: "; ".join(lack.words for lack in lacks_of(row)),
        80,
    ),
]


@require_safe
@permission_required("products.view_paper", raise_exception=True)
def paper_list(request):
    rows = Paper.objects.visible_to(request.user).for_list()
    filters = PaperFilter(request.GET, rows, request=request)
    return answer_list(
        request,
        filters,
        title="Giấy tờ của chủ thể",
        columns=COLUMNS,
        page="products/paper_list.html",
        fragment="products/_paper_results.html",
        date=filters.date,
    )


@require_safe
@permission_required("products.view_paper", raise_exception=True)
def lack_list(request):
    """List the producers that lack a paper which must be there."""
    rows = Producer.objects.visible_to(request.user).for_list()
    filters = LackFilter(request.GET, rows, request=request)
    return answer_list(
        request,
        filters,
        title="Chủ thể thiếu giấy tờ",
        columns=LACK_COLUMNS,
        page="products/lack_list.html",
        fragment="products/_lack_results.html",
        date=filters.date,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required("products.add_paper", raise_exception=True)
def paper_create(request, pk):
    reachable = Producer.objects.permitted_to(request.user, "products.add_paper")
    producer = get_object_or_404(reachable, pk=pk)
    products = Product.objects.editable_by(request.user).filter(producer=producer)
    product = asked_for(request, "san_pham", products)
    paper = Paper(producer=producer, product=product)
    return _answer(request, paper, "Thêm giấy tờ", "Đã thêm giấy tờ.")


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required("products.change_paper", raise_exception=True)
def paper_edit(request, pk):
    papers = Paper.objects.editable_by(request.user)
    paper = get_object_or_404(papers.select_related("producer", "product"), pk=pk)
    return _answer(request, paper, "Sửa giấy tờ", "Đã lưu giấy tờ.")


def _answer(request, paper, title, done):
    trail = _trail(paper)
    form = PaperForm(
        instance=paper, user=request.user, cancel_url=trail[-1][1], **sent(request)
    )

    def save():
        version = form.base_version
        services.save_paper(paper, by=request.user, base_version=version)
        return _trail(paper)[-1][1]

    return answer_form(
        request,
        form,
        save,
        done=done,
        context={"title": title, "trail": trail},
        refusals=(ProductError,),
    )


def _trail(paper):
    """Return the way to the page that shows the paper."""
    if paper.product:
        return trail_of(paper.product)
    return trail_of_producer(paper.producer)


@require_POST
@permission_required("products.delete_paper", raise_exception=True)
def paper_delete(request, pk):
    papers = Paper.objects.permitted_to(request.user, "products.delete_paper")
    paper = get_object_or_404(papers.select_related("producer", "product"), pk=pk)
    back = _trail(paper)[-1][1]
    try:
        services.delete_paper(paper, by=request.user)
    except ProductError as error:
        messages.error(request, error)
    else:
        messages.success(request, "Đã xóa giấy tờ.")
    return redirect(back)


@require_safe
@permission_required("products.view_paper", raise_exception=True)
def paper_file(request, pk):
    papers = Paper.objects.visible_to(request.user).exclude(file="")
    paper = get_object_or_404(papers, pk=pk)
    return download(paper.file, str(paper))
