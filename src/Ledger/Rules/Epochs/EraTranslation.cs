using System.Collections.Immutable;
using PoolTopology.Ledger.Eras;
using PoolTopology.Ledger.Parameters;
using PoolTopology.Ledger.State;
using PoolTopology.Ledger.Transactions;
using PoolTopology.Primitives.Chain;
using PoolTopology.Primitives.Numbers;

namespace PoolTopology.Ledger.Rules;

/// <summary>Takes a state from an era to a later one: one step per era.</summary>
/// <remarks>
/// Happens before the rules of the new era take the state across the epoch boundary, so that already the rewards of the
/// epoch before see the translated parameters.
/// Spec: cardano-ledger <c>TranslateEra NewEpochState</c> of each era.
/// https://github.com/IntersectMBO/cardano-ledger/blob/05b7621b1d0420362716ecc303b4a3b96dd3ceb5/eras/babbage/impl/src/Cardano/Ledger/Babbage/Translation.hs
/// </remarks>
internal static class EraTranslation
{
    private const ulong BytesPerWord = 8;
    private const byte PlutusV3 = 2;

    // By era from Byron on. Versions in between changed rules within an era.
    private static readonly ulong[] FirstMajorVersions = [0, 2, 3, 4, 5, 7, 9];

    /// <summary>The first major protocol version of an era.</summary>
    public static ulong FirstMajorVersionOf(Era era) => FirstMajorVersions[(int)era];

    /// <summary>The state in a later era.</summary>
    public static LedgerState Translate(LedgerState state, Era to, LedgerConfig config)
    {
        while (state.Era < to)
            state = Step(state, config) with { Era = state.Era + 1 };
        return state;
    }

    private static LedgerState Step(LedgerState state, LedgerConfig config) => state.Era switch
    {
        Era.Mary => WithParameters(state, p => ToAlonzo(p, config.Genesis.Alonzo), u => u with { MinUtxoValue = null }),
        Era.Alonzo => WithParameters(state, ToBabbage, ToBabbage),
        Era.Babbage => ToConway(state, config.Genesis.Conway),
        _ => state,
    };

    private static LedgerState WithParameters(
        LedgerState state,
        Func<ProtocolParameters, ProtocolParameters> upgrade,
        Func<ProtocolParameterUpdate, ProtocolParameterUpdate> upgradeProposal) => state with
        {
            Parameters = upgrade(state.Parameters),
            PreviousParameters = upgrade(state.PreviousParameters),
            Utxo = state.Utxo with
            {
                Proposals = new PpupState(
                    Upgrade(state.Utxo.Proposals.Current, upgradeProposal),
                    Upgrade(state.Utxo.Proposals.Future, upgradeProposal)),
            },
        };

    private static ImmutableSortedDictionary<Hash28, ProtocolParameterUpdate> Upgrade(
        ImmutableSortedDictionary<Hash28, ProtocolParameterUpdate> proposals,
        Func<ProtocolParameterUpdate, ProtocolParameterUpdate> upgrade) =>
        proposals.ToImmutableSortedDictionary(proposal => proposal.Key, proposal => upgrade(proposal.Value));

    private static ProtocolParameters ToAlonzo(ProtocolParameters mary, AlonzoGenesis genesis) => mary with
    {
        MinUtxoValue = Coin.Zero,
        CoinsPerUtxoWord = genesis.CoinsPerUtxoWord,
        CostModels = genesis.CostModels,
        ExecutionPrices = genesis.ExecutionPrices,
        MaxTransactionExecutionUnits = genesis.MaxTransactionExecutionUnits,
        MaxBlockExecutionUnits = genesis.MaxBlockExecutionUnits,
        MaxValueSizeBytes = genesis.MaxValueSizeBytes,
        CollateralPercentage = genesis.CollateralPercentage,
        MaxCollateralInputs = genesis.MaxCollateralInputs,
    };

    // Babbage counts bytes, rounding down, and knows neither d nor extra entropy.
    private static ProtocolParameters ToBabbage(ProtocolParameters alonzo) => alonzo with
    {
        CoinsPerUtxoWord = Coin.Zero,
        CoinsPerUtxoByte = new Coin(alonzo.CoinsPerUtxoWord.Value / BytesPerWord),
        Decentralisation = Rational.Zero,
        ExtraEntropy = default,
    };

    private static ProtocolParameterUpdate ToBabbage(ProtocolParameterUpdate alonzo) => alonzo with
    {
        CoinsPerUtxoWord = null,
        CoinsPerUtxoByte = alonzo.CoinsPerUtxoWord is Coin perWord ? new Coin(perWord.Value / BytesPerWord) : null,
        Decentralisation = null,
        ExtraEntropy = null,
    };

    // Conway decides by governance: proposals of genesis keys and instantaneous rewards end. Outputs without lovelace,
    // which some test networks made at their start, end too.
    private static LedgerState ToConway(LedgerState state, ConwayGenesis genesis)
    {
        LedgerState upgraded = WithParameters(state, p => ToConway(p, genesis), u => u);
        TransactionInput[] empty =
            [.. state.Utxo.Outputs.Where(output => output.Value.Coin == Coin.Zero).Select(output => output.Key)];
        return upgraded with
        {
            Utxo = upgraded.Utxo.Spend(empty, []) with { Proposals = PpupState.Empty },
            Certificates = state.Certificates with { InstantaneousRewards = InstantaneousRewards.None },
        };
    }

    private static ProtocolParameters ToConway(ProtocolParameters babbage, ConwayGenesis genesis) => babbage with
    {
        Governance = genesis.Parameters,
        CostModels = [.. babbage.CostModels.Where(model => model.Language != PlutusV3)
            .Append(new CostModel(PlutusV3, genesis.PlutusV3Costs))
            .OrderBy(model => model.Language)],
    };
}
