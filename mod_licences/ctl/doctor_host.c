/* ctl/doctor_host.c  This host's files, as licencesctl doctor sees them. */
#include "doctor.h"

#include <string.h>

#include <apr_file_io.h>
#include <apr_strings.h>

#include "base/mode.h"
#include "view/render/sheet.h"

#define ZONES       "/usr/share/zoneinfo"
#define ZONES_YEARS 1 /* rules change several times a year */

/* SQLite's file holds names, addresses and the secret by which forms are signed. */
static void check_modes(lic_doctor_t *doctor)
{
    if (strcmp(doctor->driver, "sqlite3") != 0)
        return;
    if (lic_mode_is_open(doctor->params))
        lic_doctor_wrong(doctor, "file mode", "everybody on this host may read %s; right would be chmod o= on it",
                         doctor->params);
    else
        lic_doctor_ok(doctor, "file mode", "%s is for its owner and group alone", doctor->params);
}

static void check_sheets(lic_doctor_t *doctor)
{
    lic_sheets_t *sheets;
    const char *directory = doctor->invocation->ctl->stylesheets;
    lic_error_t *err = lic_sheets_load(&sheets, directory, doctor->pool);
    if (err)
        lic_doctor_wrong(doctor, "stylesheets",
                         "%s; right would be the package's, or LicencesStylesheets' directory in --stylesheets",
                         lic_error_chain(err, doctor->pool));
    else
        lic_doctor_ok(doctor, "stylesheets", "all of %s can be used", directory);
}

/* "# version 2024b" at the head of tzdata.zi; "" where there is none */
static const char *zones_version(apr_pool_t *p)
{
    apr_file_t *file;
    char line[80] = "", *end;
    static const char head[] = "# version ";
    if (apr_file_open(&file, ZONES "/tzdata.zi", APR_FOPEN_READ, APR_OS_DEFAULT, p) == APR_SUCCESS) {
        apr_file_gets(line, sizeof(line), file);
        apr_file_close(file);
    }
    if ((end = strchr(line, '\n')))
        *end = '\0';
    return strncmp(line, head, strlen(head)) ? "" : apr_pstrdup(p, line + strlen(head));
}

static void check_zones(lic_doctor_t *doctor)
{
    apr_time_exp_t today;
    const char *version = zones_version(doctor->pool);
    apr_time_exp_gmt(&today, doctor->invocation->now);
    if (!*version)
        lic_doctor_wrong(doctor, "time zones",
                         "there is no version in " ZONES "/tzdata.zi; right would be the package tzdata");
    else if (today.tm_year + 1900 - apr_atoi64(version) > ZONES_YEARS)
        lic_doctor_wrong(doctor, "time zones",
                         "of %s: periods may begin an hour off where clocks change otherwise since; right "
                         "would be a newer tzdata (apt-get install tzdata)",
                         version);
    else
        lic_doctor_ok(doctor, "time zones", "%s", version);
}

void lic_doctor_host(lic_doctor_t *doctor)
{
    check_modes(doctor);
    check_sheets(doctor);
    check_zones(doctor);
}
