using PoolTopology.Orchestrator.Server;
using PoolTopology.Rpc.Client;
using PoolTopology.Rpc.Control.V1;

namespace PoolTopology.Orchestrator.Tests.Support;

/// <summary>A node's end of the control connection, in this process. Dispose cuts it.</summary>
internal sealed class TestNode : IAsyncDisposable
{
    private readonly RpcChannel _channel;
    private readonly DuplexCall<NodeReport, Order> _call;
    private readonly string _name;
    private readonly Task _orders;

    private TestNode(TestOrchestrator orchestrator, string name, Func<Order, OrderResult?> answer)
    {
        _name = name;
        _channel = orchestrator.Connect();
        _call = _channel.Duplex(ControlMethods.Attach, RpcCallOptions.None, CancellationToken.None);
        _orders = TakeOrdersAsync(answer);
    }

    /// <summary>Ends when the orchestrator ends the connection; then tells how.</summary>
    public Task Ended => _orders;

    public static async Task<TestNode> AttachAsync(
        TestOrchestrator orchestrator, string name, Func<Order, OrderResult?>? answer = null)
    {
        TestNode node = new(orchestrator, name, answer ?? (order => new OrderResult { Id = order.Id, Ok = true }));
        await node.SayAsync(new NodeReport { Hello = new Hello { Name = name, Role = "relay", Version = "0.1.0", Pid = 7 } });
        return node;
    }

    public Task SayAsync(NodeReport report) => _call.WriteAsync(report, CancellationToken.None).AsTask();

    public Task ReportAsync(ulong blockNo) => SayAsync(new NodeReport { Status = SamplePool.Status(_name, blockNo) });

    public async ValueTask DisposeAsync()
    {
        await _call.DisposeAsync();
        await _orders.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _channel.Dispose();
    }

    private async Task TakeOrdersAsync(Func<Order, OrderResult?> answer)
    {
        await foreach (Order order in _call.ReadAllAsync(CancellationToken.None))
        {
            if (answer(order) is { } result)
                await SayAsync(new NodeReport { OrderResult = result });
        }
    }
}
