using System.Globalization;
using PoolTopology.Orchestrator.Cli;
using PoolTopology.Orchestrator.Ssh;

namespace PoolTopology.Orchestrator.Proof;

/// <summary>A place outside of the plan, as it is named on the command line.</summary>
internal static class OutsiderTarget
{
    /// <summary>Reads <c>[user@]host[:port]</c>; an IPv6 address with a port stands in brackets.</summary>
    /// <exception cref="CommandFailure">It is none.</exception>
    public static SshTarget Read(string text)
    {
        int at = text.LastIndexOf('@');
        string? user = at > 0 ? text[..at] : null;
        string host = text[(at + 1)..];
        int? port = null;
        int colon = host.LastIndexOf(':');
        if (colon >= 0 && (host[..colon].EndsWith(']') || host.IndexOf(':', StringComparison.Ordinal) == colon))
        {
            if (!ushort.TryParse(host[(colon + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out ushort number) || number == 0)
                throw Wrong(text);
            (port, host) = (number, host[..colon]);
        }

        host = host.Trim('[', ']');

        // What begins with a dash would be an option of the SSH client.
        bool isHost = host.Length > 0 && !host.StartsWith('-') && !host.Any(char.IsWhiteSpace);
        bool isUser = user is null || (!user.StartsWith('-') && !user.Any(char.IsWhiteSpace));
        return isHost && isUser ? new SshTarget($"outsider {host}", host, user, port, Jump: null, HostKey: null) : throw Wrong(text);
    }

    private static CommandFailure Wrong(string text) => new(
        ExitCodes.Usage, $"'{text}' is no place to send from", "name it as for ssh: --from user@host, or user@host:port");
}
