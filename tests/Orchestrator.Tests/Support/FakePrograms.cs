namespace PoolTopology.Orchestrator.Tests.Support;

/// <summary>A folder with pool-relay, pool-producer and pool-keys that are played by this assembly.</summary>
public static class FakePrograms
{
    private const UnixFileMode Executable = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <summary>Writes the programs into a folder.</summary>
    public static void WriteTo(string folder)
    {
        string self = Path.Combine(AppContext.BaseDirectory, "PoolTopology.Orchestrator.Tests");
        Write(folder, "pool-relay", $"exec {self} fake-node relay \"$@\"");
        Write(folder, "pool-producer", $"exec {self} fake-node producer \"$@\"");
        Write(folder, "pool-keys", $"exec {self} fake-keys \"$@\"");
    }

    private static void Write(string folder, string name, string line)
    {
        string path = Path.Combine(folder, name);
        File.WriteAllText(path, $"#!/bin/sh\n{line}\n");
        File.SetUnixFileMode(path, Executable);
    }
}
