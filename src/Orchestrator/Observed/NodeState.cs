using System.Net;
using PoolTopology.Orchestrator.Events;
using PoolTopology.Rpc.Node.V1;
using PoolTopology.Topology.Document;

namespace PoolTopology.Orchestrator.Observed;

/// <summary>One node as it was last seen. Immutable; the messages it refers to are never changed.</summary>
internal sealed record NodeState(string Name, NodeRole Role, string Machine, IPEndPoint NodeAddress, IPEndPoint RpcAddress)
{
    /// <summary>Where its process stands.</summary>
    public ProcessPhase Phase { get; init; }

    /// <summary>Its process id, 0 where none runs.</summary>
    public int Pid { get; init; }

    /// <summary>How often it was started again in this run.</summary>
    public uint Restarts { get; init; }

    /// <summary>Why it does not run; empty where it does.</summary>
    public string Trouble { get; init; } = "";

    /// <summary>Its control connection is open.</summary>
    public bool IsAttached { get; init; }

    /// <summary>Its last report, or null before the first.</summary>
    public Status? Status { get; init; }

    /// <summary>When the last report came.</summary>
    public DateTimeOffset ReportedAt { get; init; }

    /// <summary>Its overall health: what the node says, as long as it is attached to say it.</summary>
    public string Health => OverallHealth is { } overall && IsAttached ? HealthWord.Of(overall.Serving) : HealthWord.Unknown;

    /// <summary>It is attached and serves.</summary>
    public bool IsHealthy => IsAttached && OverallHealth is { Serving: true };

    /// <summary>Why it is not healthy, in one sentence; what its health rests on where it is.</summary>
    public string HealthReason
    {
        get
        {
            if (Phase is ProcessPhase.Waiting or ProcessPhase.Failed or ProcessPhase.Stopped)
                return Trouble.Length > 0 ? Trouble : "not running";
            if (!IsAttached)
                return Status is null ? "has not attached yet" : "not attached";
            if (OverallHealth is not { } overall)
                return "has not reported yet";
            if (overall.Serving)
                return overall.Reason;
            ServiceHealth? cause = Status!.Health.FirstOrDefault(one => one.Service.Length > 0 && !one.Serving);
            return cause is null ? overall.Reason : $"{cause.Service}: {cause.Reason}";
        }
    }

    private ServiceHealth? OverallHealth => Status?.Health.FirstOrDefault(service => service.Service.Length == 0);
}
