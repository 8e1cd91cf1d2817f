/* What the machine can do: the workloads of the benchmarks in C, each written for its
 * one network, with vectors as the compiler likes them, fused multiply-adds, sums in
 * any order and an inlined exponential. Nothing here is general or exact to the bit.
 *
 *     cc -O3 -march=native -fopenmp-simd -ffp-contract=fast -fno-math-errno \
 *        -fno-trapping-math -shared -fPIC limit.c -o limit.so
 */

#include <stdint.h>
#include <string.h>

#define SIMD _Pragma("omp simd")
#define INLINE static inline __attribute__((always_inline))

INLINE double exponential(double x)
{
    x = x < -708.0 ? -708.0 : x;
    x = x > 708.0 ? 708.0 : x;
    double shifted = x * 1.4426950408889634 + 6755399441056767.0;
    double n = shifted - 6755399441056767.0;
    double r = x - n * 0.69314718055994530942;
    double p = 2.5110049204818659793e-8;
    p = p * r + 2.763265472252779189e-7;
    p = p * r + 2.7557240887228868596e-6;
    p = p * r + 2.4801485441561312966e-5;
    p = p * r + 1.9841269890076402829e-4;
    p = p * r + 1.3888888952352862866e-3;
    p = p * r + 8.3333333333195896163e-3;
    p = p * r + 4.166666666648795252e-2;
    p = p * r + 0.1666666666666668082;
    p = p * r + 0.50000000000000184039;
    p = (p * r + 1.0) * r + 1.0;
    int64_t bits;
    memcpy(&bits, &shifted, 8);
    bits <<= 52;
    double scale;
    memcpy(&scale, &bits, 8);
    return p * scale;
}

enum { IDENTITY, SIGMOID, TANH, LEAKY_RELU };

INLINE double activation(double z, int kind)
{
    if (kind == SIGMOID)
        return 1.0 / (1.0 + exponential(-z));
    if (kind == TANH)
        return 2.0 / (1.0 + exponential(-2.0 * z)) - 1.0;
    return kind == LEAKY_RELU && z < 0.0 ? 0.01 * z : z;
}

INLINE double slope(double a, int kind)
{
    if (kind == SIGMOID)
        return a * (1.0 - a);
    if (kind == TANH)
        return 1.0 - a * a;
    return kind == LEAKY_RELU && a < 0.0 ? 0.01 : 1.0;
}

/* One network 1-128-1, sigmoid, one sample per step: vectors along the hidden units. */

#define H 128

double online(double *P, const double *x, const double *y, int n, double lr, int steps)
{
    double *W1 = P, *b1 = P + H, *W2 = P + 2 * H, *b2 = P + 3 * H, A[H], last = 0.0;
    for (int t = 0; t < steps; t++) {
        double in = x[t % n], out = 0.0;
        _Pragma("omp simd reduction(+ : out)") for (int j = 0; j < H; j++)
        {
            A[j] = activation(W1[j] * in + b1[j], SIGMOID);
            out += W2[j] * A[j];
        }
        double error = out + *b2 - y[t % n], delta = 2.0 * error;
        last = error * error;
        SIMD for (int j = 0; j < H; j++)
        {
            double d = delta * W2[j] * slope(A[j], SIGMOID);
            W2[j] -= lr * delta * A[j];
            W1[j] -= lr * d * in;
            b1[j] -= lr * d;
        }
        *b2 -= lr * delta;
    }
    return last;
}

/* Networks of one form on all samples. LAYER does one layer for one vector of lanes;
 * a lane is a sample (weights the same in all lanes) or a network (its own weights). */

#define LANES 16

#define FORWARD(W, b, A, in, Z, out, kind)                                            \
    for (int j = 0; j < out; j++) {                                                   \
        double z[LANES];                                                              \
        SIMD for (int k = 0; k < LANES; k++) z[k] = AT(b, j);                         \
        for (int i = 0; i < in; i++)                                                  \
            SIMD for (int k = 0; k < LANES; k++) z[k] += AT(W, j * in + i) * A[i][k]; \
        SIMD for (int k = 0; k < LANES; k++) Z[j][k] = activation(z[k], kind);        \
    }

#define BACKWARD(W, G, g, A, in, D, Z, out, E, kind)                                  \
    for (int j = 0; j < out; j++) {                                                   \
        SIMD for (int k = 0; k < LANES; k++)                                          \
        {                                                                             \
            D[j][k] *= slope(Z[j][k], kind);                                          \
            g[j][k] += D[j][k];                                                       \
        }                                                                             \
        for (int i = 0; i < in; i++)                                                  \
            SIMD for (int k = 0; k < LANES; k++) G[j * in + i][k] += D[j][k] * A[i][k]; \
    }                                                                                 \
    if (E != 0)                                                                       \
        for (int i = 0; i < in; i++) {                                                \
            double e[LANES] = { 0 };                                                  \
            for (int j = 0; j < out; j++)                                             \
                SIMD for (int k = 0; k < LANES; k++) e[k] += AT(W, j * in + i) * D[j][k]; \
            SIMD for (int k = 0; k < LANES; k++) E[i][k] = e[k];                      \
        }

typedef double vector[LANES];
#define NONE ((vector *)0)

/* 1-4-2-2-1, 41 samples; parameters W1 b1 W2 b2 W3 b3 W4 b4 at 0 4 8 16 18 22 24 26. */

#define TREE_PASS(x, y, G, loss)                                                      \
    vector A[9], D[9];                                                                \
    FORWARD((P), (P + 4), x, 1, A, 4, LEAKY_RELU)                                     \
    FORWARD((P + 8), (P + 16), A, 4, (A + 4), 2, SIGMOID)                             \
    FORWARD((P + 18), (P + 22), (A + 4), 2, (A + 6), 2, SIGMOID)                      \
    FORWARD((P + 24), (P + 26), (A + 6), 2, (A + 8), 1, SIGMOID)                      \
    SIMD for (int k = 0; k < LANES; k++)                                              \
    {                                                                                 \
        double error = (A[8][k] - y[k]) * LIVE(k);                                    \
        loss[k] += error * error;                                                     \
        D[8][k] = 2.0 / 41.0 * error;                                                 \
    }                                                                                 \
    BACKWARD((P + 24), (G + 24), (G + 26), (A + 6), 2, (D + 8), (A + 8), 1, (D + 6),  \
             SIGMOID)                                                                 \
    BACKWARD((P + 18), (G + 18), (G + 22), (A + 4), 2, (D + 6), (A + 6), 2, (D + 4),  \
             SIGMOID)                                                                 \
    BACKWARD((P + 8), (G + 8), (G + 16), A, 4, (D + 4), (A + 4), 2, D, SIGMOID)       \
    BACKWARD((P), (G), (G + 4), x, 1, D, A, 4, NONE, LEAKY_RELU)

#define AT(W, i) ((W)[i])
#define LIVE(k) (s + (k) < 41)

double batch(double *P, const double *X, const double *Y, double lr, int steps)
{
    vector x[1], y, G[27], loss;
    double total = 0.0;
    for (int t = 0; t < steps; t++) {
        memset(G, 0, sizeof G);
        memset(loss, 0, sizeof loss);
        for (int s = 0; s < 41; s += LANES) {
            for (int k = 0; k < LANES; k++) {
                x[0][k] = X[s + k < 41 ? s + k : 40];
                y[k] = Y[s + k < 41 ? s + k : 40];
            }
            TREE_PASS(x, y, G, loss)
        }
        for (int p = 0; p < 27; p++) {
            double g = 0.0;
            _Pragma("omp simd reduction(+ : g)") for (int k = 0; k < LANES; k++)
                g += G[p][k];
            P[p] -= lr * g;
        }
        total = 0.0;
        for (int k = 0; k < LANES; k++)
            total += loss[k] / 41.0;
    }
    return total;
}

#undef AT
#undef LIVE
#define AT(W, i) ((W)[i][k])
#define LIVE(k) 1.0

/* LANES such networks; lr has one entry per network. */
double sweep(vector *P, const double *X, const double *Y, const double *lr, int steps)
{
    vector x[1], y, G[27], loss;
    for (int t = 0; t < steps; t++) {
        memset(G, 0, sizeof G);
        memset(loss, 0, sizeof loss);
        for (int s = 0; s < 41; s++) {
            for (int k = 0; k < LANES; k++)
                x[0][k] = X[s], y[k] = Y[s];
            TREE_PASS(x, y, G, loss)
        }
        for (int p = 0; p < 27; p++)
            SIMD for (int k = 0; k < LANES; k++) P[p][k] -= lr[k] * G[p][k];
    }
    return loss[0] / 41.0;
}

/* LANES networks 16-16-1, tanh, 16 samples; lr has a row per layer, an entry per network.
 */
double image(vector *P, const double *X, const double *Y, const double *lr, int steps)
{
    vector x[16], A[17], D[17], G[289], loss;
    for (int t = 0; t < steps; t++) {
        memset(G, 0, sizeof G);
        memset(loss, 0, sizeof loss);
        for (int s = 0; s < 16; s++) {
            for (int i = 0; i < 16; i++)
                for (int k = 0; k < LANES; k++)
                    x[i][k] = X[16 * s + i];
            FORWARD((P), (P + 256), x, 16, A, 16, TANH)
            FORWARD((P + 272), (P + 288), A, 16, (A + 16), 1, IDENTITY)
            SIMD for (int k = 0; k < LANES; k++)
            {
                double error = A[16][k] - Y[s];
                loss[k] += error * error;
                D[16][k] = 2.0 / 16.0 * error;
            }
            BACKWARD((P + 272), (G + 272), (G + 288), A, 16, (D + 16), (A + 16), 1, D,
                     IDENTITY)
            BACKWARD((P), (G), (G + 256), x, 16, D, A, 16, NONE, TANH)
        }
        for (int p = 0; p < 289; p++)
            SIMD for (int k = 0; k < LANES; k++)
                P[p][k] -= lr[(p < 272 ? 0 : LANES) + k] * G[p][k];
    }
    return loss[0] / 16.0;
}

/* The slopes of the mean squared error of a network 1-64-1, sigmoid, by central
 * differences: a moved parameter changes one unit and its term of the output. */

#define UNITS 64
#define MOST 256

static double error_of(const double *out, const double *y, int n, double w,
                       const double *was, const double *is)
{
    double total = 0.0;
    _Pragma("omp simd reduction(+ : total)") for (int s = 0; s < n; s++)
    {
        double error = out[s] + w * (is[s] - was[s]) - y[s];
        total += error * error;
    }
    return total / n;
}

double check(const double *P, const double *x, const double *y, int n, double step,
             double *G)
{
    const double *W1 = P, *b1 = P + UNITS, *W2 = P + 2 * UNITS;
    double out[MOST], A[UNITS][MOST], moved[MOST], zero[MOST] = {0}, loss[2];
    for (int s = 0; s < n; s++)
        out[s] = P[3 * UNITS];
    for (int j = 0; j < UNITS; j++)
        SIMD for (int s = 0; s < n; s++)
        {
            A[j][s] = activation(W1[j] * x[s] + b1[j], SIGMOID);
            out[s] += W2[j] * A[j][s];
        }
    for (int j = 0; j < UNITS; j++) {
        for (int bias = 0; bias < 2; bias++) {
            for (int k = 0; k < 2; k++) {
                double h = k ? -step : step;
                double w = W1[j] + (bias ? 0.0 : h), b = b1[j] + (bias ? h : 0.0);
                SIMD for (int s = 0; s < n; s++) moved[s] =
                    activation(w * x[s] + b, SIGMOID);
                loss[k] = error_of(out, y, n, W2[j], A[j], moved);
            }
            G[bias * UNITS + j] = (loss[0] - loss[1]) / (2.0 * step);
        }
        for (int k = 0; k < 2; k++)
            loss[k] = error_of(out, y, n, k ? -step : step, zero, A[j]);
        G[2 * UNITS + j] = (loss[0] - loss[1]) / (2.0 * step);
    }
    for (int s = 0; s < n; s++)
        moved[s] = 1.0;
    for (int k = 0; k < 2; k++)
        loss[k] = error_of(out, y, n, k ? -step : step, zero, moved);
    G[3 * UNITS] = (loss[0] - loss[1]) / (2.0 * step);
    return loss[0];
}
