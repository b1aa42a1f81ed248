using System.Buffers;
using System.Collections.Immutable;
using PoolTopology.Ledger.Parameters;
using PoolTopology.Ledger.Transactions;
using PoolTopology.Ledger.Transactions.Governance;
using PoolTopology.Ledger.Types;
using PoolTopology.Primitives.Cbor;
using PoolTopology.Primitives.Chain;
using PoolTopology.Primitives.Numbers;

namespace PoolTopology.Ledger.Persistence;

/// <summary>Protocol parameters as bytes: one form for each value, for digests and snapshots.</summary>
/// <remarks>
/// Shape: <c>[27 parameters]</c> in the order of <see cref="ProtocolParameters"/>' properties; numbers as unsigned
/// integers, fractions and versions as pairs, neutral entropy as null, cost models as <c>[* [language, [* cost]]]</c>,
/// the parameters of governance as an array of nine or null.
/// </remarks>
internal static class ProtocolParametersCodec
{
    private const int FieldCount = 27;

    public static Hash32 DigestOf(ProtocolParameters parameters)
    {
        ArrayBufferWriter<byte> output = new();
        Write(new CborWriter(output), parameters);
        return Digest.Blake2b256(output.WrittenSpan);
    }

    public static void Write(CborWriter writer, ProtocolParameters parameters)
    {
        writer.WriteArrayStart(FieldCount);
        writer.WriteCoin(parameters.MinFeePerByte);
        writer.WriteCoin(parameters.MinFeeConstant);
        writer.WriteUInt64(parameters.MaxBlockBodySizeBytes);
        writer.WriteUInt64(parameters.MaxTransactionSizeBytes);
        writer.WriteUInt64(parameters.MaxBlockHeaderSizeBytes);
        writer.WriteCoin(parameters.KeyDeposit);
        writer.WriteCoin(parameters.PoolDeposit);
        writer.WriteUInt64(parameters.MaxPoolRetirementEpochs);
        writer.WriteUInt64(parameters.DesiredPoolCount);
        writer.WriteRational(parameters.A0);
        writer.WriteRational(parameters.Rho);
        writer.WriteRational(parameters.Tau);
        writer.WriteRational(parameters.Decentralisation);
        writer.WriteHashOrNull(parameters.ExtraEntropy.Nonce);
        writer.WriteVersion(parameters.ProtocolVersion);
        writer.WriteCoin(parameters.MinUtxoValue);
        writer.WriteCoin(parameters.MinPoolCost);
        writer.WriteCoin(parameters.CoinsPerUtxoWord);
        writer.WriteCoin(parameters.CoinsPerUtxoByte);
        WriteCostModels(writer, parameters.CostModels);
        writer.WriteRational(parameters.ExecutionPrices.PerMemory);
        writer.WriteRational(parameters.ExecutionPrices.PerStep);
        writer.WriteExecutionUnits(parameters.MaxTransactionExecutionUnits);
        writer.WriteExecutionUnits(parameters.MaxBlockExecutionUnits);
        writer.WriteUInt64(parameters.MaxValueSizeBytes);
        writer.WriteArrayStart(2);
        writer.WriteUInt64(parameters.CollateralPercentage);
        writer.WriteUInt64(parameters.MaxCollateralInputs);
        WriteGovernance(writer, parameters.Governance);
    }

    public static ProtocolParameters Read(ref CborReader reader)
    {
        reader.ReadArrayStart(FieldCount);
        ProtocolParameters shelley = new()
        {
            MinFeePerByte = reader.ReadCoin(),
            MinFeeConstant = reader.ReadCoin(),
            MaxBlockBodySizeBytes = reader.ReadUInt32(),
            MaxTransactionSizeBytes = reader.ReadUInt32(),
            MaxBlockHeaderSizeBytes = reader.ReadUInt16(),
            KeyDeposit = reader.ReadCoin(),
            PoolDeposit = reader.ReadCoin(),
            MaxPoolRetirementEpochs = reader.ReadUInt32(),
            DesiredPoolCount = reader.ReadUInt16(),
            A0 = reader.ReadRational(),
            Rho = reader.ReadRational(),
            Tau = reader.ReadRational(),
            Decentralisation = reader.ReadRational(),
            ExtraEntropy = new ExtraEntropy(reader.ReadHash32OrNull()),
            ProtocolVersion = reader.ReadVersion(),
            MinUtxoValue = reader.ReadCoin(),
            MinPoolCost = reader.ReadCoin(),
        };
        return ReadScripts(ref reader, shelley);
    }

    internal static void WriteCostModels(CborWriter writer, ImmutableArray<CostModel> models)
    {
        writer.WriteArrayStart(models.Length);
        foreach (CostModel model in models)
        {
            writer.WriteArrayStart(2);
            writer.WriteUInt64(model.Language);
            writer.WriteArrayStart(model.Costs.Length);
            foreach (long cost in model.Costs)
                writer.WriteInt64(cost);
        }
    }

    internal static ImmutableArray<CostModel> ReadCostModels(ref CborReader reader)
    {
        int count = reader.ReadCount();
        ImmutableArray<CostModel>.Builder models = ImmutableArray.CreateBuilder<CostModel>();
        for (int i = 0; i < count; i++)
        {
            reader.ReadArrayStart(2);
            int at = reader.Position;
            ushort language = reader.ReadUInt16();
            if (language > byte.MaxValue || (i > 0 && language <= models[i - 1].Language))
                throw new CborException(at, "languages in order, 0 to 255", $"{language}");
            long[] costs = new long[reader.ReadCount()];
            for (int j = 0; j < costs.Length; j++)
                costs[j] = reader.ReadInt64();
            models.Add(new CostModel((byte)language, [.. costs]));
        }
        return models.DrainToImmutable();
    }

    internal static void WritePoolThresholds(CborWriter writer, PoolVotingThresholds pools)
    {
        writer.WriteArrayStart(5);
        writer.WriteRational(pools.MotionNoConfidence);
        writer.WriteRational(pools.CommitteeNormal);
        writer.WriteRational(pools.CommitteeNoConfidence);
        writer.WriteRational(pools.HardForkInitiation);
        writer.WriteRational(pools.SecurityGroup);
    }

    internal static PoolVotingThresholds ReadPoolThresholds(ref CborReader reader)
    {
        reader.ReadArrayStart(5);
        return new PoolVotingThresholds(
            reader.ReadRational(),
            reader.ReadRational(),
            reader.ReadRational(),
            reader.ReadRational(),
            reader.ReadRational());
    }

    internal static void WriteDRepThresholds(CborWriter writer, DRepVotingThresholds dreps)
    {
        writer.WriteArrayStart(10);
        writer.WriteRational(dreps.MotionNoConfidence);
        writer.WriteRational(dreps.CommitteeNormal);
        writer.WriteRational(dreps.CommitteeNoConfidence);
        writer.WriteRational(dreps.UpdateConstitution);
        writer.WriteRational(dreps.HardForkInitiation);
        writer.WriteRational(dreps.NetworkGroup);
        writer.WriteRational(dreps.EconomicGroup);
        writer.WriteRational(dreps.TechnicalGroup);
        writer.WriteRational(dreps.GovernanceGroup);
        writer.WriteRational(dreps.TreasuryWithdrawal);
    }

    internal static DRepVotingThresholds ReadDRepThresholds(ref CborReader reader)
    {
        reader.ReadArrayStart(10);
        Rational[] shares = new Rational[10];
        for (int i = 0; i < shares.Length; i++)
            shares[i] = reader.ReadRational();
        return new DRepVotingThresholds(
            shares[0],
            shares[1],
            shares[2],
            shares[3],
            shares[4],
            shares[5],
            shares[6],
            shares[7],
            shares[8],
            shares[9]);
    }

    private static ProtocolParameters ReadScripts(ref CborReader reader, ProtocolParameters shelley)
    {
        Coin perWord = reader.ReadCoin();
        Coin perByte = reader.ReadCoin();
        ImmutableArray<CostModel> costModels = ReadCostModels(ref reader);
        ExecutionPrices prices = new(reader.ReadRational(), reader.ReadRational());
        ExecutionUnits perTransaction = reader.ReadExecutionUnits();
        ExecutionUnits perBlock = reader.ReadExecutionUnits();
        uint maxValueSizeBytes = reader.ReadUInt32();
        reader.ReadArrayStart(2);
        return shelley with
        {
            CoinsPerUtxoWord = perWord,
            CoinsPerUtxoByte = perByte,
            CostModels = costModels,
            ExecutionPrices = prices,
            MaxTransactionExecutionUnits = perTransaction,
            MaxBlockExecutionUnits = perBlock,
            MaxValueSizeBytes = maxValueSizeBytes,
            CollateralPercentage = reader.ReadUInt16(),
            MaxCollateralInputs = reader.ReadUInt16(),
            Governance = ReadGovernance(ref reader),
        };
    }

    private static void WriteGovernance(CborWriter writer, GovernanceParameters? governance)
    {
        if (governance is null)
        {
            writer.WriteNull();
            return;
        }
        writer.WriteArrayStart(9);
        WritePoolThresholds(writer, governance.PoolVotingThresholds);
        WriteDRepThresholds(writer, governance.DRepVotingThresholds);
        writer.WriteUInt64(governance.MinCommitteeSize);
        writer.WriteUInt64(governance.MaxCommitteeTermEpochs);
        writer.WriteUInt64(governance.ActionLifetimeEpochs);
        writer.WriteCoin(governance.ActionDeposit);
        writer.WriteCoin(governance.DRepDeposit);
        writer.WriteUInt64(governance.DRepInactivityEpochs);
        writer.WriteRational(governance.MinFeeReferenceScriptPerByte);
    }

    private static GovernanceParameters? ReadGovernance(ref CborReader reader)
    {
        if (reader.TryReadNull())
            return null;
        reader.ReadArrayStart(9);
        return new GovernanceParameters(
            ReadPoolThresholds(ref reader),
            ReadDRepThresholds(ref reader),
            reader.ReadUInt16(),
            reader.ReadUInt32(),
            reader.ReadUInt32(),
            reader.ReadCoin(),
            reader.ReadCoin(),
            reader.ReadUInt32(),
            reader.ReadRational());
    }
}
