using System.Text.Json;
using System.Text.Json.Nodes;
using PoolTopology.Topology.Deployment;
using PoolTopology.Topology.Deployment.Files;

namespace PoolTopology.Topology.Lint;

/// <summary>A derived file as a rule looks at it: its text, its lines, its JSON.</summary>
internal sealed class LintedFile
{
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    private readonly IReadOnlyList<string[]> _steps = [];

    public LintedFile(string machineName, DerivedFile file)
    {
        MachineName = machineName;
        File = file;
        Lines = file.Content.Text.TrimEnd('\n').Split('\n');
        if (!IsJson)
            return;
        try
        {
            Json = JsonNode.Parse(file.Content.Bytes.Span, documentOptions: Strict);
            _steps = JsonLines.StepsOf(file.Content.Bytes);
        }
        catch (JsonException)
        {
            Json = null; // JsonRule reports it.
        }
    }

    public string MachineName { get; }

    public DerivedFile File { get; }

    public string[] Lines { get; }

    /// <summary>True when the file is meant to be JSON.</summary>
    public bool IsJson => File.Path.EndsWith(".json", StringComparison.Ordinal);

    /// <summary>The content as JSON, or null when it is not JSON or says one thing twice.</summary>
    public JsonNode? Json { get; }

    /// <summary>The line of a value; the nearest one above it where the value has none of its own.</summary>
    public int LineAt(params ReadOnlySpan<string> steps)
    {
        for (int length = steps.Length; length > 0; length--)
        {
            for (int line = 0; line < _steps.Count; line++)
            {
                if (_steps[line].AsSpan().SequenceEqual(steps[..length]))
                    return line;
            }
        }
        return 0;
    }

    /// <summary>The first line that begins with a text, or 0.</summary>
    public int LineOf(string beginning) =>
        Math.Max(0, Array.FindIndex(Lines, line => line.TrimStart().StartsWith(beginning, StringComparison.Ordinal)));
}
