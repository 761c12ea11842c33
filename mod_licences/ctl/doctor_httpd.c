/* ctl/doctor_httpd.c  httpd's configuration, as licencesctl doctor sees it: Debian's directories of modules and sites.
 */
#include "doctor.h"

#include <string.h>
#include <strings.h>

#include <apr_file_info.h>
#include <apr_file_io.h>
#include <apr_strings.h>

#define LINE 4096

/* What is looked for, with httpd's and mod_dbd's own defaults; the last one that is read counts. */
typedef struct lic_httpd_t {
    apr_int64_t workers, threads, pool; /* MaxRequestWorkers, ThreadsPerChild, DBDMax */
    int is_prefork, licences, dbd;      /* enabled */
} lic_httpd_t;

static void read_line(lic_httpd_t *httpd, char *line)
{
    char *rest;
    const char *name = apr_strtok(line, " \t\r\n", &rest), *value = name ? apr_strtok(NULL, " \t\r\n", &rest) : NULL;
    if (!value || *name == '#')
        return;
    if (!strcasecmp(name, "MaxRequestWorkers"))
        httpd->workers = apr_atoi64(value);
    else if (!strcasecmp(name, "ThreadsPerChild"))
        httpd->threads = apr_atoi64(value);
    else if (!strcasecmp(name, "DBDMax"))
        httpd->pool = apr_atoi64(value);
    else if (!strcasecmp(name, "LoadModule")) {
        httpd->licences |= !strcmp(value, "licences_module");
        httpd->dbd |= !strcmp(value, "dbd_module");
        httpd->is_prefork |= !strcmp(value, "mpm_prefork_module");
    }
}

static void read_file(lic_httpd_t *httpd, const char *path, apr_pool_t *p)
{
    apr_file_t *file;
    char line[LINE];
    if (apr_file_open(&file, path, APR_FOPEN_READ | APR_FOPEN_BUFFERED, APR_OS_DEFAULT, p) != APR_SUCCESS)
        return;
    while (apr_file_gets(line, sizeof(line), file) == APR_SUCCESS)
        read_line(httpd, line);
    apr_file_close(file);
}

static int read_directory(lic_httpd_t *httpd, const char *directory, apr_pool_t *p)
{
    apr_dir_t *dir;
    apr_finfo_t info;
    if (apr_dir_open(&dir, directory, p) != APR_SUCCESS)
        return 0;
    while (apr_dir_read(&info, APR_FINFO_NAME, dir) == APR_SUCCESS)
        if (*info.name != '.')
            read_file(httpd, apr_pstrcat(p, directory, "/", info.name, NULL), p);
    apr_dir_close(dir);
    return 1;
}

/* Each child has a pool of its own, and one connection for what is due. */
static void check_connections(lic_doctor_t *doctor, const lic_httpd_t *httpd)
{
    const apr_int64_t threads = httpd->is_prefork || httpd->threads < 1 ? 1 : httpd->threads;
    const apr_int64_t children = (httpd->workers + threads - 1) / threads;
    const apr_int64_t each = (httpd->pool < threads ? httpd->pool : threads) + 1;
    if (!doctor->connections)
        return;
    if (children * each > doctor->connections)
        lic_doctor_wrong(doctor, "connections",
                         "%" APR_INT64_T_FMT " children of this httpd may want %" APR_INT64_T_FMT
                         " each (DBDMax), and the "
                         "database server allows %" APR_INT64_T_FMT
                         " in all; right would be a smaller DBDMax, or max_connections of %" APR_INT64_T_FMT " or more",
                         children, each, doctor->connections, children * each + 10);
    else
        lic_doctor_ok(doctor, "connections",
                      "at most %" APR_INT64_T_FMT " of this httpd, of %" APR_INT64_T_FMT
                      " that the database server allows",
                      children * each, doctor->connections);
}

void lic_doctor_httpd(lic_doctor_t *doctor, const char *directory)
{
    static const char *const parts[] = {"mods-enabled", "conf-enabled", "sites-enabled"};
    lic_httpd_t httpd = {.workers = 150, .threads = 25, .pool = 10};
    int found = 0;
    read_file(&httpd, apr_pstrcat(doctor->pool, directory, "/apache2.conf", NULL), doctor->pool);
    for (apr_size_t k = 0; k < sizeof(parts) / sizeof(parts[0]); k++)
        found |= read_directory(&httpd, apr_pstrcat(doctor->pool, directory, "/", parts[k], NULL), doctor->pool);
    if (!found) {
        lic_doctor_wrong(
            doctor, "httpd",
            "there is no mods-enabled below %s; right would be --httpd with the directory of httpd's configuration",
            directory);
        return;
    }
    if (!httpd.licences || !httpd.dbd)
        lic_doctor_wrong(doctor, "modules", "%s isn't enabled; right would be a2enmod licences",
                         httpd.licences ? "dbd" : "licences");
    else
        lic_doctor_ok(doctor, "modules", "dbd and licences are enabled");
    check_connections(doctor, &httpd);
}
