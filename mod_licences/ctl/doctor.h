/* ctl/doctor.h  What licencesctl doctor looks at: each look prints lines, "ok" or "WRONG", and goes on after a fault.
 */
#ifndef LIC_CTL_DOCTOR_H
#define LIC_CTL_DOCTOR_H

#include "ctl.h"

typedef struct lic_doctor_t {
    lic_invocation_t *invocation;
    const char *driver, *params;
    apr_int64_t connections; /* that the database server allows; 0: not known, or as many as there are */
    int wrong;               /* how many things are */
    apr_pool_t *pool;
} lic_doctor_t;

/* "ok     WHAT: …" */
void lic_doctor_ok(const lic_doctor_t *doctor, const char *what, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));
/* "WRONG  WHAT: …", which says what is wrong and what would be right */
void lic_doctor_wrong(lic_doctor_t *doctor, const char *what, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));

/* The database: reached in time, its version and settings, clock, schema, epoch, and what waits in it. */
void lic_doctor_database(lic_doctor_t *doctor);
/* Files: who may read the database, the stylesheets, how old the time zones are. */
void lic_doctor_host(lic_doctor_t *doctor);
/* httpd's configuration, as Debian keeps it below `directory`: modules, and connections against what the server allows.
 */
void lic_doctor_httpd(lic_doctor_t *doctor, const char *directory);
/* The mail server greets; `url` (NULL: none) answers with metrics, and what they say. */
void lic_doctor_mail(lic_doctor_t *doctor);
void lic_doctor_metrics(lic_doctor_t *doctor, const char *url);

#endif
