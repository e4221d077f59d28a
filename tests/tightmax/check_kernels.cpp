// The kernels of one instruction set against the definitions, computed by the C library in double precision and added
// in long double: for machines that are emulated, on which there is no NumPy. test_compiled_elsewhere.py compiles this
// with LEVEL=neon or another, links it with the kernels and runs it. A line for each comparison; status 1 if one fails.

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <limits>
#include <random>
#include <vector>

#define JOIN(a, b) a##_##b
#define NAMED(name, level) JOIN(name, level)
#define DECLARE(T, name) \
    extern "C" int NAMED(tightmax_##name, LEVEL)(const T *, long long, long long, long long, long long, double, int, double, double, T *, T *, \
                                                 long long, long long); \
    extern "C" void NAMED(tightmax_exp_##name, LEVEL)(const T *, long long, T *); \
    extern "C" void NAMED(tightmax_log1p_##name, LEVEL)(const T *, long long, T *); \
    extern "C" void NAMED(tightmax_log_##name, LEVEL)(const T *, long long, T *);
DECLARE(double, float64)
DECLARE(float, float32)
extern "C" int tightmax_level();

namespace {

enum Kind { LSE, UNIVERSAL, QUADRATIC, THREE };
const char *const NAMES[] = {"lse", "universal", "quadratic", "three"};

template <class T> constexpr double eps = std::numeric_limits<T>::epsilon();
template <class T> constexpr const char *type = sizeof(T) == 8 ? "double" : "single";
int failures = 0;

void report(const char *what, const char *type, double worst, double most) {
    const bool good = worst <= most;  // a nan is none
    failures += !good;
    std::printf("%-44s %s  %8.3g of %8.3g  %s\n", what, type, worst, most, good ? "holds" : "FAILS");
    std::fflush(stdout);
}

template <class T> struct Functions;
template <> struct Functions<double> {
    static constexpr auto smooth = NAMED(tightmax_float64, LEVEL);
    static constexpr auto exp = NAMED(tightmax_exp_float64, LEVEL);
    static constexpr auto log1p = NAMED(tightmax_log1p_float64, LEVEL);
    static constexpr auto log = NAMED(tightmax_log_float64, LEVEL);
};
template <> struct Functions<float> {
    static constexpr auto smooth = NAMED(tightmax_float32, LEVEL);
    static constexpr auto exp = NAMED(tightmax_exp_float32, LEVEL);
    static constexpr auto log1p = NAMED(tightmax_log1p_float32, LEVEL);
    static constexpr auto log = NAMED(tightmax_log_float32, LEVEL);
};

// ---- the functions of one number

template <class T, class F, class G> double relative(std::vector<T> x, F computed, G right) {
    x.resize((x.size() + 15) / 16 * 16, x[0]);
    std::vector<T> y(x.size());
    computed(x.data(), (long long)x.size(), y.data());
    long double worst = 0;
    for (size_t k = 0; k < x.size(); k++) {
        const long double exact = right((long double)x[k]), off = std::fabs((y[k] - exact) / exact);
        if (!(off <= worst) && exact != 0) worst = off;
        if (exact == 0 && y[k] != 0) worst = INFINITY;
    }
    return (double)(worst / (eps<T> / 2));
}

template <class T> void functions_of_one_number() {
    std::mt19937_64 random(1);
    std::uniform_real_distribution<double> unit(0, 1);
    const double lowest = sizeof(T) == 8 ? 708 : 87, low = sizeof(T) == 8 ? 300 : 37;
    std::vector<T> below = {(T)0}, above, middle;
    for (int k = 0; k < 3000; k++) {
        below.push_back((T)(-lowest * unit(random)));
        below.push_back((T)-std::pow(10, -30 + 31 * unit(random)));
        const double half = std::log(2) * ((int)(unit(random) * -lowest) + 0.5);  // where the powers of two change
        below.push_back((T)std::min(0.0, half + 2e-7 * (unit(random) - 0.5)));
        above.push_back((T)std::pow(10, -low + (low + 9) * unit(random)));
        above.push_back((T)(9 * unit(random)));
        middle.push_back((T)(std::exp(-2) + 2 * unit(random)));
        middle.push_back((T)std::pow(10, 9 * unit(random)));
    }
    report("exponential, units of roundoff", type<T>, relative<T>(below, Functions<T>::exp, [](long double v) { return std::exp(v); }), 2.5);
    report("log1p, units of roundoff", type<T>, relative<T>(above, Functions<T>::log1p, [](long double v) { return std::log1p(v); }), 2);
    report("logarithm, units of roundoff", type<T>, relative<T>(middle, Functions<T>::log, [](long double v) { return std::log(v); }), 2);
    std::vector<T> far = {(T)-800, (T)-1e30, (T)-INFINITY, (T)NAN};
    far.resize(16, (T)-1000);
    std::vector<T> found(16);
    Functions<T>::exp(far.data(), 16, found.data());
    const bool good = found[0] == 0 && found[1] == 0 && found[2] == 0 && std::isnan(found[3]);
    report("far below 0 and nan, wrong ones", type<T>, !good, 0);
}

// ---- value and weights of a row by the definition

template <class T> double universal_end(int n) { return std::exp(-2) * (1 + (16 + 8 * std::log2((double)n)) * eps<T>); }

template <class T> double by_definition(Kind kind, const std::vector<T> &x, double t, std::vector<double> &w) {
    const int n = (int)x.size();
    const T top = *std::max_element(x.begin(), x.end());
    std::vector<double> z(n);
    for (int j = 0; j < n; j++) z[j] = ((double)x[j] - (double)top) / t;
    const int first = (int)(std::max_element(x.begin(), x.end()) - x.begin());
    double excess = 0;
    if (kind == LSE || kind == UNIVERSAL) {
        long double others = 0;
        for (int j = 0; j < n; j++) others += j == first ? 0.0L : (long double)(w[j] = std::exp(z[j]));
        w[first] = 1;
        double factor = (double)(1 / (1 + others)), largest = factor;
        if (kind == LSE || others >= 1) {
            excess = std::log1p((double)others) - (kind == LSE ? 0 : std::log(2) - 0.5);
        } else {
            const double tau = std::min(-std::log((double)others), 2.0), left = others <= universal_end<T>(n) ? 0 : (2 - tau) / 4;
            excess = 2 * left * left;
            factor = others > 0 ? (double)(left / others) : 0;
            largest = 1 - left;
        }
        for (int j = 0; j < n; j++) w[j] = j == first ? largest : w[j] * factor;
    } else if (kind == QUADRATIC) {
        std::vector<double> ordered = z;
        std::sort(ordered.rbegin(), ordered.rend());
        long double sum = -1, tau = -INFINITY, squares = 0, product = 0;
        for (int j = 0; j < n && std::isfinite(ordered[j]); j++) tau = std::max(tau, (sum += ordered[j]) / (j + 1));
        for (int j = 0; j < n; j++) {
            const long double weight = std::max((long double)z[j] - tau, 0.0L);
            w[j] = (double)weight;
            squares += weight * weight;
            if (weight > 0) product += weight * z[j];
        }
        excess = (double)(product - (squares - 1) / 2);
    } else {
        int order[] = {0, 1, 2};
        std::stable_sort(order, order + 3, [&](int a, int b) { return z[a] > z[b]; });
        const double second = z[order[1]], wanted = std::exp(1.0 / 3 - (second - z[order[2]])) / 3;
        double lambert = wanted / (1 + wanted);  // lambert e^lambert = wanted
        for (int step = 0; step < 6; step++) lambert -= (lambert - wanted * std::exp(-lambert)) / (1 + lambert);
        const double a = std::max(2 + 2 * lambert + second, 0.0) / 4;
        w[order[0]] = 1 - a;
        w[order[1]] = a * (1 - lambert) / (1 + lambert);
        w[order[2]] = 2 * lambert * a / (1 + lambert);
        excess = 2 * a * a;
    }
    return top + t * excess;
}

// ---- rows, in every order in memory

template <class T> double off(double found, double right) { return std::fabs(found - right) / (eps<T> * (1 + std::fabs(right))); }

template <class T> std::vector<T> entries(int rows, int n) {
    std::mt19937_64 random(n);
    std::normal_distribution<double> normal(0, 3);
    std::uniform_real_distribution<double> unit(0, 1);
    const double often[] = {0, -0.0, -1, -0.3, -3, 2};
    std::vector<T> x((size_t)rows * n);
    for (int r = 0; r < rows; r++)
        for (int j = 0; j < n; j++) x[(size_t)r * n + j] = (T)(r % 2 ? often[random() % 6] : unit(random) < 0.02 && j ? -INFINITY : normal(random));
    return x;
}

template <class T> void rows_of(Kind kind, int n, double t) {
    const int rows = n < 32 ? 70 : n < 200 ? 20 : 6;
    std::vector<T> x = entries<T>(rows, n), reversed(x.rbegin(), x.rend());
    std::vector<double> values, weights;
    for (int r = 0; r < rows; r++) {
        std::vector<double> w(n);
        values.push_back(by_definition<T>(kind, std::vector<T>(x.begin() + (size_t)r * n, x.begin() + (size_t)(r + 1) * n), t, w));
        weights.insert(weights.end(), w.begin(), w.end());
    }
    const long long strides[][2] = {{n, 1}, {1, rows}, {2 * n + 1, 2}, {-n, -1}};
    double worst = 0, differ = 0;
    const T unused = (T)-77;
    for (const auto &[rs, cs] : strides) {
        const size_t size = 2 * (size_t)rows * n + rows, start = rs < 0 ? (size_t)rows * n - 1 : 0;
        std::vector<T> from(size, unused), to(size, unused), value(rows), alone(rows);
        for (int r = 0; r < rows; r++)
            for (int j = 0; j < n; j++) from[start + r * rs + j * cs] = x[(size_t)r * n + j];
        const double end = kind == UNIVERSAL ? universal_end<T>(n) : 0;
        if (Functions<T>::smooth(&from[start], rows, n, rs, cs, t, kind, end, 0, value.data(), &to[start], rs, cs)) failures++;
        if (Functions<T>::smooth(&from[start], rows, n, rs, cs, t, kind, end, 0, alone.data(), nullptr, 0, 0)) failures++;
        differ += std::memcmp(alone.data(), value.data(), sizeof(T) * rows) != 0;
        for (int r = 0; r < rows; r++) {
            worst = std::max(worst, off<T>(value[r], values[r]));
            for (int j = 0; j < n; j++) {
                T &weight = to[start + r * rs + j * cs];
                const double here = off<T>(weight, weights[(size_t)r * n + j]);
                worst = here <= worst ? worst : here;
                weight = unused;
            }
        }
        differ += std::count_if(to.begin(), to.end(), [&](T v) { return v != unused; });  // written where nothing belongs
        if (cs != 1) continue;
        for (int r = 0; r < rows; r++) {  // a row depends on no other
            T one;
            std::vector<T> some(n);
            if (Functions<T>::smooth(&from[start + r * rs], 1, n, rs, cs, t, kind, end, 0, &one, some.data(), n, 1)) failures++;
            differ += one != value[r];
        }
    }
    char what[80];
    std::snprintf(what, sizeof what, "%s, n = %d, t = %g, units of the last place", NAMES[kind], n, t);
    report(what, type<T>, worst, 8);
    if (differ != 0) report("the same row, otherwise", type<T>, differ, 0);
}

// What the caller computes anew must be seen from the value, and spoil no other row.
template <class T> void what_is_not_finite() {
    double wrong = 0;
    for (int n : {1, 2, 3, 4, 16, 17, 40, 300})
        for (int kind = LSE; kind <= THREE; kind++) {
            if (kind == THREE && n != 3) continue;
            for (bool turned : {false, true}) {
                const int rows = 67;
                std::vector<T> x((size_t)rows * n), value(rows), w((size_t)rows * n);
                const long long rs = turned ? 1 : n, cs = turned ? rows : 1;
                const T bad[] = {(T)NAN, (T)INFINITY};
                for (int r = 0; r < rows; r++)
                    for (int j = 0; j < n; j++)
                        x[r * rs + j * cs] = r % 7 == 1 ? (T)-INFINITY : r % 7 == 2 && j == r % n ? bad[r % 2] : (T)(j * 0.01);
                if (Functions<T>::smooth(x.data(), rows, n, rs, cs, 1, kind, 0.14, 0, value.data(), w.data(), rs, cs)) failures++;
                for (int r = 0; r < rows; r++) wrong += (std::isfinite(value[r]) != 0) != (r % 7 != 1 && r % 7 != 2);
            }
        }
    report("rows that are not finite, wrong ones", type<T>, wrong, 0);
}

template <class T> void the_maximum_itself() {
    double wrong = 0;
    std::mt19937_64 random(3);
    std::normal_distribution<double> normal;
    for (int n : {2, 3, 4, 16, 17, 1000}) {
        std::vector<T> x(n), w(n);
        for (T &entry : x) entry = (T)normal(random);
        x[n / 2] = (T)(8 + 2 * std::log((double)n));
        T value;
        Functions<T>::smooth(x.data(), 1, n, n, 1, 1, UNIVERSAL, universal_end<T>(n), 0, &value, w.data(), n, 1);
        wrong += value != x[n / 2];
        for (int j = 0; j < n; j++) wrong += w[j] != (T)(j == n / 2);
        std::fill(x.begin(), x.end(), (T)0);  // near ties: e^z is 1, and the entry is no largest one
        x[1] = (T)(-eps<T> / 8);
        Functions<T>::smooth(x.data(), 1, n, n, 1, 1, LSE, 0, 0, &value, w.data(), n, 1);
        for (int j = 0; j < n; j++) wrong += !(std::fabs(w[j] * n - 1) <= 8 * eps<T>);
    }
    report("where one leads or two nearly tie, wrong ones", type<T>, wrong, 0);
}

template <class T> void all_of_it() {
    functions_of_one_number<T>();
    for (double t : {1.0, 0.3, 4.0, 1e30})
        for (int n : {1, 2, 3, 4, 7, 8, 16, 17, 31, 64, 300, 1500})
            for (int kind = LSE; kind <= THREE; kind++)
                if (kind != THREE || n == 3) rows_of<T>((Kind)kind, n, t);
    what_is_not_finite<T>();
    the_maximum_itself<T>();
}

}  // namespace

int main() {
    std::printf("this processor: level %d\n", tightmax_level());
    all_of_it<double>();
    all_of_it<float>();
    std::printf("%s\n", failures ? "SOME FAIL" : "all hold");
    return failures != 0;
}
