using PoolTopology.Consensus.Headers;
using PoolTopology.Ledger.Eras;
using PoolTopology.Ledger.Parameters;
using PoolTopology.Ledger.Types;

namespace PoolTopology.Consensus.Blocks;

public abstract partial record BlockError
{
    /// <summary>The header declares a protocol version beyond the next one.</summary>
    public sealed record HeaderVersionTooHigh(ulong HeaderMajor, ulong MaxMajor) : BlockError;
}

/// <summary>
/// From Conway on: header major version &lt;= ledger major version + 1, on mainnet, and everywhere from version 12 on.
/// </summary>
/// <remarks>
/// Spec: cardano-ledger <c>Cardano.Ledger.Conway.Rules.Bbody</c> (HeaderProtVerTooHigh; testnets are exempt until
/// Dijkstra).
/// </remarks>
internal static class HeaderVersionRule
{
    private const ulong EnforcedEverywhereFromMajor = 12;

    public static BlockError? Check(BlockHeader header, LedgerView view, NetworkId network)
    {
        ulong ledgerMajor = view.ProtocolVersion.Major;
        bool isEnforced = view.Era >= Era.Conway
            && (network == NetworkId.Mainnet || ledgerMajor >= EnforcedEverywhereFromMajor);
        ulong max = checked(ledgerMajor + 1);
        return isEnforced && header.ProtocolVersion.Major > max
            ? new BlockError.HeaderVersionTooHigh(header.ProtocolVersion.Major, max)
            : null;
    }
}
