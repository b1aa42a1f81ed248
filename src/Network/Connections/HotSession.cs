using PoolTopology.Network.Mux;
using PoolTopology.Network.Ports;
using PoolTopology.Network.Protocols.BlockFetch;
using PoolTopology.Network.Protocols.ChainSync;
using PoolTopology.Network.Protocols.TxSubmission;

namespace PoolTopology.Network.Connections;

/// <summary>The time in which we follow a peer: chain-sync, block-fetch and tx-submission, begun and ended
/// together.</summary>
internal sealed class HotSession(Connection connection, UpstreamSettings settings) : IDisposable
{
    private readonly TaskCompletionSource _stopping = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private readonly Watchdog _ending = new(
        connection.Environment.Time,
        () => connection.Close(new CloseReason.DemotionTimeout(ConnectionLimits.Demotion)));

    /// <summary>Runs until stopped or until the connection ends; the handler hears which.</summary>
    public async Task RunAsync(
        MuxChannel chainSyncChannel, MuxChannel blockFetchChannel, MuxChannel txSubmissionChannel)
    {
        ConnectionEnvironment environment = connection.Environment;
        BlockFetchInitiator blockFetch = new(blockFetchChannel, environment.Time, environment.SplitRandom());
        UpstreamPeer peer = new(connection, settings, blockFetch);
        IChainSyncHandler handler = environment.Ports.Upstreams.Open(peer);
        ChainSyncInitiator chainSync = new(
            settings.IsTrustable ? ChainSyncSpec.Trusted : ChainSyncSpec.Untrusted,
            chainSyncChannel, handler, environment.Time, environment.SplitRandom());
        TxSubmissionInitiator txSubmission = new(txSubmissionChannel, environment.Time, environment.SplitRandom());
        await Task.WhenAll(
            connection.Spawn(token => blockFetch.RunAsync(_stopping.Task, token)),
            connection.Spawn(token => chainSync.RunAsync(_stopping.Task, token)),
            connection.Spawn(token => txSubmission.RunAsync(_stopping.Task, token)));
        // Not begun when the connection ended meanwhile; then nobody else tells those who wait for blocks.
        blockFetch.Abandon();
        handler.Closed(connection.Closed.IsCompleted ? await connection.Closed : new CloseReason.Demoted());
    }

    /// <summary>Ends the protocols as soon as it is our turn to speak in each; the connection, if that takes too
    /// long.</summary>
    public void Stop()
    {
        if (_stopping.TrySetResult())
            _ending.Arm(ConnectionLimits.Demotion);
    }

    public void Dispose() => _ending.Dispose();
}
