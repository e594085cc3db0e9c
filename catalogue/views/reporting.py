"""Whoever reads the page of a product tells what they saw on a label."""

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts.exceptions import TooManyTriesError
from accounts.throttle import Limit, count_address
from core.editing import sent

from .. import services
from ..forms import ReportForm
from ..verdict import published

# A person has few labels to tell of; a machine has many.
MOST = Limit(tries=10, seconds=60 * 60)


@require_http_methods(["GET", "HEAD", "POST"])
@login_not_required
@never_cache
def report_misuse(request, code):
    """Take down what somebody saw; a machine is thanked and nothing is kept."""
    product = get_object_or_404(published(), public_code=code)
    form = ReportForm(**sent(request))
    if form.is_bound and form.is_from_a_machine:
        return redirect("catalogue:report_sent")
    if form.is_valid() and _taken(request, product, form):
        return redirect("catalogue:report_sent")
    status = 422 if form.errors else 200
    context = {"product": product, "form": form}
    return render(request, "catalogue/report_form.html", context, status=status)


def _taken(request, product, form) -> bool:
    try:
        count_address(request, "misuse", MOST)
    except TooManyTriesError as error:
        form.add_error(None, f"Bạn gửi quá nhiều lần. Xin thử lại sau {error.wait}.")
        return False
    picture = form.cleaned_data["label"]
    services.report_misuse(product, form.report(), picture=picture)
    return True


@require_safe
@login_not_required
@never_cache
def report_sent(request):
    return render(request, "catalogue/report_sent.html")
