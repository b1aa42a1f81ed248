using System.Globalization;

namespace PoolTopology.Orchestrator.Ssh;

/// <summary>The command line of the SSH client, as data.</summary>
/// <remarks>
/// Host keys are always checked, never learned. Nothing asks: a question would hang a program without a terminal. The
/// rest is the operator's own configuration.
/// </remarks>
internal static class SshArguments
{
    /// <summary>The arguments that run a command on a machine.</summary>
    public static IReadOnlyList<string> For(SshSettings settings, SshTarget target, ConnectionKind kind, string command)
    {
        List<string> arguments = [];
        if (settings.ConfigFile is { } config)
            arguments.AddRange(["-F", config]);
        arguments.AddRange(Option("BatchMode", "yes"));
        arguments.AddRange(Option("StrictHostKeyChecking", "yes"));
        arguments.AddRange(Option("ConnectTimeout", settings.ConnectSeconds.ToString(CultureInfo.InvariantCulture)));
        arguments.AddRange(Option("ServerAliveInterval", "5"));
        arguments.AddRange(Option("ServerAliveCountMax", "3"));
        if (settings.KnownHosts is { } pinned)
            arguments.AddRange(Option("UserKnownHostsFile", $"{pinned} ~/.ssh/known_hosts"));
        arguments.AddRange(Sharing(settings, kind));
        if (target.User is { } user)
            arguments.AddRange(["-l", user]);
        if (target.Port is { } port)
            arguments.AddRange(["-p", port.ToString(CultureInfo.InvariantCulture)]);
        if (target.Jump is { } jump)
            arguments.AddRange(["-J", jump]);
        arguments.AddRange(["-T", "--", target.Host, command]);
        return arguments;
    }

    /// <summary>A confirmation over a shared connection would prove nothing: it stays open whatever the firewall says.</summary>
    private static IEnumerable<string> Sharing(SshSettings settings, ConnectionKind kind) =>
        kind == ConnectionKind.Shared && settings.ControlFolder is { } folder
            ? [.. Option("ControlMaster", "auto"), .. Option("ControlPath", $"{folder}/pool-%C"), .. Option("ControlPersist", "30")]
            : [.. Option("ControlMaster", "no"), .. Option("ControlPath", "none")];

    private static string[] Option(string name, string value) => ["-o", $"{name}={value}"];
}
