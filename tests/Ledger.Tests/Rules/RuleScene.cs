using System.Collections.Immutable;
using PoolTopology.Ledger.Eras;
using PoolTopology.Ledger.Parameters;
using PoolTopology.Ledger.Rules;
using PoolTopology.Ledger.State;
using PoolTopology.Ledger.Tests.Parameters;
using PoolTopology.Ledger.Transactions;
using PoolTopology.Ledger.Types;
using PoolTopology.Primitives.Chain;
using PoolTopology.Primitives.Numbers;

namespace PoolTopology.Ledger.Tests.Rules;

/// <summary>A ledger in which a smallest transaction is valid, to be changed in one thing.</summary>
internal sealed class RuleScene
{
    public const ulong Ada = 1_000_000;

    private const string Byron = """
        { "startTime": 1767323045, "protocolConsts": { "k": 20, "protocolMagic": 42 },
          "blockVersionData": { "slotDuration": "500" }, "nonAvvmBalances": {} }
        """;

    private ushort _given;

    public TestKey Alice { get; } = TestKey.Of(1);

    public TestKey Bob { get; } = TestKey.Of(2);

    public UtxoState Utxo { get; set; } = UtxoState.Empty;

    public CertificateState Certificates { get; set; } = CertificateState.Empty;

    public Slot Slot { get; set; } = new(1000);

    public ProtocolParameters Parameters { get; set; } =
        ProtocolParameters.FromGenesis(Config.Shelley) with
        {
            ProtocolVersion = new ProtocolVersion(7, 0),
            MinUtxoValue = new Coin(Ada),
            CoinsPerUtxoWord = new Coin(34_482),
            CoinsPerUtxoByte = new Coin(4_310),
            ExecutionPrices = new ExecutionPrices(new Rational(577, 10_000), new Rational(721, 10_000_000)),
            MaxTransactionExecutionUnits = new ExecutionUnits(10_000_000, 10_000_000_000),
            MaxValueSizeBytes = 5000,
            CollateralPercentage = 150,
            MaxCollateralInputs = 3,
            CostModels = [new CostModel(0, [1, 2, -3]), new CostModel(1, [4, 5, 600])],
        };

    private static LedgerConfig Config { get; } = new()
    {
        Genesis = GenesisSet.Parse(
            GenesisSample.Bytes(Byron),
            GenesisSample.Bytes(GenesisSample.Json()),
            GenesisSample.Bytes(GenesisSample.Alonzo),
            GenesisSample.Bytes(GenesisSample.Conway),
            new ExpectedGenesisHashes(null, null, null, null)),
    };

    private TransactionEnvironment Environment =>
        new(Slot, Config.EpochOf(Slot), 0, Parameters, default, Config);

    /// <summary>Puts an output into the UTxO.</summary>
    public TransactionInput Give(OutputSketch output)
    {
        // A transaction that makes it, so that it is decoded as every other.
        TransactionSketch source = new() { Fee = ++_given };
        source.Inputs.Add(new TransactionInput(default, _given));
        source.Outputs.Add(output);
        Transaction made = source.Build();
        TransactionInput input = new(made.Id, 0);
        Utxo = Utxo.Spend([], [new(input, made.Body.Outputs[0])]);
        return input;
    }

    /// <summary>Alice pays all of 10 ada, less a fee of 1 ada, to Bob.</summary>
    public TransactionSketch Payment(Era era = Era.Babbage)
    {
        TransactionSketch sketch = new() { Era = era, Fee = Ada };
        sketch.Inputs.Add(Give(new OutputSketch(Alice.Address, 10 * Ada)));
        sketch.Outputs.Add(new OutputSketch(Bob.Address, 9 * Ada));
        sketch.Signers.Add(Alice);
        if (era == Era.Shelley)
            sketch.ValidTo = Slot.Value;
        return sketch;
    }

    /// <summary>10 ada that a Plutus script locks are paid to Bob, less a fee of 1 ada.</summary>
    public TransactionSketch SpendFromPlutus(Era era, Script script)
    {
        TransactionSketch sketch = new() { Era = era, Fee = Ada };
        byte[] datum = Cbor.UInt(42);
        sketch.Inputs.Add(Give(
            new OutputSketch(TestScripts.Address(script), 10 * Ada) { DatumHash = Digest.Blake2b256(datum) }));
        sketch.Collateral.Add(Give(new OutputSketch(Alice.Address, 5 * Ada)));
        sketch.Outputs.Add(new OutputSketch(Bob.Address, 9 * Ada));
        sketch.Signers.Add(Alice);
        sketch.Scripts.Add(script);
        sketch.Datums.Add(datum);
        sketch.Redeemers.Add((RedeemerTag.Spend, 0, 1000, 1000));
        return HashScripts(sketch);
    }

    public LedgerError? Check(TransactionSketch sketch, WitnessObligations? obligations = null) =>
        UtxowRule.Check(sketch.Build(), Utxo, Certificates, Environment, obligations ?? new WitnessObligations());

    public ImmutableArray<LedgerError> CheckAll(TransactionSketch sketch) =>
        UtxowRule.CheckAll(sketch.Build(), Utxo, Certificates, Environment);

    public TransactionContext Context(TransactionSketch sketch) =>
        new(sketch.Build(), Utxo, Certificates, Environment);

    /// <summary>Gives the sketch the script data hash that its scripts ask for.</summary>
    public TransactionSketch HashScripts(TransactionSketch sketch)
    {
        sketch.ScriptDataHash = ScriptDataHashRule.Compute(Context(sketch));
        return sketch;
    }

    public UtxoState Apply(TransactionSketch sketch) =>
        UtxoTransition.Apply(sketch.Build(), Utxo, Certificates, Environment, Utxo.Proposals);
}
