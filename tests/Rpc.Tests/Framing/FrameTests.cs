using System.Buffers;
using Google.Protobuf;
using PoolTopology.Rpc.Calls;
using PoolTopology.Rpc.Framing;
using PoolTopology.Rpc.Tests.Protos;
using PoolTopology.Rpc.Tests.Support;
using Xunit;

namespace PoolTopology.Rpc.Tests.Framing;

public sealed class FrameTests
{
    private const int Limit = 1_000;

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Messages_survive_a_round_trip_however_the_bytes_are_split(int seed)
    {
        Random random = new(seed);
        Text[] sent = [.. Enumerable.Range(0, random.Next(1, 20)).Select(_ => Samples.Text(random, maxBytes: 900))];
        ArrayBufferWriter<byte> bytes = new();
        foreach (Text text in sent)
            Frame.Write(bytes, text, Limit);
        ReadOnlySequence<byte> buffer = Samples.Split(random, bytes.WrittenMemory);

        List<Text> received = [];
        while (Frame.TryRead(ref buffer, Limit, null, out ReadOnlySequence<byte> message))
            received.Add(Text.Parser.ParseFrom(message));

        Assert.Equal(sent, received);
        Assert.True(buffer.IsEmpty);
    }

    [Fact]
    public void Any_truncation_is_not_a_message_and_leaves_the_buffer()
    {
        byte[] frame = FrameOf(new Text { Text_ = "a message of some length" });
        for (int length = 0; length < frame.Length; length++)
        {
            ReadOnlySequence<byte> buffer = new(frame, 0, length);

            Assert.False(Frame.TryRead(ref buffer, Limit, null, out _));
            Assert.Equal(length, buffer.Length);
        }
    }

    [Fact]
    public void The_prefix_is_a_zero_flag_and_a_big_endian_length()
    {
        byte[] frame = FrameOf(new Text { Blob = ByteString.CopyFrom(new byte[300]) });

        Assert.Equal([0, 0, 0, 0x01, 0x2F], frame[..5]);
        Assert.Equal(5 + 0x12F, frame.Length);
    }

    [Theory]
    [InlineData(Limit, true)]
    [InlineData(Limit + 1, false)]
    [InlineData(int.MaxValue, false)]
    [InlineData(uint.MaxValue, false)]
    public void A_length_above_the_limit_is_refused_before_its_bytes_arrive(uint length, bool isAllowed)
    {
        byte[] prefix = [0, (byte)(length >> 24), (byte)(length >> 16), (byte)(length >> 8), (byte)length];
        ReadOnlySequence<byte> buffer = new(prefix);

        if (isAllowed)
            Assert.False(Frame.TryRead(ref buffer, Limit, null, out _));
        else
            Assert.Equal(RpcStatusCode.ResourceExhausted, ReadFailure(prefix, null).Code);
    }

    [Theory]
    [InlineData(1, null, RpcStatusCode.Internal)]
    [InlineData(1, "identity", RpcStatusCode.Internal)]
    [InlineData(1, "gzip", RpcStatusCode.Unimplemented)]
    [InlineData(2, "gzip", RpcStatusCode.Internal)]
    [InlineData(255, null, RpcStatusCode.Internal)]
    public void A_flag_other_than_zero_is_refused(byte flag, string? encoding, RpcStatusCode expected)
    {
        Assert.Equal(expected, ReadFailure([flag, 0, 0, 0, 0], encoding).Code);
    }

    [Fact]
    public void An_uncompressed_message_is_read_whatever_encoding_was_announced()
    {
        ReadOnlySequence<byte> buffer = new(FrameOf(new Text { Text_ = "x" }));

        Assert.True(Frame.TryRead(ref buffer, Limit, "gzip", out ReadOnlySequence<byte> message));
        Assert.Equal(3, message.Length);
    }

    [Fact]
    public void A_message_above_the_limit_is_not_written()
    {
        ArrayBufferWriter<byte> bytes = new();

        RpcException failure = Assert.Throws<RpcException>(
            () => Frame.Write(bytes, new Text { Blob = ByteString.CopyFrom(new byte[Limit]) }, Limit));

        Assert.Equal(RpcStatusCode.ResourceExhausted, failure.Code);
        Assert.Equal(0, bytes.WrittenCount);
    }

    public static TheoryData<int> Seeds() => new(Enumerable.Range(1, 50));

    private static byte[] FrameOf(IMessage message)
    {
        ArrayBufferWriter<byte> bytes = new();
        Frame.Write(bytes, message, Limit);
        return bytes.WrittenSpan.ToArray();
    }

    private static RpcException ReadFailure(byte[] bytes, string? encoding) => Assert.Throws<RpcException>(() =>
    {
        ReadOnlySequence<byte> buffer = new(bytes);
        Frame.TryRead(ref buffer, Limit, encoding, out _);
    });
}
