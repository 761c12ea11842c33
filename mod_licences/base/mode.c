/* base/mode.c  Who may read a file. */
#include "base/mode.h"

#include <sys/stat.h>

int lic_mode_is_open(const char *path)
{
    struct stat info;
    return !stat(path, &info) && S_ISREG(info.st_mode) && info.st_size > 0 && (info.st_mode & 0006);
}
