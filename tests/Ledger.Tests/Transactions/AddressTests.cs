using PoolTopology.Ledger.Eras;
using PoolTopology.Ledger.Parameters;
using PoolTopology.Ledger.Transactions;
using PoolTopology.Primitives.Cbor;
using PoolTopology.Primitives.Chain;
using PoolTopology.TestKit;
using Xunit;
using static PoolTopology.Ledger.Tests.Transactions.CborItems;

namespace PoolTopology.Ledger.Tests.Transactions;

public class AddressTests
{
    private static readonly byte[] Hash = [.. Enumerable.Range(1, 28).Select(i => (byte)i)];

    [Fact]
    public void Parts_give_bytes_and_bytes_give_parts() => Seeds.ForAll(2_000, random =>
    {
        Credential payment = new(RandomHash(random), random.Next(2) == 0);
        Address address = new()
        {
            Kind = (AddressKind)random.Next(1, 5),
            Network = (NetworkId)random.Next(2),
        };
        address = address.Kind switch
        {
            AddressKind.Base => address with { Payment = payment, Stake = new Credential(RandomHash(random), random.Next(2) == 0) },
            AddressKind.StakePointer => address with
            {
                Payment = payment,
                StakePointer = new ChainPointer(
                    (uint)random.NextInt64(1L << random.Next(1, 33)), (ushort)random.Next(65_536), (ushort)random.Next(200)),
            },
            AddressKind.Enterprise => address with { Payment = payment },
            _ => address with { Stake = payment },
        };
        Assert.Equal(address, Address.Parse(address.ToArray()));
    });

    [Theory]
    [InlineData(0x02)] // network 2
    [InlineData(0x0f)]
    [InlineData(0x80)] // Byron's type, but not the head of an array of two
    [InlineData(0x83)]
    [InlineData(0x90)] // types that do not exist
    [InlineData(0xd0)]
    public void A_header_that_means_nothing_is_refused(byte header)
    {
        byte[] bytes = [header, .. Hash, .. Hash];
        Assert.Throws<CborException>(() => Address.Parse(bytes));
    }

    [Fact]
    public void A_reward_address_is_not_the_address_of_an_output()
    {
        byte[] account = [0xe1, .. Hash];
        Assert.Equal(AddressKind.Reward, Address.Parse(account).Kind);
        foreach (Era era in TransactionSamples.Eras)
            Assert.Throws<CborException>(() => TransactionOutput.Decode(era, Array(Bytes(account), UInt(1))));
    }

    [Fact]
    public void Bytes_behind_an_address_are_dropped_before_Babbage_and_refused_from_then_on()
    {
        byte[] address = [0x61, .. Hash];
        byte[] output = Array(Bytes([.. address, 1, 2, 3]), UInt(1));
        foreach (Era era in TransactionSamples.Eras)
        {
            if (era < Era.Babbage)
                Assert.Equal(address, TransactionOutput.Decode(era, output).AddressBytes.ToArray());
            else
                Assert.Throws<CborException>(() => TransactionOutput.Decode(era, output));
        }
    }

    [Theory]
    [InlineData("9080808000" + "01" + "01")] // 33 bits of slot
    [InlineData("01" + "84808000" + "01")] // 22 bits of index
    [InlineData("01" + "01" + "ffffffffffffffffffff7f")]
    public void Pointers_out_of_range_count_as_nothing_before_Conway_and_are_refused_from_then_on(string numbers)
    {
        byte[] output = Array(Bytes([0x41, .. Hash, .. Convert.FromHexString(numbers)]), UInt(1));
        foreach (Era era in TransactionSamples.Eras)
        {
            if (era < Era.Conway)
                Assert.Equal(default(ChainPointer), TransactionOutput.Decode(era, output).Address.StakePointer);
            else
                Assert.Throws<CborException>(() => TransactionOutput.Decode(era, output));
        }
    }

    [Fact]
    public void The_greatest_pointer_in_range_is_read_in_every_era()
    {
        byte[] output = Array(Bytes([0x41, .. Hash, .. Convert.FromHexString("8fffffff7f83ff7f83ff7f")]), UInt(1));
        foreach (Era era in TransactionSamples.Eras)
        {
            Assert.Equal(
                new ChainPointer(uint.MaxValue, ushort.MaxValue, ushort.MaxValue),
                TransactionOutput.Decode(era, output).Address.StakePointer);
        }
    }

    [Fact]
    public void A_Byron_address_has_its_network_attributes_and_root()
    {
        byte[] bytes = ByronAddress(Map((UInt(1), Bytes(Bytes(1, 2, 3))), (UInt(2), Bytes(UInt(1097911063))), (UInt(7), Bytes(9, 9))), 0);
        Address address = Address.Parse(bytes);
        Assert.Equal((AddressKind.Byron, NetworkId.Testnet, false), (address.Kind, address.Network, address.IsByronRedeem));
        Assert.Equal(new Hash28(Hash), address.ByronRoot);
        Assert.Equal(3 + 2, address.ByronAttributesSizeBytes);
        Address redeem = Address.Parse(ByronAddress(Map(), 2));
        Assert.Equal((NetworkId.Mainnet, true), (redeem.Network, redeem.IsByronRedeem));
    }

    [Fact]
    public void A_Byron_address_with_a_flaw_is_refused()
    {
        byte[] good = ByronAddress(Map(), 0);
        byte[] wrongChecksum = [.. good];
        wrongChecksum[^1] ^= 1;
        byte[][] flawed =
        [
            wrongChecksum,
            [.. good, 0],
            ByronAddress(Map(), 1),
            ByronAddress(OpenMap(), 0),
            ByronAddress(Map((UInt(2), Bytes(UInt(1))), (UInt(1), Bytes(Bytes(1)))), 0),
            ByronAddress(Map((UInt(256), Bytes(1))), 0),
        ];
        foreach (byte[] bytes in flawed)
            Assert.Throws<CborException>(() => Address.Parse(bytes));
    }

    [Fact]
    public void Errors_of_addresses_count_from_the_first_byte_of_the_transaction()
    {
        byte[] output = Array(Bytes([0x61, .. Hash[..27]]), UInt(1));
        CborException refusal = Assert.Throws<CborException>(() => TransactionOutput.Decode(Era.Babbage, output));
        Assert.Equal(3, refusal.Offset);
    }

    private static byte[] ByronAddress(byte[] attributes, ulong type)
    {
        byte[] payload = Array(Bytes(Hash), attributes, UInt(type));
        return Array(Tag(24, Bytes(payload)), UInt(Crc32(payload)));
    }

    private static uint Crc32(byte[] bytes)
    {
        uint crc = uint.MaxValue;
        foreach (byte next in bytes)
        {
            crc ^= next;
            for (int bit = 0; bit < 8; bit++)
                crc = (crc & 1) == 0 ? crc >> 1 : (crc >> 1) ^ 0xedb88320;
        }
        return ~crc;
    }

    private static Hash28 RandomHash(Random random)
    {
        byte[] bytes = new byte[28];
        random.NextBytes(bytes);
        return new Hash28(bytes);
    }
}
