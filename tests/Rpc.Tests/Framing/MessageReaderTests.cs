using System.Buffers;
using System.IO.Pipelines;
using PoolTopology.Rpc.Calls;
using PoolTopology.Rpc.Framing;
using PoolTopology.Rpc.Tests.Protos;
using PoolTopology.Rpc.Tests.Support;
using Xunit;

namespace PoolTopology.Rpc.Tests.Framing;

public sealed class MessageReaderTests
{
    private const int Limit = 10_000;

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task Messages_arrive_whole_however_the_stream_delivers_them(int seed)
    {
        Random random = new(seed);
        Text[] sent = [.. Enumerable.Range(0, 10).Select(_ => Samples.Text(random, maxBytes: 9_000))];
        ArrayBufferWriter<byte> bytes = new();
        foreach (Text text in sent)
            Frame.Write(bytes, text, Limit);
        MessageReader<Text> reader = Reader(Samples.Split(random, bytes.WrittenMemory));

        List<Text> received = [];
        while (await reader.ReadAsync(CancellationToken.None) is { } message)
            received.Add(message);

        Assert.Equal(sent, received);
    }

    [Fact]
    public async Task Any_truncation_of_a_stream_is_refused()
    {
        ArrayBufferWriter<byte> bytes = new();
        Frame.Write(bytes, new Text { Text_ = "a message" }, Limit);
        for (int length = 1; length < bytes.WrittenCount; length++)
        {
            MessageReader<Text> reader = Reader(new ReadOnlySequence<byte>(bytes.WrittenMemory[..length]));

            RpcException failure = await Assert.ThrowsAsync<RpcException>(() => ReadToEndAsync(reader));

            Assert.Equal(RpcStatusCode.Internal, failure.Code);
        }
    }

    [Fact]
    public async Task Bytes_that_are_not_the_message_are_refused()
    {
        byte[] unendingField = [0, 0, 0, 0, 2, 0x0A, 0x7F];

        RpcException failure = await Assert.ThrowsAsync<RpcException>(
            () => ReadToEndAsync(Reader(new ReadOnlySequence<byte>(unendingField))));

        Assert.Equal(RpcStatusCode.Internal, failure.Code);
        Assert.StartsWith("not a Text:", failure.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task Random_bytes_end_in_messages_or_in_a_status(int seed)
    {
        Random random = new(seed);
        for (int i = 0; i < 500; i++)
        {
            byte[] bytes = new byte[random.Next(64)];
            random.NextBytes(bytes);
            // Most random prefixes are refused at once; make many of them plausible, so that the parser is reached.
            if (bytes.Length > 4 && random.Next(4) > 0)
                (bytes[0], bytes[1], bytes[2], bytes[3]) = (0, 0, 0, 0);
            if (bytes.Length > 4 && random.Next(2) > 0)
                bytes[4] = (byte)(bytes.Length - 5);
            MessageReader<Nested> reader = new(Pipe(Samples.Split(random, bytes)), Nested.Parser, Limit, null);

            Exception? outcome = await Record.ExceptionAsync(() => ReadToEndAsync(reader));

            Assert.True(outcome is null or RpcException, $"seed {seed}, input {Convert.ToHexString(bytes)}: {outcome}");
        }
    }

    public static TheoryData<int> Seeds() => new(Enumerable.Range(1, 20));

    private static async Task ReadToEndAsync<TMessage>(MessageReader<TMessage> reader)
        where TMessage : class, Google.Protobuf.IMessage<TMessage>
    {
        while (await reader.ReadAsync(CancellationToken.None) is not null)
        {
        }
    }

    private static MessageReader<Text> Reader(ReadOnlySequence<byte> bytes) =>
        new(Pipe(bytes), Text.Parser, Limit, null);

    /// <summary>A pipe that delivers the segments one at a time.</summary>
    private static PipeReader Pipe(ReadOnlySequence<byte> bytes)
    {
        Pipe pipe = new(new PipeOptions(pauseWriterThreshold: 0, useSynchronizationContext: false));
        _ = WriteAsync();
        return pipe.Reader;

        async Task WriteAsync()
        {
            foreach (ReadOnlyMemory<byte> segment in bytes)
            {
                await pipe.Writer.WriteAsync(segment);
                await Task.Yield();
            }
            await pipe.Writer.CompleteAsync();
        }
    }
}
