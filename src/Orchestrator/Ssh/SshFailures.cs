using PoolTopology.Orchestrator.Rollout;

namespace PoolTopology.Orchestrator.Ssh;

/// <summary>What it means that an SSH client or the start of the agent failed, and what to do about it.</summary>
internal static class SshFailures
{
    /// <summary>Exit code of the start script: there is no agent on the machine.</summary>
    public const int AgentMissing = 66;

    /// <summary>Exit code of the start script: the user may not become root.</summary>
    public const int NoSudo = 67;

    /// <summary>The client's own exit code where the connection failed.</summary>
    private const int ConnectionFailed = 255;

    private static readonly (string Words, FailureKind Kind, string Sentence)[] Table =
    [
        ("REMOTE HOST IDENTIFICATION HAS CHANGED", FailureKind.HostKeyChanged,
            "its host key is not the pinned one: it was installed anew, or somebody is in between; nothing was sent"),
        ("Host key verification failed", FailureKind.HostKeyUnknown,
            "no host key is pinned for it: check its fingerprint at the console and add it to known_hosts"),
        ("Permission denied", FailureKind.LoginDenied, "it does not accept the login: is the key loaded, is the user right?"),
        ("Too many authentication failures", FailureKind.LoginDenied, "it does not accept the login: too many keys were offered"),
        ("Connection refused", FailureKind.Unreachable, "it refuses connections: does its SSH server run on that port?"),
        ("No route to host", FailureKind.Unreachable, "there is no route to it"),
        ("Network is unreachable", FailureKind.Unreachable, "there is no route to it"),
        ("Connection timed out", FailureKind.Unreachable, "it does not answer: is it up, does a firewall drop us?"),
        ("Operation timed out", FailureKind.Unreachable, "it does not answer: is it up, does a firewall drop us?"),
        ("Could not resolve hostname", FailureKind.Unreachable, "its name cannot be resolved"),
        ("No space left on device", FailureKind.NoSpace, "its disk is full"),
        ("Exec format error", FailureKind.WrongArchitecture, "the program is for another processor"),
        ("cannot execute binary file", FailureKind.WrongArchitecture, "the program is for another processor"),
    ];

    /// <summary>The failure that an exit code and what was written to stderr stand for.</summary>
    public static Failure Explain(string machine, int exitCode, string errors)
    {
        if (exitCode == AgentMissing)
            return new Failure(FailureKind.NoAgent, $"{machine}: there is no pool agent on it");
        if (exitCode == NoSudo)
            return new Failure(FailureKind.NoSudo, $"{machine}: the user may not become root: allow sudo without a password, or log in as root");
        foreach ((string words, FailureKind kind, string sentence) in Table)
        {
            if (errors.Contains(words, StringComparison.OrdinalIgnoreCase))
                return new Failure(kind, $"{machine}: {sentence}");
        }

        string last = errors.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).LastOrDefault() ?? "";
        return exitCode == ConnectionFailed
            ? new Failure(FailureKind.Unreachable, $"{machine}: the connection failed{(last.Length > 0 ? ": " : "")}{last}")
            : new Failure(FailureKind.NoAgent, $"{machine}: the agent ended with exit code {exitCode}{(last.Length > 0 ? ": " : "")}{last}");
    }
}
