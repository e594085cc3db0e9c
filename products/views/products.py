from django.contrib.auth.decorators import permission_required
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from core.editing import answer_form, asked_for, sent
from core.exports import Column
from core.listing import answer_list
from producers.models import Producer
from producers.views import trail_of as trail_of_producer

from .. import services
from ..exceptions import ProductError
from ..filters import ProductFilter
from ..forms import OnDayForm, ProductForm
from ..models import Product
from ..profile import paper_acts, product_acts, profile_of
from .shared import trail_of

COLUMNS = [
    Column("Tên sản phẩm", lambda row: row.name, 40),
    Column("Quy cách", lambda row: row.variant),
    Column("Chủ thể", lambda row: row.producer.name, 40),
    Column("Địa bàn như đã ghi", lambda row: row.site.place.full_name, 40),
    Column("Địa bàn hiện nay", lambda row: row.site.area.name, 24),
    Column("Nhóm sản phẩm", lambda row: row.criteria_set and row.criteria_set.group),
    Column("Hạng sao", lambda row: row.grade_words),
    Column("Tình trạng công nhận", lambda row: row.standing_words, 24),
    Column("Có giá trị đến hết ngày", lambda row: row.standing_valid_to),
]


@require_safe
@permission_required("products.view_product", raise_exception=True)
def product_list(request):
    rows = Product.objects.visible_to(request.user).for_list()
    filters = ProductFilter(request.GET, rows, request=request)
    return answer_list(
        request,
        filters,
        title="Sản phẩm OCOP",
        columns=COLUMNS,
        page="products/product_list.html",
        fragment="products/_product_results.html",
        date=filters.date,
    )


@require_safe
@permission_required("products.view_product", raise_exception=True)
def product_detail(request, pk):
    form = OnDayForm(request.GET)
    products = Product.objects.visible_to(request.user).with_standing(form.date)
    loaded = products.for_list().select_related("criteria_set__regime")
    product = get_object_or_404(loaded, pk=pk)
    context = {
        "profile": profile_of(product, user=request.user, date=form.date),
        "form": form,
        "trail": trail_of_producer(product.producer),
        "acts": product_acts(product, request.user),
        "paper_acts": paper_acts(product.producer, request.user),
    }
    return render(request, "products/product_detail.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required("products.add_product", raise_exception=True)
def product_create(request):
    reachable = Producer.objects.permitted_to(request.user, "products.add_product")
    producer = asked_for(request, "chu_the", reachable)
    if producer:
        trail = trail_of_producer(producer)
    else:
        trail = [("Sản phẩm", reverse("products:list"))]
    return _answer(request, Product(), producer, "Thêm sản phẩm", trail)


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required("products.change_product", raise_exception=True)
def product_edit(request, pk):
    products = Product.objects.editable_by(request.user).for_list()
    product = get_object_or_404(products, pk=pk)
    return _answer(request, product, None, f"Sửa {product}", trail_of(product))


def _answer(request, product, producer, title, trail):
    user, back = request.user, trail[-1][1]
    form = ProductForm(
        instance=product, user=user, producer=producer, cancel_url=back, **sent(request)
    )

    def save():
        version = form.base_version
        return services.save_product(product, by=user, base_version=version)

    return answer_form(
        request,
        form,
        save,
        done="Đã lưu sản phẩm.",
        context={"title": title, "trail": trail},
        refusals=(ProductError,),
    )
