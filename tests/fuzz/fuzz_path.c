/* Paths: what is taken apart is what was there. */
#include "fuzz.h"

#include <string.h>

#include <apr_strings.h>

#include "base/path.h"

static const char *const patterns[] = {"/",          "/overview",       "/products/{key}",      "/employees/new",
                                       "/employees", "/employees/{id}", "/invoices/{number}",   "/log",
                                       "/schema",    "/assets/{name}",  "/made/{up}/with-more", "/{any}"};
static const char *const suffixes[] = {".xml", ".csv"};

static void take_key(const char *path, apr_pool_t *p)
{
    for (size_t i = 0; i < sizeof(patterns) / sizeof(*patterns); i++) {
        const char *key, *open = strchr(patterns[i], '{'), *close = strchr(patterns[i], '}');
        const int fits = lic_path_fits(patterns[i], path, &key, p);
        HOLDS(fits == (open ? key != NULL : !strcmp(patterns[i], path)));
        if (!key)
            continue;
        HOLDS(*key && !strchr(key, '/'));
        const char *begin = apr_pstrmemdup(p, patterns[i], (size_t)(open - patterns[i]));
        HOLDS(!strcmp(path, apr_pstrcat(p, begin, key, close + 1, NULL)));
    }
}

static void take_suffix(const char *path, apr_pool_t *p)
{
    for (size_t i = 0; i < sizeof(suffixes) / sizeof(*suffixes); i++) {
        const char *page = lic_path_without(path, suffixes[i], p);
        const size_t length = strlen(path), n = strlen(suffixes[i]);
        if (page) {
            HOLDS(*page && page[strlen(page) - 1] != '/');
            HOLDS(!strcmp(path, apr_pstrcat(p, page, suffixes[i], NULL)));
            take_key(page, p);
        } else {
            HOLDS(length <= n + 1 || strcmp(path + length - n, suffixes[i]) || path[length - n - 1] == '/');
        }
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    apr_pool_t *p = fuzz_pool();
    const char *path = fuzz_text(data, size, p);
    take_key(path, p);
    take_suffix(path, p);
    return 0;
}
