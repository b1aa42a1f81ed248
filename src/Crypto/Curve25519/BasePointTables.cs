namespace PoolTopology.Crypto.Curve25519;

/// <summary>Multiples of the base point, computed once on first use (well below a millisecond of work).</summary>
internal static class BasePointTables
{
    internal const int RowLength = 8;
    internal const int Rows = 32;

    /// <summary>Entry 8 r + k is (k + 1) 256^r B: for <see cref="ScalarMultiplication.OfBase"/>.</summary>
    internal static readonly AffineCachedPoint[] Comb = MakeComb();

    /// <summary>Entry k is (2 k + 1) B, k below 64: for the sliding window of verification.</summary>
    internal static readonly AffineCachedPoint[] Odd = MakeOdd();

    /// <summary>B, 2 B, ... count B.</summary>
    internal static AffineCachedPoint[] MakeMultiples(int count)
    {
        ExtendedPoint[] points = new ExtendedPoint[count];
        points[0] = CurveConstants.BasePoint;
        for (int i = 1; i < count; i++)
            ExtendedPoint.Add(points[i - 1], points[0], out points[i]);
        return ToAffine(points);
    }

    private static AffineCachedPoint[] MakeComb()
    {
        ExtendedPoint[] points = new ExtendedPoint[Rows * RowLength];
        ExtendedPoint rowBase = CurveConstants.BasePoint;
        for (int row = 0; row < Rows; row++)
        {
            ExtendedPoint multiple = rowBase;
            for (int k = 0; k < RowLength; k++)
            {
                points[row * RowLength + k] = multiple;
                ExtendedPoint.Add(multiple, rowBase, out multiple);
            }
            for (int i = 0; i < 8; i++)
                ExtendedPoint.Double(rowBase, out rowBase);
        }
        return ToAffine(points);
    }

    private static AffineCachedPoint[] MakeOdd()
    {
        ExtendedPoint[] points = new ExtendedPoint[1 << (ScalarMultiplication.BaseWindowBits - 2)];
        ExtendedPoint multiple = CurveConstants.BasePoint;
        ExtendedPoint.Double(multiple, out ExtendedPoint twice);
        for (int k = 0; k < points.Length; k++)
        {
            points[k] = multiple;
            ExtendedPoint.Add(multiple, twice, out multiple);
        }
        return ToAffine(points);
    }

    private static AffineCachedPoint[] ToAffine(ExtendedPoint[] points)
    {
        // One inversion for all: products[i] = z0 ... zi.
        FieldElement[] products = new FieldElement[points.Length];
        products[0] = points[0].Z;
        for (int i = 1; i < points.Length; i++)
            FieldElement.Multiply(products[i - 1], points[i].Z, out products[i]);
        FieldElement.Invert(products[^1], out FieldElement inverse);
        AffineCachedPoint[] affine = new AffineCachedPoint[points.Length];
        for (int i = points.Length - 1; i >= 0; i--)
        {
            FieldElement own = inverse;
            if (i > 0)
                FieldElement.Multiply(inverse, products[i - 1], out own);
            FieldElement.Multiply(inverse, points[i].Z, out inverse);
            affine[i] = ToAffine(points[i], own);
        }
        return affine;
    }

    private static AffineCachedPoint ToAffine(in ExtendedPoint point, in FieldElement inverse)
    {
        FieldElement.Multiply(point.X, inverse, out FieldElement x);
        FieldElement.Multiply(point.Y, inverse, out FieldElement y);
        AffineCachedPoint affine;
        FieldElement.Add(y, x, out affine.YPlusX);
        FieldElement.Subtract(y, x, out affine.YMinusX);
        affine.YPlusX = affine.YPlusX.Carried();
        affine.YMinusX = affine.YMinusX.Carried();
        FieldElement.Multiply(x, y, out FieldElement xy);
        FieldElement.Multiply(xy, CurveConstants.TwoD, out affine.XY2d);
        return affine;
    }
}
