using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using PoolTopology.Topology.Document;
using PoolTopology.Topology.Findings;
using PoolTopology.Topology.Shapes;
using PoolTopology.Topology.Vocabulary;
using PoolTopology.Topology.Yaml;
using Xunit;

namespace PoolTopology.Topology.Tests.Document;

public sealed partial class TopologySchemaTests
{
    private readonly JsonNode _schema = JsonNode.Parse(TopologySchema.Render())!; // It renders one object.

    [Fact]
    public void Render_is_stable_and_names_its_dialect()
    {
        Assert.Equal(TopologySchema.Render(), TopologySchema.Render());
        Assert.Equal("https://json-schema.org/draft/2020-12/schema", (string?)_schema["$schema"]);
    }

    [Fact]
    public void Example_with_and_without_its_commented_keys_satisfies_the_schema()
    {
        Assert.Empty(Violations(SampleTopologies.Example));
        Assert.Empty(Violations(SampleTopologies.Public));
        Assert.Empty(Violations(Uncommented(SampleTopologies.Example)));
    }

    [Fact]
    public void Example_with_its_commented_keys_is_valid_and_says_the_same_as_without()
    {
        TopologyDocument plain = SampleTopologies.Document(SampleTopologies.Example);
        TopologyDocument spelled = SampleTopologies.Document(Uncommented(SampleTopologies.Example));

        Assert.Equal(plain.Pool.Devnet, spelled.Pool.Devnet with { EpochLengthSlots = null });
        Assert.Equal(plain.Pool.Devnet.EffectiveEpochLengthSlots, spelled.Pool.Devnet.EpochLengthSlots);
        Assert.Equal(plain.Engine, spelled.Engine);
        Assert.Equal(plain.Producers, spelled.Producers);
        Assert.Equal(plain.Peers, spelled.Peers);
        Assert.Equal(plain.Access, spelled.Access);
        Assert.Equal(plain.Rollout with { Canary = "relay-1" }, spelled.Rollout);
    }

    [Fact]
    public void Every_key_of_the_reader_is_shown_in_the_example()
    {
        string[] shown = [.. KeyPattern().Matches(SampleTopologies.Example).Select(match => match.Groups[1].Value)];

        Assert.Empty(AllKeys(DocumentKeys.Shape).Select(key => key.Name).Distinct().Except(shown));
    }

    [Fact]
    public void Every_default_of_the_schema_reads_as_the_default_of_the_reader()
    {
        foreach (Key key in AllKeys(DocumentKeys.Shape).Where(key => key.DefaultText is not null))
        {
            FindingCollector findings = new("f");
            YamlMap map = Assert.IsType<YamlMap>(YamlTree.Load($"key: {key.DefaultText}\n", findings));
            object? written = key.ValueShape.GetType().GetMethod("Read")!.Invoke(key.ValueShape, [map.Entries[0].Value, "key", new ReadContext(findings)]);

            Assert.Empty(findings.ToList());
            Assert.Equal(key.GetType().GetProperty("Default")!.GetValue(key), written);
        }
    }

    [Theory]
    [InlineData("port: 3001,", "port: 70000,", true)]
    [InlineData("port: 3001,", "port: '3001',", true)]
    [InlineData("ticker: SMPL", "ticker: smpl", true)]
    [InlineData("ticker: SMPL", "tikcer: SMPL", true)]
    [InlineData("network: preprod", "network: prepod", true)]
    [InlineData("hold: 90s", "hold: 90", true)]
    [InlineData("bootstrap: network", "bootstrap: sometimes", true)]
    [InlineData("bootstrap: network", "bootstrap: []", true)]
    [InlineData("machine: vault", "machine: edge-7", false)]
    public void Schema_refuses_what_the_reader_refuses_about_keys_and_types(string old, string replacement, bool isStructural)
    {
        string text = SampleTopologies.PublicWith((old, replacement));

        Assert.Null(SampleTopologies.Read(text).Document);
        Assert.Equal(isStructural, Violations(text).Count > 0);
    }

    private static IEnumerable<Key> AllKeys(Shape shape) => shape switch
    {
        ISection section => section.Keys.SelectMany(key => AllKeys(key.ValueShape).Prepend(key)),
        IContainer container => AllKeys(container.Item),
        _ => [],
    };

    /// <summary>The example with every commented-out key switched on: comments that are keys lose their mark, prose stays.</summary>
    private static string Uncommented(string example) => CommentedKey().Replace(example, "$1$2");

    private List<string> Violations(string text)
    {
        FindingCollector findings = new("f");
        JsonNode? value = ToJson(YamlTree.Load(text, findings));
        Assert.Empty(findings.ToList());
        List<string> violations = [];
        SchemaOracle.Check(value, _schema, "", violations);
        return violations;
    }

    private static JsonNode? ToJson(YamlValue? value) => value switch
    {
        YamlMap map => new JsonObject(map.Entries.Select(entry => KeyValuePair.Create(entry.Key, ToJson(entry.Value)))),
        YamlList list => new JsonArray([.. list.Items.Select(ToJson)]),
        YamlScalar { Kind: YamlScalarKind.Text } text => JsonValue.Create(text.Text),
        YamlScalar { Kind: YamlScalarKind.Null } or null => null,
        YamlScalar scalar => JsonNode.Parse(scalar.Text),
        _ => throw new InvalidOperationException(value.KindName),
    };

    [GeneratedRegex(@"([A-Za-z]+):(?= |$)", RegexOptions.Multiline)]
    private static partial Regex KeyPattern();

    [GeneratedRegex(@"^( *)# ( *[A-Za-z]+:(?: .*)?)$", RegexOptions.Multiline)]
    private static partial Regex CommentedKey();
}
