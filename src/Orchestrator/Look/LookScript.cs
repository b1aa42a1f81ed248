using System.Globalization;
using System.Text;
using PoolTopology.Orchestrator.Agent.Machine;
using PoolTopology.Orchestrator.Ssh;

namespace PoolTopology.Orchestrator.Look;

/// <summary>The shell's way to look at a machine: reads, and writes nothing.</summary>
/// <remarks>
/// Shape: sections, each a record separator (036), a name, a unit separator (037) and a body. The last one is <c>end</c>.
/// Cost: a handful of small programs, where an agent takes some 60 ms of processor time to start.
/// </remarks>
internal static class LookScript
{
    public const char Section = '\x1e';
    public const char Unit = '\x1f';

    /// <summary>What <c>find</c> says of one path: kind, mode, owner, group, size, names, link, path, time.</summary>
    public const string LookFormat = @"%y\0%m\0%u\0%g\0%s\0%n\0%l\0%p\0%T@\0";

    /// <summary>How many parts <see cref="LookFormat"/> has.</summary>
    public const int LookParts = 9;

    private const string Facts =
        """
        LC_ALL=C; export LC_ALL
        c() { printf '\036%s\037' "$1"; }
        p() { [ -f "$1" ] && [ ! -L "$1" ] && head -c 65536 "$1" | sed -n '/^-----BEGIN CERTIFICATE-----$/,/^-----END CERTIFICATE-----$/p'; }
        l() { x=; IFS= read -r x <"$1"; printf %s "$x"; }
        c boot; l /proc/sys/kernel/random/boot_id
        c uptime; l /proc/uptime
        c id; l /etc/machine-id
        c os; while IFS= read -r x; do case $x in PRETTY_NAME=*) printf %s "${x#PRETTY_NAME=}"; break;; esac; done </etc/os-release
        c arch; if [ -r /proc/sys/kernel/arch ]; then l /proc/sys/kernel/arch; else uname -m; fi
        c clock; date +%s%3N

        """;

    /// <summary>The script that answers a question.</summary>
    public static string Of(LookQuestion question)
    {
        StringBuilder script = new(Facts);
        Line(script, $"c space; d={AgentPaths.Home}; [ -d $d ] || d=/; stat -f -c '%a %b %S' $d");
        Line(script, $"c journal; cat {AgentPaths.Journal} 2>/dev/null");
        Line(script, $"c releases; for x in {AgentPaths.Releases}/*; do [ -e \"$x\" ] && printf '%s\\037' \"${{x##*/}}\"; done");
        Line(script, $"c files; find {Words(question.Paths)} -maxdepth 0 -printf '{LookFormat}' 2>/dev/null");
        Line(script, $"c hashes; sha256sum -z -- {Words(question.Hashed)} 2>/dev/null");
        for (int i = 0; i < question.Certificates.Count; i++)
            Line(script, string.Create(CultureInfo.InvariantCulture, $"c certificates{i}; p {SshArguments.ShellQuoted(question.Certificates[i])}"));
        for (int i = 0; i < question.Commands.Count; i++)
            Line(script, string.Create(CultureInfo.InvariantCulture, $"c command{i}; {Words(question.Commands[i])} 2>/dev/null; printf '\\037%s' $?"));
        Line(script, "c end");
        return script.ToString();
    }

    private static string Words(IEnumerable<string> words) => string.Join(' ', words.Select(SshArguments.ShellQuoted));

    private static void Line(StringBuilder script, string line) => script.Append(line).Append('\n');
}
