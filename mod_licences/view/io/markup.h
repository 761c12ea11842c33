/**
 * @file view/io/markup.h  Looks at XML's bytes before libxml2 does, which compares each attribute of a tag with each
 * other.
 *
 * A tag has at most LIC_MARKUP_ATTRIBUTES attributes (declarations of namespaces are some) and LIC_MARKUP_TAG bytes;
 * tags lie at most LIC_MARKUP_DEPTH deep. Nothing is declared, and markup is ASCII: UTF-8 and what is like it, or
 * UTF-16, with its mark unless the charset says its order. Of XML that isn't well-formed nothing is said here; libxml2
 * stops where it isn't.
 */
#ifndef LIC_VIEW_MARKUP_H
#define LIC_VIEW_MARKUP_H

#include <apr.h>

#define LIC_MARKUP_ATTRIBUTES 64
#define LIC_MARKUP_TAG        (16 * 1024)
#define LIC_MARKUP_DEPTH      16
#define LIC_MARKUP_DECLARED   200 /**< bytes of <?xml … ?> that are looked at for its encoding */

/** Where a scan has come to; zeroed before the first byte, but for the charset. */
typedef struct lic_markup_t {
    const char *charset; /**< said beside the document, so that its own declaration doesn't count; NULL: not said */
    const char *problem; /**< once something is wrong: "xml-invalid" or "xml-malformed" … */
    const char *wrong;   /**< … what */
    int line;            /**< newlines so far */
    int state;
    char quote, last;      /* that the value began with; the character before, in a tag */
    int matched;           /* of what ends the state, "-->", "?>", "]]>", or of what begins it */
    int ends;              /* the tag is one that ends an element */
    int attributes, depth; /* of the tag; of elements */
    apr_size_t tag;        /* bytes of it */
    int begun, bytes;      /* encoding: 0 before it is known; bytes a character */
    int high, first;       /* UTF-16: which byte of two is the high one, and the first of them (-1: not read yet) */
    apr_size_t declaring;  /* characters of <?xml … ?> so far; beyond its bound: there is none, or it is over */
    char declared[LIC_MARKUP_DECLARED];
} lic_markup_t;

/** Whether a charset is one of those that are taken, whatever its case. */
int lic_markup_knows(const char *charset);

/** Scans what comes next. 0: something is wrong, and nothing of these bytes is to be parsed. */
int lic_markup_scan(lic_markup_t *markup, const char *data, apr_size_t length);

#endif
