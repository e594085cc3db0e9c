"""The access table of products, papers, decisions and recognitions."""

from tests.access import SIGN_IN, Row, only_post

READ = (SIGN_IN, 200, 200, 200, 200, 200, 200)
READ_ROW = (SIGN_IN, 200, 200, 200, 200, 200, 404)
ADD = (SIGN_IN, 403, 200, 200, 200, 403, 200)
WRITE = (SIGN_IN, 403, 200, 200, 200, 403, 404)
STEER = (SIGN_IN, 403, 403, 403, 200, 403, 403)
DELETE = (SIGN_IN, 403, 302, 302, 302, 403, 404)


def rows(world):
    product, producer = {"pk": world.product.pk}, {"pk": world.producer.pk}
    paper, decision = {"pk": world.paper.pk}, {"pk": world.decision.pk}
    recognition, dossier = {"pk": world.recognition.pk}, {"pk": world.dossier.pk}
    criteria_set = {"pk": world.criteria_set.pk}
    sheet = {"pk": world.score_sheet.pk}
    return [
        Row("products:sheet_create", product, get=WRITE, post=WRITE),
        Row("products:sheet_detail", sheet, get=READ_ROW),
        Row("products:sheet_edit", sheet, get=WRITE, post=WRITE),
        Row("products:sheet_score", sheet, get=WRITE, post=WRITE),
        Row("products:sheet_delete", sheet, get=only_post(), post=DELETE),
        Row("products:regime_list", get=READ),
        Row("products:criteria_set", criteria_set, get=READ),
        Row("products:list", get=READ),
        Row("products:create", get=ADD, post=ADD),
        Row("products:detail", product, get=READ_ROW),
        Row("products:edit", product, get=WRITE, post=WRITE),
        Row("products:paper_list", get=READ),
        Row("products:lack_list", get=READ),
        Row("products:paper_create", producer, get=WRITE, post=WRITE),
        Row("products:paper_edit", paper, get=WRITE, post=WRITE),
        Row("products:paper_delete", paper, get=only_post(), post=DELETE),
        Row("products:paper_file", paper, get=READ_ROW),
        Row("products:decision_list", get=READ),
        Row("products:decision_create", get=STEER, post=STEER),
        Row("products:decision_detail", decision, get=READ),
        Row("products:decision_edit", decision, get=STEER, post=STEER),
        Row("products:decision_file", decision, get=READ_ROW),
        Row("products:recognition_create", product, get=STEER, post=STEER),
        Row("products:recognition_edit", recognition, get=STEER, post=STEER),
        Row("products:recognition_end", recognition, get=STEER, post=STEER),
        Row("products:lapse_edit", recognition, get=WRITE, post=WRITE),
        Row("products:lapse_delete", recognition, get=only_post(), post=DELETE),
        Row("products:dossier_create", product, get=WRITE, post=WRITE),
        Row("products:dossier_edit", dossier, get=WRITE, post=WRITE),
    ]
