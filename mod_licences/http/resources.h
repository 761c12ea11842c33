/**
 * @file resources.h  THE table of paths: what each offers, and the right that it needs.
 */
#ifndef LIC_HTTP_RESOURCES_H
#define LIC_HTTP_RESOURCES_H

#include "base/words.h"
#include "core/rights.h"
#include "view/document.h"

/** In order of preference among equals. */
typedef enum { LIC_HTML = 1, LIC_XML = 2, LIC_CSV = 4 } lic_form_kind_t;

struct lic_exchange_t;
struct lic_fields_t;
struct lic_put_t;

/** What is to be sent: a document, or where to go. */
typedef struct lic_answer_t {
    const lic_document_t *document;
    lic_query_t query;
    xmlDoc *tree;         /**< instead of a document, as XML; NULL */
    int status;           /**< 200 unless something was wrong that the page itself shows */
    int fleeting;         /**< no-store and no ETag: previews, notices */
    const char *location; /**< below the Location: 303; NULL: the document */
} lic_answer_t;

typedef enum { LIC_FILTER_TEXT, LIC_FILTER_KEY, LIC_FILTER_NUMBER, LIC_FILTER_DATE, LIC_FILTER_WORD } lic_filter_kind_t;

/** One parameter of the query that a resource understands. Others are ignored. */
typedef struct lic_filter_t {
    const char *name; /**< NULL ends the list */
    lic_filter_kind_t kind;
    const lic_word_t *words; /**< of LIC_FILTER_WORD */
} lic_filter_t;

typedef lic_error_t *lic_get_fn(struct lic_exchange_t *x, const struct lic_fields_t *query, lic_answer_t *answer);
typedef lic_error_t *lic_post_fn(struct lic_exchange_t *x, const struct lic_fields_t *form, lic_answer_t *answer);
typedef lic_error_t *lic_put_fn(struct lic_exchange_t *x, struct lic_put_t *put, lic_answer_t *answer);
typedef lic_error_t *lic_file_fn(const char **file, const char **type, const struct lic_exchange_t *x);

typedef struct lic_resource_t {
    const char *name;         /**< for logs: the note licences-resource */
    const char *path;         /**< at most one {key}, which is a whole segment */
    lic_rights_t read, write; /**< any one is enough; read for HTML and CSV: without LIC_RIGHT_PARTNER */
    unsigned forms;           /**< bits of lic_form_kind_t */
    const lic_document_t *document;
    const lic_filter_t *filters; /**< NULL: none */
    lic_get_fn *get;             /**< adds to the answer; NULL: nothing to add */
    lic_post_fn *post;           /**< NULL: 405 */
    lic_put_fn *put;             /**< of XML, by write or LIC_RIGHT_PARTNER; NULL: 405 */
    int most;                    /**< bytes of what is put */
    const char *many;            /**< form field that may come many times; NULL: each comes once */
    const char *proof;           /**< form field that serves as the form token, and is verified by post; NULL */
    lic_file_fn *file;           /**< a file instead of a document, for whoever is logged in; NULL */
} lic_resource_t;

extern const lic_resource_t lic_resources[]; /**< ends with a NULL path */

#endif
