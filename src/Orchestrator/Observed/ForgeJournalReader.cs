using System.Buffers.Binary;
using System.Collections.Immutable;

namespace PoolTopology.Orchestrator.Observed;

/// <summary>Reads which slots a producer's forge journal says were signed. Pure; knows the file's form, no keys.</summary>
/// <remarks>
/// Shape: a header of 40 bytes that begins with "PTFORGE" and the version 1, then records of 92 bytes: slot, certificate
/// number, block number (8 bytes each, big-endian), previous hash (32), hash of the header body (32), checksum (4). An
/// unfinished record at the end is what a kill leaves; it is not read.
/// </remarks>
internal static class ForgeJournalReader
{
    private const int HeaderBytes = 40;
    private const int RecordBytes = 92;
    private const int BodyHashOffset = 56;
    private const int BodyHashBytes = 32;

    private static ReadOnlySpan<byte> Magic => "PTFORGE\u0001"u8;

    /// <summary>The slots for which the journal holds two different blocks, in order.</summary>
    /// <returns>Null where the bytes are no journal of a version that this program knows.</returns>
    public static ImmutableSortedSet<ulong>? DoubleSignedSlots(ReadOnlySpan<byte> journal)
    {
        if (journal.Length < HeaderBytes || !journal.StartsWith(Magic))
            return null;
        Dictionary<ulong, byte[]> signed = [];
        ImmutableSortedSet<ulong>.Builder doubles = ImmutableSortedSet.CreateBuilder<ulong>();
        for (int at = HeaderBytes; journal.Length - at >= RecordBytes; at += RecordBytes)
        {
            ulong slot = BinaryPrimitives.ReadUInt64BigEndian(journal[at..]);
            byte[] body = journal.Slice(at + BodyHashOffset, BodyHashBytes).ToArray();
            if (!signed.TryAdd(slot, body) && !signed[slot].AsSpan().SequenceEqual(body))
                doubles.Add(slot);
        }

        return doubles.ToImmutable();
    }
}
