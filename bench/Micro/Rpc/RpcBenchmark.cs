using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Grpc.Health.V1;
using PoolTopology.Rpc.Client;
using PoolTopology.Rpc.Health;
using PoolTopology.Rpc.Reflection;
using PoolTopology.Rpc.Server;

namespace PoolTopology.Micro.Rpc;

/// <summary>Health checks per second through a real server and a real client in this process.</summary>
/// <remarks>Allocations and CPU time are those of both sides together.</remarks>
internal static class RpcBenchmark
{
    private const int Calls = 40_000;

    private static readonly RpcCallOptions Soon = RpcCallOptions.Within(TimeSpan.FromSeconds(30));

    internal static async Task RunAsync(TextWriter output)
    {
        UnixDomainSocketEndPoint unix = new(Path.Combine(Path.GetTempPath(), $"rpc-{Environment.ProcessId}.sock"));
        await using RpcHost host = await RpcHost.StartAsync(
            [new IPEndPoint(IPAddress.Loopback, 0), unix],
            StandardServices.With(new HealthRegistry()),
            RpcServerOptions.Default,
            CancellationToken.None);
        await output.WriteLineAsync("wire  callers  calls/s  us/call  B/call  CPU us/call");
        foreach (EndPoint server in host.EndPoints)
        {
            using RpcChannel channel = new(server, RpcChannelOptions.Default);
            await CallAsync(channel, callers: 16);
            foreach (int callers in new[] { 1, 16, 64 })
                await output.WriteLineAsync(await MeasureAsync(channel, callers));
        }
    }

    private static async Task<string> MeasureAsync(RpcChannel channel, int callers)
    {
        long allocated = GC.GetTotalAllocatedBytes();
        TimeSpan cpu = Environment.CpuUsage.TotalTime;
        long start = Stopwatch.GetTimestamp();
        await CallAsync(channel, callers);
        TimeSpan elapsed = Stopwatch.GetElapsedTime(start);
        cpu = Environment.CpuUsage.TotalTime - cpu;
        allocated = GC.GetTotalAllocatedBytes() - allocated;
        string wire = channel.Server is IPEndPoint ? "tcp" : "unix";
        double latency = elapsed.TotalMicroseconds * callers / Calls;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{wire,-4}  {callers,7}  {Calls / elapsed.TotalSeconds,7:F0}  {latency,7:F0}"
            + $"  {allocated / Calls,6}  {cpu.TotalMicroseconds / Calls,11:F0}");
    }

    private static Task CallAsync(RpcChannel channel, int callers) =>
        Task.WhenAll(Enumerable.Range(0, callers).Select(async _ =>
        {
            for (int i = 0; i < Calls / callers; i++)
                await channel.UnaryAsync(HealthMethods.Check, new HealthCheckRequest(), Soon, CancellationToken.None);
        }));
}
