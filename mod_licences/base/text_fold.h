/**
 * @file base/text_fold.h  Texts folded for searching and comparing, so that case and accents don't count.
 */
#ifndef LIC_BASE_TEXT_FOLD_H
#define LIC_BASE_TEXT_FOLD_H

#include <apr_pools.h>

/**
 * Folded for searching: case, accents and width don't count (NFKC_Casefold, NFKD, marks dropped), ø→o æ→ae å→a ß→ss
 * þ→th, curly apostrophes are straight, blanks squeezed and trimmed. Folding twice changes nothing.
 */
const char *lic_text_fold(const char *text, apr_pool_t *p);
/** Unicode's NFKC_Casefold: the same for texts that differ only in case, width, or what isn't seen. */
const char *lic_text_casefold(const char *text, apr_pool_t *p);
/** Like lic_text_fold, but letters that are written as two where a keyboard lacks them become these: ø ö → oe, æ ä →
 * ae, å → aa, ü → ue. */
const char *lic_text_transcribe(const char *text, apr_pool_t *p);

#endif
