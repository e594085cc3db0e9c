from functools import partial

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_http_methods

from core.editing import answer_form, sent

from .. import services
from ..exceptions import ProductError
from ..forms import DossierForm, EndForm, RecognitionForm
from ..models import Dossier, Product, Recognition
from .shared import trail_of

FORM_METHODS = ["GET", "HEAD", "POST"]
PROPOSED = (
    "Lần công nhận này đang có đề xuất thu hồi. Ghi quyết định ở trang của đề xuất thì"
    " đề xuất kết thúc cùng lúc."
)


@require_http_methods(FORM_METHODS)
@permission_required("products.add_recognition", raise_exception=True)
def recognition_create(request, pk):
    recognition = Recognition(product=_product(request, pk, "add_recognition"))
    title = "Thêm lần công nhận"
    return _answer(request, RecognitionForm, recognition, _save_recognition, title)


@require_http_methods(FORM_METHODS)
@permission_required("products.change_recognition", raise_exception=True)
def recognition_edit(request, pk):
    recognition = _editable(request, Recognition, pk)
    title = "Sửa lần công nhận"
    return _answer(request, RecognitionForm, recognition, _save_recognition, title)


@require_http_methods(FORM_METHODS)
@permission_required("products.change_recognition", raise_exception=True)
def recognition_end(request, pk):
    recognition = _editable(request, Recognition, pk)
    if request.method != "POST" and recognition.proposals.waiting().exists():
        messages.warning(request, PROPOSED)
    title = f"Chấm dứt công nhận {recognition.get_grade_display()}"
    return _answer(request, EndForm, recognition, _end_recognition, title)


@require_http_methods(FORM_METHODS)
@permission_required("products.add_dossier", raise_exception=True)
def dossier_create(request, pk):
    dossier = Dossier(product=_product(request, pk, "add_dossier"))
    return _answer(request, DossierForm, dossier, _save_dossier, "Thêm hồ sơ")


@require_http_methods(FORM_METHODS)
@permission_required("products.change_dossier", raise_exception=True)
def dossier_edit(request, pk):
    dossier = _editable(request, Dossier, pk)
    return _answer(request, DossierForm, dossier, _save_dossier, "Sửa hồ sơ")


def _product(request, pk, right):
    products = Product.objects.permitted_to(request.user, f"products.{right}")
    return get_object_or_404(products.select_related("producer"), pk=pk)


def _editable(request, model, pk):
    rows = model.objects.editable_by(request.user)
    return get_object_or_404(rows.select_related("product__producer"), pk=pk)


def _answer(request, form_class, row, save, title):
    """Show the form of a row that belongs to a product, and go back to that."""
    back = row.product.get_absolute_url()
    form = form_class(instance=row, cancel_url=back, **sent(request))
    return answer_form(
        request,
        form,
        partial(save, form, by=request.user),
        done="Đã lưu.",
        context={"title": title, "trail": trail_of(row.product)},
        refusals=(ProductError,),
    )


def _save_recognition(form, *, by):
    return services.save_recognition(
        form.instance, by=by, base_version=form.base_version
    )


def _end_recognition(form, *, by):
    given = form.cleaned_data
    return services.end_recognition(
        form.instance,
        reasons=given["reasons"],
        ended_on=given["ended_on"],
        decision=given["end_decision"],
        note=given["end_note"],
        by=by,
        base_version=form.base_version,
    )


def _save_dossier(form, *, by):
    dossier = form.instance
    services.save_dossier(dossier, by=by, base_version=form.base_version)
    return dossier.product
