using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using PoolTopology.Orchestrator.Agent.Carry;
using PoolTopology.Orchestrator.Agent.Decide;
using PoolTopology.Orchestrator.Agent.Firewall;
using PoolTopology.Orchestrator.Agent.Machine;
using PoolTopology.Orchestrator.Agent.Releases;
using PoolTopology.Orchestrator.Agent.State;
using PoolTopology.Rpc.Agent.V1;

namespace PoolTopology.Orchestrator.Agent.Session;

/// <summary>Carries out Activate: looks, decides, writes down, performs.</summary>
internal sealed class ReleaseActivation(IMachine machine, Journal journal, ChangeRunner runner)
{
    private readonly ReleaseStore _releases = new(machine.Files);
    private readonly FilePlacer _placer = new(machine.Files);
    private readonly RuleStore _rules = new(machine.Files);
    private readonly KernelFirewall _firewall = new(machine.Commands);
    private readonly SystemUnits _units = new(machine.Commands);
    private readonly StepHand _hand = new(machine, CarryMode.Running);

    /// <summary>Puts a generation in force.</summary>
    public async Task<Reply> RunAsync(Activate activate, IStepReport report, CancellationToken cancellation)
    {
        ActivationRequest request = RequestReader.Read(activate, _releases.Find);
        FirewallChange? firewall = await LookAtFirewallAsync(request, cancellation);
        ActivationFacts facts = await LookAsync(request, firewall, cancellation);
        switch (ActivationRule.Decide(journal.State, request, facts))
        {
            case Refuse refuse:
                return ReplyText.Of(refuse.Why, machine.Now);
            case Record when IsLate(activate):
                return TooLate(activate);
            case Record record:
                if (firewall is not null)
                    Keep(firewall);
                journal.Write(record.Entry);
                return await FinishAsync(request, report, cancellation);
            default:
                return Answer(request.Generation, performed: 0);
        }
    }

    /// <summary>What has begun goes on: half a change is worse than a late one.</summary>
    private bool IsLate(Activate activate) =>
        activate.BeginBeforeUnixMs > 0
        && journal.State.Generation != (long)activate.NewGeneration
        && machine.WallClock.ToUnixTimeMilliseconds() >= activate.BeginBeforeUnixMs;

    private Reply TooLate(Activate activate) => new()
    {
        Refused = new Refused
        {
            Code = Refused.Types.Code.MissedWindow,
            Sentence = $"generation {activate.NewGeneration} was to begin before {Moment(activate.BeginBeforeUnixMs)}; "
                + $"it is {Moment(machine.WallClock.ToUnixTimeMilliseconds())} now, and nothing was changed",
            Generation = (ulong)journal.State.Generation,
            HighestGeneration = (ulong)journal.State.Highest,
        },
    };

    private static string Moment(long unixMs) => DateTimeOffset.FromUnixTimeMilliseconds(unixMs)
        .ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    private async Task<Reply> FinishAsync(ActivationRequest request, IStepReport report, CancellationToken cancellation)
    {
        int performed = await runner.FinishAsync(report, cancellation);
        // A step may have taken longer than the confirmation was to wait.
        if (!await runner.SettleAsync(report, cancellation))
            return Answer(request.Generation, performed);
        return new Reply
        {
            Refused = new Refused
            {
                Code = Refused.Types.Code.NotCurrent,
                Sentence = $"generation {request.Generation} took longer than its confirmation was to wait, and was taken back",
                Generation = (ulong)journal.State.Generation,
                HighestGeneration = (ulong)journal.State.Highest,
            },
        };
    }

    private Reply Answer(long generation, int performed) => new()
    {
        Activated = new Activated
        {
            Generation = (ulong)generation,
            WasInForce = performed == 0,
            StepsPerformed = (uint)performed,
            ConfirmWithinSeconds = journal.State.Pending is { } pending
                ? Math.Max(0, pending.Until.UptimeSeconds - machine.Now.UptimeSeconds)
                : 0,
        },
    };

    private async Task<ActivationFacts> LookAsync(
        ActivationRequest request, FirewallChange? firewall, CancellationToken cancellation)
    {
        ReleaseManifest? manifest = _releases.Find(request.Release);
        ImmutableHashSet<AgentStep>.Builder holding = ImmutableHashSet.CreateBuilder<AgentStep>();
        foreach (AgentStep step in request.Steps)
        {
            if (await _hand.HoldsAsync(step, journal.State, cancellation))
                holding.Add(step);
        }

        string[] units = [.. request.Steps.OfType<ActOnUnit>().Select(act => act.Unit).Distinct()];
        return new ActivationFacts(
            machine.Identity.Architecture,
            manifest,
            holding.ToImmutable(),
            manifest is null ? [] : _placer.Foreign(manifest, journal.State.Owned),
            [.. await _units.LookAsync(units, cancellation)],
            firewall?.BeforeName ?? "",
            _rules.Linked(AgentPaths.BootRules))
        {
            Bridge = firewall?.Bridge is { } bridge ? RuleStore.NameOf(bridge) : "",
        };
    }

    /// <summary>What the firewall is and is to be; null where the request changes nothing about it.</summary>
    private async Task<FirewallChange?> LookAtFirewallAsync(ActivationRequest request, CancellationToken cancellation)
    {
        if (request.Steps.OfType<LoadRules>().FirstOrDefault() is not { } load
            || await _hand.HoldsAsync(load, journal.State, cancellation))
            return null;
        ReleaseManifest manifest = _releases.Find(request.Release)!; // RequestReader found it.
        ReleaseFile file = manifest.Placed.First(placed => placed.Sha256 == load.Rules);
        string after = Encoding.UTF8.GetString(
            machine.Files.Read($"{AgentPaths.Release(request.Release)}/{file.Inside}", RuleText.MaximumSizeBytes) ?? []);
        if (RuleText.Problem(after) is { } problem)
            throw new MachineFailure(Refused.Types.Code.BadFirewall, $"{file.Path}: {problem}");
        await _firewall.CheckAsync(after, cancellation);
        string before = await _firewall.SaveAsync(cancellation);
        // A way back that cannot be gone is none.
        await _firewall.CheckAsync(before, cancellation);
        string listing = await _firewall.ListAsync(cancellation);
        string? bridge = PeerOrder.OpensFirst(request.Steps) ? PeerBridge.Between(listing, after) : null;
        return new FirewallChange(before, listing, after, bridge is not null && await IsLoadableAsync(bridge, cancellation) ? bridge : null);
    }

    /// <summary>Where a set has become another kind of set there is no rule set in between; the new one is loaded at once.</summary>
    private async Task<bool> IsLoadableAsync(string bridge, CancellationToken cancellation)
    {
        try
        {
            await _firewall.CheckAsync(bridge, cancellation);
            return true;
        }
        catch (MachineFailure refused) when (refused.Code == Refused.Types.Code.BadFirewall)
        {
            return false;
        }
    }

    private void Keep(FirewallChange change)
    {
        _rules.Keep(change.After);
        _rules.Keep(change.Before);
        if (change.Bridge is not null)
            _rules.Keep(change.Bridge);
        // Where both are the same, an agent has died after loading it: what it left undone must not pass for done.
        if (change.BeforeName != RuleStore.NameOf(change.After))
            _rules.KeepListing(change.BeforeName, change.BeforeListing);
    }

    /// <summary>A rule set and the one before it; between them one that lets in whoever either does, where that differs.</summary>
    private sealed record FirewallChange(string Before, string BeforeListing, string After, string? Bridge)
    {
        public string BeforeName => RuleStore.NameOf(Before);
    }
}
