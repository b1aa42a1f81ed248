using PoolTopology.Consensus.Eras;
using PoolTopology.Ledger.Types;
using PoolTopology.Node.Control;
using PoolTopology.Node.Pipeline;
using PoolTopology.Rpc.Control.V1;
using PoolTopology.Storage.ChainDb;

namespace PoolTopology.Node.Status;

/// <summary>Counts changes of our chain and tells the orchestrator of every adopted block.</summary>
/// <remarks>
/// Written on the chain stage's task; the counters may be read from any thread. A node that catches up tells of the last
/// block of each change only: how long an old block travelled means nothing.
/// </remarks>
internal sealed class ChainReporter(SlotClock clock, ControlOutbox outbox, TimeProvider time) : IChainListener
{
    private long _blocksAdopted;
    private long _rollbacks;

    /// <summary>Blocks adopted since the process started.</summary>
    public ulong BlocksAdopted => (ulong)Interlocked.Read(ref _blocksAdopted);

    /// <summary>Switches to another fork since the process started.</summary>
    public ulong Rollbacks => (ulong)Interlocked.Read(ref _rollbacks);

    /// <inheritdoc/>
    public void Adopted(AddBlockResult.Adopted adopted)
    {
        Interlocked.Add(ref _blocksAdopted, adopted.Added.Count);
        if (adopted.RolledBack.Count > 0)
            Interlocked.Increment(ref _rollbacks);
        DateTimeOffset now = time.GetUtcNow();
        uint rolledBack = (uint)adopted.RolledBack.Count;
        for (int i = 0; i < adopted.Added.Count; i++)
        {
            BlockHeader header = adopted.Added[i];
            if (i + 1 < adopted.Added.Count && now - clock.StartOf(header.Slot) > ChainStage.FreshFor)
                continue;
            outbox.Post(new NodeReport
            {
                BlockAdopted = new BlockAdopted
                {
                    Slot = header.Slot.Value,
                    Hash = header.Hash.ToString(),
                    BlockNo = header.BlockNo.Value,
                    Issuer = PoolIdText.Of(header.PoolId),
                    DelayMs = (now - clock.StartOf(header.Slot)).TotalMilliseconds,
                    RolledBack = rolledBack,
                },
            });
            rolledBack = 0;
        }
    }
}
