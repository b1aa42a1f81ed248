using System.Collections.Immutable;
using System.Text.Json;
using PoolTopology.Ledger.Transactions;
using PoolTopology.Primitives.Chain;

namespace PoolTopology.Ledger.Parameters;

/// <summary>An Alonzo genesis file: the protocol parameters that came with scripts.</summary>
/// <remarks>Spec: cardano-ledger <c>Cardano.Ledger.Alonzo.Genesis</c>.</remarks>
public sealed record AlonzoGenesis
{
    /// <summary>The least value of an output per word of eight bytes.</summary>
    public required Coin CoinsPerUtxoWord { get; init; }

    /// <summary>What operations of scripts cost, by language in order.</summary>
    public required ImmutableArray<CostModel> CostModels { get; init; }

    /// <summary>What execution units cost.</summary>
    public required ExecutionPrices ExecutionPrices { get; init; }

    /// <summary>How much a transaction's scripts may take.</summary>
    public required ExecutionUnits MaxTransactionExecutionUnits { get; init; }

    /// <summary>How much a block's scripts may take.</summary>
    public required ExecutionUnits MaxBlockExecutionUnits { get; init; }

    /// <summary>The greatest size of an output's value.</summary>
    public required uint MaxValueSizeBytes { get; init; }

    /// <summary>Collateral in percent of the fee.</summary>
    public required ushort CollateralPercentage { get; init; }

    /// <summary>How many collateral inputs there may be.</summary>
    public required ushort MaxCollateralInputs { get; init; }

    /// <summary>Parses a file.</summary>
    /// <exception cref="GenesisException">It is not an Alonzo genesis file; says where and why.</exception>
    public static AlonzoGenesis Parse(ReadOnlySpan<byte> json)
    {
        JsonField root = JsonField.Parse(json, "alonzo-genesis");
        JsonField prices = root["executionPrices"];
        return new AlonzoGenesis
        {
            CoinsPerUtxoWord = new Coin(root["lovelacePerUTxOWord"].AsUInt64()),
            CostModels = [.. root["costModels"].Properties()
                .Select(p => new CostModel(ReadLanguage(p.Key, p.Value), ReadCosts(p.Value)))
                .OrderBy(model => model.Language)],
            ExecutionPrices = new ExecutionPrices(prices["prMem"].AsRational(), prices["prSteps"].AsRational()),
            MaxTransactionExecutionUnits = ReadUnits(root["maxTxExUnits"]),
            MaxBlockExecutionUnits = ReadUnits(root["maxBlockExUnits"]),
            MaxValueSizeBytes = root["maxValueSize"].AsUInt32(),
            CollateralPercentage = root["collateralPercentage"].AsUInt16(),
            MaxCollateralInputs = root["maxCollateralInputs"].AsUInt16(),
        };
    }

    /// <summary>The costs in the language's order: a list stands in it, names are in it when sorted.</summary>
    internal static ImmutableArray<long> ReadCosts(JsonField field) => field.Value.ValueKind == JsonValueKind.Object
        ? [.. field.Properties().OrderBy(p => p.Key, StringComparer.Ordinal).Select(p => p.Value.AsInt64())]
        : [.. field.Elements().Select(element => element.AsInt64())];

    private static byte ReadLanguage(string key, JsonField field) => key switch
    {
        "PlutusV1" => 0,
        "PlutusV2" => 1,
        "PlutusV3" => 2,
        _ => throw field.Unlike("the costs of PlutusV1, PlutusV2 or PlutusV3"),
    };

    private static ExecutionUnits ReadUnits(JsonField field) =>
        new(field["exUnitsMem"].AsUInt64(), field["exUnitsSteps"].AsUInt64());
}
