/**
 * @file base/charset.h  Files that people save in UTF-16 or Windows-1252, read as UTF-8.
 */
#ifndef LIC_BASE_CHARSET_H
#define LIC_BASE_CHARSET_H

#include "base/error.h"
#include "base/words.h"
#include <apr_errno.h>

typedef enum { LIC_CHARSET_UTF_8, LIC_CHARSET_UTF_16LE, LIC_CHARSET_UTF_16BE, LIC_CHARSET_WINDOWS_1252 } lic_charset_t;
extern const lic_word_t lic_charset_words[]; /**< utf-8 utf-16le utf-16be windows-1252 */

/** Reads up to *length bytes; APR_EOF after the last. */
typedef apr_status_t lic_charset_read_fn(void *baton, char *buffer, apr_size_t *length);

/**
 * Reads all there is, and says what it is in: UTF-16 by its mark, or by the NUL beside its first letter; UTF-8 where
 * all of it is that; else Windows-1252, which any bytes could be. LIC_REFUSED "csv-malformed" (fact line) where some of
 * it is UTF-8 beyond ASCII and some can't be: whoever sends it has to say.
 */
lic_error_t *lic_charset_detect(lic_charset_t *charset, lic_charset_read_fn *read, void *baton, apr_pool_t *p);

typedef struct lic_decoder_t lic_decoder_t;

/** Reads what is in charset as UTF-8, by lic_decoder_read. Lives in p. LIC_BUG "charset" where ICU lacks it. */
lic_error_t *lic_decoder_make(lic_decoder_t **decoder, lic_charset_t charset, lic_charset_read_fn *read, void *baton,
                              apr_pool_t *p);
/** Begins anew once the source has been set to its beginning. */
void lic_decoder_rewind(lic_decoder_t *decoder);
/** A lic_charset_read_fn. What isn't in the charset is APR_EGENERAL. */
apr_status_t lic_decoder_read(void *decoder, char *buffer, apr_size_t *length);

#endif
