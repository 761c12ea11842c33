/**
 * @file http/resource/resource.h  What a resource is: its paths, the rights that it needs, and what it does for each
 * method. THE table of them is resources.c.
 */
#ifndef LIC_HTTP_RESOURCE_H
#define LIC_HTTP_RESOURCE_H

#include "base/words.h"
#include "core/rights.h"
#include "view/document/document.h"

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
    int fleeting;         /**< nobody may keep it (previews, notices): no-store, no ETag */
    const char *location; /**< below the Location, as decoded: 303; NULL: the document */
    const char *args;     /**< the query of location, encoded; NULL: none */
} lic_answer_t;

typedef enum {
    LIC_FILTER_TEXT,
    LIC_FILTER_KEY,
    LIC_FILTER_NUMBER,
    LIC_FILTER_DATE,
    LIC_FILTER_WORD,
    LIC_FILTER_TYPED,  /**< anything: the resource's form says what is wrong with it */
    LIC_FILTER_LIMIT,  /**< rows of a page that a program asks for: XML only; the other forms are whole or have pages */
    LIC_FILTER_ROWS,   /**< rows of a page, of a choice of words: for a person */
    LIC_FILTER_NOTICE, /**< the log entry that a notice tells of: not in CSV */
    LIC_FILTER_PROFILE /**< a word that says for whom a CSV is */
} lic_filter_kind_t;

#define LIC_LIMIT_MOST 1000 /**< of LIC_FILTER_LIMIT */

/** One parameter of the query that a resource understands; what becomes of others: lic_filters_read. */
typedef struct lic_filter_t {
    const char *name; /**< NULL ends the list */
    lic_filter_kind_t kind;
    const lic_word_t *words; /**< of LIC_FILTER_WORD and LIC_FILTER_PROFILE */
} lic_filter_t;

typedef lic_error_t *lic_get_fn(struct lic_exchange_t *x, const struct lic_fields_t *query, lic_answer_t *answer);
typedef lic_error_t *lic_also_fn(struct lic_exchange_t *x);
typedef lic_error_t *lic_post_fn(struct lic_exchange_t *x, const struct lic_fields_t *form, lic_answer_t *answer);
typedef lic_error_t *lic_put_fn(struct lic_exchange_t *x, struct lic_put_t *put, lic_answer_t *answer);
/** The name of a file beside the stylesheets, and its type. */
typedef lic_error_t *lic_file_fn(const char **beside, const char **type, const struct lic_exchange_t *x);

typedef struct lic_resource_t {
    const char *name;         /**< for logs: the note licences-resource */
    const char *path;         /**< at most one {key}, which is a whole segment */
    lic_rights_t read, write; /**< any one is enough; those for programs open no page, and partner no CSV */
    unsigned forms;           /**< bits of lic_form_kind_t */
    int by_sheet;             /**< its XML is what the sheet makes of the document, in a namespace of others */
    const lic_document_t *document;
    const lic_filter_t *filters;     /**< of GET; NULL: none */
    const lic_filter_t *put_filters; /**< of PUT; NULL: none */
    lic_also_fn *also;               /**< sets x->also for a page; NULL: all that it shows moves the revision */
    lic_get_fn *get;                 /**< adds to the answer; NULL: nothing to add */
    lic_post_fn *post;               /**< NULL: 405; it has no parameters besides the form's fields */
    lic_put_fn *put;                 /**< of XML, by write or LIC_RIGHT_PARTNER; NULL: 405 */
    int most;                        /**< bytes of what is put */
    const char *many;                /**< form field that may come many times; NULL: each comes once */
    const char *lines;               /**< form field that may have line breaks; NULL: none */
    const char *confirm_field;       /**< form field that replaces the form token, and that post verifies; NULL */
    int personal;                    /**< names people: see lic_headers_personal */
    lic_file_fn *file;               /**< a file instead of a document, without read for whoever is logged in; NULL */
    const char *elsewhere;           /**< the path that this one only leads to: nothing else is said then; NULL */
} lic_resource_t;

#endif
