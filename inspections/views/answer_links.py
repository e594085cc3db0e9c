"""Officers make and close the links with which producers answer."""

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from producers.models import Producer

from .. import services
from ..exceptions import InspectionError
from ..forms import AnswerLinkForm, ReviewForm
from ..models import AnswerLink, Recommendation, Response
from .follow_up import recommendation_page


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required("inspections.add_answerlink", raise_exception=True)
@never_cache
def answer_links(request, pk):
    """Show the links of a producer; a POST makes one and shows it this once."""
    reach = Producer.objects.permitted_to(request.user, "inspections.add_answerlink")
    producer = get_object_or_404(reach, pk=pk)
    form = AnswerLinkForm(request.POST if request.method == "POST" else None)
    made, status = "", 200
    if form.is_valid():
        try:
            made = _made(request, producer, **form.cleaned_data)
            form = AnswerLinkForm()
        except InspectionError as error:
            form.add_error("expires_on", str(error))
    if form.errors:
        status = 422
    context = {"producer": producer, "form": form, "made": made, **_links_of(producer)}
    return render(request, "inspections/answer_links.html", context, status=status)


def _made(request, producer, *, key, expires_on) -> str:
    """Make a link and return its address, or say that it has been shown already."""
    _, token = services.create_answer_link(
        producer, by=request.user, expires_on=expires_on, key=key
    )
    if not token:
        messages.info(request, "Liên kết này đã tạo và đã hiện một lần; hãy tạo mới.")
        return ""
    url = reverse("inspections:answer_page", args=[token])
    return request.build_absolute_uri(url)


def _links_of(producer) -> dict:
    links = producer.answer_links.select_related("producer", "created_by", "revoked_by")
    return {
        "links": links.prefetch_related("responses"),
        "open_count": AnswerLink(producer=producer).open_items().count(),
        "today": timezone.localdate(),
    }


@require_POST
@permission_required("inspections.change_answerlink", raise_exception=True)
def answer_link_revoke(request, uuid):
    links = AnswerLink.objects.editable_by(request.user)
    link = get_object_or_404(links, uuid=uuid)
    try:
        services.revoke_answer_link(link, by=request.user)
    except InspectionError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, "Đã thu hồi liên kết.")
    return redirect("inspections:answer_links", link.producer_id)


def _of_own(request, uuid) -> tuple[Response, Recommendation]:
    """Return an answer to what the person may change, with what was asked."""
    asked = Recommendation.objects.editable_by(request.user).for_list()
    responses = Response.objects.filter(recommendation__in=asked.values("pk"))
    found = get_object_or_404(responses, uuid=uuid)
    return found, asked.get(pk=found.recommendation_id)


@require_POST
@permission_required("inspections.change_response", raise_exception=True)
def response_review(request, uuid):
    """Take down what an officer says to an answer that came by a link."""
    asked = Recommendation.objects.editable_by(request.user).for_list()
    found = get_object_or_404(
        Response, uuid=uuid, recommendation__in=asked.values("pk")
    )
    recommendation = asked.get(pk=found.recommendation_id)
    if not found.is_pending:
        messages.error(request, "Trả lời này đã được xem rồi.")
        return redirect(recommendation)
    form = ReviewForm(request.POST, action=request.path)
    if form.is_valid():
        try:
            services.review_response(found, by=request.user, **form.cleaned_data)
        except InspectionError as error:
            form.add_error("note", str(error))
        else:
            messages.success(request, "Đã ghi kết luận về trả lời.")
            return redirect(recommendation)
    reviews = {found.pk: form}
    return recommendation_page(request, recommendation, status=422, reviews=reviews)
