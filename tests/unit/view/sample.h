/** @file sample.h  The sample account (tests/golden/view/sample.sql) in a database of the harness, and what is asked of
 * it. */
#ifndef LIC_TEST_SAMPLE_H
#define LIC_TEST_SAMPLE_H

#include "../store/harness.h"

#include "view/document/document.h"

/** Runs one statement; baton is the harness. */
void sample_run(const char *sql, void *baton);

/** Puts the sample in, with the index of words and the order of names, which rows put in by hand lack. */
void sample_load(harness_t *h);

/** A page of that account as anna asks for it, without arguments. In h->p. */
lic_query_t sample_ask(harness_t *h, const char *account);

/** The document of that query, in h->p; fails the test where there is none. */
xmlDoc *sample_tree(harness_t *h, const lic_document_t *d, const lic_query_t *q);

#endif
