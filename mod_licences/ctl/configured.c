/* ctl/configured.c  The database that is worked on where no line and no environment names one: a file of /etc does. */
#include "ctl.h"

#include <apr_file_io.h>
#include <apr_strings.h>

#define LINE 4096

/* The file's first line that isn't empty and no comment */
const char *lic_ctl_configured(apr_pool_t *p)
{
    apr_file_t *file;
    char line[LINE], *rest;
    const char *found = NULL;
    if (apr_file_open(&file, LIC_DATABASE_FILE, APR_FOPEN_READ | APR_FOPEN_BUFFERED, APR_OS_DEFAULT, p) != APR_SUCCESS)
        return NULL;
    while (!found && apr_file_gets(line, sizeof(line), file) == APR_SUCCESS) {
        const char *text = apr_strtok(line, "\r\n", &rest);
        if (text && *text != '#')
            found = apr_pstrdup(p, text);
    }
    apr_file_close(file);
    return found;
}
