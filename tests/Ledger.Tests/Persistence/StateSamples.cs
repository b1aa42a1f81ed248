using System.Collections.Immutable;
using System.Net;
using PoolTopology.Ledger.Eras;
using PoolTopology.Ledger.Parameters;
using PoolTopology.Ledger.Snapshots;
using PoolTopology.Ledger.State;
using PoolTopology.Ledger.Tests.Rules;
using PoolTopology.Ledger.Transactions;
using PoolTopology.Ledger.Types;
using PoolTopology.Primitives.Chain;
using PoolTopology.Primitives.Collections;
using PoolTopology.Primitives.Numbers;

namespace PoolTopology.Ledger.Tests.Persistence;

/// <summary>Ledger states with something in every field. They need not make sense.</summary>
internal static class StateSamples
{
    public static LedgerState State(Random random) => new()
    {
        Era = (Era)random.Next(1, 7),
        Epoch = new EpochNo(Number(random)),
        Utxo = Outputs(random) with
        {
            Deposited = Money(random),
            Fees = Money(random),
            Donations = Money(random),
            Proposals = new PpupState(Proposals(random), Proposals(random)),
        },
        Certificates = Certificates(random),
        Pots = new AccountPots(Money(random), Money(random)),
        Parameters = Parameters(random),
        PreviousParameters = Parameters(random),
        Snapshots = new StakeSnapshots(Snapshot(random), Snapshot(random), Snapshot(random), Money(random)),
        BlocksMade = Map(random, r => (Hash(r), Number(r))),
        PreviousBlocksMade = Map(random, r => (Hash(r), Number(r))),
        RewardUpdate = random.Next(2) == 0 ? null : Update(random),
        PoolDistribution = new StakeDistribution(Some(random, r => Hash(r)).ToImmutableSortedDictionary(
            pool => pool, _ => new PoolStake(Share(random), LongHash(random)))),
    };

    public static ProtocolParameterUpdate ParameterUpdate(Random random)
    {
        ProtocolParameterUpdate all = new()
        {
            MinFeePerByte = Money(random),
            MinFeeConstant = Money(random),
            MaxBlockBodySizeBytes = (uint)random.Next(),
            MaxTransactionSizeBytes = (uint)random.Next(),
            MaxBlockHeaderSizeBytes = (ushort)random.Next(ushort.MaxValue),
            KeyDeposit = Money(random),
            PoolDeposit = Money(random),
            MaxPoolRetirementEpochs = (uint)random.Next(),
            DesiredPoolCount = (ushort)random.Next(ushort.MaxValue),
            A0 = Share(random),
            Rho = Share(random),
            Tau = Share(random),
            Decentralisation = Share(random),
            ExtraEntropy = new ExtraEntropy(random.Next(2) == 0 ? null : LongHash(random)),
            ProtocolVersion = new ProtocolVersion(Number(random), Number(random)),
            MinUtxoValue = Money(random),
            MinPoolCost = Money(random),
            CoinsPerUtxoWord = Money(random),
            CoinsPerUtxoByte = Money(random),
            CostModels = [new CostModel(0, [1, -2, long.MinValue]), new CostModel(2, [])],
            ExecutionPrices = new ExecutionPrices(Share(random), Share(random)),
            MaxTransactionExecutionUnits = new ExecutionUnits(Number(random), Number(random)),
            MaxBlockExecutionUnits = new ExecutionUnits(Number(random), Number(random)),
            MaxValueSizeBytes = (uint)random.Next(),
            CollateralPercentage = (ushort)random.Next(ushort.MaxValue),
            MaxCollateralInputs = (ushort)random.Next(ushort.MaxValue),
            PoolVotingThresholds = Conway.PoolVotingThresholds,
            DRepVotingThresholds = Conway.DRepVotingThresholds,
            MinCommitteeSize = (ushort)random.Next(ushort.MaxValue),
            MaxCommitteeTermEpochs = (uint)random.Next(),
            GovernanceActionLifetimeEpochs = (uint)random.Next(),
            GovernanceActionDeposit = Money(random),
            DRepDeposit = Money(random),
            DRepInactivityEpochs = (uint)random.Next(),
            MinFeeReferenceScriptPerByte = Share(random),
        };
        return random.Next(3) switch
        {
            0 => all,
            1 => new ProtocolParameterUpdate(),
            _ => new ProtocolParameterUpdate { Rho = all.Rho, CoinsPerUtxoByte = all.CoinsPerUtxoByte },
        };
    }

    private static GovernanceParameters Conway { get; } =
        LedgerScene.ConfigOf(Era.Conway).Genesis.Conway.Parameters;

    private static UtxoState Outputs(Random random) => UtxoState.Empty.Spend(
        [],
        [.. Some(random, r => new TransactionInput(LongHash(r), (ushort)r.Next(ushort.MaxValue)))
            .Select(input => new KeyValuePair<TransactionInput, TransactionOutput>(input, Output(random)))]);

    private static TransactionOutput Output(Random random)
    {
        Era era = (Era)random.Next((int)Era.Alonzo, (int)Era.Conway + 1);
        byte[] address = [(byte)(random.Next(2) * 0x20), .. Bytes(random, 56)];
        OutputSketch sketch = new(address, (ulong)random.NextInt64(1, 1_000_000_000_000))
        {
            Assets = random.Next(2) == 0
                ? AssetBundle.Empty
                : AssetBundle.Of(new AssetAmount(Hash(random), new AssetName(Bytes(random, 5)), 7)),
            DatumHash = random.Next(2) == 0 ? LongHash(random) : null,
        };
        return TransactionOutput.Decode(era, sketch.Encode(era));
    }

    private static CertificateState Certificates(Random random) => new()
    {
        Accounts = Map(random, r => (Credential(r), new Account(
            Money(r),
            Money(r),
            r.Next(2) == 0 ? null : Hash(r),
            new ChainPointer(Number(r), Number(r), Number(r))))),
        Pools = new PoolsState
        {
            Registered = Pools(random),
            Future = Map(random, r => Pool(r) is var pool ? (pool.PoolId, pool) : default),
            Retiring = Map(random, r => (Hash(r), new EpochNo(Number(r)))),
        },
        GenesisDelegates = Some(random, Delegation).ToImmutableSortedDictionary(it => it.GenesisKeyHash, it => it),
        FutureGenesisDelegates = [.. Some(random, r => new FutureGenesisDelegation(new Slot(Number(r)), Delegation(r)))
            .OrderBy(it => it.From).ThenBy(it => it.Delegation.GenesisKeyHash)],
        InstantaneousRewards = new InstantaneousRewards
        {
            FromReserves = Map(random, r => (Credential(r), Money(r))),
            FromTreasury = Map(random, r => (Credential(r), Money(r))),
            ReservesChange = random.NextInt64(long.MinValue, long.MaxValue),
            TreasuryChange = random.NextInt64(long.MinValue, long.MaxValue),
        },
    };

    private static GenesisDelegation Delegation(Random random) => new(Hash(random), Hash(random), LongHash(random));

    private static PersistentMap<Hash28, RegisteredPool> Pools(Random random) => Map(
        random, r => Pool(r) is var pool ? (pool.PoolId, new RegisteredPool(pool, Money(r))) : default);

    private static PoolParameters Pool(Random random) => new(
        Hash(random),
        LongHash(random),
        Money(random),
        Money(random),
        Share(random),
        new RewardAccount((NetworkId)random.Next(2), Credential(random)),
        [.. Some(random, Hash).Order()],
        [
            new StakePoolRelay.SingleHostAddress(3001, new IPAddress(new byte[] { 1, 2, 3, 4 }), null),
            new StakePoolRelay.SingleHostAddress(null, null, new IPAddress(Bytes(random, 16))),
            new StakePoolRelay.SingleHostName(null, "relay.example.com"),
            new StakePoolRelay.MultiHostName("größer.example.com"),
        ],
        random.Next(2) == 0 ? null : new PoolMetadata("https://example.com/é", Bytes(random, random.Next(40))));

    private static StakeSnapshot Snapshot(Random random) => new(
        [.. Map(random, r => (Credential(r), Money(r))).Select(it => new DelegatedStake(it.Key, it.Value, Hash(random)))],
        Pools(random));

    private static RewardUpdate Update(Random random) => new(
        Money(random),
        random.NextInt64(long.MinValue, long.MaxValue),
        Money(random),
        [.. Some(random, r => new Reward(Credential(r), (RewardKind)r.Next(2), Hash(r), Money(r))).Order()]);

    private static ImmutableSortedDictionary<Hash28, ProtocolParameterUpdate> Proposals(Random random) =>
        Some(random, Hash).ToImmutableSortedDictionary(key => key, _ => ParameterUpdate(random));

    private static ProtocolParameters Parameters(Random random)
    {
        ProtocolParameters parameters = new LedgerScene().Parameters with
        {
            Governance = random.Next(2) == 0 ? null : Conway,
        };
        return parameters.Apply(ParameterUpdate(random));
    }

    private static PersistentMap<TKey, TValue> Map<TKey, TValue>(Random random, Func<Random, (TKey, TValue)> entry)
        where TKey : IEquatable<TKey> => Some(random, entry)
            .Aggregate(PersistentMap<TKey, TValue>.Empty, (map, it) => map.Set(it.Item1, it.Item2));

    private static T[] Some<T>(Random random, Func<Random, T> make) =>
        [.. Enumerable.Range(0, random.Next(4)).Select(_ => make(random))];

    private static Credential Credential(Random random) => new(Hash(random), random.Next(2) == 0);

    private static Hash28 Hash(Random random) => new(Bytes(random, 28));

    private static Hash32 LongHash(Random random) => new(Bytes(random, 32));

    private static Rational Share(Random random) => new(random.Next(), random.Next(1, int.MaxValue));

    private static Coin Money(Random random) => new(Number(random));

    private static ulong Number(Random random) => random.Next(5) switch
    {
        0 => 0,
        1 => 23,
        2 => ulong.MaxValue,
        3 => (ulong)random.Next(),
        _ => (ulong)random.NextInt64(),
    };

    private static byte[] Bytes(Random random, int size)
    {
        byte[] bytes = new byte[size];
        random.NextBytes(bytes);
        return bytes;
    }
}
