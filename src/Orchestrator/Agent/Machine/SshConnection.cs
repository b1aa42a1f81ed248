using System.Globalization;

namespace PoolTopology.Orchestrator.Agent.Machine;

/// <summary>The SSH connection that this process was started over.</summary>
internal static class SshConnection
{
    private const string Variable = "SSH_CONNECTION";

    // sshd, its session, a shell, sudo, another shell.
    private const int MaximumAncestors = 8;

    /// <summary>Both ends of it, as sshd says them; empty where none is known.</summary>
    /// <remarks>
    /// sudo clears the variable, so the processes above are asked too, as far as their environment may be read. Two
    /// sessions that share one connection have the same text: a client's port is its own as long as the connection lives.
    /// </remarks>
    public static string Find()
    {
        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } own)
            return own;
        int process = Environment.ProcessId;
        for (int i = 0; i < MaximumAncestors && process > 1; i++)
        {
            if (FromEnvironment(process) is { } found)
                return found;
            process = ParentOf(process);
        }

        return "";
    }

    private static string? FromEnvironment(int process)
    {
        string path = string.Create(CultureInfo.InvariantCulture, $"/proc/{process}/environ");
        try
        {
            return File.ReadAllText(path).Split('\0')
                .FirstOrDefault(pair => pair.StartsWith(Variable + "=", StringComparison.Ordinal))?[(Variable.Length + 1)..];
        }
        catch (Exception closed) when (closed is IOException or UnauthorizedAccessException)
        {
            // Another user's process, or one that has just ended: it says nothing.
            return null;
        }
    }

    private static int ParentOf(int process)
    {
        string path = string.Create(CultureInfo.InvariantCulture, $"/proc/{process}/stat");
        try
        {
            // pid (name) state ppid: the name may contain anything, so what follows its last parenthesis counts.
            string stat = File.ReadAllText(path);
            return int.Parse(stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[1], CultureInfo.InvariantCulture);
        }
        catch (IOException)
        {
            return 0;
        }
    }
}
