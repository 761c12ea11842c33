/* base/path.c  Paths against the patterns of resources: "/employees/{id}". */
#include "base/path.h"

#include <string.h>

#include <apr_strings.h>

int lic_path_fits(const char *pattern, const char *path, const char **key, apr_pool_t *p)
{
    const char *open = strchr(pattern, '{');
    *key = NULL;
    if (!open)
        return !strcmp(pattern, path);
    apr_size_t before = (apr_size_t)(open - pattern);
    if (strncmp(pattern, path, before))
        return 0;
    apr_size_t length = strcspn(path + before, "/");
    if (!length || strcmp(path + before + length, strchr(open, '}') + 1))
        return 0;
    *key = apr_pstrmemdup(p, path + before, length);
    return 1;
}

const char *lic_path_without(const char *path, const char *suffix, apr_pool_t *p)
{
    apr_size_t length = strlen(path), n = strlen(suffix);
    if (length <= n + 1 || path[length - n - 1] == '/' || strcmp(path + length - n, suffix))
        return NULL;
    return apr_pstrmemdup(p, path, length - n);
}
