using System.Text.Json;
using PoolTopology.Orchestrator.Processes;
using PoolTopology.Orchestrator.Up;

namespace PoolTopology.Orchestrator.Isolation;

/// <summary>The list of namespaces that a run made, so that the next one removes what a killed one left behind.</summary>
internal static class IsolationFile
{
    private const string NamespaceFolder = "/run/netns";

    /// <summary>Writes the list; called before the first namespace exists.</summary>
    public static void Write(string path, IEnumerable<string> namespaces) =>
        StateDirectory.WriteAtomically(path, JsonSerializer.Serialize(namespaces.ToArray()) + "\n");

    /// <summary>The namespaces that a list names; empty where there is no list.</summary>
    public static IReadOnlyList<string> Read(string path) =>
        File.Exists(path) ? JsonSerializer.Deserialize<string[]>(File.ReadAllText(path)) ?? [] : [];

    /// <summary>Removes every namespace that the list names and that exists, then the list.</summary>
    /// <returns>The namespaces removed.</returns>
    public static async Task<IReadOnlyList<string>> RemoveAllAsync(string path, CancellationToken cancellation)
    {
        if (!File.Exists(path))
            return [];
        IReadOnlyList<string> removed = await RemoveAsync(Read(path), cancellation);
        File.Delete(path);
        return removed;
    }

    /// <summary>Removes those of the namespaces that exist.</summary>
    /// <returns>The namespaces removed.</returns>
    public static async Task<IReadOnlyList<string>> RemoveAsync(IEnumerable<string> names, CancellationToken cancellation)
    {
        List<string> removed = [];
        foreach (string name in names)
        {
            // The folder's contents are the truth; a name with a separator is none of ours.
            if (name != Path.GetFileName(name) || !File.Exists(Path.Combine(NamespaceFolder, name)))
                continue;
            await SystemCommand.RunAsync(["ip", "netns", "delete", name], "", cancellation);
            removed.Add(name);
        }

        return removed;
    }
}
