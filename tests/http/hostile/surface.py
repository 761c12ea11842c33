"""What there is to be asked, as the product's own table of paths (http/resource/resources.c) and readers of forms have it."""
import collections
import glob
import os
import re

from env import ROOT

HTTP = os.path.join(ROOT, "mod_licences/http/resource")
Resource = collections.namedtuple("Resource", "path suffixes parameters fields put")


def read(*pattern):
    text = ""
    for name in sorted(glob.glob(os.path.join(HTTP, *pattern))):
        with open(name, encoding="utf-8") as f:
            text += f.read()
    return text


def resources():
    table = read("resources.c")
    forms = {"PAGE": ("", ".xml"), "LIST": ("", ".xml", ".csv"), "LIC_HTML": ("",), "LIC_XML": ("",)}
    macros = dict(re.findall(r'#define (\w+)[ \\\n]+\{[ \\\n]+"([^"]+)"', table))
    lists = dict(re.findall(r"lic_filter_t (of_\w+)\[\] = \{(.*?)\};", table, re.S))
    found = []
    for row in re.findall(r"\{(\.name = .*?)\},\n", table, re.S):
        parts = dict(re.findall(r"\.(\w+) = &?([^,]+?)(?:,|$)", row))
        filters = "".join(lists.get(parts.get(kind, ""), "") for kind in ("filters", "put_filters"))
        names = re.findall(r'\{"([^"]+)"', filters) + [macros[word] for word in re.findall(r"\b[A-Z_]{3,}\b", filters)
                                                       if word in macros]
        found.append(Resource(parts["path"].strip('"'), forms[parts["forms"]], sorted({*names, "unknown"}),
                              fields(parts.get("post"), parts), "put" in parts))
    return found


def fields(post, parts):
    """Of the forms that a function of http/resource/ reads; none without one."""
    if not post:
        return []
    source, = [text for text in map(read, os.listdir(HTTP)) if re.search(r"^lic_error_t \*%s\(" % post, text, re.M)]
    names = [] if 'act.h"' not in source else re.findall(r'form, "([a-z-]+)"', read("act.c"))
    names += re.findall(r'\bform, "([a-z-]+)"', source) + re.findall(r'field\(&\w+, "([a-z-]+)", x, form\)', source)
    return sorted({*names, "token", *(parts[key].strip('"') for key in ("many", "confirm_field") if key in parts)})


RESOURCES = resources()
assert len(RESOURCES) > 10 and any(resource.fields for resource in RESOURCES)
