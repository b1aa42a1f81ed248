using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using PoolTopology.Orchestrator.Agent.Machine;

namespace PoolTopology.Orchestrator.Tests.Agent.Support;

/// <summary>systemd, its timers, and the kernel's firewall, as far as an agent can see them.</summary>
internal sealed partial class SimulatedSystem(Doom doom, SimulatedDisk disk) : IMachineCommands
{
    private const string UnitFolder = "/etc/systemd/system";

    private Dictionary<string, string> _loaded = [];

    /// <summary>Units that are active, by name, with the configuration that each has read.</summary>
    public Dictionary<string, string> Running { get; } = [];

    /// <summary>Units that start with the machine.</summary>
    public HashSet<string> Enabled { get; } = [];

    /// <summary>How often each unit was started or restarted.</summary>
    public Dictionary<string, int> Starts { get; } = [];

    /// <summary>Units that fail to start.</summary>
    public HashSet<string> Broken { get; } = [];

    /// <summary>systemd-run fails.</summary>
    public bool HasNoTimers { get; set; }

    /// <summary>What is inside the braces of the pool's table; null where there is no table.</summary>
    public string? Table { get; set; }

    /// <summary>Every table that was loaded, in order, and between them what units were told.</summary>
    public List<string> Loaded { get; } = [];

    /// <summary>Peers whose flows were ended.</summary>
    public List<string> Evicted { get; } = [];

    /// <summary>Timers: seconds from now, and the unit that each starts.</summary>
    public Dictionary<string, (double At, string Unit)> Alarms { get; } = [];

    /// <summary>Seconds since the start of the machine.</summary>
    public double UptimeSeconds { get; set; } = 1000;

    /// <summary>The configuration of a unit's node, as it is on disk.</summary>
    public string ConfigurationOf(string unit) =>
        disk.Text($"/etc/pooltopology/{unit.Split('@', '.')[1]}/config.json") ?? "none";

    /// <summary>What a restart of the machine does to it.</summary>
    public void Restart()
    {
        Alarms.Clear();
        Running.Clear();
        ReadUnits();
        UptimeSeconds = 1;
        Table = null;
        if (disk.Text("/var/lib/pooltopology/agent/firewall/boot.nft") is { } boot
            && _loaded.ContainsKey("pooltopology-firewall.service"))
            Load(boot);
    }

    /// <summary>What the machine starts after its network is up.</summary>
    public void StartEnabled()
    {
        foreach (string unit in Enabled.Where(unit => Unit(unit) is not null))
            Start(unit);
    }

    public bool Has(string program) => true;

    public Task<CommandOutcome> RunAsync(
        IReadOnlyList<string> command, string input, TimeSpan limit, CancellationToken cancellation) =>
        Task.FromResult(command switch
        {
            ["systemctl", "show", .., var unit] => new CommandOutcome(0, Show(unit, command), ""),
            ["systemctl", ..] => Systemctl([.. command.Skip(1).Where(word => !word.StartsWith("--", StringComparison.Ordinal))]),
            ["systemd-run", ..] when HasNoTimers => new CommandOutcome(1, "", "Failed to start transient timer unit"),
            ["systemd-run", ..] => Arm(command),
            ["nft", "-j", "list", "ruleset"] => new CommandOutcome(0, Listing(), ""),
            ["nft", "-s", "list", "table", ..] => Table is null
                ? new CommandOutcome(1, "", "Error: No such file or directory")
                : new CommandOutcome(0, $"table inet pool {{\n{Table}}}\n", ""),
            ["nft", "-c", "-f", "-"] => input.Contains("syntax error", StringComparison.Ordinal)
                ? new CommandOutcome(1, "", "syntax error")
                : new CommandOutcome(0, "", ""),
            ["nft", "-f", "-"] => Do("nft -f", () => Load(input)),
            ["ss", .., var peer] => Do($"ss {peer}", () => Evicted.Add(peer)),
            ["conntrack", ..] => new CommandOutcome(1, "", "0 flow entries have been deleted"),
            _ => new CommandOutcome(127, "", $"{string.Join(' ', command)}: not simulated"),
        });

    public IRunningCommand Start(IReadOnlyList<string> command) =>
        throw new MachineFailure(Rpc.Agent.V1.Refused.Types.Code.CommandFailed, $"{string.Join(' ', command)}: not simulated");

    private string Show(string last, IReadOnlyList<string> command)
    {
        int separator = command.ToList().IndexOf("--");
        string[] units = separator < 0 ? [last] : [.. command.Skip(separator + 1)];
        return string.Join("\n\n", units.Select(unit =>
            $"Id={unit}\nLoadState={(Unit(unit) is null ? "not-found" : "loaded")}\n"
            + $"ActiveState={(Running.ContainsKey(unit) ? "active" : "inactive")}\nSubState=running\n"
            + $"Type={(Unit(unit)?.Contains("Type=notify", StringComparison.Ordinal) == true ? "notify" : "exec")}\n"
            + $"UnitFileState={(Enabled.Contains(unit) ? "enabled" : "disabled")}\nNRestarts=0\n"
            + $"NeedDaemonReload={(Unit(unit) == disk.Text($"{UnitFolder}/{unit}") || Unit(unit) is not null && unit.Contains('@') ? "no" : "yes")}")) + "\n";
    }

    private CommandOutcome Systemctl(string[] words) => words switch
    {
        ["daemon-reload"] => Do("daemon-reload", ReadUnits),
        ["stop", var timer] when timer.EndsWith(".timer", StringComparison.Ordinal) =>
            Do($"stop {timer}", () => Alarms.Remove(timer[..^".timer".Length])),
        ["enable", var unit] => DoKnown(words, unit, () => Enabled.Add(unit)),
        ["disable", var unit] => Do($"disable {unit}", () => Enabled.Remove(unit)),
        ["start", var unit] => DoKnown(words, unit, () => StartUnlessRunning(unit)),
        ["restart", var unit] => DoKnown(words, unit, () => Start(unit)),
        ["stop", var unit] => Do($"stop {unit}", () => Running.Remove(unit)),
        ["reload", var unit] => DoKnown(words, unit, () => { Running[unit] = ConfigurationOf(unit); Loaded.Add($"reload {unit}"); }),
        _ => new CommandOutcome(64, "", $"systemctl {string.Join(' ', words)}: not simulated"),
    };

    private CommandOutcome DoKnown(string[] words, string unit, Action act)
    {
        if (Unit(unit) is null)
            return new CommandOutcome(5, "", $"Unit {unit} not found.");
        CommandOutcome outcome = Do(string.Join(' ', words), act);
        return Broken.Contains(unit) && words[0] is "start" or "restart"
            ? new CommandOutcome(1, "", $"Job for {unit} failed.")
            : outcome;
    }

    private CommandOutcome Arm(IReadOnlyList<string> command)
    {
        string name = command.First(word => word.StartsWith("--unit=", StringComparison.Ordinal))["--unit=".Length..];
        string on = command.First(word => word.StartsWith("--on-active=", StringComparison.Ordinal))["--on-active=".Length..];
        return Do($"arm {name}", () => Alarms[name] = (UptimeSeconds + double.Parse(on.TrimEnd('s'), System.Globalization.CultureInfo.InvariantCulture), command[^1]));
    }

    private CommandOutcome Do(string name, Action act)
    {
        doom.Act(name);
        act();
        return new CommandOutcome(0, "", "");
    }

    private void StartUnlessRunning(string unit)
    {
        if (!Running.ContainsKey(unit))
            Start(unit);
    }

    private void Start(string unit)
    {
        Starts[unit] = Starts.GetValueOrDefault(unit) + 1;
        if (Broken.Contains(unit))
            Running.Remove(unit);
        else
            Running[unit] = ConfigurationOf(unit);
    }

    private void ReadUnits() => _loaded = disk.List(UnitFolder)
        .Where(name => disk.Text($"{UnitFolder}/{name}") is not null)
        .ToDictionary(name => name, name => disk.Text($"{UnitFolder}/{name}")!);

    private string? Unit(string name) => _loaded.GetValueOrDefault(Template().Replace(name, "@."));

    private void Load(string text)
    {
        string body = text[(text.IndexOf("delete table inet pool\n", StringComparison.Ordinal) + "delete table inet pool\n".Length)..];
        int end = body.IndexOf("\n}\n", StringComparison.Ordinal) + 1;
        Table = body.Length == 0 ? null : body["table inet pool {\n".Length..end];
        foreach (Match added in AddElement().Matches(body))
            Table = Table!.Replace(" } }", $", {added.Groups[1].Value} }} }}", StringComparison.Ordinal);
        if (Table is not null)
            Loaded.Add(Table);
    }

    private string Listing()
    {
        JsonArray items = [new JsonObject { ["metainfo"] = new JsonObject { ["version"] = "1.0.6" } }];
        if (Table is not null)
        {
            items.Add(new JsonObject { ["table"] = new JsonObject { ["family"] = "inet", ["name"] = "pool", ["handle"] = Starts.Count } });
            JsonArray elements = [.. Addresses().Matches(Table).Select(match => JsonValue.Create(match.Value))];
            items.Add(new JsonObject
            {
                ["set"] = new JsonObject { ["family"] = "inet", ["table"] = "pool", ["name"] = "members4", ["elem"] = elements },
            });
            items.Add(new JsonObject
            {
                ["rule"] = new JsonObject { ["family"] = "inet", ["table"] = "pool", ["comment"] = Table },
            });
        }

        return new JsonObject { ["nftables"] = items }.ToJsonString();
    }

    [GeneratedRegex(@"^add element inet pool members4 \{ (.*) \}$", RegexOptions.Multiline)]
    private static partial Regex AddElement();

    [GeneratedRegex("@[^.]*\\.")]
    private static partial Regex Template();

    [GeneratedRegex(@"\d+\.\d+\.\d+\.\d+")]
    private static partial Regex Addresses();
}
