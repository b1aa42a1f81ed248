using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Security.Cryptography;
using Google.Protobuf;
using PoolTopology.Orchestrator.Audit;
using PoolTopology.Orchestrator.Cli;
using PoolTopology.Orchestrator.Design;
using PoolTopology.Orchestrator.Enrolment;
using PoolTopology.Orchestrator.Look;
using PoolTopology.Orchestrator.Plan;
using PoolTopology.Orchestrator.Processes;
using PoolTopology.Orchestrator.Proof;
using PoolTopology.Orchestrator.Rollout;
using PoolTopology.Orchestrator.Ssh;
using PoolTopology.Rpc.Agent.V1;
using PoolTopology.Topology.Deployment;
using PoolTopology.Topology.Document;

namespace PoolTopology.Orchestrator.Deploy;

/// <summary>One pool, its machines and what this computer has for them: what every verb of a deployment begins with.</summary>
internal sealed class Deployment : IAsyncDisposable
{
    private const int MostCautions = 5;
    private const int ConnectSeconds = 10;
    private const int StartSeconds = 30;

    private readonly SshConnector _connector;
    private readonly DeployOptions _options;
    private readonly TimeProvider _time;

    private Deployment(DeployOptions options, DerivedPool pool, DeployStore store, SshConnector connector, FileHashes hashes, TimeProvider time)
    {
        _options = options;
        _time = time;
        _connector = connector;
        Pool = pool;
        Store = store;
        Sessions = new MachineSessions(connector);
        TopologyHash = Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(options.TopologyFile)));
        Desired = Derive(pool);
        Programs = ProgramShelf.Read(
            options.Programs, Desired.Values.SelectMany(desired => desired.Executables).Select(e => e.Name), hashes);
    }

    /// <summary>The pool as it should be; another one after <see cref="MakeDevnetAsync"/>.</summary>
    public DerivedPool Pool { get; private set; }

    public DeployStore Store { get; }

    public MachineSessions Sessions { get; }

    /// <summary>SHA-256 of topology.yaml.</summary>
    public string TopologyHash { get; }

    /// <summary>What belongs on each machine; more after <see cref="MakeDevnetAsync"/>.</summary>
    public IReadOnlyDictionary<string, DesiredMachine> Desired { get; private set; }

    /// <summary>The pool has a devnet of its own that was not made yet.</summary>
    public bool AwaitsDevnet => Pool.Document.Pool.Network.IsDevnet && _options.NetworkFiles is null && !Devnet.IsMade;

    public IReadOnlyDictionary<string, ReleaseProgram> Programs { get; }

    public int Concurrency => _options.Concurrency;

    /// <summary>Reads everything that is on this computer.</summary>
    /// <exception cref="CommandFailure">Something is missing or wrong.</exception>
    public static Deployment Open(DeployOptions options, TimeProvider time)
    {
        DerivedPool pool = Read(options);
        DeployStore store = DeployStore.Open(options.StateDirectory);
        FileHashes hashes = new(store.HashesPath);
        return new Deployment(options, pool, store, Connector(options, store, pool.Document, [], hashes, time), hashes, time);
    }

    /// <summary>The way to a plan's machines, and to others.</summary>
    public static SshConnector Connector(
        DeployOptions options, DeployStore store, TopologyDocument document, IEnumerable<SshTarget> others, FileHashes hashes,
        TimeProvider time)
    {
        IReadOnlyDictionary<string, SshTarget> targets = document.Machines.Select(SshTarget.Of).Concat(others)
            .ToDictionary(target => target.Machine, StringComparer.Ordinal);
        SshSettings settings = new(
            SystemCommand.Find("ssh") ?? "ssh", File.Exists(store.KnownHosts) ? store.KnownHosts : null,
            PinnedKeys.Write(store.Pins, targets.Values), options.SshConfig, ControlFolder.Find(), ConnectSeconds, StartSeconds);
        // Its hash takes a moment, and where every machine is in order nobody asks for it.
        Lazy<AgentProgram> agent = new(() => ProgramShelf.Agent(options.Programs, options.AgentCommand, hashes));
        return new SshConnector(settings, agent, targets, time);
    }

    /// <summary>Machines that an operator goes on without: nobody asks them, and nothing is changed there.</summary>
    public IReadOnlySet<string> Without { get; private set; } = new HashSet<string>();

    /// <summary>Goes on without machines.</summary>
    /// <exception cref="CommandFailure">There is no machine of such a name.</exception>
    public void LeaveOut(IEnumerable<string> machines)
    {
        Without = machines.ToHashSet(StringComparer.Ordinal);
        if (Without.FirstOrDefault(machine => !Desired.ContainsKey(machine)) is { } unknown)
            throw new CommandFailure(
                ExitCodes.Usage, $"--without {unknown}: there is no such machine", $"there are {string.Join(", ", Desired.Keys.Order(StringComparer.Ordinal))}");
    }

    /// <summary>Looks at all machines but those that are left out, and at what their kernels filter with.</summary>
    /// <exception cref="CommandFailure">One cannot be reached; all that cannot are named.</exception>
    public async Task<IReadOnlyDictionary<string, ObservedMachine>> ObserveAsync(CancellationToken cancellation) =>
        (await LookAsync(cancellation)).Whole();

    /// <summary>The same, where the others are of interest also when one cannot be reached.</summary>
    /// <remarks>All are asked at the same time: one that is dead costs one time limit of the connection.</remarks>
    /// <param name="cancellation">Stops.</param>
    /// <param name="withNodes">Ask the nodes, too, how they are: by an agent on every machine.</param>
    public async Task<FleetView> LookAsync(CancellationToken cancellation, bool withNodes = false)
    {
        ConcurrentDictionary<string, ObservedMachine> seen = new(StringComparer.Ordinal);
        ConcurrentDictionary<string, Failure> silent = new(StringComparer.Ordinal);
        ParallelOptions parallel = new() { MaxDegreeOfParallelism = Concurrency, CancellationToken = cancellation };
        await Parallel.ForEachAsync(Desired.Keys.Where(machine => !Without.Contains(machine)), parallel, async (machine, stop) =>
        {
            try
            {
                seen[machine] = withNodes ? await AskAsync(machine, isDeep: false, stop) : await ObserveAsync(machine, stop);
                Store.SaveObserved(machine, WithoutRules(seen[machine]).ToByteArray());
            }
            catch (MachineException failed)
            {
                silent[machine] = failed.Failure;
            }
        });
        return new FleetView(seen, silent.ToImmutableSortedDictionary(StringComparer.Ordinal));
    }

    /// <summary>What was seen last time, without asking anybody.</summary>
    /// <exception cref="CommandFailure">A machine was never seen.</exception>
    public FleetView Remember() => new(
        Desired.Keys.Where(machine => !Without.Contains(machine)).ToDictionary(
            machine => machine,
            machine => Store.FindObserved(machine)
                ?? throw new CommandFailure(ExitCodes.Error, $"{machine} was never looked at", "run `pool plan` without --cached"),
            StringComparer.Ordinal),
        ImmutableSortedDictionary<string, Failure>.Empty);

    /// <summary>Makes a plan of what was seen.</summary>
    public DeploymentPlan MakePlan(IReadOnlyDictionary<string, ObservedMachine> observed) =>
        MakePlan(new FleetView(observed, ImmutableSortedDictionary<string, Failure>.Empty));

    /// <summary>Makes a plan for the machines that have answered; it names the others.</summary>
    public DeploymentPlan MakePlan(FleetView view)
    {
        IReadOnlyDictionary<string, ObservedMachine> observed = view.Seen;
        ModelProof kernels = JudgeKernels(observed);
        IReadOnlyList<AuditEntry> past = Past();
        DeploymentPlan plan = Planner.Make(new PlanInput(
            Pool.Document, TopologyHash, Pool.Reading.Sources,
            Desired.Where(pair => observed.ContainsKey(pair.Key)).ToDictionary(StringComparer.Ordinal),
            observed, Programs, Store.FindContent)
        {
            ClockOffsets = _offsets,
            Clock = Pool.Clock,
            AwaitsDevnet = AwaitsDevnet,
            KeysAtHand = Desired.Values.SelectMany(KeysFor).ToDictionary(key => key.Path, key => key.Sha256, StringComparer.Ordinal),
            Restarts = RestartHistory.Of(past),
            LooseFirewalls = kernels.LooseTables.ToHashSet(StringComparer.Ordinal),
            Left = [.. view.Left.Concat(Without.Select(machine => new LeftMachine(machine, ""))).OrderBy(left => left.Machine, StringComparer.Ordinal)],
        });
        IEnumerable<string> loose = kernels.Problems
            .Where(problem => plan.Machines.Any(change => change.Machine == problem.Machine && change.LoadsFirewall))
            .Take(MostCautions).Select(problem => $"the kernel's rules were changed by hand: {problem.Sentence}");
        return plan with { Cautions = [.. plan.Cautions, .. loose, .. Departed(past).Select(one => one.Sentence)] };
    }

    /// <summary>Machines that were rolled out to from here and are no longer in the file.</summary>
    public IEnumerable<DepartedMachine> Departed(IReadOnlyList<AuditEntry> entries) =>
        DepartedMachine.Of(entries, Desired.ContainsKey, Store.FindPlan);

    /// <summary>What was done from here. A log that is damaged tells nothing; whoever writes to it says so.</summary>
    public IReadOnlyList<AuditEntry> Past()
    {
        try
        {
            return AuditLog.ReadAll(Store.AuditPath);
        }
        catch (AuditException)
        {
            return [];
        }
    }

    /// <summary>What the model says beside a plan: about the rules that it brings, or, where it brings nothing, about the kernels'.</summary>
    public ModelProof ProofOf(DeploymentPlan plan, IReadOnlyDictionary<string, ObservedMachine> observed) =>
        plan.IsEmpty && observed.Values.Any(seen => seen.RulesetJson.Length > 0)
            ? JudgeKernels(observed)
            : ModelProof.OfDesired(Pool.Document, [.. plan.Machines.Select(change => change.Machine)]);

    /// <summary>
    /// What the model says about the kernels' rules, where the file in force is the one that the topology wants: elsewhere
    /// there is a change to roll out first.
    /// </summary>
    public ModelProof JudgeKernels(IReadOnlyDictionary<string, ObservedMachine> observed) => ModelProof.OfKernels(
        Pool.Document,
        observed.Where(pair => pair.Value.RulesetJson.Length > 0 && HasFirewallFile(Desired[pair.Key], pair.Value))
            .ToDictionary(pair => pair.Key, pair => pair.Value.RulesetJson.ToStringUtf8(), StringComparer.Ordinal));

    /// <summary>Whether a machine has the rule file that the topology wants.</summary>
    public static bool HasFirewallFile(DesiredMachine desired, ObservedMachine seen) =>
        desired.Files.FirstOrDefault(file => file.Effect is ChangeEffect.LoadFirewall) is { } rules
            && seen.Files.Any(file => file.Path == rules.Path && file.Sha256 == rules.Content.Sha256);

    /// <summary>Makes the pool's devnet, whose chain begins now; from here on its files are part of what machines get.</summary>
    /// <exception cref="CommandFailure">It cannot be made.</exception>
    public async Task MakeDevnetAsync(CancellationToken cancellation)
    {
        await Devnet.MakeAsync(Pool.Document, _options.Programs, _time, cancellation);
        Pool = Read(_options);
        Desired = Derive(Pool);
    }

    /// <summary>What nodes attach to the orchestrator with.</summary>
    public EnrolmentDesk Enrolments => new(this, _options.StateDirectory, _time);

    /// <summary>The devnet's keys for a machine; none on other networks, whose keys their owner places.</summary>
    public IReadOnlyList<KeyAtHand> KeysFor(DesiredMachine machine) =>
        Pool.Document.Pool.Network.IsDevnet ? Devnet.KeysFor(machine) : [];

    /// <summary>The releases of a plan's machines.</summary>
    public ReleaseContents Contents(IEnumerable<string> machines)
    {
        ReleaseContents contents = new();
        foreach (string machine in machines.Where(Desired.ContainsKey))
            contents.Add(Desired[machine], ReleaseBuilder.Of(Desired[machine], Programs));
        return contents;
    }

    public async ValueTask DisposeAsync()
    {
        await Sessions.DisposeAsync();
        _connector.Dispose();
    }

    private static ObservedMachine WithoutRules(ObservedMachine seen)
    {
        ObservedMachine kept = seen.Clone();
        kept.RulesetJson = ByteString.Empty;
        return kept;
    }

    private DeployedDevnet Devnet => new(_options.StateDirectory);

    private static DerivedPool Read(DeployOptions options)
    {
        DeployedDevnet devnet = new(options.StateDirectory);
        return DerivedPool.Read(options.TopologyFile, options.NetworkFiles, devnet.IsMade ? devnet.Folder : null);
    }

    private static Dictionary<string, DesiredMachine> Derive(DerivedPool pool) =>
        pool.Document.Machines.AsParallel().Select(machine => pool.Derivation.For(machine.Name))
            .ToDictionary(desired => desired.MachineName, StringComparer.Ordinal);

    private readonly ConcurrentDictionary<string, TimeSpan> _offsets = new(StringComparer.Ordinal);

    private async Task<ObservedMachine> ObserveAsync(string machine, CancellationToken cancellation)
    {
        MachineRelease release = ReleaseBuilder.Of(Desired[machine], Programs);
        bool mayBeInForce = MayBeInForce(machine, release);
        if (mayBeInForce && _options.AgentCommand is null
            && await QuickLook.LookAsync(_connector, Desired[machine], release, _time, cancellation) is { } inOrder)
            return inOrder;
        // What will be replaced is looked at deeply: a plan says whether it still is what was put there.
        ObservedMachine seen = await AskAsync(machine, isDeep: !mayBeInForce, cancellation);
        bool isOther = mayBeInForce && seen.Generation > 0 && seen.Release != release.Hash;
        return isOther ? await AskAsync(machine, isDeep: true, cancellation) : seen;
    }

    /// <summary>Nothing is known that says otherwise; whether it still is so, the look will tell.</summary>
    private bool MayBeInForce(string machine, MachineRelease release) =>
        Store.FindObserved(machine) is not { } last || last.Release == release.Hash;

    private async Task<ObservedMachine> AskAsync(string machine, bool isDeep, CancellationToken cancellation)
    {
        DesiredMachine desired = Desired[machine];
        Inspect inspect = new() { Deep = isDeep, WithRuleset = true };
        inspect.Paths.AddRange(desired.Files.Select(file => file.Path).Concat(desired.Secrets.Select(secret => secret.Path)));
        inspect.Units.AddRange(desired.Units.Select(unit => unit.Name));
        inspect.Identities.AddRange(IdentityPlaces.Of(desired));
        inspect.Nodes.AddRange(Pool.Document.NodesOn(machine).Select(node => NodeQuestion.Of(Pool.Document, node)));
        return await Sessions.WithAsync(
            machine,
            async agent =>
            {
                DateTimeOffset before = _time.GetUtcNow();
                ObservedMachine seen = await agent.InspectAsync(inspect, cancellation);
                Measure(machine, before, seen);
                return seen;
            },
            cancellation);
    }

    /// <summary>The machine read its clock between our two: what lies outside of them is surely its error.</summary>
    private void Measure(string machine, DateTimeOffset before, ObservedMachine seen)
    {
        DateTimeOffset theirs = DateTimeOffset.FromUnixTimeMilliseconds(seen.ClockUnixMs);
        DateTimeOffset after = _time.GetUtcNow();
        TimeSpan grain = TimeSpan.FromMilliseconds(1);
        _offsets[machine] = theirs < before - grain ? theirs - before : theirs > after + grain ? theirs - after : TimeSpan.Zero;
    }
}
