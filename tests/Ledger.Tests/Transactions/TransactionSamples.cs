using PoolTopology.Ledger.Eras;
using static PoolTopology.Ledger.Tests.Transactions.CborItems;

namespace PoolTopology.Ledger.Tests.Transactions;

/// <summary>Random transactions that an era's decoder reads, with every part that the era has.</summary>
internal sealed class TransactionSamples(Random random, Era era)
{
    public static IEnumerable<Era> Eras => Enum.GetValues<Era>().Where(e => e > Era.Byron);

    public byte[] Transaction()
    {
        byte[] auxiliary = random.Next(2) == 0 ? Null : Auxiliary();
        return era >= Era.Alonzo
            ? Array(Body(), Witnesses(), random.Next(2) == 0 ? True : False, auxiliary)
            : Array(Body(), Witnesses(), auxiliary);
    }

    public byte[] Body()
    {
        List<(ulong Key, byte[] Value)> fields =
        [
            (0, SetOf(Some(0, 4, Input))), (1, List(Some(0, 4, Output))), (2, UInt(Number())), (3, UInt(Number())),
        ];
        Maybe(fields, 4, () => OrderedSetOf(Some(1, 4, Certificate)));
        Maybe(fields, 5, () => Map([.. Some(1, 3, Account).Select(a => (a, UInt(Number())))]));
        if (era < Era.Conway)
            Maybe(fields, 6, () => Array(Map((Hash(28), Update())), UInt(Number())));
        Maybe(fields, 7, () => Hash(32));
        if (era >= Era.Allegra)
            Maybe(fields, 8, () => UInt(Number()));
        if (era >= Era.Mary)
            Maybe(fields, 9, () => Assets(() => Int(random.NextInt64(1, long.MaxValue))));
        if (era >= Era.Alonzo)
        {
            Maybe(fields, 11, () => Hash(32));
            Maybe(fields, 13, () => SetOf(Some(1, 3, Input)));
            Maybe(fields, 14, () => SetOf(Some(1, 3, () => Hash(28))));
            Maybe(fields, 15, () => UInt((ulong)random.Next(2)));
        }
        if (era >= Era.Babbage)
        {
            Maybe(fields, 16, Output);
            Maybe(fields, 17, () => UInt(Number()));
            Maybe(fields, 18, () => SetOf(Some(1, 3, Input)));
        }
        if (era >= Era.Conway)
        {
            Maybe(fields, 19, Votes);
            Maybe(fields, 20, () => OrderedSetOf(Some(1, 2, Proposal)));
            Maybe(fields, 21, () => UInt(Number()));
            Maybe(fields, 22, () => UInt(1 + Number() / 2));
        }
        (ulong, byte[])[] shuffled = [.. fields];
        random.Shuffle(shuffled);
        return random.Next(4) == 0 ? OpenMap([.. shuffled.Select(f => (UInt(f.Item1), f.Item2))]) : Fields(shuffled);
    }

    public byte[] Output()
    {
        if (era < Era.Babbage || random.Next(2) == 0)
        {
            return era >= Era.Alonzo && random.Next(2) == 0
                ? Array(Address(), Value(), Hash(32))
                : Array(Address(), Value());
        }
        List<(ulong Key, byte[] Value)> fields = [(0, Address()), (1, Value())];
        Maybe(fields, 2, () => random.Next(2) == 0
            ? Array(UInt(0), Hash(32))
            : Array(UInt(1), Nested(PlutusData(3))));
        Maybe(fields, 3, () => Nested(Script()));
        return Fields([.. fields]);
    }

    public byte[] Value() => era < Era.Mary || random.Next(2) == 0
        ? UInt(Number())
        : Array(UInt(Number()), Assets(() => UInt(1 + Number() / 2)));

    public byte[] Certificate()
    {
        int kind = era >= Era.Conway
            ? (random.Next(17) is int k && k < 5 ? k : k + 2)
            : random.Next(7);
        byte[][] items = kind switch
        {
            0 or 1 => [Credential()],
            2 => [Credential(), Hash(28)],
            3 =>
            [
                Hash(28), Hash(32), UInt(Number()), UInt(Number()), Fraction(1, 3), Account(),
                SetOf(Some(0, 2, () => Hash(28))), List(Some(0, 3, Relay)),
                random.Next(2) == 0 ? Null : Array(Text("https://pool.example"), Hash(32)),
            ],
            4 => [Hash(28), UInt(Number())],
            5 => [Hash(28), Hash(28), Hash(32)],
            6 =>
            [
                Array(UInt((ulong)random.Next(2)), random.Next(2) == 0
                    ? UInt(Number())
                    : Map((Credential(), Int(random.NextInt64())))),
            ],
            7 or 8 or 17 => [Credential(), UInt(Number())],
            9 => [Credential(), DRep()],
            10 => [Credential(), Hash(28), DRep()],
            11 => [Credential(), Hash(28), UInt(Number())],
            12 => [Credential(), DRep(), UInt(Number())],
            13 => [Credential(), Hash(28), DRep(), UInt(Number())],
            14 => [Credential(), Credential()],
            15 or 18 => [Credential(), OptionalAnchor()],
            _ => [Credential(), UInt(Number()), OptionalAnchor()],
        };
        return Array([UInt((ulong)kind), .. items]);
    }

    public byte[] Witnesses()
    {
        List<(ulong Key, byte[] Value)> fields = [];
        Maybe(fields, 0, () => SetOf(Some(1, 3, () => Array(Hash(32), Hash(64)))));
        Maybe(fields, 1, () => SetOf(Some(1, 3, () => NativeScript(3))));
        Maybe(fields, 2, () => SetOf(Some(1, 2, () => Array(Hash(32), Hash(64), Hash(32), Bytes(0xa0)))));
        if (era >= Era.Alonzo)
        {
            Maybe(fields, 3, () => SetOf(Some(1, 2, () => Hash(20))));
            Maybe(fields, 4, () => SetOf(Some(1, 3, () => PlutusData(4))));
            Maybe(fields, 5, Redeemers);
        }
        if (era >= Era.Babbage)
            Maybe(fields, 6, () => SetOf(Some(1, 2, () => Hash(20))));
        if (era >= Era.Conway)
            Maybe(fields, 7, () => SetOf(Some(1, 2, () => Hash(20))));
        return Fields([.. fields]);
    }

    public byte[] Auxiliary()
    {
        byte[] metadata = Map([.. Some(0, 3, () => UInt(Number())).DistinctBy(Convert.ToHexString)
            .Select(label => (label, Metadatum(3)))]);
        return random.Next(era >= Era.Alonzo ? 3 : era >= Era.Allegra ? 2 : 1) switch
        {
            0 => metadata,
            1 => Array(metadata, List(Some(0, 2, () => NativeScript(2)))),
            _ => Tag(259, Fields(
                (0, metadata), (1, List(Some(0, 2, () => NativeScript(2)))), (2, List(Some(0, 2, () => Hash(9)))))),
        };
    }

    public byte[] PlutusData(int depth) => random.Next(depth > 0 ? 7 : 3) switch
    {
        0 => Int(random.NextInt64(long.MinValue, long.MaxValue)),
        1 => Bytes(Raw(random.Next(65))),
        2 => Tag(2, Bytes(Raw(random.Next(65)))),
        3 => List(Some(0, 3, () => PlutusData(depth - 1))),
        4 => Map([.. Some(0, 3, () => (PlutusData(depth - 1), PlutusData(depth - 1)))]),
        5 => Tag((ulong)random.Next(121, 128), List(Some(0, 3, () => PlutusData(depth - 1)))),
        _ => Tag(102, Array(UInt(Number()), List(Some(0, 3, () => PlutusData(depth - 1))))),
    };

    public byte[] NativeScript(int depth)
    {
        int kind = depth == 0 ? 0 : random.Next(era >= Era.Allegra ? 6 : 4);
        return kind switch
        {
            0 => Array(UInt(0), Hash(28)),
            1 or 2 => Array(UInt((ulong)kind), List(Some(0, 3, () => NativeScript(depth - 1)))),
            3 => Array(UInt(3), Int(random.Next(-2, 5)), List(Some(0, 3, () => NativeScript(depth - 1)))),
            _ => Array(UInt((ulong)kind), UInt(Number())),
        };
    }

    public byte[] Address() => random.Next(3) switch
    {
        0 => Bytes([(byte)(random.Next(4) << 4), .. Raw(56)]),
        1 => Bytes([0x61, .. Raw(28)]),
        _ => Bytes([0x41, .. Raw(28), 0x81, 0x02, 0x03, 0x04]),
    };

    public byte[] Update()
    {
        List<(ulong Key, byte[] Value)> fields = [];
        foreach (ulong coin in (ulong[])[0, 1, 5, 6, 16])
            Maybe(fields, coin, () => UInt(Number()));
        Maybe(fields, 2, () => UInt(70_000));
        Maybe(fields, 4, () => UInt(1100));
        Maybe(fields, 7, () => UInt(18));
        Maybe(fields, 8, () => UInt(500));
        Maybe(fields, 9, () => Fraction(3, 2));
        Maybe(fields, 10, () => Fraction(1, 3));
        if (era < Era.Babbage)
            Maybe(fields, 13, () => random.Next(2) == 0 ? Array(UInt(0)) : Array(UInt(1), Hash(32)));
        if (era < Era.Conway)
            Maybe(fields, 14, () => Array(UInt(8), UInt(0)));
        if (era >= Era.Alonzo)
        {
            Maybe(fields, 17, () => UInt(Number()));
            Maybe(fields, 18, () => Map((UInt(0), Array([.. Enumerable.Range(0, 166).Select(i => Int(i))]))));
            Maybe(fields, 19, () => Array(Fraction(1, 2), Fraction(5, 3)));
            Maybe(fields, 20, () => Array(UInt(1), UInt(2)));
        }
        if (era >= Era.Conway)
            Maybe(fields, 25, () => Array([.. Enumerable.Range(0, 5).Select(_ => Fraction(1, 2))]));
        return Fields([.. fields]);
    }

    private byte[] Redeemers()
    {
        if (era < Era.Conway || random.Next(2) == 0)
        {
            return List(Some(1, 3, () => Array(
                UInt((ulong)random.Next(4)), UInt((ulong)random.Next(9)), PlutusData(3), Array(UInt(7), UInt(9)))));
        }
        return Map([.. Some(1, 3, () => (
            Array(UInt((ulong)random.Next(6)), UInt((ulong)random.Next(9))),
            Array(PlutusData(3), Array(UInt(7), UInt(9)))))]);
    }

    private byte[] Script() => random.Next(era >= Era.Conway ? 4 : 3) is int language && language > 0
        ? Array(UInt((ulong)language), Hash(17))
        : Array(UInt(0), NativeScript(3));

    private byte[] Metadatum(int depth) => random.Next(depth > 0 ? 5 : 3) switch
    {
        0 => Int(random.NextInt64(long.MinValue, long.MaxValue)),
        1 => Bytes(Raw(random.Next(65))),
        2 => Text(new string('x', random.Next(65))),
        3 => List(Some(0, 3, () => Metadatum(depth - 1))),
        _ => Map([.. Some(0, 3, () => (Metadatum(depth - 1), Metadatum(depth - 1)))]),
    };

    private byte[] Votes() => Map([.. Some(1, 2, () => (
        Array(UInt((ulong)random.Next(5)), Hash(28)),
        Map([.. Some(1, 2, () => (Input(), Array(UInt((ulong)random.Next(3)), OptionalAnchor())))])))]);

    private byte[] Proposal() => Array(UInt(Number()), Account(), Action(), Anchor());

    private byte[] Action()
    {
        byte[] previous = random.Next(2) == 0 ? Null : Input();
        byte[] script = random.Next(2) == 0 ? Null : Hash(28);
        return random.Next(7) switch
        {
            0 => Array(UInt(0), previous, Update(), script),
            1 => Array(UInt(1), previous, Array(UInt(10), UInt(0))),
            2 => Array(UInt(2), Map((Account(), UInt(Number()))), script),
            3 => Array(UInt(3), previous),
            4 => Array(UInt(4), previous, SetOf(Some(0, 2, Credential)), Map((Credential(), UInt(9))), Fraction(2, 3)),
            5 => Array(UInt(5), previous, Array(Anchor(), script)),
            _ => Array(UInt(6)),
        };
    }

    private byte[] Relay() => random.Next(3) switch
    {
        0 => Array(UInt(0), UInt(3001), Bytes(10, 1, 2, 3), random.Next(2) == 0 ? Null : Bytes(Raw(16))),
        1 => Array(UInt(1), Null, Text("relay.example")),
        _ => Array(UInt(2), Text("_cardano._tcp.example")),
    };

    private byte[] Assets(Func<byte[]> quantity) => Map([.. Some(1, 3, () => (
        Hash(28),
        Map([.. Some(1, 3, () => Raw(random.Next(33))).DistinctBy(Convert.ToHexString)
            .Select(name => (Bytes(name), quantity()))])))]);

    private byte[] Anchor() => Array(Text("https://anchor.example"), Hash(32));

    private byte[] OptionalAnchor() => random.Next(2) == 0 ? Null : Anchor();

    private byte[] DRep() => random.Next(4) is int kind && kind < 2
        ? Array(UInt((ulong)kind), Hash(28))
        : Array(UInt((ulong)random.Next(2, 4)));

    private byte[] Credential() => Array(UInt((ulong)random.Next(2)), Hash(28));

    private byte[] Account() => Bytes([(byte)(0xe0 | (random.Next(2) << 4) | random.Next(2)), .. Raw(28)]);

    private byte[] Input() => Array(Hash(32), UInt((ulong)random.Next(65_536)));

    private byte[] Hash(int size) => Bytes(Raw(size));

    private byte[] Raw(int size)
    {
        byte[] bytes = new byte[size];
        random.NextBytes(bytes);
        return bytes;
    }

    private ulong Number() => random.Next(4) switch
    {
        0 => (ulong)random.Next(30),
        1 => (ulong)random.Next(100_000),
        2 => (ulong)random.NextInt64(),
        _ => ulong.MaxValue,
    };

    private byte[] List(byte[][] items) => random.Next(3) == 0 ? OpenArray(items) : Array(items);

    private byte[] SetOf(byte[][] items) =>
        era >= Era.Conway && random.Next(2) == 0 ? Tag(258, List(items)) : List(items);

    private byte[] OrderedSetOf(byte[][] items) => SetOf([.. items.DistinctBy(Convert.ToHexString)]);

    private T[] Some<T>(int least, int most, Func<T> one) =>
        [.. Enumerable.Range(0, random.Next(least, most + 1)).Select(_ => one())];

    private void Maybe(List<(ulong Key, byte[] Value)> fields, ulong key, Func<byte[]> value)
    {
        if (random.Next(2) == 0)
            fields.Add((key, value()));
    }
}
