using System.Globalization;

namespace PoolTopology.Orchestrator.Audit;

/// <summary>How far an audit log went, in a file beside it.</summary>
/// <remarks>Shape: the number of its last line, a space, the hash up to it, a line feed.</remarks>
/// <param name="Number">The last line.</param>
/// <param name="Hash">The hash up to it.</param>
internal sealed record AuditHead(long Number, string Hash)
{
    /// <summary>Reads one; null where there is none, or where a power cut has left an empty one.</summary>
    public static AuditHead? Read(string path)
    {
        string[] words = File.Exists(path) ? File.ReadAllText(path).Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries) : [];
        return words is [var number, var hash] && long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out long last) && last > 0
            ? new AuditHead(last, hash)
            : null;
    }

    /// <summary>Replaces the file as a whole; it may be behind the log after a power cut, never ahead of it.</summary>
    public void Write(string path)
    {
        File.WriteAllText(path + ".new", string.Create(CultureInfo.InvariantCulture, $"{Number} {Hash}\n"));
        File.Move(path + ".new", path, overwrite: true);
    }
}
