using PoolTopology.Ledger.Transactions;
using PoolTopology.Ledger.Types;
using PoolTopology.Primitives.Chain;

namespace PoolTopology.Ledger.Rules;

public abstract partial record LedgerError
{
    /// <summary>The body names auxiliary data that are not there.</summary>
    public sealed record MissingAuxiliaryData(Hash32 Declared) : LedgerError;

    /// <summary>There are auxiliary data that the body does not name.</summary>
    public sealed record MissingAuxiliaryDataHash(Hash32 Computed) : LedgerError;

    /// <summary>The auxiliary data are not those that the body names.</summary>
    public sealed record ConflictingAuxiliaryDataHash(Hash32 Declared, Hash32 Computed) : LedgerError;

    /// <summary>The metadata hold a text or byte string of more than 64 bytes.</summary>
    public sealed record OversizedMetadata : LedgerError;

    /// <summary>A script among the auxiliary data is none.</summary>
    public sealed record MalformedAuxiliaryScript(Hash28 ScriptHash) : LedgerError;
}

/// <summary>The body names exactly the auxiliary data that travel with it, and these are well-formed.</summary>
/// <remarks>Spec: cardano-ledger <c>validateMetadata</c>, <c>validateAlonzoTxAuxData</c>.</remarks>
internal static class AuxiliaryDataRule
{
    // The bound on strings came by a soft fork, after protocol version 2.0.
    private static readonly ProtocolVersion LastWithoutBound = new(2, 0);

    public static LedgerError? CheckHash(TransactionContext context) =>
        (context.Body.AuxiliaryDataHash, context.Transaction.Auxiliary) switch
        {
            (null, null) => null,
            (Hash32 declared, null) => new LedgerError.MissingAuxiliaryData(declared),
            (null, { } data) => new LedgerError.MissingAuxiliaryDataHash(data.Hash),
            (Hash32 declared, { } data) when declared != data.Hash =>
                new LedgerError.ConflictingAuxiliaryDataHash(declared, data.Hash),
            _ => null,
        };

    public static LedgerError? CheckMetadata(TransactionContext context) =>
        context.Transaction.Auxiliary is { HasOversizedMetadata: true }
            && IsBounded(context.Parameters.ProtocolVersion)
            ? new LedgerError.OversizedMetadata()
            : null;

    public static LedgerError? CheckScripts(TransactionContext context)
    {
        if (context.Transaction.Auxiliary is not { } data)
            return null;
        foreach (Script script in data.Scripts)
        {
            if (!ScriptFormRule.IsWellFormed(script))
                return new LedgerError.MalformedAuxiliaryScript(script.Hash);
        }
        return null;
    }

    private static bool IsBounded(ProtocolVersion version) =>
        version.Major > LastWithoutBound.Major
        || (version.Major == LastWithoutBound.Major && version.Minor > LastWithoutBound.Minor);
}
