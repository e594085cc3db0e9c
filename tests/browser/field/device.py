"""A person's phone as tests use it: tabs that run code beside the modules."""

import base64

# A small page of the portal, for its origin alone.
PAGE = "/tai-khoan/dang-nhap/"
MODULES = [
    "store",
    "records",
    "sender",
    "sending",
    "outbox",
    "queue",
    "settling",
    "pictures",
    "uploads",
    "pack",
    "device",
]
LOAD = """
globalThis.ocop ??= Object.assign({}, ...(await Promise.all(
  %s.map((name) => import(`/static/js/field/${name}.js`)))));
if (!globalThis.ocop.takeIn) {
  const { save, take } = await import("/static/js/field/rescue.js");
  Object.assign(globalThis.ocop, { save, takeIn: take });
}
const ocop = globalThis.ocop;
"""


class Device:
    """A browser context and one person's tabs in it."""

    def __init__(self, context, person, page=PAGE):
        self.context, self.person, self.address = context, person, page
        self.tab = self.open()

    def open(self):
        """Open a tab and the work of the person in it."""
        tab = self.context.new_page()
        tab.goto(self.address)
        if self.person:
            self.run("await ocop.open(given)", self.person, tab=tab)
        return tab

    def run(self, code, given=None, tab=None):
        """Run the body of an async function; `ocop` has what the modules export."""
        load = LOAD % MODULES
        body = f"async (given) => {{ {load} {code} }}"
        return (tab or self.tab).evaluate(body, given)

    def write(self, kind, ref, changes, **options):
        """Keep a change as the screens do."""
        given = [kind, ref, changes, options]
        return self.run("return ocop.write(...given)", given)

    def outbox(self):
        return self.run("return ocop.all('outbox')")

    def drain(self, recheck=(), tab=None):
        """Send all that may go; return why it ended early, or None."""
        return self.run(
            """
            try {
              await ocop.drain(new Set(given), async () => {});
              return null;
            } catch (error) {
              if (!error.code) throw error;
              return error.code;
            }
            """,
            list(recheck),
            tab,
        )

    def hurry(self):
        """Give everything its turn now that was to be tried again later."""
        self.run(
            """
            for (const name of ["outbox", "photos"])
              for (const row of await ocop.all(name))
                await ocop.change([name], (tx) =>
                  tx.objectStore(name).put({ ...row, not_before: 0 }));
            """
        )

    def take(self, data, about, name="IMG_1.jpg", kind="image/jpeg", age=0):
        """Take a photo from a file that is `age` seconds old; returns its name."""
        given = [base64.b64encode(data).decode(), name, kind, age, about]
        return self.run(
            """
            const [data, name, type, age, about] = given;
            const bytes = Uint8Array.from(atob(data), (c) => c.charCodeAt(0));
            const lastModified = Date.now() - age * 1000;
            return ocop.take(new File([bytes], name, { type, lastModified }), about);
            """,
            given,
        )

    def fields(self, kind, ref):
        """Return what is kept of a record, as a person sees it."""
        record = self.run("return ocop.read(...given)", [kind, ref])
        return record and record["fields"]

    def progress(self, visit=None):
        return self.run("return ocop.progressOf(given)", visit)
