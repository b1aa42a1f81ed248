using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using PoolTopology.Orchestrator.Rollout;

namespace PoolTopology.Orchestrator.Audit;

/// <summary>One line of the audit log.</summary>
/// <param name="Number">Its number, from 1.</param>
/// <param name="Rollout">The rollout that it belongs to; empty for none.</param>
/// <param name="Event">What happened.</param>
/// <param name="Hash">The chain's hash up to here.</param>
internal sealed record AuditEntry(long Number, string Rollout, RolloutEvent Event, string Hash);

/// <summary>Everything that was ever done to the machines from here, each line bound to all lines before it.</summary>
/// <remarks>
/// Shape: one JSON object per line, <c>{"hash":H,"entry":{"number":N,"rollout":R,"event":{…}}}</c>, with
/// H = SHA-256(previous H, space, the entry's bytes as they stand). The log is also the journal of rollouts.
/// Post: what was appended is on disk when <see cref="Append"/> returns.
/// Beside it a file <c>.head</c> says how far it went, number and hash: a log that is shorter was cut or deleted.
/// Errors: a last line without its end was never acted on and is cut off; anything else that does not fit is reported and
/// nothing is appended.
/// </remarks>
internal sealed class AuditLog : IDisposable
{
    private readonly FileStream _file;
    private readonly string _headPath;
    private readonly List<AuditEntry> _entries;

    private AuditLog(FileStream file, string headPath, List<AuditEntry> entries)
    {
        _file = file;
        _headPath = headPath;
        _entries = entries;
    }

    /// <summary>All lines, in order.</summary>
    public IReadOnlyList<AuditEntry> Entries => _entries;

    /// <summary>Opens the log for appending; makes it if it is not there.</summary>
    /// <exception cref="AuditException">It is damaged.</exception>
    public static AuditLog Open(string path)
    {
        FileStream file = new(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read);
        try
        {
            byte[] bytes = new byte[file.Length];
            file.ReadExactly(bytes);
            (List<AuditEntry> entries, int whole) = Read(bytes);
            Check(entries, AuditHead.Read(HeadOf(path)));
            file.SetLength(whole);
            file.Position = whole;
            return new AuditLog(file, HeadOf(path), entries);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Reads a log that another process may be writing.</summary>
    /// <exception cref="AuditException">It is damaged.</exception>
    public static IReadOnlyList<AuditEntry> ReadAll(string path)
    {
        if (!File.Exists(path))
            return [];
        using FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        byte[] bytes = new byte[file.Length];
        file.ReadExactly(bytes);
        return Read(bytes).Entries;
    }

    /// <summary>Reads a log and holds it against the file that says how far it went.</summary>
    /// <exception cref="AuditException">It is damaged, or shorter than it was.</exception>
    public static IReadOnlyList<AuditEntry> Verify(string path)
    {
        // First, since another process may be writing: the log is always ahead.
        AuditHead? head = AuditHead.Read(HeadOf(path));
        IReadOnlyList<AuditEntry> entries = ReadAll(path);
        Check(entries, head);
        return entries;
    }

    /// <summary>Appends a line.</summary>
    public AuditEntry Append(string rollout, RolloutEvent happened)
    {
        long number = _entries.Count + 1;
        string previous = _entries.Count == 0 ? "" : _entries[^1].Hash;
        string body = string.Create(
            CultureInfo.InvariantCulture,
            $$"""{"number":{{number}},"rollout":"{{rollout}}","event":{{JsonSerializer.Serialize(happened, RolloutJson.Default.RolloutEvent)}}}""");
        string hash = HashOf(previous, body);
        _file.Write(Encoding.UTF8.GetBytes($$"""{"hash":"{{hash}}","entry":{{body}}}""" + "\n"));
        _file.Flush(flushToDisk: true);
        AuditEntry entry = new(number, rollout, happened, hash);
        _entries.Add(entry);
        new AuditHead(number, hash).Write(_headPath);
        return entry;
    }

    public void Dispose() => _file.Dispose();

    private static string HeadOf(string path) => Path.ChangeExtension(path, ".head");

    private static void Check(IReadOnlyList<AuditEntry> entries, AuditHead? head)
    {
        if (head is null)
            return;
        if (entries.Count < head.Number)
            throw new AuditException(string.Create(
                CultureInfo.InvariantCulture, $"the audit log has {entries.Count} lines, and {head.Number} were written: it was cut or deleted"));
        if (entries[(int)head.Number - 1].Hash != head.Hash)
            throw new AuditException($"line {head.Number} of the audit log is another than was written");
    }

    private static (List<AuditEntry> Entries, int WholeBytes) Read(byte[] bytes)
    {
        List<AuditEntry> entries = [];
        int start = 0;
        while (Array.IndexOf(bytes, (byte)'\n', start) is var end && end >= 0)
        {
            entries.Add(ReadLine(bytes.AsMemory(start, end - start), entries));
            start = end + 1;
        }

        return (entries, start);
    }

    private static AuditEntry ReadLine(ReadOnlyMemory<byte> line, List<AuditEntry> before)
    {
        int number = before.Count + 1;
        try
        {
            using JsonDocument document = JsonDocument.Parse(line);
            JsonElement entry = document.RootElement.GetProperty("entry");
            string hash = document.RootElement.GetProperty("hash").GetString() ?? "";
            if (hash != HashOf(before.Count == 0 ? "" : before[^1].Hash, entry.GetRawText()))
                throw new AuditException($"line {number} of the audit log is not what was written: its hash does not fit");
            if (entry.GetProperty("number").GetInt64() != number)
                throw new AuditException($"line {number} of the audit log says that it is another line");
            RolloutEvent happened = entry.GetProperty("event").Deserialize(RolloutJson.Default.RolloutEvent)
                ?? throw new AuditException($"line {number} of the audit log has no event");
            return new AuditEntry(number, entry.GetProperty("rollout").GetString() ?? "", happened, hash);
        }
        catch (Exception malformed) when (malformed is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new AuditException($"line {number} of the audit log cannot be read: {malformed.Message}");
        }
    }

    private static string HashOf(string previous, string body) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{previous} {body}")));
}
