using PoolTopology.Consensus.Blocks;
using PoolTopology.Consensus.Chain;
using PoolTopology.Consensus.Leadership;
using PoolTopology.Consensus.Nonces;
using PoolTopology.Ledger.Eras;
using PoolTopology.Ledger.Eras.Conway;
using PoolTopology.Ledger.Types;
using PoolTopology.Primitives.Chain;

namespace PoolTopology.TestKit.Chain;

/// <summary>
/// Makes blocks for a test network through the same encoders as the producer; valid unless changed on purpose.
/// </summary>
/// <remarks>Pure: the same calls give the same bytes.</remarks>
public static class TestForge
{
    /// <summary>The pools that lead a slot after a state.</summary>
    public static IEnumerable<TestPool> LeadersOf(TestNetwork network, HeaderState parent, Slot slot) =>
        network.Pools.Where(pool => IsLeader(network, parent, pool, slot));

    /// <summary>A pool leads a slot after a state.</summary>
    public static bool IsLeader(TestNetwork network, HeaderState parent, TestPool pool, Slot slot)
    {
        VrfCertificate vrf = Prove(network, parent, pool, slot);
        LeaderThreshold threshold = parent.LedgerView.ThresholdOf(
            pool.PoolId, network.Config.Parameters.ActiveSlotCoefficient);
        return LeaderCheck.IsLeader(vrf.Output.Span, threshold);
    }

    /// <summary>The first slot from a given one on that the pool leads after a state.</summary>
    public static Slot NextLedSlot(TestNetwork network, HeaderState parent, TestPool pool, Slot from)
    {
        for (ulong slot = from.Value; slot < from.Value + 100_000; slot++)
        {
            if (IsLeader(network, parent, pool, new Slot(slot)))
                return new Slot(slot);
        }
        throw new InvalidOperationException($"the pool leads no slot soon after {from}");
    }

    /// <summary>A stored block of a pool for a slot, whether or not the pool leads it.</summary>
    /// <param name="network">The network.</param>
    /// <param name="parent">The state that the block extends.</param>
    /// <param name="pool">The issuer.</param>
    /// <param name="slot">The slot.</param>
    /// <param name="change">Changes the header's fields before they are signed.</param>
    public static byte[] Forge(
        TestNetwork network,
        HeaderState parent,
        TestPool pool,
        Slot slot,
        Func<HeaderFields, HeaderFields>? change = null) =>
        ConwayBlockEncoder.EncodeStoredBlock(
            ForgeHeader(network, parent, pool, slot, change), ConwayBlockEncoder.EmptyBody);

    /// <summary>The header of <see cref="Forge"/>.</summary>
    public static byte[] ForgeHeader(
        TestNetwork network,
        HeaderState parent,
        TestPool pool,
        Slot slot,
        Func<HeaderFields, HeaderFields>? change = null)
    {
        VrfCertificate vrf = Prove(network, parent, pool, slot);
        HeaderFields fields = new()
        {
            Shape = HeaderShape.Praos,
            BlockNo = parent.Tip.IsGenesis ? default : new BlockNo(parent.Tip.BlockNo.Value + 1),
            Slot = slot,
            PrevHash = parent.Tip.IsGenesis ? null : parent.Tip.Point.Hash,
            IssuerVerificationKey = pool.ColdVerificationKey,
            VrfVerificationKey = pool.VrfVerificationKey,
            NonceVrf = vrf,
            LeaderVrf = vrf,
            BodySizeBytes = ConwayBlockEncoder.EmptyBodySizeBytes,
            BodyHash = ConwayBlockEncoder.EmptyBodyHash,
            OperationalCertificate = pool.Certificate,
            ProtocolVersion = new ProtocolVersion(10, 0),
        };
        return Sign(network, pool, change is null ? fields : change(fields));
    }

    /// <summary>
    /// Signs a header body at the evolution that its slot and certificate call for (0 where there is none).
    /// </summary>
    public static byte[] Sign(TestNetwork network, TestPool pool, HeaderFields fields)
    {
        byte[] body = ConwayBlockEncoder.EncodeHeaderBody(fields);
        ulong current = network.Config.KesPeriodOf(fields.Slot).Value;
        ulong start = fields.OperationalCertificate.StartKesPeriod.Value;
        ulong evolution = current >= start ? current - start : 0;
        return ConwayBlockEncoder.EncodeHeader(body, pool.SignKes(evolution < 64 ? (int)evolution : 63, body));
    }

    /// <summary>A valid chain: blocks in the next slots that some pool leads, with the state after each one.</summary>
    /// <param name="network">The network.</param>
    /// <param name="from">The state to extend.</param>
    /// <param name="count">How many blocks.</param>
    /// <param name="issuers">Which pools may make them; all of them when empty.</param>
    public static IReadOnlyList<(byte[] StoredBytes, ChainState After)> Extend(
        TestNetwork network, ChainState from, int count, params IReadOnlyList<TestPool> issuers)
    {
        IReadOnlyList<TestPool> pools = issuers.Count > 0 ? issuers : network.Pools;
        List<(byte[], ChainState)> blocks = [];
        ChainState state = from;
        ulong slot = from.Tip.IsGenesis ? 0 : from.Tip.Point.Slot.Value + 1;
        for (; blocks.Count < count; slot++)
        {
            TestPool? leader = pools.FirstOrDefault(p => IsLeader(network, state.HeaderState, p, new Slot(slot)));
            if (leader is null)
                continue;
            byte[] stored = Forge(network, state.HeaderState, leader, new Slot(slot));
            (ChainState? next, BlockError? error) = network.Rules.Apply(state, Block.Decode(stored), ApplyMode.Full);
            state = next ?? throw new InvalidOperationException($"the kit made an invalid block: {error}");
            blocks.Add((stored, state));
        }
        return blocks;
    }

    private static VrfCertificate Prove(TestNetwork network, HeaderState parent, TestPool pool, Slot slot)
    {
        Nonce nonce = network.Rules.Tick(parent, slot).EpochNonce;
        return pool.Prove(VrfRanges.Input(slot, nonce).ToArray());
    }
}
