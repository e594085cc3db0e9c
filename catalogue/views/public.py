"""Pages for anybody: no log-in, no cookie, nothing about a person."""

import io

import segno
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from core.pagination import paginate
from products.codes import read_code, spaced
from products.forms import OnDayForm

from ..keeping import MOMENT, kept
from ..search import CatalogueFilter, recognised_by
from ..verdict import published, verdict_of

# A decision is in force from a day on; a page of five minutes ago tells no lie.
openly = cache_control(public=True, max_age=MOMENT)


@require_safe
@login_not_required
@openly
def search(request):
    """List the products that fit; whoever types a code is led to its page."""
    if code := read_code(request.GET.get("q", "")):
        return redirect("catalogue:product", code)
    today = timezone.localdate()
    filters = CatalogueFilter(request.GET, recognised_by(today), request=request)
    context = {
        "form": filters.form,
        "page": paginate(request, filters.qs),
        "today": today,
    }
    return render(request, "catalogue/search.html", context)


@require_safe
@login_not_required
@kept
@openly
def product(request, code):
    """Say whether the stars of a product are valid today, or on a chosen day."""
    found, form = read_code(code), OnDayForm(request.GET or None)
    if found and found != code:
        return redirect("catalogue:product", found)
    row = published().filter(public_code=found).first() if found else None
    if row is None:
        return render(request, "catalogue/unknown.html", {"code": code}, status=404)
    context = {
        "verdict": verdict_of(row, form.date),
        "form": form,
        "code": spaced(found),
        "address": _address(request, found),
    }
    return render(request, "catalogue/product.html", context)


@require_safe
@login_not_required
@openly
def qr(request, code):
    """Draw the code that leads to the page of a product, for its label."""
    image = io.BytesIO()
    drawn = segno.make(_address(request, code), error="m", micro=False)
    drawn.save(image, kind="svg", scale=8, border=4, title="Mã QR của sản phẩm OCOP")
    name = f'attachment; filename="ocop-{code}.svg"'
    headers = {"Content-Disposition": name} if "tai" in request.GET else {}
    return HttpResponse(image.getvalue(), content_type="image/svg+xml", headers=headers)


def _address(request, code: str) -> str:
    return request.build_absolute_uri(reverse("catalogue:product", args=[code]))
