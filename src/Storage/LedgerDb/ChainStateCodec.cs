using System.Buffers;
using System.Collections.Immutable;
using PoolTopology.Consensus.Chain;
using PoolTopology.Consensus.Headers;
using PoolTopology.Consensus.Nonces;
using PoolTopology.Primitives.Cbor;
using PoolTopology.Primitives.Chain;

namespace PoolTopology.Storage.LedgerDb;

/// <summary>The state after a block: its place, what header validation remembers, the ledger.</summary>
/// <remarks>
/// Shape: <c>[tip, [last slot / null, {pool: counter}, evolving, candidate, epoch, lab, last epoch's], ledger]</c> with
/// <c>tip = [point, block number]</c> or null, a nonce of 32 bytes or null, counters in the order of pools.
/// </remarks>
public sealed class ChainStateCodec(ILedgerCodec ledgers) : IStateCodec
{
    private const int OwnVersion = 1;
    private const int VersionsOfLedgers = 1000;
    private const int PraosParts = 7;

    /// <summary>The codec of a network's states.</summary>
    public static ChainStateCodec Of(ConsensusConfig config)
    {
        ArgumentNullException.ThrowIfNull(config);
        return new ChainStateCodec(
            config.LedgerRules is null ? new GenesisLedgerCodec(config) : new RulesLedgerCodec(config.LedgerRules));
    }

    /// <inheritdoc/>
    public int FormatVersion => (OwnVersion * VersionsOfLedgers) + ledgers.FormatVersion;

    /// <inheritdoc/>
    public byte[] Encode(ChainState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArrayBufferWriter<byte> output = new();
        CborWriter writer = new(output);
        writer.WriteArrayStart(3);
        if (state.Tip.IsGenesis)
            writer.WriteNull();
        else
            writer.WriteTip(state.Tip);
        Write(writer, state.PraosState);
        ledgers.Encode(state.Ledger, output);
        return output.WrittenSpan.ToArray();
    }

    /// <inheritdoc/>
    public ChainState Decode(ReadOnlyMemory<byte> bytes)
    {
        CborReader reader = new(bytes.Span);
        reader.ReadArrayStart(3);
        Tip tip = IsNull(ref reader) ? Tip.Genesis : reader.ReadTip();
        PraosState praos = ReadPraos(ref reader);
        return new ChainState(new HeaderState(tip, praos, ledgers.Decode(bytes[reader.Position..], tip)));
    }

    private static void Write(CborWriter writer, PraosState praos)
    {
        writer.WriteArrayStart(PraosParts);
        if (praos.LastSlot is Slot last)
            writer.WriteUInt64(last.Value);
        else
            writer.WriteNull();
        writer.WriteMapStart(praos.OperationalCertificateCounters.Count);
        foreach ((Hash28 pool, ulong counter) in praos.OperationalCertificateCounters)
        {
            writer.WriteHash(pool);
            writer.WriteUInt64(counter);
        }
        Write(writer, praos.EvolvingNonce);
        Write(writer, praos.CandidateNonce);
        Write(writer, praos.EpochNonce);
        Write(writer, praos.LabNonce);
        Write(writer, praos.LastEpochBlockNonce);
    }

    private static void Write(CborWriter writer, Nonce nonce)
    {
        if (nonce.Hash is Hash32 hash)
            writer.WriteHash(hash);
        else
            writer.WriteNull();
    }

    private static PraosState ReadPraos(ref CborReader reader)
    {
        reader.ReadArrayStart(PraosParts);
        return new PraosState
        {
            LastSlot = IsNull(ref reader) ? null : new Slot(reader.ReadUInt64()),
            OperationalCertificateCounters = ReadCounters(ref reader),
            EvolvingNonce = ReadNonce(ref reader),
            CandidateNonce = ReadNonce(ref reader),
            EpochNonce = ReadNonce(ref reader),
            LabNonce = ReadNonce(ref reader),
            LastEpochBlockNonce = ReadNonce(ref reader),
        };
    }

    private static ImmutableSortedDictionary<Hash28, ulong> ReadCounters(ref CborReader reader)
    {
        int at = reader.Position;
        int? count = reader.ReadMapStart();
        ImmutableSortedDictionary<Hash28, ulong>.Builder counters =
            ImmutableSortedDictionary.CreateBuilder<Hash28, ulong>();
        for (int read = 0; reader.HasNext(count, read); read++)
        {
            Hash28 pool = reader.ReadHash28();
            if (!counters.TryAdd(pool, reader.ReadUInt64()))
                throw new CborException(at, "one counter for each pool", $"two for {pool}");
        }
        return counters.ToImmutable();
    }

    private static Nonce ReadNonce(ref CborReader reader) =>
        IsNull(ref reader) ? Nonce.Neutral : new Nonce(reader.ReadHash32());

    private static bool IsNull(ref CborReader reader)
    {
        if (!reader.IsNullNext)
            return false;
        reader.Skip();
        return true;
    }
}
