using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace PoolTopology.Orchestrator.Ssh;

/// <summary>The command line of the SSH client, as data.</summary>
/// <remarks>
/// Host keys are always checked, never learned, also on the way through other hosts. Nothing asks: a question would hang a
/// program without a terminal. What a person's configuration adds for work at a terminal (forwardings, other commands) is
/// left out; the rest of it counts.
/// </remarks>
internal static class SshArguments
{
    // Long enough to read a plan and to apply it.
    private const string PersistSeconds = "300";

    /// <summary>The arguments that run a command on a machine.</summary>
    /// <param name="settings">What is the same for all machines.</param>
    /// <param name="target">The machine.</param>
    /// <param name="kind">What the connection must prove.</param>
    /// <param name="command">What the login shell there is given.</param>
    /// <param name="pinned">Machines by address, for jumps through one whose key is pinned.</param>
    public static IReadOnlyList<string> For(
        SshSettings settings, SshTarget target, ConnectionKind kind, string command, IReadOnlyDictionary<string, SshTarget>? pinned = null)
    {
        List<string> arguments = [.. Common(settings)];
        arguments.AddRange(HostKeys(settings, target));
        arguments.AddRange(Sharing(settings, target, kind, pinned));
        if (target.User is { } user)
            arguments.AddRange(["-l", user]);
        if (target.Port is { } port)
            arguments.AddRange(["-p", port.ToString(CultureInfo.InvariantCulture)]);
        if (target.Jump is { } jump)
            arguments.AddRange(Option("ProxyCommand", ThroughHosts(settings, jump.Split(','), pinned)));
        arguments.AddRange(["-T", "--", target.Host, command]);
        return arguments;
    }

    private static IEnumerable<string> Common(SshSettings settings) =>
    [
        .. settings.ConfigFile is { } config ? new[] { "-F", config } : [],
        // Options that an older client does not have.
        .. Option("IgnoreUnknown", "KnownHostsCommand"),
        .. Option("BatchMode", "yes"),
        .. Option("StrictHostKeyChecking", "yes"),
        .. Option("UpdateHostKeys", "no"),
        .. Option("ConnectTimeout", settings.ConnectSeconds.ToString(CultureInfo.InvariantCulture)),
        .. Option("ServerAliveInterval", "5"),
        .. Option("ServerAliveCountMax", "3"),
        // A banner is no error, and must not be read as one.
        .. Option("LogLevel", "ERROR"),
        .. Option("ClearAllForwardings", "yes"),
        .. Option("ForwardAgent", "no"),
        .. Option("ForwardX11", "no"),
        .. Option("PermitLocalCommand", "no"),
        .. Option("RemoteCommand", "none"),
    ];

    private static string[] HostKeys(SshSettings settings, SshTarget target)
    {
        if (target.HostKey is not null && settings.Pins is { } pins)
            return
            [
                .. Option("HostKeyAlias", target.KeyAlias), .. Option("UserKnownHostsFile", Quoted(pins)),
                .. Option("GlobalKnownHostsFile", "/dev/null"), .. Option("KnownHostsCommand", "none"), .. Option("VerifyHostKeyDNS", "no"),
            ];
        return settings.KnownHosts is { } beside ? Option("UserKnownHostsFile", $"{Quoted(beside)} ~/.ssh/known_hosts") : [];
    }

    /// <summary>A confirmation over a shared connection would prove nothing: it stays open whatever the firewall says.</summary>
    private static IEnumerable<string> Sharing(
        SshSettings settings, SshTarget target, ConnectionKind kind, IReadOnlyDictionary<string, SshTarget>? pinned) =>
        kind == ConnectionKind.Shared && settings.ControlFolder is { } folder
            ?
            [
                .. Option("ControlMaster", "auto"), .. Option("ControlPath", Quoted($"{folder}/{TrustOf(settings, target, pinned)}-") + "%C"),
                .. Option("ControlPersist", PersistSeconds),
            ]
            : [.. Option("ControlMaster", "no"), .. Option("ControlPath", "none")];

    /// <summary>
    /// A connection that was made under other keys or another configuration is not this one, though it may lead to the
    /// same address.
    /// </summary>
    private static string TrustOf(SshSettings settings, SshTarget target, IReadOnlyDictionary<string, SshTarget>? pinned)
    {
        string[] hops = target.Jump?.Split(',') ?? [];
        string trust = string.Join(
            '\n',
            [
                target.Machine, target.HostKey, settings.Pins, settings.KnownHosts, settings.ConfigFile, .. hops,
                .. hops.Select(hop => pinned?.GetValueOrDefault(HopOf(hop).Host)?.HostKey),
            ]);
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(trust)).AsSpan(0, 4));
    }

    /// <summary>What <c>-J</c> would do, with the same care for host keys on the way: <c>-J</c> does not hand it on.</summary>
    private static string ThroughHosts(SshSettings settings, ReadOnlySpan<string> hosts, IReadOnlyDictionary<string, SshTarget>? pinned)
    {
        (string? user, string host, string? port) = HopOf(hosts[^1]);
        List<string> words = [settings.Program, .. Common(settings)];
        if (pinned?.GetValueOrDefault(host) is { } machine)
            words.AddRange(HostKeys(settings, machine));
        else if (settings.KnownHosts is not null)
            words.AddRange(HostKeys(settings, new SshTarget("", host, null, null, null, null)));
        words.AddRange([.. Option("ControlMaster", "no"), .. Option("ControlPath", "none")]);
        if (user is not null)
            words.AddRange(["-l", user]);
        if (port is not null)
            words.AddRange(["-p", port]);
        if (hosts.Length > 1)
            words.AddRange(Option("ProxyCommand", ThroughHosts(settings, hosts[..^1], pinned)));
        string command = string.Join(' ', words.Select(word => ShellQuoted(word).Replace("%", "%%", StringComparison.Ordinal)));
        return $"{command} -W '[%h]:%p' -- {ShellQuoted(host).Replace("%", "%%", StringComparison.Ordinal)}";
    }

    /// <summary>[user@]host[:port], with an IPv6 address in brackets where there is a port.</summary>
    private static (string? User, string Host, string? Port) HopOf(string hop)
    {
        hop = hop.Replace("ssh://", "", StringComparison.Ordinal);
        int at = hop.LastIndexOf('@');
        string? user = at > 0 ? hop[..at] : null;
        string rest = hop[(at + 1)..];
        int end = rest.StartsWith('[') ? rest.IndexOf(']', StringComparison.Ordinal) : -1;
        if (end > 0)
            return (user, rest[1..end], rest[(end + 1)..] is [':', .. { } after] ? after : null);
        int colon = rest.IndexOf(':', StringComparison.Ordinal);
        return colon > 0 && colon == rest.LastIndexOf(':') ? (user, rest[..colon], rest[(colon + 1)..]) : (user, rest, null);
    }

    private static string[] Option(string name, string value) => ["-o", $"{name}={value}"];

    /// <summary>A path as ssh_config takes it: blanks are kept, percent signs are no tokens.</summary>
    private static string Quoted(string path) =>
        $"\"{path.Replace("%", "%%", StringComparison.Ordinal).Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";

    /// <summary>One word of a POSIX shell.</summary>
    public static string ShellQuoted(string word) => $"'{word.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
