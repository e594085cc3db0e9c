from django.db import migrations


def move_evidence(apps, schema_editor):
    """Give the one file of each answer a row, and closings without proof their name."""
    Response = apps.get_model("inspections", "Response")
    Evidence = apps.get_model("inspections", "Evidence")
    with_file = Response.objects.exclude(file="")
    Evidence.objects.bulk_create(
        Evidence(response_id=pk, file=name)
        for pk, name in with_file.values_list("pk", "file")
    )
    Recommendation = apps.get_model("inspections", "Recommendation")
    Recommendation.objects.filter(status="waived").update(status="dropped")


def put_back(apps, schema_editor):
    """Keep one file of each answer; the others stay in storage, named by no row."""
    Response = apps.get_model("inspections", "Response")
    Evidence = apps.get_model("inspections", "Evidence")
    for response, file in Evidence.objects.order_by("-pk").values_list(
        "response", "file"
    ):
        Response.objects.filter(pk=response).update(file=file)
    Recommendation = apps.get_model("inspections", "Recommendation")
    Recommendation.objects.filter(status="dropped").update(status="waived")


class Migration(migrations.Migration):
    dependencies = [("inspections", "0007_evidence_and_deferrals")]

    operations = [
        migrations.RunPython(move_evidence, put_back),
        migrations.RemoveField("response", "file"),
    ]
