/**
 * @file view/io/reader.h  Reads XML from outside element by element, so that memory doesn't grow with it.
 *
 * No network, no external entity, no document type declaration; tags as view/io/markup.h bounds them, and 256 KB
 * between two. With a schema each part is checked before it is handed out; what breaks it is named with line and
 * element.
 */
#ifndef LIC_VIEW_READER_H
#define LIC_VIEW_READER_H

#include "view/io/xsd.h"

/** Reads up to *length bytes; APR_EOF after the last. */
typedef apr_status_t lic_reader_read_fn(void *baton, char *buffer, apr_size_t *length);

typedef struct lic_reader_t lic_reader_t;

/** Whether a charset is one that lic_reader_open takes. */
int lic_reader_knows(const char *charset);

/**
 * charset: as said beside the document, which counts instead of its declaration (RFC 7303, 3); NULL: not said. schema
 * NULL: it has been checked already. Lives in p, as what it hands out unless said otherwise.
 */
lic_error_t *lic_reader_open(lic_reader_t **reader, lic_reader_read_fn *read, void *baton, const char *charset,
                             const lic_xsd_t *schema, apr_pool_t *p);

/**
 * Goes on to the next element's start: its name, and how deep it lies (the root: 0). *name NULL: that was all, and all
 * of it was right. Names are of LIC_XML_NAMESPACE; others' elements are passed over, where the schema lets them in, but
 * not what of ours lies in them, which is deeper than where it would count. LIC_INVALID "xml-malformed", "xml-invalid"
 * (facts line, element).
 */
lic_error_t *lic_reader_next(const char **name, int *depth, lic_reader_t *reader);

/**
 * From here on what breaks the schema doesn't end the reading: it is kept, one error a line and at most so many of
 * them, for lic_reader_wrong. An element that stands where the schema has none ends the checking of what it stands in.
 */
void lic_reader_collect(lic_reader_t *reader, int most);

/** The next error that was kept and not handed out yet (as of lic_reader_next); NULL: none. It may be of a line that
 * comes a little later than the element just met. */
lic_error_t *lic_reader_wrong(lic_reader_t *reader);

/** An attribute of the element just met, in p; NULL if it isn't there. */
const char *lic_reader_attr(lic_reader_t *reader, const char *name, apr_pool_t *p);

/** The same of one of a list of words, whose blanks don't count (xs:token). */
const char *lic_reader_word(lic_reader_t *reader, const char *name, apr_pool_t *p);

#define LIC_READER_TEXT_MAX 4096 /**< bytes; what is longer is refused as xml-invalid */

/** The text of the element just met, which has no elements in it, in p. Goes on to its end. The same errors. */
lic_error_t *lic_reader_text(const char **text, lic_reader_t *reader, apr_pool_t *p);

/** The line of the element just met; beyond the 65,535th it may be a few lines more. */
apr_int64_t lic_reader_line(lic_reader_t *reader);

#endif
