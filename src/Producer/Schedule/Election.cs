using System.Collections.Immutable;
using PoolTopology.Consensus.Leadership;
using PoolTopology.Consensus.Nonces;
using PoolTopology.Credentials.Keys;
using PoolTopology.Crypto.Ecvrf;
using PoolTopology.Primitives.Chain;
using PoolTopology.Primitives.Numbers;

namespace PoolTopology.Producer.Schedule;

/// <summary>What decides, with a pool's VRF key, which slots of an epoch are the pool's own.</summary>
/// <param name="epochNonce">The nonce of the epoch.</param>
/// <param name="threshold">The pool's, by its share of the stake that the epoch elects by.</param>
/// <param name="activeSlotCoefficient">f.</param>
/// <remarks>Immutable; safe to share between threads.</remarks>
internal sealed class Election(Nonce epochNonce, LeaderThreshold threshold, ActiveSlotCoefficient activeSlotCoefficient)
{
    // As many as the stack may hold: 6 KiB of inputs and outputs.
    private const int BatchSlots = 64;

    /// <summary>The nonce of the epoch.</summary>
    public Nonce EpochNonce => epochNonce;

    /// <summary>f.</summary>
    public ActiveSlotCoefficient ActiveSlotCoefficient => activeSlotCoefficient;

    /// <summary>Which protocol elects.</summary>
    public ElectionProtocol Protocol { get; init; } = ElectionProtocol.Praos;

    /// <summary>The first slot of the epoch, from which an overlay schedule counts.</summary>
    public Slot FirstSlotOfEpoch { get; init; }

    /// <summary>d: which part of the slots the genesis delegates have; 0 in Praos.</summary>
    public Rational Decentralisation { get; init; } = Rational.Zero;

    /// <summary>The genesis keys, ordered; read only where d is above 0.</summary>
    public ImmutableArray<Hash28> GenesisKeyHashes { get; init; } = [];

    /// <summary>Adds the own slots among those from <paramref name="first"/> on, in order.</summary>
    /// <remarks>
    /// Cost: one VRF output per slot, without its proof; constant time in the key. Which slots were found shows in time
    /// only by the adding.
    /// </remarks>
    public void FindOwn(VrfSigningKey key, Slot first, int count, List<Slot> own)
    {
        Span<byte> inputs = stackalloc byte[BatchSlots * VrfRanges.InputSizeBytes];
        Span<byte> outputs = stackalloc byte[BatchSlots * Vrf.OutputSizeBytes];
        for (int done = 0; done < count; done += BatchSlots)
        {
            int batch = Math.Min(BatchSlots, count - done);
            for (int i = 0; i < batch; i++)
                InputOf(SlotAt(first, done + i)).CopyTo(inputs[(i * VrfRanges.InputSizeBytes)..]);
            key.EvaluateMany(inputs[..(batch * VrfRanges.InputSizeBytes)], outputs[..(batch * Vrf.OutputSizeBytes)]);
            for (int i = 0; i < batch; i++)
            {
                Slot slot = SlotAt(first, done + i);
                if (IsElected(outputs.Slice(i * Vrf.OutputSizeBytes, Vrf.OutputSizeBytes)) && !IsOfOverlay(slot))
                    own.Add(slot);
            }
        }
    }

    private Hash32 InputOf(Slot slot) => Protocol == ElectionProtocol.Praos
        ? VrfRanges.Input(slot, EpochNonce)
        : VrfRanges.TransitionalInput(slot, EpochNonce, VrfUse.Leader);

    private bool IsElected(ReadOnlySpan<byte> output) => Protocol == ElectionProtocol.Praos
        ? LeaderCheck.IsLeader(output, threshold)
        : threshold.AdmitsOutput(output);

    private bool IsOfOverlay(Slot slot) =>
        Decentralisation.Sign > 0
        && OverlaySchedule.Find(
            slot, FirstSlotOfEpoch, Decentralisation, ActiveSlotCoefficient, GenesisKeyHashes) is not null;

    private static Slot SlotAt(Slot first, int offset) => new(checked(first.Value + (ulong)offset));
}
