/* Stops the program that it is preloaded into at one chosen moment: before or after a write to one file.
 *
 * Each write to a file whose path ends with STOP_FILE is two moments, before it and after it. They are counted in the file
 * STOP_COUNT, over all processes that share it; at moment STOP_AT the process dies as by kill -9, or, with STOP_MARK set,
 * makes that file and stands still for whoever waits for it. Without STOP_AT moments are only counted. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <unistd.h>

static int is_watched(int fd)
{
    const char *end = getenv("STOP_FILE");
    char link[64], path[4096];
    if (!end || !getenv("STOP_COUNT"))
        return 0;
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t length = readlink(link, path, sizeof path);
    size_t wanted = strlen(end);
    return length >= (ssize_t)wanted && !memcmp(path + length - wanted, end, wanted);
}

static void moment(void)
{
    struct stat counted;
    int count = open(getenv("STOP_COUNT"), O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600);
    if (count < 0)
        return;
    syscall(SYS_write, count, ".", 1);
    fstat(count, &counted);
    close(count);
    if (!getenv("STOP_AT") || counted.st_size != atoll(getenv("STOP_AT")))
        return;
    if (!getenv("STOP_MARK"))
        kill(getpid(), SIGKILL);
    close(open(getenv("STOP_MARK"), O_WRONLY | O_CREAT | O_CLOEXEC, 0600));
    kill(getpid(), SIGSTOP);
}

#define WATCHED(fd, call)               \
    do {                                \
        if (!is_watched(fd))            \
            return call;                \
        moment();                       \
        ssize_t result = call;          \
        moment();                       \
        return result;                  \
    } while (0)

ssize_t write(int fd, const void *bytes, size_t size)
{
    WATCHED(fd, syscall(SYS_write, fd, bytes, size));
}

ssize_t pwrite(int fd, const void *bytes, size_t size, off_t at)
{
    WATCHED(fd, syscall(SYS_pwrite64, fd, bytes, size, at));
}

ssize_t pwrite64(int fd, const void *bytes, size_t size, off64_t at)
{
    WATCHED(fd, syscall(SYS_pwrite64, fd, bytes, size, at));
}
