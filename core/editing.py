"""What every page with a form does: show it, save it, or say why not."""

from collections.abc import Callable
from typing import Any, cast

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Model, QuerySet
from django.forms import BaseForm, ModelChoiceField
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from .forms import Difference, VersionedModelForm, conflict
from .versions import GoneError, StaleVersionError, VersionedModel

FORM_PAGE = "form_page.html"


def sent(request: HttpRequest) -> dict:
    """Return what binds a form, even to nothing at all, when something was sent."""
    if request.method != "POST":
        return {}
    return {"data": request.POST, "files": request.FILES}


def asked_for(
    request: HttpRequest, name: str, rows: QuerySet, key: str = "pk"
) -> Model | None:
    """Return the row whose key the address gives, or None; 404 for one out of reach."""
    if name not in request.GET:
        return None
    try:
        return ModelChoiceField(rows, to_field_name=key).clean(request.GET[name])
    except ValidationError:
        raise Http404 from None


def answer_form(
    request: HttpRequest,
    form: BaseForm,
    save: Callable[[], Any],
    *,
    done: str,
    context: dict,
    refusals: tuple[type[Exception], ...] = (),
) -> HttpResponse:
    """Show a form, or save it and go to what ``save`` returns.

    A lost update is told with both texts (409), an exception named in ``refusals`` as
    an error of the form (422); nothing typed is lost either way. ``context`` gives
    ``title`` and ``trail``.
    """
    differences: list[Difference] = []
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            target = save()
        except StaleVersionError as error:
            edited = cast(VersionedModelForm, form)
            differences = conflict(edited, cast(VersionedModel, error.stored))
            status = 409
        except GoneError:
            raise Http404("Hồ sơ này vừa bị xóa.") from None
        except refusals as error:
            form.add_error(None, str(error))
            status = 422
        else:
            messages.success(request, done)
            return redirect(target)
    page = {**context, "form": form, "differences": differences, "status": status}
    return render(request, FORM_PAGE, page, status=status)
