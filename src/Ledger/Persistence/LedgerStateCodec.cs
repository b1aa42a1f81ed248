using System.Buffers;
using PoolTopology.Ledger.Eras;
using PoolTopology.Ledger.State;
using PoolTopology.Primitives.Cbor;
using PoolTopology.Primitives.Chain;
using PoolTopology.Primitives.Collections;

namespace PoolTopology.Ledger.Persistence;

/// <summary>Whole ledger states as bytes: for snapshots on disk, and to tell whether two states are equal.</summary>
/// <remarks>
/// Shape: <c>[1, [era, epoch, utxo, certificates, [treasury, reserves], parameters, previous parameters, snapshots,
/// [* [pool id, blocks]], [* the same of the previous epoch], reward update or null, pool distribution]]</c>; 1 is the
/// version of this form, the era counts from 0 (Byron). CBOR with minimal heads, definite lengths, and maps in the order
/// of their keys, so that a state has one form only. The form is this program's own; another version of it may be
/// dropped and the state computed anew.
/// The bytes carry no checksum: whoever stores them adds one.
/// </remarks>
public static class LedgerStateCodec
{
    /// <summary>The version of the form that is written and read.</summary>
    public const ulong Version = 1;

    private const int FieldCount = 12;

    /// <summary>Writes a state.</summary>
    public static void Write(IBufferWriter<byte> output, LedgerState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        CborWriter writer = new(output);
        writer.WriteArrayStart(2);
        writer.WriteUInt64(Version);
        writer.WriteArrayStart(FieldCount);
        writer.WriteUInt64((ulong)state.Era);
        writer.WriteUInt64(state.Epoch.Value);
        UtxoStateCodec.Write(writer, state.Utxo);
        CertificateStateCodec.Write(writer, state.Certificates);
        writer.WriteArrayStart(2);
        writer.WriteCoin(state.Pots.Treasury);
        writer.WriteCoin(state.Pots.Reserves);
        ProtocolParametersCodec.Write(writer, state.Parameters);
        ProtocolParametersCodec.Write(writer, state.PreviousParameters);
        StakeCodec.Write(writer, state.Snapshots);
        WriteBlocksMade(writer, state.BlocksMade);
        WriteBlocksMade(writer, state.PreviousBlocksMade);
        StakeCodec.Write(writer, state.RewardUpdate);
        StakeCodec.Write(writer, state.PoolDistribution);
    }

    /// <summary>Reads a state and nothing after it.</summary>
    /// <exception cref="CborException">The bytes are not a state in this version of the form.</exception>
    public static LedgerState Read(ReadOnlySpan<byte> bytes)
    {
        CborReader reader = new(bytes);
        reader.ReadArrayStart(2);
        int at = reader.Position;
        ulong version = reader.ReadUInt64();
        if (version != Version)
            throw new CborException(at, $"version {Version} of the form", $"version {version}");
        LedgerState state = ReadState(ref reader);
        reader.ExpectEnd();
        return state;
    }

    /// <summary>A digest that is equal where states are: BLAKE2b-256 of <see cref="Write"/>.</summary>
    /// <remarks>Cost: encodes the whole state, without keeping the bytes.</remarks>
    public static Hash32 DigestOf(LedgerState state)
    {
        HashingWriter output = new();
        Write(output, state);
        return output.Finish();
    }

    private static LedgerState ReadState(ref CborReader reader)
    {
        reader.ReadArrayStart(FieldCount);
        int at = reader.Position;
        ulong era = reader.ReadUInt64();
        if (era is < (ulong)Era.Shelley or > (ulong)Era.Conway)
            throw new CborException(at, "an era, 1 to 6", $"{era}");
        return new LedgerState
        {
            Era = (Era)era,
            Epoch = new EpochNo(reader.ReadUInt64()),
            Utxo = UtxoStateCodec.Read(ref reader),
            Certificates = CertificateStateCodec.Read(ref reader),
            Pots = ReadPots(ref reader),
            Parameters = ProtocolParametersCodec.Read(ref reader),
            PreviousParameters = ProtocolParametersCodec.Read(ref reader),
            Snapshots = StakeCodec.ReadSnapshots(ref reader),
            BlocksMade = SortedEntries.ReadMap<Hash28, ulong>(ref reader, ReadBlocksMade),
            PreviousBlocksMade = SortedEntries.ReadMap<Hash28, ulong>(ref reader, ReadBlocksMade),
            RewardUpdate = StakeCodec.ReadUpdate(ref reader),
            PoolDistribution = StakeCodec.ReadDistribution(ref reader),
        };
    }

    private static AccountPots ReadPots(ref CborReader reader)
    {
        reader.ReadArrayStart(2);
        return new AccountPots(reader.ReadCoin(), reader.ReadCoin());
    }

    private static void WriteBlocksMade(CborWriter writer, PersistentMap<Hash28, ulong> blocks) =>
        SortedEntries.Write(writer, blocks, static (w, pool, count) =>
        {
            w.WriteArrayStart(2);
            w.WriteHash(pool);
            w.WriteUInt64(count);
        });

    private static KeyValuePair<Hash28, ulong> ReadBlocksMade(ref CborReader reader)
    {
        reader.ReadArrayStart(2);
        return new(reader.ReadHash28(), reader.ReadUInt64());
    }
}
