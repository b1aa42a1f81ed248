using PoolTopology.Orchestrator.Agent.Decide;
using PoolTopology.Orchestrator.Agent.State;
using PoolTopology.Rpc.Agent.V1;

namespace PoolTopology.Orchestrator.Agent.Session;

/// <summary>Decisions and records as messages.</summary>
internal static class ReplyText
{
    /// <summary>A refusal.</summary>
    public static Reply Of(Refusal refusal, BootInstant now) => new()
    {
        Refused = new Refused
        {
            Code = refusal.Code,
            Sentence = refusal.Sentence,
            Generation = (ulong)refusal.Generation,
            HighestGeneration = (ulong)refusal.Highest,
            Token = (ulong)refusal.Token,
            Lock = refusal.Lock is null ? null : Of(refusal.Lock, now),
        },
    };

    /// <summary>A refusal of the machine's.</summary>
    public static Reply Of(Machine.MachineFailure failure) =>
        new() { Refused = new Refused { Code = failure.Code, Sentence = failure.Message } };

    /// <summary>A lock.</summary>
    public static Lease Of(LockRecord held, BootInstant now) => new()
    {
        Holder = held.Holder,
        Token = (ulong)held.Token,
        Reason = held.Reason,
        IsManual = held.IsManual,
        SecondsLeft = held.IsManual ? 0 : held.Left(now).TotalSeconds,
        TakenUnixSeconds = held.TakenUnixSeconds,
        IsLive = held.IsLive(now),
    };
}
