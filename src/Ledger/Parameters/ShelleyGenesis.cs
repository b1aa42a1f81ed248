using System.Collections.Immutable;
using System.Numerics;
using PoolTopology.Ledger.Transactions;
using PoolTopology.Primitives.Chain;
using PoolTopology.Primitives.Numbers;

namespace PoolTopology.Ledger.Parameters;

/// <summary>A Shelley genesis file: time, consensus parameters, and what exists before the first block.</summary>
/// <remarks>
/// Numbers are exact: <c>0.05</c> is 1/20.
/// Spec: cardano-ledger <c>Cardano.Ledger.Shelley.Genesis</c>.
/// </remarks>
public sealed record ShelleyGenesis
{
    /// <summary>The start of slot 0.</summary>
    public required DateTimeOffset SystemStart { get; init; }

    /// <summary>The number that keeps this network apart.</summary>
    public required NetworkMagic NetworkMagic { get; init; }

    /// <summary>Mainnet or not.</summary>
    public required NetworkId NetworkId { get; init; }

    /// <summary>Slots in an epoch.</summary>
    public required ulong EpochLengthSlots { get; init; }

    /// <summary>How long a slot lasts; exact to 100 ns.</summary>
    public required TimeSpan SlotLength { get; init; }

    /// <summary>f: the chance that a pool with all the stake leads a slot; above 0, at most 1.</summary>
    public required Rational ActiveSlotsCoefficient { get; init; }

    /// <summary>k: how many blocks may be rolled back.</summary>
    public required ulong SecurityParameter { get; init; }

    /// <summary>Slots in a KES period.</summary>
    public required ulong SlotsPerKesPeriod { get; init; }

    /// <summary>Periods that one KES key may sign in.</summary>
    public required ulong MaxKesEvolutions { get; init; }

    /// <summary>All the money that can ever exist.</summary>
    public required Coin MaxLovelaceSupply { get; init; }

    /// <summary>Genesis keys that an update needs.</summary>
    public required ulong UpdateQuorum { get; init; }

    /// <summary>The protocol parameters at the start.</summary>
    public required ShelleyProtocolParameters ProtocolParameters { get; init; }

    /// <summary>Genesis delegates by genesis key hash.</summary>
    public required ImmutableSortedDictionary<Hash28, GenesisDelegation> GenesisDelegates { get; init; }

    /// <summary>Pools registered from the start; their relays and metadata are not read.</summary>
    public required ImmutableSortedDictionary<Hash28, PoolParameters> Pools { get; init; }

    /// <summary>Which pool each stake key delegates to from the start.</summary>
    public required ImmutableSortedDictionary<Hash28, Hash28> StakeDelegations { get; init; }

    /// <summary>The money at the start, in the file's order.</summary>
    public required ImmutableArray<InitialFund> InitialFunds { get; init; }

    /// <summary>Parses a file.</summary>
    /// <exception cref="GenesisException">It is not a Shelley genesis file; says where and why.</exception>
    public static ShelleyGenesis Parse(ReadOnlySpan<byte> json)
    {
        JsonField root = JsonField.Parse(json, "shelley-genesis");
        return new ShelleyGenesis
        {
            SystemStart = root["systemStart"].AsTime(),
            NetworkMagic = new NetworkMagic(root["networkMagic"].AsUInt32()),
            NetworkId = ReadNetworkId(root["networkId"]),
            EpochLengthSlots = ReadPositive(root["epochLength"]),
            SlotLength = ReadSlotLength(root["slotLength"]),
            ActiveSlotsCoefficient = ReadActiveSlotsCoefficient(root["activeSlotsCoeff"]),
            SecurityParameter = ReadPositive(root["securityParam"]),
            SlotsPerKesPeriod = ReadPositive(root["slotsPerKESPeriod"]),
            MaxKesEvolutions = ReadPositive(root["maxKESEvolutions"]),
            MaxLovelaceSupply = new Coin(root["maxLovelaceSupply"].AsUInt64()),
            UpdateQuorum = root["updateQuorum"].AsUInt64(),
            ProtocolParameters = ShelleyProtocolParameters.Read(root["protocolParams"]),
            GenesisDelegates = ReadGenesisDelegates(root["genDelegs"]),
            Pools = root.TryGet("staking") is JsonField staking
                ? ReadPools(staking["pools"])
                : ImmutableSortedDictionary<Hash28, PoolParameters>.Empty,
            StakeDelegations = root.TryGet("staking") is JsonField delegations
                ? ReadStakeDelegations(delegations["stake"])
                : ImmutableSortedDictionary<Hash28, Hash28>.Empty,
            InitialFunds = ReadInitialFunds(root["initialFunds"]),
        };
    }

    private static NetworkId ReadNetworkId(JsonField field) => field.AsText() switch
    {
        "Mainnet" => NetworkId.Mainnet,
        "Testnet" => NetworkId.Testnet,
        _ => throw field.Unlike("\"Mainnet\" or \"Testnet\""),
    };

    private static ulong ReadPositive(JsonField field)
    {
        ulong value = field.AsUInt64();
        return value > 0 ? value : throw field.Unlike("a positive integer");
    }

    // Seconds, possibly a fraction. The reference keeps picoseconds; a TimeSpan keeps ticks of 100 ns.
    private static TimeSpan ReadSlotLength(JsonField field)
    {
        Rational ticks = field.AsRational() * (Rational)(BigInteger)TimeSpan.TicksPerSecond;
        if (!ticks.Denominator.IsOne || ticks.Sign <= 0 || ticks.Numerator > TimeSpan.TicksPerDay)
            throw field.Unlike("seconds above 0, at most a day, in steps of 100 ns");
        return TimeSpan.FromTicks((long)ticks.Numerator);
    }

    private static Rational ReadActiveSlotsCoefficient(JsonField field)
    {
        Rational f = field.AsUnitInterval();
        return f > Rational.Zero ? f : throw field.Unlike("a number above 0, at most 1");
    }

    private static ImmutableSortedDictionary<Hash28, GenesisDelegation> ReadGenesisDelegates(JsonField field) =>
        field.Properties().ToImmutableSortedDictionary(
            p => p.Value.KeyAsHash28(p.Key),
            p => new GenesisDelegation(
                p.Value.KeyAsHash28(p.Key), p.Value["delegate"].AsHash28(), p.Value["vrf"].AsHash32()));

    private static ImmutableSortedDictionary<Hash28, PoolParameters> ReadPools(JsonField field) =>
        field.Properties().ToImmutableSortedDictionary(
            p => p.Value.KeyAsHash28(p.Key),
            p => new PoolParameters(
                p.Value.KeyAsHash28(p.Key),
                p.Value["vrf"].AsHash32(),
                new Coin(p.Value["pledge"].AsUInt64()),
                new Coin(p.Value["cost"].AsUInt64()),
                p.Value["margin"].AsUnitInterval(),
                ReadRewardAccount(p.Value["rewardAccount"]),
                [.. p.Value["owners"].Elements().Select(owner => owner.AsHash28()).Distinct().Order()],
                [],
                null));

    private static RewardAccount ReadRewardAccount(JsonField field)
    {
        JsonField credential = field["credential"];
        Credential owner = (credential.TryGet("key hash") ?? credential.TryGet("keyHash")) is JsonField key
            ? Credential.OfKey(key.AsHash28())
            : (credential.TryGet("script hash") ?? credential.TryGet("scriptHash")) is JsonField script
                ? Credential.OfScript(script.AsHash28())
                : throw credential.Unlike("a key hash or a script hash");
        return new RewardAccount(ReadNetworkId(field["network"]), owner);
    }

    private static ImmutableSortedDictionary<Hash28, Hash28> ReadStakeDelegations(JsonField field) =>
        field.Properties().ToImmutableSortedDictionary(p => p.Value.KeyAsHash28(p.Key), p => p.Value.AsHash28());

    private static ImmutableArray<InitialFund> ReadInitialFunds(JsonField field) =>
        [.. field.Properties().Select(p => new InitialFund(p.Value.KeyAsBytes(p.Key), new Coin(p.Value.AsUInt64())))];
}
