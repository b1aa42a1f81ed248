using PoolTopology.Network.Protocols.BlockFetch;
using PoolTopology.Network.Protocols.ChainSync;
using PoolTopology.Network.Protocols.KeepAlive;
using PoolTopology.Network.Protocols.Machine;
using PoolTopology.Network.Protocols.PeerSharing;
using PoolTopology.Network.Protocols.TxSubmission;
using Xunit;

namespace PoolTopology.Network.Tests.Protocols.Machine;

/// <summary>
/// The tables as a grid, states by messages, written out by hand from the specification's transition tables: a dot is
/// a message that the state does not allow.
/// </summary>
public sealed class ProtocolTableTests
{
    [Fact]
    public void ChainSync_allows_exactly_what_the_specification_does() => AssertGrid(ChainSyncSpec.Untrusted, typeof(ChainSyncMessage), """
        -          Agency     Bytes  Seconds  RequestNext AwaitReply RollForward RollBackward FindIntersect IntersectFound IntersectNotFound Done
        Idle       Initiator  65535  3673     CanAwait    .          .           .            Intersect     .              .                 Done
        CanAwait   Responder  65535  10       .           MustReply  Idle        Idle         .             .              .                 .
        MustReply  Responder  65535  601-911  .           .          Idle        Idle         .             .              .                 .
        Intersect  Responder  65535  10       .           .          .           .            .             Idle           Idle              .
        Done       Nobody     0      -        .           .          .           .            .             .              .                 .
        """);

    [Fact]
    public void ChainSync_with_a_trusted_peer_differs_in_its_patience_only() => AssertGrid(ChainSyncSpec.Trusted, typeof(ChainSyncMessage), """
        -          Agency     Bytes  Seconds  RequestNext AwaitReply RollForward RollBackward FindIntersect IntersectFound IntersectNotFound Done
        Idle       Initiator  65535  3673     CanAwait    .          .           .            Intersect     .              .                 Done
        CanAwait   Responder  65535  10       .           MustReply  Idle        Idle         .             .              .                 .
        MustReply  Responder  65535  -        .           .          Idle        Idle         .             .              .                 .
        Intersect  Responder  65535  10       .           .          .           .            .             Idle           Idle              .
        Done       Nobody     0      -        .           .          .           .            .             .              .                 .
        """);

    [Fact]
    public void BlockFetch_allows_exactly_what_the_specification_does() => AssertGrid(BlockFetchSpec.Table, typeof(BlockFetchMessage), """
        -          Agency     Bytes    Seconds  RequestRange ClientDone StartBatch NoBlocks Block     BatchDone
        Idle       Initiator  65535    -        Busy         Done       .          .        .         .
        Busy       Responder  65535    60       .            .          Streaming  Idle     .         .
        Streaming  Responder  2500000  60       .            .          .          .        Streaming Idle
        Done       Nobody     0        -        .            .          .          .        .         .
        """);

    [Fact]
    public void KeepAlive_allows_exactly_what_the_specification_does() => AssertGrid(KeepAliveSpec.Table, typeof(KeepAliveMessage), """
        -       Agency     Bytes  Seconds  KeepAlive Response Done
        Client  Initiator  65535  97       Server    .        Done
        Server  Responder  65535  60       .         Client   .
        Done    Nobody     0      -        .         .        .
        """);

    [Fact]
    public void TxSubmission_allows_exactly_what_the_specification_does() => AssertGrid(TxSubmissionSpec.Table, typeof(TxSubmissionMessage), """
        -                 Agency     Bytes    Seconds  Init RequestTxIdsBlocking RequestTxIdsNonBlocking ReplyTxIds RequestTxs ReplyTxs Done
        Init              Initiator  5760     -        Idle .                    .                       .          .          .        .
        Idle              Responder  5760     -        .    TxIdsBlocking        TxIdsNonBlocking        .          Txs        .        .
        TxIdsBlocking     Initiator  2500000  -        .    .                    .                       Idle       .          .        Done
        TxIdsNonBlocking  Initiator  2500000  10       .    .                    .                       Idle       .          .        .
        Txs               Initiator  2500000  10       .    .                    .                       .          .          Idle     .
        Done              Nobody     0        -        .    .                    .                       .          .          .        .
        """);

    [Fact]
    public void PeerSharing_allows_exactly_what_the_specification_does() => AssertGrid(PeerSharingSpec.Table, typeof(PeerSharingMessage), """
        -     Agency     Bytes  Seconds  ShareRequest SharePeers Done
        Idle  Initiator  5760   -        Busy         .          Done
        Busy  Responder  5760   60       .            Idle       .
        Done  Nobody     0      -        .            .          .
        """);

    [Fact]
    public void IngressLimits_are_those_of_the_reference() => Assert.Equal(
        (462_000, 23_068_694, 721_424, 1_408, 5_760),
        (ChainSyncSpec.Untrusted.InitiatorIngressBytesMax, BlockFetchSpec.Table.InitiatorIngressBytesMax,
            TxSubmissionSpec.Table.ResponderIngressBytesMax, KeepAliveSpec.Table.InitiatorIngressBytesMax,
            PeerSharingSpec.Table.InitiatorIngressBytesMax));

    [Fact]
    public void WhatAClient_can_make_us_hold_is_below_a_megabyte() => Assert.InRange(
        ChainSyncSpec.Untrusted.ResponderIngressBytesMax + BlockFetchSpec.Table.ResponderIngressBytesMax
            + TxSubmissionSpec.Table.ResponderIngressBytesMax + KeepAliveSpec.Table.ResponderIngressBytesMax,
        0, 1_000_000);

    private static void AssertGrid<TState>(ProtocolSpec<TState> spec, Type message, string grid)
        where TState : struct, Enum
    {
        string[][] rows = [.. grid.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(row => row.Split(' ', StringSplitOptions.RemoveEmptyEntries))];
        Dictionary<string, Type> messages = message.GetNestedTypes(System.Reflection.BindingFlags.Public | System.Reflection.BindingFlags.NonPublic)
            .Where(type => type.IsSubclassOf(message)).ToDictionary(type => type.Name);
        string[] columns = rows[0][4..];
        Assert.Equal(messages.Keys.Order(StringComparer.Ordinal), columns.Order(StringComparer.Ordinal));
        Assert.Equal(Enum.GetNames<TState>(), rows[1..].Select(row => row[0]));
        Assert.Equal(rows[1][0], spec.Initial.ToString());
        foreach (string[] row in rows[1..])
        {
            TState state = Enum.Parse<TState>(row[0]);
            StateRule<TState> rule = spec.RuleOf(state);
            Assert.Equal((row[0], row[1], row[2], row[3]), (row[0], rule.Agency.ToString(), $"{rule.MessageBytesMax}", Show(rule.Limit)));
            for (int i = 0; i < columns.Length; i++)
            {
                bool isAllowed = spec.TryNext(state, messages[columns[i]], out TState next);
                Assert.Equal($"{row[0]} {columns[i]} {row[4 + i]}", $"{row[0]} {columns[i]} {(isAllowed ? next.ToString() : ".")}");
            }
        }
    }

    private static string Show(TimeLimit limit) => limit switch
    {
        { Shortest: null } => "-",
        { Shortest: { } shortest, Longest: { } longest } when shortest == longest => $"{shortest.TotalSeconds}",
        { Shortest: { } shortest, Longest: { } longest } => $"{shortest.TotalSeconds}-{longest.TotalSeconds}",
        _ => "?",
    };
}
