using System.CommandLine;
using System.Text.Json;
using PoolTopology.Node.Composition;
using PoolTopology.Producer.Schedule.Listing;
using PoolTopology.Producer.Tests.Fakes;
using PoolTopology.TestKit.Time;
using PoolTopology.TestKit.Vectors;
using Xunit;

namespace PoolTopology.Producer.Tests.Schedule.Listing;

public sealed class ScheduleCommandTests : IDisposable
{
    private const string Nonce = "ec08f270a044fb94bf61f9870e928a96cf75027d1f0e9f5dead0651b40849a89";
    private const string Stretch = "--first-slot 100 --slots 300 --active-slots-coeff 1/20";
    private const string Chance = $"--epoch-nonce {Nonce} --relative-stake 1/2";

    private readonly TestKeys _files = new(3);
    private readonly StringWriter _output = new();
    private readonly StringWriter _errors = new();
    private readonly StringWriter _terminal = new();

    private string Key => $"--shelley-vrf-key {_files.Files.VrfKeyFile}";

    public void Dispose()
    {
        _files.Dispose();
        _output.Dispose();
        _errors.Dispose();
        _terminal.Dispose();
    }

    [Fact]
    public async Task Output_forms_list_the_same_slots()
    {
        Assert.Equal(0, await Run($"{Key} {Stretch} {Chance} --output json"));
        using JsonDocument document = JsonDocument.Parse(Take());
        JsonElement root = document.RootElement;
        ulong[] slots = [.. root.GetProperty("ownSlots").EnumerateArray().Select(own => own.GetProperty("slot").GetUInt64())];
        Assert.InRange(slots.Length, 1, 40);
        Assert.All(slots, slot => Assert.InRange(slot, 100UL, 399UL));
        Assert.Equal(slots.Length, root.GetProperty("ownSlotCount").GetInt32());
        Assert.Equal("1/2", root.GetProperty("relativeStake").GetString());
        Assert.Equal(JsonValueKind.Null, root.GetProperty("epoch").ValueKind);
        Assert.Equal(JsonValueKind.Null, root.GetProperty("ownSlots")[0].GetProperty("time").ValueKind);

        Assert.Equal(0, await Run($"{Key} {Stretch} {Chance} -o ndjson --threads 1"));
        string[] lines = Take().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(slots, lines[..^1].Select(line => JsonSerializer.Deserialize<JsonElement>(line).GetProperty("slot").GetUInt64()));
        Assert.Equal("summary", JsonSerializer.Deserialize<JsonElement>(lines[^1]).GetProperty("kind").GetString());

        Assert.Equal(0, await Run($"{Key} {Stretch} --epoch-nonce {Nonce} --relative-stake 0.50"));
        string text = Take();
        Assert.Contains($"{slots.Length} own slots of 300", text, StringComparison.Ordinal);
        Assert.All(slots, slot => Assert.Contains($"\n{slot} ", text, StringComparison.Ordinal));
        Assert.Empty(_errors.ToString());
    }

    [VectorFact]
    public async Task Mainnet_epoch_begins_and_ends_where_it_does()
    {
        string config = VectorFiles.PathOf("genesis/mainnet/cardano-node/config.json");
        Assert.Equal(0, await Run($"{Key} --config {config} --epoch 500 {Chance} -o json"));
        using JsonDocument document = JsonDocument.Parse(Take());
        JsonElement root = document.RootElement;
        // Epoch 208 began at slot 4,492,800.
        Assert.Equal(4_492_800UL + (292 * 432_000), root.GetProperty("firstSlot").GetUInt64());
        Assert.Equal(432_000UL, root.GetProperty("slots").GetUInt64());
        Assert.Equal("1/20", root.GetProperty("activeSlotsCoefficient").GetString());
        JsonElement first = root.GetProperty("ownSlots")[0];
        // Slot 4,492,800 was on 29 July 2020 at 21:44:51.
        DateTimeOffset expected = new DateTimeOffset(2020, 7, 29, 21, 44, 51, TimeSpan.Zero)
            .AddSeconds(first.GetProperty("slot").GetUInt64() - 4_492_800);
        Assert.Equal(expected, first.GetProperty("time").GetDateTimeOffset());
        Assert.Equal(500UL, first.GetProperty("epoch").GetUInt64());
        double average = root.GetProperty("expectedOwnSlots").GetDouble();
        Assert.InRange(root.GetProperty("ownSlotCount").GetInt32(), average * 0.95, average * 1.05);
    }

    [VectorFact]
    public async Task Epoch_is_the_running_one_unless_named()
    {
        string config = VectorFiles.PathOf("genesis/preview/cardano-node/config.json");
        // Preview began on 25 October 2022 and has epochs of a day; virtual time begins later.
        Assert.Equal(0, await Run($"{Key} --config {config} {Chance} --slots 10 -o json"));
        using JsonDocument document = JsonDocument.Parse(Take());
        ulong epoch = document.RootElement.GetProperty("epoch").GetUInt64();
        Assert.Equal(epoch * 86_400, document.RootElement.GetProperty("firstSlot").GetUInt64());
        TimeSpan age = new VirtualTime().GetUtcNow() - new DateTimeOffset(2022, 10, 25, 0, 0, 0, TimeSpan.Zero);
        Assert.Equal((ulong)age.TotalDays, epoch);
    }

    [Fact]
    public async Task Next_epochs_nonce_is_made_of_its_two_halves()
    {
        string other = new('a', 64);
        Assert.Equal(0, await Run(
            $"{Key} {Stretch} --candidate-nonce {Nonce} --last-epoch-block-nonce {other} --relative-stake 1 -o json"));
        using JsonDocument document = JsonDocument.Parse(Take());
        byte[] both = Convert.FromHexString(Nonce + other);
        Assert.Equal(
            Convert.ToHexStringLower(PoolTopology.Crypto.Blake2.Blake2b.Hash256(both)),
            document.RootElement.GetProperty("epochNonce").GetString());
    }

    [Theory]
    [InlineData($"--slots 10 --active-slots-coeff 1 {Chance}", "name --config")]
    [InlineData($"{Stretch} {Chance} --epoch 3", "--epoch needs --config")]
    [InlineData($"{Stretch} --epoch-nonce {Nonce}", "--relative-stake is missing")]
    [InlineData($"{Stretch} --epoch-nonce {Nonce} --relative-stake 3/2", "'3/2' is not a share")]
    [InlineData($"{Stretch} --epoch-nonce {Nonce} --relative-stake 1/0", "'1/0' is not a share")]
    [InlineData($"{Stretch} --epoch-nonce {Nonce} --relative-stake x", "'x' is not a share")]
    [InlineData($"{Stretch} --epoch-nonce {Nonce} --relative-stake -1", "'-1' is not a share")]
    [InlineData($"--first-slot 1 --slots 1 --active-slots-coeff 0 {Chance}", "'0' is not a share")]
    [InlineData($"--first-slot 1 --slots 0 --active-slots-coeff 1 {Chance}", "'0' is not a positive number")]
    [InlineData($"--first-slot -1 --slots 1 --active-slots-coeff 1 {Chance}", "'-1' is not a number")]
    [InlineData($"{Stretch} --candidate-nonce {Nonce} --relative-stake 1", "name --epoch-nonce")]
    [InlineData($"{Stretch} {Chance} --decentralisation 1/2", "--protocol tpraos only")]
    [InlineData($"{Stretch} {Chance} --protocol bft", "'bft' is not one of: praos, tpraos")]
    [InlineData($"{Stretch} --relative-stake 1 --epoch-nonce abc", "'abc' is not 64 hexadecimal digits")]
    [InlineData($"{Stretch} {Chance} --threads 0", "'0' is not a number from 1 to 1024")]
    public void Wrong_options_are_named(string options, string expected)
    {
        ParseResult parsed = Command().Parse($"{Key} {options}");
        Assert.Contains(parsed.Errors, error => error.Message.Contains(expected, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Key_that_others_can_read_is_refused()
    {
        File.SetUnixFileMode(_files.Files.VrfKeyFile, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead);
        Assert.Equal(NodeExitCode.Configuration, await Run($"{Key} {Stretch} {Chance}"));
        Assert.Contains("chmod 600", _errors.ToString(), StringComparison.Ordinal);
        Assert.Empty(_output.ToString());
    }

    [Fact]
    public async Task Config_that_is_missing_and_stretch_that_is_too_long_are_refused()
    {
        Assert.Equal(
            NodeExitCode.Configuration, await Run($"{Key} --config {_files.PathOf("none.json")} {Chance}"));
        Assert.Contains("cannot be read", _errors.ToString(), StringComparison.Ordinal);
        Assert.Equal(
            NodeExitCode.Configuration,
            await Run($"{Key} --first-slot 0 --slots 10000001 --active-slots-coeff 1 {Chance}"));
        Assert.Contains("too many", _errors.ToString(), StringComparison.Ordinal);
        Assert.Equal(
            NodeExitCode.Configuration,
            await Run($"{Key} --first-slot 18446744073709551615 --slots 2 --active-slots-coeff 1 {Chance}"));
    }

    private Command Command() => new ScheduleCommand(_output, _errors, _terminal, new VirtualTime()).Create();

    private Task<int> Run(string options) => Command().Parse(options).InvokeAsync();

    private string Take()
    {
        string written = _output.ToString();
        _output.GetStringBuilder().Clear();
        return written;
    }
}
