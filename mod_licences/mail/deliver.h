/**
 * @file mail/deliver.h  Sends what waits in the outbox (product.md, What is told): claim, render, send, mark.
 *
 * At least once: a process that dies between handing over and marking leaves a message that is sent again, with the
 * same Message-ID. Whatever goes wrong with one message or with the server delays that mail and nothing else.
 */
#ifndef LIC_MAIL_DELIVER_H
#define LIC_MAIL_DELIVER_H

#include "mail/render.h"
#include "store/db.h"

typedef struct lic_mail_report_t {
    int sent, delayed, parked;
    int unreachable; /**< the server took nothing: the run ended there */
    int reached;     /**< it took or refused something */
    int stopped;
} lic_mail_report_t;

#define LIC_MAIL_BATCH    20                       /**< rows claimed at a time */
#define LIC_MAIL_RUN      (apr_time_from_sec(10))  /**< no message is begun after so much time */
#define LIC_MAIL_CLAIM    (apr_time_from_sec(300)) /**< how long a claim lasts: several times a run */
#define LIC_MAIL_REFUSALS 6                        /**< a message that has been refused so often is parked */

/**
 * How long to wait after the n-th try (from 1) that was put off: a minute, doubling, at most six hours. dice (any
 * number) adds up to a fifth, so that many don't come back together.
 */
apr_interval_time_t lic_mail_delay(apr_int64_t tries, apr_uint32_t dice);

/** The same after the n-th refusal: 90 minutes, doubling, so that LIC_MAIL_REFUSALS tries take most of a day. */
apr_interval_time_t lic_mail_delay_refused(apr_int64_t refusals, apr_uint32_t dice);

/**
 * Sends what is due at now, and what was unwanted for less than LIC_OUTBOX_OLD, until nothing is, or LIC_MAIL_RUN is
 * over, or stop says so, or the server is unreachable: that puts off everything claimed, so that a run asks a dead
 * server once. A message that the server refuses for good, or that can't be made, is tried LIC_MAIL_REFUSALS times, or
 * parked at once where another try is pointless; either is logged, and audit names what is parked. LIC_UNAVAILABLE when
 * the database can't be reached. Does nothing when smtp is off.
 */
lic_error_t *lic_mail_deliver(lic_mail_report_t *report, const lic_mailer_t *mailer, lic_db_source_t *from,
                              apr_time_t now, apr_pool_t *p);

#endif
