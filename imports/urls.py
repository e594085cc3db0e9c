from django.urls import path

from .views import (
    checklists,
    passwords,
    preview,
    reading,
    returning,
    runs,
    undoing,
    work,
)

app_name = "imports"

urlpatterns = [
    path("", runs.run_list, name="list"),
    path("tai-len/", reading.upload, name="upload"),
    path("mau/", reading.template, name="template"),
    path("danh-muc/<int:pk>/", checklists.checklist_upload, name="checklist_upload"),
    path("danh-muc/<int:pk>/ghi/", checklists.checklist_write, name="checklist_write"),
    path("<int:pk>/", runs.detail, name="detail"),
    path("<int:pk>/tien-do/", work.progress, name="progress"),
    path("<int:pk>/lam-tiep/", work.resume, name="resume"),
    path("<int:pk>/cach-hieu/", reading.understood, name="understood"),
    path("<int:pk>/cach-hieu/<int:sheet>/", reading.reread, name="reread"),
    path("<int:pk>/loai/", reading.change_kind, name="kind"),
    path("<int:pk>/tra-loi/", preview.answer, name="answer"),
    path("<int:pk>/lua-chon/", preview.choices, name="choices"),
    path("<int:pk>/ghi/", runs.commit, name="commit"),
    path("<int:pk>/mat-khau/", passwords.issue, name="passwords"),
    path("<int:pk>/bo/", runs.discard, name="discard"),
    path("<int:pk>/tep-tra-lai/", returning.returned, name="returned"),
    path("<int:pk>/hoan-tac/", undoing.undo, name="undo"),
]
