from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from core.exports import Column
from core.listing import answer_list
from core.text import file_stem
from history.services import latest_changes
from inspections.models import SiteCheck, Visit

from .archive import MOST_FILES, file_name, zipped
from .filters import DocumentFilter
from .minutes import build_minutes
from .models import Document, LetterLine

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


COLUMNS = [
    Column("Số, ký hiệu", lambda row: row.full_number),
    Column("Loại văn bản", lambda row: row.get_type_display()),
    Column("Trích yếu", lambda row: row.title, 60),
    Column("Gửi chủ thể", lambda row: row.producer and row.producer.name, 40),
    Column("Ngày ban hành", lambda row: row.issued_on),
    Column("Phiên bản", lambda row: row.version),
    Column("Người ký", lambda row: row.signature, 40),
]


@require_safe
@permission_required("documents.view_document", raise_exception=True)
def document_list(request):
    rows = Document.objects.visible_to(request.user).for_list()
    return answer_list(
        request,
        DocumentFilter(request.GET, rows, request=request),
        title="Sổ văn bản",
        columns=COLUMNS,
        page="documents/document_list.html",
        fragment="documents/_document_results.html",
    )


@require_safe
@permission_required("documents.view_document", raise_exception=True)
def document_detail(request, uuid):
    documents = Document.objects.visible_to(request.user).for_list()
    document = get_object_or_404(documents.select_related("replaces"), uuid=uuid)
    context = {
        "document": document,
        "later": Document.objects.filter(replaces=document).first(),
        "lines": _lines(document),
        "changes": latest_changes(document),
    }
    return render(request, "documents/document_detail.html", context)


def _lines(document) -> list[LetterLine]:
    """Return the certificates that a letter speaks of."""
    rows = document.lines.select_related(
        "recognition__product", "recognition__decision"
    )
    return list(rows.order_by("recognition__valid_to", "pk"))


@require_safe
@permission_required("documents.view_document", raise_exception=True)
def document_archive(request):
    """Answer with the files of the register that the filters leave, as one .zip."""
    rows = Document.objects.visible_to(request.user).for_list()
    found = DocumentFilter(request.GET, rows, request=request).qs
    if found.count() > MOST_FILES:
        messages.error(
            request, f"Mỗi lần tải tối đa {MOST_FILES} tệp; hãy lọc hẹp lại."
        )
        query = request.GET.urlencode()
        return redirect(f"{reverse('documents:list')}?{query}")
    return FileResponse(zipped(found), as_attachment=True, filename="van-ban.zip")


@require_safe
@permission_required("documents.view_document", raise_exception=True)
def document_download(request, uuid):
    documents = Document.objects.visible_to(request.user).select_related("agency")
    document = get_object_or_404(documents, uuid=uuid)
    name = file_name(document)
    try:
        file = document.file.open()
    except FileNotFoundError:
        raise Http404("Tệp không còn trong kho lưu.") from None
    return FileResponse(file, as_attachment=True, filename=name, content_type=DOCX)


@require_safe
@permission_required("documents.view_document", raise_exception=True)
def site_check_draft(request, uuid):
    checks = SiteCheck.objects.visible_to(request.user)
    related = checks.select_related("visit__campaign", "site__producer", "site__place")
    check = get_object_or_404(related, uuid=uuid)
    data = build_minutes(check.visit, site_check=check)
    return _attachment(data, f"Dự thảo biên bản {check.site.producer}")


@require_safe
@permission_required("documents.view_document", raise_exception=True)
def session_draft(request, uuid):
    visits = Visit.objects.permitted_to(request.user, "documents.view_document")
    visit = get_object_or_404(visits.select_related("campaign", "place"), uuid=uuid)
    return _attachment(build_minutes(visit), f"Dự thảo biên bản làm việc {visit}")


def _attachment(data: bytes, name: str) -> HttpResponse:
    response = HttpResponse(data, content_type=DOCX)
    response["Content-Disposition"] = f'attachment; filename="{file_stem(name)}.docx"'
    return response
