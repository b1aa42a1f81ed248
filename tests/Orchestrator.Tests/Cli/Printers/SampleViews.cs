using PoolTopology.Orchestrator.Observed;
using PoolTopology.Orchestrator.Server;
using PoolTopology.Orchestrator.Tests.Support;
using PoolTopology.Rpc.Node.V1;
using PoolTopology.Rpc.Orchestrator.V1;

namespace PoolTopology.Orchestrator.Tests.Cli.Printers;

/// <summary>The sample pool as a client gets it.</summary>
internal static class SampleViews
{
    /// <summary>Nothing reported yet.</summary>
    public static Pool Silent => PoolMessages.ToMessage(SamplePool.Reduce([]), SamplePool.Noon);

    /// <summary>All healthy and connected, but relay-2 lost everything.</summary>
    public static Pool OneRelayCutOff
    {
        get
        {
            PoolState state = SamplePool.Reduce(SamplePool.AllHealthy(7));
            state = SamplePool.Reduce(state,
            [
                SamplePool.Forged("bp", 7), SamplePool.Adopted("relay-1", 7, 40), SamplePool.Adopted("relay-2", 7, 90),
                SamplePool.Reported(SamplePool.Status("relay-2", 4, serving: false, reason: "no upstream")),
            ]);
            Pool pool = PoolMessages.ToMessage(state, SamplePool.Noon);
            Connect(pool, "relay-1", "bp");
            Connect(pool, "observer", "relay-1");
            pool.Nodes[3].Status.Peers.Add(new Peer
            {
                Address = "127.0.0.13:3001", State = Peer.Types.State.Cold, IsLocalRoot = true, LastError = "connection refused",
            });
            return pool;
        }
    }

    private static void Connect(Pool pool, string from, string to)
    {
        Node target = pool.Nodes.Single(node => node.Name == to);
        pool.Nodes.Single(node => node.Name == from).Status.Peers.Add(new Peer
        {
            Address = target.NodeAddress, State = Peer.Types.State.Hot, IsLocalRoot = true, IsUpstream = true, RttMs = 0.25,
        });
    }
}
