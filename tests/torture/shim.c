/* Stands between a program and the system (LD_PRELOAD): one write that is cut short, or a disk with little room. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <sys/stat.h>
#include <unistd.h>

static long until_short; /* the so many-th write from now on is cut short; 0 for none */
static int then_full;    /* every write after that one finds the disk full */
static int is_full;
static long room = -1; /* bytes that the disk still takes; -1 for no limit */
static long hits;

void shim_cut_short(long which, int and_full) {
    is_full = 0;
    then_full = and_full;
    until_short = which;
}

void shim_leave_room(long bytes) { room = bytes; }

long shim_hits(void) { return hits; }

/* How much of a write is let through; -1 for none, with errno set. */
static ssize_t allowed(int fd, size_t length) {
    struct stat found;
    if (fstat(fd, &found) != 0 || !S_ISREG(found.st_mode) || length == 0) return (ssize_t)length;
    if (is_full || room == 0) {
        __sync_add_and_fetch(&hits, 1);
        errno = ENOSPC;
        return -1;
    }
    if (until_short > 0 && __sync_sub_and_fetch(&until_short, 1) == 0 && length > 1) {
        __sync_add_and_fetch(&hits, 1);
        is_full = then_full;
        return (ssize_t)(length / 2);
    }
    if (room > 0) {
        long given = (long)length < room ? (long)length : room;
        __sync_sub_and_fetch(&room, given);
        return given;
    }
    return (ssize_t)length;
}

ssize_t write(int fd, const void *bytes, size_t length) {
    static ssize_t (*usual)(int, const void *, size_t);
    if (!usual) usual = dlsym(RTLD_NEXT, "write");
    ssize_t given = allowed(fd, length);
    return given < 0 ? -1 : usual(fd, bytes, (size_t)given);
}

ssize_t pwrite(int fd, const void *bytes, size_t length, off_t at) {
    static ssize_t (*usual)(int, const void *, size_t, off_t);
    if (!usual) usual = dlsym(RTLD_NEXT, "pwrite");
    ssize_t given = allowed(fd, length);
    return given < 0 ? -1 : usual(fd, bytes, (size_t)given, at);
}

ssize_t pwrite64(int fd, const void *bytes, size_t length, off64_t at) {
    static ssize_t (*usual)(int, const void *, size_t, off64_t);
    if (!usual) usual = dlsym(RTLD_NEXT, "pwrite64");
    ssize_t given = allowed(fd, length);
    return given < 0 ? -1 : usual(fd, bytes, (size_t)given, at);
}
