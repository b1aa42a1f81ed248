using ObservedMachine = PoolTopology.Rpc.Agent.V1.Observed;
using PoolTopology.Orchestrator.Plan;
using PoolTopology.Rpc.Agent.V1;
using PoolTopology.TestKit;
using PoolTopology.Topology.Deployment;
using PoolTopology.Topology.Document;

namespace PoolTopology.Orchestrator.Tests.Plan;

/// <summary>The example's machines, as a topology says them and as agents report them.</summary>
internal sealed class PlanSamples
{
    private static readonly string Example = File.ReadAllText(Path.Combine(RepositoryRoot.Find(), "topology.yaml"));

    public PlanSamples(Func<string, string>? edit = null, string program = "program 1")
    {
        TopologyResult reading = TopologyReader.Read((edit ?? (text => text))(Example), "topology.yaml");
        Document = reading.Document ?? throw new InvalidOperationException(string.Join('\n', reading.Errors));
        PoolDerivation derivation = new(Document, DeploymentFacts.None);
        Desired = Document.Machines.ToDictionary(machine => machine.Name, machine => derivation.For(machine.Name));
        Programs = Desired.Values.SelectMany(desired => desired.Executables).Select(e => e.Name).Distinct()
            .ToDictionary(name => name, name => new ReleaseProgram(name, "", FileContent.Of(program).Sha256, 9, "x86_64"));
        Reading = reading;
    }

    public TopologyDocument Document { get; }

    public TopologyResult Reading { get; }

    public Dictionary<string, DesiredMachine> Desired { get; }

    public Dictionary<string, ReleaseProgram> Programs { get; }

    /// <summary>The plan for machines as they are.</summary>
    public DeploymentPlan PlanFor(IReadOnlyDictionary<string, ObservedMachine> observed, NetworkClock? clock = null) =>
        Planner.Make(new PlanInput(Document, new string('a', 64), Reading.Sources, Desired, observed, Programs, _ => null) { Clock = clock });

    /// <summary>Machines on which nothing of the pool is yet.</summary>
    public Dictionary<string, ObservedMachine> Fresh() => Desired.Values.ToDictionary(
        desired => desired.MachineName,
        desired =>
        {
            ObservedMachine seen = Bare(desired);
            foreach (RequiredSecret secret in desired.Secrets)
                seen.Files.Add(new ObservedFile { Path = secret.Path, Exists = true, Mode = (uint)secret.Mode, Owner = secret.Owner });
            return seen;
        });

    /// <summary>Machines that are as this sample says, at a generation.</summary>
    public Dictionary<string, ObservedMachine> InForce(ulong generation = 1)
    {
        Dictionary<string, ObservedMachine> machines = Fresh();
        foreach (DesiredMachine desired in Desired.Values)
        {
            ObservedMachine seen = machines[desired.MachineName];
            MachineRelease release = ReleaseBuilder.Of(desired, Programs);
            (seen.Generation, seen.HighestGeneration, seen.Release, seen.RulesetHash) = (generation, generation, release.Hash, "rules");
            seen.Files.AddRange(desired.Files.Select(file => new ObservedFile
            {
                Path = file.Path, Exists = true, Sha256 = file.Content.Sha256, Mode = (uint)file.Mode, Owner = file.Owner,
                Group = file.Group, IsReleased = true, AsReleased = true,
            }));
            seen.Files.AddRange(desired.Executables.Select(executable => new ObservedFile
            {
                Path = executable.Path, Exists = true, Sha256 = Programs[executable.Name].Sha256, IsReleased = true, AsReleased = true,
            }));
            foreach (ObservedUnit unit in seen.Units)
                (unit.ActiveState, unit.EnabledState) = ("active", "enabled");
        }

        return machines;
    }

    private static ObservedMachine Bare(DesiredMachine desired)
    {
        ObservedMachine seen = new() { MachineId = desired.MachineName, IsRoot = true, Architecture = "x86_64" };
        seen.Units.AddRange(desired.Units.Select(unit => new ObservedUnit
        {
            Name = unit.Name, ActiveState = "inactive", EnabledState = "disabled",
        }));
        return seen;
    }
}
