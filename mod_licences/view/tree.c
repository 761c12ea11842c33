#include "view/tree.h"

#include <libxml/xmlsave.h>

typedef struct {
    lic_out_t *out;
    apr_status_t failed;
} target_t;

static int write_some(void *context, const char *data, int length)
{
    target_t *target = context;
    if (!target->failed)
        target->failed = target->out->write(target->out->baton, data, (apr_size_t)length);
    return target->failed ? -1 : length;
}

lic_error_t *lic_tree_write(lic_out_t *out, xmlDoc *doc, apr_pool_t *p)
{
    target_t target = {out, APR_SUCCESS};
    xmlSaveCtxt *save = xmlSaveToIO(write_some, NULL, &target, "UTF-8", 0);
    long written = save ? xmlSaveDoc(save, doc) : -1;
    if (save && xmlSaveClose(save) < 0)
        written = -1;
    if (written < 0 || target.failed)
        return lic_error_make(p, LIC_BUG, "internal", "an XML document could not be written");
    return NULL;
}
