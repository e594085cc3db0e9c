"""The files of the portal as git would hand them to somebody else."""

import subprocess
from functools import cache
from pathlib import Path

from django.conf import settings

ROOT = Path(settings.BASE_DIR)


@cache
def git_files(*options: str) -> tuple[Path, ...]:
    """Return what ``git ls-files`` lists, links and deleted files left out."""
    command = ["git", "ls-files", "-z", *options]
    names = subprocess.run(command, cwd=ROOT, capture_output=True, check=True).stdout
    paths = (ROOT / name for name in names.decode().split("\0") if name)
    return tuple(path for path in paths if path.is_file() and not path.is_symlink())


def files(*suffixes: str) -> list[Path]:
    """Return the files with one of the endings, those not yet committed too."""
    every = (*git_files(), *git_files("--others", "--exclude-standard"))
    return [path for path in every if path.suffix in suffixes]


def relative(path: Path) -> str:
    return str(path.relative_to(ROOT))
