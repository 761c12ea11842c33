"""What README has an operator type."""
import os
import re

import env


def commands():
    """Blocks of commands; a line that ends in a backslash goes on in the next."""
    with open(os.path.join(env.ROOT, "README.md")) as f:
        section = re.search(r"\n## Into your own portal\n(.*?)\n## ", f.read(), re.S).group(1)
    blocks = re.findall(r"\n\n((?:    .+\n)+)", section)
    return [[line.strip() for line in block.replace("\\\n", "").splitlines()] for block in blocks]
