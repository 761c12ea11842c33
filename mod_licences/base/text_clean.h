/**
 * @file base/text_clean.h  What people type: the form that it is stored and looked up in, and what in it can't be seen.
 */
#ifndef LIC_BASE_TEXT_CLEAN_H
#define LIC_BASE_TEXT_CLEAN_H

#include <apr_pools.h>

/*
 * What people type (product.md, Who gets in). Invisible: blanks, controls, format characters, bidi controls, and what
 * Unicode calls default-ignorable.
 */

/** Text in NFC, the form that everything is stored in and looked up by: itself where it is that already, isn't UTF-8,
 * or is NULL; else a copy in p. NFC of NFC changes nothing. */
const char *lic_text_nfc(const char *text, apr_pool_t *p);
/** The same without what is invisible at its ends, so "" where nothing is visible; what lies within stays. For every
 * text but log-ins, e-mail addresses and keys, before it is checked and stored. */
const char *lic_text_tidy(const char *text, apr_pool_t *p);
/** Text between U+2068 and U+2069 (isolates of its own are dropped), so that letters that run from right to left and
 * bidi controls in it don't turn the sentence that it becomes a part of; "" stays. */
const char *lic_text_isolate(const char *text, apr_pool_t *p);
/** A sentence without those around texts that need none, which all but the readers of a few scripts would see as boxes:
 * they stay around what runs from right to left or holds bidi controls. */
const char *lic_text_plain(const char *text, apr_pool_t *p);
/** Like lic_text_valid, and on one line: no control characters or line separators, at most max characters (not bytes),
 * something visible among them. */
int lic_text_valid_line(const char *text, int max);
#define LIC_TEXT_LOGIN    64                /**< characters of a log-in */
#define LIC_TEXT_EXTERNAL 64                /**< characters of a number that another system knows somebody by */
int lic_text_valid_login(const char *text); /**< 1 to LIC_TEXT_LOGIN characters, each visible */
/** An address that any mail server takes: ASCII before the @; a domain of other letters is one by IDNA. At most 254
 * bytes, nothing invisible, none of <>,"()[]:;\ */
int lic_text_valid_email(const char *text, apr_pool_t *p);
/** The address as mail servers take it: its domain in ASCII (xn--…: IDNA 2008 by UTS 46, nontransitional). What comes
 * before the @ stays as it is, as databases may hold addresses from before that was asked for. NULL where it is none.
 */
const char *lic_text_email_ascii(const char *text, apr_pool_t *p);

#endif
