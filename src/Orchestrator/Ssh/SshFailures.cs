using System.Text.RegularExpressions;
using PoolTopology.Orchestrator.Rollout;

namespace PoolTopology.Orchestrator.Ssh;

/// <summary>What it means that an SSH client or the start of the agent failed, and what to do about it.</summary>
/// <remarks>Words that are not known are handed on as they are.</remarks>
internal static partial class SshFailures
{
    /// <summary>Exit code of the start script: there is no agent on the machine.</summary>
    public const int AgentMissing = 66;

    /// <summary>Exit code of our scripts: sudo asks for a password, or does not allow it at all.</summary>
    public const int NoSudo = 67;

    /// <summary>Exit code of our scripts: the user is not root, and there is no sudo.</summary>
    public const int SudoMissing = 68;

    /// <summary>Exit code of the receiving script: the machine has another processor.</summary>
    public const int WrongArchitecture = 69;

    /// <summary>The client's own exit code where the connection failed.</summary>
    private const int ConnectionFailed = 255;

    private const int LongestWords = 300;

    // What the client says, and what we say: about the machine, or about a host on the way to it.
    private static readonly (string Words, FailureKind Kind, string Sentence)[] OfConnection =
    [
        ("REMOTE HOST IDENTIFICATION HAS CHANGED", FailureKind.HostKeyChanged,
            "shows another host key than the one that is known: it was installed anew, or somebody is in between; nothing was sent"),
        ("no matching host key type", FailureKind.HostKeyChanged, "shows no host key of the kind that is known"),
        ("Host key verification failed", FailureKind.HostKeyUnknown, "has a host key that nobody has vouched for"),
        ("stdio forwarding failed", FailureKind.Unreachable, "cannot be reached: does its SSH server run, does a firewall drop us?"),
        ("Permission denied (", FailureKind.LoginDenied, "does not accept the login: is the key loaded, is the user right?"),
        ("Too many authentication failures", FailureKind.LoginDenied,
            "does not accept the login: too many keys were offered; name one with IdentityFile and IdentitiesOnly"),
        ("Connection refused", FailureKind.Unreachable, Refused),
        ("No route to host", FailureKind.Unreachable, "has no route to it from here"),
        ("Network is unreachable", FailureKind.Unreachable, "has no route to it from here"),
        ("timed out", FailureKind.Unreachable, "does not answer: is it up, does a firewall drop us?"),
        ("Could not resolve hostname", FailureKind.Unreachable, "has a name that cannot be resolved"),
        ("kex_exchange_identification", FailureKind.Unreachable, Dropped),
        ("Connection reset by", FailureKind.Unreachable, Dropped),
        ("Connection closed by", FailureKind.Unreachable, Dropped),
        ("Bad configuration option", FailureKind.Other, "is not asked: the SSH client does not accept its configuration"),
        ("Bad owner or permissions on", FailureKind.Other, "is not asked: the SSH client does not accept its configuration"),
        ("no argument after keyword", FailureKind.Other, "is not asked: the SSH client does not accept its configuration"),
        ("Can't open user config file", FailureKind.Other, "is not asked: the SSH configuration cannot be read"),
    ];

    private const string Refused = "refuses connections: does its SSH server run on that port?";

    private const string Dropped =
        "closes connections before the login: too many at once for its SSH server (MaxStartups), or it is going down";

    /// <summary>The failure that an exit code and what was written to stderr stand for.</summary>
    /// <param name="target">The machine.</param>
    /// <param name="exitCode">The client's exit code.</param>
    /// <param name="errors">What client and machine wrote to stderr.</param>
    /// <param name="hasBegun">The session stood.</param>
    public static Failure Explain(SshTarget target, int exitCode, string errors, bool hasBegun)
    {
        string words = LastLine(errors);
        if (exitCode == ConnectionFailed)
            return hasBegun
                ? new Failure(FailureKind.Unreachable, $"{target.Machine}: the connection broke{Cited(words)}")
                : OfClient(target, errors, words);
        if (errors.Contains("No space left on device", StringComparison.Ordinal))
            return new Failure(FailureKind.NoSpace, $"{target.Machine}: its disk is full{Cited(words)}");
        if (exitCode == WrongArchitecture)
            return new Failure(FailureKind.WrongArchitecture, $"{target.Machine}: the agent at hand is for another processor{Cited(words)}");
        if (errors.Contains("Exec format error", StringComparison.OrdinalIgnoreCase))
            return new Failure(FailureKind.WrongArchitecture, $"{target.Machine}: the agent there is for another processor{Cited(words)}");
        return hasBegun ? OfAgent(target, exitCode, words) : OfShell(target, exitCode, words);
    }

    /// <summary>The server has too many logins at once: it has time in a moment.</summary>
    public static bool IsBusy(Failure failure) =>
        failure.Kind == FailureKind.Unreachable && failure.Sentence.Contains(Dropped, StringComparison.Ordinal);

    /// <summary>Nobody listens; a server that is being restarted listens again in a moment.</summary>
    public static bool IsRefused(Failure failure) =>
        failure.Kind == FailureKind.Unreachable && failure.Sentence.Contains(Refused, StringComparison.Ordinal);

    /// <summary>The last line that says anything, in bounds and without control characters.</summary>
    public static string LastLine(string text)
    {
        string last = text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).LastOrDefault() ?? "";
        string clean = new([.. last.Where(letter => !char.IsControl(letter))]);
        return clean.Length <= LongestWords ? clean : clean[..LongestWords];
    }

    private static Failure OfClient(SshTarget target, string errors, string words)
    {
        string subject = Subject(target, errors);
        foreach ((string sign, FailureKind kind, string sentence) in OfConnection)
        {
            if (errors.Contains(sign, StringComparison.OrdinalIgnoreCase))
                return OfHostKey(target, kind, subject)
                    ?? new Failure(kind, $"{target.Machine}: {subject} {sentence}{Cited(words)}");
        }

        return new Failure(FailureKind.Unreachable, $"{target.Machine}: the connection failed{Cited(words)}");
    }

    /// <summary>What to do about a key is said in commands; only for the machine itself, whose topology.yaml can pin it.</summary>
    private static Failure? OfHostKey(SshTarget target, FailureKind kind, string subject)
    {
        if (subject != It || kind is not (FailureKind.HostKeyUnknown or FailureKind.HostKeyChanged))
            return null;
        string compare =
            $"compare `{target.KeyScan} | ssh-keygen -lf -` with what `ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub` says at its console";
        if (target.HostKey is not null)
            return new Failure(
                FailureKind.HostKeyChanged,
                $"{target.Machine}: it does not show the host key that topology.yaml pins: it was installed anew, or somebody is in "
                + $"between; nothing was sent; {compare}, and change machines.{target.Machine}.ssh.hostKey only if they agree");
        return kind == FailureKind.HostKeyUnknown
            ? new Failure(
                kind,
                $"{target.Machine}: its host key is not known: {compare}; if they agree, write the key (`{target.KeyScan}`, without the "
                + $"host) to machines.{target.Machine}.ssh.hostKey, or the line to ~/.ssh/known_hosts")
            : null;
    }

    private static Failure OfShell(SshTarget target, int exitCode, string words) => exitCode switch
    {
        AgentMissing => new Failure(FailureKind.NoAgent, $"{target.Machine}: there is no pool agent on it"),
        SudoMissing => new Failure(
            FailureKind.NoSudo, $"{target.Machine}: the user is not root and there is no sudo: log in as root, or install sudo"),
        NoSudo => new Failure(
            FailureKind.NoSudo,
            $"{target.Machine}: sudo does not let the user become root without a password: allow it (NOPASSWD), or log in as root"),
        _ => new Failure(
            FailureKind.LoginDenied,
            $"{target.Machine}: the login works, but its shell ends with exit code {exitCode} and runs no command{Cited(words)}"),
    };

    private static Failure OfAgent(SshTarget target, int exitCode, string words) => exitCode switch
    {
        126 or 127 => new Failure(
            FailureKind.LoginDenied, $"{target.Machine}: the agent there cannot be run; is its folder mounted noexec?{Cited(words)}"),
        0 => new Failure(FailureKind.Other, $"{target.Machine}: the agent ended the session{Cited(words)}"),
        _ => new Failure(FailureKind.Other, $"{target.Machine}: the agent ended with exit code {exitCode}{Cited(words)}"),
    };

    private const string It = "it";

    /// <summary>Whom the client speaks of: the machine, or a host on the way to it.</summary>
    private static string Subject(SshTarget target, string errors)
    {
        if (target.Jump is not { } jump)
            return It;
        if (errors.Contains("stdio forwarding failed", StringComparison.Ordinal))
            return $"(seen from {jump}) it";
        string host = Speakers().Matches(errors).Select(match => match.Groups["host"].Value).FirstOrDefault(name => name.Length > 0) ?? "";
        return host.Length > 0 && host != target.Host && host != target.KeyAlias
            ? $"the host on the way to it, {host},"
            : It;
    }

    private static string Cited(string words) => words.Length > 0 ? $" (ssh: {words})" : "";

    [GeneratedRegex(
        @"connect to host (?<host>\S+) port|host key is known for (?<host>\S+) and|Host key for (?<host>\S+) has changed"
        + @"|(?:\S+@)?(?<host>\S+): Permission denied \(|resolve hostname (?<host>\S+?):|\] by (?<host>\S+) port",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Speakers();
}
