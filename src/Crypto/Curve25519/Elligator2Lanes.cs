using System.Runtime.CompilerServices;

namespace PoolTopology.Crypto.Curve25519;

/// <summary><see cref="Elligator2"/> in eight lanes; the equations are explained there.</summary>
/// <remarks>Pre: <see cref="FieldLanes.IsSupported"/>. Cost: constant time.</remarks>
internal static class Elligator2Lanes
{
    private const ulong A = CurveConstants.MontgomeryA;

    private static readonly FieldLanes One = FieldLanes.Broadcast(FieldElement.One);
    private static readonly FieldLanes ALanes = FieldLanes.Broadcast(new FieldElement(A, 0, 0, 0, 0));
    private static readonly FieldLanes ASquared = FieldLanes.Broadcast(new FieldElement(A * A, 0, 0, 0, 0));
    private static readonly FieldLanes ATimesAPlus2 = FieldLanes.Broadcast(new FieldElement(A * (A + 2), 0, 0, 0, 0));
    private static readonly FieldLanes SqrtOfTwoOverI = FieldLanes.Broadcast(CurveConstants.SqrtOfTwoOverI);
    private static readonly FieldLanes SqrtOfMinusTwoOverI = FieldLanes.Broadcast(CurveConstants.SqrtOfMinusTwoOverI);

    /// <summary>The points for eight times 32 bytes; top bits are ignored.</summary>
    [SkipLocalsInit]
    internal static void Map(ReadOnlySpan<byte> bytes, out PointLanes points)
    {
        WordLanes.Read(bytes, out WordLanes words);
        FieldLanes.From(words, out FieldLanes r);
        FieldLanes.Square(r, out FieldLanes w);             // w = 1 + 2 r^2
        FieldLanes.Add(w, w, out w);
        FieldLanes.Add(w, One, out w);
        FieldLanes.Carry(w, out w);

        FieldLanes.Multiply(w, ATimesAPlus2, out FieldLanes u); // u = A (A + 2) w
        FieldLanes.Square(w, out FieldLanes v);             // v = w^2 + A^2 - A^2 w
        FieldLanes.Add(v, ASquared, out v);
        FieldLanes.Multiply(w, ASquared, out FieldLanes scaled);
        FieldLanes.Subtract(v, scaled, out v);
        FieldLanes.Carry(v, out v);
        FieldLanes.RootOfRatio(u, v, out FieldLanes root, out FieldLanes.RootKinds kinds);

        // x1: (A + w) / (A - w). x2: (A - A w - w) / (A - A w + w), with x = root r sqrt(2 / i) or root r sqrt(-2 / i).
        FieldLanes.Choose(kinds.TimesRootOfMinusOne, SqrtOfTwoOverI, SqrtOfMinusTwoOverI, out FieldLanes factor);
        FieldLanes.Multiply(r, factor, out factor);
        FieldLanes.Multiply(root, factor, out FieldLanes second);
        FieldLanes.Choose(kinds.Square, root, second, out FieldLanes x);
        FieldLanes.Multiply(w, ALanes, out FieldLanes aw);
        FieldLanes.Subtract(ALanes, aw, out aw);
        FieldLanes.Choose(kinds.Square, ALanes, aw, out FieldLanes middle);
        FieldLanes.NegateWhere(w, ~kinds.Square, out FieldLanes signed);
        FieldLanes.Add(middle, signed, out FieldLanes numerator);
        FieldLanes.Subtract(middle, signed, out FieldLanes denominator);
        FieldLanes.Carry(numerator, out numerator);
        FieldLanes.Carry(denominator, out denominator);
        FieldLanes.NegateWhere(x, FieldLanes.IsNegative(x), out x);

        // (x, n / d): X = x d, Y = n, Z = d, and the neutral element for d = 0; T is not read by doublings.
        FieldLanes.Multiply(x, denominator, out points.X);
        points.Y = numerator;
        points.Z = denominator;
        points.T = One;
        PointLanes.KeepWhere(~FieldLanes.IsZero(denominator), ref points);
        PointLanes.DoubleTimes(points, 3, out points);
    }
}
