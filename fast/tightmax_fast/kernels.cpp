// Smooth maxima of rows of numbers: value and weights in one go, in the vector extensions of gcc and clang.
//
// build.py compiles this file once for every instruction set (LEVEL is its name, LANES the bytes of its vectors) and
// once without LEVEL, for the function that says which of them this processor has. All go into one library, so nothing
// here has a name that the linker could merge: code for one processor must not run on another. So no standard library.
//
// A row is computed by one thread, and its bits depend on nothing but the row. Rows whose maximum is not finite, or
// that hold a nan, get a value that is not finite; the caller computes these anew.

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#ifndef LEVEL

// What the caller must know of the functions below, and the source that they were made of.
extern "C" int tightmax_abi() { return 1; }
extern "C" const char *tightmax_source() { return SOURCE; }

// 4, 3, 2: the x86-64 level of this processor that there is code for; 1: NEON; 0: none of them.
extern "C" int tightmax_level() {
#if defined(__x86_64__)
    __builtin_cpu_init();
    const bool v2 = __builtin_cpu_supports("sse4.2") && __builtin_cpu_supports("popcnt");
    const bool v3 = v2 && __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") && __builtin_cpu_supports("bmi2");
    const bool v4 = v3 && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq") &&
                    __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512cd");
    return v4 ? 4 : v3 ? 3 : v2 ? 2 : 0;
#elif defined(__aarch64__)
    return 1;
#else
    return 0;
#endif
}

#else

#define INLINE static inline __attribute__((always_inline))
#define JOIN(a, b) a##_##b
#define NAMED(name, level) JOIN(name, level)

#if defined(__x86_64__)
#include <immintrin.h>
#if LANES == 64
#define OF_REGISTERS(name) JOIN(_mm512, name)
typedef __m512 Singles;
typedef __m512d Doubles;
#elif LANES == 32
#define OF_REGISTERS(name) JOIN(_mm256, name)
typedef __m256 Singles;
typedef __m256d Doubles;
#else
#define OF_REGISTERS(name) JOIN(_mm, name)
typedef __m128 Singles;
typedef __m128d Doubles;
#endif
#elif defined(__aarch64__)
#include <arm_neon.h>
#endif

#if defined(__AVX512F__) && LANES == 64
#define MASKS  // comparisons give a bit for every lane
#endif

namespace {

typedef long long index_t;

// ---- vectors

template <class T> struct Vectors;
template <> struct Vectors<double> {
    typedef double value __attribute__((vector_size(LANES)));
    typedef int64_t bits __attribute__((vector_size(LANES)));
    typedef double loose __attribute__((vector_size(LANES), aligned(8), may_alias));
    typedef int64_t integer;
};
template <> struct Vectors<float> {
    typedef float value __attribute__((vector_size(LANES)));
    typedef int32_t bits __attribute__((vector_size(LANES)));
    typedef float loose __attribute__((vector_size(LANES), aligned(4), may_alias));
    typedef int32_t integer;
};
template <class T> using Value = typename Vectors<T>::value;
template <class T> using Bits = typename Vectors<T>::bits;

template <class T> constexpr int lanes = LANES / sizeof(T);

template <class T> INLINE Value<T> load(const T *p) { return (Value<T>)(*(const typename Vectors<T>::loose *)p); }
template <class T> INLINE void store(T *p, Value<T> v) { *(typename Vectors<T>::loose *)p = (typename Vectors<T>::loose)v; }
template <class T> INLINE Value<T> all(T a) { return a - Value<T>{}; }

// b where one of them is a nan.
template <class T> INLINE Value<T> larger(Value<T> a, Value<T> b) {
#if defined(__x86_64__)
    if constexpr (sizeof(T) == 8) return (Value<T>)OF_REGISTERS(max_pd)((Doubles)a, (Doubles)b);
    else return (Value<T>)OF_REGISTERS(max_ps)((Singles)a, (Singles)b);
#else
    return a > b ? a : b;
#endif
}
template <class T> INLINE Value<T> smaller(Value<T> a, Value<T> b) {
#if defined(__x86_64__)
    if constexpr (sizeof(T) == 8) return (Value<T>)OF_REGISTERS(min_pd)((Doubles)a, (Doubles)b);
    else return (Value<T>)OF_REGISTERS(min_ps)((Singles)a, (Singles)b);
#else
    return a < b ? a : b;
#endif
}

template <class B> INLINE bool any(B mask) {
#if defined(MASKS)
    return _mm512_test_epi64_mask((__m512i)mask, (__m512i)mask) != 0;
#elif defined(__AVX2__) && LANES == 32
    return _mm256_movemask_epi8((__m256i)mask) != 0;
#elif defined(__SSE2__) && LANES == 16
    return _mm_movemask_epi8((__m128i)mask) != 0;
#else
    int64_t parts[LANES / 8], found = 0;
    memcpy(parts, &mask, LANES);
    for (int k = 0; k < LANES / 8; k++) found |= parts[k];
    return found != 0;
#endif
}

// a b + c, in one operation where the processor has it. The compiler may not join others (-ffp-contract=off): it would
// do so in one copy of a loop and not in another, and the bits of a row would depend on its place.
INLINE Value<double> fused(Value<double> a, Value<double> b, Value<double> c) {
#if defined(__FMA__)
    return (Value<double>)OF_REGISTERS(fmadd_pd)((Doubles)a, (Doubles)b, (Doubles)c);
#elif defined(__aarch64__)
    return (Value<double>)vfmaq_f64((float64x2_t)c, (float64x2_t)a, (float64x2_t)b);
#else
    return a * b + c;
#endif
}
INLINE Value<float> fused(Value<float> a, Value<float> b, Value<float> c) {
#if defined(__FMA__)
    return (Value<float>)OF_REGISTERS(fmadd_ps)((Singles)a, (Singles)b, (Singles)c);
#elif defined(__aarch64__)
    return (Value<float>)vfmaq_f32((float32x4_t)c, (float32x4_t)a, (float32x4_t)b);
#else
    return a * b + c;
#endif
}

// The lanes joined by halves.
#if defined(__clang__)
#define REORDERED(v, ...) __builtin_shufflevector(v, v, __VA_ARGS__)
#else
#define REORDERED(v, ...) __builtin_shuffle(v, (decltype(v != v)){__VA_ARGS__})
#endif
template <class E, class V, class F> INLINE E folded(V v, F join) {
    typedef E quarter __attribute__((vector_size(16)));
    quarter found, other;
#if LANES == 64
    typedef E half __attribute__((vector_size(32)));
    const half low = join((half)_mm512_castpd512_pd256((Doubles)v), (half)_mm512_extractf64x4_pd((Doubles)v, 1));
    memcpy(&found, &low, 16);
    memcpy(&other, (const char *)&low + 16, 16);
    found = join(found, other);
#elif LANES == 32
    memcpy(&found, &v, 16);
    memcpy(&other, (const char *)&v + 16, 16);
    found = join(found, other);
#else
    memcpy(&found, &v, 16);
    (void)other;
#endif
    if constexpr (sizeof(E) == 4) {
        found = join(found, REORDERED(found, 2, 3, 0, 1));
        found = join(found, REORDERED(found, 1, 0, 3, 2));
    } else {
        found = join(found, REORDERED(found, 1, 0));
    }
    return found[0];
}
template <class T> INLINE T added(Value<T> v) {
    return folded<T>(v, [](auto a, auto b) __attribute__((always_inline)) { return a + b; });
}
template <class T> INLINE T largest(Value<T> v) {
    return folded<T>(v, [](auto a, auto b) __attribute__((always_inline)) { return a > b ? a : b; });
}

template <class T> INLINE Value<T> number_of(Bits<T> k) {
    if constexpr (sizeof(T) == 8) return (Value<T>)(k + 0x4338000000000000LL) - 0x1.8p52;  // below 2^51
    else return __builtin_convertvector(k, Value<T>);
}

// Adds w to the sum, and 1 to the number, where v is not the top.
template <class T> INLINE void apart(Value<T> v, Value<T> top, Value<T> w, Value<T> &sum, Bits<T> &number) {
#if defined(MASKS)
    if constexpr (sizeof(T) == 8) {
        const __mmask8 below = _mm512_cmp_pd_mask((Doubles)v, (Doubles)top, _CMP_NEQ_UQ);
        sum = (Value<T>)_mm512_mask_add_pd((Doubles)sum, below, (Doubles)sum, (Doubles)w);
        number = (Bits<T>)_mm512_mask_sub_epi64((__m512i)number, below, (__m512i)number, _mm512_set1_epi64(-1));
    } else {
        const __mmask16 below = _mm512_cmp_ps_mask((Singles)v, (Singles)top, _CMP_NEQ_UQ);
        sum = (Value<T>)_mm512_mask_add_ps((Singles)sum, below, (Singles)sum, (Singles)w);
        number = (Bits<T>)_mm512_mask_sub_epi32((__m512i)number, below, (__m512i)number, _mm512_set1_epi32(-1));
    }
#else
    const Bits<T> below = v != top;
    sum += (Value<T>)((Bits<T>)w & below);
    number -= below;
#endif
}

// The same for the lanes of a row, from one on; what is counted in the end is the sum of the lanes.
#if defined(MASKS)
template <class T> using Number = index_t;
template <class T> INLINE index_t counted(index_t number) { return number; }
template <class T> INLINE void in_a_row(Value<T> v, Value<T> top, Value<T> w, Value<T> &sum, index_t &number, int first = 0) {
    if constexpr (sizeof(T) == 8) {
        const __mmask8 below = _mm512_cmp_pd_mask((Doubles)v, (Doubles)top, _CMP_NEQ_UQ) & (~0u << first);
        sum = (Value<T>)_mm512_mask_add_pd((Doubles)sum, below, (Doubles)sum, (Doubles)w);
        number += __builtin_popcount(below);
    } else {
        const __mmask16 below = _mm512_cmp_ps_mask((Singles)v, (Singles)top, _CMP_NEQ_UQ) & (~0u << first);
        sum = (Value<T>)_mm512_mask_add_ps((Singles)sum, below, (Singles)sum, (Singles)w);
        number += __builtin_popcount(below);
    }
}
#else
template <class T> using Number = Bits<T>;
template <class T> INLINE index_t counted(Bits<T> number) {
    return folded<typename Vectors<T>::integer>(number, [](auto a, auto b) __attribute__((always_inline)) { return a + b; });
}
template <class T> INLINE void in_a_row(Value<T> v, Value<T> top, Value<T> w, Value<T> &sum, Bits<T> &number, int first = 0) {
    if (!first) return apart<T>(v, top, w, sum, number);
    Value<T> place;
    for (int k = 0; k < lanes<T>; k++) place[k] = (T)k;
    const Bits<T> below = (v != top) & (place >= (T)first);
    sum += (Value<T>)((Bits<T>)w & below);
    number -= below;
}
#endif

// ---- the exponential of numbers that are not positive       [theorem rounding-exp, which reads these lines]
//
// z = k ln 2 + r with |r| <= 0.3467, and e^r is 1 + r + r^2 (C2 + C3 r + ...), by Horner's rule.

constexpr double LN2_ABOVE_64 = 0x1.62e42fee00000p-1, LN2_BELOW_64 = 0x1.a39ef35793c76p-33, LOG2E_64 = 0x1.71547652b82fep+0;
constexpr double EXP_64[] = {
    0x1.000000000000ap-1,  0x1.555555555550bp-3,  0x1.5555555550790p-5,  0x1.1111111124b16p-7,  0x1.6c16c1843ea5dp-10,
    0x1.a01a0136d2994p-13, 0x1.a01999f8d0b32p-16, 0x1.71df0f497a23cp-19, 0x1.28ad7530c533bp-22, 0x1.ad9bf1206a78dp-26,
};
constexpr float LN2_ABOVE_32 = 0x1.62e000p-1f, LN2_BELOW_32 = 0x1.0bfbe8p-15f, LOG2E_32 = 0x1.715476p+0f;
constexpr float EXP_32[] = {0x1.fffffcp-2f, 0x1.555492p-3f, 0x1.5558aep-5f, 0x1.12398cp-7f, 0x1.6a4fe6p-10f};

INLINE Value<double> scaled(Value<double> p, [[maybe_unused]] Value<double> k, [[maybe_unused]] Bits<double> magic) {
#if defined(MASKS)
    return (Value<double>)_mm512_scalef_pd((__m512d)p, (__m512d)k);
#else
    // 2^k in two factors, for it may be no number of the type while p 2^k is one. Halved by a logical shift, of a
    // positive number.
    const Bits<double> whole = magic - (Bits<double>)all<double>(0x1.8p52);
    const Bits<double> half = (Bits<double>)((whole + 4096) >> 1) - 2048;
    return p * (Value<double>)((half + 1023) << 52) * (Value<double>)((whole - half + 1023) << 52);
#endif
}
INLINE Value<float> scaled(Value<float> p, [[maybe_unused]] Value<float> k, [[maybe_unused]] Bits<float> magic) {
#if defined(MASKS)
    return (Value<float>)_mm512_scalef_ps((__m512)p, (__m512)k);
#else
    const Bits<float> whole = magic - (Bits<float>)all<float>(0x1.8p23f);
    const Bits<float> half = (Bits<float>)((whole + 1024) >> 1) - 512;
    return p * (Value<float>)((half + 127) << 23) * (Value<float>)((whole - half + 127) << 23);
#endif
}

INLINE Value<double> exponential(Value<double> z) {
    z = larger<double>(all<double>(-746.0), z);  // a nan stays one
    Value<double> k = fused(z, all<double>(LOG2E_64), all<double>(0x1.8p52));
    const Bits<double> magic = (Bits<double>)k;
    k -= 0x1.8p52;
    const Value<double> r = fused(k, all<double>(-LN2_BELOW_64), fused(k, all<double>(-LN2_ABOVE_64), z));
    constexpr int last = sizeof EXP_64 / sizeof EXP_64[0] - 1;
    Value<double> s = fused(all<double>(EXP_64[last]), r, all<double>(EXP_64[last - 1]));
#pragma GCC unroll 16
    for (int i = last - 2; i >= 0; i--) s = fused(s, r, all<double>(EXP_64[i]));
    s = fused(s, r, all<double>(1));
    return scaled(fused(s, r, all<double>(1)), k, magic);
}
INLINE Value<float> exponential(Value<float> z) {
    z = larger<float>(all<float>(-104.0f), z);
    Value<float> k = fused(z, all<float>(LOG2E_32), all<float>(0x1.8p23f));
    const Bits<float> magic = (Bits<float>)k;
    k -= 0x1.8p23f;
    const Value<float> r = fused(k, all<float>(-LN2_BELOW_32), fused(k, all<float>(-LN2_ABOVE_32), z));
    constexpr int last = sizeof EXP_32 / sizeof EXP_32[0] - 1;
    Value<float> s = fused(all<float>(EXP_32[last]), r, all<float>(EXP_32[last - 1]));
#pragma GCC unroll 16
    for (int i = last - 2; i >= 0; i--) s = fused(s, r, all<float>(EXP_32[i]));
    s = fused(s, r, all<float>(1));
    return scaled(fused(s, r, all<float>(1)), k, magic);
}

// ---- logarithms
//
// y = 2^k m with m between 1/sqrt 2 and sqrt 2, f = m - 1, s = f/(2 + f), and ln m = 2 atanh s = f - (h - s (h + R))
// with h = f^2/2 and R = 2 s^2/3 + 2 s^4/5 + ..., as in the C libraries, so that nothing is lost where f is small.

constexpr double ATANH[] = {
    0x1.5555555555558p-1, 0x1.99999999952d7p-2, 0x1.2492492df281ap-2, 0x1.c71c62e3f11e6p-3,
    0x1.7462b51cb66b1p-3, 0x1.39fe51a7c18f9p-3, 0x1.2b5900de53b32p-3,
};

// y = 2^k m.
INLINE Value<double> halved(Value<double> y, Bits<double> &k) {
    typedef uint64_t naturals __attribute__((vector_size(LANES)));
    k = (Bits<double>)(((naturals)y - 0x3fe6a09e667f3bcdULL + (1ULL << 62)) >> 52) - (1LL << 10);
    return (Value<double>)((Bits<double>)y - (k << 52));
}

// ln y for 0 < y normal, of which x - y + 1 was lost: x = y - 1 without `one_more`. The inverse is that of y.
template <bool one_more> INLINE Value<double> logarithm_of(Value<double> y, Value<double> x, Value<double> inverse) {
    Bits<double> k;
    Value<double> f = halved(y, k) - 1.0, lost = {};
    if (one_more) {
        const Bits<double> near = k == 0;
        f = near ? x : f;
        lost = near ? lost : (x - (y - 1.0)) * inverse;
    }
    const Value<double> whole = number_of<double>(k);
    const Value<double> h = 0.5 * f * f, s = f / (2.0 + f), z = s * s;
    constexpr int last = sizeof ATANH / sizeof ATANH[0] - 1;
    Value<double> R = fused(all<double>(ATANH[last]), z, all<double>(ATANH[last - 1]));
#pragma GCC unroll 16
    for (int i = last - 2; i >= 0; i--) R = fused(R, z, all<double>(ATANH[i]));
    R = R * z;
    return whole * LN2_ABOVE_64 - ((h - (s * (h + R) + (whole * LN2_BELOW_64 + lost))) - f);
}
INLINE Value<double> log_of(Value<double> y) { return logarithm_of<false>(y, y, y); }
INLINE Value<double> log1p_of(Value<double> x, Value<double> inverse) { return logarithm_of<true>(1.0 + x, x, inverse); }

// In single precision by way of double, where nothing that matters is lost and a polynomial is off by 2^-29: f + f^2 (...).
constexpr double LOG1P_32[] = {
    -0x1.fffffff64af2fp-2, 0x1.55554e4293230p-2,  -0x1.000007576960cp-2, 0x1.99a12f65860abp-3,  -0x1.5559e541060c9p-3,
    0x1.237a54b521debp-3,  -0x1.fcc1a8d0522f8p-4, 0x1.e3d3454891c5ap-4,  -0x1.d9631cc269bd2p-4, 0x1.154275cad43d3p-4,
};
template <bool one_more> INLINE Value<double> rough_logarithm_of(Value<double> x) {
    Bits<double> k;
    Value<double> f = halved(one_more ? 1.0 + x : x, k) - 1.0;
    if (one_more) f = k == 0 ? x : f;
    constexpr int last = sizeof LOG1P_32 / sizeof LOG1P_32[0] - 1;
    Value<double> s = fused(all<double>(LOG1P_32[last]), f, all<double>(LOG1P_32[last - 1]));
#pragma GCC unroll 16
    for (int i = last - 2; i >= 0; i--) s = fused(s, f, all<double>(LOG1P_32[i]));
    return number_of<double>(k) * (LN2_ABOVE_64 + LN2_BELOW_64) + fused(f * f, s, f);
}
template <bool one_more> INLINE Value<float> by_halves(Value<float> x) {
    typedef float half __attribute__((vector_size(LANES / 2)));
    half low, high;
    memcpy(&low, &x, LANES / 2);
    memcpy(&high, (const char *)&x + LANES / 2, LANES / 2);
    low = __builtin_convertvector(rough_logarithm_of<one_more>(__builtin_convertvector(low, Value<double>)), half);
    high = __builtin_convertvector(rough_logarithm_of<one_more>(__builtin_convertvector(high, Value<double>)), half);
    memcpy(&x, &low, LANES / 2);
    memcpy((char *)&x + LANES / 2, &high, LANES / 2);
    return x;
}
INLINE Value<float> log_of(Value<float> y) { return by_halves<false>(y); }
INLINE Value<float> log1p_of(Value<float> x, Value<float>) { return by_halves<true>(x); }

INLINE Value<double> root(Value<double> x) {
#if defined(MASKS)
    return (Value<double>)_mm512_sqrt_pd((__m512d)x);
#else
    for (int k = 0; k < lanes<double>; k++) x[k] = __builtin_sqrt(x[k]);
    return x;
#endif
}
INLINE Value<float> root(Value<float> x) {
#if defined(MASKS)
    return (Value<float>)_mm512_sqrt_ps((__m512)x);
#else
    for (int k = 0; k < lanes<float>; k++) x[k] = __builtin_sqrtf(x[k]);
    return x;
#endif
}

// ---- what is asked for

enum Kind { LSE = 0, UNIVERSAL = 1, QUADRATIC = 2, THREE = 3 };

enum How { PLAIN, TIMES, OVER };  // the temperature is 1, or a power of two and 1/t is exact, or neither

template <class T> struct Asked {
    Kind kind;
    How how;
    T t, inverse;   // the temperature, and 1/t
    T end, lowered; // where the universal kind becomes the maximum; what the side subtracts, in temperatures
};

// (x - top)/t
template <class T> INLINE Value<T> level(const Asked<T> &a, How how, Value<T> x, Value<T> top) {
    const Value<T> below = x - top;
    return how == PLAIN ? below : how == TIMES ? below * a.inverse : below / a.t;
}

// From the sum of e^z over all but one largest: the excess, and what e^z is multiplied by, that of a largest apart.
template <class T> INLINE void shares(const Asked<T> &a, Value<T> others, Value<T> &excess, Value<T> &factor, Value<T> &top) {
    if (a.kind == LSE) {
        factor = top = (T)1 / ((T)1 + others);
        excess = log1p_of(others, factor);
    } else {
        const Value<T> zero = {};
        const Value<T> c = smaller<T>(larger<T>(others, all<T>(a.end)), all<T>(1));
        const Value<T> m = larger<T>((T)0.5 * others + (T)0.5, all<T>(1)), both = c * m, log = log_of(both);
        Value<T> left = (T)0.5 + (T)0.25 * smaller<T>(log, zero);
        left = c > a.end ? left : zero;
        excess = (T)2 * left * left + larger<T>(log, zero);
        factor = left / both;
        top = ((T)1 - left) / m;
    }
    excess = others == others ? excess : others;
}

// ---- sums in a tree: of sixteen numbers, of sixteen such sums, and so on

template <class T> struct Sum {
    static constexpr int LEVELS = 16;
    Value<T> parts[LEVELS];
    int used;
    index_t count;
    INLINE void start(Sum &s) {
        s.count = 0;
        s.used = 1;
        s.parts[0] = Value<T>{};
    }
    INLINE void add(Sum &s, Value<T> v) {
        s.parts[0] += v;
        index_t c = ++s.count;
        for (int level = 0; (c & 15) == 0 && level + 1 < LEVELS; level++, c >>= 4) {
            if (level + 1 == s.used) {
                s.parts[s.used++] = s.parts[level];
            } else {
                s.parts[level + 1] += s.parts[level];
            }
            s.parts[level] = Value<T>{};
        }
    }
    INLINE Value<T> total(const Sum &s) {
        Value<T> v = s.parts[0];
        for (int level = 1; level < s.used; level++) v += s.parts[level];
        return v;
    }
};

// ---- rows side by side: lane by lane, up to ABREAST vectors at once

constexpr int ABREAST = 8;
constexpr int SHORT = 16;
constexpr int PANEL = 128;
template <class T> constexpr int block = ABREAST * lanes<T>;  // rows of a block

// The exponentials of a few entries of each lane into e, if it is there, and their sum, a largest one left out.
template <class T> INLINE Value<T> few_exponentials(const Asked<T> &a, const T *x, index_t xs, index_t n, T *e, index_t es, Value<T> top) {
    Bits<T> below = {};
    Value<T> sum = {};
    for (index_t j = 0; j < n; j++) {
        const Value<T> v = load(x + j * xs), w = exponential(level<T>(a, a.how, v, top));
        apart<T>(v, top, w, sum, below);
        if (e) store<T>(e + j * es, w);
    }
    return sum + number_of<T>((typename Vectors<T>::integer)(n - 1) - below);
}

// What the lanes of a vector of rows add up to as far as they were read: entries that are no largest one, and their number.
template <class T> struct Others {
    Sum<T> sum;
    Value<T> sixteen;
    Bits<T> below;
    INLINE void start(Others &o) {
        Sum<T>::start(o.sum);
        o.sixteen = Value<T>{};
        o.below = Bits<T>{};
    }
    // Of n entries in all, one of the largest left out.
    INLINE Value<T> total(const Others &o, index_t n) {
        return o.sixteen + Sum<T>::total(o.sum) + number_of<T>((typename Vectors<T>::integer)(n - 1) - o.below);
    }
};

// Reads the entries from `start` to `stop`, which are multiples of sixteen but for the end: their exponentials into e, if
// it is there.
template <class T> INLINE void exponentials(const Asked<T> &a, const T *x, index_t xs, index_t start, index_t stop, T *e, index_t es, Value<T> top, Others<T> &others) {
    Bits<T> below = others.below;
    Value<T> sixteen = others.sixteen;
    auto one = [&](index_t j) __attribute__((always_inline)) {
        const Value<T> v = load(x + j * xs), w = exponential(level<T>(a, a.how, v, top));
        apart<T>(v, top, w, sixteen, below);
        if (e) store<T>(e + j * es, w);
    };
    index_t j = start;
    while (j + 16 <= stop) {
        for (const index_t end = j + 16; j < end; j++) one(j);
        Sum<T>::add(others.sum, sixteen);
        sixteen = Value<T>{};
    }
    for (; j < stop; j++) one(j);
    others.below = below;
    others.sixteen = sixteen;
}

// The projection to the simplex of n <= SHORT entries of each lane: z into p, then the weights there.
template <class T> INLINE Value<T> projected(const Asked<T> &a, const T *x, index_t xs, int n, T *p, index_t ps, Value<T> top) {
    const Value<T> zero = {}, one = all<T>(1), nan = all<T>((T)__builtin_nan(""));
    Bits<T> lost = {};
    for (int j = 0; j < n; j++) {
        const Value<T> v = load(x + j * xs);
        lost |= v != v;
        store<T>(p + j * ps, level<T>(a, a.how, v, top));
    }
    Value<T> tau = all<T>(-1);
    if (n == 2) {
        const Value<T> first = load(p), second = load(p + ps);
        tau = larger<T>((first + second - (T)1) * (T)0.5, tau);
    } else if (n > 1) {
        for (int step = 0; step < n; step++) {  // from below: each step but the last leaves an entry out
            Value<T> sum = all<T>(-1), count = {};
            for (int j = 0; j < n; j++) {
                const Value<T> z = load(p + j * ps);
                const Bits<T> in = z > tau;
                sum += in ? z : zero;
                count += in ? one : zero;
            }
            const Value<T> mean = sum / count;
            if (!any(mean > tau)) break;
            tau = larger<T>(mean, tau);
        }
    }
    Value<T> squares = {}, ties = all<T>(-1);
    for (int j = 0; j < n; j++) {
        const Value<T> z = load(p + j * ps), w = larger<T>(z - tau, zero);
        const Bits<T> at = z == (T)0;
        ties += at ? one : zero;
        squares += at ? zero : w * w;
        store<T>(p + j * ps, lost ? nan : w);
    }
    const Value<T> q = (T)1 + tau;
    squares += ties > (T)0 ? ties * (tau * tau) : zero;
    return lost ? nan : (q * q + squares) * (T)0.5;
}

// The least smoothing of three entries, see tightmax/kinds/three.py.
constexpr double BRANCH = 1.2645559648943926;
constexpr double W_ABOVE[] = {0.4652041416953632, 0.2665561823173236, 0.03638647202850809, 0.0005319631867281573, -9.15210866604026e-06};
constexpr double W_BELOW[] = {1.0, 1.3087464343150603, 0.5970056950004073, 0.10925166421476822, 0.006427488466322049};

template <class T> INLINE Value<T> of_three(const Asked<T> &a, const T *x, index_t xs, T *p, index_t ps, Value<T> top) {
    const Value<T> zero = {}, far = all<T>(-32768), nan = all<T>((T)__builtin_nan(""));
    Value<T> z[3];
    Bits<T> lost = {};
    for (int j = 0; j < 3; j++) {
        const Value<T> v = load(x + j * xs);
        lost |= v != v;
        z[j] = larger<T>(level<T>(a, a.how, v, top), far);
    }
    const Value<T> low = smaller<T>(z[0], z[1]), high = larger<T>(z[0], z[1]);
    const Value<T> second = larger<T>(low, smaller<T>(high, z[2])), third = smaller<T>(low, z[2]);
    const Value<T> e = exponential(third - second), s = root((T)1 + (T)BRANCH * e) - (T)1;
    Value<T> above = fused(all((T)W_ABOVE[4]), s, all((T)W_ABOVE[3])), below = fused(all((T)W_BELOW[4]), s, all((T)W_BELOW[3]));
#pragma GCC unroll 4
    for (int i = 2; i >= 0; i--) {
        above = fused(above, s, all((T)W_ABOVE[i]));
        below = fused(below, s, all((T)W_BELOW[i]));
    }
    const Value<T> w = e * (above / below);
    const Value<T> A = larger<T>((T)2 * ((T)1 + w) + second, zero) * (T)0.25, share = A / ((T)1 + w);
    const Value<T> largest_weight = (T)1 - A, middle = share * ((T)1 - w), last = (T)2 * (share * w);
    for (int j = 0; j < 3; j++) {
        const Value<T> weight = z[j] == (T)0 ? largest_weight : z[j] == second ? middle : last;
        store<T>(p + j * ps, lost ? nan : weight);
    }
    return lost ? nan : (T)2 * A * A;
}

// Value, and weights into w if there are any, of `vectors` vectors of rows; w may be x. Scratch instead of w: made anew.
template <class T> static void side_by_side(const Asked<T> &a, const T *x, index_t xs, index_t n, int vectors, T *value, T *w, index_t ws, bool weighted) {
    constexpr int N = lanes<T>;
    Value<T> top[ABREAST], others[ABREAST], factor[ABREAST], first[ABREAST];
    for (int g = 0; g < vectors; g++) top[g] = load(x + g * N);
    for (index_t j = 1; j < n; j++)
        for (int g = 0; g < vectors; g++) top[g] = larger<T>(load(x + j * xs + g * N), top[g]);
    if (a.kind >= QUADRATIC) {
        for (int g = 0; g < vectors; g++) {
            const Value<T> excess = a.kind == QUADRATIC ? projected<T>(a, x + g * N, xs, (int)n, w + g * N, ws, top[g])
                                                        : of_three<T>(a, x + g * N, xs, w + g * N, ws, top[g]);
            store<T>(value + g * N, top[g] + a.t * (excess - a.lowered));
        }
        return;
    }
    if (n <= SHORT) {
        for (int g = 0; g < vectors; g++) others[g] = few_exponentials<T>(a, x + g * N, xs, n, w ? w + g * N : nullptr, ws, top[g]);
    } else {
        Others<T> parts[ABREAST];
        for (int g = 0; g < vectors; g++) Others<T>::start(parts[g]);
        for (index_t start = 0, stop; start < n; start = stop) {  // all vectors of some entries, which lie in the same lines and pages
            stop = n - start < PANEL ? n : start + PANEL;
            for (int g = 0; g < vectors; g++) exponentials<T>(a, x + g * N, xs, start, stop, w ? w + g * N : nullptr, ws, top[g], parts[g]);
        }
        for (int g = 0; g < vectors; g++) others[g] = Others<T>::total(parts[g], n);
    }
    bool same = true;
    for (int g = 0; g < vectors; g++) {
        Value<T> excess;
        shares<T>(a, others[g], excess, factor[g], first[g]);
        same = same && !any(factor[g] != first[g]);
        store<T>(value + g * N, top[g] + a.t * (excess - a.lowered));
    }
    if (!weighted) return;
    for (index_t j = 0; j < n; j++)
        for (int g = 0; g < vectors; g++) {
            const Value<T> e = load(w + j * ws + g * N);
            // Where an entry that is no largest one has e^z rounded to 1, both are the same.
            store<T>(w + j * ws + g * N, same ? e * factor[g] : e == (T)1 ? first[g] : e * factor[g]);
        }
}

// ---- short rows, whatever their order in memory, by way of a block in which they lie side by side

template <class T, int n> INLINE void turned_in(const T *x, T *s) {
    for (int r = 0; r < block<T>; r++)
        for (int j = 0; j < n; j++) s[j * block<T> + r] = x[r * n + j];
}
template <class T, int n> INLINE void turned_out(const T *s, T *w) {
    for (int r = 0; r < block<T>; r++)
        for (int j = 0; j < n; j++) w[r * n + j] = s[j * block<T> + r];
}

template <class T, int n> static void short_rows(const Asked<T> &a, const T *x, index_t rows, index_t rs, index_t cs, T *value, T *w, index_t wr, index_t wc) {
    constexpr int R = block<T>;
    alignas(64) T s[n * R], values[R];
    for (index_t at = 0; at < rows; at += R) {
        const index_t left = rows - at < R ? rows - at : R;
        const T *p = x + at * rs;
        if (left == R && cs == 1 && rs == n) turned_in<T, n>(p, s);
        else if (left == R && rs == 1)
            for (int j = 0; j < n; j++) memcpy(s + j * R, p + j * cs, sizeof(T) * R);
        else {
            if (left < R) memset(s, 0, sizeof s);
            for (index_t r = 0; r < left; r++)
                for (int j = 0; j < n; j++) s[j * R + r] = p[r * rs + j * cs];
        }
        const int vectors = (int)((left + lanes<T> - 1) / lanes<T>);
        side_by_side<T>(a, s, R, n, vectors, values, s, R, w != nullptr);
        memcpy(value + at, values, sizeof(T) * left);
        if (!w) continue;
        T *q = w + at * wr;
        if (left == R && wc == 1 && wr == n) turned_out<T, n>(s, q);
        else if (left == R && wr == 1)
            for (int j = 0; j < n; j++) memcpy(q + j * wc, s + j * R, sizeof(T) * R);
        else
            for (index_t r = 0; r < left; r++)
                for (int j = 0; j < n; j++) q[r * wr + j * wc] = s[j * R + r];
    }
}

// ---- long rows, one after the other

template <class T> INLINE T row_maximum(const T *x, index_t n) {
    constexpr int N = lanes<T>;
    Value<T> a = load(x + n - N), b = a, c = a, d = a;
    index_t i = 0;
    for (; i + 4 * N <= n; i += 4 * N) {
        a = larger<T>(load(x + i), a);
        b = larger<T>(load(x + i + N), b);
        c = larger<T>(load(x + i + 2 * N), c);
        d = larger<T>(load(x + i + 3 * N), d);
    }
    for (; i + N <= n; i += N) a = larger<T>(load(x + i), a);
    return largest<T>(larger<T>(larger<T>(a, b), larger<T>(c, d)));
}

// The exponentials into e, if it is there, and their sum, a largest one left out. n is at least a vector.
template <class T, How how, bool stored> INLINE T row_exponentials(const Asked<T> &a, const T *x, index_t n, T top, T *e) {
    constexpr int N = lanes<T>;
    const Value<T> most = all(top);
    Number<T> below = {};
    auto one = [&](index_t at, Value<T> &part) __attribute__((always_inline)) {
        const Value<T> v = load(x + at), w = exponential(level<T>(a, how, v, most));
        in_a_row<T>(v, most, w, part, below);
        if (stored) store<T>(e + at, w);
    };
    index_t i = 0;
    auto stretch = [&](index_t stop) __attribute__((always_inline)) {
        Value<T> p = {}, q = {}, r = {}, s = {};
        for (; i + 4 * N <= stop; i += 4 * N) {
            one(i, p);
            one(i + N, q);
            one(i + 2 * N, r);
            one(i + 3 * N, s);
        }
        return (p + q) + (r + s);
    };
    Value<T> total = {};
    if (n <= 64 * N) {
        total = stretch(n);
    } else {
        Sum<T> sum;
        Sum<T>::start(sum);
        while (i + 4 * N <= n) Sum<T>::add(sum, stretch(n - i > 64 * N ? i + 64 * N : n));
        total = Sum<T>::total(sum);
    }
    Value<T> rest = {};
    for (; i + N <= n; i += N) one(i, rest);
    if (i < n) {  // the last vector overlaps: what was counted counts no more
        const Value<T> v = load(x + n - N), w = exponential(level<T>(a, how, v, most));
        in_a_row<T>(v, most, w, rest, below, (int)(N - (n - i)));
        if (stored) store<T>(e + n - N, w);
    }
    return added<T>(total + rest) + (T)(n - 1 - counted<T>(below));
}

// The maxima of some rows, and the sums of their exponentials.
template <class T, How how, bool stored> static void rows_exponentials(const Asked<T> &a, const T *x, index_t rs, index_t rows, index_t n, T *tops, T *others, T *e, index_t er) {
    for (index_t r = 0; r < rows; r++) {
        tops[r] = row_maximum<T>(x + r * rs, n);
        others[r] = row_exponentials<T, how, stored>(a, x + r * rs, n, tops[r], stored ? e + r * er : nullptr);
    }
}
template <class T, bool stored> INLINE auto for_rows(How how) {
    return how == PLAIN ? rows_exponentials<T, PLAIN, stored> : how == TIMES ? rows_exponentials<T, TIMES, stored> : rows_exponentials<T, OVER, stored>;
}

template <class T> INLINE void row_weights(T *e, index_t n, T factor, T top) {
    constexpr int N = lanes<T>;
    const Value<T> f = all(factor), m = all(top), last = load(e + n - N);
    index_t i = 0;
    if (factor == top) {
        for (; i + N <= n; i += N) store<T>(e + i, load(e + i) * f);
        store<T>(e + n - N, last * f);
        return;
    }
    for (; i + N <= n; i += N) {
        const Value<T> v = load(e + i);
        store<T>(e + i, v == (T)1 ? m : v * f);
    }
    store<T>(e + n - N, last == (T)1 ? m : last * f);
}

// The excess of the projection to the simplex, and tau, from the entries of a row that are within a temperature of its
// maximum: no others have weight. There is room behind them for a vector.
template <class T> INLINE T near_projected(const Asked<T> &a, double *near, index_t count, T top, double &tau) {
    constexpr int D = lanes<double>;
    index_t ties = 0;
    for (index_t k = 0; k < count; k++) {
        const T below = (T)near[k] - top;
        near[k] = (double)(a.how == OVER ? below / a.t : below * a.inverse);
        ties += near[k] == 0;
    }
    const index_t padded = (count + D - 1) / D * D;
    for (index_t k = count; k < padded; k++) near[k] = -1;
    const Value<double> zero = {}, one = all<double>(1);
    // From below: each step but the last two leaves entries out. Where tau is rounded down below many, without which it
    // would rise, these are left out once: the mean of any entries, less 1 over their number, is not above the threshold.
    double margin = 0;
    tau = -1;
    for (;;) {
        Sum<double> sum;
        Sum<double>::start(sum);
        Value<double> number = zero;
        for (index_t k = 0; k < padded; k += D) {
            const Value<double> z = load(near + k);
            const Bits<double> in = z > tau + margin;
            Sum<double>::add(sum, in ? z : zero);
            number += in ? one : zero;
        }
        const double mean = (added<double>(Sum<double>::total(sum)) - 1) / added<double>(number);
        if (mean > tau) {
            tau = mean;
            margin = 0;
        } else if (margin > 0) {
            break;
        } else {
            margin = 0x1p-48;
        }
    }
    Sum<double> squares;
    Sum<double>::start(squares);
    for (index_t k = 0; k < padded; k += D) {
        const Value<double> z = load(near + k), p = larger<double>(z - tau, zero);
        Sum<double>::add(squares, z == 0.0 ? zero : p * p);
    }
    const double first = (1 + tau) * (1 + tau) + (double)(ties - 1) * (tau * tau);
    return (T)((first + added<double>(Sum<double>::total(squares))) / 2);
}

// How far below a maximum of 0 entries may have weight, and room for rounding.
template <class T> INLINE T reach(const Asked<T> &a) { return a.t * ((T)1 + 4 * (sizeof(T) == 8 ? (T)0x1p-52 : (T)0x1p-23)); }

// The projection of a long row.
template <class T> INLINE T row_projected(const Asked<T> &a, const T *x, index_t n, T top, T *w, double *near) {
    constexpr int N = lanes<T>;
    const T least = top - reach(a);
    const Value<T> bound = all(least);
    Bits<T> lost = {};
    index_t count = 0, i = 0;
    for (; i + 4 * N <= n; i += 4 * N) {
        const Value<T> p = load(x + i), q = load(x + i + N), r = load(x + i + 2 * N), s = load(x + i + 3 * N);
        lost |= (p != p) | (q != q) | (r != r) | (s != s);
        if (!any((p >= bound) | (q >= bound) | (r >= bound) | (s >= bound))) continue;
        for (index_t j = i; j < i + 4 * N; j++) {
            near[count] = (double)x[j];
            count += x[j] >= least;
        }
    }
    bool bad = any(lost);
    for (; i < n; i++) {
        bad = bad || x[i] != x[i];
        near[count] = (double)x[i];
        count += x[i] >= least;
    }
    if (bad || !(top - top == 0)) return (T)__builtin_nan("");
    double tau;
    const T excess = near_projected<T>(a, near, count, top, tau);
    if (w) {
        const Value<T> most = all(top), threshold = all((T)tau), none = {};
        for (i = 0; i < n; i += 4 * N) {
            const index_t at = i + 4 * N <= n ? i : n - 4 * N;  // the last ones overlap
            const Value<T> p = load(x + at), q = load(x + at + N), r = load(x + at + 2 * N), s = load(x + at + 3 * N);
            if (any((p >= bound) | (q >= bound) | (r >= bound) | (s >= bound))) {
                store<T>(w + at, larger<T>(level<T>(a, a.how, p, most) - threshold, none));
                store<T>(w + at + N, larger<T>(level<T>(a, a.how, q, most) - threshold, none));
                store<T>(w + at + 2 * N, larger<T>(level<T>(a, a.how, r, most) - threshold, none));
                store<T>(w + at + 3 * N, larger<T>(level<T>(a, a.how, s, most) - threshold, none));
            } else {
                store<T>(w + at, none);
                store<T>(w + at + N, none);
                store<T>(w + at + 2 * N, none);
                store<T>(w + at + 3 * N, none);
            }
        }
    }
    return excess;
}

// The same of vectors of rows that lie side by side, lane by lane. Which entries have to be looked at again is noted for
// each vector: those that were within a temperature of the largest so far, in any of its lanes.
template <class T> static void columns_projected(const Asked<T> &a, const T *x, index_t xs, index_t n, int vectors, T *value, T *w, index_t ws, double *near, index_t *noted) {
    constexpr int N = lanes<T>;
    const Value<T> far = all(reach(a)), none = {};
    Value<T> top[ABREAST];
    Bits<T> lost[ABREAST] = {};
    index_t many[ABREAST] = {};
    for (int g = 0; g < vectors; g++) top[g] = load(x + g * N);
    for (index_t j = 0; j < n; j++)
        for (int g = 0; g < vectors; g++) {
            const Value<T> v = load(x + j * xs + g * N);
            lost[g] |= v != v;
            top[g] = larger<T>(v, top[g]);
            noted[g * n + many[g]] = j;
            many[g] += any(v >= top[g] - far);
            if (w) store<T>(w + j * ws + g * N, none);
        }
    for (int g = 0; g < vectors; g++) {
        alignas(64) T tops[N], excess[N], threshold[N];
        const index_t *which = noted + g * n;
        store<T>(tops, top[g]);
        for (int lane = 0; lane < N; lane++) {
            const T *column = x + g * N + lane, least = tops[lane] - reach(a);
            index_t count = 0;
            for (index_t k = 0; k < many[g]; k++) {
                const T v = column[which[k] * xs];
                near[count] = (double)v;
                count += v >= least;
            }
            double tau = 0;
            excess[lane] = tops[lane] - tops[lane] == 0 ? near_projected<T>(a, near, count, tops[lane], tau) : tops[lane];
            threshold[lane] = (T)tau;
        }
        const Value<T> found = lost[g] ? all((T)__builtin_nan("")) : load(excess), tau = load(threshold);
        store<T>(value + g * N, top[g] + a.t * (found - a.lowered));
        if (!w) continue;
        for (index_t k = 0; k < many[g]; k++) {
            const index_t j = which[k];
            store<T>(w + j * ws + g * N, larger<T>(level<T>(a, a.how, load(x + j * xs + g * N), top[g]) - tau, none));
        }
    }
}

// Rows of more than SHORT entries, from side to side or not.
template <class T> static int long_rows(const Asked<T> &a, const T *x, index_t rows, index_t n, index_t rs, index_t cs, T *value, T *w, index_t wr, index_t wc) {
    constexpr int N = lanes<T>, R = block<T>;
    const index_t fits = 131072 / (index_t)(n * sizeof(T));  // of them at once, while they stay in the cache
    const index_t least = cs != 1 || (w && wc != 1) ? 64 / (index_t)sizeof(T) : 1;  // side by side: a line of the cache
    const index_t batch = fits < least ? least : fits > R ? R : fits;
    const index_t width = n < 4 * N ? 4 * N : n;
    T *copies = nullptr, *made = nullptr;
    double *near = nullptr;
    bool enough = true;
    if (cs != 1) enough = enough && (copies = (T *)malloc(sizeof(T) * width * batch));
    if (w && wc != 1) enough = enough && (made = (T *)malloc(sizeof(T) * width * batch));
    T small[4 * N], small_weights[4 * N];
    if (a.kind == QUADRATIC) enough = enough && (near = (double *)malloc(sizeof(double) * (width + lanes<double>)));
    alignas(64) T tops[R], others[R], factor[R], first[R];
    for (index_t at = 0; enough && at < rows; at += batch) {
        const index_t left = rows - at < batch ? rows - at : batch;
        if (copies)
            for (index_t j = 0; j < n; j++)
                for (index_t r = 0; r < left; r++) copies[r * n + j] = x[(at + r) * rs + j * cs];
        memset(others, 0, sizeof others);
        memset(tops, 0, sizeof tops);
        const T *p = copies ? copies : x + at * rs;
        T *e = !w ? nullptr : made ? made : w + at * wr;
        const index_t pr = copies ? n : rs, er = made ? n : wr;
        if (a.kind != QUADRATIC) (w ? for_rows<T, true> : for_rows<T, false>)(a.how)(a, p, pr, left, n, tops, others, e, er);
        for (index_t r = 0; r < left && a.kind == QUADRATIC; r++, p += pr, e += er) {
            const T top = tops[r] = row_maximum<T>(p, n);
            if (n < 4 * N) {  // filled up with entries that have no weight
                for (index_t j = 0; j < 4 * N; j++) small[j] = j < n ? p[j] : (T)-__builtin_inf();
                others[r] = row_projected<T>(a, small, 4 * N, top, w ? small_weights : nullptr, near);
                if (w) memcpy(e, small_weights, sizeof(T) * n);
            } else {
                others[r] = row_projected<T>(a, p, n, top, w ? e : nullptr, near);
            }
        }
        for (index_t g = 0; g < left; g += N) {
            Value<T> excess = load(others + g);
            if (a.kind != QUADRATIC) {
                Value<T> f, m;
                shares<T>(a, load(others + g), excess, f, m);
                store<T>(factor + g, f);
                store<T>(first + g, m);
            }
            store<T>(tops + g, load(tops + g) + a.t * (excess - a.lowered));
        }
        memcpy(value + at, tops, sizeof(T) * left);
        if (!w) continue;
        for (index_t r = left - 1; r >= 0 && a.kind != QUADRATIC; r--)  // the last one first: it is still in the cache
            row_weights<T>(made ? made + r * n : w + (at + r) * wr, n, factor[r], first[r]);
        if (made)
            for (index_t j = 0; j < n; j++)
                for (index_t r = 0; r < left; r++) w[(at + r) * wr + j * wc] = made[r * n + j];
    }
    free(copies);
    free(made);
    free(near);
    return enough ? 0 : 1;
}

// Rows of more than SHORT entries that lie side by side, in x and in w; at least a vector of them.
template <class T> static int long_columns(const Asked<T> &a, const T *x, index_t rows, index_t n, index_t cs, T *value, T *w, index_t wc) {
    constexpr int N = lanes<T>, R = block<T>;
    double *near = nullptr;
    index_t *noted = nullptr;
    if (a.kind == QUADRATIC) {
        near = (double *)malloc(sizeof(double) * (n + lanes<double>));
        noted = (index_t *)malloc(sizeof(index_t) * n * (rows < R ? (rows + N - 1) / N : ABREAST));
        if (!near || !noted) rows = 0;
    }
    for (index_t at = 0; at < rows;) {
        const index_t left = rows - at;
        const index_t start = left < N ? rows - N : at;  // the last vector overlaps
        const int vectors = left < N ? 1 : left < R ? (int)(left / N) : ABREAST;
        const T *from = x + start;
        T *into = w ? w + start : nullptr;
        if (a.kind == QUADRATIC) columns_projected<T>(a, from, cs, n, vectors, value + start, into, wc, near, noted);
        else side_by_side<T>(a, from, cs, n, vectors, value + start, into, wc, w != nullptr);
        at = start + (index_t)vectors * N;
    }
    free(near);
    free(noted);
    return rows ? 0 : 1;
}

template <class T> static int smooth(const T *x, index_t rows, index_t n, index_t rs, index_t cs, double t, int kind, double end, double lowered, T *value, T *w, index_t wr, index_t wc) {
    Asked<T> a;
    a.kind = (Kind)kind;
    a.t = (T)t;
    a.inverse = (T)1 / a.t;
    int exponent;
    const bool exact = __builtin_frexp((double)a.t, &exponent) == 0.5 && (double)a.inverse * (double)a.t == 1.0;
    a.how = a.t == (T)1 ? PLAIN : exact ? TIMES : OVER;
    a.end = (T)end;
    a.lowered = (T)lowered;
    switch (n) {
#define CASE(k) case k: short_rows<T, k>(a, x, rows, rs, cs, value, w, wr, wc); return 0;
        CASE(1) CASE(2) CASE(3) CASE(4) CASE(5) CASE(6) CASE(7) CASE(8)
        CASE(9) CASE(10) CASE(11) CASE(12) CASE(13) CASE(14) CASE(15) CASE(16)
#undef CASE
    }
    if (rs == 1 && (!w || wr == 1) && rows >= lanes<T>) return long_columns<T>(a, x, rows, n, cs, value, w, wc);
    return long_rows<T>(a, x, rows, n, rs, cs, value, w, wr, wc);
}

// What the functions above are made of, for tests: over whole vectors.
template <class T, class F> static void each(const T *x, index_t n, T *y, F function) {
    constexpr int N = lanes<T>;
    for (index_t i = 0; i + N <= n; i += N) store<T>(y + i, function(load(x + i)));
}

}  // namespace

// Strides in numbers. value has one number a row; w may be null. 1 if memory is short, else 0.
#define PUBLISH(T, name) \
    extern "C" int NAMED(tightmax_##name, LEVEL)(const T *x, long long rows, long long n, long long rs, long long cs, double t, int kind, \
                                                 double end, double lowered, T *value, T *w, long long wr, long long wc) { \
        return smooth<T>(x, rows, n, rs, cs, t, kind, end, lowered, value, w, wr, wc); \
    } \
    extern "C" void NAMED(tightmax_exp_##name, LEVEL)(const T *x, long long n, T *y) { \
        each<T>(x, n, y, [](Value<T> v) { return exponential(v); }); \
    } \
    extern "C" void NAMED(tightmax_log1p_##name, LEVEL)(const T *x, long long n, T *y) { \
        each<T>(x, n, y, [](Value<T> v) { return log1p_of(v, (T)1 / ((T)1 + v)); }); \
    } \
    extern "C" void NAMED(tightmax_log_##name, LEVEL)(const T *x, long long n, T *y) { \
        each<T>(x, n, y, [](Value<T> v) { return log_of(v); }); \
    }
PUBLISH(double, float64)
PUBLISH(float, float32)

#endif
