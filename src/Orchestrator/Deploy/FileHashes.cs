using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;

namespace PoolTopology.Orchestrator.Deploy;

/// <summary>SHA-256 of large files, remembered by path, size and time of change: hashing three programs takes half a second.</summary>
/// <remarks>
/// A wrong memory deploys nothing wrong: machines check the hash of what arrives, and refuse.
/// Shape: a line per file: size, time in ticks, hash, path.
/// </remarks>
internal sealed class FileHashes
{
    private readonly string _memory;
    private readonly ConcurrentDictionary<string, string> _known = new(StringComparer.Ordinal);

    /// <summary>Reads what was remembered; what cannot be read is hashed anew.</summary>
    /// <param name="memory">The file that remembers.</param>
    public FileHashes(string memory)
    {
        _memory = memory;
        foreach (string line in File.Exists(memory) ? File.ReadLines(memory) : [])
        {
            string[] fields = line.Split(' ', 4);
            if (fields.Length == 4 && fields[2].Length == SHA256.HashSizeInBytes * 2)
                _known[$"{fields[0]} {fields[1]} {fields[3]}"] = fields[2];
        }
    }

    /// <summary>The hash of a file, in lower-case hexadecimal.</summary>
    public string Of(string path)
    {
        FileInfo file = new(path);
        string key = string.Create(CultureInfo.InvariantCulture, $"{file.Length} {file.LastWriteTimeUtc.Ticks} {file.FullName}");
        if (_known.TryGetValue(key, out string? hash))
            return hash;
        using FileStream stream = file.OpenRead();
        hash = Convert.ToHexStringLower(SHA256.HashData(stream));
        _known[key] = hash;
        // Changed within the grain of its time: the next look must not trust this one.
        if (DateTime.UtcNow - file.LastWriteTimeUtc > TimeSpan.FromSeconds(2))
            Remember(key, hash);
        return hash;
    }

    private void Remember(string key, string hash)
    {
        string[] fields = key.Split(' ', 3);
        string path = fields[2];
        // One line for each file, the newest; whoever writes at the same time may win.
        IEnumerable<string> others = File.Exists(_memory)
            ? File.ReadAllLines(_memory).Where(line => !line.EndsWith(" " + path, StringComparison.Ordinal))
            : [];
        string beside = $"{_memory}.{Environment.ProcessId}";
        File.WriteAllLines(beside, [.. others, $"{fields[0]} {fields[1]} {hash} {path}"]);
        File.Move(beside, _memory, overwrite: true);
    }
}
