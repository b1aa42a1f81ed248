using System.Globalization;
using System.Text.Json;
using PoolTopology.Crypto.Text;
using PoolTopology.Ledger.Parameters;
using PoolTopology.Ledger.Transactions;
using PoolTopology.Ledger.Types;
using PoolTopology.Primitives.Chain;
using PoolTopology.TestKit.Vectors;
using Xunit;

namespace PoolTopology.Conformance.Transactions;

/// <summary>bech32-addresses: every kind of address is built from its parts and taken apart again.</summary>
public class AddressVectors
{
    [VectorFact]
    public void The_addresses_of_CIP_19_are_built_and_parsed()
    {
        using JsonDocument file = JsonDocument.Parse(VectorFiles.ReadBytes("bech32-addresses/cip19.json"));
        JsonElement root = file.RootElement;
        Credential key = Credential.OfKey(Digest.Blake2b224(Data(root.GetProperty("paymentVerificationKey"))));
        Credential stakeKey = Credential.OfKey(Digest.Blake2b224(Data(root.GetProperty("stakeVerificationKey"))));
        Credential script = Credential.OfScript(new Hash28(Data(root.GetProperty("scriptHash"))));
        ulong[] numbers = [.. root.GetProperty("pointer").EnumerateArray().Select(n => n.GetUInt64())];
        ChainPointer pointer = new(numbers[0], numbers[1], numbers[2]);
        foreach (NetworkId network in Enum.GetValues<NetworkId>())
        {
            JsonElement addresses = root.GetProperty(network == NetworkId.Mainnet ? "mainnet" : "testnet");
            foreach (JsonProperty entry in addresses.EnumerateObject())
            {
                int type = int.Parse(entry.Name, CultureInfo.InvariantCulture);
                Credential payment = (type & 1) == 0 ? key : script;
                Address expected = type switch
                {
                    0 or 1 => Make(AddressKind.Base, network, payment, stakeKey),
                    2 or 3 => Make(AddressKind.Base, network, payment, script),
                    4 or 5 => Make(AddressKind.StakePointer, network, payment, null) with { StakePointer = pointer },
                    6 or 7 => Make(AddressKind.Enterprise, network, payment, null),
                    _ => Make(AddressKind.Reward, network, default, type == 14 ? stakeKey : script),
                };
                byte[] bytes = Data(entry.Value);
                Assert.Equal(expected, Address.Parse(bytes));
                Assert.Equal(bytes, expected.ToArray());
            }
        }
    }

    [VectorFact]
    public void The_golden_addresses_of_Byron_are_parsed() => VectorRun.All(
        "byron-addresses",
        Directory.GetFiles(VectorFiles.PathOf("bech32-addresses/byron-golden"), "Address*"),
        Path.GetFileName,
        file =>
        {
            byte[] bytes = Convert.FromHexString(string.Concat(File.ReadLines(file).Select(l => l.Split(": ")[1].Trim())));
            Address address = Address.Parse(bytes);
            // The payload: 82 d8 18 58 size 83 58 1c root.
            return address.Kind == AddressKind.Byron && address.ByronRoot == new Hash28(bytes.AsSpan(8, 28))
                ? null
                : $"{address.Kind} {address.ByronRoot}";
        },
        atLeast: 6);

    private static Address Make(AddressKind kind, NetworkId network, Credential payment, Credential? stake) =>
        new() { Kind = kind, Network = network, Payment = payment, Stake = stake };

    private static byte[] Data(JsonElement text) =>
        Bech32.Decode(text.GetString(), out _, out byte[] data) is null
            ? data
            : throw new InvalidOperationException($"not bech32: {text}");
}
