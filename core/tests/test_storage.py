"""Static files as production names them."""

import re
import tempfile
from pathlib import Path

from django.core.files.base import ContentFile
from django.test import SimpleTestCase

from ..storage import StaticFiles

CHAIN = {
    "js/a.js": 'import { b } from "./b.js";\nexport const a = b;\n',
    "js/b.js": 'import { c } from "./c.js";\nexport const b = c;\n',
    "js/c.js": 'import { d } from "../vendor/d.js";\nexport const c = d;\n',
    "vendor/d.js": "export const d = 1;\n",
    "other/e.js": '// import { e } from "./gone.js";\n',
}


class StaticFilesTests(SimpleTestCase):
    def collect(self, sources: dict[str, str]) -> tuple[Path, dict[str, str]]:
        """Return where the files lie, and under which name each."""
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        storage = StaticFiles(location=folder.name, base_url="/static/")
        for name, text in sources.items():
            storage.save(name, ContentFile(text.encode()))
        done = storage.post_process({name: (storage, name) for name in sources})
        self.assertEqual([fault for *_, fault in done if fault is not True], [])
        return Path(folder.name), storage.hashed_files

    def test_a_module_loads_the_hashed_file_of_another(self):
        folder, names = self.collect(CHAIN)
        for name, needed in [("js/a.js", "js/b.js"), ("js/c.js", "vendor/d.js")]:
            [address] = re.findall(r'from "(.+)";', (folder / names[name]).read_text())
            self.assertRegex(names[needed], r"\.[0-9a-f]{12}\.js$")
            self.assertEqual(Path(address).name, Path(names[needed]).name)

    def test_a_change_at_the_end_of_a_chain_renames_all_of_it(self):
        _, before = self.collect(CHAIN)
        _, after = self.collect(CHAIN | {"vendor/d.js": "export const d = 2;\n"})
        changed = {name for name in CHAIN if before[name] != after[name]}
        self.assertEqual(changed, CHAIN.keys() - {"other/e.js"})
