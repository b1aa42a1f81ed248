using PoolTopology.Crypto.Curve25519;

namespace PoolTopology.Crypto.Wide;

internal partial struct WideField<V>
    where V : unmanaged, IWide<V>
{
    private static readonly WideField<V> RootOfMinusOne = Broadcast(CurveConstants.SqrtMinusOne);

    /// <summary>Which power of i = sqrt(-1) remains after <see cref="RootOfRatio"/>, as masks.</summary>
    internal struct RootKinds
    {
        /// <summary>u / v is a square and x its root.</summary>
        internal V Square;

        /// <summary>u / v is not a square; v x^2 = sqrt(-1) u. Where neither is set, v x^2 = -sqrt(-1) u.</summary>
        internal V TimesRootOfMinusOne;
    }

    /// <summary><see cref="FieldElement.RootOfRatio"/> in every lane; u and v are tight.</summary>
    internal static void RootOfRatio(
        in WideField<V> u, in WideField<V> v, out WideField<V> x, out RootKinds kinds)
    {
        Square(v, out WideField<V> v3);
        Multiply(v3, v, out v3);
        Square(v3, out WideField<V> v7);
        Multiply(v7, v, out v7);
        Multiply(u, v7, out WideField<V> uv7);
        PowerForRoot(uv7, out WideField<V> power);
        Multiply(u, v3, out x);
        Multiply(x, power, out x);          // u v^3 (u v^7)^((p-5)/8)

        Square(x, out WideField<V> vxx);
        Multiply(vxx, v, out vxx);
        Add(vxx, u, out WideField<V> sum);
        V isOpposite = IsZero(sum);
        kinds.Square = AreEqual(vxx, u) | isOpposite;
        Multiply(u, RootOfMinusOne, out WideField<V> iu);
        kinds.TimesRootOfMinusOne = V.Choose(kinds.Square, V.Broadcast(0), AreEqual(vxx, iu));
        Multiply(x, RootOfMinusOne, out WideField<V> ix);
        Choose(isOpposite, ix, x, out x);
    }

    /// <summary>1 / z in every lane, with one inversion for all.</summary>
    /// <remarks>Pre: z is tight and nowhere zero: a zero would spoil its neighbours.</remarks>
    internal static void Invert(in WideField<V> z, out WideField<V> inverse)
    {
        const int size = WideWords<V>.SizeBytes;
        Span<byte> bytes = stackalloc byte[WideWords<V>.LanesMax * size];
        Span<FieldElement> elements = stackalloc FieldElement[WideWords<V>.LanesMax];
        Span<FieldElement> products = stackalloc FieldElement[WideWords<V>.LanesMax];
        ToWords(z, out WideWords<V> words);
        words.Write(bytes);
        // products[i] = z0 z1 ... zi; 1/zi = (1 / products[i]) products[i - 1]
        for (int i = 0; i < V.Lanes; i++)
        {
            elements[i] = FieldElement.FromBytes(bytes[(i * size)..]);
            products[i] = elements[i];
            if (i > 0)
                FieldElement.Multiply(products[i - 1], elements[i], out products[i]);
        }
        FieldElement.Invert(products[V.Lanes - 1], out FieldElement rest);
        for (int i = V.Lanes - 1; i > 0; i--)
        {
            FieldElement.Multiply(rest, products[i - 1], out FieldElement own);
            own.ToBytes(bytes[(i * size)..]);
            FieldElement.Multiply(rest, elements[i], out rest);
        }
        rest.ToBytes(bytes);
        WideWords<V>.Read(bytes, out words);
        From(words, out inverse);
    }

    // z^((p - 5) / 8) = z^(2^252 - 3), with 2^252 - 3 = (2^250 - 1) 2^2 + 1, by doubling the number of one-bits.
    private static void PowerForRoot(in WideField<V> z, out WideField<V> power)
    {
        Square(z, out WideField<V> z2);
        SquareTimes(z2, 2, out WideField<V> t);
        Multiply(t, z, out WideField<V> z9);
        Multiply(z9, z2, out WideField<V> z11);
        Square(z11, out t);
        Multiply(t, z9, out WideField<V> ones5);        // 2^5 - 1
        SquareTimes(ones5, 5, out t);
        Multiply(t, ones5, out WideField<V> ones10);
        SquareTimes(ones10, 10, out t);
        Multiply(t, ones10, out WideField<V> ones20);
        SquareTimes(ones20, 20, out t);
        Multiply(t, ones20, out t);                     // 2^40 - 1
        SquareTimes(t, 10, out t);
        Multiply(t, ones10, out WideField<V> ones50);
        SquareTimes(ones50, 50, out t);
        Multiply(t, ones50, out WideField<V> ones100);
        SquareTimes(ones100, 100, out t);
        Multiply(t, ones100, out t);                    // 2^200 - 1
        SquareTimes(t, 50, out t);
        Multiply(t, ones50, out t);                     // 2^250 - 1
        SquareTimes(t, 2, out t);
        Multiply(t, z, out power);
    }
}
