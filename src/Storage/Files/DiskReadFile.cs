using Microsoft.Win32.SafeHandles;

namespace PoolTopology.Storage.Files;

internal sealed class DiskReadFile(string full, SafeFileHandle handle) : IReadFile
{
    public long SizeBytes => RandomAccess.GetLength(handle);

    public int Read(long offsetBytes, Span<byte> into)
    {
        try
        {
            int total = 0;
            while (total < into.Length)
            {
                int read = RandomAccess.Read(handle, into[total..], offsetBytes + total);
                if (read == 0)
                    break;
                total += read;
            }
            return total;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw DiskErrors.Describe(full, e);
        }
    }

    public void Dispose() => handle.Dispose();
}
