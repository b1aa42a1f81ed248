using System.Text;
using PoolTopology.Orchestrator.Rollout;

namespace PoolTopology.Orchestrator.Ssh;

/// <summary>What the login shell of a machine is given, and the line by which we know that it has come that far.</summary>
/// <remarks>
/// Login shells print what they like (messages of the day, echo in .bashrc) and need not be POSIX shells: everything runs
/// in a sh of its own, and nothing counts before the line.
/// </remarks>
internal static class RemoteScript
{
    /// <summary>Sets <c>$s</c> to what makes the rest run as root, or ends.</summary>
    public static readonly string MayBeRoot =
        "s=; if [ \"$(id -u)\" != 0 ]; then "
        + $"command -v sudo >/dev/null || exit {SshFailures.SudoMissing}; "
        + $"sudo -n true 2>/dev/null || exit {SshFailures.NoSudo}; s='sudo -n'; fi";

    /// <summary>Says that the session stands.</summary>
    public const string Begin = $"printf '\\n{Line}\\n'";

    private const string Line = "pool-session-begins-here";
    private const int MaximumNoiseBytes = 64 * 1024;

    /// <summary>A shell as root, which reads a script from its input.</summary>
    public static string Interpreter => Of($"{MayBeRoot}; {Begin}; exec $s sh -s");

    /// <summary>A script as one word of whatever shell the login shell is.</summary>
    public static string Of(string script) => $"exec sh -c {SshArguments.ShellQuoted($"LC_ALL=C; export LC_ALL; {script}")}";

    /// <summary>Reads what comes before the line, and the line.</summary>
    /// <returns>Null where the line came; else what came instead of it.</returns>
    /// <exception cref="MachineException">There is no end to what comes instead.</exception>
    public static async Task<string?> FindBeginAsync(Stream output, string machine, CancellationToken cancellation)
    {
        // Byte by byte: what follows the line belongs to somebody else.
        byte[] one = new byte[1];
        StringBuilder line = new();
        StringBuilder noise = new();
        for (int count = 0; count < MaximumNoiseBytes; count++)
        {
            if (await output.ReadAsync(one, cancellation) == 0)
                return noise.Append(line).ToString();
            if (one[0] != '\n')
            {
                line.Append((char)one[0]);
                continue;
            }

            if (line.ToString() == Line)
                return null;
            noise.Append(line).Append('\n');
            line.Clear();
        }

        throw new MachineException(new Failure(
            FailureKind.LoginDenied,
            $"{machine}: its login shell prints without end instead of running a command: "
            + SshFailures.LastLine(noise.ToString())));
    }
}
