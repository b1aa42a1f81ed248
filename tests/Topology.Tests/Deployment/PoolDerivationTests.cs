using System.Globalization;
using System.Text;
using PoolTopology.Topology.Deployment;
using PoolTopology.Topology.Document;
using PoolTopology.Topology.PeerFiles;
using PoolTopology.Topology.Tests.Derive;
using PoolTopology.Topology.Tests.Firewall;
using Xunit;

namespace PoolTopology.Topology.Tests.Deployment;

public sealed class PoolDerivationTests
{
    [Theory]
    [InlineData("own-vault")]
    [InlineData("own-spare")]
    [InlineData("own-edge-1")]
    [InlineData("own-edge-2")]
    [InlineData("own-watch")]
    [InlineData("reference-vault")]
    [InlineData("reference-spare")]
    [InlineData("reference-edge-1")]
    public void For_each_machine_is_as_it_was_read_and_approved(string name)
    {
        int hyphen = name.IndexOf('-', StringComparison.Ordinal);
        PoolDerivation pool = DeploymentSamples.Pool(name[..hyphen]);

        DesiredMachine machine = pool.For(name[(hyphen + 1)..]);

        GoldenFiles.AssertSame($"machine-{name}.txt", Describe(machine));
    }

    [Theory]
    [InlineData("own")]
    [InlineData("reference")]
    public void For_every_machine_each_line_of_each_file_names_a_key_and_a_reason(string sample)
    {
        TopologyResult read = SampleTopologies.Read(DeploymentSamples.Text(sample));
        PoolDerivation pool = new(read.Document!, SampleNetworks.Facts); // The sample is free of errors.
        DerivedFile[] files = [.. pool.Machines.SelectMany(machine => machine.Files), .. pool.Monitoring];

        Assert.NotEmpty(files);
        Assert.All(files, file =>
        {
            string[] lines = LinesOf(file);
            Assert.Equal(lines.Length, file.Lines.Count);
            Assert.All(file.Lines, line => Assert.True(
                IsKey(read, line.Path) && line.Reason.Length > 5, $"{file.Path}: {line}"));
        });
    }

    [Fact]
    public void For_random_plans_every_line_is_explained_and_paths_are_absolute_and_unique()
    {
        const int seed = 20_261_122;
        Random random = new(seed);
        for (int i = 0; i < 200; i++)
        {
            TopologyDocument document = RandomTopologies.Next(random);
            foreach (DesiredMachine machine in new PoolDerivation(document, SampleNetworks.Facts).Machines)
            {
                Assert.All(machine.Files, file => Assert.True(
                    LinesOf(file).Length == file.Lines.Count && file.Path.StartsWith('/'), $"seed {seed}, plan {i}: {file.Path}"));
                Assert.Equal(machine.Files.Count, machine.Files.Select(file => file.Path).Distinct().Count());
            }
        }
    }

    [Theory]
    [InlineData("own")]
    [InlineData("reference")]
    public void For_the_same_plan_gives_the_same_bytes_whatever_the_order_of_its_entries(string sample)
    {
        string text = DeploymentSamples.Text(sample);
        string[] lines = text.Split('\n');
        int first = Array.FindIndex(lines, line => line.Contains("edge-1: {", StringComparison.Ordinal));
        (lines[first], lines[first + 1]) = (lines[first + 1], lines[first]);
        PoolDerivation one = new(SampleTopologies.Document(text), SampleNetworks.Facts);
        PoolDerivation other = new(SampleTopologies.Document(string.Join('\n', lines)), SampleNetworks.Facts);

        foreach (DesiredMachine machine in one.Machines)
        {
            Assert.Equal(Describe(machine), Describe(other.For(machine.MachineName)));
            Assert.Equal(machine, one.For(machine.MachineName));
        }
    }

    [Theory]
    [InlineData("own")]
    [InlineData("reference")]
    public void For_every_node_the_peer_file_parses_by_the_nodes_rules(string sample)
    {
        foreach (DerivedFile file in DeploymentSamples.Pool(sample).Machines.SelectMany(machine => machine.Files))
        {
            if (!file.Path.EndsWith("/topology.json", StringComparison.Ordinal))
                continue;
            PeerFileResult result = PeerFile.Parse(file.Content.Text);
            Assert.True(result.File is not null, string.Join('\n', result.Errors));
        }
    }

    [Fact]
    public void For_standby_of_cardano_node_nothing_ever_sends_the_signal_that_makes_it_forge()
    {
        DesiredMachine spare = DeploymentSamples.Pool("reference").For("spare");

        Assert.DoesNotContain(spare.Files, file => file.Effect is ChangeEffect.ReloadNode);
        string unit = spare.Files.Single(file => file.Path.EndsWith(".service", StringComparison.Ordinal)).Content.Text;
        Assert.DoesNotContain("ExecReload", unit, StringComparison.Ordinal);
        Assert.Contains("--start-as-non-producing-node", unit, StringComparison.Ordinal);
        Assert.True(Assert.Single(spare.Units).IsStandby);
    }

    [Fact]
    public void For_standby_of_our_own_node_runs_the_program_without_keys()
    {
        DesiredMachine spare = DeploymentSamples.Pool("own").For("spare");

        Assert.Equal("pool-relay", Assert.Single(spare.Executables).Name);
        Assert.Empty(spare.Secrets);
        Assert.DoesNotContain(spare.Files, file => file.Content.Text.Contains("skey", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("own")]
    [InlineData("reference")]
    public void For_relays_no_file_names_a_key_and_the_producers_keys_are_never_part_of_a_file(string sample)
    {
        foreach (DesiredMachine machine in DeploymentSamples.Pool(sample).Machines)
        {
            bool isProducer = machine.MachineName is "vault" or "spare";
            Assert.True(isProducer || machine.Secrets.Count == 0);
            Assert.DoesNotContain(machine.Files, file => file.Path.Contains("/keys/", StringComparison.Ordinal));
            Assert.True(isProducer || machine.Files.All(file => !file.Content.Text.Contains("skey", StringComparison.Ordinal)));
        }
    }

    [Fact]
    public void For_machines_that_may_not_scrape_the_producers_address_is_nowhere_but_with_its_relays()
    {
        PoolDerivation pool = DeploymentSamples.Pool("own");

        Assert.DoesNotContain(pool.For("watch").Files, file => file.Content.Text.Contains("203.0.113.10", StringComparison.Ordinal));
        Assert.Contains(pool.For("edge-1").Files, file => file.Path.EndsWith("file_sd/pooltopology.json", StringComparison.Ordinal));
        Assert.DoesNotContain(pool.For("edge-2").Files, file => file.Path.Contains("prometheus", StringComparison.Ordinal));
    }

    [Fact]
    public void For_without_the_networks_files_leaves_out_what_is_made_from_them()
    {
        PoolDerivation pool = new(DeploymentSamples.Document("own"), DeploymentFacts.None);

        Assert.DoesNotContain(pool.For("edge-1").Files, file => file.Path.Contains("config.json", StringComparison.Ordinal) || file.Path.Contains("/network/", StringComparison.Ordinal));
        Assert.Contains(pool.For("edge-1").Files, file => file.Content.Text.Contains("preprod-node.play", StringComparison.Ordinal));
    }

    [Fact]
    public void For_machine_that_is_not_there_is_refused() =>
        Assert.Throws<ArgumentException>(() => MachineDerivation.For(DeploymentSamples.Document("own"), "nowhere", DeploymentFacts.None));

    /// <summary>A key that the file has or could have: the nearest one above it stands in the file.</summary>
    private static bool IsKey(TopologyResult read, string path) =>
        path.Length > 0 && (read.Sources.Contains(path) || read.Sources.Nearest(path).Line > 1
            || path.Split('.', '[')[0] is "alerts" or "engine" or "peers" or "access");

    private static string[] LinesOf(DerivedFile file)
    {
        string text = file.Content.Text;
        return (text.EndsWith('\n') ? text[..^1] : text).Split('\n');
    }

    private static string Describe(DesiredMachine machine)
    {
        StringBuilder text = new();
        text.Append(CultureInfo.InvariantCulture, $"machine {machine.MachineName}\n");
        text.Append(CultureInfo.InvariantCulture, $"clock within {machine.Clock.MaxOffset.TotalSeconds} s of {machine.Clock.Servers}\n");
        foreach (DesiredUnit unit in machine.Units)
            text.Append(CultureInfo.InvariantCulture, $"{unit}\n");
        foreach (RequiredExecutable executable in machine.Executables)
            text.Append(CultureInfo.InvariantCulture, $"{executable}\n");
        foreach (RequiredSecret secret in machine.Secrets)
            text.Append(CultureInfo.InvariantCulture, $"{secret}\n");
        foreach (DerivedFile file in machine.Files)
            Describe(text, file);
        return text.ToString();
    }

    private static void Describe(StringBuilder text, DerivedFile file)
    {
        text.Append(CultureInfo.InvariantCulture, $"\n=== {file.Path} {Convert.ToString((int)file.Mode, 8)} {file.Owner}:{file.Group} {file.Effect}\n");
        string[] lines = LinesOf(file);
        for (int i = 0; i < lines.Length; i++)
            text.Append(CultureInfo.InvariantCulture, $"{lines[i],-90} ¦ {file.Lines[i].Path}: {file.Lines[i].Reason}\n");
    }
}
