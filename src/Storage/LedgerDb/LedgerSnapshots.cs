using System.Globalization;
using PoolTopology.Consensus.Chain;
using PoolTopology.Primitives.Cbor;
using PoolTopology.Primitives.Chain;
using PoolTopology.Storage.Files;

namespace PoolTopology.Storage.LedgerDb;

/// <summary>States of the immutable chain on disk, so that a restart need not begin at genesis.</summary>
/// <remarks>
/// Shape: <c>ledger/&lt;slot&gt;/state</c> holds the state, <c>ledger/&lt;slot&gt;/meta</c> says what it is of, with its
/// checksum. The description is written last: a snapshot without one does not count.
/// A snapshot is only ever a way to be faster: one that is not perfect is passed over for the next older one, with a
/// reason. What another program wrote is left alone.
/// Cost: one owner for <see cref="Write"/>; nothing else of the database is touched, so it may be another thread's than
/// the database's.
/// Spec: the layout of ouroboros-consensus' LedgerDB (report, chapter "Ledger Database").
/// </remarks>
public sealed class LedgerSnapshots
{
    /// <summary>How many snapshots are kept.</summary>
    public const int KeptCount = 2;

    private const string Folder = "ledger";
    private const string StateFile = "state";
    private const string MetaFile = "meta";

    private readonly IFileSystem _files;
    private readonly IStateCodec _codec;
    private readonly uint _networkMagic;
    private readonly string _genesisHash;

    /// <summary>The snapshots of a database.</summary>
    /// <param name="files">The database.</param>
    /// <param name="codec">How states become bytes.</param>
    /// <param name="magic">The network.</param>
    /// <param name="genesisHash">The hash of its Shelley genesis file.</param>
    public LedgerSnapshots(IFileSystem files, IStateCodec codec, NetworkMagic magic, Hash32 genesisHash)
    {
        _files = files;
        _codec = codec;
        _networkMagic = magic.Value;
        _genesisHash = genesisHash.ToString();
    }

    /// <summary>The snapshots of a database, in the form of a network's states.</summary>
    public static LedgerSnapshots Of(IFileSystem files, ConsensusConfig config)
    {
        ArgumentNullException.ThrowIfNull(config);
        return new LedgerSnapshots(files, ChainStateCodec.Of(config), config.NetworkMagic, config.GenesisHash);
    }

    /// <summary>The slots of all snapshots, also of those that cannot be used, newest first.</summary>
    public IReadOnlyList<Slot> Slots() => SlotsIn(_files);

    /// <summary>The slots of all snapshots of a database, newest first.</summary>
    public static IReadOnlyList<Slot> SlotsIn(IFileSystem files)
    {
        ArgumentNullException.ThrowIfNull(files);
        List<Slot> slots = [];
        foreach (string name in files.ListFolders(Folder))
        {
            // A name with anything behind the number is another program's, or one that an operator put aside.
            if (ulong.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out ulong slot))
                slots.Add(new Slot(slot));
        }
        slots.Sort((a, b) => b.Value.CompareTo(a.Value));
        return slots;
    }

    /// <summary>Loads the newest snapshot that is sound and of a block of this chain.</summary>
    /// <param name="isOnChain">Says whether a block is on the immutable chain.</param>
    /// <returns>The state, null when there is none; and what was passed over on the way, newest first.</returns>
    /// <exception cref="StorageException">The device failed.</exception>
    public (ChainState? State, IReadOnlyList<SkippedSnapshot> Skipped) LoadNewest(Func<Point, bool> isOnChain)
    {
        ArgumentNullException.ThrowIfNull(isOnChain);
        List<SkippedSnapshot> skipped = [];
        foreach (Slot slot in Slots())
        {
            (ChainState? state, SnapshotFault? fault) = Load(slot, isOnChain);
            if (state is not null)
                return (state, skipped);
            skipped.Add(new SkippedSnapshot(_files.Describe(FolderOf(slot)), fault!.Value)); // One of the two is there.
        }
        return (null, skipped);
    }

    /// <summary>Loads one snapshot.</summary>
    /// <returns>The state, or why it cannot be used.</returns>
    /// <exception cref="StorageException">The device failed.</exception>
    public (ChainState? State, SnapshotFault? Fault) Load(Slot slot, Func<Point, bool> isOnChain)
    {
        ArgumentNullException.ThrowIfNull(isOnChain);
        (SnapshotMeta? meta, SnapshotFault? fault) = ReadMeta(slot);
        if (meta is null)
            return (null, fault);
        if (meta.FormatVersion != _codec.FormatVersion)
            return (null, SnapshotFault.OtherFormat);
        if (meta.NetworkMagic != _networkMagic || meta.GenesisHash != _genesisHash)
            return (null, SnapshotFault.OtherNetwork);
        if (meta.Tip.Point.Slot != slot)
            return (null, SnapshotFault.OtherBlock);
        return isOnChain(meta.Tip.Point) ? ReadState(slot, meta) : (null, SnapshotFault.NotOnChain);
    }

    /// <summary>Writes the state of an immutable block, and removes snapshots beyond the newest two.</summary>
    /// <remarks>
    /// Post: the snapshot is on the device; a crash at any moment leaves those before it usable, and this one usable or
    /// passed over.
    /// </remarks>
    /// <exception cref="StorageException">The disk is full or failed; what was there before is still usable.</exception>
    public void Write(ChainState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        if (state.Tip.IsGenesis)
            return;
        Slot slot = state.Tip.Point.Slot;
        if (ReadMeta(slot) is (null, SnapshotFault.OtherProgram))
            return;
        byte[] bytes = _codec.Encode(state);
        string folder = FolderOf(slot);
        _files.CreateFolder(folder);
        // Without its old description, the old state does not count while it is being replaced.
        _files.Delete($"{folder}/{MetaFile}");
        _files.FlushFolder(folder);
        _files.ReplaceAtomically($"{folder}/{StateFile}", bytes);
        SnapshotMeta meta = new(
            _codec.FormatVersion, _networkMagic, _genesisHash, state.Tip, bytes.Length, Crc32.Of(bytes));
        _files.ReplaceAtomically($"{folder}/{MetaFile}", meta.Encode());
        _files.FlushFolder(Folder);
        RemoveOld();
    }

    private void RemoveOld()
    {
        int kept = 0;
        foreach (Slot slot in Slots())
        {
            (SnapshotMeta? meta, SnapshotFault? fault) = ReadMeta(slot);
            if (fault == SnapshotFault.OtherProgram || (meta is not null && kept++ < KeptCount))
                continue;
            string folder = FolderOf(slot);
            _files.Delete($"{folder}/{MetaFile}");
            foreach (FolderEntry file in _files.List(folder))
                _files.Delete($"{folder}/{file.Name}");
            _files.DeleteFolder(folder);
        }
        _files.FlushFolder(Folder);
    }

    private (SnapshotMeta? Meta, SnapshotFault? Fault) ReadMeta(Slot slot)
    {
        string path = $"{FolderOf(slot)}/{MetaFile}";
        return _files.Exists(path) ? SnapshotMeta.Parse(_files.ReadAll(path)) : (null, SnapshotFault.Incomplete);
    }

    private (ChainState? State, SnapshotFault? Fault) ReadState(Slot slot, SnapshotMeta meta)
    {
        string path = $"{FolderOf(slot)}/{StateFile}";
        if (!_files.Exists(path))
            return (null, SnapshotFault.Incomplete);
        byte[] bytes = _files.ReadAll(path);
        if (bytes.Length != meta.SizeBytes || Crc32.Of(bytes) != meta.Checksum)
            return (null, SnapshotFault.Damaged);
        try
        {
            ChainState state = _codec.Decode(bytes);
            return state.Tip == meta.Tip ? (state, null) : (null, SnapshotFault.OtherBlock);
        }
        catch (CborException)
        {
            // The border of storage: bytes that were written as they are, by a program with another idea of them.
            return (null, SnapshotFault.OtherFormat);
        }
    }

    private static string FolderOf(Slot slot) => string.Create(CultureInfo.InvariantCulture, $"{Folder}/{slot.Value}");
}
