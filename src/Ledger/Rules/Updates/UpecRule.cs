using System.Collections.Immutable;
using PoolTopology.Ledger.Parameters;
using PoolTopology.Ledger.Persistence;
using PoolTopology.Ledger.State;
using PoolTopology.Ledger.Transactions;

namespace PoolTopology.Ledger.Rules;

/// <summary>UPEC and NEWPP: what genesis keys voted for takes effect at an epoch boundary; to Babbage.</summary>
/// <remarks>
/// A quorum of the keys must propose the same update, and a transaction and a header must still fit into a block under
/// it. Proposals for the next epoch move up, unless the version of one could not follow the new one: then none does.
/// Spec: cardano-ledger <c>Cardano.Ledger.Shelley.Rules.Upec</c>, <c>Newpp</c>, <c>votedFuturePParams</c>.
/// https://github.com/IntersectMBO/cardano-ledger/blob/077a36a3829f9185a521215e56621dcb4deb5273/eras/shelley/impl/src/Cardano/Ledger/Shelley/Rules/Newpp.hs
/// </remarks>
internal static class UpecRule
{
    public static (ProtocolParameters Parameters, PpupState Proposals) Apply(
        ProtocolParameters parameters, PpupState proposals, ulong quorum)
    {
        ProtocolParameters next = Voted(parameters, proposals, quorum) ?? parameters;
        bool allCanFollow = proposals.Future.Values.All(update => CanFollow(next, update));
        return (next, PpupState.Empty with { Current = allCanFollow ? proposals.Future : PpupState.Empty.Current });
    }

    /// <summary>The parameters that a quorum voted for, or null.</summary>
    public static ProtocolParameters? Voted(ProtocolParameters parameters, PpupState proposals, ulong quorum)
    {
        if ((ulong)proposals.Current.Count < quorum || proposals.Current.IsEmpty)
            return null;
        ImmutableArray<ProtocolParameterUpdate> agreed = [.. proposals.Current.Values
            .GroupBy(ProtocolParameterUpdateCodec.DigestOf)
            .Where(votes => (ulong)votes.Count() >= quorum)
            .Select(votes => votes.First())];
        if (agreed.Length != 1)
            return null;
        ProtocolParameters next = parameters.Apply(agreed[0]);
        return (ulong)next.MaxTransactionSizeBytes + next.MaxBlockHeaderSizeBytes < next.MaxBlockBodySizeBytes
            ? next
            : null;
    }

    /// <summary>Whether an update's protocol version, if it names one, may follow the one in force.</summary>
    public static bool CanFollow(ProtocolParameters parameters, ProtocolParameterUpdate update) =>
        update.ProtocolVersion is not { } next
        || (next.Major == parameters.ProtocolVersion.Major && next.Minor == parameters.ProtocolVersion.Minor + 1)
        || (next.Major == parameters.ProtocolVersion.Major + 1 && next.Minor == 0);
}
