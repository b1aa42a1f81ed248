using PoolTopology.Credentials.Errors;
using PoolTopology.Credentials.Hot;
using PoolTopology.Primitives.Chain;
using PoolTopology.Producer.Forge;
using PoolTopology.Producer.Journal;

namespace PoolTopology.Producer.Credentials;

/// <summary>Holds the credentials and the journal that guards them, and says why nothing can be signed when that is so.</summary>
/// <remarks>
/// The files on disk decide: credentials that are gone or wrong after a reload stop the forging, as moving them away is
/// how an operator takes the right to forge from a machine.
/// Invariant: the journal, once open, stays open and locked until dispose, unless the disk failed it; its watermark
/// never goes back. One process forges for one pool. Thread rules: one owner.
/// </remarks>
internal sealed class KeyKeeper(
    HotCredentialFiles files, Hash28? poolId, Func<Hash28, IJournalFile?> openJournal, string journalPath) : IDisposable
{
    private CouldNotForge? _keyProblem;
    private CouldNotForge? _journalProblem;
    // Survives a journal that is closed and opened again: the disk may remember less.
    private Slot? _watermark;
    private Hash28? _journalPoolId;

    /// <summary>The credentials; null when they are missing or refused.</summary>
    public HotCredentials? Keys { get; private set; }

    /// <summary>The journal; null while it is not open.</summary>
    public ForgeJournal? Journal { get; private set; }

    /// <summary>Why nothing can be signed; null when something can.</summary>
    public CouldNotForge? Problem => _keyProblem ?? _journalProblem;

    /// <summary>Bytes of a record that a crash cut short, when the journal was opened.</summary>
    public int TornBytes { get; private set; }

    /// <summary>Reads the files, again if need be; credentials in use are erased.</summary>
    public void Load()
    {
        Keys?.Dispose();
        Keys = null;
        if (Journal is { IsUnusable: true } broken)
        {
            _watermark = broken.Watermark;
            broken.Dispose();
            Journal = null;
        }
        CredentialResult<HotCredentials> read = HotCredentials.Read(files, poolId ?? _journalPoolId);
        Keys = read.Value;
        _keyProblem = read.Error is { } error ? new CouldNotForge.NoCredentials(error) : null;
    }

    /// <summary>Opens the journal if it is not open and there are keys to guard.</summary>
    /// <param name="now">The slot that is running.</param>
    /// <remarks>Called in every slot: a journal that another process held may be free now.</remarks>
    public void OpenJournal(Slot now)
    {
        if (Journal is not null || Keys is null)
            return;
        JournalOpening opening = OpenFile();
        if (opening is JournalOpening.Opened opened)
        {
            Journal = opened.Journal;
            _journalPoolId = Journal.PoolId;
            TornBytes = opened.TornBytes;
            if (_watermark is { } remembered)
                Journal.RaiseWatermark(remembered);
            // What the torn record was for is lost; it was for no slot after this one.
            if (opened.TornBytes > 0)
                Journal.RaiseWatermark(now);
        }
        _journalProblem = opening is JournalOpening.Refused refused
            ? new CouldNotForge.JournalRefused(refused.Error)
            : null;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Keys?.Dispose();
        Keys = null;
        Journal?.Dispose();
        Journal = null;
    }

    private JournalOpening OpenFile()
    {
        try
        {
            return openJournal(Keys!.PoolId) is { } file
                ? ForgeJournal.Open(file, Keys!.PoolId)
                : new JournalOpening.Refused(new JournalError.InUse(journalPath));
        }
        catch (IOException e)
        {
            return new JournalOpening.Refused(new JournalError.DiskRefused(e.Message));
        }
    }
}
