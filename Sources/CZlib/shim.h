#pragma once
#include <zlib.h>

/* deflateInit2 is a macro that Swift does not see. windowBits 31 asks for a gzip member. */
static inline int returns_deflate_init_gzip(z_streamp stream, int level) {
    return deflateInit2(stream, level, Z_DEFLATED, 31, 8, Z_DEFAULT_STRATEGY);
}

/* windowBits 47 asks inflate to tell zlib and gzip apart by their headers. */
static inline int returns_inflate_init_any(z_streamp stream) {
    return inflateInit2(stream, 47);
}
