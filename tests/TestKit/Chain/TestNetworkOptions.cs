using PoolTopology.Primitives.Chain;

namespace PoolTopology.TestKit.Chain;

/// <summary>What a test network shall be like.</summary>
public sealed record TestNetworkOptions
{
    /// <summary>One pool for each amount, with that stake.</summary>
    public IReadOnlyList<Coin> Stakes { get; init; } = [new Coin(1_000_000_000), new Coin(1_000_000_000)];

    /// <summary>f, as a JSON number.</summary>
    public string ActiveSlotsCoefficient { get; init; } = "0.5";

    /// <summary>k.</summary>
    public ulong SecurityParameter { get; init; } = 5;

    /// <summary>Slots in an epoch.</summary>
    public ulong EpochLengthSlots { get; init; } = 200;

    /// <summary>Seconds in a slot, as a JSON number.</summary>
    public string SlotLengthSeconds { get; init; } = "1";

    /// <summary>Slots in a KES period.</summary>
    public ulong SlotsPerKesPeriod { get; init; } = 1000;

    /// <summary>Periods of a KES key.</summary>
    public ulong MaxKesEvolutions { get; init; } = 62;

    /// <summary>The network's number.</summary>
    public uint NetworkMagic { get; init; } = 42;

    /// <summary>The start of slot 0, to the second.</summary>
    public DateTimeOffset SystemStart { get; init; } = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
}
