using System.Collections.Immutable;
using PoolTopology.Consensus.Blocks;
using PoolTopology.Consensus.Chain;
using PoolTopology.Consensus.Headers;
using PoolTopology.Consensus.Nonces;
using PoolTopology.Ledger.Eras;
using PoolTopology.Ledger.Eras.Conway;
using PoolTopology.Ledger.Parameters;
using PoolTopology.Ledger.Snapshots;
using PoolTopology.Ledger.Types;
using PoolTopology.Primitives.Chain;
using PoolTopology.Primitives.Numbers;
using PoolTopology.TestKit.Chain;

namespace PoolTopology.Consensus.Tests.Fakes;

/// <summary>Makes blocks of TPraos and Praos, with or without right, and the views that they are judged by.</summary>
internal static class EraForge
{
    // f = 1/2, epochs of 200 slots, KES periods of 1000.
    public static TestNetwork Network { get; } = TestNetwork.Create();

    /// <summary>Three genesis keys, in order, and their delegates.</summary>
    public static ImmutableArray<(Hash28 GenesisKey, TestPool Delegate)> Delegates { get; } =
    [
        (Hash28.Parse(new string('1', 56)), TestPool.FromNumber(12)),
        (Hash28.Parse(new string('2', 56)), TestPool.FromNumber(10)),
        (Hash28.Parse(new string('3', 56)), TestPool.FromNumber(11)),
    ];

    public static LedgerView View(Era era, Rational decentralisation, Nonce extraEntropy = default) => new()
    {
        Era = era,
        StakeDistribution = StakeDistribution.FromGenesis(Network.Config.Genesis),
        MaxHeaderSizeBytes = 1100,
        MaxBodySizeBytes = 65536,
        ProtocolVersion = new ProtocolVersion(6, 0),
        Decentralisation = decentralisation,
        ExtraEntropy = extraEntropy,
        GenesisDelegates = Delegates.ToImmutableSortedDictionary(
            d => d.GenesisKey,
            d => new GenesisDelegation(d.GenesisKey, d.Delegate.PoolId, d.Delegate.VrfKeyHash)),
    };

    /// <summary>A header for a slot after a state, as the view's era wants it, changed before it is signed.</summary>
    public static BlockHeader Header(
        HeaderState parent, Slot slot, TestPool issuer, Func<HeaderFields, HeaderFields>? change = null)
    {
        Era era = parent.ViewAt(slot)!.Era;
        Nonce nonce = Network.Rules.Tick(parent, slot).EpochNonce;
        bool isPraos = EraTable.HeaderShapeOf(era) == HeaderShape.Praos;
        HeaderFields fields = new()
        {
            Shape = EraTable.HeaderShapeOf(era),
            BlockNo = parent.Tip.IsGenesis ? default : new BlockNo(parent.Tip.BlockNo.Value + 1),
            Slot = slot,
            PrevHash = parent.Tip.IsGenesis ? null : parent.Tip.Point.Hash,
            IssuerVerificationKey = issuer.ColdVerificationKey,
            VrfVerificationKey = issuer.VrfVerificationKey,
            NonceVrf = issuer.Prove(
                (isPraos ? VrfRanges.Input(slot, nonce) : VrfRanges.TransitionalInput(slot, nonce, VrfUse.Nonce)).ToArray()),
            LeaderVrf = issuer.Prove(
                (isPraos ? VrfRanges.Input(slot, nonce) : VrfRanges.TransitionalInput(slot, nonce, VrfUse.Leader)).ToArray()),
            BodySizeBytes = ConwayBlockEncoder.EmptyBodySizeBytes,
            BodyHash = ConwayBlockEncoder.EmptyBodyHash,
            OperationalCertificate = issuer.Certificate,
            ProtocolVersion = new ProtocolVersion(6, 0),
        };
        return BlockHeader.Decode(era, TestForge.Sign(Network, issuer, change is null ? fields : change(fields)));
    }

    /// <summary>A block without transactions around a header; of Alonzo or later.</summary>
    public static Block Block(BlockHeader header)
    {
        byte[] stored = ConwayBlockEncoder.EncodeStoredBlock(header.Bytes.Span, ConwayBlockEncoder.EmptyBody);
        stored[1] = (byte)EraTable.BlockTag(header.Era);
        return Ledger.Types.Block.Decode(stored);
    }

    /// <summary>The next block that anybody may make after a state, with the state after it.</summary>
    public static (Block Block, ChainState After) Next(BlockRules rules, ChainState parent, Slot from)
    {
        for (Slot slot = from; ; slot = new Slot(slot.Value + 1))
        {
            foreach (TestPool issuer in Network.Pools.Concat(Delegates.Select(d => d.Delegate)))
            {
                Block block = Block(Header(parent.HeaderState, slot, issuer));
                if (rules.Apply(parent, block, ApplyMode.Full).Next is ChainState after)
                    return (block, after);
            }
        }
    }
}
