using System.Numerics;
using PoolTopology.Consensus.Leadership;
using PoolTopology.Ledger.Eras;
using PoolTopology.Ledger.Parameters;
using PoolTopology.Primitives.Numbers;

namespace PoolTopology.Consensus.Chain;

/// <summary>The numbers of the genesis file that header validation and chain selection use.</summary>
public sealed record ConsensusParameters
{
    /// <summary>The newest major protocol version that this node knows.</summary>
    /// <remarks>Spec: cardano-node 11, Conway: <c>MaxMajorProtVer</c> 11 (August 2026).</remarks>
    public const ulong MaxMajorProtocolVersionDefault = 11;

    /// <summary>f, with ln(1-f) computed once.</summary>
    public required ActiveSlotCoefficient ActiveSlotCoefficient { get; init; }

    /// <summary>k: how many blocks may be rolled back.</summary>
    public required ulong SecurityParameter { get; init; }

    /// <summary>Slots in a KES period.</summary>
    public required ulong SlotsPerKesPeriod { get; init; }

    /// <summary>Periods that one KES key may sign in.</summary>
    public required ulong MaxKesEvolutions { get; init; }

    /// <summary>The newest major protocol version that this node knows; a newer ledger makes it obsolete.</summary>
    public ulong MaxMajorProtocolVersion { get; init; } = MaxMajorProtocolVersionDefault;

    /// <summary>⌈3k/f⌉: after so many slots a block is stable.</summary>
    public ulong StabilityWindowSlots => Window(3);

    /// <summary>
    /// How many slots before an epoch's end its candidate nonce is fixed: ⌈3k/f⌉ to Babbage, ⌈4k/f⌉ from Conway on.
    /// </summary>
    /// <remarks>
    /// Spec: cardano-ledger <c>computeStabilityWindow</c>, <c>computeRandomnessStabilisationWindow</c>; Shelley
    /// formal specification, erratum 17.3.
    /// </remarks>
    public ulong CandidateWindowSlots(Era era) => Window(era >= Era.Conway ? 4 : 3);

    /// <summary>The parameters of a genesis file.</summary>
    public static ConsensusParameters FromGenesis(ShelleyGenesis genesis)
    {
        ArgumentNullException.ThrowIfNull(genesis);
        return new ConsensusParameters
        {
            ActiveSlotCoefficient = new ActiveSlotCoefficient(genesis.ActiveSlotsCoefficient),
            SecurityParameter = genesis.SecurityParameter,
            SlotsPerKesPeriod = genesis.SlotsPerKesPeriod,
            MaxKesEvolutions = genesis.MaxKesEvolutions,
        };
    }

    // ⌈multiple·k/f⌉. Asked for with every block, hence without bringing a fraction to lowest terms.
    private ulong Window(int multiple)
    {
        Rational f = ActiveSlotCoefficient.Value;
        BigInteger dividend = (BigInteger)SecurityParameter * multiple * f.Denominator;
        return checked((ulong)((dividend + f.Numerator - BigInteger.One) / f.Numerator));
    }
}
