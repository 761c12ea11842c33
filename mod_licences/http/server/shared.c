/* http/server/shared.c  Makes memory that children share, or finds what is there since before a restart. */
#include "http/server/shared.h"

#include <apr_shm.h>
#include <apr_strings.h>

void *lic_shared_memory(server_rec *s, const char *name, apr_size_t size)
{
    apr_pool_t *process = s->process->pool;
    const char *key = apr_psprintf(process, "licences-%s-%s-%" APR_SIZE_T_FMT, name, LIC_VERSION, size);
    void *found = NULL;
    apr_pool_userdata_get(&found, key, process);
    if (!found) {
        apr_shm_t *made;
        if (apr_shm_create(&made, size, NULL, process) != APR_SUCCESS)
            return NULL;
        memset(apr_shm_baseaddr_get(made), 0, size);
        apr_pool_userdata_setn(made, key, NULL, process);
        found = made;
    }
    return apr_shm_baseaddr_get(found);
}
