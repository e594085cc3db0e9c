from django.contrib.auth.decorators import permission_required
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from core.editing import answer_form, sent
from core.exports import Column
from core.listing import answer_list

from . import services
from .exceptions import ProducerError
from .filters import ProducerFilter
from .forms import NewProducerForm, ProducerForm, RepresentativeForm, SiteForm
from .models import Producer, Representative, Site

EXPORTED = [
    Column("Tên chủ thể", lambda row: row.name, 40),
    Column("Loại hình", lambda row: row.get_legal_kind_display()),
    Column("Mã số thuế", lambda row: row.tax_code),
    Column("Địa bàn như đã ghi", lambda row: _site(row, "place").full_name, 40),
    Column("Địa bàn hiện nay", lambda row: _site(row, "area").name, 24),
    Column("Địa chỉ", lambda row: _site(row, "address"), 40),
    Column("Tình trạng", lambda row: row.get_state_display()),
]


def _site(producer, name):
    return getattr(producer.main_site, name)


@require_safe
@permission_required("producers.view_producer", raise_exception=True)
def producer_list(request):
    rows = Producer.objects.visible_to(request.user).for_list()
    return answer_list(
        request,
        ProducerFilter(request.GET, rows, request=request),
        title="Chủ thể OCOP",
        columns=EXPORTED,
        page="producers/producer_list.html",
        fragment="producers/_producer_results.html",
    )


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required("producers.add_producer", raise_exception=True)
def producer_create(request):
    back = reverse("producers:list")
    form = NewProducerForm(user=request.user, cancel_url=back, **sent(request))

    def save():
        place = form.cleaned_data["place"]
        return services.create_producer(
            form.instance, site=form.site(), place=place, by=request.user
        )

    return answer_form(
        request,
        form,
        save,
        done="Đã thêm chủ thể.",
        context={"title": "Thêm chủ thể", "trail": [("Chủ thể", back)]},
        refusals=(ProducerError,),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required("producers.change_producer", raise_exception=True)
def producer_edit(request, pk):
    producer = get_object_or_404(Producer.objects.editable_by(request.user), pk=pk)
    context = {"title": f"Sửa {producer}", "trail": trail_of(producer)}
    back = producer.get_absolute_url()
    form = ProducerForm(instance=producer, cancel_url=back, **sent(request))

    def save():
        return services.save_producer(
            form.instance, by=request.user, base_version=form.base_version
        )

    return answer_form(
        request,
        form,
        save,
        done="Đã lưu chủ thể.",
        context=context,
        refusals=(ProducerError,),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required("producers.add_site", raise_exception=True)
def site_create(request, pk):
    reachable = Producer.objects.permitted_to(request.user, "producers.add_site")
    producer = get_object_or_404(reachable, pk=pk)
    site = Site(producer=producer, is_main=False)
    return _answer_site(request, site, "Thêm cơ sở sản xuất", "Đã thêm cơ sở.")


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required("producers.change_site", raise_exception=True)
def site_edit(request, pk):
    editable = Site.objects.editable_by(request.user).for_display()
    site = get_object_or_404(editable, pk=pk)
    return _answer_site(request, site, "Sửa cơ sở sản xuất", "Đã lưu cơ sở.")


def _answer_site(request, site, title, done):
    back = site.producer.get_absolute_url()
    form = SiteForm(instance=site, user=request.user, cancel_url=back, **sent(request))

    def save():
        place = form.cleaned_data["place"]
        version = form.base_version
        services.save_site(site, place=place, by=request.user, base_version=version)
        return site.producer

    context = {"title": title, "trail": trail_of(site.producer)}
    return answer_form(request, form, save, done=done, context=context)


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required("producers.change_representative", raise_exception=True)
def representative_edit(request, pk):
    producers = Producer.objects.permitted_to(
        request.user, "producers.change_representative"
    )
    producer = get_object_or_404(producers, pk=pk)
    person = Representative.objects.filter(producer=producer).first()
    person = person or Representative(producer=producer)
    back = producer.get_absolute_url()
    form = RepresentativeForm(instance=person, cancel_url=back, **sent(request))

    def save():
        version = form.base_version
        services.save_representative(person, by=request.user, base_version=version)
        return producer

    context = {"title": "Người đại diện", "trail": trail_of(producer)}
    return answer_form(
        request, form, save, done="Đã lưu người đại diện.", context=context
    )


def trail_of(producer):
    """Return the breadcrumbs of a page below a producer."""
    return [
        ("Chủ thể", reverse("producers:list")),
        (producer.name, producer.get_absolute_url()),
    ]
