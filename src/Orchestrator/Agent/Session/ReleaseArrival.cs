using PoolTopology.Orchestrator.Agent.Machine;
using PoolTopology.Orchestrator.Agent.Releases;
using PoolTopology.Rpc.Agent.V1;

namespace PoolTopology.Orchestrator.Agent.Session;

/// <summary>A release that is being brought, blob by blob.</summary>
internal sealed class ReleaseArrival : IDisposable
{
    private readonly ReleaseStore _store;
    private readonly ReleaseManifest _manifest;
    private readonly ReadOnlyMemory<byte> _bytes;
    private readonly IDisposable _turn;
    private readonly Dictionary<string, Expected> _missing;
    private long _receivedBytes;

    private ReleaseArrival(
        ReleaseStore store, ReleaseManifest manifest, ReadOnlyMemory<byte> bytes, IReadOnlyList<ReleaseFile> missing,
        IDisposable turn)
    {
        (_store, _manifest, _bytes, _turn) = (store, manifest, bytes, turn);
        _missing = missing.ToDictionary(file => file.Sha256, file => new Expected(file));
        Missing = new Missing { SizeBytes = (ulong)missing.Sum(file => file.SizeBytes) };
        Missing.Blobs.AddRange(missing.Select(file => file.Sha256));
    }

    /// <summary>What is not on the machine.</summary>
    public Missing Missing { get; }

    /// <summary>Everything has arrived.</summary>
    public bool IsComplete => _missing.Count == 0;

    /// <summary>Begins: checks the space, and says what is missing.</summary>
    /// <param name="store">The machine's releases.</param>
    /// <param name="manifest">The release.</param>
    /// <param name="bytes">The manifest as it came.</param>
    /// <param name="turn">Ends with the arrival.</param>
    public static ReleaseArrival Begin(
        ReleaseStore store, ReleaseManifest manifest, ReadOnlyMemory<byte> bytes, IDisposable turn) =>
        new(store, manifest, bytes, store.Prepare(manifest), turn);

    /// <summary>Takes a piece.</summary>
    /// <exception cref="MachineFailure">It was not asked for, is too much, or is not what was announced.</exception>
    public void Take(Blob blob)
    {
        if (!_missing.TryGetValue(blob.Sha256, out Expected? expected))
            throw new MachineFailure(Refused.Types.Code.BadRequest, $"nobody asked for blob '{blob.Sha256}'");
        expected.ReceivedBytes += blob.Data.Length;
        _receivedBytes += blob.Data.Length;
        if (expected.ReceivedBytes > expected.File.SizeBytes
            || (blob.IsLast && expected.ReceivedBytes != expected.File.SizeBytes))
            throw new MachineFailure(
                Refused.Types.Code.WrongHash,
                $"{expected.File.Path} arrived with {expected.ReceivedBytes} bytes; announced were {expected.File.SizeBytes}");
        _store.Receive(blob.Sha256, blob.Data.Span);
        if (!blob.IsLast)
            return;
        _store.Accept(expected.File);
        _missing.Remove(blob.Sha256);
    }

    /// <summary>Gives the release its name.</summary>
    public Staged Finish()
    {
        _store.Finish(_manifest, _bytes.Span);
        return new Staged { Release = _manifest.Hash, ReceivedBytes = (ulong)_receivedBytes };
    }

    /// <inheritdoc/>
    public void Dispose() => _turn.Dispose();

    private sealed class Expected(ReleaseFile file)
    {
        public ReleaseFile File { get; } = file;

        public long ReceivedBytes { get; set; }
    }
}
