using PoolTopology.Ledger.Eras;
using PoolTopology.Ledger.Parameters;
using PoolTopology.Ledger.State;
using PoolTopology.Ledger.Transactions;
using PoolTopology.Ledger.Types;
using PoolTopology.Primitives;
using PoolTopology.Primitives.Chain;
using PoolTopology.Primitives.Collections;

namespace PoolTopology.Ledger.Rules;

/// <summary>The ledger before the first block, as the genesis files give it.</summary>
/// <remarks>
/// The state is Shelley's, taken through the eras that start at epoch 0. Reserves = all the money - what the files give.
/// Stake credentials and pools of the Shelley file count as having paid their deposits, which nobody did: on such a
/// network the pots hold that much more than the greatest supply (<see cref="SupplyOf"/>).
/// Spec: cardano-ledger <c>translateToShelleyLedgerState</c> and <c>injectIntoTestState</c>.
/// https://github.com/IntersectMBO/cardano-ledger/blob/0627e361a7f162f80d44d277fb5b945879ff3d6f/eras/shelley/impl/src/Cardano/Ledger/Shelley/API/ByronTranslation.hs
/// </remarks>
internal static class GenesisState
{
    /// <summary>The state before the first block.</summary>
    /// <exception cref="GenesisException">The files contradict each other.</exception>
    public static LedgerState Build(LedgerConfig config)
    {
        Invariant.Require(config.FirstEra > Era.Byron, "a chain that starts in Byron cannot be validated from genesis");
        LedgerState shelley = BuildShelley(config);
        LedgerState first = EraTranslation.Translate(shelley, config.FirstEra, config);
        StakeSnapshot start = SnapRule.Take(first);
        return first with
        {
            Snapshots = StakeSnapshots.Empty with { Mark = start },
            PoolDistribution = start.Distribution,
        };
    }

    /// <summary>What all pots and outputs hold together, at any time.</summary>
    public static Coin SupplyOf(LedgerConfig config) =>
        config.Shelley.MaxLovelaceSupply + DepositsOf(config.Shelley);

    private static LedgerState BuildShelley(LedgerConfig config)
    {
        ShelleyGenesis genesis = config.Shelley;
        ProtocolParameters parameters = ProtocolParameters.FromGenesis(genesis);
        List<KeyValuePair<TransactionInput, TransactionOutput>> funds = [];
        Coin sum = Coin.Zero;
        foreach (InitialFund fund in config.Genesis.Byron.InitialFunds.Concat(genesis.InitialFunds))
        {
            funds.Add(new(InputOf(fund), TransactionOutput.OfCoin(fund.Address.Span, fund.Amount)));
            sum += fund.Amount;
        }
        if (sum > genesis.MaxLovelaceSupply)
            throw new GenesisException(
                "shelley-genesis.initialFunds", $"at most {genesis.MaxLovelaceSupply} with Byron's balances", $"{sum}");
        return new LedgerState
        {
            Era = Era.Shelley,
            Epoch = config.FirstEpoch,
            Utxo = (UtxoState.Empty with { Deposited = DepositsOf(genesis) }).Spend([], funds.ToArray()),
            Certificates = Certificates(genesis),
            Pots = new AccountPots(Coin.Zero, genesis.MaxLovelaceSupply - sum),
            Parameters = parameters,
            PreviousParameters = parameters,
        };
    }

    // Money of a genesis file was not made by a transaction: its input is named by the hash of its address.
    private static TransactionInput InputOf(InitialFund fund) => new(Digest.Blake2b256(fund.Address.Span), 0);

    private static Coin DepositsOf(ShelleyGenesis genesis) => new(checked(
        (genesis.ProtocolParameters.KeyDeposit.Value * (ulong)genesis.StakeDelegations.Count)
        + (genesis.ProtocolParameters.PoolDeposit.Value * (ulong)genesis.Pools.Count)));

    private static CertificateState Certificates(ShelleyGenesis genesis)
    {
        PersistentMapBuilder<Hash28, RegisteredPool> pools = PersistentMap<Hash28, RegisteredPool>.Empty.ToBuilder();
        foreach ((Hash28 poolId, PoolParameters parameters) in genesis.Pools)
            pools.Set(poolId, new RegisteredPool(parameters, genesis.ProtocolParameters.PoolDeposit));
        PersistentMapBuilder<Credential, Account> accounts = PersistentMap<Credential, Account>.Empty.ToBuilder();
        foreach ((Hash28 stakeKey, Hash28 poolId) in genesis.StakeDelegations)
        {
            if (!pools.Contains(poolId))
                throw new GenesisException($"shelley-genesis.staking.stake.{stakeKey}", "a pool of the file", $"{poolId}");
            // Nothing was registered by a certificate; the pointers only have to differ.
            ChainPointer pointer = new(0, (ulong)accounts.Count >> 16, (ulong)accounts.Count & ushort.MaxValue);
            accounts.Set(
                Credential.OfKey(stakeKey),
                new Account(Coin.Zero, genesis.ProtocolParameters.KeyDeposit, poolId, pointer));
        }
        return CertificateState.Empty with
        {
            Accounts = accounts.ToMap(),
            Pools = PoolsState.Empty with { Registered = pools.ToMap() },
            GenesisDelegates = genesis.GenesisDelegates,
        };
    }
}
