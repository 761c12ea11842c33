/* base/pin.c  Libraries that stay when httpd unmaps the module. */
#include "base/pin.h"

#include <apr.h> /* _GNU_SOURCE, by APR's flags */
#include <dlfcn.h>

static const char here;

void lic_pin(const void *inside)
{
    Dl_info theirs, ours;
    if (!dladdr(inside, &theirs) || !dladdr(&here, &ours) || theirs.dli_fbase == ours.dli_fbase)
        return;
    void *library = dlopen(theirs.dli_fname, RTLD_LAZY | RTLD_NOLOAD | RTLD_NODELETE);
    if (library)
        dlclose(library);
}
