using System.Collections.Immutable;
using System.Text.Json.Nodes;
using PoolTopology.Ledger.Eras;
using PoolTopology.Ledger.Parameters;
using PoolTopology.Ledger.Rules;
using PoolTopology.Ledger.Snapshots;
using PoolTopology.Ledger.State;
using PoolTopology.Ledger.Tests.Parameters;
using PoolTopology.Ledger.Transactions;
using PoolTopology.Ledger.Types;
using PoolTopology.Primitives;
using PoolTopology.Primitives.Chain;
using PoolTopology.Primitives.Numbers;
using Xunit;

namespace PoolTopology.Ledger.Tests.Rules;

public class GenesisStateTests
{
    private static readonly byte[] Address =
        Convert.FromHexString($"00{GenesisSample.Payment}{GenesisSample.StakeKey}");

    [Fact]
    public void Money_of_the_files_is_in_outputs_that_are_named_by_the_hash_of_their_address()
    {
        LedgerState state = new LedgerRules(Funded(Era.Alonzo)).Genesis();
        TransactionInput input = new(Digest.Blake2b256(Address), 0);
        Assert.True(state.Utxo.Outputs.TryFind(input, out TransactionOutput? output));
        Assert.Equal((new Coin(300), 2), (output.Coin, state.Utxo.Outputs.Count));
        Assert.Equal(
            new Coin(300),
            state.Utxo.Stake.ByCredential.Find(Credential.OfKey(Hash28.Parse(GenesisSample.StakeKey)), default));
        Assert.Equal(new AccountPots(default, new Coin(45_000_000_000_000_000 - 1300)), state.Pots);
    }

    [Fact]
    public void Pools_and_delegations_of_the_file_lead_from_the_start()
    {
        LedgerState state = new LedgerRules(Funded(Era.Conway)).Genesis();
        Hash28 pool = Hash28.Parse(GenesisSample.Pool);
        PoolStake? share = state.PoolDistribution.Find(pool);
        Assert.Equal(new PoolStake(Rational.One, Hash32.Parse(GenesisSample.Vrf)), share);
        Assert.Equal(state.PoolDistribution.ComputeDigest(), state.Snapshots.Mark.Distribution.ComputeDigest());
        Assert.Empty(state.Snapshots.Set.Stakes);
        Assert.Equal((Era.Conway, 2), (state.Era, state.Certificates.Pools.Registered.Count));
    }

    [Fact]
    public void The_distribution_is_that_of_the_file()
    {
        LedgerConfig config = Funded(Era.Conway);
        Assert.Equal(
            StakeDistribution.FromGenesis(config.Shelley).ComputeDigest(),
            new LedgerRules(config).Genesis().PoolDistribution.ComputeDigest());
    }

    [Fact]
    public void Deposits_that_nobody_paid_count_as_paid()
    {
        LedgerRules rules = new(Funded(Era.Alonzo));
        LedgerState state = rules.Genesis();
        Assert.Equal(new Coin(2_000_000 + (2 * 500_000_000)), state.Utxo.Deposited);
        Assert.Equal(rules.Supply, AdaPots.Of(state).Total);
        Assert.Equal(new Coin(45_000_000_000_000_000) + state.Utxo.Deposited, rules.Supply);
    }

    [Fact]
    public void More_money_than_there_may_be_is_refused()
    {
        LedgerRules rules = new(Funded(Era.Alonzo, json => json["maxLovelaceSupply"] = 1299));
        Assert.Equal(
            "shelley-genesis.initialFunds", Assert.Throws<GenesisException>(rules.Genesis).Path);
    }

    [Fact]
    public void A_delegation_to_a_pool_that_the_file_does_not_have_is_refused()
    {
        LedgerRules rules = new(Funded(
            Era.Alonzo, json => json["staking"]!["stake"]![GenesisSample.OtherStakeKey] = GenesisSample.Payment));
        Assert.Equal(GenesisSample.Payment, Assert.Throws<GenesisException>(rules.Genesis).Found);
    }

    [Fact]
    public void A_chain_that_starts_in_Byron_has_no_state_here()
    {
        LedgerConfig config = LedgerScene.ConfigOf(Era.Shelley) with { HardForksAtEpoch = ImmutableSortedDictionary<Era, EpochNo>.Empty };
        Assert.Throws<InvariantException>(new LedgerRules(config).Genesis);
    }

    private static LedgerConfig Funded(Era first, Action<JsonObject>? change = null) => LedgerScene.ConfigOf(
        first,
        json =>
        {
            JsonObject sample = GenesisSample.Json();
            json["initialFunds"] = sample["initialFunds"]!.DeepClone();
            json["staking"] = sample["staking"]!.DeepClone();
            change?.Invoke(json);
        });
}
