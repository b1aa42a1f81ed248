using PoolTopology.Primitives;
using PoolTopology.Primitives.Chain;

namespace PoolTopology.Producer.Journal;

/// <summary>The memory of what was signed, which no crash, clock or restored database can take away.</summary>
/// <remarks>
/// A slot is recorded and flushed before its header is signed, and only slots above the highest recorded one are
/// recorded: so there is at most one signature per slot, and a crash between the two loses a block, never makes two.
/// Invariant: the watermark in memory is never below the one on disk; it is raised before the disk is touched, so a
/// failed write uses its slot up.
/// Thread rules: one owner. Cost: <see cref="Request"/> waits for the disk.
/// </remarks>
internal sealed class ForgeJournal : IDisposable
{
    private readonly IJournalFile _file;
    private long _length;
    private string? _failure;

    private ForgeJournal(IJournalFile file, Hash28 poolId, long length, Slot? watermark)
    {
        _file = file;
        PoolId = poolId;
        _length = length;
        Watermark = watermark;
    }

    /// <summary>The pool whose slots are remembered.</summary>
    public Hash28 PoolId { get; }

    /// <summary>The highest slot that was given away; null when none was.</summary>
    public Slot? Watermark { get; private set; }

    /// <summary>A flush or a repair failed: what the disk holds is unknown, and only opening again tells.</summary>
    public bool IsUnusable => _failure is not null;

    /// <summary>Reads the journal, or begins it, and cuts what a crash left of an unfinished record.</summary>
    /// <param name="file">Held until dispose; disposed at once when the opening is refused.</param>
    /// <param name="poolId">The pool whose keys will sign.</param>
    public static JournalOpening Open(IJournalFile file, Hash28 poolId)
    {
        ArgumentNullException.ThrowIfNull(file);
        JournalOpening opening;
        try
        {
            opening = file.Length < JournalHeader.SizeBytes ? Begin(file, poolId) : Resume(file, poolId);
        }
        catch (IOException e)
        {
            opening = new JournalOpening.Refused(new JournalError.DiskRefused(e.Message));
        }
        if (opening is JournalOpening.Refused)
            file.Dispose();
        return opening;
    }

    /// <summary>Records that a block is about to be signed, durably, and grants the right to sign it.</summary>
    public JournalGrant Request(ForgeRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        if (_failure is not null)
            return new JournalGrant.Refused(new JournalError.Unusable(_failure));
        if (Watermark is { } watermark && record.Slot <= watermark)
            return new JournalGrant.Refused(new JournalError.SlotUsed(record.Slot, watermark));
        Watermark = record.Slot;
        return Append(record) is { } error
            ? new JournalGrant.Refused(error)
            : new JournalGrant.Granted(new SigningPermit(record));
    }

    /// <summary>Uses up every slot up to this one, in memory, for as long as this process lives.</summary>
    /// <remarks>For a journal that lost its last record: what it was is unknown, and it was not after now.</remarks>
    public void RaiseWatermark(Slot slot)
    {
        if (Watermark is not { } watermark || slot > watermark)
            Watermark = slot;
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    private JournalError.DiskRefused? Append(ForgeRecord record)
    {
        Span<byte> bytes = stackalloc byte[ForgeRecord.SizeBytes];
        record.Write(bytes);
        try
        {
            _file.WriteAt(_length, bytes);
        }
        catch (IOException e)
        {
            return Withdraw(e.Message);
        }
        try
        {
            _file.Flush();
        }
        catch (IOException e)
        {
            // After a failed flush the kernel may have dropped the bytes and call the next flush a success.
            _failure = e.Message;
            return new JournalError.DiskRefused(e.Message);
        }
        _length += ForgeRecord.SizeBytes;
        return null;
    }

    // A full disk may have taken a part of the record: without it the journal goes on when there is room again.
    private JournalError.DiskRefused Withdraw(string reason)
    {
        try
        {
            _file.Truncate(_length);
        }
        catch (IOException e)
        {
            _failure = e.Message;
        }
        return new JournalError.DiskRefused(reason);
    }

    private static JournalOpening.Opened Begin(IJournalFile file, Hash28 poolId)
    {
        // A header that a crash cut short: no record can have followed it.
        int torn = (int)file.Length;
        byte[] header = JournalHeader.Write(poolId);
        file.Truncate(0);
        file.WriteAt(0, header);
        file.Flush();
        return new JournalOpening.Opened(new ForgeJournal(file, poolId, JournalHeader.SizeBytes, null), null, torn);
    }

    private static JournalOpening Resume(IJournalFile file, Hash28 poolId)
    {
        Span<byte> header = stackalloc byte[JournalHeader.SizeBytes];
        file.ReadAt(0, header);
        if (JournalHeader.TryRead(header) is not { } found)
        {
            // A crash may tear the header too, but only while it is all there is.
            return file.Length == JournalHeader.SizeBytes
                ? Begin(file, poolId)
                : new JournalOpening.Refused(new JournalError.Damaged(0));
        }
        if (found != poolId)
            return new JournalOpening.Refused(new JournalError.OtherPool(found, poolId));
        return ReadRecords(file, poolId);
    }

    private static JournalOpening ReadRecords(IJournalFile file, Hash28 poolId)
    {
        Span<byte> bytes = stackalloc byte[ForgeRecord.SizeBytes];
        Slot? watermark = null;
        long end = JournalHeader.SizeBytes;
        for (; file.Length - end >= ForgeRecord.SizeBytes; end += ForgeRecord.SizeBytes)
        {
            file.ReadAt(end, bytes);
            ForgeRecord? record = ForgeRecord.TryRead(bytes);
            if (record is null)
            {
                if (file.Length - end > ForgeRecord.SizeBytes)
                    return new JournalOpening.Refused(new JournalError.Damaged(end));
                break;
            }
            // Records rise; one that does not is from no journal of ours.
            if (watermark is { } before && record.Slot <= before)
                return new JournalOpening.Refused(new JournalError.Damaged(end));
            watermark = record.Slot;
        }
        int torn = (int)(file.Length - end);
        if (torn > 0)
        {
            file.Truncate(end);
            file.Flush();
        }
        Invariant.Require(torn <= ForgeRecord.SizeBytes, "only the last record can be torn");
        return new JournalOpening.Opened(new ForgeJournal(file, poolId, end, watermark), watermark, torn);
    }
}
