using PoolTopology.Rpc.Calls;
using Xunit;

namespace PoolTopology.Rpc.Tests.Calls;

public sealed class StatusMessageTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("plain text, ~!", "plain text, ~!")]
    [InlineData("100 %", "100 %25")]
    [InlineData("line\nbreak\t", "line%0Abreak%09")]
    [InlineData("é", "%C3%A9")]
    [InlineData("🚀", "%F0%9F%9A%80")]
    [InlineData("\u007f", "%7F")]
    public void Text_is_encoded_as_the_specification_says(string text, string encoded)
    {
        Assert.Equal(encoded, StatusMessage.Encode(text));
        Assert.Equal(text, StatusMessage.Decode(encoded));
    }

    [Theory]
    [InlineData("100%", "100%")]
    [InlineData("%", "%")]
    [InlineData("%4", "%4")]
    [InlineData("%zz%41", "%zzA")]
    [InlineData("%+1", "%+1")]
    [InlineData("%C3", "\ufffd")]
    public void Invalid_escapes_are_kept(string text, string decoded)
    {
        Assert.Equal(decoded, StatusMessage.Decode(text));
    }

    [Fact]
    public void Random_text_survives_and_is_printable_on_the_wire()
    {
        Random random = new(11);
        for (int i = 0; i < 2_000; i++)
        {
            string text = string.Concat(Enumerable.Range(0, random.Next(40)).Select(_ => RandomRune(random)));

            string encoded = StatusMessage.Encode(text);

            Assert.DoesNotContain(encoded, c => c is < ' ' or > '~');
            Assert.Equal(text, StatusMessage.Decode(encoded));
        }
    }

    [Fact]
    public void Long_text_is_cut_between_characters()
    {
        string encoded = StatusMessage.Encode(new string('x', StatusMessage.MaxCharacters - 1) + "🚀 and more");

        Assert.Equal(new string('x', StatusMessage.MaxCharacters - 1), StatusMessage.Decode(encoded));
    }

    private static string RandomRune(Random random)
    {
        int value = random.Next(4) switch { 0 => random.Next(0x80), 1 => '%', 2 => random.Next(0xD800), _ => 0x1F600 };
        return char.ConvertFromUtf32(value);
    }
}
