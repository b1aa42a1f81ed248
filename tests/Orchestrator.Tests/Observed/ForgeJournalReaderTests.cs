using System.Buffers.Binary;
using PoolTopology.Orchestrator.Observed;
using Xunit;

namespace PoolTopology.Orchestrator.Tests.Observed;

public sealed class ForgeJournalReaderTests
{
    [Fact]
    public void DoubleSignedSlots_rising_slots_are_good_and_a_torn_end_is_not_read()
    {
        byte[] journal = [.. Journal((5, 1), (6, 2), (9, 3)), 0, 0, 0];
        Assert.Empty(ForgeJournalReader.DoubleSignedSlots(journal)!);
    }

    [Fact]
    public void DoubleSignedSlots_same_slot_with_another_body_is_found_and_with_the_same_body_is_not() =>
        Assert.Equal([5ul], ForgeJournalReader.DoubleSignedSlots(Journal((5, 1), (6, 2), (6, 2), (5, 3)))!);

    [Fact]
    public void DoubleSignedSlots_other_bytes_are_no_journal()
    {
        Assert.Null(ForgeJournalReader.DoubleSignedSlots([]));
        Assert.Null(ForgeJournalReader.DoubleSignedSlots(new byte[40]));
        Assert.Null(ForgeJournalReader.DoubleSignedSlots("PTFORGE\u0002"u8.ToArray().Concat(new byte[32]).ToArray()));
    }

    private static byte[] Journal(params (ulong Slot, byte Body)[] records)
    {
        List<byte> bytes = [.. "PTFORGE\u0001"u8, .. new byte[32]];
        foreach ((ulong slot, byte body) in records)
        {
            byte[] record = new byte[92];
            BinaryPrimitives.WriteUInt64BigEndian(record, slot);
            record.AsSpan(56, 32).Fill(body);
            bytes.AddRange(record);
        }

        return [.. bytes];
    }
}
