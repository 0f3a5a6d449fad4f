#include "scan.h"

#include <string.h>

#if defined(__SSE2__)
#include <immintrin.h>
/* Compiled beside the plain form, and taken where the processor has it. */
#define WIDE __attribute__((target("avx2,bmi,popcnt")))
#endif

#define INLINE static inline __attribute__((always_inline))

/* One bit a byte of 64 bytes. */
typedef struct {
    uint64_t structural, line_feed, carriage_return, quote;
    /* Bytes from 0x80 on; those that continue a UTF-8 character; those that begin one of three or more bytes. */
    uint64_t high, continuation, lead3;
    /* Some byte begins a character whose second byte is restricted, or one of four bytes. */
    int special;
} block;

#if defined(__SSE2__)

INLINE uint64_t bits(__m128i v) { return (uint64_t)(uint32_t)_mm_movemask_epi8(v); }

INLINE block load_block(const uint8_t *p, uint8_t delimiter) {
    const __m128i comma = _mm_set1_epi8((char)delimiter), lf = _mm_set1_epi8('\n'), cr = _mm_set1_epi8('\r');
    const __m128i quote = _mm_set1_epi8('"');
    block b = {0};
    __m128i any_cr = _mm_setzero_si128(), special = _mm_setzero_si128();
    for (int i = 0; i < 4; i++) {
        const __m128i x = _mm_loadu_si128((const __m128i *)(p + 16 * i));
        const __m128i l = _mm_cmpeq_epi8(x, lf), r = _mm_cmpeq_epi8(x, cr);
        const int at = 16 * i;
        any_cr = _mm_or_si128(any_cr, r);
        b.line_feed |= bits(l) << at;
        b.structural |= bits(_mm_or_si128(_mm_or_si128(_mm_cmpeq_epi8(x, comma), l), r)) << at;
        b.quote |= bits(_mm_cmpeq_epi8(x, quote)) << at;
        b.high |= bits(x) << at;
        b.continuation |= bits(_mm_cmplt_epi8(x, _mm_set1_epi8(-64))) << at;
        b.lead3 |= bits(_mm_cmpgt_epi8(x, _mm_set1_epi8(-33))) << at;
        const __m128i four = _mm_and_si128(_mm_cmpgt_epi8(x, _mm_set1_epi8(-17)), x);
        const __m128i three =
            _mm_or_si128(_mm_cmpeq_epi8(x, _mm_set1_epi8((char)0xE0)), _mm_cmpeq_epi8(x, _mm_set1_epi8((char)0xED)));
        special = _mm_or_si128(special, _mm_or_si128(four, three));
    }
    b.lead3 &= b.high;
    b.special = _mm_movemask_epi8(special);
    if (_mm_movemask_epi8(any_cr)) {
        for (int i = 0; i < 4; i++) {
            const __m128i x = _mm_loadu_si128((const __m128i *)(p + 16 * i));
            b.carriage_return |= bits(_mm_cmpeq_epi8(x, cr)) << (16 * i);
        }
    }
    return b;
}

WIDE static inline uint64_t wide_bits(__m256i v) { return (uint64_t)(uint32_t)_mm256_movemask_epi8(v); }

WIDE static inline block load_wide_block(const uint8_t *p, uint8_t delimiter) {
    const __m256i comma = _mm256_set1_epi8((char)delimiter), lf = _mm256_set1_epi8('\n'), cr = _mm256_set1_epi8('\r');
    const __m256i quote = _mm256_set1_epi8('"');
    block b = {0};
    __m256i special = _mm256_setzero_si256();
    for (int i = 0; i < 2; i++) {
        const __m256i x = _mm256_loadu_si256((const __m256i *)(p + 32 * i));
        const __m256i l = _mm256_cmpeq_epi8(x, lf), r = _mm256_cmpeq_epi8(x, cr);
        const int at = 32 * i;
        b.line_feed |= wide_bits(l) << at;
        b.carriage_return |= wide_bits(r) << at;
        b.structural |= wide_bits(_mm256_or_si256(_mm256_or_si256(_mm256_cmpeq_epi8(x, comma), l), r)) << at;
        b.quote |= wide_bits(_mm256_cmpeq_epi8(x, quote)) << at;
        const uint64_t high = wide_bits(x);
        if (high == 0) continue;
        b.high |= high << at;
        b.continuation |= wide_bits(_mm256_cmpgt_epi8(_mm256_set1_epi8(-64), x)) << at;
        b.lead3 |= wide_bits(_mm256_cmpgt_epi8(x, _mm256_set1_epi8(-33))) << at;
        const __m256i four = _mm256_and_si256(_mm256_cmpgt_epi8(x, _mm256_set1_epi8(-17)), x);
        const __m256i three = _mm256_or_si256(
            _mm256_cmpeq_epi8(x, _mm256_set1_epi8((char)0xE0)), _mm256_cmpeq_epi8(x, _mm256_set1_epi8((char)0xED)));
        special = _mm256_or_si256(special, _mm256_or_si256(four, three));
    }
    b.lead3 &= b.high;
    b.special = _mm256_movemask_epi8(special);
    return b;
}

#else

#define ONES 0x0101010101010101ULL
#define LOW7 0x7F7F7F7F7F7F7F7FULL

/* Bit 7 of each byte that is set there, gathered into eight bits. */
static inline uint64_t gather(uint64_t x) { return ((x & ~LOW7) >> 7) * 0x0102040810204080ULL >> 56; }

static inline uint64_t equal(uint64_t x, uint8_t c) {
    const uint64_t y = x ^ (ONES * c);
    return gather(~(((y & LOW7) + LOW7) | y | LOW7));
}

static inline uint64_t load8(const uint8_t *p) {
    uint64_t x = 0;
    for (int i = 7; i >= 0; i--) x = x << 8 | p[i];
    return x;
}

INLINE block load_block(const uint8_t *p, uint8_t delimiter) {
    block b = {0};
    for (int i = 0; i < 8; i++) {
        const uint64_t x = load8(p + 8 * i);
        const int at = 8 * i;
        const uint64_t l = equal(x, '\n'), r = equal(x, '\r'), high = gather(x);
        /* Of bytes from 0x80 on: the second highest bit clear = continuation; the three highest set = three or more. */
        const uint64_t second = gather(x << 1), third = gather(x << 2), fourth = gather(x << 3);
        b.line_feed |= l << at;
        b.carriage_return |= r << at;
        b.structural |= (equal(x, delimiter) | l | r) << at;
        b.quote |= equal(x, '"') << at;
        b.high |= high << at;
        b.continuation |= (high & ~second) << at;
        b.lead3 |= (high & second & third) << at;
        b.special |= (high & second & third & fourth) != 0 || equal(x, 0xE0) != 0 || equal(x, 0xED) != 0;
    }
    return b;
}

#endif

/* Length of the UTF-8 character at p, 0 where there is none within `left` bytes. */
static size_t utf8_length(const uint8_t *p, size_t left) {
    const uint8_t a = p[0];
    if (a < 0x80) return 1;
    if (a < 0xC2 || a > 0xF4 || left < 2) return 0;
    const uint8_t b = p[1];
    if ((b & 0xC0) != 0x80) return 0;
    if (a < 0xE0) return 2;
    if (left < 3 || (p[2] & 0xC0) != 0x80) return 0;
    if (a < 0xF0) return (a == 0xE0 && b < 0xA0) || (a == 0xED && b > 0x9F) ? 0 : 3;
    if (left < 4 || (p[3] & 0xC0) != 0x80) return 0;
    return (a == 0xF0 && b < 0x90) || (a == 0xF4 && b > 0x8F) ? 0 : 4;
}

static int64_t utf8_invalid_from(const uint8_t *bytes, size_t count, size_t at) {
    while (at < count) {
        const size_t length = utf8_length(bytes + at, count - at);
        if (length == 0) return (int64_t)at;
        at += length;
    }
    return -1;
}

/* Begin of the character that byte `at` belongs to, in text that is valid before it. */
static size_t character_start(const uint8_t *bytes, size_t at) {
    for (int back = 0; back < 3 && at > 0 && (bytes[at] & 0xC0) == 0x80; back++) at--;
    return at;
}

/* Checks 64 bytes; `owed` has a bit for each continuation that the block before owes to this one. 0 = something is wrong. */
INLINE int utf8_block(const block *b, const uint8_t *p, uint64_t *owed) {
    const uint64_t lead = b->high & ~b->continuation;
    uint64_t lead4 = 0;
    if (b->special || (lead & ~b->lead3)) {
        for (uint64_t rest = lead; rest; rest &= rest - 1) {
            const int i = __builtin_ctzll(rest);
            const uint8_t a = p[i], second = p[i + 1];
            if (a < 0xC2 || a > 0xF4) return 0;
            if (a >= 0xF0) lead4 |= 1ULL << i;
            if ((a == 0xE0 && second < 0xA0) || (a == 0xED && second > 0x9F) || (a == 0xF0 && second < 0x90)
                || (a == 0xF4 && second > 0x8F))
                return 0;
        }
    }
    const uint64_t expected = lead << 1 | b->lead3 << 2 | lead4 << 3 | *owed;
    *owed = lead >> 63 | b->lead3 >> 62 | lead4 >> 61;
    return expected == b->continuation;
}

INLINE void scan_csv_by(
    block (*load)(const uint8_t *, uint8_t), const uint8_t *bytes, size_t count, uint8_t delimiter, int check_utf8,
    uint64_t *structural, uint64_t *lines_out, uint64_t *quotes, scan_counts *counts) {
    uint64_t line_ends = 0, marks = 0, quote_count = 0, after_cr = 0, owed = 0;
    int64_t invalid = -1;
    for (size_t at = 0, w = 0; at < count; at += 64, w++) {
        block b = load(bytes + at, delimiter);
        uint64_t lines = b.line_feed;
        if (b.carriage_return | after_cr) {
            const uint64_t second_half = b.line_feed & (b.carriage_return << 1 | after_cr);
            after_cr = b.carriage_return >> 63;
            b.structural &= ~second_half;
            lines = (lines & ~second_half) | b.carriage_return;
        }
        if (count - at < 64) {
            const uint64_t within = ((uint64_t)1 << (count - at)) - 1;
            b.structural &= within;
            b.quote &= within;
            lines &= within;
        }
        structural[w] = b.structural;
        lines_out[w] = lines;
        quotes[w] = b.quote;
        marks += (uint64_t)__builtin_popcountll(b.structural);
        line_ends += (uint64_t)__builtin_popcountll(lines);
        if (b.quote) quote_count += (uint64_t)__builtin_popcountll(b.quote);
        if (check_utf8 && invalid < 0 && (b.high | owed) && !utf8_block(&b, bytes + at, &owed))
            /* The character that is wrong may have begun in the block before. */
            invalid = utf8_invalid_from(bytes, count, character_start(bytes, at > 0 ? at - 1 : 0));
    }
    if (check_utf8 && invalid < 0 && owed) invalid = utf8_invalid_from(bytes, count, character_start(bytes, count - 1));
    counts->line_ends = line_ends;
    counts->marks = marks;
    counts->quotes = quote_count;
    counts->invalid = invalid;
}

#if defined(__SSE2__)
WIDE static void scan_csv_wide(
    const uint8_t *bytes, size_t count, uint8_t delimiter, int check_utf8, uint64_t *structural, uint64_t *lines,
    uint64_t *quotes, scan_counts *counts) {
    scan_csv_by(load_wide_block, bytes, count, delimiter, check_utf8, structural, lines, quotes, counts);
}
#endif

void scan_csv(
    const uint8_t *bytes, size_t count, uint8_t delimiter, int check_utf8, uint64_t *structural, uint64_t *lines,
    uint64_t *quotes, scan_counts *counts) {
#if defined(__SSE2__)
    if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi")) {
        scan_csv_wide(bytes, count, delimiter, check_utf8, structural, lines, quotes, counts);
        return;
    }
#endif
    scan_csv_by(load_block, bytes, count, delimiter, check_utf8, structural, lines, quotes, counts);
}

INLINE void positions_of(const uint64_t *bits, size_t words, uint32_t *positions) {
    for (size_t w = 0; w < words; w++) {
        uint64_t rest = bits[w];
        if (rest == 0) continue;
        const uint32_t base = (uint32_t)(w << 6);
        const int count = __builtin_popcountll(rest);
        /* Four at a time whether there are as many or not: a loop that ends at the last bit is guessed wrong each time. */
        for (int done = 0; done < count; done += 4) {
            for (int i = 0; i < 4; i++) {
                positions[done + i] = base + (uint32_t)__builtin_ctzll(rest | (uint64_t)1 << 63);
                rest &= rest - 1;
            }
        }
        positions += count;
    }
}

#if defined(__SSE2__)
WIDE static void positions_wide(const uint64_t *bits, size_t words, uint32_t *positions) {
    positions_of(bits, words, positions);
}
#endif

void scan_positions(const uint64_t *bits, size_t words, uint32_t *positions) {
#if defined(__SSE2__)
    if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi")) {
        positions_wide(bits, words, positions);
        return;
    }
#endif
    positions_of(bits, words, positions);
}

size_t scan_count(const uint8_t *bytes, size_t count, uint8_t wanted) {
    size_t total = 0, at = 0;
#if defined(__SSE2__)
    const __m128i c = _mm_set1_epi8((char)wanted), zero = _mm_setzero_si128();
    while (at + 16 <= count) {
        __m128i sum = zero;
        size_t turns = (count - at) / 16;
        if (turns > 255) turns = 255;
        for (size_t i = 0; i < turns; i++, at += 16)
            sum = _mm_sub_epi8(sum, _mm_cmpeq_epi8(_mm_loadu_si128((const __m128i *)(bytes + at)), c));
        const __m128i pair = _mm_sad_epu8(sum, zero);
        total += (size_t)_mm_cvtsi128_si32(pair) + (size_t)_mm_cvtsi128_si32(_mm_srli_si128(pair, 8));
    }
#endif
    for (; at < count; at++) total += bytes[at] == wanted;
    return total;
}

size_t scan_text(const uint8_t *bytes, size_t count, uint32_t *flags) {
    uint32_t found = 0;
    size_t at = 0;
#if defined(__SSE2__)
    const __m128i less = _mm_set1_epi8('<'), greater = _mm_set1_epi8('>'), ampersand = _mm_set1_epi8('&');
    const __m128i tab = _mm_set1_epi8('\t'), feed = _mm_set1_epi8('\n'), last = _mm_set1_epi8(0x1F);
    for (; at < count; at += 16) {
        const __m128i x = _mm_loadu_si128((const __m128i *)(bytes + at));
        const uint32_t end = (uint32_t)_mm_movemask_epi8(_mm_cmpeq_epi8(x, less));
        const __m128i blank = _mm_or_si128(_mm_cmpeq_epi8(x, tab), _mm_cmpeq_epi8(x, feed));
        const __m128i control = _mm_andnot_si128(blank, _mm_cmpeq_epi8(_mm_min_epu8(x, last), x));
        const uint32_t bad = (uint32_t)_mm_movemask_epi8(_mm_or_si128(control, _mm_cmpeq_epi8(x, greater)));
        const uint32_t references = (uint32_t)_mm_movemask_epi8(_mm_cmpeq_epi8(x, ampersand));
        const uint32_t high = (uint32_t)_mm_movemask_epi8(x);
        uint32_t within = end ? (end & -end) - 1 : 0xFFFF;
        if (count - at < 16) within &= (1U << (count - at)) - 1;
        found |= (references & within ? 1U : 0) | (bad & within ? 2U : 0) | (high & within ? 4U : 0);
        if (end) {
            at += (size_t)__builtin_ctz(end);
            *flags = found;
            return at < count ? at : count;
        }
    }
    *flags = found;
    return count;
#else
    for (; at < count && bytes[at] != '<'; at++) {
        const uint8_t x = bytes[at];
        if (x == '&') found |= 1;
        if (x == '>' || (x < 0x20 && x != '\t' && x != '\n')) found |= 2;
        if (x >= 0x80) found |= 4;
    }
    *flags = found;
    return at;
#endif
}

/* Offset of the next byte from 0x80 on, or `count`. */
static size_t skip_ascii(const uint8_t *bytes, size_t count, size_t at) {
    while (at + 8 <= count) {
        uint64_t x;
        memcpy(&x, bytes + at, 8);
        if (x & 0x8080808080808080ULL) break;
        at += 8;
    }
    while (at < count && bytes[at] < 0x80) at++;
    return at;
}

int64_t scan_utf8_invalid(const uint8_t *bytes, size_t count) {
    for (size_t at = 0; (at = skip_ascii(bytes, count, at)) < count;) {
        const size_t length = utf8_length(bytes + at, count - at);
        if (length == 0) return (int64_t)at;
        at += length;
    }
    return -1;
}

int64_t scan_gb18030_invalid(const uint8_t *bytes, size_t count) {
    for (size_t at = 0; (at = skip_ascii(bytes, count, at)) < count;) {
        while (at < count && bytes[at] >= 0x80) {
            const uint8_t a = bytes[at];
            if (a == 0x80 || a == 0xFF || count - at < 2) return (int64_t)at;
            const uint8_t b = bytes[at + 1];
            if (b >= 0x40 && b <= 0xFE && b != 0x7F) {
                at += 2;
                continue;
            }
            if (b < 0x30 || b > 0x39 || count - at < 4) return (int64_t)at;
            const uint8_t c = bytes[at + 2], d = bytes[at + 3];
            if (c < 0x81 || c > 0xFE || d < 0x30 || d > 0x39) return (int64_t)at;
            const uint32_t index = (a - 0x81) * 12600u + (b - 0x30) * 1260u + (c - 0x81) * 10u + (d - 0x30);
            if (index >= 39420u && (index < 189000u || index >= 189000u + 0x100000u)) return (int64_t)at;
            at += 4;
        }
    }
    return -1;
}
