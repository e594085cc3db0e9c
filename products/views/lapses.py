from functools import partial

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods, require_POST

from core.editing import answer_form, sent

from .. import services
from ..exceptions import ProductError
from ..forms import LapseForm
from ..models import Lapse, Recognition
from .shared import trail_of


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required("products.add_lapse", raise_exception=True)
def lapse_edit(request, pk):
    """Record why a recognition is not renewed, or change what was recorded."""
    reach = Recognition.objects.permitted_to(request.user, "products.add_lapse")
    recognition = get_object_or_404(reach.select_related("product__producer"), pk=pk)
    stored = Lapse.objects.filter(recognition=recognition).first()
    lapse = stored or Lapse(recognition=recognition)
    back = recognition.get_absolute_url()
    form = LapseForm(instance=lapse, cancel_url=back, **sent(request))
    return answer_form(
        request,
        form,
        partial(_save, form, back, by=request.user),
        done="Đã lưu lý do không đánh giá lại.",
        context={
            "title": f"Lý do không đánh giá lại: {recognition}",
            "trail": trail_of(recognition.product),
        },
        refusals=(ProductError,),
    )


def _save(form, back, *, by):
    services.save_lapse(form.instance, by=by, base_version=form.base_version)
    return back


@require_POST
@permission_required("products.delete_lapse", raise_exception=True)
def lapse_delete(request, pk):
    reach = Lapse.objects.permitted_to(request.user, "products.delete_lapse")
    rows = reach.select_related("recognition__product")
    lapse = get_object_or_404(rows, recognition=pk)
    services.delete_lapse(lapse, by=request.user)
    messages.success(request, "Đã xóa lý do không đánh giá lại.")
    return redirect(lapse.recognition)
