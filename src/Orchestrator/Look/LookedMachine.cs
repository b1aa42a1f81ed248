using System.Globalization;
using System.Text;
using PoolTopology.Orchestrator.Agent.Machine;
using PoolTopology.Orchestrator.Agent.State;

namespace PoolTopology.Orchestrator.Look;

/// <summary>A machine as a shell has just seen it, for the same code that an agent runs on it.</summary>
/// <remarks>
/// What the shell was not asked is not guessed: <see cref="LookException"/>. Whether the kernel believes its clock to be
/// set by others cannot be asked by a shell; nothing is decided by it.
/// </remarks>
internal sealed class LookedMachine : IMachine
{
    private readonly Dictionary<string, string> _sections;

    private LookedMachine(Dictionary<string, string> sections, LookQuestion question)
    {
        _sections = sections;
        Files = new LookedFiles(
            question, LookedFiles.Read(question, Body("files"), Body("hashes")), Body("journal"),
            [.. Body("releases").Split(LookScript.Unit, StringSplitOptions.RemoveEmptyEntries)], SpaceOf(Body("space")),
            question.Certificates.Select((path, i) => (path, Body($"certificates{i.ToString(CultureInfo.InvariantCulture)}")))
                .ToDictionary(pair => pair.path, pair => pair.Item2, StringComparer.Ordinal));
        Commands = new LookedCommands(
            [.. question.Commands.Select((command, i) => (command, Body($"command{i.ToString(CultureInfo.InvariantCulture)}")))]);
        Identity = new MachineIdentity(Body("id").Trim(), Body("arch").Trim(), Body("os").Trim().Trim('"'), "", "", "", "", MayChange: true);
        Now = new BootInstant(Body("boot").Trim(), double.Parse(Body("uptime").Split(' ')[0], CultureInfo.InvariantCulture));
        WallClock = DateTimeOffset.FromUnixTimeMilliseconds(long.Parse(Body("clock"), CultureInfo.InvariantCulture));
    }

    /// <inheritdoc/>
    public IMachineFiles Files { get; }

    /// <inheritdoc/>
    public IMachineCommands Commands { get; }

    /// <inheritdoc/>
    public MachineIdentity Identity { get; }

    /// <inheritdoc/>
    public BootInstant Now { get; }

    /// <inheritdoc/>
    public DateTimeOffset WallClock { get; }

    /// <inheritdoc/>
    public ClockQuality ClockQuality => new(false, 0);

    /// <summary>Reads what the script has printed, as root.</summary>
    /// <exception cref="LookException">It is not what the script prints, or not all of it.</exception>
    public static LookedMachine Read(LookQuestion question, ReadOnlySpan<byte> printed)
    {
        Dictionary<string, string> sections = new(StringComparer.Ordinal);
        foreach (string section in Encoding.UTF8.GetString(printed).Split(LookScript.Section).Skip(1))
        {
            int end = section.IndexOf(LookScript.Unit, StringComparison.Ordinal);
            if (end < 0 || !sections.TryAdd(section[..end], section[(end + 1)..]))
                throw new LookException("a section without a name of its own");
        }

        if (!sections.ContainsKey("end"))
            throw new LookException("it ends before its end");
        try
        {
            return new LookedMachine(sections, question);
        }
        catch (Exception malformed) when (malformed is FormatException or OverflowException or ArgumentOutOfRangeException)
        {
            throw new LookException(malformed.Message);
        }
    }

    /// <inheritdoc/>
    public Task<IDisposable> TakeTurnAsync(MachineTurn turn, TimeSpan patience, CancellationToken cancellation) =>
        throw new LookException("a look changes nothing");

    private string Body(string section) => _sections.GetValueOrDefault(section) ?? throw new LookException($"no section {section}");

    private static (long FreeBytes, long SizeBytes) SpaceOf(string text)
    {
        long[] numbers = [.. text.Trim().Split(' ').Select(word => long.Parse(word, CultureInfo.InvariantCulture))];
        return numbers is [var free, var size, var unit] ? (free * unit, size * unit) : throw new LookException($"'{text}' is no disk");
    }
}
