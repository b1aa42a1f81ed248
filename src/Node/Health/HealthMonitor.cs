using System.Collections.Immutable;
using Grpc.Health.V1;
using Microsoft.Extensions.Logging;
using PoolTopology.Rpc.Health;

namespace PoolTopology.Node.Health;

/// <summary>Puts verdicts on health into force: the gRPC registry, and a log line for every change.</summary>
/// <remarks>Called by one task.</remarks>
internal sealed partial class HealthMonitor(HealthRegistry registry, ILogger log)
{
    private ImmutableArray<ServiceVerdict> _last = [];

    /// <summary>Publishes verdicts; what has not changed is not said again.</summary>
    public void Publish(ImmutableArray<ServiceVerdict> verdicts)
    {
        foreach (ServiceVerdict verdict in verdicts)
        {
            ServiceVerdict? before = _last.FirstOrDefault(known => known.Service == verdict.Service);
            if (before?.IsServing == verdict.IsServing)
                continue;
            registry.Set(
                verdict.Service,
                verdict.IsServing
                    ? HealthCheckResponse.Types.ServingStatus.Serving
                    : HealthCheckResponse.Types.ServingStatus.NotServing);
            string service = verdict.Service.Length == 0 ? "node" : verdict.Service;
            if (verdict.IsServing)
                LogServing(service, verdict.Reason);
            else if (before is null)
                LogNotServingYet(service, verdict.Reason);
            else
                LogNotServing(service, verdict.Reason);
        }
        _last = verdicts;
    }

    [LoggerMessage(5101, LogLevel.Information, "{Service}: serving; {Reason}")]
    private partial void LogServing(string service, string reason);

    [LoggerMessage(5103, LogLevel.Information, "{Service}: not serving yet; {Reason}")]
    private partial void LogNotServingYet(string service, string reason);

    [LoggerMessage(5102, LogLevel.Warning, "{Service}: not serving; {Reason}")]
    private partial void LogNotServing(string service, string reason);
}
