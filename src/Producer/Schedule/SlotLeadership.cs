using PoolTopology.Consensus.Chain;
using PoolTopology.Consensus.Headers;
using PoolTopology.Consensus.Leadership;
using PoolTopology.Consensus.Nonces;
using PoolTopology.Credentials.Hot;
using PoolTopology.Crypto.Ecvrf;
using PoolTopology.Ledger.Types;
using PoolTopology.Primitives.Chain;

namespace PoolTopology.Producer.Schedule;

/// <summary>Whether a slot is the pool's own.</summary>
/// <remarks>Pure. Cost: one VRF evaluation per slot, about half of a proof.</remarks>
internal static class SlotLeadership
{
    /// <summary>The nonce that elects the leader of a slot, as the chain at its tip knows it; null for an epoch that is over.</summary>
    /// <remarks>Exact when the tip is of the slot's epoch, or the last block of the epoch before.</remarks>
    public static Nonce? NonceAt(ChainState state, Slot slot, ConsensusConfig config) =>
        state.PraosState.LastSlot is { } last && config.Clock.EpochOf(slot) < config.Clock.EpochOf(last)
            ? null
            : NonceEvolution.Tick(state.PraosState, slot, config.Clock).EpochNonce;

    /// <summary>Whether the pool leads a slot under a nonce.</summary>
    public static bool IsOwn(HotCredentials keys, Slot slot, Nonce nonce, LedgerView view, ConsensusConfig config)
    {
        Span<byte> input = stackalloc byte[Hash32.SizeBytes];
        VrfRanges.Input(slot, nonce).CopyTo(input);
        Span<byte> output = stackalloc byte[Vrf.OutputSizeBytes];
        keys.Vrf.Evaluate(input, output);
        return LeaderCheck.IsLeader(output, view.ThresholdOf(keys.PoolId, config.Parameters.ActiveSlotCoefficient));
    }

    /// <summary>What decides about many slots under a nonce, as <see cref="IsOwn"/> decides about one.</summary>
    public static Election ElectionOf(HotCredentials keys, Nonce nonce, LedgerView view, ConsensusConfig config)
    {
        ActiveSlotCoefficient f = config.Parameters.ActiveSlotCoefficient;
        return new Election(nonce, view.ThresholdOf(keys.PoolId, f), f);
    }

    /// <summary>The certificate that proves the leadership to others.</summary>
    public static VrfCertificate Prove(HotCredentials keys, Slot slot, Nonce nonce)
    {
        byte[] proof = new byte[Vrf.ProofSizeBytes];
        byte[] output = new byte[Vrf.OutputSizeBytes];
        byte[] input = VrfRanges.Input(slot, nonce).ToArray();
        keys.Vrf.Prove(input, proof);
        keys.Vrf.Evaluate(input, output);
        return new VrfCertificate(output, proof);
    }
}
