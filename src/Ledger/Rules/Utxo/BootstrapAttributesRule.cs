namespace PoolTopology.Ledger.Rules;

public abstract partial record LedgerError
{
    /// <summary>An output goes to a Byron address whose attributes are too large.</summary>
    public sealed record OutputBootstrapAttributesTooBig(int Index, int SizeBytes, int SizeBytesMax) : LedgerError;
}

/// <summary>The attributes of a Byron address in an output are at most 64 bytes.</summary>
/// <remarks>Spec: cardano-ledger <c>validateOutputBootAddrAttrsTooBig</c>, <c>bootstrapAddressAttrsSize</c>.</remarks>
internal static class BootstrapAttributesRule
{
    private const int SizeBytesMax = 64;

    public static LedgerError? Check(TransactionContext context)
    {
        for (int i = 0; i < context.AllOutputs.Length; i++)
        {
            int size = context.OutputAddress(i).ByronAttributesSizeBytes;
            if (size > SizeBytesMax)
                return new LedgerError.OutputBootstrapAttributesTooBig(i, size, SizeBytesMax);
        }
        return null;
    }
}
