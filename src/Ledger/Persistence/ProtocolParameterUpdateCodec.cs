using System.Buffers;
using PoolTopology.Ledger.Transactions;
using PoolTopology.Ledger.Types;
using PoolTopology.Primitives.Cbor;
using PoolTopology.Primitives.Chain;

namespace PoolTopology.Ledger.Persistence;

/// <summary>Updates of protocol parameters as bytes: one form for each value, however it was received.</summary>
/// <remarks>
/// Shape: <c>{number => value}</c> in the order of numbers, what is not updated left out. Numbers are the ledger
/// CDDL's, but 40 for the price per byte, which shares 17 with the price per word there. Values are written as those of
/// <see cref="ProtocolParametersCodec"/>. The bytes that an update was received in are not kept.
/// </remarks>
internal static class ProtocolParameterUpdateCodec
{
    private const int CoinsPerUtxoByte = 40;

    /// <summary>Equal where updates would do the same.</summary>
    public static Hash32 DigestOf(ProtocolParameterUpdate update)
    {
        ArrayBufferWriter<byte> output = new();
        Write(new CborWriter(output), update);
        return Digest.Blake2b256(output.WrittenSpan);
    }

    public static void Write(CborWriter writer, ProtocolParameterUpdate update)
    {
        ArrayBufferWriter<byte> fields = new();
        FieldWriter field = new(new CborWriter(fields));
        WriteShelley(field, update);
        WriteAlonzo(field, update);
        WriteConway(field, update);
        writer.WriteMapStart(field.Count);
        writer.WriteEncoded(fields.WrittenSpan);
    }

    public static ProtocolParameterUpdate Read(ref CborReader reader)
    {
        int at = reader.Position;
        int count = reader.ReadMapStart()
            ?? throw new CborException(at, "a map of definite length", "an indefinite one");
        ProtocolParameterUpdate update = new();
        ulong? last = null;
        for (int i = 0; i < count; i++)
        {
            int keyAt = reader.Position;
            ulong key = reader.ReadUInt64();
            if (key <= last)
                throw new CborException(keyAt, $"a key above {last}", $"{key}");
            last = key;
            update = ReadField(ref reader, update, key)
                ?? throw new CborException(keyAt, "the number of a protocol parameter", $"{key}");
        }
        return update;
    }

    private static void WriteShelley(FieldWriter field, ProtocolParameterUpdate update)
    {
        field.Write(0, update.MinFeePerByte, ValueCodec.WriteCoin);
        field.Write(1, update.MinFeeConstant, ValueCodec.WriteCoin);
        field.Write(2, update.MaxBlockBodySizeBytes, static (w, v) => w.WriteUInt64(v));
        field.Write(3, update.MaxTransactionSizeBytes, static (w, v) => w.WriteUInt64(v));
        field.Write(4, update.MaxBlockHeaderSizeBytes, static (w, v) => w.WriteUInt64(v));
        field.Write(5, update.KeyDeposit, ValueCodec.WriteCoin);
        field.Write(6, update.PoolDeposit, ValueCodec.WriteCoin);
        field.Write(7, update.MaxPoolRetirementEpochs, static (w, v) => w.WriteUInt64(v));
        field.Write(8, update.DesiredPoolCount, static (w, v) => w.WriteUInt64(v));
        field.Write(9, update.A0, ValueCodec.WriteRational);
        field.Write(10, update.Rho, ValueCodec.WriteRational);
        field.Write(11, update.Tau, ValueCodec.WriteRational);
        field.Write(12, update.Decentralisation, ValueCodec.WriteRational);
        field.Write(13, update.ExtraEntropy, static (w, v) => w.WriteHashOrNull(v.Nonce));
        field.Write(14, update.ProtocolVersion, ValueCodec.WriteVersion);
        field.Write(15, update.MinUtxoValue, ValueCodec.WriteCoin);
        field.Write(16, update.MinPoolCost, ValueCodec.WriteCoin);
    }

    private static void WriteAlonzo(FieldWriter field, ProtocolParameterUpdate update)
    {
        field.Write(17, update.CoinsPerUtxoWord, ValueCodec.WriteCoin);
        field.Write(18, update.CostModels, ProtocolParametersCodec.WriteCostModels);
        field.Write(19, update.ExecutionPrices, static (w, v) =>
        {
            w.WriteArrayStart(2);
            w.WriteRational(v.PerMemory);
            w.WriteRational(v.PerStep);
        });
        field.Write(20, update.MaxTransactionExecutionUnits, ValueCodec.WriteExecutionUnits);
        field.Write(21, update.MaxBlockExecutionUnits, ValueCodec.WriteExecutionUnits);
        field.Write(22, update.MaxValueSizeBytes, static (w, v) => w.WriteUInt64(v));
        field.Write(23, update.CollateralPercentage, static (w, v) => w.WriteUInt64(v));
        field.Write(24, update.MaxCollateralInputs, static (w, v) => w.WriteUInt64(v));
    }

    private static void WriteConway(FieldWriter field, ProtocolParameterUpdate update)
    {
        field.Write(25, update.PoolVotingThresholds, ProtocolParametersCodec.WritePoolThresholds);
        field.Write(26, update.DRepVotingThresholds, ProtocolParametersCodec.WriteDRepThresholds);
        field.Write(27, update.MinCommitteeSize, static (w, v) => w.WriteUInt64(v));
        field.Write(28, update.MaxCommitteeTermEpochs, static (w, v) => w.WriteUInt64(v));
        field.Write(29, update.GovernanceActionLifetimeEpochs, static (w, v) => w.WriteUInt64(v));
        field.Write(30, update.GovernanceActionDeposit, ValueCodec.WriteCoin);
        field.Write(31, update.DRepDeposit, ValueCodec.WriteCoin);
        field.Write(32, update.DRepInactivityEpochs, static (w, v) => w.WriteUInt64(v));
        field.Write(33, update.MinFeeReferenceScriptPerByte, ValueCodec.WriteRational);
        field.Write(CoinsPerUtxoByte, update.CoinsPerUtxoByte, ValueCodec.WriteCoin);
    }

    private static ProtocolParameterUpdate? ReadField(
        ref CborReader reader, ProtocolParameterUpdate update, ulong key) => key switch
        {
            0 => update with { MinFeePerByte = reader.ReadCoin() },
            1 => update with { MinFeeConstant = reader.ReadCoin() },
            2 => update with { MaxBlockBodySizeBytes = reader.ReadUInt32() },
            3 => update with { MaxTransactionSizeBytes = reader.ReadUInt32() },
            4 => update with { MaxBlockHeaderSizeBytes = reader.ReadUInt16() },
            5 => update with { KeyDeposit = reader.ReadCoin() },
            6 => update with { PoolDeposit = reader.ReadCoin() },
            7 => update with { MaxPoolRetirementEpochs = reader.ReadUInt32() },
            8 => update with { DesiredPoolCount = reader.ReadUInt16() },
            9 => update with { A0 = reader.ReadRational() },
            10 => update with { Rho = reader.ReadRational() },
            11 => update with { Tau = reader.ReadRational() },
            12 => update with { Decentralisation = reader.ReadRational() },
            13 => update with { ExtraEntropy = new ExtraEntropy(reader.ReadHash32OrNull()) },
            14 => update with { ProtocolVersion = reader.ReadVersion() },
            15 => update with { MinUtxoValue = reader.ReadCoin() },
            16 => update with { MinPoolCost = reader.ReadCoin() },
            17 => update with { CoinsPerUtxoWord = reader.ReadCoin() },
            CoinsPerUtxoByte => update with { CoinsPerUtxoByte = reader.ReadCoin() },
            _ => ReadLaterField(ref reader, update, key),
        };

    private static ProtocolParameterUpdate? ReadLaterField(
        ref CborReader reader, ProtocolParameterUpdate update, ulong key) => key switch
        {
            18 => update with { CostModels = ProtocolParametersCodec.ReadCostModels(ref reader) },
            19 => update with { ExecutionPrices = ReadPrices(ref reader) },
            20 => update with { MaxTransactionExecutionUnits = reader.ReadExecutionUnits() },
            21 => update with { MaxBlockExecutionUnits = reader.ReadExecutionUnits() },
            22 => update with { MaxValueSizeBytes = reader.ReadUInt32() },
            23 => update with { CollateralPercentage = reader.ReadUInt16() },
            24 => update with { MaxCollateralInputs = reader.ReadUInt16() },
            25 => update with { PoolVotingThresholds = ProtocolParametersCodec.ReadPoolThresholds(ref reader) },
            26 => update with { DRepVotingThresholds = ProtocolParametersCodec.ReadDRepThresholds(ref reader) },
            27 => update with { MinCommitteeSize = reader.ReadUInt16() },
            28 => update with { MaxCommitteeTermEpochs = reader.ReadUInt32() },
            29 => update with { GovernanceActionLifetimeEpochs = reader.ReadUInt32() },
            30 => update with { GovernanceActionDeposit = reader.ReadCoin() },
            31 => update with { DRepDeposit = reader.ReadCoin() },
            32 => update with { DRepInactivityEpochs = reader.ReadUInt32() },
            33 => update with { MinFeeReferenceScriptPerByte = reader.ReadRational() },
            _ => null,
        };

    private static ExecutionPrices ReadPrices(ref CborReader reader)
    {
        reader.ReadArrayStart(2);
        return new ExecutionPrices(reader.ReadRational(), reader.ReadRational());
    }

    /// <summary>Writes those fields that have a value, and counts them.</summary>
    private sealed class FieldWriter(CborWriter writer)
    {
        public int Count { get; private set; }

        public void Write<T>(int key, T? value, Action<CborWriter, T> write)
            where T : struct
        {
            if (value is T present)
                WritePresent(key, present, write);
        }

        public void Write<T>(int key, T? value, Action<CborWriter, T> write)
            where T : class
        {
            if (value is not null)
                WritePresent(key, value, write);
        }

        private void WritePresent<T>(int key, T value, Action<CborWriter, T> write)
        {
            Count++;
            writer.WriteUInt64((ulong)key);
            write(writer, value);
        }
    }
}
