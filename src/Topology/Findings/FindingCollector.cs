using PoolTopology.Topology.Document;

namespace PoolTopology.Topology.Findings;

/// <summary>Gathers findings while one file is read.</summary>
/// <remarks>Bounded: after <see cref="MaxFindings"/> further ones are counted, and one finding says how many.</remarks>
internal sealed class FindingCollector(string file)
{
    public const int MaxFindings = 200;

    private readonly List<Finding> _findings = [];
    private readonly HashSet<string> _broken = new(StringComparer.Ordinal);
    private int _leftOut;

    public string File => file;

    public bool HasErrors { get; private set; }

    public void Error(string code, SourcePosition position, string path, string message, string hint)
    {
        if (path.Length > 0)
            MarkBroken(path);
        Add(new Finding(Severity.Error, code, file, position, path, message, hint));
    }

    public void Add(Finding finding)
    {
        HasErrors |= finding.Severity == Severity.Error;
        if (_findings.Count < MaxFindings)
            _findings.Add(finding);
        else
            _leftOut++;
    }

    /// <summary>
    /// True when the value at this path or one above it was refused, so that rules about it would only echo.
    /// </summary>
    public bool IsBroken(string path)
    {
        for (string current = path; current.Length > 0; current = SourceMap.ParentOf(current))
        {
            if (_broken.Contains(current))
                return true;
        }
        return _broken.Contains("");
    }

    /// <summary>
    /// Remembers that the value at this path, or the whole file where it is empty, cannot be relied on.
    /// </summary>
    public void MarkBroken(string path) => _broken.Add(path);

    /// <summary>All findings in the order of the file.</summary>
    public ValueList<Finding> ToList()
    {
        IEnumerable<Finding> ordered = _findings.OrderBy(finding => finding.Position);
        if (_leftOut == 0)
            return ordered.ToValueList();
        Finding rest = new(Severity.Error, FindingCode.TooMany, file, SourcePosition.Start, "",
            $"{_leftOut} further findings are not listed", "correct these first and run it again");
        return ordered.Append(rest).ToValueList();
    }
}
