using PoolTopology.TestKit;

namespace PoolTopology.Machines.Support;

/// <summary>The published programs, each one file that needs no .NET on its machine.</summary>
internal static class Published
{
    /// <summary>Names a folder that has them, in place of publishing them here.</summary>
    private const string Variable = "POOLTOPOLOGY_PUBLISHED";

    private static readonly Lazy<Task<string>> Made = new(MakeAsync);

    /// <summary>Their folder; published once for a run of tests, anew only where sources have changed.</summary>
    public static Task<string> FolderAsync() => Made.Value;

    private static async Task<string> MakeAsync()
    {
        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } there)
            return there;
        string root = RepositoryRoot.Find();
        string folder = Path.Combine(root, "artifacts", "publish", "linux-x64");
        Finished publish = await Commands.RunAsync(Limits.Publish, Path.Combine(root, "deploy", "publish.sh"), [folder]);
        return publish.ExitCode == 0 ? folder : throw new InvalidOperationException($"publishing failed: {publish.All}");
    }
}
