using System.Collections.Immutable;
using PoolTopology.Ledger.Eras;
using PoolTopology.Ledger.Parameters;
using PoolTopology.Ledger.Rules;
using PoolTopology.Ledger.State;
using PoolTopology.Ledger.Transactions;
using PoolTopology.Primitives.Chain;
using PoolTopology.Primitives.Numbers;
using Xunit;

namespace PoolTopology.Ledger.Tests.Rules;

public class EraTranslationTests
{
    private static readonly LedgerConfig Config = LedgerScene.ConfigOf(Era.Shelley);
    private static readonly LedgerState Shelley = new LedgerRules(Config).Genesis();

    [Theory]
    [InlineData(Era.Allegra)]
    [InlineData(Era.Mary)]
    public void To_Mary_nothing_changes_but_the_era(Era era)
    {
        LedgerState state = EraTranslation.Translate(Shelley, era, Config);
        Assert.Equal(era, state.Era);
        Assert.Equal((Shelley with { Era = era }).ComputeDigest(), state.ComputeDigest());
    }

    [Fact]
    public void Alonzo_takes_the_parameters_of_its_genesis_file()
    {
        ProtocolParameters parameters = EraTranslation.Translate(Shelley, Era.Alonzo, Config).Parameters;
        Assert.Equal(new Coin(34_482), parameters.CoinsPerUtxoWord);
        Assert.Equal(new ExecutionUnits(50_000_000, 40_000_000_000), parameters.MaxBlockExecutionUnits);
        Assert.Equal((5000u, (ushort)150, (ushort)3), (
            parameters.MaxValueSizeBytes, parameters.CollateralPercentage, parameters.MaxCollateralInputs));
        // Names are in the language's order when sorted by their characters.
        Assert.Equal((long[])[0, 1, 2, 3], parameters.CostModelOf(0)!.Costs.ToArray());
        Assert.Equal(Coin.Zero, parameters.MinUtxoValue);
    }

    [Fact]
    public void Babbage_counts_bytes_and_forgets_d_and_entropy_also_of_the_epoch_before_and_of_proposals()
    {
        ProtocolParameterUpdate proposal = new()
        {
            CoinsPerUtxoWord = new Coin(15),
            Decentralisation = Rational.One,
            ExtraEntropy = default(ExtraEntropy),
            MinFeePerByte = new Coin(1),
        };
        LedgerState alonzo = EraTranslation.Translate(Shelley, Era.Alonzo, Config);
        ProtocolParameters federated = alonzo.Parameters with
        {
            Decentralisation = Rational.One,
            ExtraEntropy = new ExtraEntropy(LedgerScene.LongHashOf("entropy")),
        };
        LedgerState babbage = EraTranslation.Translate(
            alonzo with
            {
                Parameters = federated,
                PreviousParameters = federated,
                Utxo = alonzo.Utxo with { Proposals = new PpupState(Of(proposal), Of(proposal)) },
            },
            Era.Babbage,
            Config);
        foreach (ProtocolParameters parameters in (ProtocolParameters[])[babbage.Parameters, babbage.PreviousParameters])
        {
            Assert.Equal((new Coin(4310), Coin.Zero), (parameters.CoinsPerUtxoByte, parameters.CoinsPerUtxoWord));
            Assert.Equal((Rational.Zero, default), (parameters.Decentralisation, parameters.ExtraEntropy));
        }
        ProtocolParameterUpdate expected = new() { CoinsPerUtxoByte = new Coin(1), MinFeePerByte = new Coin(1) };
        Assert.Equal(expected, Assert.Single(babbage.Utxo.Proposals.Current).Value);
        Assert.Equal(expected, Assert.Single(babbage.Utxo.Proposals.Future).Value);
    }

    [Fact]
    public void Conway_ends_proposals_and_instantaneous_rewards_and_takes_its_parameters()
    {
        LedgerState babbage = EraTranslation.Translate(Shelley, Era.Babbage, Config);
        LedgerState conway = EraTranslation.Translate(
            babbage with
            {
                Utxo = babbage.Utxo with { Proposals = new PpupState(Of(new()), Of(new())) },
                Certificates = babbage.Certificates with
                {
                    InstantaneousRewards = new InstantaneousRewards { ReservesChange = 1, TreasuryChange = -1 },
                },
            },
            Era.Conway,
            Config);
        Assert.Empty(conway.Utxo.Proposals.Current);
        Assert.True(conway.Certificates.InstantaneousRewards.IsNone);
        Assert.Same(Config.Genesis.Conway.Parameters, conway.Parameters.Governance);
        Assert.Equal([0, 1, 2], conway.Parameters.CostModels.Select(model => (int)model.Language));
    }

    [Fact]
    public void Conway_drops_outputs_without_lovelace()
    {
        byte[] address = [0x60, .. new byte[28]];
        KeyValuePair<TransactionInput, TransactionOutput>[] outputs =
        [
            new(new TransactionInput(default, 0), TransactionOutput.OfCoin(address, Coin.Zero)),
            new(new TransactionInput(default, 1), TransactionOutput.OfCoin(address, new Coin(1))),
        ];
        LedgerState conway = EraTranslation.Translate(
            Shelley with { Utxo = Shelley.Utxo.Spend([], outputs) }, Era.Conway, Config);
        Assert.Equal(outputs[1], Assert.Single(conway.Utxo.Outputs));
    }

    private static ImmutableSortedDictionary<Hash28, ProtocolParameterUpdate> Of(ProtocolParameterUpdate update) =>
        ImmutableSortedDictionary<Hash28, ProtocolParameterUpdate>.Empty.Add(LedgerScene.GenesisKeys[0], update);
}
