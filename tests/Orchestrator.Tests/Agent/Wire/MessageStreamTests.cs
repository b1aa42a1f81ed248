using Google.Protobuf;
using PoolTopology.Orchestrator.Agent.Wire;
using PoolTopology.Rpc.Agent.V1;
using PoolTopology.TestKit;
using Xunit;

namespace PoolTopology.Orchestrator.Tests.Agent.Wire;

public sealed class MessageStreamTests
{
    [Fact]
    public async Task ReadAsync_reads_what_protobuf_itself_writes_and_the_other_way_round()
    {
        Request request = new() { Id = 7, Hello = new Hello { Protocol = 1, PoolVersion = new string('v', 300) } };
        MemoryStream theirs = new();
        request.WriteDelimitedTo(theirs);
        MemoryStream ours = new();
        await MessageStream.WriteAsync(ours, request, CancellationToken.None);
        Assert.Equal(theirs.ToArray(), ours.ToArray());
        ours.Position = 0;
        Assert.Equal(request, await MessageStream.ReadAsync(ours, Request.Parser, CancellationToken.None));
        Assert.Null(await MessageStream.ReadAsync(ours, Request.Parser, CancellationToken.None));
    }

    [Fact]
    public async Task ReadAsync_of_a_message_cut_anywhere_throws()
    {
        MemoryStream whole = new();
        await MessageStream.WriteAsync(
            whole, new Request { Id = 1, Hello = new Hello { PoolVersion = new string('v', 200) } }, CancellationToken.None);
        for (int length = 1; length < whole.Length; length++)
        {
            MemoryStream cut = new(whole.ToArray()[..length]);
            await Assert.ThrowsAsync<WireException>(async () =>
                await MessageStream.ReadAsync(cut, Request.Parser, CancellationToken.None));
        }
    }

    [Theory]
    [InlineData(new byte[] { 0x81, 0x80, 0x80, 0x08 })] // 16 MiB and 1
    [InlineData(new byte[] { 0xff, 0xff, 0xff, 0x7f })]
    [InlineData(new byte[] { 0x80, 0x80, 0x80, 0x80, 0x01 })]
    [InlineData(new byte[] { (byte)'S', (byte)'S', (byte)'H', (byte)'-' })]
    public async Task ReadAsync_of_a_length_over_the_bound_throws_before_it_allocates(byte[] bytes)
    {
        MemoryStream input = new(bytes);
        long before = GC.GetAllocatedBytesForCurrentThread();
        await Assert.ThrowsAsync<WireException>(async () =>
            await MessageStream.ReadAsync(input, Request.Parser, CancellationToken.None));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1024 * 1024);
    }

    [Fact]
    public async Task WriteAsync_of_a_message_over_the_bound_throws_and_writes_nothing()
    {
        MemoryStream output = new();
        Request large = new() { Blob = new Blob { Data = ByteString.CopyFrom(new byte[MessageStream.MaximumSizeBytes]) } };
        await Assert.ThrowsAsync<WireException>(async () =>
            await MessageStream.WriteAsync(output, large, CancellationToken.None));
        Assert.Equal(0, output.Length);
    }

    [Fact]
    public void ReadAsync_of_random_bytes_ends_in_messages_or_a_wire_exception() => Seeds.ForAll(300, random =>
    {
        byte[] bytes = new byte[random.Next(1, 64)];
        random.NextBytes(bytes);
        MemoryStream input = new(bytes);
        try
        {
            while (MessageStream.ReadAsync(input, Request.Parser, CancellationToken.None).AsTask().GetAwaiter().GetResult() is not null)
            {
            }
        }
        catch (WireException)
        {
            // As it should.
        }
    });
}
