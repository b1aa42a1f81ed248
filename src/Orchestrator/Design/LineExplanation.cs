using System.Globalization;
using PoolTopology.Orchestrator.Cli;
using PoolTopology.Topology.Deployment;

namespace PoolTopology.Orchestrator.Design;

/// <summary>Finds derived files by the paths that people give, and explains their lines.</summary>
internal sealed class LineExplanation(DerivedPool pool, string topologyFile)
{
    /// <summary>The explanation of one line, or of all lines of a file.</summary>
    /// <param name="place">FILE, FILE:LINE, MACHINE:FILE or MACHINE:FILE:LINE.</param>
    /// <param name="machine">The machine, or null where the path decides.</param>
    /// <exception cref="CommandFailure">There is no such file or line, or several machines have it.</exception>
    public IEnumerable<ExplainedLine> Of(string place, string? machine)
    {
        (string path, int? line) = SplitLine(place);
        (DesiredMachine owner, DerivedFile file) = Find(path, machine);
        string[] texts = TextsOf(file);
        if (line is { } one && (one < 1 || one > file.Lines.Count))
            throw new CommandFailure(
                ExitCodes.Usage, $"{file.Path} has {file.Lines.Count} lines", "name one of them, or none for all");
        return line is { } wanted
            ? [Explain(owner, file, texts, wanted)]
            : Enumerable.Range(1, file.Lines.Count).Select(number => Explain(owner, file, texts, number));
    }

    private ExplainedLine Explain(DesiredMachine owner, DerivedFile file, string[] texts, int line)
    {
        Provenance cause = file.Lines[line - 1];
        return new ExplainedLine(
            owner.MachineName, file.Path, line, texts[line - 1], cause.Path,
            $"{topologyFile}:{pool.Reading.Sources.Nearest(cause.Path)}", pool.Reading.Sources.Contains(cause.Path),
            cause.Reason);
    }

    private (DesiredMachine Owner, DerivedFile File) Find(string path, string? machine)
    {
        (DesiredMachine Owner, DerivedFile File)[] found =
            [.. Candidates(machine).SelectMany(owner => owner.Files
                .Where(file => Names(path, owner.MachineName, file.Path))
                .Select(file => (owner, file)))];
        return found switch
        {
            [] => throw new CommandFailure(
                ExitCodes.Usage, $"{path} is not a file that is derived from {topologyFile}",
                "`pool render DIR` writes all of them into a folder"),
            [var only] => only,
            _ => throw new CommandFailure(
                ExitCodes.Usage,
                $"{found.Length} machines have {path}: {string.Join(", ", found.Select(f => f.Owner.MachineName).Take(5))}",
                "name one with --machine"),
        };
    }

    private IEnumerable<DesiredMachine> Candidates(string? machine)
    {
        if (machine is null)
            return pool.Derivation.Machines;
        if (pool.Document.FindMachine(machine) is null)
            throw new CommandFailure(
                ExitCodes.Usage, $"--machine {machine}: there is no such machine",
                $"machines: {string.Join(", ", pool.Document.Machines.Select(known => known.Name))}");
        return [pool.Derivation.For(machine)];
    }

    /// <summary>
    /// True for the path on the machine, for MACHINE:PATH, and for a path that ends in MACHINE and the path on it.
    /// </summary>
    private static bool Names(string given, string machine, string path) =>
        given == path || given == $"{machine}:{path}"
        || Path.GetFullPath(given).EndsWith($"/{machine}{path}", StringComparison.Ordinal);

    private static (string Path, int? Line) SplitLine(string place)
    {
        int colon = place.LastIndexOf(':');
        return colon > 0
            && int.TryParse(place.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out int line)
            ? (place[..colon], line)
            : (place, null);
    }

    private static string[] TextsOf(DerivedFile file)
    {
        string text = file.Content.Text;
        return (text.EndsWith('\n') ? text[..^1] : text).Split('\n');
    }
}
