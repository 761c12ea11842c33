/* A target without libFuzzer: it is given the files of its corpus, or those that the command line names. */
#include "fuzz.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <apr_file_info.h>
#include <apr_file_io.h>
#include <apr_general.h>
#include <apr_strings.h>

enum { SECONDS = 30 }; /* one input may take, also under valgrind */

static void replay(const char *name, apr_pool_t *p)
{
    apr_file_t *file;
    apr_finfo_t info;
    HOLDS(apr_file_open(&file, name, APR_FOPEN_READ, APR_OS_DEFAULT, p) == APR_SUCCESS);
    HOLDS(apr_file_info_get(&info, APR_FINFO_SIZE, file) == APR_SUCCESS);
    const size_t size = (size_t)info.size;
    uint8_t *data = apr_palloc(p, size + 1);
    HOLDS(apr_file_read_full(file, data, size, NULL) == APR_SUCCESS || !size);
    apr_file_close(file);
    printf("%s\n", name);
    fflush(stdout);
    alarm(SECONDS);
    LLVMFuzzerTestOneInput(data, size);
    alarm(0);
}

/* How many files there are */
static int replay_folder(const char *folder, apr_pool_t *p)
{
    apr_dir_t *dir;
    apr_finfo_t entry;
    int n = 0;
    HOLDS(apr_dir_open(&dir, folder, p) == APR_SUCCESS);
    while (apr_dir_read(&entry, APR_FINFO_NAME, dir) == APR_SUCCESS)
        if (entry.name[0] != '.') {
            replay(apr_pstrcat(p, folder, "/", entry.name, NULL), p);
            n++;
        }
    apr_dir_close(dir);
    return n;
}

int main(int argc, char **argv)
{
    apr_pool_t *p;
    HOLDS(apr_initialize() == APR_SUCCESS && apr_pool_create(&p, NULL) == APR_SUCCESS);
    const char *target = strstr(argv[0], "fuzz_");
    for (const char *next = target; next; next = strstr(next + 1, "fuzz_"))
        target = next;
    HOLDS(target != NULL);
    for (int i = 1; i < argc; i++)
        replay(argv[i], p);
    if (argc == 1)
        HOLDS(replay_folder(fuzz_source(apr_pstrcat(p, "tests/fuzz/corpus/", target + strlen("fuzz_"), NULL), p), p) >
              0);
    apr_pool_destroy(p);
    return 0;
}
