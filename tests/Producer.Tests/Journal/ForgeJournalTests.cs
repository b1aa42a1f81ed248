using PoolTopology.Primitives;
using PoolTopology.Primitives.Chain;
using PoolTopology.Producer.Journal;
using PoolTopology.Producer.Tests.Fakes;
using Xunit;

namespace PoolTopology.Producer.Tests.Journal;

public sealed class ForgeJournalTests
{
    private static readonly Hash28 Pool = Hash28.Parse(new string('a', 56));

    private readonly SimulatedDisk _disk = new();

    [Fact]
    public void Open_new_journal_has_given_nothing_away()
    {
        JournalOpening.Opened opened = Open();
        Assert.Null(opened.Watermark);
        Assert.Equal(0, opened.TornBytes);
    }

    [Fact]
    public void Request_rising_slots_grants_each_once()
    {
        using ForgeJournal journal = Open().Journal;
        foreach (ulong slot in (ulong[])[0, 1, 7, ulong.MaxValue])
        {
            Assert.IsType<JournalGrant.Granted>(journal.Request(Record(slot)));
            AssertUsed(journal, slot, slot);
        }
        AssertUsed(journal, 5, ulong.MaxValue);
    }

    [Fact]
    public void Request_after_restart_refuses_every_slot_up_to_the_watermark()
    {
        using (ForgeJournal journal = Open().Journal)
            Assert.IsType<JournalGrant.Granted>(journal.Request(Record(100)));
        JournalOpening.Opened again = Open();
        Assert.Equal(new Slot(100), again.Watermark);
        AssertUsed(again.Journal, 99, 100);
        AssertUsed(again.Journal, 100, 100);
        Assert.IsType<JournalGrant.Granted>(again.Journal.Request(Record(101)));
    }

    [Fact]
    public void Granted_slot_is_on_disk_before_the_permit_exists()
    {
        using ForgeJournal journal = Open().Journal;
        Assert.IsType<JournalGrant.Granted>(journal.Request(Record(3)));
        _disk.Crash(kept: 0);
        Assert.Equal(new Slot(3), Open().Watermark);
    }

    [Fact]
    public void Permit_signs_once_and_only_what_was_recorded()
    {
        using ForgeJournal journal = Open().Journal;
        SigningPermit permit = Grant(journal, 3);
        Assert.Throws<InvariantException>(() => permit.Use(new Slot(4), permit.Record.HeaderBodyHash));
        permit = Grant(journal, 5);
        permit.Use(new Slot(5), permit.Record.HeaderBodyHash);
        Assert.Throws<InvariantException>(() => permit.Use(new Slot(5), permit.Record.HeaderBodyHash));
        permit = Grant(journal, 6);
        Assert.Throws<InvariantException>(() => permit.Use(new Slot(6), default));
    }

    // The power goes in the middle of any call on the disk, at any byte; whoever held a permit may have signed.
    [Fact]
    public void Power_cut_at_every_call_and_byte_never_forgets_a_granted_slot()
    {
        for (int call = 0; call < 12; call++)
        {
            for (int cut = 0; cut <= ForgeRecord.SizeBytes; cut++)
            {
                for (int kept = 0; kept <= 4; kept++)
                    CutAndReopen(call, (double)cut / ForgeRecord.SizeBytes, kept / 4.0);
            }
        }
    }

    private static void CutAndReopen(int call, double cutAt, double kept)
    {
        SimulatedDisk disk = new() { CallsUntilPowerCut = call, CutAt = cutAt };
        Slot? granted = null;
        try
        {
            ForgeJournal journal = ((JournalOpening.Opened)ForgeJournal.Open(disk.TryOpen()!, Pool)).Journal;
            for (ulong slot = 10; slot < 14; slot++)
            {
                if (journal.Request(Record(slot)) is JournalGrant.Granted)
                    granted = new Slot(slot);
            }
        }
        catch (PowerCutException)
        {
            // The case under test.
        }
        disk.Crash(kept);
        string where = $"call {call}, cut at {cutAt}, kept {kept}";
        JournalOpening opening = ForgeJournal.Open(disk.TryOpen()!, Pool);
        Assert.True(opening is JournalOpening.Opened, where);
        JournalOpening.Opened opened = (JournalOpening.Opened)opening;
        Assert.True(granted is null || opened.Watermark >= granted, where);
        Assert.True(opened.Watermark is null || granted is null || opened.Watermark <= new Slot(granted.Value.Value + 1), where);
    }

    [Fact]
    public void Open_file_cut_at_every_byte_keeps_all_whole_records()
    {
        using (ForgeJournal journal = Open().Journal)
        {
            for (ulong slot = 0; slot < 4; slot++)
                Grant(journal, slot);
        }
        byte[] whole = _disk.Content;
        for (int length = 0; length <= whole.Length; length++)
        {
            SimulatedDisk disk = new() { Content = whole[..length] };
            JournalOpening.Opened opened =
                Assert.IsType<JournalOpening.Opened>(ForgeJournal.Open(disk.TryOpen()!, Pool));
            int records = Math.Max(0, length - JournalHeader.SizeBytes) / ForgeRecord.SizeBytes;
            Assert.Equal(records == 0 ? null : new Slot((ulong)records - 1), opened.Watermark);
            Assert.Equal(
                length < JournalHeader.SizeBytes
                    ? length
                    : (length - JournalHeader.SizeBytes) % ForgeRecord.SizeBytes,
                opened.TornBytes);
            // The cut end is usable again.
            Assert.IsType<JournalGrant.Granted>(opened.Journal.Request(Record(50)));
        }
    }

    [Fact]
    public void Open_any_damage_before_the_last_record_is_refused()
    {
        using (ForgeJournal journal = Open().Journal)
        {
            for (ulong slot = 0; slot < 3; slot++)
                Grant(journal, slot);
        }
        byte[] whole = _disk.Content;
        for (int at = 0; at < whole.Length; at++)
        {
            byte[] damaged = [.. whole];
            damaged[at] ^= 0x40;
            SimulatedDisk disk = new() { Content = damaged };
            JournalOpening opening = ForgeJournal.Open(disk.TryOpen()!, Pool);
            if (at >= whole.Length - ForgeRecord.SizeBytes)
                Assert.Equal(ForgeRecord.SizeBytes, Assert.IsType<JournalOpening.Opened>(opening).TornBytes);
            else
                Assert.IsType<JournalError.Damaged>(Assert.IsType<JournalOpening.Refused>(opening).Error);
        }
    }

    [Fact]
    public void Open_records_that_do_not_rise_are_damage()
    {
        byte[] two = new byte[2 * ForgeRecord.SizeBytes];
        Record(5).Write(two);
        Record(5).Write(two.AsSpan(ForgeRecord.SizeBytes));
        _disk.Content = [.. JournalHeader.Write(Pool), .. two];
        Assert.IsType<JournalOpening.Refused>(ForgeJournal.Open(_disk.TryOpen()!, Pool));
        // A refused journal is let go, so that the next try can lock it.
        Assert.NotNull(_disk.TryOpen());
    }

    [Fact]
    public void Open_another_pools_journal_is_refused()
    {
        Open().Journal.Dispose();
        JournalOpening opening = ForgeJournal.Open(_disk.TryOpen()!, default);
        Assert.Equal(
            new JournalError.OtherPool(Pool, default), Assert.IsType<JournalOpening.Refused>(opening).Error);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(91)]
    public void Request_on_a_full_disk_grants_nothing_until_there_is_room(int freeBytes)
    {
        using ForgeJournal journal = Open().Journal;
        Grant(journal, 1);
        long before = _disk.Content.Length;
        _disk.FreeBytes = freeBytes;
        Assert.IsType<JournalError.DiskRefused>(
            Assert.IsType<JournalGrant.Refused>(journal.Request(Record(2))).Error);
        Assert.Equal(before, _disk.Content.Length);
        _disk.FreeBytes = 1000;
        // The slot is used up all the same: nobody knows what the disk kept of it.
        AssertUsed(journal, 2, 2);
        Grant(journal, 3);
    }

    [Fact]
    public void Request_after_a_failed_flush_grants_nothing_until_opened_again()
    {
        using (ForgeJournal journal = Open().Journal)
        {
            Grant(journal, 1);
            _disk.FlushFails = true;
            Assert.IsType<JournalError.DiskRefused>(
                Assert.IsType<JournalGrant.Refused>(journal.Request(Record(2))).Error);
            _disk.FlushFails = false;
            Assert.True(journal.IsUnusable);
            Assert.IsType<JournalError.Unusable>(
                Assert.IsType<JournalGrant.Refused>(journal.Request(Record(3))).Error);
        }
        Grant(Open().Journal, 4);
    }

    [Fact]
    public void Request_where_a_partial_record_cannot_be_withdrawn_grants_nothing_any_more()
    {
        using ForgeJournal journal = Open().Journal;
        _disk.FreeBytes = 10;
        _disk.TruncateFails = true;
        Assert.IsType<JournalGrant.Refused>(journal.Request(Record(2)));
        Assert.True(journal.IsUnusable);
    }

    [Fact]
    public void Record_survives_writing_and_reading()
    {
        Random random = new(42);
        byte[] bytes = new byte[ForgeRecord.SizeBytes];
        for (int i = 0; i < 200; i++)
        {
            ForgeRecord record = new(
                new Slot((ulong)random.NextInt64()),
                (ulong)random.NextInt64(),
                new BlockNo((ulong)random.NextInt64()),
                i % 3 == 0 ? null : RandomHash(random),
                RandomHash(random));
            record.Write(bytes);
            Assert.Equal(record, ForgeRecord.TryRead(bytes));
            bytes[random.Next(bytes.Length)] ^= (byte)(1 << random.Next(8));
            Assert.Null(ForgeRecord.TryRead(bytes));
        }
        Assert.Null(ForgeRecord.TryRead(new byte[ForgeRecord.SizeBytes]));
    }

    private JournalOpening.Opened Open() =>
        Assert.IsType<JournalOpening.Opened>(ForgeJournal.Open(_disk.TryOpen()!, Pool));

    private static SigningPermit Grant(ForgeJournal journal, ulong slot) =>
        Assert.IsType<JournalGrant.Granted>(journal.Request(Record(slot))).Permit;

    private static void AssertUsed(ForgeJournal journal, ulong slot, ulong watermark) => Assert.Equal(
        new JournalError.SlotUsed(new Slot(slot), new Slot(watermark)),
        Assert.IsType<JournalGrant.Refused>(journal.Request(Record(slot))).Error);

    private static ForgeRecord Record(ulong slot) =>
        new(new Slot(slot), 1, new BlockNo(slot), null, Hash32.Parse(new string('b', 64)));

    private static Hash32 RandomHash(Random random)
    {
        byte[] bytes = new byte[Hash32.SizeBytes];
        random.NextBytes(bytes);
        return new Hash32(bytes);
    }
}
