using System.Collections.Immutable;
using System.IO.Compression;
using System.Numerics;
using System.Text.Json;
using System.Text.Json.Nodes;
using PoolTopology.Crypto.Text;
using PoolTopology.Ledger.Eras;
using PoolTopology.Ledger.Parameters;
using PoolTopology.Ledger.Rules;
using PoolTopology.Ledger.State;
using PoolTopology.Ledger.Transactions;
using PoolTopology.Ledger.Types;
using PoolTopology.Primitives.Chain;
using PoolTopology.Primitives.Collections;
using PoolTopology.Primitives.Numbers;
using PoolTopology.TestKit.Vectors;
using Xunit;

namespace PoolTopology.Conformance.Ledger;

/// <summary>rewards: whole epochs, from the snapshot that others published to every lovelace that they paid.</summary>
public class RewardsOfAnEpoch
{
    private const ulong Epoch = 10;

    [VectorTheory]
    [InlineData(661)]
    [InlineData(662)]
    [InlineData(663)]
    public void A_recent_epoch_of_preview_is_recomputed(int epoch)
    {
        JsonElement provenance = Unzipped($"rewards/preview/rewards-provenance-{epoch}.json.gz");
        JsonElement registered = Unzipped($"rewards/preview/pools-{epoch}.json.gz");
        LedgerConfig config = PreviewChain.Config();
        LedgerState state = State(config, Lovelace(Unzipped($"rewards/preview/pots-{epoch}.json.gz"), "reserves")) with
        {
            Era = Era.Conway,
            PreviousParameters = ProtocolParameters.FromGenesis(config.Shelley) with
            {
                DesiredPoolCount = 500,
                Decentralisation = Rational.Zero,
                ProtocolVersion = new ProtocolVersion(10, 0),
            },
        };
        state = WithPools(state, provenance, registered);
        RewardUpdate update = UpdateOf(state, config);
        Assert.Equal(Lovelace(provenance, "treasuryTax"), update.TreasuryGain);
        AssertPools(provenance, update);
        LedgerState next = NextEpoch(state, config);
        Assert.Equal(
            Lovelace(Unzipped($"rewards/preview/pots-{epoch + 1}.json.gz"), "reserves"), next.Pots.Reserves);
    }

    [VectorFact]
    public void The_third_epoch_of_preview_gives_the_pots_of_the_chain()
    {
        JsonElement vector = Json("chain-preview/rewards-preview-epoch3.json");
        JsonElement pots = vector.GetProperty("pots");
        LedgerConfig config = PreviewChain.Config();
        LedgerState state = State(config, Amount(pots, "reserves")) with
        {
            PreviousParameters = ProtocolParameters.FromGenesis(config.Shelley) with
            {
                Decentralisation = Rational.Zero,
                ProtocolVersion = new ProtocolVersion(7, 0),
            },
            Pots = new AccountPots(Amount(pots, "treasury"), Amount(pots, "reserves")),
        };
        state = WithDolosPools(state, vector);
        LedgerState next = NextEpoch(state, config);
        Assert.Equal(
            (14_954_804_628_961_481ul, 45_195_372_193_123ul), (next.Pots.Reserves.Value, next.Pots.Treasury.Value));
        Assert.All(UpdateOf(state, config).Rewards, reward => Assert.Equal(RewardKind.Leader, reward.Kind));
    }

    [VectorFact]
    public void The_single_pool_vector_is_recomputed()
    {
        JsonElement vector = Json("rewards/dingo/amaru_single_pool_reward_vector.json");
        LedgerConfig config = SmallNetwork(vector.GetProperty("parameters"));
        LedgerState state = WithSinglePool(State(config, Amount(vector.GetProperty("pots"), "reserves")), vector);
        JsonElement expected = vector.GetProperty("expected");
        RewardUpdate update = UpdateOf(state, config);
        Assert.Equal(Amount(expected, "treasury_tax"), update.TreasuryGain);
        Assert.Equal(
            expected.GetProperty("account_rewards").EnumerateArray().Select(reward => (
                reward.GetProperty("credential").GetProperty("hash").GetString(),
                reward.GetProperty("type").GetString(),
                Amount(reward, "amount"))),
            update.Rewards.Select(reward => (
                (string?)reward.Credential.Hash.ToString(),
                (string?)reward.Kind.ToString().ToLowerInvariant(),
                reward.Amount)));
        LedgerState next = NextEpoch(state, config);
        JsonElement pots = expected.GetProperty("updated_pots");
        Assert.Equal(
            (Amount(pots, "reserves"), Amount(pots, "fees")), (next.Pots.Reserves, next.Utxo.Fees));
    }

    private static LedgerState State(LedgerConfig config, Coin reserves) => new LedgerRules(config).Genesis() with
    {
        Era = Era.Babbage,
        Epoch = new EpochNo(Epoch),
        Pots = new AccountPots(Coin.Zero, reserves),
    };

    private static RewardUpdate UpdateOf(LedgerState state, LedgerConfig config)
    {
        Slot lastOfEpoch = new(config.FirstSlotOf(new EpochNo(Epoch + 1)).Value - 1);
        return new LedgerRules(config).Tick(state, lastOfEpoch).RewardUpdate
            ?? throw new InvalidOperationException("no rewards by the last slot of the epoch");
    }

    private static LedgerState NextEpoch(LedgerState state, LedgerConfig config)
    {
        LedgerRules rules = new(config);
        Slot first = config.FirstSlotOf(new EpochNo(Epoch + 1));
        return rules.Tick(rules.Tick(state, new Slot(first.Value - 1)), first);
    }

    private static LedgerState WithPools(LedgerState state, JsonElement provenance, JsonElement registered)
    {
        ImmutableArray<DelegatedStake>.Builder stakes = ImmutableArray.CreateBuilder<DelegatedStake>();
        PersistentMap<Hash28, RegisteredPool> pools = PersistentMap<Hash28, RegisteredPool>.Empty;
        PersistentMap<Hash28, ulong> blocks = PersistentMap<Hash28, ulong>.Empty;
        PersistentMap<Credential, Account> accounts = PersistentMap<Credential, Account>.Empty;
        foreach (JsonProperty pool in provenance.GetProperty("stakePools").EnumerateObject())
        {
            Hash28 id = PoolIdOf(pool.Name);
            if (pool.Value.GetProperty("blocksMade").GetUInt64() is > 0 and ulong made)
                blocks = blocks.Set(id, made);
            if (registered.TryGetProperty(pool.Name, out JsonElement parameters))
                pools = pools.Set(id, new RegisteredPool(Parameters(id, parameters), Coin.Zero));
            foreach (JsonElement delegator in pool.Value.GetProperty("delegators").EnumerateArray())
            {
                Credential credential = new(
                    Hash28.Parse(delegator.GetProperty("credential").GetString()!),
                    delegator.GetProperty("from").GetString() == "script");
                stakes.Add(new DelegatedStake(credential, Lovelace(delegator, "stake"), id));
                accounts = accounts.Set(credential, new Account(Coin.Zero, Coin.Zero, null, default));
            }
        }
        return WithSnapshot(state, new StakeSnapshot(stakes.DrainToImmutable(), pools), Lovelace(provenance, "fees")) with
        {
            PreviousBlocksMade = blocks,
            Certificates = state.Certificates with { Accounts = accounts },
        };
    }

    private static void AssertPools(JsonElement provenance, RewardUpdate update)
    {
        Dictionary<Hash28, Coin> leaders = update.Rewards
            .Where(reward => reward.Kind == RewardKind.Leader)
            .ToDictionary(reward => reward.PoolId, reward => reward.Amount);
        ILookup<Hash28, Reward> all = update.Rewards.ToLookup(reward => reward.PoolId);
        foreach (JsonProperty pool in provenance.GetProperty("stakePools").EnumerateObject())
        {
            Hash28 id = PoolIdOf(pool.Name);
            Assert.Equal(
                (pool.Name, Lovelace(pool.Value, "leaderReward")), (pool.Name, leaders.GetValueOrDefault(id)));
            // Each member's share is rounded down.
            ulong pot = Lovelace(pool.Value, "totalRewards").Value;
            ulong paid = (ulong)all[id].Sum(reward => (long)reward.Amount.Value);
            Assert.InRange(paid, pot - Math.Min(pot, (ulong)all[id].Count() + 1), pot);
        }
    }

    private static LedgerState WithDolosPools(LedgerState state, JsonElement vector)
    {
        PersistentMap<Hash28, RegisteredPool> pools = PersistentMap<Hash28, RegisteredPool>.Empty;
        PersistentMap<Hash28, ulong> blocks = PersistentMap<Hash28, ulong>.Empty;
        foreach (JsonProperty pool in vector.GetProperty("pools").EnumerateObject())
        {
            Hash28 id = Hash28.Parse(pool.Name);
            JsonElement parameters = pool.Value.GetProperty("params");
            blocks = blocks.Set(id, pool.Value.GetProperty("blocks_minted").GetUInt64());
            JsonElement margin = parameters.GetProperty("margin");
            pools = pools.Set(id, new RegisteredPool(
                new PoolParameters(
                    id,
                    default,
                    Amount(parameters, "pledge"),
                    Amount(parameters, "cost"),
                    new Rational(margin[0].GetUInt64(), margin[1].GetUInt64()),
                    new RewardAccount(
                        NetworkId.Testnet,
                        Credential.OfKey(Hash28.Parse(parameters.GetProperty("reward_account").GetString()!))),
                    [.. parameters.GetProperty("pool_owners").EnumerateArray()
                        .Select(owner => Hash28.Parse(owner.GetString()!)).Order()],
                    [],
                    null),
                Coin.Zero));
        }
        ImmutableArray<DelegatedStake> stakes = [.. vector.GetProperty("accounts").EnumerateObject()
            .Select(account => new DelegatedStake(
                Credential.OfKey(Hash28.Parse(account.Name)),
                Amount(account.Value, "stake"),
                Hash28.Parse(account.Value.GetProperty("pool").GetString()!)))];
        // The owners' one reward account is not registered on the chain then.
        return WithSnapshot(state, new StakeSnapshot(stakes, pools), Amount(vector, "epoch_fee_ss")) with
        {
            PreviousBlocksMade = blocks,
        };
    }

    private static LedgerState WithSinglePool(LedgerState state, JsonElement vector)
    {
        JsonElement parameters = vector.GetProperty("parameters");
        JsonElement pool = vector.GetProperty("snapshot").GetProperty("pools")[0];
        Hash28 id = Hash28.Parse(pool.GetProperty("id").GetString()!);
        PoolParameters registered = new(
            id,
            default,
            Amount(pool, "pledge"),
            Amount(pool, "cost"),
            Fraction(pool, "margin"),
            new RewardAccount(NetworkId.Testnet, KeyOf(pool.GetProperty("reward_account"))),
            [.. pool.GetProperty("owners").EnumerateArray().Select(owner => KeyOf(owner).Hash)],
            [],
            null);
        ImmutableArray<DelegatedStake> stakes = [.. pool.GetProperty("delegators").EnumerateArray()
            .Select(delegator => new DelegatedStake(
                KeyOf(delegator.GetProperty("credential")), Amount(delegator, "stake"), id))];
        StakeSnapshot go = new(
            stakes,
            PersistentMap<Hash28, RegisteredPool>.Empty.Set(id, new RegisteredPool(registered, Coin.Zero)));
        return WithSnapshot(state, go, Amount(vector.GetProperty("pots"), "fees")) with
        {
            PreviousBlocksMade = PersistentMap<Hash28, ulong>.Empty.Set(id, pool.GetProperty("blocks_produced").GetUInt64()),
            PreviousParameters = state.PreviousParameters with
            {
                Rho = Fraction(parameters, "monetary_expansion"),
                Tau = Fraction(parameters, "treasury_expansion"),
                A0 = Fraction(parameters, "pledge_influence"),
                Decentralisation = Fraction(parameters, "decentralization"),
                DesiredPoolCount = parameters.GetProperty("optimal_pool_count").GetUInt16(),
                ProtocolVersion = new ProtocolVersion(parameters.GetProperty("protocol_major_version").GetUInt64(), 0),
            },
        };
    }

    // The vector's money and time: fewer coins and shorter epochs than preview's.
    private static LedgerConfig SmallNetwork(JsonElement parameters)
    {
        JsonNode shelley = JsonNode.Parse(VectorFiles.ReadBytes("genesis/preview/genesis/shelley.json"))!;
        shelley["maxLovelaceSupply"] = parameters.GetProperty("max_lovelace_supply").GetUInt64();
        shelley["epochLength"] = parameters.GetProperty("epoch_length").GetUInt64();
        shelley["securityParam"] = 1;
        shelley["activeSlotsCoeff"] = 0.1;
        JsonNode byron = JsonNode.Parse(VectorFiles.ReadBytes("genesis/preview/genesis/byron.json"))!;
        byron["nonAvvmBalances"] = new JsonObject();
        return PreviewChain.Config() with
        {
            Genesis = GenesisSet.Parse(
                JsonSerializer.SerializeToUtf8Bytes(byron),
                JsonSerializer.SerializeToUtf8Bytes(shelley),
                VectorFiles.ReadBytes("genesis/preview/genesis/alonzo.json"),
                VectorFiles.ReadBytes("genesis/preview/genesis/conway.json"),
                new ExpectedGenesisHashes()),
        };
    }

    private static LedgerState WithSnapshot(LedgerState state, StakeSnapshot go, Coin fees) => state with
    {
        Snapshots = StakeSnapshots.Empty with { Go = go, Fees = fees },
        Utxo = state.Utxo with { Fees = fees },
    };

    private static PoolParameters Parameters(Hash28 id, JsonElement pool) => new(
        id,
        Hash32.Parse(pool.GetProperty("vrfVerificationKeyHash").GetString()!),
        Lovelace(pool, "pledge"),
        Lovelace(pool, "cost"),
        Fraction(pool, "margin"),
        RewardAccount.Parse(Bytes(pool.GetProperty("rewardAccount").GetString()!)),
        [.. pool.GetProperty("owners").EnumerateArray().Select(owner => Hash28.Parse(owner.GetString()!)).Order()],
        [],
        null);

    private static Hash28 PoolIdOf(string text) => new(Bytes(text));

    private static byte[] Bytes(string bech32)
    {
        Assert.Null(Bech32.Decode(bech32, out _, out byte[] bytes));
        return bytes;
    }

    private static Credential KeyOf(JsonElement credential) =>
        Credential.OfKey(Hash28.Parse(credential.GetProperty("hash").GetString()!));

    private static Rational Fraction(JsonElement element, string name)
    {
        string[] parts = element.GetProperty(name).GetString()!.Split('/');
        return new Rational(BigInteger.Parse(parts[0], null), BigInteger.Parse(parts[1], null));
    }

    private static Coin Lovelace(JsonElement element, string name) =>
        Amount(element.GetProperty(name).GetProperty("ada"), "lovelace");

    private static Coin Amount(JsonElement element, string name) => new(element.GetProperty(name).GetUInt64());

    private static JsonElement Json(string path)
    {
        using JsonDocument document = JsonDocument.Parse(VectorFiles.ReadBytes(path));
        return document.RootElement.Clone();
    }

    private static JsonElement Unzipped(string path)
    {
        using GZipStream unzipped = new(File.OpenRead(VectorFiles.PathOf(path)), CompressionMode.Decompress);
        using JsonDocument document = JsonDocument.Parse(unzipped);
        return document.RootElement.Clone();
    }
}
