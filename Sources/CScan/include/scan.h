#pragma once
/* Byte kernels of the readers: SSE2 on x86-64, eight bytes at a time elsewhere. All of them may read up to 64 bytes
 * behind `count` where that is said; none writes there. */
#include <stddef.h>
#include <stdint.h>

/* What a pass over the bytes of a CSV piece counted. */
typedef struct {
    /* LF, CR, and CRLF as one. */
    uint64_t line_ends;
    /* Delimiters and line ends. */
    uint64_t marks;
    uint64_t quotes;
    /* Offset of the first byte that is not UTF-8; -1 where there is none or it was not asked for. */
    int64_t invalid;
} scan_counts;

/* Marks, one bit a byte, delimiters and line ends (of CRLF the CR only) in `structural`, line ends alone in `lines`, and
 * quotation marks in `quotes`; quotation is not regarded. Each holds (count + 63) / 64 words. Reads up to 64 bytes behind
 * `count`, which must be zero. */
void scan_csv(
    const uint8_t *bytes, size_t count, uint8_t delimiter, int check_utf8, uint64_t *structural, uint64_t *lines,
    uint64_t *quotes, scan_counts *counts);

/* The positions of the bits set in `words` words, in order. Writes up to 3 places more than there are bits. */
void scan_positions(const uint64_t *bits, size_t words, uint32_t *positions);

/* How often a byte occurs. */
size_t scan_count(const uint8_t *bytes, size_t count, uint8_t wanted);

/* Offset of the first `<`, or `count`. What stands before it, in `flags`: 1 an ampersand, 2 a `>` or a control character
 * other than tab and line feed, 4 bytes from 0x80 on. Reads up to 16 bytes behind `count`. */
size_t scan_text(const uint8_t *bytes, size_t count, uint32_t *flags);

/* Offset of the first byte that begins no whole UTF-8 character; -1 where all is well. */
int64_t scan_utf8_invalid(const uint8_t *bytes, size_t count);

/* The same for GB18030: one, two or four bytes, within the ranges that stand for a character of Unicode. */
int64_t scan_gb18030_invalid(const uint8_t *bytes, size_t count);

/* Asks for the line of memory that holds a byte which is needed soon. */
static inline void scan_prefetch(const void *place) { __builtin_prefetch(place); }
