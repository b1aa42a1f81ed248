using System.Collections.Immutable;
using PoolTopology.Ledger.Eras;
using PoolTopology.Ledger.Transactions.Governance;
using PoolTopology.Primitives.Cbor;

namespace PoolTopology.Ledger.Transactions.Decoding;

/// <summary>Reads the value of one protocol parameter.</summary>
internal static class ParameterFields
{
    private const int PlutusV1Costs = 166;
    private const int PlutusV2Costs = 175;

    public static ProtocolParameterUpdate Read(
        ref TransactionReader reader, int key, ProtocolParameterUpdate update) => key switch
        {
            0 => update with { MinFeePerByte = reader.ReadCoin() },
            1 => update with { MinFeeConstant = reader.ReadCoin() },
            2 => update with { MaxBlockBodySizeBytes = reader.Cbor.ReadUInt32() },
            3 => update with { MaxTransactionSizeBytes = reader.Cbor.ReadUInt32() },
            4 => update with { MaxBlockHeaderSizeBytes = reader.Cbor.ReadUInt16() },
            5 => update with { KeyDeposit = reader.ReadCoin() },
            6 => update with { PoolDeposit = reader.ReadCoin() },
            7 => update with { MaxPoolRetirementEpochs = reader.Cbor.ReadUInt32() },
            8 => update with { DesiredPoolCount = reader.Cbor.ReadUInt16() },
            9 => update with { A0 = reader.ReadNonNegativeInterval() },
            10 => update with { Rho = reader.ReadUnitInterval() },
            11 => update with { Tau = reader.ReadUnitInterval() },
            12 => update with { Decentralisation = reader.ReadUnitInterval() },
            13 => update with { ExtraEntropy = ReadEntropy(ref reader) },
            14 => update with { ProtocolVersion = reader.ReadProtocolVersion() },
            15 => update with { MinUtxoValue = reader.ReadCoin() },
            16 => update with { MinPoolCost = reader.ReadCoin() },
            _ => ReadAlonzo(ref reader, key, update),
        };

    private static ProtocolParameterUpdate ReadAlonzo(
        ref TransactionReader reader, int key, ProtocolParameterUpdate update) => key switch
        {
            17 when reader.Era == Era.Alonzo => update with { CoinsPerUtxoWord = reader.ReadCoin() },
            17 => update with { CoinsPerUtxoByte = reader.ReadCoin() },
            18 => update with { CostModels = ReadCostModels(ref reader) },
            19 => update with { ExecutionPrices = ReadPrices(ref reader) },
            20 => update with { MaxTransactionExecutionUnits = RedeemerDecoder.ReadUnits(ref reader) },
            21 => update with { MaxBlockExecutionUnits = RedeemerDecoder.ReadUnits(ref reader) },
            22 => update with { MaxValueSizeBytes = reader.Cbor.ReadUInt32() },
            23 => update with { CollateralPercentage = reader.Cbor.ReadUInt16() },
            24 => update with { MaxCollateralInputs = reader.Cbor.ReadUInt16() },
            _ => ReadConway(ref reader, key, update),
        };

    private static ProtocolParameterUpdate ReadConway(
        ref TransactionReader reader, int key, ProtocolParameterUpdate update) => key switch
        {
            25 => update with { PoolVotingThresholds = ReadPoolThresholds(ref reader) },
            26 => update with { DRepVotingThresholds = ReadDRepThresholds(ref reader) },
            27 => update with { MinCommitteeSize = reader.Cbor.ReadUInt16() },
            28 => update with { MaxCommitteeTermEpochs = reader.Cbor.ReadUInt32() },
            29 => update with { GovernanceActionLifetimeEpochs = reader.Cbor.ReadUInt32() },
            30 => update with { GovernanceActionDeposit = reader.ReadCoin() },
            31 => update with { DRepDeposit = reader.ReadCoin() },
            32 => update with { DRepInactivityEpochs = reader.Cbor.ReadUInt32() },
            33 => update with { MinFeeReferenceScriptPerByte = reader.ReadNonNegativeInterval() },
            _ => throw reader.UnknownField(reader.Position, key),
        };

    private static ExtraEntropy ReadEntropy(ref TransactionReader reader)
    {
        int? count = reader.Cbor.ReadArrayStart();
        int at = reader.Position;
        ulong kind = reader.Cbor.ReadUInt64();
        int items = kind == 0 ? 1 : 2;
        if (kind > 1 || (count ?? items) != items)
            throw new CborException(at, "a nonce", $"kind {kind} in an array of {count}");
        ExtraEntropy entropy = new(kind == 0 ? null : reader.ReadHash32());
        reader.Cbor.EndRecord(count is null);
        return entropy;
    }

    private static ExecutionPrices ReadPrices(ref TransactionReader reader)
    {
        bool isIndefinite = reader.Cbor.StartRecord(2);
        ExecutionPrices prices = new(reader.ReadNonNegativeInterval(), reader.ReadNonNegativeInterval());
        reader.Cbor.EndRecord(isIndefinite);
        return prices;
    }

    private static ImmutableArray<CostModel> ReadCostModels(ref TransactionReader reader)
    {
        int start = reader.Position;
        Collected<CostModel> models = default;
        int? count = reader.Cbor.ReadMapStart();
        while (reader.Cbor.HasNext(count, models.Count))
        {
            int at = reader.Position;
            ulong language = reader.Cbor.ReadUInt64();
            if (language > byte.MaxValue)
                throw new CborException(at, "the number of a language below 256", $"{language}");
            models.Add(new CostModel((byte)language, ReadCosts(ref reader, (byte)language)));
        }
        Sets.NormaliseMap(ref models, static model => model.Language, reader.IsStrict, start, "languages");
        return models.ToImmutable();
    }

    // Before Conway the languages and the number of their costs are fixed; the era's number of languages is not.
    private static ImmutableArray<long> ReadCosts(ref TransactionReader reader, byte language)
    {
        int at = reader.Position;
        Collected<long> costs = default;
        int? count = reader.Cbor.ReadArrayStart();
        while (reader.Cbor.HasNext(count, costs.Count))
            costs.Add(reader.Cbor.ReadInt64());
        if (reader.IsStrict)
            return costs.ToImmutable();
        int expected = language switch { 0 => PlutusV1Costs, 1 => PlutusV2Costs, _ => -1 };
        return costs.Count == expected
            ? costs.ToImmutable()
            : throw new CborException(
                at, $"a cost model of Plutus V1 ({PlutusV1Costs} costs) or V2 ({PlutusV2Costs})",
                $"{costs.Count} costs of language {language}");
    }

    private static PoolVotingThresholds ReadPoolThresholds(ref TransactionReader reader)
    {
        bool isIndefinite = reader.Cbor.StartRecord(5);
        PoolVotingThresholds thresholds = new(
            reader.ReadUnitInterval(),
            reader.ReadUnitInterval(),
            reader.ReadUnitInterval(),
            reader.ReadUnitInterval(),
            reader.ReadUnitInterval());
        reader.Cbor.EndRecord(isIndefinite);
        return thresholds;
    }

    private static DRepVotingThresholds ReadDRepThresholds(ref TransactionReader reader)
    {
        bool isIndefinite = reader.Cbor.StartRecord(10);
        DRepVotingThresholds thresholds = new(
            reader.ReadUnitInterval(),
            reader.ReadUnitInterval(),
            reader.ReadUnitInterval(),
            reader.ReadUnitInterval(),
            reader.ReadUnitInterval(),
            reader.ReadUnitInterval(),
            reader.ReadUnitInterval(),
            reader.ReadUnitInterval(),
            reader.ReadUnitInterval(),
            reader.ReadUnitInterval());
        reader.Cbor.EndRecord(isIndefinite);
        return thresholds;
    }
}
