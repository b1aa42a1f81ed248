using System.Numerics;

namespace PoolTopology.Primitives.Numbers;

/// <summary>Logarithm and exponential in 34-digit fixed point, with the reference's roundings and cut-offs.</summary>
/// <remarks>
/// Not the best approximation but the agreed one: the order of operations, the 10^-24 cut-off and the limit of 1000
/// terms are part of consensus, because they decide the last digits.
/// Spec: https://github.com/IntersectMBO/cardano-ledger/blob/030c3b12f128f22b9d721a31b6b5ae1b75211d68/libs/non-integral/src/Cardano/Ledger/NonIntegral.hs
/// </remarks>
public static class NonIntegral
{
    /// <summary>The most terms of any expansion here.</summary>
    public const int TermsMax = 1000;

    // 10^-24: two successive convergents or terms closer than this end an expansion.
    private static readonly FixedPoint34 Epsilon =
        FixedPoint34.One / FixedPoint34.FromInteger(BigInteger.Pow(10, 24));

    // e itself, by the same expansion as every other power.
    private static readonly FixedPoint34 E = Exp(FixedPoint34.One);

    /// <summary>ln(x).</summary>
    /// <remarks>Splits x = e^n·(1 + y), then ln(x) = n + ln(1 + y) by a continued fraction.</remarks>
    /// <exception cref="ArgumentOutOfRangeException">x is not positive.</exception>
    public static FixedPoint34 Ln(FixedPoint34 x)
    {
        if (x <= FixedPoint34.Zero)
            throw new ArgumentOutOfRangeException(nameof(x), "the logarithm of a number that is not positive");
        int n = PowerOfE(x);
        FixedPoint34 y = (x / Power(E, n)) - FixedPoint34.One;
        return FixedPoint34.FromInteger(n) + LnOnePlus(y);
    }

    /// <summary>e^x.</summary>
    /// <remarks>With n = ⌈x⌉: e^x = (e^(x/n))^n, the inner power by its Taylor series; e^-x = 1/e^x.</remarks>
    public static FixedPoint34 Exp(FixedPoint34 x)
    {
        if (x < FixedPoint34.Zero)
            return FixedPoint34.One / Exp(-x);
        if (x == FixedPoint34.Zero)
            return FixedPoint34.One;
        BigInteger n = x.Ceiling();
        return Power(Taylor(x / FixedPoint34.FromInteger(n)), (int)n);
    }

    /// <summary>
    /// Says whether <paramref name="compared"/> is below e^x, stopping as soon as the error term tells.
    /// </summary>
    /// <param name="boundX">A bound of e^ξ for ξ between 0 and x, which bounds the rest of the series.</param>
    /// <param name="compared">The number to place.</param>
    /// <param name="x">The exponent.</param>
    public static ExpComparison CompareWithExp(int boundX, FixedPoint34 compared, FixedPoint34 x)
    {
        foreach ((FixedPoint34 sum, FixedPoint34 error) in ExpExpansion(boundX, x))
        {
            if (compared >= sum + error)
                return ExpComparison.Above;
            if (compared < sum - error)
                return ExpComparison.Below;
        }
        return ExpComparison.Undecided;
    }

    /// <summary>
    /// The partial sums of e^x and a bound of what each one leaves out, at most <see cref="TermsMax"/>.
    /// </summary>
    /// <remarks>
    /// sum_(n+1) = sum_n + term_n;  term_(n+1) = term_n·x/(n+2);  |rest| &lt;= term_(n+1)·bound.
    /// The first sum is 1 + x.
    /// </remarks>
    public static IEnumerable<(FixedPoint34 Sum, FixedPoint34 Error)> ExpExpansion(int boundX, FixedPoint34 x)
    {
        FixedPoint34 term = x;
        FixedPoint34 sum = FixedPoint34.One;
        FixedPoint34 bound = FixedPoint34.FromInteger(boundX);
        for (int n = 0; n < TermsMax; n++)
        {
            sum += term;
            term = term * x / FixedPoint34.FromInteger(n + 2);
            yield return (sum, (term * bound).Abs());
        }
    }

    // Σ x^n/n!, until a term falls below epsilon (that term is left out).
    private static FixedPoint34 Taylor(FixedPoint34 x)
    {
        FixedPoint34 sum = FixedPoint34.One;
        FixedPoint34 term = FixedPoint34.One;
        for (int n = 1; n < TermsMax; n++)
        {
            term = term * x / FixedPoint34.FromInteger(n);
            if (term.Abs() < Epsilon)
                break;
            sum += term;
        }
        return sum;
    }

    // ln(1+x) = x/(1 + x·1²/(2 + x·1²/(3 + x·2²/(4 + x·2²/(5 + …))))), convergents A_n/B_n by the forward recurrence
    // A_n = b_n·A_(n-1) + a_n·A_(n-2), likewise B, until two differ by less than epsilon.
    private static FixedPoint34 LnOnePlus(FixedPoint34 x)
    {
        FixedPoint34 a2 = FixedPoint34.One, b2 = FixedPoint34.Zero, a1 = FixedPoint34.Zero, b1 = FixedPoint34.One;
        FixedPoint34? last = null;
        for (int n = 1; ; n++)
        {
            int half = n / 2;
            FixedPoint34 an = n == 1 ? x : x * FixedPoint34.FromInteger((long)half * half);
            FixedPoint34 bn = FixedPoint34.FromInteger(n);
            FixedPoint34 a0 = (bn * a1) + (an * a2);
            FixedPoint34 b0 = (bn * b1) + (an * b2);
            FixedPoint34 convergent = a0 / b0;
            if (n > TermsMax || (last is FixedPoint34 before && (before - convergent).Abs() < Epsilon))
                return convergent;
            last = convergent;
            (a2, b2, a1, b1) = (a1, b1, a0, b0);
        }
    }

    // The n with e^n <= x < e^(n+1): bounds that double, then bisection.
    private static int PowerOfE(FixedPoint34 x)
    {
        FixedPoint34 low = FixedPoint34.One / E, high = E;
        int lower = -1, upper = 1;
        while (x < low || high < x)
        {
            low *= low;
            high *= high;
            lower *= 2;
            upper *= 2;
        }
        while (lower + 1 != upper)
        {
            int middle = lower + ((upper - lower) / 2);
            if (x < Power(E, middle))
                upper = middle;
            else
                lower = middle;
        }
        return lower;
    }

    // x^n by squaring, in the reference's order of products: each one rounds.
    private static FixedPoint34 Power(FixedPoint34 x, int n)
    {
        if (n < 0)
            return FixedPoint34.One / Power(x, -n);
        if (n == 0)
            return FixedPoint34.One;
        if (n % 2 != 0)
            return x * Power(x, n - 1);
        FixedPoint34 root = Power(x, n / 2);
        return root * root;
    }
}
