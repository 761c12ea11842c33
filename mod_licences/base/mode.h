/**
 * @file base/mode.h  Who may read a file.
 */
#ifndef LIC_BASE_MODE_H
#define LIC_BASE_MODE_H

/** Whether everybody on this host may read or write what is in the file; 0 for one that is empty, or isn't there. */
int lic_mode_is_open(const char *path);

#endif
