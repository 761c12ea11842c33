"""Keeps the XML that the suite has seen: every answer, and what partners sent that was taken. tests/schema/ holds all of
it against the schema by other processors than ours."""
import hashlib
import os

FOLDER = os.environ.get("LICENCES_ANSWERS")     # nothing is kept without it


def is_by_itself(headers):
    """Whether what was sent can be read without its headers: nothing else unpacks it, or tells its charset."""
    said = {name.lower(): value for name, value in (headers or {}).items()}
    return "content-encoding" not in said and "charset" not in said.get("content-type", "").lower()


def keep(content):
    if not FOLDER:
        return
    if isinstance(content, str):
        content = content.encode()
    if not isinstance(content, bytes):
        return                                  # what was sent piece by piece is gone
    os.makedirs(FOLDER, exist_ok=True)
    path = os.path.join(FOLDER, hashlib.sha256(content).hexdigest()[:32] + ".xml")
    try:
        with open(path, "xb") as file:
            file.write(content)
    except FileExistsError:
        pass
