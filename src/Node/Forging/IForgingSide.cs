namespace PoolTopology.Node.Forging;

/// <summary>The forging side of a producer, run by the node for as long as it lives. A relay has none.</summary>
public interface IForgingSide
{
    /// <summary>Forges until cancelled. An exception is a defect and stops the node.</summary>
    Task RunAsync(IForgeHost host, CancellationToken cancellation);

    /// <summary>How often its loop has gone round. It goes round every few seconds, whatever the chain does. Thread-safe.</summary>
    long Turns { get; }

    /// <summary>Reads keys and certificate again (SIGHUP). Must not block.</summary>
    void RequestReload();
}
