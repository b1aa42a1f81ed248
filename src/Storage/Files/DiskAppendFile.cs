using Microsoft.Win32.SafeHandles;

namespace PoolTopology.Storage.Files;

internal sealed class DiskAppendFile(string full, SafeFileHandle handle) : IAppendFile
{
    public long SizeBytes { get; private set; } = RandomAccess.GetLength(handle);

    public void Append(ReadOnlySpan<byte> bytes)
    {
        try
        {
            RandomAccess.Write(handle, bytes, SizeBytes);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw DiskErrors.Describe(full, e);
        }
        SizeBytes += bytes.Length;
    }

    public void Flush() => DiskErrors.Translate(full, _ =>
    {
        RandomAccess.FlushToDisk(handle);
        return true;
    });

    public void Truncate(long sizeBytes)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(sizeBytes, SizeBytes);
        DiskErrors.Translate(full, _ =>
        {
            RandomAccess.SetLength(handle, sizeBytes);
            return true;
        });
        SizeBytes = sizeBytes;
    }

    public void Dispose() => handle.Dispose();
}
