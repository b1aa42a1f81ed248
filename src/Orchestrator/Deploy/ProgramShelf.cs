using PoolTopology.Orchestrator.Cli;
using PoolTopology.Orchestrator.Plan;
using PoolTopology.Orchestrator.Ssh;

namespace PoolTopology.Orchestrator.Deploy;

/// <summary>The programs that can be rolled out from this computer.</summary>
internal static class ProgramShelf
{
    private const int LeastPublishedBytes = 1_000_000;
    private const int MachineOffset = 18;
    private const ushort X64 = 62;
    private const ushort Arm64 = 183;

    /// <summary>Reads programs from a folder.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="names">Which.</param>
    /// <param name="hashes">Hashes their bytes.</param>
    /// <exception cref="CommandFailure">One is missing, or cannot run by itself elsewhere.</exception>
    public static IReadOnlyDictionary<string, ReleaseProgram> Read(
        string folder, IEnumerable<string> names, FileHashes hashes) =>
        names.Distinct(StringComparer.Ordinal).ToDictionary(name => name, name => ReadOne(folder, name, hashes), StringComparer.Ordinal);

    /// <summary>The agent's program: this one, or that of the folder, where it can run by itself elsewhere.</summary>
    public static AgentProgram Agent(string folder, string? command, FileHashes hashes)
    {
        string path = Path.Combine(folder, "pool");
        if (command is not null || !File.Exists(path))
            return new AgentProgram(null, "", "", command);
        byte[] head = Head(path);
        return IsElf(head) && new FileInfo(path).Length < LeastPublishedBytes
            ? new AgentProgram(null, "", "", null)
            : new AgentProgram(path, hashes.Of(path), ArchitectureOf(head), null);
    }

    private static ReleaseProgram ReadOne(string folder, string name, FileHashes hashes)
    {
        string path = Path.Combine(folder, name);
        if (!File.Exists(path))
            throw new CommandFailure(ExitCodes.Error, $"{name} is not in {folder}", "name the folder of the published programs with --programs");
        byte[] head = Head(path);
        long size = new FileInfo(path).Length;
        if (IsElf(head) && size < LeastPublishedBytes)
            throw new CommandFailure(
                ExitCodes.Error, $"{path} cannot run by itself on another machine: it is a build's output",
                "take the published programs (deploy/publish.sh makes them) and name their folder with --programs");
        return new ReleaseProgram(name, path, hashes.Of(path), size, ArchitectureOf(head));
    }

    private static string ArchitectureOf(byte[] head) => !IsElf(head)
        ? ""
        : BitConverter.ToUInt16(head, MachineOffset) switch
        {
            X64 => "x86_64",
            Arm64 => "aarch64",
            _ => "unknown",
        };

    private static bool IsElf(byte[] head) => head.AsSpan().StartsWith("\u007fELF"u8);

    private static byte[] Head(string path)
    {
        using FileStream file = File.OpenRead(path);
        byte[] head = new byte[MachineOffset + 2];
        file.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
        return head;
    }
}
