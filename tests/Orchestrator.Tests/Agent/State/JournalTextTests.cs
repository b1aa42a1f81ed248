using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using PoolTopology.Orchestrator.Agent.State;
using PoolTopology.Orchestrator.Tests.Agent.Support;
using PoolTopology.TestKit;
using Xunit;

namespace PoolTopology.Orchestrator.Tests.Agent.State;

public sealed class JournalTextTests
{
    [Fact]
    public async Task Read_of_every_kind_of_entry_gives_the_state_that_was_written()
    {
        SimulatedMachine machine = await KnownMachines.AtFirstAsync();
        byte[] journal = machine.Disk.Read("/var/lib/pooltopology/agent/journal", int.MaxValue)!;
        JournalReading reading = JournalText.Read(journal);
        Assert.Equal("", reading.Damage);
        Assert.Equal(journal.Length, reading.SoundBytes);
        Assert.Equal(1, reading.State.LastOf(ConfirmationLevel.Stable));
        JournalReading again = JournalText.Read(Encoding.UTF8.GetBytes(JournalText.Line(new Snapshot(reading.State), "")));
        Assert.Equal("", again.Damage);
        Assert.Equal(JournalText.Line(new Snapshot(reading.State), "x"), JournalText.Line(new Snapshot(again.State), "x"));
    }

    /// <summary>Journals on machines that are years old were written by reflection over the same types.</summary>
    [Fact]
    public async Task Lines_are_those_that_reflection_wrote()
    {
        JsonSerializerOptions byReflection = new()
        {
            PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
            UnmappedMemberHandling = System.Text.Json.Serialization.JsonUnmappedMemberHandling.Disallow,
            RespectRequiredConstructorParameters = true,
            RespectNullableAnnotations = true,
        };
        SimulatedMachine machine = await KnownMachines.AtFirstAsync();
        byte[] journal = machine.Disk.Read("/var/lib/pooltopology/agent/journal", int.MaxValue)!;
        JournalEntry[] entries =
        [
            .. Encoding.UTF8.GetString(journal).Split('\n', StringSplitOptions.RemoveEmptyEntries)
                .Select(line => JsonSerializer.Deserialize<JournalEntry>(line[17..], byReflection)!),
            new Snapshot(JournalText.Read(journal).State),
            new RevertBegun(0, [], ["/etc/a"], "why"),
            new LockGone(),
        ];

        Assert.Superset(
            new HashSet<Type> { typeof(Snapshot), typeof(ActivationBegun), typeof(StepBegun), typeof(StepDone), typeof(ChangeDone) },
            entries.Select(entry => entry.GetType()).ToHashSet());
        Assert.All(entries, entry => Assert.Equal(
            JsonSerializer.Serialize(entry, byReflection), JournalText.Line(entry, "")[17..].TrimEnd('\n')));
    }

    [Fact]
    public async Task Read_of_a_journal_cut_anywhere_gives_the_state_of_its_whole_lines()
    {
        SimulatedMachine machine = await KnownMachines.AtFirstAsync();
        byte[] journal = machine.Disk.Read("/var/lib/pooltopology/agent/journal", int.MaxValue)!;
        for (int length = 0; length < journal.Length; length += 7)
        {
            JournalReading cut = JournalText.Read(journal.AsSpan(0, length));
            Assert.Equal("", cut.Damage);
            Assert.Equal(journal.AsSpan(0, length).LastIndexOf((byte)'\n') + 1, cut.SoundBytes);
        }
    }

    [Fact]
    public async Task Read_of_a_changed_byte_in_a_whole_line_is_damage()
    {
        SimulatedMachine machine = await KnownMachines.AtFirstAsync();
        byte[] journal = machine.Disk.Read("/var/lib/pooltopology/agent/journal", int.MaxValue)!;
        Seeds.ForAll(300, random =>
        {
            byte[] changed = [.. journal];
            int at = random.Next(changed.Length - 1);
            changed[at] ^= (byte)(1 << random.Next(7));
            // A new line's end may be made or broken; all that may be lost then is what comes after it.
            JournalReading reading = JournalText.Read(changed);
            Assert.True(reading.Damage.Length > 0 || reading.SoundBytes < journal.Length, $"byte {at}");
        });
    }

    [Fact]
    public async Task Read_of_lines_left_out_or_moved_is_damage()
    {
        SimulatedMachine machine = await KnownMachines.AtFirstAsync();
        string[] lines = Encoding.UTF8.GetString(machine.Disk.Read("/var/lib/pooltopology/agent/journal", int.MaxValue)!)
            .Split('\n', StringSplitOptions.RemoveEmptyEntries);
        for (int left = 0; left < lines.Length - 1; left++)
        {
            string without = string.Concat(lines.Where((_, index) => index != left).Select(line => line + "\n"));
            Assert.NotEqual("", JournalText.Read(Encoding.UTF8.GetBytes(without)).Damage);
        }
    }

    [Fact]
    public void Write_shortens_a_long_journal_and_keeps_its_state()
    {
        SimulatedMachine machine = new();
        Journal journal = Journal.Open(machine.Disk);
        for (int token = 1; token < 10_000; token++)
            journal.Write(new TokenSeen(token));
        Assert.InRange(machine.Disk.Read("/var/lib/pooltopology/agent/journal", int.MaxValue)!.Length, 1, 300_000);
        Assert.Equal(9_999, Journal.Open(machine.Disk).State.TokenSeen);
    }

    [Fact]
    public void Apply_forgets_the_oldest_generation_beyond_the_bound()
    {
        AgentState state = AgentState.Fresh;
        for (int generation = 1; generation <= AgentState.MaximumHistory + 3; generation++)
        {
            state = JournalFold.Apply(state, new ActivationBegun(
                new GenerationRecord(generation, "r", "q", ConfirmationLevel.None, [], [], "", "", ""), [], ImmutableArray<string>.Empty));
            state = JournalFold.Apply(state, new ChangeDone([], ConfirmationLevel.Reachable));
        }

        Assert.Equal(AgentState.MaximumHistory, state.History.Length);
        Assert.Equal(AgentState.MaximumHistory + 3, state.Generation);
    }
}
