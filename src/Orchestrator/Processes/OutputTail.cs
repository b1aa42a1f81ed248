using System.Text;

namespace PoolTopology.Orchestrator.Processes;

/// <summary>The end of what a process wrote, kept in memory for the message that says why it died.</summary>
/// <remarks>Thread-safe. Keeps at most <see cref="KeptBytes"/>.</remarks>
internal sealed class OutputTail
{
    /// <summary>Bytes kept.</summary>
    public const int KeptBytes = 8 * 1024;

    private const int LinesGiven = 10;

    private readonly Lock _gate = new();
    private readonly List<byte> _bytes = [];

    /// <summary>Adds what was just written.</summary>
    public void Add(ReadOnlySpan<byte> written)
    {
        lock (_gate)
        {
            _bytes.AddRange(written);
            if (_bytes.Count > KeptBytes)
                _bytes.RemoveRange(0, _bytes.Count - KeptBytes);
        }
    }

    /// <summary>The last lines, oldest first, without empty ones.</summary>
    public IReadOnlyList<string> LastLines()
    {
        lock (_gate)
        {
            string[] lines = Encoding.UTF8.GetString([.. _bytes]).Split('\n',
                StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
            return lines[^Math.Min(LinesGiven, lines.Length)..];
        }
    }
}
