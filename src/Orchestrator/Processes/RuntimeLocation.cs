using System.Runtime.InteropServices;

namespace PoolTopology.Orchestrator.Processes;

/// <summary>Tells programs of this project which .NET runtime to use: the one that runs this one.</summary>
internal static class RuntimeLocation
{
    private const string Variable = "DOTNET_ROOT";

    /// <summary>Names the runtime's folder in a child's environment, unless it is named already.</summary>
    public static void AddTo(IDictionary<string, string?> environment)
    {
        // <root>/shared/Microsoft.NETCore.App/<version>/
        string root = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", ".."));
        if (!environment.ContainsKey(Variable) && Directory.Exists(Path.Combine(root, "shared")))
            environment[Variable] = root;
    }
}
