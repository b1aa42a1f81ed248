using PoolTopology.Rpc.Calls;
using Xunit;

namespace PoolTopology.Rpc.Tests.Calls;

public sealed class RpcMetadataTests
{
    [Theory]
    [InlineData("Upper", "x")]
    [InlineData("grpc-status", "0")]
    [InlineData("content-length", "0")]
    [InlineData("transfer-encoding", "chunked")]
    [InlineData("has space", "x")]
    [InlineData(":path", "x")]
    [InlineData("x-bin", "text under a binary name")]
    [InlineData("x", "line\nbreak")]
    [InlineData("x", "é")]
    public void Text_that_cannot_travel_is_refused(string name, string value)
    {
        RpcMetadata metadata = new();

        Assert.Throws<ArgumentException>(() => metadata.Add(name, value));
        Assert.Empty(metadata.Entries);
    }

    [Fact]
    public void Bytes_need_a_binary_name()
    {
        Assert.Throws<ArgumentException>(() => new RpcMetadata().Add("x", [1, 2, 3]));
    }

    [Fact]
    public void The_first_of_several_values_is_found()
    {
        RpcMetadata metadata = new();
        metadata.Add("a", "1");
        metadata.Add("a", "2");

        Assert.Equal("1", metadata.Text("a"));
        Assert.Null(metadata.Text("b"));
        Assert.Equal(2, metadata.Entries.Count);
    }

    [Fact]
    public void Sent_metadata_takes_no_more()
    {
        RpcMetadata metadata = new();
        metadata.MarkSent();

        Assert.Throws<InvalidOperationException>(() => metadata.Add("a", "1"));
    }

    [Fact]
    public void Binary_values_survive_a_header_with_and_without_padding()
    {
        Random random = new(3);
        for (int length = 0; length < 40; length++)
        {
            byte[] value = new byte[length];
            random.NextBytes(value);
            RpcMetadata sent = new();
            sent.Add("x-bin", value);
            string header = MetadataHeaders.Format(sent.Entries[0]);

            foreach (string form in new[] { header, Convert.ToBase64String(value) })
            {
                RpcMetadata received = new();
                MetadataHeaders.Receive(received, "X-Bin", form);
                Assert.Equal(value, received.Bytes("x-bin")!.Value.ToArray());
            }
        }
    }

    [Fact]
    public void Joined_binary_values_are_told_apart()
    {
        RpcMetadata received = new();

        MetadataHeaders.Receive(received, "x-bin", "AQ, Ag==,Aw");

        Assert.Equal([1, 2, 3], received.Entries.Select(entry => entry.Bytes!.Value.Span[0]));
    }

    [Theory]
    [InlineData("*")]
    [InlineData("A")]
    [InlineData("AQID=AQID")]
    public void Binary_values_that_are_not_base64_are_refused(string header)
    {
        RpcException failure = Assert.Throws<RpcException>(
            () => MetadataHeaders.Receive(new RpcMetadata(), "x-bin", header));

        Assert.Equal(RpcStatusCode.Internal, failure.Code);
    }

    [Theory]
    [InlineData("grpc-encoding")]
    [InlineData("TE")]
    [InlineData("content-type")]
    [InlineData(":authority")]
    public void Headers_of_the_transport_are_not_metadata(string name)
    {
        RpcMetadata received = new();

        MetadataHeaders.Receive(received, name, "x");

        Assert.Empty(received.Entries);
    }
}
