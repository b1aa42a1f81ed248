using PoolTopology.Crypto.Text;
using PoolTopology.TestKit.Vectors;
using System.Text.Json;
using System.Text.RegularExpressions;
using Xunit;

namespace PoolTopology.Crypto.Tests.Text;

public sealed partial class Bech32Tests
{
    // BIP-173, "Test vectors": valid.
    [Theory]
    [InlineData("A12UEL5L")]
    [InlineData("a12uel5l")]
    [InlineData("an83characterlonghumanreadablepartthatcontainsthenumber1andtheexcludedcharactersbio1tt5tgs")]
    [InlineData("abcdef1qpzry9x8gf2tvdw0s3jn54khce6mua7lmqqqxw")]
    [InlineData("11qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqc8247j")]
    [InlineData("split1checkupstagehandshakeupstreamerranterredcaperred2y9e3w")]
    [InlineData("?1ezyfcl")]
    public void DecodeValues_bip173_valid_is_accepted_and_written_back(string text)
    {
        Assert.Null(Bech32.DecodeValues(text, out string prefix, out byte[] values));
        Assert.Equal(text.ToLowerInvariant(), Bech32.EncodeValues(prefix, values));
    }

    // BIP-173, "Test vectors": invalid, with the reason given there.
    [Theory]
    [InlineData("\u00201nwldj5", typeof(Bech32Error.InvalidCharacter))]
    [InlineData("\u007f1axkwrx", typeof(Bech32Error.InvalidCharacter))]
    [InlineData("\u00801eym55h", typeof(Bech32Error.InvalidCharacter))]
    [InlineData("pzry9x0s0muk", typeof(Bech32Error.MissingSeparator))]
    [InlineData("1pzry9x0s0muk", typeof(Bech32Error.EmptyPrefix))]
    [InlineData("x1b4n0q5v", typeof(Bech32Error.InvalidCharacter))]
    [InlineData("li1dgmt3", typeof(Bech32Error.MissingChecksum))]
    [InlineData("de1lg7wt\u00ff", typeof(Bech32Error.InvalidCharacter))]
    [InlineData("A1G7SGD8", typeof(Bech32Error.WrongChecksum))]
    [InlineData("10a06t8", typeof(Bech32Error.EmptyPrefix))]
    [InlineData("1qzzfhee", typeof(Bech32Error.EmptyPrefix))]
    [InlineData("a12UEL5L", typeof(Bech32Error.MixedCase))]
    [InlineData("", typeof(Bech32Error.MissingSeparator))]
    public void Decode_bip173_invalid_names_the_reason(string text, Type expected)
    {
        Bech32Error? error = Bech32.Decode(text, out string prefix, out byte[] data);
        Assert.IsType(expected, error);
        Assert.Empty(prefix);
        Assert.Empty(data);
    }

    [Fact]
    public void Encode_then_Decode_any_bytes_gives_them_back()
    {
        for (int seed = 0; seed < 200; seed++)
        {
            Random random = new(seed);
            byte[] data = new byte[random.Next(0, 200)];
            random.NextBytes(data);
            string text = Bech32.Encode("pool_vk", data);
            Assert.Null(Bech32.Decode(text, out string prefix, out byte[] decoded));
            Assert.Equal("pool_vk", prefix);
            Assert.True(data.AsSpan().SequenceEqual(decoded), $"seed {seed}");
            Assert.Null(Bech32.Decode(text.ToUpperInvariant(), out prefix, out decoded));
            Assert.Equal("pool_vk", prefix);
            Assert.Equal(data, decoded);
        }
    }

    [Fact]
    public void Decode_any_changed_character_is_refused()
    {
        string text = Bech32.Encode("pool", new byte[28]);
        for (int i = 0; i < text.Length; i++)
        {
            foreach (char replacement in "qpzry9x8gf2tvdw0s3jn54khce6mua7l1")
            {
                if (text[i] == replacement)
                    continue;
                string changed = text[..i] + replacement + text[(i + 1)..];
                Assert.NotNull(Bech32.Decode(changed, out _, out _));
            }
        }
    }

    [Fact]
    public void Decode_padding_that_is_not_zero_or_too_long_is_refused()
    {
        // 5 bits leave a whole character over; 10 bits leave two, which must be zero.
        Assert.Equal(new Bech32Error.InvalidPadding(5), Bech32.Decode(Bech32.EncodeValues("a", [0]), out _, out _));
        Assert.Equal(new Bech32Error.InvalidPadding(10), Bech32.Decode(Bech32.EncodeValues("a", [0, 1]), out _, out _));
        Assert.Null(Bech32.Decode(Bech32.EncodeValues("a", [0, 4]), out _, out byte[] data));
        Assert.Equal([1], data);
    }

    [Fact]
    public void Decode_length_limit_holds_on_both_sides()
    {
        byte[] values = new byte[Bech32.MaximumLength - 8];
        string longest = Bech32.EncodeValues("a", values);
        Assert.Equal(Bech32.MaximumLength, longest.Length);
        Assert.Null(Bech32.DecodeValues(longest, out _, out _));
        string longer = Bech32.EncodeValues("a", [.. values, 0]);
        Assert.Equal(new Bech32Error.TooLong(Bech32.MaximumLength + 1), Bech32.Decode(longer, out _, out _));
        Assert.Throws<ArgumentException>(() => Bech32.Encode("a", new byte[Bech32.MaximumLength]));
    }

    [Theory]
    [InlineData("")]
    [InlineData("Pool")]
    [InlineData("po ol")]
    [InlineData("pööl")]
    public void Encode_bad_prefix_throws(string prefix) =>
        Assert.Throws<ArgumentException>(() => Bech32.Encode(prefix, new byte[28]));

    [VectorFact]
    public void Decode_cip_examples_are_read_and_written_back()
    {
        int count = 0;
        foreach (string path in Directory.GetFiles(VectorFiles.PathOf("bech32-addresses")).Order(StringComparer.Ordinal))
        {
            foreach (Match match in CardanoText().Matches(File.ReadAllText(path)))
            {
                Bech32Error? error = Bech32.Decode(match.Value, out string prefix, out byte[] data);
                Assert.True(error is null, $"{Path.GetFileName(path)}: {match.Value}: {error}");
                Assert.Equal(match.Value, Bech32.Encode(prefix, data));
                count++;
            }
        }
        Assert.True(count > 50, $"only {count} texts");
    }

    [VectorFact]
    public void Decode_cip19_keys_give_32_bytes()
    {
        using JsonDocument document = JsonDocument.Parse(VectorFiles.ReadText("bech32-addresses/cip19.json"));
        foreach (Match match in KeyText().Matches(document.RootElement.ToString()))
        {
            Assert.Null(Bech32.Decode(match.Value, out _, out byte[] data));
            Assert.Equal(32, data.Length);
        }
    }

    [GeneratedRegex("\\b(addr|addr_test|stake|stake_test|pool|drep|cc_hot|cc_cold|[a-z_]+_vkh?|[a-z_]+_sk|[a-z_]+_xvk|[a-z_]+_xsk|script)1[02-9ac-hj-np-z]{20,}\\b")]
    private static partial Regex CardanoText();

    [GeneratedRegex("\\b[a-z_]+_vk1[02-9ac-hj-np-z]{20,}\\b")]
    private static partial Regex KeyText();
}
