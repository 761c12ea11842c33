/**
 * @file view/render/source.h  Where stylesheets' files come from: a portal's own directory laid over ours.
 *
 * A file that a portal's directory lacks is ours; a file that ours imports is the portal's where it has one of that
 * name (so replacing frame.xsl alone changes every page); and a portal's file may import ours by its full path. Nothing
 * outside the two directories is read.
 */
#ifndef LIC_VIEW_SOURCE_H
#define LIC_VIEW_SOURCE_H

#include "base/error.h"
#include <apr_hash.h>
#include <libxml/tree.h>

typedef struct lic_source_t {
    const char *directory;    /**< the portal's, or ours */
    const char *fallback;     /**< ours; NULL if it isn't there or is the same */
    apr_hash_t *read;         /**< path → text of every file read, for the digest */
    const lic_error_t *error; /**< what went wrong in an import, where libxslt passes nothing on */
    apr_pool_t *pool;
} lic_source_t;

/** LIC_INVALID "stylesheet" when directory is none. */
lic_error_t *lic_source_open(lic_source_t **source, const char *directory, const char *fallback, apr_pool_t *p);

/** Names ("overview.xsl") of the files of a folder ("", "csv/") that end in suffix, from both directories, in order. */
lic_error_t *lic_source_list(apr_array_header_t **names, lic_source_t *source, const char *folder, const char *suffix,
                             apr_pool_t *p);

/** Path of a file ("csv/overview.xsl"), the portal's before ours. */
const char *lic_source_path(const lic_source_t *source, const char *name, apr_pool_t *p);

/** The text of a file of the two directories, kept in the source. LIC_INVALID "stylesheet" outside them. */
lic_error_t *lic_source_read(const char **text, lic_source_t *source, const char *path, apr_pool_t *p);

/** Parses a file of the two directories; the caller frees *doc. No entity, DTD or network is followed. */
lic_error_t *lic_source_parse(xmlDoc **doc, lic_source_t *source, const char *path, apr_pool_t *p);

/** While set, libxslt's imports and includes come from source (a process-wide setting: before threads). NULL: as
 * before. */
void lic_source_serve(lic_source_t *source);

#endif
