"""What a producer without an account sees and sends by a link: no log-in, no traces."""

from functools import partial, wraps

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from accounts.exceptions import TooManyTriesError
from accounts.throttle import Limit, count_address, give_back
from core.views import too_many_requests

from .. import services
from ..exceptions import InspectionError
from ..forms import AnswerForm
from .acts import carried_out


def sealed(view):
    """Keep a page out of caches and search engines, and its address out of others.

    No referrer at all would make browsers hide where a form comes from, and the form
    would be refused.
    """

    @wraps(view)
    @login_not_required
    @never_cache
    def answer(request, *args, **kwargs):
        response = view(request, *args, **kwargs)
        response["X-Robots-Tag"] = "noindex, nofollow"
        response["Referrer-Policy"] = "strict-origin"
        return response

    return answer


def by_link(view):
    """Hand the link of the token to the view; whatever opens nothing looks the same.

    Tries that open nothing are counted by address.
    """

    @sealed
    @wraps(view)
    def answer(request, token, **kwargs):
        try:
            limit = Limit(*settings.ANSWER_LINK_TRIES_PER_ADDRESS)
            slots = count_address(request, "answer link", limit)
            link = services.link_of(token)
            if link is None:
                return render(request, "inspections/answer_closed.html", status=404)
            give_back(slots)
            if request.method == "POST":
                Limit(*settings.ANSWER_LINK_SENDS).take(f"answers:{link.pk}")
        except TooManyTriesError:
            return too_many_requests(request)
        return view(request, link, token, **kwargs)

    return answer


@require_safe
@by_link
def answer_page(request, link, token):
    return _overview(request, link, token)


def _overview(request, link, token, *, refusal="", status=200):
    given = {
        response.recommendation_id: response
        for response in link.responses.prefetch_related("evidence")
    }
    context = {
        "link": link,
        "token": token,
        "items": [(item, given.get(item.pk)) for item in link.open_items()],
        "answered": len(given),
        "refusal": refusal,
        "today": timezone.localdate(),
    }
    return render(request, "inspections/answer_page.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@by_link
def answer_item(request, link, token, uuid):
    """Ask what was done about one thing; said again, it takes the place of before."""
    item = get_object_or_404(link.open_items(), uuid=uuid)
    response = link.responses.filter(recommendation=item).first()
    if response and not response.is_pending:
        raise Http404("Trả lời này đã được cán bộ xem.")
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    back = redirect("inspections:answer_page", token)
    form = AnswerForm(*sent, response=response, cancel_url=back.url)
    if carried_out(form, partial(services.answer_by_link, link, item)):
        return back
    context = {"item": item, "form": form, "today": timezone.localdate()}
    status = 422 if form.errors else 200
    return render(request, "inspections/answer_item.html", context, status=status)


@require_POST
@by_link
def answer_hand_in(request, link, token):
    """Close the link; the page that follows knows nothing of it."""
    try:
        services.hand_in_answers(link)
    except InspectionError as error:
        return _overview(request, link, token, refusal=str(error), status=422)
    return redirect("inspections:answer_done")


@require_safe
@sealed
def answer_done(request):
    return render(request, "inspections/answer_done.html")
