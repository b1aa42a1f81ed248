using System.Net;
using PoolTopology.Network.Bearer;
using PoolTopology.Network.Host;
using PoolTopology.Network.Peers;
using PoolTopology.Network.Ports;
using PoolTopology.Primitives.Chain;

namespace PoolTopology.Network.Tests.Fakes;

/// <summary>A node that has a scripted chain and follows those of others.</summary>
internal sealed class TestNode : IAsyncDisposable
{
    public TestNode(
        ITransport transport,
        IPEndPoint? listen,
        TimeProvider time,
        int seed,
        Func<NetworkOptions, NetworkOptions>? adjust = null,
        bool isFetching = true,
        ScriptedChain? chain = null,
        IUpstreamSource? upstreams = null)
    {
        NetworkOptions options = new(new NetworkMagic(42), listen);
        Chain = chain ?? new ScriptedChain();
        Taker = new ChainTaker { IsFetching = isFetching };
        Host = new NetworkHost(
            adjust?.Invoke(options) ?? options,
            new NetworkPorts(Chain, Chain, upstreams ?? Taker, Events),
            transport,
            Names,
            time,
            new Random(seed));
    }

    public ScriptedChain Chain { get; }

    public ChainTaker Taker { get; }

    public EventLog Events { get; } = new();

    public FixedNames Names { get; } = new();

    public NetworkHost Host { get; }

    public IPEndPoint Address => Host.ListenEndPoint ?? throw new InvalidOperationException("does not listen");

    public static PeerTargets Roots(params IPEndPoint[] peers) => Roots(peers.Length, peers.Length, peers);

    public static PeerTargets Roots(int hot, int warm, params IPEndPoint[] peers) => new(
        [new PeerGroup([.. peers.Select(peer => new AccessPoint(peer.Address.ToString(), (ushort)peer.Port))], hot, warm, true, true)]);

    /// <summary>The upstream chain that is followed now, or null.</summary>
    public ChainTaker.Handler? Upstream => Taker.Open.Count > 0 ? Taker.Open[0] : null;

    public ValueTask DisposeAsync() => Host.DisposeAsync();
}
