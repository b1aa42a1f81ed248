using System.Text;

namespace PoolTopology.Orchestrator.Processes;

/// <summary>A log file of bounded size: when it is full it becomes FILE.1, in place of the one before.</summary>
/// <remarks>Thread-safe. At most two times <paramref name="limitBytes"/> on disk. Appends to what an earlier run wrote.</remarks>
internal sealed class RotatingLog(string path, long limitBytes) : IDisposable
{
    /// <summary>Enough for days of a node's normal words.</summary>
    public const long DefaultLimitBytes = 8 * 1024 * 1024;

    private readonly Lock _gate = new();
    private FileStream? _file;
    private long _bytesLost;

    /// <summary>Appends bytes as they are. Never fails: a pool does not stop because its log cannot be written.</summary>
    /// <remarks>What a full disk swallowed is counted, and the count is written when there is room again.</remarks>
    public void Write(ReadOnlySpan<byte> bytes)
    {
        lock (_gate)
        {
            try
            {
                if (_bytesLost > 0)
                    Append(Encoding.UTF8.GetBytes($"[{_bytesLost} bytes of this log were lost: the disk refused them]\n"));
                _bytesLost = 0;
                Append(bytes);
            }
            catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
            {
                _bytesLost += bytes.Length;
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_gate)
        {
            _file?.Dispose();
            _file = null;
        }
    }

    private void Append(ReadOnlySpan<byte> bytes)
    {
        _file ??= Open();
        if (_file.Length > 0 && _file.Length + bytes.Length > limitBytes)
        {
            _file.Dispose();
            _file = null; // if the next step fails, the next write opens it again
            File.Move(path, path + ".1", overwrite: true);
            _file = Open();
        }

        _file.Write(bytes);
        _file.Flush();
    }

    private FileStream Open()
    {
        FileStreamOptions options = new()
        {
            Mode = FileMode.Append,
            BufferSize = 0, // what the disk refused must not wait in a buffer and fail again at the end
            Access = FileAccess.Write,
            Share = FileShare.Read | FileShare.Delete,
            UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        };
        return new FileStream(path, options);
    }
}
