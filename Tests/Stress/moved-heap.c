// Loaded before the C library (LD_PRELOAD): leaves gaps of random size between blocks, so that
// vectors and matrices lie at other addresses, of another alignment, than in the process before.
// MOVED_HEAP is the seed.
#include <stdint.h>
#include <stdlib.h>

extern void *__libc_malloc(size_t);

static uint64_t state;

void *malloc(size_t size) {
  if (state == 0) {
    const char *seed = getenv("MOVED_HEAP");
    state = 0x9E3779B97F4A7C15u * (1 + (seed ? strtoull(seed, NULL, 10) : 0));
  }
  // xorshift64 (Marsaglia, J. Stat. Softw. 8 (14), 2003).
  state ^= state << 13;
  state ^= state >> 7;
  state ^= state << 17;
  static size_t lost;
  if ((state & 3) == 0 && lost < (size_t)1 << 28) {
    size_t gap = 16 + 16 * (state >> 8 & 7);
    lost += gap;
    __libc_malloc(gap);
  }
  return __libc_malloc(size);
}
