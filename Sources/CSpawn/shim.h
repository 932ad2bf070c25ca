// What glibc has for starting processes besides POSIX (since 2.29 and 2.34), and the flags and
// commands that go with it: its headers show them only where _GNU_SOURCE is defined before any of
// them is read, and Swift reads them as modules, without.
#pragma once

#include <fcntl.h>
#include <spawn.h>

int posix_spawn_file_actions_addchdir_np(posix_spawn_file_actions_t *actions, const char *path);
int posix_spawn_file_actions_addclosefrom_np(posix_spawn_file_actions_t *actions, int from);
int pipe2(int ends[2], int flags);

// POSIX_SPAWN_SETSID: the process begins a session of its own.
static const short cspawn_new_session = 0x80;
// F_SETPIPE_SZ: sets the number of bytes that a pipe holds.
static const int cspawn_set_pipe_size = 1031;
