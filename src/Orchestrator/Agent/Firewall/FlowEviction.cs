using System.Net;

namespace PoolTopology.Orchestrator.Agent.Firewall;

/// <summary>Which peers' flows end with a change of the rule set, and the commands that end them.</summary>
internal static class FlowEviction
{
    /// <summary>Peers that were in a set and are in none any more.</summary>
    /// <remarks>A network counts as its text: one that was only split or joined loses its flows, which then begin anew.</remarks>
    public static IReadOnlyList<string> Removed(IReadOnlyList<string> before, IReadOnlyList<string> after) =>
        [.. before.Except(after, StringComparer.Ordinal)];

    /// <summary>An address or a network.</summary>
    public static bool IsPeer(string text) => IPAddress.TryParse(text, out _) || IPNetwork.TryParse(text, out _);

    /// <summary>
    /// The command that forgets flows which the kernel takes for begun by our SSH server; null where the session came by
    /// another way.
    /// </summary>
    /// <remarks>
    /// Connections that stood before the first rules are noticed in the middle, by whichever packet comes first. One that
    /// was noticed by an answer looks like a connection that we began: rules that let only answers out would cut the very
    /// session that changes them. Forgotten, it is noticed again, by the next packet that comes in.
    /// </remarks>
    /// <param name="origin">sshd's SSH_CONNECTION: client address and port, server address and port.</param>
    public static string[]? ForgetBackward(string origin) =>
        origin.Split(' ') is [_, _, var address, var port] && IsPeer(address) && ushort.TryParse(port, out _)
            ? ["conntrack", "--delete", "--family", address.Contains(':') ? "ipv6" : "ipv4", "--proto", "tcp",
                "--orig-src", address, "--orig-port-src", port]
            : null;

    /// <summary>The commands that end a peer's flows: the kernel's sockets, then what it remembers of connections.</summary>
    public static IEnumerable<string[]> Commands(string peer)
    {
        if (!IsPeer(peer))
            yield break;
        yield return ["ss", "--kill", "--tcp", "--numeric", "--no-header", "dst", peer];
        yield return ["conntrack", "--delete", "--orig-src", peer];
        yield return ["conntrack", "--delete", "--orig-dst", peer];
    }
}
