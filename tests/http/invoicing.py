"""The invoices of a portal's accounts, kept as UBL for the suite einvoice where LICENCES_INVOICES names a folder."""
import csv
import os
import shutil
import subprocess

from env import CTL


def keep(portal):
    """A portal without a seller gets one now: invoices of before are from the first that there is."""
    kept = os.environ.get("LICENCES_INVOICES")
    if not kept:
        return
    if not dict(csv.reader(portal.ctl("seller", "show", "--format", "csv").stdout.splitlines()))["name"]:
        portal.ctl("seller", "set", "--name", "Seller", "--vat-id", "DK12345674", "--country", "DK")
    own, together = os.path.join(portal.dir, "ubl"), os.path.join(kept, portal.store.kind)
    os.makedirs(own, exist_ok=True)
    os.makedirs(together, exist_ok=True)
    for account in portal.accounts:    # what lacks something isn't written, which is said: a test's own matter
        subprocess.run([CTL, "--database", portal.ctl_database, "--stylesheets", os.path.join(portal.dir, "xslt"), "export",
                        account.key, "invoices", "--format", "ubl", own], capture_output=True, timeout=120)
    for name in os.listdir(own):
        shutil.move(os.path.join(own, name), os.path.join(together, "%s-%s" % (os.path.basename(portal.dir), name)))
