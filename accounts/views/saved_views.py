"""Filters of a list that a person keeps under a name."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import resolve, reverse
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from core.editing import answer_form, sent
from core.filtering import unfiltered
from core.htmx import render_page

from .. import listings, services
from ..exceptions import AccountError
from ..forms.saved_views import SavedViewForm
from ..middleware import is_public
from ..models import SavedView

LONGEST = SavedView._meta.get_field("query").max_length


@dataclass(frozen=True)
class Listing:
    """A list, and what its reader asks of it just now."""

    key: str
    query: str

    @property
    def path(self) -> str:
        return listings.path_of(self.key)

    @property
    def url(self) -> str:
        return f"{self.path}?{self.query}" if self.query else unfiltered(self.path)

    @property
    def everything(self) -> str:
        return unfiltered(self.path)

    def page(self, name: str) -> str:
        """Return the address of a page about saved filters, for this list."""
        asked = urlencode({"danh_sach": self.key, "dieu_kien": self.query})
        return f"{reverse(name)}?{asked}"

    @property
    def views(self) -> str:
        return self.page("accounts:saved_view_list")

    @property
    def form(self) -> str:
        return self.page("accounts:saved_view_create")

    @property
    def trail(self) -> list[tuple[str, str]]:
        return [("Danh sách", self.url), ("Bộ lọc đã lưu", self.views)]


def listing_or_404(request) -> Listing:
    """Return the list that the address speaks of, if there is such a page for users."""
    key = request.GET.get("danh_sach", "")
    listing = Listing(key, listings.tidy(request.GET.get("dieu_kien", "")))
    if not listing.path or is_public(resolve(listing.path).func):
        raise Http404("Không có danh sách này.")
    return listing


def own_or_404(request, pk: int) -> SavedView:
    views = request.user.saved_views.select_related("owner")
    return get_object_or_404(views, pk=pk)


@require_safe
def saved_view_list(request):
    listing = listing_or_404(request)
    views = SavedView.objects.filter(listing=listing.key).select_related("owner")
    new = SavedView(owner=request.user, listing=listing.key)
    context = {
        "listing": listing,
        "own": views.filter(owner=request.user),
        "shared": views.shared_with(request.user),
        "form": SavedViewForm(instance=new, auto_id="saved_%s"),
        "trail": listing.trail[:1],
    }
    return render_page(
        request, "accounts/saved_view_list.html", "accounts/_saved_views.html", context
    )


@require_http_methods(["GET", "HEAD", "POST"])
def saved_view_create(request):
    listing = listing_or_404(request)
    if not listing.query:
        messages.warning(request, "Danh sách chưa lọc gì. Xin lọc rồi lưu.")
        return redirect(listing.url)
    if len(listing.query) > LONGEST:
        messages.error(request, "Điều kiện lọc quá dài. Xin bỏ bớt rồi lưu.")
        return redirect(listing.url)
    view = SavedView(owner=request.user, listing=listing.key, query=listing.query)
    return edit(request, view, listing, "Lưu bộ lọc", listing.url)


@require_http_methods(["GET", "HEAD", "POST"])
def saved_view_edit(request, pk):
    view = own_or_404(request, pk)
    listing = Listing(view.listing, view.query)
    return edit(request, view, listing, f"Sửa bộ lọc {view}", listing.views)


def edit(request, view: SavedView, listing: Listing, title: str, done: str):
    form = SavedViewForm(instance=view, cancel_url=listing.url, **sent(request))

    def save() -> str:
        services.save_view(form.save(commit=False), by=request.user)
        listings.note_defaults(request.session, request.user)
        return done

    return answer_form(
        request,
        form,
        save,
        done="Đã lưu bộ lọc.",
        context={"title": title, "trail": listing.trail},
        refusals=(AccountError,),
    )


@require_POST
def saved_view_delete(request, pk):
    view = own_or_404(request, pk)
    listing = Listing(view.listing, view.query)
    services.delete_view(view, by=request.user)
    listings.note_defaults(request.session, request.user)
    messages.success(request, f"Đã xóa bộ lọc {view}.")
    return redirect(listing.views)
