using System.Globalization;
using System.Net;
using System.Text;

namespace PoolTopology.Orchestrator.Tests.Support;

/// <summary>
/// What nodes of machines that are folders say of themselves: one server for all of them, whose tip follows the clock.
/// </summary>
internal static class NodeMetricsServer
{
    private static readonly Lazy<Task> Answering = new(() =>
    {
        HttpListener listener = new();
        foreach (string address in Addresses!)
            listener.Prefixes.Add($"http://{address}:{Port}/");
        try
        {
            listener.Start();
        }
        catch (HttpListenerException)
        {
            // Another run of these tests on this computer answers there, and says the same.
            return Task.CompletedTask;
        }

        return AnswerAsync(listener);
    });

    /// <summary>Addresses of this computer that nothing else has; machines that are folders share them.</summary>
    public static IReadOnlyList<string> Addresses { get; } = ["127.99.0.21", "127.99.0.22", "127.99.0.23"];

    // Where a cardano-node that topology.yaml does not say more about has its metrics.
    private const int Port = 12798;

    /// <summary>It runs, until this process ends.</summary>
    public static void Start() => _ = Answering.Value;

    private static async Task AnswerAsync(HttpListener listener)
    {
        while (true)
        {
            HttpListenerContext context = await listener.GetContextAsync();
            byte[] text = Encoding.ASCII.GetBytes(Text(DateTimeOffset.UtcNow.ToUnixTimeSeconds()));
            try
            {
                await context.Response.OutputStream.WriteAsync(text);
                context.Response.Close();
            }
            catch (HttpListenerException)
            {
                // An agent that was killed meanwhile.
            }
        }
    }

    private static string Text(long slot) => string.Create(CultureInfo.InvariantCulture, $"""
        cardano_node_metrics_slotNum_int {slot}
        cardano_node_metrics_blockNum_int {slot / 20}
        cardano_node_metrics_peerSelection_Hot_int 2
        cardano_node_metrics_Forge_about_to_lead_counter {slot}
        cardano_node_metrics_forging_enabled_int 1
        cardano_node_metrics_remainingKESPeriods_int 40

        """);
}
