namespace PoolTopology.Topology.Findings;

/// <summary>Where each key of a topology.yaml stands, so that everything derived can name its line.</summary>
public sealed class SourceMap
{
    private readonly Dictionary<string, SourcePosition> _positions = new(StringComparer.Ordinal);

    /// <summary>The place of the value at a path, or of the nearest key above it.</summary>
    /// <param name="path">E.g. <c>relays.relay-1.port</c>; empty for the file.</param>
    public SourcePosition Nearest(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        for (string current = path; current.Length > 0; current = ParentOf(current))
        {
            if (_positions.TryGetValue(current, out SourcePosition position))
                return position;
        }
        return SourcePosition.Start;
    }

    /// <summary>True when the file itself says something at this path.</summary>
    public bool Contains(string path) => _positions.ContainsKey(path);

    internal void Add(string path, SourcePosition position) => _positions.TryAdd(path, position);

    /// <summary>The path of the mapping or list that holds this one; empty at the top.</summary>
    internal static string ParentOf(string path)
    {
        int end = path.LastIndexOfAny(['.', '[']);
        return end < 0 ? "" : path[..end];
    }
}
