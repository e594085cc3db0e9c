from functools import partial

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.text import capfirst
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from core.editing import answer_form, sent
from core.versions import GoneError, StaleVersionError
from history.services import latest_changes

from ..enums import SheetKind
from ..exceptions import ProductError
from ..forms import ScoringForm, SheetForm
from ..models import Product, ScoreSheet
from ..scoring import services
from ..scoring.marked import marked, stored_choices
from ..scoring.rounds import own_words
from ..tree import tree_of
from .shared import trail_of

FORM_METHODS = ["GET", "HEAD", "POST"]


@require_safe
@permission_required("products.view_scoresheet", raise_exception=True)
def sheet_detail(request, pk):
    sheet = _found(ScoreSheet.objects.visible_to(request.user), pk)
    tree = marked(tree_of(sheet.criteria_set), stored_choices(sheet))
    context = {
        "sheet": sheet,
        "tree": tree,
        "words": own_words(sheet),
        "may_change": _may_write(request.user, sheet, "change"),
        "may_delete": _may_write(request.user, sheet, "delete"),
        "changes": latest_changes(sheet),
        "trail": trail_of(sheet.product),
    }
    return render(request, "products/sheet_detail.html", context)


@require_http_methods(FORM_METHODS)
@permission_required("products.add_scoresheet", raise_exception=True)
def sheet_create(request, pk):
    products = Product.objects.permitted_to(request.user, "products.add_scoresheet")
    product = get_object_or_404(
        products.select_related("producer", "criteria_set__regime"), pk=pk
    )
    sheet = ScoreSheet(product=product, scored_on=timezone.localdate())
    if product.criteria_set and product.criteria_set.regime.effective_to is None:
        sheet.criteria_set = product.criteria_set
    return _answer(request, sheet, "Thêm bảng chấm điểm")


@require_http_methods(FORM_METHODS)
@permission_required("products.change_scoresheet", raise_exception=True)
def sheet_edit(request, pk):
    sheet = _writable(request.user, pk, "change")
    return _answer(request, sheet, "Sửa thông tin bảng chấm điểm")


@require_http_methods(FORM_METHODS)
@permission_required("products.change_scoresheet", raise_exception=True)
def sheet_score(request, pk):
    sheet = _writable(request.user, pk, "change")
    form = ScoringForm(
        instance=sheet, tree=tree_of(sheet.criteria_set), **sent(request)
    )
    status, differences = 200, []
    if request.method == "POST" and form.is_valid():
        try:
            return _scored(request, form)
        except StaleVersionError as error:
            status, differences = 409, form.differences_from(error.stored)
        except GoneError:
            raise Http404("Bảng chấm vừa bị xóa.") from None
        except ProductError as error:
            form.add_error(None, str(error))
            status = 422
    context = {"sheet": sheet, "form": form, "differences": differences}
    context |= {"status": status, "trail": _trail(sheet)}
    return render(request, "products/sheet_score.html", context, status=status)


@require_POST
@permission_required("products.delete_scoresheet", raise_exception=True)
def sheet_delete(request, pk):
    sheet = _writable(request.user, pk, "delete")
    services.delete_sheet(sheet, by=request.user)
    messages.success(request, "Đã xóa bảng chấm điểm.")
    return redirect(sheet.product)


def _scored(request, form):
    """Store the points and say how many criteria still wait for theirs."""
    sheet = services.score(
        form.instance, form.choices, by=request.user, base_version=form.base_version
    )
    waiting = len(form.tree.leaves) - len(form.choices)
    left = f", còn {waiting} tiêu chí chưa chấm" if waiting else ""
    messages.success(request, f"Đã lưu bảng chấm điểm{left}.")
    return redirect(sheet)


def _found(sheets, pk):
    related = ("product__producer", "criteria_set__regime", "dossier")
    return get_object_or_404(sheets.with_totals().select_related(*related), pk=pk)


def _writable(user, pk, verb):
    """Return a sheet that the person may write; councils' are of the province alone."""
    reachable = ScoreSheet.objects.permitted_to(user, f"products.{verb}_scoresheet")
    sheet = _found(reachable, pk)
    if not _may_write(user, sheet, verb):
        raise PermissionDenied
    return sheet


def _may_write(user, sheet, verb) -> bool:
    rights = [f"products.{verb}_scoresheet"]
    if sheet.kind != SheetKind.SELF:
        rights.append("products.record_council")
    rows = [ScoreSheet.objects.permitted_to(user, right) for right in rights]
    return all(one.filter(pk=sheet.pk).exists() for one in rows)


def _trail(sheet):
    return [*trail_of(sheet.product), (capfirst(str(sheet)), sheet.get_absolute_url())]


def _answer(request, sheet, title):
    """Show the form of who scored, and go on to the points of a new sheet."""
    is_new = sheet._state.adding
    council = Product.objects.permitted_to(request.user, "products.record_council")
    form = SheetForm(
        instance=sheet,
        council=council.filter(pk=sheet.product_id).exists(),
        cancel_url=(sheet.product if is_new else sheet).get_absolute_url(),
        **sent(request),
    )
    return answer_form(
        request,
        form,
        partial(_save, form, is_new=is_new, by=request.user),
        done="Đã lập bảng chấm điểm." if is_new else "Đã lưu.",
        context={"title": title, "trail": trail_of(sheet.product)},
        refusals=(ProductError,),
    )


def _save(form, *, is_new, by):
    sheet = services.save_sheet(form.instance, by=by, base_version=form.base_version)
    return sheet.get_scoring_url() if is_new else sheet
