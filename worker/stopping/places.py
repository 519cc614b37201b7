"""Where the files of stops are kept, and where they go when that place cannot be written."""

from __future__ import annotations

import hashlib
import os
import stat
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from worker.folders import made

_OURS_ONLY = 0o600
_TEMPORARY = "annonsvakt-stops-"


@dataclass(frozen=True, slots=True, kw_only=True)
class Places:
    """The folders to try, in order. `spare` is the one a person names with `--journal`."""

    state_dir: Path
    spare: Path | None = None

    def folders(self) -> tuple[Path, ...]:
        """`state_dir/stops`, the spare folder, and our own in the temporary folder."""
        spare = () if self.spare is None else (self.spare,)
        return (self.state_dir / "stops", *spare, temporary(self.state_dir))

    def readable(self) -> Iterator[Path]:
        """The folders that exist and can be trusted: nobody else could have written there."""
        yield from (one for one in self.folders() if _trusted(one))


def temporary(state_dir: Path) -> Path:
    """Our own folder in the temporary folder, another one for each `state_dir`.

    Two installations of one user never join each other's stops.
    """
    digest = hashlib.sha256(os.fsencode(state_dir.absolute())).hexdigest()[:12]
    return _for_all() / f"{_TEMPORARY}{os.getuid()}-{digest}"


def _for_all() -> Path:
    """The temporary folder, where anybody may write.

    Python finds it by writing there: on a full disk it finds none, and what stands there counts.
    """
    try:
        return Path(tempfile.gettempdir())
    except FileNotFoundError:
        return Path("/tmp")  # noqa: S108 what lies there is used only if it is ours alone


def _open_to_all(folder: Path) -> bool:
    """Whether the folder lies where anybody may write."""
    return folder.parent == _for_all() and folder.name.startswith(_TEMPORARY)


def _trusted(folder: Path) -> bool:
    """Whether the folder exists; in the temporary folder, where anybody may write: and is ours."""
    exposed = _open_to_all(folder)
    try:
        found = folder.lstat() if exposed else folder.stat()
    except OSError:
        return False
    if not stat.S_ISDIR(found.st_mode):
        return False
    others = stat.S_IWGRP | stat.S_IWOTH
    return not exposed or (found.st_uid == os.getuid() and not found.st_mode & others)


def trusted(folder: Path) -> Path:
    """The folder, made with the rights 0700 if it was not there.

    Raises:
        OSError: it cannot be made, or somebody else's stands in its place.
    """
    if not _trusted(made(folder)):
        raise PermissionError(f"{folder} is not ours")
    return folder


def append_only(path: Path) -> int:
    """A descriptor for adding to a file, which only we may read; the caller closes it.

    Raises:
        OSError: it cannot be opened for writing.
    """
    trusted(path.parent)
    flags = os.O_RDWR | os.O_APPEND | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC
    return os.open(path, flags, _OURS_ONLY)


def write_whole(path: Path, content: str | bytes) -> None:
    """Put a whole file in place at once: it is there with all that it holds, or as it was.

    Raises:
        OSError: it cannot be written.
    """
    trusted(path.parent)
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".part")
    try:
        with os.fdopen(descriptor, "wb") as part:
            part.write(content.encode() if isinstance(content, str) else content)
            part.flush()
            os.fsync(part.fileno())
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def sync_folder(folder: Path) -> None:
    """Make the folder's own entries last, so that a new file is found after a power cut.

    Raises:
        OSError: the file system cannot do it.
    """
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def usable(places: Places) -> bool:
    """Whether any of the places takes a file."""
    for folder in places.folders():
        with (
            suppress(OSError),
            tempfile.NamedTemporaryFile(dir=trusted(folder), prefix=".") as file,
        ):
            # A full disk still takes files without content.
            file.write(b"1")
            file.flush()
            return True
    return False
