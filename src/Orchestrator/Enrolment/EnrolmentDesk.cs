using System.Security.Cryptography;
using System.Text;
using Google.Protobuf;
using PoolTopology.Orchestrator.Audit;
using PoolTopology.Orchestrator.Cli;
using PoolTopology.Orchestrator.Deploy;
using PoolTopology.Orchestrator.Locks;
using PoolTopology.Orchestrator.Rollout;
using PoolTopology.Orchestrator.Ssh;
using PoolTopology.Rpc.Agent.V1;
using PoolTopology.Topology.Deployment;

namespace PoolTopology.Orchestrator.Enrolment;

/// <summary>Brings nodes what they ask for their certificates with, over the sessions with their machines' agents.</summary>
/// <remarks>
/// An enrolment is made at the moment it is brought and lies nowhere else: in no release, plan, log or argument. Pre: the
/// caller holds the state directory's lock, so that no two apply at once.
/// </remarks>
internal sealed class EnrolmentDesk(Deployment deployment, string stateDirectory, TimeProvider time)
{
    private const uint ReadByOwner = 0x100; // 0400

    /// <summary>What the next apply brings.</summary>
    public EnrolmentPlan Plan(IReadOnlyDictionary<string, ObservedMachine> observed)
    {
        if (deployment.Pool.Document.Orchestrator is not { } orchestrator)
            return EnrolmentPlan.None;
        EnrolmentBook? found;
        try
        {
            found = EnrolmentBook.Find(stateDirectory, deployment.Pool.Document.Pool.Ticker, time);
        }
        catch (Exception broken) when (broken is CryptographicException or CommandFailure or ArgumentException or IOException)
        {
            // Nodes run on without certificates: whoever cannot be enrolled is no reason to change nothing else.
            return new EnrolmentPlan(
                [], [$"nobody can be enrolled: the pool's authority in {stateDirectory} cannot be used: {broken.Message}; `pool serve` with it says more"]);
        }

        using EnrolmentBook? book = found;
        EnrolmentNeed[] needs = [.. Needs(observed, book)];
        if (needs.Length == 0)
            return EnrolmentPlan.None;
        if (book is null)
            return new EnrolmentPlan(
                [],
                [
                    $"{string.Join(", ", needs.Select(need => need.Node))} cannot attach to the orchestrator at {orchestrator}, and run on without it: "
                        + "the pool's authority, which `pool serve` makes, is not in this state directory; start `pool serve` with it, or apply where "
                        + "the service is (`pool apply --server`)",
                ]);
        ILookup<bool, EnrolmentNeed> isShutOut = needs.ToLookup(need => book.DenialOf(need.Node) is not null);
        return new EnrolmentPlan(
            [.. isShutOut[false]], [.. isShutOut[true].Select(need => $"no enrolment for {need.Node}: {book.DenialOf(need.Node)}")]);
    }

    /// <summary>Brings what is wanted, under the locks of the machines concerned; the audit log is told before each.</summary>
    /// <param name="plan">What is wanted.</param>
    /// <param name="log">The audit log.</param>
    /// <param name="holder">Who holds the locks.</param>
    /// <param name="person">Who wants it.</param>
    /// <param name="cancellation">Gives up; what was brought stays.</param>
    /// <exception cref="MachineException">A machine has refused, or cannot be reached.</exception>
    /// <exception cref="CommandFailure">The authority is gone, or cannot be used.</exception>
    public async Task BringAsync(EnrolmentPlan plan, AuditLog log, string holder, string person, CancellationToken cancellation)
    {
        if (plan.Wanted.IsEmpty)
            return;
        using EnrolmentBook book = EnrolmentBook.Find(stateDirectory, deployment.Pool.Document.Pool.Ticker, time)
            ?? throw new CommandFailure(ExitCodes.Error, "the pool's authority is gone from the state directory", "nothing was changed");
        string[] machines = [.. plan.Wanted.Select(need => need.Machine).Distinct(StringComparer.Ordinal)];
        await using FleetLock locks = await FleetLock.AcquireAsync(
            deployment.Sessions, machines, $"{holder} {deployment.Store.Identity}", $"@{Environment.MachineName} {deployment.Store.Identity}",
            "enrolments", () => AuditAnchors.Of(log, deployment.Store.Identity), time, cancellation);
        foreach (EnrolmentNeed need in plan.Wanted)
            log.Append("", new OperatorActed(time.GetUtcNow(), person, $"brings an enrolment to {need.Node} on {need.Machine}: {need.Reason}"));
        foreach (EnrolmentNeed[] some in plan.Wanted.Chunk(deployment.Concurrency))
            await Task.WhenAll(some.Select(need => BringAsync(book, need, locks.Fence, cancellation)));
        foreach (string machine in machines)
            deployment.Store.ForgetObserved(machine);
    }

    private async Task BringAsync(EnrolmentBook book, EnrolmentNeed need, Fence fence, CancellationToken cancellation)
    {
        ControlPlace place = deployment.Desired[need.Machine].ControlPlaces.First(place => place.NodeName == need.Node);
        byte[] content = Encoding.ASCII.GetBytes(book.Enrol(need.Node));
        try
        {
            Request request = new()
            {
                PlaceSecret = new PlaceSecret
                {
                    Fence = fence, Path = place.EnrolmentPath, Content = UnsafeByteOperations.UnsafeWrap(content),
                    Sha256 = Convert.ToHexStringLower(SHA256.HashData(content)), Mode = ReadByOwner, Owner = place.Owner, Replace = true,
                },
            };
            await deployment.Sessions.WithAsync(need.Machine, agent => agent.AskAsync(request, cancellation), cancellation);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(content);
        }
    }

    private IEnumerable<EnrolmentNeed> Needs(IReadOnlyDictionary<string, ObservedMachine> observed, EnrolmentBook? book) =>
        from machine in deployment.Pool.Document.Machines
        where observed.ContainsKey(machine.Name)
        let seen = observed[machine.Name]
        from place in deployment.Desired[machine.Name].ControlPlaces
        let reason = EnrolmentRule.Need(
            seen.Identities.FirstOrDefault(identity => identity.Node == place.NodeName), seen.ClockUnixMs / 1000, book)
        where reason is not null
        select new EnrolmentNeed(place.NodeName, machine.Name, reason);
}
