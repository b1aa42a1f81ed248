namespace PoolTopology.Topology.Findings;

/// <summary>One thing that is wrong, weak or worth knowing in a topology.yaml.</summary>
/// <param name="Severity">Error refuses the file; warnings and infos do not.</param>
/// <param name="Code">A stable name for the kind of finding (<see cref="FindingCode"/>), for programs and for
/// search.</param>
/// <param name="File">The path of the file as the caller named it.</param>
/// <param name="Position">Where in the file.</param>
/// <param name="Path">The key, e.g. <c>relays.relay-1.port</c> or <c>peers.partners[0].address</c>; empty for the file
/// as a whole.</param>
/// <param name="Message">What was found, with the offending value.</param>
/// <param name="Hint">What to write instead, or what to do.</param>
public sealed record Finding(
    Severity Severity,
    string Code,
    string File,
    SourcePosition Position,
    string Path,
    string Message,
    string Hint)
{
    /// <summary>
    /// One line as a compiler writes it: <c>file:line:column: error: path: message hint: hint [code]</c>.
    /// </summary>
    public override string ToString()
    {
        string severity = Severity switch
        {
            Severity.Error => "error",
            Severity.Warning => "warning",
            _ => "info",
        };
        string path = Path.Length == 0 ? "" : Path + ": ";
        string hint = Hint.Length == 0 ? "" : $" hint: {Hint}";
        string position = Position == default ? "" : $":{Position}";
        return $"{File}{position}: {severity}: {path}{Message};{hint} [{Code}]";
    }
}
