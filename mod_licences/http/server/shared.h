/**
 * @file http/server/shared.h  Memory that the children of this httpd share.
 */
#ifndef LIC_HTTP_SHARED_H
#define LIC_HTTP_SHARED_H

#include <httpd.h>

/**
 * In post_config: memory of that size, filled with zeros when it is first made. After a restart the same memory is
 * found again, as it belongs to the parent process; a module of another version gets its own. NULL: none can be shared.
 */
void *lic_shared_memory(server_rec *s, const char *name, apr_size_t size);

#endif
