from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from core.versions import StaleVersionError
from inspections.exceptions import InspectionError
from inspections.models import Visit
from producers.models import Producer
from products.forms import OnDayForm
from products.profile import paper_acts

from . import services
from .forms import SearchForm, SignForm
from .home import counts_for, demo_tour, figures_of, undecided_for, waiting_for
from .passport import passport_of
from .search import search


@require_safe
def home(request):
    today = timezone.localdate()
    context = {
        "waiting": waiting_for(request.user),
        "counts": counts_for(request.user, today),
        "figures": figures_of(request.user),
        "roles": request.user.roles,
        "undecided": undecided_for(request.user),
        "tour": demo_tour(request.user) if settings.DEMO_MODE else None,
    }
    return render(request, "office/home.html", context)


@require_safe
@permission_required("producers.view_producer", raise_exception=True)
def producer(request, pk):
    producers = Producer.objects.visible_to(request.user)
    found = get_object_or_404(producers, pk=pk)
    form = OnDayForm(request.GET)
    growing = Producer.objects.permitted_to(request.user, "products.add_product")
    context = {
        "passport": passport_of(found, user=request.user, date=form.date),
        "form": form,
        "paper_acts": paper_acts(found, request.user),
        "may_add_product": growing.filter(pk=pk).exists(),
        "may_edit": Producer.objects.editable_by(request.user).filter(pk=pk).exists(),
        "sees_contacts": request.user.has_perm("producers.view_representative"),
    }
    return render(request, "office/producer.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required("inspections.sign_visit", raise_exception=True)
def sign_visit(request, uuid):
    visits = Visit.objects.permitted_to(request.user, "inspections.sign_visit")
    visit = get_object_or_404(visits.for_list(), uuid=uuid)
    if request.method == "POST":
        return _sign(request, visit)
    form = SignForm(initial={"base_version": visit.version})
    context = {"visit": visit, "minutes": services.minutes_of(visit), "form": form}
    return render(request, "office/sign_visit.html", context)


def _sign(request, visit):
    """Sign what was read; where it has changed since, show it anew instead."""
    form = SignForm(request.POST)
    version = form.cleaned_data["base_version"] if form.is_valid() else 0
    try:
        frozen = services.sign_visit(visit, by=request.user, base_version=version)
    except StaleVersionError:
        messages.error(request, "Buổi kiểm tra đã thay đổi. Hãy xem lại rồi ký.")
    except InspectionError as error:
        messages.error(request, error)
    else:
        numbers = ", ".join(document.full_number for document in frozen)
        messages.success(request, f"Đã ký và đưa vào sổ: {numbers}.")
    return redirect(visit)


@require_safe
def search_page(request):
    form = SearchForm(request.GET)
    text = form.cleaned_data["q"] if form.is_valid() else ""
    context = {"form": form, "text": text, "hits": search(request.user, text)}
    return render(request, "office/search.html", context)
