using System.Globalization;

namespace PoolTopology.Storage.Files;

/// <summary>A file operation that failed, with the file, the place in it and what to do about it.</summary>
/// <remarks>
/// Post: what was acknowledged before is still there. The operation that threw was not acknowledged: it is absent after
/// a restart, or present as a whole.
/// </remarks>
public sealed class StorageException : Exception
{
    /// <summary>Describes a failure.</summary>
    public StorageException(
        StorageFault fault, string file, long? offsetBytes, string what, string remedy, Exception? inner = null)
        : base(Compose(file, offsetBytes, what, remedy), inner)
    {
        Fault = fault;
        File = file;
        OffsetBytes = offsetBytes;
        Remedy = remedy;
    }

    /// <summary>The kind of failure.</summary>
    public StorageFault Fault { get; }

    /// <summary>The file, as the operator would name it.</summary>
    public string File { get; }

    /// <summary>Where in the file, when a place is known.</summary>
    public long? OffsetBytes { get; }

    /// <summary>What the operator can do.</summary>
    public string Remedy { get; }

    /// <summary>A failure of the environment, with the usual remedy for its kind.</summary>
    internal static StorageException Of(StorageFault fault, string file, string what, Exception? inner = null) =>
        new(fault, file, null, what, UsualRemedy(fault), inner);

    /// <summary>Bytes that are not what was written.</summary>
    internal static StorageException Corrupt(string file, long? offsetBytes, string what, string remedy) =>
        new(StorageFault.Corrupt, file, offsetBytes, what, remedy);

    private static string Compose(string file, long? offsetBytes, string what, string remedy) =>
        offsetBytes is long offset
            ? string.Create(CultureInfo.InvariantCulture, $"{file}, byte {offset}: {what}. {remedy}")
            : $"{file}: {what}. {remedy}";

    private static string UsualRemedy(StorageFault fault) => fault switch
    {
        StorageFault.DiskFull => "Free space on this file system and restart the node; nothing acknowledged is lost",
        StorageFault.PermissionDenied => "Give the node's user read and write access to the database folder",
        StorageFault.Locked => "Stop the other process first (fuser names it); one database serves one node",
        StorageFault.Missing => "Check the database path, or restore the file from a copy",
        StorageFault.Corrupt => "Restart with validation of all chunks, which truncates to the last valid block",
        StorageFault.WrongDatabase => "Check the database path and the configuration's network",
        StorageFault.DeviceError => "Check the device (dmesg, smartctl) before restarting the node",
        _ => "Restart the node: it recovers from what is on disk",
    };
}
