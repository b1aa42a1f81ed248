using System.Text;
using PoolTopology.Orchestrator.Agent.Machine;
using PoolTopology.Rpc.Agent.V1;

namespace PoolTopology.Orchestrator.Agent.State;

/// <summary>The machine's journal, and the state that it says.</summary>
/// <remarks>Pre: only the agent whose turn it is writes.</remarks>
internal sealed class Journal
{
    // Shortened beyond this, when no change is underway; a change of a large machine takes some tens of KiB.
    private const int ShortenBeyondBytes = 256 * 1024;

    private const string Beside = AgentPaths.Journal + ".new";

    private readonly IMachineFiles _files;
    private string _chain;
    private int _sizeBytes;

    private Journal(IMachineFiles files, JournalReading reading)
    {
        _files = files;
        State = reading.State;
        _chain = reading.Chain;
        _sizeBytes = reading.SoundBytes;
    }

    /// <summary>The state after every entry.</summary>
    public AgentState State { get; private set; }

    /// <summary>Reads without changing anything.</summary>
    public static JournalReading Read(IMachineFiles files) =>
        files.Read(AgentPaths.Journal, JournalText.MaximumSizeBytes) is { } bytes
            ? JournalText.Read(bytes)
            : new JournalReading(AgentState.Fresh, "", 0, "");

    /// <summary>Opens for writing; an entry that was cut off is removed when the next one is written.</summary>
    /// <exception cref="MachineFailure">It is damaged; it is left as it is.</exception>
    public static Journal Open(IMachineFiles files)
    {
        JournalReading reading = Read(files);
        return reading.Damage.Length == 0
            ? new Journal(files, reading)
            : throw new MachineFailure(
                Refused.Types.Code.DamagedJournal, $"the journal {AgentPaths.Journal} is damaged: {reading.Damage}");
    }

    /// <summary>Adds an entry, which is on disk when this returns.</summary>
    public void Write(JournalEntry entry)
    {
        AgentState after = JournalFold.Apply(State, entry);
        if (_sizeBytes > ShortenBeyondBytes && after.Underway is null)
            Shorten(after);
        else
            Append(entry);
        State = after;
    }

    private void Append(JournalEntry entry)
    {
        FileLook? look = _files.Look(AgentPaths.Journal);
        if (look is null)
            _files.MakeFolder(AgentPaths.State, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        else if (look.SizeBytes > _sizeBytes)
            _files.Truncate(AgentPaths.Journal, _sizeBytes);
        string line = JournalText.Line(entry, _chain);
        byte[] bytes = Encoding.UTF8.GetBytes(line);
        _files.Append(AgentPaths.Journal, bytes);
        _files.Sync(AgentPaths.Journal);
        if (look is null)
            _files.SyncFolder(AgentPaths.State);
        _chain = JournalText.DigitsOf(line);
        _sizeBytes += bytes.Length;
    }

    private void Shorten(AgentState state)
    {
        string line = JournalText.Line(new Snapshot(state), chain: "");
        byte[] bytes = Encoding.UTF8.GetBytes(line);
        _files.Delete(Beside);
        _files.Append(Beside, bytes);
        _files.Sync(Beside);
        _files.Rename(Beside, AgentPaths.Journal);
        _files.SyncFolder(AgentPaths.State);
        _chain = JournalText.DigitsOf(line);
        _sizeBytes = bytes.Length;
    }
}
