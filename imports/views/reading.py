"""From an upload to how it is read: the file, its sheets, its columns."""

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from core.editing import sent
from core.exports import XLSX
from core.text import file_stem

from .. import background, services
from ..enums import ListKind
from ..exceptions import FileRefusedError, ImportRefusedError
from ..forms import HeaderForm, KindForm, LayoutForm, UploadForm
from ..kinds import is_open_to, kinds_open_to
from ..memory import remember
from ..samples import column_samples, first_rows
from ..template import template_workbook
from .shared import is_busy, lists_refusals, open_run


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required("imports.add_importrun", raise_exception=True)
def upload(request):
    form = UploadForm(cancel_url=reverse("imports:list"), **sent(request))
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            services.check_size(file.size)
            run = services.start_import(file.read(), file.name, by=request.user)
        except (FileRefusedError, ImportRefusedError) as error:
            form.add_error("file", f"Tệp “{file.name}”: {error}")
        else:
            return redirect("imports:understood", pk=run.pk)
    context = {"form": form, "kinds": kinds_open_to(request.user)}
    status = 422 if form.errors else 200
    return render(request, "imports/upload.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required("imports.change_importrun", raise_exception=True)
@lists_refusals
def understood(request, pk):
    run = open_run(request, pk)
    if is_busy(request, run):
        return redirect(run)
    book, layout = services.load_book(run)
    form = LayoutForm(request.POST or None, instance=run, layout=layout)
    if request.method == "POST" and form.is_valid():
        try:
            services.change_layout(run, layout, regime=run.regime, issuer=run.issuer)
            remember(book, layout, run.area, by=request.user)
            background.preview(run, by=request.user, book=book)
        except ImportRefusedError as error:
            messages.error(request, str(error))
        return redirect(run)
    return _understood_page(request, book, form)


def _understood_page(request, book, form, headers=None):
    """Show how a file is read, with what was chosen and what is wrong about it."""
    layout, run = form.layout, form.instance
    context = {
        "run": run,
        "form": form,
        "kind_form": KindForm(initial={"kind": run.kind}),
        "is_open": is_open_to(run.kind, request.user),
        "whole": form.for_the_whole_file(),
        "sheets": form.sheets(column_samples(book, layout), headers or {}),
        "tops": first_rows(book, layout),
        "may_preview": any(sheet.tables for sheet in layout.sheets),
        "earlier": services.earlier_commit(run, by=request.user),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "imports/understood.html", context, status=status)


@require_POST
@permission_required("imports.change_importrun", raise_exception=True)
def change_kind(request, pk):
    """Take a file for another kind of list; its titles are looked at again."""
    run = open_run(request, pk)
    form = KindForm(request.POST)
    if is_busy(request, run):
        return redirect(run)
    if not form.is_valid():
        messages.error(request, "Hãy chọn loại danh sách.")
        return redirect("imports:understood", pk=pk)
    try:
        kind = ListKind(form.cleaned_data["kind"])
        services.change_kind(run, kind, by=request.user)
    except ImportRefusedError as error:
        messages.error(request, str(error))
    return redirect("imports:understood", pk=pk)


@require_POST
@permission_required("imports.change_importrun", raise_exception=True)
@lists_refusals
def reread(request, pk, sheet):
    """Take other rows for the header of a sheet; what was chosen elsewhere stays."""
    run = open_run(request, pk)
    if is_busy(request, run):
        return redirect(run)
    book, layout = services.load_book(run)
    if sheet >= len(layout.sheets):
        raise Http404
    form = LayoutForm(request.POST, instance=run, layout=layout)
    form.is_valid()
    header = HeaderForm(request.POST, prefix=f"header-{sheet}")
    if header.is_valid():
        try:
            services.change_layout(run, layout, regime=run.regime, issuer=run.issuer)
            services.reread_sheet(run, sheet, **header.cleaned_data)
            return redirect("imports:understood", pk=pk)
        except ImportRefusedError as error:
            header.add_error("first", str(error))
    return _understood_page(request, book, form, {sheet: header})


@require_safe
@permission_required("imports.add_importrun", raise_exception=True)
def template(request):
    kind = request.GET.get("loai", ListKind.PRODUCTS)
    if kind not in ListKind:
        raise Http404
    response = HttpResponse(template_workbook(kind), content_type=XLSX)
    name = f"mau-danh-sach-{file_stem(ListKind(kind).label)}.xlsx"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
