using System.Diagnostics;
using PoolTopology.Orchestrator.Tests.Support;

namespace PoolTopology.Orchestrator.Tests.Agent.Support;

/// <summary>
/// A folder that stands for a machine: real files, nft in a network namespace of its own, and scripts for systemd that
/// write down what they are asked and whose timers run on their own.
/// </summary>
internal sealed class RealMachine : IDisposable
{
    private const UnixFileMode Executable = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private readonly TempFolder _folder = new();
    private readonly string _namespace;

    public RealMachine()
    {
        _namespace = $"pool-agent-{Environment.ProcessId}-{Path.GetFileName(_folder.FullPath)}";
        Root = Directory.CreateDirectory(_folder["root"]).FullName;
        Tools = Directory.CreateDirectory(_folder["tools"]).FullName;
        Directory.CreateDirectory(Path.Combine(Root, "etc"));
        File.WriteAllText(Path.Combine(Root, "etc/machine-id"), "4d21c8a0b1c2d3e4f5061728394a5b6c\n");
        Run("ip", "netns", "add", _namespace);
        Run("ip", "-n", _namespace, "link", "set", "lo", "up");
        foreach (string tool in new[] { "nft", "ss" })
            Write(tool, $"exec ip netns exec {_namespace} {tool} \"$@\"");
        Write("systemctl", Systemctl);
        Write("systemd-run", SystemdRun);
    }

    public string Root { get; }

    public string Tools { get; }

    /// <summary>What systemctl and systemd-run were asked, one line each.</summary>
    public IReadOnlyList<string> Asked => File.Exists(Path.Combine(Tools, "log")) ? File.ReadAllLines(Path.Combine(Tools, "log")) : [];

    /// <summary>The pool's table, as the kernel has it; empty where there is none.</summary>
    public string Table()
    {
        (int exitCode, string output) = TryRun("ip", "netns", "exec", _namespace, "nft", "list", "table", "inet", "pool");
        return exitCode == 0 ? output : "";
    }

    /// <summary>A path of the machine.</summary>
    public string At(string path) => Root + path;

    /// <summary>Every file below a folder of the machine: path, time of change, content's length.</summary>
    public IReadOnlyDictionary<string, DateTime> Changes() =>
        Directory.EnumerateFileSystemEntries(Root, "*", SearchOption.AllDirectories)
            .ToDictionary(path => path, File.GetLastWriteTimeUtc);

    public void Dispose()
    {
        File.WriteAllText(Path.Combine(Tools, "over"), "");
        TryRun("ip", "netns", "delete", _namespace);
        _folder.Dispose();
    }

    private void Write(string name, string script)
    {
        string path = Path.Combine(Tools, name);
        File.WriteAllText(path, $"#!/bin/sh\ntools={Tools}\nroot={Root}\n{script}\n");
        File.SetUnixFileMode(path, Executable);
    }

    private static void Run(params string[] command)
    {
        (int exitCode, string output) = TryRun(command);
        if (exitCode != 0)
            throw new InvalidOperationException($"{string.Join(' ', command)}: {exitCode}: {output}");
    }

    private static (int ExitCode, string Output) TryRun(params string[] command)
    {
        ProcessStartInfo start = new(command[0], command[1..])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        start.Environment["PATH"] = "/usr/sbin:/usr/bin:/sbin:/bin";
        using Process process = Process.Start(start)!;
        string output = process.StandardOutput.ReadToEnd() + process.StandardError.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output);
    }

    private const string Systemctl =
        """
        case "$1" in
        show)
          for last; do case "$last" in *.service|*.timer)
            active=inactive; [ -f "$tools/active-$last" ] && active=active
            enabled=disabled; [ -f "$tools/enabled-$last" ] && enabled=enabled
            printf 'Id=%s\nLoadState=loaded\nActiveState=%s\nSubState=running\nUnitFileState=%s\nNRestarts=0\nMainPID=0\nResult=success\nNeedDaemonReload=no\n\n' "$last" $active $enabled;;
          esac; done
          exit 0;;
        esac
        echo "$*" >> "$tools/log"
        for unit; do :; done
        case "$1" in
        enable) touch "$tools/enabled-$unit";;
        disable) rm -f "$tools/enabled-$unit";;
        start|restart) touch "$tools/active-$unit";;
        stop) rm -f "$tools/active-$unit";;
        --no-block) [ "$2" = start ] && $(sed -n 's/^ExecStart=//p' "$root/etc/systemd/system/$unit");;
        esac
        exit 0
        """;

    private const string SystemdRun =
        """
        echo "systemd-run $*" >> "$tools/log"
        for word; do case "$word" in --on-active=*) after=${word#--on-active=};; esac; done
        for unit; do :; done
        setsid sh -c "sleep ${after%s}; [ -e $tools/over ] || $tools/systemctl --no-block start $unit" </dev/null >/dev/null 2>&1 &
        exit 0
        """;
}
