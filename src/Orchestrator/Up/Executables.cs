using PoolTopology.Orchestrator.Cli;

namespace PoolTopology.Orchestrator.Up;

/// <summary>The programs that a run starts.</summary>
/// <param name="Relay">pool-relay.</param>
/// <param name="Producer">pool-producer.</param>
/// <param name="Keys">pool-keys.</param>
/// <param name="Pool">This program, for probes inside a network namespace.</param>
internal sealed record Executables(string Relay, string Producer, string Keys, string Pool)
{
    /// <summary>Names a folder that has the programs, in place of the usual ones.</summary>
    public const string OverrideVariable = "POOLTOPOLOGY_BIN";

    /// <summary>Finds the programs: in the folder that the variable names, beside this one, or in a build's output.</summary>
    /// <param name="baseDirectory">The folder of this program.</param>
    /// <param name="overrideDirectory">The value of <see cref="OverrideVariable"/>, or null.</param>
    /// <exception cref="CommandFailure">One is missing; the message says where it was looked for.</exception>
    public static Executables Locate(string baseDirectory, string? overrideDirectory) => new(
        Find("pool-relay", "Relay", baseDirectory, overrideDirectory),
        Find("pool-producer", "Producer", baseDirectory, overrideDirectory),
        Find("pool-keys", "Keys", baseDirectory, overrideDirectory),
        Path.Combine(baseDirectory, "pool"));

    /// <summary>Finds pool-keys alone, likewise.</summary>
    /// <exception cref="CommandFailure">It is missing; the message says where it was looked for.</exception>
    public static string LocateKeys(string baseDirectory, string? overrideDirectory) =>
        Find("pool-keys", "Keys", baseDirectory, overrideDirectory);

    private static string Find(string program, string project, string baseDirectory, string? overrideDirectory)
    {
        string here = Path.TrimEndingDirectorySeparator(Path.GetFullPath(baseDirectory));

        // A build writes artifacts/bin/<project>/<configuration>/<program>.
        string built = Path.Combine(here, "..", "..", project, Path.GetFileName(here), program);
        string[] places = overrideDirectory is { Length: > 0 }
            ? [Path.Combine(overrideDirectory, program)]
            : [Path.Combine(here, program), Path.GetFullPath(built)];
        return places.FirstOrDefault(File.Exists)
            ?? throw new CommandFailure(ExitCodes.Error,
                $"{program} was not found (looked for {string.Join(", ", places)})",
                $"build the whole solution, or name the folder that has it in {OverrideVariable}");
    }
}
